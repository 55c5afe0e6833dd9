//! Replies that people who did not write the rules tried: what must not pass, and what beside it must.

use facts::{Fact, Known, Verdict, check};

fn facts(reply: &str, mail: &str, passages: &[&str]) -> Vec<Fact> {
    let known = Known {
        mail,
        passages,
        received: "2026-10-30T10:00:00".parse().ok(),
        ..Known::default()
    };
    check(reply, &known)
}

/// Whether the reply has facts, and each of them has a source.
fn passes(reply: &str, mail: &str, passages: &[&str]) -> bool {
    let facts = facts(reply, mail, passages);
    !facts.is_empty() && facts.iter().all(|fact| fact.verdict == Verdict::Supported)
}

/// Checks cases of a reply, a mail, a passage and whether the reply passes.
fn judged(cases: &[(&str, &str, &str, bool)]) {
    let wrong = cases
        .iter()
        .filter(|(reply, mail, passage, is_right)| passes(reply, mail, &[passage]) != *is_right);
    let wrong: Vec<String> = wrong
        .map(|(reply, mail, passage, is_right)| {
            format!(
                "{reply:?} is {is_right}: {:#?}",
                facts(reply, mail, &[passage])
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const LOCKER: &str = "My order 70002: I paid 1,020 yen on 1 November. Ticket 9,999. Locker 4711.";

#[test]
fn a_number_without_a_currency_is_no_amount_unless_it_is_one_of_money() {
    judged(&[
        ("We refunded 4711 yen.", LOCKER, "", false),
        ("It comes to 4711 dollars.", LOCKER, "", false),
        ("You paid 9,999 yen.", LOCKER, "", false),
        ("Your order 70002 is $4711.", LOCKER, "", false),
        ("You paid 1,020 yen.", LOCKER, "", true),
        (
            "返金額は4711円です。",
            "ロッカー 4711、会員番号 9999 の者です。",
            "",
            false,
        ),
        ("ご予算は3000円ですね。", "予算は 3000 です。", "", true),
        (
            "The total was £4250.",
            "",
            "Order 5512\nTotal: 4250\n",
            true,
        ),
        (
            "The total was £5512.",
            "",
            "Order 5512\nTotal: 4250\n",
            false,
        ),
    ]);
}

#[test]
fn an_amount_beside_the_number_of_an_order_keeps_its_currency() {
    for (reply, amount) in [
        ("You paid 4711 yen for order 70002.", "4711 yen"),
        ("You paid 1000 yen for order 70002.", "1000 yen"),
        ("On your account 1000 yen are left.", "1000 yen"),
        ("Order 70002 5000 dollars.", "5000 dollars"),
    ] {
        let facts = facts(reply, LOCKER, &[]);
        let found = facts.iter().find(|fact| fact.text == amount);
        let is_amount = found.is_some_and(|fact| fact.kind == facts::Kind::Amount);
        assert!(is_amount, "{reply}: {facts:#?}");
    }
}

#[test]
fn a_number_is_read_whole_however_its_groups_are_set() {
    const SHORT: &str = "Deposit: 500 yen. Locker fee: 50 yen. 手数料は500円です。";
    const LONG: &str = "Deposit: 1,500 yen. 料金は12,550円です。";
    judged(&[
        ("The deposit is 1 500 yen.", "", SHORT, false),
        ("The deposit is 1\u{a0}500 yen.", "", SHORT, false),
        ("The deposit is 1\u{2009}500 yen.", "", SHORT, false),
        ("The deposit is 1\u{202f}500 yen.", "", SHORT, false),
        ("手数料は1\u{2009}500円です。", "", SHORT, false),
        ("The deposit is 5\u{200b},500 yen.", "", SHORT, false),
        ("The deposit is 5\u{feff},500 yen.", "", SHORT, false),
        ("The deposit is 5,\u{2060}500 yen.", "", SHORT, false),
        ("The fee is two hundred and fifty yen.", "", SHORT, false),
        (
            "The fee is twelve thousand five hundred and fifty yen.",
            "",
            SHORT,
            false,
        ),
        ("The deposit is 1 500 yen.", "", LONG, true),
        ("The deposit is 1\u{202f}500 yen.", "", LONG, true),
        ("The deposit is 1\u{200b},500 yen.", "", LONG, true),
        (
            "The deposit is one thousand five hundred yen.",
            "",
            LONG,
            true,
        ),
        ("The deposit is ¥1'500.", "", LONG, true),
        ("The deposit is 1.5k yen.", "", LONG, true),
        ("The deposit is 2 million yen.", "", SHORT, false),
        ("料金は¥12.550です。", "", LONG, true),
        ("料金は¥12.560です。", "", LONG, false),
        ("The coffee is £4 250 g.", "", "Coffee 250 g: £4", true),
    ]);
}

#[test]
fn days_years_hours_and_money_in_kanji_numerals_are_facts() {
    const KNOWN: &str =
        "発送日は2026年12月9日です。返品は20日以内です。受付は午後3時までです。料金は3,000円です。";
    judged(&[
        ("発送日は十二月九日です。", "", KNOWN, true),
        ("発送日は十二月十九日です。", "", KNOWN, false),
        ("発送日は令和八年十二月九日です。", "", KNOWN, true),
        ("発送日は令和九年十二月九日です。", "", KNOWN, false),
        ("発送日は二〇二六年十二月九日です。", "", KNOWN, true),
        ("返品は二十日以内です。", "", KNOWN, true),
        ("返品は三十日以内です。", "", KNOWN, false),
        ("返品は三日以内です。", "", KNOWN, false),
        ("受付は午後三時までです。", "", KNOWN, true),
        ("受付は午後四時までです。", "", KNOWN, false),
        ("料金は三千円です。", "", KNOWN, true),
        ("料金は四千円です。", "", KNOWN, false),
        ("料金は千円です。", "", KNOWN, false),
        ("来月三日に発送します。", "", KNOWN, false),
        ("五パーセント引きです。", "", KNOWN, false),
    ]);
    for reply in [
        "一日も早くお届けします。",
        "四日市の店です。",
        "一時停止いたします。",
    ] {
        let facts = facts(reply, "", &[KNOWN]);
        assert!(
            facts.iter().all(|fact| fact.verdict == Verdict::Supported),
            "{facts:#?}"
        );
    }
}

#[test]
fn a_fact_in_kanji_numerals_is_told_by_its_own_characters() {
    let facts = facts("では令和八年十二月十九日に。", "", &[]);
    assert_eq!(facts[0].text, "令和八年十二月十九日");
    assert_eq!((facts[0].start, facts[0].end), (2, 12));
}

#[test]
fn a_day_of_the_month_is_no_span_of_days() {
    judged(&[
        (
            "返品は到着から30日以内です。",
            "",
            "10月30日（金）発送。",
            false,
        ),
        (
            "2日以内にご連絡ください。",
            "",
            "お届けは11月2日です。",
            false,
        ),
        (
            "返品は到着から30日以内です。",
            "",
            "返品は到着から30日以内です。",
            true,
        ),
        ("30日にお届けします。", "", "お届けは10月30日です。", true),
    ]);
}

#[test]
fn another_part_of_the_day_is_not_supported_by_the_opening_hours() {
    const KNOWN: &str = "お届けは11月2日の午前中です。営業時間は平日10時〜17時です。";
    judged(&[
        ("お届けは11月2日の午前中です。", "", KNOWN, true),
        ("お届けは11月2日の午後です。", "", KNOWN, false),
    ]);
}

#[test]
fn what_another_order_comes_to_is_no_sum_of_this_one() {
    const ORDERS: &str = "Order 51922, Ms Ito: lamp 650 yen, chair 4,800 yen, table 2,300 yen. Total: 7,750 yen.\nOrder 51977, Mr Sato: shelf 5,450 yen. Total: 5,450 yen.\n";
    const MAIL: &str = "Hello, this is Ito. What is the total of my order 51922?";
    judged(&[
        ("Order 51922: your total is 5,450 yen.", MAIL, ORDERS, false),
        ("Order 51922: your total is 7,750 yen.", MAIL, ORDERS, true),
        ("Order 51922: your total is 2,950 yen.", MAIL, ORDERS, false),
        ("Your total is 2,950 yen.", MAIL, ORDERS, false),
        ("Your total comes to 7,100 yen.", MAIL, ORDERS, false),
        (
            "ご注文51922の合計は2,950円となります。",
            MAIL,
            ORDERS,
            false,
        ),
        (
            "With another lamp the total of order 51922 would be 8,400 yen.",
            MAIL,
            ORDERS,
            true,
        ),
        ("Order 51922: your total is 7,100 yen.", MAIL, ORDERS, false),
        ("Order 51922: your total is 3,600 yen.", MAIL, ORDERS, false),
        (
            "Order 51922: 650 yen and 4,800 yen together come to 5,450 yen.",
            MAIL,
            ORDERS,
            true,
        ),
        (
            "高橋様のご注文 B-77310 の合計は3,750円です。",
            "高橋です。注文 B-77310 の合計を教えてください。",
            "注文 B-77310 高橋様 マグ 550円、皿 3,200円、鉢 1,800円 合計 5,550円\n注文 B-77351 森様 花瓶 3,750円 合計 3,750円\n",
            false,
        ),
    ]);
}

#[test]
fn a_count_of_things_that_no_source_has_is_marked() {
    judged(&[
        (
            "Your three lamps are on the way.",
            "",
            "Order 51922: 2 oak lamps.",
            false,
        ),
        (
            "Your 10 oak lamps are on the way.",
            "",
            "Order 51922: 2 oak lamps.",
            false,
        ),
        ("We ship 3 lamps.", "", "Order 51922: 2 oak lamps.", false),
        ("ランプを三つお送りします。", "", "ランプ2個", false),
        (
            "Your two lamps are on the way.",
            "",
            "Order 51922: 2 oak lamps.",
            true,
        ),
    ]);
}

#[test]
fn days_from_the_day_of_the_mail_are_a_day_that_a_source_has() {
    const KNOWN: &str = "お届けは11月2日（月）。返品は到着から14日以内。";
    judged(&[
        ("お届けは3日後、来週の月曜日（11/2）です。", "", KNOWN, true),
        ("お届けは4日後です。", "", KNOWN, false),
        ("返品は到着の3日後までです。", "", KNOWN, false),
        (
            "It arrives in 3 days.",
            "",
            "Arrives on 2 November. Returns within 14 days.",
            true,
        ),
        (
            "It arrives in 5 days.",
            "",
            "Arrives on 2 November. Returns within 14 days.",
            false,
        ),
    ]);
}

#[test]
fn two_words_that_each_begin_a_sentence_are_no_misspelt_name() {
    let passage = "Ask for Gwen Pritchard at the desk by 5 pm. Data is not backed up by us.";
    judged(&[
        ("Date: come by 5 pm.", "", passage, true),
        ("Please ask for Gwen Pritchart by 5 pm.", "", passage, false),
    ]);
}

#[test]
fn a_prefecture_may_be_added_to_an_address_and_another_town_may_not() {
    let passage = "月見座　金沢市片町2丁目21-5　076-221-6803";
    judged(&[
        ("会場は石川県金沢市片町2丁目21-5です。", "", passage, true),
        ("会場は石川県金沢市片町2丁目21-6です。", "", passage, false),
        ("会場は石川県小松市片町2丁目21-5です。", "", passage, false),
    ]);
}
