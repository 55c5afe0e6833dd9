//! `replybot draft [FILE…]`: masks, drafts and restores; sends nothing.

mod output;

use std::num::NonZero;
use std::path::PathBuf;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use self::output::Output;
use crate::app::{drafter, http_client};
use crate::config::{DraftConfig, Limits};
use crate::inquiry::{Caution, Money, Source, Usage};
use crate::llm::{Answer, Drafter, LlmError, Messages, Prompt, check};
use crate::mail::{mbox, parse};
use crate::pii::{Hints, MaskedText, Masker, Placeholders, restore};
use crate::role::{Exit, inputs};
use crate::slack::modal::caution_lines;
use crate::slack::texts::Language;

/// Mails that are drafted at a time when nothing else is said.
const AT_ONCE: usize = 4;
/// So many failures in a row mean that it is not the mails.
const FAILURES: usize = 20;

/// What the command line says beside the mails.
#[derive(Debug, Default)]
pub struct Options<'a> {
    /// The prompt's name; `None` goes by the words of each mail.
    pub template: Option<&'a str>,
    /// One JSON object a line on standard output.
    pub json: bool,
    /// A folder, or a file that ends in `.jsonl`; `None` is standard output.
    pub output: Option<&'a std::path::Path>,
    /// Mails that are drafted at a time.
    pub concurrency: Option<NonZero<usize>>,
}

/// Drafts a reply to each mail: of files, mailboxes and folders with both. As many mails are in
/// memory as are drafted at a time.
///
/// # Errors
/// When there is no such prompt, a file cannot be read or the output breaks.
pub async fn run(
    config: DraftConfig,
    files: &[PathBuf],
    options: Options<'_>,
) -> anyhow::Result<Exit> {
    let drafter = drafter(http_client()?, config.drafter.clone(), &Limits::default());
    if matches!(drafter, Drafter::Sample) {
        eprintln!(
            "No OPENAI_API_KEY or OPENAI_BASE_URL is set: this is a sample draft, made without any AI."
        );
    }
    let (mut output, done) = Output::open(options.output)?;
    let progress = progress(&output);
    let (mut skipped, mut failures, mut exit) = (0_usize, 0, Exit::Done);
    let to_do = mails(files).filter(|mail| {
        let is_done = mail.as_ref().is_ok_and(|(name, _)| done.has(name));
        skipped += usize::from(is_done);
        !is_done
    });
    let (drafter, config) = (&drafter, &config);
    let drafts = stream::iter(to_do).map(|mail| async move {
        let (name, bytes) = mail?;
        let drafted = draft(drafter, config, options.template, &bytes).await?;
        anyhow::Ok((name, drafted))
    });
    let at_once = options.concurrency.map_or(AT_ONCE, NonZero::get);
    let mut drafts = match output.is_standard() {
        true => drafts.buffered(at_once).left_stream(),
        false => drafts.buffer_unordered(at_once).right_stream(),
    };
    while let Some(drafted) = drafts.next().await {
        let (name, drafted) = drafted?;
        match drafted {
            Ok(draft) => {
                failures = 0;
                progress.suspend(|| report(&name, &draft, options.json, &mut output))?;
            }
            Err(error) => {
                failures += 1;
                progress.suspend(|| eprintln!("{name}: no draft: {error}"));
                exit = exit.max(match error.is_temporary() {
                    true => Exit::TryAgain,
                    false => Exit::Failed,
                });
            }
        }
        progress.inc(1);
        if failures >= FAILURES {
            eprintln!("{FAILURES} failures in a row: the rest is left for the next run");
            break;
        }
    }
    drop(drafts);
    progress.finish_and_clear();
    if skipped > 0 {
        eprintln!("{skipped} drafts were there before");
    }
    Ok(exit)
}

/// On standard error, where the drafts go elsewhere; indicatif draws nothing where that is no
/// terminal.
fn progress(output: &Output) -> ProgressBar {
    if output.is_standard() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} drafts, {per_sec}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

type Mail = (String, Vec<u8>);

