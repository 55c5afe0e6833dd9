//! What a person should look at once more before a reply goes out. Pure: it finds, others word it.

use serde::{Deserialize, Serialize};

use super::contact_form::is_machine;
use super::language::is_in_latin_letters;
use super::{Address, Automatic, InboundMail, Mailbox, OutgoingMail, language_of, recipients};
use pii::{CustomerText, open_templates};

/// Something in a reply that is easily a mistake. None of them forbids sending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// The text promises an attachment, and there is none.
    AttachmentPromised,
    /// The salutation names somebody who occurs nowhere in the customer's mail.
    OtherName {
        /// The name in the salutation, without its honorific.
        written: CustomerText,
        /// The customer's name as far as the mail tells.
        expected: Option<CustomerText>,
    },
    /// The salutation is a Japanese name without 様.
    HonorificMissing {
        /// The line.
        written: CustomerText,
    },
    /// A mail address in the text that is in no part of the conversation.
    OtherAddress {
        /// The address.
        address: Address,
    },
    /// A template was not filled in: `{{customer_name}}`, `[Your Name]`, `○○様`.
    TemplateOpen {
        /// What is open, as it is written.
        open: Vec<CustomerText>,
    },
    /// It goes to a person who has not written in this conversation before.
    Newcomer,
    /// A machine wrote the mail, and the reply goes back to that machine: an absence note, a bounce.
    NobodyReads,
    /// A contact form's robot gets the reply, and the customer that the form names does not.
    GoesToForm {
        /// Who wrote in the form.
        customer: Mailbox,
    },
    /// The reply is in another language than the customer's mail.
    OtherLanguage {
        /// What the customer wrote in, as an English word: `German`.
        customer: String,
        /// What the reply is in.
        reply: String,
    },
    /// An emoji that only the team's workspace has: the customer would read its name.
    EmojiName {
        /// Between its colons.
        name: String,
    },
    /// Invisible characters were in the text, and are left out of the mail.
    HiddenCharacters {
        /// Which, as Unicode names them: `U+202E`.
        codes: Vec<String>,
    },
    /// Words that only a model writes: marks of its reasoning, or what it says around a draft.
    WordsOfAModel {
        /// The words.
        words: CustomerText,
    },
}

/// Looks a reply over against the mail that it answers.
pub fn check(reply: &OutgoingMail, parent: &InboundMail) -> Vec<Warning> {
    let own: Vec<&str> = reply
        .text
        .expose()
        .lines()
        .filter(|line| !line.trim_start().starts_with(['>', '＞']))
        .collect();
    let mut warnings = Vec::new();
    if reply.files.is_empty() && own.iter().any(|line| promises_attachment(line)) {
        warnings.push(Warning::AttachmentPromised);
    }
    warnings.extend(salutation(&own, parent));
    warnings.extend(other_addresses(&own, reply, parent));
    let open = open_templates(&own.join("\n"));
    if !open.is_empty() {
        warnings.push(Warning::TemplateOpen {
            open: open.into_iter().map(CustomerText::new).collect(),
        });
    }
    if parent.newcomer.is_some() {
        warnings.push(Warning::Newcomer);
    }
    warnings.extend(goes_to_machine(reply, parent));
    warnings.extend(other_language(parent.text.expose(), &own.join("\n")));
    warnings
}

/// Whether the robot of a form that is not ours sent the mail, as far as is known: a stranger who writes
/// in our name must not be helped to choose a recipient.
fn is_form_elsewhere(parent: &InboundMail, sender: &Mailbox, reply: &OutgoingMail) -> bool {
    is_machine(&sender.address)
        && !parent.has_doubtful_sender()
        && sender.address.ascii_domain() != reply.from.address.ascii_domain()
}

/// Whether the reply only goes where no person reads it.
fn goes_to_machine(reply: &OutgoingMail, parent: &InboundMail) -> Option<Warning> {
    let sender = parent.from.as_ref()?;
    let is_sender = |to: &Mailbox| sender.address.is_same_mailbox(&to.address);
    if reply.to.is_empty() || !reply.to.iter().all(is_sender) {
        return None;
    }
    let customer = parent.contact_form.as_ref();
    let customer = customer.filter(|it| parent.form.is_whole && !is_sender(it));
    match customer {
        Some(customer) if is_form_elsewhere(parent, sender, reply) => Some(Warning::GoesToForm {
            customer: customer.clone(),
        }),
        _ => matches!(parent.automatic, Automatic::Yes(_)).then_some(Warning::NobodyReads),
    }
}

