//! What is called like a person, and is told by the words around it to be none: 田島商店, のぞみ号,
//! MacAskill & Sons, the value of a label such as 会場 or Employer.

use std::ops::Range;

use super::context;
use super::dictionary::{
    self, BRANDS, BUSINESS, COMMON_LATIN, FREQUENT_LATIN, GIVEN, Key, LATIN_BOTH, LATIN_GIVEN,
    LATIN_HEADS, LATIN_PLACES, LATIN_SURNAMES, LATIN_THINGS, LATIN_WORDS, NOUNS, ORGANISATIONS,
    PLACE_NAMES, RARE_LATIN_GIVEN, RARE_LATIN_SURNAMES, SURNAMES, WORDS,
};
use super::japanese::PLACES;
use super::kanji::FIRMS;
use super::place;
use super::script::{Script, line_before, script};
use super::set::Set;
use super::variants::is_kanji;

/// Whether a name that no word calls a person's is none, by the words in it and around it.
pub(super) fn is_told(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let latin = || {
        is_product(name)
            || text[range.end..].starts_with("'am")
            || context::is_of_a_state(name)
            || is_known_thing(name)
            || is_in_a_thing(text, range)
            || is_a_shops(text, range)
            || ends_as_thing(text, range)
            || is_one_of_many(text, range)
            || is_place(text, range)
            || is_month(text, range)
            || is_standard(text, range)
            || is_made_of(text, range)
    };
    let japanese = || {
        is_company(name)
            || is_wood(text, range)
            || goes_on_in_its_script(text, range)
            || is_spaced_thing(text, range)
            || place::is_place_asked_for(text, range)
    };
    let begins_latin = name.starts_with(|c: char| c.is_alphabetic() && c < '\u{2e80}');
    (if begins_latin { latin() } else { japanese() })
        || goes_on(text, range)
        || is_labelled(text, range)
        || is_led(text, range)
        || is_title(text, range)
}

/// iPhone, eBay: a small letter in front of a capital
fn is_product(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(char::is_lowercase) && letters.next().is_some_and(char::is_uppercase)
}

/// Whether each word is a place or a brand, and none a frequent name: Kansas, Amritsar.
fn is_known_thing(name: &str) -> bool {
    const THINGS: u16 = LATIN_PLACES.bit() | BRANDS.bit();
    const FREQUENT: u16 = LATIN_GIVEN.bit() | LATIN_SURNAMES.bit();
    const ALL: u16 = FREQUENT | RARE_LATIN_GIVEN.bit() | RARE_LATIN_SURNAMES.bit();
    // Franck Morin is a roaster and a town, one behind the other
    let names = if name.contains(' ') { ALL } else { FREQUENT };
    if !name.starts_with(char::is_alphabetic) || !name.bytes().any(|byte| byte.is_ascii()) {
        return false;
    }
    let words = name.split([' ', ',']).filter(|word| !word.is_empty());
    words
        .map(lists)
        .all(|lists| lists & THINGS != 0 && lists & names == 0)
}

/// Whether several words that are a brand or a place hold all of it: Marks & Spencer, Sweaty Betty, at Wendy's.
fn is_in_a_thing(text: &str, range: &Range<usize>) -> bool {
    thing_around(text, range).is_some()
}

/// The brand or place of several words that holds all of `range`.
fn thing_around(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let line = line_before(text, range.start);
    let mut start = range.start;
    for back in 0..MOST_WORDS {
        if let Some((end, words)) = thing_at(text, start)
            && end >= range.end
            && (words > 1 || is_shop(text, start, end))
        {
            return Some(start..end);
        }
        // One word further back
        let before = &line[..line.len() - (range.start - start)];
        let head = before.strip_suffix(' ')?;
        let word = head.rfind(' ').map_or(0, |at| at + 1);
        if back + 1 == MOST_WORDS || head.len() - word > MOST_LETTERS {
            return None;
        }
        start -= before.len() - word;
    }
    None
}

/// Whether what persons and shops are called like has behind it what shops alone have: the Morgan gift card.
fn is_a_shops(text: &str, range: &Range<usize>) -> bool {
    static HAVE: Set = Set::of(
        "gift voucher vouchers card cards website receipt prices price logo outlet loyalty points franchise checkout catalogue catalog app newsletter",
    );
    lists(&text[range.clone()]) & LATIN_BOTH.bit() != 0 && HAVE.has(lower_word(&text[range.end..]))
}

/// No thing of the lists has more words, and hardly a word has more letters.
const MOST_WORDS: usize = 4;
const MOST_LETTERS: usize = 24;

/// The end of the longest brand or place of the lists at `start`, and of how many words it is.
fn thing_at(text: &str, start: usize) -> Option<(usize, usize)> {
    let (mut key, mut end, mut found) = (Key::default(), start, None);
    for count in 0..MOST_WORDS {
        if count > 0 {
            if !text[end..].starts_with(' ') {
                break;
            }
            end += 1;
            key.push(' ');
        }
        let rest = &text[end..];
        let letters = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '.');
        let length = match rest.starts_with('&') {
            true => 1,
            false => rest.find(|c| !letters(c)).unwrap_or(rest.len()),
        };
        if length == 0 || length > MOST_LETTERS {
            break;
        }
        // T.J. Maxx is looked up without its dots.
        let word = rest[..length].trim_end_matches('.');
        let length = word.len();
        match word {
            "&" | "and" => key.push('&'),
            _ if word.is_ascii() => key.push_bare(word),
            _ => key.push_bare(&word.replace('’', "'")),
        }
        end += length;
        let owns = word.ends_with("'s") || word.ends_with("’s");
        let lists = key.latin_or_head();
        if (count > 0 || owns) && lists & LATIN_THINGS.bit() != 0 {
            found = Some((end, count + 1));
        }
        if lists & LATIN_HEADS.bit() == 0 {
            break;
        }
        if rest[length..].starts_with(". ") {
            end += 1;
        }
    }
    found
}

