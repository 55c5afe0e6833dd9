//! Which elements a rule means (w3.org/TR/selectors-4): by tag, class, id and attributes, and by what
//! they are in or stand behind. What is left out is told: a rule with it means an element perhaps.

use super::Element;

/// So many classes and attributes of an element are looked at.
const MOST_NAMES: usize = 20;

/// So many elements before another one in the same place are known.
pub(super) const MOST_SIBLINGS: usize = 200;

/// A longer selector is a framework's.
const LONGEST: usize = 500;

/// An element, as far as selectors name it.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    pub(super) tag: String,
    pub(super) id: String,
    pub(super) class: String,
    pub(super) attributes: Vec<(String, String)>,
}

impl Named {
    pub(super) fn classes(&self) -> impl Iterator<Item = &str> {
        self.class.split_whitespace().take(MOST_NAMES)
    }
}

/// The elements around a place in the document.
pub(super) struct Open<'a> {
    /// Those that are open, the outermost first.
    pub(super) open: &'a [Element],
    /// What was in no other element.
    pub(super) outermost: &'a [Named],
}

impl<'a> Open<'a> {
    fn ancestor(&self, depth: usize) -> Option<&'a Named> {
        self.open.get(depth).map(|element| &element.named)
    }

    /// What is in the same element at that depth so far, an open one included.
    fn siblings(&self, depth: usize) -> &'a [Named] {
        match depth.checked_sub(1) {
            None => self.outermost,
            Some(parent) => self.open.get(parent).map_or(&[], |it| &it.children),
        }
    }
}

/// How a part of a selector is bound to the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Bond {
    /// `a b`
    #[default]
    Within,
    /// `a > b`
    Child,
    /// `a + b`
    Next,
    /// `a ~ b`
    Later,
}

/// `[name]`, or `[name=value]` with one of the marks `~ ^ $ * |` before the sign.
#[derive(Clone, Debug, PartialEq)]
struct Attribute {
    name: String,
    mark: Option<char>,
    value: Option<String>,
    ignores_case: bool,
}

/// One element in a selector: `td.hidden#x[dir]`.
#[derive(Clone, Debug, Default, PartialEq)]
struct Simple {
    tag: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    attributes: Vec<Attribute>,
    bond: Bond,
}

/// The parts of a selector.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Selector {
    /// The element itself.
    last: Simple,
    /// What must be around or before it, the farthest first.
    rest: Vec<Simple>,
    pub(super) specificity: u32,
    /// It holds what is not compared (`:not(…)`, `:nth-child(…)`), and means fewer elements than it
    /// seems to.
    pub(super) is_undecided: bool,
}

/// Where an element is: among those in the same place, which are at this depth.
#[derive(Clone, Copy)]
struct Place {
    depth: usize,
    before: usize,
}

impl Selector {
    /// `None` for what means no element: a state that a mail has not (`:hover`), a part of an element
    /// (`::before`), or no selector.
    pub(super) fn parse(text: &str) -> Option<Selector> {
        let mut reader = Reader { rest: text.trim() };
        if reader.rest.is_empty() || reader.rest.len() > LONGEST {
            return None;
        }
        let (mut parts, mut is_undecided) = (Vec::new(), false);
        let mut specificity = 0;
        loop {
            let mut part = Simple::default();
            let mut is_empty = true;
            while let Some(piece) = reader.piece()? {
                is_empty = false;
                specificity += match &piece {
                    Piece::Id(_) => 10_000,
                    Piece::Tag(_) => 1,
                    Piece::Any => 0,
                    Piece::Class(_) | Piece::Attribute(_) | Piece::Undecided => 100,
                };
                match piece {
                    Piece::Any => {}
                    Piece::Tag(name) => part.tag = Some(name.to_ascii_lowercase()),
                    Piece::Id(name) => part.id = Some(name),
                    Piece::Class(name) => part.classes.push(name),
                    Piece::Attribute(attribute) => part.attributes.push(attribute),
                    Piece::Undecided => is_undecided = true,
                }
            }
            if is_empty {
                return None;
            }
            match reader.bond() {
                Some(bond) => parts.push(Simple { bond, ..part }),
                None if reader.rest.is_empty() => {
                    return Some(Selector {
                        last: part,
                        rest: parts,
                        specificity,
                        is_undecided,
                    });
                }
                None => return None,
            }
        }
    }

    /// What the element must have, for a table of all rules.
    pub(super) fn key(&self) -> String {
        match (&self.last.id, self.last.classes.first(), &self.last.tag) {
            (Some(id), ..) => format!("#{id}"),
            (_, Some(class), _) => format!(".{class}"),
            (_, _, Some(tag)) => tag.clone(),
            _ => "*".to_owned(),
        }
    }

