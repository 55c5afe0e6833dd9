//! The words about the team: who has an inquiry, when it comes back, who is writing.

/// The texts of one language.
#[derive(Debug)]
#[allow(missing_docs)] // The names say it, and the words stand below.
pub struct TeamTexts {
    pub button_close: &'static str,
    pub button_spam: &'static str,
    pub button_reopen: &'static str,
    pub button_assign: &'static str,
    pub button_take_over: &'static str,
    pub button_release: &'static str,
    pub button_wake: &'static str,
    pub snooze_hour: &'static str,
    pub snooze_tomorrow: &'static str,
    pub snooze_monday: &'static str,
    pub assigned: &'static str,
    pub snoozed: &'static str,
    pub woken: &'static str,
    pub closed_by: &'static str,
    pub spam_by: &'static str,
    pub not_possible: &'static str,
}

pub(super) static JA: TeamTexts = TeamTexts {
    button_close: "返信不要",
    button_spam: "スパムとして終了",
    button_reopen: "再開する",
    button_assign: "担当する",
    button_take_over: "担当を代わる",
    button_release: "担当を外す",
    button_wake: "「あとで」を取り消す",
    snooze_hour: "あとで（1時間後）",
    snooze_tomorrow: "あとで（明日 9:00）",
    snooze_monday: "あとで（来週月曜 9:00）",
    assigned: ":bust_in_silhouette: 担当：{who} さん",
    snoozed: ":zzz: あとで対応します（{when}、{who} さん）",
    woken: ":bell: {who} さん、「あとで」にしたお問い合わせの時間になりました。",
    closed_by: ":heavy_minus_sign: 返信不要として終了しました（{who} さん）",
    spam_by: ":no_entry_sign: スパムとして終了しました（{who} さん）",
    not_possible: "状況が変わったため、この操作はできませんでした。カードを最新の状態にしましたので、ご確認ください。",
};

pub(super) static EN: TeamTexts = TeamTexts {
    button_close: "No reply needed",
    button_spam: "Close as spam",
    button_reopen: "Reopen",
    button_assign: "Assign to me",
    button_take_over: "Take over",
    button_release: "Unassign",
    button_wake: "Bring back now",
    snooze_hour: "Later: in 1 hour",
    snooze_tomorrow: "Later: tomorrow 9:00",
    snooze_monday: "Later: next Monday 9:00",
    assigned: ":bust_in_silhouette: Assigned to {who}",
    snoozed: ":zzz: Later: {when} ({who})",
    woken: ":bell: {who}, this is the inquiry that you put aside until now.",
    closed_by: ":heavy_minus_sign: Closed: no reply needed ({who})",
    spam_by: ":no_entry_sign: Closed as spam ({who})",
    not_possible: "This was not possible, because something else has happened. The card is up to date now; please have a look.",
};
