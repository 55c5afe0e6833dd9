//! Who wrote, what is new in it, and who gets the reply: mails as programs, forms, servers and
//! people of many countries send them.
#![allow(clippy::unwrap_used)]

use mail::{Address, Automatic, InboundMail, Source, language_of, others, parse, recipients};

/// A mail of plain text, taken in by `support@shop.example`.
fn mail(headers: &str, text: &str) -> InboundMail {
    let mut mail = parse(
        format!(
            "{headers}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
        )
        .as_bytes(),
    );
    mail.note_own_address(&own());
    mail
}

fn own() -> Address {
    Address::parse("support@shop.example").unwrap()
}

const MARY: &str =
    "From: Mary Jones <mary@example.com>\nTo: support@shop.example\nSubject: A question";

fn usual(mail: &InboundMail) -> Option<String> {
    let all = recipients(mail, Some(&own()));
    all.first().map(|it| it.to[0].address.expose().to_owned())
}

fn offered(mail: &InboundMail) -> Vec<String> {
    let all = recipients(mail, Some(&own())).into_iter();
    all.flat_map(|it| it.to)
        .map(|to| to.address.expose().to_owned())
        .collect()
}

#[test]
fn lists_sentences_and_logs_of_the_customer_stay_in_the_mail() {
    for text in [
        "Hello,\n\nplease ship my machine for repair as follows:\n\nFrom: Osaka store\nTo: Nagoya service centre\nDate: 3 December\n\nHow much will that cost?",
        "お世話になっております。\n\n贈り物の注文です。\n\n差出人：山田 太郎\n宛先：佐藤 花子\n日付：12月24日\n\nのしを付けられますか。",
        "Guten Tag,\n\nVon: Berlin\nAn: München\nDatum: 3. Dezember\nBetreff: zwei Kisten\n\nWas kostet das?",
        "Bonjour,\n\nDe : Lyon\nÀ : Paris\nDate : 3 décembre\n\nCombien cela coûte-t-il ?",
        "From: 東京\nTo: 大阪\nDate: 12/1\n\nいくらですか。",
        "Hello,\n\nOn 12 November 2026 your Mr Smith wrote:\nWe will refund you within a week.\n\nThat did not happen. When do I get my money back?",
        "Hello,\n\nOn 12 November your colleague wrote:\n\nWe will refund you.\n\nThat did not happen.",
        "お世話になっております。\n\n11月12日に御社の田中さんは書きました:\n返金します。\n\nまだ返金されていません。",
        "Guten Tag,\n\nAm 12. November schrieb mir Ihr Kollege:\nWir erstatten den Betrag.\n\nDas ist nicht geschehen.",
        "The server says:\n\n2026/11/20 10:05 user@app: connection refused\n2026/11/20 10:06 user@app:\n\nWhat can I do?",
        "ログは次のとおりです。\n\n2026-11-20 10:05:11 root@web01: error\n2026-11-20 10:06:00 root@web01:\n原因を教えてください。",
        "Here are the two parts:\n\n-----\nPart 1\n-----\nPart 2\n-----\n\nWhich one fits?",
        "-----Original Message-----\nis what my printer prints on each page. How do I turn it off?",
        "I wrote:\n\nPlease cancel it.\n\nDid you get that?",
    ] {
        let mail = mail(MARY, text);
        assert_eq!(mail.text.expose().trim(), text.trim());
        assert!(mail.quoted.is_blank(), "{text}");
    }
}

#[test]
fn a_greeting_is_never_all_that_is_left() {
    for (greeting, below) in [
        (
            "Hello,",
            "From: Shop <support@shop.example>\nSent: Friday, November 20, 2026 10:00 AM\nTo: Mary\nSubject: cup\n\nOld text.",
        ),
        (
            "Dear Sir or Madam,",
            "On Fri, Nov 20, 2026 at 10:00 AM Shop <support@shop.example> wrote:\n\nOld text.",
        ),
        (
            "お世話になっております。",
            "2026年11月20日(金) 10:00 Shop <support@shop.example>:\n> 前の文",
        ),
        (
            "Sehr geehrte Damen und Herren,",
            "-----Ursprüngliche Nachricht-----\nVon: Shop <support@shop.example>\nText",
        ),
        (
            "iPhoneから送信",
            "2026/11/20 10:00、Shop <support@shop.example>のメール:\n\n> 前の文",
        ),
    ] {
        let text = format!("{greeting}\n\n{below}");
        let mail = mail(MARY, &text);
        assert_eq!(mail.text.expose().trim(), text);
    }
}

