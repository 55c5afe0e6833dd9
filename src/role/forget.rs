//! `replybot forget ADDRESS`: erases what is stored of one customer.

use std::io::{IsTerminal, Write};

use anyhow::{Context, bail};
use serde_json::json;

use crate::app::slack;
use crate::config::{ForgetConfig, Limits};
use crate::flow::forget::{Erased, Known, Reach, erase, find};
use crate::role::{Exit, say};
use inquiry::Origin;
use mail::Address;
use mailbox::Outbox;
use mailbox::gmail::Gmail;
use mailbox::graph::Graph;
use mailbox::source::imap::Imap;
use platform::net;
use screens::texts::Texts;
use store::{Store, StoreError};

/// What this command cannot reach, whatever it is given.
const OUT_OF_REACH: [&str; 4] = [
    "what a mailbox forwards, archives or keeps as sent",
    "the replies that went out: the mail service and the customer's own mailbox",
    "what people wrote or copied in Slack, and panels that lie over a reply right now",
    "backups, exports and what a model's provider keeps of masked texts",
];

/// Erases after a question, or without one with `yes`.
///
/// # Errors
/// When the store cannot be read, or there is no person to ask.
pub async fn run(
    config: ForgetConfig,
    address: &Address,
    yes: bool,
    json: bool,
) -> anyhow::Result<Exit> {
    let store = Store::connect(&config.store).await?;
    let known = find(&store, address).await?;
    if !json && let Err(error) = announce(&known, address) {
        // A reader that has gone, such as `head`, is no reason to keep what was to be erased.
        if !yes {
            return Err(error);
        }
        tracing::warn!(%error, "what is erased could not be listed");
    }
    if !known.theirs.is_empty() && !yes && !confirmed()? {
        say("nothing was erased")?;
        return Ok(Exit::Failed);
    }
    let texts = Texts::of(config.language);
    let slack = config
        .slack
        .map(|config| anyhow::Ok(slack(net::client()?, config, &Limits::default())))
        .transpose()?;
    let slack = slack.as_ref().map(|slack| (slack, texts));
    let outbox = Outbox::new(config.outbox);
    let http = net::client()?;
    let (mut gmail, mut imap, mut graph) = (Vec::new(), Vec::new(), Vec::new());
    for mailbox in config.mailboxes {
        gmail.extend(
            mailbox
                .gmail
                .map(|it| Gmail::new(http.clone(), it.settings)),
        );
        imap.extend(mailbox.imap.map(Imap::new));
        graph.extend(mailbox.graph.map(|it| Graph::new(http.clone(), it)));
    }
    let s3 = match known.theirs.iter().flat_map(|it| &it.origins).any(is_in_s3) {
        true => Some(aws_sdk_s3::Client::new(&platform::aws::sdk_config().await)),
        false => None,
    };
    let reach = Reach {
        store: &store,
        slack,
        originals: &config.originals,
        outbox: &outbox,
        s3: s3.as_ref(),
        gmail: &gmail,
        imap: &imap,
        graph: &graph,
    };
    let mut erased = Erased::default();
    for inquiry in known.theirs {
        let id = inquiry.id.clone();
        if let Err(error) = erase(reach, inquiry, &mut erased).await {
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

fn is_in_s3(origin: &Origin) -> bool {
    matches!(origin, Origin::S3 { .. })
}

/// `1 mail`, `2 mails`.
fn counted(count: usize, one: &str, more: &str) -> String {
    let noun = if count == 1 { one } else { more };
    format!("{count} {noun}")
}

fn count_of_inquiries(count: usize) -> String {
    counted(count, "inquiry", "inquiries")
}

fn count_of_mails(count: usize) -> String {
    counted(count, "mail", "mails")
}

fn announce(known: &Known, address: &Address) -> anyhow::Result<()> {
    say(format_args!(
        "{} of {}:",
        count_of_inquiries(known.theirs.len()),
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
            "The address also occurs in {} of others; that stays:",
            count_of_inquiries(known.named_in.len())
        ))?;
        for id in &known.named_in {
            say(format_args!("  {id}"))?;
        }
    }
    if known.unreadable > 0 {
        say(format_args!(
            "{} cannot be read and may be theirs: see the log above",
            counted(known.unreadable, "item", "items")
        ))?;
    }
    Ok(())
}

/// Asks the person at the terminal.
fn confirmed() -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        bail!("there is no terminal to ask on: say --yes to erase without a question");
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
            "{} deleted, but the text may still be in the store's files: {error}",
            count_of_inquiries(erased.inquiries)
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
        objects,
        trashed,
        deleted,
        unknown,
        left,
        ref remaining,
    } = *erased;
    if json {
        return say(json!({
            "inquiries": inquiries, "helpers": helpers, "outbox_files": files, "s3_objects": objects,
            "gmail_trashed": trashed, "imap_deleted": deleted, "remaining_mails": remaining, "mails_of_unknown_place": unknown,
            "slack_messages": with_slack.then_some(messages), "left": left, "out_of_reach": OUT_OF_REACH,
        }));
    }
    say(format_args!(
        "erased: {} with drafts, replies and history; {}; {} in the outbox; {} in S3, as received; \
         the text of {} in Slack",
        count_of_inquiries(inquiries),
        counted(helpers, "link or kept draft", "links and kept drafts"),
        count_of_mails(files),
        count_of_mails(objects),
        counted(messages, "message", "messages"),
    ))?;
    if trashed > 0 {
        say(format_args!(
            "in Gmail's trash, which Gmail empties after 30 days: {}; empty it now at \
             https://mail.google.com/mail/#trash",
            count_of_mails(trashed)
        ))?;
    }
    if deleted > 0 {
        say(format_args!(
            "deleted in the mailbox: {}",
            count_of_mails(deleted)
        ))?;
    }
    for origin in remaining {
        match origin {
            Origin::Gmail { id } => say(format_args!(
                "not erased, as GMAIL_OAUTH is not set: https://mail.google.com/mail/#all/{id}"
            ))?,
            Origin::Imap { folder, uid, .. } => say(format_args!(
                "not erased, as IMAP_URL is not set or another's: the mail with UID {uid} in the folder {folder}"
            ))?,
            Origin::Graph { id, .. } => say(format_args!(
                "not erased, as GRAPH_MAILBOX is not set or another's: the mail at Microsoft 365 with the id {id}"
            ))?,
            Origin::File { name } => {
                say(format_args!("not erased: mails/{name} in the data folder"))?
            }
            Origin::S3 { bucket, key } => say(format_args!("not erased: s3://{bucket}/{key}"))?,
        }
    }
    if unknown > 0 {
        say(format_args!(
            "not known for {}: where the mail lies as it came (a file, or a mail that an older \
             version took); look for it in the mailbox, or in the bucket that SES writes to",
            count_of_inquiries(unknown)
        ))?;
    }
    if !with_slack {
        say("not erased: messages in Slack (SLACK_BOT_TOKEN is not set)")?;
    }
    for place in OUT_OF_REACH {
        say(format_args!("out of reach: {place}"))?;
    }
    Ok(())
}
