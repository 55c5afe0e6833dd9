//! A spreadsheet (ECMA-376 part 1, SpreadsheetML): each sheet below its name, row by row, the values as
//! the cells show them: dates as dates, percentages as such, amounts with their currency. What is hidden
//! is not read, and formulas are read as what they came to when the file was saved.

mod format;

use std::collections::HashMap;

use self::format::Format;
use crate::LeftOut;
use crate::office::{Archive, Piece, Tag, Xml, relations};
use crate::output::{Output, Stop};

/// Texts of cells are kept beside the sheets: so many, and so many bytes of them.
const MOST_STRINGS: usize = 200_000;
const MOST_STRING_BYTES: usize = 16 * 1024 * 1024;
/// Sheets, and formats.
const MOST_SHEETS: usize = 200;
const MOST_FORMATS: usize = 65_536;
/// Empty cells between two that are kept, so that what is in one column stays below each other.
const MOST_EMPTY: usize = 20;

struct Sheet {
    name: String,
    part: String,
}

struct Book {
    strings: Vec<String>,
    /// By a cell's style.
    formats: Vec<Format>,
    /// Days are counted from 1904 on, as on old Macs.
    since_1904: bool,
}

pub(crate) fn read(bytes: &[u8], output: &mut Output) -> Result<(), Stop> {
    let archive = Archive::open(bytes)?;
    let all = relations(&archive, "", output)?;
    let workbook = all.into_iter().find(|it| it.kind == "officeDocument");
    let workbook = workbook.map_or_else(|| "xl/workbook.xml".to_owned(), |it| it.target);
    let parts = relations(&archive, &workbook, output)?;
    let part_of = |kind: &str| parts.iter().find(|it| it.kind == kind).map(|it| &it.target);
    let mut xml = archive.part(&workbook)?.ok_or(Stop::Damaged)?;
    let (sheets, since_1904) = sheets(&mut xml, &parts, output)?;
    let book = Book {
        strings: match part_of("sharedStrings").map(|part| archive.part(part)) {
            Some(xml) => xml?.map_or(Ok(Vec::new()), |mut xml| strings(&mut xml, output))?,
            None => Vec::new(),
        },
        formats: match part_of("styles").map(|part| archive.part(part)) {
            Some(xml) => xml?.map_or(Ok(Vec::new()), |mut xml| formats(&mut xml, output))?,
            None => Vec::new(),
        },
        since_1904,
    };
    for sheet in &sheets {
        let Some(mut xml) = archive.part(&sheet.part)? else {
            continue;
        };
        output.begin_line()?;
        output.push(&format!("# {}", sheet.name.replace('\n', " ")))?;
        output.end_line()?;
        book.read_sheet(&mut xml, output)?;
    }
    let is_drawn = |name: &str| name.starts_with("xl/media/") || name.starts_with("xl/charts/");
    if archive.names().any(is_drawn) {
        output.leave_out(LeftOut::Pictures);
    }
    Ok(())
}

/// The visible sheets in their order, and from when days are counted.
fn sheets(
    xml: &mut Xml<'_>,
    parts: &[crate::office::Relation],
    output: &mut Output,
) -> Result<(Vec<Sheet>, bool), Stop> {
    let (mut sheets, mut since_1904) = (Vec::new(), false);
    while let Some(piece) = xml.next(output)? {
        let Piece::Start(tag) = piece else { continue };
        match tag.name.as_str() {
            "workbookPr" => since_1904 = matches!(tag.get("date1904"), Some("1" | "true")),
            "sheet" if sheets.len() < MOST_SHEETS => {
                if matches!(tag.get("state"), Some("hidden" | "veryHidden")) {
                    output.leave_out(LeftOut::Hidden);
                    continue;
                }
                let id = tag.get("id").unwrap_or_default();
                let part = parts
                    .iter()
                    .find(|it| it.id == id && it.kind == "worksheet");
                sheets.extend(part.map(|part| Sheet {
                    name: tag.get("name").unwrap_or_default().to_owned(),
                    part: part.target.clone(),
                }));
            }
            _ => {}
        }
    }
    Ok((sheets, since_1904))
}

/// The texts that cells name by number.
fn strings(xml: &mut Xml<'_>, output: &mut Output) -> Result<Vec<String>, Stop> {
    let (mut all, mut bytes) = (Vec::new(), 0);
    while let Some(piece) = xml.next(output)? {
        match piece {
            Piece::Start(tag) if tag.name == "si" => {
                let text = rich_text(xml, &tag, output)?;
                bytes += text.len();
                if all.len() == MOST_STRINGS || bytes > MOST_STRING_BYTES {
                    output.leave_out(LeftOut::Rest);
                    break;
                }
                all.push(text);
            }
            _ => {}
        }
    }
    Ok(all)
}

/// The text of an element with runs (`si`, `is`), without how it is pronounced.
fn rich_text(xml: &mut Xml<'_>, outer: &Tag, output: &mut Output) -> Result<String, Stop> {
    let (mut text, mut in_text) = (String::new(), false);
    if outer.is_empty {
        return Ok(text);
    }
    while let Some(piece) = xml.next(output)? {
        match piece {
            Piece::Start(tag) if tag.name == "rPh" => xml.skip(&tag, output)?,
            Piece::Start(tag) if tag.name == "t" => in_text = !tag.is_empty,
            Piece::End(name) if name == "t" => in_text = false,
            Piece::End(name) if name == outer.name => break,
            Piece::Text(piece) if in_text && text.len() < MOST_STRING_BYTES => {
                text.push_str(&piece);
            }
            _ => {}
        }
    }
    Ok(text)
}

