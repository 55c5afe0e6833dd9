//! What the mail service that took a mail found wrong with it, as it wrote that into the headers.
//!
//! Amazon SES writes `X-SES-Spam-Verdict`, `X-SES-Virus-Verdict` and `Authentication-Results` into
//! each mail that it leaves in S3
//! (docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html tells the same
//! verdicts), Gmail the last of them (RFC 8601). Both write above what was there, so the first
//! header of a name is the service's own; a sender can at most accuse himself.

use serde::{Deserialize, Serialize};

use super::header::Headers;

/// Something that a person should know before they trust a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// It looks like spam.
    Spam,
    /// It may hold a virus.
    Virus,
    /// It may not be from its sender: the failed checks, e.g. `DMARC`.
    Sender(String),
}

pub(super) fn doubts(headers: &Headers<'_>) -> Vec<Doubt> {
    let failed = |name: &str| {
        let value = headers.first(name).unwrap_or_default();
        value.trim().eq_ignore_ascii_case("FAIL")
    };
    let mut doubts = Vec::new();
    if failed("X-SES-Spam-Verdict") {
        doubts.push(Doubt::Spam);
    }
    if failed("X-SES-Virus-Verdict") {
        doubts.push(Doubt::Virus);
    }
    let results = headers.first("Authentication-Results").unwrap_or_default();
    doubts.extend(sender(&results));
    doubts
}

/// DMARC says whether the sender can be believed. Where its owner says nothing about that, both
/// SPF and DKIM have to fail: forwarding breaks the one, a list the other.
fn sender(results: &str) -> Option<Doubt> {
    let result = |method: &str| {
        let found = results.split(';').map(str::trim);
        let mut found = found.filter_map(|result| result.split_once('='));
        let value = found
            .find(|(name, _)| name.trim().eq_ignore_ascii_case(method))?
            .1;
        let value: String = value
            .trim()
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        Some(value.to_ascii_lowercase())
    };
    let is = |method: &str, values: &[&str]| {
        result(method).is_some_and(|value| values.contains(&value.as_str()))
    };
    if is("dmarc", &["fail", "reject", "quarantine"]) {
        return Some(Doubt::Sender("DMARC".into()));
    }
    let unproven = is("spf", &["fail", "softfail"]) && is("dkim", &["fail"]);
    (unproven && !is("dmarc", &["pass"])).then(|| Doubt::Sender("SPF, DKIM".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn doubts_of(headers: &str) -> Vec<Doubt> {
        parse(format!("{headers}\r\nFrom: a@example.com\r\n\r\ntext").as_bytes()).doubts
    }

    #[test]
    fn what_ses_found_is_read() {
        let headers = "X-SES-Spam-Verdict: FAIL\r\nX-SES-Virus-Verdict: FAIL\r\n\
             Authentication-Results: amazonses.com;\r\n spf=softfail (x) client-ip=192.0.2.1;\r\n \
             dkim=pass header.i=@example.com;\r\n dmarc=fail header.from=example.com;";
        let expected = [Doubt::Spam, Doubt::Virus, Doubt::Sender("DMARC".into())];
        assert_eq!(doubts_of(headers), expected);
        let good = "X-SES-Spam-Verdict: PASS\r\nX-SES-Virus-Verdict: PASS\r\n\
             Authentication-Results: amazonses.com; spf=fail; dkim=pass; dmarc=pass";
        assert_eq!(doubts_of(good), []);
        assert_eq!(doubts_of("X-SES-Spam-Verdict: GRAY"), []);
    }

    #[test]
    fn a_senders_own_header_stands_below_the_services() {
        let headers = "Authentication-Results: mx.google.com; spf=fail; dkim=fail header.i=@x\r\n\
             Authentication-Results: evil.example; dmarc=pass";
        assert_eq!(doubts_of(headers), [Doubt::Sender("SPF, DKIM".into())]);
        let other = "Authentication-Results: mx.google.com; spf=pass; dmarc=pass\r\n\
             Authentication-Results: evil.example; dmarc=fail";
        assert_eq!(doubts_of(other), []);
    }
}
