//! What a text is about, beyond its words: まだ届きません and "where is my parcel" are one matter.
//!
//! The words of each matter stand in `thesaurus.txt`, for Japanese and English. Questions and
//! passages are compared by the matters that they name, so that a page is found in a customer's
//! words, inflected or colloquial, and from the other language.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::terms::canonical;

/// Bytes between two parts of an expression: a dozen Japanese characters, or some words.
const GAP: usize = 40;

static THESAURUS: LazyLock<Thesaurus> =
    LazyLock::new(|| Thesaurus::of(include_str!("thesaurus.txt")));

/// A matter that customers ask about. As a term it begins with `=`, which no word does.
struct Concept {
    term: Box<str>,
    /// What a question about it also asks for, and by which share.
    related: Vec<(usize, f32)>,
}

struct Thesaurus {
    concepts: Vec<Concept>,
    /// Finds the parts of all expressions.
    parts: AhoCorasick,
    /// By part: the expressions that it belongs to, and its place in them.
    uses: Vec<Vec<(usize, usize)>>,
    /// By expression: its concept, and how many parts it has.
    expressions: Vec<(usize, usize)>,
}

/// True for a term that is a matter, and no word.
pub(super) fn is_matter(term: &str) -> bool {
    term.starts_with('=')
}

/// The matters that a text names, each once, as terms.
pub(super) fn named_in(text: &str) -> impl Iterator<Item = &'static str> {
    let named = THESAURUS.named_in(text);
    named.into_iter().map(|it| &*THESAURUS.concepts[it].term)
}

/// The matters that a question asks for: what it names by the share 1, and what is related to that.
pub(super) fn asked_in(text: &str) -> BTreeMap<&'static str, f32> {
    let mut asked = BTreeMap::new();
    for concept in THESAURUS.named_in(text) {
        let concept = &THESAURUS.concepts[concept];
        asked.insert(&*concept.term, 1.0);
        for (related, share) in &concept.related {
            let most = asked
                .entry(&*THESAURUS.concepts[*related].term)
                .or_insert(0.0);
            *most = share.max(*most);
        }
    }
    asked
}

