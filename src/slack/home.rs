//! The app's home tab: what is open, what is mine, what is put aside.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Look;
use super::blocks;
use super::card::{self, GENERATE_REPLY, Shown};
use super::exposure::Exposure;
use super::texts::fill;
use crate::inquiry::Inquiry;
use crate::language::Language;

/// `action_id` of the button that brings the tab up to date.
pub const REFRESH: &str = "refresh_home";
/// `action_id` of the choice of the person's language.
pub const LANGUAGE: &str = "choose_language";

/// Inquiries that the parts show, each in two blocks: all parts stay below Slack's 100 blocks.
const MINE: usize = 15;
const OPEN: usize = 20;
const ASIDE: usize = 8;

/// Builds the view for one person from the newest inquiries, in the language of `look`.
pub fn home(
    newest: &[Inquiry],
    user: &str,
    now: Timestamp,
    exposures: &[Exposure],
    look: &Look,
) -> Value {
    let texts = &look.texts.team;
    // Oldest first: who has waited longest comes first.
    let waiting = || newest.iter().rev().filter(|it| it.is_open());
    let is_mine = |it: &&Inquiry| it.assignee.as_ref().is_some_and(|who| who.id == user);
    let is_aside = |it: &&Inquiry| it.snoozed.as_ref().is_some_and(|it| it.until > now);
    let mine: Vec<&Inquiry> = waiting()
        .filter(|it| is_mine(it) && !is_aside(it))
        .collect();
    let open: Vec<&Inquiry> = waiting()
        .filter(|it| !is_mine(it) && !is_aside(it))
        .collect();
    let aside: Vec<&Inquiry> = waiting().filter(is_aside).collect();

    let counts = [
        ("mine", mine.len().to_string()),
        ("open", open.len().to_string()),
        ("aside", aside.len().to_string()),
    ];
    let counts = counts.each_ref().map(|(name, n)| (*name, n.as_str()));
    let mut refresh = blocks::section(&fill(texts.home_counts, &counts));
    refresh["accessory"] = blocks::button(REFRESH, texts.home_refresh, None);
    let mut blocks = vec![blocks::header(texts.home_title), refresh];
    if !exposures.is_empty() {
        let warnings: Vec<&str> = exposures.iter().map(|it| it.text(look.texts)).collect();
        blocks.push(blocks::section(&warnings.join("\n")));
    }
    let frame = blocks.len();
    for (title, part, shown) in [
        (texts.home_mine, mine, MINE),
        (texts.home_open, open, OPEN),
        (texts.home_aside, aside, ASIDE),
    ] {
        if !part.is_empty() {
            blocks.extend(part_of(title, &part, shown, user, look));
        }
    }
    if blocks.len() == frame {
        blocks.push(blocks::section(texts.home_empty));
    }
    blocks.push(blocks::divider());
    blocks.push(language(look));
    json!({ "type": "home", "callback_id": "home", "blocks": blocks })
}

/// The choice of what the person reads in windows and here; the channel stays as it is.
fn language(look: &Look) -> Value {
    let option = |language: Language| {
        let text = blocks::plain(language.name(), 75);
        json!({ "text": text, "value": language.code() })
    };
    let is_shown = |it: &Language| std::ptr::eq(it.texts(), look.texts);
    let shown = Language::ALL.into_iter().find(is_shown).unwrap_or_default();
    let mut choice = blocks::section(look.texts.team.home_language);
    choice["accessory"] = json!({
        "type": "static_select",
        "action_id": LANGUAGE,
        "options": Language::ALL.map(option),
        "initial_option": option(shown),
    });
    choice
}

fn part_of(title: &str, part: &[&Inquiry], shown: usize, user: &str, look: &Look) -> Vec<Value> {
    let mut blocks = vec![blocks::divider(), blocks::section(&format!("*{title}*"))];
    blocks.extend(part.iter().take(shown).flat_map(|it| lines(it, user, look)));
    if part.len() > shown {
        let more = (part.len() - shown).to_string();
        let text = fill(look.texts.team.home_more, &[("n", &more)]);
        blocks.push(blocks::context(&text));
    }
    blocks
}

/// The customer's words as they are, and our own beneath.
fn lines(inquiry: &Inquiry, user: &str, look: &Look) -> [Value; 2] {
    let shown = Shown::new(inquiry, look.card_content, look.texts);
    let subject = blocks::truncate(&shown.subject, 100);
    let sender = blocks::truncate(&shown.sender, 100);
    let mut line = blocks::verbatim_section(&format!("{subject}\n{sender}"));
    let value = card::value(inquiry);
    let open = look.texts.team.home_open_button;
    line["accessory"] = blocks::button(GENERATE_REPLY, open, Some(&value));
    let state = card::state_line(inquiry, look.texts);
    let team = card::team_text(inquiry, Some(user), look.texts);
    let own: Vec<String> = [Some(blocks::time(inquiry.received_at)), Some(state), team]
        .into_iter()
        .flatten()
        .collect();
    [line, blocks::context(&own.join("　"))]
}
