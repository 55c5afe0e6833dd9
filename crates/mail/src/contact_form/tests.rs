#![allow(clippy::unwrap_used)]

use crate::{InboundMail, Mailbox, parse};

fn mail(from: &str, text: &str) -> InboundMail {
    parse(
        format!("From: {from}\r\nTo: support@shop.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}")
            .as_bytes(),
    )
}

fn form(text: &str) -> Option<String> {
    mail("no-reply@shop.example", text)
        .contact_form
        .as_ref()
        .map(Mailbox::display)
}

#[test]
fn fields_of_many_forms_are_found() {
    for text in [
        "メールアドレス: h@example.com",
        "【メールアドレス】h@example.com",
        "■メールアドレス\nh@example.com",
        "[メールアドレス] h@example.com",
        "メールアドレス（必須）：h@example.com",
        "メールアドレス：h@example.com\nメールアドレス(確認)：H@example.com",
        "E-Mail = h@example.com",
        "* Email: h@example.com <h@example.com>",
        "Ｅメール　h@example.com",
        "Ｅ－ｍａｉｌ：h@example.com",
        "ﾒｰﾙｱﾄﾞﾚｽ: h@example.com",
        "Your Email Address: h@example.com",
        "Email           h@example.com",
        "Email ........... h@example.com",
        "Email\th@example.com",
        "| Email | h@example.com |",
        "**Email:** h@example.com",
        "Email -> h@example.com",
        "{\"email\": \"h@example.com\", \"message\": \"hello\"}",
        "[email] => h@example.com",
        "What is your email?\n\nh@example.com",
        "Email (required):\nh@example.com",
        "<email>h@example.com</email>",
        "Correo electrónico: h@example.com",
        "Adresse e-mail : h@example.com",
        "E-Mail-Adresse: h@example.com",
        "E-Mail-Adresse – h@example.com",
        "Email — h@example.com",
        "from_email = h@example.com",
        "reply_to_email: h@example.com",
        "■返信先：h@example.com",
        "邮箱：h@example.com",
        "이메일: h@example.com",
        "■件名■ 急須\n■メールアドレス■ h@example.com",
        "Topic: cup | Email: h@example.com | Time: noon",
        "\"subject\",\"email\",\"phone\"\n\"cup\",\"h@example.com\",\"123\"",
        "subject;email;phone\ncup;h@example.com;123",
        "Subject\ncup\n--\nEmail\nh@example.com\n--\nComment or Message\nlid?",
    ] {
        assert_eq!(form(text).as_deref(), Some("h@example.com"), "{text}");
    }
}

#[test]
fn the_name_in_a_form_is_the_customers() {
    for text in [
        "From: 山田 花子 <h@example.com>\nSubject: x\n\nMessage Body:\nhello",
        "お名前: 山田 花子\nEmail: h@example.com",
        "お名前（フリガナ）: ヤマダ ハナコ\nお　名　前：山田 花子\nEmail: h@example.com",
        "姓：山田\n名：花子\nメール：h@example.com",
        "Name            山田 花子\nEmail           h@example.com\nMessage         Where is it?",
        "会社名：株式会社青空\nご担当者名：山田 花子\nメール：h@example.com",
    ] {
        assert_eq!(
            form(text).as_deref(),
            Some("山田 花子 <h@example.com>"),
            "{text}"
        );
    }
    let english = "First Name: Hanako\nLast Name: Yamada\nEmail: h@example.com";
    assert_eq!(
        form(english).as_deref(),
        Some("Hanako Yamada <h@example.com>")
    );
}

#[test]
fn two_addresses_are_both_offered() {
    let mail = mail(
        "no-reply@shop.example",
        "Email: a@example.com\nEmail (confirm): b@example.com",
    );
    let display = |mailbox: &Option<Mailbox>| mailbox.as_ref().map(Mailbox::display);
    assert_eq!(
        display(&mail.contact_form).as_deref(),
        Some("a@example.com")
    );
    assert_eq!(display(&mail.form.other).as_deref(), Some("b@example.com"));
}

#[test]
fn no_address_is_guessed() {
    for text in [
        "h@example.com",
        "Email:",
        "Email: support@shop.example",
        "Please email: me at h@example.com",
        "Contact h@example.com by mail",
        "メールマガジン: h@example.com",
    ] {
        assert_eq!(form(text), None, "{text}");
    }
}

#[test]
fn one_line_in_a_persons_mail_or_signature_makes_no_form() {
    for (from, text) in [
        (
            "sato@shop.example",
            "見積をお願いします。\nmail: ceo@partner.example",
        ),
        (
            "contact@acme.example",
            "Where is it?\n\n-- \nTanaka\nE-mail: tanaka@acme.example",
        ),
        (
            "inquiry@acme.example",
            "納期は？\n\n━━━━━━━━\n田中\nE-mail: tanaka@acme.example\n━━━━━━━━",
        ),
        ("tanaka@acme.example", "Email: other@acme.example"),
    ] {
        let mail = mail(from, text);
        assert!(
            !mail.form.is_whole && !mail.form.is_believed,
            "{from}: {text}"
        );
    }
}

#[test]
fn a_form_is_believed_from_ourselves_and_from_services_of_forms_alone() {
    let text = "name: Hanako\nemail: hanako@customer.example\nmessage: Where is my parcel?";
    for (from, is_believed) in [
        ("wordpress@shop.example", true),
        ("Shop <support@shop.example>", true),
        ("Formspree <submissions@formspree.example>", true),
        ("contact@evil.example", false),
        ("noreply@evil.example", false),
        ("Typeform <x@typeform.evil.example>", false),
    ] {
        let mail = mail(from, text);
        assert_eq!(mail.form.is_believed, is_believed, "{from}");
        assert!(mail.contact_form.is_some(), "{from}");
    }
    let forged = mail(
        "wordpress@shop.example\r\nAuthentication-Results: mx.example; dmarc=fail",
        text,
    );
    assert!(!forged.form.is_believed);
}
