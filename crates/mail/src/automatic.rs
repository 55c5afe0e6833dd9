//! Did a machine write this mail? RFC 3834 §2 and §5, and what mailers do in its place.

use super::header::Headers;
use super::{Automatic, Mailbox};

/// Judges by the headers alone.
pub(super) fn judge(headers: &Headers<'_>, from: Option<&Mailbox>) -> Automatic {
    let local = from.map(|from| local_part(from.address.expose()));
    match certain(headers, local.as_deref()) {
        Some(why) => Automatic::Yes(why),
        None => match doubtful(headers, local.as_deref()) {
            Some(why) => Automatic::Doubtful(why),
            None => Automatic::No,
        },
    }
}

fn certain(headers: &Headers<'_>, from: Option<&str>) -> Option<String> {
    if let Some(value) = headers.first("Auto-Submitted").map(|v| keyword(&v))
        && !value.is_empty()
        && value != "no"
    {
        return Some(format!("Auto-Submitted: {value}"));
    }
    if headers
        .first("Return-Path")
        .is_some_and(|v| v.split_whitespace().collect::<String>() == "<>")
    {
        return Some("Return-Path: <>".into());
    }
    if headers
        .first("Content-Type")
        .is_some_and(|v| keyword(&v) == "multipart/report")
    {
        return Some("Content-Type: multipart/report".into());
    }
    if let Some(name @ ("mailer-daemon" | "postmaster")) = from {
        return Some(format!("From: {name}"));
    }
    if let Some(value @ ("auto_reply" | "auto-reply")) =
        headers.first("Precedence").map(|v| keyword(&v)).as_deref()
    {
        return Some(format!("Precedence: {value}"));
    }
    ["X-Autoreply", "X-Autorespond"]
        .into_iter()
        .find(|name| {
            headers
                .first(name)
                .is_some_and(|value| !matches!(keyword(&value).as_str(), "no" | "false"))
        })
        .map(str::to_owned)
}

fn doubtful(headers: &Headers<'_>, from: Option<&str>) -> Option<String> {
    if let Some(name) = ["List-Id", "List-Unsubscribe"]
        .into_iter()
        .find(|name| headers.has(name))
    {
        return Some(name.into());
    }
    if let Some(value @ ("bulk" | "list" | "junk")) =
        headers.first("Precedence").map(|v| keyword(&v)).as_deref()
    {
        return Some(format!("Precedence: {value}"));
    }
    let from: String = from?.chars().filter(|c| c.is_alphanumeric()).collect();
    (from.contains("noreply") || from.contains("donotreply")).then(|| "From: no-reply".into())
}

/// The first word of a header in lower case, without comments and parameters.
fn keyword(value: &str) -> String {
    let mut depth = 0usize;
    let plain: String = value
        .chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect();
    plain
        .split(|c: char| c == ';' || c.is_whitespace())
        .find(|word| !word.is_empty())
        .unwrap_or_default()
        .chars()
        .take(40)
        .collect::<String>()
        .to_ascii_lowercase()
}

fn local_part(address: &str) -> String {
    address
        .rsplit_once('@')
        .map_or(address, |(local, _)| local)
        .to_ascii_lowercase()
}
