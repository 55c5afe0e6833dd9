//! Finding an inquiry again: by a search in the home tab, and by what the customer wrote before.

use std::time::Duration;

use inquiry::Event;
use mail::MessageId;
use slack_sim::{Delivery, Place};
use store::message_key;

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, bench};

const EARLIER: &str = "customer_history_action";

fn from(number: u32, who: &str, subject: &str, text: &str) -> Mail {
    Mail::new(&format!("{number}@example.com"))
        .with("From", who)
        .with("Subject", subject)
        .saying(text)
}

async fn home(b: &Bench) -> Place {
    assert_eq!(b.workspace.open_home(SATO).await, Delivery::Acknowledged);
    let view_id = b.workspace.home(SATO).expect("a published view");
    Place::View { view_id }
}

/// Types into the home tab, and presses the button.
async fn look_for(b: &Bench, place: &Place, query: &str) -> String {
    let Place::View { view_id } = place else {
        panic!("no view")
    };
    // A client keeps the limit of the input, but need not.
    let typed = |block_id| {
        b.workspace
            .type_text(view_id, block_id, "home_query", query)
    };
    let typed = ["home_search", "home_search_again"].map(typed);
    assert!(typed.contains(&Delivery::Kept));
    press(b, place, "home_find").await
}

async fn press(b: &Bench, place: &Place, button: &str) -> String {
    let pressed = b.workspace.click(SATO, place, button).await;
    assert_eq!(pressed, Delivery::Acknowledged);
    b.workspace.visible_text(place)
}

