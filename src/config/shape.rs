//! The shape of everything that is set, whether the command at hand uses it or not: what is wrong is
//! said at the start, and not when it is needed for the first time.

use super::Reader;
use super::environment::{our_variable, our_variables};
use super::text::{LONGEST_HEADER, is_word};

/// JSON and texts may have several lines, and be long.
const SEVERAL_LINES: [&str; 5] = [
    "GMAIL_OAUTH",
    "GOOGLE_APPLICATION_CREDENTIALS",
    "MAIL_OAUTH",
    "PII_RULES",
    "REPLY_SIGNATURE",
];
/// Bytes of those.
const LONGEST: usize = 256 * 1024;

const URLS: [&str; 11] = [
    "CLOUDSDK_API_ENDPOINT_OVERRIDES_OAUTH2",
    "CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN",
    "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER",
    "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE",
    "GMAIL_API_URL",
    "GMAIL_TOKEN_URL",
    "GRAPH_API_URL",
    "OPENAI_BASE_URL",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "REPLYBOT_URL",
    "SLACK_API_URL",
];

type Shape = (&'static str, &'static str, fn(&str) -> bool);

/// Names of things in clouds and in Slack: what a value is not, and how to tell.
const NAMES: [Shape; 15] = [
    (
        "ASYNC_GENERATION_AUDIENCE",
        "is no audience: an address, or a word without blanks",
        is_word,
    ),
    (
        "AWS_LAMBDA_FUNCTION_NAME",
        "is no function's name or ARN",
        is_function,
    ),
    ("CLOUD_RUN_JOB", "is no name of a Cloud Run job", is_name),
    (
        "CLOUD_RUN_JOB_NAME",
        "is no name of a Cloud Run job",
        is_name,
    ),
    ("CLOUD_RUN_JOB_REGION", "is no region", is_name),
    (
        "CLOUD_RUN_SERVICE_NAME",
        "is no name of a Cloud Run service",
        is_name,
    ),
    (
        "GCE_METADATA_HOST",
        "is no host, with or without a port",
        is_host,
    ),
    ("GCP_PROJECT_ID", "is no id of a project", is_host),
    (
        "GRAPH_MAILBOX",
        "is neither a mail address nor an id",
        is_word,
    ),
    ("K_SERVICE", "is no name of a Cloud Run service", is_name),
    ("LAMBDA_ALIAS", "is no alias of a function", is_name),
    ("OPENAI_MODEL", "is no model's name", is_word),
    (
        "SES_CONFIGURATION_SET",
        "is no name of a configuration set",
        is_name,
    ),
    ("SES_INBOUND_BUCKET_NAME", "is no bucket's name", is_name),
    (
        "STAGE",
        "is no name of letters, digits, `-`, `_` and `.`",
        is_name,
    ),
];

