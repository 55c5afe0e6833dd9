//! Where the shop is reached, as its pages say: what a reply may end with, whatever the mail asks.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::{Passage, PassageText};
use pii::CustomerText;

/// A line of a page that every customer may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The page's title and headings.
    pub title: CustomerText,
    /// The line.
    pub line: String,
}

/// More of them are no shop's own.
const MOST: usize = 200;
/// Characters of a line: a longer one is prose.
const LONGEST: usize = 300;

/// A telephone number, a mail address, or a link.
static REACHED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:\+\d{1,3}[ -]?|\b0|（0|\(0)[\d()（）. -]{7,16}\d|[\w.+-]+@[\w-]+\.[\w.-]+|https?://\S+",
    )
    .expect("the pattern is fixed and tested")
});

/// The lines of public passages that say where the shop is reached, each once: pages often end alike.
pub(super) fn of(passages: &[Arc<Passage>]) -> Vec<Contact> {
    let lines = passages.iter().flat_map(|passage| {
        let text = match &passage.text {
            PassageText::Public(text) => text.as_str(),
            PassageText::Internal(_) => "",
        };
        text.lines().map(move |line| (passage, line.trim()))
    });
    let mut seen = HashSet::new();
    let reached = lines.filter(|(_, line)| {
        line.chars().count() <= LONGEST && REACHED.is_match(line) && seen.insert(*line)
    });
    let contact = |(passage, line): (&Arc<Passage>, &str)| Contact {
        title: CustomerText::new(match passage.heading.is_empty() {
            true => passage.title.clone(),
            false => format!("{} › {}", passage.title, passage.heading),
        }),
        line: line.to_owned(),
    };
    reached.take(MOST).map(contact).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pii::PublicText;

    fn passage(text: PassageText) -> Arc<Passage> {
        Arc::new(Passage {
            file: "shop.md".to_owned(),
            title: "Shop".to_owned(),
            heading: "Contact".to_owned(),
            keywords: String::new(),
            aliases: String::new(),
            text,
        })
    }

    #[test]
    fn lines_that_say_where_the_shop_is_reached_are_found_on_public_pages_alone() {
        let page = "Customers wait 3 to 5 days.\n\
            カスタマーセンター 0120-000-000（平日10時〜17時）\n\
            Write to help@shop.example or see https://shop.example/help.\n\
            Call +44 20 7946 0958.\nOrder A-1024 costs 12,800 yen.";
        let public = passage(PassageText::Public(PublicText::of_the_shop(page)));
        let internal = passage(PassageText::Internal(CustomerText::new(
            "Boss: 03-1234-5678",
        )));
        let found = of(&[public.clone(), internal, public]);
        let lines: Vec<&str> = found.iter().map(|it| it.line.as_str()).collect();
        assert_eq!(
            lines,
            [
                "カスタマーセンター 0120-000-000（平日10時〜17時）",
                "Write to help@shop.example or see https://shop.example/help.",
                "Call +44 20 7946 0958."
            ]
        );
        assert_eq!(found[0].title.expose(), "Shop › Contact");
    }
}