#[test]
fn the_lines_right_above_an_attribution_are_the_customers() {
    let attribution = "On Fri, Nov 20, 2026 at 10:00 AM Shop <support@shop.example> wrote:";
    for (new, attribution) in [
        (
            "Hello,\nPlease do not ship it.\nCancel order 1234.",
            attribution,
        ),
        ("Thanks,\nAlex", attribution),
        (
            "Nein danke.\nBitte stornieren",
            "Am 20.11.2026 um 10:00 schrieb Shop <support@shop.example>:",
        ),
        (
            "キャンセルしてください\n山田",
            "2026年11月20日(金) 10:00 Shop <support@shop.example>:",
        ),
        (
            "Merci.\nAnnulez la commande 12",
            "Le ven. 20 nov. 2026 à 10:00, Shop <support@shop.example> a écrit :",
        ),
        (
            "好的\n谢谢",
            "Shop <support@shop.example> 于2026年11月20日周五 10:00写道：",
        ),
    ] {
        let mail = mail(MARY, &format!("{new}\n{attribution}\n> Old text."));
        assert_eq!(mail.text.expose(), new);
        assert!(
            mail.quoted.expose().starts_with(attribution),
            "{attribution}"
        );
    }
}

#[test]
fn quotations_of_many_programs_are_history() {
    let old = "Your parcel left us today.";
    for header in [
        // Apple Mail, Gmail, Outlook, Thunderbird, Zoho, Becky, Lotus Notes, ProtonMail, phones.
        "On Friday, November 20, 2026 at 10:00 AM, Shop <support@shop.example> said:\n\n",
        "On 20 Nov 2026, at 10:00, Shop <support@shop.example> wrote:\n\n",
        "2026/11/20 10:00、Shop <support@shop.example>のメール:\n\n",
        "2026/11/20 10:00、Shop <support@shop.example>のメッセージ:\n\n",
        "2026/11/20 10:00、Shop <support@shop.example>のメールより:\n\n",
        "差出人: Shop <support@shop.example>\n日付: 2026年11月20日 金曜日 10:00\n宛先: Mary <mary@example.com>\n件名: Re: cup\n\n",
        "送信元: Shop <support@shop.example>\n日付: 2026年11月20日 金曜日 10:00\n宛先: Mary <mary@example.com>\n件名: Re: cup\n\n",
        "________________________________\nFrom: Shop <support@shop.example>\nSent: Friday, November 20, 2026 10:00 AM\nTo: Mary\nSubject: Re: cup\n\n",
        "From: Shop <support@shop.example>\nDate: Friday, 20 November 2026 at 10:00\nTo: Mary <mary@example.com>\nSubject: Re: cup\n\n",
        "Date: Fri, 20 Nov 2026 10:00:00 +0000\nFrom: support@shop.example\nTo: mary@example.com\nSubject: Re: cup\n\n",
        "---- On Fri, 20 Nov 2026 10:00:00 +0900 Shop <support@shop.example> wrote ----\n\n",
        "On Fri, 20 Nov 2026 10:00:00 +0900\nShop <support@shop.example> wrote:\n\n",
        "-----Shop <support@shop.example> wrote: -----\n\n",
        "------- Original Message -------\nOn Friday, November 20th, 2026 at 10:00, Shop <support@shop.example> wrote:\n\n",
        "----- Original Message -----\nFrom: \"Shop\" <support@shop.example>\nTo: \"Mary\" <mary@example.com>\nSent: Friday, November 20, 2026 10:00 AM\nSubject: Re: cup\n\n",
        "----- 引用元メッセージ -----\n差出人: Shop <support@shop.example>\n宛先: mary@example.com\n件名: Re: cup\n\n",
        "【差出人】Shop <support@shop.example>\n【日時】2026/11/20 10:00\n【件名】Re: cup\n\n",
        "-------- 元のメッセージ --------\nFrom: Shop <support@shop.example>\nDate: 2026/11/20 10:00\n\n",
        "Von: Shop [mailto:support@shop.example]\nGesendet: Freitag, 20. November 2026 10:00\nAn: Mary\nBetreff: AW: cup\n\n",
        "De : Shop <support@shop.example>\nEnvoyé : vendredi 20 novembre 2026 10:00\nÀ : Mary\nObjet : RE: cup\n\n",
        "发件人: \"Shop\"<support@shop.example>;\n发送时间: 2026年11月20日(星期五) 上午10:00\n收件人: \"Mary\"<mary@example.com>;\n主题: Re: cup\n\n",
        "寄件者: Shop <support@shop.example>\n寄件日期: 2026年11月20日 上午 10:00\n收件者: Mary\n主旨: Re: cup\n\n",
        "보낸 사람: Shop <support@shop.example>\n보낸 날짜: 2026년 11월 20일 금요일 오전 10:00\n받는 사람: Mary\n제목: Re: cup\n\n",
        "2026년 11월 20일 (금) 오전 10:00, Shop <support@shop.example>님이 작성:\n\n",
        "Shop <support@shop.example> 於 2026年11月20日 週五 上午10:00寫道：\n\n",
        "El vie, 20 nov 2026 a las 10:00, Shop (<support@shop.example>) escribió:\n\n",
        "Il giorno ven 20 nov 2026 alle ore 10:00 Shop <support@shop.example> ha scritto:\n\n",
        "Op vr 20 nov 2026 om 10:00 schreef Shop <support@shop.example>:\n\n",
        "Em sex., 20 de nov. de 2026 às 10:00, Shop <support@shop.example> escreveu:\n\n",
        "20.11.2026, 10:00, \"Shop\" <support@shop.example>:\n\n",
    ] {
        for marked in [old.to_owned(), format!("> {old}")] {
            let mail = mail(MARY, &format!("Great, thank you!\n\n{header}{marked}"));
            assert_eq!(mail.text.expose(), "Great, thank you!", "{header}");
            assert!(mail.quoted.expose().contains(old), "{header}");
        }
    }
    // Without an address, where the mail answers another one and a program shows itself.
    for header in [
        "On 11/20/26 10:00, Shop wrote:\n",
        "Am 20.11.2026 um 10:00 schrieb Shop:\n",
        "From: Shop\nSent: Friday, November 20, 2026 10:00 AM\nTo: Mary\nSubject: RE: cup\n\n",
        "差出人: ショップ\n送信日時: 2026年11月20日 10:00\n宛先: Mary\n件名: RE: cup\n\n",
    ] {
        let text = format!("Great, thank you!\n\n{header}{old}");
        let answer = mail(&format!("{MARY}\nIn-Reply-To: <1@shop.example>"), &text);
        assert_eq!(answer.text.expose(), "Great, thank you!", "{header}");
    }
}

