//! What is given for nothing: whether any source gives that very thing, or charges for it.
//!
//! A shop that makes one thing free is no source of another one: the thing of a promise is what its clause has besides the
//! promise, and a source gives it only where it has some of the same words.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::{Desk, Judgement, SourceText};
use crate::pattern::{Pattern, pattern};
use crate::role::words_of;
use crate::scan::{Class, Found, Mention, Value, clause_around};
use crate::text::Folded;
use crate::{Kind, Source, Span};

/// What a clause of a source says of its thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Free,
    Charged,
}

/// A clause of a source that gives something, or charges for it.
pub(super) struct Statement {
    source: usize,
    bytes: Span,
    sentence: Span,
    says: Says,
    /// It gives a part alone: a discount.
    is_part: bool,
    /// It says in which case that is so.
    in_case: bool,
    /// The clause with what heads its row and column, in lower case.
    own: String,
    /// Its sentence and the one before.
    around: String,
}

/// Words that tell nothing of what a promise is of.
pub(super) const COMMON: &[&str] = &[
    "#fee",
    "#each",
    "also",
    "are",
    "get",
    "got",
    "have",
    "you",
    "your",
    "our",
    "one",
    "now",
    "here",
    "there",
    "this",
    "that",
    "these",
    "still",
    "all",
    "any",
    "just",
    "even",
    "will",
    "would",
    "can",
    "course",
    "use",
    "using",
    "take",
    "with",
    "for",
    "fully",
    "complet",
    "entirely",
    "sorry",
    "pleas",
    "pleased",
    "happy",
    "glad",
    "know",
    "let",
    "tell",
    "ask",
    "yes",
    "extra",
    "additional",
    "further",
    "cost",
    "charg",
    "charge",
    "fee",
    "price",
    "paid",
    "pay",
    "nothing",
    "free",
    "includ",
    "included",
    "complimentary",
    "thank",
    "thanks",
    "well",
    "then",
    "too",
    "whole",
    "everything",
    "anything",
    "it",
    "time",
    "us",
    "offer",
    "offered",
    "provid",
    "provided",
    "come",
    "comes",
    "want",
    "need",
    "like",
    "would",
    "don't",
    "won't",
    "you'll",
    "you're",
    "that's",
    "they're",
    "there's",
    "doesn't",
    "isn't",
    "good",
    "new",
    "new",
    "such",
    "since",
    "only",
    "unfortunately",
    "kindly",
    "simply",
    "料金",
    "費用",
    "代金",
    "無料",
    "無償",
    "追加",
    "別途",
    "連絡",
    "お金",
    "場合",
    "今回",
    "当店",
    "弊社",
    "当社",
    "当館",
    "当院",
    "当校",
    "利用",
    "可能",
    "対応",
    "安心",
    "案内",
    "全額",
    "一切",
    "是非",
    "免除",
    "円",
    "house",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "使",
    "付",
    "承",
    "行",
    "来",
    "方",
    "人",
    "様",
    "際",
    "時",
    "間",
    "回",
    "分",
    "日",
    "月",
    "年",
    "名",
    "点",
    "件",
    "個",
    "枚",
    "台",
    "本",
    "度",
    "何",
    "全",
    "申",
    "頂",
    "届",
    "送",
];

