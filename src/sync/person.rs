//! What a person has set for themselves, kept in a helper item of the store.

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::language::Language;
use crate::screens::texts::Texts;
use crate::store::{StoreError, Written};

/// The text of the helper item `person#U012AB3CD`.
#[derive(Default, Serialize, Deserialize)]
struct Settings {
    /// The language of what this person alone sees.
    #[serde(default)]
    language: Option<Language>,
}

fn key(user: &str) -> String {
    format!("person#{user}")
}

/// The language that a person chose. Without the store's answer it is the channel's: nothing that
/// they want to do waits for this.
pub async fn language(app: &App, user: &str) -> Option<Language> {
    match app.store.kv(&key(user)).await {
        Ok(note) => settings(note.as_deref()).language,
        Err(error) => {
            tracing::warn!(%error, "the language that a person chose is not known");
            None
        }
    }
}

/// The words for what a person alone sees.
pub async fn texts(app: &App, user: &str) -> &'static Texts {
    let language = language(app, user).await;
    language.map_or(app.look.texts, Language::texts)
}

/// Writes down the language that a person chose.
///
/// # Errors
/// [`StoreError`]; it stays as it was.
pub async fn choose(app: &App, user: &str, language: Language) -> Result<(), StoreError> {
    let key = key(user);
    loop {
        let read = app.store.kv(&key).await?;
        let mut settings = settings(read.as_deref());
        settings.language = Some(language);
        let text = serde_json::json!(settings).to_string();
        if read.as_ref() == Some(&text) {
            return Ok(());
        }
        let written = app.store.write_kv(&key, read.as_deref(), &text, None);
        if written.await? == Written::Yes {
            return Ok(());
        }
    }
}

/// What a newer version wrote that this one does not know is no reason to fail.
fn settings(note: Option<&str>) -> Settings {
    let settings = note.and_then(|note| serde_json::from_str(note).ok());
    settings.unwrap_or_default()
}
