//! What a person is told before a reply is sent, and may insist on.

use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};

use super::Checked;
use mail::{Lists, Mailbox, Warning};

/// What the person was told, and insists on nevertheless when submitting again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acknowledgement {
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
    /// The reply goes to many people, or to another domain than the sender's; a fingerprint of its recipients.
    Recipients(Fingerprint),
    /// Facts without a source, or against one; a fingerprint of what was on the screen.
    Facts(Fingerprint),
}

/// Names a list: another item in it is another thing to be told. It is in a view's
/// `private_metadata`, so it must be the same in every build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint([u8; 32]);

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> String {
        hex::encode(fingerprint.0)
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = hex::FromHexError;

    fn try_from(text: String) -> Result<Fingerprint, hex::FromHexError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes)?;
        Ok(Fingerprint(bytes))
    }
}

/// What a newer version told is not known here, and counts as not told: the person is asked again.
///
/// # Errors
/// When it is no list.
pub fn known_acknowledgements<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Vec<Acknowledgement>, D::Error> {
    let told = Vec::<serde_json::Value>::deserialize(from)?.into_iter();
    Ok(told
        .filter_map(|it| serde_json::from_value(it).ok())
        .collect())
}

impl Acknowledgement {
    /// So many recipients need no second look.
    pub const FEW_RECIPIENTS: usize = 5;

    /// True when it tells of a reply that a recipient has, or may have.
    pub fn is_about_a_reply(&self) -> bool {
        matches!(
            self,
            Acknowledgement::Sent(_) | Acknowledgement::Unknown(_) | Acknowledgement::Bounced(_)
        )
    }

    /// For recipients that need a second look.
    pub fn recipients(lists: &Lists) -> Acknowledgement {
        let mut digest = Sha256::new();
        let mut add = |mailbox: &Mailbox| {
            digest.update(mailbox.address.expose());
            digest.update([0]);
        };
        lists.to.iter().chain(&lists.cc).for_each(&mut add);
        if !lists.bcc.is_empty() {
            digest.update("bcc\0");
            let blind = lists.bcc.iter().map(|it| it.address.expose());
            blind.for_each(|it| {
                digest.update(it);
                digest.update([0]);
            });
        }
        Acknowledgement::Recipients(Fingerprint(digest.finalize().into()))
    }

    /// For facts that a person has to look at; none where each has a source.
    pub fn facts(checked: &Checked) -> Option<Acknowledgement> {
        let marked = checked.marked();
        let stored = serde_json::to_vec(&marked).expect("facts are texts and numbers");
        (!marked.is_empty())
            .then(|| Acknowledgement::Facts(Fingerprint(Sha256::digest(stored).into())))
    }

    /// For what a check found.
    pub fn warnings(warnings: &[Warning]) -> Acknowledgement {
        let stored = serde_json::to_vec(warnings).expect("warnings are texts and names");
        Acknowledgement::Warnings(Fingerprint(Sha256::digest(stored).into()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;
    use pii::CustomerText;

    fn other_name(expected: Option<&str>) -> Warning {
        Warning::OtherName {
            written: CustomerText::new("佐藤"),
            expected: expected.map(CustomerText::new),
        }
    }

    #[test]
    fn a_fingerprint_is_the_same_in_every_build() {
        let insist =
            Acknowledgement::warnings(&[Warning::AttachmentPromised, other_name(Some("山田"))]);
        let expected = "0b42361d62f5c39cf7a0829944c2a3fd3c87b0ef187612e6e7db3f35cbb45f0e";
        assert_eq!(json!(insist), json!({ "warnings": expected }));
    }

    #[test]
    fn everything_that_is_on_the_screen_is_in_the_fingerprint() {
        let told = Acknowledgement::warnings(&[other_name(Some("山田"))]);
        for other in [
            vec![],
            vec![other_name(None)],
            vec![other_name(Some("田中"))],
            vec![other_name(Some("山田")), Warning::AttachmentPromised],
        ] {
            assert_ne!(Acknowledgement::warnings(&other), told);
        }
    }
}
