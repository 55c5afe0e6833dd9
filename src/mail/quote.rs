//! What is new in a mail, and what is the history beneath it.
//!
//! Nothing is lost: each line ends up in one of the two. When in doubt it counts as new, since
//! cutting what the customer wrote is worse than showing a quotation twice.

use std::sync::LazyLock;

use regex::Regex;

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
    static DIVIDER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?xi)^\s* (?: [-_=*]{2,} \s* (?:
                original\s+(?:message|appointment|e-?mail) | forwarded\s+message | forwarded\s+by\s.*
              | (?:元|オリジナル)の?(?:メッセージ|メール) | (?:Original\s)?(?:転送)(?:された)?(?:メッセージ|メール)
              | urspr(?:ü|ue)ngliche\s+(?:nachricht|e-?mail) | original-nachricht | weitergeleitete\s+nachricht
              | message\s+(?:d['’]origine|original|transféré) | mensaje\s+(?:original|reenviado)
              | mensagem\s+(?:original|encaminhada) | messaggio\s+(?:originale|inoltrato)
              | oorspronkelijk\s+bericht | doorgestuurd\s+bericht | ursprungligt\s+meddelande
              | opprinnelig\s+melding | oprindelig\s+meddelelse | 原始邮件 | 原始郵件 | 원본\s*메시지
              ) \s* [-_=*]{2,}
              | begin\s+forwarded\s+message:? )\s*$",
        )
        .ok()
    });
    line.len() < 200 && line.contains(['-', '_', '=', '*', ':']) && matches(&DIVIDER, line)
}

/// Outlook's block: the sender's line, then at least two of date, recipients and subject.
fn is_header_block(lines: &[&str]) -> bool {
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
    let label = |line: &str| -> Option<String> {
        let line = line.trim_start().trim_start_matches('*');
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
        if joined.ends_with([':', '：', '>', 'た', '道']) && is_attribution(&joined) {
            return Some(at + 1);
        }
    }
    None
}

fn is_attribution(line: &str) -> bool {
    static ATTRIBUTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?xi)^(?:
                .{2,300} \s wrote: | .{2,300}\s wrote\s (?:on|at) .{2,60}:
              | .{2,300} \s a\s écrit\s?:
              | .{2,200} \s schrieb (?:\s.{0,150})? :
              | .{2,300} \s escribió: | .{2,300} \s escreveu: | .{2,300} \s ha\s scritto:
              | .{2,200} \s schreef (?:\s.{0,150})? : | .{2,200} \s skrev (?:\s.{0,150})? :
              | .{2,300} \s (?:pisze|napisał(?:\(a\))?): | .{2,300} \s kirjoitti:
              | .{1,300} (?:さん|様|氏)?\s?(?:は|が)?(?:[、\s].{0,80})?書きました\s?[:：]?
              | .{0,300}\d.{0,300} のメール\s?[:：]
              | .{2,300} 写道\s?[:：]? | .{2,300} 작성:
              # Gmail in Japanese: the date, the name, the address.
              | \d{4} (?:年|/|-|\.) \d{1,2} (?:月|/|-|\.) \d{1,2} 日? .{0,200} <?[^\s<>]+@[^\s<>]+>? \s?[:：]?
            )$",
        )
        .ok()
    });
    matches(&ATTRIBUTION, line)
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

fn matches(regex: &LazyLock<Option<Regex>>, line: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(line))
}