/// How the cells of each style are shown.
fn formats(xml: &mut Xml<'_>, output: &mut Output) -> Result<Vec<Format>, Stop> {
    let (mut named, mut of_styles, mut in_cells) = (HashMap::new(), Vec::new(), false);
    while let Some(piece) = xml.next(output)? {
        match piece {
            Piece::Start(tag) if tag.name == "numFmt" && named.len() < MOST_FORMATS => {
                let (id, code) = (tag.get("numFmtId"), tag.get("formatCode"));
                if let Some((id, code)) = id.zip(code) {
                    named.insert(id.to_owned(), Format::of_code(code));
                }
            }
            Piece::Start(tag) if tag.name == "cellXfs" => in_cells = true,
            Piece::End(name) if name == "cellXfs" => in_cells = false,
            Piece::Start(tag) if tag.name == "xf" && in_cells && of_styles.len() < MOST_FORMATS => {
                let id = tag.get("numFmtId").unwrap_or_default();
                let format = named.get(id).cloned();
                of_styles.push(format.unwrap_or_else(|| Format::built_in(id)));
            }
            _ => {}
        }
    }
    Ok(of_styles)
}

/// A cell's place and what it says of its value.
struct Cell {
    column: Option<usize>,
    kind: String,
    style: usize,
}

impl Book {
    fn read_sheet(&self, xml: &mut Xml<'_>, output: &mut Output) -> Result<(), Stop> {
        let mut hidden: Vec<(usize, usize)> = Vec::new();
        let mut column = 0;
        while let Some(piece) = xml.next(output)? {
            match piece {
                Piece::Start(tag) if tag.name == "col" => {
                    let number = |name: &str| tag.get(name).and_then(|it| it.parse().ok());
                    let is_hidden = matches!(tag.get("hidden"), Some("1" | "true"));
                    if let (true, Some(min), Some(max)) = (is_hidden, number("min"), number("max"))
                        && hidden.len() < MOST_SHEETS
                    {
                        hidden.push((min, max));
                    }
                }
                Piece::Start(tag) if tag.name == "row" => {
                    column = 0;
                    if matches!(tag.get("hidden"), Some("1" | "true")) {
                        output.leave_out(LeftOut::Hidden);
                        xml.skip(&tag, output)?;
                    }
                }
                Piece::End(name) if name == "row" => {
                    output.begin_line()?;
                }
                Piece::Start(tag) if tag.name == "c" => {
                    let cell = Cell {
                        column: tag.get("r").and_then(column_of),
                        kind: tag.get("t").unwrap_or_default().to_owned(),
                        style: tag.get("s").and_then(|it| it.parse().ok()).unwrap_or(0),
                    };
                    let at = cell.column.unwrap_or(column + 1);
                    let text = self.cell(xml, &tag, &cell, output)?;
                    if text.is_empty() {
                        continue;
                    }
                    if hidden.iter().any(|(min, max)| (*min..=*max).contains(&at)) {
                        output.leave_out(LeftOut::Hidden);
                        continue;
                    }
                    let gap = at.saturating_sub(column.max(1)).min(MOST_EMPTY);
                    output.push(&"\t".repeat(gap))?;
                    output.push(text.trim())?;
                    column = at;
                }
                // Headers for print, and what other programs keep there.
                Piece::Start(tag) if tag.name == "extLst" => xml.skip(&tag, output)?,
                Piece::End(name) if name == "sheetData" => break,
                _ => {}
            }
        }
        Ok(())
    }

    /// What a cell shows.
    fn cell(
        &self,
        xml: &mut Xml<'_>,
        tag: &Tag,
        cell: &Cell,
        output: &mut Output,
    ) -> Result<String, Stop> {
        let (mut value, mut inline, mut in_value) = (String::new(), None, false);
        if tag.is_empty {
            return Ok(value);
        }
        while let Some(piece) = xml.next(output)? {
            match piece {
                Piece::Start(tag) if tag.name == "is" => {
                    inline = Some(rich_text(xml, &tag, output)?)
                }
                Piece::Start(tag) if tag.name == "v" => in_value = !tag.is_empty,
                Piece::End(name) if name == "v" => in_value = false,
                Piece::End(name) if name == "c" => break,
                Piece::Text(text) if in_value => value.push_str(&text),
                _ => {}
            }
        }
        let text = match (cell.kind.as_str(), inline) {
            (_, Some(inline)) => inline,
            ("s", None) => {
                let string = value
                    .trim()
                    .parse()
                    .ok()
                    .and_then(|at: usize| self.strings.get(at));
                string.cloned().unwrap_or_default()
            }
            ("b", None) => if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            ("str" | "e" | "d", None) => value,
            _ => match self.formats.get(cell.style) {
                Some(format) => format.show(value.trim(), self.since_1904),
                None => Format::General.show(value.trim(), self.since_1904),
            },
        };
        Ok(text.replace(['\n', '\r', '\t'], " "))
    }
}

/// `AB12` is column 28.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let column = letters.take(4).fold(0, |column, letter| {
        column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    (column > 0).then_some(column)
}
