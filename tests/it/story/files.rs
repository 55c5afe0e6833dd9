//! Files: the customer's in the card's thread when a person wants to see them, a person's own with the
//! reply.

use std::time::Duration;

use inquiry::Event;
use mail::{file, parse};
use mailbox::Outbox;
use replybot::config::ServeConfig;
use replybot::flow::forget::{Erased, Reach, erase};
use replybot::flow::sweep::sweep;
use slack_sim::{Delivery, Place};

use crate::story::bench::{
    Bench, Card, Mail, Modal, SATO, SUZUKI, Setup, bench, bench_with, complete,
};
use crate::story::facts::run_prove;
use crate::story::forget::everywhere;
use crate::support::proxy::Fault;

const FILES: &str = "files_action";
const NEW: &str = "new_files_block";
const KEPT: &str = "enclosed_files_block";

/// A mail with a photo, a page and a program.
fn with_photo() -> Mail {
    let text = "--x\nContent-Type: text/plain; charset=utf-8\n\nWould it fit in this room? See the photo.\n\
        --x\nContent-Type: image/png; name=room.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n\
        --x\nContent-Type: text/html; name=page.html\nContent-Disposition: attachment\n\n<script>1</script>\n\
        --x\nContent-Type: image/jpeg; name=real.jpg\nContent-Disposition: attachment\n\nMZ program\n--x--\n";
    Mail::new("photo@example.com")
        .with("Content-Type", "multipart/mixed; boundary=x")
        .saying(text)
}

/// The names of the files in the channel.
fn shown(b: &Bench) -> Vec<String> {
    let messages = b.workspace.messages();
    let files = messages.iter().filter_map(|it| it["files"].as_array());
    files
        .flatten()
        .map(|it| it["name"].as_str().unwrap().to_owned())
        .collect()
}

async fn opened(b: &Bench, mail: &Mail) -> (Card, Modal) {
    let card = b.receive(mail).await;
    let modal = b.click_and_wait(SATO, &card).await;
    (card, modal)
}

fn put(b: &Bench, panel: &Modal, name: &str, content: &[u8]) {
    let place = (panel.view_id.as_str(), NEW, "files");
    let kind = (name, "application/pdf");
    let put = b
        .workspace
        .choose_file(&panel.person, place, kind, content.to_vec());
    assert_eq!(put, Delivery::Kept);
}

