//! All versions of the reply's text, and what changed from one to the next.

use super::view;
use crate::ScreenSettings;
use crate::diff::{plain, spans};
use crate::texts::{Comparison, PanelTexts, fill};
use inquiry::{Draft, Inquiry, Wish};
use pii::{CustomerText, restore};
use slack::block_kit::{Block, ModalView};
use slack::blocks::{self, Choice};
use slack::elements::{Panel, PanelMetadata};
use slack::payload::Entered;

const VERSION: &str = "version_block";
const COMPARISON: &str = "comparison_block";

/// Characters of an option's text.
const OPTION_MAX: usize = 75;

/// Characters that tell a version from others.
const OWN_WORDS: usize = 24;

const COMPARISONS: [(&str, Comparison); 3] = [
    ("before", Comparison::Before),
    ("standing", Comparison::Standing),
    ("nothing", Comparison::Nothing),
];

/// What is chosen in the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The version's number.
    pub number: u32,
    /// What it is compared with.
    pub comparison: Comparison,
}

impl Chosen {
    /// When the panel opens: the newest version that says something else than what is there.
    pub fn at_first(inquiry: &Inquiry, standing: &CustomerText) -> Option<Chosen> {
        let differs = |draft: &&Draft| !is_same(&text_of(inquiry, draft), standing);
        let newest = inquiry.drafts.versions.last();
        let draft = inquiry
            .drafts
            .versions
            .iter()
            .rev()
            .find(differs)
            .or(newest)?;
        Some(Chosen {
            number: draft.number,
            comparison: Comparison::Standing,
        })
    }

    /// What a person chose; `None` when the panel was not one of versions.
    pub fn read(entered: &Entered) -> Option<Chosen> {
        let comparison = entered.chosen(COMPARISON);
        let mut comparisons = COMPARISONS.into_iter();
        let comparison = comparisons.find(|(name, _)| Some(*name) == comparison);
        Some(Chosen {
            number: entered.chosen(VERSION)?.parse().ok()?,
            comparison: comparison.map_or(Comparison::Nothing, |(_, it)| it),
        })
    }
}

/// Two texts that differ in nothing but blanks at their ends.
fn is_same(one: &CustomerText, other: &CustomerText) -> bool {
    one.expose().trim() == other.expose().trim()
}

fn text_of(inquiry: &Inquiry, draft: &Draft) -> CustomerText {
    restore(&draft.text, &inquiry.masked.placeholders).text
}

/// The panel. The same `block_id`s each time, so that what is chosen stays chosen.
pub fn versions(
    metadata: &PanelMetadata,
    inquiry: &Inquiry,
    standing: &CustomerText,
    chosen: Chosen,
    look: &ScreenSettings,
) -> ModalView {
    let words = look.texts.panel;
    let names: Vec<(String, String)> = inquiry
        .drafts
        .versions
        .iter()
        .enumerate()
        .rev()
        .map(|(at, draft)| (name(inquiry, at, draft, look), draft.number.to_string()))
        .collect();
    let options: Vec<(&str, &str)> = names.iter().map(|(name, it)| (&**name, &**it)).collect();
    let number = chosen.number.to_string();
    let list = blocks::choice(VERSION, words.versions_list, Choice::Select, &options);
    let comparisons = COMPARISONS.map(|(name, it)| (words.comparison(it), name));
    let comparison = COMPARISONS.iter().find(|(_, it)| *it == chosen.comparison);
    let comparison = comparison.map_or("", |(name, _)| name);
    let compare = blocks::choice(
        COMPARISON,
        words.versions_compare,
        Choice::Radio,
        &comparisons,
    );
    let mut blocks = vec![
        list.initially(&number).dispatching().into(),
        compare.initially(comparison).dispatching().into(),
        blocks::divider(),
    ];
    blocks.extend(text_blocks(inquiry, standing, chosen, words));
    blocks.push(blocks::context(words.standing_is_kept));
    view(
        Panel::Versions,
        metadata,
        words.versions_title,
        Some(words.versions_submit),
        blocks,
        look.texts,
    )
}

/// The version's text, with what differs marked.
fn text_blocks(
    inquiry: &Inquiry,
    standing: &CustomerText,
    chosen: Chosen,
    words: &PanelTexts,
) -> Vec<Block> {
    let Some(at) = inquiry
        .drafts
        .versions
        .iter()
        .position(|it| it.number == chosen.number)
    else {
        return vec![blocks::context(words.version_gone)];
    };
    let text = text_of(inquiry, &inquiry.drafts.versions[at]);
    let before = match chosen.comparison {
        Comparison::Before => at
            .checked_sub(1)
            .map(|at| text_of(inquiry, &inquiry.drafts.versions[at])),
        Comparison::Standing => Some(standing.clone()),
        Comparison::Nothing => None,
    };
    let Some(before) = before else {
        return blocks::rich_text(&plain(text.expose()));
    };
    if is_same(&before, &text) {
        let mut blocks = vec![blocks::context(words.no_difference)];
        blocks.extend(blocks::rich_text(&plain(text.expose())));
        return blocks;
    }
    let mut blocks = vec![blocks::context(words.how_marked)];
    blocks.extend(blocks::rich_text(&spans(before.expose(), text.expose())));
    blocks
}

