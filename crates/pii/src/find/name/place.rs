//! Prefectures and cities that are family names as well: 配送先は福島です.

use std::ops::Range;

use super::dictionary::{PLACE_NAMES, SURNAMES};
use super::japanese::PLACES;
use super::script::line_before;
use super::set::Set;
use super::variants::is_kanji;

/// Places that hardly a person is called like.
static NO_NAMES: Set = Set::of(
    "北海道 東京 京都 大阪 沖縄 神奈川 鹿児島 和歌山 愛媛 青森 群馬 埼玉 茨城 栃木 岐阜 静岡 愛知 滋賀 兵庫 鳥取 島根 広島 新潟 山梨 札幌 仙台 横浜 \
    名古屋 神戸 九州 四国 本州 関東 関西 東北 北陸 近畿 東海 首都圏",
);
/// Places that persons are called like, beside [`PLACES`].
static NAMES: Set = Set::of(
    "岩手 山形 池袋 秋葉原 水戸 高崎 浜松 姫路 倉敷 下関 高松 久留米 佐世保 那覇 旭川 函館 小樽 盛岡 郡山 川越 柏 船橋 町田 八王子 \
    甲府 豊橋 四日市 津 堺 尼崎 西宮 明石 米子 松江 呉 今治 別府 都城 梅田 難波 天王寺 高槻 茨木 枚方 吹田 豊中 日野 立川 三鷹 吉祥寺 荻窪 赤坂 青山 麻布 恵比寿 五反田 大崎 田町 神田 浅草 錦糸町 亀戸 松戸 市川 浦安 大宮 浦和 熊谷 所沢 川口 三田 四谷 飯田橋 関内 鎌倉 逗子 小田原 箱根 熱海 沼津 高山 加賀 宝塚 芦屋 伊丹 鳥栖 唐津 宮古 石垣 桜坂",
);
/// What a place is the value of: 配送先は福島です.
static LED: Set = Set::of(
    "配送先 発送先 お届け先 届け先 送り先 送付先 発送元 送料 配送料 運賃 住所 住まい 居住地 出身 勤務地 勤務先 転居先 引っ越し先 引越し先 引越先 旅行先 行き先 行先 目的地 出張先 \
    開催地 会場 場所 所在地 地域 エリア 都道府県 都市 産地 原産地 集荷先 受取場所 最寄り駅 実家",
);

/// What is behind a place where trains are changed, whatever it is called.
static TRAINS: Set = Set::of(
    "で乗り換え で乗換 で乗りかえ で下車 で途中下車 駅で 行きの電車 行きのバス 行きのフライト",
);
/// What is behind a place where one goes or sends: 小樽まで何日, 伊豆に泊まる. 石川まで連絡 is a person.
static GOING: Set = Set::of(
    "まで何 まで送 まで配 まで届 まで行 まで車 まで電車 まで飛行 まで新幹線 まで往復 まで片道 まで移動 までの送料 までの運賃 までの料金 までの配送 までの所要 までの切符 までお届け まで発送 まで持 まで乗 まで帰 \
    へ行 へ旅行 へ引っ越 への配送 への発送 への送料 への旅行 への出張 に行き に行く に行っ に旅行 に泊 に宿泊 に単身赴任 に赴任 に異動 に転居 に移住 に住 に引っ越 に転勤 に出張 に遊び に着 に向か に滞在 に帰省 で宿泊 で一泊 に到着 で降り \
    から電車 から新幹線 から車で から飛行 から発送 から送ら 行きの 発の 着の 在住 旅行 観光 産の 市内 駅前 空港 港 県内 方面",
);

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
    let name = &text[range.clone()];
    if is_of_a_writer(text, range) && is_one(name) {
        return true;
    }
    NO_NAMES.has(name) && !CALLS.iter().any(|call| behind.starts_with(call))
}

