//! What is called like a person and is told by what is sold, sent or spelled around it: 松島の牡蠣, 一太郎2024, Storm Ciara,
//! alpha bravo charlie.

use std::ops::Range;

use super::dictionary::{LATIN_GIVEN, LATIN_SURNAMES, NOUNS, PLACE_NAMES, RARE_LATIN_GIVEN, lists};
use super::place;
use super::script::{Script, line_before, script};
use super::set::Set;

/// Whether a find of whatever kind is a storm, a desk, a spelled word, a laugh or a verb.
pub(super) fn is_told_of_any(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    if name.is_ascii() {
        return is_storm(text, range) || is_spelled(text, range);
    }
    is_desk(name)
        || is_of_what_is_sold(text, range)
        || is_spaced_noun(text, range)
        || is_laugh(text, range)
        || is_building(name)
        || is_verb(text, range)
}

/// Whether a guess is a place or a kind in front of what is sold, or the version or the number of a product.
pub(super) fn is_told_of_a_guess(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let Some(of) = name.chars().next_back().map(script) else {
        return false;
    };
    match of {
        Script::Kanji | Script::Hiragana | Script::Katakana => {
            is_version(&text[range.end..])
                || is_numbered(&text[range.end..], of)
                || is_before_a_part(text, range, of)
        }
        Script::Latin | Script::Other => false,
    }
}

/// 松島の牡蠣, 有田の茶碗, 翠のグラス: a place or a kind that is called like a person. 秋田の件 is a person's.
fn is_of_what_is_sold(text: &str, range: &Range<usize>) -> bool {
    static KINDS: Set = Set::of(
        "泉 渚 昴 葵 蓮 翠 雅 茜 暁 楓 桜 椿 梓 瑠璃 翡翠 琥珀 紫苑 若葉 青葉 薫 響 凪 巴 忍 操 富士山 太郎 花子 石垣島 九谷",
    );
    static SOLD: Set = Set::of(
        "りんご リンゴ 林檎 みかん ミカン 蜜柑 桃 梨 ぶどう ブドウ 葡萄 柿 栗 いちご イチゴ 苺 メロン スイカ マンゴー さくらんぼ レモン 野菜 玉ねぎ 米 新米 お米 もち 餅 豆 味噌 醤油 酢 塩 \
        牡蠣 カキ 蟹 カニ 海老 エビ 鮭 鯛 ふぐ うなぎ 鰻 いくら 明太子 海苔 昆布 干物 かまぼこ 蒲鉾 牛肉 豚肉 牛 鶏 肉 ハム 牛乳 チーズ 卵 漬物 梅干 新生姜 生姜 わさび そば 蕎麦 うどん そうめん ラーメン きりたんぽ \
        饅頭 まんじゅう 和菓子 菓子 せんべい 煎餅 最中 羊羹 団子 だんご プリン ケーキ お茶 茶葉 抹茶 茶碗 茶器 酒 地酒 日本酒 純米 吟醸 焼酎 ワイン ビール 水 水12 水2 水6 天然水 ジュース \
        皿 湯呑 器 陶器 磁器 焼き物 漆器 花瓶 徳利 急須 包丁 和紙 タオル 布 織物 帯 着物 浴衣 反物 紋 家紋 家具 箪笥 こけし 人形 筆 提灯 扇子 うちわ 傘 ガラス グラス 切子 ピアス ネックレス \
        登山 登山靴 葉茶 葉の 花束 花柄 苗 お土産 土産 特産 名産 名水",
    );
    let Some(sold) = text[range.end..].strip_prefix('の') else {
        return false;
    };
    let name = &text[range.clone()];
    let line = line_before(text, range.start);
    // 担当の松島の牡蠣, 娘の葵の着物
    let told = line.ends_with(['の', ':', '「']) || line.ends_with("さん");
    !told && SOLD.begins(sold) && (KINDS.has(name) || place::is_one(name) || PLACE_NAMES.has(name))
}

/// 一太郎2024: the year of a program
fn is_version(behind: &str) -> bool {
    let digits = behind.len()
        - behind
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .len();
    digits == 4 && behind.starts_with("20") && !behind[4..].starts_with(['年', '/', '-', '.'])
}

