//! Mails that were read wrong once, as they came.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use mail::{Encryption, InboundMail, parse};

fn read(name: &str) -> InboundMail {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    parse(&std::fs::read(folder.join(format!("{name}.eml"))).unwrap())
}

#[test]
fn each_of_them_is_read_right() {
    let text = |name: &str| read(name).text.expose().to_owned();
    let jis = text("jis-with-carrier-emoji");
    assert!(jis.contains("ありがとう☀"), "{jis}");
    assert!(!jis.contains(['\u{1b}', '$', '\u{fffd}']), "{jis}");
    let cut = text("jis-cut-in-a-character");
    assert!(cut.contains("こんに\u{fffd}\n追伸です。"), "{cut}");
    assert_eq!(
        text("table-mailto-tel"),
        "Name: Hanako Yamada\nMail: hanako@customer.example\nPhone: 090-1234-5678\nQuestion: Where is my parcel?"
    );
    assert_eq!(
        text("table-link-text-differs"),
        "Order | 51922 <https://shop.example/orders/51922?a=1&b=2> | late\n\nWhat now?"
    );
    let html = text("plain-part-holds-html");
    assert!(
        html.contains("\n注文した商品が届きません。") && !html.contains('<'),
        "{html}"
    );
    assert!(text("plain-part-is-truncated-teaser").contains("blinks three times"));
    let encrypted = read("smime-encrypted");
    assert_eq!(encrypted.encryption, Some(Encryption::Smime));
    assert!(encrypted.text.is_blank());
    assert_eq!(
        text("strikethrough"),
        "Please send ~~3~~ 5 pieces, on ~~Monday~~ Tuesday, 20 m²."
    );
}
