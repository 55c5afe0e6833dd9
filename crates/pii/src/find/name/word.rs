//! What stands where names stand and is a word: 3つください, 高さ, 仕上がり, クレカで.

use std::ops::Range;

use super::before::split_kana;
use super::dictionary::{
    COMMON_LATIN, FOREIGN_KANA, FREQUENT_LATIN, GIVEN, GIVEN_KANA, Key, LATIN_GIVEN,
    LATIN_SURNAMES, ORDINARY, ORDINARY_LATIN, RARE_LATIN_GIVEN, RARE_LATIN_SURNAMES, SURNAMES,
    SURNAMES_KANA, lists,
};
use super::kanji::split_full_name;
use super::script::{Script, line_before, script, widen};
use super::set::Set;
use super::shape::is_name_shaped;
use super::variants::is_kanji;

/// Whether a find of whatever kind is a number of something, or a word or the beginning or end of one.
pub(super) fn is_word(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    if name.is_ascii() {
        return false;
    }
    is_how(name)
        // 南向き, 大阪行き
        || name.ends_with("向き")
        || name.ends_with("行き")
        || name.ends_with('向') && text[range.end..].starts_with('き')
        || !is_called(text, range.end) && (is_counted(text, range) || goes_on_in_kana(text, range))
}

/// Whether a find that no rule made is a word by the lists.
pub(super) fn is_ordinary(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let Some(first) = name.chars().next().map(script) else {
        return false;
    };
    if first == Script::Latin && is_ordinary_latin(name) {
        return true;
    }
    if is_called(text, range.end) || is_related(text, range) || name.contains(' ') {
        return false;
    }
    match first {
        Script::Kanji => is_ordinary_kanji(text, range),
        Script::Katakana => is_ordinary_katakana(name),
        Script::Hiragana => is_cut_from_a_word(text, range),
        Script::Latin => is_label(text, range),
        Script::Other => false,
    }
}

/// Whether what is behind calls a person.
fn is_called(text: &str, end: usize) -> bool {
    static CALLS: Set = Set::of(
        "様 さま 殿 氏 さん くん 君 ちゃん 先生 と申 ともうし と名乗 といいます と言います 拝",
    );
    let behind = text[end..].trim_start_matches([' ', '\u{3000}', ')', '」']);
    CALLS.begins(behind)
}

/// Whether a relation is in front, or what is said of a person's name: 夫の, 妻マサ, オレナって名前.
fn is_related(text: &str, range: &Range<usize>) -> bool {
    static RELATIONS: Set = Set::of(
        "妻 夫 主人 旦那 嫁 娘 息子 長男 次男 三男 長女 次女 三女 二男 四男 五男 二女 四女 養女 養子 弟 妹 兄 姉 母 父 祖父 祖母 義母 義父 孫 甥 姪 従兄 従妹 いとこ おじ おば 叔父 叔母 友人 友達 知人 同僚 上司 部下 先輩 後輩 彼 彼女 先生 講師 担任 \
        副担任 代表 社長 店長 部長 課長 係長 主任 受付 経理 総務 営業 代筆 私 僕 俺 ママ パパ 隣 氏名 名前 フリガナ 名 者 員 師 子供 子ども うちの子",
    );
    let before =
        line_before(text, range.start).trim_end_matches([' ', '\u{3000}', '(', '「', ':', '、']);
    let before = before.strip_suffix(['の', 'は']).unwrap_or(before);
    let named = [
        "って名前",
        "という",
        "っていう",
        "って人",
        "とかいう",
        "とかゆう",
        "っていう",
        "って店員",
        "って読",
        "と読",
    ];
    let behind = text[range.end..].trim_start_matches('」');
    RELATIONS.ends(before) || named.iter().any(|named| behind.starts_with(named))
}

/// How a name is written, and what is written instead of one: 宛名は会社名で.
fn is_how(name: &str) -> bool {
    static HOW: Set = Set::of(
        "会社名 法人名 法人 店名 屋号 個人名 個人 本名 実名 旧姓 新姓 匿名 匿名希望 非公開 連名 空欄 空白 無記名 上様 ローマ字 ローマ カタカナ カナ ひらがな 平仮名 片仮名 漢字 英字 英語 英語表記 フルネーム \
        ニックネーム ハンドルネーム イニシャル 女性 男性 女性の方 男性の方 女の人 男の人 苗字 名字 名前 姓名 別名 別人 家族 家族名 夫婦 連名 昨日 今日 前回 全員 各自 誰か 誰 どなた 必須 任意",
    );
    let bare = ["です", "で", "に", "の", "と"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name);
    HOW.has(name) || HOW.has(bare)
}

