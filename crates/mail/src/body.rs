//! The parts of a mail -> its text, what it forwards, and what is attached.

use std::borrow::Cow;

use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};

use super::header::Headers;
use super::{Attachment, charset, flowed, html, param, tnef, transfer};
use pii::CustomerText;

/// Attachments beyond that number are not listed.
const MOST_ATTACHMENTS: usize = 1000;

/// What a mail holds below its headers.
#[derive(Default)]
pub(super) struct Body {
    /// What was written in it, `\n` line ends.
    pub(super) text: String,
    /// The texts of mails that are attached to it.
    pub(super) forwarded: String,
    pub(super) attachments: Vec<Attachment>,
    /// The text in a `winmail.dat`, for a mail that has none of its own.
    hidden: String,
}

/// Reads all parts of a mail.
pub(super) fn read(message: &Message<'_>) -> Body {
    let mut reader = Reader {
        message,
        body: Body::default(),
    };
    let text = reader.node(0).unwrap_or_default().text;
    let mut body = reader.body;
    body.text = match text.trim().is_empty() {
        true => std::mem::take(&mut body.hidden),
        false => text,
    };
    body
}

/// A text and whether it was made from HTML.
#[derive(Default)]
struct Text {
    text: String,
    from_html: bool,
}

impl Text {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

struct Reader<'m> {
    message: &'m Message<'m>,
    body: Body,
}

impl<'m> Reader<'m> {
    /// The text below a part, if any; its attachments are collected.
    fn node(&mut self, id: usize) -> Option<Text> {
        let part = self.message.parts.get(id)?;
        match &part.body {
            PartType::Multipart(children) => {
                // A child comes after its parent; anything else would be a circle.
                let children: Vec<usize> = children
                    .iter()
                    .map(|child| *child as usize)
                    .filter(|child| *child > id)
                    .collect();
                self.multipart(part, &children)
            }
            PartType::Text(_) | PartType::Html(_) if id == 0 || is_body(part) => {
                Some(self.text(part))
            }
            PartType::Message(inner) => {
                self.forwarded(part, inner);
                None
            }
            _ => {
                self.attachment(part);
                None
            }
        }
    }

    fn multipart(&mut self, part: &MessagePart<'m>, children: &[usize]) -> Option<Text> {
        let subtype = part
            .content_type()
            .and_then(|t| t.subtype())
            .unwrap_or_default()
            .to_ascii_lowercase();
        match subtype.as_str() {
            "alternative" => {
                let mut texts = Vec::new();
                for id in children {
                    if !self.is_other_rendering(*id) {
                        texts.extend(self.node(*id));
                    }
                }
                best(texts)
            }
            // RFC 2387: one part is the document, usually the first; the others are what it shows.
            "related" | "signed" => {
                let mut text = None;
                for id in children {
                    match self.message.parts.get(*id) {
                        Some(part) if text.is_some() => self.attachment(part),
                        _ => text = self.node(*id),
                    }
                }
                text
            }
            _ => {
                let texts: Vec<Text> = children.iter().filter_map(|id| self.node(*id)).collect();
                joined(texts)
            }
        }
    }

    /// True for the same text once more, in a format that is not read: AMP, enriched text.
    fn is_other_rendering(&self, id: usize) -> bool {
        self.message.parts.get(id).is_some_and(|part| {
            let kind = part.content_type();
            kind.is_some_and(|t| {
                t.ctype() == "text"
                    && matches!(
                        t.subtype(),
                        Some("x-amp-html" | "enriched" | "richtext" | "watch-html")
                    )
            })
        })
    }

    fn text(&self, part: &MessagePart<'_>) -> Text {
        let bytes = content(self.message, part);
        let kind = part.content_type();
        let label = kind.and_then(|t| t.attribute("charset"));
        let is_html = matches!(part.body, PartType::Html(_));
        let text = match label {
            None if is_html => charset::decode(declared_in(&bytes).as_deref(), &bytes),
            _ => charset::decode(label, &bytes),
        };
        let text = super::plain_lines(&text);
        let is = |name: &str, value: &str| {
            kind.and_then(|t| t.attribute(name))
                .is_some_and(|v| v.eq_ignore_ascii_case(value))
        };
        let text = if is_html {
            html::to_text(&text)
        } else if is("format", "flowed") {
            flowed::unwrap(&text, is("delsp", "yes"))
        } else {
            text
        };
        Text {
            text,
            from_html: is_html,
        }
    }

    /// A mail inside this mail: an attachment, and a text to read below.
    fn forwarded(&mut self, part: &MessagePart<'_>, inner: &Message<'_>) {
        let Some(root) = inner.parts.first() else {
            return self.attachment(part);
        };
        let headers = Headers::of(inner, root);
        let read = read(inner);
        for name in ["From", "Date", "Subject"] {
            let value = headers.text(name);
            if !value.is_blank() {
                self.body.forwarded += &format!("{name}: {}\n", value.expose());
            }
        }
        self.body.forwarded += &format!("\n{}\n\n{}", read.text.trim(), read.forwarded);
        self.attachment(part);
        let subject = headers.text("Subject");
        if let Some(last) = self.body.attachments.last_mut()
            && last.name.is_blank()
            && !subject.is_blank()
        {
            last.name = CustomerText::new(format!("{}.eml", subject.expose()));
        }
    }

