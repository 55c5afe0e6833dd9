//! Which part is the mail: the one with the customer's words, whatever it is called and wherever it
//! is.
#![allow(clippy::unwrap_used)]

use mail::{Encryption, InboundMail, parse};

const QUESTION: &str = "Where is my parcel? I ordered it two weeks ago and it has not arrived.";
const FROM: &str = "From: Mary <mary@example.com>\r\nSubject: s\r\nMIME-Version: 1.0\r\n";

fn mail(rest: &str) -> InboundMail {
    let mail = parse(format!("{FROM}{}", rest.replace('\n', "\r\n")).as_bytes());
    assert!(!mail.unreadable, "{rest}");
    mail
}

fn text(rest: &str) -> String {
    mail(rest).text.expose().to_owned()
}

/// A multipart of parts that begin with their headers.
fn multipart(kind: &str, parts: &[&str]) -> String {
    let parts: String = parts.iter().map(|part| format!("--b\n{part}\n")).collect();
    format!("Content-Type: multipart/{kind}; boundary=b\n\n{parts}--b--\n")
}

fn names(mail: &InboundMail) -> Vec<&str> {
    mail.attachments
        .iter()
        .map(|file| file.name.expose())
        .collect()
}

#[test]
fn a_type_with_a_mistake_is_read_as_what_was_meant() {
    for kind in [
        "plain/text",
        "text plain",
        "text",
        "text/",
        "application/text",
        "text/plain charset=utf-8",
        "text/plain, charset=utf-8",
        "text/plain;; charset=utf-8",
        "text/plain; charset",
        "TEXT/PLAIN",
        "Text/Plain;",
        "text/markdown",
        "text/x-unknown",
        "text/enriched",
        "<html>",
        "",
        "nonsense",
        "foo/bar",
        "text/text",
        "=?utf-8?Q?text/plain?=",
        "application/plain",
        "unknown",
        "text/plain\n\t;charset=utf-8",
    ] {
        let body = format!("Content-Type: {kind}\n\n{QUESTION}\n");
        assert_eq!(text(&body), QUESTION, "alone: {kind}");
        let part = multipart("mixed", &[&format!("Content-Type: {kind}\n\n{QUESTION}")]);
        assert_eq!(text(&part), QUESTION, "in a multipart: {kind}");
    }
    for kind in [
        "text/html",
        "text/xhtml",
        "application/xhtml+xml",
        "html",
        "html/text",
        "text/x-html",
        "text/html charset=utf-8",
    ] {
        let body = format!("Content-Type: {kind}\n\n<p>{QUESTION}</p>\n");
        assert_eq!(text(&body), QUESTION, "{kind}");
    }
}

#[test]
fn a_named_text_that_is_the_only_one_is_the_text() {
    for named in [
        "Content-Type: text/plain; name=body.txt\n\n",
        "Content-Type: text/plain; name=\"=?utf-8?B?5pys5paHLnR4dA==?=\"\nContent-Disposition: inline\n\n",
        "Content-Type: text/plain\nContent-Disposition: inline; filename=body.txt\n\n",
        "Content-Disposition: inline; filename*=utf-8''body.txt\n\n",
    ] {
        let named = format!("{named}{QUESTION}");
        for kind in ["mixed", "alternative", "related", "report"] {
            let read = mail(&multipart(kind, &[&named]));
            assert_eq!(read.text.expose(), QUESTION, "{kind} {named}");
            assert!(read.attachments.is_empty());
        }
        let png = "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\niVBO";
        let read = mail(&multipart("mixed", &[png, &named]));
        assert_eq!(
            (read.text.expose(), names(&read)),
            (QUESTION, vec!["a.png"])
        );
        // Beside another text it is a file.
        let read = mail(&multipart("mixed", &["\nSee the file.", &named]));
        assert_eq!(
            (read.text.expose(), read.attachments.len()),
            ("See the file.", 1)
        );
    }
    let html = format!("Content-Type: text/html; name=m.html\n\n<p>{QUESTION}</p>");
    let plain = format!("Content-Type: text/plain; name=m.txt\n\n{QUESTION}");
    assert_eq!(text(&multipart("alternative", &[&plain, &html])), QUESTION);
    // The sender sent a file and no word: the file is not the word.
    let attached =
        "Content-Type: text/plain\nContent-Disposition: attachment; filename=log.txt\n\nline";
    let read = mail(&multipart("mixed", &["\n ", attached]));
    assert_eq!(
        (read.text.is_blank(), names(&read)),
        (true, vec!["log.txt"])
    );
    let read =
        mail("Content-Type: text/csv\nContent-Disposition: attachment; filename=a.csv\n\n1,2\n");
    assert_eq!(names(&read), ["a.csv"]);
}

