//! What is called like a person, and is told by the words around it to be none: 田島商店, のぞみ号,
//! MacAskill & Sons, the value of a label such as 会場 or Employer.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::dictionary::{
    BUSINESS, Key, LATIN_GIVEN, LATIN_PLACES, LATIN_SURNAMES, ORGANISATIONS, SURNAMES,
};
use super::japanese::PLACES;
use super::kanji::FIRMS;
use super::script::{Script, line_before, script};
use super::variants::is_kanji;

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
static BUSINESSES: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("data/businesses_ja.txt").lines().collect());

/// Whether a name ends as a company, a prize or a railway does: 石川島倉庫, 直木賞, 山手線.
pub(super) fn is_company(name: &str) -> bool {
    FIRMS
        .iter()
        .chain(BUSINESSES.iter())
        .chain(&["賞", "線"])
        .any(|end| name.ends_with(end))
}

/// The longest word that is looked at, in characters.
const LONGEST: usize = 10;

fn goes_on_japanese(name: &str, behind: &str, of: Script) -> bool {
    static KATAKANA: LazyLock<Vec<&str>> =
        LazyLock::new(|| include_str!("data/businesses_kana.txt").lines().collect());
    static BEHIND: LazyLock<Vec<&str>> =
        LazyLock::new(|| include_str!("data/things_behind_ja.txt").lines().collect());
    static OF_PLACES: LazyLock<Vec<&str>> = LazyLock::new(|| {
        include_str!("data/things_of_places_ja.txt")
            .lines()
            .collect()
    });
    let place = || PLACES.split_ascii_whitespace().any(|place| place == name);
    // さくら通り, 三田から品川
    if BEHIND.iter().any(|word| behind.starts_with(word))
        || place() && OF_PLACES.iter().any(|word| begins_alone(behind, word))
    {
        return true;
    }
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
    // のぞみ号, アマンダ号, ははじま丸
    let train = of != Script::Kanji
        && matches!(kanji, "号" | "丸" | "賞" | "展" | "山" | "川" | "坂" | "杯");
    // 石川島, 中村橋, 田中町
    let named = "県市区町村駅郡府橋島港";
    let landmark = of == Script::Kanji
        && name.chars().count() <= 3
        && kanji.chars().next().is_some_and(|c| named.contains(c))
        && kanji
            .chars()
            .nth(1)
            .is_none_or(|_| !kanji.ends_with(['子', '美', '太', '郎', '介']));
    train || landmark || is_company(kanji)
}

/// Whether `text` begins with a word that no further kanji belongs to.
fn begins_alone(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
        .is_some_and(|rest| !rest.starts_with(is_kanji))
}

/// 佐川 as the parcel service: 配送は佐川さんで, 佐川の不在票.
pub(in super::super) fn is_courier(text: &str, range: &Range<usize>) -> bool {
    const FRONT: &str =
        "配送は 配達は 発送は 配送が 配達が 配送業者は 運送会社は 業者は 返送は 集荷は";
    const BEHIND: &str = "配達 ドライバー 追跡 発送 再配達 送り状 荷物 不在 配送 集荷 営業所 伝票 サイト アプリ 配達員 人が来";
    if &text[range.clone()] != "佐川" {
        return false;
    }
    let behind = &text[range.end..];
    let behind = behind.strip_prefix("さん").unwrap_or(behind);
    let behind = behind.trim_start_matches(['の', 'が', 'に', 'で', ' ']);
    let front = &text[..range.start];
    FRONT.split(' ').any(|word| front.ends_with(word))
        || BEHIND.split(' ').any(|word| behind.starts_with(word))
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
    static OWN: LazyLock<HashSet<&str>> =
        LazyLock::new(|| include_str!("data/landmarks_latin.txt").lines().collect());
    static THINGS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        include_str!("data/things_behind_latin.txt")
            .lines()
            .collect()
    });
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
    let thing = THINGS.contains(word) && !joined;
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return thing;
    }
    if JOINED.contains(&word) && joined || OWN.contains(word) && !joined {
        return true;
    }
    let lower = word.to_ascii_lowercase();
    !joined
        && (thing || BUSINESS.has(&lower))
        && !LATIN_SURNAMES.has(&lower)
        && !LATIN_GIVEN.has(&lower)
}