/// Whether what a shop is called like, Wendy's, is one here and not what Wendy has.
fn is_shop(text: &str, start: usize, end: usize) -> bool {
    let before = line_before(text, start).trim_end_matches(' ');
    let last = &before[before.rfind(' ').map_or(0, |at| at + 1)..];
    let owns = text[end..]
        .strip_prefix(' ')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    let is = |words: &[&str]| words.iter().any(|word| last.eq_ignore_ascii_case(word));
    const SOLD: [&str; 19] = [
        "cups",
        "bars",
        "cereal",
        "crisps",
        "chips",
        "jeans",
        "burger",
        "burgers",
        "voucher",
        "vouchers",
        "toy",
        "toys",
        "fries",
        "meal",
        "meals",
        "coupon",
        "coupons",
        "app",
        "drive-thru",
    ];
    is(&["a", "an", "the", "another", "every"])
        || owns && SOLD.contains(&lower_word(&text[end..]))
        || !owns
            && is(&[
                "at", "from", "in", "near", "to", "into", "by", "via", "than",
            ])
}

/// Whether a street, a shop or the like is the last of several words: Bond Street, Wilson Dental, 15 Fetter Lane.
fn ends_as_thing(text: &str, range: &Range<usize>) -> bool {
    const NAMES: u16 = LATIN_GIVEN.bit() | LATIN_SURNAMES.bit();
    let name = &text[range.clone()];
    let Some((_, last)) = name.rsplit_once(' ') else {
        return false;
    };
    if !last.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    let lists = lists(last);
    let numbered = || {
        let front = text[..range.start].strip_suffix(' ').unwrap_or_default();
        matches!(last, "Lane" | "Court" | "Close" | "Way" | "Drive" | "Grove")
            && front.ends_with(|c: char| c.is_ascii_digit())
    };
    let landmark = LANDMARKS.has(last);
    // Hardly a person is called so, in whatever lists it is.
    let is_street = matches!(
        last,
        "Street" | "Road" | "Avenue" | "Square" | "Station" | "Airport" | "Boulevard"
    );
    is_street
        || (landmark || lists & BUSINESS.bit() != 0) && lists & NAMES == 0
        || landmark && numbered()
}

/// Whether a name of the same mail is only a part of a longer word there: 橋本病, さくらんぼ, Harry Potter.
pub(in super::super) fn is_part(text: &str, range: &Range<usize>) -> bool {
    if goes_on_in_its_script(text, range) {
        return true;
    }
    let name = &text[range.clone()];
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    if name.ends_with(|c: char| c.is_ascii_alphabetic()) {
        let next = behind.strip_prefix(' ').unwrap_or_default();
        let next = &next[..next
            .find(|c: char| !c.is_alphabetic() && c != '\'')
            .unwrap_or(next.len())];
        let last = before.strip_suffix(' ').unwrap_or_default();
        let last = &last[last
            .rfind(|c: char| !c.is_ascii_alphabetic())
            .map_or(0, |at| {
                at + last[at..].chars().next().map_or(1, char::len_utf8)
            })..];
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        let pair = |a: &str, b: &str| LATIN_THINGS.has(&format!("{a} {b}").to_lowercase());
        // Oscar, of Oscar de la Renta; John Lewis himself may be a customer.
        let longer = || {
            thing_around(text, range).is_some_and(|thing| {
                thing.len() > range.len() + 2 && text[thing].starts_with(char::is_uppercase)
            })
        };
        return capital(next) && pair(name, next)
            || capital(last) && pair(last, name)
            || is_model(text, range)
            || longer();
    }
    // 高田馬場, of which 馬場 is known
    if name.starts_with(is_kanji) && before.ends_with(is_kanji) {
        let start = before
            .char_indices()
            .rev()
            .take(6)
            .take_while(|(_, c)| is_kanji(*c))
            .last();
        let start = start.map_or(range.start, |(at, _)| at);
        let mut key = Key::default();
        text[start..range.end].chars().for_each(|c| key.push(c));
        let lists = key.japanese();
        let things = WORDS.bit() | NOUNS.bit() | PLACE_NAMES.bit() | ORGANISATIONS.bit();
        return lists & things != 0 && lists & (SURNAMES.bit() | GIVEN.bit()) == 0;
    }
    false
}

