//! What the reply grants of a thing for which a source refuses it, in words of the same meaning.
//!
//! A refusal is read as its deeds (返品, 貸し出し) and as what it is of: kinds (セール品, "made to order") and other words. A
//! clause of the reply that affirms one of the deeds, of the same thing, contradicts it; what the record says of an article
//! counts as said of it: a footstool that is made to order.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::meaning::{DEEDS, KINDS, OF_ARTICLES};
use super::polarity::{IF, NOT, YES};
use super::telling::{COMMON, has_one};
use super::{Desk, Judgement};
use crate::Span;
use crate::pattern::{Match, Pattern, pattern};
use crate::role::words_of;
use crate::scan::Class;

/// Words that tell nothing of what is refused.
const PLAIN: &[&str] = &[
    "last", "first", "next", "day", "week", "month", "year", "item", "either", "option", "対象",
    "都合", "商品", "受付", "当日",
];

/// Refusals, and clauses of sources, that are compared.
const MOST: usize = 400;
/// Clauses of the reply that are.
const MOST_OURS: usize = 200;

pub(super) static SENTENCE: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"[。\n!?]+|[.;](?:\s|$)"));
pub(super) static PIECE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"[、:()「」|]|,\s|(?:です|ます|ません|でした|ました)(?:が|けれど|けど)|\b(?:but|although|however|though|whereas)\b",
    )
});
/// What is left out of a statement: behind it in English, in front of it in Japanese.
static EXCEPT: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:unless|except(?: for| if| when)?|other than|apart from)\b")
});
static LEFT_OUT: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"(?:は|を)(?:除き(?:ます)?|除いて|除く|除外)|以外(?:の|は|なら|で)?")
});
/// 解約金はありません gives what it denies.
static NO_FEE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?:金|料|費用|代)(?:は|も|が)?(?:なし|無し|ありません|ございません|いただ|頂|かかり|発生)",
    )
});
/// Between things that are refused alike.
static OR: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"[・/、]|,\s?|\b(?:and|or|nor)\b|および|及び|または|もしくは|ならびに|やその|や")
});
/// What says yes in whatever case.
pub(super) static AFFIRMS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)いただけます|できます|可能|承ります|承って|お受け(?:します|いたします|して)|大丈夫|構いません|かまいません|差し支え|さしつかえ|問題ありません|問題ございません|もちろん|使えます|歓迎|\b(?:can|may|fine|ok|okay|welcome|accept(?:ed|s)?|allowed|permitted|possible|available|happy to|gladly|of course|no problem|works?)\b",
    )
});
/// A clause that says something, in Japanese.
static STATES: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?i)ます|です|ました|できる|可|OK|ください|下さい|[a-z]{2}"));
/// What takes up a thing that was named in front.
static REFERS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:it|its|they|them|this|that|these|those|both|either)\b|それ|これ|そちら|こちら",
    )
});
/// A case that is not compared: past a day, within a time.
static LATER: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)以降|以後|過ぎ|後の|後は|まで|以内|当日|前日|未満|\b(?:later|after|once|past|before|within|until|till|less than|more than|over|by then)\b",
    )
});

/// What a stretch of text is of.
#[derive(Debug, Default, Clone)]
pub(super) struct Keys {
    deeds: u64,
    kinds: BTreeSet<&'static str>,
    things: BTreeSet<String>,
}

