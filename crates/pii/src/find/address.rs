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
        r"^(?:[0-9]{1,5}|[一二三四五六七八九十]{1,3})(?: ?(?:丁目|番地の?|地割|番町?|号(?:棟|館)?|線|条通り?|条|-|の|ノ| の )(?: ?[東西南北]? ?(?:[0-9]{1,5}|[一二三四五六七八九十]{1,3}))?){0,5}",
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
        // みどり荘201号室, みなとビル7F: hiragana, which sentences have as well, behind a space alone.
        r"|[ 、,\n]{1,2}[ぁ-んァ-ヺ㐀-鿿ー・々]{1,12}?(?:ビル|マンション|ハイツ|コーポ|アパート|タワー|荘|寮|団地|館|邸)(?: ?[0-9A-Z]{1,2}(?:号棟|棟|番館))?(?: ?[A-Z]?-?[0-9]{1,4}(?:号室|号|室|階|[Ff])?){1,2}",
        r"|[ 、,]{1,2}(?P<capitals>[A-Z][A-Za-z'’.&-]{1,15}(?: [A-Z][A-Za-z'’.&-]{1,15}){1,3}) ?[A-Z]?[0-9]{1,4}(?:-[0-9]{1,4})?(?:号室|号|室|階|[Ff]?(?-u:\b))",
        r"|[ 、,]{1,2}(?P<named>[ァ-ヺ㐀-鿿A-Za-zー・'’&.々ヶの][ァ-ヺ㐀-鿿A-Za-z0-9ー・'’&.々ヶのがつ]+?) ?(?P<room>[A-Z]?[0-9]{1,4}(?:-[0-9]{1,4})?(?:号室|号|室|階|[Ff]?(?-u:\b)))",
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
        r"((?:京都府)?(?:京都市)?(?:[㐀-鿿]{1,3}区)?[㐀-鿿]{2,10}(?:通り?)?[㐀-鿿]{0,8}(?:上[るルがガ]る?|下[るルがガ]る?|東入[るル]?|西入[るル]?)[㐀-鿿ァ-ヺノ]{0,12} ?(?:[0-9]{1,4}(?:[-の][0-9]{1,4}){0,2}|[一二三四五六七八九十]{1,4})(?:番地?の?[0-9]{0,4})?|京都市[㐀-鿿]{1,3}区[㐀-鿿]{2,14}(?:上[るルがガ]る?|下[るルがガ]る?|東入[るル]?|西入[るル]?)[㐀-鿿ァ-ヺノ]{1,12}町)",
    )
    .expect("the pattern is fixed and tested")
});

/// No building's name with its room is longer, in bytes.
const BUILDING_REACH: usize = 160;

/// Whether what is between a block and a number may be called so: 木立シティ139, but neither 電話03 nor セット3個.
fn is_building(name: &str, behind: &str) -> bool {
    const OTHERS: &[&str] = &[
        "電話",
        "携帯",
        "連絡",
        "番号",
        "注文",
        "商品",
        "品番",
        "型番",
        "数量",
        "価格",
        "合計",
        "税込",
        "セット",
        "サイズ",
        "ポイント",
        "メール",
        "コード",
        "パスワード",
        "カード",
        "担当",
        "時間",
        "希望",
        "タイプ",
        "カラー",
        "tel",
        "fax",
        "no",
        "order",
        "id",
    ];
    let lower = name.to_lowercase();
    let letters = name
        .chars()
        .filter(|c| matches!(c, 'ァ'..='ヺ' | 'ー') || c.is_ascii_alphabetic())
        .count();
    let unit = behind.trim_start().starts_with([
        '個', '件', '本', '枚', '円', '台', '名', '人', '点', '冊', '時', '年', '月', '日', '箱',
        '袋', '%', '-', '/', ':',
    ]);
    letters >= 2 && !unit && !OTHERS.iter().any(|word| lower.contains(word))
}

