//! Limit by limit: what is at the limit passes, what is one beyond is refused at its place.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{check_message, check_view};

fn plain(text: &str) -> Value {
    json!({ "type": "plain_text", "text": text })
}

fn chars(count: usize) -> Value {
    plain(&"あ".repeat(count))
}

fn section(text: &str) -> Value {
    json!({ "type": "section", "text": plain(text) })
}

fn button(fields: Value) -> Value {
    with(json!({ "type": "button", "text": plain("Go") }), fields)
}

fn option(value: &str) -> Value {
    json!({ "text": plain(value), "value": value })
}

fn options(count: usize) -> Vec<Value> {
    (0..count).map(|n| option(&n.to_string())).collect()
}

fn actions(elements: Vec<Value>) -> Value {
    json!({ "type": "actions", "elements": elements })
}

fn input(element: Value) -> Value {
    json!({ "type": "input", "label": plain("Label"), "element": element })
}

fn text_input(fields: Value) -> Value {
    with(json!({ "type": "plain_text_input" }), fields)
}

fn modal(fields: Value) -> Value {
    let modal = json!({
        "type": "modal",
        "title": plain("Title"),
        "submit": plain("Send"),
        "blocks": [section("Hello")],
    });
    with(modal, fields)
}

fn with(mut value: Value, fields: Value) -> Value {
    for (name, field) in fields.as_object().unwrap() {
        value[name] = field.clone();
    }
    value
}

/// The faults of a message with these blocks, as `pointer: message`.
fn in_message(blocks: Value) -> Vec<String> {
    let faults = check_message(&blocks);
    faults
        .iter()
        .map(|it| format!("{}: {}", it.pointer, it.message))
        .collect()
}

/// The faults of a modal.
fn in_view(view: Value) -> Vec<String> {
    let faults = check_view(&view);
    faults
        .iter()
        .map(|it| format!("{}: {}", it.pointer, it.message))
        .collect()
}

/// The faults of a modal with this one block.
fn in_modal(block: Value) -> Vec<String> {
    in_view(modal(json!({ "blocks": [block] })))
}

const NONE: &[&str] = &[];

#[test]
fn a_view_has_a_title_of_at_most_24_characters_and_so_have_its_buttons() {
    for field in ["title", "submit", "close"] {
        assert_eq!(in_view(modal(json!({ field: chars(24) }))), NONE);
        let fault = format!("/view/{field}/text: must be less than 25 characters");
        assert_eq!(in_view(modal(json!({ field: chars(25) }))), [fault]);
        let mrkdwn = json!({ field: { "type": "mrkdwn", "text": "*x*" } });
        let fault = format!("/view/{field}: must be a plain_text object");
        assert_eq!(in_view(modal(mrkdwn)), [fault]);
    }
}

#[test]
fn a_view_needs_its_type_title_and_blocks() {
    assert_eq!(
        in_view(json!({})),
        [
            "/view: missing required field: type",
            "/view: missing required field: title",
            "/view: missing required field: blocks",
        ]
    );
    assert_eq!(
        in_view(modal(json!({ "type": "home" }))),
        ["/view/type: must be one of: modal"]
    );
    assert_eq!(in_view(json!("view")), ["/view: must be an object"]);
    let nothing = in_view(modal(json!({ "blocks": [] })));
    assert_eq!(nothing, ["/view/blocks: no fewer than 1 items allowed"]);
}

#[test]
fn a_view_takes_3000_characters_of_metadata_and_255_of_ids() {
    for (field, most) in [
        ("private_metadata", 3000),
        ("callback_id", 255),
        ("external_id", 255),
    ] {
        assert_eq!(in_view(modal(json!({ field: "x".repeat(most) }))), NONE);
        let fault = format!("/view/{field}: must be less than {} characters", most + 1);
        assert_eq!(
            in_view(modal(json!({ field: "x".repeat(most + 1) }))),
            [fault]
        );
    }
}

#[test]
fn a_view_has_100_blocks_and_a_message_50() {
    let blocks = |count: usize| Value::from(vec![json!({ "type": "divider" }); count]);
    assert_eq!(in_view(modal(json!({ "blocks": blocks(100) }))), NONE);
    let over = in_view(modal(json!({ "blocks": blocks(101) })));
    assert_eq!(over, ["/view/blocks: no more than 100 items allowed"]);
    assert_eq!(in_message(blocks(50)), NONE);
    assert_eq!(
        in_message(blocks(51)),
        ["/blocks: no more than 50 items allowed"]
    );
    assert_eq!(in_message(blocks(0)), NONE);
    assert_eq!(in_message(json!({})), ["/blocks: must be an array"]);
}

