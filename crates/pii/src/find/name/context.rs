//! Names that need no list, because nothing but a name is where they stand: in front of their
//! own mail address, in the cell behind a label, between a closing and the end.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::Text;
use super::super::topic::cue;
use super::before::KATAKANA_WORDS;
use super::dictionary::{FOREIGN_KANA, GIVEN, ORGANISATIONS, WORDS_KANA};
use super::kanji::is_word;
use super::script::{Script, line_before, script};
use super::set::Set;
use super::thing;
use super::variants::is_kanji;

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

const CAPITAL: &str = "A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я";
const LETTER: &str = "A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ";

/// A label of a form in Japanese and the cell, line or space behind it.
static FORM: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r#"(?m)(?:^[ \t>]*[■□◆◇●○・*※|\-–【\[(<"「]{0,3}|[|>,{]\s{0,2}"?|<t[dh][^>\n]{0,40}>)[ ]?"#,
        r"(?:お?名前|お客様名|お客様氏名|ご?氏名|名前|ご?芳名|フリガナ|ふりがな|ﾌﾘｶﾞﾅ|フルネーム|漢字氏名|カナ氏名|氏名カナ|お名前カナ|ご担当者名?|担当者名?|ご契約者名?|ご?注文者名?|ご?購入者名?|受取人名?|お?届け?先氏名|ご?申込者名?|ご?予約者名?|宛名|お宛名|差出人|送り主|依頼主|代表者名?|会員名|署名|姓名|성명|이름)",
        r#"[ ]?(?:\([^)\n]{1,10}\))?[様]?"?(?:[】\]」]\*{0,2}[ \t]{0,12}(?:\r?\n[ \t>]{0,4}|[:=|,][ ]?)?|[)>*]{0,2}(?:[ ]?[:=|,][ ]?"?|[ \t]{1,12}|[ \t]*\r?\n[ \t>]{0,4}|</t[dh]>\s{0,20}<t[dh][^>\n]{0,40}>))[ ]?"#,
        r#"([^\n|<>",、。0-9:;(\[{}]{2,24})"#,
    ))
});

/// The same in English: the cell of a table, a member of JSON, the next line.
static FORM_LATIN: LazyLock<Regex> = LazyLock::new(|| {
    let label = r"(?:full[ _]?name|first[ _]?name|last[ _]?name|family[ _]?name|given[ _]?name|sur[ _]?name|your[ _]?name|customer(?:[ _]?name)?|contact(?:[ _]?name)?|recipient(?:[ _]?name)?|card[ _]?holder(?:[ _]?name)?|account[ _]?holder|sender(?:[ _]?name)?|name|customername|fullname|firstname|lastname|nom|vorname|nachname|nombre)";
    let value = format!(
        r"([{CAPITAL}][{LETTER}'’.-]{{0,24}}(?:,? [{LETTER}][{LETTER}'’.-]{{0,24}}){{0,4}})"
    );
    compile(&format!(
        r#"(?m)(?:"(?i:{label})"\s{{0,3}}:\s{{0,3}}"{value}"|\|[ ]*\**(?i:{label})\**[ ]*\|[ ]*{value}[ ]*\||<t[dh][^>\n]{{0,40}}>\s*(?i:{label}):?\s*</t[dh]>\s*<t[dh][^>\n]{{0,40}}>\s*{value}\s*</t|^[ >*•-]{{0,4}}\**(?i:{label})\**[ ]?:?\**(?:\t+[ ]*|[ ]*\r?\n[ >]{{0,4}}|[ ]{{2,20}}){value}[ ]*\r?$)"#
    ))
});

/// A closing with the name right behind it, wherever it is.
static CLOSED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?:[Yy]ours (?:faithfully|sincerely|truly|respectfully)|(?:[Kk]ind(?:est)?|[Bb]est|[Ww]arm(?:est)?|[Mm]any|[Ww]ith (?:kind|best|warm)) (?:regards|wishes|thanks)|[Kk]ind regards|[Rr]egards|[Ss]incerely(?: yours)?|[Rr]espectfully(?: yours)?|[Mm]it freundlichen Grüßen|[Cc]ordialement)(?:,|\.|!| -| –| —)?(?:[ \t]+|[ \t]*\r?\n(?:[ \t>]*\r?\n)?[ \t>]*)(?:[-–—~] ?)?((?:[{CAPITAL}]\.? ?){{0,2}}[{CAPITAL}][{LETTER}'’-]+(?: (?:[{CAPITAL}][{LETTER}'’.-]*|de|da|del|van|von|der|di|la|le|bin|al)){{0,4}})[ \t]*[.,]?(?:\r?\n|$|[ ]?[(|])"
    ))
});

