//! Fills the slots of a training line with names, companies, places, and what else mails hold.

use std::collections::HashMap;
use std::io;
use std::ops::Range;
use std::path::Path;

use super::read;

/// A small generator of numbers, so that every training sees the same texts (PCG's multiplier).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }

    /// True this often in a hundred.
    pub(super) fn percent(&mut self, often: usize) -> bool {
        self.roll(100) < often
    }

    fn pick<'a>(&mut self, from: &'a [String]) -> &'a str {
        &from[self.roll(from.len())]
    }

    fn of<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + self.roll(10) as u8))
            .collect()
    }

    pub(super) fn shuffle(&mut self, values: &mut [usize]) {
        for at in (1..values.len()).rev() {
            values.swap(at, self.roll(at + 1));
        }
    }
}

/// A text, and where names stand in it.
pub(super) struct Filled {
    pub(super) text: String,
    pub(super) names: Vec<Range<usize>>,
}

/// The words for the slots: a list of the program, or one of `train/` alone.
pub(super) struct Filler {
    lists: HashMap<&'static str, Vec<String>>,
}

const DATA: &[&str] = &[
    "surnames_ja",
    "given_ja",
    "surnames_kana",
    "given_kana",
    "foreign_kana",
    "given_latin",
    "surnames_latin",
    "rare_given_latin",
    "rare_surnames_latin",
    "places_ja",
    "nouns_ja",
    "organisations_ja",
    "things_latin",
    "places_latin",
    "business_latin",
    "brands_latin",
    "variants",
];
const TRAIN: &[&str] = &[
    "frequent_surnames_ja",
    "frequent_given_ja",
    "short_given_ja",
    "frequent_given_latin",
    "frequent_surnames_latin",
    "frequent_places_ja",
    "brands_ja",
    "products_ja",
    "shops_ja",
    "brands_en",
    "brands_world",
    "brands_world_ja",
    "places_world",
    "products_en",
    "places_en",
    "chinese",
    "korean",
    "asian",
    "foreign_full_kana",
    "words_en",
];

impl Filler {
    pub(super) fn read(train: &Path, data: &Path) -> io::Result<Filler> {
        let mut lists = HashMap::new();
        for (folder, names) in [(data, DATA), (train, TRAIN)] {
            for name in names {
                let text = read(&folder.join(name).with_extension("txt"))?;
                lists.insert(
                    *name,
                    text.lines()
                        .filter(|line| !line.is_empty())
                        .map(str::to_owned)
                        .collect(),
                );
            }
        }
        Ok(Filler { lists })
    }

    fn pick(&self, list: &'static str, dice: &mut Dice) -> String {
        dice.pick(&self.lists[list]).to_owned()
    }

    /// A name from a list; one in eight is made of two halves, because no list has every name.
    fn pick_name(&self, list: &'static str, dice: &mut Dice) -> String {
        let name = self.pick(list, dice);
        if !dice.percent(12) {
            return name;
        }
        let other = self.pick(list, dice);
        let half = |name: &str| name.chars().count().div_ceil(2);
        let (head, tail) = (half(&name), half(&other));
        name.chars()
            .take(head)
            .chain(other.chars().skip(tail))
            .collect()
    }

    /// Fills a line; the error is the slot that has no meaning.
    pub(super) fn fill(
        &self,
        line: &str,
        japanese: bool,
        dice: &mut Dice,
    ) -> Result<Filled, String> {
        let line = line.replace("\\n", "\n").replace("\\t", "\t");
        let mut pieces: Vec<(String, bool)> = Vec::new();
        let mut rest = line.as_str();
        while let Some((before, slot, after)) = next_slot(rest) {
            pieces.push((before.to_owned(), false));
            // {xgiven}: a thing that is called like a person
            let (slot, is_thing) = match slot.strip_prefix('x') {
                Some(slot) => (slot, true),
                None => (slot, false),
            };
            if let Some(word) = slot.strip_prefix("KEEP:") {
                pieces.push((word.to_owned(), false));
                rest = after;
                continue;
            }
            if let Some(name) = slot.strip_prefix("NAME:") {
                // A thing of the line may be called so: that is what the line shows.
                let shown = line.matches(name).nth(1).is_some() || dice.percent(50);
                let name = match shown {
                    true => name.to_owned(),
                    false => self.like(name, dice),
                };
                pieces.push((name, true));
                rest = after;
                continue;
            }
            let name = self.name(slot, japanese, dice);
            let is_name = name.is_some() && !is_thing;
            let word = name
                .or_else(|| self.other(slot, japanese, dice))
                .ok_or(slot)?;
            pieces.push((word, is_name));
            rest = after;
        }
        pieces.push((rest.to_owned(), false));
        self.disguise(&mut pieces, japanese, dice);
        let mut filled = Filled {
            text: String::new(),
            names: Vec::new(),
        };
        for (piece, is_name) in pieces {
            let start = filled.text.len();
            filled.text.push_str(&piece);
            if is_name {
                filled.names.push(start..filled.text.len());
            }
        }
        Ok(filled)
    }

