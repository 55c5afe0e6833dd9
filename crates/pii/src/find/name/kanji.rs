//! Which part of a run of kanji is a name.

use super::dictionary::{self, GIVEN, Key, SURNAMES, WORDS};
use super::set::Set;

/// The longest family and given name in kanji, in characters.
const MAX_PART: usize = 3;

/// Words in front of 様, さん that are no name, and the ends of such words.
static NOT_NAMES: Set = Set::of(
    "客 名義人 契約者 受取人 注文者 購入者 申込者 利用者 大家 車掌 派遣 税理士 司法書士 行政書士 弁護士 会計士 監視員 清掃員 新郎新婦 新郎 新婦 御両家 両家 親方 棟梁 女中 仲居 板前 神様 皆 皆々 各位 者 担当 店 店長 社長 部長 課長 係長 主任 会長 院長 校長 園長 支店長 社 会社 部 課 係 室 局 院 \
    館 所 署 庁 省 屋 員 業 会 団 組合 業者 奥 旦那 子 母 父 兄 姉 弟 妹 娘 息子 孫 祖父 祖母 叔父 叔母 同僚 友人 神 仏 王 女王 \
    若 同 仕 模 多 有 異 左 何 人 方 先 元 主 達 医 師 先生 運転手 大家 隣 親 両親 口座 カード ご本 本人 本 他 殿 宮 関係 各 全 貴 御 宛 \
    手 窓口 番 番号 商品 注文 配送 発送 返品 交換 弊社 御社 貴社 当社 私 我々 自分 相手 御中 学校 大学 病院 銀行 工場 商事 商店 \
    事務所 委員 役所 警察 駅 名 氏 今日 昨日 明日 先日 以前 毎日 一同 管理人 職人 住人 新人 素人 友達 子供 赤 花嫁 花婿 外国 \
    主人 家族 親族 楽天 女将 大将 店主 園児 生徒 学生 受講生 研修生 留学生 大学生 高校生 中学生 小学生 新入生 在校生 卒業生 塾生 実習生 消費者 講師 貴殿 貴方 彼女 一般 個人 患者 乗客 読者 得意先 取引先 \
    仕入先 様 殿 拝 出身 在住 名義 経由 限定 付近 方面 支社 宅 産 製 行 発 着 側 線 駅前 周辺 以外 以上 以下 同様 関連 家 国 市 町 村 区 県 都 府 種 品 物 箱 色 形 型 上 下 前 後 中 内 外 間 時 日 月 年 分 回 個 件 点 円 等 的 用 数 量",
);

/// What companies, schools and offices end with.
pub(super) static FIRMS: Set = Set::of(
    "会社 銀行 商店 商事 工業 製作所 製薬 電機 電気 建設 運輸 運送 物流 百貨店 書店 薬局 病院 医院 学校 大学 高校 組合 協会 財団 法人 支店 本店 事務所 研究所 工場 神社 不動産 自動車 水産 食品 産業 興業 通運 急便 商会 工務店 設備 総研 石油 塗装 電器 酒造 製菓 造園 楽器 書房 歯科 産婦人科 医療 警備 保育園 幼稚園 ハム",
);

/// What departments, shops and places end with, too.
static DEPARTMENTS: Set = Set::of(
    "本社 事務局 部 課 係 室 局 店 屋 業者 員 館 園 署 者 業 駅 県 市 町 村 区 府 庁 省 寺",
);

/// True for what no name consists of.
pub(super) fn is_word(run: &str) -> bool {
    NOT_NAMES.has(run) || FIRMS.ends(run) || DEPARTMENTS.ends(run)
}

/// A family name followed by a given name, both known.
pub(super) fn split_full_name(run: &str) -> Option<(&str, &str)> {
    let count = run.chars().take(2 * MAX_PART + 1).count();
    if !(2..=2 * MAX_PART).contains(&count) || WORDS.has(run) {
        return None;
    }
    let mut surname = Key::default();
    for (at, c) in run.char_indices().take(MAX_PART) {
        let end = at + c.len_utf8();
        surname.push(c);
        let lists = surname.japanese_so_far()?;
        if lists & SURNAMES.bit() != 0 && end < run.len() && GIVEN.has(&run[end..]) {
            return Some(run.split_at(end));
        }
    }
    None
}

