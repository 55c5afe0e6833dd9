//! The same number, said the other way round or of other days: limits, hours, prices and deadlines.

use facts::{Known, Verdict, check};

fn marked(reply: &str, mail: &str, passage: &str) -> Vec<String> {
    let known = Known {
        mail,
        passages: &[passage],
        // A Monday.
        received: "2026-11-30T10:00:00".parse().ok(),
        ..Known::default()
    };
    let facts = check(reply, &known).into_iter();
    let marked = facts.filter(|fact| fact.verdict != Verdict::Supported);
    marked.map(|fact| fact.text).collect()
}

/// Checks triples of a passage, an honest reply and a false one.
#[track_caller]
fn tells_apart(forms: &[(&str, &str, &str)]) {
    let mut failed = Vec::new();
    for (passage, right, wrong) in forms {
        let honest = marked(right, "", passage);
        if !honest.is_empty() {
            failed.push(format!("marked {honest:?} of {right:?}"));
        }
        if marked(wrong, "", passage).is_empty() {
            failed.push(format!("not marked: {wrong:?}"));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn a_limit_that_points_the_other_way_is_marked() {
    tells_apart(&[
        (
            "税込6,000円以上のご注文は送料無料です。",
            "税込6,000円以上のご注文は送料無料です。",
            "税込6,000円以下のご注文は送料無料です。",
        ),
        (
            "返品は商品到着後10日以内にご連絡ください。",
            "10日以内にご連絡いただければ返品いただけます。10日を過ぎますと返品はお受けできません。",
            "返品は商品到着から10日以上たってからご連絡ください。",
        ),
        (
            "ご注文内容の変更は発送の2日前まで承ります。",
            "変更は発送の2日前までにお願いします。2日前を過ぎると変更できません。",
            "ご注文内容の変更は発送の2日前から承ります。",
        ),
        (
            "ご注文内容の変更は発送の2日前まで承ります。",
            "変更は発送の2日前まで承ります。",
            "変更は発送の2日後まで承ります。",
        ),
        (
            "工房見学は12月20日まで受け付けます。",
            "見学は12月20日までお受けします。",
            "見学は12月20日から受け付けます。",
        ),
        (
            "10名以上の団体は10%引きです。",
            "10名以上の団体は10%引きです。",
            "10名以上の団体は10%増しです。",
        ),
        (
            "Cancellations are free until 5 days before the course.",
            "You can cancel free of charge up to 5 days before the course.",
            "You can cancel free of charge from 5 days before the course.",
        ),
        (
            "Changing the date is possible until 4 pm three working days before the day.",
            "You can change the date at least three working days before the day.",
            "You can change the date at most three working days before the day.",
        ),
        (
            "Moving home: tell us at least 5 working days before you move.",
            "Please tell us at least 5 working days before you move.",
            "Please tell us within 5 working days after you move.",
        ),
        (
            "Team plan $15 (up to 25 users).",
            "The Team plan is for up to 25 users.",
            "The Team plan is for at least 25 users.",
        ),
        (
            "Pieces over 40 cm high do not fit in the kiln.",
            "Pieces up to 40 cm fit in the kiln.",
            "Pieces under 40 cm high do not fit in the kiln.",
        ),
        (
            "Children under 16 must be with an adult.",
            "Children under 16 must be with an adult.",
            "Children over 16 must be with an adult.",
        ),
        (
            "小学生以下のお子様は入場無料です。",
            "小学生以下のお子様は入場無料です。",
            "小学生以上のお子様は入場無料です。",
        ),
        (
            "Parking costs nothing after 6 pm.",
            "Parking costs nothing after 6 pm.",
            "Parking costs nothing before 6 pm.",
        ),
    ]);
}

#[test]
fn the_hours_and_prices_of_other_days_are_marked() {
    tells_apart(&[
        (
            "電話受付 月〜金 10:00〜18:00、土 10:00〜16:00、日祝休み",
            "電話は平日10時から18時まで、土曜は16時までです。",
            "電話受付は土曜も18時までです。",
        ),
        (
            "受付 9:00〜20:00（日曜は18:00まで）",
            "日曜の受付は18時までです。",
            "日曜の受付は20時までです。",
        ),
        (
            "市民課 8:30〜17:15（平日）　毎週木曜は19:00まで　第2・第4土曜 9:00〜12:00",
            "平日は17時15分まで、木曜は19時までです。",
            "火曜は19時まで受け付けます。",
        ),
        (
            "公演 3/20（土）開場16:00 開演17:00 ／ 3/21（日）開場13:00 開演14:00",
            "3月20日は16時に開場します。",
            "3月20日は13時に開場します。",
        ),
        (
            "レストラン　夏季（7〜9月）17:30〜21:00、その他の季節 18:00〜20:00",
            "12月のレストランは20時までです。",
            "12月のレストランは21時までです。",
        ),
        (
            "大人 平日 12,000円、土曜 14,500円",
            "12月5日（土）は大人お一人14,500円です。",
            "12月5日（土）は大人お一人12,000円です。",
        ),
        (
            "Open Monday to Friday 9.30 am to 6 pm, Saturday 10 am to 4 pm.",
            "We are open from 10 am to 4 pm on Saturdays.",
            "We are open until 6 pm on Saturdays.",
        ),
        (
            "Holiday hours: 24 December 6 am-2 pm, 27 December 8 am-6 pm",
            "On 24 December we close at 2 pm.",
            "On 24 December we close at 6 pm.",
        ),
        (
            "Summer hours (June to August): open until 8 pm.",
            "In July we are open until 8 pm.",
            "In December we are open until 8 pm.",
        ),
    ]);
}

#[test]
fn a_weekday_is_a_deadline_where_a_source_has_it() {
    tells_apart(&[
        (
            "電話受付 月〜金 10:00〜18:00。お返事は12月4日まで。",
            "12月4日までにお返事ください。",
            "木曜までにお返事ください。",
        ),
        (
            "Open Monday to Friday 9 am to 6 pm.",
            "We are open Monday to Friday.",
            "Please let us know by Friday whether you want it.",
        ),
        (
            "Closed Sunday and Tuesday.",
            "Tomorrow, Tuesday, we are closed.",
            "We are closed tomorrow, Thursday.",
        ),
    ]);
}

#[test]
fn another_title_beside_a_surname_is_marked() {
    let mail = "Hello, this is Mrs Harriet Doyle. Is the course full?\n";
    let record = "Course 311: Mrs Harriet Doyle, paid.";
    assert_eq!(marked("Dear Mrs Doyle,\nThank you.", mail, record), [""; 0]);
    assert_eq!(marked("Dear Mr Doyle,\nThank you.", mail, record).len(), 1);
    // A record of another customer of that name.
    let mail = "I write about my mother's account.\nRobert Doyle\n";
    assert_eq!(marked("Dear Mr Doyle,\nThank you.", mail, record), [""; 0]);
}
