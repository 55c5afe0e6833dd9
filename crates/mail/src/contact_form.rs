//! Mails that a web form sent: the customer is in the text, not in `From`.

use super::{Address, InboundMail, Mailbox, address_list};
use pii::CustomerText;

/// Words that stand before the customer's address, in lower case.
const ADDRESS_LABELS: [&str; 20] = [
    "メールアドレス",
    "ご連絡先メールアドレス",
    "お客様メールアドレス",
    "連絡先メールアドレス",
    "メールアドレス(確認)",
    "メールアドレス（確認）",
    "メールアドレス(確認用)",
    "メールアドレス（確認用）",
    "メール",
    "eメール",
    "e-mailアドレス",
    "返信先メールアドレス",
    "email",
    "e-mail",
    "mail",
    "mail address",
    "email address",
    "e-mail address",
    "your email",
    "your e-mail",
];

/// Words that stand before the customer's name, in lower case.
const NAME_LABELS: [&str; 14] = [
    "お名前",
    "名前",
    "氏名",
    "ご氏名",
    "お客様名",
    "お客様氏名",
    "担当者名",
    "ご担当者名",
    "お名前(漢字)",
    "お名前（漢字）",
    "name",
    "your name",
    "full name",
    "customer name",
];

/// Words that stand before the customer's name and address.
const SENDER_LABELS: [&str; 4] = ["from", "差出人", "送信者", "sender"];

/// Local parts that forms send from, letters and digits only.
const FORM_SENDERS: [&str; 16] = [
    "noreply",
    "donotreply",
    "form",
    "mailform",
    "webform",
    "contactform",
    "contact",
    "inquiry",
    "otoiawase",
    "toiawase",
    "wordpress",
    "webmaster",
    "www",
    "wwwdata",
    "apache",
    "nobody",
];

/// A form's mail has fewer lines than that.
const LONGEST_FORM: usize = 1000;

/// The customer behind a form's mail. All of this has to hold, so that nobody writes himself into
/// another one's mail:
///
/// 1. there is no `Reply-To`: a form that sets it has said who the customer is;
/// 2. the sender is a form: `From` is missing, is such a name as `no-reply` or `wordpress`, or is at
///    the domain that the mail went to;
/// 3. the new text has a labelled field (`メールアドレス:`, `Email:`) with an address, and all such
///    fields have the same one, which is neither the sender's nor a recipient's.
pub(super) fn customer(mail: &InboundMail) -> Option<Mailbox> {
    if !mail.reply_to.is_empty() || !from_a_form(mail) {
        return None;
    }
    let text = mail.text.expose();
    // `From: Hanako <hanako@example.com>`, as WordPress's forms write into the text.
    let senders: Vec<Mailbox> = fields(text, &SENDER_LABELS)
        .flat_map(address_list::parse)
        .collect();
    let mut addresses: Vec<Address> = fields(text, &ADDRESS_LABELS)
        .filter_map(address_in)
        .chain(senders.iter().map(|sender| sender.address.clone()))
        .collect();
    addresses.dedup_by(|a, b| a.expose().eq_ignore_ascii_case(b.expose()));
    let [address] = &addresses[..] else {
        return None;
    };
    let ours = mail.from.iter().chain(&mail.to).chain(&mail.cc);
    if ours
        .map(|mailbox| &mailbox.address)
        .any(|known| known.expose().eq_ignore_ascii_case(address.expose()))
    {
        return None;
    }
    let name = fields(text, &NAME_LABELS)
        .map(super::one_line)
        .find(|name| !name.is_empty() && name.chars().count() <= 60)
        .map(CustomerText::new)
        .or_else(|| senders.into_iter().find_map(|sender| sender.name));
    Some(Mailbox {
        name,
        address: address.clone(),
    })
}

