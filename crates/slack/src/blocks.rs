//! Block Kit's building blocks, cut to Slack's limits (docs.slack.dev/reference/block-kit/blocks).
//!
//! What a customer wrote goes out as `plain_text` only, so that a mail can neither ping people
//! nor forge a link.

use super::block_kit::{
    Actions, Block, Button, Confirm, Element, Input, InputElement, Marks, Mrkdwn, OptionObject,
    PlainText, RichText, RichTextSection, Section, Select, Text,
};

/// Characters in a section's text, and in a plain-text input.
pub const SECTION_MAX: usize = 3000;
/// Characters in a field of a section, and how many fields it may have.
const FIELD_MAX: usize = 2000;
const FIELDS: usize = 10;
/// Characters in a header.
const HEADER_MAX: usize = 150;
/// Characters in a button's text, and in an option's.
pub const BUTTON_MAX: usize = 75;
/// Characters in the label of an input, and in its hint.
pub(super) const LABEL_MAX: usize = 2000;

/// Cuts a text to `max` UTF-16 units (Slack counts as JavaScript does), with an ellipsis and
/// never in the middle of a character.
pub fn truncate(text: &str, max: usize) -> String {
    if text.encode_utf16().count() <= max {
        return text.to_owned();
    }
    let mut length = 0;
    let kept = text.chars().take_while(|c| {
        length += c.len_utf16();
        length < max
    });
    kept.chain(['…']).collect()
}

