//! Japanese postal addresses, from the prefecture or municipality to building and room.
//!
//! Found from their block number: 1-2-3, 一丁目2番3号. What is in front of it must lead to a
//! municipality; what is behind it may be a building.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::label::Label;
use super::{Found, Text, topic};

pub(super) const KIND: &str = "ADDRESS";

const PREFECTURES: &str = "北海道|東京都|(?:京都|大阪)府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県";

/// A municipality: written without hiragana but for those named here, so that the particle in
/// front of it ends it.
const MUNICIPALITY: &str = r"(?:さいたま|いわき|つくば|ひたちなか|かすみがうら|つくばみらい|みどり|ふじみ野|あきる野|いすみ|かほく|あわら|いなべ|たつの|さぬき|東かがわ|うきは|みやま|えびの|いちき串木野|うるま|みよし|あま|むつ|つがる|にかほ|あさぎり|おいらせ|せたな|ニセコ|みなかみ|[㐀-鿿ヶケァ-ヴー々ノ]{1,6}?)[市区郡町村]";

/// Letters of towns.
const TOWN: &str = r"[㐀-鿿ァ-ヺぁ-んー々ヶ・]";

static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:(?P<prefecture>{PREFECTURES}) ?\n?(?:{MUNICIPALITY} ?){{0,3}}|(?:{MUNICIPALITY} ?){{1,3}})(?P<town>{TOWN}{{0,14}} ?)$"
    ))
    .expect("the pattern is fixed and tested")
});

/// The block: several numbers, or one with its unit.
static BLOCK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:[0-9]{1,5}|[一二三四五六七八九十]{1,3})(?: ?(?:丁目|番地の?|地割|番町?|号(?:棟|館)?|線|条|-|の|ノ| の )(?: ?[東西南北]? ?(?:[0-9]{1,5}|[一二三四五六七八九十]{1,3}))?){0,5}",
    )
    .expect("the pattern is fixed and tested")
});

/// A building, a floor, a room: on the same line, or on the next one if a word says so.
static BUILDING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:[ 、,]?(?:[ァ-ヺ㐀-鿿A-Za-zー・'&.々ヶ]|の){1,24}?(?: ?[A-Za-z0-9]{1,4})? ?",
        r"(?:[A-Z]?-?[0-9]{1,4}(?:号室|号|室|階|[Ff])|[0-9A-Z]{1,2}棟 ?[0-9]{0,4}(?:号室|号)?)(?: ?[0-9]{1,4}(?:号室|号|室))?",
        r"|[ 、,]?\n?[ ]?(?:[ァ-ヺ㐀-鿿A-Za-zー・'&.々ヶ0-9 ]|の){0,24}?",
        r"(?:ビルディング|ビル|マンション|ハイツ|コーポ|アパート|タワー|レジデンス|メゾン|パレス|ハウス|団地|荘|寮|プラザ|ヒルズ|コート|パーク|ガーデン|テラス|ハイム|ヴィラ|Bldg\.?|Building|Tower|Heights|Residence)",
        r"[ァ-ヺ㐀-鿿ー・々]{0,12}(?: ?[0-9A-Z]{1,2}(?:号棟|棟|番館))?(?: ?[A-Z]?-?[0-9]{1,4}(?:号室|号|室|階|[Ff])?){0,2}",
        r"|[ 、,]?[ァ-ヺー・]{3,20} ?[0-9]{2,4}(?-u:\b)",
        r"|[ 、,][ァ-ヺ][ァ-ヺ㐀-鿿ー・]{2,20}(?: [0-9]{2,4}(?-u:\b))?",
        r"|[ -][A-Z]?[0-9]{2,4}(?:号室|号|室|(?-u:\b)))",
    ))
    .expect("the pattern is fixed and tested")
});

/// An address without a block number, where it is called one.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:住所|所在地|届け?先|送付先|送り先|転居先|引越し?先)[^\n0-9。]{{0,8}}?[ :は]((?:{PREFECTURES}){MUNICIPALITY}{TOWN}{{1,20}}?)(?:です|に|へ|の|まで|と|$|[\n 、。,])"
    ))
    .expect("the pattern is fixed and tested")
});

/// By the streets of Kyoto: 河原町三条上る恵比須町427.
static KYOTO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"((?:京都府)?(?:京都市)?(?:[㐀-鿿]{1,3}区)?[㐀-鿿]{2,10}(?:通り?)?[㐀-鿿]{0,8}(?:上[るルがガ]る?|下[るルがガ]る?|東入[るル]?|西入[るル]?)[㐀-鿿ァ-ヺノ]{0,12} ?(?:[0-9]{1,4}(?:[-の][0-9]{1,4}){0,2}|[一二三四五六七八九十]{1,4})(?:番地?の?[0-9]{0,4})?)",
    )
    .expect("the pattern is fixed and tested")
});

