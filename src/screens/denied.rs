//! What a person sees when the gate does not let them in: what the app is, and no customer.

use serde_json::{Value, json};

use super::texts::Texts;
use crate::slack::blocks;

/// The home tab.
pub fn home(why: &str, texts: &Texts) -> Value {
    json!({ "type": "home", "callback_id": "home", "blocks": [
        blocks::header(texts.team.home_title),
        blocks::section(texts.team.what_the_app_is),
        blocks::section(why),
    ] })
}

/// A window of its own, over whatever is on the screen.
pub fn window(why: &str, texts: &Texts) -> Value {
    json!({
        "type": "modal",
        "callback_id": "not_let_in",
        "title": blocks::plain(texts.modal_title, 24),
        "close": blocks::plain(texts.modal_close, 24),
        "blocks": [blocks::section(why)],
    })
}
