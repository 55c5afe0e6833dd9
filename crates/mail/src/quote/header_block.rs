//! The block of labelled lines that mail programs put above a mail that is answered or passed on:
//! `From: … / Sent: … / To: … / Subject: …`, in the words of the reader's language.

use std::sync::LazyLock;

use regex::Regex;

use crate::{Address, Mailbox, one_line};
use pii::CustomerText;

/// What a line of the block is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    From,
    Date,
    To,
    Subject,
    Other,
}

const FROM: &[&str] = &[
    "from",
    "sender",
    "差出人",
    "送信者",
    "発信者",
    "発信元",
    "送信元",
    "von",
    "absender",
    "de",
    "expéditeur",
    "da",
    "van",
    "från",
    "fra",
    "od",
    "от",
    "от кого",
    "від",
    "发件人",
    "寄件者",
    "寄件人",
    "보낸 사람",
    "보낸사람",
    "보낸이",
    "발신",
    "발신인",
    "kimden",
    "gönderen",
    "lähettäjä",
];
const DATE: &[&str] = &[
    "sent",
    "date",
    "sent on",
    "送信日時",
    "日時",
    "日付",
    "送信日",
    "送信",
    "受信日時",
    "gesendet",
    "datum",
    "envoyé",
    "envoyé le",
    "enviado",
    "enviado el",
    "enviada em",
    "enviado em",
    "fecha",
    "data",
    "inviato",
    "data invio",
    "verzonden",
    "verstuurd",
    "skickat",
    "sendt",
    "dato",
    "wysłano",
    "wysłane",
    "odesláno",
    "дата",
    "отправлено",
    "发送时间",
    "发送日期",
    "日期",
    "傳送日期",
    "寄件日期",
    "寄送時間",
    "보낸 날짜",
    "보낸날짜",
    "날짜",
    "일시",
    "gönderildi",
    "tarih",
    "lähetetty",
];
const TO: &[&str] = &[
    "to",
    "宛先",
    "送信先",
    "受信者",
    "an",
    "à",
    "para",
    "a",
    "destinataire",
    "destinatario",
    "aan",
    "till",
    "til",
    "do",
    "komu",
    "кому",
    "收件人",
    "收件者",
    "받는 사람",
    "받는사람",
    "받는이",
    "수신",
    "수신인",
    "kime",
    "vastaanottaja",
];
const SUBJECT: &[&str] = &[
    "subject",
    "件名",
    "題名",
    "表題",
    "タイトル",
    "betreff",
    "objet",
    "sujet",
    "asunto",
    "assunto",
    "oggetto",
    "onderwerp",
    "ämne",
    "emne",
    "temat",
    "předmět",
    "тема",
    "主题",
    "主題",
    "主旨",
    "제목",
    "konu",
    "aihe",
];
const OTHER: &[&str] = &[
    "cc",
    "bcc",
    "kopie",
    "copie",
    "reply-to",
    "返信先",
    "attachments",
    "添付ファイル",
    "importance",
    "重要度",
    "priority",
    "priorität",
    "抄送",
    "副本",
    "참조",
    "копия",
    "message-id",
    "risposta",
    "rispondi a",
    "antwort an",
    "répondre à",
    "responder a",
    "antwoord aan",
];

/// Such a block.
#[derive(Clone, Debug)]
pub(super) struct HeaderBlock {
    /// How many lines it takes.
    pub(super) lines: usize,
    /// The sender, where the block gives an address.
    pub(super) from: Option<Mailbox>,
    /// True when a mail address or a message id is in it.
    has_address: bool,
    /// True when it gives a time of day and a subject, as programs do.
    is_complete: bool,
    /// True when its subject is that of an answer.
    is_answer: bool,
    /// True when it has the sender's address and the date alone.
    is_short: bool,
}

/// More lines than a block has, long lists of recipients included.
const LONGEST: usize = 40;
/// Characters of a label.
const LABEL: usize = 16;

impl HeaderBlock {
    /// The block that begins with the first of these lines: a sender, and two of date, recipients
    /// and subject, in any order; or the sender's address and a time.
    pub(super) fn at(lines: &[&str]) -> Option<HeaderBlock> {
        let first = label_of(lines.first()?)?.0;
        if first == Label::Other {
            return None;
        }
        let mut block = HeaderBlock {
            lines: 0,
            from: None,
            has_address: false,
            is_complete: false,
            is_answer: false,
            is_short: false,
        };
        let mut seen: Vec<Label> = Vec::new();
        let mut has_time = false;
        for (at, line) in lines.iter().take(LONGEST).enumerate() {
            let text = bare(line);
            if text.is_empty() {
                // HTML leaves blank lines between them; two end the block.
                if at + 1 > block.lines + 1 {
                    break;
                }
                continue;
            }
            match label_of(line) {
                // The second sender's line begins another block.
                Some((Label::From, _)) if seen.contains(&Label::From) => break,
                Some((label, value)) => {
                    match label {
                        Label::From => block.from = sender(value),
                        Label::Date => has_time |= TIME.is_match(value),
                        Label::Subject => block.is_answer = is_answer(value),
                        Label::To | Label::Other => {}
                    }
                    block.has_address |= ADDRESS.is_match(value);
                    seen.push(label);
                }
                // The rest of a long list of recipients.
                None if at > 0
                    && block.lines == at
                    && matches!(seen.last(), Some(Label::To | Label::Other | Label::From))
                    && (ADDRESS.is_match(&text) || text.ends_with([';', '>'])) =>
                {
                    block.has_address |= ADDRESS.is_match(&text);
                }
                None => break,
            }
            block.lines = at + 1;
        }
        let others = [Label::Date, Label::To, Label::Subject]
            .into_iter()
            .filter(|label| seen.contains(label))
            .count();
        block.is_complete = has_time && seen.contains(&Label::Subject);
        block.is_short = others == 1 && has_time && block.from.is_some();
        (seen.contains(&Label::From) && (others >= 2 || block.is_short)).then_some(block)
    }

