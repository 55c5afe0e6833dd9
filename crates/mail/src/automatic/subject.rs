//! Subjects that answering machines and mail servers write, in many languages.
//!
//! They stand at the beginning, with a colon, a bracket or nothing behind them: a person who writes
//! about such a mail goes on with the sentence.

/// Of machines that answer: absence notes, receipts, automatic answers.
const MACHINES: &[&str] = &[
    "automatic reply",
    "automatic response",
    "automated reply",
    "automated response",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "auto-response",
    "autoresponse",
    "auto: out of office",
    "auto",
    "out of office",
    "out of the office",
    "i am out of the office",
    "i'm out of the office",
    "i am currently out of the office",
    "out-of-office",
    "out of office reply",
    "out of office autoreply",
    "out of office auto-reply",
    "out of office auto reply",
    "out of office message",
    "out of office notification",
    "ooo",
    "away from the office",
    "away from my mail",
    "vacation reply",
    "vacation message",
    "vacation notice",
    "vacation response",
    "on vacation",
    "on leave",
    "read",
    "not read",
    "delivered",
    "relayed",
    "read receipt",
    "return receipt",
    "return receipt (displayed)",
    "disposition notification",
    "automatische antwort",
    "automatische rückantwort",
    "autom. antwort",
    "abwesenheitsnotiz",
    "abwesenheitsnachricht",
    "abwesenheitsassistent",
    "abwesenheit",
    "abwesend",
    "außer haus",
    "gelesen",
    "lesebestätigung",
    "empfangsbestätigung",
    "réponse automatique",
    "reponse automatique",
    "absence du bureau",
    "message d'absence",
    "absent(e) du bureau",
    "absent du bureau",
    "lu",
    "accusé de réception",
    "respuesta automática",
    "respuesta automatica",
    "fuera de la oficina",
    "ausente de la oficina",
    "leído",
    "risposta automatica",
    "fuori ufficio",
    "assente dall'ufficio",
    "resposta automática",
    "resposta automatica",
    "fora do escritório",
    "ausência temporária",
    "automatisch antwoord",
    "automatische reactie",
    "automatisch bericht",
    "afwezig",
    "afwezigheidsbericht",
    "niet aanwezig",
    "autosvar",
    "automatiskt svar",
    "frånvaromeddelande",
    "frånvaro",
    "automatisk svar",
    "ikke til stede",
    "fraværsmelding",
    "automaattinen vastaus",
    "poissaolo",
    "automatyczna odpowiedź",
    "odpowiedź automatyczna",
    "nieobecność",
    "automatická odpověď",
    "automatikus válasz",
    "răspuns automat",
    "otomatik yanıt",
    "автоответ",
    "автоматический ответ",
    "автоматична відповідь",
    "自动回复",
    "自动答复",
    "自動回覆",
    "自動回復",
    "外出",
    "已读",
    "자동 회신",
    "자동회신",
    "자동 응답",
    "자동응답",
    "부재중",
    "부재 중",
    "自動応答",
    "自動返信",
    "自動返信メール",
    "自動応答メール",
    "自動配信",
    "自動送信",
    "不在",
    "不在です",
    "現在不在",
    "現在不在です",
    "ただいま不在",
    "不在にしています",
    "不在にしております",
    "外出中です",
    "休暇中です",
    "出張中です",
    "夏季休暇中",
    "年末年始休暇中",
    "席を外しております",
    "本メールは自動送信です",
    "このメールは自動送信です",
    "自動送信メール",
    "自動配信メール",
    "未読",
    "未読のまま削除されました",
    "未開封のまま削除されました",
    "開封されずに削除されました",
    "不在通知",
    "不在のお知らせ",
    "不在連絡",
    "不在応答",
    "不在のご連絡",
    "不在のため",
    "ただいま不在にしております",
    "外出中",
    "休暇中",
    "休暇のお知らせ",
    "出張中",
    "出張中のため不在です",
    "出張のため不在です",
    "休暇のため不在です",
    "ただいま不在です",
    "長期休暇中",
    "開封済み",
    "開封済",
    "開封確認",
    "開封通知",
    "未開封",
    "未開封で削除",
    "既読",
    "受信確認",
    "配信済み",
    "メール受信確認",
    "自動答覆",
    "自動回應",
    "fuera de oficina",
    "ausente de oficina",
    "ausencia",
    "fuori sede",
    "fuori dall'ufficio",
    "assenza",
    "ausente do escritório",
    "fora do escritorio",
    "ausência",
    "afwezigheidsmelding",
    "afwezigheidsassistent",
    "fraværsbesked",
    "ute av kontoret",
    "autoodpowiedź",
    "poza biurem",
    "mimo kancelář",
    "automatická odpoveď",
    "házon kívül",
    "ofis dışında",
    "нет на месте",
    "відсутність",
    "автоматичен отговор",
    "αυτόματη απάντηση",
    "ตอบกลับอัตโนมัติ",
    "trả lời tự động",
    "phản hồi tự động",
    "balasan otomatis",
    "jawapan automatik",
    "رد تلقائي",
    "מענה אוטומטי",
    "תשובה אוטומטית",
];

