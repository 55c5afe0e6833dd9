//! The bytes of an answer, line by line: events of a stream (WHATWG HTML §9.2), lines of JSON, or
//! one JSON document, told apart by what they are. Servers label them as they like.

use serde_json::Value;

/// Bytes of a whole answer. A token is a line of about 300 bytes, and models that think write
/// thousands of them.
pub const LONGEST_STREAM: usize = 8 * 1024 * 1024;

/// Bytes of a line, or of a document.
pub const LONGEST_LINE: usize = 256 * 1024;

/// Lines of an event after which its end alone says that it is whole: each look reads all of it.
const MOST_LINES: usize = 64;

/// What is in an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A chunk of the answer, or all of it, as JSON.
    Json(Value),
    /// The server says that the stream is over.
    Done,
}

/// The answer is larger than any that is read: `what` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} is longer than {most} bytes")]
pub struct TooLong {
    /// The stream, or a line of it.
    pub what: &'static str,
    /// In bytes.
    pub most: usize,
}

/// Reads events as bytes arrive. Never holds more than a line and a document.
#[derive(Debug, Default)]
pub struct Events {
    read: usize,
    /// A line that is not complete.
    line: Vec<u8>,
    /// The last byte was a CR: an LF behind it belongs to the same line end.
    after_cr: bool,
    has_begun: bool,
    /// Of an event whose JSON is in several `data` lines.
    data: String,
    data_lines: usize,
    /// Of a document in several lines.
    document: String,
}

impl Events {
    /// The events that end in these bytes.
    ///
    /// # Errors
    /// [`TooLong`].
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Event>, TooLong> {
        self.read = self.read.saturating_add(bytes.len());
        if self.read > LONGEST_STREAM {
            return Err(TooLong {
                what: "the stream",
                most: LONGEST_STREAM,
            });
        }
        let mut events = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let Some(at) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
                self.after_cr = false;
                self.extend(rest)?;
                break;
            };
            let (line, end) = (&rest[..at], rest[at]);
            rest = &rest[at + 1..];
            if line.is_empty() && end == b'\n' && std::mem::take(&mut self.after_cr) {
                continue;
            }
            self.after_cr = end == b'\r';
            self.extend(line)?;
            self.end_line(&mut events)?;
        }
        Ok(events)
    }

    /// The events that the end of the answer makes complete.
    ///
    /// # Errors
    /// [`TooLong`].
    pub fn end(&mut self) -> Result<Vec<Event>, TooLong> {
        let mut events = Vec::new();
        if !self.line.is_empty() {
            self.end_line(&mut events)?;
        }
        self.end_event(&mut events);
        events.extend(json(&std::mem::take(&mut self.document)).map(Event::Json));
        Ok(events)
    }

    fn extend(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        bounded(self.line.len() + bytes.len())?;
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    fn end_line(&mut self, events: &mut Vec<Event>) -> Result<(), TooLong> {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        let mut line = line.as_ref();
        if !self.has_begun {
            // A byte order mark, however often it was put there.
            line = line.trim_start_matches('\u{feff}');
            self.has_begun = !line.is_empty();
        }
        if line.trim().is_empty() && self.document.is_empty() {
            self.end_event(events);
            return Ok(());
        }
        let field = match self.document.is_empty() {
            true => line.trim_start(),
            false => line,
        };
        match field.split_once(':') {
            Some(("", _)) | Some(("event" | "id" | "retry", _)) => {}
            Some(("data", value)) => {
                let value = value.strip_prefix(' ').unwrap_or(value);
                bounded(self.data.len() + value.len())?;
                // Not every server puts a blank line between two events.
                let is_begun_json = self.data.trim_start().starts_with(['{', '[']);
                if !self.data.is_empty() && !is_begun_json && is_whole(value) {
                    self.end_event(events);
                }
                if !self.data.is_empty() {
                    self.data.push('\n');
                }
                self.data.push_str(value);
                self.data_lines += 1;
                if self.data_lines <= MOST_LINES && is_whole(&self.data) {
                    self.end_event(events);
                }
            }
            _ => self.of_document(line, events)?,
        }
        Ok(())
    }

    /// A line outside of any event: JSON in lines of its own, or a part of a document.
    fn of_document(&mut self, line: &str, events: &mut Vec<Event>) -> Result<(), TooLong> {
        if self.document.is_empty() && line.trim_start().starts_with('{') && is_whole(line) {
            events.extend(json(line).map(Event::Json));
            return Ok(());
        }
        bounded(self.document.len() + line.len())?;
        self.document.push_str(line);
        self.document.push('\n');
        Ok(())
    }

    fn end_event(&mut self, events: &mut Vec<Event>) {
        let data = std::mem::take(&mut self.data);
        self.data_lines = 0;
        match data.trim() {
            // A heartbeat.
            "" => {}
            done if is_done(done) => events.push(Event::Done),
            // What is no JSON is no chunk.
            data => events.extend(json(data).map(Event::Json)),
        }
    }
}

