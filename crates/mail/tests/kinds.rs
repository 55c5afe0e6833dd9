//! Variants of kinds that real senders write, each read from the bytes of a whole mail.

use mail::{Automatic, InboundMail, Source, parse, recipients};

fn mail(headers: &str, text: &str) -> InboundMail {
    let from = match headers.contains("From:") {
        true => "",
        false => "From: Anna <anna@customer.example>\r\n",
    };
    let kind = match headers.contains("Content-Type:") {
        true => "",
        false => "Content-Type: text/plain; charset=utf-8\r\n",
    };
    parse(format!("{from}{headers}\r\nTo: support@shop.example\r\n{kind}\r\n{text}").as_bytes())
}

fn usual(mail: &InboundMail) -> Vec<String> {
    let all = recipients(mail, None);
    let usual = all.first().map(|it| it.to.iter());
    let addresses = usual.into_iter().flatten();
    addresses.map(|to| to.address.expose().to_owned()).collect()
}

#[test]
fn what_shares_a_line_with_an_attribution_stays() {
    for (own, sentence) in [
        (
            "Yes, two.",
            "On Fri, Nov 20, 2026 at 10:00 AM Shop <support@shop.example> wrote:",
        ),
        (
            "Ja, zwei.",
            "Am 20.11.2026 um 10:00 schrieb Shop <support@shop.example>:",
        ),
        (
            "はい、2つです。",
            "2026年11月20日(金) 10:00 陶器店 <support@shop.example>:",
        ),
    ] {
        let text = format!("{own} {sentence}\n\n> our text\n");
        let mail = mail("In-Reply-To: <1@shop.example>", &text);
        assert_eq!(mail.text.expose(), own);
        assert!(mail.quoted.expose().contains("our text"), "{own}");
    }
}

#[test]
fn an_address_in_broken_brackets_is_read_where_it_is_one() {
    for from in [
        "anna@customer.example>",
        "<anna@customer.example",
        "Anna <<anna@customer.example>>",
        "Anna <mailto:anna@customer.example>",
        "アンナ ＜anna@customer.example＞",
        "Anna <anna@customer.example>;",
        "\"Anna <anna@customer.example>",
    ] {
        let mail = mail(&format!("From: {from}"), "text");
        assert_eq!(usual(&mail), ["anna@customer.example"], "{from}");
    }
    for from in [
        "anna@customer.example>.evil.example",
        "anna@customer.example> bob@evil.example",
        "<anna@customer.example> <bob@evil.example>",
    ] {
        let mail = mail(&format!("From: {from}"), "text");
        assert!(usual(&mail).is_empty(), "{from}");
    }
}

#[test]
fn a_backslash_behind_a_character_whose_last_byte_is_one_separates_no_folders() {
    let name = |written: &[u8]| {
        let mut bytes = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\n\
            Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"".to_vec();
        bytes.extend(written);
        bytes.extend(b"\"\r\n\r\nx\r\n--b--\r\n");
        let mail = parse(&bytes);
        mail.attachments[0].name.expose().to_owned()
    };
    // 予定表.pdf in Shift_JIS, as it is and with its last byte escaped.
    let raw = b"\x97\x5c\x92\xe8\x95\x5c.pdf";
    let escaped = b"\x97\x5c\x5c\x92\xe8\x95\x5c\x5c.pdf";
    assert_eq!(name(raw), "予定表.pdf");
    assert_eq!(name(escaped), "予定表.pdf");
    assert_eq!(name(b"C:\\docs\\plan.pdf"), "plan.pdf");
}

#[test]
fn a_plain_part_that_only_points_elsewhere_loses_to_the_html() {
    let shown = |plain: &str| {
        let mail = mail(
            "Content-Type: multipart/alternative; boundary=b",
            &format!(
                "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{plain}\r\n--b\r\nContent-Type: text/html\r\n\r\n\
                <p>Hello,</p><p>I ordered a teapot three weeks ago and it has not arrived. Where is it?</p>\r\n--b--\r\n"
            ),
        );
        mail.text.expose().to_owned()
    };
    for plain in [
        "https://mail.example/view/123",
        "Ver en el navegador: https://mail.example/v",
        "Afficher dans le navigateur",
        "Sent from my iPhone",
        "Anna",
    ] {
        assert!(shown(plain).contains("has not arrived"), "{plain}");
    }
    let own = "I ordered a teapot three weeks ago and it has not arrived. Where is it?";
    assert_eq!(shown(own), own);
}

#[test]
fn what_is_clipped_away_is_not_shown() {
    let shown = |style: &str| {
        let html = format!("<div style=\"{style}\">preview</div><p>Where is it?</p>");
        let mail = mail("Content-Type: text/html", &html);
        mail.text.expose().contains("preview")
    };
    for style in [
        "position:absolute;clip:rect(0 0 0 0)",
        "position:absolute; clip: rect(1px, 1px, 1px, 1px)",
        "clip-path:inset(50%)",
    ] {
        assert!(!shown(style), "{style}");
    }
    for style in ["clip:rect(0 100px 100px 0)", "clip:auto", "clip-path:none"] {
        assert!(shown(style), "{style}");
    }
}