#[test]
fn answers_below_and_between_quotations_stay() {
    let below = "On Fri, Nov 20, 2026 at 10:00 AM Shop <support@shop.example> wrote:\n> Which colour?\n\nBlue, please.";
    assert_eq!(mail(MARY, below).text.expose(), "Blue, please.");
    let between = "On Fri, Nov 20, 2026 at 10:00 AM Shop <support@shop.example> wrote:\n> Which colour?\nBlue.\n> How many?\nTwo.";
    assert_eq!(mail(MARY, between).text.expose(), between);
    let unmarked =
        "-----Original Message-----\nFrom: Shop <support@shop.example>\nWhich colour?\n\nBlue.";
    assert!(mail(MARY, unmarked).text.expose().contains("Blue."));
}

#[test]
fn a_mail_that_is_passed_on_is_read_whole_and_its_customer_offered() {
    let colleague =
        "From: Ken Colleague <ken@shop.example>\nTo: support@shop.example\nSubject: Fwd: cup";
    for header in [
        "---------- Forwarded message ---------\nFrom: Hanako Yamada <hanako@customer.example>\nDate: Thu, Nov 19, 2026 at 9:12 AM\nSubject: cup\nTo: Ken <ken@shop.example>\n\n",
        "Begin forwarded message:\n\nFrom: Hanako Yamada <hanako@customer.example>\nSubject: cup\nDate: November 19, 2026 at 9:12:00 AM\nTo: Ken <ken@shop.example>\n\n",
        "> 転送されたメッセージ:\n> \n> 差出人: Hanako Yamada <hanako@customer.example>\n> 件名: cup\n> 日付: 2026年11月19日 9:12:00 JST\n> 宛先: ken@shop.example\n> \n> ",
        "転送されたメッセージ：\n\n差出人: Hanako Yamada <hanako@customer.example>\n日時: 2026年11月19日 9:12\n宛先: ken@shop.example\n件名: cup\n\n",
        "________________________________\n差出人: Hanako Yamada <hanako@customer.example>\n送信日時: 2026年11月19日 9:12\n宛先: Ken <ken@shop.example>\n件名: cup\n\n",
        "-----Original Message-----\nFrom: Hanako Yamada [mailto:hanako@customer.example]\nSent: Thursday, November 19, 2026 9:12 AM\nTo: Ken\nSubject: cup\n\n",
        "-------- Weitergeleitete Nachricht --------\nBetreff: cup\nDatum: Thu, 19 Nov 2026 09:12:00 +0100\nVon: Hanako Yamada <hanako@customer.example>\nAn: ken@shop.example\n\n",
        "---------- Message transféré ---------\nDe : Hanako Yamada <hanako@customer.example>\nDate : jeu. 19 nov. 2026 à 09:12\nSubject: cup\nTo: <ken@shop.example>\n\n",
        "---------- 转发的邮件 ---------\n发件人： Hanako Yamada <hanako@customer.example>\n日期： 2026年11月19日周四 09:12\n主题： cup\n收件人： <ken@shop.example>\n\n",
        "---------- 전달된 메시지 ---------\n보낸사람: Hanako Yamada <hanako@customer.example>\n날짜: 2026년 11월 19일\n제목: cup\n받는사람: ken@shop.example\n\n",
    ] {
        for note in ["Please take this one. Ken\n\n", "iPhoneから送信\n\n", ""] {
            let mail = mail(
                colleague,
                &format!("{note}{header}My cup arrived broken. What can I do?\nHanako"),
            );
            assert!(
                mail.text.expose().contains("My cup arrived broken."),
                "{header}"
            );
            assert!(mail.text.expose().contains(note.trim()), "{header}");
            assert!(mail.passes_on(), "{header}");
            assert_eq!(
                usual(&mail).as_deref(),
                Some("hanako@customer.example"),
                "{header}"
            );
            let name = mail.addressee().name.unwrap();
            assert_eq!(name.expose(), "Hanako Yamada", "{header}");
            assert!(
                offered(&mail).contains(&"ken@shop.example".to_owned()),
                "{header}"
            );
        }
    }
}

