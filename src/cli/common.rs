//! The flags that several commands have.

use clap::Args;

/// What flags set: variables and their values.
pub(super) type Flags = Vec<(&'static str, Option<String>)>;

/// Flags that stand for variables, where a person would type them.
#[derive(Args, Debug)]
pub(super) struct CommonArgs {
    /// The data folder of the embedded store [REPLYBOT_DATA, default replybot-data]
    #[arg(long, value_name = "FOLDER")]
    pub(super) data: Option<String>,
    /// error, warn, info, debug or trace [LOG_LEVEL, default info]
    #[arg(long, value_name = "LEVEL")]
    pub(super) log_level: Option<String>,
    /// text or json [LOG_FORMAT, default text on a terminal]
    #[arg(long, value_name = "FORMAT")]
    pub(super) log_format: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct ModelArgs {
    /// An OpenAI-compatible server [OPENAI_BASE_URL, default https://api.openai.com/v1]
    #[arg(long, value_name = "URL")]
    pub(super) openai_base_url: Option<String>,
    /// The model's name [OPENAI_MODEL]
    #[arg(long, value_name = "NAME")]
    pub(super) openai_model: Option<String>,
}

impl CommonArgs {
    pub(super) fn flags(&self) -> Flags {
        vec![
            ("REPLYBOT_DATA", self.data.clone()),
            ("LOG_LEVEL", self.log_level.clone()),
            ("LOG_FORMAT", self.log_format.clone()),
        ]
    }
}

impl ModelArgs {
    pub(super) fn flags(&self) -> Flags {
        vec![
            ("OPENAI_BASE_URL", self.openai_base_url.clone()),
            ("OPENAI_MODEL", self.openai_model.clone()),
        ]
    }
}
