//! The words of the panels: the views that are pushed over the modal. All of them are plain
//! unless their comment says `mrkdwn`.

use inquiry::{Length, Tone};

/// What a version is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The version before it.
    Before,
    /// What is in the modal.
    Standing,
    /// Nothing.
    Nothing,
}

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
    /// Languages by the name that the model knows them by, where that is not how people say it.
    pub languages: &'static [(&'static str, &'static str)],
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
    pub version_words: &'static str,
    pub version_wish: &'static str,
    /// What was asked for in a person's own words.
    pub version_quote: &'static str,
    /// As `strftime` takes it.
    pub version_time: &'static str,
    pub version_of_model: &'static str,
    pub version_of_person: &'static str,
    /// `mrkdwn`.
    pub how_marked: &'static str,
    /// `mrkdwn`.
    pub no_difference: &'static str,
    /// `mrkdwn`.
    pub version_gone: &'static str,

    // Canned replies, and what is added to the reply.
    pub button_canned: &'static str,
    pub canned_title: &'static str,
    pub canned_submit: &'static str,
    pub canned_list: &'static str,
    pub canned_place: &'static str,
    pub canned_behind: &'static str,
    pub canned_instead: &'static str,
    pub too_long: &'static str,
    /// `mrkdwn`.
    pub signature_follows: &'static str,
    /// `mrkdwn`.
    pub logo_follows: &'static str,
    pub quote_follows: &'static str,

    // Feedback.
    pub button_good: &'static str,
    pub button_bad: &'static str,
    /// `mrkdwn`.
    pub feedback_thanks: &'static str,
    pub feedback_title: &'static str,
    pub feedback_submit: &'static str,
    pub feedback_reason: &'static str,
    pub feedback_hint: &'static str,

    // The mail.
    pub button_read_on: &'static str,
    pub mail_title: &'static str,
    pub page: &'static str,
    pub page_before: &'static str,
    pub page_after: &'static str,

    // Translation.
    /// The language of these texts, as the model is told.
    pub model_language: &'static str,
    pub button_translate: &'static str,
    pub translation_title: &'static str,
    /// `mrkdwn`.
    pub translating: &'static str,
    /// `mrkdwn`.
    pub translated_by: &'static str,
    /// `mrkdwn`.
    pub translated_mail: &'static str,
    /// `mrkdwn`.
    pub translated_reply: &'static str,
    /// `mrkdwn`.
    pub not_translated: &'static str,
    /// `mrkdwn`.
    pub no_translator: &'static str,
    pub no_model: &'static str,
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
        let named = self.languages.iter().find(|(known, _)| *known == name);
        named.map_or(name, |(_, words)| words)
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

    button_revise: "指示して書き直す",
    wish_title: "書き直しの指示",
    wish_submit: "書き直す",
    wish_length: "長さ",
    wish_tone: "口調・トーン",
    wish_instruction: "そのほかの指示",
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
    languages: &[
        ("Japanese", "日本語"),
        ("English", "英語"),
        ("Chinese", "中国語"),
        ("Simplified Chinese", "中国語（簡体字）"),
        ("Traditional Chinese", "中国語（繁体字）"),
        ("Korean", "韓国語"),
        ("French", "フランス語"),
        ("German", "ドイツ語"),
        ("Spanish", "スペイン語"),
        ("Portuguese", "ポルトガル語"),
        ("Vietnamese", "ベトナム語"),
        ("Thai", "タイ語"),
        ("Indonesian", "インドネシア語"),
        ("Italian", "イタリア語"),
        ("Dutch", "オランダ語"),
        ("Swedish", "スウェーデン語"),
        ("Polish", "ポーランド語"),
        ("Turkish", "トルコ語"),
        ("Russian", "ロシア語"),
        ("Ukrainian", "ウクライナ語"),
        ("Greek", "ギリシャ語"),
        ("Hebrew", "ヘブライ語"),
        ("Armenian", "アルメニア語"),
        ("Georgian", "ジョージア語"),
        ("Lao", "ラオ語"),
        ("Khmer", "クメール語"),
        ("Burmese", "ビルマ語"),
        ("Bengali", "ベンガル語"),
        ("Punjabi", "パンジャブ語"),
        ("Gujarati", "グジャラート語"),
        ("Tamil", "タミル語"),
        ("Telugu", "テルグ語"),
        ("Kannada", "カンナダ語"),
        ("Malayalam", "マラヤーラム語"),
        ("Sinhala", "シンハラ語"),
        ("Amharic", "アムハラ語"),
        ("Bulgarian", "ブルガリア語"),
        ("Serbian", "セルビア語"),
        ("Belarusian", "ベラルーシ語"),
        ("Arabic", "アラビア語"),
        ("Persian", "ペルシア語"),
        ("Urdu", "ウルドゥー語"),
        ("Hindi", "ヒンディー語"),
        ("Marathi", "マラーティー語"),
        ("Danish", "デンマーク語"),
        ("Norwegian", "ノルウェー語"),
        ("Finnish", "フィンランド語"),
        ("Czech", "チェコ語"),
        ("Slovak", "スロバキア語"),
        ("Hungarian", "ハンガリー語"),
        ("Romanian", "ルーマニア語"),
        ("Catalan", "カタルーニャ語"),
        ("Croatian", "クロアチア語"),
        ("Slovene", "スロベニア語"),
        ("Lithuanian", "リトアニア語"),
        ("Latvian", "ラトビア語"),
        ("Estonian", "エストニア語"),
        ("Afrikaans", "アフリカーンス語"),
        ("Azerbaijani", "アゼルバイジャン語"),
        ("Uzbek", "ウズベク語"),
        ("Turkmen", "トルクメン語"),
        ("Javanese", "ジャワ語"),
        ("Tagalog", "タガログ語"),
        ("Welsh", "ウェールズ語"),
        ("Akan", "アカン語"),
        ("Zulu", "ズールー語"),
        ("Shona", "ショナ語"),
        ("Latin script", "ラテン文字の言語"),
        ("another script", "ラテン文字以外の言語"),
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
    version: "第{n}案　{who}　{when}{wish}{own}",
    version_words: "　{text}",
    version_wish: "　{wish}",
    version_quote: "「{text}」",
    version_time: "%-m/%-d %H:%M",
    version_of_model: "AI",
    version_of_person: "入力した文章",
    how_marked: "*太字* は加わったところ、~取り消し線~ はなくなったところです。",
    no_difference: "違いはありません。",
    version_gone: ":warning: この案は、もう残っていません。",

    button_canned: "定型文を挿入",
    canned_title: "定型文",
    canned_submit: "挿入する",
    canned_list: "定型文（文字を入力して探せます）",
    canned_place: "挿入する場所",
    canned_behind: "入力欄の文章の後ろに加える",
    canned_instead: "入力欄の文章と置き換える",
    too_long: "長すぎて入力欄に入りきりません。入力欄の文章はそのままです。",
    signature_follows: "送信するメールの末尾には、次の署名が付きます。",
    logo_follows: "HTML の署名には、ロゴ画像も表示されます。",
    quote_follows: "お客様のメールは、引用として末尾に付きます。",

    button_good: "👍 役に立った",
    button_bad: "👎 いまひとつ",
    feedback_thanks: "評価を記録しました。理由を教えていただけると、下書きの改善に役立ちます。",
    feedback_title: "下書きの評価",
    feedback_submit: "理由を送る",
    feedback_reason: "よくなかったところ",
    feedback_hint: "例：返品の期限が間違っている。書いた個人情報は記号に置き換えて保存します。",

    button_read_on: "メールの続きを読む",
    mail_title: "メールの全文",
    page: "{n} / {all} ページ",
    page_before: "前のページ",
    page_after: "次のページ",

    model_language: "Japanese",
    button_translate: "日本語に翻訳",
    translation_title: "翻訳",
    translating: ":hourglass_flowing_sand: 翻訳しています…",
    translated_by: "AI による翻訳です。個人情報は記号に置き換えて渡しました。",
    translated_mail: "*お客様のメール*",
    translated_reply: "*入力欄の返信文*",
    not_translated: ":warning: *翻訳できませんでした。* {why}",
    no_model: "AI を使わない設定のため、書き直しはできません。入力した文章はそのままです。OPENAI_API_KEY を設定すると、AI が書き直します。",
    no_translator: ":information_source: AI を使わない設定のため、翻訳できません。`OPENAI_API_KEY` を設定すると、AI が翻訳します。",
};

