//! The recipients and the subject, as a person writes them.

use super::pushed::metadata;
use super::{EditError, show_given};
use crate::app::App;
use inquiry::{Forbidden, Inquiry};
use mail::{
    Address, Addressees, InboundMail, Lists, MOST_RECIPIENTS, Mailbox, Mistyped, Rewritten,
    subject_of, typed,
};
use screens::addressees;
use screens::panel::{BCC, CC, LONGEST_SUBJECT, SUBJECT, TO, entered, recipients};
use screens::texts::Texts;
use slack::block_kit::ModalView;
use slack::blocks;
use slack::emoji::with_emoji;
use slack::payload::{ModalClick, ModalRef, PanelAct};

/// The panel, with what would be sent from the modal beneath.
pub(super) fn view(app: &App, inquiry: &Inquiry, modal: &ModalRef) -> ModalView {
    let look = &app.look.in_language(modal.language);
    let none = Addressees::default();
    let addressees = inquiry.addressees(&modal.external_id).unwrap_or(&none);
    let lists = addressees.of(&inquiry.mail, look.own_address.as_ref());
    let subject = addressees.subject(&inquiry.mail);
    let metadata = metadata(modal, None);
    recipients(&metadata, &lists.unwrap_or_default(), &subject, look.texts)
}

/// Takes what was written in the panel.
pub(super) async fn write(app: &App, act: &PanelAct) -> Result<(), EditError> {
    let texts = app.look.texts.of_modal(&act.modal);
    let inquiry = app.store.get(&act.modal.context_id).await?;
    let inquiry = inquiry.ok_or(EditError::NotFound)?;
    let own = app.look.own_address.as_ref();
    let written = written(act, &inquiry, app, texts)?;
    change(app, &act.modal, |mail, addressees| {
        let usual = addressees.chosen(mail, own);
        let recipients = written.recipients.clone();
        addressees.rewritten = Rewritten {
            // What the mail asks for is chosen from it as before.
            recipients: recipients.filter(|it| usual.as_ref() != Some(it)),
            subject: written.subject.clone(),
        };
    })
    .await
}

/// Ticks everybody who got the mail.
pub(super) async fn reply_to_all(app: &App, click: &ModalClick) -> Result<(), EditError> {
    let ModalRef {
        context_id,
        external_id,
        person,
        ..
    } = &click.modal;
    let inputs = click.inputs_to_keep();
    let kept = app.store.change(context_id, |inquiry| {
        inquiry.keep_standing(external_id, person, &inputs, &click.addressees);
        Ok::<_, Forbidden>(())
    });
    kept.await?;
    let own = app.look.own_address.as_ref();
    change(app, &click.modal, |mail, chosen| {
        addressees::reply_to_all(mail, own, chosen);
    })
    .await
}

/// Writes down what was chosen, and shows it. Written down before it is shown, so that a sweep shows
/// it if this process ends.
async fn change(
    app: &App,
    modal: &ModalRef,
    change: impl Fn(&InboundMail, &mut Addressees),
) -> Result<(), EditError> {
    let (external_id, now) = (&modal.external_id, app.clock.now());
    let changed = app.store.change(&modal.context_id, |inquiry| {
        let mail = inquiry.mail.clone();
        Ok::<_, Forbidden>(inquiry.address(external_id, now, |it| change(&mail, it)))
    });
    let (inquiry, is_known) = changed.await?;
    if !is_known {
        return Err(EditError::NotFound);
    }
    show_given(app, &inquiry, modal).await
}

/// Reads the panel.
fn written(
    act: &PanelAct,
    inquiry: &Inquiry,
    app: &App,
    texts: &Texts,
) -> Result<Rewritten, EditError> {
    let mail = &inquiry.mail;
    let list = |block_id| {
        let is_known = |address: &Address| mail.names(address);
        let read = typed(entered(&act.entered, block_id), is_known);
        let wrong = |wrong: Mistyped| refused(block_id, texts.recipients.wrong(&wrong));
        let read = read.map_err(wrong)?;
        match read.iter().find(|it| is_ours(app, mail, it)) {
            Some(own) => {
                let words = texts.recipients.ours(own.address.expose());
                Err(refused(block_id, words))
            }
            None => Ok(read),
        }
    };
    let subject = subject_written(act, mail, texts)?;
    let (to, cc, bcc) = (list(TO)?, list(CC)?, list(BCC)?);
    let none = Addressees::default();
    let chosen = inquiry.addressees(&act.modal.external_id).unwrap_or(&none);
    let usual = chosen.chosen(mail, app.look.own_address.as_ref());
    let is_empty = to.is_empty() && cc.is_empty() && bcc.is_empty();
    if is_empty && usual.is_some() {
        return Ok(Rewritten {
            recipients: None,
            subject,
        });
    }
    let to = match to.is_empty() {
        true => usual.map(|usual| usual.to).unwrap_or_default(),
        false => to,
    };
    let lists = Lists { to, cc, bcc }.each_once();
    if lists.to.is_empty() {
        return Err(refused(TO, texts.recipients.nobody.to_owned()));
    }
    let count = lists.all().count();
    if count > MOST_RECIPIENTS {
        return Err(refused(TO, texts.recipients.too_many(count)));
    }
    Ok(Rewritten {
        recipients: Some(lists),
        subject,
    })
}

/// The subject, unless it is the usual one.
fn subject_written(
    act: &PanelAct,
    mail: &InboundMail,
    texts: &Texts,
) -> Result<Option<pii::CustomerText>, EditError> {
    // An emoji that was picked in Slack's input comes as its name.
    let line = with_emoji(entered(&act.entered, SUBJECT));
    let usual = Addressees::default().subject(mail);
    let shown = blocks::truncate(usual.expose(), LONGEST_SUBJECT);
    if line.trim() == shown.trim() {
        return Ok(None);
    }
    subject_of(&line).map_err(|wrong| {
        let words = match &wrong {
            Mistyped::Hidden { .. } => texts.recipients.wrong(&wrong),
            _ => texts.recipients.subject_code.to_owned(),
        };
        refused(SUBJECT, words)
    })
}

/// True for an address of ours: what goes there comes back as an inquiry.
fn is_ours(app: &App, mail: &InboundMail, mailbox: &Mailbox) -> bool {
    app.is_ours(&mailbox.address) || mail.is_ours(&mailbox.address)
}

fn refused(block_id: &'static str, words: String) -> EditError {
    EditError::Refused { block_id, words }
}
