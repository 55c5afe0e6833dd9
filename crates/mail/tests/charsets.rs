//! Whatever charset a text is in, and whatever label it has: it is read, but for what it lacks.
#![allow(clippy::unwrap_used)]

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GBK, ISO_8859_2, KOI8_R, SHIFT_JIS, UTF_8, WINDOWS_1251,
    WINDOWS_1252,
};
use mail::parse;

const JAPANESE: [&str; 6] = [
    "お世話になっております。山田です。\n先日の注文の納期を教えてください。",
    "見積書を送ってください。",
    "商品がまだ届きません。確認をお願いいたします。\n電話：０３－１２３４－５６７８",
    "ｶﾀｶﾅとひらがなで、テストです。",
    "返品したいのですが、どうすればいいですか？\nOrder 12345 / Taro Yamada",
    "№1 ①②③ ㈱山田商店 髙橋様、能力表ソ十予",
];

fn eml(label: Option<&str>, body: &[u8]) -> Vec<u8> {
    let label = label
        .map(|label| format!("; charset={label}"))
        .unwrap_or_default();
    let head = format!("From: taro@example.com\r\nContent-Type: text/plain{label}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

fn read(label: Option<&str>, body: &[u8]) -> String {
    parse(&eml(label, body)).text.expose().to_owned()
}

fn encode(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, broken) = encoding.encode(text);
    assert!(!broken, "{text} in {}", encoding.name());
    bytes.into_owned()
}

/// ISO-2022-JP, by way of EUC-JP, which has the vendor rows.
fn jis(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut is_kanji = false;
    for c in text.chars() {
        let bytes = encode(EUC_JP, &c.to_string());
        match bytes.as_slice() {
            [ascii] => {
                if std::mem::take(&mut is_kanji) {
                    out.extend(b"\x1b(B");
                }
                out.push(*ascii);
            }
            [0x8e, kana] => {
                is_kanji = true;
                out.extend([0x1b, b'(', b'I', kana & 0x7f]);
                out.extend(b"\x1b$B");
            }
            [lead, trail] => {
                if !std::mem::replace(&mut is_kanji, true) {
                    out.extend(b"\x1b$B");
                }
                out.extend([lead & 0x7f, trail & 0x7f]);
            }
            other => panic!("{other:?}"),
        }
    }
    if is_kanji {
        out.extend(b"\x1b(B");
    }
    out
}

fn lossy(text: &str) -> usize {
    text.matches('\u{fffd}').count()
}

#[test]
fn japanese_is_read_under_every_label() {
    let labels = [
        None,
        Some("iso-2022-jp"),
        Some("shift_jis"),
        Some("euc-jp"),
        Some("utf-8"),
        Some("us-ascii"),
        Some("iso-8859-1"),
        Some("windows-1252"),
        Some("iso-8859-15"),
        Some("unknown-8bit"),
        Some("x-nonsense"),
        Some("gb2312"),
    ];
    let mut wrong = String::new();
    for text in JAPANESE {
        let encodings = [
            ("JIS", jis(text)),
            ("Shift_JIS", encode(SHIFT_JIS, text)),
            ("EUC-JP", encode(EUC_JP, text)),
            ("UTF-8", text.as_bytes().to_vec()),
        ];
        for (name, bytes) in encodings {
            for label in labels {
                // Valid in both: the label decides.
                if label == Some("gb2312") && matches!(name, "EUC-JP" | "Shift_JIS") {
                    continue;
                }
                let got = read(label, &bytes);
                if got != text {
                    wrong += &format!("{name} as {label:?}: {got}\n");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn other_languages_are_read_under_wrong_labels_and_none() {
    let german = "Guten Tag, die Lieferung für Frau Müller in Köln ist beschädigt. Schöne Grüße";
    let french = "Bonjour, le colis est arrivé abîmé. Pouvez-vous m'envoyer un café à la crème ?";
    let russian = "Здравствуйте, заказ ещё не пришёл. Подскажите, пожалуйста, когда его доставят?";
    let polish =
        "Dzień dobry, przesyłka jeszcze nie dotarła. Proszę o wyjaśnienie, gdzie się znajduje.";
    let chinese = "您好，请问这个商品什么时候可以发货？我已经等了两个星期了。";
    let taiwan = "您好，請問這個商品什麼時候可以出貨？我已經等了兩個星期了。";
    let korean = "안녕하세요. 주문한 상품이 아직 도착하지 않았습니다. 확인 부탁드립니다.";
    let mut wrong = String::new();
    for (text, encoding, labels) in [
        (
            german,
            WINDOWS_1252,
            &[
                None,
                Some("utf-8"),
                Some("us-ascii"),
                Some("iso-8859-1"),
                Some("unknown-8bit"),
            ][..],
        ),
        (
            french,
            WINDOWS_1252,
            &[None, Some("utf-8"), Some("us-ascii"), Some("iso-8859-1")][..],
        ),
        (
            german,
            UTF_8,
            &[
                None,
                Some("iso-8859-1"),
                Some("windows-1252"),
                Some("us-ascii"),
                Some("iso-8859-15"),
            ][..],
        ),
        (
            russian,
            KOI8_R,
            &[None, Some("koi8-r"), Some("iso-8859-1"), Some("utf-8")][..],
        ),
        (
            russian,
            WINDOWS_1251,
            &[
                None,
                Some("windows-1251"),
                Some("iso-8859-1"),
                Some("utf-8"),
            ][..],
        ),
        (
            russian,
            UTF_8,
            &[
                None,
                Some("koi8-r"),
                Some("windows-1251"),
                Some("iso-8859-1"),
            ][..],
        ),
        (polish, ISO_8859_2, &[Some("iso-8859-2"), Some("utf-8")][..]),
        (
            chinese,
            GBK,
            &[None, Some("gb2312"), Some("utf-8"), Some("iso-8859-1")][..],
        ),
        (
            taiwan,
            BIG5,
            &[None, Some("big5"), Some("utf-8"), Some("iso-8859-1")][..],
        ),
        (
            korean,
            EUC_KR,
            &[None, Some("euc-kr"), Some("utf-8"), Some("iso-8859-1")][..],
        ),
        (
            korean,
            UTF_8,
            &[None, Some("euc-kr"), Some("ks_c_5601-1987")][..],
        ),
        (
            chinese,
            UTF_8,
            &[
                None,
                Some("gb2312"),
                Some("gbk"),
                Some("big5"),
                Some("shift_jis"),
            ][..],
        ),
    ] {
        for label in labels {
            let got = read(*label, &encode(encoding, text));
            if got != text {
                wrong += &format!("{} as {label:?}: {got}\n", encoding.name());
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What is in the midst of a JIS text, and what is shown for it.
const ODD: [(&[u8], &str); 15] = [
    (b"uA", "☀"),     // au: fine weather
    (b"uAvP", "☀💩"), // two pictograms, as phones write them
    (b"\x7fA", "\u{fffd}"),
    (b"+!", "ʔ"),             // a row that JIS X 0213 has
    (b"(p", "ǎ"),             // a cell that JIS X 0213 has
    (b"\x1b$B-!\x1b$B", "①"), // NEC's row 13
    (b"yc", "\u{fffd}"),
    (b"\x93\x21", "\u{2170}"),          // IBM's row 115
    (b"\x1b(Q?", "\u{fffd}Q?"),         // an escape that is unknown
    (b"\x1b", "\u{fffd}"),              // the rest of an escape is lost
    (b"\x1b(B\xe2\x82\xac\x1b$B", "€"), // UTF-8
    (b"\x1b(B\x83\x65\x83\x58\x83\x67\x0d\x0a\x1b$B", "テスト\n"), // Shift_JIS
    (b"\x1b(I6E\x1b$B", "ｶﾅ"),
    (b"\x1b$G!\x0f\x1b$B", "👦"), // SoftBank
    (b"\x0e6E\x0f", "ｶﾅ"),
];

#[test]
fn one_character_that_cannot_be_read_costs_one() {
    let mut wrong = String::new();
    for (odd, _) in ODD.iter().filter(|(odd, _)| !odd.contains(&b'y')) {
        let expected = ODD.iter().find(|(bytes, _)| bytes == odd).unwrap().1;
        let before = jis("お世話になっております。山田です。\n商品が届きません");
        let before = before.strip_suffix(b"\x1b(B").unwrap();
        let back: &[u8] = if matches!(odd, [0x1b] | [0x1b, b'(', b'Q', ..]) {
            b"\x1b$B"
        } else {
            b""
        };
        let after = jis("。追伸です。\nありがとう。");
        let after = after.strip_prefix(b"\x1b$B").unwrap();
        let bytes = [before, odd, back, after].concat();
        let want = format!(
            "お世話になっております。山田です。\n商品が届きません{expected}。追伸です。\nありがとう。"
        );
        for label in [
            None,
            Some("iso-2022-jp"),
            Some("utf-8"),
            Some("iso-2022-jp-ms"),
        ] {
            let got = read(label, &bytes);
            if got != want {
                wrong += &format!("{odd:x?} as {label:?}: {got}\n");
            }
            assert!(!got.contains('\u{1b}'));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_lost_byte_costs_no_other_character() {
    let text = "お世話になっております。商品がまだ届きません。";
    let bytes = jis(text);
    let letters: Vec<char> = text.chars().collect();
    for lost in 3..bytes.len() - 3 {
        let mut bytes = bytes.clone();
        bytes.remove(lost);
        bytes.extend(b"\r\n");
        bytes.extend(jis("追伸です。"));
        let got = read(Some("iso-2022-jp"), &bytes);
        let (first, second) = got.split_once('\n').unwrap();
        assert_eq!(second, "追伸です。");
        // Which of two neighbours was hit cannot always be told.
        let at = (lost - 3) / 2;
        let got: Vec<char> = first.chars().collect();
        assert!(
            lossy(first) == 1 && got.len() == letters.len(),
            "{lost}: {first}"
        );
        let kept = got
            .iter()
            .zip(&letters)
            .enumerate()
            .filter(|(n, _)| n.abs_diff(at) > 2);
        let kept = kept.filter(|(_, (got, want))| got == want).count();
        assert!(kept + 5 >= letters.len(), "{lost}: {first}");
    }
}

#[test]
fn a_text_that_is_cut_is_read_up_to_there() {
    let text = "商品がまだ届きません。確認をお願いします。";
    for bytes in [
        jis(text),
        encode(SHIFT_JIS, text),
        encode(EUC_JP, text),
        text.as_bytes().to_vec(),
    ] {
        for len in bytes.len() / 2..bytes.len() {
            for label in [None, Some("iso-2022-jp")] {
                let got = read(label, &bytes[..len]);
                assert!(
                    lossy(&got) <= 1 && !got.contains('\u{1b}'),
                    "{len} {label:?}: {got}"
                );
                let read = got.trim_end_matches(['\u{fffd}', '$', '(', 'B']);
                assert!(
                    text.starts_with(read) && read.chars().count() >= 9,
                    "{len} {label:?}: {got}"
                );
            }
        }
    }
}

#[test]
fn subjects_and_names_are_read_as_bodies_are() {
    use base64::Engine as _;
    let word = |bytes: &[u8]| {
        let data = base64::engine::general_purpose::STANDARD.encode(bytes);
        format!("=?ISO-2022-JP?B?{data}?=")
    };
    let name = word(b"\x1b$B;3EDuA\x1b(B");
    let subject = word(b"\x1b$BCmJ8uA$N7o");
    let mail =
        parse(format!("From: {name} <taro@example.com>\r\nSubject: {subject}\r\n\r\nx").as_bytes());
    assert_eq!(mail.subject.expose(), "注文☀の件");
    assert_eq!(mail.from.unwrap().display(), "山田☀ <taro@example.com>");
    let raw = [
        &b"From: "[..],
        b"\x1b$B;3ED\x1b(B <taro@example.com>\r\nSubject: \x1b$BCmJ8\x7fA$N7o\x1b(B\r\n\r\nx",
    ]
    .concat();
    let mail = parse(&raw);
    assert_eq!(mail.subject.expose(), "注文\u{fffd}の件");
    assert_eq!(mail.from.unwrap().display(), "山田 <taro@example.com>");
}

#[test]
fn escapes_that_were_filtered_out_are_put_back() {
    for label in [None, Some("iso-2022-jp"), Some("us-ascii")] {
        let bytes = jis("お世話になっております。\n山田です。");
        let bytes: Vec<u8> = bytes.into_iter().filter(|b| *b != 0x1b).collect();
        assert_eq!(read(label, &bytes), "お世話になっております。\n山田です。");
    }
    for text in [
        "It costs $B and (B or $@ or (J.",
        "a$B1234(B",
        "$B$B$B$B",
        "US$BANK",
    ] {
        assert_eq!(read(None, text.as_bytes()), text);
    }
}

#[test]
fn newer_sets_and_those_of_neighbours_are_read() {
    for (label, bytes, expected) in [
        (
            "iso-2022-jp-2004",
            &b"\x1b$(QOT.!~e\x1b$B$H\x1b$(P!!\x1b$(Q$w\x1b(B"[..],
            "𠮟俱鷗と𠂉か゚",
        ),
        ("iso-2022-jp-3", b"\x1b$(O~e\x1b$B$H\x1b(B", "鷗と"),
        (
            "iso-2022-jp-2",
            b"\x1b$B4A;z\x1b(B \x1b$A::So\x1b(B \x1b$(CGQ19\x1b(B \x1b.F\x1bNE\x1bNk \x1b.Acaf\x1bNi",
            "漢字 汉语 한국 Ελ café",
        ),
        ("iso-2022-jp-1", b"\x1b$(D0!\x1b(B", "丂"),
        ("iso-2022-kr", b"\x1b$)C\x0eGQ19\x0f mail", "한국 mail"),
        ("hz-gb-2312", b"~{Dc:C~} ~~ ok", "你好 ~ ok"),
        ("utf-7", b"+ZeVnLIqeACswZzBZAOk!A-B +- +AOk-x", "日本語+ですé!A-B + éx"),
        ("utf-7", b"+AOk!", "é!"),
    ] {
        assert_eq!(read(Some(label), bytes), expected, "{label}");
    }
}

#[test]
fn carriers_pictograms_are_their_emoji() {
    for (label, bytes, expected) in [
        (
            "shift_jis",
            &b"\x82\xa0\xf8\x9f\x82\xa2\xf9\x91"[..],
            "あ☀い❤",
        ), // docomo
        ("shift_jis", b"\x82\xa0\xf6\x60\x82\xa2\xf7\xb2", "あ☀い❤"), // au
        ("shift_jis", b"\x82\xa0\xf9\x8b\xf7\x41", "あ☀📫"),          // SoftBank
        ("utf-8", "あ\u{e63e}い\u{e6ec}".as_bytes(), "あ☀い❤"),       // docomo
        ("utf-8", "あ\u{e488}い\u{e595}".as_bytes(), "あ☀い❤"),       // au
        ("utf-8", "あ\u{e04a}い\u{e022}".as_bytes(), "あ☀い❤"),       // SoftBank
        ("utf-8", "あ\u{fe000}".as_bytes(), "あ☀"),                   // Google
        (
            "utf-8",
            "絵👨\u{200d}👩\u{200d}👧文字".as_bytes(),
            "絵👨\u{200d}👩\u{200d}👧文字",
        ),
    ] {
        assert_eq!(read(Some(label), bytes), expected, "{label} {bytes:x?}");
    }
}

#[test]
fn a_bad_byte_in_an_eight_bit_text_costs_one_character() {
    let text = "お世話になっております。商品がまだ届きません。確認をお願いします。";
    for (encoding, label) in [
        (SHIFT_JIS, "shift_jis"),
        (EUC_JP, "euc-jp"),
        (UTF_8, "utf-8"),
    ] {
        for label in [None, Some(label)] {
            let mut bytes = encode(encoding, text);
            bytes.extend([0xff, b'\n']);
            bytes.extend(encode(encoding, text));
            let got = read(label, &bytes);
            assert_eq!(
                got,
                format!("{text}\u{fffd}\n{text}"),
                "{} as {label:?}",
                encoding.name()
            );
        }
    }
}

#[test]
fn a_foreign_byte_in_utf_8_costs_no_other_character() {
    let grues = ["Grüße, Größe 4, ".as_bytes(), b"M\xfcller"].concat();
    let text = read(Some("utf-8"), &grues);
    assert!(text.starts_with("Grüße, Größe 4, M"), "{text}");
    let few = ["Café – ".as_bytes(), b"\x93ok\x94"].concat();
    let text = read(Some("utf-8"), &few);
    assert!(text.starts_with("Café – ") && text.contains("ok"), "{text}");
    // A text of another charset is no such text.
    let (bytes, ..) = WINDOWS_1252.encode("Größe für über");
    assert_eq!(read(Some("utf-8"), &bytes), "Größe für über");
}

#[test]
fn half_width_kana_alone_are_read_without_a_label() {
    let mut wrong = String::new();
    for text in [
        "ﾃｽﾄﾃﾞｽ",
        "ﾔﾏﾀﾞ ﾀﾛｳ",
        "ｶ)ｱｵｿﾞﾗｼｮｳｼﾞ",
        "ﾌﾘｺﾐﾆﾝ ｻﾄｳ ﾊﾅｺ 2026/11/20 12,000ｴﾝ",
        "ｵｾﾜﾆﾅｯﾃｵﾘﾏｽ｡ﾆﾓﾂｶﾞﾏﾀﾞﾄﾄﾞｷﾏｾﾝ｡",
        "ｷｬﾝｾﾙｼﾀｲ",
        "ﾔﾏﾀﾞ様",
        "Order 12: ｸﾞﾗｽ ﾜﾚ",
        "｢ｾﾝｻﾞﾝ｣ﾉｽｲﾊﾝｷ",
    ] {
        let bytes = encode(SHIFT_JIS, text);
        for label in [
            None,
            Some("unknown-8bit"),
            Some("iso-8859-1"),
            Some("us-ascii"),
        ] {
            let got = read(label, &bytes);
            if got != text {
                wrong += &format!("{text} as {label:?}: {got}\n");
            }
        }
        let raw = [
            b"From: ".as_slice(),
            &bytes,
            b" <a@example.com>\r\nSubject: ",
            &bytes,
            b"\r\n\r\nx",
        ];
        let mail = parse(&raw.concat());
        if mail.subject.expose() != text {
            wrong += &format!("subject {text}: {}\n", mail.subject.expose());
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn letters_at_the_places_of_half_width_kana_stay_what_they_are() {
    let mut wrong = String::new();
    for (text, encoding) in [
        ("привет, как дела? заказ не пришёл", KOI8_R),
        ("где мой заказ", KOI8_R),
        ("ГДЕ МОЙ ЗАКАЗ", WINDOWS_1251),
        ("Алфавит", KOI8_R),
        ("Заказ", KOI8_R),
        ("Вопрос", WINDOWS_1251),
        ("Où est ma commande ? Déjà payée à crédit", WINDOWS_1252),
        ("Größe 42, süß, Öl, ÄÖÜ", WINDOWS_1252),
        ("商品の注文書", EUC_JP),
        ("注文書在中", EUC_JP),
        ("주문한 상품이 아직 안 왔어요", EUC_KR),
        ("안녕하세요 반품 문의", EUC_KR),
        ("您好，我的订单还没有到货", GBK),
        ("請問何時出貨，謝謝您的回覆", BIG5),
        ("สวัสดีครับ สินค้ายังไม่มาถึง ขอบคุณครับ", encoding_rs::WINDOWS_874),
        ("Πού είναι η παραγγελία μου;", encoding_rs::WINDOWS_1253),
        ("איפה ההזמנה שלי", encoding_rs::WINDOWS_1255),
        ("أين طلبي من فضلكم", encoding_rs::WINDOWS_1256),
    ] {
        let bytes = encode(encoding, text);
        // A word or two may be anything, without a label.
        let labels = match text.chars().count() {
            0..10 => [Some(encoding.name()); 2],
            _ => [None, Some(encoding.name())],
        };
        for label in labels {
            let got = read(label, &bytes);
            if got != text {
                wrong += &format!("{} as {label:?} {text}: {got}\n", encoding.name());
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn an_emoji_of_two_surrogates_is_one_emoji() {
    // CESU-8: U+D83D U+DE00, three bytes each.
    let odd = b"Thanks \xed\xa0\xbd\xed\xb8\x80\xed\xa0\xbc\xed\xbe\x89 \xe6\x9c\xac";
    for label in [None, Some("utf-8"), Some("us-ascii"), Some("iso-8859-1")] {
        assert_eq!(read(label, odd), "Thanks 😀🎉 本", "{label:?}");
    }
    let half = read(Some("utf-8"), b"Thanks \xed\xa0\xbd, and \xed\xb8\x80 bye");
    assert!(
        half.starts_with("Thanks ") && half.ends_with(" bye"),
        "{half}"
    );
    // Of an HTML part, and of its numbers.
    let html = b"From: a@example.com\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Thanks \xed\xa0\xbd\xed\xb8\x80 &#55357;&#56832; &#xD83D;&#xDE00;</p>";
    assert_eq!(parse(html).text.expose(), "Thanks 😀 😀 😀");
    let raw = b"From: a@example.com\r\nSubject: Thanks \xed\xa0\xbd\xed\xb8\x80\r\n\r\nx";
    assert_eq!(parse(raw).subject.expose(), "Thanks 😀");
    let word = b"From: a@example.com\r\nSubject: =?utf-8?B?VGhhbmtzIO2gve24gA==?=\r\n\r\nx";
    assert_eq!(parse(word).subject.expose(), "Thanks 😀");
}

#[test]
fn utf_8_that_was_encoded_twice_is_read_once() {
    let twice = |text: &str| {
        let (wrong, _) = WINDOWS_1252.decode_without_bom_handling(text.as_bytes());
        wrong.into_owned().into_bytes()
    };
    for text in [
        "Grüße aus Köln, schöne Größe",
        "お世話になっております。",
        "Le café à la crème est arrivé abîmé",
        "Где мой заказ?",
    ] {
        for label in [None, Some("utf-8")] {
            assert_eq!(read(label, &twice(text)), text, "{label:?}");
        }
    }
    // What a customer writes about it, beside sound letters, or in a word or two.
    for text in [
        "Ihre Seite zeigt GrÃ¼ÃŸe und schÃ¶n statt Grüße und schön",
        "Your mail calls me MÃ¼ller.",
        "São Paulo, Ångström, ñandú, Ãµ",
    ] {
        assert_eq!(read(Some("utf-8"), text.as_bytes()), text);
    }
}
