//! A word processor's document (ECMA-376 part 1, WordprocessingML): paragraphs, tables, text boxes,
//! notes, headers and comments. What is deleted or hidden in it is not read.

use crate::LeftOut;
use crate::office::{Archive, Piece, Xml, relations};
use crate::output::{Output, Stop};

/// What else a document consists of, in this order below its text.
const BESIDE: [&str; 5] = ["header", "footer", "footnotes", "endnotes", "comments"];

pub(crate) fn read(bytes: &[u8], output: &mut Output) -> Result<(), Stop> {
    let archive = Archive::open(bytes)?;
    let all = relations(&archive, "", output)?;
    let document = all.into_iter().find(|it| it.kind == "officeDocument");
    let document = document.map_or_else(|| "word/document.xml".to_owned(), |it| it.target);
    let mut text = archive.part(&document)?.ok_or(Stop::Damaged)?;
    read_part(&mut text, output)?;
    let beside = relations(&archive, &document, output)?;
    for kind in BESIDE {
        for part in beside.iter().filter(|it| it.kind == kind) {
            if let Some(mut text) = archive.part(&part.target)? {
                output.begin_line()?;
                read_part(&mut text, output)?;
            }
        }
    }
    let is_drawn = |name: &str| name.starts_with("word/media/") || name.starts_with("word/charts/");
    if archive.names().any(is_drawn) {
        output.leave_out(LeftOut::Pictures);
    }
    Ok(())
}

#[derive(Default)]
struct At {
    /// Tables around the text.
    cells: usize,
    /// Within the text of a run.
    in_text: bool,
    /// The run is hidden.
    hidden: bool,
    /// Within a list's item whose mark was not written yet.
    item: bool,
}

fn read_part(xml: &mut Xml<'_>, output: &mut Output) -> Result<(), Stop> {
    let mut at = At::default();
    while let Some(piece) = xml.next(output)? {
        match piece {
            Piece::Start(tag) => match tag.name.as_str() {
                // What was deleted or moved away, the same once more for older programs, codes of
                // fields, and where tabs stop.
                "del" | "moveFrom" | "Fallback" | "instrText" | "delText" | "tabs" => {
                    xml.skip(&tag, output)?;
                }
                "t" => at.in_text = !tag.is_empty,
                "r" => at.hidden = false,
                "vanish" if tag.is_on() => {
                    at.hidden = true;
                    output.leave_out(LeftOut::Hidden);
                }
                "numPr" => at.item = true,
                "tab" if !at.hidden => output.push("\t")?,
                "br" | "cr" if !at.hidden => match at.cells {
                    0 => output.end_line()?,
                    _ => output.push(" ")?,
                },
                "noBreakHyphen" if !at.hidden => output.push("-")?,
                "tc" => at.cells += usize::from(!tag.is_empty),
                "txbxContent" => output.begin_line()?,
                _ => {}
            },
            Piece::End(name) => match name.as_str() {
                "t" => at.in_text = false,
                // The mark of a paragraph has properties of a run, too.
                "r" | "pPr" => at.hidden = false,
                "p" => {
                    at.item = false;
                    match at.cells {
                        0 => output.end_line()?,
                        _ if output.ends_with("\t") || output.ends_with("\n") => {}
                        _ => output.push(" ")?,
                    }
                }
                "tc" => {
                    at.cells = at.cells.saturating_sub(1);
                    output.push("\t")?;
                }
                "tr" if at.cells == 0 => output.end_line()?,
                "tr" => output.push(" ")?,
                _ => {}
            },
            Piece::Text(text) if at.in_text && !at.hidden => {
                if std::mem::take(&mut at.item) {
                    output.push("- ")?;
                }
                output.push(&text.replace(['\n', '\r'], " "))?;
            }
            Piece::Text(_) => {}
        }
    }
    output.begin_line()
}
