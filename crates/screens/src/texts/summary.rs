//! The words of the daily or weekly summary.

/// The texts of one language.
#[derive(Debug)]
#[allow(missing_docs)] // The names say it, and the words stand below.
pub struct SummaryTexts {
    pub heading: &'static str,
    pub notification: &'static str,
    pub arrived: &'static str,
    pub answered: &'static str,
    pub waiting: &'static str,
    pub time_to_answer: &'static str,
    pub closed: &'static str,
    pub drafts: &'static str,
    pub inquiries: &'static str,
    pub replies: &'static str,
    pub oldest: &'static str,
    pub without_reply: &'static str,
    pub changes: &'static str,
    pub minutes: &'static str,
    pub hours: &'static str,
    pub days: &'static str,
}

pub(super) static JA: SummaryTexts = SummaryTexts {
    heading: ":bar_chart: *お問い合わせのまとめ*　{from} ～ {to}",
    notification: "お問い合わせのまとめ：受信 {arrived} 件、返信 {answered} 件、対応待ち {waiting} 件",
    arrived: "受信",
    answered: "返信",
    waiting: "対応待ち（現在）",
    time_to_answer: "最初の返信までの時間（中央値）",
    closed: "返信せずに終了",
    drafts: "下書きの変更",
    inquiries: "{n} 件",
    replies: "{n} 件",
    oldest: "最も古いもの：{when}",
    without_reply: "返信不要 {n} 件、迷惑メール {spam} 件",
    changes: "{all} 件中 {same} 件は下書きのまま送信\n変更は {n} 文字（中央値）",
    minutes: "{b}分",
    hours: "{a}時間{b}分",
    days: "{a}日{b}時間",
};

pub(super) static EN: SummaryTexts = SummaryTexts {
    heading: ":bar_chart: *Inquiry summary*   {from} – {to}",
    notification: "Inquiry summary. Arrived: {arrived}. Replies: {answered}. Waiting: {waiting}",
    arrived: "Arrived",
    answered: "Replies sent",
    waiting: "Waiting now",
    time_to_answer: "Time to the first reply (median)",
    closed: "Closed without a reply",
    drafts: "Changes to drafts",
    inquiries: "{n}",
    replies: "{n}",
    oldest: "Oldest: {when}",
    without_reply: "No reply needed: {n}, spam: {spam}",
    changes: "Sent as drafted: {same} of {all}\nCharacters changed: {n} (median)",
    minutes: "{b} min",
    hours: "{a} h {b} min",
    days: "{a} days {b} h",
};
