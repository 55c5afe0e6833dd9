//! How good drafts are, measured offline: a set of inquiries with what a good answer holds, rules
//! that score each answer, and a model that judges it where one is wanted.

mod case;
mod judge;
mod score;

use documents::ReadFile;
use futures_util::{StreamExt, stream};
use serde::Serialize;

pub use case::{Case, Expected, Known, SetError, read_set, shipped};
pub use judge::{Judge, Judgement};
pub use score::Fault;

use crate::file_reader::Reader;
use crate::generation::{Question, Request};
use crate::prompts::{Passage, Prompt, Prompts, own_words};
use llm::{Drafter, LlmError, Prices};
use mail::InboundMail;
use pii::{CustomerText, Masker, Placeholders};

/// What a set is run with.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The model.
    pub drafter: &'a Drafter,
    /// Its prompts.
    pub prompts: &'a Prompts,
    /// What hides personal data from it.
    pub masker: &'a Masker,
    /// Who reads the files of the mails.
    pub reader: &'a Reader,
    /// The prompt to use for all mails, instead of the one that the words of each choose.
    pub template: Option<&'a str>,
    /// Who judges beside the rules.
    pub judge: Option<&'a Judge>,
    /// Questions at a time.
    pub at_once: usize,
}

/// What became of a case.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// The case's name.
    pub case: String,
    /// The kind of mail that its words told.
    pub template: String,
    /// Rules that were looked at.
    pub rules: usize,
    /// What was wrong, one for each rule that was broken.
    pub faults: Vec<Fault>,
    /// What the judge said.
    pub judgement: Option<Judgement>,
    /// The answer with the personal data restored: of invented people, for the set is no real mail.
    pub answer: CustomerText,
    /// Why there is no answer.
    pub error: Option<String>,
    /// True when the error may be gone later.
    pub is_temporary: bool,
}

impl Outcome {
    /// True when no rule was broken.
    pub fn passed(&self) -> bool {
        self.error.is_none() && self.faults.is_empty()
    }

    fn failed(case: &Case, template: String, error: &LlmError) -> Outcome {
        Outcome {
            case: case.name.clone(),
            template,
            rules: 1,
            faults: Vec::new(),
            judgement: None,
            answer: CustomerText::default(),
            error: Some(error.to_string()),
            is_temporary: error.is_temporary(),
        }
    }
}

impl Run<'_> {
    /// Runs all cases, some at a time; in their order. `done` is called after each.
    pub async fn all(&self, cases: &[Case], done: impl Fn()) -> Vec<Outcome> {
        let outcomes = stream::iter(cases).map(|case| async {
            let outcome = self.one(case).await;
            done();
            outcome
        });
        outcomes.buffered(self.at_once.max(1)).collect().await
    }

    async fn one(&self, case: &Case) -> Outcome {
        let mail = mail::parse(&case.mail);
        let mut placeholders = Placeholders::default();
        let files = self.reader.read(&case.mail, &mail).await;
        let prompt = self.prompt(case, (&mail, &files), &mut placeholders);
        let request = match Request::write(self.prompts, prompt.clone()) {
            Ok(request) => request,
            Err(error) => {
                let error = LlmError::Unusable(error.to_string());
                return Outcome::failed(case, String::new(), &error);
            }
        };
        let template = request.messages().template().name.clone();
        let prices = Prices::default();
        let question = Question::new(self.drafter, &prices, request);
        let answer = match question.whole_answer().await {
            Ok(answer) => {
                let answer = answer.beside(self.masker, &placeholders);
                self.prompts.without_signature(&answer)
            }
            Err(error) => return Outcome::failed(case, template, &error),
        };
        let messages = question.messages();
        let scored = score::score(case, &mail, &messages, &answer, &placeholders);
        let judgement = match self.judge {
            Some(judge) => Some(judge.judge(case, &prompt, &answer).await),
            None => None,
        };
        let error = judgement.as_ref().and_then(|it| it.as_ref().err());
        Outcome {
            case: case.name.clone(),
            template,
            rules: scored.rules,
            faults: scored.faults,
            answer: scored.answer,
            error: error.map(|error| format!("the judge: {error}")),
            is_temporary: error.is_some_and(LlmError::is_temporary),
            judgement: judgement.and_then(Result::ok),
        }
    }

    fn prompt(
        &self,
        case: &Case,
        (mail, files): (&InboundMail, &[ReadFile]),
        map: &mut Placeholders,
    ) -> Prompt {
        Prompt {
            passages: case
                .expected
                .knowledge
                .as_ref()
                .map(|all| all.iter().map(passage).collect()),
            kind: self.template.map(str::to_owned),
            ..Prompt::reply_to_mail(mail, files, self.masker, map)
        }
    }
}

/// The set's own knowledge holds nobody's personal data.
fn passage(known: &Known) -> Passage {
    Passage {
        title: own_words(&known.title),
        text: own_words(&known.text),
        internal: known.internal,
    }
}