/// How far in front of the number an address begins, in bytes.
const REACH: usize = 130;

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    if text.is_ascii {
        return;
    }
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

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
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
    for word in ["丁目", "番地", "番", "の", "-"] {
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
                // 二-八-一
                let divided = |mark| rest.starts_with(mark);
                rest.len() < behind.len()
                    && match word {
                        "番" => true,
                        "-" => divided('-') || !rest.starts_with(char::is_alphabetic),
                        _ => divided('の'),
                    }
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
        || BRANCHED.is_match(numbers)
        || numbers.contains('-') && numbers.chars().filter(|c| is_numeral(*c)).count() > 1;
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
    let begin = from + line + head.get(0)?.start();
    let mut exact = divided;
    if !divided {
        let called = text
            .label(from + line)
            .is_some_and(|found| found.direct && found.label == Label::PostalCode);
        // 御代田町大字御代田, 迫町佐沼字中江, 江別市文京台緑町: a part of a municipality is named.
        let places = &before[line + head.get(0)?.start()..];
        let levels = places.matches(['市', '区', '郡', '町', '村']).count();
        let parted =
            places.contains('字') || levels > 2 || levels > 1 && (prefecture || !town.is_empty());
        let behind = &text.folded[end..];
        exact = if prefecture || called || parted {
            (!town.is_empty() || parted) && ends_number(behind)
        } else {
            !town.is_empty() && ends_number(behind) && is_meant(text, begin, end)
        };
    }
    let measured = numbers.ends_with(['号', '目', '番', '地', '室']) && divided;
    if !exact || !is_town(town) || !measured && counts(&text.folded[end..]) {
        return None;
    }
    if text.folded[..end].ends_with(['-', ' ']) {
        end -= 1;
    }
    let behind = text.head(end, BUILDING_REACH);
    if let Some(building) = BUILDING.captures(behind)
        && building
            .name("named")
            .or(building.name("capitals"))
            .is_none_or(|name| is_building(name.as_str(), &behind[building[0].len()..]))
    {
        end += building[0].trim_end().len();
    }
    Some(begin..end)
}

/// 93の11
static BRANCHED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("[0-9][のノ][0-9]").expect("the pattern is fixed and tested"));

/// Whether 佐渡市千種232 is where a customer lives or a parcel goes: it is alone on its line, or the words beside it say so.
fn is_meant(text: &Text<'_>, begin: usize, end: usize) -> bool {
    const IN_FRONT: &[&str] = &[
        "住所",
        "所在地",
        "実家",
        "自宅",
        "届け先",
        "届先",
        "送付先",
        "送り先",
        "配送先",
        "発送先",
        "返送",
        "返品先",
        "転居先",
        "引越",
        "引っ越",
        "配送は",
        "発送は",
        "〒",
        "住まい",
        "勤務先",
        "宛先",
        "現住所",
        "新居",
        "本籍",
    ];
    const BEHIND: &[&str] = &[
        "に住",
        "に在住",
        "在住",
        "に送",
        "へ送",
        "宛",
        "に届",
        "へ届",
        "まで届",
        "に配",
        "へ配",
        "まで配",
        "に発送",
        "へ発送",
        "まで発送",
        "に引",
        "へ引",
        "に転居",
        "へ転居",
        "に返",
        "へ返",
        "まで返",
        "へお願",
        "までお願",
        "にお願い",
        "に実家",
        "です",
        "まで送",
        "に越",
        "の自宅",
        "の実家",
    ];
    let before = text.tail(begin, 48);
    let line = before.rsplit('\n').next().unwrap_or_default();
    let behind = text.head(end, 24);
    let coded = line.trim_end().ends_with(|c: char| c.is_ascii_digit()) && line.contains('-');
    let alone = line.trim().is_empty() && (behind.is_empty() || behind.starts_with(['\n', '\r']));
    alone
        || coded
        || IN_FRONT.iter().any(|word| line.contains(word))
        || BEHIND.iter().any(|word| behind.starts_with(word))
}

/// The block number at the beginning of `text`. A numeral may begin the building's name:
/// 1号六本木ヒルズ.
fn block(text: &str) -> Option<&str> {
    let mut numbers = BLOCK.find(text)?.as_str();
    // 1号 三ノ輪クレスト
    if let Some((block, name)) = numbers.rsplit_once(' ')
        && name.ends_with(['ノ', 'の'])
        && !name.contains(|c: char| c.is_ascii_digit())
        && block.ends_with(['号', '番', '地', '目'])
        && text[numbers.len()..].starts_with(char::is_alphabetic)
    {
        numbers = block;
    }
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let trimmed = numbers.trim_end_matches(numeral);
    let rest = &text[numbers.len()..];
    let name = rest.starts_with(|c: char| c.is_alphabetic())
        && !["丁", "番", "号", "の"]
            .iter()
            .any(|unit| rest.starts_with(unit));
    // 三の十二の八です, 五-十六-十と
    let counted = ['の', '-']
        .iter()
        .any(|mark| trimmed.ends_with(*mark) && trimmed.matches(*mark).count() > 1);
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
        "ランキング",
        "订单",
        "フロア",
        "行き",
        "方面",
        "天気",
        "気温",
        "人口",
        "バス",
        "図書館",
        "税込",
        "税抜",
        "送料",
        "価格",
        "料金",
    ]
    .iter()
    .any(|word| town.contains(word))
        && !town
            .trim_end()
            .ends_with(['を', 'は', 'が', 'と', 'に', 'へ', 'も'])
}

