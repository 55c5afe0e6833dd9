use super::super::super::tests::{assert_nothing, of_kind};
use super::super::super::{Extras, find};
use super::KIND;

fn assert_masked(date: &str, text: &str) {
    // A postcode makes `4 March 1985, LS1 4AB` an address.
    let found = find(text, &Extras::default());
    let found: Vec<&str> = found.into_iter().map(|it| &text[it.range]).collect();
    assert!(
        found.iter().any(|it| it.contains(date)),
        "{date} in {text}: {found:?}"
    );
}

/// Written as people, forms and programs write it.
const DATES: &[&str] = &[
    "1985/3/4",
    "1985-03-04",
    "1985.3.4",
    "1985年3月4日",
    "1985年03月04日",
    "1985 年 3 月 4 日",
    "１９８５年３月４日",
    "１９８５／０３／０４",
    "19850304",
    "85/03/04",
    "85.3.4",
    "'85/3/4",
    "85年3月4日",
    "昭和60年3月4日",
    "昭和６０年３月４日",
    "昭和 60 年 3 月 4 日",
    "昭和60/3/4",
    "昭60.3.4",
    "平2.1.5",
    "S60.3.4",
    "S60/03/04",
    "H2年1月5日",
    "平成元年1月8日",
    "昭和六十年三月四日",
    "4 March 1985",
    "4 Mar 1985",
    "4th March 1985",
    "March 4, 1985",
    "March 4th, 1985",
    "Mar. 4 1985",
    "Mar-04-1985",
    "04-Mar-1985",
    "04-Mar-85",
    "04MAR1985",
    "1985-Mar-04",
    "1985 March 4",
    "04/03/1985",
    "4/3/85",
    "04.03.1985",
    "4.3.85",
    "04-03-1985",
    "04031985",
    "1985-03-04T00:00:00Z",
    "1 9 8 5 年 3 月 4 日",
    "1 9 8 5 / 0 3 / 0 4",
    "1 9 8 5 - 0 3 - 0 4",
    "Showa 60.3.4",
];

#[test]
fn a_date_behind_any_label_is_one_of_birth() {
    for label in [
        "生年月日：",
        "生年月日 ",
        "生年月日（西暦）：",
        "生年月日・・・",
        "生 年 月 日　",
        "■生年月日\n",
        "【生年月日】",
        "ご生年月日：",
        "誕生日→",
        "お誕生日は",
        "生まれた日は",
        "バースデー：",
        "生年月日\t",
        "|生年月日|",
        "> 生年月日：",
        "・生年月日 … ",
        "生年月日 = ",
        "「生年月日」",
        "本人の生年月日です。",
        "生年月日、",
        "\"birthday\":\"",
        "\"date_of_birth\": \"",
        "'dob': '",
        "{\"birthDate\":\"",
        "dateOfBirth=",
        "birth_date: ",
        "date_of_birth,",
        "birthdate;",
        "DOB ",
        "DOB: ",
        "dob - ",
        "D.O.B. ",
        "d/o/b ",
        "D.O.B: ",
        "Date of Birth\n",
        "Date of Birth (DD/MM/YYYY): ",
        "DATE OF BIRTH: ",
        "date of birth is ",
        "my bday: ",
        "my b-day is ",
        "birthday = ",
        "Birth date | ",
        "* Date of birth: ",
        "[DOB] ",
    ] {
        for date in DATES {
            assert_masked(date, &format!("こんにちは\n{label}{date}\n以上"));
        }
    }
}

const OLD: &[&str] = &[
    "1985/3/4",
    "1985-03-04",
    "1985年3月4日",
    "昭和60年3月4日",
    "平成2年1月5日",
    "19850304",
    "4 March 1985",
    "March 4, 1985",
    "04/03/1985",
    "04.03.1985",
    "１９８５年３月４日",
];

