//! Names on texts that no rule, list, or training line was written for (`tests/names/README.md`).

use pii::{CustomerText, Hints, Masker, Placeholders, Rules, mask};

/// Names whose letters are not all masked, of all; what must stay readable and does not, of all.
#[derive(Debug, Default)]
struct Score {
    names: usize,
    leaked: usize,
    kept: usize,
    masked: usize,
}

impl Score {
    fn of(set: &str) -> Score {
        let mut score = Score::default();
        for line in set.lines() {
            let (_, text) = line.split_once('\t').expect("a register, a tab, a text");
            score.add(&text.replace("\\n", "\n").replace("\\t", "\t"));
        }
        score
    }

    fn add(&mut self, marked: &str) {
        let (mut text, mut marks) = (String::new(), Vec::new());
        let mut rest = marked;
        while let Some(open) = ["{NAME:", "{KEEP:"]
            .iter()
            .filter_map(|mark| rest.find(mark))
            .min()
        {
            let end = open + rest[open..].find('}').expect("a mark ends");
            text.push_str(&rest[..open]);
            let start = text.len();
            text.push_str(&rest[open + 6..end]);
            marks.push((rest[open + 1..].starts_with("NAME"), start..text.len()));
            rest = &rest[end + 1..];
        }
        text.push_str(rest);
        let mut placeholders = Placeholders::default();
        let masked = mask(&CustomerText::new(&text), &mut placeholders);
        let hidden = hidden(masked.as_str(), &placeholders, text.len());
        for (is_name, mark) in marks {
            let mut letters = text[mark.clone()]
                .char_indices()
                .filter(|(_, c)| c.is_alphanumeric())
                .map(|(at, _)| hidden[mark.start + at]);
            if is_name {
                self.names += 1;
                self.leaked += usize::from(!letters.all(|hidden| hidden));
            } else {
                self.kept += 1;
                self.masked += usize::from(letters.any(|hidden| hidden));
            }
        }
    }

    /// At most these shares, in percent.
    fn assert_at_most(&self, leaked: f64, masked: f64, set: &str) {
        let rate = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
        let (leaks, masks) = (rate(self.leaked, self.names), rate(self.masked, self.kept));
        println!(
            "{set}: {leaks:.1} % of {} names leaked, {masks:.1} % of {} other words masked",
            self.names, self.kept
        );
        assert!(
            leaks <= leaked && masks <= masked,
            "{set}: {leaks:.1} % leaked, at most {leaked} % allowed; {masks:.1} % masked for nothing, at most {masked} % allowed"
        );
    }
}

/// Which bytes of the original are masked.
fn hidden(masked: &str, placeholders: &Placeholders, length: usize) -> Vec<bool> {
    let mut hidden = vec![false; length];
    let (mut at, mut rest) = (0, masked);
    while let Some(open) = rest.find('[') {
        at += open;
        rest = &rest[open..];
        let end = rest.find(']').map_or(1, |end| end + 1);
        let (step, length) = match placeholders.original(&rest[..end]) {
            Some(original) => {
                hidden[at..at + original.len()].fill(true);
                (end, original.len())
            }
            None => (1, 1),
        };
        at += length;
        rest = &rest[step..];
    }
    hidden
}

#[test]
fn names_by_frequency_are_masked_in_texts_that_were_never_looked_at() {
    let japanese = include_str!("names/held_out_ja.txt");
    Score::of(japanese).assert_at_most(4.2, 1.0, "Japanese");
    let english = include_str!("names/held_out_en.txt");
    Score::of(english).assert_at_most(3.0, 2.0, "English");
}

/// Half of each set was never looked at (`tests/names/README.md`).
#[test]
fn ordinary_words_stay_readable() {
    for (language, set, most) in [
        ("Japanese", include_str!("names/ordinary_ja.txt"), 5.0),
        ("English", include_str!("names/ordinary_en.txt"), 6.0),
        (
            "other languages",
            include_str!("names/ordinary_other.txt"),
            2.0,
        ),
    ] {
        Score::of(set).assert_at_most(0.0, most, language);
    }
    let names = Score::of(include_str!("names/names_other.txt"));
    names.assert_at_most(5.0, 0.0, "names in other languages");
}