/// あずさ2号, マルゲリータ2枚
fn is_numbered(behind: &str, of: Script) -> bool {
    static COUNTED: Set = Set::of("枚 本 杯 缶 袋 箱 皿 切れ セット ホール パック ml g kg cm");
    let rest = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    let counted = of == Script::Katakana && COUNTED.begins(rest) || rest.starts_with('号');
    rest.len() < behind.len() && of != Script::Kanji && counted
}

/// ジャック端子, ボブ用ウィッグ, ローズの香り
fn is_before_a_part(text: &str, range: &Range<usize>, of: Script) -> bool {
    static PARTS: Set = Set::of(
        "端子 用ウィッグ 用シャンプー 用カバー の香り 風味 味の 味を 味が 味は 柄の 柄を 柄が 型の 色の 色を 色が 製の 製品 社製 調の 系の",
    );
    of == Script::Katakana && PARTS.begins(&text[range.end..])
}

/// 加 湿 器, as a scanner reads a noun
fn is_spaced_noun(text: &str, range: &Range<usize>) -> bool {
    if !text[range.clone()].contains(' ') || !text[range.end..].starts_with(' ') {
        return false;
    }
    let mut letters = text[range.start..].chars().take(2 * LONGEST_NOUN);
    let mut noun = String::new();
    loop {
        match letters.next() {
            Some(c) if script(c) == Script::Kanji => noun.push(c),
            _ => return false,
        }
        if noun.len() > range.len() - 1 && NOUNS.has(&noun) {
            return true;
        }
        if letters.next() != Some(' ') {
            return false;
        }
    }
}

/// No noun that is put together has more characters.
const LONGEST_NOUN: usize = 6;

/// 差出人：配送センター
fn is_desk(name: &str) -> bool {
    static DESKS: Set = Set::of(
        "センター 窓口 事務局 サポート チーム デスク 営業部 総務部 経理部 人事部 購買部 管理部 品質保証部 営業課 総務課 経理課",
    );
    static PERSONS: Set = Set::of("奥さん 旦那さん 管理人さん 大家さん 店員さん 配達員さん");
    let bare = name.strip_suffix(['が', 'は', 'を', 'に', 'も']);
    DESKS.ends(name) && !name.contains([' ', '\u{3000}', '\n']) || PERSONS.has(bare.unwrap_or(name))
}

/// えぐい色だった笑
fn is_laugh(text: &str, range: &Range<usize>) -> bool {
    let before = line_before(text, range.start);
    text[range.clone()].trim_matches('笑').is_empty()
        && before.ends_with(|c: char| script(c) == Script::Hiragana)
        && !before.ends_with(['の', 'は', 'が', 'と', 'に', 'へ'])
        && text[range.end..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphanumeric())
}

/// 佐藤ビル
fn is_building(name: &str) -> bool {
    let head = ["ビル", "マンション", "ハイツ", "アパート", "コーポ"]
        .iter()
        .find_map(|end| name.strip_suffix(end));
    head.is_some_and(|head| !head.is_empty() && head.chars().all(|c| script(c) == Script::Kanji))
}

/// 歩くと, 凛とした, 力がいらない: a given name of one kanji that is a verb or an adjective with its kana.
fn is_verb(text: &str, range: &Range<usize>) -> bool {
    static WORDS: Set = Set::of(
        "歩く 歩い 歩き 歩け 歩か 進む 進ま 進み 進ん 守る 守ら 守り 守っ 望む 望ま 望ん 実る 実ら 光る 光ら 光り 光っ 薫る 薫り 優し 愛し 勝つ 勝っ 勝ち \
        凛とし 凜とし 雅な箱 雅な色 雅な柄 力がい 力が入 力がな 力が足 力が弱 力が強 力が必 力を入 力を込 力を加 力いっぱい 力ずく 力任せ 明る 清らか 静か 豊か 直っ 直ら 直し 直り 直る 満ち 渉る 結ば 結ん 結ぶ 結び",
    );
    let name = &text[range.clone()];
    name.chars().nth(1).is_none() && WORDS.begins(&text[range.start..])
}