/// 3錠, 6ヶ月, 三袋, 十畳
fn is_counted(text: &str, range: &Range<usize>) -> bool {
    const NUMERALS: &str = "〇一二三四五六七八九十百千万数何半両";
    static COUNTED: Set = Set::of(
        "本 袋 畳 畳半 錠 玉 包 房 羽 升 坪 杯 枚 足 膳 通 箱 個 台 名 人 件 点 部 冊 匹 回 度 倍 泊 週 週間 日 日間 日目 日前 日後 年 年間 年前 年目 年生 時 時間 分 分間 秒 歳 才 円 番 番目 階 組 束 丁 切 切れ 串 粒 滴 合 斤 缶 瓶 皿 鉢 株 \
        輪 脚 基 棟 戸 軒 席 便 隻 艘 機 発 種 種類 品 式 色 割 段 列 行 桁 文字 頭 門 校 社 店 店舗 面 曲 話 巻 章 節 問 位 級 等 着 反 尺 寸 間 連 連勝 周 周年 月 月分 月末 ヶ月 ヵ月 ケ月 カ月 か月 ヶ月間 ヶ所 カ所 ヶ カ つ 世帯 \
        人分 人前 人用 名分 名様 個入 本入 枚入 袋入 箱分 箱入 回目 回分 度目 度 号 号機 号室 代 代目 億 口 斗 貫 升瓶 切片 重 者 輪車 次 次元 者択一 択 周目 階建 泊目 角 辺",
    );
    // What is a name before it is a number
    static NAMES: Set = Set::of(
        "一戸 一色 三瓶 三角 三輪 二瓶 八代 八巻 両角 五代 六角 八束 千代 三千代 八千代 一章 一重 三重 八重 百合 千章 千重 一貫",
    );
    let name = &text[range.clone()];
    if NAMES.has(name) {
        return false;
    }
    let before = line_before(text, range.start);
    if before.ends_with(|c: char| c.is_ascii_digit()) {
        return !SURNAMES.has(name) && split_full_name(name).is_none() || COUNTED.has(name);
    }
    let digits = name
        .char_indices()
        .find(|(_, c)| !NUMERALS.contains(*c))
        .map_or(name.len(), |(at, _)| at);
    if digits > 0 {
        return COUNTED.has(&name[digits..])
            || COUNTED.beginnings(&name[digits..]).any(|length| {
                matches!(
                    &name[digits + length..],
                    "前" | "後" | "分" | "目" | "用" | "間" | "程" | "位"
                )
            });
    }
    // 数 in front: 約三|本
    if before.ends_with(|c: char| NUMERALS.contains(c)) && COUNTED.has(name) {
        return true;
    }
    // 米一升
    name.char_indices().skip(1).any(|(at, c)| {
        NUMERALS.contains(c)
            && COUNTED.has(&name[at + c.len_utf8()..])
            && !SURNAMES.has(&name[..at])
    })
}

/// 高さ, 仕上がり, 長い間待って: a word that kana go on behind begins in the find and ends behind it.
fn goes_on_in_kana(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let behind = &text[range.end..];
    let hiragana = |c: char| script(c) == Script::Hiragana;
    if !name.ends_with(is_kanji) || !behind.starts_with(hiragana) {
        return false;
    }
    let mut key = Key::default();
    let mut length = 0;
    for c in text[range.start..].chars().take(6) {
        key.push(c);
        length += c.len_utf8();
        let Some(lists) = key.japanese_so_far() else {
            return false;
        };
        if length > name.len() && lists & ORDINARY.bit() != 0 {
            return true;
        }
    }
    false
}

fn is_ordinary_kanji(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    if !name.chars().all(is_kanji) {
        return false;
    }
    if ORDINARY.has(name) || is_seen(text, range) {
        return true;
    }
    let known = SURNAMES.has(name) || GIVEN.has(name) || split_full_name(name).is_some();
    !known
        && name.chars().count() <= 3
        && !is_name_shaped(name)
        && !begins_as_family(name)
        && !ends_as_given(name)
}

