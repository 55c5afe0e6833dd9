//! What people do: everything that their screens offer.

use std::future::Future;
use std::time::Duration;

use serde_json::Value;
use slack_sim::{Delivery, Place};

use crate::history::History;
use crate::screens::{Offer, asks_about_another, offers};
use crate::world::{PARTNER, PEOPLE, TYPED_PHONE, Typed, around, inputs, passes_on, word_in};

/// The screens of which this history knows what they mean.
const MODAL: &str = "ai_reply_modal_submission";
const CONFIRMATION: &str = "reply_confirmation";

impl History {
    /// Opens an inquiry from its card, or does something else that the card offers.
    pub async fn use_a_card(&mut self) {
        // Most meet at the first inquiry: what goes wrong goes wrong between people.
        let word = match self.dice.percent(60) {
            true => self.letters[0].word,
            false => self.dice.one(&self.letters).word,
        };
        let person = *self.dice.one(&PEOPLE);
        let Some((place, _)) = self.world.cards(word).into_iter().next() else {
            return;
        };
        if self.dice.percent(60) {
            let twice = self.dice.percent(15);
            return self.click(person, word, place, twice).await;
        }
        let Place::Message { ts, .. } = &place else {
            return;
        };
        let messages = self.world.workspace.messages();
        let Some(message) = messages.iter().find(|it| it["ts"] == ts.as_str()) else {
            return;
        };
        let Some(Offer::Click { target, name }) = self.choose(offers(message)) else {
            return;
        };
        self.tell(format!("{person} does {name} on the card of the {word}"));
        if matches!(name.as_str(), "close_inquiry" | "mark_as_spam") {
            self.world.ledger.closed.insert(word);
        }
        let workspace = self.world.workspace.clone();
        self.act(workspace.click(person, &place, target)).await;
    }

    fn choose(&mut self, offers: Vec<Offer>) -> Option<Offer> {
        (!offers.is_empty()).then(|| self.dice.one(&offers).clone())
    }

    pub async fn click(&mut self, person: &str, word: &str, place: Place, twice: bool) {
        let workspace = self.world.workspace.clone();
        self.tell(format!(
            "{person} clicks the card of the {word}{}",
            if twice { ", twice" } else { "" }
        ));
        let click = || workspace.click(person, &place, "generate_reply_action");
        self.act(async {
            if twice {
                tokio::join!(click(), click()).0
            } else {
                click().await
            }
        })
        .await;
    }

    /// Opens the app's home tab, or does what it offers: open an inquiry, choose a language.
    pub async fn use_the_home_tab(&mut self) {
        let person = *self.dice.one(&PEOPLE);
        let workspace = self.world.workspace.clone();
        let home = workspace.home(person).filter(|_| self.dice.percent(60));
        let Some((view_id, view)) = home.and_then(|id| Some((id.clone(), workspace.view(&id)?)))
        else {
            self.tell(format!("{person} opens the home tab"));
            return self.act(workspace.open_home(person)).await;
        };
        let Some(Offer::Click { target, name }) = self.choose(offers(&view)) else {
            return;
        };
        self.tell(format!("{person} does {name} in the home tab"));
        let place = Place::View { view_id };
        self.act(workspace.click(person, &place, target)).await;
    }

    /// Does something in the view on top of a screen: the modal, or a panel over it.
    pub async fn use_a_view(&mut self) {
        let looking = |person: &&str| !self.world.workspace.open_views(person).is_empty();
        let looking: Vec<&str> = PEOPLE
            .into_iter()
            .filter(|person| looking(person))
            .collect();
        if looking.is_empty() {
            return self.use_a_card().await;
        }
        let person = *self.dice.one(&looking);
        let Some(view_id) = self.world.workspace.open_views(person).pop() else {
            return;
        };
        let Some(view) = self.world.workspace.view(&view_id) else {
            return;
        };
        let can_submit = !view["submit"].is_null();
        if view["callback_id"] == CONFIRMATION {
            return match self.dice.percent(60) {
                true => self.insist(person, &view_id).await,
                false => self.close(person, &view_id).await,
            };
        }
        if view["callback_id"] != MODAL {
            return match self.dice.below(10) {
                0..3 => self.close(person, &view_id).await,
                3..6 if can_submit => self.submit_panel(person, &view_id).await,
                _ => self.use_offer(person, &view_id, &view).await,
            };
        }
        match self.dice.below(12) {
            0..2 if can_submit => self.type_into(person, &view_id, &view),
            2..6 if can_submit => self.submit(person, &view_id, &view).await,
            6 if self.dice.percent(50) => self.close(person, &view_id).await,
            7 if self.dice.percent(20) => {
                self.tell(format!("{person} quits Slack with {view_id} open"));
                self.world.workspace.vanish(person);
            }
            _ => self.use_offer(person, &view_id, &view).await,
        }
    }

