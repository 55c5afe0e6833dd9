//! What a shop promises: what no source gives, denies, or gives in another case alone; and what says the same in other words.

use facts::{Fact, Known, Verdict, check};

/// The shop's words, what says the same, and what does not.
type Row = (
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);

fn facts(reply: &str, passages: &[&str]) -> Vec<Fact> {
    let known = Known {
        passages,
        received: "2026-11-02T10:00:00".parse().ok(),
        ..Known::default()
    };
    check(reply, &known)
}

/// Asserts that no reply of the first list is marked, and each of the second.
fn judged(rows: &[Row]) {
    let mut failed = Vec::new();
    for (passages, honest, wrong) in rows {
        for (replies, is_honest) in [(honest, true), (wrong, false)] {
            for reply in *replies {
                let facts = facts(reply, passages);
                let marked = facts.iter().filter(|it| it.verdict != Verdict::Supported);
                let marked: Vec<&str> = marked.map(|it| it.text.as_str()).collect();
                if marked.is_empty() != is_honest {
                    failed.push(format!("{reply:?} by {passages:?}: {marked:?}"));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn what_a_source_refuses_is_not_granted_in_other_words() {
    judged(&[
        (
            &[
                "修理の流れ 宅配便で引き取りに伺います。お預かりは通常10日前後です。代替機の貸し出しは行っておりません。",
            ],
            &[
                "代替機のご用意はございません。宅配便で引き取りに伺います。",
                "お預かりは10日前後です。",
            ],
            &[
                "修理の間は代替機をお貸しします。",
                "代替機を無料でお貸しいたしますので、ご安心ください。",
            ],
        ),
        (
            &["ペットのご同伴はお断りしております。駐車場25台 無料。"],
            &[
                "恐れ入りますが、ペットのご同伴はご遠慮いただいております。",
                "お子様もご一緒にお泊まりいただけます。",
            ],
            &[
                "・ペット:小型犬でしたらご一緒にお泊まりいただけます。",
                "ワンちゃんの同伴も可能です。犬もご一緒にどうぞお越しください。",
            ],
        ),
        (
            &[
                "お客様のご都合での払い戻しはお受けできません。中止の場合は券面金額を払い戻します（手数料は払い戻しの対象外）。",
            ],
            &["中止の場合は券面金額をお返しします。手数料は戻りません。"],
            &["その際、システム利用料と発券料もあわせてお返しいたします。"],
        ),
        (
            &[
                "セール品・下着・ピアスは返品・交換をお受けできません（不良品は除きます）。到着後8日以内に、お電話でお申し出ください。",
            ],
            &["恐れ入りますが、下着の返品はお受けできません。"],
            &[
                "セール品ですが、到着後8日以内であれば返品いただけます。",
                "ピアスの交換も承ります。",
            ],
        ),
        (
            &[
                "Deposit €300 by credit card; debit cards and cash are not accepted. Travel into Northern Ireland: allowed.",
            ],
            &[
                "Please bring a credit card for the deposit of €300.",
                "Travel to Northern Ireland is allowed. A debit card is not accepted.",
            ],
            &[
                "A debit card is fine for the deposit.",
                "You may pay the deposit in cash.",
            ],
        ),
        (
            &[
                "You have 28 days to return an item. Made-to-order and clearance items cannot be returned unless they are faulty.",
                "Order 4411: Fenwick sofa, Moss. Fenwick footstool, made to order in customer's fabric.",
            ],
            &[
                "The sofa can be returned within 28 days; the footstool is made to order and cannot.",
                "The footstool can only come back if it is faulty.",
            ],
            &[
                "Both pieces, including the footstool, can be returned within 28 days.",
                "You can return the made-to-order footstool as well.",
            ],
        ),
        (
            &[
                "Two renewals, unless the item is on hold for someone else.",
                "The Salt Road, due Sep 12. Field Guide to Ferns, due Sep 29, on hold for another patron.",
            ],
            &[
                "The Salt Road can be renewed twice. The fern guide is on hold for someone else, so it cannot be renewed.",
            ],
            &["Sure thing, I've renewed the fern guide for you."],
        ),
        (
            &[
                "Deposit and Instrument Care payments do not count. Half of the rent is credited toward a purchase.",
            ],
            &["Half of your rent is credited when you buy. The deposit does not count."],
            &["Your deposit counts as well."],
        ),
        (
            &["The nonprofit discount replaces the annual saving and cannot be combined with it."],
            &["The nonprofit discount takes the place of the annual saving."],
            &["The nonprofit discount comes on top of the annual saving."],
        ),
        (
            &[
                "Delivery: the team carries the furniture in and takes the packaging away. We do not remove old furniture.",
            ],
            &["The team takes the packaging away, but not the old sofa."],
            &["Taking away the old sofa: no problem, the team will remove it."],
        ),
        (
            &["解約金はありません。解約はお申し出の月の末日に成立し、日割りはいたしません。"],
            &[
                "解約金は0円です。",
                "解約はいつでも承ります。解約金はかかりません。",
            ],
            &["月の途中でも日割りで精算いたします。"],
        ),
        (
            &[
                "Fees charged correctly are not refunded. Loss is never covered. Theft is covered if reported.",
            ],
            &[
                "As it was charged correctly, we can't refund it.",
                "Theft is covered once you have reported it.",
            ],
            &[
                "We can refund fees that were charged correctly.",
                "Loss is covered, too.",
            ],
        ),
    ]);
}
