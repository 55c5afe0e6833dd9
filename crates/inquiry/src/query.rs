//! What a person looks for among the inquiries.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::Inquiry;
use mail::{Address, Mailbox};

/// Words that all have to be in an inquiry: in its number, its mailbox, its people, its subject, its mail or its
/// replies, however they are spelled (`Ａ−１２３`, `a123` and `A-123` are one word).
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    words: Vec<String>,
    address: Option<Address>,
}

impl Query {
    /// Characters of a query that count.
    pub const MAX: usize = 100;

    /// `None` when there is nothing to look for.
    pub fn new(text: &str) -> Option<Query> {
        let text: String = text.chars().take(Query::MAX).collect();
        let words: Vec<String> = text
            .split_whitespace()
            .map(folded)
            .filter(|word| !word.is_empty())
            .collect();
        let nfkc = ComposingNormalizerBorrowed::new_nfkc()
            .normalize(text.trim())
            .into_owned();
        (!words.is_empty()).then(|| Query {
            address: Address::parse(&nfkc).ok(),
            words,
            text,
        })
    }

    /// As it was typed, as far as it counts.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The mailbox that is looked for, as [`Inquiry::customer`] names it, where the query is an address.
    pub fn customer(&self) -> Option<String> {
        self.address.as_ref().map(Address::mailbox)
    }

    /// True for an inquiry that holds all words.
    pub fn finds(&self, inquiry: &Inquiry) -> bool {
        let mail = &inquiry.mail;
        let people = mail
            .from
            .iter()
            .chain(&mail.reply_to)
            .chain(&mail.contact_form)
            .chain(&mail.forwarded)
            .map(Mailbox::display);
        let replies = inquiry
            .delivery
            .replies
            .iter()
            .map(|reply| reply.text().expose());
        let texts = [
            inquiry.id.as_str(),
            inquiry.mailbox.as_deref().unwrap_or_default(),
            mail.subject.expose(),
            mail.text.expose(),
        ];
        let mut missing: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let mut look = |text: &str| {
            let text = folded(text);
            missing.retain(|word| !text.contains(word));
            missing.is_empty()
        };
        people.into_iter().any(|it| look(&it)) || texts.into_iter().chain(replies).any(look)
    }
}

/// A text without what a person may write or leave out: case, widths, blanks, hyphens and other
/// signs, of which an address keeps its own.
fn folded(text: &str) -> String {
    let text = ComposingNormalizerBorrowed::new_nfkc().normalize(text);
    text.chars()
        // The prolonged sound mark is typed for a hyphen, too.
        .filter(|c| (c.is_alphanumeric() && *c != 'ー') || matches!(c, '@' | '.' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_word_are_one() {
        for (one, other) in [
            ("A-1234", "ａ１２３４"),
            ("A-1234", "A‐1234"),
            ("A-1234", "Aー１２３４"),
            ("090-1234-5678", "(090) 1234 5678"),
            ("データ", "ﾃﾞｰﾀ"),
            ("Straße", "STRAßE"),
            ("Taro.Yamada@Example.com", "taro.yamada@example.com"),
            ("注文番号：12-34", "注文番号1234"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
        assert_ne!(folded("A-1234"), folded("A-1235"));
    }

    #[test]
    fn there_is_nothing_to_look_for_in_blanks_and_signs() {
        for nothing in ["", "  \n", "　", "---", "・・・", "🙂"] {
            assert!(Query::new(nothing).is_none(), "{nothing:?}");
        }
    }

    #[test]
    fn an_address_is_looked_for_as_one_in_any_width() {
        for address in [
            "taro@example.com",
            " ＴＡＲＯ＠example.com ",
            "taro+x@EXAMPLE.com",
        ] {
            let customer = Query::new(address).and_then(|it| it.customer());
            assert_eq!(customer.as_deref(), Some("taro@example.com"), "{address}");
        }
        for other in ["taro", "taro@example.com 見積", "@"] {
            assert_eq!(Query::new(other).and_then(|it| it.customer()), None);
        }
    }
}
