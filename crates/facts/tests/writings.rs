//! Writings of the same fact, each with the source that it is from: what says the same is supported from its first character
//! to its last, and what only looks like it is found.

use facts::{Fact, Known, Verdict, check};

/// A source, what says the same, what does not, and the words that are wrong in it.
type Row = (
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);

fn facts(reply: &str, passage: &str) -> Vec<Fact> {
    let known = Known {
        passages: &[passage],
        received: "2026-11-02T10:00:00".parse().ok(),
        ..Known::default()
    };
    check(reply, &known)
}

/// What is judged otherwise than the rows say.
fn failures(rows: &[Row]) -> Vec<String> {
    let mut failed = Vec::new();
    for (passage, honest, wrong) in rows {
        for reply in *honest {
            for fact in facts(reply, passage) {
                if fact.verdict != Verdict::Supported {
                    failed.push(format!(
                        "{reply:?} by {passage:?}: {:?} is marked",
                        fact.text
                    ));
                }
            }
        }
        for (reply, words) in *wrong {
            let facts = facts(reply, passage);
            let marked = || facts.iter().filter(|it| it.verdict != Verdict::Supported);
            if !marked().any(|fact| fact.text == *words) {
                let marked: Vec<&str> = marked().map(|it| it.text.as_str()).collect();
                failed.push(format!(
                    "{reply:?} by {passage:?}: {words:?} is not, but {marked:?}"
                ));
            }
            for fact in &facts {
                let at: String = reply
                    .chars()
                    .skip(fact.start)
                    .take(fact.end - fact.start)
                    .collect();
                if at != fact.text {
                    failed.push(format!("{reply:?}: {:?} is not at its place", fact.text));
                }
            }
        }
    }
    failed
}

