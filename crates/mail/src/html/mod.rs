//! HTML -> text that a person, and the masking, can read: links visible, nothing hidden in it.
//!
//! The document is read once from front to back, without a tree and without a layout: cells are
//! never set side by side, so that no address or number is torn and no table takes more memory than
//! its source. What a style hides was not seen by the sender either, and is left out.

mod plain;
mod selector;
mod style;
mod writer;

use html5gum::Tokenizer;
use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};

use super::charset;
pub(super) use plain::{decode_entities, has_entities, is_document};
use selector::{MOST_SIBLINGS, Named, Open};
use style::{Look, Sheet};
use writer::Writer;

/// More elements than that are not open at once in what people write; deeper ones are read as if
/// they were not there.
const DEEPEST: usize = 200;

/// How many open elements all tags of a document may be compared with. Of what comes behind, all is
/// shown that is between tags.
const MOST_WORK: usize = 50_000_000;

/// What comes behind so many tags and pieces of text is not read.
const MOST_TOKENS: usize = 2_000_000;

/// Nor what comes behind so many entities: each costs as much as a tag.
const MOST_ENTITIES: usize = 1_000_000;

/// A text is cut there; it is shortened once more later.
const LONGEST: usize = 4 * 1024 * 1024;

/// A text that was made from HTML.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Converted {
    pub(super) text: String,
    /// It was too much work to find out what is hidden or struck out: the text is all that is
    /// between tags.
    pub(super) simplified: bool,
}

/// The text of an HTML document.
pub(super) fn to_text(html: &str) -> Converted {
    let html = &charset::joined_numbers(html);
    let seen = Reader::read(html, true);
    if !seen.text.trim().is_empty() {
        return seen;
    }
    // All of it is hidden, by mistake or because a tag was never closed: better seen than lost.
    Reader::read(html, false)
}

/// One element that is open.
struct Element {
    name: Vec<u8>,
    named: Named,
    /// What was in it so far, where a rule asks for that.
    children: Vec<Named>,
    look: Look,
    /// Where its text begins in the output.
    start: usize,
    what: What,
}

/// What has to be done when an element ends.
enum What {
    Nothing,
    Link(String),
    Cell,
    Row,
    List { next: Option<i64> },
    Quote,
    Superscript,
    Subscript,
    Backwards,
    Ruby,
}

struct Reader {
    open: Vec<Element>,
    /// What was in no element.
    outermost: Vec<Named>,
    /// Elements that were too deep to be kept, and are still open.
    too_deep: usize,
    sheet: Sheet,
    out: Writer,
    heeds_style: bool,
    /// Comparisons with open elements so far.
    work: usize,
    /// In a `<style>`, whose text is no text.
    css: Option<String>,
}

