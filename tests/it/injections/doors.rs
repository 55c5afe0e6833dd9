//! The ways to a masked text: each is named in the sources, and there are no more of them.

use std::path::{Path, PathBuf};

/// All sources of the product and of `pii`, without their tests.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = ["src", "crates/pii/src"].map(|it| root.join(it)).into();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                let text = std::fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]").next().unwrap_or_default();
                found.push((name, text.to_owned()));
            }
        }
    }
    found
}

/// Where one of these stands, in a line that is no comment and that `is_fine` does not take.
fn places(what: &str, is_fine: impl Fn(&str) -> bool) -> Vec<String> {
    let mut places = Vec::new();
    for (name, text) in sources() {
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.starts_with("//") && line.contains(what));
        places.extend(
            lines
                .filter(|line| !is_fine(line))
                .map(|line| format!("{name}: {line}")),
        );
    }
    places.sort();
    places
}

#[test]
fn only_a_template_and_the_tags_around_texts_are_put_into_words() {
    assert_eq!(
        places("Words for ", |_| false),
        [
            "src/prompts/prompt.rs: impl Words for Fenced<'_> {",
            "src/prompts/set.rs: impl Words for Filled<'_> {",
        ]
    );
}

#[test]
fn a_masked_text_is_read_back_only_into_the_fields_of_what_is_stored() {
    let is_a_field = |line: &str| line.contains("deserialize_with = \"crate::pii::stored::masked");
    assert_eq!(places("stored::masked", is_a_field), Vec::<String>::new());
}

#[test]
fn only_the_answers_of_models_are_a_models_text() {
    let made = places("ModelText::new", |_| false);
    assert_eq!(
        made,
        [
            "src/llm/mod.rs: Ok(piece.map(ModelText::new))",
            "src/llm/stream.rs: written.push(&ModelText::new(piece));",
        ],
        "the constructor is private to `llm`"
    );
}
