//! `replybot dev --mailbox ADDRESS`: the servers of a mailbox, by its address.

use std::collections::BTreeMap;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Environment, Problem, Problems};
use mail::Address;

const PASSWORD: &str = "MAILBOX_PASSWORD";

/// Providers whose servers are not `imap.` and `smtp.` before the address's domain; by their own
/// help pages.
const KNOWN: [(&[&str], &str, &str); 5] = [
    (
        &["gmail.com", "googlemail.com"],
        "imaps://@imap.gmail.com",
        "smtps://@smtp.gmail.com",
    ),
    (
        &["icloud.com", "me.com", "mac.com"],
        "imaps://@imap.mail.me.com",
        "smtp://@smtp.mail.me.com?tls=required",
    ),
    (
        &["yahoo.com"],
        "imaps://@imap.mail.yahoo.com",
        "smtps://@smtp.mail.yahoo.com",
    ),
    (
        &["yahoo.co.jp"],
        "imaps://@imap.mail.yahoo.co.jp",
        "smtps://@smtp.mail.yahoo.co.jp",
    ),
    (
        &["fastmail.com", "fastmail.fm"],
        "imaps://@imap.fastmail.com",
        "smtps://@smtp.fastmail.com",
    ),
];

/// The variables that lead to the mailbox: those of the environment, or its provider's usual
/// servers with `MAILBOX_PASSWORD`.
///
/// # Errors
/// [`Problems`] when there is nothing to log in with.
pub fn own_mailbox(
    environment: &Environment,
    address: &Address,
) -> Result<BTreeMap<String, String>, Problems> {
    let set = |name: &str| environment.secret(name).is_some();
    let mut settings = BTreeMap::from([
        (
            "SENDER_EMAIL_ADDRESS".to_owned(),
            address.to_wire().into_owned(),
        ),
        ("MAIL_TRANSPORT".to_owned(), "smtp".to_owned()),
    ]);
    if set("IMAP_URL") && set("SMTP_URL") {
        return Ok(settings);
    }
    let Some(password) = environment.get(PASSWORD) else {
        return Err(Problems(vec![Problem {
            variable: PASSWORD,
            what: "is missing: the mailbox's password, or an app password; or say both servers in IMAP_URL and SMTP_URL"
                .to_owned(),
            example: "abcd-efgh-ijkl-mnop",
        }]));
    };
    let (imap, smtp) = servers(address);
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let login = format!("{}:{}@", encoded(&address.to_wire()), encoded(password));
    for (name, server) in [("IMAP_URL", imap), ("SMTP_URL", smtp)] {
        if !set(name) {
            settings.insert(name.to_owned(), server.replacen('@', &login, 1));
        }
    }
    Ok(settings)
}

fn servers(address: &Address) -> (String, String) {
    let domain = address.ascii_domain();
    match KNOWN
        .iter()
        .find(|(domains, ..)| domains.contains(&domain.as_str()))
    {
        Some((_, imap, smtp)) => ((*imap).to_owned(), (*smtp).to_owned()),
        None => (
            format!("imaps://@imap.{domain}"),
            format!("smtps://@smtp.{domain}"),
        ),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use mailbox::Smtp;
    use mailbox::source::imap::Account;

    #[test]
    fn every_providers_servers_are_addresses_that_can_be_used() {
        for domain in [
            "gmail.com",
            "me.com",
            "yahoo.com",
            "yahoo.co.jp",
            "fastmail.fm",
            "shop.example",
        ] {
            let values = [("MAILBOX_PASSWORD", "p@s/s:ワード")];
            let values = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let address = Address::parse(&format!("support+a@{domain}")).unwrap();
            let settings = own_mailbox(&Environment::of(values.into()), &address).unwrap();
            Account::new(&settings["IMAP_URL"], None).unwrap();
            assert!(!Smtp::new(&settings["SMTP_URL"]).unwrap().may_be_in_clear());
        }
    }

    #[test]
    fn without_a_password_it_says_what_to_give() {
        let address = Address::parse("taro@example.com").unwrap();
        let problems = own_mailbox(&Environment::default(), &address)
            .unwrap_err()
            .to_string();
        assert!(
            problems.contains("MAILBOX_PASSWORD") && problems.contains("IMAP_URL"),
            "{problems}"
        );
    }
}
