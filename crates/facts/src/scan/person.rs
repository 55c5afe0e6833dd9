//! Names of people: in the salutation, and behind words that tell a role.

use std::sync::LazyLock;

use super::{Scan, Value};
use crate::Kind;
use crate::pattern::{Pattern, pattern};

static SALUTATION: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?m)^[ ]*(?P<jp>[^\n、。,:!?]{1,40}?)\s?(?P<title>様|さま|さん|殿|先生)[ ]*[、,。!]?[ ]*(?:\n|$)|^[ ]*(?i:Dear|Hi|Hiya|Hello|Hey|Kia ora|G'day|Howdy|Bonjour|Hola|Greetings|Good (?:morning|afternoon|evening)|Morning|Afternoon|Thank you,?|Thanks,?)\s+(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Mme|Mlle|Herr|Frau|Sra?)\.?\s+)?(?P<en>(?:(?:van|de|der|den|von|da|del|la|bin|al)[ ]){0,2}\p{Lu}[\p{L}'-]+(?:[ ](?:(?:van|de|der|den|von|da|del|la|bin|al)[ ]){0,2}\p{Lu}[\p{L}'.-]*){0,3}(?:[ ](?:and|&)[ ]\p{Lu}[\p{L}'-]+)?)\s*(?:[,!:.;-]|\n|$)",
    )
});
static IN_TEXT: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?P<jp> [\p{Han}]{1,5} (?: [\ ] [\p{Han}ァ-ヶーぁ-ん]{1,6} )? | [ァ-ヶー・]{2,12} | [A-Z][A-Za-z]{2,14} ) (?P<title> 様 | さま | さん | 氏 | 先生 )
        | (?P<jr2> [\p{Han}]{2,3} ) (?: が | より ) (?: ご案内 | 担当 | お?伺 | 対応 | お迎え | 参り | お電話 | ご連絡 | お待ち )
        | (?P<role> 担当者? | 添乗員 | 乗務員 | 販売員 | 担当員 | 検針員 | 調査員 | 講師 | 学芸員 | 相談員 | 指導員 | 司書 | 室長 | 館長 | 園長 | 校長 | 所長 | 支配人 | 女将 | 主任 | [\p{Han}]{1,4}[士師] | 教授 | 責任者 | コーチ | マネージャー | 幹事 | 代表 | 世話人 | 営業 | 経理 | 総務 | フロント | サポート | 店長 | 責任者 | 院長 | 医師 | ガイド | 料理長 | シェフ | 配達員 | 窓口 | インストラクター | スタイリスト | ドライバー | 施術者 | 先生 ) (?: は | の | : | \ | が ) \s? (?: [\p{Han}]{1,4}[士師員長] の )? (?P<jr> [\p{Han}]{1,6} | [ァ-ヶー・]{2,12} )
        | (?P<er> (?i: instructor | teacher | officer | registrar | caretaker | consultant | nurse | agent | owner | surveyor | accountant | solicitor | organiser | organizer | driver | guide | manager | technician | colleague | therapist | stylist | trainer | coach | vet | dentist | doctor | engineer | advisor | adviser | specialist | host | chef | tutor | fitter | groomer | mechanic | ask \s for | speak \s to | contact ) (?: \s is | ,| :)? ) \s (?: (?:Mr|Mrs|Ms|Miss|Dr) \.? \s )? (?P<en> \p{Lu}[\p{L}'-]+ (?: [\ ] \p{Lu}[\p{L}'-]+ )? )
        | \b (?: Mr | Mrs | Ms | Miss | Dr | Prof | Professor | Herr | Frau | Madame | Monsieur | Signora? | Mme ) \.? \s (?P<en2> (?: (?: van | de | der | den | von | da | del | la | bin | al ) [\ ] ){0,2} \p{Lu}[\p{L}'-]+ (?: [\ ] \p{Lu}[\p{L}'-]+ )? )
        ",
    )
});

