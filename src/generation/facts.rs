//! The facts of a reply, each bound to what is known: the mail, the conversation, the team's knowledge,
//! the shop's own words. No model is asked.

use std::sync::Arc;

use facts::{Fact, From, Verdict, check};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::Said;
use super::conversation::said_before;
use crate::app::App;
use crate::prompts::Side;
use inquiry::canned::Canned;
use inquiry::{Checked, CheckedFact, FactOrigin, FactSource, Inquiry, Source};
use knowledge::{Contact, Knowledge};
use mail::InboundMail;
use pii::{CustomerText, MaskedText, restore};
use screens::ScreenSettings;

/// Facts of one text that are kept; a reply that states more is a list, and the rest is not marked.
const MOST: usize = 150;
/// Characters of a source that are kept and shown: its line.
const LONGEST_WORDS: usize = 300;

/// What is known beside the inquiry itself.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    said: Vec<Said>,
    /// What the team knows, where no draft was written with it.
    knowledge: Vec<Source>,
    /// Where the shop is reached: every reply may say that.
    contacts: Arc<[Contact]>,
}

impl Beside {
    /// What was said in the conversation before, and what the team knows about the mail. What cannot
    /// be read is left out: its facts are marked, then.
    pub async fn gather(app: &App, inquiry: &Inquiry) -> Beside {
        let mut said = said_before(app, inquiry).await;
        said.extend(passed_on(app, inquiry).await);
        let is_cited = cited(inquiry).is_some();
        let knowledge = match &app.knowledge {
            Some(knowledge) if !is_cited => {
                let texts = [&inquiry.masked.subject, &inquiry.masked.body];
                let found = knowledge.look_up(&texts, &inquiry.masked.placeholders, &app.masker);
                found.await.unwrap_or_default()
            }
            _ => Vec::new(),
        };
        if let Some(knowledge) = &app.knowledge {
            knowledge.read_once().await;
        }
        Beside {
            said,
            knowledge,
            contacts: contacts(app),
        }
    }

    /// The same for a draft that was just written: with what it was written with.
    pub fn of_draft(app: &App, said: Vec<Said>, sources: Option<&[Source]>) -> Beside {
        Beside {
            said,
            knowledge: sources.unwrap_or_default().to_vec(),
            contacts: contacts(app),
        }
    }
}

/// Where the shop is reached, as its pages said when they were read last.
fn contacts(app: &App) -> Arc<[Contact]> {
    let knowledge = app.knowledge.as_ref();
    knowledge.map(Knowledge::contacts).unwrap_or_default()
}

/// The customer's mail that an exchange with another person is about: what is passed on is checked
/// against it. No draft is written with it.
async fn passed_on(app: &App, inquiry: &Inquiry) -> Option<Said> {
    let about = inquiry.about.as_ref()?;
    let subject = app.store.get(&about.id).await.unwrap_or_else(|error| {
        tracing::warn!(context_id = %inquiry.id, %error, "what is passed on is not checked against the customer's mail");
        None
    })?;
    Some(Said {
        by: Side::Customer,
        text: CustomerText::new(words_of(&subject.mail)),
        at: subject.received_at,
    })
}

/// The passages that the newest draft was written with.
fn cited(inquiry: &Inquiry) -> Option<&Vec<Source>> {
    let mut drafts = inquiry.drafts.versions.iter().rev();
    let sources = drafts.find_map(|draft| draft.sources.as_ref());
    sources.filter(|sources| sources.iter().any(|source| !source.text.is_empty()))
}

/// Texts that facts may come from, with whose words they are.
#[derive(Default)]
struct Texts {
    origins: Vec<FactOrigin>,
    /// The name of the file that a text is from, where it is one of the mail's.
    files: Vec<Option<CustomerText>>,
    texts: Vec<String>,
}

impl Texts {
    fn add(&mut self, origin: FactOrigin, text: String) {
        self.add_file(origin, None, text);
    }

    fn add_file(&mut self, origin: FactOrigin, file: Option<CustomerText>, text: String) {
        if !text.trim().is_empty() {
            self.origins.push(origin);
            self.files.push(file);
            self.texts.push(text);
        }
    }

    fn borrowed(&self) -> Vec<&str> {
        self.texts.iter().map(String::as_str).collect()
    }
}

