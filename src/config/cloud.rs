//! What the cloud roles need: who is asked for drafts, who may ask, and who we are.

use std::time::Duration;

use secrecy::ExposeSecret;

use super::{
    AppConfig, Environment, GmailConfig, HttpConfig, IntakeConfig, Limits, OutgoingConfig,
    Problems, Reader, SHORTEST_SECRET,
};
use mailbox::graph;
use mailbox::source::imap;
use platform::aws;
use platform::identity::google::GoogleConfig;
use platform::secrets::Secret;

/// Who is asked for drafts.
#[derive(Clone, Debug)]
pub enum DispatchConfig {
    /// This process.
    Here,
    /// Another process, which finds in the store what is wanted: a command without a model.
    Elsewhere,
    /// The service at `ASYNC_GENERATION_ENDPOINT`.
    Endpoint {
        /// Its address.
        url: String,
        /// How we prove who we are.
        authorization: AuthorizationConfig,
        /// On Lambda: who asks it for longer than Slack waits.
        relay: Option<OwnFunction>,
    },
    /// A Cloud Run job.
    CloudRunJob {
        /// `CLOUD_RUN_JOB_NAME`.
        job: String,
        /// `CLOUD_RUN_JOB_REGION`, else the region that we run in.
        region: Option<String>,
        /// `GCP_PROJECT_ID`, else the project that we run in.
        project: Option<String>,
        /// `CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN`, default `https://run.googleapis.com/`.
        base_url: String,
    },
    /// `ASYNC_GENERATION_ENDPOINT=self`: this Lambda function.
    SelfInvoke(OwnFunction),
}

/// The Lambda function that we are.
#[derive(Clone, Debug)]
pub struct OwnFunction {
    /// `AWS_LAMBDA_FUNCTION_NAME`.
    pub name: String,
    /// `LAMBDA_ALIAS`: the alias that leads to the version in use; unset is the newest code.
    pub alias: Option<String>,
}

/// `ASYNC_GENERATION_AUTH_HEADER` of the caller.
#[derive(Clone, Debug)]
pub enum AuthorizationConfig {
    /// Unset.
    None,
    /// A header.
    Header(Secret),
    /// `google-id-token`.
    GoogleIdToken {
        /// `ASYNC_GENERATION_AUDIENCE`, else scheme and host of the endpoint.
        audience: String,
    },
}

/// How callers of `/async/generate` prove who they are; one proof is enough. Without any, nobody
/// is let in.
#[derive(Clone, Debug, Default)]
pub struct Callers {
    /// By this `Authorization` header: `ASYNC_GENERATION_AUTH_HEADER`.
    pub header: Option<Secret>,
    /// By a Google ID token.
    pub google: Option<GoogleCallers>,
    /// Cloud Run's own IAM is in front: `--behind-iam`.
    pub behind_iam: bool,
}

/// The Google service accounts that may call.
#[derive(Clone, Debug)]
pub struct GoogleCallers {
    /// `ASYNC_GENERATION_AUDIENCE`: the audience of their tokens.
    pub audience: String,
    /// `ASYNC_GENERATION_ALLOWED_EMAILS`, separated by commas.
    pub emails: Vec<String>,
    /// Google's keys: `oauth2/v3/certs` at `CLOUDSDK_API_ENDPOINT_OVERRIDES_OAUTH2`, default
    /// `https://www.googleapis.com/`.
    pub keys_url: String,
    /// `CLOUD_TIMEOUT`: how long Google may take to give them.
    pub timeout: Duration,
}

/// `replybot lambda`.
#[derive(Clone, Debug)]
pub struct LambdaConfig {
    /// The parts of every flow.
    pub app: AppConfig,
    /// How replies leave.
    pub outgoing: OutgoingConfig,
    /// The routes.
    pub http: HttpConfig,
    /// Where mails are.
    pub inbound: InboundConfig,
    /// The Gmail mailbox that schedules look into, where `GMAIL_OAUTH` is set.
    pub gmail: Option<GmailConfig>,
    /// The mailbox that schedules look into by IMAP, where `IMAP_URL` is set.
    pub imap: Option<imap::Settings>,
    /// The Microsoft 365 mailbox that schedules look into, where `GRAPH_MAILBOX` is set.
    pub graph: Option<graph::Settings>,
    /// Where those of the other mailboxes are taken from.
    pub mailboxes: Vec<IntakeConfig>,
    /// `STAGE`, the dimension of the metrics.
    pub stage: String,
}

/// Where SES drops inbound mail.
#[derive(Clone, Debug, Default)]
pub struct InboundConfig {
    /// `SES_INBOUND_BUCKET_NAME`: the only bucket that mails are taken from; unset, any.
    pub bucket: Option<String>,
    /// `SES_INBOUND_PREFIX`: what is not under it is no mail.
    pub prefix: String,
}

