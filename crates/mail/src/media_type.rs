//! `Content-Type` (RFC 2045 §5), as it is written rather than as it should be.

use super::param;

/// What a part is, and the parameters that decide how it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MediaType {
    /// `text`, in lower case; empty when there is no header.
    main: String,
    /// `plain`, in lower case.
    sub: String,
    /// The unfolded value.
    value: String,
    boundary: Option<String>,
}

/// How the content of a part is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Plain text.
    Plain,
    Html,
    /// Text in a format that is shown as it is (RFC 2046 §4.1.4), unless there is something better.
    OtherText,
    /// Nothing that can be shown.
    Binary,
    /// A header that says nothing: it is for the content to tell.
    Unclear,
}

impl MediaType {
    /// Reads the value of a `Content-Type` header.
    pub(super) fn parse(value: &str) -> MediaType {
        let kind = value.split([';', ',']).next().unwrap_or_default().trim();
        let kind = kind.trim_matches(|c| matches!(c, '<' | '>' | '"' | '\''));
        let kind = kind.to_ascii_lowercase();
        // `text/plain charset=utf-8`, without its semicolon.
        let mut words = kind.split_whitespace();
        let (first, second) = (words.next().unwrap_or_default(), words.next());
        let (main, sub) = match (first.split_once('/'), second) {
            (Some((main, sub)), _) => (main, sub),
            // `text plain`
            (None, Some(second)) if !second.contains('=') => (first, second),
            (None, _) => (first, ""),
        };
        MediaType {
            main: main.to_owned(),
            sub: sub.to_owned(),
            boundary: param::get(value, "boundary").filter(|boundary| !boundary.is_empty()),
            value: value.to_owned(),
        }
    }

    /// `text/plain`, in lower case; with `unknown` in place of what the header does not say.
    pub(super) fn name(&self) -> String {
        match (self.main.as_str(), self.sub.as_str()) {
            ("", _) => "text/plain".to_owned(),
            (main, "") => format!("{main}/octet-stream"),
            (main, sub) => format!("{main}/{sub}"),
        }
    }

    pub(super) fn is(&self, main: &str, sub: &str) -> bool {
        self.main == main && self.sub == sub
    }

    /// The second half of the name.
    pub(super) fn sub(&self) -> &str {
        &self.sub
    }

    pub(super) fn is_multipart(&self) -> bool {
        self.main == "multipart"
    }

    /// A mail within the mail.
    pub(super) fn is_message(&self) -> bool {
        self.main == "message" && matches!(self.sub.as_str(), "rfc822" | "global" | "news")
    }

    /// True for a name that says what to do.
    pub(super) fn is_known(&self) -> bool {
        self.content() != Content::Unclear
    }

    pub(super) fn content(&self) -> Content {
        match (self.main.as_str(), self.sub.as_str()) {
            ("", _) => Content::Plain,
            ("text", "plain" | "" | "text" | "markdown" | "x-markdown" | "unknown") => {
                Content::Plain
            }
            // The usual mistakes of scripts.
            ("plain", _) | ("txt", _) | ("application", "text" | "plain" | "txt") => Content::Plain,
            ("text", "html" | "xhtml" | "htm" | "x-html" | "html4" | "html5")
            | ("html", _)
            | ("application", "html" | "xhtml" | "xhtml+xml") => Content::Html,
            ("text", _) => Content::OtherText,
            ("multipart", _) | ("message", "rfc822" | "global" | "news") => Content::Binary,
            ("application", "octet-stream" | "") => Content::Binary,
            (main, sub) => {
                let usual = [
                    "application",
                    "audio",
                    "chemical",
                    "font",
                    "image",
                    "message",
                    "model",
                    "video",
                ];
                match usual.contains(&main) && !sub.is_empty() {
                    true => Content::Binary,
                    false => Content::Unclear,
                }
            }
        }
    }

    /// A parameter, decoded.
    pub(super) fn param(&self, name: &str) -> Option<String> {
        param::get(&self.value, name).or_else(|| {
            // Behind a space or a comma in place of its semicolon.
            let lower = self.value.to_ascii_lowercase();
            let at = lower.find(&format!("{name}="))? + name.len() + 1;
            let before = lower[..at - name.len() - 1].chars().next_back()?;
            let ends = |c: char| c.is_whitespace() || matches!(c, ';' | ',' | '"' | '\'');
            let value = self.value[at..].trim_start_matches(['"', '\'']);
            let value = value.split(ends).next()?;
            (ends(before) && !value.is_empty()).then(|| value.to_owned())
        })
    }

    pub(super) fn boundary(&self) -> Option<&str> {
        self.boundary.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, MediaType};

    #[test]
    fn types_are_read_with_their_usual_mistakes() {
        for (value, expected) in [
            ("text/plain", Content::Plain),
            ("TEXT/HTML; charset=utf-8", Content::Html),
            ("plain/text", Content::Plain),
            ("text plain", Content::Plain),
            ("text", Content::Plain),
            ("text/", Content::Plain),
            ("application/text", Content::Plain),
            ("text/plain charset=utf-8", Content::Plain),
            ("text/plain, charset=utf-8", Content::Plain),
            ("text/html charset=utf-8", Content::Html),
            ("html/text", Content::Html),
            ("text/markdown", Content::Plain),
            ("text/enriched", Content::OtherText),
            ("text/x-whatever", Content::OtherText),
            ("<html>", Content::Html),
            ("nonsense", Content::Unclear),
            ("foo/bar", Content::Unclear),
            ("application/pdf", Content::Binary),
            ("image/png", Content::Binary),
        ] {
            assert_eq!(MediaType::parse(value).content(), expected, "{value}");
        }
        for value in [
            "text/plain charset=euc-jp",
            "text/plain, charset=euc-jp",
            "text/plain; charset = \"euc-jp\"",
            "text/plain;charset=euc-jp;format=flowed",
        ] {
            let charset = MediaType::parse(value).param("charset");
            assert_eq!(charset.as_deref(), Some("euc-jp"), "{value}");
        }
    }
}