/// Whether kanji or hiragana goes on behind a name, and not with what is behind persons: 安田設備, さくらんぼ.
fn goes_on_in_its_script(text: &str, range: &Range<usize>) -> bool {
    static BEHIND: Set = Set::of(
        "折返 折り返 対応 不在 外出 離席 帰社 出社 退社 早退 休 欠勤 有休 在席 受電 架電 再電 応対 引継 承認 確認 了承 作成 \
         様 殿 氏 君 先生 先輩 後輩 部長 課長 係長 主任 社長 店長 会長 専務 常務 次長 室長 所長 院長 園長 校長 教頭 教授 支店長 工場長 局長 署長 副 支配人 塾長 取締役 \
         代表 監督 選手 医師 弁護士 税理士 看護師 薬剤師 講師 師匠 嬢 夫人 夫妻 夫婦 一家 家 宅 邸 両名 両氏 名義 本人 宛 拝 印 記 作 著 姓 達 他 以外 以下 含 同席 同行 担当 方 分 側 \
         経由 御 一 二 三 四 五 六 七 八 九 十 的 似 並 及 又 兼 自身 個人 推 親子 兄弟 姉妹 兄 姉 弟 妹 父 母 娘 息子 翁 女史 博士 牧師 住職 議員 市長 知事 巡査 刑事 署員 技師 主査 主事",
    );
    static PARTICLES: Set = Set::of(
        "は が を に の と も で や へ さ ちゃ くん です だ から まで より って なの じゃ じい じぃ ばあ ばぁ おじ おば にい ねえ あて なら な、 ね よ、 よ。 か、 か。 か？ か? こと たち ら、 らは 宛",
    );
    let name = &text[range.clone()];
    let behind = &text[range.end..];
    let (Some(last), Some(next)) = (name.chars().next_back(), behind.chars().next()) else {
        return false;
    };
    match (script(last), script(next)) {
        (Script::Kanji, Script::Kanji) => {
            // Four kanji at most, some of which have four bytes.
            let letters = behind.chars().take(4).take_while(|c| is_kanji(*c));
            let run = &behind[..letters.map(char::len_utf8).sum()];
            !BEHIND.begins(behind) && (run.len() > 9 || !GIVEN.has(run))
        }
        (Script::Hiragana, Script::Hiragana) => !PARTICLES.begins(behind),
        _ => false,
    }
}

/// No further is looked for whether a line is spaced, in bytes.
const SPACED: usize = 120;

/// 小 田 原, 戸 田 塗 装 店, as a scanner reads a place or a company.
fn is_spaced_thing(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    if name.is_ascii() || !name.contains(' ') || !is_spaced(name) {
        return false;
    }
    // The line behind it, up to a wider space
    let reach = text.floor_char_boundary(range.end + SPACED);
    let behind = text[range.end..reach]
        .split(['\n', '\u{3000}'])
        .next()
        .unwrap_or_default();
    let behind = behind.split("  ").next().unwrap_or_default();
    let behind = if is_spaced(behind.trim_start_matches(' ')) {
        behind
    } else {
        ""
    };
    let compact: String = name
        .chars()
        .chain(behind.chars().take(16))
        .filter(|c| *c != ' ')
        .collect();
    let length = name.chars().filter(|c| *c != ' ').map(char::len_utf8).sum();
    let own = &compact[..length];
    ORGANISATIONS.has(own)
        || place::is_nothing_else(own)
        || place::is_beside_an_arrow(text, range)
        || is_company(own)
        || goes_on(&compact, &(0..length))
        || own.len() < compact.len() && ORGANISATIONS.has(&compact)
}

/// A space behind each character but the last.
fn is_spaced(text: &str) -> bool {
    let mut chars = text.trim_end_matches(' ').chars();
    while let Some(c) = chars.next() {
        if c == ' ' || chars.next().is_some_and(|space| space != ' ') {
            return false;
        }
    }
    true
}

/// What the lists say about a word or a phrase, in whatever case, without dots.
fn lists(word: &str) -> u16 {
    if !word.contains('.') {
        return dictionary::lists(word);
    }
    dictionary::lists(&word.replace('.', ""))
}

/// Streets, halls and the like in Latin letters.
static LANDMARKS: Set = Set::lines(include_str!("data/landmarks_latin.txt"));

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
static BUSINESSES: Set = Set::lines(include_str!("data/businesses_ja.txt"));

/// Whether a name ends as a company, a prize or a railway does: 石川島倉庫, 直木賞, 山手線.
pub(super) fn is_company(name: &str) -> bool {
    // 岡田屋, but 土屋
    let shop = || {
        name.strip_suffix('屋').is_some_and(|head| {
            head.chars().nth(1).is_some() && !SURNAMES.has(name) && !head.ends_with(' ')
        })
    };
    FIRMS.ends(name)
        || shop()
        || BUSINESSES.ends(name)
        || name.ends_with(['賞', '線'])
        || name.ends_with("丁目")
}

/// Whether a word in katakana ends as what businesses call themselves.
pub(super) fn is_katakana_business(katakana: &str) -> bool {
    static ENDS: Set = Set::lines(include_str!("data/businesses_kana.txt"));
    ENDS.ends(katakana)
}

/// The longest word that is looked at, in characters.
const LONGEST: usize = 10;

const NUMERALS: &str = "〇一二三四五六七八九十0123456789";

/// What is behind a place or a thing in a text that is written in hiragana.
static HIRAGANA_BEHIND: Set = Set::of(
    "えき くうこう こうえん びじゅつかん はくぶつかん ほてる おんせん どおり してん ほんてん というざっし というほん というみせ というしょうひん というばんぐみ というあぷり というげーむ \
    からのれ からばす からでんしゃ までなんにち までいくら までばす までとど ゆき いき",
);

