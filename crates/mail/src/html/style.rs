//! What styles do to a text: hide it, show it again, strike it out. Of CSS as much as that takes, in a
//! budget.

use std::collections::HashMap;

use super::selector::{self, Named, Open, Selector};

/// More rules than that are a framework's, not a mail's.
const MOST_RULES: usize = 2000;

/// How many comparisons of a selector's part with an element all of a document may take.
const BUDGET: usize = 2_000_000;

/// More of a style sheet is not read.
const LONGEST_SHEET: usize = 512 * 1024;

/// How a text looks where the document has been read to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    pub(super) hidden: bool,
    /// In letters of no size, which an element within may have again.
    tiny: bool,
    pub(super) struck: bool,
    /// `text-decoration: none` on an element that strikes by itself.
    pub(super) unstruck: bool,
    pub(super) pre: bool,
}

impl Look {
    pub(super) fn is_hidden(self) -> bool {
        self.hidden || self.tiny
    }

    pub(super) fn apply(&mut self, effect: Effect) {
        self.hidden |= effect.hides();
        self.tiny = effect.tiny.map_or(self.tiny, |it| it.value);
        self.struck |= effect.struck.is_some_and(|it| it.value);
        self.unstruck = effect.struck.is_some_and(|it| !it.value);
        self.pre = effect.pre.map_or(self.pre, |it| it.value);
    }
}

/// A declaration's value and its weight: importance, then specificity, then order.
#[derive(Clone, Copy, Debug)]
struct Weighed {
    value: bool,
    weight: (bool, u32),
}

/// What a rule, or all rules for one element, say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Effect {
    display_none: Option<Weighed>,
    invisible: Option<Weighed>,
    transparent: Option<Weighed>,
    /// No height or width, which hides where overflow is hidden, too.
    no_room: Option<Weighed>,
    clipped: Option<Weighed>,
    away: Option<Weighed>,
    tiny: Option<Weighed>,
    struck: Option<Weighed>,
    pre: Option<Weighed>,
}

impl Effect {
    fn hides(&self) -> bool {
        let is = |it: Option<Weighed>| it.is_some_and(|it| it.value);
        is(self.display_none)
            || is(self.invisible)
            || is(self.transparent)
            || is(self.away)
            || is(self.no_room) && is(self.clipped)
    }

    fn is_empty(&self) -> bool {
        self.fields().iter().all(|it| it.is_none())
    }

    fn fields(&self) -> [Option<Weighed>; 9] {
        [
            self.display_none,
            self.invisible,
            self.transparent,
            self.no_room,
            self.clipped,
            self.away,
            self.tiny,
            self.struck,
            self.pre,
        ]
    }

    /// Takes over what weighs more in `other`, all of which has that specificity.
    fn merge(&mut self, other: &Effect, specificity: u32) {
        let fields = [
            &mut self.display_none,
            &mut self.invisible,
            &mut self.transparent,
            &mut self.no_room,
            &mut self.clipped,
            &mut self.away,
            &mut self.tiny,
            &mut self.struck,
            &mut self.pre,
        ];
        for (mine, theirs) in fields.into_iter().zip(other.fields()) {
            let Some(mut theirs) = theirs else { continue };
            theirs.weight.1 = specificity;
            if mine.is_none_or(|mine| theirs.weight >= mine.weight) {
                *mine = Some(theirs);
            }
        }
    }

    /// Reads the declarations of a rule or of a `style` attribute.
    fn read(declarations: &str) -> Effect {
        let mut effect = Effect::default();
        for declaration in declarations.split(';') {
            let Some((name, value)) = declaration.split_once(':') else {
                continue;
            };
            let value = value.trim().to_ascii_lowercase();
            let (value, important) = match value.split_once('!') {
                Some((value, _)) => (value.trim(), true),
                None => (value.as_str(), false),
            };
            let weighed = |value: bool| {
                Some(Weighed {
                    value,
                    weight: (important, 0),
                })
            };
            match name.trim().to_ascii_lowercase().as_str() {
                "display" => effect.display_none = weighed(value == "none"),
                "mso-hide" => effect.display_none = weighed(value == "all"),
                "visibility" => {
                    effect.invisible = weighed(matches!(value, "hidden" | "collapse"));
                }
                "opacity" => effect.transparent = weighed(number(value) == Some(0.0)),
                "font-size" => {
                    let size = number(value);
                    effect.tiny = weighed(size.is_some_and(|size| size <= 1.0 && is_length(value)));
                    // A share of nothing is nothing.
                    if size.is_some() && value.ends_with(['%', 'm']) && !value.ends_with("mm") {
                        effect.tiny = size.filter(|size| *size == 0.0).and(weighed(true));
                    }
                }
                "font" if number(value) == Some(0.0) => effect.tiny = weighed(true),
                "max-height" | "height" | "max-width" | "width" if number(value) == Some(0.0) => {
                    effect.no_room = weighed(true);
                }
                "overflow" | "overflow-y" => effect.clipped = weighed(value.starts_with("hidden")),
                "text-indent" | "left" | "top" | "margin-left"
                    if number(value).is_some_and(|it| it <= -999.0) =>
                {
                    effect.away = weighed(true);
                }
                // What screen readers alone are to find: a window of no size.
                "clip" if value.strip_prefix("rect(").is_some_and(is_of_no_size) => {
                    effect.away = weighed(true);
                }
                "clip-path"
                    if value.starts_with("inset(50%") || value.starts_with("inset(100%") =>
                {
                    effect.away = weighed(true);
                }
                "text-decoration" | "text-decoration-line" => {
                    effect.struck = weighed(value.contains("line-through"));
                }
                "white-space" => {
                    effect.pre = weighed(matches!(
                        value,
                        "pre" | "pre-wrap" | "pre-line" | "break-spaces"
                    ));
                }
                _ => {}
            }
        }
        effect
    }
}

