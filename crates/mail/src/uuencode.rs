//! Files in a plain text as uuencode writes them (POSIX.1, `uuencode`), and as a transfer encoding.

use pii::CustomerText;

use super::Attachment;

/// Takes the files out of a text: `begin 644 name`, lines, `end`.
pub(super) fn files(text: String) -> (String, Vec<Attachment>) {
    if !text.starts_with("begin ") && !text.contains("\nbegin ") {
        return (text, Vec::new());
    }
    let mut out = String::with_capacity(text.len());
    let mut files = Vec::new();
    let mut rest = text.as_str();
    while let Some(line) = rest.split_inclusive('\n').next() {
        match file(rest) {
            Some((name, size, after)) => {
                files.push(Attachment {
                    name: CustomerText::new(super::one_line(name)),
                    content_type: "application/octet-stream".into(),
                    size,
                    // Its lines are not decoded.
                    digest: String::new(),
                });
                rest = after;
            }
            None => {
                out.push_str(line);
                rest = &rest[line.len()..];
            }
        }
    }
    (out, files)
}

/// The name and the size of the file at the start of a text, and what follows it.
fn file(text: &str) -> Option<(&str, u64, &str)> {
    let (head, mut rest) = text.split_once('\n')?;
    let (mode, name) = head.strip_prefix("begin ")?.split_once(' ')?;
    if !(3..=4).contains(&mode.len()) || !mode.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut size = 0;
    loop {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim_end();
        rest = after;
        if line == "end" {
            return (size > 0).then_some((name.trim(), size, rest));
        }
        let len = line_length(line.as_bytes())?;
        size += len as u64;
        if after.is_empty() && line != "end" {
            return None;
        }
    }
}

/// How many bytes a line holds; `None` for a line that is none of uuencode's.
fn line_length(line: &[u8]) -> Option<usize> {
    let Some(first) = line.first() else {
        return Some(0);
    };
    let len = usize::from(first.checked_sub(b' ')? & 0x3f);
    let digits = len.div_ceil(3) * 4;
    let is_sound = line.iter().all(|b| (b' '..=b'`').contains(b)) && line.len() <= digits + 3;
    // Blanks at the end are lost on the way.
    is_sound.then_some(len)
}

/// The content of a part in the encoding `x-uuencode`.
pub(super) fn decode(raw: &[u8]) -> Option<Vec<u8>> {
    let mut lines = raw
        .split(|b| *b == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.by_ref().find(|line| line.starts_with(b"begin "))?;
    let mut out = Vec::with_capacity(raw.len() * 3 / 4);
    for line in lines {
        if line == b"end" {
            break;
        }
        let Some(len) = line_length(line) else {
            break;
        };
        let digit = |at: usize| line.get(at).map_or(0, |b| (b - b' ') & 0x3f);
        let mut bytes = Vec::with_capacity(len + 2);
        for at in (1..=len.div_ceil(3) * 4).step_by(4) {
            let [a, b, c, d] = [digit(at), digit(at + 1), digit(at + 2), digit(at + 3)];
            bytes.extend([a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]);
        }
        bytes.truncate(len);
        out.extend(bytes);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_a_text_is_an_attachment() {
        let text = "See below.\nbegin 644 a.txt\n#0V%T\n`\nend\nRegards\n".to_owned();
        let (text, files) = files(text);
        assert_eq!(text, "See below.\nRegards\n");
        assert_eq!((files[0].name.expose(), files[0].size), ("a.txt", 3));
        assert_eq!(
            decode(b"begin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n").as_deref(),
            Some(&b"Cat"[..])
        );
    }

    #[test]
    fn sentences_that_begin_so_are_text() {
        for text in [
            "begin 644 people\nwere there.\n",
            "begin with this\nend\n",
            "\nbegin 644 x\n",
        ] {
            assert_eq!(files(text.to_owned()), (text.to_owned(), Vec::new()));
        }
    }
}
