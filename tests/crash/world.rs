//! The product's surroundings in one history, and what the people in it know.

use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use inquiry::clock::{Clock, ManualClock};
use mail::parse;
use replybot::app::Ids;
use serde_json::Value;
use slack::signature::sign;
use slack_sim::{Channel, Language, Place, Settings, User, Workspace};

use crate::dice::Dice;
use crate::life::Site;
use crate::llm::{self, Llm};
use crate::proxy::Proxy;
use crate::smtp::Smtp;
use crate::support::ses::Ses;
use crate::weather::Weather;

pub const CHANNEL: &str = "C0000001";
pub const PEOPLE: [&str; 3] = ["U0000001", "U0000002", "U0000003"];
/// In the workspace, and not in the channel.
pub const OUTSIDER: &str = "U0000009";
const SIGNING_SECRET: &str = "0ca4a2950516516e675ec2e7ca4a2900";
const BOT_TOKEN: &str = "xoxb-canary-token";
/// What is typed into replies beside the rest.
pub const TYPED_PHONE: &str = "080-9876-5432";

/// What must be in no log, reach no model and stand in no channel.
pub const SECRETS: [&str; 8] = [
    SIGNING_SECRET,
    BOT_TOKEN,
    "canary-0123456789",
    llm::KEY,
    "yamada@example.com",
    "090-1234-5678",
    "Yamada",
    TYPED_PHONE,
];

/// A customer's mail. Its word is in it and in no other.
pub struct Letter {
    pub word: &'static str,
    pub acknowledged: bool,
}

pub const WORDS: [&str; 6] = ["walnut", "lantern", "thimble", "saddle", "anchor", "kettle"];

/// Two customers write again: their second mails answer their first. A stranger continues a
/// conversation that was never theirs.
pub fn answers(word: &str) -> Option<&'static str> {
    match word {
        "thimble" | "kettle" => Some("walnut"),
        "anchor" => Some("lantern"),
        _ => None,
    }
}

/// Who wrote it, and who gets the reply.
pub fn address(word: &str) -> String {
    let customer = answers(word).filter(|_| word != "kettle");
    format!("{}.yamada@example.com", customer.unwrap_or(word))
}

/// Who got a copy of it, and gets one of the reply unless the operator does not want that.
pub const PARTNER: &str = "partner@example.org";

impl Letter {
    pub fn new(word: &'static str) -> Letter {
        Letter {
            word,
            acknowledged: false,
        }
    }

    pub fn eml(&self) -> String {
        let word = self.word;
        let in_reply_to = answers(word).map_or(String::new(), |first| {
            format!("In-Reply-To: <{first}@example.com>\r\n")
        });
        format!(
            "Message-ID: <{word}@example.com>\r\n{in_reply_to}From: Taro Yamada <{}>\r\n\
             To: support@shop.example\r\nCc: {PARTNER}\r\nSubject: Where is my {word}?\r\n\
             Date: Tue, 24 Nov 2026 11:00:00 +0900\r\n\
             MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
             Hello,\r\n\r\nmy {word} has not arrived. Please call me at 090-1234-5678.\r\n\r\nTaro\r\n",
            address(word)
        )
    }
}

/// A mail that the mail server got.
pub struct Sent {
    pub word: Option<&'static str>,
    pub text: String,
    /// Its recipients and subject.
    pub around: String,
    /// It passes a customer's mail on.
    pub passes_on: bool,
}

/// What a person typed into a view, and what they did with it.
pub struct Typed {
    pub text: String,
    pub submitted: bool,
}

/// What a person submitted.
pub struct Approved {
    pub text: String,
    /// Its recipients and subject, as the screen showed them.
    pub around: String,
    /// It passes a customer's mail on.
    pub passes_on: bool,
    /// A question over the screen asked whether another reply should go out although an earlier one went, or may
    /// have gone.
    pub insists: bool,
    /// The person has answered a question over the screen.
    pub answered: bool,
}

impl Approved {
    pub fn is(&self, sent: &Sent) -> bool {
        self.text == sent.text && self.around == sent.around && self.passes_on == sent.passes_on
    }
}

impl Ledger {
    pub fn approve(&mut self, word: &'static str, text: String, around: String, passes_on: bool) {
        let approved = Approved {
            text,
            around,
            passes_on,
            insists: false,
            answered: false,
        };
        self.approved.entry(word).or_default().push(approved);
    }

