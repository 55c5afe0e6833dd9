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

/// What the mail service that took a mail found out about it.
#[derive(Default)]
pub(super) struct Verdict {
    pub(super) doubts: Vec<Doubt>,
    /// The service looked, and nothing that it found proves that the domain in `From` sent the mail.
    pub(super) is_unproven: bool,
}

/// `from` is the domain in `From`, as it is looked up.
pub(super) fn read(headers: &Headers<'_>, from: &str) -> Verdict {
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
    let Some(value) = headers.first("Authentication-Results") else {
        return Verdict {
            doubts,
            is_unproven: false,
        };
    };
    let results = Results::of(&value);
    doubts.extend(results.doubt());
    Verdict {
        doubts,
        is_unproven: !results.prove(from),
    }
}

/// The results of the methods in `Authentication-Results` (RFC 8601 §2.2).
struct Results {
    /// Read as the grammar says: comments are none, and quoted text is one word.
    proper: Vec<Found>,
    /// Read without a grammar. What a sender chose (an envelope's address) is in the header, too,
    /// and may hold a parenthesis or a quotation mark that hides what follows: a failure counts
    /// wherever it is found.
    plain: Vec<Found>,
    is_well_formed: bool,
}

/// A method with its result, or a property; and the properties behind it.
struct Found {
    name: String,
    value: String,
    properties: Vec<(String, String)>,
}

impl Results {
    fn of(value: &str) -> Results {
        let (cleaned, is_well_formed) = without_comments(value);
        Results {
            proper: found(&cleaned),
            plain: found(value),
            is_well_formed,
        }
    }

    fn failed(&self, method: &str, values: &[&str]) -> bool {
        let mut all = self.proper.iter().chain(&self.plain);
        all.any(|it| it.name == method && values.contains(&it.value.as_str()))
    }

    fn passed(&self, method: &str) -> impl Iterator<Item = &Found> {
        let all = self.proper.iter().filter(|_| self.is_well_formed);
        all.filter(move |it| it.name == method && it.value == "pass")
    }

    /// DMARC says whether the sender can be believed. Where its owner says nothing about that, SPF
    /// has to fail, and no signature (DKIM) to hold: forwarding breaks the one, a list the other. A
    /// mail without a signature is doubted only where the owner of the domain says that no other
    /// server may send for it.
    fn doubt(&self) -> Option<Doubt> {
        if self.failed("dmarc", &["fail", "reject", "quarantine"]) {
            return Some(Doubt::Sender("DMARC".into()));
        }
        if self.passed("dmarc").next().is_some() || self.passed("dkim").next().is_some() {
            return None;
        }
        let dkim_failed = self.failed("dkim", &["fail"]);
        if dkim_failed && self.failed("spf", &["fail", "softfail"]) {
            return Some(Doubt::Sender("SPF, DKIM".into()));
        }
        (self.failed("spf", &["fail"])).then(|| Doubt::Sender("SPF".into()))
    }

    /// True when a check passed that is about the domain in `From`: DMARC, or a signature or an
    /// envelope of the same domain. Every sender passes SPF and DKIM for a domain of their own.
    fn prove(&self, from: &str) -> bool {
        let is_from = |domain: &str| {
            let domain = domain.rsplit('@').next().unwrap_or_default();
            let domain = domain.trim_matches(['<', '>', '.']).to_ascii_lowercase();
            !domain.is_empty()
                && (domain == from
                    || from.ends_with(&format!(".{domain}"))
                    || domain.ends_with(&format!(".{from}")))
        };
        let says = |it: &Found, names: &[&str]| {
            let mut properties = it.properties.iter();
            properties.any(|(name, value)| names.contains(&name.as_str()) && is_from(value))
        };
        // Amazon SES puts the envelope's address into a part of its own.
        let mut apart = self.proper.iter();
        let envelope = apart.any(|it| it.name == "envelope-from" && is_from(&it.value));
        self.passed("dmarc").next().is_some()
            || self
                .passed("dkim")
                .any(|it| says(it, &["header.d", "header.i"]))
            || self
                .passed("spf")
                .any(|it| envelope || says(it, &["smtp.mailfrom", "envelope-from"]))
    }
}