#[test]
fn an_attached_mail_of_a_customer_is_passed_on_too() {
    let raw = "From: Ken <ken@shop.example>\nTo: support@shop.example\nSubject: Please take this one\nMIME-Version: 1.0\n\
        Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nKen's note.\n\n--b\nContent-Type: message/rfc822\n\n\
        From: Hanako <hanako@customer.example>\nTo: ken@shop.example\nSubject: cup\n\nMy cup is broken.\n\n--b--\n";
    let mail = parse(raw.as_bytes());
    let text = mail.text.expose();
    assert!(
        text.contains("Ken's note.") && text.contains("My cup is broken."),
        "{text}"
    );
    assert_eq!(usual(&mail).as_deref(), Some("hanako@customer.example"));
    // A customer who attaches what they once got writes for themselves.
    let customer = raw.replace("ken@shop.example>\nTo", "ken@other.example>\nTo");
    let mail = parse(customer.as_bytes());
    assert!(!mail.text.expose().contains("My cup is broken.") && !mail.quoted.is_blank());
    assert_eq!(usual(&mail).as_deref(), Some("ken@other.example"));
}

#[test]
fn our_own_mail_that_the_customer_sends_back_is_history() {
    let text = "What does this mean?\n\n---------- Forwarded message ---------\nFrom: Shop <support@shop.example>\nDate: Thu, Nov 19, 2026 at 9:12 AM\nSubject: cup\nTo: <mary@example.com>\n\nYour parcel left us.";
    let mail = mail(&MARY.replace("A question", "Fwd: cup"), text);
    assert_eq!(mail.text.expose(), "What does this mean?");
    assert!(mail.forwarded.is_none());
}