/// 空の箱, 光を, 梢の先: what everybody sees, before it is what a child is called.
fn is_seen(text: &str, range: &Range<usize>) -> bool {
    static SEEN: Set = Set::of("光 空 星 虹 海 風 波 雪 月 花 葉 心 夢 歌 音 実 岬 梢 翼");
    static OF_PERSONS: Set = Set::of(
        "誕生日 名前 写真 分 服 靴 担任 件 熱 保険 学校 幼稚園 保育園 園 薬 荷物 予約 席 母 父 兄 姉 妹 弟 祖母 祖父 パパ ママ お母 お父 お迎 送迎 口座 契約 携帯 電話 年齢 方 ほう 会社 体 具合",
    );
    let behind = &text[range.end..];
    SEEN.has(&text[range.clone()])
        && match behind.strip_prefix('の') {
            Some(thing) => !OF_PERSONS.begins(thing),
            None => behind.starts_with(['を', 'で']),
        }
}

/// 李娜, 小野寺菜
fn begins_as_family(name: &str) -> bool {
    const CHINESE: &str = "李王張陳劉楊趙呉徐孫郭羅鄭梁謝宋鄧馮韓曹彭蕭蔡潘董袁蒋蘇魏程呂沈姚盧傅崔譚廖范汪陸戴賈韋邱侯鄒孟秦薛尹黎郝龔邵朴";
    let mut ends = name.char_indices().map(|(at, c)| at + c.len_utf8());
    name.starts_with(|c| CHINESE.contains(c))
        || ends.any(|end| end > 3 && end < name.len() && SURNAMES.has(&name[..end]))
}

/// 宗千佳, of which 千佳 is known
fn ends_as_given(name: &str) -> bool {
    name.char_indices()
        .skip(1)
        .any(|(at, _)| name.len() - at > 3 && GIVEN.has(&name[at..]))
}

fn is_ordinary_katakana(name: &str) -> bool {
    let wide = widen(name);
    if !wide.chars().all(|c| matches!(c, 'ァ'..='ヺ' | 'ー')) {
        return false;
    }
    if ORDINARY.has(&wide) {
        return true;
    }
    // ヤマグチアテニ, as who writes in katakana alone does
    let ends = [
        "アテニ",
        "アテ",
        "デス",
        "ガ",
        "ノ",
        "ハ",
        "ヲ",
        "ニ",
        "ト",
        "デ",
        "ヘ",
        "カラ",
        "マデ",
        "ヨリ",
    ];
    let mut names = ends.iter().filter_map(|end| wide.strip_suffix(end));
    let is_name =
        |name: &str| SURNAMES_KANA.has(name) || GIVEN_KANA.has(name) || FOREIGN_KANA.has(name);
    !is_name(&wide)
        && split_kana(&wide).is_none()
        && !names.any(|name| name.chars().nth(2).is_some() && is_name(name))
}

/// Gyoza, Ramipril, Thermostat: no word of it is a frequent name.
fn is_ordinary_latin(name: &str) -> bool {
    const NAMES: u16 = LATIN_GIVEN.bit() | LATIN_SURNAMES.bit();
    const WORDS: u16 = ORDINARY_LATIN.bit() | COMMON_LATIN.bit() | FREQUENT_LATIN.bit();
    name.split([' ', '-']).all(|word| {
        let of = lists(word);
        let plural = || {
            let one = word.strip_suffix(['s', 'S']).unwrap_or(word);
            lists(one) & WORDS != 0 && lists(one) & NAMES == 0
        };
        let rare = of & COMMON_LATIN.bit() == 0 && of & RARE_LATIN_GIVEN.bit() != 0;
        of & NAMES == 0 && !rare && (of & WORDS != 0 || plural() || is_medicine(word))
    })
}

/// Ramipril, atorvastatin
fn is_medicine(word: &str) -> bool {
    static ENDS: Set = Set::of(
        "april opril artan vastatin olol dipine azole cillin mycin oxetine prazole formin gliptin gliflozin zumab ximab tinib codone zepam zolam profen floxacin \
        aciclovir triptan setron thiazide semide lukast terol solone metasone tidine triptyline xaban parin pidogrel barbital azosin afil oxacin tadine tirizine thyroxine butamol glutide traline lamide",
    );
    word.len() > 6
        && word.is_ascii()
        && lists(word) & (RARE_LATIN_GIVEN.bit() | RARE_LATIN_SURNAMES.bit()) == 0
        && ENDS.ends(&word.to_ascii_lowercase())
}

