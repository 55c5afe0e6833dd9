//! What a fact is said of: the words around it, the nearest the heaviest, in concepts that hold across wordings and languages.

use std::rc::Rc;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::Span;
use crate::pattern::{Pattern, pattern};
use crate::text::Folded;

/// Words with weights, and among them the label: what is written right beside the fact, with no other number between.
#[derive(Debug, Default)]
pub(crate) struct Role {
    /// In the order of their keys, each once.
    words: Vec<Weighed>,
}

/// A word or a concept (`#total`) around a fact.
#[derive(Debug)]
struct Weighed {
    key: u64,
    weight: f32,
    is_label: bool,
    /// Part of the label, or of what is said behind the fact before the next one begins.
    is_beside: bool,
    /// Its number among the words beside the fact; 0 beyond 64 of them.
    bit: u64,
    token: Rc<str>,
}

/// Which words beside a fact are right beside another one, too, by their bits: those of both labels, and all.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Shared {
    pub label: u64,
    pub beside: u64,
}

impl Role {
    /// How much a concept (`#total`) is near.
    pub fn has(&self, concept: &str) -> f32 {
        self.find(concept).map_or(0.0, |word| word.weight)
    }

    /// Adds other facts beside this one, each with how far it is, and whether it is part of the label: 150枚 7,480円.
    pub fn add(&mut self, beside: impl Iterator<Item = (String, usize, bool)>) {
        let before = self.words.len();
        self.words
            .extend(beside.map(|(token, gap, is_label)| Weighed {
                key: key(&token),
                weight: if token.starts_with("@quantity") {
                    0.6
                } else {
                    1.5
                } * nearness(gap),
                is_label,
                is_beside: is_label,
                bit: 0,
                token: token.into(),
            }));
        if self.words.len() > before {
            self.settle();
        }
    }

    /// Adds the words that name its row and its column.
    pub fn name(&mut self, tokens: &[String]) {
        self.words.extend(tokens.iter().map(|token| Weighed {
            key: key(token),
            weight: if token.starts_with('#') { 2.0 } else { 1.0 },
            is_label: true,
            is_beside: true,
            bit: 0,
            token: token.as_str().into(),
        }));
        self.settle();
    }

    fn find(&self, token: &str) -> Option<&Weighed> {
        let key = key(token);
        let at = self.words.binary_search_by_key(&key, |word| word.key);
        at.ok().map(|at| &self.words[at])
    }

    /// The words and concepts around the fact.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| &*word.token)
    }

    /// Whether a concept is right beside the fact.
    pub fn label_has(&self, concept: &str) -> bool {
        self.find(concept).is_some_and(|word| word.is_label)
    }

    /// The words of its label, without concepts.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let labels = self.words.iter().filter(|word| word.is_label);
        labels
            .map(|word| &*word.token)
            .filter(|word| !word.starts_with(['#', '@']))
    }

    /// Facts that are right beside both, where neither says more of another one: "45 minutes" of £28.
    pub fn shares_fact(&self, other: &Role) -> bool {
        shared(self, other).any(|(a, b)| {
            a.token.starts_with('@')
                && a.weight.min(b.weight)
                    >= if a.token.starts_with("@quantity") {
                        0.3
                    } else {
                        0.75
                    }
        })
    }

    /// Whether anything is right beside the fact.
    pub fn is_labelled(&self) -> bool {
        self.words.iter().any(|word| word.is_label)
    }

    /// How many words two labels share; a concept counts twice.
    pub fn shared_label(&self, other: &Role) -> usize {
        shared(self, other)
            .filter(|(a, b)| a.is_label && b.is_label && &*a.token != "#each")
            .map(|(word, _)| if word.token.starts_with('#') { 2 } else { 1 })
            .sum()
    }

    /// Which part of this label another fact's words have: a value is of the same thing where they have most of it.
    pub fn covered_by(&self, other: &Role) -> f32 {
        let weight = |word: &Weighed| {
            if word.token.starts_with('#') {
                2.0
            } else {
                1.0
            }
        };
        let labels = self.words.iter().filter(|word| word.is_label);
        let all: f32 = labels.map(weight).sum();
        let both = shared(self, other).filter(|(word, _)| word.is_label);
        let both: f32 = both.map(|(word, _)| weight(word)).sum();
        both / all.max(1.0)
    }

    /// Which of the words beside this fact are right beside another one.
    pub fn shared_words(&self, other: &Role) -> Shared {
        let mut all = Shared::default();
        for (ours, theirs) in shared(self, other) {
            if !theirs.is_beside || &*ours.token == "#each" {
                continue;
            }
            if ours.is_label && theirs.is_label {
                all.label |= ours.bit;
            }
            all.beside |= ours.bit;
        }
        all
    }

    /// How much these words of the role weigh; a concept counts twice.
    pub fn weight_of(&self, bits: u64) -> usize {
        let words = self.words.iter().filter(|word| word.bit & bits != 0);
        words
            .map(|word| if word.token.starts_with('#') { 2 } else { 1 })
            .sum()
    }

    /// Sorts the words, keeps each once, and numbers those beside the fact.
    fn settle(&mut self) {
        self.words
            .sort_by(|a, b| a.key.cmp(&b.key).then(b.weight.total_cmp(&a.weight)));
        self.words.dedup_by(|again, first| {
            let is_again = again.key == first.key;
            first.is_label |= is_again && again.is_label;
            first.is_beside |= is_again && again.is_beside;
            is_again
        });
        let mut next = 1_u64;
        for word in &mut self.words {
            word.bit = 0;
            if word.is_beside {
                word.bit = next;
                next = next.checked_shl(1).unwrap_or(0);
            }
        }
    }
}