impl Thesaurus {
    /// Reads `thesaurus.txt`, which says itself what its lines are.
    fn of(text: &str) -> Thesaurus {
        let lines = || text.lines().map(str::trim);
        let heads = lines().filter_map(|line| line.strip_prefix('['));
        let heads: Vec<(&str, &str)> = heads.filter_map(|head| head.split_once(']')).collect();
        let number: HashMap<&str, usize> = heads.iter().map(|it| it.0).zip(0..).collect();
        let concept = |(name, rest): &(&str, &str)| Concept {
            term: format!("={name}").into(),
            related: rest
                .trim_start_matches([' ', '~'])
                .split(',')
                .filter_map(|related| {
                    let (name, share) = related.trim().split_once(' ')?;
                    Some((*number.get(name)?, share.parse().ok()?))
                })
                .collect(),
        };
        let concepts = heads.iter().map(concept).collect();

        let mut parts: Vec<String> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut uses: Vec<Vec<(usize, usize)>> = Vec::new();
        let mut expressions = Vec::new();
        let mut concept = None;
        for line in lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with('[') {
                concept = Some(concept.map_or(0, |before| before + 1));
                continue;
            }
            let Some(concept) = concept else { continue };
            for expression in line.split(',').map(str::trim).filter(|it| !it.is_empty()) {
                let number = expressions.len();
                let mut length = 0;
                for part in expression.split('*') {
                    let part = canonical(part.trim());
                    let part = *known.entry(part).or_insert_with_key(|part| {
                        parts.push(part.clone());
                        uses.push(Vec::new());
                        parts.len() - 1
                    });
                    uses[part].push((number, length));
                    length += 1;
                }
                expressions.push((concept, length));
            }
        }
        Thesaurus {
            concepts,
            parts: AhoCorasick::new(&parts).expect("the thesaurus is fixed and tested"),
            uses,
            expressions,
        }
    }

    /// The concepts that a text names, in their order.
    fn named_in(&self, text: &str) -> Vec<usize> {
        let text = canonical(text);
        // Concepts, and where expressions of one part were found.
        let mut named = Vec::new();
        let mut whole: Vec<(usize, usize, usize)> = Vec::new();
        // Of expressions that have begun: how many parts were found, and where the last one ended.
        let mut begun: HashMap<usize, (usize, usize)> = HashMap::new();
        for found in self.parts.find_overlapping_iter(&text) {
            for &(expression, place) in &self.uses[found.pattern().as_usize()] {
                let (concept, length) = self.expressions[expression];
                let goes_on = match begun.get(&expression) {
                    _ if place == 0 => true,
                    // Two English words share the space between them.
                    Some((next, end)) if *next == place && found.start() + 1 >= *end => {
                        let between = text.get(*end..found.start()).unwrap_or_default();
                        between.len() <= GAP && !between.contains('|')
                    }
                    _ => false,
                };
                if !goes_on {
                    continue;
                }
                if length == 1 {
                    whole.push((concept, found.start(), found.end()));
                } else if place + 1 == length {
                    named.push(concept);
                } else {
                    begun.insert(expression, (place + 1, found.end()));
                }
            }
        }
        let is_within = |(_, start, end): &(usize, usize, usize)| {
            let longer = |(_, from, to): &(usize, usize, usize)| {
                from <= start && end <= to && to - from > end - start
            };
            // Found by their ends: a longer one around this one is near.
            whole.iter().any(longer)
        };
        let outermost = whole.iter().filter(|it| !is_within(it));
        named.extend(outermost.map(|(concept, ..)| *concept));
        named.sort_unstable();
        named.dedup();
        named
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&'static str> {
        named_in(text).map(|it| &it[1..]).collect()
    }

    #[test]
    fn inflected_and_colloquial_words_name_the_matter() {
        for (matter, texts) in [
            (
                "late",
                &[
                    "まだ届きません",
                    "届いてないんですけど",
                    "ﾏﾀﾞ届かない",
                    "It hasn't arrived yet",
                    "I never received my parcel",
                ][..],
            ),
            (
                "refund",
                &[
                    "お金は戻ってきますか",
                    "払戻し",
                    "払い戻し",
                    "Can I get my money back?",
                ],
            ),
            ("cancel", &["取り消したい", "取消", "ｷｬﾝｾﾙ", "cancelled"]),
            ("damaged", &["割れていました", "壊れて届いた", "It broke"]),
        ] {
            for text in texts {
                assert!(names(text).contains(&matter), "{text}: {:?}", names(text));
            }
        }
    }

    #[test]
    fn parts_belong_together_within_a_sentence_alone() {
        assert!(names("Give me my money. I'll be back").is_empty());
        assert!(
            names("注文が出来ません").is_empty(),
            "来ません is within 出来ません"
        );
        assert!(names("大丈夫です。ありがとうございました。").is_empty());
    }

    #[test]
    fn every_related_matter_and_every_expression_of_the_thesaurus_is_understood() {
        let text = include_str!("thesaurus.txt");
        let thesaurus = Thesaurus::of(text);
        let heads = text.lines().filter(|line| line.starts_with('['));
        let related = heads.map(|head| match head.split_once('~') {
            Some((_, related)) => related.split(',').count(),
            None => 0,
        });
        let read: usize = thesaurus.concepts.iter().map(|it| it.related.len()).sum();
        assert_eq!(read, related.sum::<usize>());
        let mut concept = "";
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|it| it.split_once(']')) {
                Some((name, _)) => concept = name,
                None => {
                    for expression in line.split(',').map(str::trim).filter(|it| !it.is_empty()) {
                        // A particle keeps two Japanese words apart.
                        let said = expression.replace(" * ", " ").replace('*', "が");
                        assert!(names(&said).contains(&concept), "{expression}");
                    }
                }
            }
        }
    }
}