    /// Writes a text as it is written elsewhere.
    fn disguise(&self, pieces: &mut [(String, bool)], japanese: bool, dice: &mut Dice) {
        let every = |pieces: &mut [(String, bool)], change: &dyn Fn(&str) -> String| {
            pieces
                .iter_mut()
                .for_each(|(piece, _)| *piece = change(piece));
        };
        match (dice.roll(100), japanese) {
            (0..4, _) => every(pieces, &|piece| piece.replace('\n', "\n> ")),
            (4..7, _) => every(pieces, &|piece| piece.replace('\n', "<br>")),
            (7..9, _) => every(pieces, &|piece| piece.replace('\n', "<br />\n")),
            (9..11, _) => every(pieces, &|piece| piece.replace('\n', "</p><p>")),
            (11..13, _) => every(pieces, &|piece| piece.replace('\n', " ")),
            (13..16, true) => every(pieces, &spaced),
            (16..18, true) => every(pieces, &|piece| piece.replace(['。', '、'], " ")),
            (13..25, false) => every(pieces, &str::to_lowercase),
            (25..27, false) => every(pieces, &str::to_uppercase),
            (27..30, false) => every(pieces, &|piece| {
                piece
                    .replace(", ", " , ")
                    .replace(". ", " . ")
                    .replace(':', " :")
            }),
            (30..33, false) => every(pieces, &|piece| piece.replace([',', '.', '!'], "")),
            (33..35, false) => every(pieces, &|piece| piece.replace(' ', "  ")),
            (35..38, false) => every(pieces, &letter_spaced),
            _ => {}
        }
    }

    // ---- Names

    fn name(&self, slot: &str, japanese: bool, dice: &mut Dice) -> Option<String> {
        Some(match slot {
            "full" if japanese => self.japanese(dice),
            "full" => self.latin(dice),
            "sur" => self.surname(dice),
            "given" => match dice.roll(10) {
                0 => self.hiragana_given(dice),
                1 => self.pick_name("given_kana", dice),
                _ => self.given(dice),
            },
            "hgiven" => self.hiragana_given(dice),
            "one" => self.pick("short_given_ja", dice),
            "kana" => self.kana(dice),
            "hira" => hiragana(&self.kana(dice)),
            "kanasur" => self.pick_name("surnames_kana", dice),
            "for" => self.foreign_kana(dice),
            "for1" => self.pick_name("foreign_kana", dice),
            "zh" => match dice.roll(3) {
                0 => self.pick("korean", dice),
                _ => self.pick("chinese", dice),
            },
            "roma" => self.romaji(dice),
            "first" => self.first(dice),
            "last" => self.last(dice),
            "init" => self.initials(dice),
            "foreign" => self.foreign(dice),
            "latin" => self.latin(dice),
            "lastfirst" => format!("{}, {}", self.last(dice), self.first(dice)),
            "any" if japanese => match dice.roll(10) {
                0 => self.foreign_kana(dice),
                1 => self.kana(dice),
                2 => self.surname(dice),
                3 => self.latin(dice),
                _ => self.japanese(dice),
            },
            "any" => match dice.roll(10) {
                0 => self.initials(dice),
                1 => self.foreign(dice),
                2 | 3 => self.first(dice),
                _ => self.latin(dice),
            },
            _ => return None,
        })
    }

