//! A kind of mail: when it is meant, what a good reply does, and the words that tell it.

use mail::beginning;

/// A kind of mail. Its file has `when:` and `words:` above a line `---`, and below it what a good
/// reply does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The file's name without its ending.
    pub name: String,
    /// When it is meant.
    pub when: String,
    /// What a good reply does.
    pub guidance: String,
    /// What is written in mails of this kind, in lower case.
    pub words: Vec<String>,
}

impl Kind {
    /// Reads a kind's file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn parse(name: &str, text: &str) -> Result<Kind, String> {
        let (head, guidance) = text
            .split_once("\n---\n")
            .ok_or("has no line `---` between its head and what a good reply does")?;
        let (mut when, mut words) = (None, Vec::new());
        for line in head.lines().filter(|line| !line.trim().is_empty()) {
            match line.split_once(':').map(|(key, value)| (key.trim(), value)) {
                Some(("when", value)) => when = Some(value.trim().to_owned()),
                Some(("words", value)) => words.extend(
                    value
                        .split([',', '、'])
                        .map(|word| word.trim().to_lowercase())
                        .filter(|word| !word.is_empty()),
                ),
                _ => {
                    return Err(
                        "has a line in its head that is neither `when:` nor `words:`".to_owned(),
                    );
                }
            }
        }
        let when = when
            .filter(|when| !when.is_empty())
            .ok_or("does not say `when:` it is meant")?;
        let guidance = guidance.trim().to_owned();
        if guidance.is_empty() {
            return Err("says nothing below its line `---`".to_owned());
        }
        Ok(Kind {
            name: name.to_owned(),
            when,
            guidance,
            words,
        })
    }

    /// How much of a text in lower case speaks for this kind. A long word says more than a short
    /// one, and a Japanese character more than a Latin letter.
    fn weight(&self, text: &str) -> usize {
        let weight = |word: &&String| match word.is_ascii() {
            true => word.len().div_ceil(2),
            false => word.chars().count(),
        };
        let is_in = |word: &&String| match word.is_ascii() {
            true => begins_a_word(text, word),
            false => text.contains(word.as_str()),
        };
        self.words.iter().filter(is_in).map(|it| weight(&it)).sum()
    }
}

/// "error" is in "an error occurred", not in "terror".
fn begins_a_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        !text[..at]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric)
    })
}

/// The kind that a mail's words tell; the subject counts twice.
pub(super) fn told_by<'k>(kinds: &'k [Kind], subject: &str, body: &str) -> Option<&'k Kind> {
    let lower = |text: &str| beginning(text).to_lowercase();
    let (subject, body) = (lower(subject), lower(body));
    let weighed = kinds
        .iter()
        .map(|kind| (kind.weight(&body) + 2 * kind.weight(&subject), kind));
    weighed
        .filter(|(weight, _)| *weight > 0)
        // The first of equals.
        .rev()
        .max_by_key(|(weight, _)| *weight)
        .map(|(_, kind)| kind)
}
