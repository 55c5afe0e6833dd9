//! The house is as ARCHITECTURE.md draws it: which room may use which, and that flows meet in the
//! store alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use regex::Regex;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files beneath a folder, each with what the program is made of: neither comments nor
/// the tests at its end.
pub fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let comment = Regex::new(r"(?m)//.*$").unwrap();
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let text = text.split("\nmod tests {").next().unwrap_or_default();
                let text = comment.replace_all(text, "").into_owned();
                found.push((path.strip_prefix(root()).unwrap().to_owned(), text));
            }
        }
    }
    found
}

/// `src/flow/open.rs` -> `flow`; `src/main.rs` -> `main`.
fn room(path: &Path, above: usize) -> String {
    let name = path.components().nth(above).unwrap().as_os_str();
    name.to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// The names that a file takes from below `prefix`: `crate::store::Store` and
/// `use crate::{a, b::c}`.
fn named(text: &str, prefix: &str) -> BTreeSet<String> {
    let pattern = format!(r"\b{prefix}::(?:\{{([^}}]*)\}}|([a-z_]+))");
    let name = Regex::new(&pattern).unwrap();
    let mut found = BTreeSet::new();
    for names in name.captures_iter(text) {
        let names = names.get(1).or(names.get(2)).unwrap().as_str();
        let names = names.split(',').map(|it| it.trim().split("::").next());
        found.extend(names.flatten().map(str::to_owned));
    }
    found
}

/// Each room's floor, from the line of ARCHITECTURE.md: `a → {b, c} → d`.
fn floors() -> BTreeMap<String, usize> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("Imports point one way: `"))
        .expect("the line that says how imports point");
    let chain = line.split('`').next().unwrap();
    let mut floors = BTreeMap::new();
    for (floor, rooms) in chain.split('→').enumerate() {
        for room in rooms.trim_matches([' ', '{', '}']).split(',') {
            floors.insert(room.trim().to_owned(), floor);
        }
    }
    floors
}

#[test]
fn every_import_points_to_a_room_below() {
    let floors = floors();
    let mut upward = Vec::new();
    let mut rooms = BTreeSet::new();
    for (path, text) in sources("src") {
        let from = room(&path, 1);
        if from == "lib" {
            continue;
        }
        let floor = floors.get(&from);
        let floor = floor.unwrap_or_else(|| panic!("ARCHITECTURE.md does not name {from}"));
        for to in named(&text, "crate") {
            if let Some(below) = floors.get(&to)
                && to != from
                && below <= floor
            {
                upward.push(format!("{} uses {to}", path.display()));
            }
        }
        rooms.insert(from);
    }
    assert_eq!(upward, Vec::<String>::new());
    // What is drawn is there, too.
    let drawn = floors.keys().filter(|it| !rooms.contains(*it));
    let elsewhere: Vec<&String> = drawn
        .filter(|it| !root().join("crates").join(it).is_dir())
        .collect();
    assert_eq!(elsewhere, Vec::<&String>::new());
}

/// The door through which what a person does in Slack comes to the flows, and the one flow that
/// takes up what others left.
const MAY_CALL_FLOWS: [&str; 2] = ["interaction", "sweep"];
/// What the door is made of: no flow of its own.
const DOOR: [&str; 2] = ["answer", "authorization"];

#[test]
fn no_flow_calls_another_but_the_sweep() {
    let files = sources("src/flow");
    let flows: BTreeSet<String> = files.iter().map(|(path, _)| room(path, 2)).collect();
    assert!(flows.contains("receive") && flows.contains("send"));
    let mut met = Vec::new();
    for (path, text) in &files {
        let from = room(path, 2);
        if from == "mod" || MAY_CALL_FLOWS.contains(&from.as_str()) {
            continue;
        }
        let mut to = named(text, "crate::flow");
        // `super` of a file in `src/flow/`; what lies deeper speaks of its own folder so.
        if path.components().count() == 3 {
            to.extend(named(text, "super"));
        }
        to.extend(named(text, "super::super"));
        let others = to
            .intersection(&flows)
            .filter(|to| **to != from && !DOOR.contains(&to.as_str()));
        met.extend(others.map(|to| format!("{} calls {to}", path.display())));
    }
    assert_eq!(met, Vec::<String>::new());
}

/// The folder of each crate beneath `crates/`, its name, and its manifest.
fn crates() -> Vec<(PathBuf, String, String)> {
    let folders = std::fs::read_dir(root().join("crates")).unwrap();
    let folders = folders.map(|entry| entry.unwrap().path());
    folders
        .map(|folder| {
            let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
            let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
            (folder, name, manifest)
        })
        .collect()
}

/// It is no part of the product, and feeds all of it.
const FUZZER: &str = "fuzz";

#[test]
fn every_crate_depends_on_crates_below_it_alone() {
    let floors = floors();
    let dependency = Regex::new(r"(?m)^([a-z-]+)(?:\.workspace)? = ").unwrap();
    let mut upward = Vec::new();
    let crates = crates();
    for (_, name, manifest) in &crates {
        let Some(floor) = floors.get(name) else {
            continue;
        };
        let needed = manifest.split("[dev-dependencies]").next().unwrap();
        for found in dependency.captures_iter(needed) {
            let is_ours = crates.iter().any(|(_, name, _)| *name == found[1]);
            if is_ours && floors.get(&found[1]).is_some_and(|below| below <= floor) {
                upward.push(format!("{name} needs {}", &found[1]));
            }
        }
    }
    assert_eq!(upward, Vec::<String>::new());
}

#[test]
fn the_crates_know_nothing_of_the_product() {
    for (folder, name, manifest) in crates() {
        if name != FUZZER {
            assert!(!manifest.contains("replybot"), "{name}");
            assert!(folder.join("README.md").exists(), "{name}");
        }
    }
}

#[test]
fn every_crate_that_logs_is_known_to_the_log() {
    for (_, name, manifest) in crates() {
        if manifest.contains("\ntracing.workspace") {
            assert!(
                platform::telemetry::CRATES.contains(&name.as_str()),
                "{name}"
            );
        }
    }
}

#[test]
fn the_page_of_dev_draws_each_emoji_that_a_screen_names() {
    let page = root().join("crates/slack-sim/src/page/emoji.js");
    let drawn = std::fs::read_to_string(page).unwrap();
    // No path of a module, which has two colons.
    let emoji = Regex::new(r"(?:^|[^:\w]):([a-z][a-z0-9_]+):(?:[^:]|$)").unwrap();
    let mut named = BTreeSet::new();
    for (_, text) in sources("crates/screens/src") {
        named.extend(emoji.captures_iter(&text).map(|it| it[1].to_owned()));
    }
    assert!(named.contains("warning") && named.len() > 20, "{named:?}");
    named.retain(|name| !drawn.contains(&format!("'{name}'")));
    assert_eq!(named, BTreeSet::new(), "shown as they are written");
}
