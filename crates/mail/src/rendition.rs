//! The text of a reply as HTML, for who reads it beside the text: the same words in the same order,
//! links that lead where they say, quotes that programs fold. Nothing is fetched from anywhere.

use std::sync::LazyLock;

use regex::Regex;

use super::Inline;

/// The edition of what [`html()`] makes of a text: a mail that was sent is made again, byte for byte,
/// when its approval is verified. What changes a byte is another edition, beside the one before.
pub(super) const EDITION: u8 = 1;

/// Quotes within quotes that are set as such.
const DEEPEST: usize = 10;

/// A link or a mail address, as far as it is certain: ASCII, without what may end the sentence around
/// it.
static LINKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\bhttps?://[A-Za-z0-9][A-Za-z0-9\-._~:/?#@!$&*+,;=%()]*[A-Za-z0-9/=#&_~\-)]",
        r"|\b[A-Za-z0-9][A-Za-z0-9._%+\-]*@[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?\.[A-Za-z]{2,}\b",
    ))
    .expect("the pattern is fixed and tested")
});

const QUOTE: &str = "<blockquote type=\"cite\" class=\"gmail_quote\" style=\"margin:0 0 0 0.8ex;border-left:1px solid #cccccc;padding-left:1ex\">";

/// A text as a whole HTML document, with a logo in its signature, by its `Content-ID`.
pub(super) fn html(text: &str, logo: Option<(&str, &Inline)>) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let logo = logo.map(|(id, logo)| picture(id, logo)).unwrap_or_default();
    // A person may write such a line, too; the signature comes behind what they wrote.
    let signature = lines.iter().rposition(|line| *line == "--");
    let mut body = String::new();
    let mut at = 0;
    while at < lines.len() {
        let end = block_end(&lines, at);
        let block = &lines[at..end];
        let is_signature = signature == Some(at);
        at = end;
        match block.first() {
            None | Some(&"") => {}
            Some(&"--") => {
                body.push_str("<div class=\"gmail_signature\" style=\"color:#555555\">-- <br>\n");
                if is_signature {
                    body.push_str(&logo);
                }
                body.push_str(
                    &block[1..]
                        .iter()
                        .map(|line| in_html(line))
                        .collect::<Vec<_>>()
                        .join("<br>\n"),
                );
                body.push_str("</div>\n");
            }
            Some(first) if first.starts_with('>') => {
                // Who wrote it stands right above, and is folded with it.
                let attribution = attribution(&mut body);
                body.push_str(&format!("<div class=\"gmail_quote\">{attribution}\n"));
                quoted(block, 1, &mut body);
                body.push_str("</div>\n");
            }
            Some(_) => {
                let set: Vec<String> = block.iter().map(|line| in_html(line)).collect();
                body.push_str(&format!("<p>{}</p>\n", set.join("<br>\n")));
            }
        }
    }
    format!(
        "<!DOCTYPE html>\n<html>\n<head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// Without a text in its place: the signature says who we are.
fn picture(id: &str, logo: &Inline) -> String {
    let Inline { width, height, .. } = logo;
    let id = escaped(id, false);
    format!("<img src=\"cid:{id}\" width=\"{width}\" height=\"{height}\" alt=\"\"><br>\n")
}

/// Where the block ends that begins at a line: a paragraph, a quote, a signature or one blank line.
fn block_end(lines: &[&str], at: usize) -> usize {
    let is_quote = |line: &&str| line.starts_with('>');
    let rest = &lines[at + 1..];
    let length = match lines[at] {
        "" => Some(0),
        "--" => rest
            .iter()
            .position(|line| line.is_empty() || is_quote(line)),
        line if is_quote(&line) => rest.iter().position(|line| !is_quote(line)),
        _ => rest
            .iter()
            .position(|line| line.is_empty() || is_quote(line) || *line == "--"),
    };
    length.map_or(lines.len(), |length| at + 1 + length)
}

/// Takes the line above a quote out of the paragraph that was written last, where it ends in a colon.
fn attribution(body: &mut String) -> String {
    let Some(paragraph) = body.strip_suffix("</p>\n") else {
        return String::new();
    };
    let start = match (paragraph.rfind("<br>\n"), paragraph.rfind("<p>")) {
        (Some(line), Some(begin)) if line > begin => line,
        (_, Some(begin)) => begin,
        _ => return String::new(),
    };
    let line = paragraph[start..]
        .trim_start_matches("<br>\n")
        .trim_start_matches("<p>");
    if !line.ends_with([':', '：']) {
        return String::new();
    }
    let line = format!("<div class=\"gmail_attr\">{line}</div>");
    let is_alone = paragraph[start..].starts_with("<p>");
    body.truncate(start);
    if !is_alone {
        body.push_str("</p>\n");
    }
    line
}

/// Quoted lines without their marks, quotes within them as such.
fn quoted(lines: &[&str], depth: usize, body: &mut String) {
    body.push_str(QUOTE);
    body.push('\n');
    let inner: Vec<&str> = lines.iter().map(|line| without_mark(line)).collect();
    let mut at = 0;
    while at < inner.len() {
        let is_deeper = |line: &&str| line.starts_with('>') && depth < DEEPEST;
        let deeper = is_deeper(&inner[at]);
        let rest = inner[at..]
            .iter()
            .position(|line| is_deeper(line) != deeper);
        let end = rest.map_or(inner.len(), |length| at + length);
        match deeper {
            true => quoted(&inner[at..end], depth + 1, body),
            false => {
                let set: Vec<String> = inner[at..end].iter().map(|line| in_html(line)).collect();
                body.push_str(&format!("<div>{}</div>\n", set.join("<br>\n")));
            }
        }
        at = end;
    }
    body.push_str("</blockquote>\n");
}

fn without_mark(line: &str) -> &str {
    let line = line.strip_prefix('>').unwrap_or(line);
    line.strip_prefix(' ').unwrap_or(line)
}

/// A line with its links, everything else escaped.
fn in_html(line: &str) -> String {
    let mut html = String::with_capacity(line.len() + 16);
    let mut end = 0;
    for link in LINKS.find_iter(line) {
        html.push_str(&escaped(&line[end..link.start()], end == 0));
        let text = trimmed(link.as_str());
        let scheme = match text.contains("://") {
            true => "",
            false => "mailto:",
        };
        let (address, text_end) = (escaped(text, false), link.start() + text.len());
        html.push_str(&format!("<a href=\"{scheme}{address}\">{address}</a>"));
        end = text_end;
    }
    html.push_str(&escaped(&line[end..], end == 0));
    html
}

/// A link in brackets ends before the one that closes.
fn trimmed(mut link: &str) -> &str {
    let count = |link: &str, c: char| link.matches(c).count();
    while let Some(shorter) = link.strip_suffix(')')
        && count(link, ')') > count(link, '(')
    {
        link = shorter;
    }
    link.trim_end_matches(['.', ',', ';', ':', '!', '?'])
}

/// As text: no mark of HTML is left, and white space stays as wide as it is, at the beginning of a line,
/// too.
fn escaped(text: &str, begins_line: bool) -> String {
    let mut html = String::with_capacity(text.len());
    let mut is_wide = begins_line;
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            ' ' if is_wide => html.push_str("&nbsp;"),
            '\t' => html.push_str("&nbsp; &nbsp; "),
            c => html.push(c),
        }
        is_wide = c == ' ';
    }
    html
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What our own reader finds in the HTML alone.
    fn read(html: &str) -> String {
        let head = "From: a@example.com\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
        let mail = crate::parse(format!("{head}{html}").as_bytes());
        format!("{}\n{}", mail.text.expose(), mail.quoted.expose())
    }

    /// Our reader takes what is quoted apart, so their order says nothing.
    fn words(text: &str) -> Vec<&str> {
        let parts = text.split(|c: char| c.is_whitespace() || c == '>' || c == '\u{a0}');
        let mut words: Vec<&str> = parts.filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        words
    }

    const REPLY: &str = "山田様\n\nお世話になっております。\n詳しくは https://shop.example/a?b=1&c=2 をご覧ください（support@shop.example）。\n\n  <b>not bold</b>  \"q\" & 'r'\n\n-- \nExample Shop\nhttps://shop.example/\n\nOn Fri, 17 Nov 2023, Taro <taro@example.com> wrote:\n> Hello,\n>\n> > earlier\n> bye\n";

    #[test]
    fn paragraphs_links_quotes_and_the_signature_are_set_as_such() {
        let html = html(REPLY, None);
        for part in [
            "<p>山田様</p>\n<p>お世話になっております。<br>\n",
            "<a href=\"https://shop.example/a?b=1&amp;c=2\">https://shop.example/a?b=1&amp;c=2</a> をご覧ください（<a href=\"mailto:support@shop.example\">support@shop.example</a>）。",
            "<p>&nbsp;&nbsp;&lt;b&gt;not bold&lt;/b&gt; &nbsp;&quot;q&quot; &amp; &#39;r&#39;</p>",
            "<div class=\"gmail_signature\" style=\"color:#555555\">-- <br>\nExample Shop<br>\n",
            "<blockquote type=\"cite\"",
        ] {
            assert!(html.contains(part), "{part}\n{html}");
        }
        assert_eq!(html.matches("<blockquote").count(), 2, "{html}");
        let remote = html.contains("src=") || html.contains("url(") || html.contains("<link");
        assert!(!remote, "{html}");
    }

    #[test]
    fn a_link_ends_where_the_sentence_around_it_goes_on() {
        for (line, link) in [
            ("see https://a.example/x.", "https://a.example/x"),
            ("(https://a.example/x)", "https://a.example/x"),
            ("https://a.example/w_(x) y", "https://a.example/w_(x)"),
            ("「https://a.example/」です", "https://a.example/"),
            ("https://a.example/をご覧", "https://a.example/"),
            ("<https://a.example/x>", "https://a.example/x"),
            ("a@b.example、c", "a@b.example"),
        ] {
            let html = in_html(line);
            assert!(html.contains(&format!(">{link}</a>")), "{line}: {html}");
        }
        for line in [
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://a.example",
            "a@b",
            "http://",
        ] {
            assert!(!in_html(line).contains("<a "), "{line}");
        }
    }

    #[test]
    fn the_logo_is_at_the_top_of_the_signature_and_nowhere_else() {
        let logo = Inline {
            content_type: "image/png".to_owned(),
            sha256: String::new(),
            width: 24,
            height: 12,
        };
        let text = "Hello\n\n-- \nmine\n\n-- \nExample Shop\n\nA wrote:\n> -- \n> A\n";
        let html = html(text, Some(("logo.1@shop.example", &logo)));
        let picture = "<img src=\"cid:logo.1@shop.example\" width=\"24\" height=\"12\" alt=\"\"><br>\nExample Shop";
        assert!(html.contains(picture), "{html}");
        assert_eq!(html.matches("<img").count(), 1, "{html}");
        assert_eq!(words(&read(&html)), words(text));
    }

    #[test]
    fn our_own_reader_reads_the_same_words() {
        assert_eq!(words(&read(&html(REPLY, None))), words(REPLY));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn any_text_reads_the_same_as_html(pieces in proptest::collection::vec(
            prop_oneof![
                Just("山田様"), Just(" word"), Just("\n"), Just("\n\n"), Just("  "), Just("<b>"), Just("</p>"), Just("&amp;"),
                Just("\"q\""), Just("'r'"), Just("\n> "), Just("\n>> x"), Just("\n-- \n"), Just(" https://a.example/x?y=1&z=<w>"),
                Just("a@b.example"), Just("On x wrote:\n> y"), Just("&nbsp;"), Just("<!--"), Just("\u{3000}"), Just("\tt"), Just("]]>"), Just("<style>"),
            ], 0..40))
        {
            let text = format!("begin {} end", pieces.concat());
            let html = html(&text, None);
            let read = read(&html);
            prop_assert_eq!(words(&read), words(&text), "{}", html);
            let tags = Regex::new("</?([a-zA-Z!]+)").unwrap();
            for tag in tags.captures_iter(&html) {
                let known = ["!DOCTYPE", "html", "head", "meta", "body", "p", "br", "div", "a", "blockquote"];
                prop_assert!(known.contains(&&tag[1]), "{}", html);
            }
        }
    }
}
