//! The words around recipients and subject.

use super::fill;
use mail::{MOST_RECIPIENTS, Mistyped};
use slack::blocks;

/// Texts of the panel in which recipients and subject are written.
#[derive(Debug)]
#[allow(missing_docs)] // The names say it.
pub struct RecipientsTexts {
    pub button: &'static str,
    pub button_all: &'static str,
    pub title: &'static str,
    pub done: &'static str,
    pub subject: &'static str,
    pub subject_hint: &'static str,
    pub to_hint: &'static str,
    pub list_hint: &'static str,
    pub bcc: &'static str,
    pub bcc_hint: &'static str,
    /// `{n}` recipients do not fit into an input.
    pub too_long: &'static str,
    /// `{subject}`.
    pub subject_line: &'static str,
    pub other_than_shown: &'static str,
    /// Plain, as all below; `{what}` is what was typed.
    no_at: &'static str,
    not_parted: &'static str,
    local_part: &'static str,
    domain: &'static str,
    unclosed: &'static str,
    name: &'static str,
    hidden: &'static str,
    ours: &'static str,
    too_many: &'static str,
    pub nobody: &'static str,
    pub subject_code: &'static str,
}

/// Characters of what was typed that are repeated.
const LONGEST: usize = 60;

impl RecipientsTexts {
    /// What is wrong with what a person typed.
    pub fn wrong(&self, wrong: &Mistyped) -> String {
        let (text, what) = match wrong {
            Mistyped::NoAt { piece } => (self.no_at, piece),
            Mistyped::NotParted { piece } => (self.not_parted, piece),
            Mistyped::LocalPart { piece } => (self.local_part, piece),
            Mistyped::Domain { piece } => (self.domain, piece),
            Mistyped::Unclosed { piece } => (self.unclosed, piece),
            Mistyped::Name { piece } => (self.name, piece),
            Mistyped::Hidden { code } => (self.hidden, code),
        };
        fill(text, &[("what", &blocks::truncate(what, LONGEST))])
    }

    /// One of our own addresses is among them.
    pub fn ours(&self, address: &str) -> String {
        fill(self.ours, &[("what", &blocks::truncate(address, LONGEST))])
    }

    /// There are so many recipients.
    pub fn too_many(&self, count: usize) -> String {
        let (n, most) = (count.to_string(), MOST_RECIPIENTS.to_string());
        fill(self.too_many, &[("n", &n), ("most", &most)])
    }
}

pub(super) static JA: RecipientsTexts = RecipientsTexts {
    button: "宛先・件名を変更",
    button_all: "全員に返信",
    title: "宛先と件名",
    done: "決定",
    subject: "件名",
    subject_hint: "変更してもお客様のスレッドはつながったままです。空にすると、いつもの件名に戻ります。",
    to_hint: "1 行に 1 件、またはコンマ区切り。例：山田 太郎 <taro@example.com>。空にすると、メールの差出人に戻ります。",
    list_hint: "1 行に 1 件、またはコンマ区切り。全員の宛先に表示されます。",
    bcc: "BCC",
    bcc_hint: "ほかの受信者には表示されません。",
    too_long: ":warning: 宛先が {n} 件あり、ここには入りきりません。送る相手だけを入力してください。",
    subject_line: "件名：{subject}",
    other_than_shown: ":warning: *画面に表示されていた宛先・件名・署名と異なります。* 送信される内容は下のとおりです。",
    no_at: "「{what}」に @ がありません。name@example.com の形で入力してください。",
    not_parted: "「{what}」にメールアドレスが 2 つあるようです。コンマか改行で区切ってください。",
    local_part: "「{what}」の @ より前に、メールアドレスに使えない文字や連続した点があります（64 文字まで）。",
    domain: "「{what}」の @ より後がドメイン名ではありません。example.com のように、点を含む半角の名前で入力してください。",
    unclosed: "「{what}」の < > または \" \" が片方しかありません。例：山田 太郎 <taro@example.com>",
    name: "「{what}」の名前は使えません。名前は 75 文字までで、メールアドレスや =? を含められません。",
    hidden: "目に見えない文字（{what}）が入っています。消して入力し直してください。",
    ours: "{what} は当店のアドレスです。宛先にすると、このメールが問い合わせとして戻ってきます。",
    too_many: "宛先が {n} 件あります。1 通のメールで送れるのは {most} 件までです。",
    nobody: "宛先がありません。1 件以上入力してください。",
    subject_code: "件名に =? は使えません。受信側で別の文字に読み替えられます。",
};

pub(super) static EN: RecipientsTexts = RecipientsTexts {
    button: "Change recipients or subject",
    button_all: "Reply to all",
    title: "Recipients, subject",
    done: "Done",
    subject: "Subject",
    subject_hint: "The reply stays in the customer’s thread. Leave it empty for the usual subject.",
    to_hint: "One a line, or with commas between: Taro Yamada <taro@example.com>. Leave it empty for who wrote.",
    list_hint: "One a line, or with commas between. Every recipient sees them.",
    bcc: "Bcc",
    bcc_hint: "No other recipient sees them.",
    too_long: ":warning: There are {n} recipients, which do not fit here. Please type those who are to get it.",
    subject_line: "Subject: {subject}",
    other_than_shown: ":warning: *Recipients, subject or signature are not what your screen showed.* What goes out is below.",
    no_at: "There is no @ in “{what}”. An address looks like name@example.com.",
    not_parted: "There seem to be two addresses in “{what}”. Put a comma or a line break between them.",
    local_part: "What is before the @ in “{what}” cannot be there: a blank, a sign that addresses do not have, two dots in a row, or more than 64 characters.",
    domain: "What is behind the @ in “{what}” is no domain. It looks like example.com: letters, digits and hyphens, with a dot between.",
    unclosed: "One of < > or \" \" is missing in “{what}”. It looks like Taro Yamada <taro@example.com>.",
    name: "The name in “{what}” cannot be used: up to 75 characters, without an address or =? in it.",
    hidden: "There is a character in it that cannot be seen ({what}). Please delete it and type that part again.",
    ours: "{what} is our own address: the mail would come back as an inquiry.",
    too_many: "There are {n} recipients. One mail can have up to {most}.",
    nobody: "There is no recipient. Please type at least one.",
    subject_code: "A subject cannot have =? in it: mail programs read it as other characters.",
};