#[test]
fn the_html_with_the_question_wins_over_a_plain_part_without() {
    let html = format!("Content-Type: text/html\n\n<p>Hello,</p><p>{QUESTION}</p>");
    for plain in [
        "Hello,",
        "",
        "[cid:image001.png]",
        "\u{200b}\u{feff} ",
        "View in browser",
        "This is an HTML email.",
        "Hello,\n\nWhere is my par...",
    ] {
        let plain = format!("Content-Type: text/plain; charset=utf-8\n\n{plain}");
        for body in [
            multipart("alternative", &[&plain, &html]),
            multipart(
                "mixed",
                &[&multipart("alternative", &[&plain, &html])
                    .replace("=b\n", "=i\n")
                    .replace("--b", "--i")],
            ),
            multipart(
                "alternative",
                &[
                    &plain,
                    &multipart("related", &[&html])
                        .replace("=b\n", "=i\n")
                        .replace("--b", "--i"),
                ],
            ),
        ] {
            assert!(text(&body).contains(QUESTION), "{body}");
        }
    }
    let plain = format!("Content-Type: text/plain\n\nHello,\n\n{QUESTION}\n\nMary");
    let footer = "<p>Unsubscribe at any time. Shop Inc., 1 Long Street</p>".repeat(9);
    let html =
        format!("Content-Type: text/html\n\n<p>Hello,</p><p>{QUESTION}</p><p>Mary</p>{footer}");
    assert!(!text(&multipart("alternative", &[&plain, &html])).contains("Unsubscribe"));
}

#[test]
fn html_in_a_plain_part_is_read_as_html() {
    for body in [
        format!("<html><body><p>{QUESTION}</p></body></html>"),
        format!(
            "<!DOCTYPE html>\n<html>\n<head><style>p{{x:y}}</style></head><body>\n{QUESTION}</body></html>"
        ),
        format!("<div>{QUESTION}<br></div>"),
        format!("<p>{QUESTION}</p>\n"),
        format!("<span style=\"x\">{QUESTION}</span><br>"),
        format!("<table><tr><td>{QUESTION}</td></tr></table>"),
        format!("{QUESTION}<br><br>"),
        format!("<HTML lang=ja><META charset=utf-8><DIV>{QUESTION}</DIV></HTML>"),
    ] {
        assert_eq!(
            text(&format!("Content-Type: text/plain\n\n{body}\n")),
            QUESTION,
            "{body}"
        );
        assert_eq!(text(&format!("\n{body}\n")), QUESTION, "{body}");
    }
    for (body, expected) in [
        (
            "Write to taro&#64;example.com, 090&#45;1234&#x2d;5678",
            "Write to taro@example.com, 090-1234-5678",
        ),
        ("Tom &amp; Jerry&nbsp;&nbsp;&lt;3", "Tom & Jerry  <3"),
        ("It&#39;s &quot;late&quot;", "It's \"late\""),
        ("caf&eacute; cr&egrave;me", "café crème"),
    ] {
        assert_eq!(text(&format!("\n{body}\n")), expected);
    }
    // A mail about HTML means it.
    for body in [
        "My page shows:\n<div>\n<p>Hello</p>\n</div>\nWhat is wrong?",
        "Please put <b>bold</b> into the title.",
        "1 < 2 and 3 > 2",
        "I see &nbsp; in my title.",
        "if (a < b && c > d) { return; }",
        "<mary@example.com> wrote to you.",
        "AT&T; R&D; Q&A",
    ] {
        assert_eq!(text(&format!("\n{body}\n")), body);
    }
}

