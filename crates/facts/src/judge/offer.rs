//! What a reply offers beside the promises of its own words: ways of paying, services, gifts, and when something is paid.

use std::sync::LazyLock;

use super::{Desk, Judgement, SourceText};
use crate::Span;
use crate::pattern::{Pattern, head, pattern, tail};
use crate::role::words_of;

/// How an offer is made, and words of which a source has one where there is such a service.
const OFFERS: &[(&str, &[&str])] = &[
    (
        r"(?:代わり|代用|代替|予備)[^。、\n]{0,10}お貸し(?:します|いたします|できます)",
        &["貸", "レンタル"],
    ),
    (
        r"代わりに[^。、\n]{0,12}(?:お出し|ご用意)(?:します|いたします)",
        &["代わり", "代替"],
    ),
    (
        r"送迎(?:します|いたします|を承|も承|も無料)",
        &["送迎", "送り迎え"],
    ),
    (
        r"郵送で(?:お届け|お送り)(?:します|いたします)|(?:ご自宅|お宅)まで[^。、\n]{0,10}(?:お届け|お持ち)(?:します|いたします)",
        &[
            "郵送",
            "配達",
            "配送",
            "発送",
            "宅配",
            "お届け",
            "送付",
            "出張",
        ],
    ),
    (
        r"(?:引き取り|回収|集荷)に(?:伺|うかが|参)",
        &["引き取り", "引取", "回収", "集荷", "出張"],
    ),
    (r"お取り置き(?:して|いた|しま)", &["取り置き", "取置"]),
    (r"(?i)\bwithin the hour\b", &["hour"]),
    (
        r"(?i)\b(?:put|added) (?:you|your [a-z]+) (?:on|to) (?:the|our) (?:[a-z]+ )?list\b",
        &["list"],
    ),
    (
        r"(?i)\b(?:are|is|have|has|been) (?:being )?(?:held|set aside|kept) for you\b",
        &["hold", "held", "set aside", "kept", "keep", "reserv"],
    ),
    (r"(?i)\bupgrade(?:d)? you\b", &["upgrade"]),
    (
        r"(?i)\b(?:we'll|we will|we can) (?:collect|pick) (?:it|them) up (?:from|at)\b",
        &["collect", "pick", "return label"],
    ),
    (
        r"(?i)\b(?:lend|loan) you\b",
        &["lend", "loan", "hire", "rent"],
    ),
    (
        r"(?:部品|パーツ|付属品|不足(?:品|分)|足りない(?:もの|分|部品))を?[^。\n]{0,8}(?:お送り|送付|発送|お届け)(?:し|いた)",
        &["部品", "パーツ", "付属", "不足", "再送"],
    ),
    (
        r"(?:期限|締切|締め切り|期間|有効期間)を[^。\n]{0,12}(?:延長|延ば)(?:し|いた|させ)",
        &["延長", "延ば", "延期"],
    ),
    (
        r"優先(?:的に|して)[^。\n]{0,10}(?:発送|対応|お送り|手配|ご案内|修理|お届け)",
        &["優先"],
    ),
    (
        r"(?:本日|今日|明日|今週|来週|午前|午後)中に[^。\n]{0,12}(?:お電話|ご連絡|ご返信|お返事)(?:を)?(?:いた|し|差し上げ|さしあげ)",
        &[
            "お電話いたします",
            "お電話します",
            "ご連絡いたします",
            "ご連絡します",
            "折り返し",
            "電話する",
            "連絡する",
            "返信",
            "返答",
            "回答",
        ],
    ),
    (
        r"(?:お席|座席|お部屋|枠|在庫)を?[^。\n]{0,8}(?:確保|押さえ)(?:し|いた|て)",
        &["確保", "取り置き", "取置", "押さえ", "予約"],
    ),
    (
        r"(?:上位|ワンランク上|上のクラス)[^。\n]{0,12}(?:に|へ)[^。\n]{0,6}(?:変更|ご用意|お通し|お取り替え)|アップグレード(?:いた|し|させ)",
        &["アップグレード", "上位", "ランク"],
    ),
    (
        r"(?i)\b(?:send|post|mail|ship|sent|posted)(?:ing)? (?:you |out )?(?:the|a|another|your) (?:missing|spare) [a-z]+",
        &["missing", "spare", "part"],
    ),
    (
        r"(?i)\bextend(?:ed)? (?:the|your) (?:[a-z]+ )?(?:deadline|due date|period|warranty|guarantee|hold|booking|subscription|membership|trial|rental)\b",
        &["exten", "renew", "longer"],
    ),
    (
        r"(?i)\b(?:giv(?:e|en|ing)|mak(?:e|ing)|treat(?:ed|ing)?) (?:you|your [a-z]+|it|this) (?:as )?(?:a )?(?:top )?priority\b|\bprioriti[sz](?:e|ed|ing) your\b|\b(?:front|top|head) of the (?:queue|line|list|pile)\b|\bexpedit(?:e|ed|ing) (?:it|your)\b",
        &["priorit", "expedit", "express", "queue"],
    ),
    (
        r"(?i)\b(?:i'll|we'll|i will|we will) (?:call|ring|phone) you (?:back )?(?:today|tomorrow|tonight|this (?:morning|afternoon|evening)|by|within|before)\b",
        &["call", "ring", "phone you"],
    ),
    (
        r"(?i)\b(?:i|we)(?:'ve|'ll|'re| have| will| are) (?:put|set|kept|keep|hold|holding|held) (?:one|it|them|an? [a-z]+|your [a-z]+) (?:aside |back |to one side |by )?for you\b",
        &["hold", "held", "aside", "kept", "keep", "reserv"],
    ),
    (
        r"(?i)\b(?:move|moved|bump|bumped|upgrade|upgraded) you (?:up )?(?:to|into) (?:an?|the|our) (?:[a-z]+ )?(?:larger|bigger|better|higher|superior|premium|deluxe|next)\b",
        &["upgrade", "upgrading"],
    ),
    (
        r"(?i)\b(?:drop|bring) (?:it|them|this|these) (?:off|round|over|by|to)(?: (?:at|to|with))? (?:your|you)\b",
        &["deliver", "drop off", "drop it"],
    ),
];

