//! Strict as Slack: what is no valid block, element or view is refused with the place and the reason.
//!
//! Only what replybot may use is known here; anything else Slack offers is refused too, so that
//! nothing goes out that was never looked at. Facts: docs.slack.dev/reference/block-kit and
//! docs.slack.dev/reference/views.

mod check;
mod elements;

use std::collections::BTreeSet;

use serde_json::Value;

pub use check::Fault;
use check::{At, Check, Surface, Text};
use elements::{IN_ACTIONS, IN_INPUT, IN_SECTION};

/// The most blocks a message may have.
const MESSAGE_BLOCKS: usize = 50;
/// The most blocks a view may have.
const VIEW_BLOCKS: usize = 100;
/// The most characters all `markdown` blocks of a message may have together.
const MARKDOWN_CHARS: usize = 12_000;
/// The largest view, in bytes of its JSON.
pub const VIEW_BYTES: usize = 250_000;
/// The largest metadata of a message, in bytes of its JSON.
pub const METADATA_BYTES: usize = 8_000;

/// What Slack would refuse in the `blocks` of a message.
pub fn check_message(blocks: &Value) -> Vec<Fault> {
    let mut check = Check::new(Surface::Message);
    check.blocks(&At::new(blocks, "/blocks"), 0..=MESSAGE_BLOCKS);
    check.faults
}

/// What Slack would refuse in a modal.
pub fn check_view(view: &Value) -> Vec<Fault> {
    let mut check = Check::new(Surface::Modal);
    check.view(&At::new(view, "/view"));
    check.faults
}

/// What Slack would refuse in the home tab of an app: a view of type `home`, which has no title and
/// no buttons of its own (docs.slack.dev/reference/views/home-tab-views).
pub fn check_home(view: &Value) -> Vec<Fault> {
    let mut check = Check::new(Surface::Home);
    let at = At::new(view, "/view");
    let optional = ["private_metadata", "callback_id", "external_id"];
    check.object(&at, &["type", "blocks"], &optional);
    check.optional_choice(&at, "type", &["home"]);
    check.optional_string(&at, "private_metadata", 0..=3000);
    check.optional_string(&at, "callback_id", 0..=255);
    check.optional_string(&at, "external_id", 0..=255);
    if let Some(blocks) = at.get("blocks") {
        check.blocks(&blocks, 0..=VIEW_BLOCKS);
    }
    check.faults
}

impl Check {
    fn view(&mut self, at: &At) {
        let optional = [
            "submit",
            "close",
            "private_metadata",
            "callback_id",
            "external_id",
            "clear_on_close",
            "notify_on_close",
        ];
        self.object(at, &["type", "title", "blocks"], &optional);
        self.optional_choice(at, "type", &["modal"]);
        for field in ["title", "submit", "close"] {
            self.optional_text(at, field, Text::Plain, 24);
        }
        for field in ["clear_on_close", "notify_on_close"] {
            self.optional_flag(at, field);
        }
        self.optional_string(at, "private_metadata", 0..=3000);
        self.optional_string(at, "callback_id", 0..=255);
        self.optional_string(at, "external_id", 0..=255);
        let Some(blocks) = at.get("blocks") else {
            return;
        };
        self.blocks(&blocks, 1..=VIEW_BLOCKS);
        let asks = |block: &Value| block.get("type") == Some(&"input".into());
        if at.get("submit").is_none()
            && blocks
                .value
                .as_array()
                .is_some_and(|all| all.iter().any(asks))
        {
            self.fault(
                at,
                "`submit` is required when an input block is within blocks",
            );
        }
    }

    fn blocks(&mut self, at: &At, length: std::ops::RangeInclusive<usize>) {
        for block in self.items(at, length) {
            self.block(&block);
        }
        if self.markdown_chars > MARKDOWN_CHARS {
            let message = format!("markdown blocks have more than {MARKDOWN_CHARS} characters");
            self.fault(at, message);
        }
    }

