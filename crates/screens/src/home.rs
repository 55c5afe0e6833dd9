//! The app's home tab: what is open, what is mine, what is put aside, and what machines wrote.

use jiff::Timestamp;

use super::ScreenSettings;
use super::card::{self, Shown};
use super::texts::{Texts, fill};
use inquiry::language::Language;
use inquiry::{Inquiry, Query};
use slack::block_kit::{Block, Button, HomeView};
use slack::blocks;
use slack::channel_audience::Exposure;
use slack::elements::{
    FindOn, GENERATE_REPLY, HOME_EARLIER, HOME_FIND, HOME_FIND_ON, HOME_LANGUAGE, HOME_LATER,
    HOME_QUERY, HOME_REFRESH, HomeWindow,
};

/// A part of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The person has taken it upon them.
    Mine,
    /// Waits for an answer, and is not theirs.
    Open,
    /// Put aside until later.
    Aside,
    /// A machine wrote the mail.
    Automatic,
}

impl Part {
    /// In the order of the tab.
    pub const ALL: [Part; 4] = [Part::Mine, Part::Open, Part::Aside, Part::Automatic];

    /// Inquiries on a page, each in two blocks: all parts stay below Slack's 100 blocks.
    pub fn on_a_page(self) -> usize {
        match self {
            Part::Mine => 10,
            Part::Open => 20,
            Part::Aside => 6,
            Part::Automatic => 4,
        }
    }
}

/// What a part of the tab shows.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Which part.
    pub part: Part,
    /// How many inquiries it has on all pages.
    pub count: usize,
    /// Those on this page, the oldest first.
    pub shown: Vec<Inquiry>,
}

/// Builds the view for one person, in the language of `look`. Pages are counted from 0.
pub fn home(
    parts: &[Listed],
    page: usize,
    user: &str,
    exposures: &[Exposure],
    now: Timestamp,
    look: &ScreenSettings,
) -> HomeView {
    let texts = &look.texts.team;
    let count = |part: Part| {
        let listed = parts.iter().filter(|it| it.part == part);
        listed.map(|it| it.count).sum::<usize>().to_string()
    };
    let counts = [
        ("mine", &*count(Part::Mine)),
        ("open", &count(Part::Open)),
        ("aside", &count(Part::Aside)),
    ];
    let refresh = blocks::button(HOME_REFRESH, texts.home_refresh, None);
    let refresh = blocks::section_with(&fill(texts.home_counts, &counts), refresh);
    let mut blocks = vec![blocks::header(texts.home_title), refresh];
    blocks.extend(search("home_search", "", look));
    blocks.push(blocks::actions([window(HomeWindow::Compose, look)]));
    if !exposures.is_empty() {
        let warnings: Vec<&str> = exposures
            .iter()
            .map(|it| exposed(*it, look.texts))
            .collect();
        blocks.push(blocks::section(&warnings.join("\n")));
    }
    if parts.iter().all(|it| it.count == 0) {
        blocks.push(blocks::section(texts.home_empty));
    }
    for listed in parts {
        blocks.extend(part_of(listed, page, user, now, look));
    }
    blocks.extend(turn(parts, page, look));
    blocks.push(blocks::divider());
    blocks.push(language(look));
    let signature = window(HomeWindow::Signature, look);
    blocks.push(blocks::section_with(
        look.texts.begun.signature_line,
        signature,
    ));
    HomeView::new(blocks)
}

/// What was found, in the place of the queue: of so many that were looked through.
pub fn found(
    query: &str,
    (inquiries, looked_through): (&[Inquiry], usize),
    on: Option<&FindOn>,
    user: &str,
    now: Timestamp,
    look: &ScreenSettings,
) -> HomeView {
    let texts = look.texts.find;
    let said = match inquiries.is_empty() {
        true => texts.none,
        false => texts.found,
    };
    let count = inquiries.len().to_string();
    let said = fill(said, &[("query", &blocks::escape(query)), ("n", &count)]);
    let back = blocks::button(HOME_REFRESH, texts.back_to_queue, None);
    let mut blocks = vec![blocks::header(texts.title)];
    blocks.extend(search("home_search_again", query, look));
    blocks.extend([blocks::divider(), blocks::section_with(&said, back)]);
    blocks.extend(inquiries.iter().flat_map(|it| lines(it, user, now, look)));
    blocks.push(blocks::divider());
    match on {
        Some(on) => {
            let fields = [
                ("n", &*looked_through.to_string()),
                ("when", &blocks::time(on.at)),
            ];
            blocks.push(blocks::context(&fill(texts.looked_back, &fields)));
            let value = serde_json::json!(on).to_string();
            let further = blocks::button(HOME_FIND_ON, texts.look_further, Some(&value));
            blocks.push(blocks::actions([further]));
        }
        None => blocks.push(blocks::context(texts.looked_at_all)),
    }
    HomeView::new(blocks)
}