/// `3: AI, 11:20, shorter: …we will refund the shipping`, which tells it from others of the same minute.
fn name(inquiry: &Inquiry, at: usize, draft: &Draft, look: &ScreenSettings) -> String {
    let words = look.texts.panel;
    let who = match draft.model {
        Some(_) => words.version_of_model,
        None => words.version_of_person,
    };
    let wish = draft
        .wish
        .as_ref()
        .map(|wish| wish_in_words(inquiry, wish, words));
    let wish = wish.filter(|wish| !wish.is_empty());
    let wish = wish.map(|wish| fill(words.version_wish, &[("wish", &wish)]));
    let when = look.time_zone.to_datetime(draft.at);
    let when = when.strftime(words.version_time).to_string();
    let number = draft.number.to_string();
    let before = at.checked_sub(1).map(|at| &inquiry.drafts.versions[at]);
    let before = before.map(|draft| text_of(inquiry, draft));
    let before = before.as_ref().map_or("", |text| text.expose());
    let own = own_words(before.trim(), text_of(inquiry, draft).expose().trim());
    let own = match own.is_empty() {
        true => own,
        false => fill(words.version_words, &[("text", &own)]),
    };
    let fields = [
        ("n", number.as_str()),
        ("who", who),
        ("when", &when),
        ("wish", &wish.unwrap_or_default()),
        ("own", &own),
    ];
    blocks::truncate(&fill(words.version, &fields), OPTION_MAX)
}

/// Where a version differs from the one before: the words from there on. Many begin with the same salutation.
fn own_words(before: &str, text: &str) -> String {
    let same = before.chars().zip(text.chars());
    let same = same.take_while(|(one, other)| one == other);
    let same: usize = same.map(|(one, _)| one.len_utf8()).sum();
    // What was only shortened differs in its last words.
    let from = if same < text.len() { same } else { 0 };
    let is_edge = |c: char| c.is_whitespace() || "。、．，".contains(c);
    let begins = |at: usize| {
        text[..at].rfind(is_edge).map_or(0, |edge| {
            edge + text[edge..].chars().next().map_or(0, char::len_utf8)
        })
    };
    let begin = match text[from..].chars().next() {
        Some(c) if is_edge(c) => from,
        _ => begins(from),
    };
    // In writing without blanks an edge may be far away.
    let begin = if text[begin..from].chars().count() > OWN_WORDS / 2 {
        from
    } else {
        begin
    };
    let words: Vec<&str> = text[begin..].split_whitespace().collect();
    let words: String = words.join(" ").chars().take(OWN_WORDS).collect();
    match begin {
        0 => words,
        _ => format!("…{words}"),
    }
}

/// What was wanted, as short as it can be said.
pub(super) fn wish_in_words(inquiry: &Inquiry, wish: &Wish, words: &PanelTexts) -> String {
    let instruction = wish.instruction.as_ref().map(|text| {
        let text = restore(text, &inquiry.masked.placeholders).text;
        let text = text.expose().replace('\n', " ");
        fill(words.version_quote, &[("text", &text)])
    });
    let parts = [
        wish.length.map(|it| words.length(it).to_owned()),
        wish.tone.map(|it| words.tone(it).to_owned()),
        wish.language
            .as_ref()
            .map(|it| words.language(it).to_owned()),
        instruction,
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(words.and)
}

#[cfg(test)]
mod tests {
    use super::own_words;

    #[test]
    fn versions_are_told_apart_by_the_words_from_where_they_differ() {
        let letter = "Dear Ms Sato,\n\nthank you for your mail. It arrives on Monday.\n\nYours";
        for (before, text, own) in [
            ("", "Dear Ms Sato,\n\nthank you", "Dear Ms Sato, thank you"),
            (
                letter,
                "Dear Ms Sato,\n\nthank you for waiting.",
                "…waiting.",
            ),
            (
                letter,
                &format!("{letter}\nP.S. Another thing."),
                "…P.S. Another thing.",
            ),
            (
                "佐藤様\nお問い合わせありがとうございます。",
                "佐藤様\nお問い合わせありがとうございます。\n追伸です。",
                "…追伸です。",
            ),
            (
                "佐藤様\n月曜に届きます。",
                "佐藤様\n火曜に届きます。",
                "…火曜に届きます。",
            ),
            // Only shortened.
            ("Yes, gladly. Yours", "Yes, gladly.", "Yes, gladly."),
            ("same", "same", "same"),
            ("x", "", ""),
        ] {
            assert_eq!(own_words(before, text), own, "{text}");
        }
    }
}