fn goes_on_japanese(name: &str, behind: &str, of: Script) -> bool {
    static BEHIND: Set = Set::lines(include_str!("data/things_behind_ja.txt"));
    static OF_PLACES: Set = Set::lines(include_str!("data/things_of_places_ja.txt"));
    // No further kanji belongs to the word.
    let alone = |length: usize| !behind[length..].starts_with(is_kanji);
    // さくら通り, 三田から品川
    if BEHIND.begins(behind) || PLACES.has(name) && OF_PLACES.beginnings(behind).any(alone) {
        return true;
    }
    // 平井三丁目
    let numbered = behind.trim_start_matches(|c| NUMERALS.contains(c));
    if numbered.len() < behind.len() && numbered.starts_with("丁目") {
        return true;
    }
    // うえの えき, as who writes in hiragana alone does
    if of == Script::Hiragana && behind.starts_with(' ') {
        let compact: String = behind.chars().take(16).filter(|c| *c != ' ').collect();
        if HIRAGANA_BEHIND.begins(&compact) {
            return true;
        }
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
        return of != Script::Katakana && is_katakana_business(katakana);
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

/// What a family name and a firm are called like, where it is the firm: 配送は佐川さんで, 佐川の不在票, 丸井の分割払い.
pub(in super::super) fn is_firm(text: &str, range: &Range<usize>) -> bool {
    static FRONT: Set =
        Set::of("配送は 配達は 発送は 配送が 配達が 配送業者は 運送会社は 業者は 返送は 集荷は");
    static BEHIND: Set = Set::of(
        "配達 ドライバー 追跡 発送 再配達 送り状 荷物 不在 配送 集荷 営業所 伝票 サイト アプリ 配達員 人が来",
    );
    static SHOPS: Set = Set::of(
        "丸井 森永 明治 西川 青山 松屋 大丸 山崎 西濃 福山 吉野家 松坂屋 江崎 大塚 小林 島村",
    );
    static OF_SHOPS: Set = Set::of(
        "分割払 ポイント カード キャンペーン ギフト 商品券 広告 チラシ レジ 店舗 店員 クーポン 会員証 セール 福袋 チョコ キャラメル ココア 牛乳 ヨーグルト アイス スーツ 布団 枕 \
        パン 牛丼 牛めし 粉ミルク 包装紙 紙袋 催事 通販 公式 ロゴ 新商品 株主優待 領収書 レシート",
    );
    let name = &text[range.clone()];
    let courier = name == "佐川";
    if !courier && !SHOPS.has(name) {
        return false;
    }
    let behind = &text[range.end..];
    let behind = behind.strip_prefix("さん").unwrap_or(behind);
    let behind = behind.trim_start_matches(['の', 'が', 'に', 'で', ' ']);
    if courier {
        FRONT.ends(&text[..range.start]) || BEHIND.begins(behind)
    } else {
        text[range.end..].starts_with('の') && OF_SHOPS.begins(behind)
    }
}

/// 楓のテーブル, 桐の箱: a wood or a plant, of which the thing is made.
fn is_wood(text: &str, range: &Range<usize>) -> bool {
    static WOODS: Set =
        Set::of("楓 桜 桐 梓 椿 樹 杏 桃 梅 楠 柊 榎 桂 檜 桧 栗 柚 柚子 楢 欅 茜 藍 麻 椛");
    static MADE: Set = Set::of(
        "テーブル 机 棚 椅子 イス チェア 家具 無垢 板 天板 床 木 材 葉 花 枝 苗 実 箸 器 盆 まな板 ベッド デスク 箱 柄 香り 木目 突板 一枚板 盆栽 種 根 幹 樹皮 並木 糸 布 生地 色",
    );
    let made = text[range.end..].strip_prefix('の');
    WOODS.has(&text[range.clone()]) && made.is_some_and(|made| MADE.begins(made))
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
    static THINGS: Set = Set::lines(include_str!("data/things_behind_latin.txt"));
    let owned = behind
        .strip_prefix("'s ")
        .or_else(|| behind.strip_prefix("’s "));
    if let Some(rest) = owned {
        return names_a_business(rest, 3);
    }
    let Some(rest) = behind.strip_prefix(' ') else {
        return false;
    };
    if names_a_business(rest, 2) {
        return true;
    }
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
    let thing = THINGS.has(word) && !joined;
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return thing;
    }
    // Barrow & Reed, but Tom & Anna
    let partner = || {
        const GIVEN: u16 = LATIN_GIVEN.bit() | RARE_LATIN_GIVEN.bit();
        let lists = lists(word);
        lists & LATIN_SURNAMES.bit() != 0 && lists & GIVEN == 0
    };
    if joined && behind.starts_with(" &") && partner() {
        return true;
    }
    if JOINED.contains(&word) && joined || LANDMARKS.has(word) && !joined {
        return true;
    }
    let lower = word.to_ascii_lowercase();
    !joined
        && (thing || BUSINESS.has(&lower))
        && !LATIN_SURNAMES.has(&lower)
        && !LATIN_GIVEN.has(&lower)
}

/// Whether up to `most` words with a capital, none of which is a frequent name, end as a business or a place does: the
/// Medical Centre behind Gibbs's, the Family Practice behind Nair. What calls a desk in a firm is behind persons, too.
fn names_a_business(text: &str, most: usize) -> bool {
    static ENDS: Set = Set::of(
        "practice centre center clinic surgery motors solicitors llp llc plc ltd inc gmbh bakery florist florists agents cafe café pharmacy \
        dental dentistry roofing plumbing plumbers builders butchers bookshop books foods farm farms garage hardware interiors joinery jewellers jewelers \
        kennels logistics lettings opticians restaurant salon school college academy studio studios tailors tyres garden nursery diner deli pizza grill \
        pub inn hotel lodge market supermarket store stores shop boutique brewery winery vineyard laundry cleaners electricals electronics furniture \
        group holdings partners associates consulting consultants industries hospital funeral florals bistro kitchen laboratory laboratories",
    );
    let mut rest = text;
    let (mut count, mut ends) = (0, false);
    while count < most {
        let length = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        let word = &rest[..length];
        if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
            break;
        }
        ends = ENDS.has_in_any_case(word);
        if !ends && lists(word) & (LATIN_GIVEN.bit() | LATIN_SURNAMES.bit()) != 0 {
            return false;
        }
        count += 1;
        let Some(next) = rest[length..].strip_prefix(' ') else {
            break;
        };
        rest = next;
    }
    ends && count > usize::from(most == 2)
}

