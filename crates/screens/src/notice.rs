//! Messages in a card's thread that say what happened to its inquiry.

use serde_json::json;

use super::ScreenSettings;
use super::card::CardContent;
use super::texts::{Texts, fill, mention};
use inquiry::{Inquiry, Notice, Reply, Says};
use pii::Masker;
use slack::block_kit::Block;
use slack::blocks;
use slack::message::{Message, NOTICE_EVENT};

/// Sections that a long reply may take.
const SECTIONS: usize = 8;

/// Builds the message.
pub fn notice(
    inquiry: &Inquiry,
    notice: &Notice,
    masker: &Masker,
    look: &ScreenSettings,
) -> Message {
    let texts = look.texts;
    let (text, more) = match &notice.says {
        Says::Woken(by) => (fill(texts.team.woken, &[("who", &mention(by))]), Vec::new()),
        Says::Assigned { to, by } => {
            let fields = [("who", &*mention(to)), ("by", &mention(by))];
            (fill(texts.team.assigned_by, &fields), Vec::new())
        }
        // Files speak for themselves.
        Says::Files => (texts.files.of_the_mail.to_owned(), Vec::new()),
        Says::Sent(number) => match inquiry.delivery.replies.get(number.saturating_sub(1)) {
            Some(reply) => sent(inquiry, reply, masker, look),
            None => (texts.sent.to_owned(), Vec::new()),
        },
    };
    let mut blocks = vec![blocks::section(&text)];
    blocks.extend(more);
    Message {
        text,
        blocks,
        metadata: json!({
            "event_type": NOTICE_EVENT,
            "event_payload": { "about": inquiry.id, "notice": notice.key },
        }),
    }
}

/// True when the whole channel should see it, not only who follows the thread.
pub fn is_for_the_channel(notice: &Notice) -> bool {
    matches!(notice.says, Says::Woken(_))
}

/// What was sent, as much of it as the channel may see, and how it differs from the draft.
fn sent(
    inquiry: &Inquiry,
    reply: &Reply,
    masker: &Masker,
    look: &ScreenSettings,
) -> (String, Vec<Block>) {
    let (who, when) = (mention(&reply.by), blocks::time(reply.at));
    let text = fill(look.texts.team.was_sent, &[("who", &who), ("when", &when)]);
    let shown = match look.card_content {
        CardContent::Full => reply.text().expose().to_owned(),
        CardContent::Masked => inquiry.without_personal_data(reply.text().expose(), masker),
    };
    let pieces = blocks::pieces(shown.trim(), blocks::SECTION_MAX);
    let mut more: Vec<Block> = pieces
        .iter()
        .take(SECTIONS)
        .map(|piece| blocks::verbatim_section(piece))
        .collect();
    if pieces.len() > SECTIONS {
        more.push(blocks::context(look.texts.mail_cut));
    }
    more.push(blocks::context(&difference(inquiry, reply, look.texts)));
    (text, more)
}

fn difference(inquiry: &Inquiry, reply: &Reply, texts: &Texts) -> String {
    match inquiry.changed_from_draft(reply) {
        None => texts.team.without_draft.to_owned(),
        Some(0) => texts.team.as_drafted.to_owned(),
        Some(n) => fill(texts.team.changed, &[("n", &n.to_string())]),
    }
}
