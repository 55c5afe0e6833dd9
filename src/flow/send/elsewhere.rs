//! Recipients that a person has to look at once more: strangers can name them in a mail.

use std::collections::HashSet;

use crate::mail::{Address, Doubt, InboundMail, Mailbox, OutgoingMail, Source, recipients};

/// The recipients whose domain is neither the sender's nor ours.
///
/// A mail of our own (a contact form's, a group's that writes From anew) comes in the name of
/// somebody else, whom its preselected recipient is.
pub(super) fn elsewhere(
    parent: &InboundMail,
    mail: &OutgoingMail,
    own: Option<&Address>,
) -> Vec<Mailbox> {
    let own = own.into_iter().chain(&parent.own_address);
    let ours: HashSet<String> = own.map(Address::ascii_domain).collect();
    let from = parent.from.as_ref().map(|from| from.address.ascii_domain());
    let mut near = ours.clone();
    let preselected = recipients(parent, Some(&mail.from.address))
        .into_iter()
        .next();
    let is_ours = from.as_ref().is_some_and(|from| ours.contains(from));
    let mut doubts = parent.doubts.iter();
    let is_doubtful = doubts.any(|doubt| matches!(doubt, Doubt::Sender(_)));
    near.extend(from);
    if let Some(preselected) = preselected {
        let is_near = match preselected.source {
            Source::ContactForm => parent.form.is_believed,
            Source::Forwarded => is_ours,
            // Where a Reply-To leads is for a person to look at, whoever wrote it.
            Source::ReplyTo | Source::OtherContactForm | Source::From => false,
        };
        let to = preselected.to.iter().filter(|_| is_near && !is_doubtful);
        near.extend(to.map(|it| it.address.ascii_domain()));
    }
    let all = mail.to.iter().chain(&mail.cc);
    all.filter(|it| !near.contains(&it.address.ascii_domain()))
        .cloned()
        .collect()
}