/// Words of what shops give and do that mean the same.
const SAME: &[(&str, &[&str])] = &[
    (
        "=change",
        &[
            "変更",
            "振替",
            "振り替え",
            "切り替え",
            "switch",
            "change",
            "changing",
            "amend",
            "reschedul",
            "move",
            "swap",
        ],
    ),
    (
        "=return",
        &[
            "返品",
            "返送",
            "送り返",
            "return",
            "send back",
            "sent back",
            "send it back",
            "sending it back",
            "sending them back",
        ],
    ),
    (
        "=exchange",
        &[
            "交換",
            "取り替え",
            "取替",
            "代替",
            "代わり",
            "代品",
            "新品",
            "replac",
            "exchang",
            "swap",
            "reprint",
            "remake",
        ],
    ),
    (
        "=cancel",
        &[
            "キャンセル",
            "取消",
            "取り消",
            "解約",
            "中止",
            "cancel",
            "call off",
            "plans change",
            "withdraw",
        ],
    ),
    (
        "=send",
        &[
            "送料",
            "配送",
            "配達",
            "発送",
            "郵送",
            "お届け",
            "宅配",
            "お送り",
            "postage",
            "shipping",
            "ship",
            "deliver",
            "mail",
            "post",
            "courier",
            "carriage",
        ],
    ),
    (
        "=repair",
        &["修理", "直し", "補修", "repair", "fix", "mend", "adjust"],
    ),
    ("=park", &["駐車", "お車", "parking", "park", "car "]),
    (
        "=child",
        &[
            "子ども",
            "子供",
            "お子様",
            "小学生",
            "幼児",
            "child",
            "kid",
            "under",
            "year-old",
            "years old",
            "young",
            "little",
            "baby",
            "toddler",
            "infant",
            "歳",
            "才",
        ],
    ),
    ("=member", &["会員", "member"]),
    (
        "=join",
        &[
            "入会",
            "登録",
            "joining",
            "join",
            "enrol",
            "registration",
            "sign-up",
            "setup",
            "set-up",
        ],
    ),
    (
        "=first",
        &["初回", "初月", "最初", "first", "trial", "体験", "お試し"],
    ),
    (
        "=look",
        &[
            "見積",
            "診断",
            "点検",
            "調査",
            "相談",
            "quote",
            "estimate",
            "inspection",
            "diagnos",
            "check",
            "consult",
            "advice",
        ],
    ),
    (
        "=lend",
        &[
            "貸し",
            "貸出",
            "レンタル",
            "代車",
            "代用",
            "loan",
            "lend",
            "borrow",
            "hire",
            "rent",
            "courtesy",
        ],
    ),
    (
        "=meal",
        &[
            "朝食",
            "夕食",
            "昼食",
            "食事",
            "breakfast",
            "lunch",
            "dinner",
            "meal",
        ],
    ),
    (
        "=net",
        &["wi-fi", "wifi", "internet", "インターネット", "ネット接続"],
    ),
    (
        "=store",
        &[
            "保管", "預か", "storage", "store", "keep", "luggage", "荷物",
        ],
    ),
    (
        "=issue",
        &[
            "発行",
            "再発行",
            "issue",
            "reissu",
            "replacement card",
            "new card",
            "new certificate",
            "duplicate",
        ],
    ),
    ("=cover", &["保険", "補償", "insurance", "cover", "waiver"]),
    ("=clean", &["清掃", "クリーニング", "洗い", "clean", "wash"]),
    (
        "=collect",
        &[
            "引き取",
            "引取",
            "回収",
            "集荷",
            "collect",
            "pick",
            "take away",
            "removal",
            "remove",
        ],
    ),
    (
        "=fit",
        &[
            "取付",
            "取り付け",
            "設置",
            "組立",
            "install",
            "fitting",
            "fitted",
            "assembl",
            "setting up",
        ],
    ),
    ("=guide", &["音声ガイド", "ガイド", "guide", "tour"]),
    ("=wait", &["延長", "extension", "extend", "renew"]),
    ("=dog", &["犬", "ペット", "dog", "pet"]),
    (
        "=spouse",
        &[
            "配偶者",
            "奥様",
            "ご主人",
            "wife",
            "husband",
            "spouse",
            "partner",
        ],
    ),
    (
        "=guest",
        &[
            "同伴",
            "付き添い",
            "付添",
            "お連れ",
            "companion",
            "guest",
            "accompan",
            "friend",
        ],
    ),
];

/// The words of a text, with one for all that mean the same.
fn told(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase().replace(['・', '/'], " ");
    let lower = lower.replace("'s ", " ");
    let same = SAME.iter().filter(|(_, words)| has_one(&lower, words));
    let same = same.map(|(name, _)| (*name).to_owned());
    let words = words_of(&lower).into_iter();
    let is_thing = |word: &String| {
        !word.starts_with('#')
            && !COMMON.contains(&word.as_str())
            && !SAME.iter().any(|(_, words)| words.contains(&word.as_str()))
    };
    same.chain(words.filter(is_thing)).collect()
}

