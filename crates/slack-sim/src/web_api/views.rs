//! `views.*` (docs.slack.dev/reference/methods/views.open, …/views.update, …/views.push,
//! …/views.publish).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::blocks::{VIEW_BYTES, check_home, check_view};
use super::super::inputs::{self, Values, str_of};
use super::super::mrkdwn;
use super::super::state::View;
use super::{Answer, Args, Desk, Method, Refused};

/// "Currently the limit is 3": one view and two on top of it.
const STACK: usize = 3;

pub(super) const OPEN: Method = Method {
    name: "views.open",
    required: &["view", "trigger_id"],
    optional: &[],
    json: true,
    run: views_open,
};

pub(super) const UPDATE: Method = Method {
    name: "views.update",
    required: &["view"],
    optional: &["view_id", "external_id", "hash"],
    json: true,
    run: views_update,
};

pub(super) const PUSH: Method = Method {
    name: "views.push",
    required: &["view", "trigger_id"],
    optional: &[],
    json: true,
    run: views_push,
};

pub(super) const PUBLISH: Method = Method {
    name: "views.publish",
    required: &["user_id", "view"],
    optional: &["hash"],
    json: true,
    run: views_publish,
};

/// Every person has one home tab; publishing again replaces what is in it.
fn views_publish(desk: &mut Desk, args: &Args) -> Answer {
    let view = read(args)?;
    let user = args.text("user_id").unwrap_or_default();
    if desk.settings.user(&user).is_none() {
        return Err(Refused::new("user_not_found"));
    }
    let faults = check_home(&view);
    if !faults.is_empty() {
        return Err(Refused::faults("invalid_arguments", &faults));
    }
    let before = desk.state.homes.get(&user).cloned();
    check_size_and_id(desk, &view, before.as_deref())?;
    let hash = args.text("hash").unwrap_or_default();
    let shown_before = before.as_ref().and_then(|id| desk.state.views.get(id));
    if !hash.is_empty() && shown_before.is_some_and(|view| view.hash != hash) {
        return Err(Refused::new("hash_conflict"));
    }
    let id = match before {
        Some(id) => id,
        None => add(desk, &user, None),
    };
    desk.state.homes.insert(user, id.clone());
    replace(desk, &id, view);
    Ok(shown(desk, id))
}

fn views_open(desk: &mut Desk, args: &Args) -> Answer {
    let view = read(args)?;
    check(desk, &view, None)?;
    let (user, _) = exchange(desk, args)?;
    // One modal at a time is on a screen. What was there was not closed cleanly: Slack keeps it,
    // and its external_id, without telling the app.
    desk.state.stacks.remove(&user);
    let id = open(desk, &user, view, None);
    Ok(shown(desk, id))
}

fn views_push(desk: &mut Desk, args: &Args) -> Answer {
    let view = read(args)?;
    check(desk, &view, None)?;
    let (user, from) = exchange(desk, args)?;
    let Some(from) = from else {
        let message = "[ERROR] the trigger_id does not come from a modal";
        return Err(Refused::because("invalid_trigger_id", message));
    };
    let stack = desk.state.stacks.get(&user).map(Vec::as_slice);
    let stack = stack.unwrap_or_default();
    if stack.last() != Some(&from) {
        return Err(Refused::new("not_found"));
    }
    if stack.len() >= STACK {
        return Err(Refused::new("push_limit_reached"));
    }
    let id = open(desk, &user, view, Some(&from));
    Ok(shown(desk, id))
}

fn views_update(desk: &mut Desk, args: &Args) -> Answer {
    let view = read(args)?;
    let id = match (args.given("view_id"), args.given("external_id")) {
        (Some(id), _) => Some(id).filter(|id| desk.state.views.contains_key(id)),
        (None, Some(external_id)) => by_external_id(desk, &external_id),
        (None, None) => {
            let message = "[ERROR] either view_id or external_id is required";
            return Err(Refused::because("invalid_arguments", message));
        }
    };
    let id = id.ok_or(Refused::new("not_found"))?;
    let hash = desk.state.views.get(&id).map(|view| view.hash.clone());
    if args.given("hash").is_some_and(|given| Some(given) != hash) {
        return Err(Refused::new("hash_conflict"));
    }
    check(desk, &view, Some(&id))?;
    replace(desk, &id, view);
    Ok(shown(desk, id))
}

