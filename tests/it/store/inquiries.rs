//! Inquiries to store.

use inquiry::language::Language;
use inquiry::{
    About, Acknowledgement, Approval, Card, Cause, Caution, Checked, CheckedFact, ContextId,
    Deliveries, Delivery, Draft, Drafts, Editing, Event, FactOrigin, FactSource, Failure, Feedback,
    Generation, HistoryEntry, Inquiry, Lease, Length, Masked, MaskedFile, Modal, ModalState, Money,
    Notice, Origin, Person, Reply, Says, Scheduled, ShownFile, SlackView, Snooze, Source, State,
    Step, Team, Template, Tone, TraceParent, Translating, Translation, Unread, Usage, Verdict,
    Wish, Worker,
};
use jiff::{SignedDuration, Timestamp};
use mail::{
    Address, Addressees, Attachment, Automatic, Bounce, Doubt, Enclosed, Encryption, Form,
    InboundMail, Inline, Lists, Mailbox, MessageId, Newcomer, OutgoingMail, Rewritten,
};
use pii::{CustomerText, Placeholders};
use replybot::prompts::own_words;

pub fn id(text: &str) -> ContextId {
    ContextId::parse(text).unwrap()
}

/// Now, to the second, so that `due_at` and `expires_at` lose nothing.
pub fn now() -> Timestamp {
    Timestamp::from_second(Timestamp::now().as_second()).unwrap()
}

pub fn seconds(count: i64) -> SignedDuration {
    SignedDuration::from_secs(count)
}

pub fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

/// An inquiry that has just come in, due at once.
pub fn fresh(name: &str, at: Timestamp) -> Inquiry {
    let mail = InboundMail {
        from: Some(mailbox("Taro Yamada", "taro@example.com")),
        subject: CustomerText::new("Where is my order?"),
        text: CustomerText::new("My number is 090-1234-5678."),
        ..InboundMail::default()
    };
    let masked = Masked {
        body: own_words("My number is [PHONE_1]."),
        subject: own_words("Where is my order?"),
        sender: own_words("[NAME_1]"),
        files: Vec::new(),
        placeholders: placeholders(),
    };
    let received = Inquiry::received(id(name), mail, at, at + days(30));
    Inquiry { masked, ..received }
}

