//! Bounces in words alone, as qmail, Exim, and the servers of many providers write them.

use std::sync::LazyLock;

use regex::Regex;

use super::Clues;
use crate::{MessageId, automatic, without_addresses};

/// Characters of a text that are looked at.
const BEGINNING: usize = 200_000;
/// Identifiers that are taken from it.
const MOST_IDS: usize = 20;

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

/// What a server says of a mail that it has given up.
static FAILURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b5\d\d[ -].{0,20}\b5\.\d{1,3}\.\d{1,3}|#5\.\d{1,3}\.\d{1,3}|\b5\.[1-7]\.\d{1,3}\b|\b5[0-7]\d[ -][A-Z<]",
        r"|(?:could|can)(?:n't| ?not) be delivered|(?:could|was) ?n[o']t (?:be )?deliver|undeliverable|delivery (?:has )?failed|failed permanently",
        r"|permanent (?:fatal )?error|delivery errors?\b|trouble delivering|no valid recipients|unknown host|no such user|user unknown|unknown user|no mailbox here|mailbox (?:is )?(?:full|unavailable|not found)|over quota|does not exist",
        r"|nicht zugestellt|unzustellbar|n'a pas pu être (?:remis|distribué)|no se pudo entregar|impossibile recapitare|não foi (?:possível entregar|entregue)",
        r"|配信でき|配達でき|送信でき|届けでき|お届けすることができません|宛先(?:が|の)?(?:見つかり|存在|不明)|ユーザ.{0,6}(?:見つかり|存在|不明)|无法投递|退信|未送达|전송하지 못|배달하지 못",
    ))
});

/// What it says while it goes on trying.
static DELAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)delayed mail|message delayed|has been delayed|delivery (?:is )?delayed|still being retried|will (?:be retried|continue to try|keep trying)|warning message only|do not need to resend|delivery attempts will continue|verzögert|配信が遅延|遅延しています|再送を試み",
    )
});

static MESSAGE_ID: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?im)^[>\s|]*(?:X-)?(?:Original-)?Message[- ]ID\s*[:：]\s*(?:\r?\n\s+)?(<[^<>\s]+>|[^<>\s]+@[^<>\s]+)",
    )
});

/// Where the returned mail begins, which says nothing about why it came back.
static COPY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?im)^[- ]*(?:below this line is a copy|this is a copy of|(?:the )?original message|returned message|unsent message|message header|the message headers|元のメッセージ|原メール)|^(?:return-path|received|from|message-id)\s*:",
    )
});

/// Why it failed, where the mail is a server's bounce: by its sender or its subject, and by what it
/// says. An absence note has the null sender, too, and says nothing of the kind; a customer who
/// writes about a failed mail is no server.
pub(super) fn why_failed(clues: &Clues<'_>) -> Option<String> {
    let text = beginning(clues.text);
    let said = COPY.find(text).map_or(text, |copy| &text[..copy.start()]);
    let said = match said.trim().is_empty() {
        true => text,
        false => said,
    };
    let names_a_bounce = automatic::names_a_bounce(clues.subject);
    let says_why = FAILURE.is_match(said);
    if !(clues.is_from_a_server && (names_a_bounce || says_why) || names_a_bounce && says_why) {
        return None;
    }
    if DELAY.is_match(clues.subject) || DELAY.is_match(said) && !says_5xx(said) {
        return None;
    }
    let lines = || said.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = lines()
        .find(|line| says_5xx(line))
        .or_else(|| lines().find(|line| FAILURE.is_match(line)))
        .unwrap_or_default();
    Some(without_addresses(line, std::iter::empty()))
}

fn says_5xx(text: &str) -> bool {
    static CODE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b5\.[0-7]\.\d{1,3}\b|(?:^|[\s:])5[0-7]\d[ -]"));
    CODE.is_match(text)
}

/// The identifiers that a text gives: of the mail that it returns, among others.
pub(super) fn message_ids(text: &str) -> Vec<MessageId> {
    MESSAGE_ID
        .captures_iter(beginning(text))
        .filter_map(|found| MessageId::parse(&found[1]))
        .take(MOST_IDS)
        .collect()
}