impl Keys {
    pub(super) fn read(text: &str) -> Self {
        let mut rest = text.to_lowercase();
        let mut deeds = 0;
        for (bit, (_, words)) in DEEDS.iter().enumerate() {
            if has_one(&rest, words) {
                deeds |= 1 << bit;
            }
        }
        let kinds = KINDS.iter().filter(|(_, words)| has_one(&rest, words));
        let kinds: BTreeSet<&str> = kinds.map(|(name, _)| *name).collect();
        for (_, words) in DEEDS.iter().chain(KINDS) {
            for word in *words {
                rest = without(&rest, word);
            }
        }
        let is_thing = |word: &String| {
            let word = word.as_str();
            let is_one = word.chars().count() == 1;
            !is_one && !word.starts_with('#') && !COMMON.contains(&word) && !PLAIN.contains(&word)
        };
        Self {
            deeds,
            kinds,
            things: words_of(&rest).into_iter().filter(is_thing).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.things.is_empty()
    }

    fn add(&mut self, other: &Self) {
        self.deeds |= other.deeds;
        self.kinds.extend(&other.kinds);
        self.things.extend(other.things.iter().cloned());
    }

    /// What the two have both, besides what is done.
    fn shared(&self, other: &Self) -> Self {
        Self {
            deeds: 0,
            kinds: self.kinds.intersection(&other.kinds).copied().collect(),
            things: self.things.intersection(&other.things).cloned().collect(),
        }
    }

    /// Whether the two are of the same deed, or of the same thing where one names none.
    pub(super) fn meets(&self, other: &Self) -> bool {
        match self.deeds != 0 && other.deeds != 0 {
            true => self.deeds & other.deeds != 0,
            false => self.shares_one(other),
        }
    }

    fn shares_one(&self, other: &Self) -> bool {
        !self.shared(other).is_empty()
    }
}

/// A text without a word, an English one as far as it goes.
fn without(text: &str, word: &str) -> String {
    if !text.contains(word) {
        return text.to_owned();
    }
    let mut left = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in text.match_indices(word) {
        if at < from || !has_one(&text[from..], &[word]) {
            continue;
        }
        left.push_str(&text[from..at]);
        left.push(' ');
        let rest = &text[at + word.len()..];
        let ending = match word.is_ascii() {
            true => {
                rest.len()
                    - rest
                        .trim_start_matches(|c: char| c.is_ascii_lowercase())
                        .len()
            }
            false => 0,
        };
        from = at + word.len() + ending;
    }
    left.push_str(&text[from..]);
    left
}

/// What a source refuses.
struct Refusal {
    source: usize,
    span: Span,
    deeds: u64,
    /// What it is refused of; each of these by itself.
    of: Vec<Keys>,
    /// In which case it is not refused.
    except: Keys,
    /// A time decides it.
    is_timed: bool,
}

/// What the sources refuse, and what they grant beside it.
struct Book<'d> {
    desk: &'d Desk,
    known: Vec<Refusal>,
    granted: OnceCell<Vec<Keys>>,
    lower: OnceCell<Vec<String>>,
}

/// The spans that a pattern leaves between what it finds.
pub(super) fn between(text: &str, span: &Span, stop: &Pattern) -> Vec<Span> {
    let own = &text[span.clone()];
    let mut start = span.start;
    let stops = stop.find_iter(own);
    // No colon of a link or a time.
    let is_within = |it: &Match<'_>| {
        it.as_str() == ":" && own[it.end()..].starts_with(|c: char| c == '/' || c.is_ascii_digit())
    };
    let stops = stops.filter(|it| !is_within(it));
    // できませんが: what is said belongs to the piece that it ends.
    let ends = |it: &Match<'_>| match it.as_str().starts_with(['で', 'ま']) {
        true => it.end(),
        false => it.start(),
    };
    let mut stops: Vec<(usize, usize)> = stops
        .map(|it| (span.start + ends(&it), span.start + it.end()))
        .collect();
    stops.push((span.end, span.end));
    let mut pieces = Vec::new();
    for (end, next) in stops {
        if start < end && !text[start..end].trim().is_empty() {
            pieces.push(start..end);
        }
        start = next.max(start);
    }
    pieces
}

pub(super) fn is_denied(text: &str) -> bool {
    NOT.find_iter(&YES.blank(text)).count() % 2 == 1
}

