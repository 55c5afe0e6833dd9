//! Recipients of a reply, and what goes out beneath its text.

use slack_sim::{Delivery, Place, Target};

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, SUZUKI, Setup, bench, bench_with};
use crate::support::smtp::Mood;

fn addresses(mailboxes: &[mail::Mailbox]) -> Vec<String> {
    let addresses = mailboxes.iter().map(|one| one.address.expose().to_owned());
    addresses.collect()
}

/// `To` and `Cc` of the newest reply, as it is stored.
async fn recipients(b: &Bench, card: &Card) -> (Vec<String>, Vec<String>) {
    let stored = b.stored(&card.id).await;
    let mail = &stored.delivery.replies.last().unwrap().mail;
    (addresses(&mail.to), addresses(&mail.cc))
}

fn copies() -> Mail {
    Mail::new("1@example.com")
        .with("Reply-To", "reply@example.com")
        .with("To", "support@shop.example, partner@example.org")
        .with("Cc", "boss@example.com")
}

async fn choose(b: &Bench, modal: &Modal, target: Target) {
    let place = Place::View {
        view_id: modal.view_id.clone(),
    };
    assert_eq!(
        b.workspace.click(SATO, &place, target).await,
        Delivery::Kept
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_go_to_those_at_the_senders_domain_unless_a_person_chooses_more() {
    bench(async |b| {
        let card = b.receive(&copies()).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.send_anyway(&modal).await;
        let sent = b.smtp.taken().pop().unwrap();
        assert!(sent.contains("To: <reply@example.com>"), "{sent}");
        assert!(
            !sent.contains("partner@example.org") && sent.contains("boss@example.com"),
            "{sent}"
        );
        let sent = &b.stored(&card.id).await.delivery.replies[0].mail;
        assert!(
            sent.cc
                .iter()
                .all(|copy| copy.address.expose() != "support@shop.example")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_operator_chooses_is_what_is_sent() {
    bench(async |b| {
        let card = b.receive(&copies()).await;
        let modal = b.click_and_wait(SATO, &card).await;
        choose(
            b,
            &modal,
            Target::from("recipients_choice").choosing("from"),
        )
        .await;
        choose(b, &modal, Target::from("copies_choice").choosing("2")).await;
        b.send_anyway(&modal).await;
        let (to, cc) = recipients(b, &card).await;
        assert_eq!(to, ["taro.yamada@example.com"]);
        assert_eq!(cc, ["boss@example.com"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_customer_behind_a_contact_form_gets_the_reply() {
    bench(async |b| {
        let form = Mail::new("1@shop.example")
            .with("From", "WordPress <wordpress@shop.example>")
            .saying("お名前: 山田 太郎\nメールアドレス: taro.yamada@example.com\n\n届きません。");
        let card = b.receive(&form).await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert!(b.text(&modal).contains("taro.yamada@example.com"));
        b.write(&modal, "確認いたします。");
        b.send_anyway(&modal).await;
        assert!(
            b.smtp.taken()[0].contains("taro.yamada@example.com"),
            "{}",
            b.smtp.taken()[0]
        );
        assert!(!b.smtp.taken()[0].contains("wordpress@"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_choice_survives_another_draft_and_a_reply_that_did_not_get_through() {
    bench(async |b| {
        let card = b.receive(&copies()).await;
        let modal = b.click_and_wait(SATO, &card).await;
        choose(
            b,
            &modal,
            Target::from("recipients_choice").choosing("from"),
        )
        .await;
        choose(b, &modal, Target::from("copies_choice").choosing("2")).await;
        b.press(&modal, "another_draft_action").await;
        b.until(|b| b.reply(&modal).is_some_and(|reply| !reply.is_empty()))
            .await;
        b.smtp.set_mood(Mood::RefusesForNow);
        b.send_anyway(&modal).await;
        assert!(
            b.text(&modal).contains("could not be sent"),
            "{}",
            b.text(&modal)
        );
        b.smtp.set_mood(Mood::Takes);
        // A colleague takes it up and sends it as it was.
        let other = b.click(SUZUKI, &card).await;
        b.send_anyway(&other).await;
        let (to, cc) = recipients(b, &card).await;
        assert_eq!(to, ["taro.yamada@example.com"]);
        assert_eq!(cc, ["boss@example.com"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_to_many_people_offers_each_of_them_and_those_unticked_get_nothing() {
    bench(async |b| {
        let cc: Vec<String> = (1..=12).map(|n| format!("p{n}@example.com")).collect();
        let mail = Mail::new("1@example.com").with("Cc", &cc.join(", "));
        let card = b.receive(&mail).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let place = Target::from("copies_choice").in_block("copies_block_1");
        choose(b, &modal, place.choosing("12")).await;
        b.send_anyway(&modal).await;
        let (_, sent) = recipients(b, &card).await;
        let mut expected = cc[..10].to_vec();
        expected.push("p12@example.com".to_owned());
        assert_eq!(sent, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_sends_with_our_own_address_is_a_customers_mail() {
    bench(async |b| {
        let form = Mail::new("1@shop.example")
            .with("From", "Example Shop <support@shop.example>")
            .with("Reply-To", "taro.yamada@example.com");
        let card = b.receive(&form).await;
        assert!(
            !b.card_text(&card).contains("machine"),
            "{}",
            b.card_text(&card)
        );
        let modal = b.click_and_wait(SATO, &card).await;
        b.send_anyway(&modal).await;
        assert_eq!(recipients(b, &card).await.0, ["taro.yamada@example.com"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_teams_signature_and_the_customers_words_stand_beneath_the_reply() {
    let environment = vec![
        ("REPLY_SIGNATURE", r"Example Shop\n03-0000-0000"),
        ("REPLY_QUOTES_ORIGINAL", "true"),
    ];
    bench_with(
        Setup {
            environment,
            ..Setup::default()
        },
        async |b| {
            let card = b
                .receive(&Mail::new("1@example.com").saying("Where is it?"))
                .await;
            let modal = b.click_and_wait(SATO, &card).await;
            b.write(&modal, "It is on its way.");
            b.send_anyway(&modal).await;
            let text = b.stored(&card.id).await.delivery.replies[0]
                .mail
                .text
                .expose()
                .to_owned();
            assert!(
                text.starts_with(
                    "It is on its way.\n\n-- \nExample Shop\n03-0000-0000\n\nOn Tue, 24 Nov 2026 at 11:00, "
                ),
                "{text}"
            );
            assert!(text.contains("\n> Where is it?"), "{text}");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_is_sent_again_has_signature_and_quote_once() {
    let environment = vec![
        ("REPLY_SIGNATURE", "Example Shop"),
        ("REPLY_QUOTES_ORIGINAL", "true"),
    ];
    let setup = Setup {
        environment,
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let card = b
            .receive(&Mail::new("1@example.com").saying("Where is it?"))
            .await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "It is on its way.");
        b.smtp.set_mood(Mood::RefusesForNow);
        b.send_anyway(&modal).await;
        assert_eq!(b.reply(&modal).as_deref(), Some("It is on its way."));
        b.smtp.set_mood(Mood::Takes);
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        let sent = b
            .stored(&card.id)
            .await
            .delivery
            .replies
            .pop()
            .unwrap()
            .mail
            .text;
        assert_eq!(
            sent.expose().matches("-- \n").count(),
            1,
            "{}",
            sent.expose()
        );
        assert_eq!(sent.expose().matches("> Where is it?").count(), 1);
    })
    .await;
}

/// What a person reads on the screen before anything is sent, the recipient last.
async fn reads(b: &Bench, mail: Mail) -> (Modal, String) {
    let card = b.receive(&mail).await;
    let modal = b.click_and_wait(SATO, &card).await;
    b.write(&modal, "Thank you.");
    let text = b.text(&modal);
    (modal, text)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_recipient_is_on_the_screen_whole_and_none_elsewhere_is_sent_to_unasked() {
    bench(async |b| {
        let long = "A".repeat(70);
        let many: Vec<String> = (0..200).map(|n| format!("person.{n:03}@many.example")).collect();
        let whole = format!("{}@{}.example", "local".repeat(12), "d".repeat(60));
        let attacks: Vec<(&str, String, Vec<&str>)> = vec![
            (
                "Reply-To",
                format!("\"Hanako <hanako@victim.example> {long}\" <attacker@evil.example>"),
                vec!["attacker@evil.example"],
            ),
            (
                "Reply-To",
                format!("Hanako Yamada <hanako@victim.example>, \"Yamada Hanako of {long}\" <attacker@evil.example>"),
                vec!["hanako@victim.example", "attacker@evil.example"],
            ),
            (
                "Reply-To",
                many.join(", "),
                many.iter().map(String::as_str).collect(),
            ),
            ("Reply-To", whole.clone(), vec![&whole]),
            (
                "Reply-To",
                "=?utf-8?B?aGFuYWtvQHZpY3RpbS5leGFtcGxl4oCu?= <attacker@evil.example>".to_owned(),
                vec!["attacker@evil.example"],
            ),
        ];
        for (number, (header, value, addresses)) in attacks.into_iter().enumerate() {
            let mail = Mail::new(&format!("{number}@example.com")).with(header, &value);
            let (modal, text) = reads(b, mail).await;
            for address in &addresses {
                assert!(text.contains(address), "{value}: {text}");
            }
            // A name is what a stranger wrote: it is not taken for an address.
            let to_whom = &text[text.rfind("To").unwrap()..];
            assert!(!to_whom.contains("Hanako <hanako"), "{to_whom}");
            assert!(!to_whom.contains("hanako@victim.example\u{202e}"), "{to_whom}");
            let asked = b.submit_and_be_asked(&modal).await;
            for address in &addresses {
                assert!(asked.contains(address), "{value}: {asked}");
            }
            assert_eq!(b.smtp.taken().len(), 0, "{value}");
            b.workspace.close_all(SATO).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_that_looks_like_another_is_shown_in_both_forms() {
    bench(async |b| {
        for (number, address) in ["hanako@victіm.example", "hanako@xn--victm-q2e.example"]
            .into_iter()
            .enumerate()
        {
            let mail = Mail::new(&format!("{number}@example.com")).with("From", address);
            let (modal, text) = reads(b, mail).await;
            let to_whom = &text[text.rfind("hanako@").unwrap()..];
            for form in ["victіm.example", "xn--victm-q2e.example"] {
                assert!(to_whom.contains(form), "{address}: {to_whom}");
            }
            // It is the sender's own domain: nothing to ask.
            assert_eq!(b.submit(&modal).await, Delivery::Updated);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_of_recipients_is_asked_of_these_and_of_no_others() {
    bench(async |b| {
        let mail = Mail::new("1@example.com").with(
            "Cc",
            "boss@example.com, a@example.com, b@example.com, c@example.com, d@example.com",
        );
        let (modal, _) = reads(b, mail).await;
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(asked.contains("It goes to 6 addresses"), "{asked}");
        assert!(!asked.contains("another domain"), "{asked}");
        let question = b.question(&modal);
        b.workspace.close(SATO, &question.view_id).await;
        let fewer = ["1", "2"].into_iter();
        let target = fewer.fold(Target::from("copies_choice"), Target::choosing);
        choose(b, &modal, target).await;
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        let usual = Mail::new("2@example.com").with("From", "Taro <taro@other.example>");
        let (modal, _) = reads(b, usual).await;
        assert_eq!(
            b.submit(&modal).await,
            Delivery::Updated,
            "an ordinary reply"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_who_writes_in_our_name_chooses_nobody_for_us() {
    const FORM: &str =
        "Name: Victim\nEmail: victim@bank.example\nMessage: Please send the invoice.";
    const FORWARD: &str = "Please answer.\n\n---------- Forwarded message ---------\nFrom: Victim <victim@bank.example>\n\
        Date: Thu, Nov 19, 2026 at 9:12 AM\nSubject: cup\nTo: Ken <ken@shop.example>\n\nMy cup is broken.";
    bench(async |b| {
        let forged = [
            "mx.example; dmarc=fail",
            "mx.example; spf=softfail; dkim=none; dmarc=none",
            "mx.example; spf=pass smtp.mailfrom=x@evil.example; dkim=pass header.d=evil.example",
            "mx.example; spf=fail (domain of \"x; dmarc=pass\"@evil.example); dmarc=fail",
        ];
        for (number, results) in forged.into_iter().enumerate() {
            for (kind, text) in [("wordpress", FORM), ("ken", FORWARD)] {
                let mail = Mail::new(&format!("{kind}.{number}@evil.example"))
                    .with("From", &format!("{kind}@shop.example"))
                    .with("Authentication-Results", results)
                    .saying(text);
                let (modal, _) = reads(b, mail).await;
                assert_eq!(b.submit(&modal).await, Delivery::Updated, "{results}");
                let sent = b.smtp.taken().pop().unwrap();
                assert!(!sent.contains("victim@bank.example"), "{results}: {sent}");
                b.workspace.close_all(SATO).await;
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_to_at_the_senders_provider_or_at_our_own_domain_is_asked_about() {
    bench(async |b| {
        for (number, (from, reply_to)) in [
            ("taro@gmail.com", "victim@gmail.com"),
            ("taro@example.com", "boss@shop.example"),
            ("taro@example.com", "t\u{430}ro@example.com"),
        ]
        .into_iter()
        .enumerate()
        {
            let mail = Mail::new(&format!("{number}@example.com"))
                .with("From", from)
                .with("Reply-To", reply_to);
            let (modal, _) = reads(b, mail).await;
            let asked = b.submit_and_be_asked(&modal).await;
            assert!(asked.contains(reply_to), "{asked}");
            b.workspace.close_all(SATO).await;
        }
        assert_eq!(b.smtp.taken().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn characters_that_nobody_sees_are_named_before_they_are_left_out() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(
            &modal,
            "We have attached\u{202e} the bill\u{200b}\u{e0041}, thanks.",
        );
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(asked.contains("U+200B U+202E U+E0041"), "{asked}");
        // The other warning is on the same screen, and nothing is asked twice.
        assert!(asked.contains("attach"), "{asked}");
        assert_eq!(b.insist(&modal).await, Delivery::Closed);
        let sent = &b.stored(&card.id).await.delivery.replies[0].mail;
        assert!(
            sent.text
                .expose()
                .starts_with("We have attached the bill, thanks."),
            "{}",
            sent.text.expose()
        );
        let card = b.receive(&Mail::new("2@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "Thank you 👩\u{200d}💻 ❤\u{fe0f}.");
        assert_eq!(
            b.submit(&modal).await,
            Delivery::Updated,
            "emoji hide nothing"
        );
    })
    .await;
}
