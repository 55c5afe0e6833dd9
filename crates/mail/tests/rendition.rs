//! A reply with HTML beside its text, read by the parsers of others.
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mail::{Addressees, Approved, Contents, Logo, Mailbox, MessageId, Stationery, parse};
use pii::CustomerText;
use serde_json::Value;

/// What Python finds in a mail.
fn python(bytes: &[u8]) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rendition.py");
    let mut child = Command::new("python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is needed for the second opinion");
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The reply to a mail that says that, with or without a logo.
fn reply(original: &str, text: &str, logo: Option<&[u8]>) -> Vec<u8> {
    let head = "From: Taro <taro@example.com>\r\nDate: Fri, 17 Nov 2023 14:06:07 +0900\r\nMessage-ID: <a@example.com>\r\nSubject: A\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
    let parent = parse(format!("{head}{original}").as_bytes());
    let stationery = Stationery {
        signature: CustomerText::new("Example Shop\nhttps://shop.example/"),
        quotes_original: true,
        html: true,
        logo: logo.map(|it| Logo::read(it.to_vec()).unwrap()),
    };
    let sender = Mailbox::bare(mail::Address::parse("support@shop.example").unwrap());
    let approved = Approved {
        message_id: &MessageId::parse("b@shop.example").unwrap(),
        date: "2023-11-18T05:06:07Z".parse().unwrap(),
        sender: &sender,
        addressees: &Addressees::default(),
        text: &CustomerText::new(text),
        stationery: &stationery,
    };
    let mail = approved.in_reply_to(&parent).unwrap();
    mail.to_bytes_with(Contents { files: &[], logo })
}

#[test]
fn pythons_parsers_read_the_same_words_in_both_parts() {
    for (original, text) in [
        (
            "いつ届きますか。\n\n> 以前の返信\n> > もっと前",
            "山田様\n\nお世話になっております。\nhttps://shop.example/a?b=1&c=2 をご覧ください。",
        ),
        (
            "<script>alert(1)</script> & \"x\" 'y'",
            "Dear Taro,\n\n1 < 2 && 3 > 2; <b>not bold</b> <!-- x --> &amp; &lt;\n\n  indented\tand wide   gaps",
        ),
        (
            "Wo ist es?",
            "Guten Tag,\n-- \nzweimal\n\n> zitiert\nAntwort",
        ),
        ("", "x"),
        (
            "ends in a mark <",
            "https://shop.example/<script>\" onclick='x' mail a@b.example!",
        ),
    ] {
        let read = python(&reply(original, text, None));
        assert_eq!(
            read["types"],
            serde_json::json!(["multipart/alternative", "text/plain", "text/html"])
        );
        assert_eq!(read["text"], read["html"], "{text}");
        assert_eq!(
            (&read["defects"], &read["remote"]),
            (&serde_json::json!([]), &serde_json::json!([]))
        );
        for link in read["links"].as_array().unwrap() {
            let link = link.as_str().unwrap();
            let scheme = link.split(':').next().unwrap();
            assert!(["https", "http", "mailto"].contains(&scheme), "{link}");
            let shown = link.trim_start_matches("mailto:");
            assert!(
                read["text"].to_string().contains(shown),
                "{link} is not what is shown"
            );
        }
    }
}

#[test]
fn python_finds_the_logo_where_the_html_shows_it_and_the_same_words() {
    for (logo, kind) in [
        (&include_bytes!("logos/logo.png")[..], "image/png"),
        (include_bytes!("logos/logo.jpg"), "image/jpeg"),
        (include_bytes!("logos/logo.gif"), "image/gif"),
    ] {
        // A person's own line like that of a signature, and a quoted one.
        let text = "Dear Taro,\n-- \nnot the signature\n\nBye";
        let plain = python(&reply("Hello\n-- \nTaro", text, None));
        let read = python(&reply("Hello\n-- \nTaro", text, Some(logo)));
        assert_eq!(
            read["types"],
            serde_json::json!([
                "multipart/alternative",
                "text/plain",
                "multipart/related",
                "text/html",
                kind
            ])
        );
        assert_eq!(read["text"], plain["text"], "the text stays as it is");
        assert_eq!(read["text"], read["html"]);
        let none = serde_json::json!([]);
        assert_eq!((&read["defects"], &read["remote"]), (&none, &none));
        let shown = read["pictures"].as_array().unwrap();
        assert_eq!(shown.len(), 1, "{read}");
        let inline = serde_json::json!([[shown[0], STANDARD.encode(logo)]]);
        assert_eq!(read["inline"], inline);
    }
}
