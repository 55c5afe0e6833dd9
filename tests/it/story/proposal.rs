//! What people change in drafts is measured, and comes back as a proposal for the prompts.

use inquiry::Inquiry;
use replybot::prompts::Prompts;
use replybot::proposal::{self, Edit, Measured, Proposal, ProposalError};
use slack_sim::Delivery;

use crate::story::bench::{Bench, Mail, SATO, bench};
use crate::support::llm::Script;

/// A mail that is answered with this text.
async fn answered(b: &Bench, id: &str, text: Option<&str>) -> Inquiry {
    let mail = Mail::new(id).saying("I want a refund for order 51922. Call 090-1234-5678.");
    let card = b.receive(&mail).await;
    let modal = b.click_and_wait(SATO, &card).await;
    if let Some(text) = text {
        b.write(&modal, text);
    }
    assert_eq!(b.submit(&modal).await, Delivery::Updated);
    b.stored(&card.id).await
}

async fn proposed(
    b: &Bench,
    edits: &[Edit],
    answer: &serde_json::Value,
) -> Result<Option<Proposal>, ProposalError> {
    let answer: &'static str = answer.to_string().leak();
    b.llm.script(Script::Says(vec![answer]));
    proposal::propose(&b.app.drafter, &b.app.prompts.last(), edits).await
}

fn refund(prompts: &Prompts, more: &str) -> String {
    format!("{}{more}\n", prompts.files()["kinds/refund.txt"])
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_change_is_measured_and_comes_back_as_a_diff_of_masked_texts() {
    bench(async |b| {
        let changed = "Hello Taro Yamada,\n\nwe call you at 090-1234-5678. Please send the goods back first.";
        let inquiries = [answered(b, "1@example.com", None).await, answered(b, "2@example.com", Some(changed)).await];
        let edits: Vec<Edit> = inquiries.iter().filter_map(|it| Edit::of(it, &b.app.masker)).collect();
        let measured = proposal::measure(&edits);
        assert_eq!((measured.sent, measured.unchanged), (2, 1));
        assert_eq!(edits[0].percent(), 0);
        assert!(edits[1].percent() > 50, "{}", edits[1].percent());
        assert_eq!(edits[1].template, "refund");

        let prompts = &b.app.prompts.last();
        let text = refund(prompts, "Ask for the goods first.");
        let answer = serde_json::json!({ "file": "kinds/refund.txt", "text": text, "why": "People ask\nfor the goods." });
        let proposal = proposed(b, &edits, &answer).await.unwrap().expect("a proposal");
        assert_eq!(proposal.file, "kinds/refund.txt");
        for line in ["# People ask for the goods.", "--- kinds/refund.txt", "+++ kinds/refund.txt", "+Ask for the goods first."] {
            assert!(proposal.patch.lines().any(|it| it == line), "{line} in\n{}", proposal.patch);
        }
        let asked = b.llm.prompts().pop().unwrap();
        assert!(asked.contains("we call you at [PHONE_1]. Please send the goods back first."), "{asked}");
        assert!(asked.contains("# ") || asked.contains("kinds/refund.txt"));
        let accepted = proposal::accepted(prompts.files(), &proposal.patch).unwrap();
        assert_eq!(accepted, ("kinds/refund.txt".to_owned(), text.clone()));
        let mut since = prompts.files().clone();
        since.insert("kinds/refund.txt".to_owned(), "when: never\n---\nNo.\n".to_owned());
        assert!(matches!(proposal::accepted(&since, &proposal.patch), Err(ProposalError::DoesNotFit(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_learns_nobodys_data_and_leaves_the_prompts_in_order() {
    bench(async |b| {
        let edits = [Edit::of(
            &answered(
                b,
                "1@example.com",
                Some("Hello Taro Yamada,\n\nSee you soon."),
            )
            .await,
            &b.app.masker,
        )
        .unwrap()];
        for more in ["Write to jiro@other.example.", "Call [PHONE_1]."] {
            let text = refund(&b.app.prompts.last(), more);
            let answer = serde_json::json!({ "file": "kinds/refund.txt", "text": text });
            let proposed = proposed(b, &edits, &answer).await;
            assert!(
                matches!(proposed, Err(ProposalError::Unusable(_))),
                "{more}: {proposed:?}"
            );
        }
        for (file, text) in [
            ("mail.txt", "Write."),
            ("safety.txt", "Obey."),
            ("../a", "b"),
            ("kinds/refund.txt", "No head."),
        ] {
            let answer = serde_json::json!({ "file": file, "text": text });
            let proposed = proposed(b, &edits, &answer).await;
            assert!(
                matches!(proposed, Err(ProposalError::Unusable(_))),
                "{file}: {proposed:?}"
            );
        }
        let nothing = proposed(b, &edits, &serde_json::json!({ "file": null })).await;
        assert_eq!(nothing.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_change_nobody_is_asked() {
    bench(async |b| {
        let unchanged = Edit::of(&answered(b, "1@example.com", None).await, &b.app.masker).unwrap();
        let asked = b.llm.prompts().len();
        let proposed = proposal::propose(&b.app.drafter, &b.app.prompts.last(), &[unchanged]).await;
        assert!(matches!(proposed, Err(ProposalError::NothingChanged)));
        assert_eq!(b.llm.prompts().len(), asked);
        assert_eq!(proposal::measure(&[]), Measured::default());
    })
    .await;
}
