//! What the text of a setting may be.

/// Bytes of a value that travels in a header: tokens of cloud services are longer than secrets.
pub(super) const LONGEST_HEADER: usize = 8 * 1024;

/// Visible ASCII.
pub(super) fn is_printable(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_graphic())
}

/// An id of Slack's that begins with one of these letters.
pub(super) fn is_slack_id(id: &str, kinds: &[char]) -> bool {
    let is_part = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    (3..=30).contains(&id.len()) && id.starts_with(kinds) && id.bytes().all(is_part)
}

/// An address of a web server.
pub(super) fn is_url(text: &str) -> bool {
    reqwest::Url::parse(text)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html>
pub(super) fn is_table_name(text: &str) -> bool {
    let valid = |b: u8| b.is_ascii_alphanumeric() || b"_-.".contains(&b);
    text.starts_with("arn:") || ((3..=255).contains(&text.len()) && text.bytes().all(valid))
}

/// A name of no special kind.
pub(super) fn is_word(text: &str) -> bool {
    text.len() <= 512 && !text.starts_with('-') && is_printable(text)
}

/// True for what stands in examples in place of a secret.
pub(super) fn is_placeholder(text: &str) -> bool {
    const MARKS: [&str; 8] = [
        "…",
        "...",
        "<",
        "your-",
        "your_",
        "changeme",
        "change-me",
        "replaceme",
    ];
    let text = text.to_lowercase();
    MARKS.iter().any(|mark| text.contains(mark))
}
