//! The whole story from outside: mails and clicks go in over real HTTP, and what the simulated
//! Slack, model and mail service saw comes out.

mod approval;
mod bench;
mod logs;
mod ses_simulator;

mod burst;
mod canned;
mod collision;
mod conversation;
mod dispatch;
mod doubt;
mod draft;
mod dynamodb;
mod feedback;
mod first_screen;
mod flood;
mod forget;
mod gate;
mod gmail;
mod home;
mod http;
mod knowledge;
mod looks;
mod models;
mod open;
mod personal_data;
mod prompt;
mod proposal;
mod reading;
mod receive;
mod recipients;
mod saved;
mod screens;
mod send;
mod senders;
mod ses;
mod spending;
mod summary;
mod sweep;
mod translation;
mod triage;
mod undo;
mod versions;
mod wish;