/// What a reply to one inquiry is checked against.
struct Known {
    mail: String,
    /// What is in the mail's files, what the customer wrote before, and what they quote: whatever they
    /// claim there, it is no promise of ours.
    earlier: Texts,
    /// Our own words, which count more than the customer's.
    passages: Texts,
    /// Canned replies, and where the shop is reached: each is right in its own case, so none of them
    /// speaks against anything.
    canned: Texts,
    shop: String,
    received: DateTime,
}

impl Known {
    fn of(inquiry: &Inquiry, beside: &Beside, look: &ScreenSettings) -> Known {
        let mail = &inquiry.mail;
        let shown = |text: &MaskedText| restore(text, &inquiry.masked.placeholders).text;
        let (mut earlier, mut passages, mut canned) =
            (Texts::default(), Texts::default(), Texts::default());
        for file in &inquiry.masked.files {
            let (name, text) = (shown(&file.name), shown(&file.text));
            earlier.add_file(FactOrigin::Mail, Some(name), text.expose().to_owned());
        }
        earlier.add(FactOrigin::EarlierMail, mail.quoted.expose().to_owned());
        for Said { by, text, .. } in &beside.said {
            let text = text.expose().to_owned();
            match by {
                Side::Customer => earlier.add(FactOrigin::EarlierMail, text),
                Side::Team => passages.add(FactOrigin::EarlierReply, text),
                // The mail's own quotation, which is there already.
                Side::Quoted => {}
            }
        }
        for reply in inquiry
            .delivery
            .replies
            .iter()
            .filter(|it| it.accepted_as.is_some())
        {
            let text = reply.text().expose().to_owned();
            passages.add(FactOrigin::EarlierReply, text);
        }
        let cited = cited(inquiry).filter(|_| beside.knowledge.is_empty());
        for source in cited.unwrap_or(&beside.knowledge) {
            let title = shown(&source.name());
            let text = shown(&source.text).expose().to_owned();
            passages.add(FactOrigin::Knowledge { title }, text);
        }
        for Canned { title, text } in look.canned.iter() {
            let title = title.clone();
            canned.add(FactOrigin::Canned { title }, text.clone());
        }
        for Contact { title, line } in beside.contacts.iter() {
            let title = title.clone();
            canned.add(FactOrigin::Knowledge { title }, line.clone());
        }
        let own = look.own_address.iter().map(|address| address.expose());
        let shop = look.shop.iter().map(String::as_str);
        let signature = look.stationery.signature.expose();
        // The operator may give their own name.
        let modals = inquiry.slack.modals.iter();
        let people = modals.filter_map(|modal| modal.person.as_ref());
        let people: Vec<String> = people.map(|person| in_words(&person.name)).collect();
        let people = people.iter().map(String::as_str);
        let shop = shop.chain(own).chain([signature, &look.facts]);
        let shop: Vec<&str> = shop.chain(people).collect();
        Known {
            mail: words_of(mail),
            earlier,
            passages,
            canned,
            shop: shop.join("\n"),
            received: received(mail, inquiry, &look.time_zone),
        }
    }

    fn check(&self, reply: &str, passages: &[&str]) -> Vec<Fact> {
        check(
            reply,
            &facts::Known {
                mail: &self.mail,
                earlier: &self.earlier.borrowed(),
                passages,
                own: &self.shop,
                received: Some(self.received),
            },
        )
    }

    fn source(&self, source: &facts::Source) -> FactSource {
        let mut passages = self.passages.origins.iter().chain(&self.canned.origins);
        let texts = self.passages.texts.iter().chain(&self.canned.texts);
        let file = match source.from {
            From::Earlier(at) => self.earlier.files.get(at).cloned().flatten(),
            _ => None,
        };
        let (origin, text) = match source.from {
            From::Mail => (Some(FactOrigin::Mail), self.mail.as_str()),
            From::Earlier(at) => {
                let text = self.earlier.texts.get(at);
                let origin = self.earlier.origins.get(at).cloned();
                (origin, text.map_or("", String::as_str))
            }
            From::Passage(at) => {
                let origin = passages.nth(at).cloned();
                (origin, texts.map(String::as_str).nth(at).unwrap_or(""))
            }
            From::Own => (Some(FactOrigin::Shop), self.shop.as_str()),
            From::Computed => (Some(FactOrigin::Computed), ""),
            From::Calendar => (Some(FactOrigin::Calendar), ""),
        };
        FactSource {
            origin: origin.unwrap_or(FactOrigin::Mail),
            file,
            words: CustomerText::new(beginning(&source.text)),
            sha256: match text {
                "" => String::new(),
                text => hex::encode(Sha256::digest(text)),
            },
        }
    }
}

