//! Bytes of a mail -> its parts (RFC 2046), in one pass over the lines: no nesting, no boundary that
//! never comes and no number of parts makes it take more time than the bytes do.
//!
//! Headers are found, and decoded only where they are asked for.

use std::collections::HashMap;
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::header::Headers;
use super::media_type::MediaType;

/// A mail with more parts that hold others is no person's: reading it would nest as deeply.
const MOST_CONTAINERS: usize = 500;

/// Nor is one with more parts: what is known of each takes memory.
const MOST_PARTS: usize = 200_000;

/// More headers than that are not kept of one part, as bytes and as a number.
const MOST_HEADERS: usize = 10_000;

/// To find out whether a boundary is the right one, text is looked through ahead: so many bytes, and
/// so many times.
const MOST_AHEAD: usize = 200 * 1024 * 1024;
const MOST_REPAIRS: usize = 20;

/// Where one header is: its name, and what follows the colon, line ends included.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
}

/// One part. Of a multipart, and of a mail within the mail, the parts below it are its `children`.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) headers: Vec<Header>,
    /// What is below the headers: for a multipart the text before its first boundary.
    pub(super) body: Range<usize>,
    /// What is below the last boundary of a multipart.
    pub(super) epilogue: Range<usize>,
    pub(super) children: Vec<usize>,
    pub(super) kind: MediaType,
}

/// A mail, taken apart; `parts[0]` is the mail itself.
#[derive(Debug)]
pub(super) struct Mime<'m> {
    pub(super) bytes: &'m [u8],
    pub(super) parts: Vec<Part>,
}

impl<'m> Mime<'m> {
    /// Takes a mail apart; `None` for one that is made to exhaust the reader.
    pub(super) fn parse(bytes: &'m [u8]) -> Option<Mime<'m>> {
        let mut reader = Reader::new(bytes);
        reader.read()?;
        Some(Mime {
            bytes,
            parts: reader.parts,
        })
    }

    /// The headers of the mail alone; for bytes whose body must not be read.
    pub(super) fn headers_only(bytes: &'m [u8]) -> Mime<'m> {
        let mut reader = Reader::new(bytes);
        reader.only_headers = true;
        // Stops at the first blank line.
        let _ = reader.read();
        Mime {
            bytes,
            parts: reader.parts,
        }
    }

    pub(super) fn headers(&self, part: usize) -> Headers<'_> {
        Headers::of(self.bytes, self.parts.get(part).map_or(&[], |p| &p.headers))
    }

    /// Where a mail within the mail ends.
    pub(super) fn end_of(&self, part: usize) -> usize {
        let part = &self.parts[part];
        let mut last = part.body.end.max(part.epilogue.end);
        // The last child is the last in the bytes, too.
        let mut below = part.children.last();
        while let Some(child) = below.map(|id| &self.parts[*id]) {
            last = last.max(child.body.end).max(child.epilogue.end);
            below = child.children.last();
        }
        last
    }

    /// The bytes below the headers, in their transfer encoding.
    pub(super) fn raw(&self, range: &Range<usize>) -> &'m [u8] {
        self.bytes.get(range.clone()).unwrap_or_default()
    }
}

/// A multipart whose end has not come yet.
struct Open {
    part: usize,
    boundary: Vec<u8>,
}

struct Reader<'m> {
    bytes: &'m [u8],
    parts: Vec<Part>,
    open: Vec<Open>,
    /// Which of `open` a boundary belongs to: the innermost one.
    boundaries: HashMap<Vec<u8>, usize>,
    containers: usize,
    repairs: usize,
    ahead: usize,
    only_headers: bool,
}

/// What the next line belongs to.
#[derive(Clone, Copy)]
enum At {
    Headers(usize),
    Body(usize),
    /// Below the last boundary of a multipart.
    Epilogue(usize),
}

