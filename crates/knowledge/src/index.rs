//! Finds passages by the words of a question: BM25 over an inverted index.
//!
//! Written out because a search engine (tantivy) is built for other sizes: it keeps segments on a
//! disk and at least 15 MB for its writer. What is needed beyond BM25 is a score that means the
//! same in a folder of ten passages and of ten thousand, so that "nothing fits" can be told.
//!
//! Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.

use std::collections::HashMap;
use std::sync::Arc;

use super::Passage;
use super::terms::{each, folded, stem, without_courtesies};
use super::{spelling, thesaurus};

/// How soon a term that is repeated says nothing more.
const K1: f32 = 1.2;
/// How much a long passage is marked down.
const B: f32 = 0.5;
/// What a term is worth in a heading.
const HEADING: f32 = 2.0;
/// What it is worth in the page's title and keywords, which all its passages have: enough to find
/// the page, too little to decide between its passages.
const PAGE: f32 = 1.0;
/// What it is worth among a passage's own keywords. It was written there for this passage, so one
/// rare word is enough, as it may be all that a question in another language has in common with it.
const ALIAS: f32 = 3.0;
/// What a matter of the thesaurus says, beside the words that name it.
const MATTER: f32 = 2.0;
/// What a passage in the question's own language gains.
const SAME_LANGUAGE: f32 = 1.15;
/// Bytes of a question that are read: the matter is at the beginning.
const QUESTION: usize = 6000;

/// The least that a passage has to have in common with a question, in rare words.
const LEAST: f32 = 1.5;
/// … but of a short question no more than this share of what it says: it may be a single word that
/// is in many passages.
const LEAST_SHARE: f32 = 0.25;
/// … and of what names a matter that the question asks for, or a related one, this share of that.
const LEAST_OF_A_MATTER: f32 = 0.4;
/// … and in comparison with the best one.
const BESIDE_THE_BEST: f32 = 0.35;
/// A folder counts as one of so many passages: among three, a word that is in two is no less
/// rare than among many.
const SMALLEST: f32 = 50.0;

#[derive(Debug, Default)]
pub(super) struct Index {
    terms: HashMap<Box<str>, Postings>,
    /// By passage.
    passages: Vec<Facts>,
    average: f32,
}

/// What is known of a passage beside its terms.
#[derive(Clone, Copy, Debug)]
struct Facts {
    /// In terms.
    length: f32,
    internal: bool,
    japanese: bool,
}

/// Where a term is.
#[derive(Debug, Default)]
struct Postings {
    by_passage: Vec<Posting>,
    /// How many passages say it themselves, and pages in all their passages: what all passages of a
    /// page have from its keywords is no less rare for that.
    sayings: u32,
    /// The page that was counted last.
    page: Option<u32>,
}

/// A term is in a passage.
#[derive(Clone, Copy, Debug)]
struct Posting {
    passage: u32,
    /// How often; more than that in a heading.
    count: f32,
}

/// A passage that fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hit {
    /// Its place in the list that the index was made of.
    pub(super) passage: usize,
    /// In hundredths of what one rare word is worth.
    pub(super) score: u32,
}

impl Index {
    pub(super) fn of(passages: &[Arc<Passage>]) -> Index {
        let mut index = Index::default();
        let mut page = 0;
        let mut before: Option<&Passage> = None;
        for (number, passage) in (0u32..).zip(passages) {
            if before.is_some_and(|before| before.file != passage.file) {
                page += 1;
            }
            before = Some(passage);
            let mut length = 0.0;
            let fields = [
                // What the passage says itself comes first: see `add`.
                (passage.raw(), 1.0, true),
                (&passage.heading, HEADING, true),
                (&passage.aliases, ALIAS, true),
                (&passage.title, PAGE, false),
                (&passage.keywords, PAGE, false),
            ];
            for (text, worth, own) in fields {
                let place = (number, page, own);
                each(text, |term, _| {
                    length += 1.0;
                    index.add(term, place, worth);
                });
                for matter in thesaurus::named_in(text) {
                    index.add(matter, place, worth);
                }
            }
            index.passages.push(Facts {
                length,
                internal: passage.is_internal(),
                japanese: is_japanese(passage.raw()),
            });
        }
        let count = index.passages.len().max(1) as f32;
        let lengths = index.passages.iter().map(|it| it.length);
        index.average = (lengths.sum::<f32>() / count).max(1.0);
        for postings in index.terms.values_mut() {
            postings.by_passage.shrink_to_fit();
        }
        index
    }