#[test]
fn the_customer_of_a_form_is_the_usual_recipient_and_named() {
    let shop =
        "From: WordPress <wordpress@shop.example>\nTo: support@shop.example\nSubject: Contact form";
    let service = "From: Formspree <submissions@formspree.example>\nTo: support@shop.example\nSubject: Contact form";
    for (headers, text) in [
        (
            service,
            "name: Hanako\nemail: hanako@customer.example\nmessage: Where is my parcel?",
        ),
        (
            shop,
            "Name            Hanako\nEmail           hanako@customer.example\nMessage         Where is my parcel?",
        ),
        (
            shop,
            "お問い合わせフォームから送信されました。\n\n【お名前】Hanako\n【フリガナ】ハナコ\n【メールアドレス】hanako@customer.example\n【お問い合わせ内容】\nどこですか。",
        ),
        (
            shop,
            "■お名前\nHanako\n■Ｅメール\nhanako@customer.example\n■お問い合わせ内容\nどこですか。",
        ),
        (
            shop,
            "From: Hanako <hanako@customer.example>\nSubject: parcel\n\nMessage Body:\nWhere is it?\n\n-- \nThis e-mail was sent from a contact form on Shop (https://shop.example)",
        ),
        (
            shop,
            "差出人: Hanako <hanako@customer.example>\n題名: 荷物\n\nメッセージ本文:\nどこですか。\n\n-- \nこのメールは Shop のお問い合わせフォームから送信されました",
        ),
        (
            shop,
            "{\"name\": \"Hanako\", \"email\": \"hanako@customer.example\", \"message\": \"Where is it?\"}",
        ),
        (
            shop,
            "| Name | Hanako |\n| Email | hanako@customer.example |\n| Message | Where is it? |",
        ),
        (
            shop,
            "Your Name: Hanako\nYour Email Address: hanako@customer.example\nYour Message: Where is it?",
        ),
        (
            shop,
            "First Name:\nHanako\n\nEmail:\nhanako@customer.example\n\nBody:\nWhere is it?",
        ),
        (
            service,
            "What is your name?\nHanako\n\nWhat is your email?\nhanako@customer.example\n\nHow can we help you?\nWhere is it?",
        ),
        (
            shop,
            "Nombre: Hanako\nCorreo electrónico: hanako@customer.example\nMensaje: ¿Dónde está?",
        ),
        (
            shop,
            "Name: Hanako\nE-Mail-Adresse: hanako@customer.example\nNachricht: Wo ist es?",
        ),
    ] {
        let mail = mail(headers, text);
        assert_eq!(
            usual(&mail).as_deref(),
            Some("hanako@customer.example"),
            "{text}"
        );
        let name = mail.addressee().name;
        assert_eq!(
            name.as_ref().map(|name| name.expose()),
            Some("Hanako"),
            "{text}"
        );
        assert!(
            mail.text
                .expose()
                .ends_with(text.trim_end().lines().last().unwrap()),
            "{text}"
        );
    }
}

