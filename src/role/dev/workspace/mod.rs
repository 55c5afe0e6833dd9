//! A simulated Slack workspace: speaks the Web API over HTTP, signs what it sends, keeps state as
//! Slack does and refuses what Slack refuses.