/// A quantity or a time is no block: 渋谷区 3-4 件. 3-4 日光シティ is.
fn counts(after: &str) -> bool {
    const UNITS: &[&str] = &[
        "回", "件", "人", "個", "日", "時", "分", "円", "名", "年", "月", "店", "か月", "ヶ月",
        "週", "%", "台", "本", "枚", "冊", "kg", "万", "千", "つ",
    ];
    let rest = after.trim_start_matches(' ');
    let Some(unit) = UNITS.iter().find(|unit| rest.starts_with(**unit)) else {
        return false;
    };
    let name = |c: char| {
        matches!(c, '㐀'..='鿿' | 'ァ'..='ヺ') && !"間目以程後前半分円個位位弱強".contains(c)
    };
    rest.len() == after.len() || !rest[unit.len()..].starts_with(name)
}

/// One bare number ends an address only where nothing counts with it.
fn ends_number(after: &str) -> bool {
    const WORDS: &[&str] = &[
        "まで", "から", "宛", "です", "在住", "より", "だと", "(", "は", "が", "を", "の",
    ];
    // 126,441円
    let goes_on = after
        .strip_prefix([',', '.'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    after.is_empty()
        || !goes_on
            && after.starts_with([
                '\n', '\r', ' ', '、', '。', ',', '.', ')', '」', '/', 'で', 'に', 'へ', 'と',
            ])
        || WORDS.iter().any(|word| after.starts_with(word))
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
        for address in [
            "北海道江別市文京台緑町５８２",
            "北佐久郡御代田町大字御代田2464",
            "登米市迫町佐沼字中江2",
            "いわき市平字梅本21",
            "佐渡市千種232",
            "茨城県結城市結城1447",
            "旭川市7条通9丁目48",
            "秋田県大館市比内町扇田字新大堤下93の11",
            "京都市上京区下立売通新町西入薮ノ内町",
            "東京都立川市柴崎町3-12-5 木立シティ139",
            "東京都立川市柴崎町3-12-5 D'クラディア立川 704",
            "東京都立川市柴崎町3-12-5 エステート南1-305",
            "宮城県横浜市保土ケ谷区箭坪15丁目21番19号 日光シティ308",
            "京都府横浜市都筑区鳥越6丁目6番15号 台場コート268",
            "佐賀県山武郡横芝光町上高野16丁目27番13号 千塚アーバン500",
            "東京都港区芝1-2-3 南郷屋シャルム031",
            "島根県八街市日比谷公園42丁目24番1号 三ノ輪クレスト956",
            "京都府君津市東神田19丁目9番5号 二つ室アーバン418",
            "秋田県大網白里市入谷34丁目25番9号 松が谷クレスト656",
        ] {
            for text in [
                format!("住所は{address}です"),
                format!("{address}に住んでいます"),
                format!("返送は{address}まで。"),
                format!("実家（{address}）"),
                format!("{address}\nよろしくお願いします"),
                format!("〒100-0001 {address}"),
                address.to_owned(),
            ] {
                assert_found(KIND, address, &text);
            }
        }
        assert_found(
            KIND,
            "東京都港区芝1-2-3",
            "東京都港区芝1-2-3 電話03-1234-5678",
        );
        assert_found(KIND, "東京都港区芝1-2-3", "東京都港区芝1-2-3 Aセット3個");
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
            "新宿区役所前2",
            "福岡市天神店2階",
            "渋谷区神南のランキング3",
            "横浜市立図書館で3冊",
            "市場価格3000円",
            "大阪市バス3番のりば",
            "札幌市の気温は5です",
            "町田市の天気 2024",
            "名古屋市科学館 2 名",
            "東京都港区 3-5 日間",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
