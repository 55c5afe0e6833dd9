//! What styles do to a text: hide it, show it again, strike it out. Of CSS as much as that takes, in a
//! budget: rules of simple selectors (tag, class, id, descendants), no structural pseudo classes.

use std::collections::HashMap;

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

/// An element, as far as selectors name it.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    pub(super) tag: String,
    pub(super) id: String,
    pub(super) class: String,
}

/// One element in a selector: `td.hidden#x`.
#[derive(Clone, Debug, Default, PartialEq)]
struct Simple {
    tag: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    /// The next part is its child, not just somewhere within.
    is_parent: bool,
}

#[derive(Debug)]
struct Rule {
    /// The element itself.
    last: Simple,
    /// What must be around it, the outermost first.
    around: Vec<Simple>,
    effect: Effect,
    specificity: u32,
}

/// The rules of all style sheets in a document so far.
#[derive(Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
    /// Rules by what the last part of their selector certainly names: `#id`, `.class`, or a tag.
    by_key: HashMap<String, Vec<usize>>,
    work: usize,
    exhausted: bool,
}

impl Sheet {
    /// True when there was more to compare than the budget allows.
    pub(super) fn is_exhausted(&self) -> bool {
        self.exhausted
    }

    /// Reads a style sheet. What stands in `@media` and the like holds for some screens only.
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
        for selector in selectors.split(',') {
            if self.rules.len() >= MOST_RULES {
                self.exhausted = true;
                return;
            }
            let Some((last, around, specificity)) = selector_of(selector) else {
                continue;
            };
            let key = match (&last.id, last.classes.first(), &last.tag) {
                (Some(id), ..) => format!("#{id}"),
                (_, Some(class), _) => format!(".{class}"),
                (_, _, Some(tag)) => tag.clone(),
                _ => continue,
            };
            self.by_key.entry(key).or_default().push(self.rules.len());
            self.rules.push(Rule {
                last,
                around,
                effect,
                specificity,
            });
        }
    }

    /// What the rules and its own `style` do to an element within `ancestors`.
    pub(super) fn effect<'a>(
        &mut self,
        element: &Named,
        inline: &str,
        ancestors: impl DoubleEndedIterator<Item = &'a Named> + Clone,
    ) -> Effect {
        let mut effect = Effect::default();
        if !self.rules.is_empty() && !self.exhausted {
            let classes = element.class.split_whitespace().take(20);
            let keys = classes
                .map(|class| format!(".{class}"))
                .chain([format!("#{}", element.id), element.tag.clone()]);
            for key in keys {
                for at in self.by_key.get(&key).into_iter().flatten() {
                    let rule = &self.rules[*at];
                    self.work += 1 + rule.around.len();
                    let is_here = rule.last.matches(element)
                        && is_within(&rule.around, ancestors.clone(), &mut self.work);
                    if self.work > BUDGET {
                        self.exhausted = true;
                        break;
                    }
                    if is_here {
                        effect.merge(&rule.effect, rule.specificity);
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

impl Simple {
    fn matches(&self, element: &Named) -> bool {
        let has = |class: &String| {
            element
                .class
                .split_whitespace()
                .take(20)
                .any(|it| it == class)
        };
        self.tag.as_ref().is_none_or(|tag| *tag == element.tag)
            && self.id.as_ref().is_none_or(|id| *id == element.id)
            && self.classes.iter().all(has)
    }
}

/// True when these stand around an element in that order.
fn is_within<'a>(
    around: &[Simple],
    ancestors: impl DoubleEndedIterator<Item = &'a Named>,
    work: &mut usize,
) -> bool {
    let mut wanted = around.iter().rev().peekable();
    for ancestor in ancestors.rev() {
        let Some(next) = wanted.peek() else {
            return true;
        };
        *work += 1 + next.classes.len();
        if next.matches(ancestor) {
            wanted.next();
        } else if next.is_parent {
            return false;
        }
    }
    wanted.peek().is_none()
}

/// `table td.pre` -> its last part, those around it, and its specificity. `None` where it holds what
/// is not compared: siblings, attributes, pseudo classes.
fn selector_of(selector: &str) -> Option<(Simple, Vec<Simple>, u32)> {
    let selector = selector.trim();
    if selector.is_empty()
        || selector.len() > 500
        || selector.contains(['+', '~', ':', '[', '*', '\\'])
    {
        return None;
    }
    let spaced = selector.replace('>', " > ");
    let mut parts: Vec<Simple> = Vec::new();
    for part in spaced.split_whitespace() {
        match (part, parts.last_mut()) {
            (">", Some(last)) => last.is_parent = true,
            (">", None) => return None,
            _ => parts.push(simple(part)),
        }
    }
    let weight = |part: &Simple| {
        let ids = u32::from(part.id.is_some());
        let classes = u32::try_from(part.classes.len()).unwrap_or(0);
        ids * 10_000 + classes * 100 + u32::from(part.tag.is_some())
    };
    let specificity = parts.iter().map(weight).sum();
    let last = parts.pop()?;
    Some((last, parts, specificity))
}

fn simple(part: &str) -> Simple {
    let mut simple = Simple::default();
    let mut rest = part;
    while !rest.is_empty() {
        let mark = rest.starts_with(['.', '#']).then(|| rest.as_bytes()[0]);
        let name = &rest[usize::from(mark.is_some())..];
        let end = name.find(['.', '#']).unwrap_or(name.len());
        let (name, after) = name.split_at(end);
        match mark {
            Some(b'.') => simple.classes.push(name.to_owned()),
            Some(_) => simple.id = Some(name.to_owned()),
            None => simple.tag = Some(name.to_ascii_lowercase()),
        }
        if mark.is_none() && name.is_empty() {
            break;
        }
        rest = after;
    }
    simple
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
