//! What is promised, checked from outside: by what Slack shows, what the mail server took, what the
//! model was asked and what was logged.

use crate::world::{Letter, OUTSIDER, SECRETS, Sent, WORDS, World, word_in};

/// What has to be true at every moment.
pub fn at_any_time(world: &World) -> Vec<String> {
    let mut broken = Vec::new();
    let taken = World::sent(world.smtp.taken());
    let acknowledged = World::sent(world.smtp.acknowledged());
    one_submit_one_mail(world, &taken, &mut broken);
    sent_means_sent(world, &acknowledged, &mut broken);
    typed_text_stays(world, &acknowledged, &mut broken);
    refusals(world, &mut broken);
    an_outsider_sees_and_does_nothing(world, &mut broken);
    broken
}

/// What has to be true once nothing is due any more.
pub fn at_rest(world: &World, letters: &[Letter]) -> Vec<String> {
    let mut broken = at_any_time(world);
    let taken = World::sent(world.smtp.taken());
    let acknowledged = World::sent(world.smtp.acknowledged());
    for letter in letters {
        one_card_each(world, letter, &mut broken);
        the_outcome_is_said(world, letter.word, &taken, &acknowledged, &mut broken);
    }
    no_modal_waits(world, &mut broken);
    nothing_personal(world, &mut broken);
    broken.extend(world.llm.faults());
    broken
}

fn one_card_each(world: &World, letter: &Letter, broken: &mut Vec<String>) {
    let word = letter.word;
    let cards = world.cards(word);
    if cards.len() != 1 {
        broken.push(format!(
            "{} cards for the mail about the {word}",
            cards.len()
        ));
    }
    for (_, text) in cards {
        if [
            "A draft is being written",
            "is being sent",
            "reply goes out at",
        ]
        .iter()
        .any(|waits| text.contains(waits))
        {
            broken.push(format!("a card waits for ever:\n{text}"));
        }
    }
}

/// Every mail was approved by a person, and every one after the first by a person who was asked
/// about an earlier one on the screen that they submitted, unless a person had said that an earlier
/// one did not go out.
fn one_submit_one_mail(world: &World, taken: &[Sent], broken: &mut Vec<String>) {
    let ledger = &world.ledger;
    for sent in taken.iter().filter(|it| it.word.is_none()) {
        broken.push(format!("a mail went to somebody else: {:?}", sent.text));
    }
    for (word, passes_on) in crate::world::WORDS
        .into_iter()
        .flat_map(|word| [(word, false), (word, true)])
    {
        let is_of_word = |it: &&Sent| it.word == Some(word) && it.passes_on == passes_on;
        let of_word: Vec<&Sent> = taken.iter().filter(is_of_word).collect();
        let approved = ledger.approved.get(word).map_or(&[][..], Vec::as_slice);
        let mut uninformed = 0;
        for (index, sent) in of_word.iter().enumerate() {
            let same = || approved.iter().filter(|it| it.is(sent));
            if same().next().is_none() {
                broken.push(format!(
                    "nobody approved {:?} for the {word}, {}",
                    sent.text, sent.around
                ));
            }
            uninformed += usize::from(index > 0 && !same().any(|it| it.insists));
        }
        if of_word.len() > approved.len() {
            broken.push(format!("more mails than submissions about the {word}"));
        }
        if uninformed > ledger.unsent.get(word).copied().unwrap_or_default() {
            let texts: Vec<&str> = of_word.iter().map(|it| it.text.as_str()).collect();
            broken.push(format!(
                "a second mail about the {word} went out, whose author was not asked: {texts:?}"
            ));
        }
    }
}

fn sent_means_sent(world: &World, acknowledged: &[Sent], broken: &mut Vec<String>) {
    let is_sent = |word| {
        world.ledger.marked.contains(word)
            || acknowledged.iter().any(|sent| sent.word == Some(word))
    };
    let cards = crate::world::WORDS
        .into_iter()
        .flat_map(|word| world.cards(word));
    let cards = cards
        .map(|(_, text)| text)
        .filter(|text| text.contains(" replied ("));
    let views = world
        .views()
        .into_iter()
        .map(|view_id| world.text(&view_id));
    let says = ["The reply has been sent", "返信を送信しました。"];
    let views = views.filter(|text| says.iter().any(|said| text.contains(said)));
    for text in cards.chain(views) {
        let word = word_in(&text);
        if !word.is_some_and(is_sent) {
            broken.push(format!(
                "this is called sent, and no mail server took it:\n{text}"
            ));
        }
    }
}