/// `J. R. Hartley`, `A. Khan`, `Kwame M. Brown`.
static INITIALS: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?P<initials>(?:[{CAPITAL}]\.[ -]?){{1,3}})(?P<family>(?:(?:van|von|de|di|da|la|le|der|den|al|bin) ){{0,2}}(?:Mc|Mac|O['’]|D['’])?[{CAPITAL}][a-zà-öø-ÿа-я'’-]+(?:-[{CAPITAL}][a-zà-öø-ÿ]+)?)|(?P<given>[{CAPITAL}][a-zà-öø-ÿа-я'’-]+) (?P<middle>[{CAPITAL}]\.) (?P<last>[{CAPITAL}][{LETTER}'’-]+)"
    ))
});

/// 拝, 宛, より at the end of a line: the name takes the rest of the line.
static LINE_END: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?m)(?:^|[ \t>、。(])(?P<name>[㐀-鿿豈-﫿々〆ヶノケ\x{20000}-\x{3134f}]{1,5}(?: ?[㐀-鿿々ぁ-んァ-ヺー]{1,5})?|[ァ-ヺー]{2,8}(?:[ ・][ァ-ヺー]{2,8})?) ?(?P<end>拝|より|宛(?:て|に|で|まで)?)[ \t]*[。.]?\r?$",
    )
});

/// マリア・ガルシアです: parts in katakana that introduce themselves, or are all of a line.
static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?m)(?:^|[\n 。、!>「(:])(?P<name>[ァ-ヺー]{2,10}(?:[・=][ァ-ヺー]{2,12}){1,3})(?P<end>です(?:が|けど|。|、|$)|でございます|と申|といい|と言い|様|さま|さん|氏|殿|宛|より$|拝$|\)|:|[ \t]*\r?$)",
    )
});

pub(super) fn find(text: &Text<'_>, add: &mut impl FnMut(Range<usize>)) {
    before_addresses(text.folded, add);
    // A label begins a line or a cell.
    let begins = |word: &Range<usize>| {
        let front = text.folded.as_bytes()[..word.start].iter().rev().take(24);
        let mut front =
            front.skip_while(|byte| byte.is_ascii_alphabetic() || b" _*".contains(byte));
        front
            .next()
            .is_none_or(|byte| b"\n|\">-".contains(byte) || !byte.is_ascii())
    };
    // The name that is signed ends its line.
    let signs = |word: &Range<usize>| {
        let behind = &text.folded.as_bytes()[word.end..];
        behind.len() < 80
            || behind[..80].contains(&b'\n')
            || behind[..80].contains(&b'(')
            || behind[..80].contains(&b'|')
    };
    for (cue, reach, may, pattern) in [
        (
            cue::FORM_LATIN,
            [80, 320],
            &begins as &dyn Fn(&Range<usize>) -> bool,
            &FORM_LATIN,
        ),
        (cue::CLOSING, [24, 200], &signs, &CLOSED),
    ] {
        text.beside(cue, reach, may, pattern, |captures| {
            for name in captures.iter().skip(1).flatten() {
                if is_latin_name(name.as_str()) {
                    add(trimmed(text.folded, name.range()));
                }
            }
        });
    }
    if has_initial(text.folded) {
        initials(text.folded, add);
    }
    if !text.is_ascii {
        japanese(text, add);
    }
}

