//! `replybot prove`: shows and verifies the proof of an approval, or the whole chain. Offline: nothing but
//! the store, or an export, is asked.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use anyhow::{Context, bail};
use facts::Verdict;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use serde_json::json;

use super::history::find;
use crate::config::HistoryConfig;
use crate::role::{Exit, say, tell};
use inquiry::{Broken, Chain, ContextId, Inquiry, Record, Reply, may_be_record};
use store::{PROOF_HEAD, Store, StoreError, proof_key};

/// Records that are read from the store at a time.
const AT_ONCE: usize = 32;
/// Bytes of a line beyond which it is none of ours.
const LONGEST: usize = 65_536;

/// Shows the proofs of all replies to an inquiry, and verifies each against its record in the chain.
///
/// # Errors
/// When the store cannot be read, or there is no such inquiry.
pub async fn one(config: &HistoryConfig, id: &ContextId, json: bool) -> anyhow::Result<Exit> {
    let store = Store::connect(&config.store).await?;
    let inquiry = match find(&store, id).await {
        Err(error) if !error.is::<StoreError>() => bail!(
            "{error}. What was approved is deleted with its inquiry after RETENTION_DAYS or by `forget`; \
             its record stays: `replybot prove --all`"
        ),
        found => found?,
    };
    let mut exit = Exit::Done;
    let mut proven = 0;
    for (index, reply) in inquiry.delivery.replies.iter().enumerate() {
        let Some(approval) = &reply.approval else {
            continue;
        };
        let Some(proof) = &approval.proof else {
            continue;
        };
        proven += 1;
        let outcome = match proof.record {
            Some(number) => verify(&store, &inquiry, reply, number).await?,
            None => Outcome::Unrecorded,
        };
        exit = match outcome {
            Outcome::Broken(_) => Exit::Failed,
            Outcome::Unrecorded if exit == Exit::Done => Exit::TryAgain,
            _ => exit,
        };
        if json {
            say(json!({
                "to": reply.mail.to, "cc": reply.mail.cc, "bcc": reply.mail.bcc, "subject": reply.mail.subject,
                "context_id": inquiry.id, "reply": index + 1, "approved_by": reply.by, "at": reply.at,
                "mail_sha256": approval.sha256, "draft": approval.draft, "insisted": reply.acknowledged,
                "facts": proof.facts, "record": proof.record, "proof": outcome.name(), "why": outcome.why(),
            }))?;
        } else {
            show(index + 1, reply)?;
            say(outcome.words())?;
        }
    }
    if let Some(broken) = untold(&store, &inquiry).await? {
        let outcome = Outcome::Broken(broken);
        match json {
            true => say(
                json!({ "context_id": inquiry.id, "proof": outcome.name(), "why": outcome.why() }),
            )?,
            false => say(outcome.words())?,
        }
        return Ok(Exit::Failed);
    }
    if proven == 0 {
        tell("no reply to it was approved with a proof: nothing was verified");
        return Ok(Exit::Misconfigured);
    }
    Ok(exit)
}

/// The first record of this inquiry that none of its stored replies tells: who changes the store can take
/// a reply, or its proof, away from the inquiry, but not from the chain.
async fn untold(store: &Store, inquiry: &Inquiry) -> anyhow::Result<Option<Broken>> {
    let mut records = records(store);
    let mut number = 0;
    while let Some(Some(line)) = records.try_next().await? {
        number += 1;
        // A line that is none is found by `prove --all`.
        let Ok(record) = Record::read(&line, number) else {
            continue;
        };
        let mut replies = inquiry.delivery.replies.iter();
        if record.context_id == inquiry.id && !replies.any(|reply| record.tells(inquiry, reply)) {
            return Ok(Some(Broken::Untold(number)));
        }
    }
    Ok(None)
}

/// The lines of the chain in the store, from the first on, and `None` behind the last.
fn records(
    store: &Store,
) -> impl Stream<Item = Result<Option<String>, StoreError>> + Unpin + use<'_> {
    let lines = stream::iter(1_u64..);
    let lines = lines.map(move |number| async move { store.kv(&proof_key(number)).await });
    Box::pin(lines.buffered(AT_ONCE))
}

/// What became of a verification.
enum Outcome {
    Holds(u64),
    Unrecorded,
    Broken(Broken),
}

