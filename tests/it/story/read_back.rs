//! What goes out, read back by parsers of others: two of mails, two of HTML.

use std::io::Write;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::story::begun::passed_on;
use crate::story::bench::{Bench, Mail, SATO, SUZUKI, Setup, bench_with};
use crate::story::files::attach;
use crate::story::logo::{PNG, with_logo};
use crate::story::readdressed::{BCC, CC, SUBJECT, TO, change};
use crate::support::python::environment;

/// What they find; that both parsers find the same, and the same words in both parts, is looked at here.
async fn read(mail: &str) -> Value {
    let mail = mail.to_owned();
    let read = tokio::task::spawn_blocking(move || {
        let others = ["beautifulsoup4==4.15.0", "html2text==2025.4.15"];
        let programs = environment("fast-mail-parser==0.10.0", &others);
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/story/read_back.py");
        let mut child = Command::new(programs.join("python"))
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(mail.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{mail}");
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    });
    let read = read.await.unwrap();
    assert_eq!(read["defects"], json!([]), "{read}");
    assert_eq!(read["python"], read["other"]);
    assert_eq!(read["words"], read["soup"]);
    assert_eq!(read["words"], read["html2text"]);
    assert!(!read["headers"].to_string().contains("bcc"), "{read}");
    // The one picture is the logo, and it is in the mail.
    let inline = &read["python"]["inline"];
    assert_eq!(inline.as_array().unwrap().len(), 1, "{read}");
    assert_eq!(inline[0][1], STANDARD.encode(PNG));
    let shown = format!("cid:{}", inline[0][0].as_str().unwrap());
    assert_eq!(read["pictures"], json!([shown]));
    read
}

fn sent(b: &Bench) -> String {
    b.smtp.taken().pop().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_with_written_recipients_a_logo_and_files_is_read_the_same_by_all() {
    let setup = Setup {
        environment: [
            with_logo().environment,
            vec![("REPLY_QUOTES_ORIGINAL", "true")],
        ]
        .concat(),
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let fields = [
            (TO, "\"山田, 太郎\" <taro@例え.example>, Hanako <hanako@customer.example>"),
            (CC, "経理部 <keiri@customer.example>"),
            (BCC, "archive@elsewhere.example"),
            (SUBJECT, "Re: 【重要】お見積もり №① – Zürich"),
        ];
        change(b, &modal, &fields).await;
        let text = "山田様\n\nお世話になっております。\n1 < 2 & \"3\": https://shop.example/a?b=1&c=2\n\n  字下げ\n\nSee attached.";
        b.write(&modal, text);
        let names = ["請求書 №①.pdf", "Übersicht (final).pdf"];
        for (name, content) in names.iter().zip([&b"%PDF-1.7\r\n\x00\xff"[..], b"second"]) {
            attach(b, &modal, name, content).await;
        }
        b.send_anyway(&modal).await;
        b.until(|b| !b.smtp.taken().is_empty()).await;
        let read = read(&sent(b)).await;
        let of = &read["python"];
        assert_eq!(of["subject"], fields[3].1);
        assert_eq!(of["to"][0][0], "山田, 太郎");
        assert_eq!(of["to"][1], json!(["Hanako", "hanako@customer.example"]));
        assert_eq!(of["cc"], json!([["経理部", "keiri@customer.example"]]));
        assert!(of["text"].as_str().unwrap().starts_with(text), "{of}");
        let files = json!([
            [names[0], STANDARD.encode(b"%PDF-1.7\r\n\x00\xff")],
            [names[1], STANDARD.encode("second")]
        ]);
        assert_eq!(of["files"], files);
        let envelope = &b.smtp.envelopes()[0];
        assert!(envelope.contains(&"archive@elsewhere.example".to_owned()), "{envelope:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_is_passed_on_is_read_the_same_by_all() {
    bench_with(with_logo(), async |b| {
        let (_, card) = passed_on(b, &[0]).await;
        let modal = b.click_and_wait(SUZUKI, &card).await;
        b.send_anyway(&modal).await;
        b.until(|b| !b.smtp.taken().is_empty()).await;
        let read = read(&sent(b)).await;
        assert_eq!(
            read["python"]["files"],
            json!([["cup.png", STANDARD.encode(b"\x89PNG\r\n\x1a\n")]])
        );
        assert_eq!(
            read["python"]["to"],
            json!([["Supplier", "orders@supplier.example"]])
        );
    })
    .await;
}
