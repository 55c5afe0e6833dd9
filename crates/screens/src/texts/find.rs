//! The words around finding inquiries again: the search in the home tab, and what a customer wrote
//! before.

/// Texts of one language.
#[derive(Debug)]
#[allow(missing_docs)] // The names say it.
pub struct FindTexts {
    /// Plain.
    pub label: &'static str,
    /// Plain.
    pub placeholder: &'static str,
    /// Plain.
    pub button: &'static str,
    /// Plain.
    pub title: &'static str,
    pub found: &'static str,
    pub none: &'static str,
    /// Plain.
    pub back_to_queue: &'static str,
    pub looked_back: &'static str,
    pub looked_at_all: &'static str,
    /// Plain.
    pub look_further: &'static str,
    /// Plain.
    pub button_customer: &'static str,
    /// Plain.
    pub customer_title: &'static str,
    pub customer_newest: &'static str,
    pub customer_none: &'static str,
    pub customer_doubtful: &'static str,
    pub customer_masked: &'static str,
    pub customer_full: &'static str,
    pub mail_of: &'static str,
    pub reply_of: &'static str,
    pub no_reply: &'static str,
    /// Plain.
    pub button_full: &'static str,
    /// Plain.
    pub button_masked: &'static str,
}

pub(super) static JA: FindTexts = FindTexts {
    label: "お問い合わせを探す",
    placeholder: "差出人、件名、注文番号など",
    button: "検索",
    title: "検索結果",
    found: "「{query}」のお問い合わせ：*{n}* 件（新しい順。返信済み・終了したものも含みます）",
    none: "「{query}」のお問い合わせは見つかりませんでした。",
    back_to_queue: "一覧に戻る",
    looked_back: "新しいものから {n} 件を調べました（{when} 以降に届いたもの）。それより前は、まだ調べていません。",
    looked_at_all: "保存期間内のお問い合わせをすべて調べました。",
    look_further: "さらに前を探す",
    button_customer: "過去のお問い合わせ",
    customer_title: "過去のお問い合わせ",
    customer_newest: "同じお客様からの、ほかのお問い合わせ（新しい順に {n} 件まで）です。",
    customer_none: "同じお客様からの、ほかのお問い合わせは見つかりませんでした。保存期間を過ぎたものは表示されません。",
    customer_doubtful: ":warning: このメールの差出人は、本人かどうか確認できていません。以下の内容を返信に書く前に、ご確認ください。",
    customer_masked: "個人情報は記号に置き換えて表示しています。",
    customer_full: "個人情報をそのまま表示しています。表示したことは履歴に残ります。",
    mail_of: "*{when}*　{state}",
    reply_of: "返信（{who} さん、{when}）",
    no_reply: "返信は送られていません。",
    button_full: "個人情報も表示する",
    button_masked: "個人情報を隠す",
};

pub(super) static EN: FindTexts = FindTexts {
    label: "Find an inquiry",
    placeholder: "Sender, subject, order number …",
    button: "Search",
    title: "Search results",
    found: "Inquiries with “{query}”: *{n}* (newest first, answered and closed ones included)",
    none: "There is no inquiry with “{query}”.",
    back_to_queue: "Back to the list",
    looked_back: "Searched the newest {n} inquiries, back to {when}. Older ones have not been searched yet.",
    looked_at_all: "All inquiries that are kept have been searched.",
    look_further: "Search further back",
    button_customer: "Earlier inquiries",
    customer_title: "Earlier inquiries",
    customer_newest: "Other inquiries of this customer, newest first, {n} at most.",
    customer_none: "This customer has no other inquiry. Those that are past their retention time are not shown.",
    customer_doubtful: ":warning: It is not certain that this email is from the person it names. Please check before you write anything of this into a reply.",
    customer_masked: "Personal data is replaced by placeholders.",
    customer_full: "Personal data is shown. That you have seen it is kept in the history.",
    mail_of: "*{when}*   {state}",
    reply_of: "Reply ({who}, {when})",
    no_reply: "No reply was sent.",
    button_full: "Show personal data",
    button_masked: "Hide personal data",
};