    /// The block of Lotus Notes, whose labels stand on lines of their own: the sender, the time, and
    /// below them `宛先`, `cc` and `件名`, each with its value beneath.
    pub(super) fn of_notes(lines: &[&str]) -> Option<HeaderBlock> {
        static STAMP: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?i)^(?:19|20)?\d\d[/.\-]\d{1,2}[/.\-]\d{1,4}(?:\s|\(.{1,3}\))+(?:[ap]m|午前|午後)?\s*\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?$")
                .expect("the pattern is fixed and tested")
        });
        let (first, second) = (bare(lines.first()?), bare(lines.get(1)?));
        if first.is_empty() || first.chars().count() > 100 || !STAMP.is_match(&second) {
            return None;
        }
        let mut end = 0;
        let (mut to, mut subject) = (false, false);
        for (at, line) in lines.iter().enumerate().take(LONGEST).skip(2) {
            let label = bare(line).to_lowercase();
            let label = label.trim_end_matches([':', '：']);
            to |= TO.contains(&label);
            if SUBJECT.contains(&label) {
                subject = true;
                // Its value is below it.
                let value = lines[at + 1..]
                    .iter()
                    .position(|line| !bare(line).is_empty());
                end = at + 1 + value.map_or(0, |it| it + 1);
                break;
            }
        }
        (to && subject).then(|| HeaderBlock {
            lines: end,
            from: sender(&first),
            has_address: lines[..end].iter().any(|line| ADDRESS.is_match(line)),
            is_complete: true,
            is_answer: false,
            is_short: false,
        })
    }

    /// True when a program wrote it, not the customer: a list such as `From: Osaka / To: Nagoya /
    /// Date: 3 December` looks like a block, too.
    pub(super) fn is_believable(&self, mail_is_answer: bool) -> bool {
        match self.is_short {
            true => mail_is_answer,
            false => self.has_address || (self.is_complete && (self.is_answer || mail_is_answer)),
        }
    }
}

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
        .expect("the pattern is fixed and tested")
});
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\d{1,2}[:：]\d{2}|\d{1,2}[時시]").expect("the pattern is fixed and tested")
});

/// A line without the marks of quoting, of bold type and of lists.
fn bare(line: &str) -> String {
    line.trim_start_matches(|c: char| c.is_whitespace() || ">＞|*■●・".contains(c))
        .trim_end()
        .to_owned()
}

/// The label that a line begins with, and what is behind it.
fn label_of(line: &str) -> Option<(Label, &str)> {
    if line.len() > 4000 {
        return None;
    }
    let is_row = line.trim_start().starts_with('|');
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || ">＞|*■●・".contains(c));
    let (label, value) = match line.strip_prefix(['【', '[', '［']) {
        Some(line) => line.split_once(['】', ']', '］'])?,
        // `| 发件人 | Shop<a@b> |`, a table of which a program made text.
        None if is_row => line.split_once(['|', ':', '：'])?,
        None => line.split_once([':', '：'])?,
    };
    let label = label.trim_matches(|c: char| c == '*' || c.is_whitespace());
    let value = value.trim_matches(|c: char| "*:：|".contains(c) || c.is_whitespace());
    if label.chars().count() > LABEL || value.is_empty() {
        return None;
    }
    // 「件　名」
    let label: String = label.to_lowercase().replace('\u{3000}', "");
    let kinds = [
        (FROM, Label::From),
        (DATE, Label::Date),
        (TO, Label::To),
        (SUBJECT, Label::Subject),
        (OTHER, Label::Other),
    ];
    let kind = kinds
        .iter()
        .find(|(names, _)| names.contains(&label.as_str()))?
        .1;
    Some((kind, value))
}

/// True for a line of such a block, whatever is around it.
pub(super) fn is_labelled(line: &str) -> bool {
    label_of(line).is_some()
}