/// Which part of the work one task of a Cloud Run job does
/// (docs.cloud.google.com/run/docs/container-contract#jobs-env-vars).
#[derive(Clone, Copy, Debug)]
pub struct ShardConfig {
    /// `CLOUD_RUN_TASK_INDEX`, default 0.
    pub index: u64,
    /// `CLOUD_RUN_TASK_COUNT`, default 1.
    pub count: u64,
}

impl ShardConfig {
    /// Reads what `job --pending` needs beside the rest.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment) -> Result<ShardConfig, Problems> {
        Reader::of(environment, Reader::shard)
    }
}

impl LambdaConfig {
    /// Reads what `lambda` needs.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(environment: &Environment) -> Result<LambdaConfig, Problems> {
        Reader::of(environment, |reader| LambdaConfig {
            app: AppConfig {
                dispatch: reader.dispatch_of_lambda(),
                limits: Limits::of_lambda(reader.cloud_timeout()),
                ..reader.app()
            },
            outgoing: reader.outgoing_of_lambda(),
            http: HttpConfig {
                callers: Callers {
                    header: reader.shared_header(),
                    google: reader.google_callers(),
                    behind_iam: false,
                },
                ..reader.http()
            },
            inbound: InboundConfig {
                bucket: reader.optional("SES_INBOUND_BUCKET_NAME"),
                prefix: reader.optional("SES_INBOUND_PREFIX").unwrap_or_default(),
            },
            gmail: reader.optional_gmail(),
            imap: reader.optional_imap(),
            graph: reader.optional_graph(),
            mailboxes: reader.intakes(),
            stage: reader.environment.stage().to_owned(),
        })
    }
}

const ENDPOINT: &str = "ASYNC_GENERATION_ENDPOINT";
const HEADER: &str = "ASYNC_GENERATION_AUTH_HEADER";
const AUDIENCE: &str = "ASYNC_GENERATION_AUDIENCE";
const EMAILS: &str = "ASYNC_GENERATION_ALLOWED_EMAILS";
const HEADER_EXAMPLE: &str = "'Bearer 3f6c…' (32 random bytes)";
const AUDIENCE_EXAMPLE: &str = "https://replybot-abc123-an.a.run.app";
const EMAILS_EXAMPLE: &str = "replybot@my-project.iam.gserviceaccount.com";
/// Instead of a header: a Google ID token.
const GOOGLE_ID_TOKEN: &str = "google-id-token";

