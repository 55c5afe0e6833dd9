//! Where only certain people may send, nobody else does, and they are told so politely.

use slack_sim::Delivery;

use crate::story::bench::{Mail, SATO, SUZUKI, Setup, bench_with};
use crate::support::proxy::Fault;

fn only(senders: &'static str) -> Setup {
    Setup {
        environment: vec![("SENDERS_ALLOWED", senders)],
        ..Setup::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_send_is_told_beneath_the_input_and_who_may_sends() {
    bench_with(only("U0000002"), async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let written = b.reply(&modal);
        let refused = b.submit(&modal).await;
        let Delivery::Errors { errors } = refused else {
            panic!("{refused:?}")
        };
        let told = errors.values().next().unwrap();
        assert!(told.contains("Only certain members"), "{told}");
        assert_eq!(b.reply(&modal), written, "the text stays");
        assert_eq!(b.smtp.taken().len(), 0);
        let modal = b.click_and_wait(SUZUKI, &card).await;
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_members_of_a_user_group_may_send_as_slack_knows_them_now() {
    bench_with(only("S0001"), async |b| {
        b.workspace.set_group("S0001", &[SUZUKI]);
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert!(matches!(b.submit(&modal).await, Delivery::Errors { .. }));
        b.workspace.set_group("S0001", &[SUZUKI, SATO]);
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_slacks_word_on_a_group_nothing_is_sent() {
    bench_with(only("S0001"), async |b| {
        b.workspace.set_group("S0001", &[SATO]);
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.slack
            .fail("usergroups.users.list", Fault::Error("missing_scope"));
        assert!(matches!(b.submit(&modal).await, Delivery::Errors { .. }));
        assert_eq!(b.smtp.taken().len(), 0);
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
    })
    .await;
}
