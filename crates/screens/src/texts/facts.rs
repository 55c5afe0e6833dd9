//! The words for the facts of a reply and where they come from.

use facts::Kind;

/// The texts of one language. Plain where they are a button or a title, else `mrkdwn`.
#[derive(Debug)]
#[allow(missing_docs)] // The names say it, and the words stand below.
pub struct FactsTexts {
    pub none: &'static str,
    pub all: &'static str,
    pub some: &'static str,
    pub contradicts: &'static str,
    pub unchecked: &'static str,
    pub button: &'static str,
    pub title: &'static str,
    pub look: &'static str,
    pub is_supported: &'static str,
    pub is_contradicted: &'static str,
    pub is_unsupported: &'static str,
    pub take_over: &'static str,
    pub more: &'static str,
    pub how: &'static str,
    pub mail: &'static str,
    pub file: &'static str,
    pub earlier_mail: &'static str,
    pub earlier_reply: &'static str,
    pub knowledge: &'static str,
    pub canned: &'static str,
    pub shop: &'static str,
    pub computed: &'static str,
    pub calendar: &'static str,
    /// In the order of [`FactsTexts::KINDS`].
    pub kinds: [&'static str; 12],
}

impl FactsTexts {
    const KINDS: [Kind; 12] = [
        Kind::Amount,
        Kind::Date,
        Kind::Time,
        Kind::Quantity,
        Kind::Id,
        Kind::Phone,
        Kind::Email,
        Kind::Address,
        Kind::Url,
        Kind::Name,
        Kind::Percent,
        Kind::Promise,
    ];

    /// What a kind of fact is called.
    pub fn kind(&self, kind: Kind) -> &'static str {
        let at = FactsTexts::KINDS.iter().position(|it| *it == kind);
        at.map_or("", |at| self.kinds[at])
    }
}

pub(super) static JA: FactsTexts = FactsTexts {
    none: "金額・日付・番号など、出典の確認が必要な事実は書かれていません。",
    all: ":white_check_mark: 事実 {n} 件すべてに出典があります。",
    some: ":mag: 事実 {n} 件のうち {k} 件に出典があります。",
    contradicts: ":warning: *出典と食い違う事実があります：* {words}",
    unchecked: "金額や日付などの事実に出典があるか、送信するときに確認します。",
    button: "出典を見る",
    title: "事実と出典",
    look: ":warning: *出典と食い違う、または出典の見つからない事実があります。*",
    is_supported: ":white_check_mark: *{words}*（{kind}）　{origin}",
    is_contradicted: ":x: *{words}*（{kind}）　出典と食い違っています。",
    is_unsupported: ":grey_question: *{words}*（{kind}）　出典が見つかりません。",
    take_over: "「{value}」に直す",
    more: "ほか {n} 件",
    how: "お客様のメールとその添付ファイル、これまでのやり取り、資料、定型文、店舗情報、計算、カレンダーと照らし合わせています。AI は使っていません。入力し直した文章は、このボタンをもう一度押したときと、送信するときに確認されます。",
    mail: "お客様のメール",
    file: "お客様の添付ファイル「{title}」",
    earlier_mail: "お客様の以前のメール・引用",
    earlier_reply: "これまでの返信",
    knowledge: "資料「{title}」",
    canned: "定型文「{title}」",
    shop: "署名・店舗情報",
    computed: "計算",
    calendar: "カレンダー",
    kinds: [
        "金額",
        "日付",
        "時刻",
        "数量",
        "番号",
        "電話番号",
        "メールアドレス",
        "住所",
        "リンク",
        "名前",
        "割合",
        "約束",
    ],
};

pub(super) static EN: FactsTexts = FactsTexts {
    none: "It states no amounts, dates, numbers or the like that need a source.",
    all: ":white_check_mark: Facts stated: {n}, all with a source.",
    some: ":mag: Facts stated: {n}, with a source: {k}.",
    contradicts: ":warning: *A source says otherwise:* {words}",
    unchecked: "When you send it, amounts, dates and the like are checked for a source.",
    button: "Show sources",
    title: "Facts and sources",
    look: ":warning: *Some facts have no source, or a source says otherwise.*",
    is_supported: ":white_check_mark: *{words}* ({kind})  {origin}",
    is_contradicted: ":x: *{words}* ({kind})  A source says otherwise.",
    is_unsupported: ":grey_question: *{words}* ({kind})  No source was found.",
    take_over: "Change to “{value}”",
    more: "and {n} more",
    how: "Compared with the customer’s email and its files, the conversation, the team’s knowledge, canned replies, what the shop says of itself, arithmetic and the calendar. No AI is involved. What you have typed since is checked when you press this button again, and when you send it.",
    mail: "The customer’s email",
    file: "the customer’s file “{title}”",
    earlier_mail: "Earlier emails of the customer, and what they quote",
    earlier_reply: "Our earlier replies",
    knowledge: "Knowledge: {title}",
    canned: "Canned reply: {title}",
    shop: "Signature and shop",
    computed: "Arithmetic",
    calendar: "Calendar",
    kinds: [
        "amount",
        "date",
        "time",
        "quantity",
        "number",
        "phone number",
        "email address",
        "address",
        "link",
        "name",
        "percentage",
        "promise",
    ],
};