/// Whether a text in lower case has one of these, English ones at the beginning of a word.
pub(super) fn has_one(lower: &str, words: &[&str]) -> bool {
    let begins = |at: usize, word: &str| {
        !word.is_ascii() || !lower[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
    };
    words.iter().any(|word| {
        let mut places = lower.match_indices(word);
        places.any(|(at, _)| begins(at, word))
    })
}

/// Whether a text in lower case says a word: of an English one the beginning.
fn says(lower: &str, word: &str) -> bool {
    /// Letters that two forms of a word share.
    const STEM: usize = 6;
    if let Some((_, words)) = SAME.iter().find(|(name, _)| *name == word) {
        return has_one(lower, words);
    }
    let word = match word.is_ascii() && word.len() >= 4 {
        true => word.trim_end_matches('s'),
        false => word,
    };
    has_one(
        lower,
        &[word.get(..STEM).filter(|_| word.is_ascii()).unwrap_or(word)],
    )
}

/// The clauses of all trusted sources that give something or charge for it.
pub(super) fn statements(desk: &Desk) -> Vec<Statement> {
    /// Statements that are compared.
    const MOST: usize = 600;
    let mut all = Vec::new();
    let trusted = desk.sources.iter().enumerate();
    for (index, source) in trusted.filter(|(_, source)| source.trusted) {
        let promised = source.mentions.iter().filter_map(|(mention, _)| {
            let says = match mention.class {
                Class::Free | Class::Waived | Class::ShopPays | Class::Gift | Class::Discount => {
                    Says::Free
                }
                Class::Charged | Class::CustomerPays => Says::Charged,
                _ => return None,
            };
            let is_part = mention.class == Class::Discount;
            Some((says, is_part, mention.bytes.clone(), mention.clause.clone()))
        });
        let amounts = source.found.iter().filter_map(|(found, _)| {
            let Value::Amount { value, .. } = found.value else {
                return None;
            };
            let sentence = source.folded.sentence_around(&found.bytes);
            let clause = clause_around(&source.folded.text, &found.bytes, &sentence);
            let says = match value {
                0 => Says::Free,
                _ => Says::Charged,
            };
            Some((says, false, found.bytes.clone(), clause))
        });
        let all_of_source = promised.chain(amounts);
        let room = MOST.saturating_sub(all.len());
        all.extend(all_of_source.take(room).map(|it| read(index, source, it)));
    }
    all
}

fn read(
    index: usize,
    source: &SourceText,
    (says, is_part, bytes, clause): (Says, bool, Span, Span),
) -> Statement {
    let text = &source.folded.text;
    let sentence = source.folded.sentence_around(&bytes);
    let cells = source.cells.iter();
    let cells = cells.filter(|cell| cell.bytes.start <= bytes.start && bytes.end <= cell.bytes.end);
    let mut own = text[clause].to_lowercase();
    for span in cells.flat_map(|cell| cell.row.iter().chain(&cell.head)) {
        own.push(' ');
        own.push_str(&text[span.clone()].to_lowercase());
    }
    let around = text[before(&source.folded, &sentence)..sentence.end].to_lowercase();
    let around = format!(
        "{own} {} {around}",
        heading(source, &sentence).to_lowercase()
    );
    Statement {
        source: index,
        in_case: CASE.is_match(&text[sentence.clone()]),
        bytes,
        sentence,
        says,
        is_part,
        own,
        around,
    }
}

/// What heads the text and the lines that one is of: a short first line, and a line that ends before a list.
fn heading<'s>(source: &'s SourceText, bytes: &Span) -> &'s str {
    const LONGEST: usize = 120;
    let text = &source.folded.text;
    let first = text.split('\n').next().unwrap_or_default();
    match first.len() <= LONGEST && first.len() < bytes.start {
        true => first,
        false => "",
    }
}

/// Where the sentence before another one begins, on its line or the line before.
fn before(folded: &Folded, sentence: &Span) -> usize {
    let head = folded.text[..sentence.start]
        .trim_end_matches(|c: char| c.is_whitespace() || "。.!?;".contains(c));
    let gap = &folded.text[head.len()..sentence.start];
    match head.chars().next_back() {
        Some(last) if gap.matches('\n').count() <= 1 => {
            let end = head.len();
            folded.sentence_around(&(end - last.len_utf8()..end)).start
        }
        _ => sentence.start,
    }
}

/// A sentence that says in which case something is so.
static CASE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)場合|なら|でしたら|ましたら|れば|以内|まで|以降|過ぎ|以上|未満|日前|前まで|前に|前の|後に|後は|後の|以後|当日|のみ|限り|[^た]だけ|以外|\b(?:if|unless|when|until|till|before|after|within|only|except|provided|over|under|from|once|while|up to|as long as|for (?:over|under)s?)\b",
    )
});