/// Whether `range` is all that a label of a thing has as its value: 会場：, Employer:.
pub(super) fn is_labelled(text: &str, range: &Range<usize>) -> bool {
    let behind = text[range.end..].trim_start_matches(['"', '」', ' ', '\u{3000}']);
    let divides = |c: char| {
        matches!(
            c,
            '|' | '\t' | '<' | ',' | ';' | '、' | '(' | '／' | '/' | '・' | '&' | '+' | '①'..='⑳'
        )
    };
    let ends = behind.is_empty()
        || behind.starts_with(['\n', '\r'])
        || behind.starts_with(divides)
        || is_numbered(behind);
    if !ends {
        return false;
    }
    let line = line_before(text, range.start).trim_end_matches(['"', '「', ' ', '\u{3000}']);
    // 色: あかね、るり; Paint: Hague Blue; Sage
    let label = match line.strip_suffix([':', '：', '=']) {
        Some(label) => label,
        None => {
            let Some(at) = line.rfind([':', '：', '=']) else {
                return false;
            };
            let (label, values) = line.split_at(at);
            let values = &values[values.chars().next().map_or(0, char::len_utf8)..];
            let item =
                |item: &str| item.len() <= LONGEST_VALUE && !item.contains(['。', '.', '?', '!']);
            let numbered = values.ends_with(|c: char| c.is_ascii_digit()) && !values.contains(' ');
            if !(values.ends_with(divides) || numbered) || !values.split(divides).all(item) {
                return false;
            }
            label
        }
    };
    let label = label.trim_end();
    let start = label.rfind([
        '|', '\t', '>', ';', '、', '。', '/', '・', '■', '●', '【', '*', ',', '{', '"', '\u{3000}',
        '&', '?',
    ]);
    let label = start.map_or(label, |at| &label[at..]);
    let label = label.trim_matches(|c: char| !c.is_alphanumeric() || c == '・');
    // 理由:転居 営業所:荒川
    let last = label.rfind(' ').map_or("", |at| &label[at + 1..]);
    is_label(label) || !last.is_ascii() && is_label(last)
}

/// No value of a label that has several is longer, in bytes.
const LONGEST_VALUE: usize = 40;

/// 2るり, behind the first value of 1あかね 2るり
fn is_numbered(behind: &str) -> bool {
    let mut chars = behind.chars();
    chars.next().is_some_and(|c| c.is_ascii_digit())
        && chars.next().is_some_and(|c| script(c) == Script::Hiragana)
}

/// Whether a label or the head of a column is a thing's.
pub(super) fn is_label(label: &str) -> bool {
    static LABELS: Set = Set::lines(include_str!("data/thing_labels.txt"));
    LABELS.has_in_any_case(label)
}

/// Whether each word calls a role: Dear Valued Member.
pub(super) fn is_role(name: &str) -> bool {
    static ROLES: Set = Set::lines(include_str!("data/roles_latin.txt"));
    name.is_ascii()
        && (ROLES.has_in_any_case(name) || name.split(' ').all(|word| ROLES.has_in_any_case(word)))
}

/// Whether an article, a quantity or the number of a model tells that a thing is named: the Malm chest, 2x Billy, Sharp
/// The Henderson order is a person's.
pub(super) fn is_one_of_many(text: &str, range: &Range<usize>) -> bool {
    static PERSONS: Set = Set::of(
        "account order orders booking bookings case file family wedding party residence reservation appointment invoice claim \
        household estate matter funeral who whom and or with from in at on to for are were is was have has had will would can could said asked told \
        twins sisters brothers girls boys couple contract policy delivery parcel refund",
    );
    let name = &text[range.clone()];
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    let is_model = is_model(text, range);
    let next = word_behind(text, range.end);
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
    let noun = next.starts_with(|c: char| c.is_ascii_lowercase()) && !PERSONS.has(next);
    // We got the Cobb. But the Smiths.
    let ends = last.eq_ignore_ascii_case("the")
        && !name.contains(' ')
        && !name.ends_with('s')
        && (text[range.end..].is_empty()
            || text[range.end..].starts_with(['.', ',', ';', '!', '?', ')', '\n']));
    is_model || quantity || article && (noun || ends)
}

/// The word behind a space at `at`, with what digits and hyphens join to it.
fn word_behind(text: &str, at: usize) -> &str {
    let rest = text[at..].strip_prefix(' ').unwrap_or_default();
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    &rest[..end.unwrap_or(rest.len())]
}

/// Whether the number of a model is behind: Sharp R-860.
fn is_model(text: &str, range: &Range<usize>) -> bool {
    let next = word_behind(text, range.end);
    let has = |of: fn(&u8) -> bool| next.bytes().any(|byte| of(&byte));
    !next.starts_with(['x', 'X'])
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && !["st", "nd", "rd", "th", "am", "pm"]
            .iter()
            .any(|end| next.to_ascii_lowercase().ends_with(end))
}

/// Whether it is the whole of a title or of a choice: 『三四郎』, `<option>Clara`.
pub(super) fn is_title(text: &str, range: &Range<usize>) -> bool {
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    let line = line_before(text, range.start);
    let opened = line
        .rfind('『')
        .is_some_and(|open| !line[open..].contains('』'));
    let closes = || {
        behind
            .split('\n')
            .next()
            .and_then(|line| line.split_once('』'))
    };
    opened && closes().is_some_and(|(head, _)| !head.contains('『'))
        || ["<option>", "<title>", "1. \"", "2. \"", "3. \"", "4. \""]
            .iter()
            .any(|tag| before.ends_with(tag))
}

