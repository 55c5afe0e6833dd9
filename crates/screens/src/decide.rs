//! The windows in which something is decided about an inquiry that takes more than a click on its card.

use super::texts::Texts;
use inquiry::{Inquiry, Later};
use slack::block_kit::{Block, ModalView};
use slack::blocks::{self, Choice};
use slack::elements::{ASIDE_CHOICE, ASIDE_TIME, ASSIGNEE, Window, WindowMetadata};

/// The colleague that the inquiry is given to.
pub fn assign_to(metadata: &WindowMetadata, inquiry: &Inquiry, texts: &Texts) -> ModalView {
    let words = texts.team;
    let first = inquiry.team.assignee.as_ref().map(|it| it.id.as_str());
    let shown = (words.assignee_placeholder, first);
    let input = blocks::person_input(ASSIGNEE, "assignee", words.assignee, shown);
    let input = input.hint(words.assignee_hint).into();
    let title = words.assign_to_title;
    window(Window::AssignTo, metadata, title, vec![input], texts)
}

/// Until when it is put aside: as usual, or at a time of one's own, which Slack asks for in the
/// person's own time zone.
pub fn snooze_until(metadata: &WindowMetadata, texts: &Texts) -> ModalView {
    let words = texts.team;
    let options = Later::ALL.map(|later| {
        let text = match later {
            Later::Hour => words.in_an_hour,
            Later::Tomorrow => words.tomorrow_morning,
            Later::Monday => words.monday_morning,
        };
        (text, later.name())
    });
    let choice = blocks::choice(ASIDE_CHOICE, words.aside_until, Choice::Radio, &options);
    let time = blocks::time_input(ASIDE_TIME, "aside_time", words.aside_time);
    let time = time.optional().hint(words.aside_time_hint);
    let title = words.aside_title;
    let blocks = vec![choice.into(), time.into()];
    window(Window::SnoozeUntil, metadata, title, blocks, texts)
}

fn window(
    which: Window,
    metadata: &WindowMetadata,
    title: &str,
    blocks: Vec<Block>,
    texts: &Texts,
) -> ModalView {
    ModalView::new(which.callback_id(), title, texts.team.cancel, blocks)
        .submit(texts.team.decide)
        .metadata(metadata)
}