/// The number that a length begins with.
fn number(value: &str) -> Option<f32> {
    let end = value
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+')))
        .unwrap_or(value.len());
    value[..end].parse().ok()
}

/// True for the four edges of a window, `0 0 0 0)` or `1px, 1px, 1px, 1px)`, in which nothing shows.
fn is_of_no_size(edges: &str) -> bool {
    let mut edges = edges
        .trim_end_matches(')')
        .split([',', ' '])
        .filter(|edge| !edge.is_empty());
    edges.all(|edge| number(edge).is_some_and(|it| it.abs() <= 1.0))
}

fn is_length(value: &str) -> bool {
    value.ends_with("px") || value.ends_with("pt") || number(value) == Some(0.0)
}

#[derive(Debug)]
struct Rule {
    selector: Selector,
    effect: Effect,
}

/// The rules of all style sheets in a document so far.
#[derive(Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
    /// Rules by what the last part of their selector certainly names: `#id`, `.class`, a tag, or `*`.
    by_key: HashMap<String, Vec<usize>>,
    work: usize,
    exhausted: bool,
    /// Something may be hidden by a rule whose selector is not understood.
    undecided: bool,
    /// Some rule names what is before an element, or its attributes.
    heeds_siblings: bool,
    heeds_all_siblings: bool,
    heeds_attributes: bool,
}

impl Sheet {
    /// True when it is not known what is hidden: there was more to compare than the budget allows, or
    /// a rule that hides may mean an element of the document, and may not.
    pub(super) fn is_in_doubt(&self) -> bool {
        self.exhausted || self.undecided
    }

    /// True when the elements that stand before another one have to be known.
    pub(super) fn heeds_siblings(&self) -> bool {
        self.heeds_siblings
    }

    /// Some of the elements that stand before another one are not known any more.
    pub(super) fn forget_siblings(&mut self) {
        self.undecided |= self.heeds_all_siblings;
    }

    /// True when the attributes of an element have to be known.
    pub(super) fn heeds_attributes(&self) -> bool {
        self.heeds_attributes
    }

    /// Reads a style sheet. What is in `@media` and the like holds for some screens only.
    pub(super) fn add(&mut self, css: &str) {
        if css.len() > LONGEST_SHEET {
            self.exhausted = true;
        }
        let css = &css[..css.floor_char_boundary(LONGEST_SHEET)];
        let css = without_comments(css);
        let mut rest = css.as_str();
        while let Some(at) = rest.find(['{', ';', '}']) {
            let (prelude, after) = rest.split_at(at);
            let prelude = prelude.trim();
            match after.as_bytes()[0] {
                b'{' if prelude.starts_with('@') => rest = behind_block(&after[1..]),
                b'{' => {
                    let (declarations, behind) =
                        after[1..].split_once('}').unwrap_or((&after[1..], ""));
                    self.rule(prelude, declarations);
                    rest = behind;
                }
                _ => rest = &after[1..],
            }
        }
    }

    fn rule(&mut self, selectors: &str, declarations: &str) {
        let effect = Effect::read(declarations);
        if effect.is_empty() {
            return;
        }
        for selector in selector::each(selectors) {
            if self.rules.len() >= MOST_RULES {
                self.exhausted = true;
                return;
            }
            let Some(selector) = Selector::parse(selector) else {
                continue;
            };
            if selector.is_undecided && !effect.hides() {
                continue;
            }
            self.heeds_siblings |= selector.heeds_siblings();
            self.heeds_all_siblings |= selector.heeds_all_siblings();
            self.heeds_attributes |= selector.heeds_attributes();
            self.by_key
                .entry(selector.key())
                .or_default()
                .push(self.rules.len());
            self.rules.push(Rule { selector, effect });
        }
    }

    /// What the rules and its own `style` do to an element below `open`.
    pub(super) fn effect(&mut self, element: &Named, inline: &str, open: &Open<'_>) -> Effect {
        let mut effect = Effect::default();
        if !self.rules.is_empty() && !self.exhausted {
            let classes = element.classes();
            let keys = classes.map(|class| format!(".{class}")).chain([
                format!("#{}", element.id),
                element.tag.clone(),
                "*".to_owned(),
            ]);
            for key in keys {
                for at in self.by_key.get(&key).into_iter().flatten() {
                    let Rule {
                        selector,
                        effect: its,
                    } = &self.rules[*at];
                    let is_meant = selector.means(element, open, &mut self.work);
                    if self.work > BUDGET {
                        self.exhausted = true;
                        break;
                    }
                    match is_meant {
                        true if selector.is_undecided => self.undecided = true,
                        true => effect.merge(its, selector.specificity),
                        false => {}
                    }
                }
            }
        }
        if !inline.is_empty() {
            let inline = &inline[..inline.floor_char_boundary(10_000)];
            effect.merge(&Effect::read(inline), u32::MAX);
        }
        effect
    }
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    // Around a sheet, for programs that know no styles.
    let mut rest = css.trim_start().trim_start_matches("<!--");
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// What follows the block whose first brace was read.
fn behind_block(css: &str) -> &str {
    let mut depth = 1;
    for (at, byte) in css.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &css[at + 1..];
        }
    }
    ""
}
