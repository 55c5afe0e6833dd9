//! Pictures of everything that a person sees in Slack, in both languages, for eyes: `just screens`
//! leaves them in `target/screens`.

mod around;
mod camera;
mod cards;
mod home;
mod modals;
mod panels;
mod rare;
mod replies;
mod words;

use std::path::Path;

use crate::story::bench::{Mail, Setup};
use camera::Camera;
use words::{EN, JA, Words};

/// `SCREENS=ja/modal` takes only those whose name begins so.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes target/screens; for eyes"]
async fn screens_for_eyes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screens");
    let camera = Camera::new(&folder).await;
    for words in [&JA, &EN] {
        around::take(&camera, words).await;
        cards::take(&camera, words).await;
        replies::take(&camera, words).await;
        modals::take(&camera, words).await;
        panels::take(&camera, words).await;
        home::take(&camera, words).await;
        rare::take(&camera, words).await;
    }
    camera.end().await;
}

/// A deployment in the language of `words`, with `more` of its environment.
fn setup(words: &Words, more: &[(&'static str, &'static str)]) -> Setup {
    let language = ("UI_LANGUAGE", words.language);
    Setup {
        environment: [&[language, ("REPLY_SIGNATURE", words.signature)], more].concat(),
        // A busy computer must not decide what is on a picture.
        acknowledge_within: Some(std::time::Duration::from_secs(600)),
        ..Setup::default()
    }
}

/// The same, without a model.
fn without_model(words: &Words) -> Setup {
    Setup {
        without_model: true,
        ..setup(words, &[])
    }
}

/// The customer's usual mail, under this number.
fn mail(words: &Words, number: u32) -> Mail {
    let mail = Mail {
        personal: Vec::new(),
        ..Mail::new(&format!("{number}@example.com"))
    };
    mail.with("From", words.from)
        .with("Subject", words.subject)
        .saying(words.mail)
}

/// An answer to it.
fn answer(words: &Words, number: u32, to: u32) -> Mail {
    mail(words, number)
        .with("In-Reply-To", &format!("<{to}@example.com>"))
        .with("Subject", &format!("Re: {}", words.subject))
        .saying(words.next_mail)
}