#[test]
fn html_whose_boundary_never_comes_again_has_no_tags() {
    for end in ["", "\n--b", "\n--x--", "\n--b-"] {
        let body = format!(
            "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>{QUESTION}</p>{end}"
        );
        assert!(
            text(&body).starts_with(QUESTION) && !text(&body).contains('<'),
            "{end:?}"
        );
    }
}

#[test]
fn a_boundary_counts_at_the_start_of_a_line_alone() {
    let body = format!(
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nA line with --b in it.\n {QUESTION}\n--bc is none, too.\n--b--\n"
    );
    assert_eq!(
        text(&body),
        format!("A line with --b in it.\n {QUESTION}\n--bc is none, too.")
    );
    let outer = "Content-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: multipart/alternative; boundary=inner\n\n--inner\n\nOne\n--outer\n\nTwo\n--outer--\n";
    assert_eq!(text(outer), "One\nTwo");
}

#[test]
fn the_type_that_fits_is_taken_of_two() {
    for (first, second) in [
        ("text/plain", "multipart/mixed; boundary=b"),
        ("multipart/mixed; boundary=b", "text/plain"),
        (
            "multipart/mixed; boundary=never",
            "multipart/mixed; boundary=b",
        ),
    ] {
        let body =
            format!("Content-Type: {first}\nContent-Type: {second}\n\n--b\n\n{QUESTION}\n--b--\n");
        assert_eq!(text(&body), QUESTION, "{first} {second}");
    }
    assert_eq!(
        text(&format!(
            "Content-Type: nonsense\nContent-Type: text/html\n\n<p>{QUESTION}"
        )),
        QUESTION
    );
}

#[test]
fn text_outside_of_all_parts_is_read_where_there_is_no_other() {
    let png = "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\niVBO";
    let with = |preamble: &str, parts: &str, epilogue: &str| {
        text(&format!(
            "Content-Type: multipart/mixed; boundary=b\n\n{preamble}\n{parts}--b--\n{epilogue}"
        ))
    };
    assert_eq!(with(QUESTION, &format!("--b\n{png}\n"), ""), QUESTION);
    assert_eq!(with("", &format!("--b\n{png}\n"), QUESTION), QUESTION);
    assert_eq!(
        with(
            "This is a multi-part message in MIME format.",
            &format!("--b\n\n{QUESTION}\n"),
            "footer"
        ),
        QUESTION
    );
    assert_eq!(
        with(
            "This is a multi-part message in MIME format.",
            &format!("--b\n{png}\n"),
            ""
        ),
        ""
    );
    // No part at all, no boundary declared, another one declared.
    assert_eq!(
        text(&format!(
            "Content-Type: multipart/mixed; boundary=b\n\n{QUESTION}\n"
        )),
        QUESTION
    );
    assert_eq!(
        text(&format!(
            "Content-Type: multipart/mixed\n\n--x\nContent-Type: text/plain\n\n{QUESTION}\n--x--\n"
        )),
        QUESTION
    );
    assert_eq!(
        text(&format!(
            "Content-Type: multipart/mixed; boundary=y\n\n--x\nContent-Type: text/plain\n\n{QUESTION}\n--x--\n"
        )),
        QUESTION
    );
    // The blank line is missing.
    assert_eq!(
        text(&format!(
            "To: support@shop.example\n{QUESTION}\nSecond line.\n"
        )),
        format!("{QUESTION}\nSecond line.")
    );
    assert_eq!(text(&multipart("mixed", &[QUESTION])), QUESTION);
}

