//! The proof of an approval: what its author knew stays with the reply, and a record without a person's
//! words joins a chain of hashes, which outlives the inquiry.

use facts::Verdict;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::fact::sha256;
use super::{Acknowledgement, Checked, CheckedFact, ContextId, Inquiry, Reply};
use mail::Contents;

/// What stays with a reply of what its author knew when they approved it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Random: from the record, which outlives these words, no reader can guess them.
    pub salt: String,
    /// The facts of the text that was approved, with their sources.
    pub facts: Vec<CheckedFact>,
    /// The number of its record in the chain; `None` until there is one.
    #[serde(default)]
    pub record: Option<u64>,
}

/// What comes before the first record.
pub const BEFORE_ALL: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A link of the chain. It holds no word of a mail, so that it may stay when the inquiry has to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// 1 for the first.
    pub number: u64,
    /// The hash of the record before.
    pub before: String,
    /// Which inquiry.
    pub context_id: ContextId,
    /// The reply's `Message-ID`.
    pub message_id: String,
    /// When it was approved.
    pub at: Timestamp,
    /// Slack's id of who approved it.
    pub by: String,
    /// SHA-256 of the mail, as it was handed to the mail service; of one with blind copies, as its
    /// sender keeps it.
    pub mail: String,
    /// The draft that it came from.
    pub draft: Option<u32>,
    /// What its author had been told, and insisted on.
    #[serde(rename = "insisted")]
    pub acknowledged: Vec<Acknowledgement>,
    /// How many facts it states.
    pub facts: usize,
    /// How many of them had a source.
    pub supported: usize,
    /// How many had none.
    pub unsupported: usize,
    /// How many contradicted one.
    pub contradicts: usize,
    /// SHA-256 of the facts with their sources, and of a salt.
    pub details: String,
}

impl Proof {
    /// Of what was checked.
    pub fn of(checked: &Checked, salt: String) -> Proof {
        Proof {
            salt,
            facts: checked.facts.clone(),
            record: None,
        }
    }

    fn count(&self, verdict: Verdict) -> usize {
        let facts = self.facts.iter();
        facts.filter(|fact| fact.verdict == verdict).count()
    }

    /// SHA-256 of the salt and the facts.
    fn details(&self) -> String {
        let facts = serde_json::to_string(&self.facts).expect("facts are texts and numbers");
        sha256(format!("{}\n{facts}", self.salt).as_bytes())
    }
}

/// Why a proof does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A line is none that `replybot` writes.
    #[error("record {0} is not in the form in which it was written")]
    Form(u64),
    /// Something in a record was changed.
    #[error("record {0} was changed: its hash is another one")]
    Hash(u64),
    /// The chain is broken: a record is missing, was put in, or is in another place.
    #[error("record {0} does not follow the one before it")]
    Order(u64),
    /// There is no record, where there should be some.
    #[error("there is no record at all, where the last one should have the hash {0}")]
    Nothing(String),
    /// The first record is not the first of all.
    #[error("it begins with record {0}: those before it are missing")]
    Beginning(u64),
    /// The last record is another one than it was.
    #[error(
        "the chain ends in {0}, and not in the hash that was given: records at its end are missing, or it was written anew"
    )]
    End(String),
    /// A record of the inquiry that none of its stored replies tells.
    #[error("record {0} of the chain tells of a reply to it that is not stored as it was approved")]
    Untold(u64),
    /// The reply that is stored says something else than its record.
    #[error("the stored reply is not what was approved: its {0} differs from the record")]
    Reply(&'static str),
}

impl Record {
    /// The record of a reply; `None` where its proof was not kept, by an older version.
    pub fn of(inquiry: &Inquiry, reply: &Reply, number: u64, before: &str) -> Option<Record> {
        let approval = reply.approval.as_ref()?;
        let proof = approval.proof.as_ref()?;
        Some(Record {
            number,
            before: before.to_owned(),
            context_id: inquiry.id.clone(),
            message_id: reply.mail.message_id.as_str().to_owned(),
            at: reply.at,
            by: reply.by.id.clone(),
            mail: approval.sha256.clone(),
            draft: approval.draft,
            acknowledged: reply.acknowledged.clone(),
            facts: proof.facts.len(),
            supported: proof.count(Verdict::Supported),
            unsupported: proof.count(Verdict::Unsupported),
            contradicts: proof.count(Verdict::Contradicts),
            details: proof.details(),
        })
    }

