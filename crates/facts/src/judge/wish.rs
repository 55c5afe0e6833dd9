//! What the customer only asks for, wishes or has heard is no source of it where the reply grants it: "Could I get £100 off?"
//! gives the customer no £100.

use std::sync::LazyLock;

use super::polarity::{NOT, YES};
use super::{Desk, Judgement, SourceText};
use crate::number::{Number, ONE};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::scan::{Found, Unit, Value, clause_around};
use crate::{From, Kind};

/// A clause that asks, wishes, announces a visit, or tells what its writer heard.
static WISH: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)[?？]|でしょうか|ますか|ですか|ませんか|ほしい|欲しい|たい(?:です|と|の|。|$)|希望|お願い|いただけ|頂け|もらえ|できれば|聞き|聞いて|と伺|伺います|伺いた|ですよね|はず|\b(?:could|can|may|would|will) (?:i|we|you)\b|\bis it possible\b|\b(?:i|we)(?:'d| would) (?:like|love|prefer)\b|\b(?:want|wish|hop(?:e|ing)) (?:to|for|that|you|it|we|i)\b|\bplease\b|\b(?:heard|was told|were told|read somewhere|understand that|thought)\b",
    )
});

/// What happened, and what is agreed on, the customer knows.
static OWN: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:購入|注文|予約|申し?込み?|到着|入金|振込|支払い?|契約|落札|受け?取|連絡|送信|返送|使用|利用|開封)(?:を|が)?(?:し|いた|済|になっ|され)|買った|買いました|買い|届いた|届きました|払った|払いました|頼んだ|頼みました|使って|来た|来ました|(?:の|に|で)(?:ご)?(?:予約|注文|便|宿泊|公演|レッスン|講座|来店予定|予定)|\b(?:ordered|bought|paid|placed|booked|received|arrived|came|purchased|delivered|got|sent|signed|started|expired?|had|born|stayed|charged|cost|returned)\b|\bmy (?:[a-z]+ ){0,3}(?:booking|order|reservation|appointment|stay|room|trip|flight|lesson|class|visit|purchase|delivery|invoice|birthday|event|wedding|party|deposit|budget|subscription|contract|course|seats?|tickets?|table)\b|\b(?:booking|order|reservation|appointment|invoice|lesson|class) (?:of|for|on|from|dated)\b|予算|誕生日|結婚式|円の?(?:商品|品|もの)?の?(?:交換|返品|キャンセル|修理)|\b(?:exchange|return|swap|cancel|repair) (?:my|the|this|an?)\b",
    )
});

/// What gives the reader what it says.
static GRANT: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)承り|承知|かしこまり|可能|大丈夫|いただけ|頂け|できます|いたします|致します|いたしました|でございます|です(?:。|$|\n)|ます(?:。|$|\n)|ました|お待ち|\b(?:yes|sure|certainly|of course|absolutely|no problem)\b|\bwe(?:'ll| will| can| offer| have| deliver| accept| give)\b|\b(?:are|am) (?:able|happy|glad|pleased) to\b|\bi(?:'ll| will| can|'ve| have)\b|\byou(?:'ll| will| can| may| get| are welcome| have|'re welcome)\b|\b(?:is|are) (?:fine|possible|ok|okay|available|confirmed|included|welcome)\b|\bwill (?:be|arrive|reach|come|get)\b|\b(?:see you|confirmed|booked|arranged|come)\b|\b(?:get|gets|take|has) [^.]{0,16}(?:off|discount|warranty|guarantee)",
    )
});

/// What only repeats the wish, leaves it open, or needs more.
static REPEATS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)ご希望(?:の|は|を|に|日|で)|ご要望|お問い?合わせ|ご質問|ご相談|お尋ね|とのこと|とのお|とのご|とおっしゃ|かどうか|確認|検討|相談|難し|いたしかね|できかね|いかが|でしたら|ですと|だと|なら|れば|場合|でしょうか|ですが|ますが|ましたが|\b(?:you (?:asked|mentioned|said|wrote|wanted|requested|would like|'d like|wish|hoped|prefer|need)|you'd like|your (?:wish|request|question|suggestion)|whether|check|see if|let you know|let me know|unfortunately|afraid|sorry|but|however|though|although|if|would|could|might|too late|earliest|instead|ask|enquir|inquir|as soon as)\b|\?",
    )
});