/// Whether `range` is all that a label of a thing has as its value: 会場：, Employer:.
pub(super) fn is_labelled(text: &str, range: &Range<usize>) -> bool {
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
        '|', '\t', '>', ';', '、', '。', '/', '・', '■', '●', '【', '*', ',', '{', '"',
    ]);
    let label = start.map_or(label, |at| &label[at..]);
    let label = label.trim_matches(|c: char| !c.is_alphanumeric() || c == '・');
    is_label(&label.to_ascii_lowercase())
}

/// Whether a label or the head of a column, in small letters, is a thing's.
pub(super) fn is_label(label: &str) -> bool {
    static LABELS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| include_str!("data/thing_labels.txt").lines().collect());
    LABELS.contains(label)
}

/// Whether each word calls a role: Dear Valued Member.
pub(super) fn is_role(name: &str) -> bool {
    static ROLES: LazyLock<HashSet<&str>> =
        LazyLock::new(|| include_str!("data/roles_latin.txt").lines().collect());
    name.is_ascii()
        && name
            .split(' ')
            .all(|word| ROLES.contains(word.to_ascii_lowercase().as_str()))
}

/// Whether an article, a quantity or the number of a model tells that a thing is named: the Malm chest, 2x Billy, Sharp
/// The Henderson order is a person's.
pub(super) fn is_one_of_many(text: &str, range: &Range<usize>) -> bool {
    const PERSONS: &str = "account order orders booking bookings case file family wedding party residence reservation appointment invoice claim \
        household estate matter funeral who whom and or with from in at on to for are were is was have has had will would can could said asked told \
        twins sisters brothers girls boys couple contract policy delivery parcel refund";
    let name = &text[range.clone()];
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    let word = |text: &str| -> usize {
        text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .unwrap_or(text.len())
    };
    let rest = text[range.end..].strip_prefix(' ').unwrap_or_default();
    let next = &rest[..word(rest)];
    let has = |of: fn(&u8) -> bool| next.bytes().any(|byte| of(&byte));
    let is_model = has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && !["st", "nd", "rd", "th", "am", "pm"]
            .iter()
            .any(|end| next.to_ascii_lowercase().ends_with(end));
    let before = line_before(text, range.start);
    let Some(head) = before.strip_suffix(' ') else {
        return is_model;
    };
    let last = &head[head.rfind(' ').map_or(0, |at| at + 1)..];
    let quantity = last
        .strip_suffix(['x', 'X', '×'])
        .is_some_and(|count| !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()));
    let article = ["the", "a", "an", "all", "any"]
        .iter()
        .any(|article| last.eq_ignore_ascii_case(article));
    let noun = next.starts_with(|c: char| c.is_ascii_lowercase())
        && !PERSONS.split_ascii_whitespace().any(|word| word == next);
    is_model || quantity || article && noun
}

/// Whether it is the whole of a title or of a choice: 『三四郎』, `<option>Clara`.
pub(super) fn is_title(text: &str, range: &Range<usize>) -> bool {
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    before.ends_with('『') && behind.starts_with('』')
        || ["<option>", "<title>", "1. \"", "2. \"", "3. \"", "4. \""]
            .iter()
            .any(|tag| before.ends_with(tag))
}

