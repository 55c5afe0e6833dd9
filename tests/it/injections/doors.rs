//! The ways to a masked text: each is named in the sources, and there are no more of them.

use crate::structure::sources;

/// The lines with one of these, comments and tests aside, that `is_fine` does not take.
fn places(what: &str, is_fine: impl Fn(&str) -> bool) -> Vec<String> {
    let mut places = Vec::new();
    // Tests of a crate, which are no door, lie beside its sources.
    let all = ["src", "crates"].into_iter().flat_map(sources);
    for (path, text) in all.filter(|(path, _)| path.iter().any(|it| it == "src")) {
        let name = path.display();
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|line| line.contains(what));
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
    let is_a_field = |line: &str| line.contains("deserialize_with = \"pii::stored::masked");
    assert_eq!(places("stored::masked", is_a_field), Vec::<String>::new());
}

#[test]
fn only_the_answers_of_models_are_a_models_text() {
    let made = places("ModelText::new", |_| false);
    assert_eq!(
        made,
        [
            "crates/llm/src/lib.rs: Ok(piece.map(ModelText::new))",
            "crates/llm/src/stream.rs: written.push(&ModelText::new(piece));",
        ],
        "the constructor is private to `llm`"
    );
}