/// FNV-1a (Fowler, Noll, Vo): the same token, the same key.
fn key(token: &str) -> u64 {
    token.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The words that two roles share.
fn shared<'a>(a: &'a Role, b: &'a Role) -> impl Iterator<Item = (&'a Weighed, &'a Weighed)> {
    let (mut a, mut b) = (a.words.iter().peekable(), b.words.iter().peekable());
    std::iter::from_fn(move || {
        loop {
            let (x, y) = (a.peek()?, b.peek()?);
            match x.key.cmp(&y.key) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => return a.next().zip(b.next()),
            }
        }
    })
}

/// What is found in a sentence once for all the facts that it states.
#[derive(Debug)]
pub(crate) struct Sentence {
    span: Span,
    /// In lower case.
    text: String,
    /// Concepts and words, with where they are and how much they weigh.
    tokens: Vec<(Rc<str>, u64, Span, f32)>,
    /// Where its stops are, in their order.
    stops: Vec<usize>,
    /// Concepts that are named anywhere in it, within longer words, too.
    named: Vec<(Rc<str>, u64)>,
}

impl Sentence {
    fn read(folded: &Folded, span: Span) -> Sentence {
        let text = folded.text[span.clone()].to_lowercase();
        let token = |token: String| {
            let key = key(&token);
            (Rc::<str>::from(token), key)
        };
        let mentioned = mentioned(&text);
        let concepts = concepts(&text, &mentioned)
            .into_iter()
            .map(|(concept, at, end)| {
                let (token, key) = token(format!("#{concept}"));
                // "Each" is said of most prices.
                let weight = if concept == "each" { 0.5 } else { 2.0 };
                (token, key, at..end, weight)
            });
        let words = words(&text).into_iter().map(|(at, word)| {
            let (token, key) = token(word.to_owned());
            (token, key, at..at + word.len(), 1.0)
        });
        let tokens = concepts.chain(words).collect();
        let mut named: Vec<&str> = mentioned.iter().map(|(concept, _, _)| *concept).collect();
        named.sort_unstable();
        named.dedup();
        let named = named
            .into_iter()
            .map(|concept| token(format!("#{concept}")));
        let named = named.collect();
        let stops = text
            .match_indices(['、', ',', '・', '/', '(', ')', '|', ':'])
            .map(|(at, _)| at)
            .collect();
        Sentence {
            span,
            text,
            stops,
            tokens,
            named,
        }
    }
}

