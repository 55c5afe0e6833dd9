//! What a person has set for themselves, kept in a helper item of the store.

use serde::{Deserialize, Serialize};

use crate::app::App;
use inquiry::language::Language;
use inquiry::{ContextId, Inquiry};
use pii::CustomerText;
use screens::texts::Texts;
use store::{StoreError, Written};

/// The text of the helper item `person#U012AB3CD`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Settings {
    /// The language of what this person alone sees.
    #[serde(default)]
    pub language: Option<Language>,
    /// What is beneath the team's signature in what this person sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<CustomerText>,
}

fn key(user: &str) -> String {
    format!("person#{user}")
}

/// What a person has set. Without the store's answer it is as usual: nothing that they want to do
/// waits for this, and what goes out with a reply is on the screen.
pub async fn of(app: &App, user: &str) -> Settings {
    match app.store.kv(&key(user)).await {
        Ok(note) => settings(note.as_deref()),
        Err(error) => {
            tracing::warn!(%error, "what a person has set is not known");
            Settings::default()
        }
    }
}

/// The language that a person chose.
pub async fn language(app: &App, user: &str) -> Option<Language> {
    of(app, user).await.language
}

/// An inquiry, with what a person has set for themselves, in one look at the store.
///
/// # Errors
/// [`StoreError`].
pub async fn with_inquiry(
    app: &App,
    id: &ContextId,
    user: &str,
) -> Result<(Option<Inquiry>, Settings), StoreError> {
    let (inquiry, note) = app.store.get_with_kv(id, &key(user)).await?;
    Ok((inquiry, settings(note.as_deref())))
}

/// The words for what a person alone sees.
pub async fn texts(app: &App, user: &str) -> &'static Texts {
    let language = language(app, user).await;
    language.map_or(app.look.texts, Texts::of)
}

/// Writes down the language that a person chose.
///
/// # Errors
/// [`StoreError`]; it stays as it was.
pub async fn choose(app: &App, user: &str, language: Language) -> Result<(), StoreError> {
    change(app, user, |settings| settings.language = Some(language)).await
}

/// Writes down a person's signature; nothing for none.
///
/// # Errors
/// [`StoreError`]; it stays as it was.
pub async fn sign(app: &App, user: &str, signature: &CustomerText) -> Result<(), StoreError> {
    let signature = (!signature.is_blank()).then(|| signature.clone());
    change(app, user, |it| it.signature.clone_from(&signature)).await
}

async fn change(app: &App, user: &str, change: impl Fn(&mut Settings)) -> Result<(), StoreError> {
    let key = key(user);
    loop {
        let read = app.store.kv(&key).await?;
        let mut settings = settings(read.as_deref());
        change(&mut settings);
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