fn promises_attachment(line: &str) -> bool {
    const PROMISES: [&str; 30] = [
        "添付します",
        "添付しました",
        "添付いたし",
        "添付致し",
        "添付してお",
        "添付の通り",
        "添付のとおり",
        "添付をご",
        "添付ファイルをご",
        "添付ファイルの通り",
        "添付ファイルのとおり",
        "添付ファイルにて",
        "添付にて",
        "添付でお送り",
        "添付の資料",
        "別添",
        "i have attached",
        "i've attached",
        "we have attached",
        "we've attached",
        "i am attaching",
        "i'm attaching",
        "we are attaching",
        "please find attached",
        "attached please find",
        "see attached",
        "see the attached",
        "find the attached",
        "attached you will find",
        "attached is",
    ];
    let line = line.to_lowercase().replace('’', "'");
    // "Please find the quotation attached."
    let (_, found) = line.split_once("please find ").unwrap_or_default();
    PROMISES.iter().any(|promise| line.contains(promise)) || found.contains(" attached")
}

/// Judges the first lines: `山田 太郎 様`, `Dear Mr. Yamada,`.
fn salutation(own: &[&str], parent: &InboundMail) -> Option<Warning> {
    let first: Vec<&str> = own
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
        .take(3)
        .collect();
    let expected = name(parent);
    for line in &first {
        let Some(written) = addressed(line) else {
            continue;
        };
        let known = is_known(&written, parent) || is_incomparable(&written, expected.as_ref());
        return (!known).then(|| Warning::OtherName {
            written: CustomerText::new(written),
            expected,
        });
    }
    let line = first.first()?;
    let bare = squeezed(line.trim_end_matches(['、', ',', '，', ' ', '　']));
    let expected = squeezed(expected.as_ref()?.expose());
    let is_name = has_japanese(&bare) && !bare.is_empty() && bare == expected;
    is_name.then(|| Warning::HonorificMissing {
        written: CustomerText::new(*line),
    })
}

/// The customer's name: of the person that a reply addresses.
fn name(parent: &InboundMail) -> Option<CustomerText> {
    parent.addressee().called().cloned()
}

/// The name that a line addresses, if it is a salutation to somebody by name.
fn addressed(line: &str) -> Option<String> {
    const HONORIFICS: [&str; 6] = ["様", "さま", "さん", "殿", "御中", "先生"];
    const NOBODY: [&str; 26] = [
        "お客",
        "ご担当者",
        "担当者",
        "皆",
        "みな",
        "各位",
        "関係者",
        "ご担当",
        "お疲れ",
        "お世話",
        "ご苦労",
        "お得意",
        "お取引先",
        "customer",
        "valued customer",
        "customers",
        "sir",
        "madam",
        "sir or madam",
        "all",
        "there",
        "team",
        "support team",
        "everyone",
        "again",
        "friend",
    ];
    let line = line.trim_end_matches(['、', ',', '，', ':', '：', '!', '！', ' ', '　']);
    if line.chars().count() > 50 {
        return None;
    }
    let japanese = HONORIFICS.iter().find_map(|end| line.strip_suffix(end));
    let name = match japanese {
        Some(name) => name.trim().to_owned(),
        None => {
            let lower = line.to_ascii_lowercase();
            let greeting = ["dear ", "hi ", "hello "]
                .iter()
                .find(|g| lower.starts_with(*g))?;
            let name = &line[greeting.len()..];
            let lower = name.to_ascii_lowercase();
            let title = ["mr. ", "ms. ", "mrs. ", "dr. ", "mr ", "ms ", "mrs ", "dr "]
                .iter()
                .find(|title| lower.starts_with(*title));
            name[title.map_or(0, |title| title.len())..]
                .trim()
                .to_owned()
        }
    };
    // A sentence that happens to end so.
    let is_name = !name.is_empty() && !name.contains(['。', '、', '？', '?']);
    (is_name && !NOBODY.contains(&name.to_lowercase().as_str())).then_some(name)
}