/// Words that mean the same thing in a shop's mails.
const CONCEPTS: &[(&str, &[&str])] = &[
    (
        "postage",
        &[
            "送料",
            "配達料",
            "配送料",
            "運賃",
            "postage",
            "shipping",
            "delivery fee",
            "delivery charge",
            "delivery cost",
            "freight",
            "carriage",
        ],
    ),
    (
        "deliver",
        &[
            "配達",
            "お届け",
            "届き",
            "届く",
            "到着",
            "着予定",
            "着日",
            "納品",
            "納期",
            "deliver",
            "arriv",
            "reach you",
            "get to you",
        ],
    ),
    (
        "dispatch",
        &["発送", "出荷", "ship", "dispatch", "sent out", "leave our"],
    ),
    (
        "total",
        &[
            "合計",
            "総額",
            "計",
            "total",
            "altogether",
            "together",
            "in all",
            "comes to",
            "sum",
        ],
    ),
    (
        "each",
        &[
            "1冊",
            "1個",
            "1本",
            "1枚",
            "1点",
            "1泊",
            "1回あたり",
            "1名",
            "1人",
            "1台",
            "1箱",
            "1袋",
            "単価",
            "@",
            "each",
            "per ",
            "apiece",
            "a night",
            "a day",
            "an hour",
        ],
    ),
    ("tax", &["消費税", "税額", "vat", "tax", "gst"]),
    (
        "net",
        &["税抜", "税別", "本体", "net", "before vat", "before tax"],
    ),
    (
        "due",
        &[
            "期限",
            "期日",
            "締切",
            "締め切り",
            "支払",
            "振込",
            "due",
            "deadline",
            "pay by",
            "payable",
        ],
    ),
    (
        "open",
        &[
            "営業",
            "開店",
            "開館",
            "オープン",
            "受付時間",
            "open",
            "hours",
            "店舗",
            "お店",
        ],
    ),
    ("close", &["閉店", "閉館", "定休", "休み", "休業", "close"]),
    (
        "pickup",
        &[
            "お迎え",
            "引き取り",
            "引取",
            "受け取り",
            "お渡し",
            "pick-up",
            "pick up",
            "pickup",
            "collect",
        ],
    ),
    (
        "checkin",
        &[
            "チェックイン",
            "お預かり",
            "check-in",
            "check in",
            "drop-off",
            "drop off",
        ],
    ),
    ("checkout", &["チェックアウト", "check-out", "check out"]),
    (
        "return",
        &["返品", "返送", "return", "send back", "sent back"],
    ),
    (
        "refund",
        &["返金", "払い戻し", "払戻", "refund", "money back"],
    ),
    ("exchange", &["交換", "exchang", "replac"]),
    ("warranty", &["保証", "warrant", "guarantee"]),
    (
        "deposit",
        &["手付", "内金", "前金", "敷金", "予約金", "deposit"],
    ),
    (
        "cancel",
        &["キャンセル", "取消", "取り消し", "解約", "cancel"],
    ),
    (
        "discount",
        &[
            "割引",
            "値引",
            "割",
            "discount",
            "% off",
            "per cent off",
            "percent off",
            "early bird",
        ],
    ),
    ("valid", &["有効", "valid", "expire", "good for"]),
    ("fee", &["手数料", "fee", "charge", "料金", "代金", "費用"]),
    (
        "late",
        &[
            "過ぎ",
            "以降",
            "延滞",
            "超過",
            "遅延",
            "late",
            "after that",
            "overdue",
            "later",
        ],
    ),
    ("phone", &["電話", "tel", "phone", "call", "ring"]),
    (
        "class",
        &[
            "クラス",
            "レッスン",
            "講座",
            "教室",
            "class",
            "lesson",
            "course",
            "session",
        ],
    ),
    ("membership", &["入会", "会費", "会員", "member", "join"]),
    ("order", &["注文", "申込", "ご購入", "order", "purchase"]),
    ("book", &["予約", "book", "reserv"]),
    ("invoice", &["請求", "invoice", "bill"]),
    ("interest", &["利息", "利率", "金利", "interest"]),
    (
        "certificate",
        &[
            "証明",
            "ワクチン",
            "vaccin",
            "proof",
            "certificate",
            "shots",
        ],
    ),
    ("repair", &["修理", "repair", "fix"]),
    ("stock", &["入荷", "在庫", "stock", "available", "restock"]),
    ("start", &["開始", "開場", "始ま", "start", "begin"]),
    ("end", &["終了", "終わ", "end", "finish"]),
    ("weight", &["重さ", "重量", "weigh", "weight"]),
    (
        "size",
        &[
            "サイズ",
            "寸法",
            "大きさ",
            "幅",
            "高さ",
            "奥行",
            "size",
            "wide",
            "tall",
            "long",
            "width",
            "height",
            "depth",
        ],
    ),
    ("adult", &["大人", "おとな", "一般", "adult"]),
    (
        "child",
        &["子ども", "子供", "こども", "小人", "小学生", "child", "kid"],
    ),
    ("weekday", &["平日", "weekday", "monday to friday"]),
    (
        "weekend",
        &["土日", "週末", "weekend", "saturday", "sunday"],
    ),
    (
        "damage",
        &[
            "破損", "不良", "欠け", "傷", "壊れ", "汚れ", "damag", "broken", "crack", "faulty",
            "defect", "chipped",
        ],
    ),
    ("morning", &["午前", "朝", "morning"]),
    ("afternoon", &["午後", "afternoon"]),
];

