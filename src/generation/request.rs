//! A question in words, and the same one with less around the mail, for a model that reads no more.

use std::sync::Arc;

use documents::LeftOut;

use crate::prompts::{Prompt, PromptError, Prompts, cut};
use llm::Messages;
use pii::MaskedText;

/// What a model is asked, and what it was made of.
#[derive(Clone, Debug)]
pub struct Request {
    messages: Arc<Messages>,
    /// `None` where it is about no mail, and cannot be shorter.
    of: Option<(Prompts, Prompt)>,
    /// How often it was made shorter.
    step: usize,
}

/// Tokens of what is left at each step: of the newest mail before this one, of each of so many
/// passages, of the mail itself, and of each of its files.
const STEPS: [Left; 3] = [
    Left {
        earlier: 500,
        passages: 2,
        passage: 500,
        mail: 4_000,
        files: 1_500,
    },
    Left {
        earlier: 0,
        passages: 1,
        passage: 300,
        mail: 1_500,
        files: 500,
    },
    Left {
        earlier: 0,
        passages: 0,
        passage: 0,
        mail: 500,
        files: 0,
    },
];

struct Left {
    earlier: usize,
    passages: usize,
    passage: usize,
    mail: usize,
    files: usize,
}

impl Request {
    /// Puts a prompt into words.
    ///
    /// # Errors
    /// [`PromptError`].
    pub fn write(prompts: &Prompts, prompt: Prompt) -> Result<Request, PromptError> {
        Ok(Request {
            messages: Arc::new(prompts.write(&prompt)?),
            of: Some((prompts.clone(), prompt)),
            step: 0,
        })
    }

    /// The words.
    pub fn messages(&self) -> Arc<Messages> {
        Arc::clone(&self.messages)
    }

    /// True when something was left out.
    pub fn is_shortened(&self) -> bool {
        self.step > 0
    }

    /// Leaves out the next part of what is around the mail: the conversation, what the team
    /// knows, and in the end the middle of the mail itself. False when there is nothing left to
    /// leave out.
    pub(super) fn shorten(&mut self) -> bool {
        let Some((prompts, prompt)) = &self.of else {
            return false;
        };
        while let Some(left) = STEPS.get(self.step) {
            self.step += 1;
            let shorter = prompts.write(&left.of(prompt));
            // A question that was short already is the same at the first steps.
            if let Ok(shorter) = shorter.map(Arc::new)
                && shorter.length() < self.messages.length()
            {
                self.messages = shorter;
                return true;
            }
        }
        false
    }
}

impl From<Messages> for Request {
    fn from(messages: Messages) -> Request {
        Request {
            messages: Arc::new(messages),
            of: None,
            step: 0,
        }
    }
}

impl Left {
    fn of(&self, prompt: &Prompt) -> Prompt {
        let mut shorter = prompt.clone();
        shorter.body = cut(&prompt.body, self.mail);
        for file in &mut shorter.files {
            let whole = std::mem::take(&mut file.text);
            file.text = match self.files {
                0 => MaskedText::default(),
                most => cut(&whole, most),
            };
            if file.text != whole {
                file.left_out.push(LeftOut::Rest);
            }
        }
        shorter.earlier.clear();
        if self.earlier > 0
            && let Some(newest) = prompt.earlier.last()
        {
            let mut newest = newest.clone();
            newest.text = cut(&newest.text, self.earlier);
            shorter.earlier.push(newest);
        }
        // Without any it would read as if nothing had been found.
        shorter.passages = shorter.passages.filter(|_| self.passages > 0);
        if let Some(passages) = &mut shorter.passages {
            passages.truncate(self.passages);
            for passage in passages {
                passage.text = cut(&passage.text, self.passage);
            }
        }
        shorter
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::prompts::{Passage, Side, Turn, Voice, own_words};

    #[test]
    fn what_stands_around_the_mail_is_left_out_before_the_mail_is() {
        let passage = |text: &str| Passage {
            title: own_words("Page"),
            text: own_words(text),
            internal: false,
        };
        let prompt = Prompt {
            body: own_words("Where is my order?"),
            earlier: vec![Turn {
                by: Side::Customer,
                text: own_words("An earlier mail. ".repeat(400)),
            }],
            passages: Some(vec![
                passage("First."),
                passage("Second."),
                passage("Third."),
            ]),
            ..Prompt::default()
        };
        let mut request = Request::write(&Prompts::shipped(&Voice::default()), prompt).unwrap();
        let mut lengths = vec![request.messages().length()];
        while request.shorten() {
            lengths.push(request.messages().length());
            assert!(
                request
                    .messages()
                    .request()
                    .as_str()
                    .contains("Where is my order?")
            );
        }
        assert_eq!(lengths.len(), 4, "{lengths:?}");
        assert!(lengths.is_sorted_by(|a, b| a > b) && request.is_shortened());
        assert!(
            !request
                .messages()
                .request()
                .as_str()
                .contains("earlier mail")
        );
    }
}
