//! The shop's own texts, which a model may read.

use std::collections::HashMap;
use std::fmt;

use super::find::{self, Extras, Found};
use super::mask::known_values;
use super::normal::normalised;
use super::placeholder::{Kinds, mentions};
use super::{CustomerText, MaskedText, Masker, Placeholders};

/// A text that the shop itself gives to every customer who asks: an FAQ, a policy.
///
/// It is not masked. What is in it was written to be told to customers, and the shop's phone
/// number or address must come through to the reply. A text that is for the team alone is a
/// [`CustomerText`] like any other that may hold personal data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PublicText(String);

impl PublicText {
    /// Takes a text that the shop publishes, in its normal form. Never a mail, and nothing made of
    /// one.
    pub fn of_the_shop(text: impl AsRef<str>) -> PublicText {
        PublicText(normalised(text.as_ref()).into_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PublicText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicText({} bytes)", self.0.len())
    }
}

/// Means personal data that no reply needs.
const BLACK: &str = "■■■";

impl Masker {
    /// A public text beside a masked mail: as it is, but for values that have a placeholder
    /// already. They keep it, so that the model sees one thing under one name, and the customer's
    /// data stays hidden whatever the shop's texts hold.
    pub fn beside(&self, text: &PublicText, placeholders: &Placeholders) -> MaskedText {
        let extras = Extras {
            values: known_values(placeholders),
            ..Extras::default()
        };
        let keys: HashMap<&str, &str> = placeholders
            .iter()
            .map(|(key, original)| (original, key))
            .collect();
        replaced(&text.0, find::known(&text.0, &extras), |value| {
            keys.get(value).copied().unwrap_or(BLACK)
        })
    }

    /// A text for the team alone: personal data in it is blacked out for good, because no reply
    /// may hold it, whatever a model makes of it.
    pub fn black_out(&self, text: &CustomerText, placeholders: &Placeholders) -> MaskedText {
        let extras = self.extras(&[], known_values(placeholders));
        let text = text.expose();
        replaced(text, find::find(text, &extras), |_| BLACK)
    }
}

fn replaced<'a>(
    text: &'a str,
    found: Vec<Found<'_>>,
    by: impl Fn(&'a str) -> &'a str,
) -> MaskedText {
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for Found { range, .. } in found {
        masked.push_str(&text[done..range.start]);
        masked.push_str(by(&text[range.clone()]));
        done = range.end;
    }
    masked.push_str(&text[done..]);
    MaskedText::masked(masked)
}

/// A masked text with spaces for its placeholders: what can be looked for without looking for a
/// person.
pub fn without_placeholders(text: &MaskedText, placeholders: &Placeholders) -> String {
    let text = text.as_str();
    let mut rest = String::with_capacity(text.len());
    let mut done = 0;
    for mention in mentions(text, &Kinds::of(placeholders)) {
        rest.push_str(&text[done..mention.range.start]);
        rest.push(' ');
        done = mention.range.end;
    }
    rest.push_str(&text[done..]);
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hints, mask, restore};

    #[test]
    fn the_shops_phone_comes_through_and_the_customers_stays_hidden() {
        let mut placeholders = Placeholders::default();
        mask(
            &CustomerText::new("090-1234-5678 にお電話ください。"),
            &mut placeholders,
        );
        let public =
            PublicText::of_the_shop("窓口は 0120-000-000 です。090-1234-5678 ではありません。");
        let shown = Masker::default().beside(&public, &placeholders);
        assert_eq!(
            shown.as_str(),
            "窓口は 0120-000-000 です。[PHONE_1] ではありません。"
        );
        assert_eq!(
            restore(&shown, &placeholders).text.expose(),
            public.as_str()
        );
    }

    #[test]
    fn what_is_blacked_out_cannot_come_back() {
        let mut placeholders = Placeholders::default();
        mask(&CustomerText::new("taro@example.com"), &mut placeholders);
        let internal =
            CustomerText::new("倉庫の担当は佐藤さん、080-1111-2222、hanako@example.com です。");
        let shown = Masker::default().black_out(&internal, &placeholders);
        for hidden in ["佐藤", "1111", "hanako", "["] {
            assert!(!shown.as_str().contains(hidden), "{}", shown.as_str());
        }
        assert_eq!(restore(&shown, &placeholders).text.expose(), shown.as_str());
    }

    #[test]
    fn a_query_holds_no_placeholder() {
        let mut placeholders = Placeholders::default();
        let text =
            CustomerText::new("山田太郎です。taro@example.com に返品の方法を送ってください。");
        let masked =
            Masker::default().mask(&text, &Hints::default().name("山田太郎"), &mut placeholders);
        let rest = without_placeholders(&masked, &placeholders);
        assert_eq!(rest.trim(), "です。  に返品の方法を送ってください。");
    }
}
