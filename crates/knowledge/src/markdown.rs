//! A page of Markdown and its passages: what is under a heading.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::{Passage, PassageText};
use pii::{CustomerText, PublicText};

/// Characters of a passage. A longer section becomes several, so that a model gets what fits and
/// not the page around it.
const PASSAGE: usize = 1200;

/// Reads a page. The second part says what is wrong with it.
pub(super) fn read(file: &str, text: &str) -> (Vec<Passage>, Vec<String>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (head, body, mut wrong) = front_matter(text);
    let sections = sections(body);
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    // The one heading at the top of a page is its title, and not a part of every path.
    let top = sections.iter().find(|it| it.level.is_some());
    let top = top.filter(|top| top.level == Some(1) && count(&sections, 1) == 1);
    let title = head
        .title
        .clone()
        .or_else(|| top.map(|top| top.words.clone()))
        .unwrap_or_else(|| name.to_owned());

    let mut passages = Vec::new();
    // The headings that the section is under: level, words, internal.
    let mut path: Vec<(usize, String, bool)> = Vec::new();
    for section in &sections {
        if let Some(level) = section.level {
            path.retain(|(above, ..)| *above < level);
            path.push((level, section.words.clone(), section.internal));
        }
        let internal = head.internal || path.iter().any(|(.., internal)| *internal);
        let is_title = |level: usize| level == 1 && top.is_some();
        let heading: Vec<&str> = path
            .iter()
            .filter(|(level, ..)| !is_title(*level))
            .map(|(_, words, _)| words.as_str())
            .collect();
        for piece in pieces(&section.text) {
            passages.push(Passage {
                file: file.to_owned(),
                title: title.clone(),
                heading: heading.join(" › "),
                keywords: head.keywords.clone(),
                aliases: section.aliases.clone(),
                text: match internal {
                    true => PassageText::Internal(CustomerText::new(piece)),
                    false => PassageText::Public(PublicText::of_the_shop(piece)),
                },
            });
        }
    }
    if passages.is_empty() {
        wrong.push("holds no text beneath its headings".to_owned());
    }
    (passages, wrong)
}

/// What a page says about itself between `---` and `---`.
#[derive(Default)]
struct Head {
    title: Option<String>,
    internal: bool,
    keywords: String,
}

/// Front matter is YAML by custom; of it, lines `name: value` are understood. Where it is not
/// clear whether a page is internal, it is.
fn front_matter(text: &str) -> (Head, &str, Vec<String>) {
    let mut head = Head::default();
    let mut wrong = Vec::new();
    let mut lines = text.split_inclusive('\n');
    if lines.next().map(str::trim_end) != Some("---") {
        return (head, text, wrong);
    }
    let mut end = "---\n".len().max(text.find('\n').map_or(0, |at| at + 1));
    for line in lines {
        end += line.len();
        let line = line.trim();
        if line == "---" || line == "..." {
            return (head, &text[end..], wrong);
        }
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'']);
        match name.trim().to_ascii_lowercase().as_str() {
            "title" if !value.is_empty() => head.title = Some(value.to_owned()),
            "keywords" | "tags" => head.keywords = value.trim_matches(['[', ']']).to_owned(),
            "internal" => match value.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => head.internal = true,
                "false" | "no" | "off" => {}
                _ => {
                    wrong.push(
                        "says `internal:` with neither `true` nor `false`; it is taken for internal"
                            .to_owned(),
                    );
                    head.internal = true;
                }
            },
            _ => {}
        }
    }
    wrong.push("begins with `---` and has no second one; it is taken for internal".to_owned());
    head.internal = true;
    (
        head,
        text.split_once('\n').map_or("", |(_, rest)| rest),
        wrong,
    )
}

/// A heading with what is under it, up to the next heading of any level.
#[derive(Default)]
struct Section {
    /// 1 to 6; `None` above the first heading.
    level: Option<usize>,
    /// The heading without its mark.
    words: String,
    /// The heading is marked.
    internal: bool,
    /// Of comments `<!-- keywords: … -->`.
    aliases: String,
    text: String,
}