/// Whether what is called like a person is the place that a label or a sentence asks for: 配送先は福島です.
/// What only places have behind them is looked at by [`goes_on`](super::thing::goes_on).
pub(super) fn is_place_asked_for(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    if is_in_a_row(text, range) {
        return true;
    }
    if TRAINS.begins(&text[range.end..]) {
        return true;
    }
    if !is_one(name) {
        return PLACE_NAMES.has(name) && GOING.begins(&text[range.end..]);
    }
    if GOING.begins(&text[range.end..]) {
        return true;
    }
    if is_beside_an_arrow(text, range) {
        return true;
    }
    let line = line_before(text, range.start).trim_end_matches([' ', '\u{3000}', '「']);
    let head = ["は", "が", ":", "：", "に", "を"]
        .iter()
        .find_map(|particle| line.strip_suffix(particle));
    head.is_some_and(|head| LED.ends(head)) || is_on_a_way(text, range)
}

/// 渋谷・上野の各店: further places, and behind the last of them what only places have.
fn is_in_a_row(text: &str, range: &Range<usize>) -> bool {
    static ALL: Set = Set::of(
        "の各店 の各支店 の各校 の店舗 の3店 の2店 の三店 の両店 の各駅 の各会場 各店 の教室 の営業所 方面",
    );
    let mut behind = &text[range.end..];
    for _ in 0..MOST_PLACES {
        if ALL.begins(behind) {
            return true;
        }
        let Some(rest) = behind.strip_prefix(['・', '、', '/', 'と', 'や']) else {
            return false;
        };
        let length: usize = rest
            .chars()
            .take(4)
            .take_while(|c| is_kanji(*c))
            .map(char::len_utf8)
            .sum();
        if length == 0 {
            return false;
        }
        behind = &rest[length..];
    }
    false
}

/// No row of places that is read is longer.
const MOST_PLACES: usize = 6;

/// 一読者より(福井): where who signs without a name is from.
fn is_of_a_writer(text: &str, range: &Range<usize>) -> bool {
    let line = line_before(text, range.start);
    let writer = line
        .strip_suffix('(')
        .and_then(|line| line.strip_suffix("より"));
    writer.is_some_and(|writer| {
        [
            "者",
            "員",
            "客",
            "人",
            "民",
            "主婦",
            "学生",
            "ファン",
            "ユーザー",
        ]
        .iter()
        .any(|end| writer.ends_with(end))
    }) && text[range.end..].starts_with([')', '・', '、', ' '])
}

/// 松本 → 岡谷
pub(super) fn is_beside_an_arrow(text: &str, range: &Range<usize>) -> bool {
    let arrow = |c: char| matches!(c, '→' | '⇒');
    let before = line_before(text, range.start).trim_end_matches(' ');
    let behind = text[range.end..].trim_start_matches(' ');
    behind.starts_with(arrow) || before.ends_with(arrow)
}

/// Whether a place is written so.
pub(super) fn is_one(name: &str) -> bool {
    PLACES.has(name) || NAMES.has(name) || is_nothing_else(name)
}

/// Whether a place is written so, and hardly a person.
pub(super) fn is_nothing_else(name: &str) -> bool {
    NO_NAMES.has(name) || PLACE_NAMES.has(name) && !SURNAMES.has(name)
}

/// 千葉から長野まで, 品川から三田で: the one place is told by the other.
fn is_on_a_way(text: &str, range: &Range<usize>) -> bool {
    let (before, behind) = (line_before(text, range.start), &text[range.end..]);
    let goes = ["まで", "へ", "に", "で", "間"]
        .iter()
        .any(|end| behind.starts_with(end));
    let came = before.strip_suffix("から").is_some_and(|head| {
        let starts = head.char_indices().rev().take(3);
        starts.map(|(at, _)| &head[at..]).any(is_one)
    });
    let leads = behind.strip_prefix("から").is_some_and(|rest| {
        let ends = rest.char_indices().take(3).map(|(at, c)| at + c.len_utf8());
        ends.into_iter().any(|end| {
            is_one(&rest[..end])
                && ["まで", "へ", "に", "で", "の"]
                    .iter()
                    .any(|to| rest[end..].starts_with(to))
        })
    });
    came && goes || leads
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
            "渋谷・原宿・上野の各店で買えますか。",
            "主人が浜松に単身赴任しています。",
            "一読者より（福井）",
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