/// What is written before 様 without being a name.
const NOT_NAMES: &[&str] = &[
    "会社",
    "母堂",
    "父上",
    "主人",
    "担当者",
    "お客",
    "皆",
    "みな",
    "何",
    "奥",
    "お子",
    "ご家族",
    "お疲れ",
    "同",
    "仕",
    "模",
    "多",
    "一",
    "有",
    "神",
    "王",
    "お嬢",
    "貴社",
    "御社",
    "各位",
    "関係者",
    "担当者",
    "ご担当者",
    "取引先",
    "会員",
    "オーナー",
    "お父",
    "お母",
    "旦那",
    "お医者",
    "お子さま",
    "お姫",
    "殿",
    "ユーザー",
    "ご利用者",
    "利用者",
    "購入者",
    "受取人",
    "先",
    "人",
    "名",
    "先",
    "相手",
    "依頼主",
    "送り主",
    "贈り主",
    "名義人",
    "契約者",
    "加入者",
    "患者",
    "保護者",
    "参加者",
    "同伴者",
    "同行者",
    "代理人",
    "家主",
    "大家",
    "飼い主",
];
/// What is no name before 様: a word for people, or a letter that makes another word with it: 多様 and 2名様, but not 本多様 and 桑名様.
fn is_no_name(text: &str) -> bool {
    const LETTERS: [&str; 10] = ["多", "一", "有", "神", "王", "同", "仕", "模", "奥", "名"];
    let is_kanji = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    NOT_NAMES.iter().any(|not| {
        text.strip_suffix(not)
            .is_some_and(|before| !(LETTERS.contains(not) && before.ends_with(is_kanji)))
    })
}

const NOT_ENGLISH: &[&str] = &[
    "Customer",
    "Sir",
    "Madam",
    "Team",
    "All",
    "There",
    "Guest",
    "Friend",
    "Everyone",
    "Valued",
    "Again",
    "You",
    "For",
    "Your",
    "The",
    "Us",
    "Our",
    "Support",
    "Customers",
    "Colleagues",
    "Reader",
    "Member",
];

/// Names in the salutation and in the text.
pub(super) fn names(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in SALUTATION.captures_iter(&folded.text) {
        let (name, end) = match (found.name("jp"), found.name("en")) {
            (Some(name), _) => (
                name,
                found.name("title").map_or(name.end(), |title| title.end()),
            ),
            (_, Some(name)) => (
                name,
                name.start() + name.as_str().trim_end_matches('.').len(),
            ),
            _ => continue,
        };
        let text = name.as_str().trim();
        // 菅野 蒼さんの保護者様: the child's name.
        let text = ["さんの", "様の", "くんの", "ちゃんの", "君の"]
            .iter()
            .find_map(|of| text.split_once(of).map(|(name, _)| name))
            .unwrap_or(text);
        // 経理ご担当 安藤: who is written to is behind it.
        let text = ["ご担当者", "ご担当", "担当者", "担当"]
            .iter()
            .find_map(|role| text.split_once(role).map(|(_, name)| name.trim()))
            .filter(|name| !name.is_empty())
            .or_else(|| {
                // 人事部 片山: the department is no name.
                let (office, name) = text.rsplit_once(' ')?;
                let is_office = [
                    "部",
                    "課",
                    "室",
                    "係",
                    "科",
                    "事務所",
                    "本部",
                    "支店",
                    "株式会社",
                    "社",
                ];
                is_office
                    .iter()
                    .any(|end| office.ends_with(end))
                    .then_some(name)
            })
            .unwrap_or(text);
        let parts = words(text);
        if parts.is_empty()
            || text.contains(['を', 'は', 'が'])
            || is_no_name(text)
            || parts
                .iter()
                .any(|part| NOT_ENGLISH.contains(&part.as_str()))
        {
            continue;
        }
        let start = name.start() + name.as_str().len() - name.as_str().trim_start().len();
        let parts = parts.iter().map(|part| part.to_lowercase()).collect();
        scan.keep(
            start..end,
            Kind::Name,
            Value::Name {
                parts,
                salutation: true,
            },
        );
    }
    for found in IN_TEXT.captures_iter(&folded.text) {
        let Some(name) = found
            .name("jp")
            .or(found.name("jr"))
            .or(found.name("jr2"))
            .or(found.name("en"))
            .or(found.name("en2"))
        else {
            continue;
        };
        // 窓口は本庁舎1階: where an office is.
        if found.name("role").is_some_and(|role| {
            let joined = &folded.text[role.end()..name.start()];
            ["窓口", "フロント", "サポート", "営業", "経理", "総務"].contains(&role.as_str())
                && joined.contains(['は', 'が'])
        }) {
            continue;
        }
        // フロントの今井がお答えします: the agent's own name; 窓口の時間: no name.
        let of_desk = found
            .name("role")
            .is_some_and(|role| ["窓口", "フロント", "サポート"].contains(&role.as_str()));
        let rest = scan.rest(name.end());
        let is_own = of_desk
            && ["がお答え", "がお返事", "がご返信"]
                .iter()
                .any(|it| rest.starts_with(it));
        let is_word = ["時間", "電話", "番号", "受付", "対応", "案内"].contains(&name.as_str());
        if is_own || is_word {
            continue;
        }
        let before = scan.before(name.start());
        if before.is_some_and(
            |c| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{30a1}'..='\u{30ff}' | 'お' | 'ご'),
        ) && found.name("jr").is_none()
        {
            continue;
        }
        let text = name.as_str().trim();
        if is_no_name(text)
            || NOT_ROLES.contains(&text)
            || words(text)
                .iter()
                .any(|part| NOT_ENGLISH.contains(&part.as_str()))
        {
            continue;
        }
        let text = text
            .strip_suffix("'s")
            .unwrap_or(text)
            .trim_end_matches('\'');
        let text = ["教授", "先生", "医師", "さん", "氏"]
            .iter()
            .find_map(|title| text.strip_suffix(title))
            .unwrap_or(text);
        if text.is_empty() {
            continue;
        }
        let end = found
            .name("title")
            .map_or(name.start() + text.len(), |title| title.end());
        let parts = words(text).iter().map(|part| part.to_lowercase()).collect();
        scan.keep(
            name.start()..end,
            Kind::Name,
            Value::Name {
                parts,
                salutation: false,
            },
        );
    }
}