/// The refusals of a text.
fn refusals(desk: &Desk, source: usize) -> Vec<Refusal> {
    let text = &desk.sources[source].folded.text;
    // 解約金はかかりません gives what it denies.
    let is_free = |piece: &Span| {
        let mut mentions = desk.sources[source].mentions.iter().map(|(it, _)| it);
        mentions.any(|it| {
            piece.start <= it.bytes.start
                && it.bytes.start < piece.end
                && matches!(it.class, Class::Free | Class::Waived | Class::NotRequired)
        })
    };
    let mut found = Vec::new();
    for sentence in between(text, &(0..text.len()), &SENTENCE) {
        let pieces = between(text, &sentence, &PIECE);
        for (index, piece) in pieces.iter().enumerate() {
            let own = &text[piece.clone()];
            // パンクを除く, "unless the item is on hold": the sentence is not so of that.
            if let Some(out) = LEFT_OUT.find(own) {
                let whole = Keys::read(&text[sentence.clone()]);
                let is_yes = !is_denied(&LEFT_OUT.blank(&text[sentence.clone()]));
                if is_yes && whole.deeds != 0 {
                    let of = alternatives(&own[..out.start()]);
                    found.push(refusal(
                        source,
                        piece.clone(),
                        whole.deeds,
                        of,
                        Keys::default(),
                        own,
                    ));
                }
                continue;
            }
            if let Some(out) = EXCEPT.find(own)
                && !is_denied(&own[..out.start()])
            {
                let mut front = Keys::read(&text[sentence.start..piece.start + out.start()]);
                if front.deeds == 0 {
                    front = Keys::read(&text[sentence.start..piece.start]);
                }
                if front.deeds != 0 {
                    let of = alternatives(&own[out.end()..]);
                    found.push(refusal(
                        source,
                        piece.clone(),
                        front.deeds,
                        of,
                        Keys::default(),
                        own,
                    ));
                }
                continue;
            }
            if !is_denied(own) || is_free(piece) || NO_FEE.is_match(own) {
                continue;
            }
            let (main, except) = match EXCEPT.find(own) {
                Some(out) => (&own[..out.start()], Keys::read(&own[out.end()..])),
                None => (own, Keys::default()),
            };
            let mut except = except;
            // セール品は返品をお受けできません(不良品は除きます)
            if let Some(next) = pieces.get(index + 1)
                && let Some(out) = LEFT_OUT.find(&text[next.clone()])
            {
                except.add(&Keys::read(&text[next.start..next.start + out.start()]));
            }
            let mut start = piece.start;
            let mut at = index;
            // お申し込み後の変更・払い戻しは、お客様のご都合ではお受けできません: what it is of stands in front.
            while at > 0 {
                let front = &text[pieces[at - 1].clone()];
                let keys = Keys::read(&text[start..piece.start + main.len()]);
                let leads_on = front
                    .trim_end()
                    .ends_with(['は', 'も', 'を', 'に', 'で', 'の']);
                if is_denied(front) || !leads_on && (!keys.is_empty() || keys.deeds != 0) {
                    break;
                }
                at -= 1;
                start = pieces[at].start;
            }
            let main = &text[start..piece.start + main.len()];
            let plain = NOT.blank(main);
            let deeds = deeds_of(main, &plain);
            let of = alternatives(&plain);
            let case = match of.is_empty() {
                true => &text[sentence.clone()],
                false => main,
            };
            found.push(refusal(source, start..piece.end, deeds, of, except, case));
        }
        if found.len() >= MOST {
            break;
        }
    }
    found
}

/// What is denied itself: 予約が入っている資料は延長できません denies no booking, "Fees charged correctly are not refunded" no charge.
fn deeds_of(text: &str, plain: &str) -> u64 {
    let topic = ["は", "も"].iter();
    let topic = topic
        .filter_map(|word| text.rfind(word).map(|at| at + word.len()))
        .max();
    let denied = NOT.find(text).filter(|it| it.as_str().is_ascii());
    let own = topic.or(denied.map(|it| it.end()));
    let own = own
        .and_then(|at| text.get(at..))
        .map(|own| Keys::read(own).deeds);
    own.filter(|deeds| *deeds != 0)
        .unwrap_or_else(|| Keys::read(plain).deeds)
}