fn bounded(length: usize) -> Result<(), TooLong> {
    match length > LONGEST_LINE {
        true => Err(TooLong {
            what: "a line",
            most: LONGEST_LINE,
        }),
        false => Ok(()),
    }
}

fn is_done(data: &str) -> bool {
    data.trim_matches(['"', '[', ']', ' '])
        .eq_ignore_ascii_case("done")
}

/// True for what is an event by itself. Whether braces are balanced is enough to tell: most lines
/// are parsed once only.
fn is_whole(data: &str) -> bool {
    let data = data.trim();
    let closes = |open: char, close: char| data.starts_with(open) && data.ends_with(close);
    is_done(data)
        || data == "null"
        || ((closes('{', '}') || closes('[', ']')) && json(data).is_some())
}

/// JSON, also where a string in it holds half of a surrogate pair: Python and JavaScript write it
/// where a character is cut at the end of a token.
fn json(data: &str) -> Option<Value> {
    if data.trim().is_empty() {
        return None;
    }
    match serde_json::from_str(data) {
        Ok(value) => Some(value),
        Err(_) if data.contains("\\u") => serde_json::from_str(&without_halves(data)).ok(),
        Err(_) => None,
    }
}

/// Replaces escaped surrogates that have no other half by U+FFFD.
fn without_halves(data: &str) -> String {
    let mut out = String::with_capacity(data.len());
    let mut rest = data;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (length, keeps) = match surrogate(rest) {
            Some(0xd800..=0xdbff) if matches!(surrogate(&rest[6..]), Some(0xdc00..=0xdfff)) => {
                (12, true)
            }
            Some(_) => (6, false),
            // An escape of one character; the backslash of `\\` escapes no `u`.
            None => (1 + rest[1..].chars().next().map_or(0, char::len_utf8), true),
        };
        out.push_str(if keeps { &rest[..length] } else { "\\ufffd" });
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// The surrogate that the text begins with, escaped as `\ud83d`.
fn surrogate(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let unit = u32::from_str_radix(digits, 16).ok()?;
    (0xd800..=0xdfff).contains(&unit).then_some(unit)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// The events of bytes, however they are cut into pieces.
    fn events(bytes: &[u8], piece: usize) -> Vec<Event> {
        let mut events = Events::default();
        let pieces = bytes.chunks(piece.max(1));
        let mut all: Vec<Event> = pieces
            .flat_map(|piece| events.push(piece).unwrap())
            .collect();
        all.extend(events.end().unwrap());
        all
    }

    #[test]
    fn events_are_found_whatever_stands_around_them() {
        let one = Event::Json(json!({ "a": 1 }));
        for (bytes, expected) in [
            (
                "data: {\"a\":1}\n\ndata: [DONE]\n\n",
                vec![one.clone(), Event::Done],
            ),
            ("\u{feff}data: {\"a\":1}\n\n", vec![one.clone()]),
            ("\u{feff}\u{feff}{\"a\":1}", vec![one.clone()]),
            (
                "data:{\"a\":1}\r\n\r\ndata:[DONE] \r\n\r\n",
                vec![one.clone(), Event::Done],
            ),
            (
                "data: {\"a\":1}\rdata: [done]\r",
                vec![one.clone(), Event::Done],
            ),
            (
                "data: {\"a\":1}\ndata: {\"a\":1}\n",
                vec![one.clone(), one.clone()],
            ),
            (
                ": ping\n\nevent: ping\ndata: {\"a\":1}\n\ndata:\n\ndata: \n\n",
                vec![one.clone()],
            ),
            ("data: {\ndata: \"a\":1\ndata: }\n\n", vec![one.clone()]),
            ("data: {\"a\":1}", vec![one.clone()]),
            ("{\"a\":1}\n{\"a\":1}\n", vec![one.clone(), one.clone()]),
            ("{\n  \"a\": 1\n}\n", vec![one.clone()]),
            (
                "[{\n  \"a\": 1\n}\n]",
                vec![Event::Json(json!([{ "a": 1 }]))],
            ),
            (
                "data: null\n\ndata: nonsense\n\ndata: {\"a\":1}\n\n",
                vec![Event::Json(Value::Null), one.clone()],
            ),
            ("retry: 3000\nid: 7\ndata: {\"a\":1}\n\n", vec![one.clone()]),
            ("<html>\n", vec![]),
        ] {
            for piece in [1, 2, 7, 1_000] {
                assert_eq!(
                    events(bytes.as_bytes(), piece),
                    expected,
                    "{bytes:?} by {piece}"
                );
            }
        }
    }

    #[test]
    fn half_a_surrogate_pair_costs_one_character() {
        let text = |data: &str| match events(format!("data: {data}\n\n").as_bytes(), 3).as_slice() {
            [Event::Json(value)] => value["t"].as_str().unwrap_or_default().to_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(text(r#"{"t":"a\ud83db"}"#), "a\u{fffd}b");
        assert_eq!(text(r#"{"t":"\ude00 b"}"#), "\u{fffd} b");
        assert_eq!(text(r#"{"t":"\ud83d\ude00\ud83d"}"#), "😀\u{fffd}");
        assert_eq!(text(r#"{"t":"\\ud83d \ud83d\n"}"#), "\\ud83d \u{fffd}\n");
    }

    #[test]
    fn what_is_endless_is_not_kept() {
        let piece = [b'a'; 4096];
        let mut line = Events::default();
        let pushed = (0..).find_map(|_| line.push(&piece).err());
        assert_eq!(pushed.unwrap().what, "a line");
        let mut document = Events::default();
        let pushed = (0..).find_map(|_| document.push(b"{\"a\":\n[1,\n").err());
        assert_eq!(pushed.unwrap().what, "a line");
        let mut stream = Events::default();
        let pushed = (0..).find_map(|_| stream.push(b": heartbeat\n\n").err());
        assert_eq!(pushed.unwrap().what, "the stream");
        assert!(line.line.len() <= LONGEST_LINE && document.document.len() <= LONGEST_LINE);
    }

    proptest! {
        #[test]
        fn no_bytes_are_read_otherwise_in_pieces(
            bytes in proptest::collection::vec(
                prop_oneof![
                    Just(b"data: ".to_vec()), Just(b"\n".to_vec()), Just(b"\r".to_vec()), Just(b"{\"a\":1}".to_vec()),
                    Just(b"[DONE]".to_vec()), Just(b"\xef\xbb\xbf".to_vec()), Just(b"\\ud83d".to_vec()), Just(b"\xff".to_vec()),
                    Just(b"{\"t\":\"".to_vec()), Just(b"\"}".to_vec()), Just(b":".to_vec()), Just(b" ".to_vec()),
                ],
                0..24,
            ),
            piece in 1..9_usize,
        ) {
            let bytes = bytes.concat();
            prop_assert_eq!(events(&bytes, piece), events(&bytes, bytes.len()));
        }
    }
}
