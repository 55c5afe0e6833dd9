//! What a screen offers: everything in a message or a view that a person can click, choose or type
//! into, read from its blocks and not from what this program means by them.

use serde_json::Value;
use slack_sim::Target;

/// Something that a person can do on a screen.
#[derive(Clone, Debug)]
pub enum Offer {
    /// A button, or an option of a menu.
    Click { target: Target, name: String },
    /// An input that is looked at when the view is submitted.
    Choose { target: Target, name: String },
    /// A field to type in.
    Type { block_id: String, action_id: String },
}

/// Everything that the blocks of a message or a view offer, from top to bottom.
pub fn offers(screen: &Value) -> Vec<Offer> {
    let blocks = screen["blocks"].as_array().into_iter().flatten();
    blocks.flat_map(of_block).collect()
}

fn of_block(block: &Value) -> Vec<Offer> {
    let block_id = block["block_id"].as_str().unwrap_or_default();
    let (elements, dispatches): (Vec<&Value>, bool) = match block["type"].as_str() {
        Some("actions") => (block["elements"].as_array().unwrap().iter().collect(), true),
        Some("section") => (block.get("accessory").into_iter().collect(), true),
        Some("input") => {
            let dispatches = block["dispatch_action"] == true;
            (vec![&block["element"]], dispatches)
        }
        _ => (Vec::new(), false),
    };
    let of_element = |element| of_element(element, block_id, dispatches);
    elements.into_iter().flat_map(of_element).collect()
}

fn of_element(element: &Value, block_id: &str, dispatches: bool) -> Vec<Offer> {
    let action_id = element["action_id"].as_str().unwrap_or_default();
    let target = Target::from(action_id).in_block(block_id);
    let offer = |target, name: &str| {
        let name = name.to_owned();
        match dispatches {
            true => Offer::Click { target, name },
            false => Offer::Choose { target, name },
        }
    };
    match element["type"].as_str().unwrap_or_default() {
        "button" => vec![offer(target, action_id)],
        "plain_text_input" => vec![Offer::Type {
            block_id: block_id.to_owned(),
            action_id: action_id.to_owned(),
        }],
        "checkboxes" => {
            let none = offer(target.clone(), &format!("nothing of {action_id}"));
            options(element)
                .map(|it| offer(target.clone().choosing(it), &format!("{it} of {action_id}")))
                .chain([none])
                .collect()
        }
        // Menus and radio buttons.
        _ => options(element)
            .map(|it| offer(target.clone().choosing(it), it))
            .collect(),
    }
}

fn options(element: &Value) -> impl Iterator<Item = &str> {
    let options = element["options"].as_array().into_iter().flatten();
    options.filter_map(|option| option["value"].as_str())
}

/// True when the person is asked whether another reply should go out although an earlier one went, or
/// may have gone: in either language.
pub fn asks_about_another(shown: &str) -> bool {
    [
        "already replied",
        "the customer gets two replies",
        "they get two replies",
        "すでに返信しています",
        "返信が二通届きます",
    ]
    .iter()
    .any(|told| shown.contains(told))
}
