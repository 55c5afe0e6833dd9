//! What another server said, for logs and screens: servers repeat addresses in their refusals.

/// What a server said about these addresses, on one line, without them or any other, and cut to
/// 300 characters.
pub fn without_addresses<'a>(said: &str, addresses: impl Iterator<Item = &'a str>) -> String {
    const LONGEST: usize = 300;
    let mut personal = Vec::new();
    for address in addresses {
        personal.push(address.to_owned());
        if let Some((local, _)) = address.rsplit_once('@')
            && local.len() >= 3
        {
            personal.push(local.to_owned());
        }
    }
    personal.retain(|text| !text.is_empty());
    // Longest first: a local part is in its address.
    personal.sort_by_key(|text| std::cmp::Reverse(text.len()));

    let mut text = super::one_line(said);
    for personal in &personal {
        text = replace_ignoring_case(&text, personal, "[…]");
    }
    let ends = |c: char| c.is_whitespace() || "<>()[]{},;:\"'".contains(c);
    let cleaned: String = text
        .split_inclusive(ends)
        .map(|word| match word.trim_end_matches(ends) {
            bare if bare.contains('@') => format!("[…]{}", &word[bare.len()..]),
            _ => word.to_owned(),
        })
        .collect();
    cleaned.trim().chars().take(LONGEST).collect()
}

fn replace_ignoring_case(text: &str, what: &str, by: &str) -> String {
    // ASCII only, so that offsets in both are the same.
    let (lower, what) = (text.to_ascii_lowercase(), what.to_ascii_lowercase());
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(at) = lower[from..].find(&what).map(|at| at + from) {
        out.push_str(&text[from..at]);
        out.push_str(by);
        from = at + what.len();
    }
    out.push_str(&text[from..]);
    out
}
