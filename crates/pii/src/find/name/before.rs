//! The name in front of a word that calls it one: 様, さん, と申します.

use std::sync::LazyLock;

use regex::Regex;

use super::dictionary::{
    FOREIGN_KANA, GIVEN, GIVEN_KANA, LATIN_GIVEN, LATIN_SURNAMES, ORGANISATIONS, SURNAMES,
    SURNAMES_KANA, WORDS_HIRAGANA, WORDS_KANA,
};
use super::kanji::{before_title, called_at_end, is_word, surname_at_end};
use super::script::{Script, last_run, line_before, run_before_space, script, widen};
use super::set::Set;
use super::thing;
use super::variants::is_kanji;

/// How much the words behind a name vouch for it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// 様: whatever is in front is a person or a role.
    Called,
    /// さん: a shop or a trade as well.
    Familiar,
    /// と申します: whatever is in front is a name.
    Introduced,
}

/// Where the name that ends at `end` begins.
pub(super) fn name_before(text: &str, end: usize, trust: Trust) -> Option<usize> {
    let line = line_before(text, end);
    let before = line.trim_end_matches(' ');
    if line.len() - before.len() > 2 {
        return None;
    }
    let length = match script(before.chars().next_back()?) {
        Script::Kanji => kanji_name(before, trust),
        Script::Katakana => katakana_name(before, trust),
        Script::Hiragana => hiragana_name(before, trust),
        Script::Latin => latin_name(before, trust),
        Script::Other => None,
    }?;
    Some(end - line.len() + before.len() - length)
}

pub(super) fn kanji_name(before: &str, trust: Trust) -> Option<usize> {
    let run = last_run(before, Script::Kanji);
    let head = &before[..before.len() - run.len()];
    let count = run.chars().count();
    // ご主人様, お医者さん
    if head.ends_with(['ご', 'お']) {
        return None;
    }
    // 山田 太郎様
    if count <= 3
        && (!is_word(run) || GIVEN.has(run))
        && let Some((surname, length)) = run_before_space(head, Script::Kanji)
    {
        let starts_line = head.trim_end_matches(' ').len() == surname.len();
        let known = surname_at_end(surname);
        if let Some(known) = known {
            return Some(run.len() + length - surname.len() + known);
        }
        let believed = starts_line && GIVEN.has(run) || trust == Trust::Introduced;
        let named = SURNAMES.has(surname) || !is_word(surname);
        if believed && surname.chars().count() <= 3 && named {
            return Some(run.len() + length);
        }
    }
    // 山田ひろ子様, 佐藤みち子様
    if count == 1 {
        let kana = last_run(head, Script::Hiragana);
        let head = head[..head.len() - kana.len()].trim_end_matches(' ');
        let surname = last_run(head, Script::Kanji);
        if (1..=3).contains(&kana.chars().count())
            && !surname.is_empty()
            && "子美代江枝香恵世奈緒".contains(run)
            && let Some(known) = surname_at_end(surname)
        {
            return Some(before.len() - (head.len() - known));
        }
    }
    let longest = match trust {
        Trust::Called => 5,
        Trust::Familiar => 3,
        Trust::Introduced => 6,
    };
    if trust != Trust::Introduced
        && let Some((start, _)) = before_title(run)
    {
        return Some(run.len() - start);
    }
    let length = called_at_end(run, longest)?;
    let single = length == run.len() && count == 1 && !SURNAMES.has(run);
    (!single).then_some(length)
}

/// Roles and trades in katakana.
pub(super) static KATAKANA_WORDS: Set = Set::of(
    "カスタマー オーナー ユーザー ユーザ メーカー スタッフ ドライバー ショップ ストア オペレーター サポート \
    センター マネージャー リーダー メンバー ゲスト クライアント パートナー ベンダー サプライヤー カスタマーサポート サポートセンター \
    カスタマーセンター チーム グループ クリニック ホテル レストラン スーパー コンビニ ペット モンスター アマゾン ヤマト クロネコ \
    テナント フロント コールセンター エンジニア デザイナー アドバイザー インストラクター モデル アイドル ファン ママ パパ カード \
    アルバイト パート バイト ライター ガイド トレーナー コーチ マスター シェフ ナース ヘルパー オバ オジ タク ミナ オカア オトウ オクサ",
);