/// What is sent with letters as a matter of course.
const PAPERS: &[&str] = &[
    "note",
    "call",
    "line",
    "link",
    "copy",
    "comment",
    "message",
    "reminder",
    "form",
    "file",
    "list",
    "attachment",
    "photo",
    "picture",
    "map",
    "receipt",
    "invoice",
    "quote",
    "label",
    "day",
    "hour",
    "week",
    "night",
    "person",
    "seat",
    "few",
    "little",
    "bit",
    "summary",
    "table",
    "overview",
    "entry",
    "second",
    "third",
    "資料",
    "書類",
    "請求",
    "領収",
    "見積",
    "用紙",
    "伝票",
    "説明",
    "地図",
    "写真",
    "案内",
    "番号",
    "名前",
    "注釈",
];

/// Ways of paying that a source excludes: "debit cards are fine" where it says "no debit cards", or "cash only".
pub(super) fn payments(desk: &Desk) -> Vec<(Span, Judgement)> {
    static MEANS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?P<debit>debit cards?)\b|\b(?P<card>(?:credit )?cards?)\b|\b(?P<cash>cash)\b|\b(?P<cheque>cheques?|checks? by post)\b|\b(?P<transfer>bank transfers?)\b|\b(?P<paypal>PayPal)\b|(?P<jcard>(?:クレジット)?カード(?:払い|決済)?)|(?P<jcash>現金)|(?P<jtransfer>(?:銀行)?振込)|(?P<jcod>代引き|代金引換)",
        ).needs(&["card", "cash", "cheque", "check", "transfer", "paypal", "カード", "現金", "振込", "代引き", "代金引換"])
    });
    const NAMES: [&str; 10] = [
        "debit",
        "card",
        "cash",
        "cheque",
        "transfer",
        "paypal",
        "jcard",
        "jcash",
        "jtransfer",
        "jcod",
    ];
    const NOT: &[&str] = &[
        "not",
        "n't",
        "cannot",
        "no ",
        "without",
        "ません",
        "不可",
        "できかね",
        "お断り",
        "instead of",
    ];
    let means = |text: &str| -> Vec<(Span, &'static str)> {
        let found = MEANS.captures_iter(text).filter_map(|found| {
            let name = NAMES.into_iter().find(|name| found.name(name).is_some())?;
            Some((found.get(0)?.range(), name.trim_start_matches('j')))
        });
        found.collect()
    };
    // Only where paying is spoken of: a library card pays nothing.
    static PAYING: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)\bpa(?:y|id|ying|yments?)\b|\baccept|\btake\b|\bfine\b|\bonly\b|\buse\b|\bby\b|\bin cash\b|支払|決済|使え|使い|利用|のみ",
        )
    });
    let excluded: Vec<(&SourceText, Span, &str, bool)> = desk
        .sources
        .iter()
        .filter(|source| source.trusted)
        .flat_map(|source| {
            let text = &source.folded.text;
            means(text).into_iter().filter_map(move |(bytes, name)| {
                let before = tail(&text[..bytes.start], 6).to_lowercase();
                let after = head(&text[bytes.end..], 18).to_lowercase();
                let only = after.starts_with(" only")
                    || after.starts_with("のみ")
                    || after.starts_with("だけ");
                let refused = before.ends_with("no ")
                    || after.trim_start().starts_with("not ")
                    || after.contains("不可")
                    || after.starts_with("は使えません");
                (only || refused).then_some((source, bytes, name, only))
            })
        })
        .collect();
    let told = |name: &str| {
        desk.sources
            .iter()
            .filter(|source| source.trusted)
            .any(|source| {
                means(&source.folded.text).iter().any(|(bytes, other)| {
                    *other == name
                        && !excluded
                            .iter()
                            .any(|(of, at, ..)| of.from == source.from && at == bytes)
                })
            })
    };
    let text = &desk.reply.text;
    let wrong = means(text).into_iter().filter_map(|(bytes, name)| {
        let sentence = &text[desk.sentence(&bytes)].to_lowercase();
        if !PAYING.is_match(sentence) || NOT.iter().any(|word| sentence.contains(word)) {
            return None;
        }
        let (source, at, ..) = excluded.iter().find(|(.., other, only)| match only {
            true => *other != name && !told(name),
            false => *other == name,
        })?;
        Some((bytes, Judgement::contradicts(Some(source.source(at)))))
    });
    wrong.collect()
}