    pub(super) fn heeds_siblings(&self) -> bool {
        let mut parts = self.rest.iter();
        parts.any(|part| matches!(part.bond, Bond::Next | Bond::Later))
    }

    /// True when it asks for all that is before an element.
    pub(super) fn heeds_all_siblings(&self) -> bool {
        self.rest.iter().any(|part| part.bond == Bond::Later)
    }

    pub(super) fn heeds_attributes(&self) -> bool {
        let mut parts = self.rest.iter().chain([&self.last]);
        parts.any(|part| !part.attributes.is_empty())
    }

    /// True when it means an element in that place. `work` counts the comparisons.
    pub(super) fn means(&self, element: &Named, open: &Open<'_>, work: &mut usize) -> bool {
        *work += 1;
        let depth = open.open.len();
        let before = open.siblings(depth).len();
        let place = Place { depth, before };
        self.last.matches(element) && fits(&self.rest, place, open, work)
    }
}

/// More comparisons than that for one element and one rule go into nothing that people write.
const MOST_WORK: usize = 20_000;

/// True when these parts, of which the last is bound to what is at `place`, are found.
fn fits(parts: &[Simple], place: Place, open: &Open<'_>, work: &mut usize) -> bool {
    let Some((part, rest)) = parts.split_last() else {
        return true;
    };
    let begun = *work;
    let mut is_there = |element: Option<&Named>, at: Place| {
        *work += 1 + part.classes.len() + part.attributes.len();
        *work - begun < MOST_WORK
            && element.is_some_and(|element| part.matches(element))
            && fits(rest, at, open, work)
    };
    let siblings = open.siblings(place.depth);
    // An open element is the last of its siblings so far.
    let around = |depth: usize| Place {
        depth,
        before: open.siblings(depth).len().saturating_sub(1),
    };
    match part.bond {
        Bond::Child | Bond::Within => {
            let farthest = match part.bond {
                Bond::Child => place.depth.saturating_sub(1),
                _ => 0,
            };
            let mut depths = (farthest..place.depth).rev();
            depths.any(|depth| is_there(open.ancestor(depth), around(depth)))
        }
        Bond::Next | Bond::Later => {
            let farthest = match part.bond {
                Bond::Next => place.before.saturating_sub(1),
                _ => 0,
            };
            let mut befores = (farthest..place.before).rev();
            befores.any(|before| {
                let at = Place { before, ..place };
                is_there(siblings.get(before), at)
            })
        }
    }
}

impl Simple {
    fn matches(&self, element: &Named) -> bool {
        let has = |class: &String| element.classes().any(|it| it == class);
        self.tag.as_ref().is_none_or(|tag| *tag == element.tag)
            && self.id.as_ref().is_none_or(|id| *id == element.id)
            && self.classes.iter().all(has)
            && self.attributes.iter().all(|it| it.is_in(element))
    }
}

impl Attribute {
    fn is_in(&self, element: &Named) -> bool {
        let mut attributes = element.attributes.iter().take(MOST_NAMES);
        let Some((_, value)) = attributes.find(|(name, _)| *name == self.name) else {
            return false;
        };
        let Some(wanted) = &self.value else {
            return true;
        };
        let folded = |text: &str| match self.ignores_case {
            true => text.to_lowercase(),
            false => text.to_owned(),
        };
        let (value, wanted) = (folded(value), folded(wanted));
        match self.mark {
            None => value == wanted,
            Some('~') => value.split_whitespace().any(|it| it == wanted),
            Some('|') => value == wanted || value.starts_with(&format!("{wanted}-")),
            _ if wanted.is_empty() => false,
            Some('^') => value.starts_with(&wanted),
            Some('$') => value.ends_with(&wanted),
            Some(_) => value.contains(&wanted),
        }
    }
}

/// The selectors of a list: `a, b[title="x, y"]`.
pub(super) fn each(list: &str) -> impl Iterator<Item = &str> {
    let (mut depth, mut quote) = (0usize, None);
    list.split(move |c: char| {
        match (c, quote) {
            (_, Some(mark)) if c == mark => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) => quote = Some(c),
            ('[' | '(', None) => depth += 1,
            (']' | ')', None) => depth = depth.saturating_sub(1),
            (',', None) => return depth == 0,
            _ => {}
        }
        false
    })
}