impl Outcome {
    fn name(&self) -> &'static str {
        match self {
            Outcome::Holds(_) => "holds",
            Outcome::Unrecorded => "not_recorded",
            Outcome::Broken(_) => "broken",
        }
    }

    fn why(&self) -> Option<String> {
        match self {
            Outcome::Broken(why) => Some(why.to_string()),
            Outcome::Holds(_) | Outcome::Unrecorded => None,
        }
    }

    fn words(&self) -> String {
        match self {
            Outcome::Holds(number) => format!("✓ the proof holds: record {number} of the chain"),
            Outcome::Unrecorded => "… not in the chain yet: `replybot sweep` appends it".to_owned(),
            Outcome::Broken(why) => format!("✗ THE PROOF DOES NOT HOLD: {why}"),
        }
    }
}

async fn verify(
    store: &Store,
    inquiry: &Inquiry,
    reply: &Reply,
    number: u64,
) -> anyhow::Result<Outcome> {
    let line = store.kv(&proof_key(number)).await?;
    let before = match number.saturating_sub(1) {
        0 => None,
        before => store.kv(&proof_key(before)).await?,
    };
    let logo = match &reply.mail.logo {
        Some(logo) => store.logo(logo).await?,
        None => None,
    };
    let verified = || {
        let line = line.as_deref().ok_or(Broken::Order(number))?;
        let mut chain = Chain::default();
        if let Some(before) = &before {
            chain.follow(before)?;
        }
        chain.follow(line)?;
        Record::read(line, number)?.verify(inquiry, reply, logo.as_deref())
    };
    Ok(match verified() {
        Ok(()) => Outcome::Holds(number),
        Err(broken) => Outcome::Broken(broken),
    })
}

fn show(number: usize, reply: &Reply) -> anyhow::Result<()> {
    say(format_args!(
        "reply {number}, approved by {} ({}) at {}",
        reply.by.name, reply.by.id, reply.at
    ))?;
    let Some(approval) = &reply.approval else {
        return Ok(());
    };
    say(format_args!("mail: SHA-256 {}", approval.sha256))?;
    let mail = &reply.mail;
    for (header, mailboxes) in [("To", &mail.to), ("Cc", &mail.cc), ("Bcc", &mail.bcc)] {
        for mailbox in mailboxes {
            say(format_args!("{header}: {}", mailbox.display()))?;
        }
    }
    say(format_args!("Subject: {}", mail.subject.expose()))?;
    for insisted in &reply.acknowledged {
        say(format_args!("insisted on: {}", json!(insisted)))?;
    }
    let facts = approval.proof.iter().flat_map(|proof| &proof.facts);
    for fact in facts {
        let mark = match fact.verdict {
            Verdict::Supported => "✓",
            Verdict::Unsupported => "?",
            Verdict::Contradicts => "✗",
        };
        say(format_args!("{mark} {}", fact.words.expose()))?;
        if let Some(source) = &fact.source {
            let origin = json!(source.origin)["is"].clone();
            let origin = origin.as_str().unwrap_or_default().replace('_', " ");
            say(format_args!("    {origin}: {}", source.words.expose()))?;
        }
    }
    Ok(())
}

/// What `prove --all` is to do besides verifying.
#[derive(Debug, Default)]
pub struct Whole<'a> {
    /// An export, `-` for standard input; the store without one.
    pub file: Option<&'a Path>,
    /// The hash that the chain ended in, as it was noted down.
    pub ends_in: Option<&'a str>,
    /// Print the records.
    pub export: bool,
    /// Print the result as JSON.
    pub json: bool,
}

