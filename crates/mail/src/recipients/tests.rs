#![allow(clippy::unwrap_used)]

use super::*;
use crate::parse;

fn mail(headers: &str, text: &str) -> InboundMail {
    let mut mail = parse(format!("{headers}\r\nSubject: Fwd: x\r\n\r\n{text}").as_bytes());
    mail.note_own_address(&own());
    mail
}

fn own() -> Address {
    Address::parse("support@shop.example").unwrap()
}

fn addresses_of(headers: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let mail = mail(headers, "text");
    let to = recipients(&mail, Some(&own()))
        .iter()
        .map(|one| addresses(&one.to))
        .collect();
    let others = others(&mail, Some(&own())).into_iter();
    let others: Vec<Mailbox> = others.map(|other| other.mailbox).collect();
    (to, addresses(&others))
}

#[test]
fn reply_to_comes_before_from_and_the_rest_is_cc() {
    let headers = "From: a@example.com\r\nReply-To: b@example.com, B@example.com\r\n\
                   To: Support@shop.example, c@example.com\r\nCc: d@example.com, a@example.com, C@example.com";
    let (to, cc) = addresses_of(headers);
    assert_eq!(to, [vec!["b@example.com"], vec!["a@example.com"]]);
    assert_eq!(cc, ["c@example.com", "d@example.com"]);
}

#[test]
fn a_copy_is_named_by_its_place_and_usual_only_at_the_senders_domain() {
    let mail = parse(
        b"From: a@example.com\r\nTo: support@shop.example, x@Shop.example\r\nCc: b@Example.com, c@elsewhere.example\r\n\r\ntext",
    );
    let own = own();
    let places = |own| {
        let others = others(&mail, own).into_iter();
        others
            .map(|other| (other.place, other.usual))
            .collect::<Vec<_>>()
    };
    assert_eq!(places(Some(&own)), [(1, false), (2, true), (3, false)]);
    assert_eq!(
        places(None),
        [(0, false), (1, false), (2, true), (3, false)]
    );
}

#[test]
fn our_own_address_is_never_among_them_by_whatever_name() {
    let (to, cc) = addresses_of(
        "From: support@shop.example\r\nReply-To: SUPPORT@shop.example\r\nTo: support@shop.example",
    );
    assert_eq!((to.len(), cc.len()), (0, 0));
    for header in [
        "Delivered-To",
        "X-Original-To",
        "X-Forwarded-To",
        "X-Delivered-To",
        "Envelope-To",
        "X-Envelope-To",
    ] {
        let (to, cc) = addresses_of(&format!(
            "{header}: info@brand-two.example\r\nFrom: a@example.com\r\nTo: Info@brand-two.example, Support+vip@shop.example"
        ));
        assert_eq!(
            (to, cc.len()),
            (vec![vec!["a@example.com".to_owned()]], 0),
            "{header}"
        );
    }
    // Other spellings of it, and an alias that the mail was addressed to.
    for (delivered, reply_to) in [
        ("support@shop.example", "\"support\"@shop.example"),
        ("support@shop.example", "support+vip@Shop.example"),
        ("support@shop.example", "support@\u{ff53}hop.example"),
        ("info@brand-two.example", "Info@brand-two.example"),
    ] {
        let (to, _) = addresses_of(&format!(
            "Delivered-To: {delivered}\r\nFrom: a@example.com\r\nReply-To: {reply_to}\r\nTo: {delivered}"
        ));
        assert_eq!(to, [vec!["a@example.com"]], "{reply_to}");
    }
    // An alias at our own domain is not answered, either.
    let (to, _) = addresses_of(
        "Delivered-To: help@shop.example\r\nFrom: help@shop.example\r\nReply-To: a@example.com\r\nTo: help@shop.example",
    );
    assert_eq!(to, [vec!["a@example.com"]]);
    // A mail that the customer sent on from their own mailbox is still theirs.
    let (to, _) = addresses_of(
        "Delivered-To: a@example.com\r\nFrom: a@example.com\r\nTo: support@shop.example",
    );
    assert_eq!(to, [vec!["a@example.com"]]);
}

