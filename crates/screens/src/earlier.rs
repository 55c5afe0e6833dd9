//! What is said about earlier replies, whatever the inquiry's state: each that a customer has, or may
//! have, in a line of its own.

use super::texts::{Texts, fill, mention};
use inquiry::{Delivery, Inquiry, Reply};
use slack::blocks;

/// More replies to one mail than are ever written; the newest are said.
const MOST: usize = 5;

/// A line of `mrkdwn` for each earlier reply but those of these numbers, which are told of elsewhere.
pub(super) fn lines(inquiry: &Inquiry, told: &[usize], texts: &Texts) -> Vec<String> {
    let earlier = inquiry.earlier_replies();
    let mut newest: Vec<String> = earlier
        .rev()
        .filter(|(number, _)| !told.contains(number))
        .take(MOST)
        .map(|(_, reply)| line(reply, texts))
        .collect();
    newest.reverse();
    newest
}

fn line(reply: &Reply, texts: &Texts) -> String {
    let text = match reply.delivery {
        Delivery::Bounced => texts.earlier_bounced,
        delivery if delivery.is_in_doubt() => texts.earlier_unknown,
        _ => texts.earlier_sent,
    };
    let (who, when) = (mention(&reply.by), blocks::time(reply.at));
    fill(text, &[("who", &who), ("when", &when)])
}
