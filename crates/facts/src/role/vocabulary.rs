//! The words that a text is compared by, and the concepts that hold across wordings and languages.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

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
pub(super) fn mentioned(text: &str) -> Vec<(&'static str, usize, usize)> {
    let (words, concepts) = &*WORDS;
    let found = words.find_overlapping_iter(text);
    found
        .map(|it| (concepts[it.pattern().as_usize()], it.start(), it.end()))
        .collect()
}

/// The concepts of a text and where they are; of two on one place the longer: 配達料 is postage, not a delivery.
pub(super) fn concepts(
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
pub(super) fn words(text: &str) -> Vec<(usize, &str)> {
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