/// `山口 虎次郎 <x@example.com>`: what is between a line's beginning, a label or a comma and an
/// address in brackets.
fn before_addresses(text: &str, add: &mut impl FnMut(Range<usize>)) {
    const DIVIDES: &[char] = &[':', ';', ',', '>', '|', '"', '(', '「', '“'];
    const FOREIGN: &[char] = &['<', '>', '@', '[', ']', '(', ')', '。', '、', '」', '”'];
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        let line = line_before(text, at);
        let Some(open) = line.rfind(['<', '(', '[']) else {
            continue;
        };
        let mut domain = text[at + 1..].chars().take(255);
        let closes = domain.find(|c| c.is_whitespace() || "<>()[]".contains(*c));
        let is_closed = closes.is_some_and(|c| ">)]".contains(c));
        if line[open..].contains(char::is_whitespace) || !is_closed {
            continue;
        }
        let head = line[..open].trim_end_matches([' ', '\t', '"', '\'', '”']);
        let mut marks = head.char_indices().rev();
        let start = match marks.find(|(_, c)| DIVIDES.contains(c)) {
            Some((mark, c)) => mark + c.len_utf8(),
            // The line begins before what is looked at.
            None if line.len() > 140 => continue,
            None => 0,
        };
        let name = head[start..].trim_matches([' ', '\t', '"', '\'', '“', '\u{3000}']);
        let plain = !name.contains(FOREIGN) && !name.contains(|c: char| c.is_ascii_digit());
        if plain && is_persons(name) {
            let from = at - line.len() + start + head[start..].find(name).unwrap_or_default();
            add(from..from + name.len());
        }
    }
}

/// 蒼ちゃん, 翼くん: one kanji that is a given name.
fn called(text: &str, add: &mut impl FnMut(Range<usize>)) {
    const RELATIONS: &str = "兄姉弟妹父母婆爺祖孫嫁婿坊猫犬皆赤黒白茶甥姪娘婦妃嬢主者客人";
    for honorific in ["ちゃん", "くん"] {
        for at in memchr::memmem::find_iter(text.as_bytes(), honorific) {
            let mut before = text[..at].chars().rev();
            let (Some(name), next) = (before.next(), before.next()) else {
                continue;
            };
            let alone = next.is_none_or(|c| !is_kanji(c) && !matches!(c, 'お' | '々'));
            if alone
                && is_kanji(name)
                && !RELATIONS.contains(name)
                && GIVEN.has(name.encode_utf8(&mut [0; 4]))
            {
                add(at - name.len_utf8()..at);
            }
        }
    }
}

/// ケイト・ホワイト, wherever it is: each part is a name of people from elsewhere, and the whole no brand.
fn in_known_parts(text: &str, add: &mut impl FnMut(Range<usize>)) {
    let kana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー');
    let mut done = 0;
    for (at, dot) in text.match_indices('・') {
        if at < done {
            continue;
        }
        let first = &text[..at][last_start(&text[..at], kana)..];
        let mut end = at;
        let mut parts = vec![first];
        while let Some(rest) = text[end..].strip_prefix(dot).filter(|_| parts.len() < 5) {
            let part = &rest[..rest.find(|c| !kana(c)).unwrap_or(rest.len())];
            parts.push(part);
            end += dot.len() + part.len();
        }
        done = end;
        let range = at - first.len()..end;
        let whole: String = parts.concat();
        let families = &parts[1..];
        if FOREIGN_KANA.has(first)
            && families
                .iter()
                .all(|part| FOREIGN_KANA.has(part) || COLOURS.contains(part))
            && !text[..range.start].ends_with('・')
            && !WORDS_KANA.has(&whole)
            && !ORGANISATIONS.has(&whole)
            && !thing::is_told(text, &range)
        {
            add(range);
        }
    }
}

/// Family names that are colours as well, which no list of names has.
const COLOURS: [&str; 5] = ["ホワイト", "ブラック", "ブラウン", "グリーン", "グレイ"];

/// Where the last characters of `text` that `is` holds for begin, a name's length at most.
fn last_start(text: &str, is: impl Fn(char) -> bool) -> usize {
    let run = text.chars().rev().take(16).take_while(|c| is(*c));
    text.len() - run.map(char::len_utf8).sum::<usize>()
}

