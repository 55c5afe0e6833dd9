//! What a text speaks of at all. Most mails hold no bank account and no passport: one look at the
//! words spares the patterns that need one of them.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

pub(super) const BANK: u32 = 1 << 0;
pub(super) const PASSPORT: u32 = 1 << 1;
pub(super) const LICENCE: u32 = 1 << 2;
/// Cryptocurrency.
pub(super) const CRYPTO: u32 = 1 << 3;
pub(super) const BIRTH: u32 = 1 << 4;
pub(super) const MY_NUMBER: u32 = 1 << 5;
pub(super) const SOCIAL_SECURITY: u32 = 1 << 6;

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
        "普通|当座|貯蓄|口座|記号|account|acct|a/c|routing|aba|bsb|transit|银行|账号|帐号|계좌|sort code|kontonummer|blz|ifsc",
    ),
    (
        PASSPORT,
        "パスポート|旅券|passport|passeport|reisepass|pasaporte",
    ),
    (LICENCE, "免許|licen|führerschein|permis de conduire"),
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
        "生|誕|date of birth|dob|d.o.b|birth|born|geburt|geboren|née|né le|nee le|ne le|naissance|nacimiento|생년",
    ),
    (KYOTO, "上る|上ル|上が|上ガ|下る|下ル|下が|下ガ|東入|西入"),
    (ADDRESSEE, "住所|所在地|届|送付先|送り先|転居先|引越"),
    (MY_NUMBER, "マイナンバー|個人番号|number"),
    (SOCIAL_SECURITY, "ssn|social security"),
];

static WORDS: LazyLock<(AhoCorasick, Vec<u32>)> = LazyLock::new(|| {
    let words = TOPICS
        .iter()
        .flat_map(|(topic, words)| words.split('|').map(|word| (*topic, word)));
    let (topics, words): (Vec<u32>, Vec<&str>) = words.unzip();
    let words = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(words)
        .expect("the list is fixed and small");
    (words, topics)
});

/// The topics that words of the text belong to, as bits.
pub(super) fn topics(text: &str) -> u32 {
    let (words, topics) = &*WORDS;
    words
        .find_overlapping_iter(text)
        .fold(0, |all, found| all | topics[found.pattern().as_usize()])
}