    /// Another name that is written as this one, or this one.
    fn like(&self, name: &str, dice: &mut Dice) -> String {
        let count = name.chars().count();
        let all = |of: fn(char) -> bool| name.chars().all(of);
        let kanji = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
        let words: Vec<&str> = name.split(' ').collect();
        let capital = |word: &&str| {
            let mut letters = word.chars();
            word.len() > 2
                && letters.next().is_some_and(|c| c.is_ascii_uppercase())
                && letters.all(|c| c.is_ascii_lowercase())
        };
        if all(kanji) && count <= 2 {
            self.surname(dice)
        } else if name.starts_with(kanji) && name.chars().all(|c| kanji(c) || c == ' ') {
            self.japanese(dice)
        } else if all(|c| matches!(c, 'ぁ'..='ん')) {
            self.hiragana_given(dice)
        } else if all(|c| matches!(c, 'ァ'..='ヺ' | 'ー')) {
            self.pick_name("foreign_kana", dice)
        } else if words.iter().all(capital) && words.len() <= 2 {
            match (words.len(), dice.roll(3)) {
                (2, _) => format!("{} {}", self.first(dice), self.last(dice)),
                (_, 0) => self.last(dice),
                _ => self.first(dice),
            }
        } else if all(|c| c.is_ascii_lowercase()) {
            self.first(dice).to_lowercase()
        } else {
            name.to_owned()
        }
    }

    fn surname(&self, dice: &mut Dice) -> String {
        let name = match dice.roll(10) {
            0..6 => self.pick_name("frequent_surnames_ja", dice),
            _ => self.pick_name("surnames_ja", dice),
        };
        let name = name
            .replace('之', dice.of(&["ノ", "之", "の", "ノ"]))
            .replace('ヶ', dice.of(&["ヶ", "ケ"]));
        self.variant(name, dice)
    }

    /// Some people write their name with an old form of a kanji.
    fn variant(&self, name: String, dice: &mut Dice) -> String {
        if !dice.percent(8) {
            return name;
        }
        let forms = &self.lists["variants"];
        let from = dice.roll(forms.len());
        for form in forms[from..].iter().chain(&forms[..from]) {
            let mut chars = form.chars();
            if let (Some(variant), Some(plain)) = (chars.next(), chars.next())
                && name.contains(plain)
            {
                return name.replace(plain, &variant.to_string());
            }
        }
        name
    }

    fn given(&self, dice: &mut Dice) -> String {
        match dice.roll(10) {
            0 => self.pick("short_given_ja", dice),
            1..6 => self.pick_name("frequent_given_ja", dice),
            _ => self.pick_name("given_ja", dice),
        }
    }

    fn hiragana_given(&self, dice: &mut Dice) -> String {
        hiragana(&self.pick_name("given_kana", dice))
    }

    fn japanese(&self, dice: &mut Dice) -> String {
        let surname = self.surname(dice);
        let given = match dice.roll(20) {
            0 | 1 => self.hiragana_given(dice),
            2 => self.pick_name("given_kana", dice),
            _ => self.given(dice),
        };
        format!("{surname}{}{given}", dice.of(&["", "", "", " ", " ", "　"]))
    }

    fn kana(&self, dice: &mut Dice) -> String {
        let space = dice.of(&["", " ", " ", "　"]);
        format!(
            "{}{space}{}",
            self.pick_name("surnames_kana", dice),
            self.pick_name("given_kana", dice)
        )
    }

    fn foreign_kana(&self, dice: &mut Dice) -> String {
        if dice.percent(30) {
            return self.pick("foreign_full_kana", dice);
        }
        let dot = dice.of(&["・", "・", "・", " ", "＝", "　"]);
        let middle = if dice.percent(12) {
            format!("{dot}{}", self.pick_name("foreign_kana", dice))
        } else {
            String::new()
        };
        format!(
            "{}{middle}{dot}{}",
            self.pick_name("foreign_kana", dice),
            self.pick_name("foreign_kana", dice)
        )
    }

    fn first(&self, dice: &mut Dice) -> String {
        capital(&match dice.roll(10) {
            0..6 => self.pick_name("frequent_given_latin", dice),
            6 | 7 => self.pick_name("given_latin", dice),
            _ => self.pick_name("rare_given_latin", dice),
        })
    }

    fn last(&self, dice: &mut Dice) -> String {
        let last = capital(&match dice.roll(10) {
            0..4 => self.pick_name("frequent_surnames_latin", dice),
            4..6 => self.pick_name("surnames_latin", dice),
            _ => self.pick_name("rare_surnames_latin", dice),
        });
        match dice.roll(40) {
            0 => format!(
                "{last}-{}",
                capital(&self.pick_name("frequent_surnames_latin", dice))
            ),
            1 => format!("O'{last}"),
            2 => format!(
                "{} {last}",
                dice.of(&[
                    "de", "van", "von", "van der", "de la", "bin", "al", "da", "dos"
                ])
            ),
            _ => last,
        }
    }