const STOP: &[&str] = &[
    "the", "and", "for", "you", "your", "our", "are", "was", "will", "with", "that", "this",
    "have", "has", "can", "not", "from", "but", "please", "would", "there", "here", "its", "it's",
    "we're", "we'll", "they", "them", "all", "any", "been", "were", "about", "also", "than",
    "then", "which", "when", "what", "who", "how", "usd", "gbp", "eur", "yen", "dollars", "pounds",
    "euros", "jpy", "each", "per",
];

/// The words around a span of bytes, within its sentence.
pub(crate) fn role(folded: &Folded, bytes: &Span) -> Role {
    around(folded, bytes, None)
}

/// The same with the words of the span: "the full fee is returned" says itself what is. Its label is its clause.
pub(crate) fn role_of_clause(folded: &Folded, bytes: &Span, clause: &Span, with_own: bool) -> Role {
    around(folded, bytes, Some((clause, with_own)))
}

/// Bytes between a fact and a word beyond which the word says nothing of it: what a line lists grows with the line, and the
/// words of each of its facts must not.
const FARTHEST: usize = 600;

fn around(folded: &Folded, bytes: &Span, clause: Option<(&Span, bool)>) -> Role {
    let sentence = folded.sentence(folded.sentence_around(bytes), Sentence::read);
    let text = &sentence.text;
    // Lower case may change a length; then positions are near enough.
    let (from, to) = (
        bytes.start - sentence.span.start,
        bytes.end - sentence.span.start,
    );
    let label = match clause {
        Some((clause, _)) => clause.start - sentence.span.start..clause.end - sentence.span.start,
        None => label(text, from, to),
    };
    let beside = label.start..label.end.max(behind(text, to));
    let heading = heading(text).filter(|end| *end <= from).unwrap_or(0);
    let mut words = Vec::new();
    let stops_before = |at: usize| sentence.stops.partition_point(|stop| *stop < at);
    for (token, key, span, weight) in &sentence.tokens {
        let (gap, stops) = if span.end <= from {
            let stops = stops_before(from) - stops_before(span.end);
            (from - span.end, stops)
        } else if span.start >= to {
            let stops = stops_before(span.start) - stops_before(to);
            (span.start - to, stops)
        } else if clause.is_some() {
            (0, 0)
        } else {
            continue;
        };
        if gap > FARTHEST && span.end > heading {
            continue;
        }
        // Japanese words are three bytes a character and half as long as English ones: bytes are alike.
        let near = nearness(gap) * 0.6_f32.powi(stops as i32);
        // What heads a list is as near to each of its lines.
        let near = if span.end <= heading {
            near.max(0.6)
        } else {
            near
        };
        // A label goes before its value more often than behind it.
        let near = if span.end <= from { near } else { near * 0.8 };
        words.push(Weighed {
            key: *key,
            weight: near * weight,
            is_label: span.start >= label.start
                && span.end <= label.end
                // The promise itself is no word of what it is of.
                && (clause.is_none_or(|(_, with_own)| with_own) || span.end <= from || span.start >= to),
            is_beside: span.end <= heading || span.start >= beside.start && span.end <= beside.end,
            bit: 0,
            token: Rc::clone(token),
        });
    }
    // "It is free" is said of what the sentence before tells.
    let is_bare = clause.is_some() && {
        let letters = |text: Option<&str>| {
            text.map_or(0, |text| text.chars().filter(|c| c.is_alphabetic()).count())
        };
        letters(text.get(..from)) < 3
            && letters(text.get(to..)) < 3
            // "No dogs" says itself what of.
            && !text.get(from..to).is_some_and(|own| own.starts_with("no "))
    };
    before(folded, &sentence.span, is_bare, &mut words);
    let mut role = Role { words };
    role.settle();
    role
}

