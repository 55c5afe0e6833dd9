//! What the documents say is so.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::structure::sources;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// The sources of the configuration: `src/config.rs` and what lies in `src/config/`. Tests name
/// variables that do not exist.
fn config_sources() -> String {
    let parts = std::fs::read_dir(root().join("src/config")).unwrap();
    let parts = parts.map(|file| file.unwrap().path());
    let sources = parts.chain([root().join("src/config.rs")]).map(read);
    sources
        .map(|source| {
            source
                .split("#[cfg(test)]")
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .collect()
}

/// `"SLACK_BOT_TOKEN"` and the like in Rust source.
fn variables_read() -> BTreeSet<String> {
    let name = regex::Regex::new(
        r#"[^:]"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|KNOWLEDGE|MAILBOXES|PORT|POLITENESS|PROMPTS|STAGE|SUMMARY|TRACEPARENT)""#,
    )
    .unwrap();
    let sources = config_sources();
    name.captures_iter(&sources)
        .map(|found| found[1].to_owned())
        .collect()
}

#[test]
fn the_page_of_settings_holds_exactly_the_variables_that_are_read() {
    assert_eq!(variables_in("docs/settings.md"), variables_read());
}

/// Variables with an example, commented out or not.
fn variables_in(file: &str) -> BTreeSet<String> {
    let name = regex::Regex::new(r"(?m)^(?:# )?([A-Z][A-Z0-9_]*)=").unwrap();
    let text = read(file);
    let found = name.captures_iter(&text);
    found.map(|found| found[1].to_owned()).collect()
}

#[test]
fn the_example_environment_holds_the_eight_that_a_service_takes_as_the_page_of_settings_has_them() {
    let lines = |file: &str| -> BTreeSet<String> {
        let text = read(file);
        let is_set = |line: &&str| {
            let name = line.split_once('=').map_or("", |(name, _)| name);
            !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
        };
        text.lines().filter(is_set).map(str::to_owned).collect()
    };
    let example = lines(".env.example");
    assert_eq!(example.len(), 8, "{example:?}");
    assert_eq!(example, lines("docs/settings.md"));
}

#[test]
fn both_readmes_show_the_same_commands_and_files_that_exist() {
    let code = regex::Regex::new(r"(?s)```sh\n(.*?)```").unwrap();
    let commands = |text: &str| {
        code.captures_iter(text)
            .map(|found| found[1].to_owned())
            .collect::<Vec<_>>()
    };
    let (english, japanese) = (read("README.md"), read("README.ja.md"));
    assert_eq!(commands(&english), commands(&japanese));
    let link = regex::Regex::new(r"\]\(([^)#:]+)\)").unwrap();
    for text in [english, japanese, read("ARCHITECTURE.md")] {
        for found in link.captures_iter(&text) {
            assert!(
                root().join(&found[1]).exists(),
                "{} does not exist",
                &found[1]
            );
        }
    }
}

#[test]
fn each_metric_is_in_the_table_of_the_telemetry() {
    let name = regex::Regex::new(r#"pub const [A-Z_]+: &str = "(replybot_[a-z_]+)";"#).unwrap();
    let source = read("crates/platform/src/metrics.rs");
    let counted: BTreeSet<&str> = name
        .captures_iter(&source)
        .map(|found| found.get(1).unwrap().as_str())
        .collect();
    let row = regex::Regex::new(r"(?m)^\| `(replybot_[a-z_]+)` \|").unwrap();
    let table = read("docs/telemetry.md");
    let documented: BTreeSet<&str> = row
        .captures_iter(&table)
        .map(|found| found.get(1).unwrap().as_str())
        .collect();
    assert!(counted.len() > 10, "{counted:?}");
    assert_eq!(documented, counted);
}

#[test]
fn the_pages_for_engineers_name_files_that_exist() {
    let named = regex::Regex::new(r"`([a-z0-9_/-]+\.rs)`").unwrap();
    let place = regex::Regex::new(r"`((?:src|crates|tests)/[a-z0-9_/-]*)").unwrap();
    let folders = ["src", "crates", "tests", "benches"];
    let files = folders.into_iter().flat_map(sources);
    let files: Vec<String> = files.map(|(path, _)| path.display().to_string()).collect();
    let mut missing = Vec::new();
    for page in ["ARCHITECTURE.md", "docs/development.md"] {
        for line in read(page).lines() {
            // A row's first place is where the files that it names are.
            let place = place
                .captures(line)
                .map_or("", |it| it.get(1).unwrap().as_str());
            for found in named.captures_iter(line) {
                let end = format!("/{}", &found[1]);
                let is_it = |path: &String| {
                    *path == found[1] || (path.starts_with(place) && path.ends_with(&end))
                };
                if !files.iter().any(is_it) {
                    missing.push(format!("{page}: {}", &found[1]));
                }
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn the_page_of_development_runs_tests_that_exist() {
    let command = regex::Regex::new(r"cargo test --test it ([a-z_:]+)").unwrap();
    let tests = sources("tests/it").into_iter();
    let tests: String = tests
        .map(|(path, text)| format!("{}\n{text}", path.display()))
        .collect();
    let page = read("docs/development.md");
    let mut seen = 0;
    for found in command.captures_iter(&page) {
        let name = found[1].rsplit("::").next().unwrap();
        let is_there = [
            format!("fn {name}"),
            format!("/{name}.rs"),
            format!("/{name}/"),
        ];
        assert!(
            is_there.iter().any(|it| tests.contains(it)),
            "{}",
            &found[1]
        );
        seen += 1;
    }
    assert!(seen > 1);
}
