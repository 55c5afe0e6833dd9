//! What text does in Slack beyond being read: who is notified, where it links, what a person sees
//! (docs.slack.dev/messaging/formatting-message-text).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::inputs::str_of;

/// A piece of text that did more than stand there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ping {
    /// Where: a message's `ts` or a view's id.
    pub place: String,
    /// What it does.
    pub kind: PingKind,
    /// As it was written, e.g. `<!channel>`.
    pub raw: String,
}

/// What a piece of text does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PingKind {
    /// Notifies everyone: `<!channel>`, `<!here>`, `<!everyone>`.
    Everyone,
    /// Notifies a person or a group: `<@U…>`, `<!subteam^S…>`.
    Person,
    /// Can be followed: `<https://…|label>`, `<#C…>`, or a bare address.
    Link,
}

/// Every ping and link in a mrkdwn text.
pub fn pings(place: &str, text: &str) -> Vec<Ping> {
    let mut found = Vec::new();
    let mut add = |kind, raw: &str| {
        found.push(Ping {
            place: place.to_owned(),
            kind,
            raw: raw.to_owned(),
        })
    };
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        bare_links(&rest[..start], &mut add);
        rest = &rest[start..];
        let Some(end) = rest.find('>') else { break };
        let token = &rest[..=end];
        if let Some(kind) = kind(&token[1..end]) {
            add(kind, token);
        }
        rest = &rest[end + 1..];
    }
    bare_links(rest, &mut add);
    found
}

fn kind(inside: &str) -> Option<PingKind> {
    let target = inside.split('|').next().unwrap_or_default();
    match target {
        "!channel" | "!here" | "!everyone" => Some(PingKind::Everyone),
        _ if target.starts_with('@') || target.starts_with("!subteam^") => Some(PingKind::Person),
        _ if target.starts_with('#') => Some(PingKind::Link),
        _ if ["http://", "https://", "mailto:", "tel:"]
            .iter()
            .any(|scheme| target.starts_with(scheme)) =>
        {
            Some(PingKind::Link)
        }
        _ => None,
    }
}

/// Slack turns a bare address into a link too.
fn bare_links(text: &str, add: &mut impl FnMut(PingKind, &str)) {
    for word in text.split(|c: char| c.is_whitespace() || "()\"'「」（）、。".contains(c)) {
        if word.starts_with("http://") || word.starts_with("https://") {
            add(
                PingKind::Link,
                word.trim_end_matches([',', '.', ';', ':', '!', '?']),
            );
        }
    }
}

/// Every ping and link in all mrkdwn of some blocks.
pub fn pings_in(place: &str, blocks: &[Value]) -> Vec<Ping> {
    blocks
        .iter()
        .flat_map(|block| pings_below(place, block))
        .collect()
}

fn pings_below(place: &str, value: &Value) -> Vec<Ping> {
    match value {
        Value::Array(items) => pings_in(place, items),
        Value::Object(fields) => {
            let kind = str_of(value, "type");
            let own = match kind {
                "mrkdwn" if fields.get("verbatim") == Some(&Value::Bool(true)) => {
                    // Bare addresses stay text there
                    // (docs.slack.dev/reference/block-kit/composition-objects/text-object).
                    let mut found = pings(place, str_of(value, "text"));
                    found.retain(|ping| ping.raw.starts_with('<'));
                    found
                }
                "mrkdwn" | "markdown" => pings(place, str_of(value, "text")),
                _ => Vec::new(),
            };
            let deeper = fields.values().flat_map(|field| pings_below(place, field));
            own.into_iter().chain(deeper).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn kinds(text: &str) -> Vec<(PingKind, String)> {
        let found = pings("here", text).into_iter();
        found.map(|ping| (ping.kind, ping.raw)).collect()
    }

    #[test]
    fn everyone_people_and_links_are_found() {
        use PingKind::{Everyone, Link, Person};
        let text = "a <!here> b<!channel|@channel> <@U1> <@U1|sato> <!subteam^S1> <#C1> \
            <https://a.example|ok> <mailto:a@b.example> see https://b.example/x, and (http://c.example)";
        let found = kinds(text);
        let expected = [
            (Everyone, "<!here>"),
            (Everyone, "<!channel|@channel>"),
            (Person, "<@U1>"),
            (Person, "<@U1|sato>"),
            (Person, "<!subteam^S1>"),
            (Link, "<#C1>"),
            (Link, "<https://a.example|ok>"),
            (Link, "<mailto:a@b.example>"),
            (Link, "https://b.example/x"),
            (Link, "http://c.example"),
        ];
        let expected = expected.map(|(kind, raw)| (kind, raw.to_owned()));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_bare_address_in_verbatim_text_is_no_link() {
        let text = "see https://b.example/x, <@U1>";
        let found = |verbatim: bool| {
            let block = json!({ "type": "section", "text": { "type": "mrkdwn", "text": text, "verbatim": verbatim } });
            pings_in("here", &[block]).len()
        };
        assert_eq!((found(false), found(true)), (2, 1));
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        let text = "&lt;!channel&gt; @channel <b>bold</b> 1 < 2 > 1 <!date^1^{date}|x> <!unclosed";
        assert_eq!(kinds(text), []);
    }

    #[test]
    fn plain_text_does_nothing_wherever_it_stands() {
        let blocks = json!([
            { "type": "section", "text": { "type": "plain_text", "text": "<!channel>" } },
            { "type": "context", "elements": [{ "type": "mrkdwn", "text": "<!here>" }] },
            { "type": "markdown", "text": "<@U1>" },
        ]);
        let found = pings_in(
            "here",
            blocks.as_array().map(Vec::as_slice).unwrap_or_default(),
        );
        let raw: Vec<_> = found.iter().map(|ping| ping.raw.as_str()).collect();
        assert_eq!(raw, ["<!here>", "<@U1>"]);
    }
}