/// The end of what heads a list, which is said of all in it: 草履サイズ:S(22~23cm)、M(23~24cm).
fn heading(text: &str) -> Option<usize> {
    const LONGEST: usize = 48;
    let end = text.find(':')?;
    let head = &text[..end];
    (end <= LONGEST && !head.contains(|c: char| c.is_ascii_digit() || matches!(c, '、' | ',')))
        .then_some(end)
}

/// The end of what is said behind a fact without another number: "two hours with the pitch raise", not "£4 an hour, £9 a day".
fn behind(text: &str, to: usize) -> usize {
    static END: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"[、,;|/()。:0-9¥$£€]|\b(?:and|or|but|then|plus)\b"));
    let rest = text.get(to..).unwrap_or_default();
    match END.find(rest) {
        Some(end)
            if end
                .as_str()
                .starts_with(|c: char| c.is_ascii_digit() || "¥$£€:".contains(c)) =>
        {
            to
        }
        Some(end) => to + end.start(),
        None => text.len(),
    }
}

/// What so many bytes in between leave of a word's weight.
fn nearness(gap: usize) -> f32 {
    1.0 / (1.0 + gap as f32 / 18.0)
}

/// The stretch around a fact without another number or a stop: its label, before it or behind it.
fn label(text: &str, from: usize, to: usize) -> Span {
    let stops =
        |c: char| c.is_ascii_digit() || matches!(c, '、' | ',' | ';' | '|' | '/' | '(' | ')');
    let mut before = text.get(..from).map_or("", |head| {
        head.trim_end_matches(['¥', '$', '£', '€', ' ', '('])
    });
    // "A 3-bed" is what it is said of.
    let compound = |at: usize| {
        let mut behind = text[at..].chars().skip(1);
        behind.next() == Some('-') && behind.next().is_some_and(char::is_alphabetic)
    };
    let mut start = after_stop(before, stops, &compound);
    // Of a list, each has the label of the first: 候補日 2/9、2/17; "slots 11.45-12.30 and 12.30-1.15".
    let joins = |text: &str| {
        let text =
            text.trim_start_matches(|c: char| "日時分半円年名枚個本月火水木金土(祝休)".contains(c));
        matches!(
            text.trim(),
            "" | "and"
                | "or"
                | "&"
                | "・"
                | "と"
                | "または"
                | "~"
                | "-"
                | "から"
                | "to"
                | "until"
                | "through"
        )
    };
    if start > 0 && joins(&before[start..]) {
        let listed = before[..start].trim_end_matches(|c: char| {
            c.is_ascii_digit()
                || c.is_ascii_punctuation()
                || c.is_whitespace()
                || "、・~¥£€円月日火水木金土年時分半名枚個本祝休".contains(c)
        });
        start = after_stop(listed, stops, &compound);
        before = listed;
    }
    // The unit of the number before is no label: 300kWhを超えた分は.
    start += before[start..].len()
        - before[start..]
            .trim_start_matches(|c: char| {
                c.is_ascii_alphanumeric() && before[..start].ends_with(|d: char| d.is_ascii_digit())
            })
            .len();
    // What was added or taken away is no label of what comes of it: 消費税を含めて40,040円.
    if let Some(operand) = OPERAND.find_iter(&before[start..]).last() {
        start += operand.end();
    }
    let rest = text.get(to..).unwrap_or_default();
    // Behind a value is its label only where a word ties them: 5,500円の技術料, "£2.80 for postage", "£46 a night".
    let tied = [
        "の", " for ", " a ", " an ", " per ", " each", " of ", " in ", " net", " gross", " on ",
        " off",
    ]
    .iter()
    .any(|word| rest.starts_with(word))
        || is_noun_behind(rest);
    let end = if tied {
        rest.find(stops).map_or(text.len(), |at| to + at)
    } else {
        to
    };
    start..end
}

/// Where the label begins that ends with `text`: behind the last stop. What is in brackets within is part of it, and so is
/// the one of a price: 配達 1Lあたり 118円, ライトプラン(月額3,480円.
fn after_stop(
    text: &str,
    stops: impl Fn(char) -> bool,
    compound: &impl Fn(usize) -> bool,
) -> usize {
    let mut inside = 0;
    for (at, character) in text.char_indices().rev() {
        let end = at + character.len_utf8();
        match character {
            ')' if text[end..]
                .trim_start()
                .starts_with(|c: char| c.is_alphabetic())
                // metro (to 25 km) $16
                || end == text.len() && text.is_ascii() && text.contains('(')
                || inside > 0 =>
            {
                inside += 1
            }
            '(' => inside = (inside - 1_i32).max(0),
            _ if inside > 0 => {}
            '1' if is_one(&text[..at], &text[end..]) => {}
            _ if character.is_ascii_digit() && is_of_one_too(&text[end..]) => {}
            _ if stops(character) && !compound(at) => return end,
            _ => {}
        }
    }
    0
}

