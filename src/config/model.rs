//! The models, what they cost and how much they may cost.

use std::time::Duration;

use secrecy::ExposeSecret;

use super::Reader;
use super::text::{is_url, is_word};
use inquiry::Money;
use llm::Prices;
use platform::secrets::Secret;

/// The model.
#[derive(Clone, Debug)]
pub enum DrafterConfig {
    /// The offline sample drafter.
    Sample,
    /// An OpenAI-compatible server.
    OpenAi {
        /// `OPENAI_BASE_URL`, default `https://api.openai.com/v1`.
        base_url: String,
        /// `OPENAI_API_KEY`; a local server may need none.
        key: Option<Secret>,
        /// `OPENAI_MODEL`.
        model: String,
        /// `OPENAI_TIMEOUT` in seconds, default 60.
        timeout: Duration,
        /// `OPENAI_FALLBACK_MODELS`, in the order in which they are asked when the model fails.
        fallbacks: Vec<FallbackConfig>,
        /// True where a budget of tokens or money has to hold: answers are limited.
        limited: bool,
    },
}

/// A model that is asked when the one before it fails.
#[derive(Clone, Debug)]
pub struct FallbackConfig {
    /// Its server.
    pub base_url: String,
    /// The server's key.
    pub key: Option<Secret>,
    /// Its name.
    pub model: String,
}

/// What drafts cost and how much they may cost.
#[derive(Clone, Debug, Default)]
pub struct SpendingConfig {
    /// `MODEL_PRICES`.
    pub prices: Prices,
    /// How much a day may take.
    pub budget: Budget,
    /// `DRAFT_ON_ARRIVAL`: a draft is written when the mail arrives.
    pub on_arrival: bool,
    /// `DRAFT_CACHE_HOURS`, default 24: how long a draft is used again for the same masked text.
    /// `None` where it is 0.
    pub cache: Option<Duration>,
}

/// How much drafts may take in a day of `TIME_ZONE`; `None` is as much as they do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// `DRAFTS_PER_DAY`.
    pub drafts: Option<u64>,
    /// `ARRIVAL_DRAFTS_PER_DAY`: drafts on arrival, default 200.
    pub arrivals: Option<u64>,
    /// `TOKENS_PER_DAY`, of questions and answers together.
    pub tokens: Option<u64>,
    /// `COST_PER_DAY`, in the money of `MODEL_PRICES`.
    pub cost: Option<Money>,
    /// `CARDS_PER_SENDER`: cards for one sender's mails an hour, default 20. Beyond it, one card says
    /// how many more there are.
    pub cards: Option<i64>,
}

impl Budget {
    /// True when drafts that people ask for are not limited.
    pub fn is_unlimited(&self) -> bool {
        self.drafts.is_none() && self.tokens.is_none() && self.cost.is_none()
    }
}

/// More than any day has, and no sum of it is too large.
const MOST: u64 = 1_000_000_000_000;

