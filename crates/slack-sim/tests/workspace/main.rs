//! The simulated Slack, from outside: what an app and a person see of it is what they would see of
//! Slack. If one of these claims were false, every test that leans on the simulator would prove less.

#![allow(clippy::unwrap_used)]

mod bot;
mod eyes;
mod home;
mod messages;
mod modals;
mod page;