#[test]
fn an_input_needs_a_submit_button() {
    let mut view = modal(json!({ "blocks": [input(text_input(json!({})))] }));
    assert_eq!(in_view(view.clone()), NONE);
    view.as_object_mut().unwrap().remove("submit");
    let fault = "/view: `submit` is required when an input block is within blocks";
    assert_eq!(in_view(view), [fault]);
}

#[test]
fn what_slack_does_not_know_is_refused() {
    let typo = in_modal(json!({ "type": "section", "txt": plain("x") }));
    assert_eq!(
        typo,
        [
            "/view/blocks/0: invalid additional property: txt",
            "/view/blocks/0: must have text or fields",
        ]
    );
    let kind = in_message(json!([{ "type": "carousel" }]));
    assert_eq!(kind, ["/blocks/0: unsupported type: carousel"]);
    let element = in_modal(actions(vec![json!({ "type": "plain_text_input" })]));
    assert_eq!(
        element,
        ["/view/blocks/0/elements/0: unsupported type: plain_text_input"]
    );
    let view = in_view(modal(json!({ "color": "red" })));
    assert_eq!(view, ["/view: invalid additional property: color"]);
    let null = in_view(modal(json!({ "close": null })));
    assert_eq!(null, ["/view/close: must be a plain_text object"]);
}

#[test]
fn some_blocks_belong_to_one_surface() {
    let alert = json!({ "type": "alert", "level": "warning", "text": plain("Careful") });
    assert_eq!(in_modal(alert.clone()), NONE);
    assert_eq!(
        in_message(json!([alert])),
        ["/blocks/0: unsupported type: alert"]
    );
    let markdown = json!({ "type": "markdown", "text": "**bold**" });
    assert_eq!(in_message(json!([markdown])), NONE);
    assert_eq!(
        in_modal(markdown),
        ["/view/blocks/0: unsupported type: markdown"]
    );
}

#[test]
fn a_header_has_150_characters_of_plain_text() {
    let header = |text: Value| in_modal(json!({ "type": "header", "text": text }));
    assert_eq!(header(chars(150)), NONE);
    assert_eq!(
        header(chars(151)),
        ["/view/blocks/0/text/text: must be less than 151 characters"]
    );
    assert_eq!(
        header(plain("")),
        ["/view/blocks/0/text/text: must be more than 0 characters"]
    );
    let mrkdwn = header(json!({ "type": "mrkdwn", "text": "x" }));
    assert_eq!(mrkdwn, ["/view/blocks/0/text: must be a plain_text object"]);
    let raw = header("x".into());
    assert_eq!(raw, ["/view/blocks/0/text: must be a plain_text object"]);
}

#[test]
fn a_section_has_3000_characters_and_ten_fields_of_2000() {
    let text = |count| in_modal(json!({ "type": "section", "text": chars(count) }));
    assert_eq!(text(3000), NONE);
    assert_eq!(
        text(3001),
        ["/view/blocks/0/text/text: must be less than 3001 characters"]
    );
    let fields = |fields: Vec<Value>| in_modal(json!({ "type": "section", "fields": fields }));
    assert_eq!(fields(vec![chars(2000); 10]), NONE);
    assert_eq!(
        fields(vec![plain("x"); 11]),
        ["/view/blocks/0/fields: no more than 10 items allowed"]
    );
    let long = fields(vec![plain("x"), chars(2001)]);
    assert_eq!(
        long,
        ["/view/blocks/0/fields/1/text: must be less than 2001 characters"]
    );
    let empty = fields(vec![plain("")]);
    assert_eq!(
        empty,
        ["/view/blocks/0/fields/0/text: must be more than 0 characters"]
    );
}

#[test]
fn a_context_has_ten_elements_and_an_actions_block_25() {
    let context =
        |count| in_modal(json!({ "type": "context", "elements": vec![plain("x"); count] }));
    assert_eq!(context(10), NONE);
    assert_eq!(
        context(11),
        ["/view/blocks/0/elements: no more than 10 items allowed"]
    );
    let many = |count| in_modal(actions(vec![button(json!({})); count]));
    assert_eq!(many(25), NONE);
    assert_eq!(
        many(26),
        ["/view/blocks/0/elements: no more than 25 items allowed"]
    );
    assert_eq!(
        many(0),
        ["/view/blocks/0/elements: no fewer than 1 items allowed"]
    );
}