/// Services that the reply offers and that no source of ours has a word of: a loan, a way of delivery, a place that is held.
pub(super) fn offers(desk: &Desk) -> Vec<(Span, Judgement)> {
    static PATTERNS: LazyLock<Vec<Pattern>> =
        LazyLock::new(|| OFFERS.iter().map(|(words, _)| pattern(words)).collect());
    let text = &desk.reply.text;
    let mut unknown = Vec::new();
    for (pattern, (_, words)) in PATTERNS.iter().zip(OFFERS) {
        for found in pattern.find_iter(text) {
            let has_word = |source: &SourceText| {
                source.trusted
                    && words
                        .iter()
                        .any(|word| source.folded.lower().contains(word))
            };
            if !desk.sources.iter().any(has_word) {
                unknown.push((found.range(), Judgement::unsupported()));
            }
        }
    }
    unknown
}

/// What the reply gives along that no text has a word of: "We bring a celebration cake along."
pub(super) fn gifts(desk: &Desk) -> Vec<(Span, Judgement)> {
    static GIFT: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:we|i)(?:'ll| will|'ve| have| shall)?(?: also| just)? (?:bring(?: along)?|thr(?:ow|ew|own) in|add(?:ed)?|includ(?:e|ed)|pop(?:ped)? in|slip(?:ped)? in) (?P<en>(?:an?|some|one|two) [a-z' -]{3,40})|\b(?P<wait>an? (?:[a-z]+ ){0,2}(?:bottle|box|basket|bouquet|cake|hamper|bag|glass|print|mug|book|poster)(?: of [a-z]+)?) (?:will be|is) (?:waiting|ready|in your|on your)|(?P<jp>[\p{Han}ァ-ヶー]{2,10})(?:を|も)(?:一つ|1つ)?(?:お付け|おつけ|お入れ|プレゼント|進呈)(?:いた)?(?:します|しました|しております)",
        )
        .needs(&["bring", "thr", "add", "includ", "pop", "slip", "wait", "ready", "in your", "on your", "お付け", "おつけ", "お入れ", "プレゼント", "進呈"])
    });
    let text = &desk.reply.text;
    let unknown = GIFT.captures_iter(text).filter_map(|found| {
        let what = found
            .name("en")
            .or(found.name("wait"))
            .or(found.name("jp"))?;
        let written = what.as_str().to_lowercase();
        let words = words_of(&written);
        let words: Vec<&String> = words.iter().filter(|word| !word.starts_with('#')).collect();
        let is_paper = PAPERS.iter().any(|word| written.contains(word));
        let known = |word: &&String| {
            let mut sources = desk.sources.iter();
            sources.any(|source| source.folded.lower().contains(word.as_str()))
        };
        let is_known = words.is_empty() || is_paper || words.iter().any(known);
        (!is_known).then(|| (what.range(), Judgement::unsupported()))
    });
    unknown.collect()
}