impl Reader<'_> {
    /// True where a key or a server is named.
    pub(super) fn names_a_model(&mut self) -> bool {
        self.environment.get("OPENAI_BASE_URL").is_some()
            || self.optional_secret("OPENAI_API_KEY").is_some()
    }

    pub(super) fn drafter(&mut self, or_sample: bool) -> DrafterConfig {
        let key = self.optional_secret("OPENAI_API_KEY");
        if let Some(key) = &key {
            self.check_key(key, "OPENAI_API_KEY");
        }
        let has_server = self.environment.get("OPENAI_BASE_URL").is_some();
        if key.is_none() && !has_server {
            if or_sample {
                return DrafterConfig::Sample;
            }
            self.problem(
                "OPENAI_API_KEY",
                "is missing (a server of your own at OPENAI_BASE_URL may need none)",
                "sk-…",
            );
        }
        let base_url = self.url("OPENAI_BASE_URL", "https://api.openai.com/v1");
        let budget = self.budget();
        DrafterConfig::OpenAi {
            fallbacks: self.fallbacks(&base_url, key.as_ref()),
            base_url,
            key,
            model: self.model(),
            timeout: self.model_timeout(),
            limited: budget.tokens.is_some() || budget.cost.is_some(),
        }
    }

    /// A key is a word that fits into a header.
    fn check_key(&mut self, key: &Secret, variable: &'static str) {
        self.check_header(key, variable, "sk-…");
        if key.current().expose_secret().contains(' ') {
            self.problem(variable, "is no key: it holds blanks", "sk-…");
        }
    }

    pub(super) fn model_timeout(&mut self) -> Duration {
        Duration::from_secs(self.number("OPENAI_TIMEOUT", 1..=900, "60").unwrap_or(60))
    }

    fn model(&self) -> String {
        let model = self.environment.get("OPENAI_MODEL");
        model.unwrap_or("gpt-4o-mini").to_owned()
    }

    /// `gpt-4o,qwen3@http://10.0.0.5:11434/v1`: names on the same server, or at another one.
    pub(super) fn fallbacks(
        &mut self,
        base_url: &str,
        key: Option<&Secret>,
    ) -> Vec<FallbackConfig> {
        const VARIABLE: &str = "OPENAI_FALLBACK_MODELS";
        const EXAMPLE: &str = "gpt-4o,qwen3@http://10.0.0.5:11434/v1";
        let list = self.optional(VARIABLE).unwrap_or_default();
        let elsewhere = self.optional_secret("OPENAI_FALLBACK_API_KEY");
        if let Some(key) = &elsewhere {
            self.check_key(key, "OPENAI_FALLBACK_API_KEY");
        }
        let names = list.split(',').map(str::trim).filter(|it| !it.is_empty());
        let mut fallbacks = Vec::new();
        for name in names {
            let fallback = match name.rsplit_once('@') {
                None => FallbackConfig {
                    base_url: base_url.to_owned(),
                    key: key.cloned(),
                    model: name.to_owned(),
                },
                Some((model, url)) => FallbackConfig {
                    base_url: url.to_owned(),
                    key: elsewhere.clone(),
                    model: model.trim().to_owned(),
                },
            };
            let is_named = !fallback.model.is_empty() && is_word(&fallback.model);
            if !is_named || !is_url(&fallback.base_url) {
                let what = "is not a list of MODEL or MODEL@URL";
                self.problem(VARIABLE, what, EXAMPLE);
            }
            fallbacks.push(fallback);
        }
        fallbacks
    }

    pub(super) fn spending(&mut self) -> SpendingConfig {
        let hours = self.number("DRAFT_CACHE_HOURS", 0..=24 * 365, "24");
        let hours = hours.unwrap_or(24);
        let spending = SpendingConfig {
            prices: self.prices(),
            budget: self.budget(),
            on_arrival: self.choice("DRAFT_ON_ARRIVAL", &[("false", false), ("true", true)]),
            cache: (hours > 0).then(|| Duration::from_secs(60 * 60 * hours)),
        };
        if spending.budget.cost.is_some() && self.has_model_without_price(&spending.prices) {
            let what = "has no price of each model in OPENAI_MODEL and OPENAI_FALLBACK_MODELS, which COST_PER_DAY needs";
            self.problem("MODEL_PRICES", what, "gpt-4o-mini=0.15/0.60/0.075");
        }
        spending
    }

    pub(super) fn prices(&mut self) -> Prices {
        let text = self.optional("MODEL_PRICES").unwrap_or_default();
        Prices::parse(&text).unwrap_or_else(|what| {
            let what = format!("cannot be read: {what}");
            self.problem("MODEL_PRICES", &what, "gpt-4o-mini=0.15/0.60/0.075");
            Prices::default()
        })
    }

    fn has_model_without_price(&mut self, prices: &Prices) -> bool {
        let fallbacks = self.fallbacks("http://localhost", None);
        let fallbacks = fallbacks.into_iter().map(|it| it.model);
        let mut models = std::iter::once(self.model()).chain(fallbacks);
        models.any(|model| !prices.know(&model))
    }

    fn budget(&mut self) -> Budget {
        Budget {
            drafts: self.number("DRAFTS_PER_DAY", 0..=MOST, "500"),
            arrivals: self
                .number("ARRIVAL_DRAFTS_PER_DAY", 0..=MOST, "200")
                .or(Some(200)),
            tokens: self.number("TOKENS_PER_DAY", 0..=MOST, "2000000"),
            cost: self.money("COST_PER_DAY"),
            cards: self
                .number("CARDS_PER_SENDER", 1..=1_000_000, "20")
                .and_then(|it| i64::try_from(it).ok())
                .or(Some(20)),
        }
    }

    fn money(&mut self, variable: &'static str) -> Option<Money> {
        let text = self.optional(variable)?;
        let amount = text.parse::<f64>().ok();
        let amount = amount.filter(|it| (0.0..1e9).contains(it));
        if amount.is_none() {
            let what = "is not an amount of money such as 5 or 0.50";
            self.problem(variable, what, "5.00");
        }
        amount.map(|it| Money((it * 1e6).round() as u64))
    }
}