/// Storm Ciara, storm eunice broke the shed. Storm Thorgerson is a person.
fn is_storm(text: &str, range: &Range<usize>) -> bool {
    static STORMS: Set = Set::of("storm hurricane typhoon cyclone");
    let name = &text[range.clone()];
    if let Some((first, rest)) = name.split_once(' ') {
        let of = lists(rest);
        let given = of & (LATIN_GIVEN.bit() | RARE_LATIN_GIVEN.bit()) != 0;
        return STORMS.has_in_any_case(first)
            && !rest.contains(' ')
            && (!first.eq_ignore_ascii_case("storm") || given && of & LATIN_SURNAMES.bit() == 0);
    }
    let before = line_before(text, range.start).strip_suffix(' ');
    before.is_some_and(|before| {
        let word = &before[before.rfind(' ').map_or(0, |at| at + 1)..];
        STORMS.has_in_any_case(word) && !word.starts_with("STORM")
    })
}

/// alpha bravo charlie, m for mike: letters that are spelled.
fn is_spelled(text: &str, range: &Range<usize>) -> bool {
    static LETTERS: Set = Set::of(
        "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray x-ray yankee zulu",
    );
    let name = &text[range.clone()];
    let is_letter = |word: &str| LETTERS.has_in_any_case(word.trim_matches([',', '.', '-']));
    if !name.split(' ').all(is_letter) {
        return false;
    }
    let line = line_before(text, range.start);
    let initial = name.get(..1).unwrap_or_default();
    let spells = line.strip_suffix(" for ").is_some_and(|head| {
        let last = &head[head
            .rfind(|c: char| !c.is_ascii_alphabetic())
            .map_or(0, |at| at + 1)..];
        last.eq_ignore_ascii_case(initial)
    });
    let behind = text[range.end..].split('\n').next().unwrap_or_default();
    let before = line
        .trim_end()
        .rsplit(' ')
        .take(2)
        .take_while(|word| is_letter(word));
    let after = behind
        .split(' ')
        .skip(1)
        .take(2)
        .take_while(|word| is_letter(word));
    spells || before.count() + name.split(' ').count() + after.count() >= 3
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::of_kind;
    use super::super::KIND;

    #[test]
    fn what_is_sold_sent_or_spelled_is_no_name() {
        for text in [
            "松島の牡蠣",
            "有田の茶碗",
            "秋田のきりたんぽ鍋セット",
            "泉の水12本セット",
            "翠のグラス",
            "一太郎2024のライセンスキーが届きません",
            "あずさ2号の模型",
            "マルゲリータ2枚",
            "ジャック端子が緩い",
            "ローズの香り",
            "商 品 名 ： 加 湿 器",
            "件名：返品について\n差出人：配送センター",
            "えぐい色だった笑",
            "佐藤ビル3階に届けて",
            "歩くと音がする靴でした",
            "凛とした香りのやつ",
            "力がいらない缶切り",
            "隣の奥さんが預かってくれた",
            "Storm Ciara delayed it",
            "storm eunice broke the shed",
            "okay so the code is alpha bravo charlie nine",
            "that's m for mike and n for november",
            "Kind regards,\nAccounts Payable",
            "First name\tLast name\tQty",
            "Delivered to: Mailroom",
            "iris bulbs and a willow basket",
            "Georgia peaches",
            "heath robinson print, henry hoover hose",
            "浦島太郎の絵本",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
        for (text, name) in [
            ("担当の松島の件です。", "松島"),
            ("娘の葵の着物です。", "葵"),
            ("娘の笑です。", "笑"),
            ("凛と申します。", "凛"),
            ("My name is Storm Thorgerson.", "Storm Thorgerson"),
            ("Thanks,\nMike", "Mike"),
            (
                "Charlie Victor called, please ring Charlie Victor back.",
                "Charlie Victor",
            ),
        ] {
            assert!(of_kind(KIND, text).contains(&name), "{text}");
        }
    }
}
