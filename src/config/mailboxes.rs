//! `MAILBOXES`: several mailboxes in one deployment, each with what else the variables say.
//!
//! A TOML file with a table for each mailbox. What a table does not say is what the variables say, but
//! for where mails come from and the sender of replies: these are each mailbox's own. A mail that was
//! delivered to none of the addresses is the first one's.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Environment, Problem, Problems};
use mail::Address;
use platform::bucket;

const VARIABLE: &str = "MAILBOXES";
const EXAMPLE: &str = "/etc/replybot/mailboxes.toml";
/// Bytes of the file.
const LONGEST: u64 = 1024 * 1024;
/// Mailboxes of one deployment.
const MOST: usize = 100;

/// What a table may say, and the variable that it stands for.
const KEYS: [(&str, &str); 30] = [
    ("sender", "SENDER_EMAIL_ADDRESS"),
    ("transport", "MAIL_TRANSPORT"),
    ("smtp", "SMTP_URL"),
    ("ses_configuration_set", "SES_CONFIGURATION_SET"),
    ("imap", "IMAP_URL"),
    ("imap_folders", "IMAP_FOLDERS"),
    ("imap_sent", "IMAP_SENT"),
    ("oauth", "MAIL_OAUTH"),
    ("graph", "GRAPH_MAILBOX"),
    ("graph_folder", "GRAPH_FOLDER"),
    ("gmail", "GMAIL_OAUTH"),
    ("gmail_label", "GMAIL_LABEL"),
    ("signature", "REPLY_SIGNATURE"),
    ("logo", "REPLY_LOGO"),
    ("quotes_original", "REPLY_QUOTES_ORIGINAL"),
    ("html", "REPLY_HTML"),
    ("language", "UI_LANGUAGE"),
    ("channel", "SLACK_CHANNEL_ID"),
    ("knowledge", "KNOWLEDGE"),
    ("knowledge_internal", "KNOWLEDGE_INTERNAL"),
    ("canned_replies", "CANNED_REPLIES"),
    ("prompts", "PROMPTS"),
    ("shop", "SHOP_NAME"),
    ("politeness", "POLITENESS"),
    ("senders_allowed", "SENDERS_ALLOWED"),
    ("contact_form_senders", "CONTACT_FORM_SENDERS"),
    ("card_content", "SLACK_CARD_CONTENT"),
    ("card_files", "SLACK_CARD_FILES"),
    ("shop_facts", "SHOP_FACTS"),
    ("time_zone", "TIME_ZONE"),
];

/// What no mailbox takes over from the variables.
const OWN: [&str; 7] = [
    "SENDER_EMAIL_ADDRESS",
    "IMAP_URL",
    "IMAP_FOLDERS",
    "GRAPH_MAILBOX",
    "GRAPH_FOLDER",
    "GMAIL_OAUTH",
    "GMAIL_LABEL",
];

