//! What a person sees when they may not act: what the app is, and no customer.

use super::texts::Texts;
use slack::block_kit::{HomeView, ModalView};
use slack::blocks;

/// The home tab.
pub fn home(why: &str, texts: &Texts) -> HomeView {
    HomeView::new(vec![
        blocks::header(texts.team.home_title),
        blocks::section(texts.team.what_the_app_is),
        blocks::section(why),
    ])
}

/// A window of its own, over whatever is on the screen.
pub fn window(why: &str, texts: &Texts) -> ModalView {
    let blocks = vec![blocks::section(why)];
    ModalView::new("not_let_in", texts.modal_title, texts.modal_close, blocks)
}