fn refusal(
    source: usize,
    span: Span,
    deeds: u64,
    of: Vec<Keys>,
    except: Keys,
    text: &str,
) -> Refusal {
    Refusal {
        source,
        span,
        deeds,
        of,
        except,
        is_timed: LATER.is_match(text),
    }
}

/// Each thing of a list.
fn alternatives(text: &str) -> Vec<Keys> {
    let pieces = between(text, &(0..text.len()), &OR).into_iter();
    let keys = pieces.map(|piece| Keys::read(&text[piece]));
    keys.filter(|keys| !keys.is_empty()).collect()
}

/// The clauses of the reply that grant what a source refuses.
pub(super) fn judge(desk: &Desk) -> Vec<(Span, Judgement)> {
    let trusted = desk.sources.iter().enumerate();
    let trusted = trusted.filter(|(_, source)| source.trusted);
    let mut known = Vec::new();
    for (index, _) in trusted {
        known.extend(refusals(desk, index));
        if known.len() >= MOST {
            break;
        }
    }
    if known.is_empty() {
        return Vec::new();
    }
    let book = Book {
        desk,
        known,
        granted: OnceCell::new(),
        lower: OnceCell::new(),
    };
    // Clauses of the reply that do something are compared, so many of them.
    let mut room = MOST_OURS;
    let text = &desk.reply.text;
    let mut wrong = Vec::new();
    let mut before: Option<Span> = None;
    for sentence in between(text, &(0..text.len()), &SENTENCE) {
        let last = before.replace(sentence.clone());
        let own = &text[sentence.clone()];
        let is_asked = text[sentence.end..].starts_with('?')
            || own.ends_with("でしょうか")
            || own.ends_with("ますか");
        if is_asked || EXCEPT.is_match(own) || LEFT_OUT.is_match(own) {
            continue;
        }
        let pieces = between(text, &sentence, &PIECE);
        for piece in &pieces {
            let words = &text[piece.clone()];
            if is_denied(words) || IF.is_match(words.trim()) {
                continue;
            }
            let keys = Keys::read(words);
            if !STATES.is_match(words) {
                continue;
            }
            // What stands in front is of it, and what is added behind: "renewals included".
            let mut around = keys.clone();
            for other in pieces.iter().filter(|other| *other != piece) {
                let own = &text[other.clone()];
                let is_added = own.is_ascii() && own.split_whitespace().count() <= 3;
                if (other.start < piece.start || is_added) && !is_denied(own) {
                    around.add(&Keys::read(own));
                }
            }
            let affirms = AFFIRMS.is_match(words);
            if keys.deeds == 0 && !affirms {
                continue;
            }
            let Some(left) = room.checked_sub(1) else {
                return wrong;
            };
            room = left;
            // What is done is done to what the sentence before names; what is allowed is named itself.
            if let Some(last) = &last
                && keys.deeds != 0
                && (around.is_empty() || REFERS.is_match(words))
                && !is_denied(&text[last.clone()])
            {
                around.add(&Keys::read(&text[last.clone()]));
            }
            let refused = book
                .known
                .iter()
                .find(|it| book.is_refused(it, &keys, &around, affirms));
            if let Some(refused) = refused {
                let source = desk.sources[refused.source].source(&refused.span);
                let bytes = rest(desk, piece);
                wrong.push((bytes, Judgement::contradicts(Some(source))));
            }
        }
    }
    wrong
}