    fn attachment(&mut self, part: &MessagePart<'_>) {
        if let PartType::Multipart(children) = &part.body {
            for id in children {
                // Only ever deeper, see `node`.
                if let Some(child) = self.message.parts.get(*id as usize)
                    && child.offset_header > part.offset_header
                {
                    self.attachment(child);
                }
            }
            return;
        }
        if self.body.attachments.len() >= MOST_ATTACHMENTS {
            return;
        }
        let file = Attachment {
            name: CustomerText::new(file_name(self.message, part).unwrap_or_default()),
            content_type: media_type(part),
            size: size(self.message, part),
        };
        let is_tnef = file.content_type.ends_with("/ms-tnef")
            || file.content_type.ends_with("/vnd.ms-tnef")
            || file.name.expose().eq_ignore_ascii_case("winmail.dat");
        self.body.attachments.push(file);
        if is_tnef {
            let inner = tnef::read(&content(self.message, part));
            let room = MOST_ATTACHMENTS.saturating_sub(self.body.attachments.len());
            self.body
                .attachments
                .extend(inner.files.into_iter().take(room));
            self.body.hidden = inner.text;
        }
    }
}

/// The one of several renderings of the same text to show (RFC 2046 §5.1.4): the plain one unless
/// there is nothing in it, or nothing but the advice to look at the HTML.
fn best(texts: Vec<Text>) -> Option<Text> {
    let mut texts: Vec<Text> = texts.into_iter().filter(|text| !text.is_blank()).collect();
    let html = texts.iter().rposition(|text| text.from_html);
    let plain = texts.iter().position(|text| {
        let is_advice = text.text.len() < 600
            && text.text.to_ascii_lowercase().contains("html")
            && html.is_some_and(|html| texts[html].text.len() > 2 * text.text.len());
        !text.from_html && !is_advice
    });
    plain.or(html).map(|at| texts.swap_remove(at))
}

fn joined(texts: Vec<Text>) -> Option<Text> {
    texts
        .into_iter()
        .filter(|text| !text.is_blank())
        .reduce(|mut all, next| {
            if !all.text.ends_with('\n') {
                all.text.push('\n');
            }
            all.text.push_str(&next.text);
            all.from_html |= next.from_html;
            all
        })
}

/// True for a text part that is to be read, not saved.
fn is_body(part: &MessagePart<'_>) -> bool {
    let kind = part.content_type();
    let readable = kind.is_none_or(|t| {
        // A multipart without parts came out as text: see it rather than lose it.
        t.ctype() == "multipart"
            || t.ctype() == "text" && matches!(t.subtype(), None | Some("plain" | "html"))
    });
    let attached = part
        .content_disposition()
        .is_some_and(|d| d.ctype().eq_ignore_ascii_case("attachment"));
    readable && !attached && part.attachment_name().is_none()
}

/// The bytes of a part without its transfer encoding: by its header, since mail-parser gives up on
/// an encoding with a mistake in it.
fn content<'m>(message: &'m Message<'_>, part: &MessagePart<'_>) -> Cow<'m, [u8]> {
    let raw = message
        .raw_message
        .get(part.offset_body as usize..part.offset_end as usize)
        .unwrap_or_default();
    transfer::decode(part.content_transfer_encoding(), raw)
}

fn size(message: &Message<'_>, part: &MessagePart<'_>) -> u64 {
    let len = match &part.body {
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.len(),
        PartType::Message(inner) if part.encoding != Encoding::None => inner.raw_message.len(),
        _ => content(message, part).len(),
    };
    len as u64
}

fn media_type(part: &MessagePart<'_>) -> String {
    match part.content_type() {
        Some(kind) => format!(
            "{}/{}",
            kind.ctype(),
            kind.subtype().unwrap_or("octet-stream")
        )
        .to_ascii_lowercase(),
        None if matches!(part.body, PartType::Message(_)) => "message/rfc822".into(),
        None => "text/plain".into(),
    }
}

/// The file name, without the folders that some mailers put before it.
fn file_name(message: &Message<'_>, part: &MessagePart<'_>) -> Option<String> {
    let headers = Headers::of(message, part);
    let name = headers
        .first("Content-Disposition")
        .and_then(|value| param::get(&value, "filename"))
        .or_else(|| {
            headers
                .first("Content-Type")
                .and_then(|value| param::get(&value, "name"))
        })?;
    let name = super::one_line(&name);
    let base = name.rsplit(['/', '\\']).next().unwrap_or(&name);
    Some(base.to_owned())
}

/// The charset that an HTML document declares in itself.
fn declared_in(html: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&html[..html.len().min(2048)]).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let label: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
        .collect();
    (!label.is_empty()).then_some(label)
}
