//! How many planted faults are found, and how many honest facts are marked, on sets of labelled replies (`set/`).

#![allow(
    clippy::unwrap_used,
    reason = "a set that is not as it should be is a failed test"
)]

use facts::{Known, Verdict, check};
use serde_json::Value;

/// Faults planted and found, honest facts and marks on them, marks on what is no fact.
#[derive(Debug, Default)]
struct Score {
    planted: usize,
    found: usize,
    honest: usize,
    marked: usize,
    extra: usize,
}

impl Score {
    /// Scores two of eight replies of a set, an honest one and a false one, which is enough for a floor and quick without optimisation.
    fn of(set: &str) -> Self {
        Self::of_every(set, 8)
    }

    /// The same of so many replies.
    fn of_every(set: &str, many: usize) -> Self {
        let mut score = Self::default();
        for line in set
            .lines()
            .enumerate()
            .filter(|(at, _)| at % many < 2)
            .map(|(_, line)| line)
        {
            let case: Value = serde_json::from_str(line).unwrap();
            score.add(&case);
        }
        score
    }

    fn add(&mut self, case: &Value) {
        let text = |key: &str| case[key].as_str().unwrap();
        let passages: Vec<&str> = case["knowledge"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p.as_str().unwrap())
            .collect();
        let known = Known {
            mail: text("mail"),
            passages: &passages,
            received: text("received")[..19].parse().ok(),
            ..Known::default()
        };
        let facts = check(text("reply"), &known);
        let expected = case["expect"].as_array().unwrap();
        let place =
            |e: &Value| e["start"].as_u64().unwrap() as usize..e["end"].as_u64().unwrap() as usize;
        let false_reply = expected.iter().any(|e| e["verdict"] != "supported");
        for e in expected {
            let place = place(e);
            let hit = facts.iter().any(|f| {
                f.verdict != Verdict::Supported && f.start < place.end && place.start < f.end
            });
            if e["verdict"] != "supported" {
                self.planted += 1;
                self.found += usize::from(hit);
            } else if !(false_reply && e["derived"] == true) {
                self.honest += 1;
                self.marked += usize::from(hit);
            }
        }
        let outside = |f: &&facts::Fact| {
            f.verdict != Verdict::Supported
                && !expected
                    .iter()
                    .any(|e| f.start < place(e).end && place(e).start < f.end)
        };
        self.extra += facts.iter().filter(outside).count();
    }

    fn holds(&self) {
        self.is_within(94, 1);
    }

    /// At least so many of a hundred faults are found, and at most so many of a hundred honest facts marked.
    fn is_within(&self, found: usize, marked: usize) {
        println!("{self:?}");
        assert!(
            self.found * 100 >= self.planted * found,
            "too few planted faults are found: {self:?}"
        );
        assert!(
            (self.marked + self.extra) * 100 <= self.honest * marked,
            "too many honest facts are marked: {self:?}"
        );
    }
}

#[test]
fn planted_faults_are_found_and_honest_facts_are_not_marked_where_the_rules_were_written() {
    Score::of(include_str!("../set/tune.jsonl")).holds();
}

#[test]
fn planted_faults_are_found_and_honest_facts_are_not_marked_in_other_shops() {
    Score::of(include_str!("../set/test.jsonl")).holds();
}

#[test]
fn planted_faults_are_found_and_honest_facts_are_not_marked_in_shops_never_looked_at() {
    Score::of(include_str!("../set/held.jsonl")).is_within(96, 1);
}

#[test]
fn planted_faults_are_found_and_honest_facts_are_not_marked_in_mails_of_other_forms() {
    Score::of(include_str!("../set/fresh.jsonl")).is_within(88, 2);
}

#[test]
fn planted_faults_are_found_and_honest_facts_are_not_marked_in_the_mails_of_forty_other_shops() {
    for set in [
        include_str!("../set/shops-tune.jsonl"),
        include_str!("../set/shops-held.jsonl"),
    ] {
        Score::of_every(set, 14).is_within(85, 3);
    }
}

#[test]
fn planted_faults_are_found_and_honest_facts_are_not_marked_in_the_mails_of_towns_and_villages() {
    for set in [
        include_str!("../set/towns-tune.jsonl"),
        include_str!("../set/towns-held.jsonl"),
        include_str!("../set/villages-tune.jsonl"),
        include_str!("../set/villages-held.jsonl"),
    ] {
        Score::of_every(set, 14).is_within(80, 3);
    }
}

