//! The parts of a mail -> its text, what it forwards, and what is attached.

use std::borrow::Cow;

use encoding_rs::SHIFT_JIS;
use pii::CustomerText;

use super::best::{Text, best};
use super::media_type::Content;
use super::part::{Mime, Part, digest};
use super::sealed::{self, Encryption, Sealed};
use super::{Attachment, Mailbox, charset, flowed, html, param, tnef, transfer, uuencode};

/// Attachments beyond that number are not listed.
const MOST_ATTACHMENTS: usize = 1000;

/// Mails in mails of which each is encoded once more.
const DEEPEST: usize = 5;

/// What a mail holds below its headers.
#[derive(Default)]
pub(super) struct Body {
    /// What was written in it, `\n` line ends.
    pub(super) text: String,
    /// The texts of mails that are attached to it.
    pub(super) forwarded: String,
    /// Who wrote the first of them.
    pub(super) forwarded_from: Option<Mailbox>,
    pub(super) attachments: Vec<Attachment>,
    /// Its text, or part of it, cannot be read here.
    pub(super) encryption: Option<Encryption>,
    /// The text is what was left of HTML that took too much work.
    pub(super) simplified: bool,
    /// The text in a `winmail.dat`, for a mail that has none of its own.
    hidden: String,
}

/// Reads all parts of a mail.
pub(super) fn read(mime: &Mime<'_>) -> Body {
    read_within(mime, 0, 0)
}

/// Reads the mail whose first part is `root`; `depth` counts the encodings around it.
fn read_within(mime: &Mime<'_>, root: usize, depth: usize) -> Body {
    let mut reader = Reader {
        mime,
        root,
        depth,
        body: Body::default(),
        spare: Vec::new(),
    };
    let text = reader.node(root, false).filter(|text| !text.is_blank());
    let text = text.or_else(|| reader.spare_text()).unwrap_or_default();
    let mut body = reader.body;
    body.simplified |= text.simplified;
    body.text = match text.text.trim().is_empty() {
        true => std::mem::take(&mut body.hidden),
        false => text.text,
    };
    let (text, is_encrypted) = sealed::without_armour(std::mem::take(&mut body.text));
    body.text = text;
    if is_encrypted {
        body.encryption = Some(Encryption::Pgp);
    }
    body
}

/// A text that is taken only where there is no other one: lower ranks first.
struct Spare {
    rank: u8,
    part: usize,
    /// Where it is listed as an attachment.
    listed: Option<usize>,
}

struct Reader<'m> {
    mime: &'m Mime<'m>,
    root: usize,
    depth: usize,
    body: Body,
    spare: Vec<Spare>,
}