impl Book<'_> {
    /// Whether what a piece of the reply affirms is refused.
    fn is_refused(&self, refusal: &Refusal, keys: &Keys, around: &Keys, affirms: bool) -> bool {
        let shares_deed = match refusal.deeds {
            0 => affirms && keys.deeds == 0,
            deeds => deeds & keys.deeds != 0,
        };
        if !shares_deed || refusal.is_timed || refusal.except.shares_one(around) {
            return false;
        }
        if refusal.of.is_empty() {
            return refusal.deeds != 0 && !self.is_granted(refusal, &Keys::default());
        }
        refusal.of.iter().any(|of| {
            let part = of.shared(around);
            let is_of = match of.kinds.is_empty() {
                true if refusal.deeds == 0 => part.things.len() == of.things.len(),
                true => part.things.len() * 2 >= of.things.len() && !part.things.is_empty(),
                false => !part.kinds.is_empty(),
            };
            if is_of {
                return !self.is_granted(refusal, &part);
            }
            let kinds = of.kinds.iter();
            let mut kinds = kinds.filter(|kind| OF_ARTICLES.contains(kind));
            kinds.any(|kind| self.is_linked(refusal, around, kind))
        })
    }

    /// Whether a source affirms the deed of all that the two share.
    fn is_granted(&self, refusal: &Refusal, part: &Keys) -> bool {
        let granted = self.granted.get_or_init(|| {
            let clauses = self.sentences().flat_map(|(text, sentence)| {
                let pieces = between(text, &sentence, &PIECE).into_iter();
                pieces.map(move |piece| &text[piece])
            });
            let granted = clauses.filter(|words| {
                !is_denied(words) && !LEFT_OUT.is_match(words) && !EXCEPT.is_match(words)
            });
            granted.map(Keys::read).take(MOST).collect()
        });
        granted.iter().any(|keys| {
            (refusal.deeds == 0 || keys.deeds & refusal.deeds != 0)
                && part.kinds.is_subset(&keys.kinds)
                && part.things.is_subset(&keys.things)
        })
    }

    /// Whether a source says of a thing that the reply names that it is of this kind: "Fenwick footstool, made to order".
    fn is_linked(&self, refusal: &Refusal, around: &Keys, kind: &'static str) -> bool {
        /// Articles have names, which few sentences of the sources have.
        const FEW: usize = 3;
        let Some((_, words)) = KINDS.iter().find(|(name, _)| *name == kind) else {
            return false;
        };
        around.things.iter().any(|thing| {
            let says = |own: &&str| has_one(own, &[thing.as_str()]);
            let sentences = self.lower().filter(says).take(FEW + 1);
            let sentences: Vec<&str> = sentences.collect();
            let of_kind = |own: &&str| has_one(own, words) && !is_denied(own);
            let part = |kinds: BTreeSet<&'static str>, things: BTreeSet<String>| Keys {
                deeds: 0,
                kinds,
                things,
            };
            sentences.len() <= FEW
                && sentences.iter().any(of_kind)
                && !self.is_granted(refusal, &part([kind].into(), BTreeSet::new()))
                && !self.is_granted(refusal, &part(BTreeSet::new(), [thing.clone()].into()))
        })
    }

    /// The sentences of all trusted sources.
    fn sentences(&self) -> impl Iterator<Item = (&str, Span)> {
        let trusted = self.desk.sources.iter().filter(|source| source.trusted);
        trusted.flat_map(|source| {
            let text = source.folded.text.as_str();
            let sentences = between(text, &(0..text.len()), &SENTENCE).into_iter();
            sentences.map(move |sentence| (text, sentence))
        })
    }

    /// The same in lower case.
    fn lower(&self) -> impl Iterator<Item = &str> {
        let lower = self.lower.get_or_init(|| {
            let sentences = self.sentences();
            let lower = sentences.map(|(text, span)| text[span].to_lowercase());
            lower.take(MOST).collect()
        });
        lower.iter().map(String::as_str)
    }
}

/// Of a piece of the reply the longest stretch without a fact.
fn rest(desk: &Desk, piece: &Span) -> Span {
    let text = &desk.reply.text;
    let facts = desk.found.iter().map(|(found, _)| &found.bytes);
    let facts = facts.filter(|it| piece.start <= it.start && it.end <= piece.end);
    let mut stretches = Vec::new();
    let mut start = piece.start;
    for fact in facts {
        stretches.push(start..fact.start.max(start));
        start = fact.end.max(start);
    }
    stretches.push(start..piece.end);
    let trimmed = stretches.into_iter().map(|it| {
        let own = &text[it.clone()];
        let at = it.start + own.len() - own.trim_start().len();
        at..at + own.trim().len()
    });
    trimmed.max_by_key(|it| it.len()).unwrap_or(piece.clone())
}
