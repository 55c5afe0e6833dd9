//! A draft whose facts its sources contradict is asked for once more, with what is wrong in it.

use std::sync::{Mutex, PoisonError};

use facts::Verdict;

use crate::app::App;
use crate::generation::{Beside, Question, Said, checked, reply_request};
use inquiry::{Checked, Inquiry, Source, Wish};
use llm::Drafter;
use pii::{CustomerText, MaskedText, restore};

/// Contradictions that the model is told of.
const MOST: usize = 10;

/// What a draft is checked against.
pub(super) struct Grounds<'a> {
    pub(super) app: &'a App,
    pub(super) inquiry: &'a Inquiry,
    pub(super) said: &'a [Said],
    pub(super) sources: Option<&'a [Source]>,
    /// Each text that was checked, with what was found: none is checked twice.
    pub(super) known: CheckedOnce,
}

/// Texts with what was found in them.
#[derive(Default)]
pub(super) struct CheckedOnce(Mutex<Vec<(MaskedText, Checked)>>);

impl CheckedOnce {
    fn checked(&self, draft: &MaskedText, check: impl FnOnce() -> Checked) -> Checked {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, checked)) = known.iter().find(|(text, _)| text == draft) {
            return checked.clone();
        }
        let checked = check();
        known.push((draft.clone(), checked.clone()));
        checked
    }
}

impl Grounds<'_> {
    /// The facts of a draft, as a person would read it.
    pub(super) fn checked(&self, draft: &MaskedText) -> Checked {
        self.known.checked(draft, || {
            let beside = Beside::of_draft(self.app, self.said.to_vec(), self.sources);
            let text = restore(draft, &self.inquiry.masked.placeholders).text;
            checked(&text, self.inquiry, &beside, &self.app.look)
        })
    }

    /// The question for a better draft; `None` where nothing contradicts a source, or it could not be
    /// said without personal data that the model has not seen.
    pub(super) async fn better(&self, draft: &MaskedText) -> Option<Question<'_>> {
        if !matches!(self.app.drafter, Drafter::OpenAi(_)) {
            return None;
        }
        let wrong = wrong(&self.checked(draft))?;
        let mut inquiry = self.inquiry.clone();
        let before = inquiry.drafts.wish.take().unwrap_or_default();
        let wrong = match &before.instruction {
            Some(wanted) => {
                let wanted = restore(wanted, &inquiry.masked.placeholders).text;
                CustomerText::new(format!("{}\n{}", wanted.expose(), wrong.expose()))
            }
            None => wrong,
        };
        let instruction = inquiry.mask_typed(&wrong, &self.app.masker);
        if inquiry.masked.placeholders != self.inquiry.masked.placeholders {
            return None;
        }
        inquiry.drafts.wish = Some(Wish {
            instruction: Some(instruction),
            previous: Some(draft.clone()),
            ..before
        });
        let request = reply_request(self.app, &inquiry, self.said, self.sources).await;
        Some(Question::on_budget(self.app, request.ok()?))
    }

    /// True when `second` contradicts its sources less often than `first`.
    pub(super) fn is_better(&self, second: &MaskedText, first: &MaskedText) -> bool {
        let wrong = |draft| self.checked(draft).count(Verdict::Contradicts);
        wrong(second) < wrong(first)
    }
}

/// What is wrong, in words; `None` where nothing is.
fn wrong(checked: &Checked) -> Option<CustomerText> {
    let facts = checked.facts.iter();
    let wrong = facts.filter(|fact| fact.verdict == Verdict::Contradicts);
    let lines: Vec<String> = wrong
        .take(MOST)
        .map(|fact| {
            let says = fact.source.as_ref().map(|source| source.words.expose());
            let source = says.map(|says| format!(", but its source says: {says}"));
            let words = fact.words.expose();
            format!("It says \"{words}\"{}", source.unwrap_or_default())
        })
        .collect();
    (!lines.is_empty()).then(|| {
        CustomerText::new(format!(
            "Correct these facts of the draft so far by what the mail and the knowledge say, or leave them out; change nothing else. {}",
            lines.join("; ")
        ))
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use pii::Placeholders;

    #[test]
    fn a_draft_is_checked_once_however_often_it_is_compared() {
        let masked = |text: &str| {
            let mut none = Placeholders::default();
            pii::mask(&CustomerText::new(text), &mut none)
        };
        let (first, second) = (masked("On the 5th."), masked("On the 6th."));
        let (once, checks) = (CheckedOnce::default(), Cell::new(0));
        for draft in [&first, &second, &first, &second, &second] {
            once.checked(draft, || {
                checks.set(checks.get() + 1);
                Checked::new(&CustomerText::new("On the 5th."), Vec::new())
            });
        }
        assert_eq!(checks.get(), 2);
    }
}
