//! One spelling for what people type as they speak: words in Hiragana that pages write in Kanji,
//! casual and humble endings, dialect, and the short forms of chats.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

/// A folded text, in the words of a page.
pub(super) fn written(text: String) -> String {
    let text = match text.is_ascii() {
        true => text,
        false => JAPANESE.0.replace_all(&text, &JAPANESE.1),
    };
    match NEGATIONS.is_match(&text) {
        true => NEGATIONS.replace_all(&text, "$1 not").into_owned(),
        false => text,
    }
}

/// "havent", "dont": without the apostrophe that is looked for elsewhere.
static NEGATIONS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(have|has|had|do|does|did|is|are|was|were|would|could|should|ca|wo)nt\b")
        .expect("the pattern is fixed and tested")
});

static JAPANESE: LazyLock<(AhoCorasick, Vec<&str>)> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    let builder = builder.match_kind(MatchKind::LeftmostLongest);
    let (spoken, written): (Vec<&str>, Vec<&str>) = SPOKEN.iter().copied().unzip();
    let finder = builder.build(spoken);
    (finder.expect("the words are fixed and tested"), written)
});

/// None of these is part of another word that customers of a shop use.
const SPOKEN: &[(&str, &str)] = &[
    // Endings: casual, humble, of Kansai and Kyushu.
    ("ちゃっ", "てしまっ"),
    ("ちゃい", "てしまい"),
    ("ちゃう", "てしまう"),
    ("んじゃっ", "んでしまっ"),
    ("ておりませ", "ていませ"),
    ("ておらず", "ていない"),
    ("ております", "ています"),
    ("ておりました", "ていました"),
    ("でおりませ", "でいませ"),
    ("てへん", "てない"),
    ("てまへん", "ていません"),
    ("とらん", "ていない"),
    ("とりません", "ていません"),
    ("てねえ", "てない"),
    ("てねー", "てない"),
    ("できひん", "できない"),
    ("でけへん", "できない"),
    ("来やへん", "来ない"),
    ("来えへん", "来ない"),
    ("来ーへん", "来ない"),
    ("けえへん", "来ない"),
    ("きいひん", "来ない"),
    ("こうへん", "来ない"),
    ("来ん。", "来ない。"),
    ("届かへん", "届かない"),
    ("届かん", "届かない"),
    ("いらん", "いらない"),
    ("要らん", "要らない"),
    ("わからん", "わからない"),
    ("分からん", "分からない"),
    // Words in Hiragana.
    ("とどく", "届く"),
    ("とどき", "届き"),
    ("とどか", "届か"),
    ("とどい", "届い"),
    ("とどけ", "届け"),
    ("へんぴん", "返品"),
    ("へんきん", "返金"),
    ("こうかん", "交換"),
    ("そうりょう", "送料"),
    ("りょうしゅうしょ", "領収書"),
    ("せいきゅうしょ", "請求書"),
    ("ついせき", "追跡"),
    ("ばんごう", "番号"),
    ("ちゅうもん", "注文"),
    ("じゅうしょ", "住所"),
    ("へんこう", "変更"),
    ("はらいもどし", "払戻し"),
    ("しはらい", "支払い"),
    ("ふりこみ", "振込"),
    ("しゅうり", "修理"),
    ("ほしょう", "保証"),
    ("こしょう", "故障"),
    ("ざいこ", "在庫"),
    ("にゅうか", "入荷"),
    ("うりきれ", "売り切れ"),
    ("てつづき", "手続き"),
    ("まちがえ", "間違え"),
    ("まちがっ", "間違っ"),
    ("こわれ", "壊れ"),
    ("はいそう", "配送"),
    ("はいたつ", "配達"),
    ("はっそう", "発送"),
    ("とりけ", "取消"),
    ("とりやめ", "取りやめ"),
    ("かいいん", "会員"),
    ("たいかい", "退会"),
    ("ていきびん", "定期便"),
    ("えいぎょうじかん", "営業時間"),
    ("きゃんせる", "キャンセル"),
    ("ぽいんと", "ポイント"),
    ("ろぐいん", "ログイン"),
    ("ぱすわーど", "パスワード"),
    ("らっぴんぐ", "ラッピング"),
    ("まだきて", "まだ来て"),
    ("まだきま", "まだ来ま"),
    ("まだこな", "まだ来な"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_read_as_it_is_written() {
        for (said, read) in [
            ("まだ届いてへん", "まだ届いてない"),
            ("とどきますか", "届きますか"),
            ("届いておりません", "届いていません"),
            ("頼んじゃった", "頼んでしまった"),
            (
                "i havent got it, it doesnt work",
                "i have not got it, it does not work",
            ),
            ("i want the wont of wanton", "i want the wo not of wanton"),
        ] {
            assert_eq!(written(said.to_owned()), read);
        }
    }
}