fn typed_text_stays(world: &World, acknowledged: &[Sent], broken: &mut Vec<String>) {
    for view_id in world.views() {
        let Some(typed) = world.ledger.typed.get(&view_id) else {
            continue;
        };
        let shown = world.text(&view_id);
        let is_on_its_way = typed.submitted
            && ([
                "is being sent",
                "Sending in",
                "返信を送信しています",
                "秒で送信します",
            ]
            .iter()
            .any(|said| shown.contains(said))
                || acknowledged.iter().any(|sent| sent.text == typed.text));
        if !shown.contains(&typed.text) && !is_on_its_way {
            broken.push(format!(
                "{:?} was typed into {view_id}, which shows:\n{shown}",
                typed.text
            ));
        }
    }
}

fn the_outcome_is_said(
    world: &World,
    word: &'static str,
    taken: &[Sent],
    acknowledged: &[Sent],
    broken: &mut Vec<String>,
) {
    let is_of_word = |sent: &&Sent| sent.word == Some(word) && !sent.passes_on;
    let count = |mails: &[Sent]| mails.iter().filter(is_of_word).count();
    let ledger = &world.ledger;
    let is_settled = ledger.marked.contains(word) || ledger.unsent.contains_key(word);
    if count(taken) == 0 || ledger.insisted(word) || is_settled {
        return;
    }
    for (_, text) in world.cards(word) {
        // SES has reported what became of each mail.
        let says_unknown = text.contains("It is not certain") && world.ses.is_none();
        let says_bounced = text.contains("bounced") && ledger.bounced.contains(word);
        let says_sent = text.contains(" replied (") && count(acknowledged) > 0;
        // What became of it is said beneath.
        let says_closed = text.contains("Closed")
            && ledger.closed.contains(word)
            && ["is not certain", "sent a reply before", "bounced"]
                .iter()
                .any(|said| text.contains(said));
        if !says_unknown && !says_sent && !says_closed && !says_bounced {
            broken.push(format!(
                "a mail about the {word} went out, and the card says:\n{text}"
            ));
        }
    }
}

fn no_modal_waits(world: &World, broken: &mut Vec<String>) {
    for view_id in world.views() {
        let text = world.text(&view_id);
        let waits = [
            "The AI is writing",
            "is being sent",
            "Sending in",
            "Translating…",
            "AI が下書きを書いています",
            "返信を送信しています",
            "秒で送信します",
            "翻訳しています…",
        ]
        .iter()
        .any(|waits| text.contains(waits));
        // What a customer wrote before is as it was when the person looked.
        let is_of_then = text.starts_with("Other inquiries of this customer");
        if waits && !is_of_then {
            broken.push(format!("{view_id} waits for ever:\n{text}"));
        }
    }
}

fn an_outsider_sees_and_does_nothing(world: &World, broken: &mut Vec<String>) {
    let mut seen = world.workspace.open_views(OUTSIDER);
    seen.extend(world.workspace.home(OUTSIDER));
    for view_id in seen {
        let text = world.text(&view_id);
        if word_in(&text).is_some() || WORDS.iter().any(|word| text.contains(word)) {
            broken.push(format!("an outsider sees:\n{text}"));
        }
    }
    for message in world.workspace.messages() {
        if message.to_string().contains(OUTSIDER) {
            broken.push(format!("an outsider did something: {message}"));
        }
    }
}

fn refusals(world: &World, broken: &mut Vec<String>) {
    let mut unanswered = Vec::new();
    for refusal in world.workspace.refusals() {
        match (refusal.method.as_str(), refusal.error.as_str()) {
            // A person may close a modal at the moment when it is updated, or laid another over.
            ("views.update" | "views.push", "not_found") | ("views.update", "hash_conflict") => {}
            (_, "no_acknowledgement") => unanswered.push(format!("{refusal:?}")),
            _ => broken.push(format!("Slack refused: {refusal:?}")),
        }
    }
    if unanswered.len() > world.ledger.unanswered {
        broken.push(format!(
            "an interaction was not acknowledged: {unanswered:?}"
        ));
    }
}

fn nothing_personal(world: &World, broken: &mut Vec<String>) {
    let asked = world.llm.prompts().concat();
    let channel = serde_json::to_string(&world.workspace.messages()).unwrap();
    for secret in SECRETS {
        for (place, text) in [("the model", &asked), ("the channel", &channel)] {
            if text.contains(secret) {
                broken.push(format!("{secret:?} reached {place}"));
            }
        }
    }
}
