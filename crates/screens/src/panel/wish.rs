//! What a person wants of another draft: the questions, and what was answered.

use super::view;
use crate::texts::Texts;
use inquiry::{Length, Tone};
use slack::block_kit::{Block, ModalView};
use slack::blocks::{self, Choice};
use slack::elements::{Panel, PanelMetadata};
use slack::payload::Entered;

const LENGTH: &str = "wish_length_block";
const TONE: &str = "wish_tone_block";
const INSTRUCTION: &str = "wish_instruction_block";
const LANGUAGE: &str = "wish_language_block";
const BASE: &str = "wish_base_block";

/// Means "as it is", "the customer's" and "from the beginning".
const DEFAULT: &str = "default";
/// Start from the text in the modal.
const STANDING: &str = "standing";

/// What a draft comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// The text that is in the modal.
    Standing,
    /// The mail alone.
    Mail,
}

/// What was answered, with the instruction as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// In their own words, not masked yet.
    pub instruction: String,
    /// How it should sound.
    pub tone: Option<Tone>,
    /// How long it should be.
    pub length: Option<Length>,
    /// The language, as an English word; `None` is the customer's.
    pub language: Option<String>,
    /// What it should come from.
    pub base: Base,
}

/// The languages that are offered, as the model is told.
pub const LANGUAGES: [&str; 12] = [
    "Japanese",
    "English",
    "Simplified Chinese",
    "Traditional Chinese",
    "Korean",
    "French",
    "German",
    "Spanish",
    "Portuguese",
    "Vietnamese",
    "Thai",
    "Indonesian",
];

const TONES: [(&str, Tone); 4] = [
    ("more_polite", Tone::MorePolite),
    ("friendlier", Tone::Friendlier),
    ("apologetic", Tone::Apologetic),
    ("plain", Tone::Plain),
];

const LENGTHS: [(&str, Length); 2] = [("shorter", Length::Shorter), ("longer", Length::Longer)];

/// The panel. `has_text`: something is in the modal that a draft could come from.
pub fn wish(metadata: &PanelMetadata, has_text: bool, texts: &Texts) -> ModalView {
    let words = texts.panel;
    let as_is = || (words.as_is, DEFAULT);
    let lengths: Vec<_> = LENGTHS.map(|(name, it)| (words.length(it), name)).into();
    let tones: Vec<_> = TONES.map(|(name, it)| (words.tone(it), name)).into();
    let languages: Vec<_> = LANGUAGES.map(|name| (words.language(name), name)).into();
    let with_default =
        |default, rest: Vec<(&'static str, &'static str)>| [vec![default], rest].concat();
    let mut blocks = vec![
        blocks::choice(
            LENGTH,
            words.wish_length,
            Choice::Radio,
            &with_default(as_is(), lengths),
        )
        .into(),
        blocks::choice(
            TONE,
            words.wish_tone,
            Choice::Radio,
            &with_default(as_is(), tones),
        )
        .into(),
        instruction(texts),
        blocks::choice(
            LANGUAGE,
            words.wish_language,
            Choice::Select,
            &with_default((words.language_of_customer, DEFAULT), languages),
        )
        .into(),
    ];
    if has_text {
        let bases = [(words.base_standing, STANDING), (words.base_mail, DEFAULT)];
        blocks.push(blocks::choice(BASE, words.wish_base, Choice::Radio, &bases).into());
        blocks.push(blocks::context(words.standing_is_kept));
    }
    view(
        Panel::Wish,
        metadata,
        words.wish_title,
        Some(words.wish_submit),
        blocks,
        texts,
    )
}

fn instruction(texts: &Texts) -> Block {
    let label = texts.panel.wish_instruction;
    blocks::text_input(INSTRUCTION, "wish_instruction", label, "")
        .optional()
        .hint(texts.panel.wish_hint)
        .into()
}

/// Reads what was answered; what was not asked is as it is by default.
pub fn read_wish(entered: &Entered) -> Answers {
    let chosen = |block| entered.chosen(block).filter(|it| *it != DEFAULT);
    let language = chosen(LANGUAGE).filter(|it| LANGUAGES.contains(it));
    Answers {
        instruction: entered
            .text(INSTRUCTION)
            .unwrap_or_default()
            .trim()
            .to_owned(),
        tone: find(&TONES, chosen(TONE)),
        length: find(&LENGTHS, chosen(LENGTH)),
        language: language.map(str::to_owned),
        base: match chosen(BASE) {
            Some(STANDING) => Base::Standing,
            _ => Base::Mail,
        },
    }
}

fn find<T: Copy>(all: &[(&str, T)], name: Option<&str>) -> Option<T> {
    let name = name?;
    all.iter().find(|(it, _)| *it == name).map(|(_, it)| *it)
}