async fn answered(b: &Bench, mail: &Mail, text: &str) -> Card {
    let card = b.receive(mail).await;
    let modal = b.click_and_wait(SATO, &card).await;
    b.write(&modal, text);
    b.send_anyway(&modal).await;
    b.workspace.close(SATO, &modal.view_id).await;
    b.clock.advance(Duration::from_secs(60));
    card
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inquiry_is_found_by_sender_subject_and_number_whatever_became_of_it() {
    bench(async |b| {
        let taro = "\"Taro Yamada\" <taro.yamada@example.com>";
        let mails = [
            from(1, taro, "Kettle", "My order A-1234 arrived broken."),
            from(2, "hanako@example.org", "Teapot", "Is there a blue one?"),
            from(3, taro, "Invoice", "Please send it again."),
        ];
        answered(b, &mails[0], "Dear Taro Yamada, a new one is on its way.").await;
        let closed = b.receive(&mails[1]).await;
        b.act(SATO, &closed, "close_inquiry", None).await;
        b.receive(&mails[2]).await;
        let place = home(b).await;
        for (query, found, not_found) in [
            ("a1234", vec!["Kettle"], vec!["Teapot", "Invoice"]),
            ("Ａ−１２３４", vec!["Kettle"], vec!["Teapot", "Invoice"]),
            ("teapot", vec!["Teapot"], vec!["Kettle", "Invoice"]),
            ("yamada", vec!["Kettle", "Invoice"], vec!["Teapot"]),
            (
                "TARO.YAMADA@example.com",
                vec!["Invoice", "Kettle"],
                vec!["Teapot"],
            ),
            ("yamada broken", vec!["Kettle"], vec!["Invoice", "Teapot"]),
            ("on its way", vec!["Kettle"], vec!["Invoice"]),
            // An identifier of a test is as short as a part of an order number.
            (closed.id.as_str(), vec!["Teapot"], vec!["Invoice"]),
            (
                "samovar",
                vec!["There is no inquiry with “samovar”"],
                vec!["Kettle"],
            ),
        ] {
            let text = look_for(b, &place, query).await;
            for it in found {
                assert!(text.contains(it), "{query}: {it} in {text}");
            }
            for it in not_found {
                assert!(!text.contains(it), "{query}: {it} in {text}");
            }
            assert!(text.contains("All inquiries that are kept"), "{text}");
        }
        // The newest first; nothing personal is shown, and what was found can be opened.
        let text = look_for(b, &place, "yamada").await;
        assert!(text.find("Invoice") < text.find("Kettle"), "{text}");
        assert!(
            !text.contains("Taro") && !text.contains("taro.yamada"),
            "{text}"
        );
        b.somebody_answers();
        let opened = b.workspace.click(SATO, &place, "generate_reply_action");
        assert_eq!(opened.await, Delivery::Acknowledged);
        assert_eq!(b.workspace.open_views(SATO).len(), 1);
        let text = press(b, &place, "refresh_home").await;
        assert!(text.contains("Waiting: *1*"), "{text}");
        let text = look_for(b, &place, "  ").await;
        assert!(text.contains("Waiting: *1*"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_query_says_formats_nothing_and_its_length_is_bounded() {
    bench(async |b| {
        let place = home(b).await;
        let text = look_for(b, &place, "<!channel> *x*").await;
        assert!(text.contains("“&lt;!channel&gt;"), "{text}");
        // A client that keeps no limit.
        let text = look_for(b, &place, &"&".repeat(50).replace('&', "&x")).await;
        assert!(text.contains("There is no inquiry"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_fits_on_a_page_is_found_further_back() {
    bench(async |b| {
        for number in 0..45 {
            let subject = format!("Question {number:02}");
            b.deliver(&from(number, "a@example.com", &subject, "Hello."))
                .await;
            b.clock.advance(Duration::from_secs(1));
        }
        let place = home(b).await;
        for query in ["question", "a@example.com"] {
            let mut text = look_for(b, &place, query).await;
            let mut seen = 0;
            loop {
                let listed = text.matches("Question ").count();
                for line in text.lines().filter_map(|it| it.split("Question ").nth(1)) {
                    let number: usize = line[..2].parse().unwrap();
                    assert_eq!(number, 44 - seen, "{query}: {text}");
                    seen += 1;
                }
                assert!(listed <= 20, "{text}");
                if text.contains("All inquiries that are kept") {
                    break;
                }
                text = press(b, &place, "home_find_on").await;
            }
            assert_eq!(seen, 45, "{query}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customers_last_three_inquiries_and_their_answers_are_a_click_away_and_masked() {
    bench(async |b| {
        let taro = "\"Taro Yamada\" <taro.yamada@example.com>";
        for (number, subject) in ["Oldest", "Kettle", "Teapot"].iter().enumerate() {
            let number = u32::try_from(number).unwrap();
            let mail = from(number, taro, subject, "Call me at 090-1234-5678.");
            let answer = format!("Dear Taro Yamada, answer {number}: 03-5555-1234.");
            answered(b, &mail, &answer).await;
        }
        let other = from(7, "hanako@example.org", "Samovar", "Hello.");
        answered(b, &other, "Dear customer, hello.").await;
        // Another spelling of the same mailbox.
        let newest = from(8, "taro.yamada+shop@EXAMPLE.com", "Cup", "And a cup?");
        b.receive(&newest).await;
        b.clock.advance(Duration::from_secs(60));
        let card = b.receive(&from(9, taro, "Invoice", "Please.")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "Half a sent");
        let panel = b.push(&modal, EARLIER).await;
        let text = b.text(&panel);
        for part in [
            "Cup",
            "Teapot",
            "Kettle",
            "answer 2",
            "No reply was sent",
            "[PHONE_",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(text.find("Cup") < text.find("Teapot"), "{text}");
        for part in [
            "Oldest", "Samovar", "Invoice", "Taro", "090-1234", "03-5555",
        ] {
            assert!(!text.contains(part), "{part} in {text}");
        }
        assert!(!was_opened_last(b, "2@example.com").await);
        show_all(b, &panel).await;
        let text = b.text(&panel);
        for part in ["Taro", "090-1234-5678", "03-5555-1234"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(
            was_opened_last(b, "2@example.com").await,
            "it is written down"
        );
        show_all(b, &panel).await;
        assert!(!b.text(&panel).contains("090-1234"));
        b.workspace.close(SATO, &panel.view_id).await;
        assert_eq!(b.reply(&modal).as_deref(), Some("Half a sent"));
    })
    .await;
}

async fn show_all(b: &Bench, panel: &Modal) {
    let place = Place::View {
        view_id: panel.view_id.clone(),
    };
    let pressed = b.workspace.click(SATO, &place, "customer_unmask").await;
    assert_eq!(pressed, Delivery::Acknowledged);
}

/// True when the last thing that happened to the inquiry of this mail is that it was opened.
async fn was_opened_last(b: &Bench, message_id: &str) -> bool {
    let key = message_key(&MessageId::parse(message_id).unwrap());
    let id = b.app.store.by_message(&key).await.unwrap().unwrap();
    let history = b.stored(&id).await.history;
    history.last().unwrap().event == Event::Opened
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_of_one_inquiry_has_no_others() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let panel = b.push(&modal, EARLIER).await;
        let text = b.text(&panel);
        assert!(text.contains("has no other inquiry"), "{text}");
    })
    .await;
}