/// How far in front of the number an address begins, in bytes.
const REACH: usize = 130;

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let mut done = 0;
    for start in blocks(text) {
        if start < done {
            continue;
        }
        if let Some(range) = around(text, start, done) {
            done = range.end;
            found.push(Found { range, kind: KIND });
        }
    }
    if text.speaks_of(topic::KYOTO) {
        for address in KYOTO.captures_iter(text.folded).filter_map(|it| it.get(1)) {
            let range = address.range();
            found.push(Found { range, kind: KIND });
        }
    }
    if text.speaks_of(topic::ADDRESSEE) {
        for captures in LABELLED.captures_iter(text.folded) {
            if let Some(address) = captures.get(1) {
                let range = address.range();
                found.push(Found { range, kind: KIND });
            }
        }
    }
}

/// Where block numbers may begin: digits behind a Japanese letter, kanji numerals before 丁目.
fn blocks(text: &Text<'_>) -> Vec<usize> {
    let mut starts: Vec<usize> = text
        .digits
        .iter()
        .filter(|run| run.len() <= 5)
        .map(|run| run.start)
        .filter(|start| {
            text.folded[..*start]
                .trim_end_matches(' ')
                .ends_with(|c: char| c >= '\u{3041}' && c.is_alphabetic())
        })
        .collect();
    for word in ["丁目", "番地", "番", "の"] {
        for (at, _) in text.folded.match_indices(word) {
            let numeral = |c: &char| "一二三四五六七八九十".contains(*c);
            let length: usize = text.folded[..at]
                .chars()
                .rev()
                .take_while(numeral)
                .map(char::len_utf8)
                .sum();
            // 一番 is the best one; 一番一号 is a place, and so is 三の十二の八.
            let numbered = || {
                let behind = &text.folded[at + word.len()..];
                let rest = behind.trim_start_matches(|c| numeral(&c));
                rest.len() < behind.len() && (word == "番" || rest.starts_with('の'))
            };
            if length > 0 && (matches!(word, "丁目" | "番地") || numbered()) {
                starts.push(at - length);
            }
        }
    }
    starts.sort_unstable();
    starts
}

/// The address whose block number begins at `start`.
fn around(text: &Text<'_>, start: usize, done: usize) -> Option<Range<usize>> {
    let mut from = start.saturating_sub(REACH).max(done);
    while !text.folded.is_char_boundary(from) {
        from += 1;
    }
    // Most numbers behind a Japanese letter are dates and quantities.
    if !is_near_place(&text.folded[from..start]) {
        return None;
    }
    let numbers = block(&text.folded[start..])?;
    let divided = numbers.contains("丁目")
        || numbers.contains("番地")
        || numbers.contains('番') && !numbers.ends_with('番')
        || numbers.matches(['の', 'ノ']).count() > 1
        || numbers.contains('-') && numbers.bytes().filter(u8::is_ascii_digit).count() > 1;
    let before = &text.folded[from..start];
    let line = before
        .rfind(['。', '、', ',', ':', '(', '「'])
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
    let head = HEAD.captures(&before[line..])?;
    let town = head.name("town").map_or("", |town| town.as_str());
    let prefecture = head.name("prefecture").is_some();
    let mut end = start + numbers.len();
    let mut exact = divided;
    if !divided {
        let called = text
            .label(from + line)
            .is_some_and(|found| found.direct && found.label == Label::PostalCode);
        exact = (prefecture || called) && !town.is_empty() && ends_number(&text.folded[end..]);
    }
    if !exact || !is_town(town) || counts(&text.folded[end..]) {
        return None;
    }
    let begin = from + line + head.get(0)?.start();
    if text.folded[..end].ends_with(['-', ' ']) {
        end -= 1;
    }
    if let Some(building) = BUILDING.find(&text.folded[end..]) {
        end += building.as_str().trim_end().len();
    }
    Some(begin..end)
}

/// The block number at the beginning of `text`. A numeral may begin the building's name:
/// 1号六本木ヒルズ.
fn block(text: &str) -> Option<&str> {
    let numbers = BLOCK.find(text)?.as_str();
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let trimmed = numbers.trim_end_matches(numeral);
    let rest = &text[numbers.len()..];
    let name = rest.starts_with(|c: char| c.is_alphabetic())
        && !["丁", "番", "号", "の"]
            .iter()
            .any(|unit| rest.starts_with(unit));
    // 三の十二の八です
    let counted = trimmed.ends_with('の') && trimmed.matches('の').count() > 1;
    Some(if name && !trimmed.is_empty() && !counted {
        trimmed
    } else {
        numbers
    })
}

