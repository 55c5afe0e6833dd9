//! What a text speaks of at all, and where the words are beside which names are. Most mails hold no bank
//! account and no passport: one look at the words spares the patterns that need one of them, and the
//! patterns of names are tried beside their words alone.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::words::Words;

pub(super) const BANK: u32 = 1 << 0;
pub(super) const PASSPORT: u32 = 1 << 1;
pub(super) const LICENCE: u32 = 1 << 2;
/// Cryptocurrency.
pub(super) const CRYPTO: u32 = 1 << 3;
pub(super) const BIRTH: u32 = 1 << 4;
pub(super) const MY_NUMBER: u32 = 1 << 5;
pub(super) const SOCIAL_SECURITY: u32 = 1 << 6;
/// A zero in words: a number may be spoken.
pub(super) const ZERO: u32 = 1 << 10;

/// Postal codes of other countries.
pub(super) const POSTAL: u32 = 1 << 11;

/// The streets of Kyoto.
pub(super) const KYOTO: u32 = 1 << 7;
/// Where a person lives, or a parcel goes.
pub(super) const ADDRESSEE: u32 = 1 << 8;
/// A phone or a tablet.
pub(super) const HANDSET: u32 = 1 << 9;

/// Each topic's words. Every match of the topic's patterns holds one of them, in whatever case.
const TOPICS: &[(u32, &str)] = &[
    (
        BANK,
        "普通|当座|貯蓄|口座|記号|銀行|信用金庫|信金|信組|信用組合|農協|支店|店番|店コード|振込先|返金先|普)|普 |普:|ゆうちょ|郵貯|ぱるる|通帳|account|acct|acc |acc.|acc:|acc#|a/c|routing|aba|bsb|transit|bank|checking|savings|\
         银行|账号|帐号|계좌|은행|sort|kontonummer|konto|kto|blz|ifsc|rekening|cuenta|compte|conto corrente|di conto",
    ),
    (
        PASSPORT,
        "パスポート|旅券|passport|passeport|reisepass|passnummer|pass-nr|pasaporte|passaporto|paspoort|passaporte|паспорт|护照|護照|여권",
    ),
    (
        LICENCE,
        "免許|licen|dl#|dl #|dl no|dl:|dl number|führerschein|permis de conduire|permiso de conducir|carnet de conducir|patente|rijbewijs|驾驶证|驾照|駕照|운전면허",
    ),
    (
        CRYPTO,
        "wallet|crypto|bitcoin|btc|ethereum|litecoin|ltc|doge|tron|trx|trc20|trc-20|usdt|usdc|tether|xrp|ripple|solana|monero|xmr|zcash|blockchain|metamask|phantom|binance|coinbase|\
         ウォレット|仮想通貨|暗号資産|ビットコイン|イーサリアム|ライトコイン|リップル|ソラナ|テザー|コインチェック|ビットフライヤー|钱包|加密货币|比特币|지갑|비트코인|가상화폐",
    ),
    (
        HANDSET,
        "imei|iphone|ipad|android|pixel|galaxy|xperia|phone|handset|tablet|sim|スマホ|スマートフォン|携帯|端末|機種|アイフォン|タブレット",
    ),
    (
        BIRTH,
        "生年|生 年|生 ま|生ま|生れ|生日|出生|日生|号生|0生|1生|2生|3生|4生|5生|6生|7生|8生|9生|日 生|照合|本人確認|d/o/b|dateof|date_of|0 生|1 生|2 生|3 生|4 生|5 生|6 生|7 生|8 生|9 生|誕|産まれ|うまれ|date of birth|dob|d.o.b|birth|born|b. |b.1|b.2|b.3|geburt|geb.|geb |geboren|geboorte|née|né le|né(e)|nee le|ne le|naissance|nac.|nacimiento|nací|naci|nacid|\
         nascita|nasc|nato il|nata il|födel|fødsel|syntym|urodz|рожд|родил|doğum|lahir|ngày sinh|วันเกิด|생년|생일|출생|태어|일생",
    ),
    (KYOTO, "上る|上ル|上が|上ガ|下る|下ル|下が|下ガ|東入|西入"),
    (ADDRESSEE, "住所|所在地|届|送付先|送り先|転居先|引越"),
    (MY_NUMBER, "マイナンバー|個人番号|number"),
    (SOCIAL_SECURITY, "ssn|social security"),
    (ZERO, "zero|oh |nought|ゼロ|ぜろ|れい|レイ|まる|マル"),
    (POSTAL, "zip|postcode|post code|post_code|postal|plz"),
];

/// What a pattern of names is tried beside.
pub(super) mod cue {
    /// A label of a form in Japanese.
    pub(in super::super) const FORM: u32 = 1 << 16;
    /// A label with a colon behind it.
    pub(in super::super) const LABEL: u32 = 1 << 17;
    /// 拝, 宛, より.
    pub(in super::super) const LINE_END: u32 = 1 << 18;
    /// The sign between the parts of a name in katakana.
    pub(in super::super) const DOT: u32 = 1 << 19;
    /// A label of a form in Latin letters.
    pub(in super::super) const FORM_LATIN: u32 = 1 << 20;
    /// Best regards.
    pub(in super::super) const CLOSING: u32 = 1 << 21;
    /// The head of a column.
    pub(in super::super) const COLUMN: u32 = 1 << 22;
}