/// Verifies all records, of an export or of the store.
///
/// # Errors
/// When they cannot be read.
pub async fn all(config: Option<&HistoryConfig>, whole: &Whole<'_>) -> anyhow::Result<Exit> {
    let mut chain = Chain::default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let verified = match (whole.file, config) {
        (Some(file), _) => match of_file(file, &mut chain)? {
            Read::Followed(verified) => verified,
            // What was noted down says that there were records.
            Read::NoExport(NoExport::Empty) if whole.ends_in.is_some() => Ok(()),
            Read::NoExport(why) => return no_export(file, why, whole.json),
        },
        (None, Some(config)) => {
            let store = Store::connect(&config.store).await?;
            let print = |line: &str| match whole.export {
                true => writeln!(out, "{line}").context("cannot write standard output"),
                false => Ok(()),
            };
            of_store(&store, &mut chain, print).await?
        }
        (None, None) => bail!("neither an export nor a store was named"),
    };
    out.flush().context("cannot write standard output")?;
    drop(out);
    let verified = verified.and_then(|()| chain.is_whole());
    let verified = verified.and_then(|()| whole.ends_in.map_or(Ok(()), |end| chain.ends_in(end)));
    let Chain {
        records,
        last,
        hash,
        ..
    } = &chain;
    let exit = match &verified {
        Ok(()) => Exit::Done,
        Err(_) => Exit::Failed,
    };
    if whole.json {
        let why = verified.err().map(|broken| broken.to_string());
        let proof = if why.is_none() { "holds" } else { "broken" };
        say(
            json!({ "records": records, "last": last, "ends_in": hash, "proof": proof, "why": why }),
        )?;
        return Ok(exit);
    }
    let words = match verified {
        Ok(()) if *records == 0 => "no reply has been approved with a proof yet".to_owned(),
        Ok(()) => format!("✓ {records} records hold, up to number {last}\n  ends in {hash}"),
        Err(broken @ (Broken::Beginning(_) | Broken::End(_))) => {
            format!("✗ THE CHAIN DOES NOT HOLD: {broken}")
        }
        Err(broken) => {
            format!("✗ THE CHAIN DOES NOT HOLD: {broken}\n  {records} records before it do")
        }
    };
    match whole.export {
        // Standard output is the records.
        true => eprintln!("{words}"),
        false => say(words)?,
    }
    Ok(exit)
}

/// What a file turned out to be.
enum Read {
    /// An export, whose chain holds or does not.
    Followed(Result<(), Broken>),
    /// Nothing that could be verified.
    NoExport(NoExport),
}

/// Why a file is no export: then nothing was verified, and nothing was found wrong.
#[derive(Clone, Copy, Debug, thiserror::Error)]
enum NoExport {
    #[error("is empty: it holds no record, so it proves nothing")]
    Empty,
    #[error("is no export of proofs: its first line is no record")]
    Other,
}

fn no_export(file: &Path, why: NoExport, json: bool) -> anyhow::Result<Exit> {
    let name = match file.as_os_str() == "-" {
        true => "standard input".to_owned(),
        false => file.display().to_string(),
    };
    let why = format!("{name} {why}. `replybot prove --all --export > FILE` writes an export");
    match json {
        true => say(
            json!({ "records": 0, "last": 0, "ends_in": "", "proof": "no_export", "why": why }),
        )?,
        false => tell(format_args!("replybot: {why}")),
    }
    Ok(Exit::Misconfigured)
}

/// Verifies the lines of a file, one at a time.
fn of_file(file: &Path, chain: &mut Chain) -> anyhow::Result<Read> {
    let mut lines: Box<dyn BufRead> = match file.as_os_str() == "-" {
        true => Box::new(std::io::stdin().lock()),
        false => {
            let opened = std::fs::File::open(file);
            let opened = opened.with_context(|| format!("cannot read {}", file.display()))?;
            Box::new(BufReader::with_capacity(1 << 20, opened))
        }
    };
    let mut line = Vec::new();
    loop {
        line.clear();
        let mut limited = std::io::Read::take(&mut lines, LONGEST as u64);
        let read = limited.read_until(b'\n', &mut line);
        if read.with_context(|| format!("cannot read {}", file.display()))? == 0 {
            return Ok(match chain.records {
                0 => Read::NoExport(NoExport::Empty),
                _ => Read::Followed(Ok(())),
            });
        }
        let text = line
            .strip_suffix(b"\n")
            .and_then(|it| str::from_utf8(it).ok());
        // The last line ends, too: a record that was cut off is none.
        let followed = match text {
            Some(text) => chain.follow(text),
            None => Err(Broken::Form(chain.last + 1)),
        };
        if let Err(broken) = followed {
            let is_ours = chain.records > 0 || may_be_record(&String::from_utf8_lossy(&line));
            return Ok(match is_ours {
                true => Read::Followed(Err(broken)),
                false => Read::NoExport(NoExport::Other),
            });
        }
    }
}

async fn of_store(
    store: &Store,
    chain: &mut Chain,
    mut print: impl FnMut(&str) -> anyhow::Result<()>,
) -> anyhow::Result<Result<(), Broken>> {
    let mut records = records(store);
    while let Some(Some(line)) = records.try_next().await? {
        if let Err(broken) = chain.follow(&line) {
            return Ok(Err(broken));
        }
        print(&line)?;
    }
    let head = store.kv(PROOF_HEAD).await?;
    let head: u64 = head.as_deref().and_then(|it| it.parse().ok()).unwrap_or(0);
    Ok(match chain.last < head {
        true => Err(Broken::Order(chain.last + 1)),
        false => Ok(()),
    })
}
