//! `replybot compose`: begins a mail to a customer. Its card appears in the channel, where a person looks
//! it over and sends it.

use std::path::Path;

use anyhow::bail;
use serde_json::json;

use crate::app::App;
use crate::config::AppConfig;
use crate::flow::receive::begun::{New, NotBegun, begin, recipients, subject};
use crate::role::{Exit, read, say, tell};
use pii::CustomerText;
use screens::modal::Inputs;
use screens::texts::{Language, Texts};

/// What is begun.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// Its recipients, as they are typed.
    pub to: &'a [String],
    /// Its subject.
    pub subject: &'a str,
    /// The name of the mailbox that it leaves from, where there are several.
    pub mailbox: Option<&'a str>,
    /// Where the text is: a file, `-` for standard input; none for an empty one.
    pub text: Option<&'a Path>,
    /// Print the outcome as JSON.
    pub json: bool,
}

/// Begins the mail and prints the id of its inquiry.
///
/// # Errors
/// When the store cannot be opened, or the text cannot be read.
pub async fn run(config: AppConfig, wanted: &Wanted<'_>) -> anyhow::Result<Exit> {
    let (app, _queue) = App::connect(config).await?;
    let app = match wanted.mailbox {
        None => &app,
        Some(name) => {
            let mut all = app.all();
            match all.find(|it| it.mailbox.name.as_deref() == Some(name)) {
                Some(app) => app,
                None => bail!("there is no mailbox {name:?} in MAILBOXES"),
            }
        }
    };
    let texts = Texts::of(Language::En);
    let read = read_fields(app, wanted).map_err(|wrong| wrong.told(texts).1);
    let (to, subject) = match read {
        Ok(read) => read,
        Err(words) => {
            tell(format_args!("replybot: {words}"));
            return Ok(Exit::Misconfigured);
        }
    };
    let text = match wanted.text {
        Some(file) => String::from_utf8(read_text(file)?)?,
        None => String::new(),
    };
    let text = CustomerText::new(text.replace("\r\n", "\n").trim_end());
    if Inputs::filled(&text, None, "begun").is_none() {
        tell(format_args!("replybot: {}", texts.begun.too_long));
        return Ok(Exit::Misconfigured);
    }
    let new = New {
        to,
        subject,
        text,
        by: None,
        about: None,
        thread: None,
        files: Vec::new(),
        names: Vec::new(),
    };
    let id = begin(app, new, &app.ids.next()).await?;
    match wanted.json {
        true => say(json!({ "context_id": id, "outcome": "begun" }))?,
        false => say(format_args!(
            "begun {id}: its card is in the channel; nothing is sent yet"
        ))?,
    }
    Ok(Exit::Done)
}

fn read_fields(
    app: &App,
    wanted: &Wanted<'_>,
) -> Result<(Vec<mail::Mailbox>, CustomerText), NotBegun> {
    let texts = Texts::of(Language::En);
    let to = recipients(app, &wanted.to.join("\n"), texts)?;
    Ok((to, subject(wanted.subject, texts)?))
}

fn read_text(file: &Path) -> anyhow::Result<Vec<u8>> {
    read(file)
}