#[test]
fn the_root_of_related_parts_is_the_one_that_is_named() {
    let html = format!("Content-Type: text/html\nContent-ID: <root@x>\n\n<p>{QUESTION}</p>");
    let other = "Content-Type: text/html\nContent-ID: <frame@x>\n\n<p>A frame.</p>";
    for start in ["\"<root@x>\"", "<root@x>", "root@x"] {
        let body = multipart(&format!("related; start={start}"), &[other, &html]);
        assert_eq!(text(&body), QUESTION, "{start}");
    }
    assert_eq!(
        text(&multipart("related; start=\"<none@x>\"", &[&html, other])),
        QUESTION
    );
}

#[test]
fn words_in_texts_and_files_make_no_mail_unreadable() {
    for word in [
        "Acme Global",
        "multipart/mixed",
        "message/rfc822",
        "Content-Type: multipart/x",
    ] {
        let log = format!("{word}\n").repeat(3000);
        let csv = format!("Content-Type: text/csv; name=log.csv\n\n{log}");
        let read = mail(&multipart("mixed", &[&format!("\n{QUESTION}"), &csv]));
        assert_eq!(
            (read.text.expose(), names(&read)),
            (QUESTION, vec!["log.csv"]),
            "{word}"
        );
    }
}

#[test]
fn a_forwarded_mail_is_read_below() {
    let inner = format!("From: customer@example.com\nSubject: Parcel\n\n{QUESTION}");
    for head in [
        "Content-Type: message/rfc822",
        "Content-Type: message/rfc822; name=\"a.eml\"\nContent-Disposition: attachment",
        "Content-Type: message/rfc822\nContent-Transfer-Encoding: 8bit",
    ] {
        let read = mail(&multipart(
            "mixed",
            &["\nPlease answer this.", &format!("{head}\n\n{inner}")],
        ));
        assert_eq!(read.text.expose(), "Please answer this.");
        assert!(
            read.quoted.expose().contains(QUESTION)
                && read.quoted.expose().contains("customer@example.com")
        );
        assert_eq!(read.attachments.len(), 1);
    }
    use base64::Engine as _;
    let data = base64::engine::general_purpose::STANDARD.encode(&inner);
    let read = mail(&multipart(
        "mixed",
        &[
            "\nThis.",
            &format!("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{data}"),
        ],
    ));
    assert!(read.quoted.expose().contains(QUESTION));
}