/// Which mailbox an environment is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailboxName {
    /// The table's name; `None` for the one mailbox that the variables describe.
    pub name: Option<String>,
    /// The addresses whose mails are this mailbox's, its sender's first.
    pub addresses: Vec<Address>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Value {
    Flag(bool),
    Number(i64),
    Text(String),
    List(Vec<String>),
    /// Where it is kept.
    Kept(Kept),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kept {
    /// In this variable.
    Env(String),
    /// In Google Secret Manager.
    Name(String),
    /// In AWS Secrets Manager.
    Arn(String),
}

type Table = BTreeMap<String, Value>;

impl Environment {
    /// Reads the file that `MAILBOXES` names. From here on this is the environment of its first
    /// mailbox, and holds those of the others.
    ///
    /// # Errors
    /// [`Problems`] with all that is wrong in the file, or why it cannot be read.
    pub async fn with_mailboxes(self) -> anyhow::Result<Environment> {
        let Some(place) = self.get(VARIABLE).map(str::to_owned) else {
            return Ok(self);
        };
        let text = self.read_text(&place).await;
        let text = text.map_err(|what| problems(vec![what]))?;
        let mut mailboxes = self.parse_mailboxes(&text).map_err(problems)?.into_iter();
        let mut first = mailboxes.next().unwrap_or(self);
        first.mailboxes = mailboxes.collect();
        Ok(first)
    }

    /// True for a mailbox of `MAILBOXES` whose table says `gmail`.
    pub fn names_gmail_mailbox(&self) -> bool {
        self.mailbox.name.is_some() && self.secret("GMAIL_OAUTH").is_some()
    }

    async fn read_text(&self, place: &str) -> Result<String, String> {
        let bytes = match bucket::Address::of_object(place) {
            Some((address, name)) => {
                let bucket = self.bucket(address).await;
                bucket.map_err(|error| error.to_string())?.read(&name).await
            }
            None => read_bounded(place, LONGEST).map_err(|error| error.to_string()),
        };
        let bytes = bytes.map_err(|error| format!("cannot be read: {error}"))?;
        String::from_utf8(bytes).map_err(|_| "is not UTF-8 text".to_owned())
    }

    /// All that is wrong is told at once.
    fn parse_mailboxes(&self, text: &str) -> Result<Vec<Environment>, Vec<String>> {
        let tables: toml::Table = toml::from_str(text).map_err(|error| {
            // The place and the reason, without the line, which may hold a password.
            let line = error
                .span()
                .map(|span| text[..span.start].lines().count().max(1));
            let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
            let reason = error.message().lines().next().unwrap_or_default();
            vec![format!("is not the TOML of mailboxes{line}: {reason}")]
        })?;
        let mut wrong = Vec::new();
        if tables.is_empty() || tables.len() > MOST {
            wrong.push(format!(
                "must describe between 1 and {MOST} mailboxes, one table each"
            ));
        }
        let mut mailboxes = Vec::new();
        for (name, table) in tables {
            let table = Table::deserialize(table)
                .map_err(|_| vec!["is no table of texts, numbers, lists and flags".to_owned()]);
            match table.and_then(|table| self.mailbox(&name, table)) {
                Ok(mailbox) => mailboxes.push(mailbox),
                Err(all) => {
                    wrong.extend(all.into_iter().map(|it| format!("(mailbox {name}) {it}")))
                }
            }
        }
        let mut seen = BTreeSet::new();
        for mailbox in &mailboxes {
            let MailboxName { name, addresses } = &mailbox.mailbox;
            let name = name.as_deref().unwrap_or_default();
            for address in addresses {
                if !seen.insert(address.mailbox()) {
                    wrong.push(format!(
                        "(mailbox {name}) has an address that another one has, too"
                    ));
                }
            }
        }
        match wrong.is_empty() {
            true => Ok(mailboxes),
            false => Err(wrong),
        }
    }

    fn mailbox(&self, name: &str, mut table: Table) -> Result<Environment, Vec<String>> {
        let mut wrong = Vec::new();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() || name.len() > 40 || !name.chars().all(is_name) {
            wrong.push("is no name: up to 40 letters, digits, `-` and `_`".to_owned());
        }
        let listed = match table.remove("addresses") {
            Some(Value::List(all)) => all,
            Some(Value::Text(one)) => vec![one],
            Some(_) => {
                wrong.push("`addresses` is no list of addresses".to_owned());
                Vec::new()
            }
            None => Vec::new(),
        };
        let mut values = BTreeMap::new();
        for (key, value) in table {
            let Some((_, variable)) = KEYS.iter().find(|(known, _)| *known == key) else {
                let known: Vec<&str> = KEYS.iter().map(|(known, _)| *known).collect();
                wrong.push(format!(
                    "`{key}` is not known; there are addresses, {}",
                    known.join(", ")
                ));
                continue;
            };
            let (variable, value) = match value {
                Value::Flag(flag) => ((*variable).to_owned(), flag.to_string()),
                Value::Number(number) => ((*variable).to_owned(), number.to_string()),
                Value::Text(text) => ((*variable).to_owned(), text),
                Value::List(all) => ((*variable).to_owned(), all.join(",")),
                Value::Kept(Kept::Name(place)) => (format!("{variable}_NAME"), place),
                Value::Kept(Kept::Arn(place)) => (format!("{variable}_ARN"), place),
                Value::Kept(Kept::Env(other)) => match self.get(&other) {
                    Some(value) => ((*variable).to_owned(), value.to_owned()),
                    None => {
                        wrong.push(format!(
                            "`{key}` is in the variable {other}, which is not set"
                        ));
                        continue;
                    }
                },
            };
            values.insert(variable, value);
        }
        let mut environment = self.with_values_instead(&OWN, values);
        let sender = environment.get("SENDER_EMAIL_ADDRESS").map(|text| {
            let bare = text
                .trim_end_matches('>')
                .rsplit('<')
                .next()
                .unwrap_or(text);
            Address::parse(bare)
        });
        let mut addresses = Vec::new();
        match sender {
            Some(Ok(address)) => addresses.push(address),
            Some(Err(error)) => wrong.push(format!("`sender` is {error}")),
            None => wrong.push("`sender` is missing: whom are replies from?".to_owned()),
        }
        for text in listed {
            match Address::parse(&text) {
                Ok(address) if addresses.contains(&address) => {}
                Ok(address) => addresses.push(address),
                Err(error) => wrong.push(format!("`addresses` holds what is {error}")),
            }
        }
        match wrong.is_empty() {
            true => {
                environment.mailbox = MailboxName {
                    name: Some(name.to_owned()),
                    addresses,
                };
                Ok(environment)
            }
            false => Err(wrong),
        }
    }
}

/// A file, unless it is longer than so many bytes.
pub(super) fn read_bounded(place: &str, longest: u64) -> std::io::Result<Vec<u8>> {
    match std::fs::metadata(place)?.len() <= longest {
        true => std::fs::read(place),
        false => Err(std::io::Error::other(format!(
            "it is longer than {} KB",
            longest / 1024
        ))),
    }
}

fn problems(all: Vec<String>) -> Problems {
    let problem = |what| Problem {
        variable: VARIABLE,
        what,
        example: EXAMPLE,
    };
    Problems(all.into_iter().map(problem).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn environment() -> Environment {
        let values = [
            ("SENDER_EMAIL_ADDRESS", "other@shop.example"),
            ("IMAP_URL", "imaps://other:hunter2@imap.example.com"),
            ("SLACK_CHANNEL_ID", "C0000001"),
            ("MAIL_TRANSPORT", "outbox"),
            ("SALES_IMAP", "imaps://sales:hunter2@imap.example.com"),
        ];
        Environment::of(values.map(|(n, v)| (n.to_owned(), v.to_owned())).into())
    }

    #[test]
    fn a_table_wins_over_the_variables_and_what_is_each_mailboxs_own_is_not_taken_over() {
        let text = r#"
            [support]
            sender = "Example Shop <support@shop.example>"
            addresses = ["help@shop.example", "support@shop.example"]
            quotes_original = true

            [sales]
            sender = "sales@shop.example"
            channel = "C0000002"
            imap = { env = "SALES_IMAP" }
            imap_folders = ["INBOX", "Sales"]
            oauth = { name = "projects/p/secrets/s/versions/latest" }
        "#;
        let all = environment().parse_mailboxes(text).unwrap();
        let [support, sales] = all.as_slice() else {
            panic!("{all:?}")
        };
        let addresses = support.mailbox.addresses.iter().map(Address::expose);
        let addresses: Vec<&str> = addresses.collect();
        assert_eq!(addresses, ["support@shop.example", "help@shop.example"]);
        let of = |it: &Environment, name: &str| it.get(name).map(str::to_owned);
        assert_eq!(of(support, "SLACK_CHANNEL_ID").as_deref(), Some("C0000001"));
        assert_eq!(
            of(support, "REPLY_QUOTES_ORIGINAL").as_deref(),
            Some("true")
        );
        assert_eq!(of(support, "IMAP_URL"), None, "another's mailbox");
        assert_eq!(of(sales, "SLACK_CHANNEL_ID").as_deref(), Some("C0000002"));
        assert_eq!(
            of(sales, "IMAP_URL").as_deref(),
            Some("imaps://sales:hunter2@imap.example.com")
        );
        assert_eq!(of(sales, "IMAP_FOLDERS").as_deref(), Some("INBOX,Sales"));
        assert_eq!(
            of(sales, "MAIL_OAUTH_NAME").as_deref(),
            Some("projects/p/secrets/s/versions/latest")
        );
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_and_no_value_is_repeated() {
        let text = r#"
            [support]
            sender = "support"
            imap = { env = "NOT_SET" }
            sigature = "hunter2"

            [sales]
            sender = "a@shop.example"
            addresses = ["b@shop.example", "not an address"]

            [other]
            sender = "A@shop.example"
            [more]
            sender = "a@shop.example"
        "#;
        let wrong = environment().parse_mailboxes(text).unwrap_err().join("\n");
        for expected in [
            "`sender` is",
            "NOT_SET",
            "`sigature` is not known",
            "(mailbox sales) `addresses`",
        ] {
            assert!(wrong.contains(expected), "{expected}: {wrong}");
        }
        assert!(wrong.contains("another one has"), "{wrong}");
        assert!(!wrong.contains("hunter2"), "{wrong}");
        for broken in [
            "",
            "sender = \"a@b.example\"",
            "[a]\nsender = \"hunter2",
            "[a]\nsender = 1.5",
        ] {
            let wrong = environment()
                .parse_mailboxes(broken)
                .unwrap_err()
                .join("\n");
            assert!(!wrong.contains("hunter2"), "{wrong}");
        }
    }
}