fn from_a_form(mail: &InboundMail) -> bool {
    let Some(from) = &mail.from else {
        return true;
    };
    let Some((local, domain)) = from.address.expose().rsplit_once('@') else {
        return false;
    };
    let local: String = local
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    FORM_SENDERS.contains(&local.as_str())
        || mail.to.iter().any(|to| {
            let to = to.address.expose().rsplit_once('@');
            to.is_some_and(|(_, to)| to.eq_ignore_ascii_case(domain))
        })
}

/// The values of the fields with one of these labels: behind the label, or on the next line.
fn fields<'t>(text: &'t str, labels: &'static [&'static str]) -> impl Iterator<Item = &'t str> {
    let mut lines = text.lines().take(LONGEST_FORM).peekable();
    std::iter::from_fn(move || {
        loop {
            let line = lines.next()?;
            let Some(value) = labelled(line, labels) else {
                continue;
            };
            if !value.is_empty() {
                return Some(value);
            }
            if let Some(next) = lines.peek() {
                return Some(next.trim());
            }
        }
    })
}

/// What follows the label, if the line begins with one: `Email: x`, `【メールアドレス】x`, `■メール`.
fn labelled<'t>(line: &'t str, labels: &[&str]) -> Option<&'t str> {
    let line =
        line.trim_start_matches(|c: char| c.is_whitespace() || "■●◆◇□○・*-【[［<".contains(c));
    let separator = |c: char| ":：】]］>=＝\t".contains(c);
    let (label, value) = match line.find(separator) {
        Some(at) => {
            let (label, value) = line.split_at(at);
            let value = value.trim_start_matches(|c: char| separator(c) || c.is_whitespace());
            (label, value)
        }
        None => (line, ""),
    };
    // "(required)" and the like.
    let label = label
        .trim()
        .trim_end_matches(['*', '＊'])
        .replace("必須", "")
        .to_lowercase();
    let label = label.trim_end_matches(|c: char| c.is_whitespace() || "()（）[]".contains(c));
    let known = labels
        .iter()
        .any(|known| *known == label || known.trim_end_matches([')', '）']) == label);
    known.then_some(value.trim())
}

/// The address at the start of a field's value; `x@y <x@y>` is how links in HTML come out.
fn address_in(value: &str) -> Option<Address> {
    let word = value
        .split(|c: char| c.is_whitespace() || "<>()（）,、".contains(c))
        .find(|word| !word.is_empty())?;
    Address::parse(word).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn form(text: &str) -> Option<String> {
        let mail = InboundMail {
            from: Some(Mailbox::bare(
                Address::parse("no-reply@shop.example").unwrap(),
            )),
            to: vec![Mailbox::bare(
                Address::parse("support@shop.example").unwrap(),
            )],
            text: CustomerText::new(text),
            ..InboundMail::default()
        };
        customer(&mail).map(|mailbox| mailbox.display())
    }

    #[test]
    fn fields_of_many_forms_are_found() {
        for text in [
            "メールアドレス: h@example.com",
            "【メールアドレス】h@example.com",
            "■メールアドレス\nh@example.com",
            "[メールアドレス] h@example.com",
            "メールアドレス（必須）：h@example.com",
            "メールアドレス：h@example.com\nメールアドレス(確認)：H@example.com",
            "E-Mail = h@example.com",
            "* Email: h@example.com <h@example.com>",
        ] {
            assert_eq!(form(text).as_deref(), Some("h@example.com"), "{text}");
        }
        let wordpress = "From: 山田 花子 <h@example.com>\nSubject: x\n\nMessage Body:\nhello";
        assert_eq!(
            form(wordpress).as_deref(),
            Some("山田 花子 <h@example.com>")
        );
        let named = "お名前: 山田 花子\nEmail: h@example.com";
        assert_eq!(form(named).as_deref(), Some("山田 花子 <h@example.com>"));
    }

    #[test]
    fn no_address_is_guessed() {
        for text in [
            "h@example.com",
            "Email:",
            "Email: a@example.com\nEmail: b@example.com",
            "Email: support@shop.example",
            "Please email: me at h@example.com",
            "Contact h@example.com by mail",
        ] {
            assert_eq!(form(text), None, "{text}");
        }
    }
}
