//! Prefectures and cities that are family names as well: 福島までの送料, and money that is wanted back.

use std::ops::Range;

use super::script::line_before;

/// Places that hardly a person is called like.
const NO_NAMES: &str = "北海道 東京 京都 大阪 沖縄 神奈川 鹿児島 和歌山 愛媛 青森 群馬 埼玉 茨城 栃木 岐阜 静岡 愛知 滋賀 兵庫 鳥取 島根 広島 新潟 山梨 札幌 仙台 横浜 \
    名古屋 神戸 九州 四国 本州 関東 関西 東北 北陸 近畿 東海 首都圏";
/// Places that persons are called like.
const NAMES: &str = "山口 千葉 石川 福島 宮崎 長野 福井 富山 岡山 徳島 大分 香川 秋田 福岡 佐賀 長崎 宮城 三重 奈良 岩手 山形 高知 熊本 松本 松山 前橋 金沢 大津 川崎 豊田 \
    岡崎 一宮 平塚 藤沢 上野 品川 目黒 渋谷 新宿 中野 池袋 秋葉原 水戸 高崎 浜松 姫路 倉敷 下関 高松 久留米 佐世保 那覇 旭川 函館 小樽 盛岡 郡山 川越 柏 船橋 町田 八王子 \
    甲府 豊橋 四日市 津 堺 尼崎 西宮 明石 米子 松江 呉 今治 別府 都城";
/// What only a place has behind it.
const BEHIND: &str = "まで からの発送 からお届け からの配送 への発送 への配送 へのお届け への送料 へ発送 へ配送 へお届け へ送 に発送 に配送 にお届け に送って に住ん に住む に引っ越 に転勤 \
    に転居 に旅行 に出張 に帰省 に行 へ行 在住 出身 在庫 産 限定 以外 以北 以南 方面 行き 行の 発の 着の 周辺 近郊 市内 県内 府内 都内 地方 地域 エリア 県 府 市 区 町 駅 空港 港 支店 支社 \
    支部 営業所 本店 本社 倉庫 工場 店舗 店で 店に 店の 店は 店へ 会場 の店舗 の倉庫 の工場 の実家 の自宅 の友人 の会場 の住所 のホテル の支店 の営業所 の郊外 旅行 観光 出張 みやげ 土産 \
    で開催 で受け取 で購入 で使え";
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

/// Whether what is called like a person is a place here.
pub(super) fn is_japanese_place(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    if !NAMES.split_whitespace().any(|place| place == name) {
        return false;
    }
    let behind = &text[range.end..];
    if BEHIND.split_whitespace().any(|it| behind.starts_with(it)) {
        return true;
    }
    let line = line_before(text, range.start).trim_end_matches([' ', '\u{3000}', '「']);
    let head = ["は", "が", ":", "：", "に", "を"]
        .iter()
        .find_map(|particle| line.strip_suffix(particle));
    head.is_some_and(|head| LED.split_whitespace().any(|it| head.ends_with(it)))
}

/// Whether 金 is money that somebody wants: 金返せ, 金を返して. Kim is a name.
pub(super) fn is_money(text: &str, range: &Range<usize>) -> bool {
    let Some(verb) = text[range.start..].strip_prefix('金') else {
        return false;
    };
    let verb = verb.trim_start_matches(['を', 'も', 'は', 'が']);
    [
        "返",
        "払",
        "戻",
        "出し",
        "出せ",
        "よこせ",
        "取",
        "貸",
        "借",
        "ない",
        "無い",
        "足り",
        "かか",
        "欲し",
        "だけ",
    ]
    .iter()
    .any(|wanted| verb.starts_with(wanted))
        && text[range.clone()].chars().count() <= 2
}

/// Whether the name is that of an emoji: `:tada:`.
pub(super) fn is_emoji(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let is_written_so =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_+-".contains(&byte);
    let is_open = |before: &str| {
        before
            .strip_suffix(':')
            .is_some_and(|it| it.is_empty() || it.ends_with(|c: char| !c.is_alphanumeric()))
    };
    name.bytes().all(is_written_so)
        && text[range.end..].starts_with(':')
        && is_open(&text[..range.start])
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
        ] {
            assert_eq!(of_kind(KIND, text), [name], "{text}");
        }
    }

    #[test]
    fn money_and_emoji_are_no_names() {
        for text in [
            "お金返してください。早く金を返せ！",
            "もう3週間だぞ。金返せ。",
            "金払ったのに届かない",
            ":tada: *bold* :taro: :hana_2:",
        ] {
            assert_eq!(of_kind(KIND, text), [""; 0], "{text}");
        }
        assert_eq!(of_kind(KIND, "金 美香と申します。"), ["金 美香"]);
    }
}
