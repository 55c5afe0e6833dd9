//! What is called like a person, and is told by the words around it to be none: 田島商店, のぞみ号,
//! MacAskill & Sons, the value of a label such as 会場 or Employer.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::dictionary::{BUSINESS, Key, LATIN_GIVEN, LATIN_SURNAMES, ORGANISATIONS, SURNAMES};
use super::japanese::PLACES;
use super::kanji::FIRMS;
use super::script::{Script, line_before, script};

/// Whether what is right behind the name at `range` makes a company, a place or a train of it.
pub(in super::super) fn goes_on(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let Some(last) = name.chars().next_back() else {
        return false;
    };
    let behind = &text[range.end..];
    match script(last) {
        Script::Latin => is_business(behind),
        Script::Other => false,
        of => goes_on_japanese(name, behind, of),
    }
}

/// What smaller businesses, public places and roads end with, beside [`FIRMS`].
const BUSINESSES: &[&str] = &[
    "商会",
    "工務店",
    "電器",
    "学園",
    "営業所",
    "教室",
    "歯科",
    "眼科",
    "内科",
    "外科",
    "皮膚科",
    "小児科",
    "酒造",
    "酒店",
    "旅館",
    "農園",
    "牧場",
    "整骨院",
    "整体院",
    "接骨院",
    "倉庫",
    "製菓",
    "製麺",
    "精機",
    "精肉店",
    "造園",
    "写真館",
    "美術館",
    "記念館",
    "図書館",
    "保育園",
    "幼稚園",
    "公園",
    "通り",
    "号線",
];

/// Whether a name ends as a company does: 石川島倉庫.
pub(super) fn is_company(name: &str) -> bool {
    FIRMS
        .iter()
        .chain(BUSINESSES)
        .any(|end| name.ends_with(end))
}

/// The longest word that is looked at, in characters.
const LONGEST: usize = 10;

fn goes_on_japanese(name: &str, behind: &str, of: Script) -> bool {
    const KATAKANA: &[&str] = &[
        "クリニック",
        "センター",
        "ストア",
        "サービス",
        "ホテル",
        "ホーム",
        "スクール",
        "カルチャー",
        "システム",
        "システムズ",
        "フーズ",
        "テック",
        "デザイン",
        "コーポレーション",
        "ホールディングス",
        "グループ",
        "モータース",
        "トラベル",
        "ファーム",
        "ハウス",
        "マート",
        "ショップ",
        "バス",
        "タクシー",
        "ビル",
        "マンション",
    ];
    let run = |of: Script| -> &str {
        let mut chars = behind.char_indices().take(LONGEST);
        let end = chars.find(|(_, c)| script(*c) != of || *c == '・');
        let most = behind
            .char_indices()
            .nth(LONGEST)
            .map_or(behind.len(), |(at, _)| at);
        &behind[..end.map_or(most, |(at, _)| at)]
    };
    let kanji = run(Script::Kanji);
    if kanji.is_empty() {
        let katakana = run(Script::Katakana);
        return of != Script::Katakana && KATAKANA.iter().any(|end| katakana.ends_with(end));
    }
    // 伊藤園, 伊藤忠商事
    let mut company = Key::default();
    name.chars().for_each(|c| company.push(c));
    for c in kanji.chars().take(3) {
        company.push(c);
        let lists = company.japanese();
        if lists & ORGANISATIONS.bit() != 0 && lists & SURNAMES.bit() == 0 {
            return true;
        }
    }
    // のぞみ号
    let train = of == Script::Hiragana && kanji == "号";
    // 宮崎出張, but 田中出張中
    let travels = [
        "出張", "旅行", "観光", "方面", "産", "行", "発", "着", "経由",
    ];
    let place = || PLACES.split_ascii_whitespace().any(|place| place == name);
    // 石川島, 中村橋, 田中町
    let named = "県市区町村駅郡府橋島港";
    let landmark = of == Script::Kanji
        && name.chars().count() <= 3
        && kanji.chars().next().is_some_and(|c| named.contains(c))
        && kanji
            .chars()
            .nth(1)
            .is_none_or(|_| !kanji.ends_with(['子', '美', '太', '郎', '介']));
    train || landmark || is_company(kanji) || travels.contains(&kanji) && place()
}

