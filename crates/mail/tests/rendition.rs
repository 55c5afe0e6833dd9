//! A reply with HTML beside its text, read by the parsers of others.
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use mail::{Addressees, Approved, Mailbox, MessageId, Stationery, parse};
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

/// The reply to a mail that says that.
fn reply(original: &str, text: &str) -> Vec<u8> {
    let head = "From: Taro <taro@example.com>\r\nDate: Fri, 17 Nov 2023 14:06:07 +0900\r\nMessage-ID: <a@example.com>\r\nSubject: A\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
    let parent = parse(format!("{head}{original}").as_bytes());
    let stationery = Stationery {
        signature: CustomerText::new("Example Shop\nhttps://shop.example/"),
        quotes_original: true,
        html: true,
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
    approved.in_reply_to(&parent).unwrap().to_bytes()
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
        let read = python(&reply(original, text));
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
