//! The reminder that customers are about to wait longer than they should: a message in the channel.

use serde_json::json;

use super::ScreenSettings;
use super::card::{self, Shown};
use super::texts::{fill, mention};
use inquiry::{Inquiry, Target};
use slack::block_kit::Block;
use slack::blocks;
use slack::elements::GENERATE_REPLY;
use slack::message::{Message, REMINDER_EVENT};

/// Builds the message: these, of so many that are about to miss the target.
pub fn reminder(
    named: &[Inquiry],
    count: usize,
    target: &Target,
    look: &ScreenSettings,
) -> Message {
    let texts = look.texts.team;
    let (shown, hours) = (count.to_string(), target.within.to_string());
    let within = match target.hours.are_always() {
        true => texts.within_hours,
        false => texts.within_business_hours,
    };
    let within = fill(within, &[("hours", &hours)]);
    let text = fill(texts.reminder, &[("n", &shown), ("within", &within)]);
    let mut blocks = vec![blocks::section(&text)];
    blocks.extend(named.iter().flat_map(|it| lines(it, look)));
    Message {
        text,
        blocks,
        metadata: json!({ "event_type": REMINDER_EVENT, "event_payload": { "count": count } }),
    }
}

fn lines(inquiry: &Inquiry, look: &ScreenSettings) -> [Block; 2] {
    let texts = look.texts.team;
    let shown = Shown::new(inquiry, look.card_content, look.texts);
    let subject = blocks::truncate(&shown.subject, 100);
    let sender = blocks::truncate(&shown.sender, 100);
    let value = card::value(inquiry);
    let open = blocks::button(GENERATE_REPLY, texts.home_open_button, Some(&value));
    let line = blocks::verbatim_section_with(&format!("{subject}\n{sender}"), open);
    let who = inquiry.team.assignee.as_ref();
    let who = who.map(|who| fill(texts.assigned, &[("who", &mention(who))]));
    let own: Vec<String> = card::target(inquiry, look).into_iter().chain(who).collect();
    [line, blocks::context(&own.join("　"))]
}