/// Where a person types what they look for.
fn search(block_id: &str, query: &str, look: &ScreenSettings) -> [Block; 2] {
    let texts = look.texts.find;
    let input = blocks::text_input(block_id, HOME_QUERY, texts.label, query);
    let input = input.line(Query::MAX, texts.placeholder).dispatching();
    let button = blocks::button(HOME_FIND, texts.button, None);
    [input.into(), blocks::actions([button])]
}

/// The button of a window.
fn window(window: HomeWindow, look: &ScreenSettings) -> Button {
    let words = look.texts.begun;
    let text = match window {
        HomeWindow::Compose => words.compose,
        HomeWindow::Signature => words.signature,
    };
    blocks::button(window.action_id(), text, None)
}

/// The choice of what the person reads in windows and here; the channel stays as it is.
fn language(look: &ScreenSettings) -> Block {
    let option = |language: Language| blocks::option(language.name(), language.code());
    let is_shown = |it: &Language| std::ptr::eq(Texts::of(*it), look.texts);
    let shown = Language::ALL.into_iter().find(is_shown).unwrap_or_default();
    let options = Language::ALL.map(option).into();
    let menu = blocks::select(HOME_LANGUAGE, options, option(shown));
    blocks::section_with(look.texts.team.home_language, menu)
}

fn part_of(
    listed: &Listed,
    page: usize,
    user: &str,
    now: Timestamp,
    look: &ScreenSettings,
) -> Vec<Block> {
    let texts = &look.texts.team;
    if listed.shown.is_empty() {
        return Vec::new();
    }
    let title = match listed.part {
        Part::Mine => texts.home_mine,
        Part::Open => texts.home_open,
        Part::Aside => texts.home_aside,
        Part::Automatic => texts.home_automatic,
    };
    let first = page.saturating_mul(listed.part.on_a_page());
    let range = [
        ("title", title.to_owned()),
        ("from", (first + 1).to_string()),
        ("to", (first + listed.shown.len()).to_string()),
        ("n", listed.count.to_string()),
    ];
    let range = range
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let title = match listed.count > listed.shown.len() {
        true => fill(texts.home_range, &range),
        false => format!("*{title}*"),
    };
    let mut blocks = vec![blocks::divider(), blocks::section(&title)];
    blocks.extend(
        listed
            .shown
            .iter()
            .flat_map(|it| lines(it, user, now, look)),
    );
    blocks
}

/// The buttons to the pages around this one.
fn turn(parts: &[Listed], page: usize, look: &ScreenSettings) -> Option<Block> {
    let pages = parts
        .iter()
        .map(|it| it.count.div_ceil(it.part.on_a_page()));
    let pages = pages.max().unwrap_or_default();
    let button = |action: &str, text: &str, page: usize| {
        blocks::button(action, text, Some(&page.to_string()))
    };
    let texts = &look.texts.team;
    let earlier = page.checked_sub(1);
    let earlier = earlier.map(|page| button(HOME_EARLIER, texts.home_earlier, page));
    let later = (page + 1 < pages).then(|| button(HOME_LATER, texts.home_later, page + 1));
    let buttons: Vec<_> = earlier.into_iter().chain(later).collect();
    (!buttons.is_empty()).then(|| blocks::actions(buttons))
}

/// The customer's words as they are, and our own beneath.
fn lines(inquiry: &Inquiry, user: &str, now: Timestamp, look: &ScreenSettings) -> [Block; 2] {
    let shown = Shown::new(inquiry, look.card_content, look.texts);
    let subject = blocks::truncate(&shown.subject, 100);
    let sender = blocks::truncate(&shown.sender, 100);
    let value = card::value(inquiry);
    let open = look.texts.team.home_open_button;
    let open = blocks::button(GENERATE_REPLY, open, Some(&value));
    let line = blocks::verbatim_section_with(&format!("{subject}\n{sender}"), open);
    let state = card::state_line(inquiry, look.texts);
    let team = card::team_text(inquiry, Some(user), look.texts);
    let arrived = Some(blocks::time(inquiry.arrived_at()));
    let own = [
        arrived,
        Some(state),
        card::target_at(inquiry, Some(now), look),
        team,
    ];
    let own: Vec<String> = own.into_iter().flatten().collect();
    [line, blocks::context(&own.join("　"))]
}

/// Who else can read the channel.
fn exposed(exposure: Exposure, texts: &Texts) -> &'static str {
    match exposure {
        Exposure::Public => texts.team.exposed_public,
        Exposure::OtherOrganization => texts.team.exposed_organization,
        Exposure::OtherWorkspaces => texts.team.exposed_workspaces,
    }
}