/// The length in bytes of the name at the end of `run`, by the lists: 先日山田 ends with 山田.
pub(super) fn known_at_end(run: &str) -> Option<usize> {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
    let from = starts.len().saturating_sub(2 * MAX_PART);
    let known = starts[from..].iter().find(|start| {
        let name = &run[**start..];
        let single = name.chars().nth(1).is_none();
        SURNAMES.has(name) && (!single || starts.len() == 1)
            || !single && GIVEN.has(name) && starts.len() <= 3
            || name.chars().nth(2).is_some() && split_full_name(name).is_some()
    });
    known.map(|start| run.len() - start)
}

/// The length in bytes of the family name at the end of `run`: 株式会社山田 ends with one, 市役所 does
/// not.
pub(super) fn surname_at_end(run: &str) -> Option<usize> {
    if SURNAMES.has(run) {
        return Some(run.len());
    }
    known_at_end(run).filter(|length| *length > 3 && !is_word(run))
}

/// The length in bytes of the name at the end of `run`, which something behind it calls a name.
/// An unknown one is believed up to `longest` characters.
pub(super) fn called_at_end(run: &str, longest: usize) -> Option<usize> {
    let count = run.chars().count();
    if SURNAMES.has(run) && count > 1 || split_full_name(run).is_some() {
        return Some(run.len());
    }
    let company = dictionary::ORGANISATIONS.has(run) && !SURNAMES.has(run);
    if is_word(run) || company {
        return None;
    }
    let known = known_at_end(run).map(|length| {
        // 先日山田 holds a word in front; 勅使河原 is a name that no list has.
        let before = &run[..run.len() - length];
        let whole = (3..=4).contains(&count)
            && count <= longest
            && length < run.len()
            && before.chars().count() < 3;
        if whole && !is_word(before) {
            run.len()
        } else {
            length
        }
    });
    known.or_else(|| {
        let ends_in_word = run
            .char_indices()
            .skip(1)
            .any(|(at, _)| run.len() - at > 3 && NOT_NAMES.has(&run[at..]));
        (count <= longest && count >= 2 && !ends_in_word).then_some(run.len())
    })
}

/// The length of a title at the end of `run` and of the known name in front of it: 山田部長.
pub(super) fn before_title(run: &str) -> Option<(usize, usize)> {
    const TITLES: &[&str] = &[
        "代表取締役",
        "取締役",
        "副社長",
        "副部長",
        "部長",
        "課長",
        "社長",
        "店長",
        "係長",
        "主任",
        "専務",
        "常務",
        "会長",
        "教授",
        "医師",
        "弁護士",
        "税理士",
        "支配人",
        "先生",
        "先輩",
        "院長",
        "所長",
        "支店長",
        "副店長",
        "塾長",
        "校長",
        "教頭",
        "園長",
        "理事長",
        "監督",
        "夫妻",
        "夫婦",
        "一家",
        "次長",
        "室長",
        "主査",
        "名義",
        "本人",
        "宛",
    ];
    let title = TITLES.iter().find(|title| run.ends_with(**title))?;
    let before = &run[..run.len() - title.len()];
    let name = known_at_end(before)?;
    (name > 3).then(|| (before.len() - name, before.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_from_the_words_around_it() {
        let called =
            |run: &'static str| called_at_end(run, 4).map(|length| &run[run.len() - length..]);
        for (run, name) in [
            ("山田", Some("山田")),
            ("先日山田", Some("山田")),
            ("山田太郎", Some("山田太郎")),
            ("弊社佐藤", Some("佐藤")),
            ("客", None),
            ("皆", None),
            ("担当者", None),
            ("配送業者", None),
            ("森", Some("森")),
            ("勅使河原", Some("勅使河原")),
        ] {
            assert_eq!(called(run), name, "{run}");
        }
        assert_eq!(split_full_name("山田太郎"), Some(("山田", "太郎")));
        assert_eq!(split_full_name("三井山"), None);
        assert_eq!(before_title("営業山田部長"), Some((6, 12)));
    }
}