#[test]
fn a_time_is_one_whatever_follows_it() {
    let failed = failures(&[
        (
            "The workshop is at 14:30 in Leeds",
            &[
                "It starts at 14:30 in our shop.",
                "It begins at 14:30 in Leeds.",
                "It starts at 14:30 h.",
                "It starts at 2:30 pm in room 4.",
                "Doors open at 14:30 m.",
            ],
            &[
                ("It starts at 15:30 in our shop.", "15:30"),
                ("It begins at 15:30 in the hall.", "15:30"),
                ("It starts at 15:30 h.", "15:30"),
                ("Doors open at 15:30 m.", "15:30"),
            ],
        ),
        (
            "The class starts at 8 in studio 2",
            &["The class starts at 8 in our studio."],
            &[("The class starts at 9 in our studio.", "9")],
        ),
        // Inches stay inches.
        (
            "Shelves: lengths start at 8 in and end at 20 in",
            &["Lengths start at 8 in and end at 20 in."],
            &[("Lengths start at 8 in and end at 24 in.", "24")],
        ),
        (
            "開場 14:30",
            &[
                "開場はPM2:30です。",
                "開場はpm 2:30です。",
                "開場はＰＭ２時３０分です。",
            ],
            &[
                ("開場はPM3:30です。", "PM3:30"),
                ("開場はAM2:30です。", "AM2:30"),
            ],
        ),
        (
            "受付 PM2:30まで",
            &["受付は14時30分までです。"],
            &[("受付は2時30分までです。", "2時30分")],
        ),
        (
            "営業 18:00〜24:00",
            &[
                "夜12時まで営業しております。",
                "午前0時まで営業しております。",
            ],
            &[("夜11時まで営業しております。", "夜11時")],
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn hours_of_24_are_none_of_the_other_half_of_the_day() {
    let failed = failures(&[
        (
            "Drop-off 2026-11-05 at 10:00",
            &[
                "Drop-off is at 10 am.",
                "Drop-off is at ten o'clock in the morning.",
            ],
            &[("Drop-off is at 10 pm.", "10 pm")],
        ),
        (
            "Opening hours 9:00-17:00",
            &["We open at 9 am and close at 5 pm.", "We are open 9-5."],
            &[
                ("We open at 9 pm.", "9 pm"),
                ("We close at 5 am.", "5 am"),
                ("We are open from 9 pm.", "9 pm"),
            ],
        ),
        (
            "The class is at 09:30",
            &[
                "The class is at 9:30 am.",
                "The class is at half past nine.",
            ],
            &[("The class is at 9:30 pm.", "9:30 pm")],
        ),
        (
            "Lessons 10:15, 16:45",
            &["The lesson is at 10:15 am."],
            &[("The lesson is at 10:15 pm.", "10:15 pm")],
        ),
        (
            "Open Mon-Sat 9-5.30",
            &["On Mondays we are open from 9 am to 5.30 pm."],
            &[("On Mondays we are open from 9 pm.", "9 pm")],
        ),
        (
            "Bar open daily 11 to midnight",
            &["The bar is open from 11 am to midnight."],
            &[(
                "The bar is open from 10 am to midnight.",
                "10 am to midnight",
            )],
        ),
        // What leaves the half of the day open may be either.
        (
            "Dinner 6:30-8:30",
            &["Dinner is from 6:30 pm to 8:30 pm."],
            &[],
        ),
        (
            "The band is on at 9:30",
            &["The band is on at 9:30 pm."],
            &[],
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn a_longer_count_has_no_shorter_one_in_it() {
    let failed = failures(&[
        (
            "保証期間は2年間です",
            &[
                "保証は2年です。",
                "保証は24か月です。",
                "保証は二年間です。",
            ],
            &[
                ("保証は1年間です。", "1年間"),
                ("保証は1年です。", "1年"),
                ("保証は12か月です。", "12か月"),
            ],
        ),
        (
            "保証は1年半です",
            &["保証は18か月です。", "保証は一年半です。"],
            &[("保証は1年です。", "1年"), ("保証は半年です。", "半年")],
        ),
        (
            "所要1時間30分",
            &["所要は90分です。"],
            &[("所要は1時間です。", "1時間")],
        ),
        ("数年間の保証", &[], &[("保証は1年間です。", "1年間")]),
        (
            "A year and a half of warranty",
            &[
                "The warranty is 18 months.",
                "The warranty is a year and a half.",
            ],
            &[("The warranty is one year.", "one year")],
        ),
        (
            "Half a year's warranty",
            &["The warranty is six months."],
            &[("The warranty is one year.", "one year")],
        ),
        ("Annual pass £40", &["The pass is valid for one year."], &[]),
        ("年間パス 5,000円", &["1年間お使いいただけます。"], &[]),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn weeks_of_a_month_and_how_often_are_facts() {
    let failed = failures(&[
        (
            "定休日 第1・第3月曜日",
            &[
                "第1、第3月曜がお休みです。",
                "第3月曜日はお休みです。",
                "第一月曜日は定休日です。",
                "毎月第1・3月曜日が休みです。",
            ],
            &[
                ("第2月曜日がお休みです。", "第2月曜日"),
                ("第2、第4月曜が休みです。", "第2、第4月曜"),
                ("毎月第二月曜日がお休みです。", "第二月曜日"),
            ],
        ),
        (
            "The club meets on the first Monday of the month, the choir on third and fourth Fridays",
            &[
                "The club meets on the 1st Monday of each month.",
                "The choir meets on the third and fourth Friday of every month.",
                "The first Monday that suits you is fine.",
            ],
            &[
                (
                    "The club meets on the second Monday of the month.",
                    "second Monday",
                ),
                (
                    "The club meets on the 3rd Monday in each month.",
                    "3rd Monday",
                ),
                (
                    "The choir meets on second and fourth Fridays.",
                    "second and fourth Fridays",
                ),
            ],
        ),
        (
            "ワークショップは毎月1回",
            &[
                "ワークショップは月に一度です。",
                "ワークショップは1か月に1回です。",
                "ワークショップは年に12回です。",
            ],
            &[
                ("ワークショップは毎週1回です。", "毎週1回"),
                ("ワークショップは隔月です。", "隔月"),
                ("ワークショップは年に2回です。", "2回"),
            ],
        ),
        (
            "会報は隔月で発行",
            &[
                "会報は2か月に1回発行します。",
                "会報は2か月ごとに発行します。",
            ],
            &[("会報は毎月発行します。", "毎月")],
        ),
        (
            "The newsletter is monthly",
            &[
                "The newsletter comes every month.",
                "The newsletter is sent once a month.",
            ],
            &[
                ("The newsletter is weekly.", "weekly"),
                (
                    "The newsletter comes every other month.",
                    "every other month",
                ),
                ("The newsletter is quarterly.", "quarterly"),
            ],
        ),
        (
            "The piano is tuned twice a year",
            &[
                "We tune the piano two times a year.",
                "The piano is tuned every six months.",
            ],
            &[
                (
                    "We tune the piano three times a year.",
                    "three times a year",
                ),
                ("The piano is tuned once a year.", "once a year"),
            ],
        ),
        // What one thing is says nothing of another, and a rate is none of how often.
        (
            "The newsletter is monthly",
            &["The gym class is weekly."],
            &[],
        ),
        (
            "Membership £18 a month",
            &["Membership fees are due monthly."],
            &[],
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn a_word_for_when_is_wrong_where_a_source_counts_other_days() {
    let failed = failures(&[
        (
            "発送は3営業日以内",
            &["数日以内に発送します。", "本日発送しました。"],
            &[
                ("本日中に発送します。", "本日中"),
                ("来週発送します。", "来週"),
                ("来週の午前に発送いたします。", "来週"),
            ],
        ),
        (
            "発送は3営業日以内、15時までは当日",
            &["本日中に発送します。"],
            &[],
        ),
        (
            "発送は5〜7営業日",
            &["来週発送します。"],
            &[("即日発送します。", "即日")],
        ),
        (
            "Dispatch within 3 working days",
            &["We will dispatch it this week.", "It was dispatched today."],
            &[
                ("We will dispatch it today.", "today"),
                ("We will dispatch it next week.", "next week"),
            ],
        ),
        (
            "Delivery takes 8 weeks",
            &[],
            &[
                ("It will be delivered before Christmas.", "before Christmas"),
                ("It will be delivered overnight.", "overnight"),
            ],
        ),
        (
            "Delivery takes 2 weeks",
            &["It will be delivered before Christmas."],
            &[],
        ),
        ("We repair bicycles", &["We will dispatch it today."], &[]),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn fractions_and_dozens_are_read_whole() {
    let failed = failures(&[
        (
            "The cake weighs 1.5 kg",
            &[
                "The cake weighs one and a half kilos.",
                "The cake weighs 1 1/2 kg.",
                "The cake weighs 1½ kg.",
                "The cake weighs 1.5 kilograms.",
                "The cake weighs 1,500 g.",
            ],
            &[
                (
                    "The cake weighs two and a half kilos.",
                    "two and a half kilos",
                ),
                ("The cake weighs 2 1/2 kg.", "2 1/2 kg"),
                ("The cake weighs 1¼ kg.", "1¼ kg"),
                ("The cake weighs half a kilo.", "half a kilo"),
                ("The cake weighs 2.5 kilograms.", "2.5 kilograms"),
            ],
        ),
        (
            "The course lasts 2½ years",
            &[
                "The course lasts two and a half years.",
                "The course lasts 30 months.",
            ],
            &[("The course lasts 3½ years.", "3½ years")],
        ),
        (
            "A box of 6 eggs",
            &["You get half a dozen eggs."],
            &[
                ("You get a dozen eggs.", "a dozen eggs"),
                ("You get two dozen eggs.", "two dozen eggs"),
            ],
        ),
        (
            "24 cups",
            &["You get 24x cups.", "You get two dozen cups."],
            &[("You get 12x cups.", "12x cups")],
        ),
        (
            "12本入り",
            &["1ダース入りです。"],
            &[("2ダース入りです。", "2ダース")],
        ),
        (
            "幅 120cm",
            &[
                "幅は1m20cmです。",
                "幅は1メートル20センチです。",
                "幅は1.2mです。",
            ],
            &[
                ("幅は1m30cmです。", "1m30cm"),
                ("幅は1メートル30センチです。", "1メートル30センチ"),
            ],
        ),
        (
            "重さ 1.5kg",
            &["重さは1キロ500グラムです。"],
            &[("重さは1キロ600グラムです。", "1キロ600グラム")],
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn temperatures_ages_floors_and_measures_are_quantities() {
    let failed = failures(&[
        (
            "Bake at 180°C",
            &[
                "Bake at 180 °C.",
                "Bake at 180 degrees.",
                "Bake at 180 degrees Celsius.",
                "180℃で焼きます。",
            ],
            &[
                ("Bake at 200°C.", "200°C"),
                ("Bake at 180°F.", "180°F"),
                ("200℃で焼きます。", "200℃"),
            ],
        ),
        (
            "冷凍 -18℃以下",
            &[
                "マイナス18℃以下で保存してください。",
                "-18℃以下で保存してください。",
            ],
            &[
                ("18℃以下で保存してください。", "18℃"),
                ("-15℃以下で保存してください。", "-15℃"),
            ],
        ),
        (
            "冷蔵 2〜8℃",
            &["2℃から8℃で保存します。"],
            &[("2〜10℃で保存します。", "2〜10℃")],
        ),
        (
            "Suitable for ages 4 to 6",
            &["It is for ages 4-6.", "It is for children aged 4 to 6."],
            &[
                ("It is for ages 3-6.", "3-6"),
                ("It is for children aged 3.", "3"),
            ],
        ),
        (
            "For 12 years and over",
            &["It is for ages 12 and up."],
            &[("It is for ages 10 and up.", "10")],
        ),
        (
            "We are on the third floor",
            &[
                "We are on the 3rd floor.",
                "当店は3階です。",
                "当店は3Fです。",
            ],
            &[
                ("We are on the fourth floor.", "fourth floor"),
                ("We are on the 2nd floor.", "2nd floor"),
                ("We are on the ground floor.", "ground floor"),
                ("当店は4Fです。", "4F"),
                ("当店は４Ｆです。", "４Ｆ"),
            ],
        ),
        (
            "売場 地下1階",
            &["売場は地下１階です。", "売場はB1Fです。"],
            &[
                ("売場は1階です。", "1階"),
                ("売場は地下2階です。", "地下2階"),
            ],
        ),
        (
            "電池 5,000 mAh",
            &["電池は5,000mAhです。"],
            &[("電池は5,500 mAhです。", "5,500 mAh")],
        ),
        ("卵10コ", &["卵は10個です。"], &[("卵は12コです。", "12コ")]),
        (
            "茶碗 10客",
            &["茶碗は10客です。"],
            &[("茶碗は12客です。", "12客")],
        ),
        (
            "第3巻は11月発売",
            &["第3巻をお送りします。"],
            &[("第4巻をお送りします。", "4巻")],
        ),
        (
            "Warranty 24 months, repair 5 working days",
            &["The warranty is 24 mo.", "The repair takes 5 workdays."],
            &[
                ("The warranty is 36 mo.", "36 mo"),
                ("The repair takes 6 workdays.", "6 workdays"),
            ],
        ),
        (
            "Delivery takes between 3 and 5 working days",
            &[
                "Delivery takes 3 to 5 working days.",
                "Delivery takes three to five working days.",
            ],
            &[("Delivery takes 4 to 7 working days.", "4 to 7 working days")],
        ),
        (
            "お届けは3〜5営業日",
            &[
                "お届けは三日から五営業日です。",
                "お届けは3日〜5営業日です。",
            ],
            &[("お届けは3日〜7営業日です。", "3日〜7営業日")],
        ),
        (
            "£1,250",
            &["It costs twelve hundred and fifty pounds."],
            &[(
                "It costs thirteen hundred pounds.",
                "thirteen hundred pounds",
            )],
        ),
        // 2コース and 12客室 count courses and rooms, 3F in English is no floor.
        ("2コース、12客室", &["2コース、12客室です。"], &[]),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn days_are_read_in_every_order() {
    let failed = failures(&[
        (
            "Delivery on 5 November 2026",
            &[
                "Delivery is on 05.11.2026.",
                "Delivery is on the fifth of November.",
                "Delivery is on November the fifth.",
                "お届けはR8.11.5です。",
                "お届けは令和8.11.5です。",
            ],
            &[
                ("Delivery is on 06.11.2026.", "06.11.2026"),
                (
                    "Delivery is on the sixth of November.",
                    "the sixth of November",
                ),
                ("Delivery is on November the sixth.", "November the sixth"),
                (
                    "Delivery is on Thursday the sixth of November.",
                    "Thursday the sixth of November",
                ),
                ("お届けはR8.11.6です。", "R8.11.6"),
            ],
        ),
        (
            "Delivery on 05.11.2026",
            &["Delivery is on 5 November."],
            &[("Delivery is on 6 November.", "6 November")],
        ),
        (
            "お届け R8.11.5",
            &["お届けは2026年11月5日です。"],
            &[("お届けは2026年11月6日です。", "2026年11月6日")],
        ),
        (
            "Doors 14h30, 2h30 long",
            &["Doors are at 14:30.", "It lasts two and a half hours."],
            &[("Doors are at 14h45.", "14h45"), ("It lasts 3h30.", "3h30")],
        ),
        (
            "Version 1.2.3",
            &["You may first see it in version 1.2.3."],
            &[],
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn numbers_that_tell_things_apart_are_read_whole() {
    let failed = failures(&[
        (
            "ご注文 LK 204870",
            &[
                "ご注文LK 204870を確認しました。",
                "ご注文LK-204870を確認しました。",
            ],
            &[("ご注文LK 204871を確認しました。", "LK 204871")],
        ),
        (
            "Model X-3100",
            &["The X-3100 is in stock."],
            &[("The X-3200 is in stock.", "X-3200")],
        ),
        (
            "のぞみ21号 13番A席",
            &["のぞみ21号の13番A席です。"],
            &[("のぞみ25号です。", "のぞみ25"), ("13番B席です。", "13番B")],
        ),
        (
            "Meet in room 3, train from platform 2",
            &[
                "Please come to Room 3.",
                "The train leaves from platform 2.",
            ],
            &[
                ("Please come to room 4.", "room 4"),
                ("The train leaves from platform 5.", "platform 5"),
            ],
        ),
        // A room of a shop that tells of none, and what is measured.
        ("Please ask at the desk", &["Please come to room 4."], &[]),
        (
            "お車 品川 500 あ 12-34",
            &["お車は品川500あ12-34です。"],
            &[("お車は品川500あ12-35です。", "品川500あ12-35")],
        ),
        (
            "みどり銀行 本店 普通 1234567",
            &[
                "みどり銀行 本店（普）1234567です。",
                "みどり銀行 本店 普通預金 1234567です。",
            ],
            &[
                ("みどり銀行 本店 普通 1234576です。", "1234576"),
                ("みどり銀行 本店（普）1234576です。", "1234576"),
            ],
        ),
        (
            "Sort code 20-20-50, account 12345678, IBAN GB29 NWBK 6016 1331 9268 19",
            &[
                "Our sort code is 20 20 50.",
                "Our IBAN is GB29NWBK60161331926819.",
            ],
            &[
                ("Our sort code is 20-20-51.", "20-20-51"),
                (
                    "Our IBAN is GB29 NWBK 6016 1331 9268 91.",
                    "GB29 NWBK 6016 1331 9268 91",
                ),
            ],
        ),
        (
            "512 GB of storage, up to 500 Mbps, 1.2 m wide",
            &["It has 512 GB of storage.", "It is 120 cm wide."],
            &[
                ("It has 512 MB of storage.", "512 MB"),
                ("It runs at 500 Gbps.", "500 Gbps"),
                ("It is 1.2 cm wide.", "1.2 cm"),
            ],
        ),
        (
            "See https://shop.example/a?id=3",
            &["See https://shop.example/a?id=3&utm_source=mail."],
            &[(
                "See https://shop.example/a?id=4&utm_source=mail.",
                "https://shop.example/a?id=4&utm_source=mail",
            )],
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn addresses_are_read_whole() {
    let failed = failures(&[
        (
            "〒111-0053 東京都台東区浅草橋3-12-5",
            &[
                "住所は台東区浅草橋3-12-5です。",
                "住所は台東区浅草橋三丁目12番5号です。",
                "住所は台東区浅草橋三丁目十二の五です。",
                "浅草橋3-12-5へお越しください。",
                "郵便番号は〒111-0053です。",
            ],
            &[
                ("住所は台東区浅草3-12-5です。", "台東区浅草3-12-5"),
                (
                    "住所は台東区浅草橋三丁目十二の六です。",
                    "台東区浅草橋三丁目十二の六",
                ),
                ("浅草橋3-12-6へお越しください。", "浅草橋3-12-6"),
                ("郵便番号は〒111-0035です。", "〒111-0035"),
            ],
        ),
        ("お届け先は別紙", &["浅草橋3-12-5ですね。"], &[]),
        (
            "12 Mill Lane, YO21 3UW",
            &["We are at 12 Mill Ln, YO21 3UW."],
            &[(
                "We are at 12 Mill Lane, YO21 3UP.",
                "12 Mill Lane, YO21 3UP",
            )],
        ),
        (
            "450 Main Street, Suite 210, Portland",
            &[
                "We are at 450 Main St, Ste 210.",
                "We are at 450 Main St #210.",
            ],
            &[("We are at 450 Main St, Ste 220.", "450 Main St, Ste 220")],
        ),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn another_carrier_or_card_than_the_sources_name_is_marked() {
    let failed = failures(&[
        (
            "発送はヤマト運輸、お支払いはVISA・JCBのみ",
            &[
                "クロネコヤマトでお届けします。",
                "JCBをご利用いただけます。",
                "PayPayはご利用いただけません。",
            ],
            &[
                ("佐川急便でお届けします。", "佐川"),
                ("PayPayもご利用いただけます。", "PayPay"),
            ],
        ),
        (
            "Sent by Royal Mail. We take Visa and Amex.",
            &[
                "It comes by Royal Mail, and pick-ups are fine.",
                "You can pay with Amex.",
                "We don't take Mastercard.",
            ],
            &[
                ("It comes by UPS.", "UPS"),
                ("You can pay with Mastercard.", "Mastercard"),
            ],
        ),
        ("Dispatch within 3 working days", &["It comes by DPD."], &[]),
    ]);
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn hours_of_the_afternoon_are_said_without_it() {
    let failed = failures(&[
        (
            "お届け希望 夕方5時まで",
            &["5時までにお届けします。"],
            &[("6時までにお届けします。", "6時")],
        ),
        (
            "授業 19:10〜20:40",
            &["夜7時10分から8時40分の授業です。"],
            &[("夜7時10分から9時40分の授業です。", "夜7時10分から9時40分")],
        ),
        (
            "引取は火〜金の10時〜16時。",
            &["引き取りは火曜から金曜の10時から16時に限ります。"],
            &[(
                "引き取りは火曜から土曜の10時から16時に限ります。",
                "火曜から土曜",
            )],
        ),
    ]);
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_refusal_is_one_in_whatever_clause_it_stands() {
    let failed = failures(&[(
        "生花のため返品はお受けしておりません。",
        &[
            "生花ですので返品はできませんが、傷みがあれば作り直します。",
            "生花ですので返品はご容赦ください。",
        ],
        &[],
    )]);
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
