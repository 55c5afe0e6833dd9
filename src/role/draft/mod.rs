//! `replybot draft [FILE…]`: masks, drafts and restores; sends nothing.

mod output;

use std::num::NonZero;
use std::path::PathBuf;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use self::output::Output;
use crate::app::drafter;
use crate::config::{DraftConfig, Limits};
use crate::generation::{Question, Request, Took, keep_in, recall_from};
use crate::prompts::Prompt;
use crate::role::{Exit, inputs, printable, tell};
use inquiry::{Caution, Source, Template};
use llm::{Drafter, LlmError};
use mail::{mbox, parse};
use pii::{MaskedText, Placeholders, restore};
use platform::net;
use screens::modal::caution_lines;
use screens::texts::{Language, Texts};

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
    let drafter = drafter(net::client()?, config.drafter.clone(), &Limits::default());
    recall_from(&config.data, &drafter);
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
                progress.suspend(|| tell(format_args!("{name}: no draft: {error}")));
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
    if let Err(error) = keep_in(&config.data, drafter) {
        eprintln!("how the model's server wants to be asked was not kept: {error}");
    }
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
            if mails.is_empty() {
                return vec![Err(anyhow::anyhow!("{file}: there is no mail in it"))];
            }
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
    template: Template,
    model: String,
    took: Took,
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
    let mail = parse(bytes);
    let files = config.reader.read(bytes, &mail).await;
    let prompt = Prompt {
        kind: template.map(str::to_owned),
        ..Prompt::reply_to_mail(&mail, &files, &config.masker, &mut placeholders)
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
    let request = Request::write(&config.prompts, prompt.knowing(sources.as_deref()))?;
    let question = Question::new(drafter, &config.prices, request);
    let answer = question.whole_answer().await;
    let answer = answer.and_then(|text| {
        let text = text.beside(&config.masker, &placeholders);
        question.looked_over(&text, &config.prompts, None)
    });
    Ok(answer.map(|(masked, cautions)| Drafted {
        masked,
        placeholders,
        template: question.messages().template().clone(),
        model: question.model(),
        took: question.took(),
        sources,
        cautions,
    }))
}

fn report(name: &str, draft: &Drafted, json: bool, output: &mut Output) -> anyhow::Result<()> {
    let restored = restore(&draft.masked, &draft.placeholders);
    if !restored.invented.is_empty() {
        tell(format_args!(
            "{name}: the draft holds placeholders that stand for nothing: {}",
            printable(&restored.invented.join(" "))
        ));
    }
    if !json && !draft.cautions.is_empty() {
        let lines = caution_lines(&draft.cautions, Texts::of(Language::En));
        let lines = printable(&lines);
        tell(format_args!(
            "{name}: please look at this draft closely:\n{lines}"
        ));
    }
    let mut object = json!({
        "file": name, "model": draft.model, "template": draft.template, "masked": draft.masked,
        "draft": restored.text, "invented": restored.invented, "usage": draft.took.usage,
        "cautions": draft.cautions, "cost": draft.took.cost.map(|cost| cost.to_string()),
    });
    if let Some(sources) = &draft.sources {
        object["sources"] = json!(sources);
    }
    let text = restored.text.expose().trim_end();
    let line = if json {
        object.to_string()
    } else {
        printable(text).into_owned()
    };
    output.write(name, &object, text, &line)
}