    fn latin(&self, dice: &mut Dice) -> String {
        let (first, last) = (self.first(dice), self.last(dice));
        match dice.roll(24) {
            0 => format!("{first} {}. {last}", dice.of(LETTERS)),
            1 => format!("{} {}", first.to_uppercase(), last.to_uppercase()),
            2 => format!("{first} {} {last}", self.first(dice)),
            3 => format!("{first}-{} {last}", self.first(dice)),
            4 => format!("{first} {} {last}", self.last(dice)),
            5 => self.initials(dice),
            6 => self.foreign(dice),
            _ => format!("{first} {last}"),
        }
    }

    fn initials(&self, dice: &mut Dice) -> String {
        let (a, b) = (dice.of(LETTERS), dice.of(LETTERS));
        let (first, last) = (self.first(dice), self.last(dice));
        match dice.roll(7) {
            0 | 1 => format!("{a}. {last}"),
            2 => format!("{a}. {b}. {last}"),
            3 => format!("{a}.{b}. {last}"),
            4 => format!("{a} {last}"),
            5 => format!("{first} {b}. {last}"),
            _ => format!("{first} {b}."),
        }
    }

    fn foreign(&self, dice: &mut Dice) -> String {
        match dice.roll(4) {
            0 => format!(
                "{} {}",
                capital(&self.pick_name("rare_given_latin", dice)),
                capital(&self.pick_name("rare_surnames_latin", dice))
            ),
            1 => self.romaji(dice),
            _ => self.pick("asian", dice),
        }
    }

    fn romaji(&self, dice: &mut Dice) -> String {
        // The lists of rare names hold the Japanese ones in Latin letters, among others.
        let (last, first) = (
            capital(&self.pick_name("rare_surnames_latin", dice)),
            capital(&self.pick_name("rare_given_latin", dice)),
        );
        match dice.roll(5) {
            0 => format!("{last} {first}"),
            1 => format!("{} {first}", last.to_uppercase()),
            2 => format!("{first} {}", last.to_uppercase()),
            3 => format!("{last}, {first}"),
            _ => format!("{first} {last}"),
        }
    }

    // ---- What is no name

