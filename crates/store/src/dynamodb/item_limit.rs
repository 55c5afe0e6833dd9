//! DynamoDB takes items of up to 400 KB. A larger one is cut: first what is least missed, and the
//! text of a reply never. The whole mail is still where it came from.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html>

use std::collections::HashSet;

use serde_json::Value;

use pii::CustomerText;

/// The rest of 400 KB is for attributes that other programs wrote.
const MOST: usize = 380_000;

/// Ends a text that was cut. No brackets: it is not a placeholder.
const NOTE: &str =
    "\n\n(… cut here: too long to be stored / 長いため、ここから先は保存されていません …)";

/// What is left of a mail's text, however much else there is.
const LEAST_BODY: usize = 20_000;
/// A header or a name longer than that is no person's.
const LONG: usize = 2_000;
/// A list of recipients, references or attachments longer than that is no person's.
const LONG_LIST: usize = 50;
const LONGEST_PLACEHOLDER: usize = 64;
const LEAST_HISTORY: usize = 20;
const LEAST_DRAFTS: usize = 3;

/// Cuts the item until it fits, in this order.
pub(super) fn fit(item: &mut Value) {
    for cut in [
        cut_quoted,
        drop_asked,
        drop_checked,
        cut_headers,
        cut_files,
        cut_body,
        drop_placeholders,
        drop_history,
        drop_drafts,
    ] {
        let over = size(item).saturating_sub(MOST);
        if over == 0 {
            return;
        }
        cut(item, over);
    }
}

/// What DynamoDB counts, numbers at their longest.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html>
fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 1,
        Value::Number(_) => 21,
        Value::String(text) => text.len(),
        Value::Array(values) => 3 + values.iter().map(|it| 1 + size(it)).sum::<usize>(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, it)| 1 + name.len() + size(it));
            3 + fields.sum::<usize>()
        }
    }
}

/// True when `stored` is what the store made of `received`: the same text, or the cut one.
pub(crate) fn is_stored_as(received: &CustomerText, stored: &CustomerText) -> bool {
    let (received, stored) = (received.expose(), stored.expose());
    match stored.strip_suffix(NOTE) {
        Some(kept) => received == stored || received.starts_with(kept),
        None => received == stored,
    }
}

fn cut_quoted(item: &mut Value, over: usize) {
    if let Some(Value::String(text)) = item.pointer_mut("/mail/quoted") {
        cut(text, text.len().saturating_sub(over + NOTE.len()));
    }
}

/// Forgets what the model was asked for each draft.
fn drop_asked(item: &mut Value, _over: usize) {
    let drafts = item.get_mut("drafts").and_then(Value::as_array_mut);
    for draft in drafts.into_iter().flatten() {
        let generation = draft.get_mut("generation");
        if let Some(Value::Object(generation)) = generation {
            generation.remove("asked");
        }
    }
}

/// Forgets the facts of texts that stood in modals: they are checked again at the next change.
fn drop_checked(item: &mut Value, _over: usize) {
    if let Some(Value::Array(checked)) = item.get_mut("checked") {
        checked.clear();
    }
}

fn cut_headers(item: &mut Value, _over: usize) {
    for name in ["subject", "subject_redacted", "sender_redacted", "mail"] {
        item.get_mut(name).into_iter().for_each(cut_long);
    }
}

/// The texts of the mail's files, each to as much as the others.
fn cut_files(item: &mut Value, over: usize) {
    let Some(Value::Array(files)) = item.get_mut("files_redacted") else {
        return;
    };
    files.truncate(LONG_LIST);
    let all: usize = files.iter().map(|file| size(&file["text"])).sum();
    let each = all.saturating_sub(over) / files.len().max(1);
    for file in files {
        if let Some(Value::String(text)) = file.get_mut("text") {
            cut(text, each.saturating_sub(NOTE.len()));
        }
    }
}