const FORWARD: &str = "---------- Forwarded message ---------\nFrom: Anna <anna@customer.example>\n\
    Date: Fri, Nov 20, 2026 at 10:00 AM\nSubject: cup\nTo: <lisa@shop.example>\n\nMy cup is broken.";

#[test]
fn the_customer_of_a_mail_that_was_passed_on_twice_gets_the_reply() {
    let twice = format!(
        "Ken, yours?\n\n---------- Forwarded message ---------\nFrom: Lisa <lisa@shop.example>\n\
         Date: Fri, Nov 20, 2026 at 11:00 AM\nSubject: Fwd: cup\nTo: <ken@shop.example>\n\n{FORWARD}"
    );
    let headers = "From: Ken <ken@shop.example>\r\nSubject: Fwd: cup";
    let mail = mail(headers, &twice);
    assert!(mail.text.expose().contains("My cup is broken."));
    assert_eq!(usual(&mail), ["anna@customer.example"]);
    assert_eq!(recipients(&mail, None)[0].source, Source::Forwarded);
}

#[test]
fn our_own_mail_that_a_customer_sends_back_is_history() {
    let ours = "Is this from you?\n\n---------- Forwarded message ---------\nFrom: Shop <support@shop.example>\n\
        Date: Fri, Nov 20, 2026 at 11:00 AM\nSubject: cup\nTo: <anna@customer.example>\n\nYour cup ships today.";
    let mail = mail("Subject: Fwd: cup", ours);
    assert_eq!(mail.text.expose(), "Is this from you?");
    assert!(mail.forwarded.is_none());
}

#[test]
fn forms_in_columns_rows_and_lists_name_the_customer() {
    for text in [
        "1. お名前：森 杏奈\n2. メールアドレス：mori@customer.example\n3. お問い合わせ内容：ふた",
        "①お名前：森 杏奈\n②メールアドレス：mori@customer.example\n③内容：ふた",
        "Q1. お名前\n森 杏奈\nQ2. メールアドレス\nmori@customer.example\nQ3. ご質問\nふた",
        "お名前 | 森 杏奈 | メール | mori@customer.example\n内容: ふた",
        "お名前 | メール | 内容\n森 杏奈 | mori@customer.example | ふた",
        "お名前\tメール\t内容\n森 杏奈\tmori@customer.example\tふた",
        "\"お名前\",\"森 杏奈\"\n\"メール\",\"mori@customer.example\"\n\"内容\",\"ふた\"",
        "お名前（全角で入力）: 森 杏奈\nメール（半角で入力）: mori@customer.example\n内容: ふた",
        "お名前: 森 杏奈\nメール: mori＠customer.example\n内容: ふた",
    ] {
        let mail = mail("From: Shop <wordpress@shop.example>", text);
        assert_eq!(usual(&mail), ["mori@customer.example"], "{text}");
        let name = mail.addressee().name.unwrap_or_default();
        assert_eq!(name.expose(), "森 杏奈", "{text}");
    }
    let half = "Nom : Mori\nPrénom : Anna\nAdresse e-mail : mori@customer.example\nMessage : x";
    let mail = mail("From: Shop <wordpress@shop.example>", half);
    assert_eq!(
        mail.addressee().name.unwrap_or_default().expose(),
        "Anna Mori"
    );
}

#[test]
fn a_customer_who_writes_in_the_words_of_a_machine_still_waits_for_an_answer() {
    for (headers, text) in [
        (
            "Subject: Undelivered mail\r\nIn-Reply-To: <1@shop.example>",
            "I got 550 5.1.1 user unknown. Which address is right?",
        ),
        ("Subject: 送信できません", "フォームが送信できません。"),
        ("Subject: Delivered: wrong item", "I got a cup."),
        ("Subject: Read: my complaint", "Did you read it?"),
    ] {
        let mail = mail(headers, text);
        assert!(mail.bounce.is_none(), "{headers}");
        assert!(!mail.automatic.wants_no_answer(), "{headers}");
    }
    let receipt = mail(
        "Subject: Read: cup\r\nIn-Reply-To: <1@shop.example>",
        "text",
    );
    assert!(receipt.automatic.wants_no_answer());
}

#[test]
fn machines_are_told_by_their_headers() {
    for header in [
        "X-Auto-Reply-From: a@b.example",
        "Preference: auto_reply",
        "X-Precedence: auto_reply",
        "From: \"Courier mail server at mx\" <@mx.example>",
        "From: Mail Delivery System <Mail.Delivery.System@mx.example>",
    ] {
        let mail = mail(header, "text");
        assert!(matches!(mail.automatic, Automatic::Yes(_)), "{header}");
    }
}

#[test]
fn a_mail_under_microsofts_rights_management_says_that_it_is_encrypted() {
    let mail = mail(
        "Content-Type: multipart/mixed; boundary=b",
        "--b\r\nContent-Type: text/plain\r\n\r\nThis message is protected.\r\n--b\r\n\
         Content-Type: application/x-microsoft-rpmsg-message; name=message.rpmsg\r\n\r\nx\r\n--b--\r\n",
    );
    assert_eq!(mail.encryption, Some(mail::Encryption::Rights));
}