/// Whether a place or a school begins with the word: St Hilda's, Mount Helen.
pub(super) fn leads(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "St" | "Saint"
            | "Mount"
            | "Mt"
            | "Lake"
            | "Villa"
            | "Casa"
            | "Port"
            | "Fort"
            | "Hotel"
            | "Château"
            | "Chateau"
            | "Glen"
            | "Loch"
            | "Cape"
    )
}

/// Whether the word in front says that a thing is named: Hurricane Helene, 旅館みやび.
pub(super) fn is_led(text: &str, range: &Range<usize>) -> bool {
    static LATIN: Set = Set::lines(include_str!("data/things_in_front_latin.txt"));
    static JAPANESE: Set = Set::lines(include_str!("data/things_in_front_ja.txt"));
    let before = line_before(text, range.start);
    let first = text[range.clone()].chars().next();
    if first.is_none_or(|c| script(c) != Script::Latin) {
        let before = before.trim_end_matches(['「', '『', '"', ' ']);
        return JAPANESE.ends(before);
    }
    let Some(head) = before.strip_suffix(' ') else {
        return false;
    };
    // St. James's Place
    let head = match text[range.end..].starts_with("'s ") {
        true => head.strip_suffix('.').unwrap_or(head),
        false => head,
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
        && LATIN.has(&word.to_lowercase())
}

/// Whether a place that is a name as well is in front of, or behind, what only places are: in Austin.
pub(super) fn is_place(text: &str, range: &Range<usize>) -> bool {
    static LEADS: Set = Set::of(
        "in near via outside across around within between visiting downtown central greater north south east west leaving reached throughout towards beyond",
    );
    static STATES: Set = Set::of(
        "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii Idaho Illinois Indiana Iowa Kansas \
        Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania \
        Tennessee Texas Utah Vermont Wisconsin Wyoming England Scotland Wales Ireland Italy France Spain Germany Portugal Canada Australia India Ontario \
        Queensland Victoria Tasmania Japan Brazil Mexico Kenya Nigeria TX CA NY FL IL GA NC SC VA PA OH MI",
    );
    static OF_PLACES: Set = Set::of(
        "office branch depot store warehouse flight flights address shop team airport station hotel route service plant factory site \
        showroom map area region campus customers suburbs coast road itinerary train trains bus airport ferry marathon time weather skyline trip",
    );
    // They moved to Austin
    static GOING: Set = Set::of(
        "flight flights fly flew flying train trains travel travelling traveling moved moving move relocated relocating ship ships drive driving drove trip bus ferry ticket tickets go going went return shipped ships booked straight deliver delivers delivered delivery deliveries sent shipping transfer car taxi cab visit directions",
    );
    let name = &text[range.clone()];
    if ends_as_place(name) {
        return true;
    }
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) || lists(name) & LATIN_PLACES.bit() == 0
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
        STATES.has(&behind[..end])
    };
    // our Cleveland and Savannah stores
    let joined = || {
        let rest = ["and ", "& ", "or "]
            .iter()
            .find_map(|joint| text[range.end..].strip_prefix(' ')?.strip_prefix(joint))
            .unwrap_or_default();
        let length = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        const MANY: [&str; 5] = ["stores", "shops", "branches", "offices", "depots"];
        rest.starts_with(|c: char| c.is_ascii_uppercase())
            && MANY.contains(&lower_word(&rest[length..]))
    };
    // add Paris to my itinerary
    let of_a_journey = || {
        let rest = text[range.end..].strip_prefix(" to ").unwrap_or_default();
        ["my ", "our ", "the "].iter().any(|own| {
            let rest = rest.strip_prefix(own).unwrap_or_default();
            [
                "itinerary",
                "trip",
                "route",
                "tour",
                "journey",
                "holiday",
                "booking",
            ]
            .iter()
            .any(|thing| rest.starts_with(thing))
        })
    };
    LEADS.has(&last)
        || joined()
        || of_a_journey()
        || of_a_state()
        || OF_PLACES.has(lower_word(&text[range.end..]))
        || matches!(last.as_str(), "to" | "from" | "for" | "into" | "towards")
            && words.next().is_some_and(|word| GOING.has(&word))
}

/// Charlotte North Carolina; Kerry, Ireland, which is no family name in front of a given name.
fn ends_as_place(name: &str) -> bool {
    static COUNTRIES: Set = Set::of(
        "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Hawaii Idaho Illinois Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota \
        Mississippi Missouri Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Wisconsin Wyoming England Scotland Wales Ireland Italy France Spain \
        Germany Portugal Canada Australia Ontario Queensland Tasmania Japan Brazil Mexico",
    );
    const STATES: [&str; 9] = [
        " North Carolina",
        " South Carolina",
        " North Dakota",
        " South Dakota",
        " New York",
        " New Jersey",
        " New Mexico",
        " West Virginia",
        " Northern Ireland",
    ];
    name.split_once(", ")
        .is_some_and(|(town, country)| !town.contains(' ') && COUNTRIES.has(country))
        || STATES.iter().any(|state| name.ends_with(state))
}

/// Whether the last of several words is what firms alone are called: Charlotte Tilbury Beauty.
pub(super) fn is_business_name(name: &str) -> bool {
    const NAMES: u16 = LATIN_GIVEN.bit() | LATIN_SURNAMES.bit() | RARE_LATIN_SURNAMES.bit();
    name.rsplit_once(' ').is_some_and(|(_, last)| {
        let lists = lists(last);
        lists & BUSINESS.bit() != 0 && lists & NAMES == 0
    })
}