    /// The person was asked about the submission of this text, and sends it anyway: one submission
    /// still. Where the answer to that was lost, the question stays on the screen, and sending it once
    /// more is another when it asks about the reply that may have gone out by then.
    pub fn insist(
        &mut self,
        word: &str,
        (text, around): (&str, String),
        passes_on: bool,
        about_another: bool,
    ) {
        let Some(approved) = self.approved.get_mut(word) else {
            return;
        };
        let is_it =
            |it: &Approved| it.text == text && it.around == around && it.passes_on == passes_on;
        let another = |insists| Approved {
            text: text.to_owned(),
            around: around.clone(),
            passes_on,
            insists,
            answered: true,
        };
        let mut same = approved.iter_mut().rev();
        match same.find(|it| is_it(it)) {
            Some(again) if again.answered && about_another => {
                let another = another(true);
                approved.push(another);
            }
            Some(first) => {
                first.answered = true;
                first.insists |= about_another;
            }
            // The question showed something else than the view beneath: that is what is approved.
            None => {
                let another = another(about_another);
                approved.push(another);
            }
        }
    }

    /// True when a person insisted on a second reply to the mail about this word.
    pub fn insisted(&self, word: &str) -> bool {
        let mut approved = self.approved.get(word).into_iter().flatten();
        approved.any(|it| it.insists)
    }

    pub fn note_bounce(&mut self, mail: &str) {
        let sent = World::sent(vec![mail.to_owned()]);
        self.bounced
            .extend(sent.into_iter().filter_map(|it| it.word));
    }
}

/// What the people know.
#[derive(Default)]
pub struct Ledger {
    /// By view, as long as the person has not given the text up.
    pub typed: BTreeMap<String, Typed>,
    /// By word: what a person submitted.
    pub approved: BTreeMap<&'static str, Vec<Approved>>,
    /// By word: how often a person said that a reply did not go out.
    pub unsent: BTreeMap<&'static str, usize>,
    /// The words whose reply came back.
    pub bounced: BTreeSet<&'static str>,
    /// The words whose reply somebody marked as sent.
    pub marked: BTreeSet<&'static str>,
    /// The words that somebody wanted to close, as needing no reply or as spam.
    pub closed: BTreeSet<&'static str>,
    /// Refusals that only a kill explains.
    pub unanswered: usize,
}

pub struct World {
    /// In front of the mail server, in the histories whose replies go through it.
    pub ses: Option<Ses>,
    pub workspace: Workspace,
    pub llm: Llm,
    pub smtp: Smtp,
    pub clock: ManualClock,
    pub weather: Arc<Weather>,
    pub site: Site,
    pub ledger: Ledger,
    outsider: reqwest::Client,
    _data: tempfile::TempDir,
}

