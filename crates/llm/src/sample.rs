//! The drafter of `dev` without a key: fixed phrases, typed at a visible rate_limit.

use std::collections::VecDeque;
use std::time::Duration;

use super::Messages;

/// About as fast as a model writes, so that `dev` shows what users will see.
const PACE: Duration = Duration::from_millis(60);
const CHARACTERS_AT_ONCE: usize = 6;

/// A draft that is being typed.
pub struct Typing(VecDeque<String>);

impl Typing {
    pub(super) async fn next(&mut self) -> Option<String> {
        if !self.0.is_empty() {
            tokio::time::sleep(PACE).await;
        }
        self.0.pop_front()
    }
}

/// A polite acknowledgement in the language of the mail.
pub(super) fn answer(messages: &Messages) -> Typing {
    let sender = messages.sender().as_str();
    let text = if messages.is_japanese() {
        japanese(sender)
    } else {
        english(sender)
    };
    let characters: Vec<char> = text.chars().collect();
    Typing(
        characters
            .chunks(CHARACTERS_AT_ONCE)
            .map(|piece| piece.iter().collect())
            .collect(),
    )
}

fn japanese(sender: &str) -> String {
    let name = if sender.trim().is_empty() {
        "お客様".to_owned()
    } else {
        format!("{} 様", sender.trim())
    };
    format!(
        "{name}\n\n\
         お問い合わせいただき、ありがとうございます。\n\
         ご連絡の内容を確認いたしました。担当の者が詳しくお調べし、あらためてご案内いたします。\n\n\
         ご不便をおかけしますが、今しばらくお待ちくださいますようお願いいたします。"
    )
}

fn english(sender: &str) -> String {
    let name = if sender.trim().is_empty() {
        "there"
    } else {
        sender.trim()
    };
    format!(
        "Hello {name},\n\n\
         Thank you for writing to us. We have read your message and are looking into it.\n\
         We will get back to you with an answer as soon as we can.\n\n\
         Kind regards"
    )
}
