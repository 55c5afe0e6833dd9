//! The words of the panels: the views that are pushed over the modal. All of them are plain
//! unless their comment says `mrkdwn`.

use crate::inquiry::{Length, Tone};
use crate::slack::panel::{Comparison, LANGUAGES};

/// The texts of one language.
#[derive(Debug)]
#[allow(missing_docs)] // The names say it, and the words stand below.
pub struct PanelTexts {
    pub back: &'static str,
    pub and: &'static str,
    /// `mrkdwn`.
    pub standing_is_kept: &'static str,

    // Another draft.
    pub button_revise: &'static str,
    pub wish_title: &'static str,
    pub wish_submit: &'static str,
    pub wish_length: &'static str,
    pub wish_tone: &'static str,
    pub wish_instruction: &'static str,
    pub wish_hint: &'static str,
    pub wish_language: &'static str,
    pub wish_base: &'static str,
    pub as_is: &'static str,
    pub shorter: &'static str,
    pub longer: &'static str,
    pub more_polite: &'static str,
    pub friendlier: &'static str,
    pub apologetic: &'static str,
    pub plain: &'static str,
    pub language_of_customer: &'static str,
    /// In the order of [`LANGUAGES`].
    pub languages: [&'static str; LANGUAGES.len()],
    pub base_standing: &'static str,
    pub base_mail: &'static str,

    // Versions.
    pub button_versions: &'static str,
    pub versions_title: &'static str,
    pub versions_submit: &'static str,
    pub versions_list: &'static str,
    pub versions_compare: &'static str,
    pub compare_before: &'static str,
    pub compare_standing: &'static str,
    pub compare_nothing: &'static str,
    pub version: &'static str,
    pub version_wish: &'static str,
    pub version_of_model: &'static str,
    pub version_of_person: &'static str,
    /// `mrkdwn`.
    pub how_marked: &'static str,
    /// `mrkdwn`.
    pub no_difference: &'static str,
    /// `mrkdwn`.
    pub version_gone: &'static str,
}

impl PanelTexts {
    /// A tone, in words.
    pub fn tone(&self, tone: Tone) -> &'static str {
        match tone {
            Tone::MorePolite => self.more_polite,
            Tone::Friendlier => self.friendlier,
            Tone::Apologetic => self.apologetic,
            Tone::Plain => self.plain,
        }
    }

    /// A length, in words.
    pub fn length(&self, length: Length) -> &'static str {
        match length {
            Length::Shorter => self.shorter,
            Length::Longer => self.longer,
        }
    }

    /// A language that the model knows by this name.
    pub fn language<'a>(&self, name: &'a str) -> &'a str {
        let at = LANGUAGES.iter().position(|it| *it == name);
        at.map_or(name, |at| self.languages[at])
    }

    /// What a version is compared with, in words.
    pub fn comparison(&self, comparison: Comparison) -> &'static str {
        match comparison {
            Comparison::Before => self.compare_before,
            Comparison::Standing => self.compare_standing,
            Comparison::Nothing => self.compare_nothing,
        }
    }
}

pub(super) static JA: PanelTexts = PanelTexts {
    back: "戻る",
    and: "・",
    standing_is_kept: "入力欄の文章は「これまでの案」に残るので、いつでも元に戻せます。",

    button_revise: "希望を伝えて書き直す",
    wish_title: "書き直しの希望",
    wish_submit: "書き直す",
    wish_length: "長さ",
    wish_tone: "文の調子",
    wish_instruction: "そのほかの希望",
    wish_hint: "例：送料は当店が負担することを伝える。ここに書いた個人情報も、記号に置き換えてから AI に渡します。",
    wish_language: "返信の言語",
    wish_base: "何をもとに書くか",
    as_is: "そのまま",
    shorter: "もっと短く",
    longer: "もっと詳しく",
    more_polite: "もっと丁寧に",
    friendlier: "やわらかく親しみやすく",
    apologetic: "お詫びを述べる",
    plain: "簡潔に、用件だけ",
    language_of_customer: "お客様のメールと同じ",
    languages: [
        "日本語",
        "英語",
        "中国語（簡体字）",
        "中国語（繁体字）",
        "韓国語",
        "フランス語",
        "ドイツ語",
        "スペイン語",
        "ポルトガル語",
        "ベトナム語",
        "タイ語",
        "インドネシア語",
    ],
    base_standing: "入力欄の文章を直す",
    base_mail: "はじめから書く",

    button_versions: "これまでの案（{n}）",
    versions_title: "これまでの案",
    versions_submit: "この案を使う",
    versions_list: "案",
    versions_compare: "違いの表示",
    compare_before: "ひとつ前の案との違い",
    compare_standing: "入力欄の文章との違い",
    compare_nothing: "違いを表示しない",
    version: "第{n}案　{who}　{when}{wish}",
    version_wish: "　{wish}",
    version_of_model: "AI",
    version_of_person: "入力した文章",
    how_marked: "*太字* は加わったところ、~取り消し線~ はなくなったところです。",
    no_difference: "違いはありません。",
    version_gone: ":warning: この案は、もう残っていません。",
};

pub(super) static EN: PanelTexts = PanelTexts {
    back: "Back",
    and: ", ",
    standing_is_kept: "What stands in the reply field is kept among the earlier versions; you can always go back to it.",

    button_revise: "Rewrite as I say…",
    wish_title: "Rewrite the reply",
    wish_submit: "Rewrite",
    wish_length: "Length",
    wish_tone: "Tone",
    wish_instruction: "What else should change?",
    wish_hint: "For example: say that we pay the postage. Personal data that you write here is masked before it reaches the AI, too.",
    wish_language: "Language of the reply",
    wish_base: "Start from",
    as_is: "As it is",
    shorter: "Shorter",
    longer: "More detailed",
    more_polite: "More polite",
    friendlier: "Warmer, friendlier",
    apologetic: "With an apology",
    plain: "Plain and to the point",
    language_of_customer: "The customer's",
    languages: [
        "Japanese",
        "English",
        "Chinese (simplified)",
        "Chinese (traditional)",
        "Korean",
        "French",
        "German",
        "Spanish",
        "Portuguese",
        "Vietnamese",
        "Thai",
        "Indonesian",
    ],
    base_standing: "The text in the reply field",
    base_mail: "The customer's mail alone",

    button_versions: "Earlier versions ({n})",
    versions_title: "Earlier versions",
    versions_submit: "Use this version",
    versions_list: "Version",
    versions_compare: "Show what differs",
    compare_before: "From the version before it",
    compare_standing: "From what stands in the reply field",
    compare_nothing: "Show the text alone",
    version: "{n}: {who}, {when}{wish}",
    version_wish: ", {wish}",
    version_of_model: "AI",
    version_of_person: "typed",
    how_marked: "*Bold* is new, ~struck through~ is gone.",
    no_difference: "There is no difference.",
    version_gone: ":warning: This version is no longer kept.",
};
