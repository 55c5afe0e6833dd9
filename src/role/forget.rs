//! `replybot forget ADDRESS`: erases what is stored of one customer.

use std::io::{IsTerminal, Write};

use anyhow::{Context, bail};
use serde_json::json;

use crate::app::{http_client, slack};
use crate::config::{ForgetConfig, Limits};
use crate::flow::forget::{Erased, Known, erase, find};
use crate::mail::{Address, Outbox};
use crate::role::{Exit, say};
use crate::slack::texts::Language;
use crate::store::{Store, StoreError};

/// What this command cannot reach, whatever it is given.
const OUT_OF_REACH: [&str; 4] = [
    "the mails at their source: the mailbox, the bucket that SES writes to",
    "the replies that went out: the mail service and the customer's own mailbox",
    "what people wrote or copied in Slack, and modals that are open right now",
    "backups, exports and what a model's provider keeps of masked texts",
];

/// Erases after a question, or without one with `yes`.
///
/// # Errors
/// When the store cannot be read, or there is nobody to ask.
pub async fn run(
    config: ForgetConfig,
    address: &Address,
    yes: bool,
    json: bool,
) -> anyhow::Result<Exit> {
    let store = Store::connect(&config.store).await?;
    let known = find(&store, address).await?;
    if !json {
        announce(&known, address)?;
    }
    if !known.theirs.is_empty() && !yes && !confirmed()? {
        say("nothing was erased")?;
        return Ok(Exit::Failed);
    }
    let texts = Language::texts(config.language);
    let slack = config
        .slack
        .map(|config| anyhow::Ok(slack(http_client()?, config, &Limits::default())))
        .transpose()?;
    let slack = slack.as_ref().map(|slack| (slack, texts));
    let outbox = Outbox::new(config.outbox);
    let mut erased = Erased::default();
    for inquiry in known.theirs {
        let id = inquiry.id.clone();
        if let Err(error) = erase(&store, slack, &outbox, inquiry, &mut erased).await {
            eprintln!("{id} is still there: {error}");
            erased.left += 1;
        }
    }
    let scrubbed = scrub(&store, &erased).await;
    report(&erased, slack.is_some(), json)?;
    Ok(
        match scrubbed && erased.left == 0 && known.unreadable == 0 {
            true => Exit::Done,
            false => Exit::TryAgain,
        },
    )
}

fn announce(known: &Known, address: &Address) -> anyhow::Result<()> {
    say(format_args!(
        "{} inquiries of {}:",
        known.theirs.len(),
        address.expose()
    ))?;
    for inquiry in &known.theirs {
        say(format_args!(
            "  {}  {}  {}",
            inquiry.id,
            inquiry.received_at.strftime("%Y-%m-%d"),
            inquiry.state.name()
        ))?;
    }
    if !known.named_in.is_empty() {
        say(format_args!(
            "The address also stands in {} inquiries of others, which stay:",
            known.named_in.len()
        ))?;
        for id in &known.named_in {
            say(format_args!("  {id}"))?;
        }
    }
    if known.unreadable > 0 {
        say(format_args!(
            "{} items cannot be read and may be theirs: see the log above",
            known.unreadable
        ))?;
    }
    Ok(())
}

/// Asks the person at the terminal.
fn confirmed() -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        bail!("nobody is there to ask: say --yes to erase without a question");
    }
    print!("Erase them for good? [y/N] ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin()
        .read_line(&mut answer)
        .context("cannot read the answer")?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// Also when nothing was found: an earlier run may have been interrupted before this.
async fn scrub(store: &Store, erased: &Erased) -> bool {
    let scrubbed: Result<(), StoreError> = store.scrub().await;
    if let Err(error) = &scrubbed {
        eprintln!(
            "{} inquiries are deleted, but what they were may still stand in the store's files: {error}",
            erased.inquiries
        );
    }
    scrubbed.is_ok()
}

fn report(erased: &Erased, with_slack: bool, json: bool) -> anyhow::Result<()> {
    let Erased {
        inquiries,
        helpers,
        files,
        messages,
        left,
    } = *erased;
    if json {
        return say(json!({
            "inquiries": inquiries, "helpers": helpers, "outbox_files": files,
            "slack_messages": with_slack.then_some(messages), "left": left, "out_of_reach": OUT_OF_REACH,
        }));
    }
    say(format_args!(
        "erased: {inquiries} inquiries with their drafts, replies and history; {helpers} links and kept drafts; \
         {files} mails in the outbox; the text of {messages} messages in Slack"
    ))?;
    if !with_slack {
        say("not erased: messages in Slack (SLACK_BOT_TOKEN is not set)")?;
    }
    for place in OUT_OF_REACH {
        say(format_args!("out of reach: {place}"))?;
    }
    Ok(())
}
