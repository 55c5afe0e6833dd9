//! Slack's request signature, version `v0` (docs.slack.dev/authentication/verifying-requests-from-slack).

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// How far a request's timestamp may be from now, in either direction.
const TOLERANCE_SECONDS: i64 = 5 * 60;

/// Why a request is not taken for Slack's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// A header is missing or is not of the right form.
    #[error("the headers X-Slack-Signature and X-Slack-Request-Timestamp are missing or malformed")]
    Malformed,
    /// The timestamp is more than five minutes away: perhaps a replay, perhaps a wrong clock.
    #[error("the request's timestamp is more than five minutes from this machine's clock")]
    Stale,
    /// Another sender made it, or the signing secret is not this app's.
    #[error("the signature does not match: is SLACK_SIGNING_SECRET this app's signing secret?")]
    Wrong,
}

/// Bytes of an HMAC-SHA256.
const MAC_LENGTH: usize = 32;

/// Looks at the headers alone, before there is a body; returns the timestamp and the signature.
///
/// # Errors
/// [`SignatureError`] says why the request must be refused.
pub fn check_headers<'h>(
    timestamp: Option<&'h str>,
    signature: Option<&str>,
    now: Timestamp,
) -> Result<(&'h str, Vec<u8>), SignatureError> {
    let (Some(timestamp), Some(signature)) = (timestamp, signature) else {
        return Err(SignatureError::Malformed);
    };
    let seconds: i64 = timestamp.parse().map_err(|_| SignatureError::Malformed)?;
    let signature = signature
        .strip_prefix("v0=")
        .ok_or(SignatureError::Malformed)?;
    let signature = hex::decode(signature).map_err(|_| SignatureError::Malformed)?;
    if signature.len() != MAC_LENGTH {
        return Err(SignatureError::Malformed);
    }
    if now.as_second().abs_diff(seconds) > TOLERANCE_SECONDS.unsigned_abs() {
        return Err(SignatureError::Stale);
    }
    Ok((timestamp, signature))
}

/// Checks the signature of the raw `body`, in constant time.
///
/// # Errors
/// [`SignatureError`] says why the request must be refused.
pub fn verify(
    secret: &SecretString,
    timestamp: Option<&str>,
    signature: Option<&str>,
    body: &[u8],
    now: Timestamp,
) -> Result<(), SignatureError> {
    let (timestamp, signature) = check_headers(timestamp, signature, now)?;
    mac(secret, timestamp, body)
        .verify_slice(&signature)
        .map_err(|_| SignatureError::Wrong)
}

/// The value of `X-Slack-Signature` for a request: what Slack itself computes.
pub fn sign(secret: &SecretString, timestamp: &str, body: &[u8]) -> String {
    format!(
        "v0={}",
        hex::encode(mac(secret, timestamp, body).finalize().into_bytes())
    )
}

fn mac(secret: &SecretString, timestamp: &str, body: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes())
        .expect("HMAC takes keys of any length");
    mac.update(b"v0:");
    mac.update(timestamp.as_bytes());
    mac.update(b":");
    mac.update(body);
    mac
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The example of Slack's own documentation.
    const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
    const TIMESTAMP: &str = "1531420618";
    const BODY: &[u8] = b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    const SIGNATURE: &str = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    fn check(
        timestamp: Option<&str>,
        signature: Option<&str>,
        body: &[u8],
        now: i64,
    ) -> Result<(), SignatureError> {
        verify(
            &SecretString::from(SECRET),
            timestamp,
            signature,
            body,
            Timestamp::from_second(now).unwrap(),
        )
    }

    #[test]
    fn slacks_own_example_is_accepted() {
        assert_eq!(
            check(Some(TIMESTAMP), Some(SIGNATURE), BODY, 1_531_420_618),
            Ok(())
        );
        assert_eq!(
            sign(&SecretString::from(SECRET), TIMESTAMP, BODY),
            SIGNATURE
        );
    }

    #[test]
    fn one_changed_byte_is_refused() {
        let mut body = BODY.to_vec();
        body[0] ^= 1;
        assert_eq!(
            check(Some(TIMESTAMP), Some(SIGNATURE), &body, 1_531_420_618),
            Err(SignatureError::Wrong)
        );
        // What has not even the form of a signature is refused by its headers, before the body is read.
        assert_eq!(
            check(Some(TIMESTAMP), Some("v0=00"), BODY, 1_531_420_618),
            Err(SignatureError::Malformed)
        );
        let other = format!("v0={}", "0".repeat(64));
        assert_eq!(
            check(Some(TIMESTAMP), Some(&other), BODY, 1_531_420_618),
            Err(SignatureError::Wrong)
        );
    }

    #[test]
    fn a_request_from_five_minutes_ago_is_stale_and_so_is_one_from_the_future() {
        for now in [1_531_420_618 + 301, 1_531_420_618 - 301] {
            assert_eq!(
                check(Some(TIMESTAMP), Some(SIGNATURE), BODY, now),
                Err(SignatureError::Stale)
            );
        }
        assert_eq!(
            check(Some(TIMESTAMP), Some(SIGNATURE), BODY, 1_531_420_618 + 300),
            Ok(())
        );
    }

    #[test]
    fn missing_and_malformed_headers_are_refused() {
        for (timestamp, signature) in [
            (None, Some(SIGNATURE)),
            (Some(TIMESTAMP), None),
            (Some("now"), Some(SIGNATURE)),
            (Some(TIMESTAMP), Some("v1=00")),
            (Some(TIMESTAMP), Some("v0=zz")),
        ] {
            assert_eq!(
                check(timestamp, signature, BODY, 1_531_420_618),
                Err(SignatureError::Malformed)
            );
        }
    }
}
