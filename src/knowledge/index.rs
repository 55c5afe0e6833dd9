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
use super::terms::{each, without_courtesies};

/// How soon a term that is repeated says nothing more.
const K1: f32 = 1.2;
/// How much a long passage is marked down.
const B: f32 = 0.5;
/// What a term is worth in a heading, a title or among the keywords.
const HEADING: f32 = 2.0;
/// What it is worth among a passage's own keywords. Somebody wrote it there for this passage, so one
/// rare word is enough, as it may be all that a question in another language has in common with it.
const ALIAS: f32 = 3.0;
/// Bytes of a question that are read: the matter stands at the beginning.
const QUESTION: usize = 6000;

/// The least that a passage has to have in common with a question, in rare words.
const LEAST: f32 = 1.5;
/// … and in comparison with the best one.
const BESIDE_THE_BEST: f32 = 0.35;
/// A folder counts as one of so many passages: among three, a word that stands in two is no less
/// rare than among many.
const SMALLEST: f32 = 50.0;

#[derive(Debug, Default)]
pub(super) struct Index {
    terms: HashMap<Box<str>, Vec<Posting>>,
    /// By passage, in terms.
    lengths: Vec<f32>,
    average: f32,
}

/// A term stands in a passage.
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
        for (number, passage) in (0u32..).zip(passages) {
            let mut length = 0.0;
            let fields = [
                (passage.title.as_str(), HEADING),
                (&passage.heading, HEADING),
                (&passage.keywords, HEADING),
                (&passage.aliases, ALIAS),
                (passage.raw(), 1.0),
            ];
            for (text, worth) in fields {
                each(text, |term, _| {
                    length += 1.0;
                    index.add(term, number, worth);
                });
            }
            index.lengths.push(length);
        }
        let count = index.lengths.len().max(1) as f32;
        index.average = (index.lengths.iter().sum::<f32>() / count).max(1.0);
        for postings in index.terms.values_mut() {
            postings.shrink_to_fit();
        }
        index
    }

    fn add(&mut self, term: &str, passage: u32, worth: f32) {
        let postings = match self.terms.get_mut(term) {
            Some(postings) => postings,
            None => self.terms.entry(term.into()).or_default(),
        };
        match postings.last_mut() {
            Some(last) if last.passage == passage => last.count += worth,
            _ => postings.push(Posting {
                passage,
                count: worth,
            }),
        }
    }

    /// The passages that fit a question, the best first.
    pub(super) fn find(&self, question: &str, most: usize) -> Vec<Hit> {
        let mut question = &question[..question.floor_char_boundary(QUESTION)];
        question = question.trim();
        let mut wanted: HashMap<Box<str>, f32> = HashMap::new();
        each(&without_courtesies(question), |term, weight| {
            wanted.entry(term.into()).or_insert(weight);
        });
        let mut scores = vec![0.0; self.lengths.len()];
        let rare = self.worth_of_a_term_in(1);
        for (term, weight) in &wanted {
            let Some(postings) = self.terms.get(term) else {
                continue;
            };
            let worth = weight * self.worth_of_a_term_in(postings.len()) / rare;
            for Posting { passage, count } in postings {
                let passage = *passage as usize;
                let length = 1.0 - B + B * self.lengths[passage] / self.average;
                scores[passage] += worth * count * (K1 + 1.0) / (count + K1 * length);
            }
        }
        let mut hits: Vec<(usize, f32)> = scores.into_iter().enumerate().collect();
        hits.retain(|(_, score)| *score >= LEAST);
        // The order of the folder between equals.
        hits.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let best = hits.first().map_or(0.0, |(_, score)| *score);
        hits.retain(|(_, score)| *score >= best * BESIDE_THE_BEST);
        hits.truncate(most);
        hits.into_iter()
            .map(|(passage, score)| Hit {
                passage,
                score: (score * 100.0) as u32,
            })
            .collect()
    }

    /// What is in few passages says much (inverse document frequency).
    fn worth_of_a_term_in(&self, passages: usize) -> f32 {
        let all = (self.lengths.len() as f32).max(SMALLEST);
        let with = passages as f32;
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }
}