impl<'m> Reader<'m> {
    fn part(&self, id: usize) -> &'m Part {
        &self.mime.parts[id]
    }

    /// The text below a part, if any; its attachments are collected. A `rendering` is one of several
    /// of the same text.
    fn node(&mut self, id: usize, rendering: bool) -> Option<Text> {
        let part = self.part(id);
        if part.kind.is_multipart() && !part.children.is_empty() {
            return self.multipart(id);
        }
        if part.kind.is_message() {
            self.forwarded(id);
            return None;
        }
        let is_sealed = is_smime(part, self.file_name(id).as_deref());
        if is_sealed {
            return self.smime(id);
        }
        if part.kind.is("application", "pgp-encrypted") {
            self.body.encryption = Some(Encryption::Pgp);
            self.attachment(id);
            return None;
        }
        let content = match part.kind.content() {
            // A multipart without parts is seen rather than lost.
            _ if part.kind.is_multipart() => Content::Plain,
            Content::Unclear => self.sniff(id),
            content => content,
        };
        match content {
            Content::Plain | Content::Html => self.text_part(id, content, rendering),
            Content::OtherText => {
                // The same text once more is no attachment.
                let is_same = rendering
                    && matches!(
                        part.kind.sub(),
                        "x-amp-html" | "watch-html" | "enriched" | "richtext"
                    );
                if is_same {
                    self.spare.push(Spare {
                        rank: 2,
                        part: id,
                        listed: None,
                    });
                    return None;
                }
                self.attachment(id);
                let is_read = !matches!(
                    part.kind.sub(),
                    "rfc822-headers" | "rtf" | "x-vcard" | "vcard"
                );
                if is_read && !self.is_attached(id) {
                    self.spare(2, id);
                } else if is_read && id == self.root {
                    // The mail is a file: it can be read, and stays one.
                    self.spare.push(Spare {
                        rank: 2,
                        part: id,
                        listed: None,
                    });
                }
                None
            }
            Content::Binary | Content::Unclear => {
                self.attachment(id);
                if self.file_name(id).is_none() && self.sniff(id) != Content::Binary {
                    self.spare(4, id);
                }
                None
            }
        }
    }

    fn text_part(&mut self, id: usize, content: Content, rendering: bool) -> Option<Text> {
        let is_attached = self.is_attached(id);
        let is_named = self.file_name(id).is_some();
        if id == self.root {
            if is_attached && is_named {
                self.attachment(id);
            }
            return Some(self.text(id, content));
        }
        if !is_attached && (!is_named || rendering) {
            return Some(self.text(id, content));
        }
        self.attachment(id);
        if !is_attached {
            self.spare(1, id);
        }
        None
    }

    fn is_attached(&self, id: usize) -> bool {
        let disposition = self.mime.headers(id).first("Content-Disposition");
        let disposition = disposition.unwrap_or_default().to_ascii_lowercase();
        disposition.trim_start().starts_with("attachment")
    }

    fn multipart(&mut self, id: usize) -> Option<Text> {
        let part = self.part(id);
        self.spare.push(Spare {
            rank: 3,
            part: id,
            listed: None,
        });
        match part.kind.sub() {
            "alternative" => {
                let texts: Vec<Text> = part
                    .children
                    .iter()
                    .filter_map(|child| self.node(*child, true))
                    .collect();
                best(texts)
            }
            // RFC 2387: one part is the document, usually the first; the others are what it shows.
            "related" | "signed" => {
                let start = part.kind.param("start");
                let is_start = |child: &usize| {
                    let id = self
                        .mime
                        .headers(*child)
                        .first("Content-ID")
                        .unwrap_or_default();
                    start
                        .as_ref()
                        .is_some_and(|start| bare_id(start) == bare_id(&id))
                };
                let first = part.children.iter().position(is_start).unwrap_or(0);
                let mut text = None;
                let others = part
                    .children
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| *at != first);
                let others = others.map(|(_, child)| child);
                for child in part.children.get(first).into_iter().chain(others) {
                    match &text {
                        Some(_) => self.attachments(*child),
                        None => text = self.node(*child, false),
                    }
                }
                text
            }
            "encrypted" => {
                self.body.encryption = Some(Encryption::Pgp);
                part.children
                    .iter()
                    .for_each(|child| self.attachments(*child));
                None
            }
            _ => {
                let children = part.children.iter();
                let texts: Vec<Text> = children
                    .filter_map(|child| self.node(*child, false))
                    .collect();
                joined(texts)
            }
        }
    }

    /// The text of the mail where no part is one by its headers: one with a file name, one in a format
    /// that is not known, what is before the first boundary or below the last.
    fn spare_text(&mut self) -> Option<Text> {
        self.spare.sort_by_key(|spare| spare.rank);
        for spare in std::mem::take(&mut self.spare) {
            let part = self.part(spare.part);
            let text = match spare.rank {
                3 => {
                    let text = [&part.body, &part.epilogue]
                        .map(|range| super::plain_lines(&charset::guess(self.mime.raw(range))));
                    match text.into_iter().find(|text| !is_mime_advice(text)) {
                        Some(text) => self.written(text, false),
                        None => continue,
                    }
                }
                _ => match part.kind.content() {
                    Content::Html => self.text(spare.part, Content::Html),
                    _ => self.text(spare.part, Content::Plain),
                },
            };
            if !text.is_blank() {
                if let Some(listed) = spare.listed.filter(|at| *at < self.body.attachments.len()) {
                    self.body.attachments.remove(listed);
                }
                return Some(text);
            }
        }
        None
    }

    fn spare(&mut self, rank: u8, part: usize) {
        self.spare.push(Spare {
            rank,
            part,
            listed: self.body.attachments.len().checked_sub(1),
        });
    }

    /// What the content of a part is whose headers do not say.
    fn sniff(&self, id: usize) -> Content {
        let bytes = self.content(id);
        let start = &bytes[..bytes.len().min(4096)];
        let odd =
            |b: &&u8| b.is_ascii_control() && !matches!(b, b'\n' | b'\r' | b'\t' | 0x1b | 0x0c);
        if start.iter().filter(odd).count() * 50 > start.len() || start.contains(&0) {
            return Content::Binary;
        }
        match html::is_document(&charset::guess(start)) {
            true => Content::Html,
            false => Content::Plain,
        }
    }

    fn text(&mut self, id: usize, content: Content) -> Text {
        let kind = &self.part(id).kind;
        let bytes = self.content(id);
        let label = kind.param("charset");
        let is_html = content == Content::Html;
        let text = match label {
            None if is_html => charset::decode(declared_in(&bytes).as_deref(), &bytes),
            _ => charset::decode(label.as_deref(), &bytes),
        };
        let text = super::plain_lines(&text);
        if is_html {
            return self.written(text, true);
        }
        let is = |name: &str, value: &str| {
            kind.param(name)
                .is_some_and(|v| v.eq_ignore_ascii_case(value))
        };
        let text = match is("format", "flowed") {
            true => flowed::unwrap(&text, is("delsp", "yes")),
            false => text,
        };
        let text = match kind.sub() {
            "enriched" | "richtext" => without_commands(&text),
            _ => text,
        };
        let room = MOST_ATTACHMENTS.saturating_sub(self.body.attachments.len());
        let (text, files) = uuencode::files(text);
        self.body.attachments.extend(files.into_iter().take(room));
        self.written(text, false)
    }

    /// A text as it was written: without tags and entities, wherever they stand.
    fn written(&self, text: String, is_html: bool) -> Text {
        if is_html || html::is_document(&text) {
            let converted = html::to_text(&text);
            return Text {
                text: converted.text,
                from_html: is_html,
                simplified: converted.simplified,
            };
        }
        Text {
            text: match html::has_entities(&text) {
                true => html::decode_entities(&text),
                false => text,
            },
            ..Text::default()
        }
    }

    /// A mail inside this mail: an attachment, and a text to read below.
    fn forwarded(&mut self, id: usize) {
        let child = self.part(id).children.first();
        let inner = match child {
            Some(root) => Some(Inner::read(self.mime, *root, self.depth)),
            // Encoded, which no mail within a mail should be (RFC 2046 §5.2.1).
            None if self.depth < DEEPEST => {
                let bytes = self.content(id);
                Mime::parse(bytes.trim_ascii_start())
                    .map(|mime| Inner::read(&mime, 0, self.depth + 1))
            }
            None => None,
        };
        self.attachment(id);
        let Some(inner) = inner else {
            return;
        };
        self.body.forwarded += &inner.text;
        self.body.forwarded_from = self.body.forwarded_from.take().or(inner.from);
        self.body.encryption = self.body.encryption.or(inner.encryption);
        if let Some(last) = self.body.attachments.last_mut()
            && last.name.is_blank()
            && !inner.subject.is_blank()
        {
            last.name = CustomerText::new(format!("{}.eml", inner.subject.expose()));
        }
    }

    /// A `smime.p7m`: what is signed in it is a part of its own.
    fn smime(&mut self, id: usize) -> Option<Text> {
        self.attachment(id);
        let kind = self.part(id).kind.param("smime-type");
        match sealed::smime(&self.content(id), kind.as_deref()) {
            Sealed::Encrypted => {
                self.body.encryption = Some(Encryption::Smime);
                None
            }
            Sealed::Signed(bytes) if self.depth < DEEPEST => {
                let inner = read_within(&Mime::parse(&bytes)?, 0, self.depth + 1);
                let room = MOST_ATTACHMENTS.saturating_sub(self.body.attachments.len());
                let files = inner.attachments.into_iter().take(room);
                self.body.attachments.extend(files);
                self.body.forwarded += &inner.forwarded;
                self.body.encryption = self.body.encryption.or(inner.encryption);
                Some(Text {
                    text: inner.text,
                    from_html: false,
                    simplified: inner.simplified,
                })
            }
            Sealed::Signed(_) | Sealed::Other => None,
        }
    }

    /// Lists a part, and those below it, as attachments.
    fn attachments(&mut self, id: usize) {
        let part = self.part(id);
        if part.kind.is_multipart() && !part.children.is_empty() {
            part.children
                .iter()
                .for_each(|child| self.attachments(*child));
        } else {
            self.attachment(id);
        }
    }

    fn attachment(&mut self, id: usize) {
        if self.body.attachments.len() >= MOST_ATTACHMENTS {
            return;
        }
        let part = self.part(id);
        let content = self.content(id);
        let file = Attachment {
            name: CustomerText::new(self.file_name(id).unwrap_or_default()),
            content_type: part.kind.name(),
            size: content.len() as u64,
            digest: digest(&content),
        };
        let is_tnef = file.content_type.ends_with("/ms-tnef")
            || file.content_type.ends_with("/vnd.ms-tnef")
            || file.name.expose().eq_ignore_ascii_case("winmail.dat");
        if part.kind.is("application", "x-microsoft-rpmsg-message") {
            self.body.encryption = Some(Encryption::Rights);
        }
        self.body.attachments.push(file);
        if is_tnef {
            let inner = tnef::read(&content);
            let room = MOST_ATTACHMENTS.saturating_sub(self.body.attachments.len());
            self.body
                .attachments
                .extend(inner.files.into_iter().take(room));
            self.body.hidden = inner.text;
        }
    }

    fn content(&self, id: usize) -> Cow<'m, [u8]> {
        content(self.mime, id)
    }

    /// The file name, without the folders that some mailers put before it.
    fn file_name(&self, id: usize) -> Option<String> {
        let headers = self.mime.headers(id);
        let name = headers
            .first("Content-Disposition")
            .and_then(|value| param::get(&value, "filename"))
            .or_else(|| {
                let value = headers.first("Content-Type")?;
                param::get(&value, "name")
            })?;
        let name = without_escapes(&super::one_line(&name));
        let base = name.rsplit(['/', '\\']).next().unwrap_or(&name);
        Some(base.to_owned())
    }
}

