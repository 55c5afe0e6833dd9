//! `application/x-www-form-urlencoded`, as the query of an address.

use reqwest::Url;

/// The pairs of a form, decoded.
pub fn pairs(text: &str) -> Vec<(String, String)> {
    let Some(mut url) = empty() else {
        return Vec::new();
    };
    url.set_query(Some(text));
    let pairs = url.query_pairs();
    pairs
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// A form of one field.
pub fn encode(name: &str, value: &str) -> String {
    let mut url = empty();
    if let Some(url) = &mut url {
        url.query_pairs_mut().append_pair(name, value);
    }
    let query = url.as_ref().and_then(Url::query);
    query.unwrap_or_default().to_owned()
}

fn empty() -> Option<Url> {
    Url::parse("form:/").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_carries_any_text() {
        let text = "{\"a\":\"b & c=d + %20 # é 日本\u{1f600}\n\"}";
        let carried = pairs(&encode("payload", text));
        assert_eq!(carried, [("payload".to_owned(), text.to_owned())]);
    }
}
