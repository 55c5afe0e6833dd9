//! HTML -> text that a person, and the masking, can read: links visible, nothing hidden in it.

use html2text::config;
use html2text::render::TextDecorator;

/// Wide enough that no paragraph is broken: a line break in the middle of a name or a number would
/// hide it from the masking.
const WIDTH: usize = 10_000_000;

/// Width where there are tables, whose columns are padded: enough for a paragraph in a cell.
const TABLE_WIDTH: usize = 2000;

/// Larger documents are written by machines. Their tables are read cell by cell: side by side, one
/// wide cell would pad each of a hundred thousand rows.
const LARGE: usize = 256 * 1024;

/// Beyond that, and beyond this nesting, only a linear reader is used.
const HUGE: usize = 4 * 1024 * 1024;
const DEEPEST: usize = 200;

/// The text of an HTML document.
pub(super) fn to_text(html: &str) -> String {
    let html = prepare(html);
    if html.len() <= HUGE && nesting_at_most(&html, DEEPEST) {
        let has_table = html.to_ascii_lowercase().contains("<td");
        let width = if has_table { TABLE_WIDTH } else { WIDTH };
        let config = config::with_decorator(Plain::default());
        // Style says what is hidden; a large document's would be matched against each element.
        let config = match html.len() > LARGE {
            true => config,
            false => config.use_doc_css(),
        };
        let converted = config
            .unicode_strikeout(false)
            .allow_width_overflow()
            .raw_mode(html.len() > LARGE)
            .no_table_borders()
            .no_link_wrapping()
            .string_from_read(html.as_bytes(), width);
        if let Ok(text) = converted {
            return tidy(&text);
        }
    }
    tidy(&mail_parser::decoders::html::html_to_text(&html))
}

/// Replaces what html2text would draw over the full width, and what mailers mean as white space.
fn prepare(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let is_rule = tag.get(..3).is_some_and(|t| t.eq_ignore_ascii_case("<hr"))
            && !tag[3..].starts_with(|c: char| c.is_ascii_alphanumeric());
        if is_rule {
            out.push_str("<p>----------</p><br");
            rest = &tag[3..];
        } else {
            out.push('<');
            rest = &tag[1..];
        }
    }
    out.push_str(rest);
    out
}

/// True unless more than `limit` elements are open at once, as far as tags tell.
fn nesting_at_most(html: &str, limit: usize) -> bool {
    const VOID: [&str; 8] = ["br", "img", "hr", "meta", "link", "input", "col", "wbr"];
    let mut depth = 0usize;
    for piece in html.split('<').skip(1) {
        let name_end = piece
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(piece.len());
        let name = &piece[..name_end];
        if piece.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !name.is_empty() && !VOID.iter().any(|void| name.eq_ignore_ascii_case(void)) {
            // Closed by the next of its kind in practice, not by a tag of its own.
            let often_open = ["p", "li", "td", "tr", "th", "dd", "dt", "option", "o"];
            if !often_open.iter().any(|n| name.eq_ignore_ascii_case(n)) {
                depth += 1;
            } else {
                continue;
            }
        }
        if depth > limit {
            return false;
        }
    }
    true
}

/// Trims line ends, drops what cannot be seen, keeps at most one blank line in a row, and writes each
/// link's address behind its text unless the text is the address.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.lines() {
        let line = links(line);
        let line = line.trim_end();
        if line.trim().is_empty() {
            blank += 1;
            continue;
        }
        if blank > 0 && !out.is_empty() {
            out.push('\n');
        }
        blank = 0;
        out.push_str(line);
        out.push('\n');
    }
    out
}

const LINK_START: char = '\u{fdd0}';
const LINK_END: char = '\u{fdd1}';

fn links(line: &str) -> String {
    let visible = |c: &char| {
        !matches!(
            c,
            '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}' | '\u{34f}'
        )
    };
    let line: String = line
        .chars()
        .filter(visible)
        .map(|c| if c == '\u{a0}' { ' ' } else { c })
        .collect();
    let mut out = String::with_capacity(line.len());
    let mut rest = line.as_str();
    while let Some((before, after)) = rest.split_once(LINK_START) {
        out.push_str(before);
        let (url, after) = after.split_once(LINK_END).unwrap_or((after, ""));
        let bare = |text: &str| {
            let text = text.trim_end_matches('/');
            text.strip_prefix("https://")
                .or_else(|| text.strip_prefix("http://"))
                .unwrap_or(text)
                .to_owned()
        };
        let same = match url.strip_prefix("tel:") {
            Some(number) => digits(&out).ends_with(&digits(number)),
            None => bare(out.trim_end()).ends_with(&bare(url)),
        };
        if !url.is_empty() && !same {
            out.push_str(" <");
            out.push_str(url);
            out.push('>');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Text without marks of its own; links are marked for [`links`].
#[derive(Clone, Default)]
struct Plain {
    open: Vec<String>,
}

impl TextDecorator for Plain {
    type Annotation = ();

    fn decorate_link_start(&mut self, url: &str) -> (String, ()) {
        self.open.push(url.to_owned());
        (String::new(), ())
    }

    fn decorate_link_end(&mut self) -> String {
        let url = self.open.pop().unwrap_or_default();
        let url = url.trim();
        let url = url.strip_prefix("mailto:").unwrap_or(url);
        let shown =
            url.contains(['.', '@', ':']) && !url.to_ascii_lowercase().starts_with("javascript:");
        if !shown || url.contains(char::is_whitespace) {
            return String::new();
        }
        format!("{LINK_START}{url}{LINK_END}")
    }

    fn decorate_em_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_em_end(&self) -> String {
        String::new()
    }
    fn decorate_strong_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_strong_end(&self) -> String {
        String::new()
    }
    fn decorate_strikeout_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }
    fn decorate_code_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_code_end(&self) -> String {
        String::new()
    }
    fn decorate_preformat_first(&self) {}
    fn decorate_preformat_cont(&self) {}
    fn decorate_image(&mut self, _src: &str, title: &str) -> (String, ()) {
        (format!("[{title}]"), ())
    }
    fn decorate_superscript_start(&self) -> (String, ()) {
        (String::new(), ())
    }
    fn decorate_superscript_end(&self) -> String {
        String::new()
    }
    fn header_prefix(&self, _level: usize) -> String {
        String::new()
    }
    fn quote_prefix(&self) -> String {
        "> ".to_owned()
    }
    fn unordered_item_prefix(&self) -> String {
        "- ".to_owned()
    }
    fn ordered_item_prefix(&self, i: i64) -> String {
        format!("{i}. ")
    }
    fn make_subblock_decorator(&self) -> Plain {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::to_text;

    #[test]
    fn no_paragraph_is_broken() {
        let long = "山田太郎の注文番号は12345です。".repeat(500);
        assert_eq!(to_text(&format!("<p>{long}</p>")).trim(), long);
        let quoted = format!("<blockquote><p>{long}</p></blockquote>");
        assert_eq!(to_text(&quoted).trim(), format!("> {long}"));
        let cell = "山田太郎".repeat(200);
        let table = format!("<table><tr><td>a</td><td>{cell}</td></tr></table>");
        assert!(to_text(&table).contains(&cell));
    }

    #[test]
    fn what_is_invisible_does_not_part_words() {
        for html in [
            "ta<wbr>ro@example.com",
            "ta&#8203;ro@example.com",
            "ta&shy;ro@example.com",
            "<b>ta</b>ro@<i>example</i>.com",
        ] {
            assert_eq!(to_text(html).trim(), "taro@example.com", "{html}");
        }
    }
}
