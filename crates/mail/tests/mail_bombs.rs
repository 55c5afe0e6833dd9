//! Mails that are made to exhaust the reader come to an end, with a clear outcome.
#![allow(clippy::unwrap_used)]

use mail::parse;

const HEAD: &str = "From: a@example.com\r\nSubject: s\r\nMIME-Version: 1.0\r\n";

fn bytes(body: &str) -> Vec<u8> {
    format!("{HEAD}{body}").into_bytes()
}

#[test]
fn a_hundred_thousand_nested_messages_are_refused() {
    let mail = parse(&bytes(
        &"Content-Type: message/rfc822\r\n\r\n".repeat(100_000),
    ));
    assert!(mail.unreadable);
    assert_eq!(mail.subject.expose(), "s", "its headers are still read");
}

#[test]
fn nested_messages_within_the_limit_fit_the_stack() {
    let deep = "Content-Type: message/rfc822\r\n\r\n".repeat(490);
    let mail = parse(&bytes(&format!(
        "{deep}From: b@example.com\r\n\r\ninnermost\r\n"
    )));
    assert!(!mail.unreadable);
    assert!(mail.quoted.expose().contains("innermost"));
}

#[test]
fn nested_multiparts_within_the_limit_fit_the_stack() {
    let mut deep = String::new();
    for n in 0..490 {
        deep += &format!("Content-Type: multipart/mixed; boundary=b{n}x\r\n\r\n--b{n}x\r\n");
    }
    let mail = parse(&bytes(&format!("{deep}\r\ninnermost\r\n")));
    assert!(!mail.unreadable);
    assert!(mail.text.expose().contains("innermost"));
}

#[test]
fn a_hundred_thousand_multiparts_without_their_boundary_are_refused() {
    let part = "--b\r\nContent-Type: multipart/mixed; boundary=never\r\n\r\n";
    let body = format!(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n{}",
        part.repeat(100_000)
    );
    assert!(parse(&bytes(&body)).unreadable);
}

#[test]
fn a_hundred_thousand_parts_are_read_and_a_thousand_listed() {
    let part = "--b\r\nContent-Type: application/x; name=x\r\n\r\nx\r\n";
    let body = format!(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n{}--b\r\n\r\ntext\r\n--b--\r\n",
        part.repeat(100_000)
    );
    let mail = parse(&bytes(&body));
    assert!(!mail.unreadable);
    assert_eq!(mail.attachments.len(), 1000);
    assert_eq!(mail.text.expose().trim(), "text");
}

#[test]
fn huge_headers_are_cut() {
    for header in [
        format!("Subject: {}\r\n", "=?utf-8?Q?x".repeat(500_000)),
        format!("To: {}\r\n", "a@example.com, ".repeat(300_000)),
        format!("To: {}\r\n", "(".repeat(3_000_000)),
        format!("To: \"{}\r\n", "\\\"".repeat(500_000)),
        format!("To: {}\r\n", "[".repeat(500_000)),
        format!("To: {}\r\n", "<".repeat(500_000)),
        format!("To: {}\r\n", "<(".repeat(500_000)),
        format!("To: {}\r\n", "a ".repeat(500_000)),
        format!("To: {}\r\n", "a".repeat(500_000)),
        format!("References: {}\r\n", "<a@b> ".repeat(500_000)),
        format!("X: {}\r\n", "y".repeat(5_000_000)),
        "X: y\r\n".repeat(500_000),
        format!(
            "Content-Type: text/plain; {}\r\n",
            "a*0*=b;".repeat(300_000)
        ),
        format!(
            "Content-Type: text/plain; charset={}\r\n",
            "=?utf-8?B?".repeat(200_000)
        ),
    ] {
        let mail = parse(&bytes(&format!("{header}\r\ntext\r\n")));
        assert_eq!(mail.text.expose(), "text");
        assert!(mail.to.len() <= 1000 && mail.references.len() <= 500);
    }
}

#[test]
fn html_bombs_come_to_an_end() {
    for html in [
        "<div>".repeat(200_000),
        "<table><tr><td>".repeat(20_000),
        "<table><tr><td>".repeat(60),
        "<blockquote>".repeat(150),
        "<ul><li>".repeat(100_000),
        "<p>".repeat(300_000),
        "<hr>".repeat(300_000),
        "<b><i>".repeat(100_000),
        "<font>a".repeat(100_000),
        format!("<table>{}</table>", "<tr><td>a<td>b".repeat(15_000)),
        format!(
            "<table><tr><td>{}{}</table>",
            "w".repeat(3000),
            "<tr><td>a".repeat(3_000)
        ),
        format!("<table><tr>{}</table>", "<td>a".repeat(20_000)),
        format!(
            "<table><tr><td colspan=2000000000>a{}</table>",
            "<tr><td>a".repeat(100)
        ),
        "&amp;".repeat(100_000),
        "<".repeat(500_000),
        "<a href=x>".repeat(50_000),
        format!("<pre>{}</pre>", " ".repeat(1_000_000)),
        "<svg><style><![CDATA[".repeat(10_000),
        "<select><option>".repeat(50_000),
        format!(
            "<style>{}</style>{}",
            "div p a{color:red}".repeat(2_000),
            "<p>a".repeat(8_000)
        ),
        format!(
            "<style>{}</style>{}",
            "a{".repeat(50_000),
            "<p>a".repeat(10_000)
        ),
        format!("<p style='{}'>a", "(".repeat(200_000)),
        format!("<style>{}</style>a", "/*".repeat(100_000)),
        format!("<style>{}</style><p>a", "@media x{".repeat(20_000)),
    ] {
        let mail = parse(&bytes(&format!(
            "Content-Type: text/html; charset=utf-8\r\n\r\n{html}END"
        )));
        assert!(!mail.unreadable, "{}", &html[..40.min(html.len())]);
        assert!(mail.text.expose().len() < 200_000_000);
    }
}

#[test]
fn text_bombs_come_to_an_end() {
    for text in [
        "> ".repeat(500_000),
        ">\n".repeat(500_000),
        "On 2023\n".repeat(300_000),
        "差出人:\n".repeat(200_000),
        "From: a\n".repeat(200_000),
        "wrote:\n".repeat(200_000),
        "-----\n".repeat(300_000),
        "2023年1月1日 a@b\n".repeat(100_000),
        format!("{}:", "a ".repeat(500_000)),
        "Email:\n".repeat(300_000),
        "\u{1b}$B".repeat(500_000),
    ] {
        let mail = parse(&bytes(&format!("\r\n{text}")));
        assert!(!mail.unreadable);
    }
}
