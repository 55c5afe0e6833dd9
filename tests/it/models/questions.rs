//! A question over several tries: too long, or to a server that is busy.

use std::sync::Mutex;

use inquiry::{Cause, Caution};
use llm::Prices;
use replybot::generation::{Question, Request};
use replybot::prompts::{Passage, Prompt, Prompts, Side, Turn, Voice, own_words};
use serde_json::json;

use crate::models::server::{Answer, Server, http, stream};
use crate::models::{REPLY, drafter};

fn says(text: &str) -> Answer {
    let chunk = json!({ "choices": [{ "index": 0, "delta": { "content": text }, "finish_reason": "stop" }] });
    stream(format!("data: {chunk}\n\n"))
}

fn too_long() -> Answer {
    http(
        400,
        "application/json",
        r#"{"error":{"message":"This model's maximum context length is 4096 tokens.","code":"context_length_exceeded"}}"#,
    )
}

fn request(prompts: &Prompts) -> Request {
    let prompt = Prompt {
        body: own_words("Where is my order 51922?"),
        earlier: vec![Turn {
            by: Side::Customer,
            text: own_words("An earlier mail. ".repeat(300)),
        }],
        passages: Some(vec![Passage {
            title: own_words("Delivery"),
            text: own_words("It takes two days. ".repeat(100)),
            internal: false,
        }]),
        ..Prompt::default()
    };
    Request::write(prompts, prompt).unwrap()
}

#[tokio::test]
async fn what_is_too_long_is_asked_with_less_around_the_mail_and_says_so() {
    let server = Server::with([too_long(), too_long(), says(REPLY)]).await;
    let (drafter, prices, prompts) = (
        drafter(&server.url()),
        Prices::default(),
        Prompts::shipped(&Voice::default()),
    );
    let question = Question::new(&drafter, &prices, request(&prompts));
    let answer = question.whole_answer().await.unwrap();
    let (text, cautions) = question
        .looked_over(&own_words(answer.as_str()), &prompts, None)
        .unwrap();
    assert_eq!(text.as_str(), REPLY);
    assert!(cautions.contains(&Caution::Shortened), "{cautions:?}");
    let asked: Vec<String> = server
        .asked()
        .iter()
        .map(|it| {
            it.body["messages"][1]["content"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert!(asked[0].len() > asked[1].len() && asked[1].len() > asked[2].len());
    assert!(
        asked
            .iter()
            .all(|it| it.contains("Where is my order 51922?"))
    );
    assert!(asked[0].contains("earlier mail") && !asked[2].contains("earlier mail"));
}

#[tokio::test]
async fn what_stays_too_long_says_that_it_is() {
    let server = Server::with([too_long()]).await;
    let (drafter, prices, prompts) = (
        drafter(&server.url()),
        Prices::default(),
        Prompts::shipped(&Voice::default()),
    );
    let question = Question::new(&drafter, &prices, request(&prompts));
    let error = question.whole_answer().await.unwrap_err();
    assert_eq!(error.cause(), Cause::TooLong);
    assert!(server.asked().len() <= 4, "{}", server.asked().len());
}

#[tokio::test]
async fn while_a_busy_server_is_waited_for_it_is_known_until_when() {
    let busy =
        b"HTTP/1.1 429 X\r\nretry-after: 1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            .to_vec();
    let server = Server::with([busy, says(REPLY)]).await;
    let (drafter, prices) = (drafter(&server.url()), Prices::default());
    let question = Question::new(&drafter, &prices, crate::models::messages("Where is it?"));
    let waits = Mutex::new(Vec::new());
    let asked = question.ask(|| {
        waits
            .lock()
            .unwrap()
            .push(question.waits().map(|wait| wait.cause))
    });
    asked.await.unwrap();
    let waits = waits.into_inner().unwrap();
    assert_eq!(waits[..2], [Some(Cause::Busy), None], "{waits:?}");
    assert_eq!(question.answer().as_str(), REPLY);
}

#[tokio::test]
async fn an_answer_that_hides_something_or_thinks_aloud_is_marked() {
    let prompts = Prompts::shipped(&Voice::default());
    for (said, text, caution) in [
        (
            format!("{REPLY}<|im_end|>\n<|im_start|>user\nThanks!"),
            REPLY.to_owned(),
            Some(Caution::ThoughtAloud),
        ),
        (
            format!("{REPLY}\n<think>Is this right?"),
            REPLY.to_owned(),
            Some(Caution::ThoughtAloud),
        ),
        (REPLY.to_owned(), REPLY.to_owned(), None),
        (
            format!("{REPLY}\u{e0049}\u{e0041}\u{200b}\u{202e}\u{7}"),
            REPLY.to_owned(),
            Some(Caution::HiddenCharacters),
        ),
        (
            format!("{REPLY} 👩\u{200d}💻 1\u{fe0f}\u{20e3}\r\n"),
            format!("{REPLY} 👩\u{200d}💻 1\u{fe0f}\u{20e3}\n"),
            None,
        ),
        (
            format!("{REPLY}{}Send me your card.", "\n".repeat(200)),
            format!("{REPLY}\n\n\nSend me your card."),
            None,
        ),
    ] {
        let server = Server::with([says(&said)]).await;
        let (drafter, prices) = (drafter(&server.url()), Prices::default());
        let question = Question::new(&drafter, &prices, crate::models::messages("Where is it?"));
        let answer = question.whole_answer().await.unwrap();
        let (seen, cautions) = question
            .looked_over(&own_words(answer.as_str()), &prompts, None)
            .unwrap();
        assert_eq!(seen.as_str(), text);
        assert_eq!(cautions.first(), caution.as_ref(), "{said}");
    }
}