/// The mails of all files, one file at a time; a mailbox holds several, which are numbered.
fn mails(files: &[PathBuf]) -> impl Iterator<Item = anyhow::Result<Mail>> {
    inputs(files).flat_map(|input| match input {
        Err(error) => vec![Err(error)],
        Ok((file, bytes)) => {
            let mails: Vec<_> = mbox::mails(&bytes).map(|it| it.into_owned()).collect();
            let is_mailbox = mails.len() > 1;
            let numbered = mails.into_iter().enumerate().map(|(index, mail)| {
                let name = match is_mailbox {
                    true => format!("{file}#{}", index + 1),
                    false => file.clone(),
                };
                Ok((name, mail))
            });
            numbered.collect()
        }
    })
}

/// A draft and what it took.
struct Drafted {
    masked: MaskedText,
    placeholders: Placeholders,
    messages: Messages,
    model: String,
    usage: Option<Usage>,
    cost: Option<Money>,
    sources: Option<Vec<Source>>,
    cautions: Vec<Caution>,
}

/// The outer error is one of the command, the inner one of the model.
async fn draft(
    drafter: &Drafter,
    config: &DraftConfig,
    template: Option<&str>,
    bytes: &[u8],
) -> anyhow::Result<Result<Drafted, LlmError>> {
    let mut placeholders = Placeholders::default();
    let prompt = Prompt {
        kind: template.map(str::to_owned),
        ..prompt(bytes, &config.masker, &mut placeholders)
    };
    let sources = match &config.knowledge {
        Some(knowledge) => {
            let texts = [&prompt.subject, &prompt.body];
            let sources = knowledge.look_up(&texts, &placeholders, &config.masker);
            let sources = sources.await;
            if sources.is_none() {
                eprintln!("the knowledge cannot be read: the draft is written without it");
            }
            sources
        }
        None => None,
    };
    let messages = config.prompts.write(&prompt.knowing(sources.as_deref()))?;
    let answer = ask(drafter, &messages).await;
    let answer = answer.and_then(|(text, answer)| {
        let cautions = check(&text, &messages, None)?;
        Ok((config.prompts.without_signature(&text), cautions, answer))
    });
    Ok(answer.map(|(masked, cautions, answer)| {
        let (model, usage) = (drafter.model_of(&answer).to_owned(), answer.usage());
        Drafted {
            cost: usage.and_then(|usage| config.prices.cost(&model, usage)),
            masked,
            placeholders,
            messages,
            model,
            usage,
            sources,
            cautions,
        }
    }))
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

/// The whole answer, of the next model when one breaks off.
async fn ask(drafter: &Drafter, messages: &Messages) -> Result<(MaskedText, Answer), LlmError> {
    let mut answer = drafter.ask(messages).await?;
    loop {
        let mut text = MaskedText::default();
        let error = loop {
            match answer.next().await {
                Ok(Some(piece)) => text.push_from_model(&piece),
                Ok(None) => return Ok((text, answer)),
                Err(error) => break error,
            }
        };
        match drafter.ask_next(messages, answer.by()).await {
            Some(Ok(next)) => answer = next,
            Some(Err(_)) | None => return Err(error),
        }
    }
}

fn report(name: &str, draft: &Drafted, json: bool, output: &mut Output) -> anyhow::Result<()> {
    let restored = restore(&draft.masked, &draft.placeholders);
    if !restored.invented.is_empty() {
        eprintln!(
            "{name}: the draft holds placeholders that stand for nothing: {}",
            restored.invented.join(" ")
        );
    }
    if !json && !draft.cautions.is_empty() {
        let lines = caution_lines(&draft.cautions, Language::En.texts());
        eprintln!("{name}: please look at this draft closely:\n{lines}");
    }
    let mut object = json!({
        "file": name, "model": draft.model, "template": draft.messages.template, "masked": draft.masked,
        "draft": restored.text, "invented": restored.invented, "usage": draft.usage,
        "cautions": draft.cautions, "cost": draft.cost.map(|cost| cost.to_string()),
    });
    if let Some(sources) = &draft.sources {
        object["sources"] = json!(sources);
    }
    let text = restored.text.expose().trim_end();
    let line = if json {
        object.to_string()
    } else {
        text.to_owned()
    };
    output.write(name, &object, text, &line)
}
