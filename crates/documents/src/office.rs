//! Office Open XML (ECMA-376): parts in an archive, and what both kinds of documents share.

use std::io::{BufReader, Read};

use flate2::bufread::DeflateDecoder;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use rawzip::{CompressionMethod, ZipArchive, ZipSliceArchive};

use crate::Kind;
use crate::output::{Output, Stop};

/// Bytes of one part, and of all that are read, decompressed.
const LARGEST_PART: u64 = 64 * 1024 * 1024;
const LARGEST: u64 = 128 * 1024 * 1024;
/// Bytes of one tag or piece of text: the parser holds it whole.
const LONGEST_PIECE: usize = 1024 * 1024;
/// Parts that an archive may have.
const MOST_PARTS: usize = 10_000;

pub(crate) fn is_archive(content: &[u8]) -> bool {
    content.starts_with(b"PK\x03\x04")
}

/// True for a document with a password: an OLE container (MS-CFB) with the stream that MS-OFFCRYPTO
/// names.
pub(crate) fn is_encrypted(content: &[u8]) -> bool {
    const NAME: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
    content.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
        && content.windows(NAME.len()).any(|it| it == NAME)
}

/// The kind of an archive that can be read; `None` for any other.
pub(crate) fn kind(content: &[u8]) -> Option<Kind> {
    let archive = Archive::open(content).ok()?;
    let has = |beginning: &str| {
        archive
            .parts
            .iter()
            .any(|(name, _)| name.starts_with(beginning))
    };
    match () {
        () if !archive.has("[Content_Types].xml") => None,
        () if has("word/") => Some(Kind::Docx),
        () if has("xl/worksheets/") || archive.has("xl/workbook.xml") => Some(Kind::Xlsx),
        () => None,
    }
}

/// An archive and the names of its parts.
pub(crate) struct Archive<'a> {
    zip: ZipSliceArchive<&'a [u8]>,
    parts: Vec<(String, Part)>,
    /// Bytes that may still be decompressed.
    left: std::cell::Cell<u64>,
}

#[derive(Clone, Copy)]
struct Part {
    method: CompressionMethod,
    place: rawzip::ZipArchiveEntryWayfinder,
}

impl<'a> Archive<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Archive<'a>, Stop> {
        if is_encrypted(bytes) {
            return Err(Stop::Encrypted);
        }
        let zip = ZipArchive::from_slice(bytes).map_err(|_| Stop::Damaged)?;
        let mut parts = Vec::new();
        let mut entries = zip.entries();
        while let Ok(Some(entry)) = entries.next_entry() {
            if parts.len() == MOST_PARTS {
                return Err(Stop::Damaged);
            }
            let name = String::from_utf8_lossy(entry.file_path().as_ref()).replace('\\', "/");
            let part = Part {
                method: entry.compression_method(),
                place: entry.wayfinder(),
            };
            parts.push((name.trim_start_matches('/').to_owned(), part));
        }
        Ok(Archive {
            zip,
            parts,
            left: std::cell::Cell::new(LARGEST),
        })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The names of all parts, in their order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|(name, _)| name.as_str())
    }

    /// Part names are compared without case (ECMA-376 part 2, §6.2.2.3).
    fn find(&self, name: &str) -> Option<Part> {
        let mut parts = self.parts.iter();
        parts
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, part)| *part)
    }

    /// Reads a part; `None` where there is none of that name.
    pub(crate) fn part(&self, name: &str) -> Result<Option<Xml<'_>>, Stop> {
        let Some(part) = self.find(name) else {
            return Ok(None);
        };
        let entry = self.zip.get_entry(part.place).map_err(|_| Stop::Damaged)?;
        let data = entry.data();
        let content: Box<dyn Read + '_> = match part.method {
            CompressionMethod::STORE => Box::new(data),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(data)),
            _ => return Err(Stop::Damaged),
        };
        let content = Bounded {
            content,
            left_in_part: LARGEST_PART,
            left: &self.left,
        };
        Ok(Some(Xml::new(content)))
    }
}

/// A part's bytes, up to the limits; beyond them it ends in an error.
struct Bounded<'a> {
    content: Box<dyn Read + 'a>,
    left_in_part: u64,
    left: &'a std::cell::Cell<u64>,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.content.read(buffer)?;
        let bytes = count as u64;
        let left = self.left.get().checked_sub(bytes);
        match (self.left_in_part.checked_sub(bytes), left) {
            (Some(left_in_part), Some(left)) => {
                self.left_in_part = left_in_part;
                self.left.set(left);
                Ok(count)
            }
            _ => Err(std::io::Error::other("too much is packed into it")),
        }
    }
}

/// A part as a run of events.
pub(crate) struct Xml<'a> {
    reader: Reader<Pieces<'a>>,
    buffer: Vec<u8>,
}