fn found(value: &str) -> Vec<Found> {
    let pair = |word: &str| {
        let (name, value) = word.split_once('=')?;
        Some((name.to_ascii_lowercase(), value.to_ascii_lowercase()))
    };
    let parts = value.split(';').filter_map(|part| {
        // White space around the sign is allowed.
        let part = part.split('=').map(str::trim).collect::<Vec<_>>().join("=");
        let mut pairs = part.split_whitespace().filter_map(pair);
        let (name, value) = pairs.next()?;
        // `dmarc/1=fail`
        let method = name.split('/').next().unwrap_or_default();
        Some(Found {
            name: method.to_owned(),
            value,
            properties: pairs.collect(),
        })
    });
    parts.collect()
}

/// A header without its comments, in which quoted text holds nothing that means something; false
/// when one of them does not end.
fn without_comments(value: &str) -> (String, bool) {
    let mut cleaned = String::with_capacity(value.len());
    let (mut depth, mut quoted) = (0_usize, false);
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' if quoted || depth > 0 => {
                characters.next();
            }
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth > 0 => {
                depth -= 1;
                cleaned.push(' ');
            }
            _ if depth > 0 => {}
            ';' | '=' | ' ' | '\t' if quoted => cleaned.push('_'),
            c => cleaned.push(c),
        }
    }
    (cleaned, depth == 0 && !quoted)
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

    fn read_from(results: &str) -> (Vec<Doubt>, bool) {
        let mail = parse(
            format!(
                "Authentication-Results: mx.example; {results}\r\nFrom: a@example.com\r\n\r\ntext"
            )
            .as_bytes(),
        );
        (mail.doubts.clone(), mail.sender_is_unproven)
    }

    #[test]
    fn nothing_that_a_sender_chooses_hides_a_failure() {
        for results in [
            "dmarc=fail",
            "DMARC = FAIL",
            "dmarc/1=fail",
            "spf=fail (domain of \"x; dmarc=pass\"@evil.example) smtp.mailfrom=\"x; dmarc=pass\"@evil.example; dmarc=fail",
            "spf=softfail smtp.mailfrom=\"dmarc=pass ;\"@evil.example; dkim=none; dmarc=quarantine",
            "spf=fail smtp.mailfrom=\"(\"@evil.example; dmarc=fail",
            "spf=fail (domain of (@evil.example; dmarc=fail",
            "spf=none (\\); dmarc=pass); dmarc=fail",
        ] {
            let (doubts, is_unproven) = read_from(results);
            assert_eq!(doubts, [Doubt::Sender("DMARC".into())], "{results}");
            assert!(is_unproven, "{results}");
        }
        for (results, why) in [
            ("spf=fail; dkim=none; dmarc=none", "SPF"),
            ("spf=softfail; dkim=fail header.i=@example.com", "SPF, DKIM"),
        ] {
            assert_eq!(
                read_from(results).0,
                [Doubt::Sender(why.into())],
                "{results}"
            );
        }
    }

    #[test]
    fn only_a_pass_of_the_senders_own_domain_proves_anything() {
        for (results, is_unproven) in [
            ("dmarc=pass header.from=example.com", false),
            ("dkim=pass header.i=@example.com", false),
            (
                "dkim=fail header.d=list.example; dkim=pass header.d=mail.example.com",
                false,
            ),
            (
                "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a@example.com",
                false,
            ),
            (
                "spf=pass smtp.mailfrom=bounce.example.com; dkim=none",
                false,
            ),
            (
                "spf=pass (spfCheck: fine) client-ip=192.0.2.1; envelope-from=a@example.com; helo=x",
                false,
            ),
            (
                "spf=pass smtp.mailfrom=evil.example; dkim=none; dmarc=none",
                true,
            ),
            (
                "dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=x@evil.example",
                true,
            ),
            ("dkim=pass header.d=notexample.com", true),
            (
                "spf=pass smtp.mailfrom=\"x@example.com;\"@evil.example",
                true,
            ),
            ("spf=softfail; dkim=none; dmarc=none", true),
            ("none", true),
            ("spf=pass smtp.mailfrom=evil.example (; dmarc=pass", true),
        ] {
            let (doubts, found) = read_from(results);
            assert_eq!((doubts, found), (vec![], is_unproven), "{results}");
        }
        let unsaid = parse(b"From: a@example.com\r\n\r\ntext");
        assert!(!unsaid.sender_is_unproven, "no service has looked");
    }
}
