//! The languages of the screens.

use serde::{Deserialize, Serialize};

/// A language that people read. `UI_LANGUAGE` is the channel's; each person may choose another for
/// what they alone see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Japanese, the default.
    #[default]
    Ja,
    /// English.
    En,
}

impl Language {
    /// All, in the order they are offered.
    pub const ALL: [Language; 2] = [Language::Ja, Language::En];

    /// Its code (ISO 639-1), as in `UI_LANGUAGE`.
    pub fn code(self) -> &'static str {
        match self {
            Language::Ja => "ja",
            Language::En => "en",
        }
    }

    /// Its name, as its speakers write it.
    pub fn name(self) -> &'static str {
        match self {
            Language::Ja => "日本語",
            Language::En => "English",
        }
    }

    /// The language of this code.
    pub fn of(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|it| it.code() == code)
    }
}
