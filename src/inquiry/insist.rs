//! What a person is told before a reply is sent, and may insist on.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Modal;
use crate::mail::Warning;

/// What the person was told, and insists on nevertheless when submitting again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Insist {
    /// A reply has been sent already: so many had been claimed when the person was told.
    Sent(usize),
    /// A reply may have been sent already.
    Unknown(usize),
    /// A reply was sent and came back.
    Bounced(usize),
    /// The inquiry was closed.
    Closed,
    /// The customer wrote again, so many times.
    WroteAgain(usize),
    /// These checks found something; a fingerprint of what was on the screen.
    Warnings(Fingerprint),
}

/// Names a list of warnings: another warning is another thing to be told. It is stored, and stands
/// in a modal's `private_metadata`, so it must be the same in every build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub enum Fingerprint {
    /// SHA-256 of the warnings as they are stored.
    Sha256([u8; 32]),
    /// Of a version whose fingerprints this one cannot make.
    Older(u64),
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Number(u64),
    Hexadecimal(String),
}

impl From<Fingerprint> for Stored {
    fn from(fingerprint: Fingerprint) -> Stored {
        match fingerprint {
            Fingerprint::Sha256(bytes) => Stored::Hexadecimal(hex::encode(bytes)),
            Fingerprint::Older(number) => Stored::Number(number),
        }
    }
}

impl TryFrom<Stored> for Fingerprint {
    type Error = hex::FromHexError;

    fn try_from(stored: Stored) -> Result<Fingerprint, hex::FromHexError> {
        match stored {
            Stored::Number(number) => Ok(Fingerprint::Older(number)),
            Stored::Hexadecimal(text) => {
                let mut bytes = [0; 32];
                hex::decode_to_slice(text, &mut bytes)?;
                Ok(Fingerprint::Sha256(bytes))
            }
        }
    }
}

impl Insist {
    /// True when it tells of a reply that a recipient has, or may have.
    pub fn is_about_a_reply(&self) -> bool {
        matches!(
            self,
            Insist::Sent(_) | Insist::Unknown(_) | Insist::Bounced(_)
        )
    }

    /// For what a check found.
    pub fn warnings(warnings: &[Warning]) -> Insist {
        let stored = serde_json::to_vec(warnings).expect("warnings are texts and names");
        Insist::Warnings(Fingerprint::Sha256(Sha256::digest(stored).into()))
    }
}

impl Modal {
    /// What a person who submits with `told` has been told, in fingerprints of this version. What an
    /// older one told last is stored beside it in full, so the person is not told again.
    pub fn as_told(&self, told: &[Insist]) -> Vec<Insist> {
        let newest = self.told.last().filter(|it| told.contains(it));
        let is_older = matches!(newest, Some(Insist::Warnings(Fingerprint::Older(_))));
        let in_full = is_older.then(|| Insist::warnings(&self.warnings));
        told.iter().copied().chain(in_full).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::pii::CustomerText;

    fn other_name(expected: Option<&str>) -> Warning {
        Warning::OtherName {
            written: CustomerText::new("佐藤"),
            expected: expected.map(CustomerText::new),
        }
    }

    #[test]
    fn a_fingerprint_is_the_same_in_every_build() {
        let insist = Insist::warnings(&[Warning::AttachmentPromised, other_name(Some("山田"))]);
        let expected = "0b42361d62f5c39cf7a0829944c2a3fd3c87b0ef187612e6e7db3f35cbb45f0e";
        assert_eq!(json!(insist), json!({ "warnings": expected }));
    }

    #[test]
    fn everything_that_is_on_the_screen_is_in_the_fingerprint() {
        let told = Insist::warnings(&[other_name(Some("山田"))]);
        for other in [
            vec![],
            vec![other_name(None)],
            vec![other_name(Some("田中"))],
            vec![other_name(Some("山田")), Warning::AttachmentPromised],
        ] {
            assert_ne!(Insist::warnings(&other), told);
        }
    }

    #[test]
    fn a_person_whom_an_older_version_told_of_warnings_is_not_told_again() {
        let warnings = vec![Warning::AttachmentPromised];
        let told: Vec<Insist> =
            serde_json::from_value(json!([{ "wrote_again": 1 }, { "warnings": u64::MAX }]))
                .unwrap();
        let modal = Modal {
            told: told.clone(),
            warnings: warnings.clone(),
            ..Modal::waiting("ai-reply-a-1", None)
        };
        let insisted = modal.as_told(&told);
        assert!(insisted.contains(&Insist::warnings(&warnings)));
        assert!(insisted.contains(&Insist::WroteAgain(1)));
        let others = [Warning::AttachmentPromised, other_name(None)];
        assert!(!insisted.contains(&Insist::warnings(&others)));
    }

    #[test]
    fn a_fingerprint_that_was_never_told_in_this_modal_counts_for_nothing() {
        let modal = Modal {
            warnings: vec![Warning::AttachmentPromised],
            told: vec![Insist::Warnings(Fingerprint::Older(7))],
            ..Modal::waiting("ai-reply-a-1", None)
        };
        let forged = [Insist::Warnings(Fingerprint::Older(8))];
        assert_eq!(modal.as_told(&forged), forged);
    }
}
