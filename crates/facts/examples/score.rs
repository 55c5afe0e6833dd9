//! Scores a labelled set: `cargo run -p facts --example score -- SET.jsonl [--show]`.
//!
//! A line has `id`, `lang`, `mail`, `reply`, `knowledge`, `received` and `expect`: the facts of the reply with `start`,
//! `end` (characters), `kind`, `verdict`, and `derived` where an honest one was computed.

use std::collections::BTreeMap;

use facts::{Known, Verdict, check};
use serde_json::Value;

#[derive(Default)]
struct Score {
    planted: usize,
    found: usize,
    honest: usize,
    marked: usize,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().expect("a set");
    let show = arguments.next().is_some();
    let set = std::fs::read_to_string(path).expect("the set can be read");
    let (mut scores, mut replies, mut marked_replies, mut extra) =
        (BTreeMap::<String, Score>::new(), 0, 0, 0);
    let began = std::time::Instant::now();
    for line in set.lines() {
        let case: Value = serde_json::from_str(line).expect("JSON");
        let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
        let passages: Vec<String> = case["knowledge"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|p| p.as_str().map(str::to_owned))
            .collect();
        let passages: Vec<&str> = passages.iter().map(String::as_str).collect();
        let received = case["received"]
            .as_str()
            .and_then(|at| at.get(..19))
            .and_then(|at| at.parse().ok());
        let (mail, reply) = (text("mail"), text("reply"));
        let facts = check(
            &reply,
            &Known {
                mail: &mail,
                passages: &passages,
                received,
                ..Known::default()
            },
        );
        let expected: Vec<&Value> = case["expect"].as_array().into_iter().flatten().collect();
        let number = |value: &Value, key: &str| value[key].as_u64().unwrap_or(0) as usize;
        let has_planted = expected.iter().any(|e| e["verdict"] != "supported");
        let mut marked = false;
        for e in &expected {
            let (start, end) = (number(e, "start"), number(e, "end"));
            let hit = facts.iter().find(|f| {
                f.start < end
                    && start < f.end
                    && f.verdict != Verdict::Supported
                    && f.end - f.start <= (end - start) * 3 + 12
            });
            let key = format!(
                "{} {}",
                text("lang"),
                e["kind"].as_str().unwrap_or_default()
            );
            let planted = e["verdict"] != "supported";
            if !planted && has_planted && e["derived"] == true {
                continue;
            }
            for key in [key, format!("{} all", text("lang"))] {
                let score = scores.entry(key).or_default();
                if planted {
                    score.planted += 1;
                    score.found += usize::from(hit.is_some());
                } else {
                    score.honest += 1;
                    score.marked += usize::from(hit.is_some());
                }
            }
            marked |= !planted && hit.is_some();
            if show && planted == hit.is_none() {
                let words: String = reply.chars().skip(start).take(end - start).collect();
                println!(
                    "{} {} {:?} {} {} {}",
                    text("id"),
                    if planted { "MISSED" } else { "MARKED" },
                    words,
                    e["kind"],
                    e["why"],
                    hit.or(facts.iter().find(|f| f.start < end && start < f.end))
                        .map_or(String::new(), |h| format!(
                            "{:?} {:?} {:?}",
                            h.text,
                            h.kind,
                            h.source.as_ref().map(|s| (&s.value, &s.text))
                        ))
                );
            }
        }
        for fact in facts.iter().filter(|f| f.verdict != Verdict::Supported) {
            if !expected
                .iter()
                .any(|e| fact.start < number(e, "end") && number(e, "start") < fact.end)
            {
                extra += 1;
                marked = true;
                if show {
                    println!(
                        "{} EXTRA {:?} {:?} {:?}",
                        text("id"),
                        fact.text,
                        fact.kind,
                        fact.source.as_ref().map(|s| &s.value)
                    );
                }
            }
        }
        if !has_planted {
            replies += 1;
            marked_replies += usize::from(marked);
        }
    }
    println!(
        "{:14} {:>8} {:>8} {:>7} {:>8} {:>8} {:>7}",
        "", "planted", "found", "%", "honest", "marked", "%"
    );
    let percent = |part: usize, whole: usize| {
        if whole == 0 {
            0.0
        } else {
            part as f64 * 100.0 / whole as f64
        }
    };
    for (key, s) in &scores {
        println!(
            "{key:14} {:>8} {:>8} {:>7.1} {:>8} {:>8} {:>7.1}",
            s.planted,
            s.found,
            percent(s.found, s.planted),
            s.honest,
            s.marked,
            percent(s.marked, s.honest)
        );
    }
    println!(
        "marks on what is no fact: {extra}; honest replies with a mark: {marked_replies} of {replies}; {:.2} ms a reply",
        began.elapsed().as_secs_f64() * 1000.0 / set.lines().count() as f64
    );
}