    fn other(&self, slot: &str, japanese: bool, dice: &mut Dice) -> Option<String> {
        Some(match slot {
            "place" if japanese => {
                let place = match dice.roll(5) {
                    0 | 1 => self.pick("frequent_places_ja", dice),
                    _ => self.pick("places_ja", dice),
                };
                let end = dice.of(&[
                    "",
                    "",
                    "",
                    "市",
                    "駅",
                    "店",
                    "区",
                    "支店",
                    "方面",
                    "町",
                    "営業所",
                ]);
                format!("{place}{end}")
            }
            "place" => match dice.roll(4) {
                0 => capital(&self.pick("places_latin", dice)),
                1 => self.pick("places_world", dice),
                _ => self.pick("places_en", dice),
            },
            "org" if japanese => self.organisation_ja(dice),
            "org" => self.organisation_en(dice),
            "brand" if japanese => match dice.roll(6) {
                0 => self.pick("organisations_ja", dice),
                1 => self.pick("brands_world_ja", dice),
                _ => self.pick("brands_ja", dice),
            },
            "brand" => match dice.roll(6) {
                0 => title(&self.pick("things_latin", dice)),
                1 => capital(&self.pick("brands_latin", dice)),
                2 | 3 => self.pick("brands_world", dice),
                _ => self.pick("brands_en", dice),
            },
            "shop" if japanese => match dice.roll(3) {
                0 => self.pick("shops_ja", dice),
                1 => format!(
                    "{}{}",
                    self.pick("brands_ja", dice),
                    dice.of(&["新宿店", "本店", "オンライン", "", "楽天市場店"])
                ),
                _ => format!("{}店", self.pick("places_ja", dice)),
            },
            "shop" => self.organisation_en(dice),
            "product" if japanese => self.pick("products_ja", dice),
            "product" => self.pick("products_en", dice),
            "noun" if japanese => self.pick("nouns_ja", dice),
            "noun" => self.pick("words_en", dice),
            "Noun" => capital(&self.pick("words_en", dice)),
            "mail" => format!(
                "{}{}@{}",
                dice.of(&["info", "taro", "m.s", "sales", "contact", "k"]),
                dice.digits(2),
                dice.of(&["example.com", "example.co.jp", "mail.example.org"])
            ),
            "phone" if japanese => dice
                .of(&[
                    "090-1111-2222",
                    "03-3333-4444",
                    "080-5555-6666",
                    "０６－１２３４－５６７８",
                    "0120-111-222",
                ])
                .to_owned(),
            "phone" => dice
                .of(&[
                    "(415) 555-2671",
                    "+44 20 7946 0018",
                    "212-555-0147",
                    "07700 900123",
                    "+1 303 555 0199",
                ])
                .to_owned(),
            "zip" => format!("{}-{}", dice.digits(3), dice.digits(4)),
            "addr" if japanese => dice
                .of(&[
                    "東京都千代田区千代田1-1",
                    "大阪府大阪市北区梅田2-4-9",
                    "福岡市中央区天神1丁目8番1号",
                    "札幌市北区北七条西4-1 ハイツ北202",
                    "愛知県名古屋市中区栄3-5-1",
                ])
                .to_owned(),
            "addr" => dice
                .of(&[
                    "12 Kings Road, London SW3 4UH",
                    "742 Evergreen Terrace, Springfield, IL 62704",
                    "5 High Street, Cork",
                    "Flat 3, 21 Mill Lane, York",
                    "1600 Pine Avenue, Seattle, WA 98101",
                ])
                .to_owned(),
            "date" if japanese => dice
                .of(&[
                    "2026年4月1日",
                    "3月15日",
                    "2026/02/11",
                    "昨日",
                    "先週",
                    "12/24",
                    "令和8年5月3日",
                    "1月9日(金) 10:21",
                ])
                .to_owned(),
            "date" => dice
                .of(&[
                    "March 3, 2026",
                    "12/04/2026",
                    "Mon, Jan 5, 2026 at 9:12 AM",
                    "2026-02-11",
                    "yesterday",
                    "last Tuesday",
                    "4 May 2026",
                ])
                .to_owned(),
            "order" => format!(
                "{}{}",
                dice.of(&["#", "ORD-", "No.", "A-", ""]),
                dice.digits(6)
            ),
            "num" => dice.digits(2),
            "price" if japanese => format!("{},800円", dice.digits(1)),
            "price" => format!("${}.99", dice.digits(2)),
            _ => return None,
        })
    }

    fn organisation_ja(&self, dice: &mut Dice) -> String {
        if dice.percent(30) {
            return self.pick("organisations_ja", dice);
        }
        let name = match dice.roll(3) {
            0 => self.pick("brands_ja", dice),
            _ => self.pick("frequent_surnames_ja", dice),
        };
        match dice.roll(4) {
            0 => format!(
                "{}{name}",
                dice.of(&["株式会社", "有限会社", "(株)", "合同会社", "医療法人"])
            ),
            1 => format!("{name}{}", dice.of(&["株式会社", "有限会社", "(株)", "㈱"])),
            _ => format!(
                "{name}{}",
                dice.of(&[
                    "商店",
                    "製作所",
                    "工業",
                    "工務店",
                    "建設",
                    "製薬",
                    "電機",
                    "食品",
                    "酒造",
                    "運送",
                    "書店",
                    "医院",
                    "病院",
                    "歯科",
                    "クリニック",
                    "薬局",
                    "不動産",
                    "印刷",
                    "産業",
                    "商事",
                    "物産",
                    "屋",
                    "事務所",
                    "学園",
                    "農園",
                    "牧場",
                    "旅館",
                    "堂",
                    "水産",
                    "整骨院",
                    "自動車",
                    "製菓",
                    "家具",
                    "米店",
                    "塾",
                    "銀行",
                    "システム",
                    "システムズ",
                    "フーズ",
                    "サービス",
                    "テック",
                    "ホーム",
                    "デザイン",
                    "ハウス",
                    "モータース",
                    "トラベル",
                    "ファーム",
                    "コーヒー",
                    "パン",
                    "ホテル",
                    "グループ",
                    "ホールディングス",
                    "エンジニアリング",
                    "ストア",
                    "マート",
                    "スポーツ",
                    "眼科",
                    "内科",
                    "耳鼻科",
                    "小児科",
                    "動物病院",
                    "保育園",
                    "幼稚園",
                    "企画",
                    "興業",
                    "園",
                    "写真館",
                    "設計",
                    "事務機",
                    "百貨店",
                    "急便",
                ])
            ),
        }
    }

