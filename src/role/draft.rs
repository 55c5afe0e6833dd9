//! `replybot draft [FILE…]`: masks, drafts and restores to standard output; sends nothing.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;

use crate::app::{drafter, http_client};
use crate::config::{DraftConfig, Limits};
use crate::inquiry::{Caution, Source};
use crate::llm::{Drafter, LlmError, Messages, Prompt, check};
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
        let answer = ask(&drafter, &messages).await.and_then(|answer| {
            let cautions = check(&answer, &messages, None)?;
            Ok((config.prompts.without_signature(&answer), cautions))
        });
        match answer {
            Ok((answer, cautions)) => {
                let with = With {
                    model: drafter.model(),
                    messages: &messages,
                    sources: sources.as_deref(),
                    cautions: &cautions,
                };
                print(&name, &answer, &placeholders, &with, json)?;
            }
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

/// What a mail asks of the model, masked.
pub(super) fn prompt(bytes: &[u8], masker: &Masker, placeholders: &mut Placeholders) -> Prompt {
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

/// What a draft was written with, and what to look at.
struct With<'a> {
    model: &'a str,
    messages: &'a Messages,
    sources: Option<&'a [Source]>,
    cautions: &'a [Caution],
}

fn print(
    name: &str,
    answer: &MaskedText,
    placeholders: &Placeholders,
    with: &With<'_>,
    json: bool,
) -> anyhow::Result<()> {
    let restored = restore(answer, placeholders);
    if !restored.invented.is_empty() {
        eprintln!(
            "{name}: the draft holds placeholders that stand for nothing: {}",
            restored.invented.join(" ")
        );
    }
    if !json && !with.cautions.is_empty() {
        eprintln!("{name}: look closely: {:?}", with.cautions);
    }
    let mut out = std::io::stdout().lock();
    let written = if json {
        let mut line = serde_json::json!({
            "file": name, "model": with.model, "template": with.messages.template, "cautions": with.cautions, "masked": answer, "draft": restored.text, "invented": restored.invented,
        });
        if let Some(sources) = with.sources {
            line["sources"] = serde_json::json!(sources);
        }
        writeln!(out, "{line}")
    } else {
        writeln!(out, "{}", restored.text.expose().trim_end())
    };
    written.context("cannot write standard output")
}