/// When the reply says that something is paid, where the sources say another time and not this one: "payable at the end of
/// term", where fees are paid in advance.
pub(super) fn terms(desk: &Desk) -> Vec<(Span, Judgement)> {
    static TERM: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?P<advance>\bin advance\b|\bup ?front\b|前払い|先払い|前納)|(?P<end>\bat the end of (?:the |each |every )?(?:term|month|year|course|stay|season)\b|\bin arrears\b|後払い)|(?P<monthly>\bmonthly\b|\b(?:each|every|per) month\b|毎月|月払い|月々)|(?P<yearly>\b(?:yearly|annually)\b|\b(?:each|every|per) year\b|年払い|毎年)|(?P<term>\b(?:per|each|every|by the) term\b|\btermly\b)",
        )
    });
    static PAID: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?i)\b(?:payable|paid|pay|billed|invoiced|due)\b|支払|払い|納め")
    });
    const NAMES: [&str; 5] = ["advance", "end", "monthly", "yearly", "term"];
    let terms = |text: &str| -> Vec<(Span, &'static str)> {
        let found = TERM.captures_iter(text).filter_map(|found| {
            let name = NAMES.into_iter().find(|name| found.name(name).is_some())?;
            Some((found.span(), name))
        });
        found.collect()
    };
    let known: Vec<(&SourceText, Span, &str, bool)> = desk
        .sources
        .iter()
        .filter(|source| source.trusted)
        .flat_map(|source| {
            let found = terms(&source.folded.text).into_iter();
            found.map(move |(bytes, name)| {
                let sentence = source.folded.sentence_around(&bytes);
                let is_paid = PAID.is_match(&source.folded.text[sentence]);
                (source, bytes, name, is_paid)
            })
        })
        .collect();
    let text = &desk.reply.text;
    let wrong = terms(text).into_iter().filter_map(|(bytes, name)| {
        let before = tail(&text[desk.sentence(&bytes).start..bytes.start], 24);
        if !PAID.is_match(before) || known.iter().any(|(_, _, other, _)| *other == name) {
            return None;
        }
        let (source, at, ..) = known.iter().find(|(.., is_paid)| *is_paid)?;
        Some((bytes, Judgement::contradicts(Some(source.source(at)))))
    });
    wrong.collect()
}
