//! Prefectures and cities that are family names as well: 配送先は福島です.

use std::ops::Range;

use super::japanese::PLACES;
use super::script::line_before;

/// Places that hardly a person is called like.
const NO_NAMES: &str = "北海道 東京 京都 大阪 沖縄 神奈川 鹿児島 和歌山 愛媛 青森 群馬 埼玉 茨城 栃木 岐阜 静岡 愛知 滋賀 兵庫 鳥取 島根 広島 新潟 山梨 札幌 仙台 横浜 \
    名古屋 神戸 九州 四国 本州 関東 関西 東北 北陸 近畿 東海 首都圏";
/// Places that persons are called like, beside [`PLACES`].
const NAMES: &str = "岩手 山形 池袋 秋葉原 水戸 高崎 浜松 姫路 倉敷 下関 高松 久留米 佐世保 那覇 旭川 函館 小樽 盛岡 郡山 川越 柏 船橋 町田 八王子 \
    甲府 豊橋 四日市 津 堺 尼崎 西宮 明石 米子 松江 呉 今治 別府 都城";
/// What a place is the value of: 配送先は福島です.
const LED: &str = "配送先 発送先 お届け先 届け先 送り先 送付先 発送元 送料 配送料 運賃 住所 住まい 居住地 出身 勤務地 勤務先 転居先 引っ越し先 引越し先 引越先 旅行先 行き先 行先 目的地 出張先 \
    開催地 会場 場所 所在地 地域 エリア 都道府県 都市 産地 原産地 集荷先 受取場所 最寄り駅 実家";

/// Whether hardly a person is called so, and nothing behind it calls one.
pub(super) fn is_mostly_a_place(text: &str, range: &Range<usize>) -> bool {
    const CALLS: [&str; 9] = [
        "様",
        "さま",
        "さん",
        "氏",
        "殿",
        "くん",
        "君",
        "ちゃん",
        "と申",
    ];
    let behind = &text[range.end..];
    NO_NAMES
        .split_whitespace()
        .any(|place| place == &text[range.clone()])
        && !CALLS.iter().any(|call| behind.starts_with(call))
}

/// Whether what is called like a person is the place that a label or a sentence asks for: 配送先は福島です.
/// What only places have behind them is looked at by [`goes_on`](super::thing::goes_on).
pub(super) fn is_place_asked_for(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let mut places = PLACES.split_whitespace().chain(NAMES.split_whitespace());
    if !places.any(|place| place == name) {
        return false;
    }
    let line = line_before(text, range.start).trim_end_matches([' ', '\u{3000}', '「']);
    let head = ["は", "が", ":", "：", "に", "を"]
        .iter()
        .find_map(|particle| line.strip_suffix(particle));
    head.is_some_and(|head| LED.split_whitespace().any(|it| head.ends_with(it)))
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::of_kind;
    use super::super::KIND;

    #[test]
    fn a_place_is_no_name_where_only_places_are() {
        for text in [
            "送料は北海道までいくらですか。",
            "配送先は北海道です。",
            "配送先は福島です。",
            "送料は石川までいくらですか",
            "宮崎への発送は可能ですか",
            "長野に旅行する予定です。",
            "お届け先：千葉",
            "福岡空港で受け取れますか",
            "山口県内の店舗を教えてください",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
        for (text, name) in [
            ("福島様からのお電話です", "福島"),
            ("担当の石川です。", "石川"),
            ("千葉と申します。", "千葉"),
            ("広島様からのお電話です", "広島"),
            ("何かあれば千葉までご連絡ください。", "千葉"),
            ("担当の千葉までご連絡ください。", "千葉"),
            ("ご不明点は石川までお問い合わせください", "石川"),
            ("資料は宮崎へ送ってください。", "宮崎"),
        ] {
            assert_eq!(of_kind(KIND, text), [name], "{text}");
        }
    }
}
