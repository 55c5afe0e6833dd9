//! Days, times and spans as people write them, each beside a source: what follows from it is supported, what does not is not.

use facts::{Known, Verdict, check};

/// A mail, a passage, an honest reply and a false one.
type Form<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Which of the forms are judged otherwise; the mail came on Monday, 15 June 2026.
fn failures(forms: &[Form<'_>]) -> Vec<String> {
    let all_supported = |reply: &str, mail: &str, passage: &str| {
        let known = Known {
            mail,
            passages: &[passage],
            received: "2026-06-15T10:00:00".parse().ok(),
            ..Known::default()
        };
        let facts = check(reply, &known);
        facts.iter().all(|fact| fact.verdict == Verdict::Supported)
    };
    let mut failed = Vec::new();
    for (mail, passage, right, wrong) in forms {
        if !all_supported(right, mail, passage) {
            failed.push(format!("marked: {right:?} by {passage:?}"));
        }
        if !wrong.is_empty() && all_supported(wrong, mail, passage) {
            failed.push(format!("not marked: {wrong:?} by {passage:?}"));
        }
    }
    failed
}

#[test]
fn a_stretch_of_days_is_read_however_it_is_joined() {
    let failed = failures(&[
        (
            "",
            "The terrace is closed Nov 1-Mar 31.",
            "The terrace is closed until March 31.",
            "The terrace is closed until March 21.",
        ),
        (
            "",
            "Exhibition Sat Jul 4-Sun Jul 12",
            "The exhibition runs from 4 to 12 July.",
            "The exhibition runs from 4 to 14 July.",
        ),
        (
            "",
            "夏季休業 8/10-8/16",
            "夏季休業は8月10日から8月16日までです。",
            "夏季休業は8月10日から8月18日までです。",
        ),
        (
            "",
            "休園 12月28日-1月4日",
            "休園は12月28日から1月4日までです。",
            "休園は12月28日から1月6日までです。",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn a_weekday_with_its_number_is_one_day() {
    let stay = "Stay: Fri Jun 19 to Mon Jun 22 2026";
    let failed = failures(&[
        (
            "",
            stay,
            "On Monday the 22nd you leave.",
            "On Monday the 23rd you leave.",
        ),
        (
            "",
            stay,
            "You are booked until Monday the 22nd.",
            "You are booked until Tuesday the 22nd.",
        ),
        ("", stay, "You come on the 19th.", "You come on the 18th."),
        (
            "",
            stay,
            "We expect you on Friday 19th.",
            "We expect you on Thursday 19th.",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn a_weekday_alone_is_that_of_a_day_which_a_source_names() {
    let failed = failures(&[
        (
            "",
            "Collection: Friday 17 July 14:00-20:00 and Saturday 18 July 9:00-18:00",
            "Collect it on Friday 17 July from 2 pm or on Saturday from 9 am.",
            "Collect it on Friday 17 July from 2 pm or on Sunday from 9 am.",
        ),
        (
            "",
            "面談 6月22日（月）10:00、6月23日（火）14:00",
            "面談は月曜10時か火曜午後2時です。",
            "面談は月曜10時か木曜午後2時です。",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn a_day_is_counted_from_today_in_weeks_too() {
    let visit = "Visit: Monday 22 June 2026, 10 am";
    let failed = failures(&[
        (
            "",
            visit,
            "We come a week today, 22 June.",
            "We come a week today, 23 June.",
        ),
        ("", visit, "We come a week from today, 22 June.", ""),
        (
            "",
            "Visit: 30 June 2026",
            "We come two weeks tomorrow, 30 June.",
            "We come a week tomorrow, 30 June.",
        ),
        (
            "",
            visit,
            "We come on Monday, in seven days' time.",
            "We come on Monday, in nine days' time.",
        ),
        (
            "",
            "訪問 6月22日",
            "訪問は6月22日、あと7日です。",
            "訪問は6月22日、あと9日です。",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn the_day_of_the_mail_is_known() {
    let fee = "The fee is £20.";
    let failed = failures(&[
        (
            "",
            fee,
            "Today is 15 June. The fee is £20.",
            "Today is 16 June. The fee is £20.",
        ),
        (
            "",
            fee,
            "Thank you for your email of 15 June. The fee is £20.",
            "Thank you for your email of 12 June. The fee is £20.",
        ),
        (
            "",
            "料金 2,000円",
            "6月15日付のメールをありがとうございます。料金は2,000円です。",
            "6月12日付のメールをありがとうございます。料金は2,000円です。",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn a_named_day_is_its_date() {
    let failed = failures(&[
        (
            "",
            "Closed Good Friday to Easter Monday. Otherwise Tue-Sat 10-5.30.",
            "We are open Tuesdays to Saturdays and closed on Easter Monday.",
            "",
        ),
        (
            "",
            "We are closed on 25 and 26 December.",
            "We are closed on Christmas Day and Boxing Day.",
            "We are closed on Christmas Day and on New Year's Day.",
        ),
        (
            "",
            "Last orders 24 December",
            "Last orders are on Christmas Eve.",
            "Last orders are on 23 December.",
        ),
        (
            "",
            "休業 12月31日〜1月1日",
            "大晦日と元日は休業です。",
            "12月30日と元日は休業です。",
        ),
        (
            "",
            "11月23日は休診",
            "勤労感謝の日は休診です。",
            "11月24日は休診です。",
        ),
        (
            "",
            "Closed July 4",
            "We are closed on Independence Day.",
            "We are closed on July 5.",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn a_deadline_follows_from_a_rule_of_the_same_thing() {
    let failed = failures(&[
        (
            "",
            "Delivery 14 July 2026. Removal of an old table: £35, to be booked 3 days ahead.",
            "We can take the old table for £35. Let us know by 11 July, please.",
            "We can take the old table for £35. Let us know by 12 July, please.",
        ),
        (
            "",
            "Unit B2. Notice: 10 days in writing before the day you move out. Moving out 31 July 2026.",
            "To move out on July 31 please give notice no later than July 21.",
            "To move out on July 31 please give notice no later than July 24.",
        ),
        (
            "",
            "式 7月18日。変更は4日前まで承ります。",
            "変更は7月14日までにお知らせください。",
            "変更は7月16日までにお知らせください。",
        ),
        (
            "We move out on 30 June.",
            "Deposit refunded within 21 days if the unit is empty.",
            "The deposit is refunded within 21 days; leaving on 30 June that means by 21 July.",
            "The deposit is refunded within 21 days; leaving on 30 June that means by 31 July.",
        ),
        (
            "",
            "仕上がりはご了承から4週間前後",
            "本日から4週間、7月中旬のお渡しです。",
            "本日から4週間、8月中旬のお渡しです。",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn what_is_closed_opens_on_the_next_day_that_is_open() {
    let failed = failures(&[
        (
            "",
            "Closed 26 June to 28 June. Otherwise Tue-Sat 10-5.30.",
            "We are closed then, so please come not before Tuesday 30 June.",
            "We are closed then, so please come not before Wednesday 1 July.",
        ),
        (
            "",
            "休業 6月20日〜7月5日",
            "7月6日以降にお越しください。",
            "7月8日以降にお越しください。",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn hours_over_midnight_end_in_the_morning() {
    let failed = failures(&[
        (
            "",
            "Barrier closed 22:30-07:00",
            "The barrier is down until 7:00.",
            "The barrier is down until 8:00.",
        ),
        (
            "",
            "Barrier closed 22:30-07:00",
            "The barrier is raised at seven in the morning.",
            "The barrier is raised at seven in the evening.",
        ),
        (
            "",
            "Surcharge from 10 pm to 6 am",
            "There is a surcharge between 10 in the evening and 6 in the morning.",
            "There is a surcharge between 9 in the evening and 6 in the morning.",
        ),
        (
            "",
            "門限 23:00-5:30",
            "門は夜11時から朝5時半まで閉まります。",
            "門は夜11時から朝6時半まで閉まります。",
        ),
        (
            "",
            "Bar: 8 pm to 1 am",
            "The bar closes at one in the morning.",
            "The bar closes at two in the morning.",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn a_time_with_a_dot_and_bare_hours_are_times_where_the_reply_tells_one() {
    let failed = failures(&[
        (
            "",
            "Waves: A 9.20, B 9.30, C 9.40. Road closes 13.00.",
            "Wave C sets off at 9:40 am, and the road closes at 1 pm.",
            "Wave C sets off at 9:50 am, and the road closes at 1 pm.",
        ),
        (
            "",
            "Waves: A 9.20, B 9.30, C 9.40.",
            "Wave C starts at 9.40.",
            "Wave C starts at 9:40 pm.",
        ),
        (
            "",
            "Slots: 8-12, 12-4, 4-8 (Tue to Sat)",
            "We can come from 12 noon to 4 pm.",
            "We can come from 1 pm to 4 pm.",
        ),
        (
            "",
            "Entry fee 9.40 EUR. Opens 8:00.",
            "It opens at 8 am.",
            "It opens at 9:40 am.",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn a_known_time_is_no_mistaken_end_of_hours() {
    let failed = failures(&[
        (
            "",
            "Mon-Sat 9-5.30, Thursday until 7.\nAppointments Thu 18 June: 12:40, 17:10, 17:50.",
            "I have kept 17:10 on Thursday for you.",
            "I have kept 17:20 on Thursday for you.",
        ),
        (
            "",
            "再配達の時間帯：午前中、16-18時、18-20時。\n6/14 18:42 ご不在のため持戻り",
            "昨日の午前ではなく18時42分に伺いました。",
            "昨日の18時52分に伺いました。",
        ),
        (
            "",
            "Sailings 09:30, 20:15. Crossing 1 hour 50 minutes.",
            "The 20:15 takes an hour and fifty minutes, so you arrive at 22:05.",
            "The 20:15 takes an hour and fifty minutes, so you arrive at 22:25.",
        ),
        (
            "We arrive about 11.30 pm.",
            "Check-in from 3 pm, check-out by 11 am.",
            "As you come about half past eleven, take the key from the safe.",
            "",
        ),
        (
            "",
            "Gate 6 am to 10 pm daily. Office Mon-Sat 9:00-5:30, closed Sunday.",
            "The gate is open every day from 6 am to 10 pm.",
            "",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn days_that_are_closed_are_not_those_beside_them() {
    let failed = failures(&[
        (
            "",
            "診療 平日 9:00〜19:00　休診 木曜・日曜・祝日",
            "木曜と日曜・祝日が休診、平日は夜7時まで診療しております。",
            "水曜と日曜が休診です。",
        ),
        (
            "",
            "第2・第4土曜 9:00〜12:00 開庁",
            "土曜日も、第2と第4に限り9時から正午まで開いております。",
            "土曜日も、第2と第4に限り9時から午後2時まで開いております。",
        ),
        (
            "",
            "コンビニ交付 6:30〜23:00、12/29〜1/3を除く",
            "6時半から23時まで、毎日ご利用になれます。",
            "5時半から23時まで、毎日ご利用になれます。",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn spans_and_counts_are_one_however_they_are_put_together() {
    let failed = failures(&[
        (
            "",
            "37.5度以上の熱があるときはお預かりできません。",
            "37度5分以上の場合はお預かりできません。",
            "38度5分以上の場合はお預かりできません。",
        ),
        (
            "",
            "Clearance 6 ft 8 in",
            "The height limit is 6 feet 8 inches.",
            "The height limit is 6 feet 6 inches.",
        ),
        (
            "",
            "大人2名・小学生1名",
            "ご家族3名様でご用意しております。",
            "ご家族4名様でご用意しております。",
        ),
        (
            "",
            "貸出期間は2週間。1回に限り2週間延長できます。",
            "二週間で、延長なさるとあわせて4週間です。",
            "二週間で、延長なさるとあわせて5週間です。",
        ),
        (
            "14日までに着きますか",
            "6月20日までのご注文は7月12日までにお届けします。",
            "7月12日までにお届けしますので、ご希望の14日より2日早く着きます。",
            "7月12日までにお届けしますので、ご希望の14日より3日早く着きます。",
        ),
        (
            "",
            "最低利用人数 5名。スタンダード 25名",
            "ご利用人数　２５名",
            "ご利用人数　２６名",
        ),
        (
            "",
            "市民課 東小路町7-1　本館1階 3番窓口",
            "本館1階の3番窓口へどうぞ。",
            "本館2階の3番窓口へどうぞ。",
        ),
        (
            "",
            "Check-in closes 40 minutes before departure for vehicles and 20 minutes for foot passengers.",
            "Check-in is 40 minutes ahead for cars.",
            "Check-in is 50 minutes ahead for cars.",
        ),
        (
            "",
            "10月から3月まで 月1,020円",
            "10月から翌年3月までの6か月です。",
            "10月から翌年3月までの8か月です。",
        ),
        (
            "",
            "Fee £20",
            "You have two choices. In both the fee is £20.",
            "",
        ),
        (
            "",
            "料金 2,000円",
            "お受け取りの方法は二通りございます。料金は2,000円です。",
            "",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn words_in_front_of_a_title_or_a_place_are_no_names() {
    let failed = failures(&[
        (
            "",
            "岡山東営業所 8時〜20時",
            "ご不在のため一度営業所へ持ち帰りました。",
            "岡山西営業所へ持ち帰りました。",
        ),
        (
            "",
            "フロント 052-933-7708",
            "フロントの今井がお答えします。窓口の時間をご案内します。先様にもお伝えください。",
            "",
        ),
        (
            "",
            "Lot on 4th Ave $22",
            "The lot on Fourth Avenue is $22.",
            "The lot on Fifth Avenue is $23.",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn what_is_said_of_one_post_title_or_limit_is_told_from_another() {
    let failed = failures(&[
        (
            "",
            "園長 緒方　096-368-2255",
            "園長の緒方です。電話は096-368-2255です。",
            "園長の緒形です。電話は096-368-2255です。",
        ),
        (
            "",
            "11/10(火) 17:30 担当 小野寺",
            "担当は小野寺でございます。",
            "担当は小野田でございます。",
        ),
        (
            "",
            "2泊　はなれ「藤」",
            "2泊、はなれ「藤」にご用意いたします。",
            "2泊、はなれ「萩」にご用意いたします。",
        ),
        (
            "",
            "休会は1か月単位、最長6か月。入会から12か月未満は5,500円。",
            "休会は最長6か月です。",
            "休会は最長12か月です。",
        ),
        (
            "",
            "Open 8 am-6 pm daily, Wednesdays closed.",
            "We are open any day but Wednesday.",
            "We are open any day but Thursday.",
        ),
        (
            "",
            "会員 坂口蓮　入会 2024/11/3",
            "ご入会は2024年11月3日です。",
            "ご入会は2025年11月3日で、もう1年以上になります。",
        ),
        (
            "",
            "利用日 6月24日。申し込みは利用日の3日前まで。面談 6月22日",
            "お申し込みは3日前、すなわち6月21日までです。",
            "お申し込みは3日前、すなわち6月22日までです。",
        ),
        (
            "",
            "Delivery 19 June 2026. Old furniture: sofa £45, booked by the day before.",
            "The old sofa is £45 if you book by 18 June.",
            "The old sofa is £45 if you book by 17 June.",
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn a_day_follows_from_a_month_from_lessons_every_week_and_from_a_day_of_the_same_sentence() {
    let known = |mail: &'static str, passages: &'static [&'static str]| Known {
        mail,
        passages,
        received: "2026-01-28T10:00:00".parse().ok(),
        ..Known::default()
    };
    let cases: [(&str, &[&str], &str, &str); 7] = [
        (
            "3月から3か月休会したいです。",
            &["休会費は月1,100円、最長6か月。"],
            "ご復帰は2026年6月1日からで、休会は最長6か月までです。",
            "ご復帰は2026年7月1日からで、休会は最長6か月までです。",
        ),
        (
            "When do they finish?",
            &["10 weekly lessons from 2026-02-04 at 5 pm."],
            "With ten weekly lessons the final one is on 8 April.",
            "With ten weekly lessons the final one is on 15 April.",
        ),
        (
            "",
            &["工場到着から10営業日後に発送。営業日は月曜から金曜。工場到着 2月2日"],
            "発送は10営業日後の2月16日です。",
            "発送は10営業日後の2月12日です。",
        ),
        (
            "",
            &["Ready 3 business days after approval. Approved on 29 January."],
            "Ready on 3 February, 3 business days later.",
            "Ready on 4 February, 3 business days later.",
        ),
        (
            "",
            &["請求書は毎月第2営業日（月〜金）にメールでお送りします。"],
            "請求書は2月3日にお送りします。",
            "請求書は2月7日にお送りします。",
        ),
        (
            "2月15日に伺います。",
            &["夜間開館 2/8〜2/16は20:30まで。"],
            "2月15日の夜間開館は20:30までです。",
            "2月17日の夜間開館は20:30までです。",
        ),
        (
            "",
            &["退会は前月20日までにお申し出ください。"],
            "退会は前月20日までにお申し出ください。",
            "発表会は2月20日です。",
        ),
    ];
    for (mail, passages, right, wrong) in cases {
        let marked = |reply: &str| {
            let facts = check(reply, &known(mail, passages));
            facts.iter().any(|fact| fact.verdict != Verdict::Supported)
        };
        assert!(!marked(right), "{right}");
        assert!(marked(wrong), "{wrong}");
    }
}

#[test]
fn days_of_the_week_are_read_before_their_hours_and_each_in_a_line_of_its_own() {
    for (passage, reply) in [
        (
            "受付 平日8:30〜20:00、土 9:00〜17:00、日祝休み。",
            "受付は平日8時半〜20時、土曜は17時まで、日祝はお休みです。",
        ),
        (
            "小学生クラス：火曜 15:45〜16:45、木曜 16:30〜17:30、土曜 10:00〜11:00。",
            "体験は火曜と土曜に受け付けます。",
        ),
    ] {
        let known = Known {
            passages: &[passage],
            received: "2026-01-28T10:00:00".parse().ok(),
            ..Known::default()
        };
        let facts = check(reply, &known);
        let marked = facts.iter().filter(|it| it.verdict != Verdict::Supported);
        assert_eq!(marked.count(), 0, "{reply}");
    }
}
