//! Forms in which people write facts, each beside a source: what is the same is supported, what differs is not.

use facts::{Known, Verdict, check};

/// Whether each fact of `reply` has a source in `passage`.
fn all_supported(reply: &str, passage: &str) -> bool {
    let known = Known {
        passages: &[passage],
        received: "2026-06-15T10:00:00".parse().ok(),
        ..Known::default()
    };
    let facts = check(reply, &known);
    facts.iter().all(|fact| fact.verdict == Verdict::Supported)
}

#[test]
fn a_fact_is_supported_in_every_form_and_marked_when_it_differs() {
    let mut failed = Vec::new();
    for (passage, right, wrong) in [
        (
            "期限：7月10日必着",
            "期限は7月10日です。",
            "期限は7月11日です。",
        ),
        (
            "配達時間帯：①9〜12時 ②14〜17時",
            "時間帯は9時から12時です。",
            "時間帯は10時から12時です。",
        ),
        (
            "営業時間：10:00-18:30",
            "営業は午前10時から午後6時半です。",
            "営業は午前10時から午後7時半です。",
        ),
        (
            "Open Mon-Sat 9-5.30",
            "We are open 9am to 5.30pm on Saturdays.",
            "We are open 9am to 6.30pm on Saturdays.",
        ),
        (
            "Thu to 7",
            "We are open until 7 on Thursdays.",
            "We are open until 8 on Thursdays.",
        ),
        (
            "Sale Nov 20-30",
            "The sale ends on November 30.",
            "The sale ends on November 29.",
        ),
        (
            "入荷 12月中旬",
            "入荷は12月中旬です。",
            "入荷は12月上旬です。",
        ),
        (
            "Back mid January",
            "It is back in mid January.",
            "It is back in mid February.",
        ),
        (
            "変更は前日18時まで",
            "変更は前日の18時までにお願いします。",
            "変更は当日の18時までにお願いします。",
        ),
        (
            "Returns within 14 days",
            "You have fourteen days for returns.",
            "You have fifteen days for returns.",
        ),
        (
            "Lunch room holds 60",
            "The lunch room holds 60.",
            "The lunch room holds 80.",
        ),
        (
            "招待状 50部まで",
            "招待状は50部までです。",
            "招待状は60部までです。",
        ),
        (
            "Flight TR 866",
            "Your flight is TR 866.",
            "Your flight is TR 886.",
        ),
        (
            "Vehicle LK21 ZXP",
            "It is for the vehicle LK21 ZXP.",
            "It is for the vehicle LK21 XZP.",
        ),
        (
            "Booking XK7T2M",
            "Your booking is XK7T2M.",
            "Your booking is XK7TM2.",
        ),
        (
            "Accounts: Lorna Pike",
            "Lorna Pike will call you.",
            "Laura Pike will call you.",
        ),
        (
            "Rug pads are not included",
            "The pad isn't included.",
            "The pad is included.",
        ),
        (
            "再発行：手数料なし",
            "再発行に手数料はかかりません。",
            "再発行には手数料がかかります。",
        ),
        (
            "Cancelled shows: full refund",
            "You get a full refund for cancelled shows.",
            "You get a partial refund for cancelled shows.",
        ),
        (
            "消費税 3,640円 合計 40,040円",
            "消費税を含めて40,040円です。",
            "消費税を含めて40,400円です。",
        ),
        (
            "基本料 30,000円、消費税10%",
            "基本料は30,000円です。",
            "基本料は33,000円です。",
        ),
    ] {
        if !all_supported(right, passage) {
            failed.push(format!("marked: {right:?} by {passage:?}"));
        }
        if all_supported(wrong, passage) {
            failed.push(format!("not marked: {wrong:?} by {passage:?}"));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn words_that_only_look_like_facts_are_none() {
    for reply in [
        "ご契約ありがとうございます。1年生のお子様もどうぞ。",
        "In the hall you can stay from 2 till 6 if it won't rain.",
        "Our shop is on the 4th floor, our #1 place.",
        "人事部の皆様",
    ] {
        let known = Known {
            mail: "2 till 6 in the hall",
            received: "2026-06-15T10:00:00".parse().ok(),
            ..Known::default()
        };
        let marked: Vec<_> = check(reply, &known)
            .into_iter()
            .filter(|fact| fact.verdict != Verdict::Supported)
            .collect();
        assert!(marked.is_empty(), "{reply:?}: {marked:?}");
    }
}