fn katakana_name(before: &str, trust: Trust) -> Option<usize> {
    let run = last_run(before, Script::Katakana);
    let head = &before[..before.len() - run.len()];
    let wide = widen(run);
    let word = KATAKANA_WORDS.has(&wide)
        || [
            "センター",
            "ショップ",
            "ストア",
            "サービス",
            "チーム",
            "スタッフ",
            "サポート",
            "メーカー",
            "ドライバー",
        ]
        .iter()
        .any(|end| wide.ends_with(end))
        // 井上ベーカリー
        || head.ends_with(is_kanji) && thing::is_katakana_business(&wide);
    let brand = ORGANISATIONS.has(&wide) && !SURNAMES_KANA.has(&wide);
    // 「レ様
    let alone = || head.is_empty() || head.ends_with(['「', '『', '(', '。', '、']);
    let short = wide.chars().count() < 2 && !(trust == Trust::Called && alone());
    if word || brand || short {
        return None;
    }
    // ヤマダ タロウ様
    if let Some((surname, length)) = run_before_space(head, Script::Katakana)
        && surname.chars().count() >= 2
    {
        return Some(run.len() + length);
    }
    // 山田ハナコ様, 山田 ハナコ様
    let kanji = last_run(head.trim_end_matches(' '), Script::Kanji);
    if let Some(known) = surname_at_end(kanji) {
        return Some(before.len() - (head.trim_end_matches(' ').len() - known));
    }
    // レンさん: short, and no word, shop or brand
    let short = (head.is_empty() || head.ends_with(|c: char| !c.is_alphanumeric()))
        && wide.chars().count() <= 4
        && !WORDS_KANA.has(&wide)
        && !ORGANISATIONS.has(&wide);
    let known = is_kana_name(&wide) || FOREIGN_KANA.has(&wide) || short;
    (known || trust != Trust::Familiar || wide.contains('・')).then_some(run.len())
}

fn is_kana_name(katakana: &str) -> bool {
    SURNAMES_KANA.has(katakana) || GIVEN_KANA.has(katakana) || split_kana(katakana).is_some()
}

/// Given names that are words as well, and names behind a family name alone.
static BESIDE: Set = Set::of(
    "マユ ハナ ユキ ソラ モモ ハル ナツ アキ カイ レン リン メイ ユメ マコト ヒカル カオル アユム ミノル ススム マナブ タケシ ツムギ コハル コトハ スズ ナギ リク ウミ ルイ サキ マキ ミキ アサ キヨシ ヒロシ タカシ アオイ \
    イズミ カズミ マスミ ノゾム ワタル サトル ミツル シズカ ホノカ シオリ イオリ カナエ ヨウ ケン ジュン シュン ショウ リョウ ユウ コウ タク ダイ ゴウ シン テツ リョウコ アイコ マイ アヤ サヤ カヤ マヤ ミヤ リサ",
);

/// A family name followed by a given name, by their readings.
pub(super) fn split_kana(katakana: &str) -> Option<(&str, &str)> {
    if katakana.chars().count() > 12 {
        return None;
    }
    katakana
        .char_indices()
        .skip(2)
        .map(|(at, _)| katakana.split_at(at))
        .find(|(surname, given)| {
            let long = || surname.chars().nth(2).is_some();
            SURNAMES_KANA.has(surname) && (GIVEN_KANA.has(given) || BESIDE.has(given) && long())
        })
}

pub(super) fn hiragana_name(before: &str, trust: Trust) -> Option<usize> {
    let run = last_run(before, Script::Hiragana);
    let head = &before[..before.len() - run.len()];
    let wide = widen(run);
    // 山田さくら様, 山田 さくら様, やまだ さくら様
    let believed = trust != Trust::Familiar && (2..=4).contains(&run.chars().count());
    if GIVEN_KANA.has(&wide) || believed {
        let kanji = last_run(head.trim_end_matches(' '), Script::Kanji);
        if let Some(known) = surname_at_end(kanji) {
            return Some(before.len() - (head.trim_end_matches(' ').len() - known));
        }
        if let Some((surname, length)) = run_before_space(head, Script::Hiragana)
            && SURNAMES_KANA.has(&widen(surname))
        {
            return Some(run.len() + length);
        }
    }
    let free = head.is_empty() || !head.ends_with(|c| matches!(script(c), Script::Kanji));
    let least = if trust == Trust::Familiar { 3 } else { 2 };
    for (at, _) in run.char_indices() {
        let name = &run[at..];
        let count = name.chars().count();
        // In the middle of a run, only behind a particle.
        let divided = at == 0 && free
            || run[..at].ends_with(['は', 'の', 'が', 'と', 'も', '、']) && count > 2
            // たしかほりぐちさん
            || count >= 4 && WORDS_HIRAGANA.has(&widen(&run[..at]))
            // 担当してくれたあやかさん
            || run[..at].ends_with('た') && count > 2 && !WORDS_HIRAGANA.has(&widen(name));
        if divided
            && count >= least
            && count <= 10
            && is_kana_name(&widen(name))
            && !["みな", "おく", "かみ", "ひと"].contains(&name)
        {
            return Some(name.len());
        }
    }
    let whole = trust == Trust::Introduced && free && (2..=8).contains(&run.chars().count());
    whole.then_some(run.len())
}

fn latin_name(before: &str, trust: Trust) -> Option<usize> {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:\p{Lu}[\p{Latin}'’.-]{0,20} ){0,2}\p{Latin}[\p{Latin}'’-]{1,20}$")
            .expect("the pattern is fixed and tested")
    });
    let mut from = before.len().saturating_sub(64);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    let name = WORDS.find(&before[from..])?.as_str();
    let lower = name.to_lowercase();
    let known = lower
        .split(' ')
        .any(|word| LATIN_GIVEN.has(word) || LATIN_SURNAMES.has(word));
    let several = name.contains(' ') && trust != Trust::Familiar;
    (known || several || trust == Trust::Introduced).then_some(name.len())
}