enum Piece {
    Any,
    Tag(String),
    Id(String),
    Class(String),
    Attribute(Attribute),
    Undecided,
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// The next piece of a part; `Some(None)` at its end, `None` where the selector means nothing.
    fn piece(&mut self) -> Option<Option<Piece>> {
        let Some(first) = self.rest.chars().next() else {
            return Some(None);
        };
        let piece = match first {
            '*' => {
                self.skip(1);
                Piece::Any
            }
            '#' => Piece::Id(self.skip(1).name()?),
            '.' => Piece::Class(self.skip(1).name()?),
            '[' => Piece::Attribute(self.skip(1).attribute()?),
            ':' => {
                self.skip(1).pseudo()?;
                Piece::Undecided
            }
            '>' | '+' | '~' => return Some(None),
            _ if first.is_whitespace() => return Some(None),
            _ => Piece::Tag(self.name()?),
        };
        Some(Some(piece))
    }

    fn skip(&mut self, bytes: usize) -> &mut Self {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
        self
    }

    /// What binds a part to the next one; `None` behind the last one.
    fn bond(&mut self) -> Option<Bond> {
        let rest = self.rest.trim_start();
        let is_apart = rest.len() < self.rest.len();
        let bond = match rest.chars().next()? {
            '>' => Bond::Child,
            '+' => Bond::Next,
            '~' => Bond::Later,
            _ if is_apart => {
                self.rest = rest;
                return Some(Bond::Within);
            }
            _ => return None,
        };
        self.rest = rest[1..].trim_start();
        Some(bond)
    }

    /// A name, in which a backslash takes the next character as it is.
    fn name(&mut self) -> Option<String> {
        let mut name = String::new();
        let mut characters = self.rest.char_indices();
        let mut end = self.rest.len();
        while let Some((at, c)) = characters.next() {
            match c {
                '\\' => name.extend(characters.next().map(|(_, c)| c)),
                _ if c.is_alphanumeric() || matches!(c, '-' | '_') => name.push(c),
                _ => {
                    end = at;
                    break;
                }
            }
        }
        self.skip(end);
        (!name.is_empty()).then_some(name)
    }

    fn attribute(&mut self) -> Option<Attribute> {
        let (inside, behind) = self.bracketed(']')?;
        let (name, value) = match inside.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value.trim())),
            None => (inside.trim(), None),
        };
        let mark = name.chars().last().filter(|c| "~^$*|".contains(*c));
        let name = name.trim_end_matches(['~', '^', '$', '*', '|']).trim();
        let (value, flag) = match value {
            Some(value) if value.starts_with(['"', '\'']) => {
                let end = value[1..].find(&value[..1])? + 1;
                (Some(&value[1..end]), value[end + 1..].trim())
            }
            Some(value) => {
                let (value, flag) = value.split_once(' ').unwrap_or((value, ""));
                (Some(value), flag.trim())
            }
            None => (None, ""),
        };
        let attribute = Attribute {
            name: name.to_ascii_lowercase(),
            mark,
            value: value.map(str::to_owned),
            ignores_case: flag.eq_ignore_ascii_case("i"),
        };
        self.skip(behind);
        (!attribute.name.is_empty()).then_some(attribute)
    }

    /// `None` for a state that no mail is read in, and for a part of an element.
    fn pseudo(&mut self) -> Option<()> {
        const NEVER: [&str; 16] = [
            "hover",
            "active",
            "focus",
            "focus-within",
            "focus-visible",
            "visited",
            "target",
            "checked",
            "disabled",
            "invalid",
            "before",
            "after",
            "first-line",
            "first-letter",
            "placeholder",
            "selection",
        ];
        if self.rest.starts_with(':') {
            return None;
        }
        let name = self.name()?.to_ascii_lowercase();
        if NEVER.contains(&name.as_str()) {
            return None;
        }
        if self.rest.starts_with('(') {
            let (_, behind) = self.skip(1).bracketed(')')?;
            self.skip(behind);
        }
        Some(())
    }

    /// What is in brackets of which the first was read, and how many bytes that are with the last.
    fn bracketed(&self, close: char) -> Option<(String, usize)> {
        let (mut depth, mut quote) = (0usize, None);
        for (at, c) in self.rest.char_indices() {
            match (c, quote) {
                (_, Some(mark)) if c == mark => quote = None,
                (_, Some(_)) => {}
                ('"' | '\'', None) => quote = Some(c),
                ('(' | '[', None) => depth += 1,
                (c, None) if c == close && depth == 0 => {
                    return Some((self.rest[..at].to_owned(), at + c.len_utf8()));
                }
                (')' | ']', None) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }
}