impl World {
    pub async fn new(seed: u64, name: &str) -> World {
        let (llm, smtp, slack) = (
            Llm::start().await,
            Smtp::start().await,
            Proxy::start().await,
        );
        let (clock, hand) = Clock::manual("2026-11-24T03:00:00Z".parse().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let events_url = format!("http://{}/slack/events", listener.local_addr().unwrap());
        let data = folder();
        let mut dice = Dice::new(seed, "world");
        let ses = match dice.percent(30) {
            true => Some(Ses::start(&smtp).await),
            false => None,
        };
        let mut values = values(&data, &slack, &llm, &smtp);
        if dice.percent(50) {
            let canned = data.path().join("canned");
            std::fs::create_dir(&canned).unwrap();
            for (file, text) in [
                (
                    "late.md",
                    "# It is late\nDear {{customer_name}}, it is on its way.",
                ),
                ("done.md", "# It is there\nDear customer, it is there."),
            ] {
                std::fs::write(canned.join(file), text).unwrap();
            }
            let canned = canned.to_str().unwrap().to_owned();
            values.insert("CANNED_REPLIES".to_owned(), canned);
        }
        if dice.percent(35) {
            values.insert("SEND_DELAY_SECONDS".to_owned(), "20".to_owned());
        }
        let site = Site {
            name: name.to_owned(),
            ses_url: ses.as_ref().map(|ses| ses.url().to_owned()),
            values,
            listener,
            clock: clock.clone(),
            ids: Ids::Counting(Arc::default()),
        };
        World {
            ses,
            workspace: workspace(&slack, events_url, clock).await,
            weather: Weather::new(seed, &slack, &llm, &smtp),
            llm,
            smtp,
            clock: hand,
            site,
            ledger: Ledger::default(),
            outsider: reqwest::Client::builder()
                .timeout(Duration::from_secs(5))
                .build()
                .unwrap(),
            _data: data,
        }
    }

    /// What a view says, inputs included; nothing when it is closed.
    pub fn text(&self, view_id: &str) -> String {
        self.workspace.visible_text(&Place::View {
            view_id: view_id.to_owned(),
        })
    }

    /// The cards of the mail with this word: where they stand and what they say.
    pub fn cards(&self, word: &str) -> Vec<(Place, String)> {
        let messages = self.workspace.messages();
        let places = messages.iter().map(|message| Place::Message {
            channel: CHANNEL.to_owned(),
            ts: message["ts"].as_str().unwrap().to_owned(),
        });
        let mut cards: Vec<_> = places
            .map(|place| (place.clone(), self.workspace.visible_text(&place)))
            .collect();
        cards.retain(|(_, text)| text.contains(&format!("my {word}")) && !passes_on(text));
        cards
    }

    /// The inquiry's name, as its card's button carries it: its first card's, behind which are those that
    /// pass it on.
    pub fn context_id(&self, word: &str) -> Option<String> {
        let messages = self.workspace.messages();
        let about = format!("my {word}");
        let card = messages.iter().find(|it| it.to_string().contains(&about))?;
        let id = card["metadata"]["event_payload"]["context_id"].as_str()?;
        Some(id.to_owned())
    }

    /// Sends a request of an outsider's making to the product; `None` when the process does not answer.
    pub async fn post(&self, path: &str, body: &str, signed: bool) -> Option<u16> {
        let url = format!("http://{}{path}", self.site.listener.local_addr().unwrap());
        let kind = match path {
            "/slack/events" => "application/x-www-form-urlencoded",
            _ => "application/json",
        };
        let mut request = self.outsider.post(url).header("content-type", kind);
        if signed {
            let at = self.site.clock.now().as_second().to_string();
            let secret = secrecy::SecretString::from(SIGNING_SECRET);
            let signature = sign(&secret, &at, body.as_bytes());
            request = request
                .header("x-slack-request-timestamp", at)
                .header("x-slack-signature", signature);
        }
        let answer = request.body(body.to_owned()).send().await;
        Some(answer.ok()?.status().as_u16())
    }

    /// The views on all screens.
    pub fn views(&self) -> Vec<String> {
        PEOPLE
            .iter()
            .flat_map(|person| self.workspace.open_views(person))
            .collect()
    }

    pub fn sent(mails: Vec<String>) -> Vec<Sent> {
        let read = |mail: String| {
            let parsed = parse(mail.as_bytes());
            let text = parsed.text.expose().trim().to_owned();
            let passes_on = parsed.in_reply_to.is_empty();
            let answers = |word: &&str| {
                let id = format!("{word}@example.com");
                parsed.in_reply_to.iter().any(|it| it.as_str() == id)
            };
            let word = match passes_on {
                true => word_in(&text),
                false => WORDS.into_iter().find(answers),
            };
            let addresses = |list: &[mail::Mailbox]| {
                let list = list.iter().map(|it| it.address.expose());
                list.collect::<Vec<_>>().join(",")
            };
            Sent {
                word,
                around: format!(
                    "{}|{}|{}",
                    addresses(&parsed.to),
                    addresses(&parsed.cc),
                    parsed.subject.expose()
                ),
                text,
                passes_on,
            }
        };
        mails.into_iter().map(read).collect()
    }
}

/// The word of the mail that a text is about.
pub fn word_in(text: &str) -> Option<&'static str> {
    WORDS
        .into_iter()
        .find(|word| text.contains(&format!("my {word} has not arrived")))
}