#[test]
fn an_encrypted_mail_says_so_and_a_signed_one_shows_its_text() {
    let encrypted = |body: &str| mail(body).encryption;
    let p7m = "MIIBQwYJKoZIhvcNAQcDoIIBNDCCATACAQAxgd4wgdsCAQAwRDA=";
    for kind in [
        "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
        "application/x-pkcs7-mime; name=\"smime.p7m\"",
        "application/octet-stream; name=smime.p7m",
    ] {
        let body = format!("Content-Type: {kind}\nContent-Transfer-Encoding: base64\n\n{p7m}\n");
        assert_eq!(encrypted(&body), Some(Encryption::Smime), "{kind}");
        assert!(mail(&body).text.is_blank());
        assert_eq!(
            encrypted(&multipart("mixed", &[&body, "\nfooter of a list"])),
            Some(Encryption::Smime)
        );
    }
    let pgp = "Content-Type: application/pgp-encrypted\n\nVersion: 1";
    let data = "Content-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----";
    assert_eq!(
        encrypted(&multipart(
            "encrypted; protocol=\"application/pgp-encrypted\"",
            &[pgp, data]
        )),
        Some(Encryption::Pgp)
    );
    assert_eq!(
        encrypted(&multipart("mixed", &["\n", pgp, data])),
        Some(Encryption::Pgp)
    );
    let inline =
        "\n-----BEGIN PGP MESSAGE-----\nVersion: x\n\nhQEMA\n=abcd\n-----END PGP MESSAGE-----\n";
    assert_eq!(encrypted(inline), Some(Encryption::Pgp));
    assert!(!text(inline).contains("hQEMA"));
    assert_eq!(text(&format!("\nHello,\n{inline}")), "Hello,");
    let signed = format!(
        "\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{QUESTION}\n- -- \nMary\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    );
    assert_eq!(
        (text(&signed), encrypted(&signed)),
        (format!("{QUESTION}\n-- \nMary"), None)
    );
    // Made by OpenSSL: `smime -sign -nodetach`, with definite lengths and streamed.
    for opaque in [
        include_str!("signed.p7m.txt"),
        include_str!("signed-streamed.p7m.txt"),
    ] {
        for kind in ["smime-type=signed-data; name=smime.p7m", "name=smime.p7m"] {
            let body = format!(
                "Content-Type: application/pkcs7-mime; {kind}\nContent-Transfer-Encoding: base64\n\n{opaque}"
            );
            assert_eq!(
                (text(&body), encrypted(&body)),
                ("Where is my parcel?".to_owned(), None)
            );
        }
    }
    let detached = multipart(
        "signed; protocol=\"application/pkcs7-signature\"",
        &[
            &format!("\n{QUESTION}"),
            "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nMII=",
        ],
    );
    assert_eq!(
        (text(&detached), encrypted(&detached)),
        (QUESTION.to_owned(), None)
    );
    assert_eq!(
        encrypted("\nI cannot open the smime.p7m that you sent, what is BEGIN PGP MESSAGE?"),
        None
    );
}

#[test]
fn files_in_old_encodings_are_files() {
    let read = mail("\nSee below.\nbegin 644 a.txt\n#0V%T\n`\nend\nRegards\n");
    assert_eq!(
        (read.text.expose(), names(&read)),
        ("See below.\nRegards", vec!["a.txt"])
    );
    let part = "Content-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a.bin\n#0V%T\n`\nend";
    let read = mail(&multipart("mixed", &["\nHello", part]));
    assert_eq!((read.attachments[0].size, names(&read)), (3, vec!["a.bin"]));
}

#[test]
fn a_line_of_white_space_does_not_end_the_headers_where_more_of_them_come() {
    for blank in [" ", "\t", "   \t"] {
        let raw = format!(
            "Date: Fri, 20 Nov 2026 10:00:00 +0900\r\nFrom: Mary <mary@example.com>\r\nTo: a@shop.example,\r\n{blank}\r\n\tb@shop.example\r\nSubject: Where is\r\n{blank}\r\n my parcel\r\n{blank}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIt has not come.\r\n"
        );
        let mail = parse(raw.as_bytes());
        assert_eq!(mail.subject.expose(), "Where is my parcel", "{blank:?}");
        assert_eq!(mail.text.expose(), "It has not come.", "{blank:?}");
        assert_eq!(mail.to.len(), 2, "{blank:?}");
        // A program that ends its headers so, and a text that begins like headers.
        for text in [
            "It has not come.",
            "From: Osaka\nTo: Nagoya\nHow much is that?",
            "Subject: the one that I sent yesterday\n\nThat was wrong.",
        ] {
            let raw = format!(
                "From: Mary <mary@example.com>\nTo: a@shop.example\nSubject: parcel\n{blank}\n{text}\n"
            );
            let mail = parse(raw.as_bytes());
            assert_eq!(mail.text.expose(), text, "{blank:?}");
            assert_eq!(mail.subject.expose(), "parcel", "{blank:?}");
        }
    }
}

#[test]
fn text_that_stands_in_the_head_of_a_document_is_shown() {
    let html = |document: &str| {
        let raw = format!(
            "From: a@example.com\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{document}"
        );
        parse(raw.as_bytes()).text.expose().to_owned()
    };
    assert_eq!(
        html("<html><head>Where is my parcel?</head></html>"),
        "Where is my parcel?"
    );
    assert_eq!(
        html(
            "<html><head><meta charset=utf-8><title>Newsletter</title><style>p{color:red}</style><script>go()</script>\n<!--[if mso]><xml><w:View>96</w:View></xml><![endif]--><xml><o:Dpi>96</o:Dpi></xml></head><body><p>Hello</p></body></html>"
        ),
        "Hello"
    );
}