#[test]
fn rich_text_is_sections_of_styled_texts() {
    let rich = |text: Value| {
        let section = json!({ "type": "rich_text_section", "elements": [text] });
        in_modal(json!({ "type": "rich_text", "elements": [section] }))
    };
    let text = |fields: Value| with(json!({ "type": "text", "text": "x" }), fields);
    assert_eq!(rich(text(json!({}))), NONE);
    assert_eq!(
        rich(text(json!({ "style": { "bold": true, "strike": true } }))),
        NONE
    );
    let at = "/view/blocks/0/elements/0/elements/0";
    assert_eq!(
        rich(text(json!({ "style": { "loud": true } }))),
        [format!("{at}/style: invalid additional property: loud")]
    );
    assert_eq!(
        rich(text(json!({ "text": "" }))),
        [format!("{at}/text: must be more than 0 characters")]
    );
    assert_eq!(
        rich(json!({ "type": "broadcast", "range": "channel" })),
        [format!("{at}: unsupported type: broadcast")]
    );
    let list = json!({ "type": "rich_text", "elements": [{ "type": "rich_text_list" }] });
    assert_eq!(
        in_modal(list),
        ["/view/blocks/0/elements/0: unsupported type: rich_text_list"]
    );
}

#[test]
fn an_alert_has_200_characters_and_a_known_level() {
    let alert =
        |fields: Value| in_modal(with(json!({ "type": "alert", "text": plain("x") }), fields));
    assert_eq!(alert(json!({ "text": chars(200) })), NONE);
    let long = alert(json!({ "text": chars(201) }));
    assert_eq!(
        long,
        ["/view/blocks/0/text/text: must be less than 201 characters"]
    );
    for level in ["default", "info", "warning", "error", "success"] {
        assert_eq!(alert(json!({ "level": level })), NONE);
    }
    let loud = alert(json!({ "level": "loud" }));
    assert_eq!(loud.len(), 1);
}

#[test]
fn markdown_has_12000_characters_in_a_whole_message() {
    let markdown = |count: usize| json!({ "type": "markdown", "text": "x".repeat(count) });
    assert_eq!(in_message(json!([markdown(6000), markdown(6000)])), NONE);
    let over = in_message(json!([markdown(6000), markdown(6001)]));
    assert_eq!(
        over,
        ["/blocks: markdown blocks have more than 12000 characters"]
    );
}

#[test]
fn a_button_has_75_characters_and_a_value_of_2000() {
    let place = "/view/blocks/0/elements/0";
    let check = |fields: Value| in_modal(actions(vec![button(fields)]));
    assert_eq!(
        check(json!({ "text": chars(75), "value": "x".repeat(2000) })),
        NONE
    );
    let long = check(json!({ "text": chars(76) }));
    assert_eq!(
        long,
        [format!(
            "{place}/text/text: must be less than 76 characters"
        )]
    );
    let heavy = check(json!({ "value": "x".repeat(2001) }));
    assert_eq!(
        heavy,
        [format!("{place}/value: must be less than 2001 characters")]
    );
    let style = check(json!({ "style": "default" }));
    assert_eq!(
        style,
        [format!("{place}/style: must be one of: primary, danger")]
    );
    let value = check(json!({ "value": { "context_id": 1 } }));
    assert_eq!(value, [format!("{place}/value: must be a string")]);
}

#[test]
fn ids_have_255_characters_and_are_not_empty() {
    let block = |id: String| in_modal(json!({ "type": "divider", "block_id": id }));
    assert_eq!(block("x".repeat(255)), NONE);
    let fault = "/view/blocks/0/block_id: must be less than 256 characters";
    assert_eq!(block("x".repeat(256)), [fault]);
    let action = |id: String| in_modal(actions(vec![button(json!({ "action_id": id }))]));
    assert_eq!(action("x".repeat(255)), NONE);
    let fault = "/view/blocks/0/elements/0/action_id: must be less than 256 characters";
    assert_eq!(action("x".repeat(256)), [fault]);
    let fault = "/view/blocks/0/elements/0/action_id: must be more than 0 characters";
    assert_eq!(action(String::new()), [fault]);
}

#[test]
fn ids_are_not_used_twice() {
    let block = json!({ "type": "divider", "block_id": "same" });
    let faults = in_message(json!([block, block]));
    assert_eq!(
        faults,
        ["/blocks/1/block_id: `block_id` \"same\" already exists"]
    );
    let same = button(json!({ "action_id": "same" }));
    let faults = in_message(json!([actions(vec![same.clone(), same.clone()])]));
    assert_eq!(
        faults,
        ["/blocks/0/elements/1/action_id: `action_id` \"same\" already exists"]
    );
    let apart = in_message(json!([actions(vec![same.clone()]), actions(vec![same])]));
    assert_eq!(apart, NONE, "in two blocks the block_id tells them apart");
}