impl<'m> Reader<'m> {
    fn new(bytes: &'m [u8]) -> Reader<'m> {
        Reader {
            bytes,
            parts: vec![Part::default()],
            open: Vec::new(),
            boundaries: HashMap::new(),
            containers: 0,
            repairs: 0,
            ahead: 0,
            only_headers: false,
        }
    }

    fn read(&mut self) -> Option<()> {
        let mut at = At::Headers(0);
        let mut start = 0;
        while start < self.bytes.len() {
            let end = line_end(self.bytes, start);
            let line = &self.bytes[start..end];
            if let Some((open, is_last)) = self.delimiter(line) {
                self.close(at, start);
                let part = self.open[open].part;
                self.drop_open(open + 1);
                at = if is_last {
                    self.drop_open(open);
                    self.parts[part].epilogue = end..end;
                    At::Epilogue(part)
                } else {
                    if self.parts.len() >= MOST_PARTS {
                        return None;
                    }
                    At::Headers(self.child(part, end))
                };
            } else if let At::Headers(part) = at {
                if line.trim_ascii().is_empty() && !self.is_folded_blank(part, start..end) {
                    at = self.end_headers(part, end)?;
                } else if !self.header(part, start..end) {
                    // The blank line is missing: this is text already.
                    at = self.end_headers(part, start)?;
                    if !matches!(at, At::Headers(_)) {
                        start = end;
                    }
                    continue;
                }
                if self.only_headers && !matches!(at, At::Headers(0)) {
                    break;
                }
            }
            start = end;
        }
        if let At::Headers(part) = at {
            // Nothing below the headers.
            let end = self.bytes.len();
            self.parts[part].body = end..end;
            self.parts[part].kind = self.media_type(part, end);
        }
        self.close(at, self.bytes.len());
        Some(())
    }

    /// The multipart that a line `--boundary` goes on or, with two more dashes, ends.
    fn delimiter(&self, line: &[u8]) -> Option<(usize, bool)> {
        if self.open.is_empty() {
            return None;
        }
        let name = line.strip_prefix(b"--")?.trim_ascii_end();
        if let Some(open) = self.boundaries.get(name) {
            return Some((*open, false));
        }
        let open = self
            .boundaries
            .get(name.strip_suffix(b"--")?.trim_ascii_end())?;
        Some((*open, true))
    }

    /// Ends the body of what was read before `end`.
    fn close(&mut self, at: At, end: usize) {
        // The line end before a boundary belongs to it (RFC 2046 §5.1.1), but for the last one.
        let end = match end < self.bytes.len() {
            true => before_line_end(self.bytes, end),
            false => end,
        };
        match at {
            At::Headers(part) => {
                self.parts[part].kind = self.media_type(part, end);
                self.parts[part].body = end..end;
            }
            At::Body(part) => {
                let body = &mut self.parts[part].body;
                body.end = end.max(body.start);
            }
            At::Epilogue(part) => {
                let epilogue = &mut self.parts[part].epilogue;
                epilogue.end = end.max(epilogue.start);
            }
        }
    }

    fn drop_open(&mut self, len: usize) {
        while self.open.len() > len {
            let Some(open) = self.open.pop() else { break };
            // An outer multipart may have the same boundary.
            let outer = self.open.iter().rposition(|o| o.boundary == open.boundary);
            match outer {
                Some(outer) => self.boundaries.insert(open.boundary, outer),
                None => self.boundaries.remove(&open.boundary),
            };
        }
    }

    fn child(&mut self, parent: usize, start: usize) -> usize {
        let id = self.parts.len();
        self.parts.push(Part {
            body: start..start,
            ..Part::default()
        });
        self.parts[parent].children.push(id);
        id
    }

    /// Takes one line of headers; false when it is none.
    fn header(&mut self, part: usize, line: Range<usize>) -> bool {
        let bytes = &self.bytes[line.clone()];
        let headers = &mut self.parts[part].headers;
        let is_folded = bytes[0] == b' ' || bytes[0] == b'\t';
        if let Some(last) = headers.last_mut()
            && is_folded
        {
            last.value.end = line.end;
            return true;
        }
        match name_len(bytes) {
            Some((name, colon)) => {
                if headers.len() < MOST_HEADERS {
                    headers.push(Header {
                        name: line.start..line.start + name,
                        value: line.start + colon + 1..line.end,
                    });
                }
                true
            }
            // The separator of a mailbox file.
            None if headers.is_empty() && part == 0 && bytes.starts_with(b"From ") => true,
            // A line that lost its indentation, or was never one: headers go on below it.
            None if part == 0
                && self.repairs < MOST_REPAIRS
                && more_headers(&self.bytes[line.end..]) =>
            {
                self.repairs += 1;
                if let Some(last) = headers.last_mut() {
                    last.value.end = line.end;
                }
                true
            }
            None => false,
        }
    }

    /// True for a line of white space that belongs to the header above it, as obsolete folding may
    /// (RFC 5322 §4.2): headers of the mail that it lacks so far come below.
    fn is_folded_blank(&mut self, part: usize, line: Range<usize>) -> bool {
        let is_white = matches!(self.bytes[line.start], b' ' | b'\t');
        if !is_white || part != 0 || self.repairs >= MOST_REPAIRS {
            return false;
        }
        let known = &self.parts[part].headers;
        let is_new = |name: &[u8]| {
            let mut known = known.iter().map(|header| &self.bytes[header.name.clone()]);
            !known.any(|known| known.eq_ignore_ascii_case(name))
        };
        let below = headers_below(&self.bytes[line.end..], |line| {
            line.strip_suffix(b"\r").unwrap_or(line).is_empty()
        });
        let goes_on = { below }.any(is_new);
        self.repairs += usize::from(goes_on);
        goes_on
    }

    /// What begins below the headers, at `start`.
    fn end_headers(&mut self, part: usize, start: usize) -> Option<At> {
        self.parts[part].body = start..start;
        if self.only_headers {
            return Some(At::Body(part));
        }
        let kind = self.media_type(part, start);
        self.parts[part].kind = kind.clone();
        if kind.is_multipart() {
            self.count_container()?;
            if let Some(boundary) = self.boundary(part, start) {
                self.boundaries.insert(boundary.clone(), self.open.len());
                self.open.push(Open { part, boundary });
            }
        } else if kind.is_message() && !self.headers_of(part).is_encoded() {
            self.count_container()?;
            return Some(At::Headers(self.child(part, start)));
        }
        Some(At::Body(part))
    }

    fn count_container(&mut self) -> Option<()> {
        self.containers += 1;
        (self.containers <= MOST_CONTAINERS).then_some(())
    }

    fn headers_of(&self, part: usize) -> Headers<'_> {
        Headers::of(self.bytes, &self.parts[part].headers)
    }