/// `block_id` and text of the reply's inputs in a view, from top to bottom.
pub fn inputs(view: &Value) -> Vec<(String, String)> {
    let blocks = view["blocks"].as_array().into_iter().flatten();
    blocks
        .filter_map(|block| block["block_id"].as_str())
        .filter(|block_id| block_id.starts_with("editable_reply_block"))
        .map(|block_id| {
            let value = &view["state"]["values"][block_id]["editable_reply_input"]["value"];
            (
                block_id.to_owned(),
                value.as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect()
}

/// In memory where that is possible: the store waits for the disk at every write.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

async fn workspace(slack: &Proxy, events_url: String, clock: Clock) -> Workspace {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    slack.stand_before(&base_url);
    let user = |id: &str, name: &str| User {
        id: id.to_owned(),
        name: name.to_owned(),
    };
    let workspace = Workspace::open(Settings {
        bot_token: BOT_TOKEN.to_owned(),
        signing_secret: SIGNING_SECRET.to_owned(),
        events_url,
        base_url,
        channel: Channel {
            id: CHANNEL.to_owned(),
            name: "support".to_owned(),
        },
        users: vec![
            user(PEOPLE[0], "Yumi Sato"),
            user(PEOPLE[1], "Alex Suzuki"),
            user(PEOPLE[2], "Ken Tanaka"),
            user(OUTSIDER, "Mallory Mori"),
        ],
        language: Language::En,
        state_file: None,
        now: Arc::new(move || clock.now()),
        rate_limits: false,
        acknowledge_within: slack_sim::ACKNOWLEDGE_WITHIN,
    })
    .unwrap();
    workspace.set_members(&PEOPLE);
    tokio::spawn(llm::axum_serve(listener, workspace.router()));
    workspace
}

fn values(
    data: &tempfile::TempDir,
    slack: &Proxy,
    llm: &Llm,
    smtp: &Smtp,
) -> BTreeMap<String, String> {
    [
        ("REPLYBOT_DATA", data.path().to_str().unwrap()),
        ("SLACK_API_URL", &format!("{}/api", slack.url())),
        ("SLACK_BOT_TOKEN", BOT_TOKEN),
        ("SLACK_SIGNING_SECRET", SIGNING_SECRET),
        ("SLACK_CHANNEL_ID", CHANNEL),
        ("OPENAI_BASE_URL", llm.url()),
        ("OPENAI_API_KEY", llm::KEY),
        ("OPENAI_MODEL", "test-model"),
        (
            "SENDER_EMAIL_ADDRESS",
            "Example Shop <support@shop.example>",
        ),
        ("MAIL_TRANSPORT", "smtp"),
        ("SMTP_URL", smtp.url()),
        ("ASYNC_GENERATION_AUTH_HEADER", "Bearer canary-0123456789"),
        ("UI_LANGUAGE", "en"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect()
}

/// The recipients and the subject of the reply that a view shows: as [`Sent::around`] has it.
pub fn around(view: &Value, shown: &str) -> String {
    let line = |starts: &[&str]| {
        let lines = shown.lines().rev();
        let found = lines
            .filter_map(|line| {
                starts
                    .iter()
                    .find_map(|start| line.trim().strip_prefix(start))
            })
            .next();
        found.unwrap_or_default().trim().to_owned()
    };
    let address = |text: String| text.split('\u{3000}').next().unwrap_or_default().to_owned();
    let to = address(line(&["To: ", "宛先: "]));
    let boxes = view["state"]["values"].as_object().into_iter().flatten();
    let mut boxes = boxes.filter(|(id, _)| id.starts_with("copies_block"));
    let cc = match boxes.next() {
        Some(_) if copies(view) => PARTNER.to_owned(),
        Some(_) => String::new(),
        None => address(line(&["Cc: ", "CC: "])),
    };
    format!("{to}|{cc}|{}", line(&["Subject: ", "件名："]))
}

/// True for the window of a mail that passes a customer's on.
pub fn passes_on(shown: &str) -> bool {
    ["to pass the customer", "転送するために作成しました"]
        .iter()
        .any(|said| shown.contains(said))
}

/// Whether the view says that the partner gets a copy.
fn copies(view: &Value) -> bool {
    let values = view["state"]["values"].as_object();
    let mut values = values.into_iter().flat_map(|values| values.values());
    let chosen = values.find_map(|block| block["copies_choice"]["selected_options"].as_array());
    chosen.is_none_or(|chosen| !chosen.is_empty())
}