/// Of these words some begin the subject of a person, too.
const OF_PERSONS: [&str; 16] = [
    "auto",
    "read",
    "not read",
    "delivered",
    "relayed",
    "lu",
    "gelesen",
    "leído",
    "on leave",
    "on vacation",
    "ausencia",
    "assenza",
    "外出",
    "既読",
    "未読",
    "配信済み",
];

/// Of mail servers that could not deliver.
const SERVERS: &[&str] = &[
    "undeliverable",
    "undeliverable mail",
    "undeliverable message",
    "undelivered mail returned to sender",
    "undelivered mail",
    "mail delivery failed",
    "mail delivery failed: returning message to sender",
    "mail delivery failure",
    "mail delivery system",
    "mail delivery subsystem",
    "mail system error - returned mail",
    "delivery failure",
    "delivery failed",
    "delivery status notification",
    "delivery status notification (failure)",
    "delivery notification",
    "delivery report",
    "message delivery failure",
    "failure notice",
    "failure delivery",
    "returned mail",
    "returned mail: see transcript for details",
    "returned to sender",
    "message not delivered",
    "message you sent blocked by our bulk email filter",
    "non delivery report",
    "non-delivery report",
    "ndr",
    "warning: message",
    "mail could not be delivered",
    "your message couldn't be delivered",
    "could not deliver message",
    "rejected mail",
    "bounce",
    "unzustellbar",
    "unzustellbare nachricht",
    "nachricht unzustellbar",
    "nicht zustellbar",
    "mail konnte nicht zugestellt werden",
    "zustellung fehlgeschlagen",
    "fehler bei der zustellung",
    "unzustellbare e-mail",
    "non remis",
    "courrier non remis",
    "échec de la remise",
    "message non distribué",
    "no se puede entregar",
    "no entregado",
    "correo no entregado",
    "non recapitabile",
    "mancato recapito",
    "não é possível entregar",
    "não entregue",
    "onbestelbaar",
    "kan inte levereras",
    "niedostarczono",
    "недоставлено",
    "не доставлено",
    "退信",
    "系统退信",
    "无法投递",
    "未送達",
    "退件通知",
    "배달되지 않음",
    "전송 실패",
    "配信不能",
    "配信できません",
    "配信不可",
    "配信失敗",
    "配信エラー",
    "送信エラー",
    "送信できません",
    "送信できませんでした",
    "配達不能",
    "配達できません",
    "未配信",
    "返送メール",
    "宛先不明",
    "エラーメール",
    "メール配信エラー",
    "メール送信エラー",
    "メールエラー通知",
    "メール配送失敗のお知らせ",
    "notice: mail delivery status",
    "notice: mail delivery status.",
    "mail failed, returning to sender",
    "there was an error sending your mail",
    "mail failure",
    "delivery status",
    "メールが配信できませんでした",
    "メールをお届けできませんでした",
];

/// The words of an answering machine that a subject begins with.
pub(super) fn names_an_answer(subject: &str) -> Option<String> {
    begins_with(subject, MACHINES)
}

/// True for words of an answering machine that persons write, too.
pub(super) fn is_of_persons(words: &str) -> bool {
    OF_PERSONS.contains(&words)
}

/// The words of a mail server that could not deliver, which a subject begins with.
pub(super) fn names_a_failure(subject: &str) -> Option<String> {
    begins_with(subject, SERVERS)
}

/// True when a subject is that of a mail server that could not deliver.
pub(crate) fn names_a_bounce(subject: &str) -> bool {
    names_a_failure(subject).is_some()
}