    async fn use_offer(&mut self, person: &str, view_id: &str, view: &Value) {
        let place = Place::View {
            view_id: view_id.to_owned(),
        };
        let workspace = self.world.workspace.clone();
        match self.choose(offers(view)) {
            None => self.close(person, view_id).await,
            Some(Offer::Type { block_id, .. }) if is_reply(&block_id) => {
                self.type_into(person, view_id, view)
            }
            Some(Offer::Type {
                block_id,
                action_id,
            }) => {
                self.texts += 1;
                let text = match action_id.as_str() {
                    "mail_addresses" if block_id == "mail_to_block" => {
                        (*self.dice.one(&["new@elsewhere.example", "", "no address"])).to_owned()
                    }
                    "mail_addresses" if block_id == "mail_cc_block" => {
                        (*self.dice.one(&[PARTNER, "", "boss@elsewhere.example"])).to_owned()
                    }
                    "mail_addresses" => String::new(),
                    "mail_subject" => format!("Subject {}", self.texts),
                    // A new mail that no customer's is behind is in the stories.
                    "begun_to" if view["callback_id"] == "pass_on" => {
                        "orders@supplier.example".to_owned()
                    }
                    _ => format!("Wish {}: mention {TYPED_PHONE}.", self.texts),
                };
                self.tell(format!("{person} types {text:?} into {action_id}"));
                workspace.type_text(view_id, &block_id, &action_id, &text);
            }
            Some(Offer::Choose { target, name }) => {
                self.tell(format!("{person} chooses {name} in {view_id}"));
                let chosen = workspace.click(person, &place, target).await;
                if chosen != Delivery::Kept {
                    self.tell(format!("  {chosen:?}"));
                }
            }
            Some(Offer::Click { target, name }) => {
                self.tell(format!("{person} presses {name} in {view_id}"));
                self.note_press(person, view_id, &name);
                self.act(workspace.click(person, &place, target)).await;
            }
        }
    }

    /// What a button means for what the people know.
    fn note_press(&mut self, person: &str, view_id: &str, name: &str) {
        let word = word_in(&self.world.text(view_id));
        let ledger = &mut self.world.ledger;
        match name {
            // Another draft takes the place of the text, which becomes a version.
            "another_draft_action" | "retry_draft_action" | "write_myself_action" => {
                ledger.typed.remove(view_id);
            }
            // A source's value takes the place of what was typed, which becomes a version.
            "take_over_fact" => {
                for beneath in self.world.workspace.open_views(person) {
                    ledger.typed.remove(&beneath);
                }
            }
            // The reply that it adds to holds the text.
            "follow_up_action" if ledger.typed.get(view_id).is_some_and(|it| it.submitted) => {
                ledger.typed.remove(view_id);
            }
            "mark_sent_action" => ledger.marked.extend(word),
            "mark_unsent_action" => {
                if let Some(word) = word {
                    *ledger.unsent.entry(word).or_default() += 1;
                }
            }
            _ => {}
        }
    }

    /// What a panel is submitted for may take the place of the text in the modal beneath.
    async fn submit_panel(&mut self, person: &str, view_id: &str) {
        self.tell(format!("{person} submits the panel {view_id}"));
        for beneath in self.world.workspace.open_views(person) {
            self.world.ledger.typed.remove(&beneath);
        }
        let workspace = self.world.workspace.clone();
        self.act(workspace.submit(person, view_id)).await;
    }