const FORWARD: &str = "Please take this one.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Hanako <hanako@customer.example>\r\n\
    Date: Thu, Nov 19, 2026 at 9:12 AM\r\nSubject: cup\r\nTo: Ken <ken@shop.example>\r\n\r\nMy cup is broken.";

#[test]
fn the_customer_of_a_colleagues_forward_gets_the_reply() {
    let sources = |from: &str| {
        let mail = mail(
            &format!("From: {from}\r\nTo: support@shop.example"),
            FORWARD,
        );
        assert!(mail.text.expose().contains("My cup is broken.") && mail.quoted.is_blank());
        let all = recipients(&mail, Some(&own()));
        all.iter().map(|one| one.source).collect::<Vec<_>>()
    };
    assert_eq!(
        sources("ken@shop.example"),
        [Source::Forwarded, Source::From]
    );
    // Any other sender can claim to have got any mail.
    assert_eq!(
        sources("ken@elsewhere.example"),
        [Source::From, Source::Forwarded]
    );
    let forged = "ken@shop.example\r\nAuthentication-Results: mx.example; dmarc=fail";
    assert_eq!(sources(forged), [Source::From, Source::Forwarded]);
}

const FORM: &str = "name: Hanako\r\nemail: hanako@customer.example\r\nmessage: Where is my parcel?";

fn to(to: Vec<Mailbox>) -> Lists {
    Lists {
        to,
        ..Lists::default()
    }
}

/// Recipients of a usual reply to which a person looks once more.
fn looked_at(headers: &str, text: &str) -> Vec<String> {
    let mail = mail(&format!("{headers}\r\nTo: support@shop.example"), text);
    let usual = recipients(&mail, Some(&own())).swap_remove(0).to;
    addresses(&elsewhere(&mail, &to(usual), Some(&own())))
}

#[test]
fn a_person_looks_once_more_at_recipients_whom_a_stranger_named() {
    for (headers, expected) in [
        ("From: a@example.com", vec![]),
        (
            "From: a@example.com\r\nReply-To: b@Example.com, a+x@example.com",
            vec![],
        ),
        (
            "From: a@example.com\r\nReply-To: b@example.com, c@elsewhere.example",
            vec!["c@elsewhere.example"],
        ),
        // A colleague of ours, in whose name a stranger asks.
        (
            "From: a@example.com\r\nReply-To: boss@shop.example",
            vec!["boss@shop.example"],
        ),
        // Everybody can have an address at a provider.
        (
            "From: a@gmail.com\r\nReply-To: b@gmail.com",
            vec!["b@gmail.com"],
        ),
        (
            "From: a@yahoo.co.jp\r\nReply-To: b@yahoo.co.jp",
            vec!["b@yahoo.co.jp"],
        ),
        ("From: a@gmail.com\r\nReply-To: A@Gmail.com", vec![]),
        ("From: a@gmail.com", vec![]),
        // The letter after the t is Cyrillic.
        (
            "From: taro@example.com\r\nReply-To: t\u{430}ro@example.com",
            vec!["t\u{430}ro@example.com"],
        ),
        ("Reply-To: b@example.com", vec!["b@example.com"]),
        (
            "From: wordpress@shop.example\r\nReply-To: a@example.com",
            vec!["a@example.com"],
        ),
    ] {
        assert_eq!(looked_at(headers, "text"), expected, "{headers}");
    }
}