/// Whether what follows a digit is what is counted and then one of them: シャツ 7枚 1枚 is as much of shirts as シャツ 1枚.
fn is_of_one_too(behind: &str) -> bool {
    let behind = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    let end =
        behind.find(|c: char| !matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'));
    let Some((counter, rest)) = end.and_then(|end| behind.split_at_checked(end)) else {
        return false;
    };
    let rest = rest.trim_start().strip_prefix('1');
    !counter.is_empty() && rest.is_some_and(|rest| rest.starts_with(counter))
}

/// Whether a 1 between two texts is that of "one of them": 1枚, 1Lあたり; not that of 1月, 21枚 or 1.5L.
fn is_one(before: &str, behind: &str) -> bool {
    !before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '/' | '-' | ':'))
        && behind.starts_with(|c: char| {
            c.is_alphabetic() && !matches!(c, '月' | '日' | '年' | '時' | '分')
        })
}

/// "your $100 retainer", "the £20 deposit": a word right behind that joins nothing.
fn is_noun_behind(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix(' ') else {
        return false;
    };
    let word = rest
        .split(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    word.len() > 3
        && ![
            "that",
            "this",
            "with",
            "plus",
            "from",
            "until",
            "before",
            "after",
            "than",
            "then",
            "when",
            "which",
            "will",
            "would",
            "could",
            "should",
            "have",
            "were",
            "your",
            "only",
            "more",
            "less",
            "instead",
            "including",
            "excluding",
            "over",
            "under",
            "once",
            "today",
            "while",
            "because",
            "since",
            "paid",
            "from",
            "into",
            "once",
            "altogether",
            "total",
            "together",
        ]
        .contains(&word)
}

/// What stands behind what an amount was computed with.
static OPERAND: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:を含めた?て?|も含めて?|を含んだ|を含む|込みで|込みの|を加えた?て?|を足した?て?|を合わせた?て?|とあわせた?て?|と合わせた?て?|を差し引いた?て?|を引いた?て?|を除いた?て?|から差し引いた?て?)|\b(?:leaves|leaving|comes? to|coming to|makes|making(?: it)?|brings [a-z ]{2,20} to|is now|down to|up to)\b",
    )
});

/// The words of all concepts, and of each the concept.
static WORDS: LazyLock<(AhoCorasick, Vec<&'static str>)> = LazyLock::new(|| {
    let words = CONCEPTS
        .iter()
        .flat_map(|(concept, words)| words.iter().map(move |word| (*concept, *word)));
    let (concepts, words): (Vec<_>, Vec<_>) = words.unzip();
    let all = AhoCorasick::new(words).expect("the words are few");
    (all, concepts)
});

/// Where the words of concepts are, within longer words, too.
fn mentioned(text: &str) -> Vec<(&'static str, usize, usize)> {
    let (words, concepts) = &*WORDS;
    let found = words.find_overlapping_iter(text);
    found
        .map(|it| (concepts[it.pattern().as_usize()], it.start(), it.end()))
        .collect()
}

