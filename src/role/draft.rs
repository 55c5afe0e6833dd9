//! `replybot draft [FILE…]`: masks, drafts and restores to standard output; sends nothing.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;

use crate::app::{drafter, http_client};
use crate::config::{DraftConfig, Limits};
use crate::inquiry::Source;
use crate::llm::{Drafter, LlmError, Messages, Prompt};
use crate::mail::parse;
use crate::pii::{Hints, MaskedText, Masker, Placeholders, restore};
use crate::role::{Exit, inputs};

/// Drafts a reply to each mail, by the prompt of this name where one is given.
///
/// # Errors
/// When there is no such prompt, a file cannot be read or standard output breaks.
pub async fn run(
    config: DraftConfig,
    template: Option<&str>,
    files: &[PathBuf],
    json: bool,
) -> anyhow::Result<Exit> {
    let drafter = drafter(http_client()?, config.drafter, &Limits::default());
    if matches!(drafter, Drafter::Sample) {
        eprintln!(
            "No OPENAI_API_KEY or OPENAI_BASE_URL is set: this is a sample draft, made without any AI."
        );
    }
    let mut exit = Exit::Done;
    for input in inputs(files) {
        let (name, bytes) = input?;
        let mut placeholders = Placeholders::default();
        let prompt = Prompt {
            kind: template.map(str::to_owned),
            ..prompt(&bytes, &config.masker, &mut placeholders)
        };
        let sources = match &config.knowledge {
            Some(knowledge) => {
                let texts = [&prompt.subject, &prompt.body];
                let sources = knowledge.look_up(&texts, &placeholders, &config.masker);
                Some(sources.await)
            }
            None => None,
        };
        let messages = config.prompts.write(&prompt.knowing(sources.as_deref()))?;
        match ask(&drafter, &messages).await {
            Ok(answer) => print(
                &name,
                &answer,
                &placeholders,
                (drafter.model(), &messages, sources.as_deref()),
                json,
            )?,
            Err(error) => {
                eprintln!("{name}: no draft: {error}");
                exit = exit.max(if error.is_temporary() {
                    Exit::TryAgain
                } else {
                    Exit::Failed
                });
            }
        }
    }
    Ok(exit)
}

fn prompt(bytes: &[u8], masker: &Masker, placeholders: &mut Placeholders) -> Prompt {
    let mail = parse(bytes);
    let name = mail
        .from
        .as_ref()
        .and_then(|from| from.name.clone())
        .unwrap_or_default();
    let hints = Hints::default().name(name.expose());
    Prompt {
        sender: masker.mask(&name, &hints, placeholders),
        subject: masker.mask(&mail.subject, &hints, placeholders),
        body: masker.mask(&mail.text, &hints, placeholders),
        ..Prompt::default()
    }
}

async fn ask(drafter: &Drafter, messages: &Messages) -> Result<MaskedText, LlmError> {
    let mut answer = drafter.ask(messages).await?;
    let mut text = MaskedText::default();
    while let Some(piece) = answer.next().await? {
        text.push_from_model(&piece);
    }
    Ok(text)
}

fn print(
    name: &str,
    answer: &MaskedText,
    placeholders: &Placeholders,
    (model, messages, sources): (&str, &Messages, Option<&[Source]>),
    json: bool,
) -> anyhow::Result<()> {
    let restored = restore(answer, placeholders);
    if !restored.invented.is_empty() {
        eprintln!(
            "{name}: the draft holds placeholders that stand for nothing: {}",
            restored.invented.join(" ")
        );
    }
    let mut out = std::io::stdout().lock();
    let written = if json {
        let mut line = serde_json::json!({
            "file": name, "model": model, "template": messages.template, "masked": answer, "draft": restored.text, "invented": restored.invented,
        });
        if let Some(sources) = sources {
            line["sources"] = serde_json::json!(sources);
        }
        writeln!(out, "{line}")
    } else {
        writeln!(out, "{}", restored.text.expose().trim_end())
    };
    written.context("cannot write standard output")
}