    /// Whether it is the record of this reply, as it is stored.
    pub fn tells(&self, inquiry: &Inquiry, reply: &Reply) -> bool {
        Record::of(inquiry, reply, self.number, &self.before).as_ref() == Some(self)
    }

    /// The record as it is stored and exported: one line of JSON that ends in its own hash.
    pub fn line(&self) -> String {
        let content = serde_json::to_string(self).expect("a record is texts and numbers");
        let content = content.strip_suffix('}').expect("it is an object");
        format!("{content}{HASH}{}\"}}", sha256(content.as_bytes()))
    }

    /// Reads a line, and verifies it by itself.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn read(line: &str, number: u64) -> Result<Record, Broken> {
        let (content, hash) = parts(line).ok_or(Broken::Form(number))?;
        if sha256(content.as_bytes()) != hash {
            return Err(Broken::Hash(number));
        }
        serde_json::from_str(&format!("{content}}}")).map_err(|_| Broken::Form(number))
    }

    /// Verifies that the reply, as it is stored, is what this record tells; with the content of its
    /// logo, where it has one.
    ///
    /// # Errors
    /// [`Broken::Reply`] names what differs.
    pub fn verify(
        &self,
        inquiry: &Inquiry,
        reply: &Reply,
        logo: Option<&[u8]>,
    ) -> Result<(), Broken> {
        let differs = |what| Err(Broken::Reply(what));
        if reply.mail.logo.is_some() && logo.is_none() {
            return differs("logo");
        }
        let contents = Contents { files: &[], logo };
        // What was attached is not kept: its hash is in that of the whole, which is compared below.
        let is_whole = reply.mail.files.is_empty();
        if is_whole && sha256(&reply.mail.kept_bytes_with(contents)) != self.mail {
            return differs("mail");
        }
        let Some(told) = Record::of(inquiry, reply, self.number, &self.before) else {
            return differs("proof");
        };
        match () {
            () if told.context_id != self.context_id => differs("inquiry"),
            () if told.message_id != self.message_id => differs("Message-ID"),
            () if told.at != self.at => differs("time of approval"),
            () if told.by != self.by => differs("author"),
            () if told.mail != self.mail => differs("hash of the mail"),
            () if told.draft != self.draft => differs("draft"),
            () if told.acknowledged != self.acknowledged => differs("list of what was insisted on"),
            () if told != *self => differs("facts and their sources"),
            () => Ok(()),
        }
    }
}

/// What stands between a record and its hash.
const HASH: &str = ",\"hash\":\"";

/// Whether a line is a record of ours, or may have been one before a byte of it was changed: two of the
/// three marks of the form are enough.
pub fn may_be_record(line: &str) -> bool {
    let marks = [
        line.starts_with("{\"number\":"),
        line.contains(",\"before\":\""),
        line.contains(HASH),
    ];
    marks.into_iter().filter(|it| *it).count() >= 2
}

/// What is hashed of a line, and its hash.
fn parts(line: &str) -> Option<(&str, &str)> {
    let (content, hash) = line.strip_suffix("\"}")?.rsplit_once(HASH)?;
    Some((content, hash))
}

/// The hash that the chain has after this line.
pub fn hash_of(line: &str) -> Option<&str> {
    parts(line).map(|(_, hash)| hash)
}

/// Verifies a chain, record by record; the first may be any, where the beginning was not exported.
#[derive(Debug, Default)]
pub struct Chain {
    /// The number of the first one.
    pub first: u64,
    /// How many records were right.
    pub records: u64,
    /// The number of the last one.
    pub last: u64,
    /// Its hash.
    pub hash: String,
}

impl Chain {
    /// Verifies the next record. From its bytes alone: what is hashed is exactly what is there.
    ///
    /// # Errors
    /// [`Broken`] with the number of the record.
    pub fn follow(&mut self, line: &str) -> Result<(), Broken> {
        let expected = self.last + 1;
        let (content, hash) = parts(line).ok_or(Broken::Form(expected))?;
        let numbered = content.strip_prefix("{\"number\":");
        let numbered = numbered.and_then(|it| it.split_once(",\"before\":\""));
        let (number, rest) = numbered.ok_or(Broken::Form(expected))?;
        let number: u64 = number.parse().map_err(|_| Broken::Form(expected))?;
        if sha256(content.as_bytes()) != hash {
            return Err(Broken::Hash(expected));
        }
        let before = rest.split('"').next().unwrap_or_default();
        let follows = match self.records {
            0 => number > 1 || (number == 1 && before == BEFORE_ALL),
            _ => number == expected && before == self.hash,
        };
        if !follows {
            return Err(Broken::Order(number));
        }
        if self.records == 0 {
            self.first = number;
        }
        self.records += 1;
        self.last = number;
        hash.clone_into(&mut self.hash);
        Ok(())
    }