#[test]
fn an_overflow_menu_has_five_options_and_a_select_100() {
    let place = "/view/blocks/0/elements/0/options";
    let overflow = |count| {
        in_modal(actions(vec![
            json!({ "type": "overflow", "options": options(count) }),
        ]))
    };
    assert_eq!(overflow(5), NONE);
    assert_eq!(
        overflow(6),
        [format!("{place}: no more than 5 items allowed")]
    );
    let select = |count| {
        in_modal(actions(vec![
            json!({ "type": "static_select", "options": options(count) }),
        ]))
    };
    assert_eq!(select(100), NONE);
    assert_eq!(
        select(101),
        [format!("{place}: no more than 100 items allowed")]
    );
    assert_eq!(
        select(0),
        [format!("{place}: no fewer than 1 items allowed")]
    );
    for kind in ["checkboxes", "radio_buttons"] {
        let choices = |count| in_modal(input(json!({ "type": kind, "options": options(count) })));
        assert_eq!(choices(10), NONE);
        let fault = "/view/blocks/0/element/options: no more than 10 items allowed";
        assert_eq!(choices(11), [fault]);
    }
}

#[test]
fn an_option_has_a_text_of_75_and_a_value_of_150() {
    let place = "/view/blocks/0/elements/0/options/0";
    let check = |fields: Value| {
        let option = with(option("a"), fields);
        in_modal(actions(vec![
            json!({ "type": "static_select", "options": [option] }),
        ]))
    };
    assert_eq!(
        check(json!({ "text": chars(75), "value": "x".repeat(150) })),
        NONE
    );
    let long = check(json!({ "text": chars(76) }));
    assert_eq!(
        long,
        [format!(
            "{place}/text/text: must be less than 76 characters"
        )]
    );
    let heavy = check(json!({ "value": "x".repeat(151) }));
    assert_eq!(
        heavy,
        [format!("{place}/value: must be less than 151 characters")]
    );
    let described = check(json!({ "description": chars(76) }));
    assert_eq!(
        described,
        [format!(
            "{place}/description/text: must be less than 76 characters"
        )]
    );
}

#[test]
fn the_initial_option_is_one_of_the_options() {
    let select = |initial: Value| {
        let select = json!({
            "type": "static_select", "options": options(2), "initial_option": initial,
        });
        in_modal(actions(vec![select]))
    };
    assert_eq!(select(option("1")), NONE);
    let fault = "must be one of the options, with the same text";
    let place = "/view/blocks/0/elements/0/initial_option";
    assert_eq!(select(option("7")), [format!("{place}: {fault}")]);
    let boxes = json!({
        "type": "checkboxes", "options": options(2), "initial_options": [option("0"), option("7")],
    });
    let place = "/view/blocks/0/element/initial_options/1";
    assert_eq!(in_modal(input(boxes)), [format!("{place}: {fault}")]);
}

#[test]
fn options_are_told_apart_by_their_values() {
    let select = json!({ "type": "static_select", "options": [option("a"), option("a")] });
    let fault = "/view/blocks/0/elements/0/options/1: the value \"a\" already exists";
    assert_eq!(in_modal(actions(vec![select])), [fault]);
    let neither = in_modal(actions(vec![json!({ "type": "static_select" })]));
    let fault = "/view/blocks/0/elements/0: must have either options or option_groups";
    assert_eq!(neither, [fault]);
}

#[test]
fn a_text_input_starts_with_at_most_3000_characters_or_its_own_maximum() {
    let check = |fields: Value| in_modal(input(text_input(fields)));
    assert_eq!(check(json!({ "initial_value": "あ".repeat(3000) })), NONE);
    let place = "/view/blocks/0/element/initial_value";
    let long = check(json!({ "initial_value": "あ".repeat(3001) }));
    assert_eq!(
        long,
        [format!("{place}: must be less than 3001 characters")]
    );
    let own = check(json!({ "initial_value": "abc", "max_length": 2 }));
    assert_eq!(own, [format!("{place}: must be less than 3 characters")]);
    let most = check(json!({ "max_length": 3001 }));
    assert_eq!(
        most,
        ["/view/blocks/0/element/max_length: must be a number from 1 to 3000"]
    );
    let least = check(json!({ "min_length": -1 }));
    assert_eq!(
        least,
        ["/view/blocks/0/element/min_length: must be a number from 0 to 3000"]
    );
}

