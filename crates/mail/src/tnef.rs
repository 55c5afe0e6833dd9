//! `winmail.dat`, in which Outlook hides text and attachments (MS-OXTNEF): its plain or HTML text and
//! the names and sizes of its files. Formatted text in RTF is not read.

use super::{Attachment, charset, html};
use pii::CustomerText;

/// What was found; nothing where the bytes are no TNEF, as much as could be read where they are cut.
#[derive(Default)]
pub(super) struct Tnef {
    pub(super) text: String,
    pub(super) files: Vec<Attachment>,
}

/// More attributes than any mail has.
const MOST: usize = 10_000;

/// Attributes, see MS-OXTNEF §2.1.3.2.
const SIGNATURE: u32 = 0x223e_9f78;
const BODY: u32 = 0x0002_800c;
const PROPERTIES: u32 = 0x0006_9003;
const CODE_PAGE: u32 = 0x0006_9007;
const NEW_FILE: u32 = 0x0006_9002;
const FILE_TITLE: u32 = 0x0001_8010;
const FILE_DATA: u32 = 0x0006_800f;
const FILE_PROPERTIES: u32 = 0x0006_9005;

/// Properties, see MS-OXPROPS.
const PR_BODY: u16 = 0x1000;
const PR_HTML: u16 = 0x1013;
const PR_ATTACH_LONG_FILENAME: u16 = 0x3707;

/// Reads a TNEF stream.
pub(super) fn read(bytes: &[u8]) -> Tnef {
    let mut tnef = Tnef::default();
    let mut rest = Bytes(bytes);
    if rest.u32() != Some(SIGNATURE) || rest.u16().is_none() {
        return tnef;
    }
    let mut label = "windows-1252".to_owned();
    let mut html_text = String::new();
    for _ in 0..MOST {
        let Some((id, data)) = rest.attribute() else {
            break;
        };
        match id {
            CODE_PAGE => {
                let page = Bytes(data).u32().unwrap_or(1252);
                label = match page {
                    65001 => "utf-8".to_owned(),
                    932 | 936 | 949 | 950 => format!("cp{page}"),
                    page => format!("windows-{page}"),
                };
            }
            BODY => tnef.text = string(data, &label),
            PROPERTIES => {
                for (id, value) in properties(data, &label) {
                    match id {
                        PR_BODY => tnef.text = value,
                        PR_HTML => html_text = html::to_text(&value).text,
                        _ => {}
                    }
                }
            }
            NEW_FILE => tnef.files.push(Attachment {
                name: CustomerText::default(),
                content_type: "application/octet-stream".into(),
                size: 0,
                digest: String::new(),
            }),
            FILE_TITLE | FILE_DATA | FILE_PROPERTIES => {
                if let Some(file) = tnef.files.last_mut() {
                    describe(file, id, data, &label);
                }
            }
            _ => {}
        }
    }
    if tnef.text.trim().is_empty() {
        tnef.text = html_text;
    }
    tnef.text = super::plain_lines(&tnef.text);
    tnef
}

/// The content of the file with this digest.
pub(super) fn file<'b>(bytes: &'b [u8], digest: &str) -> Option<&'b [u8]> {
    let mut rest = Bytes(bytes);
    if rest.u32() != Some(SIGNATURE) || rest.u16().is_none() {
        return None;
    }
    for _ in 0..MOST {
        let (id, data) = rest.attribute()?;
        if id == FILE_DATA && super::part::digest(data) == digest {
            return Some(data);
        }
    }
    None
}

fn describe(file: &mut Attachment, id: u32, data: &[u8], label: &str) {
    let name = |text: &str| CustomerText::new(super::one_line(text));
    match id {
        FILE_DATA => {
            file.size = data.len() as u64;
            file.digest = super::part::digest(data);
        }
        // The short name; a long one among the properties comes later and counts more.
        FILE_TITLE => file.name = name(&string(data, label)),
        _ => {
            let long = properties(data, label)
                .into_iter()
                .find(|(id, _)| *id == PR_ATTACH_LONG_FILENAME);
            if let Some((_, long)) = long {
                file.name = name(&long);
            }
        }
    }
}

/// A string of one byte a character, up to its NUL.
fn string(data: &[u8], label: &str) -> String {
    let len = data.iter().position(|b| *b == 0).unwrap_or(data.len());
    charset::decode(Some(label), &data[..len])
}

/// The text and binary properties of a property list (§2.1.3.4), as text.
fn properties(data: &[u8], label: &str) -> Vec<(u16, String)> {
    let mut rest = Bytes(data);
    let mut found = Vec::new();
    let count = rest.u32().unwrap_or(0).min(MOST as u32);
    for _ in 0..count {
        let Some((id, kind, value)) = rest.property() else {
            break;
        };
        match kind {
            0x001e => found.push((id, string(value, label))),
            0x001f => found.push((
                id,
                charset::decode(Some("utf-16le"), value).replace('\0', ""),
            )),
            0x0102 if id == PR_HTML => found.push((id, charset::decode(Some(label), value))),
            _ => {}
        }
    }
    found
}

/// Bytes that are taken from the front; `None` where there are not enough.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, len: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        let bytes = self.take(2)?.try_into().ok()?;
        Some(u16::from_le_bytes(bytes))
    }

    fn u32(&mut self) -> Option<u32> {
        let bytes = self.take(4)?.try_into().ok()?;
        Some(u32::from_le_bytes(bytes))
    }

    /// Level, identifier, length, data, checksum.
    fn attribute(&mut self) -> Option<(u32, &'b [u8])> {
        self.take(1)?;
        let id = self.u32()?;
        let len = self.u32()? as usize;
        let data = self.take(len)?;
        self.take(2)?;
        Some((id, data))
    }

    /// One property: its identifier, its type and its (first) value.
    fn property(&mut self) -> Option<(u16, u16, &'b [u8])> {
        const MULTIPLE: u16 = 0x1000;
        let kind = self.u16()?;
        let id = self.u16()?;
        if id >= 0x8000 {
            self.skip_name()?;
        }
        let base = kind & !MULTIPLE;
        let sized = matches!(base, 0x000d | 0x001e | 0x001f | 0x0102);
        let count = match sized || kind & MULTIPLE != 0 {
            true => self.u32()?,
            false => 1,
        };
        let mut first = None;
        for _ in 0..count {
            let len = match base {
                _ if sized => self.u32()? as usize,
                0x0002 | 0x0003 | 0x0004 | 0x000a | 0x000b => 4,
                0x0005 | 0x0006 | 0x0007 | 0x0014 | 0x0040 => 8,
                0x0048 => 16,
                // Of unknown length: nothing after it can be found.
                _ => return None,
            };
            let value = self.take(len)?;
            self.take(len.next_multiple_of(4) - len)?;
            first = first.or(Some(value));
        }
        Some((id, base, first.unwrap_or_default()))
    }

    /// A named property's set, and its number or name.
    fn skip_name(&mut self) -> Option<()> {
        self.take(16)?;
        if self.u32()? == 0 {
            self.take(4)?;
        } else {
            let len = self.u32()? as usize;
            self.take(len.checked_next_multiple_of(4)?)?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read;

    proptest! {
        #[test]
        fn any_bytes_are_read(tail in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = vec![0x78, 0x9f, 0x3e, 0x22, 0, 0, 1, 3, 0x90, 6, 0];
            bytes.extend(tail);
            read(&bytes);
        }
    }
}