/// Whether a municipality or prefecture ends so near that the town between can be one: what `HEAD` asks
/// for, without its patterns.
fn is_near_place(before: &str) -> bool {
    let mut letters = 0;
    for c in before.chars().rev() {
        match c {
            '市' | '区' | '郡' | '町' | '村' | '都' | '道' | '府' | '県' => return true,
            ' ' | '\n' => {}
            _ if letters < 14 && is_of_a_town(c) => letters += 1,
            _ => return false,
        }
    }
    false
}

/// The letters of `TOWN`.
fn is_of_a_town(c: char) -> bool {
    matches!(c, '㐀'..='鿿' | 'ァ'..='ヺ' | 'ぁ'..='ん' | 'ー' | '々' | '・')
}

/// Words of a sentence are no town: 新宿区の店舗で 2-3 回.
fn is_town(town: &str) -> bool {
    ![
        "で",
        "から",
        "まで",
        "では",
        "には",
        "です",
        "ます",
        "店舗",
        "店で",
        "方が",
        "在住",
        "在庫",
        "内の",
        "内に",
        "との",
        "より",
        "した",
        "した。",
        "場合",
        "ところ",
        "役所",
        "して",
        "という",
        "では",
        "電話",
        "番号",
    ]
    .iter()
    .any(|word| town.contains(word))
        && !town
            .trim_end()
            .ends_with(['を', 'は', 'が', 'と', 'に', 'へ', 'も'])
}

/// A quantity or a time is no block: 渋谷区 3-4 件.
fn counts(after: &str) -> bool {
    let after = after.trim_start_matches(' ');
    [
        "回", "件", "人", "個", "日", "時", "分", "円", "名", "年", "月", "店", "か月", "ヶ月",
        "週", "%", "台", "本", "枚", "冊", "kg", "万", "千", "つ",
    ]
    .iter()
    .any(|unit| after.starts_with(unit))
}

/// One bare number ends an address only where nothing counts with it.
fn ends_number(after: &str) -> bool {
    after.is_empty() || after.starts_with(['\n', '\r', ' ', '、', '。', ',', 'で', 'に', 'へ'])
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_addresses_to_the_room() {
        for address in [
            "東京都千代田区丸の内1-1-1",
            "東京都千代田区丸の内１－１－１",
            "東京都渋谷区神南1丁目2番3号",
            "東京都渋谷区神南一丁目二番三号",
            "神奈川県横浜市西区みなとみらい2-2-1 ランドマークタワー 20F",
            "大阪府大阪市北区梅田3-1-3 グランコート梅田502号室",
            "東京都渋谷区神南1-2-3 サンハイツ302",
            "東京都渋谷区神南1-2-3-302",
            "東京都渋谷区神南1-2-3 302号室",
            "北海道札幌市中央区北1条西2丁目",
            "京都府京都市中京区寺町通御池上る上本能寺前町488番地",
            "埼玉県さいたま市浦和区高砂3-15-1",
            "横浜市西区みなとみらい2-2-1",
            "千代田区丸の内1-1-1",
            "東京都 千代田区 丸の内 1-1-1",
            "長野県松本市大手3",
            "大津市名越6の4の15",
            "東京都千代田区永田町一番一号",
            "名古屋市中区栄三の十二の八",
            "河原町三条上る恵比須町427",
            "愛知県名古屋市中区三の丸3丁目1番2号 三の丸マンション101号室",
            "福岡県福岡市博多区東公園7-7\nコーポ東公園201",
        ] {
            assert_found(KIND, address, &format!("住所は{address}です"));
            assert_found(KIND, address, &format!("{address}\nよろしくお願いします"));
            assert_found(KIND, address, &format!("〒100-0001 {address}"));
        }
        assert_found(KIND, "東京都港区芝公園", "届け先は東京都港区芝公園です");
    }

    #[test]
    fn a_place_without_number_or_with_a_quantity_is_no_address() {
        for text in [
            "東京都への送料は500円です",
            "東京都新宿区の店舗で2-3回買いました",
            "横浜市内に3店舗",
            "大阪府 3-5日で届きます",
            "渋谷区で1-2時間",
            "2024-01-15に京都市で",
            "区分 1-2",
            "市場は1-2-3",
            "次の町 2-1",
            "東京都で一番一人気の店",
            "値段が上がる前に3個",
            "売上が下がる2024年",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