    /// Verifies that nothing is missing before the first record.
    ///
    /// # Errors
    /// [`Broken::Beginning`] with its number.
    pub fn is_whole(&self) -> Result<(), Broken> {
        match self.first {
            0 | 1 => Ok(()),
            number => Err(Broken::Beginning(number)),
        }
    }

    /// Verifies that nothing is missing behind the last record.
    ///
    /// # Errors
    /// [`Broken::End`] with the hash that the chain ends in.
    pub fn ends_in(&self, hash: &str) -> Result<(), Broken> {
        match self.hash == hash {
            true => Ok(()),
            false if self.records == 0 => Err(Broken::Nothing(hash.to_owned())),
            false => Err(Broken::End(self.hash.clone())),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(count: u64) -> Vec<String> {
        let mut lines = Vec::new();
        let mut before = BEFORE_ALL.to_owned();
        for number in 1..=count {
            let record = Record {
                number,
                before,
                context_id: ContextId::parse(&format!("inquiry-{number}")).unwrap(),
                message_id: format!("{number}.replybot@shop.example"),
                at: Timestamp::from_second(1_790_000_000 + number as i64).unwrap(),
                by: "U1".to_owned(),
                mail: sha256(&number.to_be_bytes()),
                draft: Some(1),
                acknowledged: vec![Acknowledgement::Closed],
                facts: 3,
                supported: 2,
                unsupported: 1,
                contradicts: 0,
                details: sha256(b"details"),
            };
            let line = record.line();
            before = hash_of(&line).unwrap().to_owned();
            lines.push(line);
        }
        lines
    }

    fn verify(lines: &[String]) -> Result<Chain, Broken> {
        let mut chain = Chain::default();
        for line in lines {
            chain.follow(line)?;
        }
        Ok(chain)
    }

    #[test]
    fn an_untouched_chain_holds_and_tells_its_end() {
        let lines = lines(20);
        let chain = verify(&lines).unwrap();
        assert_eq!((chain.records, chain.last), (20, 20));
        assert_eq!(chain.ends_in(hash_of(&lines[19]).unwrap()), Ok(()));
        assert_eq!(chain.is_whole(), Ok(()));
        let end = verify(&lines[5..]).unwrap();
        assert_eq!(
            (end.records, end.is_whole()),
            (15, Err(Broken::Beginning(6)))
        );
        let record = Record::read(&lines[3], 4).unwrap();
        assert_eq!(record.line(), lines[3]);
    }

    #[test]
    fn every_changed_byte_of_every_record_is_found() {
        let lines = lines(4);
        for at in 0..lines.len() {
            for byte in 0..lines[at].len() {
                let mut changed = lines[at].clone().into_bytes();
                changed[byte] ^= 1;
                let Ok(changed) = String::from_utf8(changed) else {
                    continue;
                };
                let mut all = lines.clone();
                all[at] = changed;
                assert!(verify(&all).is_err(), "record {at}, byte {byte}");
                assert!(Record::read(&all[at], 1).is_err());
            }
        }
    }

    proptest! {
        #[test]
        fn a_record_that_is_missing_doubled_or_moved_is_found(one in 0..12_usize, other in 0..12_usize) {
            let lines = lines(12);
            let mut missing = lines.clone();
            missing.remove(one);
            // Without the first or the last, what is left is a chain: only its ends tell.
            let is_inner = one > 0 && one < 11;
            prop_assert_eq!(verify(&missing).is_err(), is_inner);
            if one == 11 {
                let end = hash_of(&lines[11]).unwrap();
                prop_assert!(verify(&missing).unwrap().ends_in(end).is_err());
            }
            let mut doubled = lines.clone();
            doubled.insert(other, lines[one].clone());
            prop_assert!(verify(&doubled).is_err());
            if one != other {
                let mut moved = lines;
                moved.swap(one, other);
                prop_assert!(verify(&moved).is_err());
            }
        }
    }
}