#[test]
fn a_form_of_somebody_unknown_is_offered_and_not_believed() {
    let text = "Name: Victim\nEmail: victim@bank.example\nMessage: hello";
    for from in [
        "contact@evil.example",
        "noreply@evil.example",
        "wordpress@evil.example",
        "Mary <mary@example.com>",
    ] {
        let mail = mail(
            &format!("From: {from}\nTo: support@shop.example\nSubject: x"),
            text,
        );
        assert_ne!(
            usual(&mail).as_deref(),
            Some("victim@bank.example"),
            "{from}"
        );
        assert!(
            offered(&mail).contains(&"victim@bank.example".to_owned()),
            "{from}"
        );
    }
    let named = mail::FormSender::parse("evil.example").unwrap();
    let mut known = mail(
        "From: contact@evil.example\nTo: support@shop.example\nSubject: x",
        text,
    );
    known.note_form_senders(&[named]);
    assert_eq!(usual(&known).as_deref(), Some("victim@bank.example"));
    // A forged sender at our own domain, as the mail service found.
    let forged = "Authentication-Results: mx.example; dmarc=fail\nFrom: wordpress@shop.example\nTo: support@shop.example\nSubject: x";
    assert_ne!(
        usual(&mail(forged, text)).as_deref(),
        Some("victim@bank.example")
    );
}

#[test]
fn one_labelled_line_of_a_person_changes_no_recipient() {
    for (from, text) in [
        (
            "sato@shop.example",
            "この方へ見積をお願いします。\nmail: ceo@partner.example\n佐藤",
        ),
        (
            "contact@acme.example",
            "Where is it?\n\n-- \nTanaka\nAcme\nE-mail: tanaka@acme.example",
        ),
        (
            "webmaster@acme.example",
            "納期は？\n\n━━━━━━\n田中\nE-mail：tanaka@acme.example",
        ),
        ("inquiry@acme.example", "E-mail: tanaka@acme.example"),
        (
            "mary@example.com",
            "Please write to my work address.\nEmail: mary@work.example",
        ),
    ] {
        let mail = mail(
            &format!("From: {from}\nTo: support@shop.example\nSubject: x"),
            text,
        );
        assert_eq!(usual(&mail).as_deref(), Some(from), "{text}");
    }
}

#[test]
fn machines_are_told_and_people_are_not_called_machines() {
    for header in [
        "X-Auto-Reply: yes",
        "X-Mail-Autoreply: 1",
        "X-Autogenerated: Reply",
        "X-FC-MachineGenerated: true",
        "X-Autorespond: x",
        "Delivered-To: Autoresponder",
        "X-Apple-Action: VACATION/1",
        "X-POST-MessageClass: 9; Autoresponder",
        "X-Failed-Recipients: a@example.com",
        "Auto-Submitted: auto-replied (vacation)",
        "Return-Path: <>",
    ] {
        let mail = mail(&format!("{header}\n{MARY}"), "I am away.");
        assert!(matches!(mail.automatic, Automatic::Yes(_)), "{header}");
        assert!(mail.automatic.wants_no_answer(), "{header}");
    }
    for from in [
        "MAILER-DAEMON <>",
        "Mail Delivery System <MAILER-DAEMON@mx.example>",
        "post_master@mx.example",
        "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@shop.example",
    ] {
        let mail = mail(
            &format!("From: {from}\nTo: support@shop.example\nSubject: x"),
            "text",
        );
        assert!(matches!(mail.automatic, Automatic::Yes(_)), "{from}");
    }
    for subject in [
        "Automatic reply: Your order",
        "自動応答: ご注文の件",
        "【自動返信】お問い合わせ",
        "Abwesenheitsnotiz: Re: x",
    ] {
        let mail = mail(&MARY.replace("A question", subject), "x");
        assert!(
            matches!(mail.automatic, Automatic::Doubtful(_)),
            "{subject}"
        );
        assert!(mail.automatic.wants_no_answer(), "{subject}");
    }
    for (headers, text) in [
        (
            MARY.replace("A question", "Your automatic reply is wrong"),
            "It names another shop.",
        ),
        (
            MARY.replace("A question", "自動返信メールが届きません"),
            "注文しましたが、自動返信が来ません。",
        ),
        (
            MARY.replace("A question", "Re: Automatic reply: Your order"),
            "Thanks for the information.",
        ),
        (
            MARY.replace("A question", "不在票について"),
            "再配達をお願いします。",
        ),
        (format!("X-Auto-Reply: no\n{MARY}"), "Hello"),
        (format!("Auto-Submitted: no\n{MARY}"), "Hello"),
        (format!("X-Auto-Response-Suppress: All\n{MARY}"), "Hello"),
    ] {
        assert_eq!(mail(&headers, text).automatic, Automatic::No, "{headers}");
    }
    // A no-reply sender or a list may well be a customer's: a person should look.
    let newsletter = mail(
        &format!("List-Unsubscribe: <https://x.example>\n{MARY}"),
        "x",
    );
    assert!(!newsletter.automatic.wants_no_answer());
}