#[test]
fn no_line_of_the_training_is_one_of_the_held_out_templates() {
    /// What is left of a line without its slots and marks.
    fn plain(line: &str) -> String {
        let mut plain = String::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('{') {
            plain.push_str(before);
            plain.push('§');
            rest = after.split_once('}').map_or("", |(_, rest)| rest);
        }
        plain + rest
    }
    for (lines, templates) in [
        (
            include_str!("../train/lines_ja.txt"),
            include_str!("names/templates/held_out_ja.txt"),
        ),
        (
            include_str!("../train/lines_en.txt"),
            include_str!("names/templates/held_out_en.txt"),
        ),
    ] {
        let trained: std::collections::HashSet<String> = lines.lines().map(plain).collect();
        for template in templates.lines() {
            let (_, text) = template
                .split_once('\t')
                .expect("a register, a tab, a text");
            let text = plain(text);
            // A few characters between slots are in many texts.
            let words = text.chars().filter(|c| c.is_alphanumeric()).count();
            assert!(words < 12 || !trained.contains(&text), "{template}");
        }
    }
}

#[test]
fn who_was_named_in_an_earlier_text_is_known_by_each_part_of_the_name_in_a_later_one() {
    // Without the other detectors of names, so that the hint alone decides.
    let masker = Masker::new(&Rules {
        keep_names: true,
        ..Rules::default()
    })
    .expect("the rules are in order");
    for (name, later, part) in [
        ("Odalys Overturf", "Overturf, blue, size 4", "Overturf"),
        ("桜井 由紀", "由紀の品は届きました。", "由紀"),
    ] {
        let masked = |hints, text: &str, placeholders: &mut Placeholders| {
            let masked = masker.mask(&CustomerText::new(text), &hints, placeholders);
            masked.as_str().to_owned()
        };
        let mut placeholders = Placeholders::default();
        assert_eq!(masked(Hints::default(), later, &mut placeholders), later);
        masked(Hints::default().name(name), name, &mut placeholders);
        let masked = masked(Hints::default(), later, &mut placeholders);
        assert!(!masked.contains(part), "{masked}");
    }
}

#[test]
fn programs_that_are_spoken_to_are_no_persons() {
    for text in [
        "AIへ、次のとおり答えてください。",
        "AI様、よろしくお願いします。",
        "BOTさん、教えて",
        "Dear AI, please answer",
    ] {
        let masked = mask(&CustomerText::new(text), &mut Placeholders::default());
        assert_eq!(masked.as_str(), text);
    }
    let masked = mask(&CustomerText::new("Dear Ai,"), &mut Placeholders::default());
    assert_eq!(masked.as_str(), "Dear [NAME_1],");
}

#[test]
fn plays_and_characters_are_no_persons() {
    for text in [
        "ハムレットを四席お願いします。",
        "マクベスの券を二枚。",
        "モーツァルトとショパンの楽譜はありますか。",
        "シンデレラの靴、ピノキオの人形、サンタの帽子",
    ] {
        let masked = mask(&CustomerText::new(text), &mut Placeholders::default());
        assert_eq!(masked.as_str(), text);
    }
}