/// The word in small letters behind a space that `text` begins with.
fn lower_word(text: &str) -> &str {
    let rest = text.strip_prefix(' ').unwrap_or_default();
    &rest[..rest
        .find(|c: char| !c.is_ascii_lowercase())
        .unwrap_or(rest.len())]
}

/// Who is dead for long and is on banknotes, covers and museums; and companies that read as a full name: 伊藤園.
pub(super) fn is_famous(name: &str) -> bool {
    static NAMES: Set = Set::of(
        "徳川家康 徳川慶喜 織田信長 豊臣秀吉 前田利家 坂本龍馬 坂本竜馬 伊達政宗 上杉謙信 武田信玄 真田幸村 明智光秀 石田三成 直江兼続 \
        加藤清正 西郷隆盛 大久保利通 木戸孝允 勝海舟 吉田松陰 高杉晋作 土方歳三 近藤勇 沖田総司 源頼朝 源義経 平清盛 足利尊氏 足利義満 聖徳太子 \
        夏目漱石 芥川龍之介 太宰治 川端康成 三島由紀夫 宮沢賢治 樋口一葉 森鴎外 島崎藤村 江戸川乱歩 与謝野晶子 石川啄木 正岡子規 松尾芭蕉 小林一茶 \
        葛飾北斎 歌川広重 岡本太郎 野口英世 福沢諭吉 北里柴三郎 津田梅子 渋沢栄一 新渡戸稲造 伊藤博文 板垣退助 手塚治虫 松下幸之助 本田宗一郎 紫式部 清少納言 \
        高橋是清 岩倉具視 浦島太郎 桃太郎侍 鬼太郎 野比のび太 磯野カツオ 江戸川コナン 金田一耕助 明智小五郎 宮本武蔵 佐々木小次郎 石川五右衛門 水戸黄門 大岡越前",
    );
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
            head.len() > 6 && name[head.len()..].chars().nth(2).is_none() && NAMES.has(head)
        })
}

/// Whether an English word that persons are called by as well is said here, not called: Will you, May I, in May.
pub(in super::super) fn is_said(text: &str, range: &Range<usize>) -> bool {
    static BEHIND: Set = Set::of(
        "I you we they he she it this that these those the there my your our their any anyone someone everyone us me them him",
    );
    let name = &text[range.clone()];
    if !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return false;
    }
    let rest = text[range.end..].strip_prefix(' ').unwrap_or_default();
    let next = &rest[..rest
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(rest.len())];
    is_month(text, range)
        || BEHIND.has(next)
            && begins_sentence(text, range.start)
            && lists(name) & (LATIN_WORDS.bit() | COMMON_LATIN.bit() | FREQUENT_LATIN.bit()) != 0
}

/// The length of the words in small letters, no frequent names, that a name in capitals was taken with: parlé avec Julien.
pub(super) fn small_words_before(name: &str) -> usize {
    const NAMES: u16 = LATIN_GIVEN.bit() | LATIN_SURNAMES.bit();
    let mut before = 0;
    for word in name.split_inclusive(' ') {
        let bare = word.trim_end();
        if bare.starts_with(char::is_uppercase) {
            return before;
        }
        let joint = bare.len() < 4;
        if !bare.starts_with(char::is_lowercase) || joint || lists(bare) & NAMES != 0 {
            return 0;
        }
        before += word.len();
    }
    0
}

/// Whether a sentence begins at `at`.
fn begins_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '>', '"', '“', '(']);
    before.is_empty() || before.ends_with(['.', '!', '?', '\n', ':', ',', ';', '-'])
}