fn count(sections: &[Section], level: usize) -> usize {
    sections.iter().filter(|it| it.level == Some(level)).count()
}

/// 【社内限定】, [internal], （社外秘） …
static INTERNAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)[\[(（【［〔{]\s*(?:internal(?: only)?|社内限定|社内用|社外秘)\s*[\])）】］〕}]",
    )
    .expect("the pattern is fixed and tested")
});

/// One that is not closed goes on to the end, as it does in a browser.
static COMMENT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)<!--.*?(?:-->|$)").expect("the pattern is fixed and tested"));

/// What the passage beneath a heading is found by, beside its own words.
static KEYWORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?is)^<!--\s*keywords\s*[:：](.*?)(?:-->|$)")
        .expect("the pattern is fixed and tested")
});

/// Divides a page at its headings. A `#` in a block of code is none. Comments (`<!-- -->`) are
/// for the author of the page alone, but for those with keywords.
fn sections(body: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut cuts: Vec<Range<usize>> = Vec::new();
    let mut starts = vec![0];
    let mut heading: Option<String> = None;
    for (event, range) in Parser::new_ext(body, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                heading = Some(String::new());
                starts.push(range.start);
                cuts.push(range);
                sections.push(Section {
                    level: Some(number(level)),
                    ..Section::default()
                });
            }
            Event::End(TagEnd::Heading(_)) => {
                let words = heading.take().unwrap_or_default();
                if let Some(section) = sections.last_mut() {
                    section.internal = INTERNAL.is_match(&words);
                    section.words = INTERNAL.replace_all(&words, "").trim().to_owned();
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(words) = &mut heading {
                    words.push_str(&text);
                }
            }
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                for comment in COMMENT.find_iter(&body[range.clone()]) {
                    cuts.push(range.start + comment.start()..range.start + comment.end());
                    if let Some(words) = KEYWORDS.captures(comment.as_str())
                        && let Some(section) = sections.last_mut()
                    {
                        section.aliases.push_str(words[1].trim());
                        section.aliases.push('\n');
                    }
                }
            }
            _ => {}
        }
    }
    starts.push(body.len());
    for (section, bounds) in sections.iter_mut().zip(starts.windows(2)) {
        let mut at = bounds[0];
        for cut in &cuts {
            if cut.start >= at && cut.end <= bounds[1] {
                section.text.push_str(&body[at..cut.start]);
                at = cut.end;
            }
        }
        section.text.push_str(&body[at..bounds[1]]);
    }
    sections
}

fn number(level: HeadingLevel) -> usize {
    level as usize
}

/// Cuts a section into passages: between paragraphs, else between lines, else behind a full stop.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut piece = String::new();
    for part in ["\n\n", "\n", "。", ". "]
        .into_iter()
        .fold(vec![text.trim()], |parts, at| divided(&parts, at))
    {
        let is_full = length(&piece) + length(part) > PASSAGE;
        if is_full && !piece.trim().is_empty() {
            pieces.push(std::mem::take(&mut piece).trim().to_owned());
        }
        piece.push_str(part);
    }
    pieces.push(piece.trim().to_owned());
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Divides what is too long behind each `at`.
fn divided<'t>(parts: &[&'t str], at: &str) -> Vec<&'t str> {
    parts
        .iter()
        .flat_map(|part| match length(part) > PASSAGE {
            true => part.split_inclusive(at).collect(),
            false => vec![*part],
        })
        .collect()
}

fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `heading|text|internal`, one passage a line.
    fn passages(text: &str) -> Vec<String> {
        let (passages, _) = read("shop/faq.md", text);
        let line = |it: &Passage| {
            let mark = if it.is_internal() {
                "internal"
            } else {
                "public"
            };
            format!("{}|{}|{mark}", it.heading, it.raw().replace('\n', " "))
        };
        passages.iter().map(line).collect()
    }

    #[test]
    fn sections_know_the_headings_above_them() {
        let page = "# 配送\n\nはじめに。\n\n## 送料\n\n全国 500 円。\n\n### 離島\n\n1,000 円。\n\n返品\n----\n\n7日以内。\n\n```\n# no heading\n```\n";
        assert_eq!(
            passages(page),
            [
                "|はじめに。|public",
                "送料|全国 500 円。|public",
                "送料 › 離島|1,000 円。|public",
                "返品|7日以内。  ``` # no heading ```|public",
            ]
        );
        assert_eq!(read("a.md", page).0[1].title, "配送");
        assert_eq!(read("b/returns.md", "Only text.").0[0].title, "returns");
    }

    #[test]
    fn a_marked_heading_marks_what_is_beneath_it() {
        let page = "## A [internal]\n\na\n\n### B\n\nb\n\n## C\n\nc\n\n## D【社内限定】\n\nd\n\n## E (INTERNAL ONLY)\n\ne\n\n## 社内の内線\n\nf";
        assert_eq!(
            passages(page),
            [
                "A|a|internal",
                "A › B|b|internal",
                "C|c|public",
                "D|d|internal",
                "E|e|internal",
                "社内の内線|f|public",
            ]
        );
    }

    #[test]
    fn what_is_unclear_about_a_page_is_internal() {
        for (head, internal, warnings) in [
            ("---\ninternal: true\n---\n", true, 0),
            ("---\r\ninternal: yes\r\n---\r\n", true, 0),
            ("---\ninternal: false\n---\n", false, 0),
            ("---\ntitle: \"T\"\n---\n", false, 0),
            ("---\ninternal: maybe\n---\n", true, 1),
            ("---\ninternal: true\n\n", true, 1),
            ("", false, 0),
        ] {
            let (passages, wrong) = read("a.md", &format!("{head}# T\n\ntext\n"));
            assert_eq!(wrong.len(), warnings, "{head}");
            assert!(
                passages.iter().all(|it| it.is_internal() == internal),
                "{head}"
            );
            let last = passages.last().map(Passage::raw);
            assert_eq!(last, Some("text"), "{head}");
        }
    }

    #[test]
    fn comments_are_for_nobody_else() {
        let page = "a <!-- one --> b\n\n<!--\ntwo\n-->\n\n## H <!-- three -->\n\n<!-- four -->c";
        let text = passages(page).join("\n");
        for word in ["one", "two", "three", "four"] {
            assert!(!text.contains(word), "{text}");
        }
        assert!(text.contains("H|c|public"), "{text}");
    }

    #[test]
    fn a_comment_with_keywords_is_for_the_passage_that_it_stands_in() {
        let page = "## A\n\n<!-- keywords: alpha,\n先頭 -->\na\n\n<!--Keywords: first-->\n\n## B\n\n<!-- no keywords: beta -->\nb";
        let (passages, _) = read("a.md", page);
        let aliases = |it: &Passage| it.aliases.replace('\n', " ").trim().to_owned();
        assert_eq!(
            passages.iter().map(aliases).collect::<Vec<_>>(),
            ["alpha, 先頭 first", ""]
        );
        assert_eq!(passages[0].raw(), "a");
    }

    #[test]
    fn long_sections_are_cut_where_a_reader_would_and_nothing_is_lost() {
        let paragraph = "これは長い段落です。".repeat(50);
        let text = format!("{paragraph}\n\n{}\n\n{paragraph}", "長".repeat(1500));
        let pieces = pieces(&text);
        assert!(pieces.len() >= 3);
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let kept: usize = pieces.iter().map(|piece| letters(piece)).sum();
        assert_eq!(kept, letters(&text));
    }

    #[test]
    fn a_page_without_text_is_told() {
        assert_eq!(read("a.md", "# Only\n\n## headings\n").1.len(), 1);
        assert_eq!(read("a.md", "").1.len(), 1);
    }
}
