//! A multipart whose `boundary` is missing or wrong is still told apart by the lines it is made of.

use mail_parser::{Message, MimeHeaders, PartType};

/// The mail with the boundary that its lines show, when the declared one is not in it.
pub(super) fn boundary(bytes: &[u8], message: &Message<'_>) -> Option<Vec<u8>> {
    let root = message.parts.first()?;
    let kind = root.content_type()?;
    if kind.ctype() != "multipart" || matches!(root.body, PartType::Multipart(_)) {
        return None;
    }
    let body = root.offset_body as usize;
    let found = shown_boundary(bytes.get(body..)?)?;
    let head = bytes.get(..body)?;
    let blank = if head.ends_with(b"\r\n") { 2 } else { 1 };
    let at = body.checked_sub(blank)?;
    // Of several headers of one name, mail-parser goes by the last.
    let header = format!(
        "Content-Type: multipart/{}; boundary=\"{found}\"\r\n",
        kind.subtype().unwrap_or("mixed")
    );
    Some([&bytes[..at], header.as_bytes(), &bytes[at..]].concat())
}

/// What the first line that is followed by a part's header has behind its two dashes.
fn shown_boundary(body: &[u8]) -> Option<&str> {
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
        let fits = (1..=70).contains(&boundary.len())
            && boundary
                .iter()
                .all(|b| b.is_ascii_graphic() && *b != b'"' && *b != b'\\');
        let opens = next.len() > 8 && next[..8].eq_ignore_ascii_case(b"content-");
        if fits && opens {
            return std::str::from_utf8(boundary).ok();
        }
    }
    None
}
