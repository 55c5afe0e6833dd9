//! What people do who have no business here, and mail servers that return a reply.

use serde_json::{Value, json};
use slack_sim::Place;

use crate::history::History;
use crate::screens::{Offer, offers};
use crate::world::OUTSIDER;

impl History {
    /// A request that must be refused: not Slack's, without a token, or garbage.
    pub async fn somebody_attacks(&mut self) {
        let word = self.dice.one(&self.letters).word;
        let id = self.world.context_id(word).unwrap_or_default();
        let click = json!({
            "type": "block_actions", "user": { "id": "U0666666", "name": "mallory" }, "trigger_id": "1.2.3",
            "actions": [{ "action_id": "generate_reply_action", "type": "button", "block_id": "b",
                "value": json!({ "context_id": id }).to_string() }],
        });
        let garbage = *self.dice.one(&[
            "payload={",
            "payload=[]",
            "payload={\"type\":7}",
            "payload={\"type\":\"view_submission\",\"view\":7}",
        ]);
        let (click, wish) = (format!("payload={click}"), json!({ "context_id": id }));
        let (what, path, body, signed, expected) = match self.dice.below(4) {
            0 => ("an unsigned click", "/slack/events", click, false, 401),
            1 => ("signed garbage", "/slack/events", garbage.into(), true, 400),
            2 => (
                "a wish without a token",
                "/async/generate",
                wish.to_string(),
                false,
                401,
            ),
            _ => (
                "a request for nothing",
                "/slack/secret",
                String::new(),
                false,
                404,
            ),
        };
        self.tell(format!("somebody sends {what}"));
        match self.world.post(path, &body, signed).await {
            // In the moment in which the process ends, no server answers.
            None if self.world.weather.has_killed() => {
                while self.world.site.listener.accept().is_ok() {}
            }
            Some(status) if status == expected => {}
            answer => self
                .broken
                .push(format!("{what} is answered with {answer:?}")),
        }
    }
}

impl History {
    /// A member of the workspace who is not in the channel opens the home tab, or a card, or does
    /// what a card offers.
    pub async fn an_outsider_tries(&mut self) {
        let workspace = self.world.workspace.clone();
        let word = self.dice.one(&self.letters).word;
        let card = self.world.cards(word).into_iter().next();
        let Some((place, _)) = card.filter(|_| self.dice.percent(70)) else {
            self.tell("an outsider opens the home tab");
            return self.act(workspace.open_home(OUTSIDER)).await;
        };
        let messages = workspace.messages();
        let at = |message: &&Value| matches!(&place, Place::Message { ts, .. } if message["ts"] == ts.as_str());
        let offered = messages.iter().find(at).map(offers).unwrap_or_default();
        if offered.is_empty() {
            return;
        }
        if let Offer::Click { target, name } = self.dice.one(&offered).clone() {
            self.tell(format!("an outsider does {name} on the card of the {word}"));
            self.act(workspace.click(OUTSIDER, &place, target)).await;
        }
    }
}

/// The report of a mail server that returns this mail (RFC 3464).
pub fn bounce(mail: &str) -> String {
    let headers = mail.split("\r\n\r\n").next().unwrap_or_default();
    let mut lines = headers.lines();
    let is_id = |line: &&str| line.to_ascii_lowercase().starts_with("message-id:");
    let message_id = lines.find(is_id).unwrap_or_default();
    [
        "Return-Path: <>",
        "From: MAILER-DAEMON@mail.example.com",
        "To: support@shop.example",
        "Subject: Undelivered Mail Returned to Sender",
        "MIME-Version: 1.0",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "It could not be delivered.",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mail.example.com",
        "",
        "Final-Recipient: rfc822; somebody@example.com",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 unknown",
        "",
        "--b",
        "Content-Type: text/rfc822-headers",
        "",
        message_id,
        "",
        "--b--",
        "",
    ]
    .join("\r\n")
}