    fn type_into(&mut self, person: &str, view_id: &str, view: &Value) {
        let Some((block_id, _)) = inputs(view).into_iter().next() else {
            return;
        };
        self.texts += 1;
        let text = format!("Answer {} of {person}. Call {TYPED_PHONE}.", self.texts);
        self.tell(format!("{person} types {text:?} into {view_id}"));
        self.world
            .workspace
            .type_text(view_id, &block_id, "editable_reply_input", &text);
        self.world.ledger.typed.insert(
            view_id.to_owned(),
            Typed {
                text,
                submitted: false,
            },
        );
    }

    async fn submit(&mut self, person: &str, view_id: &str, view: &Value) {
        let shown = self.world.text(view_id);
        let Some(word) = word_in(&shown) else { return };
        let twice = self.dice.percent(20);
        let texts: Vec<String> = inputs(view).into_iter().map(|(_, text)| text).collect();
        self.tell(format!(
            "{person} submits {view_id} about the {word}{}",
            if twice { ", twice" } else { "" }
        ));
        let ledger = &mut self.world.ledger;
        let text = texts.join("\n").trim().to_owned();
        ledger.approve(word, text, around(view, &shown), passes_on(&shown));
        if let Some(typed) = ledger.typed.get_mut(view_id) {
            typed.submitted = true;
        }
        let workspace = self.world.workspace.clone();
        let submit = || workspace.submit(person, view_id);
        self.act(async {
            if twice {
                tokio::join!(submit(), submit()).0
            } else {
                submit().await
            }
        })
        .await;
    }

    /// Looks at what speaks against sending, and sends anyway.
    async fn insist(&mut self, person: &str, view_id: &str) {
        let looking = self.world.workspace.open_views(person);
        let Some(beneath) = looking.iter().rev().nth(1) else {
            return;
        };
        let Some(view) = self.world.workspace.view(beneath) else {
            return;
        };
        let Some(word) = word_in(&self.world.text(beneath)) else {
            return;
        };
        let twice = self.dice.percent(20);
        self.tell(format!(
            "{person} insists on {view_id} about the {word}{}",
            if twice { ", twice" } else { "" }
        ));
        let about_another = asks_about_another(&self.world.text(view_id));
        let asked = around(&Value::Null, &self.world.text(view_id));
        let beneath_shows = self.world.text(beneath);
        let texts: Vec<String> = inputs(&view).into_iter().map(|(_, text)| text).collect();
        let text = texts.join("\n").trim().to_owned();
        let ledger = &mut self.world.ledger;
        let passes_on = passes_on(&beneath_shows);
        ledger.insist(word, (&text, asked), passes_on, about_another);
        let workspace = self.world.workspace.clone();
        let submit = || workspace.submit(person, view_id);
        self.act(async {
            if twice {
                tokio::join!(submit(), submit()).0
            } else {
                submit().await
            }
        })
        .await;
    }

    async fn close(&mut self, person: &str, view_id: &str) {
        self.tell(format!("{person} closes {view_id}"));
        let workspace = self.world.workspace.clone();
        self.act(workspace.close(person, view_id)).await;
    }

    /// Does what a person does, and excuses the product when it does not live to answer.
    pub async fn act(&mut self, act: impl Future<Output = Delivery>) {
        let before = self.world.workspace.refusals().len();
        tokio::pin!(act);
        let delivery = loop {
            tokio::select! {
                biased;
                delivery = &mut act => break delivery,
                () = tokio::time::sleep(Duration::from_millis(2)) => {
                    if self.world.weather.has_killed() {
                        // The process listens no more: the connection is refused.
                        while self.world.site.listener.accept().is_ok() {}
                    }
                }
            }
        };
        let outcome = match &delivery {
            Delivery::Acknowledged | Delivery::Closed => None,
            other => Some(format!("  {other:?}")),
        };
        outcome.into_iter().for_each(|line| self.tell(line));
        let refusals = self.world.workspace.refusals();
        let unanswered = refusals[before..]
            .iter()
            .filter(|refusal| refusal.error == "no_acknowledgement")
            .count();
        if unanswered > 0 && self.world.weather.has_killed() {
            self.world.ledger.unanswered += unanswered;
        }
    }
}

fn is_reply(block_id: &str) -> bool {
    block_id.starts_with("editable_reply_block")
}