impl Reader<'_> {
    /// Looks at everything that is set.
    pub(super) fn all_that_is_set(&mut self) {
        for (variable, example) in our_variables() {
            self.line(variable, example);
        }
        for variable in URLS {
            if let Some((variable, example)) = our_variable(variable) {
                self.optional_url(variable, example);
            }
        }
        const ENDPOINT: &str = "ASYNC_GENERATION_ENDPOINT";
        if self.optional(ENDPOINT).is_some_and(|it| it != "self") {
            self.url(
                ENDPOINT,
                "https://replybot-abc123-an.a.run.app/async/generate",
            );
        }
        for (variable, what, is_right) in NAMES {
            let wrong = self.optional(variable).filter(|value| !is_right(value));
            if let Some((_, (variable, example))) = wrong.zip(our_variable(variable)) {
                self.problem(variable, what, example);
            }
        }
        self.of_slack();
        self.of_models();
        self.of_mailboxes();
        self.of_this_process();
    }

    /// None of them is endless, or holds control characters.
    fn line(&mut self, variable: &'static str, example: &'static str) {
        let Some(value) = self.optional(variable) else {
            return;
        };
        let has_lines = SEVERAL_LINES.contains(&variable);
        let longest = if has_lines { LONGEST } else { LONGEST_HEADER };
        let is_odd = |c: char| c.is_control() && !(has_lines && matches!(c, '\n' | '\r' | '\t'));
        if value.len() > longest || value.contains(is_odd) {
            let what = format!("is longer than {longest} bytes, or holds control characters");
            self.problem(variable, &what, example);
        }
    }

    fn of_slack(&mut self) {
        if self.environment.secret("SLACK_APP_TOKEN").is_some() {
            self.app_token();
        }
        if self.environment.secret("SLACK_CONFIG_TOKEN").is_some() {
            self.config_token();
        }
        if self.optional("SLACK_APP_ID").is_some() {
            self.app_id();
        }
    }

    fn of_models(&mut self) {
        self.model_timeout();
        self.fallbacks("http://localhost", None);
        self.choice("KNOWLEDGE_INTERNAL", &[("false", false), ("true", true)]);
    }

    fn of_mailboxes(&mut self) {
        for every in [
            "GMAIL_POLL_INTERVAL",
            "IMAP_POLL_INTERVAL",
            "GRAPH_POLL_INTERVAL",
        ] {
            self.poll_interval(every);
        }
        if self.environment.secret("MAIL_OAUTH").is_some() {
            self.optional_oauth();
        }
        if self.environment.secret("SMTP_URL").is_some() {
            self.smtp();
        }
        self.send_delay();
    }

    fn of_this_process(&mut self) {
        self.port(8080);
        self.shard();
        self.choice("LOG_FORMAT", &[("json", ()), ("text", ())]);
        let level = self.optional("LOG_LEVEL");
        if level.is_some_and(|level| !platform::telemetry::is_filter(&level)) {
            let what = "is neither a level (error, warn, info, debug, trace, off) nor filters such as replybot=debug,info";
            self.problem("LOG_LEVEL", what, "info");
        }
    }
}

fn is_name(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    // `cargo lambda watch` calls its function `_`.
    let starts = text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    text.len() <= 128 && starts && text.chars().all(is_part)
}

fn is_function(text: &str) -> bool {
    is_name(&text.replace([':', '$'], "-"))
}