impl Reader<'_> {
    pub(super) fn google(&mut self) -> GoogleConfig {
        GoogleConfig {
            credentials: self
                .optional("GOOGLE_APPLICATION_CREDENTIALS")
                .map(Into::into),
            metadata_host: self.optional("GCE_METADATA_HOST"),
            timeout: self.cloud_timeout() / 2,
        }
    }

    /// `CLOUD_TIMEOUT` in seconds, default 10: how long a cloud's service may take to answer:
    /// the one that gives tokens, keeps secrets, starts jobs or has mails.
    pub(super) fn cloud_timeout(&mut self) -> Duration {
        let seconds = self.number("CLOUD_TIMEOUT", 1..=300, "10");
        seconds.map_or(aws::DEFAULT_TIMEOUT, Duration::from_secs)
    }

    pub(super) fn shard(&mut self) -> ShardConfig {
        const MOST: u64 = 10_000;
        let index = self.number("CLOUD_RUN_TASK_INDEX", 0..=MOST, "0");
        let count = self.number("CLOUD_RUN_TASK_COUNT", 1..=MOST, "1");
        let (index, count) = (index.unwrap_or(0), count.unwrap_or(1));
        if index >= count {
            let what = "must be less than CLOUD_RUN_TASK_COUNT";
            self.problem("CLOUD_RUN_TASK_INDEX", what, "0");
        }
        ShardConfig { index, count }
    }

    pub(super) fn dispatch_of_service(&mut self) -> DispatchConfig {
        let Some(job) = self.optional("CLOUD_RUN_JOB_NAME") else {
            return DispatchConfig::Here;
        };
        DispatchConfig::CloudRunJob {
            job,
            region: self.optional("CLOUD_RUN_JOB_REGION"),
            project: self.optional("GCP_PROJECT_ID"),
            base_url: self.url(
                "CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN",
                "https://run.googleapis.com/",
            ),
        }
    }

    /// A function stands still between its invocations: one of its own waits until a reply is due.
    fn outgoing_of_lambda(&mut self) -> OutgoingConfig {
        let outgoing = self.outgoing();
        let later = (!outgoing.delay.is_zero()).then(|| self.own_function());
        OutgoingConfig { later, ..outgoing }
    }

    fn own_function(&mut self) -> OwnFunction {
        OwnFunction {
            name: self.required("AWS_LAMBDA_FUNCTION_NAME", "replybot"),
            alias: self.optional("LAMBDA_ALIAS"),
        }
    }

    fn dispatch_of_lambda(&mut self) -> DispatchConfig {
        match self.environment.get(ENDPOINT) {
            None => DispatchConfig::Here,
            Some("self") => DispatchConfig::SelfInvoke(self.own_function()),
            Some(_) => {
                let url = self.url(
                    ENDPOINT,
                    "https://replybot-abc123-an.a.run.app/async/generate",
                );
                let authorization = self.authorization(&url);
                // Who sets an alias lets the function invoke itself; others need not.
                let alias = self.optional("LAMBDA_ALIAS");
                let name = self.optional("AWS_LAMBDA_FUNCTION_NAME");
                let relay = name.filter(|_| alias.is_some());
                DispatchConfig::Endpoint {
                    url,
                    authorization,
                    relay: relay.map(|name| OwnFunction { name, alias }),
                }
            }
        }
    }

    fn authorization(&mut self, url: &str) -> AuthorizationConfig {
        match self.optional_secret(HEADER) {
            None => AuthorizationConfig::None,
            Some(header) if is_google_id_token(&header) => {
                let origin = reqwest::Url::parse(url)
                    .map(|url| url.origin().ascii_serialization())
                    .unwrap_or_default();
                let audience = self.optional(AUDIENCE).unwrap_or(origin);
                AuthorizationConfig::GoogleIdToken { audience }
            }
            Some(header) => AuthorizationConfig::Header(header),
        }
    }

    pub(super) fn callers(&mut self, behind_iam: bool) -> Callers {
        let callers = Callers {
            header: self.shared_header(),
            google: self.google_callers(),
            behind_iam,
        };
        let asks_for_tokens = self
            .environment
            .secret(HEADER)
            .is_some_and(|header| is_google_id_token(&header));
        if callers.google.is_none() && asks_for_tokens {
            let what = "is missing: which service accounts may bring their Google ID token?";
            self.problem(EMAILS, what, EMAILS_EXAMPLE);
        } else if callers.header.is_none() && callers.google.is_none() && !behind_iam {
            let what = "is missing: without it everyone could ask for drafts at /async/generate \
                        (let ASYNC_GENERATION_ALLOWED_EMAILS name Google service accounts instead, \
                        or start with --behind-iam when Cloud Run's own IAM checks callers)";
            if !self.environment.is_out_of_reach(HEADER) {
                self.problem(HEADER, what, HEADER_EXAMPLE);
            }
        }
        callers
    }

    /// The header that caller and service share.
    fn shared_header(&mut self) -> Option<Secret> {
        let header = self.optional_secret(HEADER)?;
        if is_google_id_token(&header) {
            return None;
        }
        if header.current().expose_secret().len() < SHORTEST_SECRET {
            self.problem(
                HEADER,
                "is too short to be a secret: at least 16 characters",
                HEADER_EXAMPLE,
            );
        }
        self.check_header(&header, HEADER, HEADER_EXAMPLE);
        Some(header)
    }

    fn google_callers(&mut self) -> Option<GoogleCallers> {
        let emails: Vec<String> = self
            .optional(EMAILS)?
            .split(',')
            .map(|email| email.trim().to_owned())
            .collect();
        if emails.iter().any(|email| !email.contains('@')) {
            let what = "must be addresses of Google service accounts, separated by commas";
            self.problem(EMAILS, what, EMAILS_EXAMPLE);
        }
        let audience = self.optional(AUDIENCE);
        if audience.is_none() {
            let what = "is missing: for which audience are the callers' Google ID tokens?";
            self.problem(AUDIENCE, what, AUDIENCE_EXAMPLE);
        }
        let base = self.url(
            "CLOUDSDK_API_ENDPOINT_OVERRIDES_OAUTH2",
            "https://www.googleapis.com/",
        );
        Some(GoogleCallers {
            audience: audience.unwrap_or_default(),
            emails,
            keys_url: format!("{}/oauth2/v3/certs", base.trim_end_matches('/')),
            timeout: self.cloud_timeout(),
        })
    }
}

fn is_google_id_token(header: &Secret) -> bool {
    header.current().expose_secret() == GOOGLE_ID_TOKEN
}

#[cfg(test)]
mod tests {
    use super::super::outgoing::SEND_DELAY;
    use super::*;

    #[test]
    fn a_lambda_function_with_a_delay_knows_who_ends_it() {
        let named = ("AWS_LAMBDA_FUNCTION_NAME", "replybot");
        let values = [(SEND_DELAY, "10"), ("MAIL_TRANSPORT", "ses"), named];
        let read = |values: &[(&str, &str)]| {
            let values = values.iter();
            let values = values.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            let problems = LambdaConfig::read(&Environment::of(values.collect()));
            problems.err().map(|it| it.to_string()).unwrap_or_default()
        };
        let (whole, without) = (read(&values), read(&values[..2]));
        assert!(!whole.contains(SEND_DELAY), "{whole}");
        assert!(!whole.contains("AWS_LAMBDA_FUNCTION_NAME"), "{whole}");
        assert!(without.contains("AWS_LAMBDA_FUNCTION_NAME"), "{without}");
    }
}