fn japanese(text: &Text<'_>, add: &mut impl FnMut(Range<usize>)) {
    called(text.folded, add);
    in_known_parts(text.folded, add);
    // A label begins a line or a cell, or is between marks.
    let begins = |word: &Range<usize>| {
        let front = text.folded[..word.start].chars().rev().take(80);
        let mut front = front.filter(|c| !matches!(c, ' ' | '\t')).take(7);
        word.start < 24 || front.any(|c| "\n■□◆◇●○・*※|-–【[(<\"「>,{".contains(c))
    };
    text.beside(cue::FORM, [80, 240], begins, &FORM, |captures| {
        let Some(value) = captures.get(1) else {
            return;
        };
        let name = value
            .as_str()
            .trim_end_matches(['様', '殿', ' ', '　', '\t', '\r']);
        if is_japanese_name(name) {
            add(trimmed(
                text.folded,
                value.start()..value.start() + name.len(),
            ));
        }
    });
    // The line ends there.
    let ends = |word: &Range<usize>| {
        let rest = text.head(word.end, 24);
        let rest = rest.trim_start_matches(['て', 'に', 'で', 'ま', ' ', '\t', '。', '.', '\r']);
        rest.is_empty() || rest.starts_with('\n')
    };
    text.beside(cue::LINE_END, [64, 24], ends, &LINE_END, |captures| {
        let (Some(name), Some(end)) = (captures.name("name"), captures.name("end")) else {
            return;
        };
        // 先日より, 弊社宛: who signs with より is at the beginning of the line.
        let head = line_before(text.folded, name.start()).trim_matches([' ', '\t', '>']);
        let alone = head.is_empty();
        let sure = end.as_str() == "拝" || alone;
        let name_is = |name: &str| {
            let first = name.split(' ').next().unwrap_or_default();
            !is_word(first) && !is_no_sender(first) && name.chars().count() > 1
        };
        if sure && name_is(name.as_str()) {
            add(name.range());
        }
    });
    let joins = |word: &Range<usize>| {
        let kana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー');
        text.before(word.start).is_some_and(kana) && text.after(word.end).is_some_and(kana)
    };
    text.beside(cue::DOT, [40, 120], joins, &FOREIGN, |captures| {
        let Some(name) = captures.name("name") else {
            return;
        };
        let is_thing = |part: &str| {
            let ends = [
                "セット",
                "バッグ",
                "ケース",
                "サービス",
                "カード",
                "センター",
                "ショップ",
                "ソックス",
                "シャツ",
                "シューズ",
                "イヤホン",
                "ケーブル",
                "サポート",
                "システム",
                "パック",
                "ボックス",
                "プラン",
                "モデル",
                "カラー",
                "サイズ",
                "タイプ",
                "デー",
                "ポイント",
                "キャンペーン",
                "クリーム",
                "オイル",
                "チェア",
                "テーブル",
                "スタンド",
                "ライト",
                "カバー",
                "ストア",
                "マーケット",
                "ホテル",
                "オンライン",
                "ミニ",
                "プロ",
                "マックス",
                "ブラック",
                "ホワイト",
                "レッド",
                "ブルー",
                "グリーン",
            ];
            KATAKANA_WORDS.has(part) || ends.iter().any(|end| part.ends_with(end))
        };
        // ルイ・ヴィトン
        let whole: String = name.as_str().split(['・', '=']).collect();
        if !WORDS_KANA.has(&whole) && !name.as_str().split(['・', '=']).any(is_thing) {
            add(name.range());
        }
    });
}

/// Words that sign nothing, though they stand in front of より and 宛.
fn is_no_sender(word: &str) -> bool {
    static WORDS: Set = Set::of(
        "以上 以下 下記 上記 先日 本日 昨日 今日 明日 当日 前回 今回 次回 最初 最後 当初 以前 今年 去年 昨年 来年 今月 先月 来月 今週 先週 来週 午前 午後 朝 昼 夜 夕方 \
        弊社 御社 貴社 当社 自社 他社 本社 支社 本店 支店 当店 貴店 自宅 会社 実家 職場 当方 私 自分 本人 家族 一同 皆様 各位 担当 事務局 窓口 店舗 公式 管理人 運営 \
        何 元 従来 通常 予定 期日 期限 平素 日頃 何時 開始 直接 海外 国内 現地 遠方 東京 大阪 京都 北海道 沖縄 名古屋 福岡 横浜 札幌 仙台 広島 神戸 駅 右 左 上 下 前 後 中 外 他 \
        価格 定価 想像 写真 見本 画像 商品 実物 思った 仕様 説明 購入 注文 到着 発送 配送 返品 交換 左記 右記 表記 記載 住所 宛先 連絡先 別紙 同上 心 感謝 取締役 社長 店長 部長 課長 係長 主任 代表 責任者 メール アプリ サイト ネット ページ フォーム リンク マイページ カスタマー サポート センター チーム スタッフ ホームページ",
    );
    WORDS.has(word)
}

