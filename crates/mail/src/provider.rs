//! Domains at which everybody can have an address: that two addresses are at the same one says
//! nothing of two people.

/// Providers of mailboxes, by their whole domain.
const DOMAINS: [&str; 100] = [
    "gmail.com",
    "googlemail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "aim.com",
    "msn.com",
    "ymail.com",
    "rocketmail.com",
    "proton.me",
    "protonmail.com",
    "pm.me",
    "tutanota.com",
    "tuta.io",
    "fastmail.com",
    "fastmail.fm",
    "hey.com",
    "zohomail.com",
    "mail.com",
    "email.com",
    "inbox.com",
    "hushmail.com",
    "duck.com",
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "au.com",
    "uqmobile.jp",
    "softbank.ne.jp",
    "i.softbank.jp",
    "vodafone.ne.jp",
    "disney.ne.jp",
    "ymobile.ne.jp",
    "ymobile1.ne.jp",
    "yahoo.ne.jp",
    "willcom.com",
    "pdx.ne.jp",
    "rakuten.jp",
    "nifty.com",
    "biglobe.ne.jp",
    "ocn.ne.jp",
    "plala.or.jp",
    "dion.ne.jp",
    "jcom.home.ne.jp",
    "auone.jp",
    "infoseek.jp",
    "excite.co.jp",
    "goo.jp",
    "mail.goo.ne.jp",
    "qq.com",
    "foxmail.com",
    "163.com",
    "126.com",
    "yeah.net",
    "sina.com",
    "sina.cn",
    "sohu.com",
    "aliyun.com",
    "139.com",
    "189.cn",
    "naver.com",
    "daum.net",
    "hanmail.net",
    "kakao.com",
    "nate.com",
    "pchome.com.tw",
    "hinet.net",
    "seed.net.tw",
    "gmx.de",
    "gmx.net",
    "gmx.com",
    "gmx.at",
    "gmx.ch",
    "web.de",
    "t-online.de",
    "freenet.de",
    "mailbox.org",
    "posteo.de",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "sfr.fr",
    "laposte.net",
    "libero.it",
    "virgilio.it",
    "tiscali.it",
    "bluewin.ch",
    "telenet.be",
    "ziggo.nl",
    "kpnmail.nl",
    "seznam.cz",
    "wp.pl",
    "o2.pl",
    "mail.ru",
    "bk.ru",
    "inbox.ru",
    "list.ru",
    "ukr.net",
    "comcast.net",
    "rediffmail.com",
];

/// Those that have a domain in each country: `yahoo.co.jp`, `hotmail.fr`, `so-net.ne.jp`.
const NAMES: [&str; 7] = [
    "yahoo",
    "outlook",
    "hotmail",
    "live",
    "yandex",
    "so-net",
    "googlemail",
];

/// True for the domain of such a provider, in lower case.
pub(super) fn gives_to_everybody(domain: &str) -> bool {
    let (name, country) = domain.split_once('.').unwrap_or((domain, ""));
    let is_country = |labels: &str| {
        let mut labels = labels.split('.').rev();
        let top = labels.next().unwrap_or_default();
        let second = labels.next();
        (top.len() == 2 || top == "com")
            && second.is_none_or(|it| matches!(it, "co" | "com" | "ne"))
            && labels.next().is_none()
    };
    DOMAINS.contains(&domain) || (NAMES.contains(&name) && is_country(country))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_are_told_from_companies() {
        for domain in [
            "gmail.com",
            "yahoo.co.jp",
            "yahoo.com",
            "yahoo.fr",
            "outlook.jp",
            "hotmail.co.uk",
            "live.com.au",
            "so-net.ne.jp",
            "docomo.ne.jp",
        ] {
            assert!(gives_to_everybody(domain), "{domain}");
        }
        for domain in [
            "example.com",
            "gmail.com.example",
            "yahoo.example",
            "live.example.com",
            "mail.gmail.com",
            "outlook.evil.com",
            "customer.co.jp",
            "",
        ] {
            assert!(!gives_to_everybody(domain), "{domain}");
        }
    }
}
