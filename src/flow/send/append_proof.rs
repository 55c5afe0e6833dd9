//! A reply that was handed over -> its proof joins the chain.

use futures_util::future::try_join_all;

use crate::app::App;
use inquiry::clock::later;
use inquiry::{BEFORE_ALL, ContextId, Forbidden, Inquiry, Record, hash_of};
use store::{ChangeError, PROOF_HEAD, Store, StoreError, Written, proof_key};

/// Others that append at the same time, one after the other; more than this mean a fault.
const MAX_CONFLICTS: usize = 100;

/// How many records at the end of the chain are looked at for one that is there already: of a sweep that
/// met the sender, or of a process that ended before it wrote down that it had appended.
const LOOK_BACK: u64 = 32;

/// Appends the records of replies that have none yet, and writes down that they are there. Safe to
/// call at any time, and by two at once: a record that the end of the chain holds is not appended again.
///
/// # Errors
/// [`StoreError`]: the next sweep goes on.
pub async fn record(app: &App, id: &ContextId) -> Result<(), StoreError> {
    while let Some(inquiry) = app.store.get(id).await? {
        let Some(index) = inquiry.unrecorded() else {
            return Ok(());
        };
        let number = append(&app.store, &inquiry, index).await?;
        let now = app.clock.now();
        let written = app.store.change(id, |inquiry| {
            let reply = inquiry.delivery.replies.get_mut(index);
            let approval = reply.and_then(|reply| reply.approval.as_mut());
            if let Some(proof) = approval.and_then(|approval| approval.proof.as_mut()) {
                proof.record.get_or_insert(number);
            }
            if inquiry.worker.lease.is_none() && inquiry.work().is_none() {
                inquiry.worker.due_at = later(now, app.limits.grace);
            }
            Ok::<_, Forbidden>(())
        });
        match written.await {
            Ok(_) | Err(ChangeError::NotFound | ChangeError::Refused(_)) => {}
            Err(ChangeError::Store(error)) => return Err(error),
        }
    }
    Ok(())
}

/// Appends the record of a reply, unless it is there, and returns its number.
async fn append(store: &Store, inquiry: &Inquiry, index: usize) -> Result<u64, StoreError> {
    let no_proof = || StoreError::Unreadable(format!("the proof of a reply of {}", inquiry.id));
    let reply = inquiry.delivery.replies.get(index).ok_or_else(no_proof)?;
    let is_its_record = |line: &str, number| {
        Record::read(line, number).is_ok_and(|record| record.tells(inquiry, reply))
    };
    let head = store.kv(PROOF_HEAD).await?;
    let mut last: u64 = head.as_deref().and_then(|it| it.parse().ok()).unwrap_or(0);
    let mut before = BEFORE_ALL.to_owned();
    let end = last.saturating_sub(LOOK_BACK) + 1..=last;
    let lines = try_join_all(end.map(async |number| {
        let line = store.kv(&proof_key(number)).await?;
        Ok::<_, StoreError>((number, line))
    }));
    for (number, line) in lines.await? {
        // A record that is missing is found by `replybot prove --all`, and the chain goes on from its end.
        let line = line.unwrap_or_default();
        if is_its_record(&line, number) {
            return Ok(number);
        }
        if number == last {
            before = hash_at(&line, last)?;
        }
    }
    for _ in 0..MAX_CONFLICTS {
        let number = last + 1;
        let record = Record::of(inquiry, reply, number, &before).ok_or_else(no_proof)?;
        let key = proof_key(number);
        if store.write_kv(&key, None, &record.line(), None).await? == Written::Yes {
            // The next writer would find the way without it, step by step.
            let end = number.to_string();
            store
                .write_kv(PROOF_HEAD, head.as_deref(), &end, None)
                .await?;
            return Ok(number);
        }
        // Another writer was quicker: with another reply, or with this one.
        let line = store.kv(&proof_key(number)).await?.unwrap_or_default();
        if is_its_record(&line, number) {
            return Ok(number);
        }
        last = number;
        before = hash_at(&line, last)?;
    }
    Err(StoreError::Unavailable(format!(
        "more than {MAX_CONFLICTS} writers at once at the end of the chain of proofs"
    )))
}

fn hash_at(line: &str, number: u64) -> Result<String, StoreError> {
    let hash = hash_of(line).map(str::to_owned);
    hash.ok_or_else(|| StoreError::Unreadable(format!("record {number} of the chain of proofs")))
}
