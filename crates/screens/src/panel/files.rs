//! The files of a mail, and those that go out with the reply.

use super::view;
use crate::texts::{Texts, fill};
use inquiry::{Inquiry, KnowledgeFile, MOST_FILES};
use mail::{Attachment, Doubt, Enclosed, is_dangerous};
use slack::block_kit::{Block, ModalView};
use slack::blocks::{self, Choice};
use slack::elements::{Panel, PanelMetadata};
use slack::payload::Entered;

const KEPT: &str = "enclosed_files_block";
const NEW: &str = "new_files_block";
const KNOWN: &str = "knowledge_file_block";
const NO_FILE: &str = "none";
/// Files of a mail that are listed.
const MOST_LISTED: usize = 20;

/// What became of the wish to see the mail's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilesNote {
    /// They are in the thread.
    Shown,
    /// There is none that could be shown.
    None,
    /// The mail is not where it was any more.
    Gone,
    /// Where it lies cannot be asked now.
    NotNow,
}

/// The panel; `knowledge` are the files that the team keeps for replies.
pub fn files(
    metadata: &PanelMetadata,
    inquiry: &Inquiry,
    note: Option<FilesNote>,
    knowledge: &[KnowledgeFile],
    texts: &Texts,
) -> ModalView {
    let words = texts.files;
    let mut shown = Vec::new();
    let attachments = &inquiry.mail.attachments;
    if !attachments.is_empty() {
        shown.push(blocks::header(words.of_the_mail));
        let lines: Vec<String> = attachments
            .iter()
            .take(MOST_LISTED)
            .map(|it| line(inquiry, it, texts))
            .collect();
        let lines = lines.join("\n");
        let pieces = blocks::pieces(&lines, blocks::SECTION_MAX);
        shown.extend(pieces.into_iter().map(blocks::verbatim_section));
        if inquiry.mail.doubts.contains(&Doubt::Virus) {
            shown.push(blocks::context(words.virus));
        } else {
            let back = texts.panel.back;
            let asked = blocks::confirm(words.show_title, words.show_who_sees, words.show, back);
            let button = blocks::button("show_files_action", words.show, Some(SHOW));
            shown.push(blocks::actions([button.confirm(asked)]));
        }
        let note = note.map(|note| match note {
            FilesNote::Shown => words.shown,
            FilesNote::None => words.nothing_to_show,
            FilesNote::Gone => words.gone,
            FilesNote::NotNow => texts.try_again_soon,
        });
        shown.extend(note.map(blocks::context));
        shown.push(blocks::divider());
    }
    shown.push(blocks::header(words.of_the_reply));
    if !inquiry.enclosed.is_empty() {
        let options: Vec<_> = inquiry
            .enclosed
            .iter()
            .take(MOST_FILES)
            .map(|it| {
                let text = format!("{} ({})", it.name.expose(), size(it.size));
                blocks::option(&text, &it.place)
            })
            .collect();
        let ticked = (options.clone(), options);
        shown.push(blocks::checkboxes(KEPT, "choice", words.attached, ticked).into());
    }
    let files = blocks::file_input(NEW, words.attach, MOST_FILES);
    shown.push(files.hint(words.limits).into());
    if !knowledge.is_empty() {
        let offered: Vec<(String, &str)> = knowledge
            .iter()
            .map(|it| (format!("{} ({})", it.name, size(it.size)), it.name.as_str()))
            .collect();
        let offered = offered.iter().map(|(text, name)| (text.as_str(), *name));
        let none = (words.none_of_them, NO_FILE);
        let options: Vec<(&str, &str)> = std::iter::once(none).chain(offered).collect();
        let menu = blocks::choice(KNOWN, words.of_the_team, Choice::Select, &options);
        shown.push(menu.into());
    }
    view(
        Panel::Files,
        metadata,
        words.title,
        Some(words.done),
        shown,
        texts,
    )
}

/// The value of the button that shows the mail's files.
pub const SHOW: &str = "show";

/// A file of the mail, and what is to be known of it.
fn line(inquiry: &Inquiry, file: &Attachment, texts: &Texts) -> String {
    let words = texts.files;
    let name = match file.name.is_blank() {
        true => file.content_type.as_str(),
        false => file.name.expose(),
    };
    let state = if inquiry.is_shown(&file.digest) {
        words.is_in_thread
    } else if is_dangerous(file, None) {
        words.dangerous
    } else {
        ""
    };
    format!("• {name} ({}){state}", size(file.size))
}

/// The line of the files that go out with the reply, where it is shown before it is sent.
pub fn enclosed_line(files: &[Enclosed], texts: &Texts) -> Option<Block> {
    if files.is_empty() {
        return None;
    }
    let names: Vec<String> = files
        .iter()
        .map(|it| format!("{} ({})", it.name.expose(), size(it.size)))
        .collect();
    let text = fill(texts.files.goes_out, &[("names", &names.join(", "))]);
    Some(blocks::verbatim_context(&text))
}

pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// The name of the team's file that was chosen.
pub fn known_file(entered: &Entered) -> Option<&str> {
    entered.chosen(KNOWN).filter(|name| *name != NO_FILE)
}

/// The ids of the files that stay attached.
pub fn kept_files(entered: &Entered) -> Vec<String> {
    let ticked = entered.ticked(KEPT).unwrap_or_default();
    ticked.into_iter().map(str::to_owned).collect()
}

/// The ids of the files that were chosen.
pub fn new_files(entered: &Entered) -> Vec<String> {
    let files = entered.files(NEW);
    files
        .into_iter()
        .take(MOST_FILES)
        .map(str::to_owned)
        .collect()
}
