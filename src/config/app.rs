//! What a process that works on inquiries needs: the store, the masking, the clocks, the HTTP server.

use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::reader::Reader;
use super::text::is_table_name;
use super::{AppConfig, Callers, DispatchConfig, HttpConfig, Limits, SlackConfig, StoreConfig};
use mail::FormSender;
use pii::{Masker, Rules};
use platform::secrets::Secret;
use screens::card::CardContent;
use screens::texts::Language;

const SIGNING_SECRET_EXAMPLE: &str = "8f742231b10e8888abcd99000fff85a5";

impl Reader<'_> {
    pub(super) fn app(&mut self) -> AppConfig {
        let slack = self.slack();
        self.app_with(slack, self.environment.dev)
    }

    /// The app of a job, which posts no card: those that it brings up to date say where they are.
    pub(super) fn app_of_job(&mut self) -> AppConfig {
        let slack = SlackConfig {
            channel: match self.environment.get("SLACK_CHANNEL_ID") {
                Some(_) => self.channel(),
                None => String::new(),
            },
            api_url: self.url("SLACK_API_URL", "https://slack.com/api"),
            bot_token: self.bot_token(),
        };
        self.app_with(slack, self.environment.dev)
    }

    /// The app of a command that asks no model: drafts are left to the processes that do.
    pub(super) fn app_without_model(&mut self) -> AppConfig {
        let slack = self.slack();
        let dispatch = match self.environment.dev {
            true => DispatchConfig::Here,
            false => DispatchConfig::Elsewhere,
        };
        AppConfig {
            dispatch,
            ..self.app_with(slack, true)
        }
    }

    pub(super) fn app_with(&mut self, slack: SlackConfig, or_sample: bool) -> AppConfig {
        self.all_that_is_set();
        let mut mailboxes = self.each_mailbox(|reader| {
            let slack = SlackConfig {
                // Where this is required, it is missed once, for all.
                channel: match reader.environment.get("SLACK_CHANNEL_ID") {
                    Some(_) => reader.channel(),
                    None => String::new(),
                },
                ..slack.clone()
            };
            reader.app_with(slack, or_sample)
        });
        // One reads the mails of all.
        let others = mailboxes.iter_mut();
        let others = others.map(|it| std::mem::take(&mut it.originals)).collect();
        AppConfig {
            store: self.store(),
            slack,
            drafter: self.drafter(or_sample),
            knowledge: self.knowledge(),
            prompts: self.prompt_source(),
            spending: self.spending(),
            masker: self.masker(),
            own_address: self.own_address(),
            form_senders: self.form_senders(),
            shop: self.shop_name(),
            stationery: self.stationery(),
            canned: self.canned(),
            facts: self.facts(),
            language: self.language(),
            card_content: self.choice(
                "SLACK_CARD_CONTENT",
                &[("masked", CardContent::Masked), ("full", CardContent::Full)],
            ),
            card_files: self.card_files(),
            time_zone: self.time_zone(),
            summary: self.summary(),
            answer_target: self.answer_target(),
            senders: self.senders(),
            external_members: self.choice(
                "SLACK_EXTERNAL_MEMBERS",
                &[("refused", false), ("allowed", true)],
            ),
            retention: Duration::from_secs(24 * 60 * 60 * self.retention_days()),
            dispatch: DispatchConfig::Here,
            google: self.google(),
            originals: self.originals().and(others),
            reader: self.environment.file_reader(),
            limits: Limits::default(),
            mailbox: self.environment.mailbox.clone(),
            mailboxes,
        }
    }

    pub(super) fn masker(&mut self) -> Arc<Masker> {
        const EXAMPLE: &str = r#"'{"patterns":[{"kind":"MEMBER_ID","pattern":"M-[0-9]{6}"}]}'"#;
        let Some(rules) = self.environment.get("PII_RULES") else {
            return Arc::default();
        };
        let read = if rules.starts_with('{') {
            Ok(rules.to_owned())
        } else {
            std::fs::read_to_string(rules)
                .map_err(|error| format!("names a file that cannot be read: {error}"))
        };
        let parsed = read.and_then(|json| {
            serde_json::from_str::<Rules>(&json)
                .map_err(|error| format!("is not the JSON of rules: {error}"))
        });
        let masker =
            parsed.and_then(|rules| Masker::new(&rules).map_err(|error| error.to_string()));
        masker.map(Arc::new).unwrap_or_else(|problem| {
            problem
                .lines()
                .for_each(|line| self.problem("PII_RULES", line, EXAMPLE));
            Arc::default()
        })
    }

    pub(super) fn language(&mut self) -> Language {
        self.choice("UI_LANGUAGE", &[("ja", Language::Ja), ("en", Language::En)])
    }

    pub(super) fn form_senders(&mut self) -> Vec<FormSender> {
        let list = self
            .environment
            .get("CONTACT_FORM_SENDERS")
            .unwrap_or_default();
        let entries = list.split(',').map(str::trim).filter(|it| !it.is_empty());
        let senders: Result<_, _> = entries.map(FormSender::parse).collect();
        senders.unwrap_or_else(|_| {
            self.problem(
                "CONTACT_FORM_SENDERS",
                "holds something that is neither a mail address nor a domain",
                "forms@example.com,formservice.example",
            );
            Vec::new()
        })
    }

    pub(super) fn time_zone(&mut self) -> TimeZone {
        const DEFAULT: &str = "Asia/Tokyo";
        let name = self.environment.get("TIME_ZONE").unwrap_or(DEFAULT);
        TimeZone::get(name).unwrap_or_else(|_| {
            self.problem("TIME_ZONE", "is no time zone of the IANA database", DEFAULT);
            TimeZone::UTC
        })
    }

    pub(super) fn retention_days(&mut self) -> u64 {
        self.number("RETENTION_DAYS", 1..=3650, "30").unwrap_or(30)
    }

    pub(super) fn store(&mut self) -> StoreConfig {
        const VARIABLE: &str = "DDB_TABLE_NAME";
        match self.environment.get(VARIABLE) {
            // A `dev` workspace lives in its data folder alone.
            Some(table) if !self.environment.dev => {
                let table = table.to_owned();
                if !is_table_name(&table) {
                    let what = "is not a table's name: 3 to 255 letters, digits, `_`, `-` or `.`; or its ARN";
                    self.problem(VARIABLE, what, "replybot-inquiries");
                }
                StoreConfig::DynamoDb { table }
            }
            _ => StoreConfig::Sqlite {
                path: self.environment.data().join("replybot.sqlite3"),
            },
        }
    }

    /// The store of a command that looks after what others put there: it makes none.
    pub(super) fn existing_store(&mut self) -> StoreConfig {
        let store = self.store();
        if let StoreConfig::Sqlite { path } = &store
            && !path.is_file()
        {
            let what = format!(
                "leads to no store: there is no {} (is it the folder of your `replybot dev` or `replybot serve`?)",
                path.display()
            );
            self.problem("REPLYBOT_DATA", &what, "replybot-data, or --data FOLDER");
        }
        store
    }

    /// `PORT`; 0 is any that is free.
    pub(super) fn port(&mut self, default: u16) -> u16 {
        let port = self.number("PORT", 0..=u64::from(u16::MAX), "8080");
        port.and_then(|it| u16::try_from(it).ok())
            .unwrap_or(default)
    }

    pub(super) fn http(&mut self) -> HttpConfig {
        HttpConfig {
            port: self.port(8080),
            signing_secret: self.long_secret("SLACK_SIGNING_SECRET", SIGNING_SECRET_EXAMPLE),
            callers: Callers::default(),
            metrics_token: self.metrics_token(),
        }
    }

    fn metrics_token(&mut self) -> Option<Secret> {
        const VARIABLE: &str = "METRICS_TOKEN";
        self.optional_secret(VARIABLE)?;
        Some(self.long_secret(VARIABLE, "3f6c… (32 random bytes)"))
    }
}