/// The value of a label: one or two words of a name's length, nothing of a sentence.
fn is_japanese_name(value: &str) -> bool {
    const NO_NAME: &[&str] = &[
        "未定",
        "不明",
        "同上",
        "本人",
        "不在",
        "同じ",
        "変更",
        "下記",
        "なし",
        "無し",
        "特に",
        "お客",
        "ご",
        "御社",
        "弊社",
        "以下",
        "上記",
        "必須",
        "任意",
        "入力",
        "記入",
        "電話",
        "住所",
        "メール",
        "フリガナ",
        "ふりがな",
        "カナ",
        "会社",
        "郵便",
        "ありません",
        "わかりません",
        "を",
        "は",
        "が",
        "の",
        "に",
        "で",
        "と",
        "も",
        "欄",
        "例",
        "全角",
        "株式会社",
        "有限会社",
        "備考",
        "性別",
        "年齢",
        "生年月日",
        "連絡先",
        "部署",
        "役職",
        "氏名",
        "名前",
        "お名前",
        "お問い合わせ",
        "件名",
        "内容",
        "商品",
        "注文",
        "様式",
        "確認",
        "空欄",
        "です",
        "番号",
        "一覧",
        "設定",
        "登録",
        "表示",
        "漢字",
        "別紙",
        "ください",
        "教えて",
        "記載",
    ];
    let value = value.trim();
    let words: Vec<&str> = value
        .split([' ', '　', '\t'])
        .filter(|word| !word.is_empty())
        .collect();
    let of_a_name = |c: char| {
        matches!(
            script(c),
            Script::Kanji | Script::Katakana | Script::Hiragana
        ) || matches!(c, 'ノ' | 'ケ' | '・' | '가'..='힣')
    };
    let latin = value
        .chars()
        .all(|c| c.is_alphabetic() && c < '\u{250}' || " '.-".contains(c));
    let japanese = value.chars().all(|c| of_a_name(c) || c == ' ' || c == '　');
    (1..=3).contains(&words.len())
        && (latin && value.starts_with(char::is_uppercase)
            || japanese && value.chars().count() <= 14)
        && value.chars().count() >= 2
        && !value.starts_with(['を', 'は', 'が', 'の', 'に', 'で', 'と', 'も', 'へ'])
        && words.iter().all(|word| {
            word.chars().count() <= 9
                && !is_word(word)
                && !NO_NAME.iter().any(|no| {
                    if no.chars().count() == 1 {
                        word == no
                    } else {
                        word.starts_with(no)
                    }
                })
        })
        && ![
            "ます",
            "です",
            "ください",
            "ました",
            "ません",
            "から",
            "まで",
            "ので",
        ]
        .iter()
        .any(|end| value.ends_with(end))
        && !KATAKANA_WORDS.has(value)
}

/// The display name of an address: anything but a role or a sentence.
fn is_persons(name: &str) -> bool {
    let name = name.trim();
    let latin = name.is_ascii();
    if latin {
        return is_latin_name(name) && name.contains(' ') && !thing::is_business_name(name);
    }
    let no_person = [
        "会社",
        "サポート",
        "センター",
        "ショップ",
        "ストア",
        "窓口",
        "事務局",
        "チーム",
        "係",
        "部",
        "課",
        "店",
        "メール",
        "連絡先",
        "アドレス",
        "宛先",
        "差出人",
        "送信者",
        "返信先",
        "お問い合わせ",
        "問合せ",
        "は",
        "へ",
        "に",
        "を",
        "まで",
        "または",
        "です",
        "公式",
        "通知",
        "配信",
        "ください",
    ];
    name.chars().any(char::is_alphabetic)
        && name.chars().count() >= 2
        && name.chars().count() <= 24
        && !no_person.iter().any(|end| name.ends_with(end))
        && !name.contains("株式会社")
}

/// Words with a capital that none of a shop's are.
fn is_latin_name(name: &str) -> bool {
    static NO_NAME: Set = Set::of(
        "team support store shop inc ltd llc gmbh corp company department office service services desk sales customer customers sir madam \
        order number address phone email mail tel fax mobile date subject from to cc bcc reply sent contact the your our my we i it this that please thanks thank you \
        not no none unknown same required optional newsletter info admin noreply notification notifications news help value text string null true false quantity price product item \
        surname name names last first company title message comment country city state zip postcode street total status description details",
    );
    let mut words = name
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .map(|word| word.trim_matches(['.', '\'', '’', '-']));
    let acronym =
        !name.contains(' ') && name.chars().count() <= 3 && name.chars().all(char::is_uppercase);
    !acronym
        && name.chars().count() >= 2
        && name.starts_with(char::is_alphabetic)
        && words.all(|word| !NO_NAME.has_in_any_case(word))
}