    fn block(&mut self, at: &At) {
        match (at.kind(), self.surface) {
            ("header", _) => {
                self.object(at, &["text"], &["block_id"]);
                self.optional_text(at, "text", Text::Plain, 150);
            }
            ("section", _) => self.section(at),
            ("context", _) => self.context(at),
            ("divider", _) => self.object(at, &[], &["block_id"]),
            ("actions", _) => self.actions(at),
            ("input", _) => self.input(at),
            ("markdown", Surface::Message) => self.markdown(at),
            ("alert", Surface::Modal) => self.alert(at),
            ("rich_text", _) => self.rich_text(at),
            (kind, _) => return self.fault(at, format!("unsupported type: {kind}")),
        }
        if let Some(id) = at.get("block_id")
            && let Some(text) = self.string(&id, 1..=255)
            && !self.block_ids.insert(text.to_owned())
        {
            self.fault(&id, format!("`block_id` {text:?} already exists"));
        }
    }

    fn section(&mut self, at: &At) {
        self.object(
            at,
            &[],
            &["text", "fields", "accessory", "block_id", "expand"],
        );
        self.optional_text(at, "text", Text::Any, 3000);
        self.optional_flag(at, "expand");
        if let Some(fields) = at.get("fields") {
            for field in self.items(&fields, 1..=10) {
                self.text(&field, Text::Any, 2000);
            }
        } else if at.get("text").is_none() {
            self.fault(at, "must have text or fields");
        }
        if let Some(accessory) = at.get("accessory") {
            self.element(&accessory, IN_SECTION, &mut BTreeSet::new());
        }
    }

    fn context(&mut self, at: &At) {
        self.object(at, &["elements"], &["block_id"]);
        if let Some(elements) = at.get("elements") {
            for element in self.items(&elements, 1..=10) {
                self.text(&element, Text::Any, 3000);
            }
        }
    }

    fn actions(&mut self, at: &At) {
        self.object(at, &["elements"], &["block_id"]);
        if let Some(elements) = at.get("elements") {
            let mut action_ids = BTreeSet::new();
            for element in self.items(&elements, 1..=25) {
                self.element(&element, IN_ACTIONS, &mut action_ids);
            }
        }
    }

    fn input(&mut self, at: &At) {
        let optional = ["hint", "optional", "dispatch_action", "block_id"];
        self.object(at, &["label", "element"], &optional);
        self.optional_text(at, "label", Text::Plain, 2000);
        self.optional_text(at, "hint", Text::Plain, 2000);
        self.optional_flag(at, "optional");
        self.optional_flag(at, "dispatch_action");
        if let Some(element) = at.get("element") {
            self.element(&element, IN_INPUT, &mut BTreeSet::new());
        }
    }

    fn markdown(&mut self, at: &At) {
        self.object(at, &["text"], &["block_id"]);
        if let Some(text) = at
            .get("text")
            .and_then(|text| self.string(&text, 1..=MARKDOWN_CHARS))
        {
            self.markdown_chars += text.chars().count();
        }
    }

    /// Text with style. Of all that a section may hold, only text is known here
    /// (docs.slack.dev/reference/block-kit/blocks/rich-text-block).
    fn rich_text(&mut self, at: &At) {
        self.object(at, &["elements"], &["block_id"]);
        let sections = at
            .get("elements")
            .map(|all| self.items(&all, 1..=usize::MAX));
        for section in sections.into_iter().flatten() {
            if section.kind() != "rich_text_section" {
                self.fault(&section, format!("unsupported type: {}", section.kind()));
                continue;
            }
            self.object(&section, &["elements"], &[]);
            let texts = section
                .get("elements")
                .map(|all| self.items(&all, 1..=usize::MAX));
            for text in texts.into_iter().flatten() {
                self.styled_text(&text);
            }
        }
    }

    fn styled_text(&mut self, at: &At) {
        if at.kind() != "text" {
            return self.fault(at, format!("unsupported type: {}", at.kind()));
        }
        self.object(at, &["text"], &["style"]);
        self.optional_string(at, "text", 1..=usize::MAX - 1);
        if let Some(style) = at.get("style") {
            let styles = ["bold", "italic", "strike", "code"];
            self.object(&style, &[], &styles);
            for name in styles {
                self.optional_flag(&style, name);
            }
        }
    }

    fn alert(&mut self, at: &At) {
        self.object(at, &["text"], &["level", "block_id"]);
        self.optional_text(at, "text", Text::Any, 200);
        let levels = ["default", "info", "warning", "error", "success"];
        self.optional_choice(at, "level", &levels);
    }
}

#[cfg(test)]
mod tests;