/// Cuts all long texts in a value, and long lists.
fn cut_long(value: &mut Value) {
    match value {
        Value::String(text) => cut(text, LONG),
        Value::Array(values) => {
            values.truncate(LONG_LIST);
            values.iter_mut().for_each(cut_long);
        }
        Value::Object(fields) => fields.values_mut().for_each(cut_long),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Both texts, the customer's and the masked one, keep as much, unless one is short anyway.
fn cut_body(item: &mut Value, over: usize) {
    let names = ["body_raw", "body_redacted"];
    let [raw, masked] = names.map(|name| item[name].as_str().map_or(0, str::len));
    let room = (raw + masked).saturating_sub(over + 2 * NOTE.len());
    let most = (room / 2).max(room.saturating_sub(raw.min(masked)));
    for name in names {
        if let Some(Value::String(text)) = item.get_mut(name) {
            cut(text, most.max(LEAST_BODY));
        }
    }
}

/// Forgets the placeholders that were in the part that was cut.
fn drop_placeholders(item: &mut Value, _over: usize) {
    let Some(Ok(Value::Object(mut placeholders))) =
        item["pii_map"].as_str().map(serde_json::from_str)
    else {
        return;
    };
    let texts = [
        "body_redacted",
        "subject_redacted",
        "sender_redacted",
        "files_redacted",
        "drafts",
        "wish",
        "translation",
    ]
    .map(|name| item[name].to_string())
    .concat();
    let used: HashSet<&str> = texts
        .match_indices('[')
        .filter_map(|(start, _)| {
            let mut end = texts[start..].char_indices().take(LONGEST_PLACEHOLDER);
            let (length, _) = end.find(|(_, c)| *c == ']')?;
            Some(&texts[start..=start + length])
        })
        .collect();
    placeholders.retain(|placeholder, _| used.contains(placeholder.as_str()));
    item["pii_map"] = Value::Object(placeholders).to_string().into();
}

fn drop_history(item: &mut Value, _over: usize) {
    keep_newest(item.get_mut("history"), LEAST_HISTORY);
}

fn drop_drafts(item: &mut Value, _over: usize) {
    keep_newest(item.get_mut("drafts"), LEAST_DRAFTS);
}

fn keep_newest(list: Option<&mut Value>, most: usize) {
    if let Some(Value::Array(entries)) = list {
        entries.drain(..entries.len().saturating_sub(most));
    }
}

/// Keeps about the first `most` bytes of a longer text.
fn cut(text: &mut String, most: usize) {
    if text.len() <= most + NOTE.len() {
        return;
    }
    text.truncate(end_before(text, most));
    text.push_str(NOTE);
}

/// Where to cut so that no address, number or placeholder is cut in two: half of one would not be
/// recognised, and would reach the model.
fn end_before(text: &str, most: usize) -> usize {
    let most = text.floor_char_boundary(most);
    let window = text.floor_char_boundary(most.saturating_sub(LONG));
    let tail = &text[window..most];
    let end = tail.rfind('\n').or_else(|| tail.rfind(char::is_whitespace));
    match end {
        Some(end) => window + end,
        None => window + tail.trim_end_matches(|c: char| c.is_ascii()).len(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn item(body: &str, quoted: &str) -> Value {
        json!({
            "context_id": "a", "subject": "Hi", "body_raw": body, "body_redacted": body,
            "subject_redacted": "[NAME_1]", "sender_redacted": "[NAME_2]",
            "pii_map": "{}", "history": [], "drafts": [], "replies": [],
            "mail": {"quoted": quoted, "to": [], "signature": ""},
        })
    }

    fn fitted(mut item: Value) -> Value {
        fit(&mut item);
        assert!(size(&item) <= MOST, "{} bytes", size(&item));
        item
    }

    #[test]
    fn what_fits_is_left_alone() {
        let small = item("Hello", &"> quoted\n".repeat(10_000));
        assert_eq!(fitted(small.clone()), small);
    }

    #[test]
    fn what_an_item_does_not_have_is_not_put_into_it() {
        let large = json!({ "context_id": "a", "drafts": [{ "text": "Hi ".repeat(200_000) }] });
        let mut cut = large.clone();
        fit(&mut cut);
        assert_eq!(cut, large);
    }

    #[test]
    fn the_quoted_text_goes_before_the_customers_own() {
        let body = "Hello\n".repeat(20_000);
        let cut = fitted(item(&body, &"> quoted\n".repeat(60_000)));
        assert_eq!(cut["body_raw"], body);
        let quoted = cut["mail"]["quoted"].as_str().unwrap();
        assert!(quoted.starts_with("> quoted\n") && quoted.ends_with(NOTE));
    }

    #[test]
    fn a_body_is_cut_between_lines_with_a_note() {
        let body = "call 090-1234-5678\n".repeat(100_000);
        let cut = fitted(item(&body, ""));
        for name in ["body_raw", "body_redacted"] {
            let kept = cut[name].as_str().unwrap().strip_suffix(NOTE).unwrap();
            assert!(
                kept.ends_with("090-1234-5678"),
                "{}",
                &kept[kept.len() - 40..]
            );
            assert!(kept.len() > 180_000, "{} bytes", kept.len());
        }
    }

    #[test]
    fn a_long_text_whose_masked_form_is_short_is_cut_no_more_than_it_has_to_be() {
        let mut large = item(&"Hello\n".repeat(200_000), "");
        large["body_redacted"] = "Hello".into();
        let cut = fitted(large);
        assert!(cut["body_raw"].as_str().unwrap().len() > 375_000);
        assert_eq!(cut["body_redacted"], "Hello");
    }

    #[test]
    fn a_text_without_any_space_is_cut_before_an_address() {
        let mut text = "あ".repeat(1_000) + "taro.yamada@example.com" + &"い".repeat(1_000);
        cut(&mut text, 3_010);
        assert_eq!(text, "あ".repeat(1_000) + NOTE);
    }

    #[test]
    fn a_text_of_nothing_but_line_ends_or_quotes_fits_too() {
        for text in ["\n", "\"", "\u{1}", "𠮷", "\\"] {
            fitted(item(&text.repeat(400_000), &text.repeat(400_000)));
        }
    }

    #[test]
    fn a_cut_text_that_is_cut_again_has_one_note() {
        let cut = fitted(item(&"Hello\n".repeat(100_000), ""));
        let body = cut["body_raw"].as_str().unwrap();
        let again = fitted(item(&body.repeat(2), ""));
        let again = again["body_raw"].as_str().unwrap();
        assert!(again.ends_with(NOTE));
        assert_eq!(fitted(cut.clone()), cut);
    }

    #[test]
    fn placeholders_of_the_part_that_was_cut_are_forgotten() {
        let numbers = 1..=30_000;
        let body: String = numbers.clone().map(|n| format!("[PHONE_{n}]\n")).collect();
        let map: serde_json::Map<String, Value> = numbers
            .map(|n| (format!("[PHONE_{n}]"), format!("0120-{n:06}").into()))
            .collect();
        let mut large = item(&body, "");
        large["pii_map"] = Value::Object(map).to_string().into();
        let cut = fitted(large);
        let map: Value = serde_json::from_str(cut["pii_map"].as_str().unwrap()).unwrap();
        let body = cut["body_redacted"].as_str().unwrap();
        let kept = body.matches("[PHONE_").count();
        assert!(kept > 1_000);
        assert_eq!(map.as_object().unwrap().len(), kept);
    }

    #[test]
    fn headers_that_no_person_writes_are_cut_and_replies_are_not() {
        let mut large = item("Hello", "");
        large["subject"] = "Hi ".repeat(200_000).into();
        large["mail"]["to"] = vec![json!({"address": "a@example.com"}); 50_000].into();
        large["replies"] = json!([{"text": "Dear customer. ".repeat(15_000)}]);
        let cut = fitted(large.clone());
        assert_eq!(cut["replies"], large["replies"]);
        assert_eq!(cut["body_raw"], "Hello");
        assert_eq!(cut["mail"]["to"].as_array().unwrap().len(), LONG_LIST);
    }

    #[test]
    fn what_the_model_was_asked_goes_before_the_mail() {
        let mut large = item("Hello", "");
        let asked = "Answer this. ".repeat(20_000);
        let draft = json!({"text": "Draft", "generation": {"asked": asked, "took_ms": 7}});
        large["drafts"] = vec![draft; 3].into();
        let cut = fitted(large);
        assert_eq!(cut["body_raw"], "Hello");
        let kept = json!({"text": "Draft", "generation": {"took_ms": 7}});
        assert_eq!(cut["drafts"], json!([kept, kept, kept]));
    }

    #[test]
    fn the_newest_drafts_stay() {
        let mut large = item("Hello", "");
        let drafts: Vec<Value> = (0..20)
            .map(|number| json!({"number": number, "text": "x".repeat(30_000)}))
            .collect();
        large["drafts"] = drafts.clone().into();
        assert_eq!(
            fitted(large)["drafts"].as_array().unwrap()[..],
            drafts[17..]
        );
    }

    #[test]
    fn a_cut_text_is_still_known_as_the_mails_own() {
        let received = CustomerText::new("Hello\n".repeat(100_000));
        let cut = fitted(item(received.expose(), ""));
        let stored = CustomerText::new(cut["body_raw"].as_str().unwrap());
        assert!(is_stored_as(&received, &stored));
        assert!(is_stored_as(&received, &received));
        assert!(!is_stored_as(&CustomerText::new("Hello\n"), &stored));
        assert!(!is_stored_as(&CustomerText::new("Hello\n"), &received));
    }
}