/// True when the name is in the customer's mail: as a name in a header, or in the text.
fn is_known(written: &str, parent: &InboundMail) -> bool {
    // A form's own name, WordPress say, is no person's.
    let choices = recipients(parent, None);
    let mailboxes = choices.iter().flat_map(|choice| &choice.to);
    let mailboxes = mailboxes.filter(|mailbox| !is_machine(&mailbox.address));
    let names = mailboxes.filter_map(|mailbox| mailbox.name.as_ref());
    let addressed = parent.addressee();
    let names = names.chain(&addressed.name).chain(&addressed.company);
    let texts: Vec<String> = names
        .chain([&parent.text, &parent.quoted])
        .map(|text| squeezed(text.expose()))
        .collect();
    let is_in_mail = |name: &str| texts.iter().any(|text| text.contains(&squeezed(name)));
    // All words of it, in any order: "Yamada Taro" is "Taro Yamada".
    is_in_mail(written) || written.split_whitespace().all(is_in_mail)
}

/// True when the name is in one script and the customer's in another: 山田 may be Yamada.
fn is_incomparable(written: &str, expected: Option<&CustomerText>) -> bool {
    expected.is_some_and(|name| has_japanese(name.expose()) != has_japanese(written))
}

fn other_addresses(own: &[&str], reply: &OutgoingMail, parent: &InboundMail) -> Vec<Warning> {
    let domain = |address: &Address| {
        let (_, domain) = address.expose().rsplit_once('@').unwrap_or_default();
        domain.to_ascii_lowercase()
    };
    let ours = domain(&reply.from.address);
    let mailboxes: Vec<&Mailbox> = parent
        .from
        .iter()
        .chain(&parent.reply_to)
        .chain(&parent.to)
        .chain(&parent.cc)
        .chain(&parent.contact_form)
        .chain(&parent.form.other)
        .chain(reply.recipients())
        .collect();
    let written = format!("{}\n{}", parent.text.expose(), parent.quoted.expose()).to_lowercase();
    let mut found: Vec<Address> = Vec::new();
    for address in own.iter().flat_map(|line| addresses_in(line)) {
        let lower = address.expose().to_lowercase();
        let known = domain(&address) == ours
            || written.contains(&lower)
            || found.contains(&address)
            || mailboxes
                .iter()
                .any(|mailbox| mailbox.address.expose().to_lowercase() == lower);
        if !known {
            found.push(address);
        }
    }
    found
        .into_iter()
        .map(|address| Warning::OtherAddress { address })
        .collect()
}

/// The mail addresses in a line.
fn addresses_in(line: &str) -> impl Iterator<Item = Address> {
    let part_of_one = |c: char| c.is_ascii_alphanumeric() || "@._%+-!#$&'*/=?^`{|}~".contains(c);
    line.split(move |c: char| !part_of_one(c))
        .map(|word| word.trim_matches(['.', '-', '\'', '?', '!', '/']))
        .filter(|word| word.contains('@'))
        .filter_map(|word| Address::parse(word).ok())
}

/// The reply's language is told by the same rule as the mail's. Where the one is told and the other
/// is not, the letters may still say that it is another.
fn other_language(mail: &str, reply: &str) -> Option<Warning> {
    let differ = match (language_of(mail), language_of(reply)) {
        (Some(customer), Some(reply)) => (customer != reply).then_some((customer, reply)),
        (Some(customer), None) => script(reply)
            .filter(|script| *script != script_of(customer))
            .map(|script| (customer, script)),
        (None, Some(reply)) => script(mail)
            .filter(|script| *script != script_of(reply))
            .map(|script| (script, reply)),
        (None, None) => None,
    };
    differ.map(|(customer, reply)| Warning::OtherLanguage {
        customer: customer.to_owned(),
        reply: reply.to_owned(),
    })
}

/// Languages in Latin letters, where it cannot be told which one.
const LATIN: &str = "Latin script";
/// All others.
const OTHER: &str = "another script";