/// The sender in `Name <a@b>`, `Name [mailto:a@b]`, `"Name"<a@b>;`, `a@b (Name)` or `a@b`.
fn sender(value: &str) -> Option<Mailbox> {
    let found = ADDRESS.find(value)?;
    let address = Address::parse(found.as_str()).ok()?;
    let before = value[..found.start()]
        .trim_end_matches("mailto:")
        .trim_matches(|c: char| c.is_whitespace() || "<[(\"'“”「」＜".contains(c));
    let name = one_line(before);
    let name = (!name.is_empty() && !name.contains('@')).then(|| CustomerText::new(name));
    Some(Mailbox { name, address })
}

/// `Re: …` and what programs of other languages write.
fn is_answer(subject: &str) -> bool {
    static ANSWER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\s*(?:re|aw|antw|sv|vs|tr|wg|fwd?|rv|odp|回复|回覆|答复|返信|転送|회신)\s*(?:\[\d+\])?\s*[:：]")
            .expect("the pattern is fixed and tested")
    });
    ANSWER.is_match(subject)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn block(text: &str) -> Option<HeaderBlock> {
        HeaderBlock::at(&text.lines().collect::<Vec<_>>())
    }

    #[test]
    fn blocks_of_many_programs_are_read() {
        for text in [
            "From: Shop <support@shop.example>\nSent: Friday, November 20, 2026 10:00 AM\nTo: Mary\nSubject: Re: cup",
            "送信元: Shop <support@shop.example>\n日付: 2026年11月20日 金曜日 10:00\n宛先: Mary\n件名: Re: cup",
            "差出人： Shop <support@shop.example>\n送信日時： 2026年11月20日 10:00\n宛先： Mary\n件名： cup",
            "*From:* Shop <support@shop.example>\n*Date:* Fri, 20 Nov 2026\n*To:* Mary",
            "Date: Fri, 20 Nov 2026 10:00:00 +0900\nFrom: support@shop.example\nTo: mary@example.com\nSubject: cup",
            "> 差出人: Shop <support@shop.example>\n> 件名: cup\n> 日付: 2026年11月20日 10:00:00 JST\n> 宛先: Mary",
            "【差出人】Shop <support@shop.example>\n【日時】2026/11/20 10:00\n【件名】cup",
            "发件人: \"Shop\"<support@shop.example>;\n发送时间: 2026年11月20日(星期五) 上午10:00\n收件人: \"Mary\"<m@x.example>;\n主题: cup",
            "보낸 사람: Shop <support@shop.example>\n보낸 날짜: 2026년 11월 20일\n받는 사람: Mary\n제목: cup",
            "| 发件人 | Shop<support@shop.example> |\n| 日期 | 2026年11月20日 10:00 |\n| 收件人 | m@x.example |\n| 主题 | Re: cup |",
            "От: Shop <support@shop.example>\nДата: 20 ноября 2026 г.\nКому: Mary\nТема: cup",
            "De : Shop [mailto:support@shop.example]\nEnvoyé : vendredi 20 novembre 2026 10:00\nÀ : Mary\nObjet : cup",
        ] {
            let block = block(&format!("{text}\n\nOur text")).unwrap_or_else(|| panic!("{text}"));
            assert!(block.is_believable(false), "{text}");
            assert_eq!(block.lines, text.lines().count(), "{text}");
            let from = block.from.unwrap();
            assert_eq!(from.address.expose(), "support@shop.example", "{text}");
        }
    }

    #[test]
    fn a_block_of_notes_is_read() {
        let text = "Taro Yamada <taro@shop.example>\n2026/11/20 10:00\n\n宛先\nMary <m@x.example>\ncc\n\n件名\nRe: cup\n\nOur text";
        let lines: Vec<&str> = text.lines().collect();
        let block = HeaderBlock::of_notes(&lines).unwrap();
        assert!(block.is_believable(false));
        assert_eq!(lines[block.lines..].join(""), "Our text");
        for text in [
            "2つ注文しました。\n2026/11/20 10:00\n宛先\n東京",
            "山田\n2026/11/20\n宛先\n東京\n件名\n茶碗",
        ] {
            let lines: Vec<&str> = text.lines().collect();
            assert!(HeaderBlock::of_notes(&lines).is_none(), "{text}");
        }
    }

    #[test]
    fn a_long_list_of_recipients_belongs_to_its_block() {
        let text = "From: Shop <support@shop.example>\nTo: Mary <m@x.example>;\n Bob <b@x.example>\nSubject: cup\nText";
        assert_eq!(block(text).unwrap().lines, 4);
    }

    #[test]
    fn lists_of_the_customers_own_are_no_blocks_of_a_program() {
        for text in [
            "From: Osaka store\nTo: Nagoya service centre\nDate: 3 December",
            "差出人：山田\n宛先：佐藤\n日付：12月24日 10:00",
            "Von: Berlin\nAn: München\nDatum: 3.12.2026, 10:00",
            "From: Osaka\nTo: Nagoya\nDate: 3 December 10:00\nSubject: two boxes",
        ] {
            let found = block(text).is_some_and(|block| block.is_believable(false));
            assert!(!found, "{text}");
        }
    }
}