/// The words of each cue: each match of its pattern holds one of them.
const CUES: &[(u32, &str)] = &[
    (
        cue::FORM,
        "名前|氏名|お客様名|芳名|フリガナ|ふりがな|ﾌﾘｶﾞﾅ|フルネーム|担当者|契約者|注文者|購入者|受取人|申込者|予約者|宛名|差出人|送り主|依頼主|代表者|会員名|署名|姓名|성명|이름",
    ),
    (
        cue::LABEL,
        "名前|氏名|苗字|名字|旧姓|姓|名|セイ|メイ|せい|めい|芳名|担当|差出人|契約者|宛名|受取|送り主|依頼主|注文者|購入者|利用者|フリガナ|ふりがな|ﾌﾘｶﾞﾅ|カナ|代表者|予約者|申込者|署名|文責|記入者|作成者|報告者|送信者",
    ),
    (cue::LINE_END, "拝|より|宛"),
    (cue::DOT, "・"),
    (
        cue::FORM_LATIN,
        "name|contact|customer|recipient|holder|sender|nom|nombre",
    ),
    (
        cue::COLUMN,
        "tel|phone|mobile|cell|contact n|zip|postcode|post code|postal|birth|dob|d.o.b|account|acct|routing|sort code|bsb|address|street|電話|携帯|郵便番号|生年月日|誕生日|口座|住所|番地|連絡先|誕生|生まれた|生 年|born|bday|cvc|cvv|セキュリティ|card_n|card n|カード番号|ip,|ip\t|ip;|ip_a|ip a|ipアド",
    ),
    (
        cue::CLOSING,
        "yours|regards|wishes|thanks|sincerely|respectfully|freundlichen|cordialement",
    ),
];

static WORDS: LazyLock<Words<u32>> = LazyLock::new(|| {
    let lists: Vec<(u32, &str)> = TOPICS.iter().chain(CUES).copied().collect();
    Words::of_bits(&lists)
});

/// What the words of a text say about it.
#[derive(Default)]
pub(super) struct Spoken {
    /// The topics that they belong to, as bits.
    pub(super) topics: u32,
    /// The bits of cues, with the places of their words.
    cues: Vec<(u32, Range<usize>)>,
}

impl Spoken {
    pub(super) fn of(text: &str) -> Spoken {
        let mut spoken = Spoken::default();
        for (bits, word) in WORDS.find_all(text) {
            spoken.topics |= bits;
            if bits >= cue::FORM {
                spoken.cues.push((bits, word));
            }
        }
        // The sign between names in katakana is one byte as well.
        if !text.is_ascii() {
            let cues = spoken.cues.len();
            let signs = memchr::memchr_iter(b'=', text.as_bytes());
            spoken.cues.extend(signs.map(|at| (cue::DOT, at..at + 1)));
            if cues < spoken.cues.len() {
                spoken.cues.sort_by_key(|(_, word)| word.start);
            }
        }
        spoken
    }

    /// Where the words of a cue are.
    pub(super) fn places(&self, cue: u32) -> impl Iterator<Item = &Range<usize>> {
        let words = self.cues.iter().filter(move |(bits, _)| bits & cue != 0);
        words.map(|(_, word)| word)
    }

    /// The stretches of `text` around those words of a cue that `may` be in a match: so many bytes in front, so many behind, and the
    /// rest of the line. None overlaps another.
    pub(super) fn beside(
        &self,
        text: &str,
        cue: u32,
        reach: [usize; 2],
        may: impl Fn(&Range<usize>) -> bool,
    ) -> Vec<Range<usize>> {
        let words = self.cues.iter();
        let words = words.filter(|(bits, word)| bits & cue != 0 && may(word));
        let words = words.map(|(_, word)| word.clone());
        stretches(text, words, reach, line_end)
    }
}

/// Stretches around `places`, which are in order: so many bytes in front, so many
/// behind, and on to where `end` says that the line or the word ends. None overlaps another.
pub(super) fn stretches(
    text: &str,
    places: impl Iterator<Item = Range<usize>>,
    [front, behind]: [usize; 2],
    end: fn(&str, usize) -> usize,
) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for place in places {
        let mut start = place.start.saturating_sub(front);
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let least = place.end + behind;
        match stretches.last_mut() {
            Some(last) if least <= last.end => {}
            Some(last) if start <= last.end => last.end = end(text, least),
            _ => stretches.push(start..end(text, least)),
        }
    }
    stretches
}

/// The end of the line that `at` is in.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(text.len(), |end| at + end)
}

/// The end of the word that `at` is in.
pub(super) fn word_end(text: &str, at: usize) -> usize {
    let mut end = at.min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let rest = &text.as_bytes()[end..];
    end + rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count()
}

/// The matches of `pattern` in stretches of a text.
pub(super) fn matches<'t>(
    text: &'t str,
    stretches: Vec<Range<usize>>,
    pattern: &LazyLock<Regex>,
    mut each: impl FnMut(Captures<'t>),
) {
    let mut at = 0;
    for stretch in stretches {
        at = at.max(stretch.start);
        while let Some(captures) = pattern.captures_at(&text[..stretch.end], at) {
            let Some(all) = captures.get(0).filter(|all| !all.is_empty()) else {
                break;
            };
            at = all.end();
            each(captures);
        }
    }
}