/// Whether the word in front says that a thing is named: Hurricane Helene, 旅館みやび.
pub(super) fn is_led(text: &str, range: &Range<usize>) -> bool {
    static LATIN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        include_str!("data/things_in_front_latin.txt")
            .lines()
            .collect()
    });
    static JAPANESE: LazyLock<Vec<&str>> = LazyLock::new(|| {
        include_str!("data/things_in_front_ja.txt")
            .lines()
            .collect()
    });
    let before = line_before(text, range.start);
    let first = text[range.clone()].chars().next();
    if first.is_none_or(|c| script(c) != Script::Latin) {
        let before = before.trim_end_matches(['「', '『', '"', ' ']);
        return JAPANESE.iter().any(|word| before.ends_with(word));
    }
    let Some(head) = before.strip_suffix(' ') else {
        return false;
    };
    let start = head
        .rfind(|c: char| !c.is_alphanumeric() && c != '-')
        .map_or(0, |at| {
            at + head[at..].chars().next().map_or(1, char::len_utf8)
        });
    let word = &head[start..];
    // MS Astrid, but Ms Astrid; the Storm, but they storm
    word.starts_with(char::is_uppercase)
        && !matches!(word, "Ms" | "Lord")
        && LATIN.contains(word.to_lowercase().as_str())
}

/// Whether a place that is a name as well is in front of, or behind, what only places are: in Austin.
pub(super) fn is_place(text: &str, range: &Range<usize>) -> bool {
    const LEADS: &str = "in near via outside across around within between visiting downtown central greater north south east west leaving reached";
    const STATES: &str = "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii Idaho Illinois Indiana Iowa Kansas \
        Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania \
        Tennessee Texas Utah Vermont Wisconsin Wyoming England Scotland Wales Ireland Italy France Spain Germany Portugal Canada Australia India Ontario \
        Queensland Victoria Tasmania Japan Brazil Mexico Kenya Nigeria TX CA NY FL IL GA NC SC VA PA OH MI";
    // They moved to Austin
    const GOING: &str = "flight flights fly flew flying train trains travel travelling traveling moved moving move relocated relocating ship ships drive driving drove trip bus ferry ticket tickets go going went return shipped ships booked straight";
    let name = &text[range.clone()];
    if !name.starts_with(|c: char| c.is_ascii_uppercase())
        || !LATIN_PLACES.has(&name.to_lowercase())
    {
        return false;
    }
    let mut words = line_before(text, range.start)
        .split_whitespace()
        .rev()
        .map(str::to_ascii_lowercase);
    let Some(last) = words.next() else {
        return false;
    };
    // Florence, Italy
    let of_a_state = || {
        let behind = text[range.end..].strip_prefix(", ").unwrap_or_default();
        let end = behind
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(behind.len());
        STATES.split(' ').any(|state| state == &behind[..end])
    };
    LEADS.split(' ').any(|lead| lead == last)
        || of_a_state()
        || matches!(last.as_str(), "to" | "from" | "for" | "into" | "towards")
            && words
                .next()
                .is_some_and(|word| GOING.split(' ').any(|it| it == word))
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
    const LEADS: &str = "in of by until till since from next last this early late mid before after during the every through throughout to end beginning start for your";
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
        || LEADS.split(' ').any(|lead| word.eq_ignore_ascii_case(lead))
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
    fn what_the_words_around_tell_to_be_a_thing_stays() {
        for text in [
            "Please note Hurricane Helene has disrupted our deliveries.",
            "Storm Eowyn forced us to cancel the Stranraer service.",
            "Vessel: MV Elizabeth\nPort: Rotterdam",
            "旅館みやび ご予約係様",
            "Which bookcase fits beside the Malm chest of drawers?",
            "Dear Valued Member,\nthe library will close at 5pm.",
            "My flight to Florence was changed.",
            "課題図書：『三四郎』",
            "さくら通りのお店は何時までですか",
            "{\"ship\":\"Amelia\",\"port\":\"Leeds\"}",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
        let names = of_kind(KIND, "Mr Henderson asked about the Henderson order");
        assert_eq!(names, ["Henderson", "Henderson"]);
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