/// Judges what the reply says to be free by what it is; none where that decides nothing.
pub(super) fn judge(desk: &Desk, mention: &Mention) -> Option<Judgement> {
    if !matches!(mention.class, Class::Free | Class::Waived | Class::ShopPays) {
        return None;
    }
    let text = &desk.reply.text;
    let things = told(&text[mention.clause.clone()]);
    let mut all_things = told(&text[mention.sentence.clone()]);
    all_things.extend(subject(&text[mention.sentence.start..mention.bytes.start]));
    // "It is free", 無料で承ります: of what the sentence before tells.
    let own_text = &text[mention.sentence.clone()];
    let in_case = CASE.is_match(own_text);
    let is_bare = all_things.is_empty();
    if is_bare || in_case && all_things.len() <= 2 || REFERS.is_match(own_text) {
        let before = before(&desk.reply, &mention.sentence);
        all_things.extend(told(&text[before..mention.sentence.start]));
    }
    let written = text[mention.bytes.clone()].to_lowercase();
    // "He has 5.30 pm free": no price; 無料の方: who has been told to be.
    let is_time = |found: &Found| matches!(found.kind, Kind::Time | Kind::Date);
    let mut found = desk.found.iter().map(|(found, _)| found);
    let is_free_time = written == "free"
        && found.any(|it| {
            let end = it.bytes.end;
            is_time(it) && end <= mention.bytes.start && mention.bytes.start - end <= 6
        });
    let is_said_of_who = text[mention.bytes.end..].starts_with("の方");
    if is_free_time || is_said_of_who || all_things.is_empty() {
        return None;
    }
    let statements = desk.statements.get_or_init(|| statements(desk));
    let source = |statement: &Statement| desk.sources[statement.source].source(&statement.bytes);
    let free = || statements.iter().filter(|it| it.says == Says::Free);
    let is_included = written.contains("includ") || written.contains('含');
    let is_given = match is_included {
        // What a price holds is told in many ways.
        true => mentions(desk, &all_things),
        false => free().any(|it| all_things.iter().any(|word| says(&it.around, word))),
    };
    let is_noun = |word: &&String| !word.is_ascii() && word.chars().count() > 1 || word.is_ascii();
    let shared = |words: &str| -> Vec<String> {
        let things = things.iter().filter(is_noun);
        things.filter(|word| says(words, word)).cloned().collect()
    };
    let charged = statements
        .iter()
        .filter(|it| it.says == Says::Charged && !it.in_case)
        .map(|it| (it, shared(&it.own)))
        .max_by_key(|(_, shared)| shared.len())
        .filter(|(_, shared)| !shared.is_empty());
    // 料金は無料です: what it is of stands anywhere.
    if is_bare && !is_given {
        return None;
    }
    if in_case {
        return (!is_given && charged.is_none()).then(Judgement::unsupported);
    }
    // What a source gives by two of its words and more, and charges for by fewer.
    let given = free()
        .map(|it| (it, shared(&it.own).len()))
        .max_by_key(|(_, words)| *words);
    let against = charged.as_ref().map_or(0, |(_, words)| words.len());
    if let Some((given, words)) = given
        && words >= 2
        && words > against
        && !is_limited(desk, given)
    {
        return Some(Judgement::supported(Some(source(given))));
    }
    match charged {
        Some((charged, _)) if !is_given => Some(Judgement::contradicts(Some(source(charged)))),
        None if !is_given => Some(Judgement::unsupported()),
        // Charged for by more of its words than any that is free.
        Some((charged, words))
            if free().all(|it| {
                let own = shared(&it.around);
                own.len() < words.len() && own.iter().all(|word| words.contains(word))
            }) && free()
                .all(|it| it.source != charged.source || it.sentence != charged.sentence) =>
        {
            Some(Judgement::contradicts(Some(source(charged))))
        }
        _ => None,
    }
}

/// A word of hiragana that is what is spoken of: のしは.
fn subject(before: &str) -> Option<String> {
    let before = before.strip_suffix(['は', 'も', 'が'])?;
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{3096}');
    let word = before.trim_end_matches(is_kana);
    let word = &before[word.len()..];
    (2..=6)
        .contains(&word.chars().count())
        .then(|| word.to_owned())
}

/// Words that take up what has been spoken of.
static REFERS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:it|this|that|these|those|they|them|one|ones|so|such|which|the same)\b|その|これ|それ|こちら|同じ",
    )
});

/// Whether any trusted source has a word of what is promised.
fn mentions(desk: &Desk, things: &BTreeSet<String>) -> bool {
    let mut trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.any(|source| {
        let text = source.folded.lower();
        things.iter().any(|word| says(text, word))
    })
}

/// Whether a source gives something in one case alone: "only for damaged books".
fn is_limited(desk: &Desk, statement: &Statement) -> bool {
    let mut mentions = desk.sources[statement.source].mentions.iter();
    mentions.any(|(it, _)| it.class == Class::Only && it.sentence == statement.sentence)
}

/// Where a source gives what is promised, in its sentence or the one before; for what no other rule tells.
pub(super) fn given(desk: &Desk, mention: &Mention) -> Option<Source> {
    if !matches!(mention.class, Class::Free | Class::Waived) {
        return None;
    }
    let things = told(&desk.reply.text[mention.sentence.clone()]);
    let statements = desk.statements.get_or_init(|| statements(desk));
    let free = statements
        .iter()
        .filter(|it| it.says == Says::Free && !it.is_part);
    let shared = free.map(|it| (it, things.iter().filter(|word| says(&it.own, word)).count()));
    let (best, _) = shared
        .filter(|(_, count)| *count > 0)
        .max_by_key(|(_, count)| *count)?;
    Some(desk.sources[best.source].source(&best.bytes))
}