/// 佐川 as the parcel service: 配送は佐川さんで, 佐川の不在票.
pub(in super::super) fn is_courier(text: &str, range: &Range<usize>) -> bool {
    const FRONT: &[&str] = &[
        "配送は",
        "配達は",
        "発送は",
        "配送が",
        "配達が",
        "配送業者は",
        "運送会社は",
        "業者は",
        "返送は",
        "集荷は",
    ];
    const BEHIND: &[&str] = &[
        "配達",
        "ドライバー",
        "追跡",
        "発送",
        "再配達",
        "送り状",
        "荷物",
        "不在",
        "配送",
        "集荷",
        "営業所",
        "伝票",
        "サイト",
        "アプリ",
        "配達員",
        "人が来",
    ];
    if &text[range.clone()] != "佐川" {
        return false;
    }
    let behind = &text[range.end..];
    let behind = behind.strip_prefix("さん").unwrap_or(behind);
    let behind = behind.trim_start_matches(['の', 'が', 'に', 'で', ' ']);
    let front = &text[..range.start];
    FRONT.iter().any(|word| front.ends_with(word))
        || BEHIND.iter().any(|word| behind.starts_with(word))
}

/// ` & Sons`, ` Ltd`, ` Bakery`
fn is_business(behind: &str) -> bool {
    const JOINED: &[&str] = &[
        "Sons",
        "Co",
        "Partners",
        "Daughters",
        "Associates",
        "Bros",
        "Company",
    ];
    const OWN: &[&str] = &[
        "Street",
        "Road",
        "Avenue",
        "Lane",
        "Square",
        "Court",
        "House",
        "Hall",
        "Park",
        "Bridge",
        "Hospital",
        "School",
        "Airport",
        "Station",
        "Stadium",
        "Tower",
        "Towers",
        "Building",
        "Surgery",
        "University",
        "Bros",
        "Brothers",
    ];
    let Some(rest) = behind.strip_prefix(' ') else {
        return false;
    };
    let (joined, rest) = match rest
        .strip_prefix("& ")
        .or_else(|| rest.strip_prefix("and "))
    {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let end = rest
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(rest.len());
    let word = &rest[..end];
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    if JOINED.contains(&word) && joined || OWN.contains(&word) && !joined {
        return true;
    }
    let lower = word.to_ascii_lowercase();
    !joined && BUSINESS.has(&lower) && !LATIN_SURNAMES.has(&lower) && !LATIN_GIVEN.has(&lower)
}

/// Whether `range` is all that a label of a thing has as its value: 会場：, Employer:.
pub(super) fn is_labelled(text: &str, range: &Range<usize>) -> bool {
    const JAPANESE: &[&str] = &[
        "会社名",
        "貴社名",
        "御社名",
        "法人名",
        "勤務先",
        "会社",
        "店舗名",
        "店舗",
        "店名",
        "商品名",
        "商品",
        "品名",
        "品物",
        "製品名",
        "製品",
        "機種",
        "機種名",
        "型番",
        "メーカー",
        "ブランド",
        "会場",
        "場所",
        "物件名",
        "物件",
        "学校名",
        "学校",
        "校名",
        "病院名",
        "医療機関",
        "サイト名",
        "作品名",
        "書名",
        "曲名",
        "品目",
        "支店",
        "支店名",
        "銀行名",
        "金融機関",
        "最寄駅",
        "最寄り駅",
        "配送業者",
        "運送会社",
        "配送会社",
        "宿泊先",
        "ホテル名",
        "施設名",
        "コース",
        "プラン",
        "色",
        "カラー",
        "サイズ",
        "品種",
        "銘柄",
        "車種",
        "列車名",
        "列車",
        "出身地",
        "行き先",
        "目的地",
        "訪問先",
        "出発地",
        "配達先住所",
    ];
    const LATIN: &[&str] = &[
        "employer",
        "company",
        "company name",
        "organisation",
        "organization",
        "business",
        "school",
        "university",
        "college",
        "hospital",
        "clinic",
        "practice",
        "surgery",
        "hotel",
        "venue",
        "location",
        "branch",
        "store",
        "shop",
        "brand",
        "make",
        "model",
        "product",
        "item",
        "vehicle",
        "supplier",
        "insurer",
        "bank",
        "carrier",
        "courier",
        "airline",
        "publisher",
        "event",
        "game",
        "song",
        "colour",
        "color",
        "size",
        "flavour",
        "flavor",
        "plan",
        "package",
        "office",
        "reg. office",
        "registered office",
        "building",
        "street",
        "city",
        "town",
        "airport",
        "station",
        "restaurant",
        "theme",
        "destination",
        "place",
        "ward",
        "room",
        "month",
        "variety",
        "style",
        "font",
        "fabric",
        "scent",
        "fragrance",
    ];
    let behind = text[range.end..].trim_start_matches(['"', '」', ' ']);
    let ends = behind.is_empty()
        || behind.starts_with(['\n', '\r', '|', '\t', '<', ',', '、', '(', '／', '/']);
    if !ends {
        return false;
    }
    let line = line_before(text, range.start).trim_end_matches(['"', '「', ' ', '\u{3000}']);
    let Some(label) = line.strip_suffix([':', '：']) else {
        return false;
    };
    let label = label.trim_end();
    let start = label.rfind([
        '|', '\t', '>', ';', '、', '。', '/', '・', '■', '●', '【', '*',
    ]);
    let label = start.map_or(label, |at| &label[at..]);
    let label = label.trim_matches(|c: char| !c.is_alphanumeric() || c == '・');
    if !label.is_ascii() {
        return JAPANESE.contains(&label);
    }
    // GP / practice: the last words count
    LATIN.iter().any(|word| label.eq_ignore_ascii_case(word))
}

/// Who is dead for long and is on banknotes, covers and museums; and companies that read as a full name: 伊藤園.
pub(super) fn is_famous(name: &str) -> bool {
    const FAMOUS: &str = "徳川家康 徳川慶喜 織田信長 豊臣秀吉 前田利家 坂本龍馬 坂本竜馬 伊達政宗 上杉謙信 武田信玄 真田幸村 明智光秀 石田三成 直江兼続 \
        加藤清正 西郷隆盛 大久保利通 木戸孝允 勝海舟 吉田松陰 高杉晋作 土方歳三 近藤勇 沖田総司 源頼朝 源義経 平清盛 足利尊氏 足利義満 聖徳太子 \
        夏目漱石 芥川龍之介 太宰治 川端康成 三島由紀夫 宮沢賢治 樋口一葉 森鴎外 島崎藤村 江戸川乱歩 与謝野晶子 石川啄木 正岡子規 松尾芭蕉 小林一茶 \
        葛飾北斎 歌川広重 岡本太郎 野口英世 福沢諭吉 北里柴三郎 津田梅子 渋沢栄一 新渡戸稲造 伊藤博文 板垣退助 手塚治虫 松下幸之助 本田宗一郎 紫式部 清少納言";
    static NAMES: LazyLock<HashSet<&str>> =
        LazyLock::new(|| FAMOUS.split_ascii_whitespace().collect());
    // All of them are of three kanji at least.
    if name.is_ascii() || name.len() < 9 {
        return false;
    }
    let company = ORGANISATIONS.has(name) && !SURNAMES.has(name);
    // With 像, 展, 全集 behind
    let mut heads = name
        .char_indices()
        .map(|(at, c)| &name[..at + c.len_utf8()]);
    company
        || heads.any(|head| {
            head.len() > 6 && name[head.len()..].chars().nth(2).is_none() && NAMES.contains(head)
        })
}

/// JIS A 4702
pub(super) fn is_standard(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    name.len() <= 6
        && name
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b' ')
        && text[range.end..]
            .trim_start_matches([' ', '-'])
            .starts_with(|c: char| c.is_ascii_digit())
}