/// A file name without the backslashes that programs put behind 表, ソ and their like, whose second
/// byte in Shift_JIS is that of a backslash: they escape the byte, and separate no folders.
fn without_escapes(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        let ends_so = |last: char| {
            let mut buffer = [0; 4];
            let (bytes, _, unmappable) = SHIFT_JIS.encode(last.encode_utf8(&mut buffer));
            !unmappable && matches!(bytes[..], [_, b'\\'])
        };
        if c != '\\' || !out.chars().next_back().is_some_and(ends_so) {
            out.push(c);
        }
    }
    out
}

/// The bytes of a part without its transfer encoding. Of a mail within the mail, all of it.
pub(super) fn content<'m>(mime: &Mime<'m>, id: usize) -> Cow<'m, [u8]> {
    let part = &mime.parts[id];
    let encoding = mime.headers(id).first("Content-Transfer-Encoding");
    let mut range = part.body.clone();
    if part.kind.is_message() {
        range.end = mime.end_of(id);
    }
    transfer::decode(encoding.as_deref(), mime.raw(&range))
}

/// A mail within a mail, as text.
struct Inner {
    text: String,
    subject: CustomerText,
    from: Option<Mailbox>,
    encryption: Option<Encryption>,
}

impl Inner {
    fn read(mime: &Mime<'_>, root: usize, depth: usize) -> Inner {
        let read = read_within(mime, root, depth);
        let headers = mime.headers(root);
        let mut text = String::new();
        for name in ["From", "Date", "Subject"] {
            let value = headers.text(name);
            if !value.is_blank() {
                text += &format!("{name}: {}\n", value.expose());
            }
        }
        text += &format!("\n{}\n\n{}", read.text.trim(), read.forwarded);
        Inner {
            text,
            subject: headers.text("Subject"),
            from: headers.mailboxes("From").into_iter().next(),
            encryption: read.encryption,
        }
    }
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
            all.simplified |= next.simplified;
            all
        })
}

fn bare_id(id: &str) -> &str {
    id.trim().trim_start_matches('<').trim_end_matches('>')
}

fn is_smime(part: &Part, name: Option<&str>) -> bool {
    let is_p7m = name.is_some_and(|name| name.to_ascii_lowercase().ends_with(".p7m"));
    part.kind.is("application", "pkcs7-mime")
        || part.kind.is("application", "x-pkcs7-mime")
        || is_p7m && part.kind.content() == Content::Binary
}

/// True for what programs write before the first boundary, for readers that know no MIME.
fn is_mime_advice(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    let speaks_of_it = ["mime", "multi-part", "multipart"]
        .iter()
        .any(|word| text.contains(word));
    text.is_empty() || text.len() < 400 && speaks_of_it
}

/// `text/enriched` (RFC 1896) without its commands.
fn without_commands(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        rest = match after.strip_prefix('<') {
            Some(after) => {
                out.push('<');
                after
            }
            None => after.split_once('>').map_or("", |(_, after)| after),
        };
    }
    out.push_str(rest);
    out
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
