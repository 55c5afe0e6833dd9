//! What is new in a mail, and what is the history beneath it.
//!
//! Nothing is lost: each line ends up in one of the two. When in doubt it counts as new, since
//! cutting what the customer wrote is worse than showing a quotation twice.

/// A text in its two halves, both without blank lines around them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Split {
    pub(super) new: String,
    pub(super) quoted: String,
}

/// Tells what is new from what is quoted.
pub(super) fn split(text: &str) -> Split {
    let lines: Vec<&str> = text.lines().collect();
    let (before, quoted, after) = match find_history(&lines) {
        Some(History::Rest { from }) => (&lines[..from], &lines[from..], &lines[lines.len()..]),
        Some(History::Block { from, header }) => {
            let start = from + header;
            let len = lines[start..]
                .iter()
                .take_while(|line| is_quoted(line) || line.trim().is_empty())
                .count();
            let (block, after) = lines[from..].split_at(header + len);
            (&lines[..from], block, after)
        }
        None => return all_new(text),
    };
    // Answers between the quoted lines make no sense without them.
    if after.iter().any(|line| is_quoted(line)) {
        return all_new(text);
    }
    let join = |lines: &[&str]| lines.join("\n").trim_matches('\n').trim_end().to_owned();
    let new = [join(before), join(after)]
        .into_iter()
        .filter(|part| !part.trim().is_empty())
        .collect::<Vec<_>>()
        .join("\n\n");
    // Nothing but a quotation, or a mail passed on: that is what the customer wants to be read.
    if new.trim().is_empty() {
        return all_new(text);
    }
    Split {
        new,
        quoted: join(quoted),
    }
}

fn all_new(text: &str) -> Split {
    Split {
        new: text.to_owned(),
        quoted: String::new(),
    }
}

enum History {
    /// Everything from that line on.
    Rest { from: usize },
    /// A header of some lines and the quoted lines below it; new text may follow.
    Block { from: usize, header: usize },
}

fn find_history(lines: &[&str]) -> Option<History> {
    for (at, line) in lines.iter().enumerate() {
        if is_divider(line) || is_header_block(&lines[at..]) {
            return Some(History::Rest {
                from: with_rule_above(lines, at),
            });
        }
        if let Some(header) = attribution(&lines[at..]) {
            let mut below = lines[at + header..].iter().filter(|l| !l.trim().is_empty());
            return match below.next() {
                Some(next) if is_quoted(next) => Some(History::Block { from: at, header }),
                Some(_) if is_strong(&lines[at..at + header]) => Some(History::Rest { from: at }),
                _ => continue,
            };
        }
    }
    trailing_quotation(lines)
}

/// Quoted lines that nothing but blank lines follow, without a header.
fn trailing_quotation(lines: &[&str]) -> Option<History> {
    let after = lines
        .iter()
        .rposition(|line| !is_quoted(line) && !line.trim().is_empty())?
        + 1;
    let from = after + lines[after..].iter().position(|line| is_quoted(line))?;
    // Quoted lines further up as well: an answer point by point.
    if lines[..after].iter().any(|line| is_quoted(line)) {
        return None;
    }
    Some(History::Block { from, header: 0 })
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with(['>', '＞'])
}

/// `-----Original Message-----` and its like.
fn is_divider(line: &str) -> bool {
    const WORDS: [&str; 24] = [
        "original message",
        "original appointment",
        "original e-mail",
        "forwarded message",
        "元のメッセージ",
        "元のメール",
        "オリジナルメッセージ",
        "オリジナルのメッセージ",
        "転送メッセージ",
        "転送されたメッセージ",
        "転送メール",
        "ursprüngliche nachricht",
        "original-nachricht",
        "weitergeleitete nachricht",
        "message d'origine",
        "message transféré",
        "mensaje original",
        "mensagem original",
        "messaggio originale",
        "oorspronkelijk bericht",
        "ursprungligt meddelande",
        "oprindelig meddelelse",
        "原始邮件",
        "원본 메시지",
    ];
    let line = line.trim();
    if line.len() > 200 {
        return false;
    }
    let drawn = |c: char| "-_=*".contains(c);
    let words = line.trim_matches(|c: char| drawn(c) || c.is_whitespace());
    let framed = line.starts_with(drawn) && line.ends_with(drawn) && line.len() >= words.len() + 4;
    if !framed {
        return words.eq_ignore_ascii_case("begin forwarded message:");
    }
    let words = words.to_lowercase().replace('’', "'");
    WORDS.contains(&words.as_str())
}

/// How Outlook labels the sender.
const FROM: [&str; 14] = [
    "from",
    "差出人",
    "送信者",
    "発信者",
    "von",
    "de",
    "da",
    "van",
    "från",
    "fra",
    "od",
    "发件人",
    "寄件者",
    "보낸 사람",
];
/// How it labels the date, the recipients and the subject.
const OTHERS: [&[&str]; 3] = [
    &[
        "sent",
        "date",
        "送信日時",
        "日時",
        "日付",
        "送信日",
        "gesendet",
        "datum",
        "envoyé",
        "enviado",
        "fecha",
        "data",
        "inviato",
        "verzonden",
        "skickat",
        "sendt",
        "发送时间",
        "보낸 날짜",
    ],
    &[
        "to",
        "宛先",
        "an",
        "à",
        "para",
        "a",
        "aan",
        "till",
        "til",
        "收件人",
        "받는 사람",
    ],
    &[
        "subject",
        "件名",
        "題名",
        "betreff",
        "objet",
        "asunto",
        "assunto",
        "oggetto",
        "onderwerp",
        "ämne",
        "emne",
        "主题",
        "제목",
    ],
];