#[test]
fn a_date_of_long_ago_is_one_of_birth_where_a_label_is_near() {
    for (before, behind) in [
        ("", " ← 生年月日です"),
        ("", "（生年月日）"),
        ("", "（誕生日）"),
        ("「", "」が正しい生年月日です"),
        ("会員情報の", "という生年月日は間違いです"),
        (
            "登録しようとすると生年月日でエラーになります。正しくは",
            "です",
        ),
        ("生年月日の照合をお願いします。", ""),
        ("生年月日が違うと言われました。\n", "で合っているはずです"),
        ("お名前\n電話番号\n生年月日\n\n山田\n090-1234-5678\n", ""),
        ("生年月日：1958/1/2（誤）→", "（正）"),
        ("誕生日を1958年1月2日から", "に直してください"),
        ("生年月日を間違えて入れました。誤 1958/1/2 正 ", ""),
        ("妻の生年月日もお伝えします（", "）"),
        ("本人確認のため", "と電話番号をお伝えします"),
        ("本人確認：", "、090-1234-5678"),
        ("電話番号と", "で照合すると言われました"),
        ("照合用に", "をお伝えします"),
        ("", " is my date of birth"),
        ("", " (that's my birthday)"),
        ("", " (DOB)"),
        ("", " - DOB as on my passport"),
        ("", " would be the date of birth you have on file"),
        ("You have my date of birth wrong. It should be ", ""),
        (
            "Birth date on the passport: 1 May 1958; on your form: ",
            ".",
        ),
        ("my dob shows as 1958-05-01 but it's ", ""),
        ("dob 1958-05-01 (wrong) ", " (right)"),
        (
            "Name, phone and date of birth as requested: Ann, 07700 900123, ",
            "",
        ),
        ("Date of birth for both of us: 1958-05-01 and ", ""),
        ("My son's and my birthday: 1958-05-01, ", ""),
        ("For security: ", ", postcode LS1 4AB"),
        ("security question answer: ", ""),
        ("年齢確認で", "と入力しても進みません"),
        ("the age check refuses ", ""),
        ("the kids' birthdays are 12 May 2009 and ", ""),
        ("To verify my identity: ", ", Ann"),
        ("identity check - ", ", Leeds"),
        ("for verification ", " and the last four digits"),
        ("Name\nPhone\nDOB\n\nAnn\n07700 900123\n", ""),
        ("the birthday field will not take ", ""),
    ] {
        for date in OLD {
            assert_masked(date, &format!("{before}{date}{behind}"));
        }
    }
}

#[test]
fn parts_of_a_date_in_fields_are_one() {
    for text in [
        "生年月日 年: 1985 月: 3 日: 4",
        "生年月日\n1985 年\n3 月\n4 日",
        "生年月日　1985年 / 3月 / 4日",
        "生年月日：（年）1985（月）3（日）4",
        "Date of birth: Day 4 Month 3 Year 1985",
        "Date of birth: Year 1985, Month 3, Day 4",
        "dob: day=4&month=3&year=1985",
        "Birth date: 1985 | 3 | 4",
    ] {
        let found = of_kind(KIND, text);
        assert!(
            found
                .iter()
                .any(|it| it.contains("1985") && it.contains('3') && it.contains('4')),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn other_dates_stay() {
    let date = "2026年3月4日";
    for text in [
        format!("注文日：{date}"),
        format!("クーポンの期限は{date}です"),
        format!("誕生日クーポンの期限は{date}です"),
        format!("お誕生日特典の締切：{date}"),
        format!("誕生日プレゼントを{date}に届けてください"),
        format!("生年月日の欄がありません。注文日は{date}です"),
        format!("本人確認の書類は{date}に送りました"),
        format!("本人確認は{date}に済みました"),
        format!("保証の開始日：{date}"),
        format!("照合の結果は{date}に届きました"),
        "設立 1985年3月4日。誕生日の割引はありますか".into(),
        "生年月日はお伝えしません。御社の創業は1985年3月4日ですね".into(),
        "本人確認済み。結婚記念日は1985年3月4日です".into(),
        "生年月日を入れる欄は1900年から始まります".into(),
        "ID:4031985".into(),
        "Order placed 4 March 2026".into(),
        "The voucher for my birthday expires 4 March 2026".into(),
        "my birthday order from 2026-03-04 is late".into(),
        "Please verify my identity. I ordered on 4 March 2026".into(),
        "For security, the parcel was held until 2026-03-04".into(),
        "identity check passed on 2026-03-04".into(),
        "your date of birth field starts at 1900".into(),
        "security question: which year? member since 1985-03-04".into(),
        "The shop was founded 4 March 1985; is there a birthday discount?".into(),
        "birthday card no. 1985-0304-12, 3 pieces".into(),
        "birthday balloons 1985 pcs".into(),
        "version 1985.3.4 asks for my birthday".into(),
        "dob 4 times".into(),
        "The birthday mug, cat. 20 12 99".into(),
        "birthday party on 4 March 2026".into(),
    ] {
        assert_nothing(KIND, &text);
    }
}