    /// A term in a passage of a page, in its own words or in the page's.
    fn add(&mut self, term: &str, (passage, page, own): (u32, u32, bool), worth: f32) {
        let postings = match self.terms.get_mut(term) {
            Some(postings) => postings,
            None => self.terms.entry(term.into()).or_default(),
        };
        match postings.by_passage.last_mut() {
            Some(last) if last.passage == passage => last.count += worth,
            _ => {
                if own || postings.page != Some(page) {
                    postings.sayings += 1;
                }
                postings.page = Some(page);
                postings.by_passage.push(Posting {
                    passage,
                    count: worth,
                });
            }
        }
    }

    /// The passages that fit a question, the best first. What is internal comes behind what the
    /// customer may be told, and never takes more than a quarter of the places from it.
    pub(super) fn find(&self, question: &str, most: usize) -> Vec<Hit> {
        let question = folded(question[..question.floor_char_boundary(QUESTION)].trim());
        let is_known = |word: &str| self.terms.contains_key(&*stem(word));
        let question = &*spelling::corrected(&question, is_known);
        let mut wanted: HashMap<Box<str>, f32> = HashMap::new();
        each(&without_courtesies(question), |term, weight| {
            wanted.entry(term.into()).or_insert(weight);
        });
        for (matter, share) in thesaurus::asked_in(question) {
            wanted.insert(matter.into(), MATTER * share);
        }
        let mut scores = vec![0.0; self.passages.len()];
        let mut is_about_it = vec![false; self.passages.len()];
        let rare = self.worth_of_a_term_in(1);
        let mut said = 0.0;
        for (term, weight) in &wanted {
            let Some(postings) = self.terms.get(term) else {
                said += weight;
                continue;
            };
            let worth = weight * self.worth_of_a_term_in(postings.sayings) / rare;
            said += worth;
            for Posting { passage, count } in &postings.by_passage {
                let passage = *passage as usize;
                is_about_it[passage] |= thesaurus::is_matter(term);
                let length = 1.0 - B + B * self.passages[passage].length / self.average;
                scores[passage] += worth * count * (K1 + 1.0) / (count + K1 * length);
            }
        }
        let japanese = is_japanese(question);
        for (score, facts) in scores.iter_mut().zip(&self.passages) {
            if facts.japanese == japanese {
                *score *= SAME_LANGUAGE;
            }
        }
        let least = LEAST.min(said * LEAST_SHARE);
        let mut hits: Vec<(usize, f32)> = scores.into_iter().enumerate().collect();
        hits.retain(|(passage, score)| match is_about_it[*passage] {
            true => *score >= least * LEAST_OF_A_MATTER,
            false => *score > 0.0 && *score >= least,
        });
        // The order of the folder between equals.
        hits.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let hits = self.public_first(hits, most);
        let hit = |(passage, score)| Hit {
            passage,
            score: (score * 100.0) as u32,
        };
        hits.into_iter().map(hit).collect()
    }

    /// Public passages first, and what is internal in the places that are left to it.
    fn public_first(&self, hits: Vec<(usize, f32)>, most: usize) -> Vec<(usize, f32)> {
        let is_internal = |hit: &(usize, f32)| self.passages[hit.0].internal;
        let (internal, public): (Vec<_>, Vec<_>) = hits.into_iter().partition(is_internal);
        // Each among its own: an internal passage that fits too well is no reason to drop the answer.
        let [mut internal, mut public] = [internal, public].map(|mut hits| {
            let best = hits.first().map_or(0.0, |(_, score)| *score);
            hits.retain(|(_, score)| *score >= best * BESIDE_THE_BEST);
            hits
        });
        internal.truncate((most / 4).max(most.saturating_sub(public.len())));
        public.truncate(most.saturating_sub(internal.len()));
        public.extend(internal);
        public
    }

    /// What is in few passages says much (inverse document frequency).
    fn worth_of_a_term_in(&self, passages: u32) -> f32 {
        let all = (self.passages.len() as f32).max(SMALLEST);
        let with = passages as f32;
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }
}

/// True when a text is written in Japanese letters, for a good part.
fn is_japanese(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let japanese =
        letters().filter(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'));
    japanese.count() * 5 > letters().count()
}