/// Checks the facts of a text against everything that is known where an inquiry is answered.
pub fn checked(
    text: &CustomerText,
    inquiry: &Inquiry,
    beside: &Beside,
    look: &ScreenSettings,
) -> Checked {
    let known = Known::of(inquiry, beside, look);
    let passages = known.passages.borrowed();
    let mut facts = known.check(text.expose(), &passages);
    let is_marked = |fact: &Fact| fact.verdict != Verdict::Supported;
    if facts.iter().any(is_marked) && !known.canned.texts.is_empty() {
        let with_canned: Vec<&str> = passages
            .into_iter()
            .chain(known.canned.borrowed())
            .collect();
        let again = known.check(text.expose(), &with_canned);
        for fact in facts.iter_mut().filter(|fact| is_marked(fact)) {
            let same = |it: &&Fact| it.start == fact.start && it.kind == fact.kind;
            if let Some(supported) = again.iter().find(same).filter(|it| !is_marked(it)) {
                *fact = supported.clone();
            }
        }
    }
    let facts = facts.into_iter().take(MOST).map(|fact| CheckedFact {
        source: fact.source.as_ref().map(|source| known.source(source)),
        words: CustomerText::new(fact.text),
        start: fact.start,
        kind: fact.kind,
        verdict: fact.verdict,
        instead: fact.instead.map(CustomerText::new),
    });
    Checked::new(text, facts.collect())
}

/// A name in Slack as people write it: `alex.suzuki` is Alex Suzuki.
fn in_words(name: &str) -> String {
    let words = name.split(['.', '_', '-', ' ']);
    let words = words.map(|word| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}

fn beginning(text: &str) -> String {
    let mut characters = text.chars();
    let mut words: String = characters.by_ref().take(LONGEST_WORDS).collect();
    if characters.next().is_some() {
        words.push('…');
    }
    words
}

/// What a mail says, the names of its people and files and its subject included.
pub fn words_of(mail: &InboundMail) -> String {
    let mut words = String::new();
    let people = mail.from.iter().chain(&mail.reply_to);
    for mailbox in people.chain(&mail.contact_form).chain(&mail.form.other) {
        words.push_str("From: ");
        if let Some(name) = &mailbox.name {
            words.push_str(name.expose());
        }
        words.push_str(&format!(" <{}>\n", mailbox.address.expose()));
    }
    if let Some(name) = &mail.form.name {
        words.push_str(&format!("From: {}\n", name.expose()));
    }
    for file in &mail.attachments {
        words.push_str(&format!("File: {}\n", file.name.expose()));
    }
    words.push_str(&format!("Subject: {}\n\n", mail.subject.expose()));
    for line in mail.text.expose().lines() {
        // Every customer can write a quotation of ours: here it is the customer's word.
        words.push_str(line.trim_start_matches(['>', '＞', ' ', '\u{3000}']));
        words.push('\n');
    }
    words.push_str(mail.signature.expose());
    words.push('\n');
    words
}

/// When the mail was written, where the shop is: what "tomorrow" is counted from. A mail that claims to
/// be older than a few days, or of the future, is counted from when it came.
fn received(mail: &InboundMail, inquiry: &Inquiry, zone: &TimeZone) -> DateTime {
    const DAYS: i64 = 3;
    let came = inquiry.received_at;
    let near = |date: &jiff::Timestamp| came.duration_since(*date).as_hours().abs() <= 24 * DAYS;
    zone.to_datetime(mail.date.filter(near).unwrap_or(came))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_slack_is_read_as_people_write_it() {
        for (name, words) in [
            ("alex.suzuki", "Alex Suzuki"),
            ("yumi_sato-2", "Yumi Sato 2"),
            ("佐藤 由美", "佐藤 由美"),
            ("", ""),
        ] {
            assert_eq!(in_words(name), words);
        }
    }
}