    /// By the header; of several, the one that fits what is below it.
    fn media_type(&mut self, part: usize, start: usize) -> MediaType {
        let headers = self.headers_of(part);
        let values: Vec<String> = headers.all("Content-Type").take(8).collect();
        let mut kinds: Vec<MediaType> = values.iter().map(|v| MediaType::parse(v)).collect();
        if kinds.len() > 1 {
            let shown = |kind: &MediaType| {
                let boundary = kind.boundary().map(str::as_bytes);
                boundary.is_some_and(|boundary| self.has_boundary(start, boundary))
            };
            if let Some(at) = kinds.iter().position(shown) {
                return kinds.swap_remove(at);
            }
            if let Some(at) = kinds.iter().position(|k| !k.is_multipart() && k.is_known()) {
                return kinds.swap_remove(at);
            }
        }
        kinds.into_iter().next().unwrap_or_default()
    }

    /// The boundary that is declared, or the one that the lines show.
    fn boundary(&mut self, part: usize, start: usize) -> Option<Vec<u8>> {
        let declared = self.parts[part].kind.boundary();
        let declared = declared.map(|boundary| boundary.trim_end().as_bytes().to_vec());
        if let Some(declared) = &declared
            && self.has_boundary(start, declared)
        {
            return Some(declared.clone());
        }
        self.repairs += 1;
        let shown = (self.repairs <= MOST_REPAIRS)
            .then(|| shown_boundary(&self.bytes[start..]))
            .flatten()
            // One of a multipart around this one is not its own.
            .filter(|shown| !self.boundaries.contains_key(*shown));
        shown.map(<[u8]>::to_vec).or(declared)
    }