#[test]
fn a_form_or_a_forward_needs_no_second_look_only_in_our_own_name() {
    let proven = "Authentication-Results: mx.example; spf=pass smtp.mailfrom=x@shop.example";
    for (from, results, is_ours) in [
        ("wordpress@shop.example", "X-Nothing: here", true),
        ("wordpress@shop.example", proven, true),
        (
            "wordpress@shop.example",
            "Authentication-Results: mx.example; spf=pass smtp.mailfrom=evil.example; dmarc=none",
            false,
        ),
        (
            "wordpress@shop.example",
            "Authentication-Results: mx.example; spf=softfail; dkim=none; dmarc=none",
            false,
        ),
        (
            "wordpress@shop.example",
            "Authentication-Results: mx.example; dmarc=fail",
            false,
        ),
    ] {
        let headers = format!("From: {from}\r\n{results}");
        let form = mail(&headers, FORM);
        let usual = recipients(&form, Some(&own())).swap_remove(0);
        assert_eq!(usual.source == Source::ContactForm, is_ours, "{headers}");
        assert_eq!(looked_at(&headers, FORM), [""; 0], "{headers}");
        let forward = mail(&headers.replace("wordpress", "ken"), FORWARD);
        let usual = recipients(&forward, Some(&own())).swap_remove(0);
        assert_eq!(usual.source == Source::Forwarded, is_ours, "{headers}");
        assert_eq!(
            looked_at(&headers.replace("wordpress", "ken"), FORWARD),
            [""; 0],
            "{headers}"
        );
    }
    // A known service's name says nothing of whose form it is.
    let service = "From: Formspree <submissions@formspree.example>";
    assert_eq!(looked_at(service, FORM), ["hanako@customer.example"]);
    let mut named = mail(service, FORM);
    named.note_form_senders(&[crate::FormSender::parse("formspree.example").unwrap()]);
    let usual = recipients(&named, Some(&own())).swap_remove(0).to;
    assert_eq!(elsewhere(&named, &to(usual), Some(&own())), []);
}

#[test]
fn copies_to_our_own_people_need_no_second_look_and_those_to_strangers_do() {
    let mail = mail("From: a@example.com\r\nTo: support@shop.example", "text");
    let cc = ["boss@shop.example", "b@example.com", "c@elsewhere.example"];
    let cc = cc
        .map(|it| Mailbox::bare(Address::parse(it).unwrap()))
        .to_vec();
    for lists in [
        Lists {
            cc: cc.clone(),
            ..Lists::default()
        },
        Lists {
            bcc: cc,
            ..Lists::default()
        },
    ] {
        let looked_at = elsewhere(&mail, &lists, Some(&own()));
        assert_eq!(addresses(&looked_at), ["c@elsewhere.example"]);
    }
}

#[test]
fn a_list_that_nobody_could_look_over_is_not_offered() {
    let sources = |count: usize| {
        let list: Vec<String> = (0..count)
            .map(|n| format!("person.{n:04}@many.example"))
            .collect();
        let headers = format!("From: a@example.com\r\nReply-To: {}", list.join(", "));
        let all = recipients(&mail(&headers, "text"), Some(&own()));
        all.iter().map(|one| one.source).collect::<Vec<_>>()
    };
    assert_eq!(sources(200), [Source::ReplyTo, Source::From]);
    assert_eq!(sources(900), [Source::From]);
}

#[test]
fn at_a_provider_nobody_gets_a_copy_unasked() {
    let mail = mail("From: a@gmail.com\r\nCc: b@gmail.com, c@gmail.com", "text");
    let others = others(&mail, Some(&own()));
    assert!(others.len() == 2 && others.iter().all(|it| !it.usual));
}

#[test]
fn a_group_that_rewrites_from_gives_the_customer() {
    let headers = "From: \"'Mary Jones' via Support\" <support@shop.example>\r\nTo: support@shop.example\r\n\
        X-Original-Sender: mary@customer.example\r\nList-ID: <support.shop.example>\r\nPrecedence: list";
    for more in [
        "",
        "\r\nX-Original-From: Mary Jones <mary@customer.example>",
    ] {
        let mail = mail(&format!("{headers}{more}"), "text");
        let all = recipients(&mail, Some(&own()));
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].to[0].display(), "Mary Jones <mary@customer.example>");
        assert_eq!(mail.automatic, crate::Automatic::No);
    }
    // In our own name, and not from us.
    for results in [
        "dmarc=fail",
        "spf=pass smtp.mailfrom=evil.example; dmarc=none",
    ] {
        let forged = format!("{headers}\r\nAuthentication-Results: mx.example; {results}");
        let mail = mail(&forged, "text");
        assert!(recipients(&mail, Some(&own())).is_empty(), "{results}");
    }
    // Another sender's list proves nothing about who wrote.
    let other = mail(
        "From: list@evil.example\r\nTo: list@evil.example\r\nX-Original-From: victim@customer.example\r\nList-Id: <list.evil.example>",
        "text",
    );
    assert_eq!(other.from.unwrap().address.expose(), "list@evil.example");
    assert!(matches!(other.automatic, crate::Automatic::Doubtful(_)));
}