    fn organisation_en(&self, dice: &mut Dice) -> String {
        let name = capital(&self.pick("frequent_surnames_latin", dice));
        let business = capital(&self.pick("business_latin", dice));
        match dice.roll(9) {
            0 => self.pick("brands_en", dice),
            5 => format!("{name} {business}"),
            6 => format!("{} {business}", capital(&self.pick("words_en", dice))),
            7 => format!(
                "{} & {name}{}",
                match dice.roll(2) {
                    0 => capital(&self.pick("words_en", dice)),
                    _ => capital(&self.pick("frequent_surnames_latin", dice)),
                },
                match dice.roll(3) {
                    0 => format!(" {business}"),
                    1 => dice.of(&[" Ltd", " Inc.", " LLP", " Co", ""]).to_owned(),
                    _ => String::new(),
                }
            ),
            8 => format!("{} {business}", self.pick("places_en", dice)),
            1 => format!(
                "{name} & {}",
                dice.of(&["Sons", "Co", "Partners", "Daughters", "Associates"])
            ),
            2 => format!(
                "{name} {}",
                self.pick("products_en", dice)
                    .split(' ')
                    .next()
                    .map(capital)
                    .unwrap_or_default()
            ),
            _ => format!(
                "{name} {}",
                dice.of(&[
                    "Ltd",
                    "Inc",
                    "Inc.",
                    "Group",
                    "Bank",
                    "Motors",
                    "Foods",
                    "Hotels",
                    "Furniture",
                    "Consulting",
                    "Insurance",
                    "University",
                    "College",
                    "Hospital",
                    "Street",
                    "Road",
                    "Park",
                    "Airport",
                    "Stadium",
                    "Solutions",
                    "Industries",
                    "Bakery",
                    "Electronics",
                    "Law Firm",
                    "Real Estate",
                    "Pharmacy",
                    "Shoes",
                    "Coffee",
                    "Brothers",
                    "Square",
                    "Avenue",
                    "County",
                    "High School",
                    "Store",
                ])
            ),
        }
    }
}

const LETTERS: &[&str] = &[
    "A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "T", "V", "W",
];

/// `before{slot}after`. A brace that holds no word of small letters is text.
fn next_slot(text: &str) -> Option<(&str, &str, &str)> {
    for (open, _) in text.match_indices('{') {
        let Some(close) = text[open..].find('}') else {
            break;
        };
        let slot = &text[open + 1..open + close];
        let written = slot.starts_with("NAME:") || slot.starts_with("KEEP:");
        if !slot.is_empty() && (written || slot.bytes().all(|byte| byte.is_ascii_alphanumeric())) {
            return Some((&text[..open], slot, &text[open + close + 1..]));
        }
    }
    None
}

fn capital(word: &str) -> String {
    let mut capital = String::new();
    let mut start = true;
    for c in word.chars() {
        if start {
            capital.extend(c.to_uppercase());
        } else {
            capital.push(c);
        }
        start = c == '-';
    }
    capital
}

fn title(words: &str) -> String {
    words.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

fn hiragana(katakana: &str) -> String {
    let small = |c: char| match c {
        '\u{30a1}'..='\u{30f6}' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    };
    katakana.chars().map(small).collect()
}

/// A space behind each letter and two behind each word, as a scanner reads wide print.
fn letter_spaced(text: &str) -> String {
    let mut spaced = String::new();
    let mut before = ' ';
    for c in text.chars() {
        if !before.is_whitespace() && !c.is_whitespace() {
            spaced.push(' ');
        }
        spaced.push_str(if c == ' ' { "  " } else { "" });
        if c != ' ' {
            spaced.push(c);
        }
        before = c;
    }
    spaced
}

/// A space between all characters, as a scanner reads a form.
fn spaced(text: &str) -> String {
    let mut spaced = String::new();
    for c in text.chars() {
        spaced.push(c);
        if !c.is_ascii() && !c.is_whitespace() {
            spaced.push(' ');
        }
    }
    spaced
}
