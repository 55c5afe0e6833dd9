//! `replybot eval`: how good drafts are, on a set of inquiries.

use std::path::Path;
use std::time::Duration;

use comfy_table::{Cell, Color, ContentArrangement, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::app::drafter;
use crate::config::{EvalConfig, Limits};
use crate::eval::{Case, Judge, Outcome, Run, read_set, shipped};
use crate::role::{Exit, printable, say, say_in_colours};
use platform::net;

/// What a person asked for.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// A folder of cases; `None` is the shipped set.
    pub set: Option<&'a Path>,
    /// The prompt to use for all.
    pub template: Option<&'a str>,
    /// True when a model judges, too.
    pub judge: bool,
    /// Questions at a time.
    pub at_once: usize,
    /// Cases of a hundred that have to pass.
    pub pass: u8,
    /// JSON instead of a table.
    pub json: bool,
}

/// Runs the set with each set of prompts and prints how it went.
///
/// # Errors
/// When the set cannot be used or standard output breaks.
pub async fn run(config: EvalConfig, options: &Options<'_>) -> anyhow::Result<Exit> {
    let cases = match options.set {
        Some(folder) => read_set(folder)?,
        None => shipped()?,
    };
    let limits = Limits::default();
    let http = net::client()?;
    let judge = drafter(http.clone(), config.judge, &limits);
    let judge = options.judge.then(|| Judge::new(judge));
    let model = drafter(http, config.drafter, &limits);
    let progress = progress(cases.len() * config.prompts.len());
    let mut all = Vec::new();
    for (name, prompts) in &config.prompts {
        let run = Run {
            drafter: &model,
            prompts,
            masker: &config.masker,
            reader: &config.reader,
            template: options.template,
            judge: judge.as_ref(),
            at_once: options.at_once,
        };
        let outcomes = run.all(&cases, || progress.inc(1)).await;
        all.push((name.as_str(), prompts.version(), outcomes));
    }
    progress.finish_and_clear();
    if options.json {
        let sets = all.iter().map(|(name, version, outcomes)| {
            json!({ "prompts": name, "version": version, "passed": passed(outcomes), "cases": outcomes })
        });
        say(json!({ "model": model.model(), "sets": sets.collect::<Vec<_>>() }))?;
    } else {
        say_in_colours(table(&cases, &all))?;
        for (name, version, outcomes) in &all {
            say(summary(name, version, outcomes))?;
        }
    }
    Ok(all.iter().fold(Exit::Done, |exit, (_, _, outcomes)| {
        exit.max(verdict(outcomes, options.pass))
    }))
}

fn passed(outcomes: &[Outcome]) -> usize {
    outcomes.iter().filter(|outcome| outcome.passed()).count()
}

/// A model that could not be asked says nothing about the prompts.
fn verdict(outcomes: &[Outcome], percent: u8) -> Exit {
    if passed(outcomes) * 100 >= usize::from(percent) * outcomes.len() {
        return Exit::Done;
    }
    match outcomes.iter().any(|outcome| outcome.is_temporary) {
        true => Exit::TryAgain,
        false => Exit::Failed,
    }
}

type Set<'a> = (&'a str, &'a str, Vec<Outcome>);

fn table(cases: &[Case], sets: &[Set<'_>]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic);
    let names = sets.iter().map(|(name, ..)| (*name).to_owned());
    table.set_header(
        ["case".to_owned(), "kind".to_owned()]
            .into_iter()
            .chain(names),
    );
    for (index, case) in cases.iter().enumerate() {
        let kind = sets
            .first()
            .map_or("", |(_, _, outcomes)| outcomes[index].template.as_str());
        let results = sets.iter().map(|(_, _, outcomes)| result(&outcomes[index]));
        let row = [printable(&case.name), printable(kind)].map(Cell::new);
        table.add_row(row.into_iter().chain(results));
    }
    table
}

fn result(outcome: &Outcome) -> Cell {
    if let Some(error) = &outcome.error {
        return Cell::new(format!("no answer: {}", printable(error))).fg(Color::Red);
    }
    let broken = outcome.faults.len();
    let faults = outcome
        .faults
        .iter()
        .map(|it| format!("\n✗ {}: {}", it.rule, printable(&it.what)));
    let judged = outcome
        .judgement
        .as_ref()
        .map(|it| format!(", judged {}: {}", it.score, printable(&it.why)));
    let text = format!(
        "{}/{}{}{}",
        outcome.rules - broken,
        outcome.rules,
        judged.unwrap_or_default(),
        faults.collect::<String>()
    );
    let color = if broken == 0 {
        Color::Green
    } else {
        Color::Red
    };
    Cell::new(text).fg(color)
}

fn summary(name: &str, version: &str, outcomes: &[Outcome]) -> String {
    let (passed, all) = (passed(outcomes), outcomes.len());
    let rules: usize = outcomes.iter().map(|it| it.rules).sum();
    let broken: usize = outcomes
        .iter()
        .map(|it| it.faults.len() + usize::from(it.error.is_some()))
        .sum();
    let scores: Vec<f64> = outcomes
        .iter()
        .filter_map(|it| Some(f64::from(it.judgement.as_ref()?.score)))
        .collect();
    let judged = match scores.len() {
        0 => String::new(),
        n => format!(", judged {:.2} of 5", scores.iter().sum::<f64>() / n as f64),
    };
    format!(
        "{name}@{version}: {passed} of {all} cases passed, {} of {rules} rules held{judged}",
        rules - broken
    )
}

/// A bar on standard error; indicatif draws none where that is no terminal.
fn progress(length: usize) -> ProgressBar {
    let bar = ProgressBar::new(length as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} drafts, {eta} left") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
