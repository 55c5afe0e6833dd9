//! The words about what happened to an inquiry.

use crate::inquiry::Event;

/// The texts of one language.
#[derive(Debug)]
#[allow(missing_docs)] // The names say it, and the words stand below.
pub struct HistoryTexts {
    pub title: &'static str,
    pub line: &'static str,
    pub who: &'static str,
    pub received: &'static str,
    pub card_posted: &'static str,
    pub draft_requested: &'static str,
    pub draft_written: &'static str,
    pub draft_failed: &'static str,
    pub reply_claimed: &'static str,
    pub reply_insisted: &'static str,
    pub reply_withdrawn: &'static str,
    pub reply_accepted: &'static str,
    pub reply_refused: &'static str,
    pub reply_lost: &'static str,
    pub reply_bounced: &'static str,
    pub reply_delivered: &'static str,
    pub reply_complained: &'static str,
    pub wrote_again: &'static str,
    pub closed: &'static str,
    pub spam: &'static str,
    pub reopened: &'static str,
    pub assigned: &'static str,
    pub released: &'static str,
    pub snoozed: &'static str,
    pub woken: &'static str,
}

impl HistoryTexts {
    /// What an event is called.
    pub fn of(&self, event: Event) -> &'static str {
        match event {
            Event::CardPosted => self.card_posted,
            Event::DraftRequested => self.draft_requested,
            Event::DraftWritten => self.draft_written,
            Event::DraftFailed => self.draft_failed,
            Event::ReplyClaimed => self.reply_claimed,
            Event::ReplyInsisted => self.reply_insisted,
            Event::ReplyWithdrawn => self.reply_withdrawn,
            Event::ReplyAccepted => self.reply_accepted,
            Event::ReplyRefused => self.reply_refused,
            Event::ReplyLost => self.reply_lost,
            Event::ReplyBounced => self.reply_bounced,
            Event::ReplyDelivered => self.reply_delivered,
            Event::ReplyComplained => self.reply_complained,
            Event::CustomerWroteAgain => self.wrote_again,
            Event::Closed => self.closed,
            Event::MarkedAsSpam => self.spam,
            Event::Reopened => self.reopened,
            Event::Assigned => self.assigned,
            Event::Released => self.released,
            Event::Snoozed => self.snoozed,
            Event::Woken => self.woken,
        }
    }
}

pub(super) static JA: HistoryTexts = HistoryTexts {
    title: "履歴",
    line: "{when}　*{what}*　{who}",
    who: "{who} さん",
    received: "メールを受け取りました",
    card_posted: "カードを投稿しました",
    draft_requested: "下書きを依頼しました",
    draft_written: "下書きができました",
    draft_failed: "下書きを作成できませんでした",
    reply_claimed: "返信を承認しました",
    reply_insisted: "確認のうえ、返信を承認しました",
    reply_withdrawn: "送信を取り消しました",
    reply_accepted: "返信を送信しました",
    reply_refused: "返信を送信できませんでした",
    reply_lost: "送信の結果を確認できませんでした",
    reply_bounced: "返信が届かず、戻ってきました",
    reply_delivered: "返信が相手のメールサーバーに届きました",
    reply_complained: "受信者が迷惑メールとして報告しました",
    wrote_again: "お客様から新しいメールが届きました",
    closed: "返信不要として終了しました",
    spam: "迷惑メールとして終了しました",
    reopened: "再開しました",
    assigned: "担当になりました",
    released: "担当を外しました",
    snoozed: "「あとで」に設定しました",
    woken: "「あとで」の時間になりました",
};

pub(super) static EN: HistoryTexts = HistoryTexts {
    title: "History",
    line: "{when}   *{what}*   {who}",
    who: "{who}",
    received: "The email arrived",
    card_posted: "The card was posted",
    draft_requested: "Asked for a draft",
    draft_written: "The draft was written",
    draft_failed: "No draft could be written",
    reply_claimed: "Approved a reply",
    reply_insisted: "Approved a reply after a warning",
    reply_withdrawn: "Took the reply back",
    reply_accepted: "The reply was sent",
    reply_refused: "The reply could not be sent",
    reply_lost: "It is not certain whether the reply went out",
    reply_bounced: "The reply bounced: it could not be delivered",
    reply_delivered: "The reply was delivered",
    reply_complained: "The recipient marked the reply as spam",
    wrote_again: "The customer wrote again",
    closed: "Closed: no reply needed",
    spam: "Closed as spam",
    reopened: "Reopened",
    assigned: "Assigned to",
    released: "Unassigned by",
    snoozed: "Put aside",
    woken: "Came back",
};