/// Sandy beaches, Crystal vases, Ginger tea: what a thing is made of or looks like, in front of it.
fn is_made_of(text: &str, range: &Range<usize>) -> bool {
    static MADE_OF: Set = Set::of(
        "Sandy Crystal Rusty Misty Rocky Sunny Stormy Dusty Windy Ginger Holly Rosemary Sage Basil Olive Ruby Amber Pearl Ivory Hazel Jade Ivy Lily Rose Daisy Violet Iris Heather Cherry Clementine Willow Ebony Coral Opal Poppy Fern",
    );
    static THINGS: Set = Set::of(
        "beach beaches soil shore shores sand sands ground roads path nails screws bolts hinges pipes water mirrors windows glass glasses vase vases bowl bowls decanter decanters beads earrings \
        ring rings pendant pendants necklace bracelet wreath wreaths garland garlands bush bushes tree trees plants plant bulbs bulb seeds seed seedlings stems leaves petals berries jam tea ale beer biscuits \
        cake bread oil focaccia pesto butter salt potatoes lamb chicken rooms room days skies weather mornings terraces floor floors shelves colour color paint silk satin velvet wool honey blossom scented coloured colored green grey",
    );
    MADE_OF.has(&text[range.clone()])
        && begins_sentence(text, range.start)
        && THINGS.has(lower_word(&text[range.end..]))
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

/// Whether the name of a month or of Easter is one, by the word in front of it: in April, the May clinic.
pub(super) fn is_month(text: &str, range: &Range<usize>) -> bool {
    const MONTHS: &[&str] = &[
        "april", "may", "june", "august", "march", "january", "mai", "easter", "jan", "jun",
    ];
    static LEADS: Set = Set::of(
        "in of by until till since from next last this early late mid before after during the every through throughout to end beginning start for your now",
    );
    let name = &text[range.clone()];
    if !MONTHS.iter().any(|month| name.eq_ignore_ascii_case(month)) {
        return false;
    }
    let before = text[..range.start].trim_end_matches([' ', '-', '\n']);
    let head = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    let word = &before[head.len()..];
    let behind = text[range.end..].trim_start();
    // May and June
    let month_before = || {
        let head = head.trim_end();
        MONTHS.iter().any(|month| {
            let from = head.len().saturating_sub(month.len());
            head.get(from..)
                .is_some_and(|end| end.eq_ignore_ascii_case(month))
        })
    };
    matches!(word, "and" | "or") && month_before()
        || LEADS.has_in_any_case(word)
        // she told me april
        || matches!(word, "me" | "us") && name.starts_with(|c: char| c.is_lowercase())
        // 24 May, 24th May
        || word
            .trim_end_matches(|c: char| c.is_ascii_lowercase())
            .ends_with(|c: char| c.is_ascii_digit())
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
    fn no_rule_that_a_list_alone_carries_takes_a_place_a_firm_or_a_verb_for_a_person() {
        for text in [
            "Please write to your Bradford office.",
            "I rang the shop in Bond Street and they sent me to 15 Fetter Lane.",
            "Dear Worcester Bosch,\nthe boiler is cold.",
            "Tickets are at Will Call until six.",
            "The Abraham Lincoln Library closes at 5pm.",
            "Does the Ben Nevis walk go ahead?",
            "We drove from Kansas to Illinois.",
            "Airport: John F. Kennedy\nTerminal: 7",
            "千葉から長野までの送料を知りたいです。",
            "松 本 → 岡 谷\n大 人 1 枚",
            "商品名は桐箱です。",
            "10月です！",
            "佐藤錦を二箱ください。",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn woods_firms_colours_and_places_that_people_are_called_like_stay() {
        for text in [
            "楓のテーブルは傷つきやすいですか。",
            "丸井の分割払いと併用できますか。",
            "森永のキャンペーンに応募します。",
            "平井三丁目に届けてください。",
            "南向きの部屋に置いています。",
            "対応中:ルナ(AIチャットボット)",
            "みせは どこですか。 うえの えきの ちかく?",
            "希望色:①あかね ②るり",
            "理由:転居 営業所:荒川",
            "平成から令和に変わった時の書類です。",
            "名義人様のお名前をご入力ください。",
            "We ordered the Caesar salad and got the Cobb.",
            "Produced in Kerry, Ireland.",
            "I am calling from Charlotte North Carolina about a parcel.",
            "Is the St. James's Place statement quarterly?",
            "Paint: Hague Blue; Sage",
            "product=Lily+Vase&color=ivory",
            "pls add Paris to my itinerary",
            "Booked for Christmas Eve.",
            "Pet name: Biscuit",
            "Sandy beaches, the brochure said.",
            "Crystal vases arrived broken. Ginger tea, too.",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
        for (text, names) in [
            ("丸井の名前で予約しました。担当の丸井です。", &["丸井"][..]),
            ("楓の担任です。楓さんはお休みです。", &["楓", "楓"]),
            (
                "海老原様から再入電。海老原折り返し済。",
                &["海老原", "海老原"],
            ),
            ("Ship to:\nJuan Diaz", &["Juan Diaz"]),
            ("I met the Smiths. Mr Cobb was there.", &["Cobb"]),
        ] {
            for name in names {
                assert!(of_kind(KIND, text).contains(name), "{text}");
            }
        }
    }

    #[test]
    fn a_month_behind_any_letter_is_read() {
        for (text, names) in [
            ("私は May と申します。", &["May"][..]),
            ("予定は in May です。", &[]),
            ("The café in May and June.", &[]),
            ("best before 24th May but it arrived late", &[]),
            ("Placed: 10 Jun 2025", &[]),
            ("Regards, Jun", &["Jun"]),
        ] {
            assert_eq!(of_kind(KIND, text), names, "{text}");
        }
    }

    #[test]
    fn brands_shops_and_towns_that_hold_a_name_stay() {
        for text in [
            "The label says Sweaty Betty on the back.",
            "Is there a Wendy's near the hotel?",
            "Our manager, Bond Street, said it would not work at T.J. Maxx.",
            "Need samples by Easter, or in May.",
            "Thank you for staying at Villa Rosa.",
            "J.B. Hunt delivers.",
            "We had lunch at Wendy's.",
            "I bought it at Marks & Spencer, not at Fortnum and Mason.",
            "Pharmacy: Nair Family Practice, next to Gibbs's Medical Centre",
            "Our Cleveland and Savannah stores are closed.",
            "先週岡田屋で掃除機を買いました。",
            "南魚沼は翌日配達の対象ですか。",
            "ケーキは井上ベーカリーさんに頼みました。",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
        for (text, name) in [
            ("Best regards,\nJohn Lewis", "John Lewis"),
            ("Dear Laura Ashley,\nyour order is here.", "Laura Ashley"),
            ("My name is Paul Smith.", "Paul Smith"),
            ("I sent it for Wendy's birthday.", "Wendy"),
            ("土屋と申します。", "土屋"),
        ] {
            assert_eq!(of_kind(KIND, text), [name], "{text}");
        }
    }

    #[test]
    fn a_name_of_the_mail_is_left_in_a_longer_word() {
        for (text, names) in [
            ("橋本様\n診断名は橋本病です。", &["橋本"][..]),
            ("担当の馬場です。高田馬場の店におります。", &["馬場"]),
            (
                "Dear Mr Sharp,\nthe Sharp R-860 and the Oscar de la Renta scarf are here, Oscar.",
                &["Sharp", "Oscar"],
            ),
            ("安田さんへ連絡済、安田設備は午後です。", &["安田"]),
            (
                "My son Harry loves it. Is the Harry Potter tour open? Regards, Ann Lee",
                &["Harry", "Ann Lee"],
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