impl Reader {
    fn read(html: &str, heeds_style: bool) -> Converted {
        let mut reader = Reader {
            open: Vec::new(),
            outermost: Vec::new(),
            too_deep: 0,
            sheet: Sheet::default(),
            out: Writer::default(),
            heeds_style,
            work: 0,
            css: None,
        };
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let last = html.match_indices('&').nth(MOST_ENTITIES);
        let read = last.map_or(html, |(at, _)| &html[..at]);
        let mut tokens = 0;
        let Ok(()) = Tokenizer::new_with_emitter(read, emitter).try_for_each(|token| {
            let Ok(token) = token;
            tokens += 1;
            match token {
                Token::StartTag(tag) => reader.start(&tag),
                Token::EndTag(tag) => reader.end(&tag.name),
                Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
            match reader.out.len() > LONGEST || tokens > MOST_TOKENS {
                true => Err(()),
                false => Ok(()),
            }
        }) else {
            return reader.finish(true);
        };
        reader.finish(read.len() < html.len())
    }

    fn finish(mut self, is_cut: bool) -> Converted {
        while !self.open.is_empty() {
            self.pop();
        }
        Converted {
            simplified: self.sheet.is_in_doubt() || self.is_exhausted(),
            text: self.out.finish(is_cut),
        }
    }

    /// True when there were more tags to be matched than the budget allows.
    fn is_exhausted(&self) -> bool {
        self.work > MOST_WORK
    }

    fn look(&self) -> Look {
        if self.is_exhausted() {
            return Look::default();
        }
        self.open.last().map(|it| it.look).unwrap_or_default()
    }

    fn text(&mut self, text: &str) {
        if let Some(css) = &mut self.css {
            css.push_str(text);
            return;
        }
        let look = self.look();
        if !look.is_hidden() {
            self.out.text(text, look.struck, look.pre);
        }
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        if self.is_exhausted() {
            if Kind::of(name) != Kind::Inline {
                self.out.block();
            }
            return;
        }
        self.close_implied(name);
        let attribute = |name: &[u8]| {
            tag.attributes
                .get(name)
                .map(|value| String::from_utf8_lossy(value).into_owned())
        };
        let mut look = self.look();
        let kind = Kind::of(name);
        let mut named = Named::default();
        if self.heeds_style {
            named = Named {
                tag: String::from_utf8_lossy(name).into_owned(),
                id: attribute(b"id").unwrap_or_default(),
                class: attribute(b"class").unwrap_or_default(),
                attributes: self.attributes(tag),
            };
            let inline = attribute(b"style").unwrap_or_default();
            let open = Open {
                open: &self.open,
                outermost: &self.outermost,
            };
            look.apply(self.sheet.effect(&named, &inline, &open));
            self.note_child(&named);
            look.hidden |= tag.attributes.contains_key(b"hidden".as_slice());
        }
        match kind {
            Kind::Invisible => look.hidden = true,
            Kind::Struck => look.struck |= !look.unstruck,
            Kind::Pre => look.pre = true,
            _ => {}
        }
        if !look.is_hidden() {
            match kind {
                Kind::Break => self.out.line(),
                Kind::Rule => self.out.rule(),
                Kind::Image => {
                    let alt = attribute(b"alt").or_else(|| attribute(b"title"));
                    if let Some(alt) = alt.filter(|alt| !alt.trim().is_empty()) {
                        self.out
                            .text(&format!("[{}]", alt.trim()), look.struck, false);
                    }
                }
                Kind::Paragraph | Kind::Pre => self.out.paragraph(),
                Kind::Block | Kind::Item | Kind::Row => self.out.block(),
                _ => {}
            }
        }
        if kind.is_void() {
            return;
        }
        if name == b"style" {
            self.css = Some(String::new());
        }
        if self.open.len() >= DEEPEST {
            self.too_deep += 1;
            return;
        }
        let what = match kind {
            _ if look.is_hidden() => What::Nothing,
            Kind::Link => What::Link(attribute(b"href").unwrap_or_default()),
            Kind::Row => {
                self.out.start_row();
                What::Row
            }
            Kind::Cell => {
                self.out.start_cell();
                What::Cell
            }
            Kind::List => {
                self.out.paragraph_unless(self.is_in_list());
                self.out.indent();
                let first = attribute(b"start").and_then(|first| first.trim().parse().ok());
                What::List {
                    next: (name == b"ol").then(|| first.unwrap_or(1)),
                }
            }
            Kind::Item => {
                let value = attribute(b"value").and_then(|value| value.trim().parse().ok());
                self.item(value);
                What::Nothing
            }
            // Gmail and Apple Mail indent a person's own words so.
            Kind::Quote if is_indent(&attribute) => {
                self.out.paragraph();
                What::Nothing
            }
            Kind::Quote => {
                self.out.paragraph();
                self.out.quote();
                What::Quote
            }
            Kind::Superscript => What::Superscript,
            Kind::Subscript => What::Subscript,
            Kind::Backwards if attribute(b"dir").is_some_and(|d| d.eq_ignore_ascii_case("rtl")) => {
                What::Backwards
            }
            Kind::Ruby => {
                self.out.text("(", false, false);
                What::Ruby
            }
            _ => What::Nothing,
        };
        self.open.push(Element {
            name: name.to_vec(),
            named,
            children: Vec::new(),
            look,
            start: self.out.len(),
            what,
        });
    }

    fn attributes(&self, tag: &StartTag<()>) -> Vec<(String, String)> {
        if !self.sheet.heeds_attributes() {
            return Vec::new();
        }
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let attributes = tag.attributes.iter();
        attributes
            .map(|(name, value)| (text(name), text(value)))
            .collect()
    }

    fn note_child(&mut self, named: &Named) {
        if !self.sheet.heeds_siblings() {
            return;
        }
        let children = match self.open.last_mut() {
            Some(parent) => &mut parent.children,
            None => &mut self.outermost,
        };
        if children.len() >= 2 * MOST_SIBLINGS {
            children.drain(..MOST_SIBLINGS);
            self.sheet.forget_siblings();
        }
        children.push(named.clone());
    }

    fn is_in_list(&self) -> bool {
        self.open
            .iter()
            .any(|it| matches!(it.what, What::List { .. }))
    }

    fn item(&mut self, value: Option<i64>) {
        let list = self
            .open
            .iter_mut()
            .rev()
            .find_map(|it| match &mut it.what {
                What::List { next } => Some(next),
                _ => None,
            });
        let mark = match list {
            Some(Some(next)) => {
                let number = value.unwrap_or(*next);
                *next = number.saturating_add(1);
                format!("{number}. ")
            }
            _ => "- ".to_owned(),
        };
        self.out.mark(&mark);
    }

    /// Ends what the start of `name` ends by itself: `<li>` the item before it, `<td>` the cell.
    fn close_implied(&mut self, name: &[u8]) {
        let (ends, until): (&[&[u8]], &[&[u8]]) = match name {
            b"li" => (&[b"li"], &[b"ul", b"ol", b"menu", b"td", b"th"]),
            b"dt" | b"dd" => (&[b"dt", b"dd"], &[b"dl", b"td", b"th"]),
            b"td" | b"th" => (&[b"td", b"th"], &[b"tr", b"table"]),
            b"tr" => (&[b"tr"], &[b"table"]),
            b"tbody" | b"thead" | b"tfoot" => (&[b"tbody", b"thead", b"tfoot", b"tr"], &[b"table"]),
            b"option" => (&[b"option"], &[b"select"]),
            b"a" => (&[b"a"], &[b"td", b"th"]),
            b"p" | b"div" | b"table" | b"ul" | b"ol" | b"blockquote" | b"pre" | b"hr" | b"h1"
            | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"form" | b"section" | b"article" => {
                (&[b"p"], &[b"td", b"th", b"table", b"blockquote", b"li"])
            }
            _ => return,
        };
        for at in (0..self.open.len()).rev() {
            self.work += 1;
            let name = self.open[at].name.as_slice();
            if ends.contains(&name) {
                self.close_from(at);
                return;
            }
            if until.contains(&name) {
                return;
            }
        }
    }

    fn end(&mut self, name: &[u8]) {
        if name == b"style"
            && let Some(css) = self.css.take()
            && self.heeds_style
        {
            self.sheet.add(&css);
        }
        match name {
            _ if self.is_exhausted() => return,
            b"br" => return self.out.line(),
            b"body" | b"html" => return,
            _ => {}
        }
        let crosses_cells = matches!(
            name,
            b"table" | b"tr" | b"td" | b"th" | b"tbody" | b"thead" | b"tfoot"
        );
        for at in (0..self.open.len()).rev() {
            self.work += 1;
            let open = self.open[at].name.as_slice();
            if open == name {
                self.close_from(at);
                return;
            }
            if !crosses_cells && matches!(open, b"td" | b"th" | b"table") {
                break;
            }
        }
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if name == b"p" && !self.look().is_hidden() {
            self.out.paragraph();
        }
    }

    fn close_from(&mut self, at: usize) {
        self.too_deep = 0;
        while self.open.len() > at {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let Some(element) = self.open.pop() else {
            return;
        };
        if element.look.is_hidden() {
            return;
        }
        match element.what {
            What::Nothing => {}
            What::Link(href) => self.out.end_link(element.start, &href),
            What::Cell => self.out.end_cell(),
            What::Row => self.out.end_row(),
            What::List { .. } => {
                self.out.outdent();
                self.out.paragraph_unless(self.is_in_list());
            }
            What::Quote => {
                self.out.unquote();
                self.out.paragraph();
            }
            What::Superscript => self.out.small(element.start, &writer::SUPERSCRIPTS),
            What::Subscript => self.out.small(element.start, &writer::SUBSCRIPTS),
            What::Backwards => self.out.reverse(element.start),
            What::Ruby => self.out.text(")", false, false),
        }
        match Kind::of(&element.name) {
            Kind::Paragraph | Kind::Pre | Kind::Quote => self.out.paragraph(),
            Kind::Block | Kind::Item => self.out.block(),
            _ => {}
        }
    }
}

/// A block quotation that is none: without a border, and not marked as cited.
fn is_indent(attribute: &impl Fn(&[u8]) -> Option<String>) -> bool {
    let lower = |name: &[u8]| attribute(name).unwrap_or_default().to_ascii_lowercase();
    let style = lower(b"style").replace(' ', "");
    let has_none = ["border:none", "border:0"]
        .iter()
        .any(|it| style.contains(it));
    let class = lower(b"class");
    has_none
        && !["border-left:", "border-right:"]
            .iter()
            .any(|it| style.contains(it))
        && !["quote", "cite"].iter().any(|it| class.contains(it))
        && lower(b"type") != "cite"
}

/// What an element is, as far as its text is concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Inline,
    /// Begins and ends a line.
    Block,
    /// Has a blank line around it.
    Paragraph,
    Break,
    Rule,
    Image,
    Link,
    Row,
    Cell,
    List,
    Item,
    Quote,
    Pre,
    Struck,
    Superscript,
    Subscript,
    Backwards,
    Ruby,
    /// Its content is not shown.
    Invisible,
    /// It has no content.
    Void,
}

impl Kind {
    fn of(name: &[u8]) -> Kind {
        match name {
            b"br" => Kind::Break,
            b"hr" => Kind::Rule,
            b"img" => Kind::Image,
            b"a" => Kind::Link,
            b"p" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"table" | b"dl" => {
                Kind::Paragraph
            }
            b"div" | b"address" | b"article" | b"aside" | b"caption" | b"center" | b"dir"
            | b"dd" | b"dt" | b"fieldset" | b"figcaption" | b"figure" | b"footer" | b"form"
            | b"header" | b"legend" | b"main" | b"nav" | b"option" | b"section" | b"summary"
            | b"tbody" | b"tfoot" | b"thead" | b"head" | b"body" | b"html" | b"details" => {
                Kind::Block
            }
            b"tr" => Kind::Row,
            b"td" | b"th" => Kind::Cell,
            b"ul" | b"ol" | b"menu" => Kind::List,
            b"li" => Kind::Item,
            b"blockquote" => Kind::Quote,
            b"pre" | b"textarea" | b"listing" | b"xmp" | b"plaintext" => Kind::Pre,
            b"s" | b"strike" | b"del" => Kind::Struck,
            b"sup" => Kind::Superscript,
            b"sub" => Kind::Subscript,
            b"bdo" => Kind::Backwards,
            b"rt" => Kind::Ruby,
            b"title" | b"script" | b"style" | b"template" | b"xml" | b"rp" | b"datalist"
            | b"object" | b"iframe" | b"audio" | b"video" | b"canvas" | b"math" | b"svg"
            | b"noembed" | b"noframes" => Kind::Invisible,
            b"input" | b"meta" | b"link" | b"col" | b"wbr" | b"area" | b"base" | b"embed"
            | b"param" | b"source" | b"track" | b"basefont" | b"bgsound" | b"frame" => Kind::Void,
            _ => Kind::Inline,
        }
    }

    fn is_void(self) -> bool {
        matches!(self, Kind::Break | Kind::Rule | Kind::Image | Kind::Void)
    }
}

#[cfg(test)]
mod tests;