/// What an event is to a document.
pub(crate) enum Piece {
    /// An element begins: its name without a prefix. An empty one is followed by its end.
    Start(Tag),
    /// An element ends.
    End(String),
    /// Text.
    Text(String),
}

/// The beginning of an element.
pub(crate) struct Tag {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    /// Whether its end is in the same tag.
    pub(crate) is_empty: bool,
}

impl Tag {
    /// An attribute by its name without a prefix.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// True where a switch is on: present, and not said to be off.
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.get("val"), Some("0" | "false" | "off" | "none"))
    }

    fn of(start: &BytesStart<'_>, is_empty: bool) -> Tag {
        let mut attributes = start.attributes();
        let attributes = attributes.with_checks(false).take(100).flatten();
        let attributes = attributes.map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map(|value| value.into_owned()).unwrap_or_default();
            (attribute.key.local_name().as_ref().to_owned(), value)
        });
        Tag {
            name: start.local_name().as_ref().to_owned(),
            attributes: attributes.collect(),
            is_empty,
        }
    }
}

impl<'a> Xml<'a> {
    fn new(content: Bounded<'a>) -> Xml<'a> {
        let pieces = Pieces {
            content: BufReader::with_capacity(16 * 1024, content),
            held: 0,
        };
        let mut reader = Reader::from_reader(pieces);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        Xml {
            reader,
            buffer: Vec::new(),
        }
    }

    /// The next piece; `None` at the end.
    pub(crate) fn next(&mut self, output: &mut Output) -> Result<Option<Piece>, Stop> {
        loop {
            output.step()?;
            self.buffer.clear();
            self.reader.get_mut().held = 0;
            let event = self.reader.read_event_into(&mut self.buffer);
            let piece = match event.map_err(|_| Stop::Damaged)? {
                Event::Start(start) => Piece::Start(Tag::of(&start, false)),
                Event::Empty(start) => Piece::Start(Tag::of(&start, true)),
                Event::End(end) => Piece::End(end.local_name().as_ref().to_owned()),
                Event::Text(text) => Piece::Text((*text).to_owned()),
                Event::CData(text) => Piece::Text((*text).to_owned()),
                // Entities of a document's own are never expanded.
                Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                    Ok(Some(c)) => Piece::Text(c.to_string()),
                    _ => match &*reference {
                        "amp" => Piece::Text("&".to_owned()),
                        "lt" => Piece::Text("<".to_owned()),
                        "gt" => Piece::Text(">".to_owned()),
                        "quot" => Piece::Text("\"".to_owned()),
                        "apos" => Piece::Text("'".to_owned()),
                        _ => continue,
                    },
                },
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            };
            return Ok(Some(piece));
        }
    }

    /// Skips what is within the element that has just begun.
    pub(crate) fn skip(&mut self, tag: &Tag, output: &mut Output) -> Result<(), Stop> {
        let mut depth = usize::from(!tag.is_empty);
        while depth > 0 {
            match self.next(output)? {
                Some(Piece::Start(inner)) if !inner.is_empty => depth += 1,
                Some(Piece::End(_)) => depth -= 1,
                Some(_) => {}
                None => return Ok(()),
            }
        }
        Ok(())
    }
}

/// Bytes for the parser, which holds a tag or a text whole: one without end ends in an error.
struct Pieces<'a> {
    content: BufReader<Bounded<'a>>,
    held: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.content.read(buffer)
    }
}

impl std::io::BufRead for Pieces<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.held > LONGEST_PIECE {
            return Err(std::io::Error::other("a tag or a text without end"));
        }
        self.content.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.held += count;
        self.content.consume(count);
    }
}

/// What a part refers to: by id, its kind and its target as the name of a part.
pub(crate) struct Relation {
    pub(crate) id: String,
    /// The last word of its type: `worksheet`, `officeDocument`.
    pub(crate) kind: String,
    pub(crate) target: String,
}

/// The relations of a part (ECMA-376 part 2, §6.5), `""` for the archive's own.
pub(crate) fn relations(
    archive: &Archive<'_>,
    part: &str,
    output: &mut Output,
) -> Result<Vec<Relation>, Stop> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let separator = if folder.is_empty() { "" } else { "/" };
    let name = format!("{folder}{separator}_rels/{file}.rels");
    let Some(mut xml) = archive.part(&name)? else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    while let Some(piece) = xml.next(output)? {
        let Piece::Start(tag) = piece else { continue };
        if tag.name != "Relationship" || tag.get("TargetMode") == Some("External") {
            continue;
        }
        let kind = tag.get("Type").unwrap_or_default();
        found.push(Relation {
            id: tag.get("Id").unwrap_or_default().to_owned(),
            kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
            target: resolved(folder, tag.get("Target").unwrap_or_default()),
        });
        if found.len() == MOST_PARTS {
            break;
        }
    }
    Ok(found)
}

/// `../charts/a.xml` seen from `xl/worksheets` is `xl/charts/a.xml`.
fn resolved(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|it| !it.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}
