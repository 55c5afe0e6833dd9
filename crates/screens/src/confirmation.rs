//! What has to be looked at before a reply goes out: a view of its own over the modal, with all of
//! it, so that nothing can be insisted on that was not on the screen. The text stays in the modal
//! beneath.

use super::ScreenSettings;
use super::addressees;
use super::facts;
use super::panel::enclosed_line;
use super::texts::{Texts, fill, mention};
use super::warnings;
use inquiry::{Acknowledgement, Checked, Inquiry};
use mail::{Enclosed, Lists, Mailbox, Warning};
use pii::CustomerText;
use slack::block_kit::{Block, ModalView};
use slack::blocks;
use slack::elements::{CONFIRMATION, ConfirmationMetadata};

/// Blocks for facts, of the 100 that Slack takes.
const FACTS: usize = 40;

/// Characters of a reply that went out before, which the new one would follow.
const BEFORE_MAX: usize = 1000;

/// What is asked before a reply goes out.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Everything that speaks against sending.
    pub acknowledgements: Vec<Acknowledgement>,
    /// What the checks found, for [`Acknowledgement::Warnings`].
    pub warnings: Vec<Warning>,
    /// Recipients at other domains than the sender's, for [`Acknowledgement::Recipients`].
    pub elsewhere: Vec<Mailbox>,
    /// The facts of the text, for [`Acknowledgement::Facts`].
    pub checked: Checked,
    /// The reply's recipients.
    pub lists: Lists,
    /// Its subject.
    pub subject: CustomerText,
    /// What goes out around the text is not what the person's screen showed.
    pub is_other_than_shown: bool,
    /// What is attached.
    pub files: Vec<Enclosed>,
}

/// Builds the view.
pub fn confirmation(
    inquiry: &Inquiry,
    over: &str,
    asked: &Asked,
    look: &ScreenSettings,
) -> ModalView {
    let language = inquiry.language(over);
    let texts = look.in_language(language).texts;
    let metadata = ConfirmationMetadata {
        context_id: inquiry.id.clone(),
        over: over.to_owned(),
        told: asked.acknowledgements.clone(),
        files: asked.files.iter().map(|it| it.place.clone()).collect(),
        around: inquiry.shown_around(over),
        language,
    };
    let mut blocks = vec![blocks::section(texts.confirm.check_first)];
    if asked.is_other_than_shown {
        blocks.push(blocks::section(texts.recipients.other_than_shown));
    }
    blocks.extend(
        asked
            .acknowledgements
            .iter()
            .flat_map(|it| about(inquiry, *it, asked, texts)),
    );
    blocks.push(blocks::divider());
    blocks.extend(addressees::all(&asked.lists, texts));
    blocks.push(addressees::subject(&asked.subject, texts));
    let signature = inquiry.modal(over).and_then(|it| it.signature.as_ref());
    if let Some(signature) = signature.filter(|_| asked.is_other_than_shown) {
        blocks.push(blocks::verbatim_context(signature.expose()));
    }
    blocks.extend(enclosed_line(&asked.files, texts));
    let words = &texts.confirm;
    ModalView::new(CONFIRMATION, words.title, words.back, blocks)
        .submit(words.send)
        .metadata(&metadata)
}

/// Says why nothing is sent, over the modal: there is no input beneath which it could be said.
pub fn not_sent(why: &str, texts: &Texts) -> ModalView {
    let blocks = vec![blocks::section(&blocks::escape(why))];
    let words = &texts.confirm;
    ModalView::new("reply_not_sent", words.title, words.back, blocks)
}

fn about(inquiry: &Inquiry, insist: Acknowledgement, asked: &Asked, texts: &Texts) -> Vec<Block> {
    let confirm = &texts.confirm;
    match insist {
        Acknowledgement::Sent(_)
        | Acknowledgement::Unknown(_)
        | Acknowledgement::Bounced(_)
        | Acknowledgement::Closed
        | Acknowledgement::WroteAgain(_) => {
            let line = line(insist, inquiry, texts).into_iter();
            let mut shown: Vec<Block> = line.map(|line| blocks::section(&line)).collect();
            if let Some((_, reply)) = inquiry.reply_told(insist) {
                let before = blocks::truncate(reply.text().expose().trim(), BEFORE_MAX);
                shown.extend((!before.is_empty()).then(|| blocks::verbatim_context(&before)));
            }
            shown
        }
        Acknowledgement::Warnings(_) => {
            let lines = warnings::lines(&asked.warnings, texts);
            blocks::pieces(&lines, blocks::SECTION_MAX)
                .into_iter()
                .map(blocks::section)
                .collect()
        }
        Acknowledgement::Facts(_) => {
            let mut shown = vec![blocks::section(texts.facts.look)];
            shown.extend(facts::marked(&asked.checked, FACTS, texts));
            shown
        }
        Acknowledgement::Recipients(_) => {
            let mut shown = Vec::new();
            let count = asked.lists.all().count();
            if count > Acknowledgement::FEW_RECIPIENTS {
                let count = count.to_string();
                let text = fill(confirm.many_recipients, &[("n", &count)]);
                shown.push(blocks::section(&text));
            }
            if !asked.elsewhere.is_empty() {
                shown.push(blocks::section(confirm.elsewhere));
                shown.extend(addressees::lines(&asked.elsewhere));
            }
            shown
        }
    }
}

/// What a person is told of the inquiry or an earlier reply, in `mrkdwn`; `None` for what they are
/// told of their own reply.
pub(super) fn line(told: Acknowledgement, inquiry: &Inquiry, texts: &Texts) -> Option<String> {
    let text = match told {
        Acknowledgement::Sent(_) => texts.acknowledge_sent,
        Acknowledgement::Unknown(_) => texts.acknowledge_unknown,
        Acknowledgement::Bounced(_) => texts.acknowledge_bounced,
        Acknowledgement::Closed => texts.acknowledge_closed,
        Acknowledgement::WroteAgain(_) if inquiry.about.is_some() => {
            texts.begun.acknowledge_wrote_again
        }
        Acknowledgement::WroteAgain(_) => texts.acknowledge_wrote_again,
        Acknowledgement::Warnings(_)
        | Acknowledgement::Recipients(_)
        | Acknowledgement::Facts(_) => return None,
    };
    let reply = inquiry.reply_told(told).map(|(_, reply)| reply);
    let who = reply.map(|reply| mention(&reply.by)).unwrap_or_default();
    let when = reply.map(|reply| blocks::time(reply.at));
    let fields = [("who", &*who), ("when", &*when.unwrap_or_default())];
    Some(fill(text, &fields))
}