/// A fact that the reply grants, and that the customer alone has, as a wish.
pub(super) fn granted(desk: &Desk, found: &Found, judgement: &Judgement) -> Option<Judgement> {
    let source = judgement.source.as_ref()?;
    let is_theirs = matches!(source.from, From::Mail | From::Earlier(_));
    if !is_theirs || !is_given(found) || desk.is_denied(&found.bytes) {
        return None;
    }
    let text = &desk.reply.text;
    let sentence = desk.sentence(&found.bytes);
    let own = YES.blank(&text[sentence.clone()]);
    // A sentence ends in front of the mark that ends it.
    let is_asked = head(&text[sentence.end..], 3).starts_with(['?', '？']);
    let mut before = tail(&text[..found.bytes.start], 40).to_lowercase();
    before.retain(|c| c != '\n');
    let is_own = before
        .rsplit([',', '.', '、', '。'])
        .next()
        .is_some_and(|own| {
            own.contains("your ") || own.contains("ご注文") || own.contains("ご予約の")
        })
        || OWN.is_match(head(&text[found.bytes.end..], 20))
        // What their choice comes to: 2か月分で3,300円.
        || text[found.bytes.end..].starts_with('分');
    if is_asked
        || is_own
        || NOT.is_match(&own)
        || REPEATS.is_match(&own)
        || !GRANT.is_match(&text[sentence.clone()])
    {
        return None;
    }
    // What is known of the same kind beside it explains why: "20 days are within our 30".
    let is_explained = desk.found.iter().any(|(other, _)| {
        other.kind == found.kind
            && other.bytes != found.bytes
            && sentence.start <= other.bytes.start
            && other.bytes.end <= sentence.end
            && desk
                .trusted_facts()
                .any(|(_, known)| desk.says(other, known))
    });
    if is_explained
        || desk
            .trusted_facts()
            .any(|(_, known)| covers(desk, found, known))
    {
        return None;
    }
    let mut said = 0;
    for theirs in desk.sources.iter().filter(|source| !source.trusted) {
        for (known, _) in &theirs.found {
            if !desk.says(found, known) {
                continue;
            }
            said += 1;
            if !is_wished(theirs, known) {
                return None;
            }
        }
    }
    (said > 0).then(Judgement::unsupported)
}

/// Whether a shop gives such a thing, or sets it: how many and of which size the customer knows.
fn is_given(found: &Found) -> bool {
    match &found.value {
        Value::Quantity { unit, .. } => {
            matches!(unit, Unit::Days | Unit::WorkingDays | Unit::Months)
        }
        _ => {
            matches!(found.kind, Kind::Amount | Kind::Percent | Kind::Date)
                || matches!(found.value, Value::Time { .. })
        }
    }
}

/// Whether the shop's own words have a fact, or hours and days that it falls into.
fn covers(desk: &Desk, ours: &Found, known: &Found) -> bool {
    match (&ours.value, &known.value) {
        (
            Value::Time { from, .. },
            Value::Time {
                from: start,
                to: Some(end),
                ..
            },
        ) => (*start..=*end).contains(from) || (*start..=*end).contains(&(from + 720)),
        (Value::Date(day), Value::Weekdays(bits)) => desk
            .days(day)
            .first()
            .is_some_and(|day| bits >> day.weekday().to_monday_zero_offset() & 1 == 1),
        // A day that is no sooner than what the shop takes for it.
        (
            Value::Date(day),
            Value::Quantity {
                low,
                unit: Unit::Days | Unit::WorkingDays,
                ..
            },
        ) => desk.today.is_some_and(|today| {
            let left = desk.days(day).first().map(|day| (*day - today).get_days());
            left.is_some_and(|left| Number::from(left) * ONE >= *low)
        }),
        _ => desk.says(ours, known),
    }
}

fn is_wished(source: &SourceText, known: &Found) -> bool {
    let text = &source.folded.text;
    let sentence = source.folded.sentence_around(&known.bytes);
    let clause = clause_around(text, &known.bytes, &sentence);
    let own = &text[clause.clone()];
    // A sentence ends in front of the mark that ends it.
    let mark = head(&text[sentence.end..], 3);
    let is_question = mark.starts_with(['?', '？']) && clause.end == sentence.end;
    (is_question || WISH.is_match(own)) && !OWN.is_match(own)
}
