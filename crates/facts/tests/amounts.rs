//! What amounts follow from: prices times counts, orders, shares, and what they do not follow from.

use facts::{Kind, Known, Verdict, check};

/// The amounts and percentages of a reply that are marked.
fn marked(mail: &str, passages: &[&str], reply: &str) -> Vec<String> {
    let known = Known {
        mail,
        passages,
        received: "2026-11-02T10:00:00".parse().ok(),
        ..Known::default()
    };
    let facts = check(reply, &known).into_iter();
    let marked = facts.filter(|fact| {
        matches!(fact.kind, Kind::Amount | Kind::Percent) && fact.verdict != Verdict::Supported
    });
    marked.map(|fact| fact.text).collect()
}

/// A mail, what is known, and replies of which each is judged by its amounts.
type Case<'a> = (&'a str, &'a [&'a str], &'a [&'a str]);

fn all_hold(cases: &[Case<'_>]) {
    for (mail, passages, replies) in cases {
        for reply in *replies {
            let marked = marked(mail, passages, reply);
            assert!(marked.is_empty(), "{reply:?} by {passages:?}: {marked:?}");
        }
    }
}

fn none_holds(cases: &[Case<'_>]) {
    for (mail, passages, replies) in cases {
        for reply in *replies {
            let marked = marked(mail, passages, reply);
            assert!(!marked.is_empty(), "{reply:?} by {passages:?}");
        }
    }
}

#[test]
fn two_invented_amounts_do_not_support_each_other() {
    none_holds(&[
        (
            "",
            &["Deposit paid £30"],
            &["All together that's £200; minus the £30 deposit, £170."],
        ),
        (
            "",
            &["商品代は5,000円です。"],
            &["合計は8,000円で、商品代5,000円との差額3,000円は送料です。"],
        ),
        (
            "",
            &["The whole is £120."],
            &["Your balance of £75 plus £45 makes £120."],
        ),
        ("", &["It costs £50."], &["It is £40, i.e. 20% off."]),
        ("", &["5,000円です。"], &["特別に4,000円（20%OFF）です。"]),
    ]);
}

#[test]
fn what_is_right_but_for_an_amount_in_front_is_no_second_fault() {
    let marked = marked(
        "",
        &["Chair £50. Delivery £6."],
        "The chair is £50, delivery £8, so the total is £58.",
    );
    assert_eq!(marked, ["£8"]);
}

#[test]
fn a_price_for_one_times_how_many_there_are_follows_from_both() {
    let lessons = &["OB84: two children, 10 weekly lessons, £8.50 per lesson and child."][..];
    let menus = &["Menus per guest: ranch $62, orchard $74."][..];
    all_hold(&[
        (
            "",
            lessons,
            &["The first child is £85.", "It is £170 for both."],
        ),
        (
            "We are 124 guests.",
            menus,
            &["The ranch menu for 124 guests is USD 7,688.00."],
        ),
        (
            "",
            &["Workshop £40 per hour"],
            &["Half an hour is £20, 90 minutes are £60."],
        ),
        ("", &["Rent £600 a month"], &["Two months' rent is £1,200."]),
        (
            "",
            &["Speckled plate $34 each."],
            &["6 at $34.00 is $204.00."],
        ),
        (
            "12冊お願いします。",
            &["ノート 1冊220円"],
            &["ノート12冊で2,640円です。"],
        ),
    ]);
    none_holds(&[
        ("", lessons, &["The first child is £95."]),
        ("", &["Workshop £40 per hour"], &["Half an hour is £25."]),
    ]);
}

#[test]
fn an_order_comes_to_what_its_record_lists() {
    let jumpers = &["Order: 2 x jumper £64 each, 1 x scarf £28. Delivery £4.95"][..];
    let cakes = &["ご注文：アップルパイ1台 3,200円、焼き菓子 2箱 @1,800円 送料1,100円"][..];
    all_hold(&[
        (
            "",
            jumpers,
            &[
                "The total is £160.95.",
                "Including delivery it's £160.95.",
                "The goods come to £156.",
            ],
        ),
        (
            "",
            cakes,
            &[
                "合計は7,900円です。",
                "商品代は6,800円です。",
                "焼き菓子は3,600円です。",
            ],
        ),
        (
            "",
            &["ご注文：A 5,000円×2、B 3,000円、送料600円"],
            &["合計13,600円です。"],
        ),
        (
            "",
            &["Order: chair £50", "Delivery: £6"],
            &["The total is £56."],
        ),
        (
            "",
            &["Order: £50, 10% off, delivery £6"],
            &["The total is £51."],
        ),
        (
            "",
            &["HA98: joint membership $95, 3 extra guest pass(es) at $25.00."],
            &[
                "A joint membership at $95 with 3 extra guest passes at $25.00 each, $170.00 in all.",
            ],
        ),
    ]);
    none_holds(&[
        (
            "",
            jumpers,
            &[
                "The total is £161.95.",
                "The total including delivery is £156.",
            ],
        ),
        (
            "",
            cakes,
            &["合計は7,800円です。", "送料込みの合計は6,800円です。"],
        ),
        ("", &["Order: 2 x chair £50 each."], &["The total is €100."]),
    ]);
}

#[test]
fn a_total_beneath_a_list_is_the_sum_of_the_list() {
    let fares = &[
        "Adults 85 dollars, children 40 dollars, 3 adults, 2 children. Fuel 30 dollars, crew 21 dollars.",
    ][..];
    all_hold(&[
        (
            "",
            fares,
            &["With three adults at 85 dollars and two children at $40.00 it comes to $335.00."],
        ),
        (
            "",
            &["Membership £29 a month, joining fee £25, 12 months."],
            &["You pay £29 a month for 12 months and a joining fee of £25, £373 in total."],
        ),
    ]);
    none_holds(&[(
        "",
        &["Trowel £32. Spade £140. Hose £20. Rake £45."],
        &["The hose is £20 and the rake £45, so the total is £172."],
    )]);
}

#[test]
fn a_share_is_one_of_what_the_source_says_it_is_of() {
    let fares = &[
        "Half the adult fare for children aged 4-15.",
        "IF37: 2 adults at €24, 1 child(ren), 1 car €89.",
    ][..];
    let catering = &[
        "PF64: 30 guests, £16.50 per head plus VAT.",
        "VAT is 20%. A deposit of 30% of the total including VAT.",
    ][..];
    all_hold(&[
        (
            "",
            fares,
            &["2 adults at €24.00, 1 child at €12 and the car at €89.00 make 149 euros."],
        ),
        (
            "",
            catering,
            &["30 guests at £16.50 a head are £495.00 plus VAT. The deposit is 30%, so £178.20."],
        ),
        ("", &["料金 8,800円（税込）"], &["税抜8,000円です。"]),
        (
            "",
            &["基本料金 68,000円（税抜）"],
            &["基本料金は税込で74,800円です。"],
        ),
        (
            "",
            &["大人 2,400円、小中学生 1,200円。会員の同伴者は2割引。"],
            &["お値段（2割引き後）は、大人1,920円、小学生960円です。"],
        ),
        (
            "",
            &["料金 10,000円。学生は2割引"],
            &["学生料金は8,000円です。"],
        ),
    ]);
    none_holds(&[("", fares, &["2 adults at €24.00 and 1 child at €14."])]);
}

#[test]
fn what_is_left_is_less_than_the_whole_and_a_difference_is_no_product() {
    none_holds(&[
        (
            "",
            &["RM21: day boat, £185.00, deposit £75 paid."],
            &["The hire is £185; with your deposit of £75 off, £185 is left to pay."],
        ),
        (
            "",
            &["月会費8,800円、休会費 月1,650円"],
            &["2か月分で3,300円です。月会費8,800円との差は期間中17,600円になります。"],
        ),
    ]);
    all_hold(&[(
        "",
        &["RM21: day boat, £185.00, deposit £75 paid."],
        &["The hire is £185; with your deposit of £75 off, £110 is left to pay."],
    )]);
}

#[test]
fn what_the_customer_only_asks_supports_nothing_that_the_shop_has_a_value_for() {
    none_holds(&[
        ("Is the fee £45?", &["Fee: £50"], &["The fee is £45."]),
        (
            "受講料は12,000円でしょうか。",
            &["受講料：15,000円"],
            &["受講料は12,000円です。"],
        ),
        (
            "うどんの会ですが、1人5,200円ですよね。",
            &["うどんの会　参加費 1名5800円（税込）　2名"],
            &["参加費はおっしゃるとおりお一人5,200円です。"],
        ),
        (
            "The fee is £45, I think.",
            &["The fee is £50."],
            &["The fee of £45, halved, is £22.50."],
        ),
    ]);
    all_hold(&[
        (
            "I paid a deposit of £45.",
            &["The fee is £50."],
            &["Thank you for your deposit of £45. The fee is £50."],
        ),
        (
            "Is the fee £45?",
            &["Fee: £50"],
            &["The fee is not £45 but £50."],
        ),
    ]);
}

#[test]
fn amounts_beyond_all_bounds_are_computed_without_an_overflow() {
    let most = "£9".to_owned() + &"9".repeat(13);
    let record = format!(
        "Order 12345: 900 x {most} each, 9999 boxes at {most} per box, 10% off, delivery {most}. Deposit {most} paid. VAT is 20%. {most} plus VAT."
    );
    let reply = format!(
        "The total including delivery is {most}, 900 x {most} is {most}, 30% of that is {most}, and {most} is left to pay."
    );
    let reply = reply + " 税抜999999999999円、999999999999%引き。";
    marked(
        "Order 12345, 9999 boxes, three nights?",
        &[&record, "料金 999999999999円（税込）。500000000000%割引"],
        &reply,
    );
}

#[test]
fn what_the_reply_writes_out_is_checked_as_it_stands() {
    let prices = "七五三 お子さま1人 25,300円、ごきょうだい 8,800円";
    let mats = "表替え（1枚）　中級品 7,700円　半畳は同額";
    all_hold(&[
        ("", &[prices], &["お2人：25,300＋8,800＝34,100円です。"]),
        (
            "",
            &[mats],
            &["中級品は1枚7,700円でございまして、6畳で46,200円です。"],
        ),
        (
            "",
            &["月謝 2科目 19,800円", "冷暖房費 月1,100円"],
            &["月謝は19,800円、冷暖房費が1,100円ですので、月々20,900円となります。"],
        ),
        (
            "",
            &["花束 2,200円／3,300円／5,500円／8,800円（税込）"],
            &["花束5,500円を1点で承ります。"],
        ),
        (
            "",
            &[
                "花束 5,500円",
                "配達：3km以内 550円、6km以内 880円。合計11,000円以上で6km以内は無料。",
            ],
            &["花束5,500円を2点で合計11,000円です。配達料　880円→0円"],
        ),
    ]);
    assert_eq!(
        marked("", &[prices], "お2人：25,300＋8,800＝35,100円です。"),
        ["35,100円"]
    );
    assert_eq!(
        marked(
            "",
            &[mats],
            "中級品は1枚7,700円でございまして、6畳で47,200円です。"
        ),
        ["47,200円"]
    );
}

#[test]
fn what_a_reply_computes_with_numbers_of_any_size_is_judged() {
    const HUGE: &str = "900,000,000,000,000円";
    none_holds(&[(
        "",
        &["商品 900,000,000,000,000円"],
        &[
            "900,000,000,000,000×900,000,000,000,000×900,000,000,000,000×900,000,000,000,000＝34,100円です。",
        ],
    )]);
    let passages = [
        HUGE,
        "900,000,000,000,000個 900,000,000,000,000円",
        "40%引き 1,234円",
    ];
    let reply = "900,000,000,000,000個で900,000,000,000,000円、40%引きですので11,880円です。";
    assert!(marked("", &passages, reply).contains(&"11,880円".to_owned()));
}
