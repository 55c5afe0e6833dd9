//! What a fact is said of: the words around it, the nearest the heaviest, in concepts that hold across wordings and languages.

use std::collections::{HashMap, HashSet};

use crate::Span;
use crate::scan::sentence;
use crate::text::Folded;

/// Words with weights, and among them the label: what is written right beside the fact, with no other number between.
#[derive(Debug, Default)]
pub(crate) struct Role {
    words: HashMap<String, f32>,
    label: HashSet<String>,
}

impl Role {
    /// How much a concept (`#total`) is near.
    pub fn has(&self, concept: &str) -> f32 {
        self.words.get(concept).copied().unwrap_or(0.0)
    }

    /// The words and concepts around the fact.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    /// Whether a concept is right beside the fact.
    pub fn label_has(&self, concept: &str) -> bool {
        self.label.contains(concept)
    }

    /// How many words two labels share; a concept counts twice.
    pub fn shared_label(&self, other: &Role) -> usize {
        self.label
            .intersection(&other.label)
            .map(|word| if word.starts_with('#') { 2 } else { 1 })
            .sum()
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
    ("morning", &["午前", "朝", "morning"]),
    ("afternoon", &["午後", "afternoon"]),
];

const STOP: &[&str] = &[
    "the", "and", "for", "you", "your", "our", "are", "was", "will", "with", "that", "this",
    "have", "has", "can", "not", "from", "but", "please", "would", "there", "here", "its", "it's",
    "we're", "we'll", "they", "them", "all", "any", "been", "were", "about", "also", "than",
    "then", "which", "when", "what", "who", "how", "usd", "gbp", "eur", "yen", "dollars", "pounds",
    "euros", "jpy",
];

/// The words around a span of bytes, within its sentence.
pub(crate) fn role(folded: &Folded, bytes: &Span) -> Role {
    let sentence = sentence(&folded.text, bytes);
    let text = folded.text[sentence.clone()].to_lowercase();
    // Lower case may change a length; then positions are near enough.
    let (from, to) = (bytes.start - sentence.start, bytes.end - sentence.start);
    let mut role = Role::default();
    let label = label(&text, from, to);
    let mut add = |token: String, at: usize, end: usize, weight: f32| {
        let (gap, between) = if end <= from {
            (from - end, text.get(end..from))
        } else if at >= to {
            (at - to, text.get(to..at))
        } else {
            return;
        };
        let stops = between.map_or(0, |between| {
            between
                .chars()
                .filter(|c| matches!(c, '、' | ',' | '・' | '/' | '(' | ')' | '|' | ':'))
                .count()
        });
        // Japanese words are three bytes a character and half as long as English ones: bytes are alike.
        let near = 1.0 / (1.0 + gap as f32 / 18.0) * 0.6_f32.powi(stops as i32);
        // A label goes before its value more often than behind it.
        let near = if end <= from { near } else { near * 0.8 };
        if at >= label.start && end <= label.end {
            role.label.insert(token.clone());
        }
        let entry = role.words.entry(token).or_insert(0.0);
        *entry = entry.max(near * weight);
    };
    for (concept, at, end) in concepts(&text) {
        add(format!("#{concept}"), at, end, 2.0);
    }
    for (at, word) in words(&text) {
        add(word.to_owned(), at, at + word.len(), 1.0);
    }
    before(folded, &sentence, &mut role);
    role
}

/// The stretch around a fact without another number or a stop: its label, before it or behind it.
fn label(text: &str, from: usize, to: usize) -> Span {
    let stops =
        |c: char| c.is_ascii_digit() || matches!(c, '、' | ',' | ';' | '|' | '/' | '(' | ')');
    let before = text.get(..from).map_or("", |head| {
        head.trim_end_matches(['¥', '$', '£', '€', ' ', '('])
    });
    let start = before.rfind(stops).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let rest = text.get(to..).unwrap_or_default();
    // Behind a value is its label only where a word ties them: 5,500円の技術料, "£2.80 for postage", "£46 a night".
    let tied = [
        "の", " for ", " a ", " an ", " per ", " each", " of ", " in ", " net", " gross", " on ",
        " off",
    ]
    .iter()
    .any(|word| rest.starts_with(word));
    let end = if tied {
        rest.find(stops).map_or(text.len(), |at| to + at)
    } else {
        to
    };
    start..end
}

/// The concepts of a text and where they are; of two on one place the longer: 配達料 is postage, not a delivery.
fn concepts(text: &str) -> Vec<(&'static str, usize, usize)> {
    let mut found = Vec::new();
    for (concept, words) in CONCEPTS {
        for word in *words {
            for (at, _) in text.match_indices(word) {
                if !(word.is_ascii() && text[..at].ends_with(|c: char| c.is_ascii_alphanumeric())) {
                    found.push((*concept, at, at + word.len()));
                }
            }
        }
    }
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
fn before(folded: &Folded, own: &Span, role: &mut Role) {
    let head = folded.text[..own.start].trim_end_matches(['。', '.', ' ', '!', '?', ';']);
    if head.is_empty() || folded.text[head.len()..own.start].contains('\n') {
        return;
    }
    let last = head.chars().next_back().map_or(0, char::len_utf8);
    let previous = sentence(&folded.text, &(head.len() - last..head.len()));
    let text = folded.text[previous].to_lowercase();
    let says_itself = role
        .words
        .iter()
        .any(|(word, weight)| word.starts_with('#') && *weight > 0.8);
    let weight = if says_itself { 0.4 } else { 1.2 };
    for (concept, words) in CONCEPTS {
        if words.iter().any(|word| text.contains(word)) {
            role.words.entry(format!("#{concept}")).or_insert(weight);
        }
    }
}

/// How much two facts are said of the same thing.
pub(crate) fn likeness(a: &Role, b: &Role) -> f32 {
    a.words
        .iter()
        .filter_map(|(token, weight)| b.words.get(token).map(|other| weight.min(*other)))
        .sum()
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
            if letters.len() == 1 {
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
            return stem;
        }
    }
    word
}
