//! Cards with what is printed on them, phones and network addresses, as people, forms and programs write them.

use pii::{CustomerText, Placeholders, mask};

fn masked(text: &str) -> String {
    let mut placeholders = Placeholders::default();
    mask(&CustomerText::new(text), &mut placeholders)
        .as_str()
        .to_owned()
}

/// None of `values` is left in the text.
fn leaks<'v>(text: &str, values: &[&'v str]) -> Option<&'v str> {
    let masked = masked(text);
    values
        .iter()
        .find(|value| masked.contains(**value))
        .copied()
}

fn assert_none_leaks(texts: &[(String, Vec<&str>)]) {
    let leaked: Vec<String> = texts
        .iter()
        .filter_map(|(text, values)| {
            leaks(text, values).map(|value| format!("{value} in {text:?}"))
        })
        .collect();
    assert!(
        leaked.is_empty(),
        "{} of {}:\n{}",
        leaked.len(),
        texts.len(),
        leaked.join("\n")
    );
}

const CARDS: &[&str] = &[
    "4111111111111111",
    "5555 5555 5555 4444",
    "3530-1113-3330-0000",
    "３７８２　８２２４６３　１０００５",
];

#[test]
fn the_month_and_the_code_of_a_card_are_masked() {
    let months = [
        "05/30",
        "05/2030",
        "5/30",
        "05-30",
        "05 / 30",
        "2030/05",
        "2030-05",
        "2030年5月",
        "30年5月",
        "5月/30年",
        "05月/2030年",
        "05月30年",
        "May 2030",
        "May 30",
        "MAY/30",
        "０５／３０",
    ];
    let frames = [
        ("", " 有効期限", " CVC 731"),
        ("カード番号：", "\n有効期限：", "\nセキュリティコード：731"),
        ("カードは", "、期限", "、裏の3桁は731です"),
        ("カードは", "、名義はTARO YAMADA、期限は", "、裏面の番号731"),
        (
            "クレジットカード番号 ",
            " 有効期限(月/年) ",
            " セキュリティコード(3桁) 731",
        ),
        (
            "・カード番号→",
            "\n・有効期限→",
            "\n・セキュリティコード→731",
        ),
        (
            "|カード番号|",
            "|\n|有効期限|",
            "|\n|セキュリティコード|731|",
        ),
        ("> カード番号：", "\n> 有効期限：", "\n> CVV：731"),
        ("", "、", "、731"),
        ("", " (", ")、裏側の3桁は731"),
        ("card ", " exp ", " cvv 731"),
        ("Card number: ", "\nExpiry date: ", "\nCVC: 731"),
        ("card no ", ", expires ", ", security code 731"),
        (
            "my card is ",
            ", good till ",
            " and the 3 digits on the back are 731",
        ),
        (
            "my card is ",
            " exp date is ",
            " and the code on the back is 731",
        ),
        ("", " valid thru ", " cv2 731"),
        ("", "\n", "\n731"),
        ("", "\nTARO YAMADA\n", "\n731"),
        ("", " ", " 731"),
        (
            "{\"card_number\":\"",
            "\",\"exp\":\"",
            "\",\"cvc\":\"731\"}",
        ),
        ("{\"number\": \"", "\", \"expiry\": \"", "\", \"cvv\": 731}"),
        (
            "{\"pan\":\"",
            "\",\"expiryDate\":\"",
            "\",\"securityCode\":\"731\"}",
        ),
        ("{'card':'", "','expiry_date':'", "','security_code':'731'}"),
        ("card=", "&expiry=", "&cvc=731"),
        ("card_no,exp,cvc\n", ",", ",731"),
        ("card_no\texp\tcvc\n", "\t", "\t731"),
        (
            "| Card | Expiry | CVV |\n|---|---|---|\n| ",
            " | ",
            " | 731 |",
        ),
        ("カード番号,有効期限,セキュリティコード\n", ",", ",731"),
        ("カード番号;有効期限;セキュリティコード\n", ";", ";731"),
        ("visa ", " expiry: ", " security number 731"),
        ("VISA ", "\nEXP. ", "\nSECURITY CODE 731"),
    ];
    let mut texts = Vec::new();
    for card in CARDS {
        for (before, between, behind) in frames {
            for month in months {
                // `4111, May 30, 731` without a word may be a day.
                let text = format!("{before}{card}{between}{month}{behind}");
                texts.push((text, vec![*card, month, "731"]));
            }
        }
    }
    for (month, year) in [("5", "2030"), ("05", "30")] {
        for text in [
            format!(r#"{{"number":"4111111111111111","exp_month":{month},"exp_year":{year}}}"#),
            format!(r#"{{"card":"4111111111111111","expMonth":"{month}","expYear":"{year}"}}"#),
            format!("4111111111111111\nExp month: {month}\nExp year: {year}"),
            format!("カード番号 4111111111111111 有効期限(月) {month} 有効期限(年) {year}"),
        ] {
            let masked = masked(&text);
            assert!(masked.matches("[CARD_").count() >= 3, "{text}: {masked}");
        }
    }
    assert_none_leaks(&texts);
}

#[test]
fn what_is_beside_a_card_and_no_part_of_it_stays() {
    for (kept, text) in [
        (
            "12/27",
            "カードは4111111111111111です。クーポンの期限12/27までに使いたい",
        ),
        (
            "2026/12/27",
            "4111111111111111で払いました。返品の期限2026/12/27",
        ),
        ("12,800", "4111111111111111、12,800円"),
        ("E-1042", "4111111111111111 エラー E-1042"),
        ("402", "4111111111111111\nエラーコード 402"),
        ("2026-05-16", "クーポンABC（期限2026-05-16まで）"),
        ("30 days", "Quote INV930234 expires in 30 days?"),
        ("05/30", "coupon SAVE5 exp 05/30"),
        ("2026/05", "賞味期限 2026/05"),
        ("05/30", "The gift card expires 05/30"),
        (
            "発行後30日",
            "見積No.INV-2026-5197、有効期限は発行後30日ですか",
        ),
        ("3 digits", "what are the 3 digits on the back?"),
        ("2026.6.3", "賞味期限が2026.6.3のものが届きました"),
    ] {
        let masked = masked(text);
        assert!(masked.contains(kept), "{text}: {masked}");
    }
}

#[test]
fn phones_are_masked_in_any_register() {
    let mut texts = Vec::new();
    for phone in [
        "070-3191-6927",
        "090 1234 5678",
        "08012345678",
        "０９０－１２３４－５６７８",
        "090(1234)5678",
        "090‐1234‐5678",
        "03-5904-3974",
        "045-123-4567",
        "+81-90-1234-5678",
    ] {
        for (before, behind) in [
            ("SMS認証のコードが", "宛に来ない"),
            ("確認コードが", "に届きません"),
            ("認証コードは", "に送ってください"),
            ("注文した者です。", "まで"),
            ("", ""),
            ("> ", ""),
            ("連絡先\t", ""),
            ("|電話|", "|"),
            ("{\"tel\":\"", "\"}"),
            ("折り返しは", "へ"),
            ("（", "）"),
            ("TEL　", ""),
            ("電話番号→", ""),
            ("携帯：", "（夕方以降）"),
            ("tel,name\n", ",x"),
            ("もしつながらなければ", "に"),
            ("〒100-0001 ", ""),
            ("my number ", ""),
            ("the code sent to ", " never arrives"),
            ("ring ", " pls"),
        ] {
            texts.push((format!("{before}{phone}{behind}"), vec![phone]));
        }
    }
    for phone in [
        "07535950310",
        "07845 150923",
        "+44 7700 900123",
        "(415) 555-2671",
        "415.555.2671",
        "+1 415 555 2671",
        "1-415-555-2671",
        "020 7946 0958",
        "+61 412 345 678",
    ] {
        for (before, behind) in [
            ("If I don't pick up try ", ", that's my husband's."),
            ("", " is mine"),
            ("call ", ""),
            ("txt ", ""),
            ("phone,zip\n", ",LS1 4AB"),
            ("| Mobile | ", " |"),
            ("{\"phone\": \"", "\"}"),
            ("Best,\nAnn\n", ""),
            ("> my no is ", ""),
            ("or on ", " after 6"),
            ("SMS code never arrives on ", ""),
            ("Mob ", ""),
            ("the courier rang from ", ""),
            ("(", ")"),
        ] {
            texts.push((format!("{before}{phone}{behind}"), vec![phone]));
        }
    }
    for spoken in [
        "ぜろきゅうぜろ、はちにはちに ろくななさんに",
        "ゼロキュウゼロ、イチニーサンヨン、ゴーロクナナハチ",
        "ぜろさんの いちにーさんよんの ごーろくななはち",
        "れいきゅうれいの いちにさんよんの ごろくしちはち",
    ] {
        for (before, behind) in [
            ("", "です"),
            ("電話は", "です。音声入力です"),
            ("番号は", "まで"),
        ] {
            texts.push((format!("{before}{spoken}{behind}"), vec![spoken]));
        }
    }
    for spoken in [
        "two zero eight, five five five, zero one four zero",
        "five zero three six two seven seven three nine two",
        "oh seven seven double oh nine triple zero one two three",
        "four one five, five five five, two six seven zero",
    ] {
        for (before, behind) in [
            ("phone number is ", ""),
            ("my number is ", ", thanks"),
            ("call me on ", " please"),
        ] {
            texts.push((format!("{before}{spoken}{behind}"), vec![spoken]));
        }
    }
    assert_none_leaks(&texts);
}

#[test]
fn network_addresses_are_masked_in_any_register() {
    let mut texts = Vec::new();
    for address in [
        "203.0.113.20",
        "60.77.186.61",
        "2a02:c7c:8c5a:75be:2d54::1",
        "2400:4050:c85e:8b7b:9392:757e:744b:7861",
        "2001:DB8::1",
    ] {
        for (before, behind) in [
            ("IPは", "です"),
            ("グローバルIP ", " を許可"),
            ("{\"ip\":\"", "\"}"),
            ("src=", " rule=9"),
            ("X-Forwarded-For: ", ""),
            ("from ", "."),
            ("[", "]"),
            ("(", ")"),
            ("ip,count\n", ",4"),
            ("| IP | ", " |"),
            ("ping ", " works"),
            ("> IP: ", ""),
            ("WAN側が", "になっています"),
            ("blocked: ", "/32"),
            ("IPアドレス：", "\n"),
            ("my ip is ", " and im blocked"),
            ("client_ip=", "&x=1"),
            ("host ", ", port 8443"),
        ] {
            texts.push((format!("{before}{address}{behind}"), vec![address]));
        }
    }
    for (text, address) in [
        ("IP203.0.113.20がブロックされました", "203.0.113.20"),
        ("203.0.113.20:8080 refuses", "203.0.113.20"),
        ("ip 203 . 0 . 113 . 20", "203 . 0"),
        ("IP: 203. 0. 113. 20", "113"),
        ("203[.]0[.]113[.]20 attacked us", "113"),
        ("my host ip-203-0-113-20.example.net", "203-0-113"),
        ("ping 8.8.4.4 works", "8.8.4.4"),
        ("IPアドレス 6.1.2.3", "6.1.2.3"),
    ] {
        texts.push((text.to_owned(), vec![address]));
    }
    assert_none_leaks(&texts);
    for text in [
        "driver 14.1.32.235 from 2025-03-24",
        "ドライバー 14.1.32.235",
        "Version 13.7.18.96",
        "firmware 5.2.39.209",
        "アプリ10.20.30.40に更新",
        "sdk 10.20.30.40",
        "Release 10.20.30.40",
        "BIOS 10.20.30.40",
        "v10.20.30.40",
        "localhost 127.0.0.1",
        "10.11.12.13.14",
        "バージョン10.18.4にした",
        "build 10.0.19041.1",
        "update 10.20.30.40 failed",
        "time 10:20:30:40",
        "size 10.5.3",
        "1-2-3-4",
        "ship-1-2-3-4",
    ] {
        assert_eq!(masked(text), text);
    }
}

#[test]
fn parcels_orders_and_codes_stay() {
    for text in [
        "USPS 9416 0248 3765 0542 9400 64 says delivered",
        "追跡番号は599277775260です",
        "伝票番号は6082-4748-5680です",
        "注文番号：20260828-058963",
        "order EC224429786",
        "JAN 4929939913914",
        "数量0120枚と入力",
        "カタログ45ページの090シリーズ",
        "03-で始まる電話",
        "Do 555-series spares fit the 800-series?",
        "aisle 14, bay 3",
        "12,205円×12回",
        "ポイント交換番号 P-0800-1200",
        "order number 07535950310",
        "invoice 07845150923",
        "one two three four five six seven eight nine ten",
        "seat two, row four, gate five",
    ] {
        assert_eq!(masked(text), text);
    }
}
