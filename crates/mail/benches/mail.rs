//! How fast mails are read, as a ratio to mail-parser alone, and what a 40 MB mail takes of memory.
//! Run it with `cargo bench -p mail`. It reports; it asserts nothing.

use std::hint::black_box;
use std::time::{Duration, Instant};

use mail::parse;

const HEAD: &str = "Return-Path: <taro@example.com>\r\nReceived: from mx.example.com by in.shop.example; Fri, 17 Nov 2023 14:06:07 +0900\r\n\
From: =?utf-8?B?5bGx55Sw?= <taro@example.com>\r\nTo: support@shop.example\r\nSubject: =?iso-2022-jp?B?GyRCOCtAUSRiJGokTjdvGyhC?=\r\n\
Date: Fri, 17 Nov 2023 14:06:07 +0900\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n";

const TEXT: &str = "お世話になっております。山田です。\r\n先日の注文の納期を教えてください。\r\n\r\n2023年11月17日(金) 14:06 田中 <tanaka@shop.example>:\r\n\
> いつもありがとうございます。\r\n> 納期は来週です。\r\n";

fn plain() -> Vec<u8> {
    let head = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
    format!("{HEAD}{head}{}", TEXT.repeat(8)).into_bytes()
}

fn shift_jis() -> Vec<u8> {
    let head = "Content-Type: text/plain; charset=cp932\r\n\r\n";
    let mut mail = format!("{HEAD}{head}").into_bytes();
    mail.extend(&*encoding_rs::SHIFT_JIS.encode(&TEXT.repeat(8)).0);
    mail
}

fn html() -> Vec<u8> {
    let row = "<tr><td><b>品名</b></td><td><a href=\"https://shop.example/x\">消しゴム</a></td><td>10</td></tr>\r\n";
    format!(
        "{HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>注文です。</p><table>{}</table></body></html>",
        row.repeat(40)
    )
    .into_bytes()
}

/// A mail with an attachment of about that size. Grown in place: the memory that this takes would
/// hide what reading takes.
fn attachment(bytes: usize) -> Vec<u8> {
    let line = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY3ODkwYWJjZGVmZ2hpamtsbW5vcHFyc3R1\r\n";
    let mut mail = Vec::with_capacity(bytes / 57 * line.len() + 4096);
    mail.extend(
        format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{TEXT}\r\n\
             --b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        )
        .bytes(),
    );
    for _ in 0..bytes / 57 {
        mail.extend(line.bytes());
    }
    mail.extend(b"--b--\r\n");
    mail
}

/// The time that one call takes, over about half a second of calls.
fn time(mut call: impl FnMut()) -> Duration {
    call();
    let start = Instant::now();
    let mut calls = 0;
    while start.elapsed() < Duration::from_millis(500) {
        call();
        calls += 1;
    }
    start.elapsed() / calls
}

/// The most memory this process has had, in MiB; 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

fn main() {
    let large = attachment(30 * 1024 * 1024);
    let before = peak();
    black_box(parse(&large));
    println!(
        "a mail of {} MB: {} MiB at most, {} MiB of them before it was read",
        large.len() / 1_000_000,
        peak(),
        before
    );
    drop(large);
    println!(
        "{:<24}{:>10}{:>12}{:>12}{:>8}",
        "mail", "bytes", "MB/s", "parser MB/s", "ratio"
    );
    for (name, mail) in [
        ("text, UTF-8", plain()),
        ("text, Shift_JIS", shift_jis()),
        ("HTML table", html()),
        ("5 MB attachment", attachment(5 * 1024 * 1024)),
    ] {
        let ours = time(|| drop(black_box(parse(black_box(&mail)))));
        let parser = mail_parser::MessageParser::default();
        let theirs = time(|| drop(black_box(parser.parse(black_box(&mail)))));
        let rate = |time: Duration| mail.len() as f64 / time.as_secs_f64() / 1e6;
        println!(
            "{name:<24}{:>10}{:>12.1}{:>12.1}{:>8.2}",
            mail.len(),
            rate(ours),
            rate(theirs),
            theirs.as_secs_f64() / ours.as_secs_f64()
        );
    }
}
