//! The panel that shows a translation.

use crate::app::App;
use inquiry::{Inquiry, Translating};
use screens::panel::{Translated, translation};
use slack::SlackError;
use slack::elements::PanelMetadata;

/// Brings a panel up to date; one that was closed needs nothing.
pub async fn say(
    app: &App,
    inquiry: &Inquiry,
    panel: &Translating,
    translated: &Translated,
) -> Result<(), SlackError> {
    let language = inquiry.language(&panel.over);
    let metadata = PanelMetadata {
        context_id: inquiry.id.clone(),
        over: panel.over.clone(),
        draft: None,
        language,
    };
    let texts = app.look.in_language(language).texts;
    let view = translation(&metadata, &panel.external_id, translated, texts);
    match app.slack.update_view(&panel.external_id, &view).await {
        Err(error) if error.code() == Some("not_found") => Ok(()),
        updated => updated,
    }
}