#[test]
fn the_mailboxes_own_names_are_no_copies() {
    let alias = mail(
        "Delivered-To: support@shop.example\nX-Original-To: info@brand-two.example\nFrom: mary@example.com\nTo: info@brand-two.example\nCc: bob@example.com, eve@elsewhere.example\nSubject: x",
        "Where is it?",
    );
    let copies: Vec<(String, bool)> = others(&alias, Some(&own()))
        .into_iter()
        .map(|other| (other.mailbox.address.expose().to_owned(), other.usual))
        .collect();
    assert_eq!(
        copies,
        [
            ("bob@example.com".to_owned(), true),
            ("eve@elsewhere.example".to_owned(), false),
        ]
    );
}

#[test]
fn a_group_as_mailbox_gives_the_customer() {
    let group = |more: &str| {
        mail(
            &format!(
                "From: \"'Mary Jones' via Support\" <support@shop.example>\nTo: support@shop.example\nList-ID: <support.shop.example>\nPrecedence: list\nSubject: x\n{more}"
            ),
            "When will it arrive?",
        )
    };
    for more in [
        "X-Original-From: Mary Jones <mary@customer.example>",
        "X-Original-Sender: mary@customer.example",
        "Reply-To: Mary Jones <mary@customer.example>",
        "X-Google-Original-From: Mary Jones <mary@customer.example>",
    ] {
        let mail = group(more);
        assert_eq!(
            usual(&mail).as_deref(),
            Some("mary@customer.example"),
            "{more}"
        );
        assert_eq!(mail.automatic, Automatic::No, "{more}");
        let name = mail.addressee().name.unwrap();
        assert_eq!(name.expose(), "Mary Jones", "{more}");
    }
    // Only our own group is believed.
    let evil = mail(
        "From: list@evil.example\nTo: list@evil.example\nX-Original-From: victim@customer.example\nList-Id: <list.evil.example>\nSubject: x",
        "text",
    );
    assert_eq!(usual(&evil).as_deref(), Some("list@evil.example"));
}

#[test]
fn sources_of_recipients_have_names_of_their_own() {
    let all = [
        Source::ReplyTo,
        Source::ContactForm,
        Source::OtherContactForm,
        Source::Forwarded,
        Source::From,
    ];
    let mut names: Vec<&str> = all.iter().map(|source| source.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len());
}

#[test]
fn a_forwarded_mails_language_is_its_customers() {
    let text = "この件、お願いします。\n\n---------- Forwarded message ---------\nFrom: H <h@customer.example>\nDate: x\nSubject: cup\n\nMy cup arrived broken. What can I do about it?";
    assert_eq!(mail::language_of_mail("", text, None), Some("English"));
    assert_eq!(language_of("この件、お願いします。"), Some("Japanese"));
}

#[test]
fn what_the_text_gives_away_is_masked_in_the_subject_too() {
    let headers =
        "From: Mary Jones <mary@example.com>\nTo: support@shop.example\nSubject: KX 2210 broke";
    let rules = r#"{"patterns": [{"kind": "MEMBER", "pattern": "member is (KX [0-9]+)"}]}"#;
    let masker = pii::Masker::new(&serde_json::from_str(rules).unwrap()).unwrap();
    let subject = |text: &str| {
        let masked = mail(headers, text).masked(&masker, &mut pii::Placeholders::default());
        masked.subject.as_str().to_owned()
    };
    assert_eq!(subject("What now?"), "KX 2210 broke");
    assert_eq!(subject("My member is KX 2210."), "[MEMBER_1] broke");
}