fn read(args: &Args) -> Result<Value, Refused> {
    match args.json("view") {
        Some(Ok(view)) => Ok(view),
        _ => Err(Refused::because(
            "invalid_arguments",
            "[ERROR] must be a JSON object [json-pointer:/view]",
        )),
    }
}

/// A `trigger_id` lives three seconds and opens one view.
fn exchange(desk: &mut Desk, args: &Args) -> Result<(String, Option<String>), Refused> {
    let id = args.text("trigger_id").unwrap_or_default();
    let Some(trigger) = desk.state.triggers.get_mut(&id) else {
        return Err(Refused::new("invalid_trigger_id"));
    };
    if trigger.used {
        return Err(Refused::new("exchanged_trigger_id"));
    }
    if desk.now > trigger.until {
        return Err(Refused::new("expired_trigger_id"));
    }
    trigger.used = true;
    Ok((trigger.user.clone(), trigger.view.clone()))
}

/// Whether Slack would take this view, in place of `replacing` if that is given.
pub(in super::super) fn check(
    desk: &Desk,
    view: &Value,
    replacing: Option<&str>,
) -> Result<(), Refused> {
    let faults = check_view(view);
    if !faults.is_empty() {
        return Err(Refused::faults("invalid_arguments", &faults));
    }
    check_size_and_id(desk, view, replacing)
}

fn check_size_and_id(desk: &Desk, view: &Value, replacing: Option<&str>) -> Result<(), Refused> {
    if view.to_string().len() > VIEW_BYTES {
        return Err(Refused::new("view_too_large"));
    }
    let taken = by_external_id(desk, str_of(view, "external_id"));
    match taken.is_some_and(|id| Some(id.as_str()) != replacing) {
        true => Err(Refused::new("duplicate_external_id")),
        false => Ok(()),
    }
}

fn by_external_id(desk: &Desk, external_id: &str) -> Option<String> {
    let same = |view: &&View| str_of(&view.shown, "external_id") == external_id;
    let found = desk.state.views.values().find(same);
    found
        .filter(|_| !external_id.is_empty())
        .map(|view| view.id.clone())
}

/// Puts a checked view on top of a person's screen.
pub(in super::super) fn open(
    desk: &mut Desk,
    user: &str,
    view: Value,
    over: Option<&str>,
) -> String {
    let id = add(desk, user, over);
    let stack = desk.state.stacks.entry(user.to_owned()).or_default();
    stack.push(id.clone());
    replace(desk, &id, view);
    id
}

/// A new view with nothing in it yet.
fn add(desk: &mut Desk, user: &str, over: Option<&str>) -> String {
    let id = format!("V{:04}", desk.state.next("view"));
    let below = over.and_then(|over| desk.state.views.get(over));
    let view_there = View {
        id: id.clone(),
        user: user.to_owned(),
        root: below.map_or(id.clone(), |below| below.root.clone()),
        previous: over.map(str::to_owned),
        hash: String::new(),
        shown: Value::Null,
        values: Values::new(),
        errors: BTreeMap::new(),
        touched: false,
    };
    desk.state.views.insert(id.clone(), view_there);
    id
}

/// Shows a checked view in place of what is there. Everything is replaced but what a person entered
/// in an element that kept its ids.
pub(in super::super) fn replace(desk: &mut Desk, id: &str, mut view: Value) {
    if let Some(blocks) = view.get_mut("blocks").and_then(Value::as_array_mut) {
        desk.state.fill_ids(blocks);
        desk.state.note_pings(mrkdwn::pings_in(id, blocks));
    }
    let hash = format!("{}.h{:04}", desk.now.as_second(), desk.state.next("hash"));
    if let Some(there) = desk.state.views.get_mut(id) {
        there.shown = view;
        there.values = inputs::values(there.blocks(), &there.values);
        there.errors.clear();
        there.hash = hash;
    }
}

/// The answer of all three. What a person entered is not in it, only in payloads.
fn shown(desk: &Desk, id: String) -> Value {
    let view = desk.state.views.get(&id);
    json!({ "view": view.map(|view| view.json(&Values::new())) })
}