fn begins_with(subject: &str, all: &[&str]) -> Option<String> {
    let subject = subject.trim().to_lowercase().replace('’', "'");
    // A gateway's mark before it: `[EXT] Automatic reply: …`.
    let marks = [
        "[ext]",
        "[external]",
        "[spam]",
        "***spam***",
        "[外部]",
        "[ext:]",
    ];
    let mut subject = subject.as_str();
    for mark in marks {
        subject = subject.strip_prefix(mark).unwrap_or(subject).trim_start();
    }
    let opens = |c: char| "【[［(（<＜*-".contains(c);
    let (is_bracketed, subject) = match subject.strip_prefix(opens) {
        Some(inner) => (
            true,
            inner.trim_start_matches(|c: char| opens(c) || c == ' '),
        ),
        None => (false, subject),
    };
    let is_end = |rest: &str| {
        let rest = rest.trim_start();
        // `不在のお知らせ（自動返信）`, `부재중 자동회신`, `休暇のお知らせ Re: …`
        let behind = rest.trim_start_matches(|c: char| "（([【".contains(c));
        let goes_on = MACHINES.iter().any(|words| {
            let after = behind.strip_prefix(words).map(str::trim_start);
            words.chars().count() > 3
                && after.is_some_and(|it| {
                    it.is_empty() || it.starts_with([')', '）', ']', '】', ':', '：'])
                })
        });
        rest.is_empty()
            || goes_on
            || ["re:", "re：", "fw:", "fwd:", "aw:"]
                .iter()
                .any(|re| rest.starts_with(re))
            || match is_bracketed {
                true => {
                    rest.starts_with(['】', ']', '］', ')', '）', '>', '＞', '*', '-', ':', '：'])
                }
                false => {
                    rest.starts_with([':', '：', '–', '—', '】', ';', '；'])
                        || rest.starts_with("- ")
                }
            }
    };
    // `AUTO: Mary is …` says so at the beginning, `夏季休業のお知らせ【自動返信】` at the end.
    let closing = subject.trim_end().strip_suffix(['】', ']', '）', ')']);
    let at_end = |words: &&&str| {
        words.chars().count() > 3
            && closing
                .and_then(|text| text.strip_suffix(**words))
                .is_some_and(|text| text.ends_with(['【', '[', '（', '(']))
    };
    let is_answered = ["re:", "re：", "aw:", "sv:", "fw:", "fwd:"]
        .iter()
        .any(|re| subject.starts_with(re));
    all.iter()
        .filter(|words| subject.strip_prefix(**words).is_some_and(is_end))
        .max_by_key(|words| words.len())
        .or_else(|| all.iter().find(at_end).filter(|_| !is_answered))
        .map(|words| (*words).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_of_machines_are_told_in_many_languages() {
        for subject in [
            "Automatic reply: Your order",
            "Automatische Antwort: Ihre Bestellung",
            "Abwesenheitsnotiz: Re: Bestellung",
            "Réponse automatique : commande",
            "Respuesta automática: pedido",
            "Risposta automatica: ordine",
            "Automatisch antwoord: bestelling",
            "Autosvar: beställning",
            "Out of Office",
            "Out of office autoreply: Re: cup",
            "OOO: Re: cup",
            "自動応答: ご注文の件",
            "自動応答：ご注文の件",
            "【自動返信】お問い合わせありがとうございます",
            "[自動返信] 受け付けました",
            "不在: Re: 見積",
            "【不在】Re: 見積",
            "開封済み: ご注文の件",
            "自动回复:您好",
            "자동 회신: 주문",
            "Read: Your order",
            "[EXT] Automatic reply: Your order",
            "不在のお知らせ（自動返信）",
            "休暇のお知らせ Re: 見積",
            "부재중 자동회신",
            "Abwesenheit Re: Bestellung",
            "夏季休業のお知らせ【自動返信】",
            "休暇中です Re: 見積",
            "本メールは自動送信です Re: 見積",
            "未開封のまま削除されました: 見積",
            "I am out of the office Re: cup",
            "出張中のため不在です",
            "Fuori sede: Re: ordine",
            "Trả lời tự động: đơn hàng",
        ] {
            assert!(names_an_answer(subject).is_some(), "{subject}");
        }
    }

    #[test]
    fn persons_who_write_about_machines_are_none() {
        for subject in [
            "Re: Automatic reply: Your order",
            "Automatic reply never came",
            "Your automatic reply is wrong",
            "自動返信メールが届きません",
            "自動応答について",
            "Re: 【自動返信】お問い合わせありがとうございます",
            "不在票が入っていました",
            "不在中に届いた荷物",
            "Out of office chairs?",
            "Read my last mail",
            "Undelivered parcel",
            "Returned mail order",
            "配信エラーになりました",
            "開封済みの商品の返品",
            "Lu Xun book",
            "Delivery failed yesterday, please send the parcel again",
            "不在のお知らせ（再配達希望）",
        ] {
            assert_eq!(names_an_answer(subject), None, "{subject}");
            assert_eq!(names_a_failure(subject), None, "{subject}");
        }
    }

    #[test]
    fn subjects_of_bounces_are_told() {
        for subject in [
            "failure notice",
            "Undelivered Mail Returned to Sender",
            "Mail delivery failed: returning message to sender",
            "Returned mail: see transcript for details",
            "Delivery Status Notification (Failure)",
            "Unzustellbar: Ihre Bestellung",
            "配信不能: ご注文の件",
            "Undeliverable: Your order",
        ] {
            assert!(names_a_bounce(subject), "{subject}");
        }
    }
}
