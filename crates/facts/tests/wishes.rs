//! What the customer only asks for is no source of it where the reply grants it.

use facts::{Fact, Known, Verdict, check};

fn marked(reply: &str, mail: &str, passage: &str) -> Vec<String> {
    let known = Known {
        mail,
        passages: &[passage],
        received: "2026-11-02T10:00:00".parse().ok(),
        ..Known::default()
    };
    let facts: Vec<Fact> = check(reply, &known);
    let marked = facts
        .into_iter()
        .filter(|it| it.verdict != Verdict::Supported);
    marked.map(|it| it.text).collect()
}

/// A mail, a passage, replies that grant what has a source, and replies that grant what only the mail wishes.
type Row = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

#[test]
fn a_wish_is_no_source_of_what_is_granted() {
    let rows: &[Row] = &[
        (
            "Hello, my sofa is late. Could I get £100 off because of the delay?",
            "Order 5512: sofa, £900.",
            &[
                "You asked for £100 off; I have passed this on.",
                "Unfortunately we cannot take £100 off.",
            ],
            &[
                "Yes, you get £100 off your order.",
                "Of course, we will take £100 off.",
            ],
        ),
        (
            "Can you deliver by 14 November?",
            "Delivery takes 4 weeks.",
            &[
                "You asked for 14 November, but delivery takes 4 weeks.",
                "I am afraid 14 November is too early: delivery takes 4 weeks.",
            ],
            &[
                "Yes, we will deliver by 14 November.",
                "Sure, it will arrive on 14 November.",
            ],
        ),
        (
            "My mug arrived on 20 October. Can I return it within 60 days?",
            "Returns within 30 days of delivery.",
            &[
                "Your mug arrived on 20 October, so you can return it within 30 days.",
                "60 days are not possible; we take returns within 30 days.",
            ],
            &["Yes, you can return it within 60 days."],
        ),
        (
            "I'd like to come at 8 pm.",
            "The showroom is open 10:00-18:00.",
            &["You'd like to come at 8 pm, but we close at 18:00."],
            &["You are welcome to come at 8 pm."],
        ),
        (
            "I'd like to come at 4 pm on Friday. I was told that members get 15% off.",
            "The showroom is open Monday to Saturday 10:00-18:00.",
            &["You are welcome to come at 4 pm on Friday."],
            &["Yes, members get 15% off."],
        ),
        (
            "明日届きますか。遅れるなら3,000円引きにしてもらえませんか。",
            "お届けは4週間ほどかかります。",
            &[
                "3,000円のお値引きはいたしかねます。",
                "3,000円のお値引きをご希望とのこと、担当に申し伝えます。",
            ],
            &["3,000円をお引きいたします。", "明日お届けいたします。"],
        ),
        (
            "20時に伺いたいのですが。",
            "ショールームの営業時間は10:00〜18:00です。",
            &["ご希望の20時は営業時間外でございます。"],
            &["20時にお待ちしております。", "はい、20時で大丈夫です。"],
        ),
        (
            "16時に伺いたいのですが。",
            "ショールームの営業時間は10:00〜18:00です。",
            &["16時にお待ちしております。"],
            &[],
        ),
        (
            "会員は3割引と聞きました。10年保証をつけてほしいです。10月20日に購入しました。",
            "会員登録は無料です。",
            &[
                "10月20日にご購入いただいたお品ですね。",
                "10年保証のご用意はございません。",
            ],
            &[
                "会員様は3割引でございます。",
                "10年保証をお付けいたします。",
            ],
        ),
        (
            "11月14日までに届けてほしいです。",
            "お届けは4週間ほどかかります。",
            &[
                "ご希望の11月14日には間に合いません。",
                "ご希望の11月14日は難しい状況でございます。",
            ],
            &["11月14日までにお届けいたします。"],
        ),
        (
            "Can I cancel my booking for 14 November?",
            "Bookings can be cancelled free of charge.",
            &["Yes, you can cancel your booking for 14 November free of charge."],
            &[],
        ),
    ];
    let mut failed = Vec::new();
    for (mail, passage, honest, wrong) in rows {
        for (replies, is_honest) in [(honest, true), (wrong, false)] {
            for reply in *replies {
                let marked = marked(reply, mail, passage);
                if marked.is_empty() != is_honest {
                    failed.push(format!("{reply:?} to {mail:?}: {marked:?}"));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