    /// True when a line below `start` begins with the boundary, or too much was looked through.
    fn has_boundary(&mut self, start: usize, boundary: &[u8]) -> bool {
        for line in self.bytes[start..].split(|b| *b == b'\n') {
            self.ahead += line.len() + 1;
            let name = line.strip_prefix(b"--");
            if self.ahead > MOST_AHEAD || name.is_some_and(|name| name.starts_with(boundary)) {
                return true;
            }
        }
        false
    }
}

/// Where the line that begins at `start` ends, its line end included.
fn line_end(bytes: &[u8], start: usize) -> usize {
    let len = bytes[start..].iter().position(|b| *b == b'\n');
    len.map_or(bytes.len(), |len| start + len + 1)
}

fn before_line_end(bytes: &[u8], end: usize) -> usize {
    let before = bytes[..end].strip_suffix(b"\n");
    let before = before.map(|bytes| bytes.strip_suffix(b"\r").unwrap_or(bytes));
    before.map_or(end, <[u8]>::len)
}

/// The length of the name in a line `Name: value`, and where its colon is.
fn name_len(line: &[u8]) -> Option<(usize, usize)> {
    let colon = line.iter().take(200).position(|b| *b == b':')?;
    let name = line[..colon].trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    is_name.then_some((name.len(), colon))
}

/// True when a header that every mail has comes before the next blank line.
fn more_headers(rest: &[u8]) -> bool {
    headers_below(rest, |line| line.trim_ascii().is_empty())
        .next()
        .is_some()
}

/// The names of headers that every mail has, before the line that ends them.
fn headers_below(rest: &[u8], is_end: fn(&[u8]) -> bool) -> impl Iterator<Item = &[u8]> {
    const USUAL: [&str; 12] = [
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "message-id",
        "received",
        "return-path",
        "reply-to",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
    ];
    rest.split(|b| *b == b'\n')
        .take(50)
        .take_while(move |line| !is_end(line))
        .filter_map(|line| Some(&line[..name_len(line)?.0]))
        .filter(|name| {
            USUAL
                .iter()
                .any(|usual| name.eq_ignore_ascii_case(usual.as_bytes()))
        })
}

/// What the first line that is followed by a part's header has behind its two dashes.
fn shown_boundary(body: &[u8]) -> Option<&[u8]> {
    let mut lines = body
        .split(|b| *b == b'\n')
        .map(|line| line.trim_ascii_end())
        .peekable();
    while let Some(line) = lines.next() {
        let Some(boundary) = line.strip_prefix(b"--") else {
            continue;
        };
        let next = lines.peek().copied().unwrap_or_default();
        // RFC 2046 §5.1.1: at most 70 characters.
        let fits = (1..=70).contains(&boundary.len()) && boundary.iter().all(u8::is_ascii_graphic);
        let opens = next.len() > 8 && next[..8].eq_ignore_ascii_case(b"content-");
        if fits && opens {
            return Some(boundary);
        }
    }
    None
}
/// Enough of a hash to tell two files apart.
pub(super) fn digest(content: &[u8]) -> String {
    const BYTES: usize = 16;
    let hash = Sha256::digest(content);
    hash.iter()
        .take(BYTES)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