/// Whether the name of a month is one, by the word in front of it: in April, the May clinic.
pub(super) fn is_month(text: &str, range: &Range<usize>) -> bool {
    const MONTHS: &[&str] = &["april", "may", "june", "august", "march", "january"];
    const LEADS: &[&str] = &[
        "in",
        "of",
        "by",
        "until",
        "till",
        "since",
        "from",
        "next",
        "last",
        "this",
        "early",
        "late",
        "mid",
        "before",
        "after",
        "during",
        "the",
        "every",
        "through",
        "throughout",
        "to",
        "end",
        "beginning",
        "start",
    ];
    let name = &text[range.clone()];
    if !MONTHS.iter().any(|month| name.eq_ignore_ascii_case(month)) {
        return false;
    }
    let before = text[..range.start].trim_end_matches([' ', '-', '\n']);
    let start = before
        .rfind(|c: char| !c.is_ascii_alphanumeric())
        .map_or(0, |at| at + 1);
    let behind = text[range.end..].trim_start();
    let word = &before[before.len().min(start)..];
    // May and June
    let month_before = || {
        let head = before[..start.min(before.len())].trim_end();
        MONTHS.iter().any(|month| {
            let from = head.len().saturating_sub(month.len());
            head.get(from..)
                .is_some_and(|end| end.eq_ignore_ascii_case(month))
        })
    };
    matches!(word, "and" | "or") && month_before()
        || LEADS.iter().any(|lead| word.eq_ignore_ascii_case(lead))
        || word.ends_with(|c: char| c.is_ascii_digit())
        || behind.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{assert_found, of_kind};
    use super::super::KIND;

    #[test]
    fn what_is_called_like_a_person_and_goes_on_as_a_company_or_place_stays() {
        for (text, names) in [
            (
                "田島商店ではなく田島と書いてください。\n投稿者：田島 恵",
                &["田島", "田島 恵"][..],
            ),
            ("中村 聡\n中村橋センター\n中村歯科クリニック", &["中村 聡"]),
            (
                "宮崎課長は宮崎出張です。宮崎さんに伝えてください。",
                &["宮崎", "宮崎"],
            ),
            ("石川様の荷物は石川島倉庫です", &["石川"]),
            ("松岡楽器教室の松岡と申します", &["松岡"]),
            (
                "Best regards,\nIain MacAskill\nMacAskill & Sons Joinery Ltd",
                &["Iain MacAskill"],
            ),
            (
                "My name is Laura Bennett, of Bennett Bakery and Bennett Road.",
                &["Laura Bennett"],
            ),
            (
                "Dear Mr Douglas,\nReg. office: Douglas Street",
                &["Douglas"],
            ),
            (
                "Full name: Zoe Palmer\nEmployer: Arnold Clark",
                &["Zoe Palmer"],
            ),
        ] {
            assert_eq!(of_kind(KIND, text), names, "{text}");
        }
    }

    #[test]
    fn a_person_with_a_role_behind_is_masked_all_the_same() {
        for (name, text) in [
            ("田中", "田中様\n田中係長に代わります"),
            ("田島", "田島さん、田島部長、田島様"),
        ] {
            assert!(
                of_kind(KIND, text).iter().all(|found| *found == name),
                "{text}"
            );
            assert!(of_kind(KIND, text).len() > 1, "{text}");
        }
        assert_found(KIND, "April Jones", "Thanks,\nApril Jones");
    }
}