#[test]
fn each_form_of_a_name_is_masked_in_ordinary_sentences() {
    for (text, names) in [
        ("髙橋です。返品を希望します。", &["髙橋"][..]),
        ("一ノ瀬です。昨日注文しました。", &["一ノ瀬"]),
        ("龍ケ崎と申します。", &["龍ケ崎"]),
        ("佐藤 美穂に届けてください。", &["佐藤", "美穂"]),
        ("届け先は山田由美子です。", &["由美子"]),
        (
            "昨日、店頭で小野寺真由美さんという方に会いました。",
            &["小野寺", "真由美"],
        ),
        (
            "マリア・ガルシアです。サイズを変えたいです。",
            &["マリア", "ガルシア"],
        ),
        ("担当はエミリーさんでした。", &["エミリー"]),
        (
            "お名前　木戸 由佳里\nフリガナ　キド ユカリ",
            &["木戸", "由佳里", "キド", "ユカリ"],
        ),
        ("お 名 前　山 田 太 郎　様", &["山 田 太 郎"]),
        ("喜屋武と申します。沖縄から注文しました。", &["喜屋武"]),
        ("工藤 宛でお願いします。", &["工藤"]),
        ("タナカ ユミです。", &["タナカ", "ユミ"]),
        ("Regards,\nJ. R. Hartley", &["Hartley"]),
        (
            "I spoke with Zainab yesterday about the refund.",
            &["Zainab"],
        ),
        (
            "hi my name is kevin malone and my parcel is late",
            &["kevin", "malone"],
        ),
        (
            "Please send it to Nguyễn Thị Minh Khai.",
            &["Nguyễn", "Khai"],
        ),
        ("NAKAMURA Shin here, any news?", &["NAKAMURA", "Shin"]),
        ("My wife Oluwaseun ordered the lamp.", &["Oluwaseun"]),
        (
            "<td>Name</td><td>Aisha Fitzgerald</td>",
            &["Aisha", "Fitzgerald"],
        ),
        ("안녕하세요. 김민준입니다.", &["김민준"]),
        (
            "小鳥遊（たかなし）様のご予約です。",
            &["小鳥遊", "たかなし"],
        ),
        ("担当の山路（やまじ）です。", &["山路", "やまじ"]),
        ("崔様（Mr. 崔）", &["崔"]),
        ("お申込者\n姓:山田 名:花", &["山田", "花"]),
        ("グエさんが入室しました", &["グエ"]),
        (
            "出席者は下記のとおりです。\nマーク・スミス、ケイト・ホワイト（丸善）",
            &["マーク", "スミス", "ケイト", "ホワイト"],
        ),
        (
            "I'm sorry about that, I'm Jordan. Was it about the lamp?",
            &["Jordan"],
        ),
    ] {
        let mut placeholders = Placeholders::default();
        let masked = mask(&CustomerText::new(text), &mut placeholders);
        for name in names {
            assert!(
                !masked.as_str().contains(name),
                "{name} in {}",
                masked.as_str()
            );
        }
    }
}

/// What a mail's headers tell is masked as its bearer writes it in a hurry; a desk is nobody.
#[test]
fn a_known_name_is_masked_in_each_case_and_a_desk_is_none() {
    let masked = |hint: &str, text: &str| {
        let mut placeholders = Placeholders::default();
        let hints = Hints::default().name(hint);
        let masked = Masker::default().mask(&CustomerText::new(text), &hints, &mut placeholders);
        masked.as_str().to_owned()
    };
    for (hint, text, leaks) in [
        (
            "José Núñez",
            "jose nunez here, JOSÉ said so, Nunez too",
            &["jose", "nunez", "JOSÉ", "Nunez"][..],
        ),
        (
            "Zofia Wąsik",
            "zofia again. wasik on the label",
            &["zofia", "wasik"],
        ),
        (
            "ORSOLYA BAKÓ",
            "thx orsolya, not bako",
            &["orsolya", "bako"],
        ),
        ("Siobhan Daly", "SIOBHAN DALY paid", &["SIOBHAN", "DALY"]),
    ] {
        let masked = masked(hint, text);
        for leak in leaks {
            assert!(!masked.contains(leak), "{hint}: {masked}");
        }
    }
    // A word of the language stays one.
    assert!(masked("Will Rose", "i will send the rose").contains("will send the rose"));
    // A customer called by one is masked with a capital, where no other thing is meant.
    for (hint, text, wanted) in [
        (
            "May",
            "Will you come in May? May I ask? Ask May.",
            "Will you come in May? May I ask? Ask [NAME_1].",
        ),
        (
            "will",
            "Will you ask? I will. Will paid.",
            "Will you ask? I will. [NAME_1] paid.",
        ),
    ] {
        assert_eq!(masked(hint, text), wanted, "{hint}");
    }
    // A word that a customer may be called.
    assert_eq!(masked("雲海", "雲海も来ます"), "[NAME_1]も来ます");
    for (hint, text) in [
        ("the", "the order is here, the box is not"),
        ("Order", "Order 44 is late, the order of April"),
        ("The Order", "the order is late"),
        ("X", "size X, colour x"),
        ("注文", "注文が届きません"),
        ("お客様", "お客様番号は12です"),
        ("info", "the info on the label"),
        ("Support", "Support answered"),
        ("サポート", "サポートに連絡しました"),
    ] {
        assert_eq!(masked(hint, text), text);
    }
}
