//! What real model servers answer, played back: the shapes, oddities and errors of each, and what a
//! draft becomes of them. Over loopback; the answers in `answers/` were made after reports of such
//! servers.

mod commands;
mod endings;
mod local;
mod questions;
mod refusals;
mod server;
mod shapes;
mod worst;

use std::sync::LazyLock;
use std::time::Duration;

use llm::{Client, Drafter, LlmError, Messages, Models, Prices};
use pii::{Placeholders, PublicText, mask};
use platform::net;
use replybot::generation::Question;
use server::Server;

/// What all of the answers say.
pub const REPLY: &str = "Thank you for writing to us. We are checking your order with our warehouse and will come back to you by tomorrow.";

/// A drafter of one model, which waits as little as tests do.
pub fn drafter(url: &str) -> Drafter {
    Drafter::OpenAi(Models::new(client(url), []))
}

pub fn client(url: &str) -> Client {
    static HTTP: LazyLock<reqwest::Client> = LazyLock::new(|| net::client().unwrap());
    let (timeout, retry) = (Duration::from_secs(20), Duration::from_millis(1));
    Client::new(HTTP.clone(), url, None, "a-model", timeout, retry)
}

/// A question about no mail.
pub fn messages(text: &str) -> Messages {
    let text = mask(&pii::CustomerText::new(text), &mut Placeholders::default());
    Messages::new(&PublicText::of_the_shop("Be polite."), &text)
}

/// What there is of an answer, and how it ended.
pub struct Answered {
    pub text: String,
    pub end: Result<(), LlmError>,
    /// Everything that was to be seen before.
    pub seen: Vec<String>,
}

pub async fn ask(drafter: &Drafter) -> Answered {
    let prices = Prices::default();
    let question = Question::new(drafter, &prices, messages("Where is my order?"));
    let seen = std::sync::Mutex::new(Vec::new());
    let end = question
        .ask(|| {
            let so_far = question.answer_so_far();
            seen.lock().unwrap().push(so_far.as_str().to_owned());
        })
        .await;
    Answered {
        text: question.answer().as_str().to_owned(),
        end,
        seen: seen.into_inner().unwrap(),
    }
}

/// What becomes of one answer, played back.
pub async fn play(answer: server::Answer) -> Answered {
    let server = Server::with([answer]).await;
    ask(&drafter(&server.url())).await
}