/// Cuts a text into pieces of at most `max` UTF-16 units that give the text again when they are
/// put together; after a line break where there is one, else anywhere.
pub fn pieces(text: &str, max: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(piece_length(rest, max));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// How many bytes of `text` the next piece takes; never none.
fn piece_length(text: &str, max: usize) -> usize {
    let mut units = 0;
    let mut after_line_break = None;
    for (index, c) in text.char_indices() {
        units += c.len_utf16();
        if units > max && index > 0 {
            return after_line_break.unwrap_or(index);
        }
        if c == '\n' {
            after_line_break = Some(index + 1);
        }
    }
    text.len()
}

/// Escapes a text for `mrkdwn` (docs.slack.dev/messaging/formatting-message-text#escaping), so that
/// it is read as it is: it can neither ping nor link, and the characters that would format it or make
/// an emoji of it are replaced by others that look like them. Within a word they mean nothing, and
/// stay.
pub fn escape(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_word = |at: Option<usize>| {
        let c = at.and_then(|at| chars.get(at));
        c.is_some_and(|c| c.is_alphanumeric())
    };
    let mut escaped = String::with_capacity(text.len());
    for (at, &c) in chars.iter().enumerate() {
        let is_within = is_word(at.checked_sub(1)) && is_word(Some(at + 1));
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '*' if !is_within => escaped.push('∗'),
            '_' if !is_within => escaped.push('ˍ'),
            '~' if !is_within => escaped.push('∼'),
            '`' => escaped.push('ˋ'),
            // 10:30:00 is a time.
            ':' if !chars[..at].last().is_some_and(char::is_ascii_digit)
                && begins_emoji(&chars[at..]) =>
            {
                escaped.push('∶')
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// True at the first colon of `:tada:`.
fn begins_emoji(chars: &[char]) -> bool {
    let is_part = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_+-'".contains(*c);
    let name = chars[1..].iter().take_while(|c| is_part(c)).count();
    name > 0 && chars.get(name + 1) == Some(&':')
}

/// Slack refuses an empty text, and the whole view with it.
fn filled(text: &str) -> &str {
    match text.is_empty() {
        true => " ",
        false => text,
    }
}

/// Our own words, formatted. Addresses in them become links only where we say so.
fn mrkdwn(text: &str) -> Mrkdwn {
    Mrkdwn {
        text: truncate(filled(text), SECTION_MAX),
        verbatim: true,
    }
}

/// Words as they are: no formatting, no links, no mentions, no `:emoji:`.
pub fn verbatim(text: &str, max: usize) -> PlainText {
    PlainText {
        text: truncate(filled(text), max),
        emoji: false,
    }
}

/// Our own words without formatting.
pub fn plain(text: &str, max: usize) -> PlainText {
    PlainText {
        text: truncate(filled(text), max),
        emoji: true,
    }
}

/// A header.
pub fn header(text: &str) -> Block {
    Block::Header {
        text: plain(text, HEADER_MAX),
    }
}

fn section_of(text: Text, accessory: Option<Element>) -> Block {
    Block::Section(Section {
        text: Some(text),
        fields: Vec::new(),
        accessory,
    })
}

/// A section of text as it is.
pub fn verbatim_section(text: &str) -> Block {
    section_of(verbatim(text, SECTION_MAX).into(), None)
}

/// A section of text as it is, with an element at its right.
pub fn verbatim_section_with(text: &str, accessory: impl Into<Element>) -> Block {
    section_of(verbatim(text, SECTION_MAX).into(), Some(accessory.into()))
}

/// A section of our own words, formatted.
pub fn section(text: &str) -> Block {
    section_of(mrkdwn(text).into(), None)
}

/// A section of our own words, formatted, with an element at its right.
pub fn section_with(text: &str, accessory: impl Into<Element>) -> Block {
    section_of(mrkdwn(text).into(), Some(accessory.into()))
}

/// A table of short texts of ours, formatted, two in a row; Slack takes ten.
pub fn fields(texts: &[String]) -> Block {
    let field = |text: &String| mrkdwn(&truncate(text, FIELD_MAX)).into();
    Block::Section(Section {
        text: None,
        fields: texts.iter().take(FIELDS).map(field).collect(),
        accessory: None,
    })
}

fn small_print(elements: Vec<Text>) -> Block {
    Block::Context { elements }
}

/// Small print of our own words, formatted.
pub fn context(text: &str) -> Block {
    small_print(vec![mrkdwn(text).into()])
}

/// Small print as it is.
pub fn verbatim_context(text: &str) -> Block {
    small_print(vec![verbatim(text, SECTION_MAX).into()])
}

/// Small print: the customer's words as they are, and our own behind them.
pub fn words_and_ours(words: &str, ours: &str) -> Block {
    small_print(vec![
        verbatim(words, SECTION_MAX).into(),
        mrkdwn(ours).into(),
    ])
}

/// Small print: our own words, and behind them those of others as they are; without them
/// where there are none.
pub fn ours_and_words(ours: &str, words: &str) -> Block {
    let mut elements = vec![mrkdwn(ours).into()];
    if !words.is_empty() {
        elements.push(verbatim(words, SECTION_MAX).into());
    }
    small_print(elements)
}

/// A line between two parts.
pub fn divider() -> Block {
    Block::Divider
}

/// A row of buttons and menus.
pub fn actions<E: Into<Element>>(elements: impl IntoIterator<Item = E>) -> Block {
    Block::Actions(Actions {
        block_id: None,
        elements: elements.into_iter().map(E::into).collect(),
    })
}

/// A row of buttons and menus that comes back under an id of our own.
pub fn named_actions(block_id: String, elements: Vec<Element>) -> Block {
    Block::Actions(Actions {
        block_id: Some(block_id),
        elements,
    })
}

/// One thing that can be chosen, in our own words.
pub fn option(text: &str, value: &str) -> OptionObject {
    OptionObject {
        text: plain(text, BUTTON_MAX),
        value: value.to_owned(),
    }
}

/// One thing that can be chosen, in words as they are.
pub fn verbatim_option(text: &str, value: &str) -> OptionObject {
    OptionObject {
        text: verbatim(text, BUTTON_MAX),
        value: value.to_owned(),
    }
}

fn options(all: &[(&str, &str)]) -> Vec<OptionObject> {
    all.iter()
        .map(|(text, value)| option(text, value))
        .collect()
}

/// A menu behind three dots, for what is done rarely; each option has a text and a value.
pub fn overflow(action_id: &'static str, all: &[(&str, &str)]) -> Element {
    Element::Overflow {
        action_id,
        options: options(all),
    }
}

/// A menu that acts at once when something else is chosen.
pub fn select(
    action_id: &'static str,
    options: Vec<OptionObject>,
    initial: OptionObject,
) -> Element {
    Element::StaticSelect(Select {
        action_id,
        options,
        initial_option: Some(initial),
    })
}

/// A button. `value` comes back with the click.
pub fn button(action_id: &str, text: &str, value: Option<&str>) -> Button {
    Button {
        action_id: action_id.to_owned(),
        text: plain(text, BUTTON_MAX),
        value: value.map(str::to_owned),
        style: None,
        confirm: None,
    }
}

/// A question that is asked before a click counts: its title, the question, and its two buttons.
pub fn confirm(title: &str, text: &str, yes: &str, no: &str) -> Confirm {
    Confirm {
        title: plain(title, 100),
        text: plain(text, 300),
        confirm: plain(yes, 30),
        deny: plain(no, 30),
    }
}

fn input(block_id: &str, label: &str, element: InputElement) -> Input {
    Input {
        block_id: block_id.to_owned(),
        label: plain(label, LABEL_MAX),
        element,
        hint: None,
        optional: false,
        dispatch_action: false,
    }
}

/// A multi-line text input.
pub fn text_input(
    block_id: &str,
    action_id: &'static str,
    label: &str,
    initial_value: &str,
) -> Input {
    let element = InputElement::PlainTextInput {
        action_id,
        multiline: true,
        max_length: SECTION_MAX,
        initial_value: truncate(initial_value, SECTION_MAX),
        placeholder: None,
    };
    input(block_id, label, element)
}

/// Checkboxes, some of which are ticked at first. Slack takes ten.
pub fn checkboxes(
    block_id: &str,
    action_id: &'static str,
    label: &str,
    (options, ticked): (Vec<OptionObject>, Vec<OptionObject>),
) -> Input {
    let element = InputElement::Checkboxes {
        action_id,
        options,
        initial_options: ticked,
    };
    input(block_id, label, element).optional()
}

/// Files of the person.
pub fn file_input(block_id: &str, label: &str, most: usize) -> Input {
    let element = InputElement::FileInput {
        action_id: "files",
        max_files: most,
    };
    input(block_id, label, element).optional()
}

/// One of the workspace's people; this one at first.
pub fn person_input(
    block_id: &str,
    action_id: &'static str,
    label: &str,
    (placeholder, first): (&str, Option<&str>),
) -> Input {
    let element = InputElement::UsersSelect {
        action_id,
        placeholder: plain(placeholder, 150),
        initial_user: first.map(str::to_owned),
    };
    input(block_id, label, element)
}

/// A day and a time.
pub fn time_input(block_id: &str, action_id: &'static str, label: &str) -> Input {
    input(block_id, label, InputElement::Datetimepicker { action_id })
}

/// How one of several things is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// All options are on the screen.
    Radio,
    /// They are in a menu, in which one can search by typing.
    Select,
}

/// An input in which one of several options is chosen, each a text and a value; the first one at
/// the beginning. Slack takes 10 radio buttons and 100 options of a menu.
pub fn choice(block_id: &str, label: &str, how: Choice, all: &[(&str, &str)]) -> Input {
    choice_of(block_id, "choice", label, how, options(all))
}

/// The same, with options that are made already and an id of the action's own.
pub fn choice_of(
    block_id: &str,
    action_id: &'static str,
    label: &str,
    how: Choice,
    options: Vec<OptionObject>,
) -> Input {
    let select = Select {
        action_id,
        initial_option: options.first().cloned(),
        options,
    };
    let element = match how {
        Choice::Radio => InputElement::RadioButtons(select),
        Choice::Select => InputElement::StaticSelect(select),
    };
    input(block_id, label, element)
}

/// A piece of a text and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// What became of it.
    pub change: Change,
}

/// What became of a piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It stayed.
    None,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

/// A text with its changes marked: what is new bold, what is gone struck through. As it is, like
/// `plain_text`: nothing in a text of rich text is read as markup, and unlike `mrkdwn` it can mark
/// a part of a Japanese sentence, which has no spaces around it.
pub fn rich_text(spans: &[Span]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut elements = Vec::new();
    let mut room = SECTION_MAX;
    for span in spans {
        let mut rest = span.text.as_str();
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(piece_length(rest, room));
            room = room.saturating_sub(piece.encode_utf16().count());
            elements.push(marked(piece, span.change));
            rest = after;
            if !rest.is_empty() || room == 0 {
                blocks.push(rich_text_block(std::mem::take(&mut elements)));
                room = SECTION_MAX;
            }
        }
    }
    if !elements.is_empty() {
        blocks.push(rich_text_block(elements));
    }
    blocks
}

fn marked(text: &str, change: Change) -> RichText {
    let (bold, strike) = (change == Change::Added, change == Change::Removed);
    RichText {
        text: text.to_owned(),
        style: (change != Change::None).then_some(Marks { bold, strike }),
    }
}

fn rich_text_block(elements: Vec<RichText>) -> Block {
    Block::RichText {
        elements: vec![RichTextSection { elements }],
    }
}

/// A time that Slack shows in the reader's own time zone.
pub fn time(at: jiff::Timestamp) -> String {
    let fallback = at.strftime("%Y-%m-%d %H:%M UTC");
    format!(
        "<!date^{}^{{date_short_pretty}} {{time}}|{fallback}>",
        at.as_second()
    )
}

/// The same for a moment that is near: the time of day alone, with its seconds.
pub fn second(at: jiff::Timestamp) -> String {
    let fallback = at.strftime("%H:%M:%S UTC");
    format!("<!date^{}^{{time_secs}}|{fallback}>", at.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncating_counts_utf16_and_keeps_characters_whole() {
        assert_eq!(truncate("日本語", 3), "日本語");
        assert_eq!(truncate("日本語です", 3), "日本…");
        assert_eq!(truncate("a🙂🙂", 4), "a🙂…");
        assert!(truncate(&"🙂".repeat(2000), 3000).encode_utf16().count() <= 3000);
    }

    #[test]
    fn pieces_give_the_text_again() {
        let text = format!(
            "{}\n{}\n{}",
            "あ".repeat(20),
            "b".repeat(70),
            "🙂".repeat(30)
        );
        let pieces = pieces(&text, 40);
        assert_eq!(pieces.concat(), text);
        assert!(
            pieces
                .iter()
                .all(|piece| piece.encode_utf16().count() <= 40)
        );
        assert!(pieces[0].ends_with('\n'));
    }

    #[test]
    fn a_character_wider_than_the_limit_still_ends() {
        assert_eq!(pieces("🙂🙂", 1), ["🙂", "🙂"]);
    }

    #[test]
    fn customer_markup_is_escaped() {
        assert_eq!(
            escape("<!channel> & <https://x|y>"),
            "&lt;!channel&gt; &amp; &lt;https://x|y&gt;"
        );
    }

    #[test]
    fn what_comes_from_outside_formats_nothing() {
        for (text, escaped) in [
            ("*bold* and _italic_", "∗bold∗ and ˍitalicˍ"),
            ("~gone~ `code`", "∼gone∼ ˋcodeˋ"),
            (":tada: at 10:30:00", "∶tada: at 10:30:00"),
            ("first_last@example.com 2*3", "first_last@example.com 2*3"),
            ("smtp; 550 5.1.1", "smtp; 550 5.1.1"),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }

    #[test]
    fn no_text_is_empty() {
        let all = [
            header(""),
            section(""),
            verbatim_section(""),
            context(""),
            verbatim_context(""),
            words_and_ours("", ""),
            ours_and_words("", ""),
            actions([button("a", "", None)]),
        ];
        for block in all {
            let block = serde_json::json!(block).to_string();
            assert!(!block.contains(r#""text":"""#), "{block}");
        }
    }
}