/// A person attaches a file in the panel.
pub async fn attach(b: &Bench, modal: &Modal, name: &str, content: &[u8]) {
    let panel = b.push(modal, FILES).await;
    put(b, &panel, name, content);
    assert_eq!(b.submit(&panel).await, Delivery::Closed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customers_photo_is_in_the_thread_when_a_person_wants_to_see_it_and_what_does_harm_never()
{
    bench(async |b| {
        let (card, modal) = opened(b, &with_photo()).await;
        assert_eq!(shown(b), Vec::<String>::new(), "nothing by itself");
        let panel = b.push(&modal, FILES).await;
        let text = b.text(&panel);
        assert!(
            text.contains("room.png (1 kB)") && text.contains("can do harm"),
            "{text}"
        );
        b.press(&panel, "show_files_action").await;
        assert_eq!(shown(b), ["room.png"]);
        let text = b.text(&panel);
        assert!(text.contains("in the thread"), "{text}");
        // Once is enough.
        b.press(&panel, "show_files_action").await;
        assert_eq!(shown(b), ["room.png"]);
        let stored = b.stored(&card.id).await;
        assert_eq!(stored.shown_files.len(), 1);
        assert_eq!(stored.shown_files[0].sharing_since, None);

        // Erased with the customer, in Slack and in the data folder.
        let outbox = Outbox::new(b.data().join("outbox"));
        let reach = Reach {
            slack: Some((&b.app.slack, b.app.look.texts)),
            ..everywhere(b, &outbox)
        };
        let kept = || std::fs::read_dir(b.data().join("mails")).unwrap().count();
        assert_eq!(kept(), 1);
        erase(reach, stored, &mut Erased::default()).await.unwrap();
        assert_eq!((kept(), shown(b)), (0, Vec::new()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_may_hold_a_virus_shows_no_file() {
    bench(async |b| {
        let mail = with_photo().with("X-SES-Virus-Verdict", "FAIL");
        let (_, modal) = opened(b, &mail).await;
        let panel = b.push(&modal, FILES).await;
        let text = b.text(&panel);
        assert!(text.contains("may hold a virus"), "{text}");
        let place = Place::View {
            view_id: panel.view_id.clone(),
        };
        let pressed = b.workspace.click(SATO, &place, "show_files_action").await;
        assert!(matches!(pressed, Delivery::NotThere { .. }), "{pressed:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_out_with_the_reply_as_it_is_and_not_with_the_next_one() {
    bench(async |b| {
        let (card, modal) = opened(b, &Mail::new("1@example.com")).await;
        b.write(&modal, "Please find the invoice attached.");
        let content = b"%PDF-1.7\r\n\x00\xff invoice";
        attach(b, &modal, "請求書.pdf", content).await;
        let text = b.text(&modal);
        assert!(text.contains("Attached: 請求書.pdf (1 kB)"), "{text}");
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("Please find the invoice attached.")
        );
        // What is promised is there, so nothing is asked.
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        b.until(|b| b.smtp.taken().len() == 1).await;
        let sent = b.smtp.taken()[0].clone();
        let mail = parse(sent.as_bytes());
        assert_eq!(mail.attachments.len(), 1, "{sent}");
        assert_eq!(mail.attachments[0].name.expose(), "請求書.pdf");
        let got = file(sent.as_bytes(), &mail.attachments[0].digest);
        assert_eq!(got.as_deref(), Some(&content[..]));
        assert!(
            mail.text
                .expose()
                .contains("Please find the invoice attached.")
        );
        b.all_work_done().await;
        let stored = b.stored(&card.id).await;
        assert_eq!(stored.enclosed, []);
        let reply = stored.newest_reply().unwrap();
        assert_eq!(
            reply.mail.files[0].sha256.len(),
            64,
            "it is part of the approval"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_the_knowledge_goes_out_as_it_was_when_it_was_chosen_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let prices = folder.path().join("prices.pdf");
    std::fs::write(&prices, b"%PDF prices of May").unwrap();
    std::fs::write(folder.path().join("page.md"), "# A page\n\nText.\n").unwrap();
    std::fs::create_dir(folder.path().join("internal")).unwrap();
    std::fs::write(folder.path().join("internal/margins.pdf"), "secret").unwrap();
    let path: &'static str = folder.path().to_str().unwrap().to_owned().leak();
    let setup = Setup {
        environment: vec![("KNOWLEDGE", path)],
        ..Setup::default()
    };
    const MENU: &str = "knowledge_file_block";
    bench_with(setup, async |b| {
        let (card, modal) = opened(b, &Mail::new("1@example.com")).await;
        b.write(&modal, "Please find our prices attached.");
        let panel = b.push(&modal, FILES).await;
        let text = b.text(&panel);
        assert!(text.contains("prices.pdf (1 kB)"), "{text}");
        assert!(
            !text.contains("margins") && !text.contains("page.md"),
            "{text}"
        );
        b.choose(&panel, MENU, "prices.pdf").await;
        assert_eq!(b.submit(&panel).await, Delivery::Closed);
        let text = b.text(&modal);
        assert!(text.contains("Attached: prices.pdf (1 kB)"), "{text}");

        // Changed after it was chosen: nothing is sent.
        std::fs::write(&prices, b"%PDF prices of June").unwrap();
        b.submit(&modal).await;
        b.all_work_done().await;
        b.until(|b| b.text(&modal).contains("Nothing has gone out"))
            .await;
        let failure = b.stored(&card.id).await.failure.unwrap();
        assert!(failure.detail.contains("choose it again"), "{failure:?}");
        assert_eq!(b.smtp.taken().len(), 0);

        // Chosen again, it takes the place of what it was.
        let panel = b.push(&modal, FILES).await;
        b.choose(&panel, MENU, "prices.pdf").await;
        assert_eq!(b.submit(&panel).await, Delivery::Closed);
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        b.until(|b| b.smtp.taken().len() == 1).await;
        let sent = b.smtp.taken()[0].clone();
        let mail = parse(sent.as_bytes());
        let got = file(sent.as_bytes(), &mail.attachments[0].digest);
        assert_eq!(got.as_deref(), Some(&b"%PDF prices of June"[..]));
        assert_eq!(mail.attachments[0].content_type, "application/pdf");
        b.all_work_done().await;
        let proven = run_prove(&b.data(), &[card.id.as_str()]);
        assert!(proven.status.success(), "{proven:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reply_goes_out_as_html_too_where_that_is_set_and_its_proof_holds() {
    let setup = Setup {
        environment: vec![("REPLY_HTML", "true"), ("REPLY_SIGNATURE", "Example Shop")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let (card, modal) = opened(b, &Mail::new("1@example.com")).await;
        let text = "Dear Taro Yamada,\n\n<b>1 < 2</b>: the invoice is attached.";
        b.write(&modal, text);
        attach(b, &modal, "invoice.pdf", b"%PDF-1.7").await;
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        b.until(|b| b.smtp.taken().len() == 1).await;
        let sent = b.smtp.taken()[0].clone();
        for part in [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
        ] {
            assert!(sent.contains(part), "{part} in\n{sent}");
        }
        let mail = parse(sent.as_bytes());
        assert!(
            mail.text.expose().starts_with(text),
            "{}",
            mail.text.expose()
        );
        assert_eq!(mail.attachments.len(), 1);
        b.all_work_done().await;
        let proven = run_prove(&b.data(), &[card.id.as_str()]);
        assert!(proven.status.success(), "{proven:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_taken_out_or_that_the_screen_did_not_show_does_not_go_out() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let sato = b.click_and_wait(SATO, &card).await;
        attach(b, &sato, "a.pdf", b"one").await;
        attach(b, &sato, "b.pdf", b"two").await;
        let panel = b.push(&sato, FILES).await;
        let stored = b.stored(&card.id).await;
        let second = &stored.enclosed[1].place;
        b.choose(&panel, KEPT, second).await;
        b.submit(&panel).await;
        let text = b.text(&sato);
        assert!(!text.contains("a.pdf") && text.contains("b.pdf"), "{text}");
        // A colleague opens it, and then a file is added that their screen does not show.
        let suzuki = b.click_and_wait(SUZUKI, &card).await;
        attach(b, &sato, "c.pdf", b"three").await;
        assert!(!b.text(&suzuki).contains("c.pdf"));
        b.send_anyway(&suzuki).await;
        b.until(|b| b.smtp.taken().len() == 1).await;
        let mail = parse(b.smtp.taken()[0].as_bytes());
        let names: Vec<&str> = mail.attachments.iter().map(|it| it.name.expose()).collect();
        assert_eq!(names, ["b.pdf"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_a_mail_takes_is_refused_beneath_the_choice() {
    bench(async |b| {
        let (card, modal) = opened(b, &Mail::new("1@example.com")).await;
        let panel = b.push(&modal, FILES).await;
        for name in ["a.pdf", "b.pdf"] {
            put(b, &panel, name, &vec![b'x'; 9 * 1024 * 1024]);
        }
        let refused = b.submit(&panel).await;
        let Delivery::Errors { errors } = refused else {
            panic!("{refused:?}")
        };
        assert!(errors[NEW].contains("17 MB"), "{errors:?}");
        assert_eq!(b.stored(&card.id).await.enclosed, []);
    })
    .await;
}

/// Pictures and PDFs are shown by themselves.
fn by_themselves() -> Setup {
    Setup {
        environment: vec![
            ("SLACK_CARD_CONTENT", "full"),
            ("SLACK_CARD_FILES", "png, JPG,pdf"),
        ],
        ..Setup::by_hand()
    }
}

/// Two pictures of this mail are what they say; the channel sees mails in full.
fn with_pictures() -> Mail {
    let text = "--x\nContent-Type: text/plain; charset=utf-8\n\nSee the photos.\n\
        --x\nContent-Type: image/png; name=\"=?utf-8?B?6YOo5bGL?=.PNG\"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n\
        --x\nContent-Type: image/png; name=one.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgoAAAA=\n\
        --x\nContent-Type: text/csv; name=list.csv\nContent-Disposition: attachment\n\na,b\n\
        --x\nContent-Type: text/html; name=page.html\nContent-Disposition: attachment\n\n<script>1</script>\n\
        --x\nContent-Type: image/png; name=page.png\nContent-Disposition: attachment\n\n<html><script>1</script></html>\n\
        --x\nContent-Type: image/jpeg; name=real.jpg\nContent-Disposition: attachment\n\nMZ program\n--x--\n";
    let mail = Mail::new("photos@example.com").with("Content-Type", "multipart/mixed; boundary=x");
    Mail {
        personal: vec![],
        ..mail.saying(text)
    }
}

const BOTH: [&str; 2] = ["部屋.PNG", "one.png"];

#[tokio::test(flavor = "multi_thread")]
async fn files_of_allowed_kinds_are_in_the_thread_without_a_click_once_however_many_sweep() {
    bench_with(by_themselves(), async |b| {
        let card = b.receive(&with_pictures()).await;
        let sweeps = std::iter::repeat_with(|| b.sweep()).take(4);
        futures_util::future::join_all(sweeps).await;
        assert_eq!(shown(b), BOTH);
        b.let_pass(Duration::from_secs(3600)).await;
        assert_eq!(b.sweep().await.shown, 0, "nothing is left to be done");
        let stored = b.stored(&card.id).await;
        assert!(stored.slack.notices.is_empty());
        let who: Vec<_> = stored
            .history
            .iter()
            .filter(|it| it.event == Event::FilesShown)
            .collect();
        assert_eq!((who.len(), &who[0].by), (1, &None));
        // A person who clicks gets the rest.
        let modal = b.click(SATO, &card).await;
        b.write_drafts().await;
        b.until(|b| b.reply(&modal).is_some()).await;
        let panel = b.push(&modal, FILES).await;
        b.press(&panel, "show_files_action").await;
        assert_eq!(shown(b), ["部屋.PNG", "one.png", "list.csv"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_of_a_mail_in_doubt_is_shown_by_itself() {
    for (header, value) in [
        ("X-SES-Virus-Verdict", "FAIL"),
        ("X-SES-Spam-Verdict", "FAIL"),
    ] {
        bench_with(by_themselves(), async |b| {
            b.receive(&with_pictures().with(header, value)).await;
            b.sweep().await;
            assert_eq!(shown(b), Vec::<String>::new(), "{header}");
        })
        .await;
    }
    // Nor of any mail, where it is not set.
    let setup = Setup {
        environment: vec![("SLACK_CARD_CONTENT", "full")],
        ..Setup::by_hand()
    };
    bench_with(setup, async |b| {
        b.receive(&with_pictures()).await;
        b.sweep().await;
        assert_eq!(shown(b), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_file_is_in_the_thread_once_whatever_call_fails_and_wherever_the_process_ends() {
    const CALLS: [&str; 2] = ["files.getUploadURLExternal", "files.completeUploadExternal"];
    let faults = [
        Fault::Unavailable,
        Fault::LosesItsAnswer,
        Fault::Error("internal_error"),
        Fault::Waits,
    ];
    for (call, fault) in CALLS.iter().flat_map(|call| faults.map(|it| (*call, it))) {
        bench_with(by_themselves(), async |b| {
            b.receive(&with_pictures()).await;
            b.slack.fail(call, fault);
            if fault == Fault::Waits {
                // It ends before it has the answer; the call may be carried out all the same.
                let app = b.app.clone();
                let ends = tokio::spawn(async move { sweep(&app, None).await.is_ok() });
                b.until(|b| b.slack.waiting() == 1).await;
                ends.abort();
                let _ = ends.await;
                b.slack.go_on();
            } else {
                b.sweep().await;
            }
            for _ in 0..3 {
                b.let_pass(Duration::from_secs(600)).await;
                b.sweep().await;
            }
            let mut shown = shown(b);
            shown.sort();
            assert_eq!(shown, ["one.png", "部屋.PNG"], "{call} {fault:?}");
        })
        .await;
    }
    // What Slack does not want, ever, stands in no other file's way.
    bench_with(by_themselves(), async |b| {
        let card = b.receive(&with_pictures()).await;
        b.slack
            .fail(CALLS[1], Fault::Error("posting_to_channel_denied"));
        b.sweep().await;
        assert_eq!(shown(b), ["one.png"]);
        let stored = b.stored(&card.id).await;
        assert_eq!((stored.shown_files.len(), stored.work()), (1, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_shown_by_itself_is_looked_at_at_the_start() {
    let said = |values: &[(&str, &str)]| {
        let read = ServeConfig::read(&complete(values), false);
        read.map(|it| it.app.card_files.0)
            .map_err(|it| it.to_string())
    };
    let full = ("SLACK_CARD_CONTENT", "full");
    let files = |list| ("SLACK_CARD_FILES", list);
    assert_eq!(said(&[files("off")]), Ok(vec![]));
    let taken = said(&[full, files("PNG, jpg")]);
    assert_eq!(taken, Ok(vec!["png".to_owned(), "jpg".to_owned()]));
    for (values, why) in [
        (&[files("png")][..], "SLACK_CARD_CONTENT=full"),
        (&[full, files("png,html")], "do harm"),
        (&[full, files("png,.pdf")], "no list of endings"),
        (&[full, files("*")], "no list of endings"),
    ] {
        let refused = said(values).unwrap_err();
        assert!(refused.contains(why), "{refused}");
    }
}