/// An inquiry in which nothing is empty. Every field is named, so that a new one is stored, too.
pub fn full(name: &str, at: Timestamp) -> Inquiry {
    let person = Person {
        id: "U012AB3CD".to_owned(),
        name: "佐藤".to_owned(),
    };
    Inquiry {
        id: id(name),
        version: 1,
        state: State::Failed,
        received_at: at + SignedDuration::from_nanos(123_456_789),
        expires_at: at + days(30),
        mail: inbound(at),
        mailbox: Some("sales".to_owned()),
        begun_by: Some(person.clone()),
        about: Some(About {
            id: id("customers"),
            customer: Some("taro@example.com".to_owned()),
        }),
        masked: Masked {
            body: own_words("電話は [PHONE_1] です\n\u{1f600}\t\"\\"),
            subject: own_words("荷物 [NAME_1]"),
            sender: own_words("[NAME_1]"),
            files: vec![MaskedFile {
                digest: "00ff".to_owned(),
                name: own_words("[NAME_1].pdf"),
                text: own_words("電話は [PHONE_1]"),
                left_out: vec![documents::LeftOut::Pictures, documents::LeftOut::Rest],
            }],
            placeholders: placeholders(),
        },
        origins: vec![
            Origin::Gmail {
                id: "18c".to_owned(),
            },
            Origin::S3 {
                bucket: "mails".to_owned(),
                key: "in/1".to_owned(),
            },
        ],
        shown_files: vec![ShownFile {
            digest: "00ff".to_owned(),
            file: "F1".to_owned(),
            sharing_since: Some(at),
        }],
        enclosed: vec![Enclosed {
            name: CustomerText::new("請求書.pdf"),
            content_type: "application/pdf".to_owned(),
            size: 7,
            sha256: String::new(),
            place: "F2".to_owned(),
        }],
        slack: SlackView {
            card: Some(Card {
                channel: "C012".to_owned(),
                ts: "1764000000.000100".to_owned(),
            }),
            thread_ts: Some("1795489200.000001".to_owned()),
            newer_mails: 2,
            notices: vec![Notice {
                key: "sent-1".to_owned(),
                says: Says::Sent(1),
                due_at: at + seconds(5),
                tried: true,
            }],
            modals: vec![Modal {
                external_id: format!("ai-reply-{name}-1"),
                person: Some(person.clone()),
                state: ModalState::OwnWords {
                    key: "block-1".to_owned(),
                    inputs: vec![(
                        "editable_reply_block_1".to_owned(),
                        CustomerText::new("Hello"),
                    )],
                    view_hashes: vec!["1795489257.h0001".to_owned()],
                },
                language: Some(Language::En),
                addressees: Some(Addressees {
                    to: Some("from".to_owned()),
                    cc: Some(vec![1, 3]),
                    ticked_all: 2,
                    rewritten: Rewritten {
                        recipients: Some(Lists {
                            to: vec![mailbox("山田", "taro@example.com")],
                            cc: vec![mailbox("", "jiro@example.com")],
                            bcc: vec![mailbox("", "archive@example.com")],
                        }),
                        subject: Some(CustomerText::new("別の件名")),
                    },
                }),
                signature: Some(CustomerText::new("佐藤")),
                saved_at: Some(at + seconds(2)),
                closed: true,
                shows: Some(7),
                opening_until: Some(at + seconds(3)),
            }],
            translating: vec![Translating {
                by: Some(person.clone()),
                worker: Some("worker-2".to_owned()),
                external_id: "translation-1".to_owned(),
                over: "ai-reply-1".to_owned(),
                until: at + seconds(90),
            }],
            needs_sync: true,
            revision: 9,
            told_by: Some(id("another")),
            tells_of: 7,
        },
        team: Team {
            assignee: Some(person.clone()),
            snoozed: Some(Snooze {
                until: at + days(1),
                by: person.clone(),
            }),
            editing: Some(Editing {
                person: person.clone(),
                external_id: format!("ai-reply-{name}-1"),
                until: at + seconds(600),
            }),
        },
        drafts: Drafts {
            versions: vec![Draft {
                number: 3,
                text: own_words("Dear [NAME_1],"),
                model: Some("model-1".to_owned()),
                at,
                cautions: vec![
                    Caution::BankAccount,
                    Caution::UnknownLink("elsewhere.example".to_owned()),
                ],
                sources: Some(vec![Source {
                    file: "shipping.md".to_owned(),
                    title: own_words("Shipping"),
                    heading: own_words("Costs"),
                    internal: true,
                    score: 240,
                    text: own_words("500 yen"),
                }]),
                generation: Some(Generation {
                    asked: own_words("Dear team, [NAME_1] writes"),
                    template: Template {
                        name: "refund".to_owned(),
                        version: "3f2a".to_owned(),
                    },
                    usage: Usage {
                        input: 812,
                        output: 144,
                        cached: 512,
                        guessed: true,
                    },
                    cost: Some(Money(208)),
                    asked_by: Some(person.clone()),
                    took_ms: 2_340,
                    reused: true,
                    cut_off: true,
                }),
                wish: Some(wish()),
                feedback: Some(Feedback {
                    verdict: Verdict::Bad,
                    reason: Some(own_words("[NAME_1] is not a customer.")),
                    by: person.clone(),
                    at,
                }),
            }],
            checked: vec![Checked::new(
                &CustomerText::new("It costs ¥550."),
                vec![CheckedFact {
                    words: CustomerText::new("¥550"),
                    start: 9,
                    kind: facts::Kind::Amount,
                    verdict: facts::Verdict::Contradicts,
                    source: Some(FactSource {
                        origin: FactOrigin::Knowledge {
                            title: CustomerText::new("送料"),
                        },
                        file: Some(CustomerText::new("order.pdf")),
                        words: CustomerText::new("送料 600円"),
                        sha256: "9f86d081".to_owned(),
                    }),
                    instead: Some(CustomerText::new("600円")),
                }],
            )],
            wish: Some(wish()),
            translation: Some(Translation {
                language: "Japanese".to_owned(),
                text: own_words("[NAME_1]です"),
            }),
        },
        delivery: Deliveries {
            scheduled: Some(Scheduled {
                until: at + seconds(9),
                before: State::Sent,
                failure: None,
            }),
            recalled: Some(Reply {
                mail: outgoing(at),
                written: None,
                addressees: Addressees::default(),
                by: person.clone(),
                at,
                external_id: "ai-reply-1".to_owned(),
                accepted_as: None,
                delivery: Delivery::UnderWay,
                acknowledged: vec![Acknowledgement::Bounced(3), Acknowledgement::Closed],
                approval: None,
            }),
            replies: vec![Reply {
                mail: outgoing(at),
                written: Some(CustomerText::new("Hello")),
                addressees: Addressees {
                    to: None,
                    cc: Some(vec![]),
                    ..Addressees::default()
                },
                by: person.clone(),
                at,
                external_id: format!("ai-reply-{name}-1"),
                accepted_as: Some("0100-abc".to_owned()),
                delivery: Delivery::Bounced,
                acknowledged: Vec::new(),
                approval: Some(Approval {
                    proof: None,
                    sha256: "9f86d081".to_owned(),
                    draft: Some(3),
                    changed: Some(17),
                }),
            }],
        },
        failure: Some(Failure {
            step: Step::Reply,
            cause: Cause::Refused,
            detail: "550 5.1.1".to_owned(),
        }),
        worker: Worker {
            lease: Some(Lease {
                owner: "worker-1".to_owned(),
                until: at + seconds(30),
            }),
            asked_until: Some(at),
            asked_again: 3,
            due_at: at + SignedDuration::from_millis(30_250),
        },
        unread: Unread::default(),
        trace: TraceParent::parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        history: vec![HistoryEntry {
            at,
            event: Event::ReplyRefused,
            by: Some(person),
            detail: "550 5.1.1".to_owned(),
        }],
    }
}

