//! Honest facts in wordings that were once marked, and beside each what must still be marked.

use facts::{Fact, Known, Verdict, check};

/// Monday, 2 November 2026.
const RECEIVED: &str = "2026-11-02T10:00:00";

fn facts(reply: &str, mail: &str, passage: &str) -> Vec<Fact> {
    let known = Known {
        mail,
        passages: &[passage],
        received: RECEIVED.parse().ok(),
        ..Known::default()
    };
    check(reply, &known)
}

/// Checks cases of a reply, a mail, a passage and what of the reply is marked.
fn marks(cases: &[(&str, &str, &str, &[&str])]) {
    let mut wrong = Vec::new();
    for (reply, mail, passage, expected) in cases {
        let facts = facts(reply, mail, passage);
        let marked = facts.iter().filter(|it| it.verdict != Verdict::Supported);
        let marked: Vec<&str> = marked.map(|it| it.text.as_str()).collect();
        if marked != *expected {
            wrong.push(format!(
                "{reply:?}: {marked:?}, not {expected:?}\n{facts:#?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lessons_are_counted_by_periods_which_are_no_times_of_day() {
    const PRICES: &str = "補講 1時限 4,400円（税込）";
    marks(&[
        (
            "補講3時限で13,200円です。",
            "補講を3時限お願いします。",
            PRICES,
            &[],
        ),
        (
            "補講3時限で14,200円です。",
            "補講を3時限お願いします。",
            PRICES,
            &["14,200円"],
        ),
        (
            "補講は2時限、8,800円です。",
            "補講を2時限お願いします。",
            PRICES,
            &[],
        ),
    ]);
}

#[test]
fn people_behind_a_number_are_no_name() {
    const PRICES: &str = "入園料 大人1,800円、子ども900円。予約 椎名様 11/8";
    marks(&[
        (
            "大人2名様、子ども1名様で4,500円です。",
            "大人2人と子ども1人です。",
            PRICES,
            &[],
        ),
        ("椎名様のご予約は11月8日です。", "", PRICES, &[]),
        ("桑名様のご予約は11月8日です。", "", PRICES, &["桑名様"]),
    ]);
}

#[test]
fn a_wish_of_the_customer_that_is_granted_is_no_mistake() {
    const RECORD: &str = "Order 4471: delivery Tuesday 17 November 2026. Changing the date is free until three working days before.";
    const ORDER: &str = "ご注文 4471　お届け日 2026/11/17（火）　日時の変更は3営業日前まで無料";
    marks(&[
        (
            "You can move the delivery to Saturday 21 November free of charge.",
            "Could I move the delivery to Saturday the 21st?",
            RECORD,
            &[],
        ),
        (
            "You can move the delivery to Sunday 21 November free of charge.",
            "Could I move the delivery to Saturday the 21st?",
            RECORD,
            &["Sunday 21 November"],
        ),
        (
            "Your delivery is on Saturday 21 November.",
            "My delivery is on Saturday the 21st, right?",
            RECORD,
            &["Saturday 21 November"],
        ),
        (
            "お届け日は11月21日（土）に変更できます。",
            "お届け日を21日に変更したいです。",
            ORDER,
            &[],
        ),
        (
            "お届け日は11月22日（日）に変更いたしました。",
            "お届け日を21日に変更したいです。",
            ORDER,
            &["11月22日（日）"],
        ),
        (
            "お届け日は11月21日（土）です。",
            "お届けは21日でしたよね。",
            ORDER,
            &["11月21日（土）"],
        ),
    ]);
}

#[test]
fn for_how_long_the_customer_wants_something_is_theirs() {
    const ROOM: &str = "Room hire: first two hours free, then $20 per hour.";
    marks(&[
        (
            "Three hours cost you $20.",
            "We're looking for a room for about three hours.",
            ROOM,
            &[],
        ),
        (
            "The first three hours are free.",
            "We're looking for a room.",
            ROOM,
            &["three hours"],
        ),
    ]);
}

#[test]
fn a_weekday_of_the_customer_is_the_coming_one() {
    const HIRE: &str = "Canoes £45 for half a day.";
    const GARAGE: &str = "車検は2日お預かりします。";
    marks(&[
        (
            "Two canoes are £90 on Sunday 8 November.",
            "2 canoes next Sunday, please.",
            HIRE,
            &[],
        ),
        (
            "Two canoes are £90 on Sunday 22 November.",
            "2 canoes next Sunday, please.",
            HIRE,
            &["Sunday 22 November"],
        ),
        (
            "11月7日（土）にお預かりします。",
            "土曜の朝に預けます。",
            GARAGE,
            &[],
        ),
        (
            "11月8日（日）にお預かりします。",
            "土曜の朝に預けます。",
            GARAGE,
            &["11月8日（日）"],
        ),
        (
            "11月20日（金）のお弁当ですね。",
            "20日の会議のお弁当をお願いします。",
            "のり弁 750円",
            &[],
        ),
        (
            "11月21日（土）のお弁当ですね。",
            "20日の会議のお弁当をお願いします。",
            "のり弁 750円",
            &["11月21日（土）"],
        ),
    ]);
}

#[test]
fn a_week_on_a_weekday_is_a_day() {
    const BOOKED: &str = "Booking: Saturday 14 November 2026, 10:30, compact car.";
    marks(&[
        ("You pick the car up a week on Saturday.", "", BOOKED, &[]),
        ("You pick the car up Saturday week.", "", BOOKED, &[]),
        (
            "You pick the car up a week on Friday.",
            "",
            BOOKED,
            &["a week on Friday"],
        ),
    ]);
}

#[test]
fn days_that_are_left_are_counted_to_a_known_day() {
    const RECORD: &str = "本体保証の最終日 2026/12/20　修理は10日前後";
    marks(&[
        (
            "保証の最終日まで今日からあと48日ございます。",
            "",
            RECORD,
            &[],
        ),
        (
            "保証の最終日まで今日からあと58日ございます。",
            "",
            RECORD,
            &["58日"],
        ),
    ]);
}

#[test]
fn days_in_advance_are_counted_back() {
    const PLATTER: &str = "Platters £11 a head, order 5 days in advance.";
    marks(&[
        (
            "On 28 November we can serve platters; order by 23 November.",
            "We come on 28 November.",
            PLATTER,
            &[],
        ),
        (
            "On 28 November we can serve platters; order by 25 November.",
            "We come on 28 November.",
            PLATTER,
            &["25 November"],
        ),
        (
            "前日までのご予約が必要なので、18日のうちにお席をお取りください。",
            "",
            "検定 11/19 9:00　送迎バスは前日までに要予約",
            &[],
        ),
    ]);
}

#[test]
fn words_of_rates_and_of_all_days_are_no_other_days() {
    const SUPPORT: &str = "Phone support, 24 hours a day, every day. Cover €14 per day.";
    marks(&[
        (
            "Phone support is there seven days a week.",
            "",
            SUPPORT,
            &[],
        ),
        (
            "Cover costs €14 daily, which is optional.",
            "",
            SUPPORT,
            &[],
        ),
        (
            "4日目から1日につき550円です。",
            "",
            "4日目から1日550円。",
            &[],
        ),
        (
            "4日目から1日につき650円です。",
            "",
            "4日目から1日550円。",
            &["650円"],
        ),
    ]);
}

#[test]
fn one_free_set_is_one_set() {
    const RENT: &str = "One free set of strings every 6 months; further sets $22.";
    marks(&[
        ("Strings: 1 set free every 6 months.", "", RENT, &[]),
        (
            "Strings: 2 sets free every 6 months.",
            "",
            RENT,
            &["2 sets"],
        ),
    ]);
}

#[test]
fn three_months_are_thirteen_weeks() {
    const STORAGE: &str = "Units £14 a week. Notice 14 days.";
    const ASKED: &str = "A unit for about 3 months, please.";
    marks(&[
        (
            "For 13 weeks (three months) that is £182.",
            ASKED,
            STORAGE,
            &[],
        ),
        (
            "For 14 weeks (three months) that is £182.",
            ASKED,
            STORAGE,
            &["14 weeks", "£182"],
        ),
    ]);
}

#[test]
fn a_total_may_stand_before_what_it_is_made_of() {
    const PRICES: &str = "6号 5,400円、シュトーレン 1本 1,800円（税抜）。消費税8%。";
    const ORDER: &str = "6号を1台とシュトーレンを2本お願いします。";
    const GAME: &str = "$29 per person, children half price.";
    const GROUP: &str = "We are 7 adults and 2 children.";
    marks(&[
        (
            "合計 9,720円（内訳：6号 5,400円、シュトーレン1,800円×2、消費税720円）",
            ORDER,
            PRICES,
            &[],
        ),
        (
            "合計 9,270円（内訳：6号 5,400円、シュトーレン1,800円×2、消費税720円）",
            ORDER,
            PRICES,
            &["9,270円", "720円"],
        ),
        (
            "It comes to $232 (7 x $29.00 + 2 x $14.50), at half price for children.",
            GROUP,
            GAME,
            &[],
        ),
        (
            "It comes to $223 (7 x $29.00 + 2 x $14.50), at half price for children.",
            GROUP,
            GAME,
            &["$223"],
        ),
    ]);
}

#[test]
fn what_is_taken_off_each_price_is_taken_off() {
    const PRICES: &str = "大人1,500円、小学生1,000円。団体は1人100円引き。";
    marks(&[
        (
            "団体でお一人100円引きですので、大人1,400円、小学生900円です。",
            "30人で行きます。",
            PRICES,
            &[],
        ),
        (
            "団体でお一人100円引きですので、大人1,300円、小学生900円です。",
            "30人で行きます。",
            PRICES,
            &["1,300円"],
        ),
    ]);
}

#[test]
fn a_day_after_another_of_the_reply_is_the_next_one() {
    const RENT: &str = "成人式 2027/1/11。返却は翌日の17時まで。";
    marks(&[
        (
            "成人式は1月11日（月）、お返しは翌12日の17時までです。",
            "",
            RENT,
            &[],
        ),
        (
            "成人式は1月11日（月）、お返しは翌13日の17時までです。",
            "",
            RENT,
            &["13日"],
        ),
    ]);
}

#[test]
fn a_scale_of_fees_tells_the_days_on_which_its_steps_begin() {
    const SCALE: &str = "予約 2026/12/26　取消料：8日前まで無料／7日前〜4日前 20%／3日前〜前日 50%／当日 80%。ただし12/29〜1/3は15日前から20%。";
    const STEPS: &str = "Booked: 26 December 2026. Cancelling 7 to 4 days before costs 20%, 3 days before or later 50%.";
    marks(&[
        (
            "12月19日から20%、12月23日からは50%、当日は80%を頂戴します。",
            "",
            SCALE,
            &[],
        ),
        (
            "From 19 December it is 20%, from 23 December 50%.",
            "",
            STEPS,
            &[],
        ),
        (
            "From 19 December it is 20%, from 24 December 50%.",
            "",
            STEPS,
            &["24 December"],
        ),
    ]);
}

#[test]
fn the_last_days_of_a_term_begin_so_many_days_before_its_end() {
    const TARIFF: &str =
        "Tariff until 31 March 2027. No exit fee in the last 49 days of the tariff.";
    marks(&[
        (
            "There is none in the final 49 days, in your case from 10 February.",
            "",
            TARIFF,
            &[],
        ),
        (
            "There is none in the final 49 days, in your case from 20 February.",
            "",
            TARIFF,
            &["20 February"],
        ),
    ]);
}

#[test]
fn a_day_that_the_customer_moves_by_so_many_is_counted() {
    const BOOKED: &str = "Back Wed 18 November 16:20 from Holm. Changes are free.";
    const ASKED: &str = "What would it cost to come back a day later than planned?";
    marks(&[
        (
            "Moving your return to Thursday 19 November is free.",
            ASKED,
            BOOKED,
            &[],
        ),
        (
            "Moving your return to Friday 20 November is free.",
            ASKED,
            BOOKED,
            &["Friday 20 November"],
        ),
    ]);
}

#[test]
fn how_many_right_before_an_amount_is_what_it_is_of() {
    const PRICES: &str = "入館料 大人2,200円、小・中学生1,100円、3歳以上500円。";
    marks(&[
        (
            "・大人お二人 4,400円\n・小学生のお子さま 1,100円",
            "大人2人と小学生1人です。",
            PRICES,
            &[],
        ),
        (
            "・大人お二人 4,800円\n・小学生のお子さま 1,100円",
            "大人2人と小学生1人です。",
            PRICES,
            &["4,800円"],
        ),
    ]);
}

#[test]
fn what_a_pack_saves_is_what_its_pieces_would_cost_more() {
    const TRAINING: &str = "Session 45 min $80, pack of five $360.";
    marks(&[
        ("The five-pack is $360, saving you $40.", "", TRAINING, &[]),
        (
            "The five-pack is $360, saving you $60.",
            "",
            TRAINING,
            &["$60"],
        ),
    ]);
}

#[test]
fn the_tax_of_the_country_is_known_where_the_shop_tells_none() {
    const QUOTE: &str = "料金 98,000円（税別）。キャンセルは20%・50%。";
    marks(&[
        ("98,000円に消費税10%で107,800円です。", "", QUOTE, &[]),
        (
            "98,000円に消費税12%で109,760円です。",
            "",
            QUOTE,
            &["12%", "109,760円"],
        ),
    ]);
}

#[test]
fn hours_that_begin_before_known_ones_and_end_after_them_are_computed() {
    const PARKING: &str = "開館 9:00〜17:30。駐車場は開館の30分前から閉館の30分後まで。";
    marks(&[
        (
            "駐車場は8:30〜18:00にご利用いただけます。",
            "",
            PARKING,
            &[],
        ),
        (
            "駐車場は8:30〜18:30にご利用いただけます。",
            "",
            PARKING,
            &["8:30〜18:30"],
        ),
    ]);
}

#[test]
fn hours_in_a_list_of_days_are_read_with_their_minutes() {
    const OPENING: &str = "Opening: 21-23 Dec 7.30-6, 24 Dec 7-2, closed 25-28 Dec.";
    marks(&[
        (
            "On Wednesday the 23rd we're open from 7.30 to 6.",
            "",
            OPENING,
            &[],
        ),
        (
            "On Wednesday the 23rd we're open from 8.30 to 6.",
            "",
            OPENING,
            &["8.30 to 6"],
        ),
    ]);
}

#[test]
fn ages_and_seats_are_read_as_such() {
    marks(&[
        (
            "Under-12s need to see the GP.",
            "",
            "Flu jabs £19.95. Children under 12 via the GP only.",
            &[],
        ),
        (
            "Under-15s need to see the GP.",
            "",
            "Flu jabs £19.95. Children under 12 via the GP only.",
            &["15s"],
        ),
        (
            "お席は2階5列12番から14番です。",
            "",
            "S席 3枚 2階5列12〜14番",
            &[],
        ),
        (
            "お席は2階5列13番です。",
            "",
            "S席 1枚 2階5列12番",
            &["5列13"],
        ),
    ]);
}

#[test]
fn postage_of_a_second_exchange_is_no_postage_of_the_order() {
    const POST: &str = "送料は全国一律550円。5,500円以上のご注文は無料。交換品の送料は初回のみ無料、2回目からは550円です。";
    marks(&[
        (
            "ワンピース8,800円の交換は、初回の送料は無料です。再度の交換となりました場合の送料は550円です。",
            "ワンピース8,800円の交換をお願いします。",
            POST,
            &[],
        ),
        (
            "ワンピース8,800円のご注文ですので、送料は550円です。",
            "ワンピース8,800円を注文します。",
            POST,
            &["550円"],
        ),
    ]);
}

#[test]
fn what_is_computed_by_the_sentence_before_follows() {
    const RESALE: &str = "A席 7,700円。成立したときに券面金額の10%を手数料として差し引きます。";
    marks(&[
        (
            "手数料として券面金額の1割を差し引きます。A席は6,930円が戻る計算です。",
            "",
            RESALE,
            &[],
        ),
        (
            "手数料として券面金額の1割を差し引きます。A席は6,390円が戻る計算です。",
            "",
            RESALE,
            &["6,390円"],
        ),
    ]);
}

#[test]
fn an_address_ends_before_the_days_of_the_week() {
    const STORE: &str = "Store: 412 Pine Street, Tue-Sat 10am-6pm.";
    marks(&[
        (
            "Pick it up Tuesday through Saturday, 10 to 6.",
            "",
            STORE,
            &[],
        ),
        (
            "Pick it up Monday through Saturday, 10 to 6.",
            "",
            STORE,
            &["Monday through Saturday"],
        ),
    ]);
}

#[test]
fn what_an_example_is_computed_with_is_no_fact() {
    const BIKE: &str = "代車は3日間無料、4日目から1日550円。";
    marks(&[
        (
            "仮に7日間ご利用の場合は、4日分の2,200円です。",
            "",
            BIKE,
            &[],
        ),
        ("代車は7日間無料です。", "", BIKE, &["7日間"]),
    ]);
}

#[test]
fn a_count_of_the_customer_within_the_range_of_the_shop_is_right() {
    const FREEZE: &str = "Freeze: from 2 weeks up to 3 months per calendar year.";
    marks(&[(
        "A freeze of six weeks is possible.",
        "No training for six weeks, I'm told.",
        FREEZE,
        &[],
    )]);
}