/// Words with a capital behind initials that make no name of them: the U.S. Government.
fn is_no_family(word: &str) -> bool {
    static NO_FAMILY: Set = Set::of(
        "Inc Ltd Co Corp LLC GmbH Army Navy Government Dollars Dollar States Embassy Senate Congress Congressional Customs Open Mail Postal Post Bank Street Avenue Road Please Thank Thanks The This That These I We You It If In On At And But Or So As My Our Your \
        Step Part Section Option Plan Type Size Model Version Item Also Then When What How Why Yes No Not Is Are Was Do Does Can Could Would Should Have Has There Here For From To Of With Without By After Before Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December Order Refund Return Delivery Shipping",
    );
    NO_FAMILY.has(word)
}

/// `U.S. Army`, `U.K. Customs`
pub(super) fn is_of_a_state(name: &str) -> bool {
    let mut words = name.split(' ');
    matches!(
        words.next(),
        Some("U.S." | "U.K." | "E.U." | "U.N." | "US" | "UK" | "EU" | "UN")
    ) && words.next().is_none_or(is_no_family)
}

/// Whether a capital with a dot is a word of its own: J.
fn has_initial(text: &str) -> bool {
    memchr::memchr_iter(b'.', text.as_bytes()).any(|dot| {
        let mut before = text[..dot].chars().rev();
        before.next().is_some_and(char::is_uppercase)
            && before.next().is_none_or(|c| !c.is_alphanumeric())
    })
}

fn initials(text: &str, add: &mut impl FnMut(Range<usize>)) {
    for captures in INITIALS.captures_iter(text) {
        let Some(all) = captures.get(0) else { continue };
        let before = &text[..all.start()];
        if before.ends_with(|c: char| c.is_alphanumeric() || ".'’-&/".contains(c)) {
            continue;
        }
        let last = captures.name("family").or(captures.name("last"));
        let Some(last) = last.map(|last| last.as_str()) else {
            continue;
        };
        let word = last.rsplit(' ').next().unwrap_or_default();
        let given = captures.name("given").map_or("", |given| given.as_str());
        // `Plan B. The …`: one letter at the end of a sentence.
        let single = captures
            .name("initials")
            .is_some_and(|it| it.as_str().matches('.').count() == 1);
        let sentence = single
            && before
                .trim_end()
                .ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && ENDS_IN_LETTER
                .iter()
                .any(|end| before.trim_end().ends_with(end));
        if word.chars().count() < 3
            || is_no_family(word)
            || is_no_family(given)
            || sentence
            || (is_in_a_list(before) || has_a_neighbour(text, &all.range())) && single
            || thing::is_told(text, &all.range())
        {
            continue;
        }
        add(all.range());
    }
}

/// Words behind which a letter names a thing.
const ENDS_IN_LETTER: &[&str] = &[
    "plan", "Plan", "option", "Option", "size", "Size", "type", "Type", "model", "Model",
    "vitamin", "Vitamin", "group", "section", "part", "Part", "version", "class", "grade", "step",
    "hall", "gate", "terminal", "block", "building", "item", "and", "or",
];

/// `A. Refund\nB. Exchange`: the line before or after begins with a letter, too.
fn has_a_neighbour(text: &str, range: &Range<usize>) -> bool {
    let item = |line: &str| {
        let mut chars = line.trim().chars();
        chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.')
    };
    let (from, to) = (
        range.start.saturating_sub(80),
        text.len().min(range.end + 80),
    );
    let before = text[text.ceil_char_boundary(from)..range.start]
        .rsplit('\n')
        .nth(1);
    let after = text[range.end..text.floor_char_boundary(to)]
        .split('\n')
        .nth(1);
    before.is_some_and(item) || after.is_some_and(item)
}