fn wish() -> Wish {
    Wish {
        instruction: Some(own_words("Offer [NAME_1] a call.")),
        tone: Some(Tone::Apologetic),
        length: Some(Length::Shorter),
        language: Some("English".to_owned()),
        previous: Some(own_words("Dear [NAME_1],")),
    }
}

fn inbound(at: Timestamp) -> InboundMail {
    InboundMail {
        by_us: true,
        also_named: vec![CustomerText::new("山田")],
        message_id: MessageId::parse("<1@example.com>"),
        in_reply_to: vec![MessageId::parse("<0@example.com>").unwrap()],
        references: vec![MessageId::parse("<a@example.com>").unwrap()],
        from: Some(mailbox("山田 太郎", "taro@example.com")),
        reply_to: vec![mailbox("", "reply@example.com")],
        to: vec![mailbox("Shop", "support@shop.example")],
        cc: vec![mailbox("Hanako", "hanako@example.com")],
        subject: CustomerText::new("荷物 \u{1f4e6}"),
        date: Some(at),
        utc_offset: Some(9 * 60 * 60),
        text: CustomerText::new("電話は 090-1234-5678 です\n\n-- \n太郎"),
        quoted: CustomerText::new("> お問い合わせ\n> ありがとうございます"),
        signature: CustomerText::new("-- \n太郎"),
        contact_form: Some(mailbox("Jiro", "jiro@example.com")),
        attachments: vec![Attachment {
            name: CustomerText::new("領収書.pdf"),
            content_type: "application/pdf".to_owned(),
            size: u64::from(u32::MAX) + 1,
            digest: "00112233445566778899aabbccddeeff".to_owned(),
        }],
        form: Form {
            other: Some(mailbox("", "jiro@home.example")),
            name: Some(CustomerText::new("Jiro")),
            company: Some(CustomerText::new("株式会社青空")),
            is_whole: true,
            is_believed: true,
            sender_is_named: true,
        },
        forwarded: Some(mailbox("Saburo", "saburo@example.com")),
        delivered_to: vec![Address::parse("info@shop.example").unwrap()],
        original_from: Some(mailbox("", "shiro@example.com")),
        list_id: "support.shop.example".to_owned(),
        newcomer: Some(Newcomer::OtherAddress),
        own_address: Address::parse("support@shop.example").ok(),
        doubts: vec![Doubt::Spam, Doubt::Sender("DMARC".to_owned())],
        automatic: Automatic::Doubtful("List-Id".to_owned()),
        unreadable: true,
        encryption: Some(Encryption::Pgp),
        simplified: true,
        sender_is_unproven: true,
        bounce: Some(Bounce {
            recipients: Vec::new(),
            about: vec![MessageId::parse("<2@shop.example>").unwrap()],
            why: "550 5.1.1 no such user".to_owned(),
        }),
    }
}

fn outgoing(at: Timestamp) -> OutgoingMail {
    OutgoingMail {
        html: Some(1),
        logo: Some(Inline {
            content_type: "image/png".to_owned(),
            sha256: "00ff".to_owned(),
            width: 24,
            height: 12,
        }),
        files: vec![],
        message_id: MessageId::parse("<2@shop.example>").unwrap(),
        date: at,
        from: mailbox("Shop", "support@shop.example"),
        to: vec![mailbox("", "taro@example.com")],
        cc: vec![mailbox("Hanako", "hanako@example.com")],
        bcc: vec![mailbox("", "archive@example.com")],
        subject: CustomerText::new("Re: 荷物"),
        in_reply_to: MessageId::parse("<1@example.com>"),
        references: vec![MessageId::parse("<a@example.com>").unwrap()],
        text: CustomerText::new("太郎様\n\nお電話します。"),
    }
}

fn placeholders() -> Placeholders {
    let json = r#"{"[NAME_1]":"山田 太郎","[PHONE_1]":"090-1234-5678"}"#;
    serde_json::from_str(json).unwrap()
}

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox {
        name: (!name.is_empty()).then(|| CustomerText::new(name)),
        address: Address::parse(address).unwrap(),
    }
}