/// The letters of a text, where there are enough of them to say something.
fn script(text: &str) -> Option<&'static str> {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let latin = letters.clone().filter(|c| *c < '\u{250}').count();
    let others = letters.count() - latin;
    match others * 5 > latin {
        true => (others >= 5).then_some(OTHER),
        false => (latin >= 20).then_some(LATIN),
    }
}

/// The letters that a language is written in.
fn script_of(language: &str) -> &'static str {
    match is_in_latin_letters(language) {
        true => LATIN,
        false => OTHER,
    }
}

fn has_japanese(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))
}

/// A text without white space, in lower case, for comparing names.
fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::MessageId;

    fn warnings(from: &str, asked: &str, answered: &str) -> Vec<Warning> {
        let parent = InboundMail {
            from: Some(Mailbox {
                name: Some(CustomerText::new(from)),
                address: Address::parse("taro@example.com").unwrap(),
            }),
            text: CustomerText::new(asked),
            ..InboundMail::default()
        };
        warnings_of(&parent, answered)
    }

    fn warnings_of(parent: &InboundMail, answered: &str) -> Vec<Warning> {
        let reply = OutgoingMail {
            logo: None,
            html: None,
            files: vec![],
            message_id: MessageId::parse("1@shop.example").unwrap(),
            date: jiff::Timestamp::UNIX_EPOCH,
            from: Mailbox::bare(Address::parse("support@shop.example").unwrap()),
            to: parent.reply_recipients(),
            cc: vec![],
            bcc: vec![],
            subject: CustomerText::default(),
            in_reply_to: None,
            references: vec![],
            text: CustomerText::new(answered),
        };
        check(&reply, parent)
    }

    fn warnings_of_answering(mail: &str) -> Vec<Warning> {
        let parent = crate::parse(mail.replace('\n', "\r\n").as_bytes());
        warnings_of(&parent, "Thank you for your message.")
    }

    #[test]
    fn an_answer_to_a_machine_is_looked_at_once_more() {
        for header in [
            "Auto-Submitted: auto-replied",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
            "X-Autoreply: yes",
        ] {
            let mail =
                format!("From: x@example.net\nTo: support@shop.example\n{header}\n\nI am away.\n");
            assert_eq!(
                warnings_of_answering(&mail),
                [Warning::NobodyReads],
                "{header}"
            );
        }
        let person = "From: x@example.net\nTo: support@shop.example\n\nHello.\n";
        assert_eq!(warnings_of_answering(person), []);
    }

    #[test]
    fn an_answer_to_the_robot_of_a_form_names_the_customer_in_it() {
        let form = |sender: &str| {
            format!(
                "From: {sender}\nTo: support@shop.example\nSubject: New submission\n\n\
                 Name: Oliver Grant\nEmail: oliver@example.org\nMessage: Do you ship to Ireland?\n"
            )
        };
        for robot in [
            "form@example.com",
            "no-reply@forms.example",
            "wordpress@blog.example",
        ] {
            let warnings = warnings_of_answering(&form(robot));
            let [Warning::GoesToForm { customer }] = warnings.as_slice() else {
                panic!("{robot}: {warnings:?}");
            };
            assert_eq!(customer.address.expose(), "oliver@example.org");
        }
        // A person who writes such lines about themselves is answered where they wrote from.
        assert_eq!(warnings_of_answering(&form("oliver@elsewhere.example")), []);
    }

    const ASKED: &str = "お世話になっております。納期はいつでしょうか。";
    const FINE: &str = "山田 太郎 様\n\nお世話になっております。納期は来週です。";

    #[test]
    fn a_fine_reply_has_no_warning() {
        assert_eq!(warnings("山田太郎", ASKED, FINE), []);
        assert_eq!(
            warnings(
                "山田 太郎",
                ASKED,
                "株式会社山田\n山田様\n\n納期は来週です。"
            ),
            []
        );
        assert_eq!(warnings("Taro Yamada", ASKED, FINE), [], "another script");
        assert_eq!(
            warnings(
                "",
                "佐藤です。納期はいつですか。",
                "佐藤様\n納期は来週です。"
            ),
            []
        );
        assert_eq!(warnings("山田", ASKED, "お客様\n\n納期は来週です。"), []);
        assert_eq!(
            warnings("山田", ASKED, "お疲れ様です。\nお疲れ様\n納期は来週です。"),
            []
        );
        assert_eq!(
            warnings(
                "Taro Yamada",
                "When will my order arrive? Thank you.",
                "Dear Mr. Yamada,\n\nIt will arrive next week."
            ),
            []
        );
    }

    #[test]
    fn a_promised_attachment_is_noticed() {
        for text in [
            "見積書を添付いたします。",
            "添付ファイルをご確認ください。",
            "添付の通りです。",
            "Please find attached the invoice.",
            "Please find the quotation attached.",
            "I’ve attached the invoice.",
        ] {
            let all = warnings("", "", text);
            assert!(all.contains(&Warning::AttachmentPromised), "{text}");
        }
        for text in [
            "写真を添付してください。",
            "添付いただいた写真を確認しました。",
            "> 見積書を添付いたします。",
            "the file you attached",
            "I could not find what you attached",
        ] {
            let all = warnings("", "", text);
            assert!(!all.contains(&Warning::AttachmentPromised), "{text}");
        }
    }

    #[test]
    fn another_name_is_noticed() {
        let all = warnings("山田太郎", ASKED, "佐藤様\n\n納期は来週です。");
        assert!(
            matches!(&all[..], [Warning::OtherName { written, .. }] if written.expose() == "佐藤"),
            "{all:?}"
        );
        let all = warnings(
            "Taro Yamada",
            "When will my order arrive? Thank you.",
            "Hello Jiro,\nIt will arrive next week.",
        );
        assert!(
            matches!(&all[..], [Warning::OtherName { written, .. }] if written.expose() == "Jiro"),
            "{all:?}"
        );
    }

    #[test]
    fn a_missing_honorific_is_noticed() {
        let all = warnings("山田 太郎", ASKED, "山田太郎\n\n納期は来週です。");
        assert!(
            matches!(&all[..], [Warning::HonorificMissing { .. }]),
            "{all:?}"
        );
    }

    #[test]
    fn an_address_from_elsewhere_is_noticed() {
        let text = "山田様\n連絡先は taro@example.com、billing@shop.example、other@elsewhere.example です。";
        let all = warnings("山田", ASKED, text);
        let address = Address::parse("other@elsewhere.example").unwrap();
        assert_eq!(all, [Warning::OtherAddress { address }]);
        let asked = format!("{ASKED} other@elsewhere.example");
        assert_eq!(warnings("山田", &asked, text), []);
    }

    #[test]
    fn another_language_is_noticed() {
        for (asked, answered, other) in [
            (ASKED, "Your order will arrive next week.", true),
            (
                "When will my order arrive? Thank you.",
                "納期は来週です。よろしくお願いします。",
                true,
            ),
            (
                "您好，我想询问订单的情况。",
                "納期は来週です。よろしくお願いします。",
                true,
            ),
            (
                ASKED,
                "納期は https://shop.example/orders/tracking/number/12345 でご確認いただけます。",
                false,
            ),
            ("?", "Your order will arrive next week.", false),
            (
                "Wo bleibt mein Paket? Ich warte schon seit zwei Wochen.",
                "Thank you for your mail. Your parcel will arrive next week.",
                true,
            ),
            (
                "Wo bleibt mein Paket? Ich warte schon seit zwei Wochen.",
                "Guten Tag, Ihr Paket kommt nächste Woche an. Mit freundlichen Grüßen",
                false,
            ),
            (
                "Thank you, got it! One more question.",
                "Merci beaucoup. Votre colis est arrivé hier.",
                true,
            ),
            ("OK", "Votre colis est arrivé hier. Merci.", false),
            ("我要退货", "承知いたしました。返品を承ります。", true),
        ] {
            let all = warnings("", asked, answered);
            let noticed = all
                .iter()
                .any(|w| matches!(w, Warning::OtherLanguage { .. }));
            assert_eq!(noticed, other, "{answered}");
        }
    }

    #[test]
    fn debug_shows_no_text() {
        let all = warnings(
            "山田太郎",
            ASKED,
            "佐藤様\n納期は a@elsewhere.example です。",
        );
        let shown = format!("{all:?}");
        assert!(
            !shown.contains("佐藤") && !shown.contains("elsewhere"),
            "{shown}"
        );
    }
}
