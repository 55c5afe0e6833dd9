//! Chinese or Japanese, where a text is in Chinese characters alone: by those that the other
//! language does not write.

use encoding_rs::{BIG5, EUC_JP, GBK};

/// Words that Japanese does not have, in characters that it does.
const CHINESE: [&str; 44] = [
    "你", "您", "妳", "她", "什", "怎", "哪", "很", "呢", "吧", "啊", "嗎", "們", "這", "還沒",
    "沒", "我要", "我想", "我的", "我在", "我有", "我買", "我收", "我訂", "請問", "可以", "可否",
    "是否", "如何", "多久", "多少", "何時", "謝謝", "退款", "退貨", "到貨", "發貨", "有貨", "現貨",
    "缺貨", "收到", "快遞", "客服", "訂購",
];
/// Forms that Japan gave up in 1946 and Taiwan and Hong Kong still write.
const OLD_FORMS: &str = "國會來學數號體實發變點當樣對關區權證單價買賣圖氣經濟團參與專廣應擔據擴歲殘殼燒獨獻獸產畫癡盡眞禮稱稻穩竊\
    絲總繩繪續纖缺聲聽膽臟舊莊萬處虛蟲觸譯譽讀讓豐貳賴贊踐輕轉辭遞遲邊郵釋錢鐵鑛鬪靜顏顯驅驗驛體髮麥黃點黨齊齒齡龜假兒內兩\
    冊勞勵勸單嚴囑圍圓壓壘壞壯壽奬妝孃學寢寫寬寶將專對屆峽巢帶廳廢彈徑從德恆惠惡惱愼慘應懷戀戰戲拂拔拜挾捜揷搖擇擧攝收效敍數斷曉曾";
/// Words that Chinese does not have.
const JAPANESE: [&str; 39] = [
    "注文",
    "了解",
    "承知",
    "返品",
    "返金",
    "納期",
    "至急",
    "見積",
    "請求書",
    "領収",
    "購入",
    "発送",
    "未着",
    "番号",
    "不良品",
    "問合",
    "御中",
    "何卒",
    "宜敷",
    "御願",
    "願致",
    "拝啓",
    "敬具",
    "御世話",
    "大変",
    "株式会社",
    "有限会社",
    "担当",
    "変更",
    "手配",
    "依頼",
    "弊社",
    "御社",
    "貴社",
    "宛先",
    "届",
    "様",
    "件名",
    "送料",
];

/// How much in a text speaks for Chinese, and how much for Japanese.
pub(super) fn evidence(text: &str) -> (usize, usize) {
    let han = text
        .chars()
        .filter(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
    let (mut chinese, mut japanese) = (0, 0);
    for c in han {
        match (is_in_jis(c), is_in_gb2312(c), is_in_big5(c)) {
            (false, _, _) => chinese += 1,
            (true, false, false) => japanese += 1,
            _ if OLD_FORMS.contains(c) && !is_in_gb2312(c) => chinese += 1,
            _ => {}
        }
    }
    let count = |words: &[&str]| {
        words
            .iter()
            .map(|word| text.matches(word).count())
            .sum::<usize>()
    };
    (chinese + count(&CHINESE), japanese + count(&JAPANESE))
}

/// In the characters of JIS X 0208 and the vendors' rows that Japanese mail uses.
fn is_in_jis(c: char) -> bool {
    let mut buffer = [0; 4];
    !EUC_JP.encode(c.encode_utf8(&mut buffer)).2
}

/// In GB 2312, the characters that are written in mainland China.
fn is_in_gb2312(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = GBK.encode(c.encode_utf8(&mut buffer));
    !unmappable && matches!(bytes[..], [0xb0..=0xf7, 0xa1..=0xfe])
}

/// In Big5, the characters that are written in Taiwan and Hong Kong.
fn is_in_big5(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = BIG5.encode(c.encode_utf8(&mut buffer));
    !unmappable && matches!(bytes[..], [0xa4..=0xc6 | 0xc9..=0xf9, _])
}