/// Outlook's block: the sender's line, then at least two of date, recipients and subject.
fn is_header_block(lines: &[&str]) -> bool {
    let label = |line: &str| -> Option<String> {
        let line = line.trim_start().trim_start_matches('*');
        if line.len() > 1000 {
            return None;
        }
        let (label, value) = line.split_once([':', '：'])?;
        let label = label.trim_matches(|c: char| c == '*' || c.is_whitespace());
        (label.chars().count() <= 12 && !value.trim().is_empty()).then(|| label.to_lowercase())
    };
    let Some(first) = lines.first().and_then(|line| label(line)) else {
        return false;
    };
    if !FROM.contains(&first.as_str()) {
        return false;
    }
    let labels: Vec<String> = lines[1..]
        .iter()
        .filter(|line| !line.trim().is_empty())
        .take(5)
        .map_while(|line| label(line))
        .collect();
    let known = OTHERS
        .iter()
        .filter(|names| labels.iter().any(|label| names.contains(&label.as_str())))
        .count();
    known >= 2
}

/// Includes the rule that Outlook draws above its block.
fn with_rule_above(lines: &[&str], at: usize) -> usize {
    let above = lines[..at].iter().rposition(|line| !line.trim().is_empty());
    match above {
        Some(above) => {
            let line = lines[above].trim();
            let rule = line.len() >= 5 && line.chars().all(|c| "_-─━".contains(c));
            if rule { above } else { at }
        }
        None => at,
    }
}

/// How many lines an attribution at the start of `lines` takes: `On … wrote:` in many languages,
/// broken over up to three lines by the mailer.
fn attribution(lines: &[&str]) -> Option<usize> {
    let mut joined = String::new();
    for (at, line) in lines.iter().take(3).enumerate() {
        let line = line.trim();
        if line.is_empty() || joined.len() + line.len() > 400 {
            return None;
        }
        if at > 0 {
            joined.push(' ');
        }
        joined.push_str(line);
        if is_attribution(&joined) {
            return Some(at + 1);
        }
    }
    None
}

fn is_attribution(line: &str) -> bool {
    // How the sentence ends, and words in it after which the name may still come.
    const ENDS: [&str; 14] = [
        " wrote",
        " a écrit",
        " schrieb",
        " escribió",
        " escreveu",
        " ha scritto",
        " schreef",
        " skrev",
        " pisze",
        " napisał",
        " napisał(a)",
        " kirjoitti",
        "写道",
        " 작성",
    ];
    const WITHIN: [&str; 5] = [
        " schrieb ",
        " schreef ",
        " skrev ",
        " wrote on ",
        " wrote at ",
    ];
    let bare = line.trim_end_matches([':', '：', ' ']);
    // Japanese writes it without a colon, too.
    if bare.ends_with("書きました") {
        return bare.contains(['さ', '様', '氏', '@', 'が', 'は']) && !bare.contains(['。', '？']);
    }
    let has_digit = bare.contains(|c: char| c.is_ascii_digit());
    if bare.ends_with("のメール") {
        return has_digit && bare.contains('@');
    }
    if is_gmail_in_japanese(bare) {
        return true;
    }
    if bare.len() == line.len() {
        return false;
    }
    ENDS.iter().any(|end| bare.ends_with(end))
        || (has_digit && WITHIN.iter().any(|word| bare.contains(word)))
}

/// `2023年11月17日(金) 14:06 名前 <a@b>`: the date, then the name, then the address.
fn is_gmail_in_japanese(line: &str) -> bool {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    digits == 4
        && line[digits..].starts_with(['年', '/', '-', '.'])
        && line.contains(':')
        && line
            .rsplit(char::is_whitespace)
            .next()
            .is_some_and(|word| word.contains('@'))
}

/// True when an attribution is certain without quoted lines below it: it has a date in it and either
/// an address or the words for "wrote".
fn is_strong(lines: &[&str]) -> bool {
    let line = lines.join(" ");
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let opens = [
        "On ", "Le ", "Am ", "El ", "Em ", "Il ", "Op ", "Den ", "W dniu ",
    ];
    let dated = digits >= 4
        && (line.starts_with(|c: char| c.is_ascii_digit())
            || opens.iter().any(|open| line.starts_with(open)));
    dated && line.ends_with([':', '：'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sentences_that_only_look_like_a_header_stay() {
        for text in [
            "田中さんに書きました。\n> と言われました\nそれで、どうなりますか。\n> はい",
            "2023年11月17日 14:06 に届きました。\n確認をお願いします。",
            "From: と書かれた欄があります。\n件名は空です。",
            "-----\n合計 3\n-----",
            "以下のように書きました:\n\n  テスト",
        ] {
            assert_eq!(split(text).new, text);
        }
    }

    proptest! {
        #[test]
        fn no_line_is_lost(lines in proptest::collection::vec(
            prop_oneof![
                Just("text"), Just("> old"), Just("＞ old"), Just(""), Just("田中さんは書きました:"),
                Just("On Fri, Nov 17, 2023 A wrote:"), Just("-----Original Message-----"),
                Just("差出人: a"), Just("送信日時: b"), Just("宛先: c"), Just("件名: d"), Just("_____"),
            ],
            0..20,
        )) {
            let text = lines.join("\n");
            let split = split(text.trim_matches('\n'));
            let count = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).count();
            prop_assert_eq!(count(&split.new) + count(&split.quoted), count(&text));
        }
    }
}