/// The concepts of a text and where they are; of two on one place the longer: 配達料 is postage, not a delivery.
fn concepts(
    text: &str,
    mentioned: &[(&'static str, usize, usize)],
) -> Vec<(&'static str, usize, usize)> {
    let begins = |(_, at, end): &&(&str, usize, usize)| {
        let is_ascii = text[*at..*end].is_ascii();
        !(is_ascii && text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let found: Vec<_> = mentioned.iter().filter(begins).copied().collect();
    let covered = |at: usize, end: usize| {
        found
            .iter()
            .any(|(_, from, to)| *from <= at && end <= *to && end - at < to - from)
    };
    found
        .iter()
        .filter(|(_, at, end)| !covered(*at, *end))
        .copied()
        .collect()
}

/// The sentence before on the same line says what a short one goes on about: 配達料は無料です。それ未満は330円いただきます。
fn before(folded: &Folded, own: &Span, is_bare: bool, words: &mut Vec<Weighed>) {
    let head = folded.text[..own.start].trim_end_matches(['。', '.', ' ', '!', '?', ';']);
    if head.is_empty() || folded.text[head.len()..own.start].contains('\n') {
        return;
    }
    let last = head.chars().next_back().map_or(0, char::len_utf8);
    let previous = folded.sentence_around(&(head.len() - last..head.len()));
    let previous = folded.sentence(previous, Sentence::read);
    if is_bare {
        words.extend(
            previous
                .tokens
                .iter()
                .map(|(token, key, _, weight)| Weighed {
                    key: *key,
                    weight: weight * 0.6,
                    is_label: true,
                    is_beside: true,
                    bit: 0,
                    token: Rc::clone(token),
                }),
        );
    }
    let says_itself = words
        .iter()
        .any(|word| word.token.starts_with('#') && word.weight > 0.8);
    let weight = if says_itself { 0.4 } else { 0.9 };
    for (token, key) in &previous.named {
        if words.iter().all(|word| word.key != *key) {
            words.push(Weighed {
                key: *key,
                weight,
                is_label: false,
                is_beside: false,
                bit: 0,
                token: Rc::clone(token),
            });
        }
    }
}

/// How much two facts are said of the same thing.
pub(crate) fn likeness(a: &Role, b: &Role) -> f32 {
    shared(a, b).map(|(a, b)| a.weight.min(b.weight)).sum()
}

/// The words and concepts of a text, for comparing.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let concepts = mentioned(&text)
        .into_iter()
        .map(|(concept, _, _)| format!("#{concept}"));
    let words = words(&text).into_iter().map(|(_, word)| word.to_owned());
    concepts.chain(words).collect()
}

/// Words of Latin letters, runs of katakana, pairs of kanji: with where they begin.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut class = ' ';
    let mut push = |start: usize, end: usize, class: char| match class {
        'a' => {
            let word = stem(&text[start..end]);
            if word.len() >= 3 && !STOP.contains(&word) {
                words.push((start, word));
            }
        }
        'k' if end - start >= 6 => words.push((start, &text[start..end])),
        'h' => {
            let run = &text[start..end];
            let letters: Vec<(usize, char)> = run.char_indices().collect();
            if letters.len() == 1 && !"日月年時分円名個枚本回人".contains(run) {
                words.push((start, run));
            }
            for pair in letters.windows(2) {
                words.push((
                    start + pair[0].0,
                    &run[pair[0].0..pair[1].0 + pair[1].1.len_utf8()],
                ));
            }
        }
        _ => {}
    };
    for (at, character) in text.char_indices() {
        let next = match character {
            'a'..='z' | '\'' | '\u{df}'..='\u{24f}' => 'a',
            '\u{30a1}'..='\u{30ff}' => 'k',
            '\u{4e00}'..='\u{9fff}' | '々' => 'h',
            _ => ' ',
        };
        if next != class {
            push(start, at, class);
            start = at;
            class = next;
        }
    }
    push(start, text.len(), class);
    words
}

fn stem(word: &str) -> &str {
    let word = word.trim_matches('\'');
    for ending in ["ing", "ies", "ed", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() >= 4
        {
            return stem.trim_end_matches('e');
        }
    }
    match word.len() {
        ..=4 => word,
        _ => word.trim_end_matches('e'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_around_each_fact_of_a_line_does_not_grow_with_the_line() {
        let most = |prices: usize| {
            let line =
                |item: usize| format!("商品{item}は{}円、item {item} at ${item}", 1_000 + item);
            let line: Vec<String> = (0..prices).map(line).collect();
            let folded = Folded::new(&line.join("、"));
            let places = folded.text.match_indices('$');
            let roles: Vec<Role> = places.map(|(at, _)| role(&folded, &(at..at + 2))).collect();
            let words = roles.iter().map(|role| role.words.len()).max();
            let middle = roles.len() / 2;
            let at = folded
                .text
                .match_indices('$')
                .nth(middle)
                .map_or(0, |it| it.0);
            let read = folded.sentence_around(&(at..at + 2));
            (words.unwrap_or(0), read.len())
        };
        let (short, long) = (most(200), most(1_600));
        assert!(long.0 <= short.0 + short.0 / 4, "{short:?}, {long:?}");
        assert!(long.1 <= 4_096, "{long:?}");
    }
}