/// A host, or a project of a domain (`example.com:project`).
fn is_host(text: &str) -> bool {
    let inside = text.trim_start_matches('[').replace([':', ']'], "0");
    is_name(&inside)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::{Environment, Problems, ServeConfig};
    use super::*;

    const COMPLETE: [(&str, &str); 7] = [
        ("SLACK_BOT_TOKEN", "xoxb-1234"),
        ("SLACK_SIGNING_SECRET", "0123456789abcdef0123456789abcdef"),
        ("SLACK_CHANNEL_ID", "C0000001"),
        ("OPENAI_API_KEY", "sk-1"),
        ("SENDER_EMAIL_ADDRESS", "Shop <support@shop.example>"),
        ("MAIL_TRANSPORT", "outbox"),
        ("ASYNC_GENERATION_AUTH_HEADER", "Bearer 0123456789abcdef"),
    ];

    /// What is said where these stand above a configuration that is complete.
    fn problems_of<'v>(values: impl IntoIterator<Item = (&'v str, &'v str)>) -> String {
        let values = COMPLETE.into_iter().chain(values);
        let values = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let environment = Environment::of(values.collect());
        let read = ServeConfig::read(&environment, false);
        read.err().map(|it| it.to_string()).unwrap_or_default()
    }

    fn names(said: &str, variable: &str) -> bool {
        said.lines()
            .any(|line| line.trim_start().starts_with(&format!("{variable} ")))
    }

    /// What people may call as they like.
    const FREE: [&str; 12] = [
        "GMAIL_LABEL",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "GRAPH_FOLDER",
        "IMAP_FOLDERS",
        "IMAP_SENT",
        // Its place is looked at before the rest is read.
        "MAILBOXES",
        "MAILBOX_PASSWORD",
        "REPLYBOT_DATA",
        "REPLY_SIGNATURE",
        "SES_INBOUND_PREFIX",
        "SHOP_NAME",
        // The process that starts this one sets it, and one that is no trace is to be ignored
        // (W3C Trace Context §3.2).
        "TRACEPARENT",
    ];
    /// Any word will do, a number as well.
    const WORDS: [&str; 7] = [
        "ASYNC_GENERATION_AUTH_HEADER",
        "DDB_TABLE_NAME",
        "METRICS_TOKEN",
        "OPENAI_API_KEY",
        "OPENAI_FALLBACK_API_KEY",
        "OPENAI_FALLBACK_MODELS",
        "SLACK_SIGNING_SECRET",
    ];

    #[test]
    fn nonsense_in_any_setting_stops_the_start_by_its_name_and_is_never_shown() {
        let endless = "k".repeat(300_000);
        let is_free = |name: &str| FREE.contains(&name);
        let is_word = |name: &str| is_free(name) || WORDS.contains(&name);
        let is_name = |name: &str| is_word(name) || NAMES.iter().any(|it| it.0 == name);
        // What each may be in: nothing, or what takes any text.
        type MayPass<'m> = &'m dyn Fn(&str) -> bool;
        let nonsense: [(&str, MayPass<'_>); 6] = [
            ("hunter2\u{7}hunter2", &|_| false),
            (&endless, &|_| false),
            ("utter hunter2 nonsense!", &|name| {
                is_free(name) || name == "ASYNC_GENERATION_AUTH_HEADER"
            }),
            ("-1", &is_word),
            ("-99999999999999999999999", &is_word),
            ("99999999999999999999999", &is_name),
        ];
        for (value, may_pass) in nonsense {
            let said = problems_of(our_variables().map(|(variable, _)| (variable, value)));
            assert!(!said.contains("hunter2"), "{said}");
            let passed = our_variables().filter(|(name, _)| !names(&said, name) && !may_pass(name));
            let passed: Vec<&str> = passed.map(|(name, _)| name).collect();
            assert_eq!(passed, [""; 0], "with {:.30}", value);
        }
    }

    #[test]
    fn an_empty_setting_is_one_that_is_not_set() {
        for empty in ["", "  ", "\t\n"] {
            let said = problems_of(our_variables().map(|(variable, _)| (variable, empty)));
            for (variable, _) in our_variables() {
                let is_needed = COMPLETE.iter().any(|(name, _)| *name == variable);
                assert_eq!(names(&said, variable), is_needed, "{variable}: {said}");
            }
        }
    }

    #[test]
    fn an_example_in_place_of_a_secret_is_no_secret() {
        let secrets = [
            ("SLACK_BOT_TOKEN", "xoxb-..."),
            ("SLACK_BOT_TOKEN", "xoxb-your-token"),
            ("SLACK_BOT_TOKEN", "xoxb-<token>"),
            ("SLACK_APP_TOKEN", "bad"),
            ("SLACK_APP_TOKEN", "xapp-…"),
            ("SLACK_SIGNING_SECRET", "your-signing-secret"),
            ("OPENAI_API_KEY", "sk-..."),
            ("OPENAI_API_KEY", "sk-your_key"),
            ("ASYNC_GENERATION_AUTH_HEADER", "Bearer <32 random bytes>"),
            ("METRICS_TOKEN", "changeme-changeme"),
        ];
        for (variable, value) in secrets {
            let said = problems_of([(variable, value)]);
            assert!(names(&said, variable), "{variable}={value}: {said}");
        }
        // The documents' own.
        for variable in super::super::environment::SECRETS {
            let (_, example) = our_variable(variable).unwrap();
            // One that looks like a real one may be a simulator's: the service itself refuses it.
            if example.contains('…') {
                let said = problems_of([(variable, example)]);
                assert!(names(&said, variable), "{variable}={example}: {said}");
            }
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let wrong = [
            ("OPENAI_TIMEOUT", "0"),
            ("CARDS_PER_SENDER", "-1"),
            ("LOG_LEVEL", "loud"),
            ("LOG_FORMAT", "xml"),
            ("SLACK_APP_TOKEN", "bad"),
            ("SLACK_SIGNING_SECRET", "too short"),
            ("PORT", "99999"),
            ("IMAP_POLL_INTERVAL", "0"),
            ("STAGE", "a stage"),
        ];
        let values = COMPLETE.into_iter().chain(wrong);
        let values = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let environment = Environment::of(values.collect());
        let Err(Problems(problems)) = ServeConfig::read(&environment, false) else {
            panic!("it was taken")
        };
        let mut named: Vec<&str> = problems.iter().map(|it| it.variable).collect();
        named.sort_unstable();
        let mut expected = wrong.map(|(name, _)| name);
        expected.sort_unstable();
        assert_eq!(named, expected);
    }
}