/// The addresses that stand above the returned mail: those that it did not reach.
pub(super) fn recipients(text: &str) -> Vec<String> {
    static ADDRESS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+"));
    let text = beginning(text);
    let said = COPY.find(text).map_or(text, |copy| &text[..copy.start()]);
    // On a line that is made of it, or begins with it: `<mary@x.example>: host …`; others are the
    // provider's own.
    let lines = said.lines().map(str::trim);
    let labels = [
        "宛先",
        "受信者",
        "to:",
        "recipient",
        "user",
        "an:",
        "address",
        "the following",
        "unknown",
    ];
    lines
        .filter_map(|line| {
            let found = ADDRESS.find(line)?;
            let before = line[..found.start()].trim_matches(|c: char| " <(\"'-*・:：".contains(c));
            let before = before.to_lowercase();
            let is_label =
                before.is_empty() || labels.iter().any(|label| before.starts_with(label));
            is_label.then(|| found.as_str().to_owned())
        })
        .take(MOST_IDS)
        .collect()
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(BEGINNING)]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::parse;

    fn bounce(headers: &str, text: &str) -> Option<(Vec<String>, String)> {
        let mail = parse(format!("{headers}\r\nTo: support@shop.example\r\n\r\n{text}").as_bytes());
        mail.bounce.map(|bounce| {
            let about = bounce.about.iter().map(|id| id.as_str().to_owned());
            (about.collect(), bounce.why)
        })
    }

    const OURS: &str = "Return-Path: <support@shop.example>\r\nFrom: support@shop.example\r\nMessage-ID: <1@shop.example>\r\nSubject: Re: x\r\n\r\nours";

    #[test]
    fn a_report_that_names_no_mail_still_says_whom_it_did_not_reach() {
        let report = "From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\n\
            Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
            --b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
            Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; jon@x.example\r\n\
            Action: failed\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n--b--\r\n";
        let read = parse(report.as_bytes()).bounce.unwrap();
        assert!(read.about.is_empty());
        assert_eq!(read.recipients[0].expose(), "jon@x.example");
        assert!(read.why.contains("User unknown"), "{}", read.why);
        let (about, why) = bounce(
            "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nSubject: failure notice",
            "<mary@mx.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n",
        )
        .unwrap();
        assert!(about.is_empty() && why.contains("no mailbox here"));
    }

    #[test]
    fn bounces_of_many_servers_name_our_mail_and_why() {
        for (headers, text, why) in [
            (
                "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nSubject: failure notice",
                "Hi. This is the mail program at mx.example.\r\n\r\n<mary@mx.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n",
                "Sorry, no mailbox here by that name. (#5.1.1)",
            ),
            (
                "From: Mail Delivery System <Mailer-Daemon@mx.example>\r\nX-Failed-Recipients: mary@x.example\r\nSubject: Mail delivery failed: returning message to sender",
                "A message that you sent could not be delivered to one or more of its recipients.\r\n\r\n  mary@x.example\r\n    SMTP error from remote mail server: 550 5.1.1 no such user\r\n\r\n------ This is a copy of the message, including all the headers. ------\r\n\r\n",
                "SMTP error from remote mail server: 550 5.1.1 no such user",
            ),
            (
                "From: MAILER-DAEMON <>\r\nSubject: Undelivered Mail Returned to Sender",
                "This is the mail system at host mx.example.\r\n\r\n<mary@x.example>: host mx.x.example said: 550 5.1.1 unknown user\r\n\r\n",
                "<[…]>: host mx.x.example said: 550 5.1.1 unknown user",
            ),
            (
                "From: Mail Administrator <Postmaster@carrier.example>\r\nSubject: Mail System Error - Returned Mail",
                "This Message was undeliverable due to the following reason:\r\nEach of the following recipients was rejected by a remote mail server.\r\nUnknown user: mary@x.example\r\n\r\n",
                "This Message was undeliverable due to the following reason:",
            ),
            (
                "Return-Path: <>\r\nFrom: postmaster@provider.example\r\nSubject: =?UTF-8?B?6YWN5L+h5LiN6IO9?=: x\r\nContent-Type: text/plain; charset=utf-8",
                "メールを配信できませんでした。\r\nユーザが見つかりません\r\n\r\n",
                "メールを配信できませんでした。",
            ),
        ] {
            let (about, said) =
                bounce(headers, &format!("{text}{OURS}")).unwrap_or_else(|| panic!("{headers}"));
            assert!(
                about.contains(&"1@shop.example".to_owned()),
                "{headers}: {about:?}"
            );
            assert_eq!(said, why, "{headers}");
        }
    }

    #[test]
    fn a_bounce_whose_parts_are_damaged_still_names_our_mail() {
        let headers = "Return-Path: <>\r\nFrom: Mail Deliver System <MAILER-DAEMON@mx.example>\r\nMessage-ID: <b@mx.example>\r\n\
            Subject: Returned Mail: User unknown\r\nContent-Type: multipart/mixed; boundary=\"-fff\"";
        let text = format!(
            "---fff\r\nContent-Type: text/plain\r\n\r\n---The following addresses had delivery errors---\r\n\r\nmary@x.example [User unknown]\r\n\r\n---fff\r\n{OURS}\r\n---fff--\r\n"
        );
        let (about, _) = bounce(headers, &text).unwrap();
        assert_eq!(about, ["1@shop.example"]);
    }

    #[test]
    fn a_bounce_without_our_mail_is_known_by_what_it_answers() {
        let headers = "Return-Path: <>\r\nFrom: postmaster@x.example\r\nIn-Reply-To: <1@shop.example>\r\nSubject: Undeliverable: Re: x\r\nContent-Type: text/html";
        let (about, _) = bounce(
            headers,
            "<p>Your message to <b>mary@x.example</b> couldn't be delivered.</p>",
        )
        .unwrap();
        assert_eq!(about, ["1@shop.example"]);
    }

    #[test]
    fn what_is_no_bounce_is_none() {
        let person = "From: mary@example.com\r\nIn-Reply-To: <1@shop.example>";
        for (headers, text) in [
            (format!("{person}\r\nSubject: Re: x"), "My mail could not be delivered: 550 5.1.1 no such user. Is your address right?"),
            (format!("{person}\r\nSubject: Undelivered mail"), "I got \"550 5.1.1 user unknown\" when I wrote to you. Which address is right?"),
            (format!("{person}\r\nSubject: Undelivered parcel"), "It was not delivered."),
            (format!("{person}\r\nSubject: Re: Undeliverable: x"), "I got this: 550 5.1.1"),
            (
                "Return-Path: <>\r\nFrom: mary@example.com\r\nSubject: Automatic reply: x\r\nIn-Reply-To: <1@shop.example>".to_owned(),
                "I am out of the office.",
            ),
            (
                "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nSubject: Delayed Mail (still being retried)\r\nIn-Reply-To: <1@shop.example>".to_owned(),
                "This is a warning message only. YOU DO NOT NEED TO RESEND YOUR MESSAGE. It could not be delivered for 4 hours.",
            ),
        ] {
            assert_eq!(bounce(&headers, text), None, "{headers}");
        }
    }
}