pub(super) static EN: PanelTexts = PanelTexts {
    back: "Back",
    and: ", ",
    standing_is_kept: "The text in the reply field is kept under “Earlier versions”, so you can always go back to it.",

    button_revise: "Rewrite with instructions…",
    wish_title: "Rewrite the reply",
    wish_submit: "Rewrite",
    wish_length: "Length",
    wish_tone: "Tone",
    wish_instruction: "What else should change?",
    wish_hint: "For example: say that we pay the postage. Personal data that you enter here is masked before it reaches the AI.",
    wish_language: "Language of the reply",
    wish_base: "Start from",
    as_is: "As it is",
    shorter: "Shorter",
    longer: "More detailed",
    more_polite: "More polite",
    friendlier: "Warmer, friendlier",
    apologetic: "With an apology",
    plain: "Plain and to the point",
    language_of_customer: "The customer’s",
    languages: &[
        ("Simplified Chinese", "Chinese (simplified)"),
        ("Traditional Chinese", "Chinese (traditional)"),
    ],
    base_standing: "The text in the reply field",
    base_mail: "The customer’s email only",

    button_versions: "Earlier versions ({n})",
    versions_title: "Earlier versions",
    versions_submit: "Use this version",
    versions_list: "Version",
    versions_compare: "Compare with",
    compare_before: "The version before it",
    compare_standing: "The text in the reply field",
    compare_nothing: "Nothing (show the text only)",
    version: "{n}: {who}, {when}{wish}{own}",
    version_words: ": {text}",
    version_wish: ", {wish}",
    version_quote: "“{text}”",
    version_time: "%b %-d %H:%M",
    version_of_model: "AI",
    version_of_person: "typed",
    how_marked: "*Bold* is new, ~struck through~ was removed.",
    no_difference: "There are no differences.",
    version_gone: ":warning: This version is no longer available.",

    button_canned: "Insert a canned reply",
    canned_title: "Canned replies",
    canned_submit: "Insert",
    canned_list: "Canned reply (type to search)",
    canned_place: "Where to insert it",
    canned_behind: "After the text in the reply field",
    canned_instead: "In place of the text in the reply field",
    too_long: "That is too long for the reply field. The text there is unchanged.",
    signature_follows: "This signature is added at the end of the email.",
    logo_follows: "The signature in HTML shows the logo, too.",
    quote_follows: "The customer’s email is quoted at the end.",

    button_good: "👍 Helpful",
    button_bad: "👎 Not helpful",
    feedback_thanks: "Thank you for your feedback. Telling us why helps to improve the drafts.",
    feedback_title: "About this draft",
    feedback_submit: "Send",
    feedback_reason: "What was wrong with it?",
    feedback_hint: "For example: the return period is wrong. Personal data that you enter here is stored masked.",

    button_read_on: "Read the whole email",
    mail_title: "The whole email",
    page: "Page {n} of {all}",
    page_before: "Previous page",
    page_after: "Next page",

    model_language: "English",
    button_translate: "Translate into English",
    translation_title: "Translation",
    translating: ":hourglass_flowing_sand: Translating…",
    translated_by: "Translated by AI. Personal data was masked before it reached the AI.",
    translated_mail: "*The customer’s email*",
    translated_reply: "*The text in the reply field*",
    not_translated: ":warning: *It could not be translated.* {why}",
    no_model: "Rewriting needs an AI, and none is set up here. Your text is unchanged. Set OPENAI_API_KEY to use one.",
    no_translator: ":information_source: Translating needs an AI. Set `OPENAI_API_KEY` to use one.",
};
