//! What the customer wrote before: masked, until a person wants to see more, which is written down.

use super::EditError;
use super::pushed::{ignoring_closed, metadata};
use crate::app::App;
use crate::flow::authorization::may_see;
use inquiry::{Forbidden, Inquiry};
use screens::card::CardContent;
use screens::panel::{EARLIER, content_of, customer};
use slack::block_kit::ModalView;
use slack::elements::PanelMetadata;
use slack::payload::{ModalRef, PanelAct};
use store::ChangeError;

/// Inquiries that are looked at: some may be in channels that the person is not in.
const LOOKED_AT: usize = 20;

/// The panel as it opens.
pub(super) async fn view(
    app: &App,
    inquiry: &Inquiry,
    modal: &ModalRef,
) -> Result<ModalView, EditError> {
    let earlier = earlier(app, inquiry, &modal.person.id).await?;
    let metadata = metadata(modal, None);
    Ok(built(
        app,
        (&metadata, inquiry),
        &earlier,
        CardContent::Masked,
    ))
}

/// Shows the personal data in the panel, or hides it again.
pub(super) async fn act(app: &App, act: &PanelAct) -> Result<(), EditError> {
    let Some(content) = act.value.as_deref().and_then(content_of) else {
        return Ok(());
    };
    let ModalRef {
        context_id, person, ..
    } = &act.modal;
    let inquiry = app.store.get(context_id).await?;
    let inquiry = inquiry.ok_or(EditError::NotFound)?;
    let earlier = earlier(app, &inquiry, &person.id).await?;
    if content == CardContent::Full {
        let now = app.clock.now();
        for earlier in &earlier {
            let noted = app.store.change(&earlier.id, |it| {
                it.note_opened(person, now);
                Ok::<_, Forbidden>(())
            });
            match noted.await {
                // It is shown as it was read.
                Ok(_) | Err(ChangeError::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    let metadata = metadata(&act.modal, None);
    let view = built(app, (&metadata, &inquiry), &earlier, content);
    ignoring_closed(app.slack.replace_view(&act.view_id, &view).await)
}

fn built(
    app: &App,
    (metadata, inquiry): (&PanelMetadata, &Inquiry),
    earlier: &[Inquiry],
    content: CardContent,
) -> ModalView {
    let texts = app.look.in_language(metadata.language).texts;
    customer(metadata, inquiry, earlier, content, &app.masker, texts)
}

/// The customer's other inquiries that the person may see, the newest first.
async fn earlier(app: &App, inquiry: &Inquiry, user: &str) -> Result<Vec<Inquiry>, EditError> {
    let Some(customer) = inquiry.customer() else {
        return Ok(Vec::new());
    };
    let walked = app.store.of_customer(&customer, None, LOOKED_AT).await?;
    let now = app.clock.now();
    let mut earlier = Vec::new();
    for mut other in walked.inquiries {
        let is_another = other.id != inquiry.id && other.expires_at >= now;
        if earlier.len() < EARLIER && is_another && may_see(app, &other, user).await? {
            other.mask_if_older(&app.masker);
            earlier.push(other);
        }
    }
    Ok(earlier)
}