/// `A. Refund B. Exchange`: a letter at the beginning of a line counts the items of a list.
fn is_in_a_list(before: &str) -> bool {
    let line = line_before(before, before.len());
    line.trim().is_empty()
        && before.trim_end().ends_with([':', '.', '?'])
        && before.trim_end().len() < before.len()
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    let end = range.end
        - (part.len()
            - part
                .trim_end_matches([' ', '　', '\t', '\r', ',', '.', '"'])
                .len());
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::super::KIND;
    use crate::find::tests::{assert_found, assert_nothing};

    #[test]
    fn a_name_in_front_of_its_own_address_is_one() {
        for (name, text) in [
            ("山口 虎次郎", "From: 山口 虎次郎 <x@example.com>"),
            ("山口虎次郎", "> 差出人：山口虎次郎＜x@example.com＞"),
            ("Zsófi Qvist", "To: Zsófi Qvist <z@example.com>"),
            ("四十万谷", "Cc: a@example.com, 四十万谷 <y@example.com>"),
            (
                "Wren Okonkwo-Bligh",
                "\"Wren Okonkwo-Bligh\" <w@example.com> wrote:",
            ),
            ("月見里 葵", "月見里 葵 (aoi@example.com)"),
        ] {
            assert_found(KIND, name, text);
        }
        for text in [
            "サポート <support@example.com>",
            "連絡先：<x@example.com>",
            "Customer Support <help@example.com>",
            "write to <x@example.com>",
            "メールは <x@example.com> まで",
        ] {
            assert_nothing(KIND, text);
        }
    }

    #[test]
    fn a_label_may_be_followed_by_anything_that_divides() {
        for (name, text) in [
            ("木戸 由佳里", "お名前　木戸 由佳里"),
            ("キド ユカリ", "フリガナ　キド ユカリ"),
            ("四十万谷 舞", "■お名前\n四十万谷 舞\n■電話"),
            ("四十万谷 舞", "氏名\t四十万谷 舞"),
            ("四十万谷 舞", "<td>氏名</td><td>四十万谷 舞</td>"),
            ("四十万谷舞", "| 氏名 | 四十万谷舞 |"),
            ("四十万谷舞", "{\"氏名\":\"四十万谷舞\"}"),
            ("四十万谷 舞", "【お名前】四十万谷 舞 様"),
            ("四十万谷", "・ご担当者名　四十万谷"),
            ("Zsófi Qvist", "{\"name\": \"Zsófi Qvist\"}"),
            ("Ottoline Quaye", "| Name | Ottoline Quaye |"),
            (
                "Ottoline Quaye",
                "<td>Full name</td><td>Ottoline Quaye</td>",
            ),
            ("Ottoline Quaye", "Name\tOttoline Quaye"),
            ("Ottoline Quaye", "Your name\nOttoline Quaye\nYour email"),
        ] {
            assert_found(KIND, name, text);
        }
        for text in [
            "お名前をお知らせください",
            "お名前\nフリガナ\nご住所",
            "■お名前（必須）\n■電話",
            "氏名の変更について",
            "| 氏名 | 電話番号 |",
            "名前が違います",
            "Name\nEmail\nPhone",
            "| Name | Price |",
            "{\"name\": \"quantity\"}",
            "署名をお願いします",
        ] {
            assert_nothing(KIND, text);
        }
    }

    #[test]
    fn who_closes_a_letter_or_has_initials_is_named() {
        for (name, text) in [
            (
                "Aisha Fitzgerald-Jones",
                "Please refund. Yours faithfully,\nAisha Fitzgerald-Jones",
            ),
            (
                "Aisha Fitzgerald-Jones",
                "Please refund it. Yours faithfully, Aisha Fitzgerald-Jones",
            ),
            ("Ottoline Quaye", "Kind regards,\n\nOttoline Quaye"),
            ("Ottoline Quaye", "Kind regards\nOttoline Quaye\nSales"),
            ("J. R. Hartley", "I am writing for J. R. Hartley, who"),
            ("A. Khan", "Please ask A. Khan about it"),
            ("Kwame M. Brown", "signed Kwame M. Brown"),
            ("小山内", "小山内 拝"),
            ("四十万谷", "以上です。\n四十万谷より"),
            ("喜屋武", "喜屋武 宛で"),
            ("マリア・ガルシア", "マリア・ガルシアです。"),
            (
                "マリア・ガルシア",
                "よろしくお願いします。\nマリア・ガルシア",
            ),
        ] {
            assert_found(KIND, name, text);
        }
        for text in [
            "Kind regards,\nCustomer Support",
            "Kind regards,\nThe Team",
            "We chose plan B. The other one is too dear.",
            "the U.S. Government",
            "vitamin C. Please",
            "弊社より",
            "下記\nより",
            "先日より",
            "東京より",
            "ご自宅宛に",
            "商品はワイヤレス・イヤホンです。",
            "ワイヤレス・イヤホン",
            "Choose one:\nA. Refund\nB. Exchange",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