#[test]
fn planted_faults_are_found_and_honest_facts_are_not_marked_in_stories_of_others() {
    for (set, found, marked) in [
        (include_str!("../set/outside-tune.jsonl"), 70, 2),
        (include_str!("../set/outside-held.jsonl"), 76, 2),
        (include_str!("../set/streets-tune.jsonl"), 80, 3),
        (include_str!("../set/streets-held.jsonl"), 80, 3),
    ] {
        Score::of_every(set, 14).is_within(found, marked);
    }
}

#[test]
fn planted_faults_are_found_and_honest_facts_are_not_marked_in_stories_of_a_third_hand() {
    Score::of_every(include_str!("../set/visitors-tune.jsonl"), 2).is_within(72, 3);
}

#[test]
fn planted_faults_are_found_and_honest_facts_are_not_marked_in_stories_of_a_fourth_hand() {
    Score::of_every(include_str!("../set/guests-tune.jsonl"), 2).is_within(56, 5);
}

#[test]
fn planted_faults_are_found_and_honest_facts_are_not_marked_in_letters_of_a_fifth_hand() {
    Score::of_every(include_str!("../set/callers-tune.jsonl"), 2).is_within(76, 2);
}

#[test]
fn planted_faults_are_found_and_honest_facts_are_not_marked_in_letters_of_a_sixth_and_a_seventh_hand()
 {
    Score::of_every(include_str!("../set/passers-tune.jsonl"), 2).is_within(67, 6);
    Score::of_every(include_str!("../set/regulars-tune.jsonl"), 2).is_within(92, 2);
}

#[test]
fn nothing_makes_the_check_panic_and_all_offsets_are_within_the_reply() {
    let pieces = [
        "注文",
        "¥",
        "1,2",
        "月3",
        "日",
        "(月",
        "9:",
        "〜",
        "\u{3000}",
        "+81-",
        "@",
        ".example",
        "様",
        "\n",
        "無料",
        "0円",
        "％",
        "1割",
        "一",
        "万",
        "🙂",
        "e\u{301}",
        "Dear ",
        "Mr. ",
        "#",
        "-",
        "99999999999999999999",
        "㎏",
        "令和",
        "to",
        "free",
        ">",
    ];
    let mut state = 7_u64;
    for _ in 0..400 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        let length = text.chars().count();
        let received = "2026-11-28T10:00:00".parse().ok();
        for fact in check(
            &text,
            &Known {
                mail: &text,
                passages: &[&text, "1,200円 12月3日"],
                received,
                own: &text,
                earlier: &[&text],
            },
        ) {
            assert!(
                fact.start < fact.end && fact.end <= length,
                "{text:?}: {fact:?}"
            );
            let words: String = text
                .chars()
                .skip(fact.start)
                .take(fact.end - fact.start)
                .collect();
            assert_eq!(words, fact.text);
        }
    }
}

#[test]
fn what_is_taken_over_from_a_source_contradicts_it_no_more() {
    let sets = [
        include_str!("../set/tune.jsonl"),
        include_str!("../set/test.jsonl"),
        include_str!("../set/held.jsonl"),
    ];
    let (mut offered, mut taken, mut contradicted) = (0, 0, 0);
    for line in sets
        .iter()
        .flat_map(|set| set.lines())
        .enumerate()
        .filter(|(at, _)| at % 6 == 1)
        .map(|(_, line)| line)
    {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| case[key].as_str().unwrap();
        let passages = case["knowledge"].as_array().unwrap().iter();
        let passages: Vec<&str> = passages.map(|p| p.as_str().unwrap()).collect();
        let known = Known {
            mail: text("mail"),
            passages: &passages,
            received: text("received")[..19].parse().ok(),
            ..Known::default()
        };
        let reply: Vec<char> = text("reply").chars().collect();
        for fact in check(text("reply"), &known) {
            contradicted += usize::from(fact.verdict == Verdict::Contradicts);
            let Some(instead) = &fact.instead else {
                continue;
            };
            offered += 1;
            assert_ne!(*instead, fact.text);
            let before: String = reply[..fact.start].iter().collect();
            let after: String = reply[fact.end..].iter().collect();
            let end = fact.start + instead.chars().count();
            let mended = format!("{before}{instead}{after}");
            let still = check(&mended, &known)
                .into_iter()
                .any(|f| f.start < end && fact.start < f.end && f.verdict != Verdict::Supported);
            taken += usize::from(!still);
        }
    }
    println!("{contradicted} contradictions, {offered} offers, {taken} taken over");
    assert!(offered * 2 > contradicted, "{offered} of {contradicted}");
    assert!(taken * 100 >= offered * 85, "{taken} of {offered}");
}
