//! Lines that mail programs put above a mail that is answered or passed on.

/// What a divider says about the mail below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Divider {
    /// `-----Original Message-----`: it is answered, or passed on.
    Original,
    /// `---------- Forwarded message ---------`: it is passed on.
    Forwarded,
}

/// Longer than any divider.
const LONGEST: usize = 200;

const ORIGINAL: &[&str] = &[
    "original message",
    "original appointment",
    "original e-mail",
    "original mail",
    "reply message",
    "replied message",
    "元のメッセージ",
    "元のメール",
    "オリジナルメッセージ",
    "オリジナルのメッセージ",
    "オリジナルメール",
    "引用元メッセージ",
    "引用メッセージ",
    "受信メール",
    "返信元メッセージ",
    "返信メッセージ",
    "ursprüngliche nachricht",
    "originalnachricht",
    "original-nachricht",
    "message d'origine",
    "message original",
    "mensaje original",
    "mensagem original",
    "messaggio originale",
    "oorspronkelijk bericht",
    "ursprungligt meddelande",
    "oprindelig meddelelse",
    "opprinnelig melding",
    "wiadomość oryginalna",
    "исходное сообщение",
    "原始邮件",
    "原始郵件",
    "原郵件",
    "원본 메시지",
    "원본메시지",
    "원본 메일",
    "원본메일",
    "mesaj original",
    "orijinal mesaj",
    "původní zpráva",
    "alkuperäinen viesti",
    "eredeti üzenet",
    "previous message",
    "quoted message",
    "mail original",
    "mail d'origine",
    "e-mail d'origine",
    "courriel original",
    "message initial",
    "message précédent",
    "ursprüngliche mail",
    "ursprüngliche e-mail",
    "originalmail",
    "original-mail",
    "vorherige nachricht",
    "correo original",
    "email original",
    "e-mail originale",
    "origineel bericht",
    "引用ここから",
    "ここから引用",
    "引用開始",
    "以下引用",
    "引用",
    "前回のメール",
    "元メール",
    "原邮件",
    "回复的原邮件",
    "原始信件",
    "原始郵件訊息",
    "原始邮件信息",
    "이전 메일",
    "원문",
    "원문 메시지",
];

const FORWARDED: &[&str] = &[
    "forwarded message",
    "forwarded mail",
    "begin forwarded message",
    "start of forwarded message",
    "転送メッセージ",
    "転送されたメッセージ",
    "転送メール",
    "転送されたメール",
    "ここから転送されたメッセージです",
    "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht",
    "weitergeleitete e-mail",
    "message transféré",
    "début du message transféré",
    "début du message réexpédié",
    "mensaje reenviado",
    "inicio del mensaje reenviado",
    "messaggio inoltrato",
    "inizio messaggio inoltrato",
    "mensagem encaminhada",
    "início da mensagem encaminhada",
    "doorgestuurd bericht",
    "begin doorgestuurd bericht",
    "пересылаемое сообщение",
    "перенаправленное сообщение",
    "начало переадресованного сообщения",
    "转发的邮件",
    "轉寄的郵件",
    "전달된 메시지",
    "전달된 메일",
];

/// Programs write these without a frame.
fn needs_no_frame(words: &str) -> bool {
    [
        "begin",
        "anfang",
        "début",
        "inicio",
        "inizio",
        "início",
        "начало",
        "start of",
    ]
    .iter()
    .any(|start| words.starts_with(start))
        || words.starts_with("転送された")
}

/// True for a few words between drawn lines, whatever they say.
pub(super) fn is_framed_title(line: &str) -> bool {
    let words = line.trim_matches('-').trim();
    let drawn = line.len() - line.trim_matches('-').len();
    let is_title = words.split_whitespace().count() <= 4 && words.len() <= 60;
    let is_even = line.starts_with("---") && line.ends_with("---") && drawn >= 8;
    is_title && is_even && words.contains(char::is_alphabetic) && !words.contains([':', '：'])
}

/// The divider that a line is: in a frame of drawn characters, or with a colon behind it.
pub(super) fn of(line: &str) -> Option<Divider> {
    if line.len() > LONGEST {
        return None;
    }
    // As QQ writes it into plain text.
    let line = line.replace("&nbsp;", " ");
    let line = line.trim();
    let drawn = |c: char| "-_=*‐‑‒–—―─━＝－".contains(c);
    let words = line.trim_matches(|c: char| drawn(c) || c.is_whitespace());
    let is_framed = line.starts_with(drawn)
        && line.ends_with(drawn)
        && line.chars().count() >= words.chars().count() + 4;
    let bare = words
        .trim_end_matches(|c: char| ":：".contains(c) || c.is_whitespace())
        .to_lowercase()
        .replace('’', "'");
    let kind = match () {
        () if ORIGINAL.contains(&bare.as_str()) => Divider::Original,
        () if FORWARDED.contains(&bare.as_str()) => Divider::Forwarded,
        // `----- Forwarded by Taro/Shop on 2026/11/20 10:00 -----`, as Lotus Notes writes it.
        () if is_framed && bare.starts_with("forwarded by ") => Divider::Forwarded,
        () => return None,
    };
    let has_colon = words.ends_with([':', '：']);
    (is_framed || (has_colon && needs_no_frame(&bare))).then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dividers_of_many_programs_are_known() {
        for (line, kind) in [
            ("-----Original Message-----", Divider::Original),
            ("------- Original Message -------", Divider::Original),
            ("________ 元のメッセージ ________", Divider::Original),
            (
                "------------------ 原始邮件 ------------------",
                Divider::Original,
            ),
            ("---------- Forwarded message ---------", Divider::Forwarded),
            ("--------- 원본 메일 ---------", Divider::Original),
            ("-----&nbsp;原始邮件&nbsp;-----", Divider::Original),
            ("---- 回复的原邮件 ----", Divider::Original),
            ("----- 引用ここから -----", Divider::Original),
            ("----- Mail original -----", Divider::Original),
            ("‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐", Divider::Original),
            ("Begin forwarded message:", Divider::Forwarded),
            ("転送されたメッセージ：", Divider::Forwarded),
            ("Début du message transféré :", Divider::Forwarded),
            (
                "-------- Weitergeleitete Nachricht --------",
                Divider::Forwarded,
            ),
        ] {
            assert_eq!(of(line), Some(kind), "{line}");
        }
        for line in [
            "original message",
            "The original message:",
            "転送されたメッセージ",
            "-----",
            "- original message",
            "----- 合計 -----",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