#[test]
fn a_placeholder_has_150_characters() {
    let check = |count| in_modal(input(text_input(json!({ "placeholder": chars(count) }))));
    assert_eq!(check(150), NONE);
    let fault = "/view/blocks/0/element/placeholder/text: must be less than 151 characters";
    assert_eq!(check(151), [fault]);
}

#[test]
fn a_label_and_a_hint_have_2000_characters() {
    for field in ["label", "hint"] {
        let check = |count| {
            in_modal(with(
                input(text_input(json!({}))),
                json!({ field: chars(count) }),
            ))
        };
        assert_eq!(check(2000), NONE);
        let fault = format!("/view/blocks/0/{field}/text: must be less than 2001 characters");
        assert_eq!(check(2001), [fault]);
    }
    let label = in_modal(json!({ "type": "input", "element": text_input(json!({})) }));
    assert_eq!(label, ["/view/blocks/0: missing required field: label"]);
}

#[test]
fn an_address_input_is_no_place_for_what_only_text_has() {
    let check =
        |fields: Value| in_modal(input(with(json!({ "type": "email_text_input" }), fields)));
    assert_eq!(check(json!({ "initial_value": "a@example.com" })), NONE);
    let fault = "/view/blocks/0/element: invalid additional property: multiline";
    assert_eq!(check(json!({ "multiline": true })), [fault]);
}

#[test]
fn one_element_has_the_focus() {
    let focused = || input(text_input(json!({ "focus_on_load": true })));
    assert_eq!(in_view(modal(json!({ "blocks": [focused()] }))), NONE);
    let twice = in_view(modal(json!({ "blocks": [focused(), focused()] })));
    assert_eq!(
        twice,
        ["/view/blocks/1/element: only one element may have focus_on_load"]
    );
}

#[test]
fn a_question_before_a_click_has_its_limits_too() {
    let place = "/view/blocks/0/elements/0/confirm";
    let check = |fields: Value| {
        let confirm = json!({
            "title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes"), "deny": plain("No"),
        });
        in_modal(actions(vec![button(
            json!({ "confirm": with(confirm, fields) }),
        )]))
    };
    for (field, most) in [("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)] {
        assert_eq!(check(json!({ field: chars(most) })), NONE);
        let over = check(json!({ field: chars(most + 1) }));
        assert_eq!(
            over,
            [format!(
                "{place}/{field}/text: must be less than {} characters",
                most + 1
            )]
        );
    }
}

#[test]
fn text_objects_keep_their_own_fields() {
    let check = |text: Value| in_modal(json!({ "type": "section", "text": text }));
    assert_eq!(
        check(json!({ "type": "plain_text", "text": "x", "emoji": true })),
        NONE
    );
    assert_eq!(
        check(json!({ "type": "mrkdwn", "text": "x", "verbatim": true })),
        NONE
    );
    let fault = "/view/blocks/0/text: invalid additional property: verbatim";
    assert_eq!(
        check(json!({ "type": "plain_text", "text": "x", "verbatim": true })),
        [fault]
    );
    let fault = "/view/blocks/0/text: invalid additional property: emoji";
    assert_eq!(
        check(json!({ "type": "mrkdwn", "text": "x", "emoji": true })),
        [fault]
    );
    let fault = "/view/blocks/0/text: must be a plain_text or mrkdwn object";
    assert_eq!(check(json!({ "type": "markdown", "text": "x" })), [fault]);
}

/// JSON made of the words of Block Kit, right and wrong.
fn block_kit_like() -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec![
        "modal",
        "section",
        "actions",
        "input",
        "button",
        "static_select",
        "checkboxes",
        "plain_text",
        "mrkdwn",
        "あ",
    ]);
    let fields = prop::sample::select(vec![
        "type",
        "text",
        "blocks",
        "elements",
        "element",
        "accessory",
        "options",
        "option_groups",
        "initial_option",
        "initial_options",
        "block_id",
        "action_id",
        "confirm",
        "label",
        "fields",
    ]);
    let leaf = prop_oneof![
        words.prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        let object = prop::collection::btree_map(fields.clone(), inner.clone(), 0..6);
        let object = object.prop_map(|fields| {
            fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()
        });
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::Array),
            object.prop_map(Value::Object),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_comes_is_judged_and_every_fault_points_somewhere(value in block_kit_like()) {
        for (root, faults) in [("/view", check_view(&value)), ("/blocks", check_message(&value))] {
            for fault in faults {
                let path = fault.pointer.strip_prefix(root);
                prop_assert!(path.is_some_and(|path| value.pointer(path).is_some()), "{fault}");
            }
        }
    }
}