/// VIN:, ETA: at the beginning of a line
fn is_label(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let begins = line_before(text, range.start)
        .trim_matches([' ', '-', '*', '>', '•'])
        .is_empty();
    let capitals = name.len() <= 4 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let short = matches!(
        name,
        "Ph" | "Acc" | "Inv" | "Ref" | "Qty" | "Dept" | "Wifi" | "Wi-Fi"
    );
    begins
        && text[range.end..].starts_with(':')
        && (capitals && lists(name) & (LATIN_GIVEN.bit() | LATIN_SURNAMES.bit()) == 0 || short)
}

/// つくだ|さい, はがれ|ました: hiragana in front of it or behind it is of the same word.
fn is_cut_from_a_word(text: &str, range: &Range<usize>) -> bool {
    static BEHIND: Set = Set::of(
        "は が を に の と も で や へ です だ から まで より って なの なん か、 か。 か？ か? ね よ 宛 こと たち ら、 らは",
    );
    static FRONT: Set = Set::of("は が を に の と も で や へ から より さん ちゃん くん");
    let name = &text[range.clone()];
    if !name.chars().all(|c| script(c) == Script::Hiragana) {
        return false;
    }
    if ORDINARY.has(name) {
        return true;
    }
    let (before, behind) = (line_before(text, range.start), &text[range.end..]);
    let hiragana = |c: char| script(c) == Script::Hiragana;
    before.ends_with(hiragana) && !FRONT.ends(before)
        || behind.starts_with(hiragana) && !BEHIND.begins(behind)
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::of_kind;
    use super::super::KIND;

    #[test]
    fn what_is_counted_is_no_name() {
        for text in [
            "りんごを3つください。",
            "保証は6ヶ月でしょうか。",
            "薬は3錠です。",
            "うどん2玉と茶葉3包を追加します。",
            "ペンを三本と封筒を三袋注文しました。",
            "部屋は十畳です。米一升もお願いします。",
            "三日前に注文しました。",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
        for (text, name) in [
            ("三輪様からのご注文です。", "三輪"),
            ("担当の八木です。", "八木"),
        ] {
            assert_eq!(of_kind(KIND, text), [name], "{text}");
        }
    }

    #[test]
    fn a_word_is_no_name_with_its_kana() {
        for text in [
            "テーブルの高さと長さについて教えてください。",
            "先日購入した棚ですが、仕上がりが気になります。",
            "長い間待っています。",
            "平らな場所に置いています。",
            "シールがはがれました。",
            "電話がまったくつながらない。",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
        for (text, name) in [
            ("高さんからのお電話です。", "高"),
            ("森さんの件です。", "森"),
        ] {
            assert_eq!(of_kind(KIND, text), [name], "{text}");
        }
    }

    #[test]
    fn a_noun_is_no_name_though_a_list_has_it_or_none() {
        for text in [
            "異音がします。年式は2018年です。",
            "税抜ですか税込ですか。",
            "植木が枯れました。出口はありますか。",
            "クレカで払えますか。",
            "空の箱だけ届きました。梢の先まで飾ります。",
            "コンシーラーはありますか。",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
        for (text, name) in [
            ("出口様からのご注文です。", "出口"),
            ("植木と申します。", "植木"),
            ("息子の空の分も予約します。", "空"),
            ("夫のドミトロが伺います。", "ドミトロ"),
        ] {
            assert_eq!(of_kind(KIND, text), [name], "{text}");
        }
    }

    #[test]
    fn what_shops_sell_is_no_name() {
        for text in [
            "I take Ramipril 5mg and Sertraline.",
            "Please add Duvet to the booking.",
            "Do you have Gyoza in stock?",
            "Wisteria, Hydrangea and Clematis",
            "VIN: unknown\nInstaller: to be confirmed",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn how_a_name_is_written_is_none() {
        for text in [
            "宛名は会社名でお願いします。",
            "宛名は空欄で構いません。",
            "宛名は上様で大丈夫です。",
            "名前はカタカナで入れてください。",
            "担当は女性でお願いします。",
            "氏名は旧姓で登録しました。",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
    }
}