/// Two words in capitals, which may be a name: only beside one of a source is it judged.
static PAIR: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"\b(?P<first>\p{Lu}\p{Ll}{2,14})\x20(?P<last>\p{Lu}\p{Ll}{2,19})\b").needs(&[" "])
});

/// All pairs of words in capitals, which follow each other in one line.
pub(crate) fn pairs(text: &str) -> Vec<(crate::Span, &str, &str)> {
    let all = PAIR.captures_iter(text);
    all.filter_map(|found| {
        let (first, last) = (found.name("first")?, found.name("last")?);
        Some((first.start()..last.end(), first.as_str(), last.as_str()))
    })
    .collect()
}

/// What follows a role without being a name: 担当の者, 担当部署.
const NOT_ROLES: &[&str] = &[
    "者",
    "部署",
    "部門",
    "係",
    "方",
    "窓口",
    "確認",
    "変更",
    "対応",
    "不在",
    "当日",
    "現地",
    "連絡",
    "電話",
    "番号",
    "案内",
    "住所",
    "営業時間",
    "受付",
    "名前",
    "都合",
    "担当",
    "専門",
    "本日",
    "明日",
    "時間",
    "受付時間",
    "対応時間",
    "場所",
    "皆",
    "方々",
    "一同",
    "手続",
    "手続き",
    "件",
    "内容",
    "情報",
    "料金",
    "費用",
    "指示",
    "判断",
    "資格",
    "許可",
    "紹介",
    "診察",
    "診断",
    "意見",
    "予定",
    "予約",
    "勤務",
    "休",
    "休み",
    "人数",
    "経験",
    "指導",
    "説明",
    "資料",
    "名刺",
    "前",
    "横",
    "隣",
    "奥",
    "近",
    "左",
    "右",
    "開",
    "混雑",
    "状況",
    "連絡先",
    "電話番号",
    "直通",
    "混",
    "様",
];

fn words(text: &str) -> Vec<String> {
    text.split([' ', '・', '(', ')', '/', '.'])
        .filter(|word| {
            !word.is_empty()
                && !matches!(*word, "and" | "&")
                && ![
                    "株式会社",
                    "有限会社",
                    "合同会社",
                    "株",
                    "有",
                    "御中",
                    "ご担当者",
                ]
                .contains(word)
        })
        .map(str::to_owned)
        .collect()
}
