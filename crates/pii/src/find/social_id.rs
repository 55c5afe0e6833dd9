//! By what a person is found in messengers and social networks: LINE ID, WeChat, @handles.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Found, Text, called};

pub(super) const KIND: &str = "SOCIAL_ID";

/// Names of services that mean nothing else.
const SERVICE: &str = "WeChat|Weixin|ウィーチャット|微信|KakaoTalk|Kakao Talk|Kakao|カカオトーク|カカオ|카카오톡|카톡|QQ|Instagram|インスタグラム|インスタ|Insta|인스타그램|인스타|Twitter|ツイッター|트위터|Telegram|テレグラム|Discord|ディスコード|Skype|スカイプ|Facebook|フェイスブック|Messenger|メッセンジャー|TikTok|ティックトック|Threads|スレッズ|Bluesky|ブルースカイ|Mastodon|Snapchat|スナチャ|LinkedIn|Viber|Zalo|WhatsApp|Signal|小红书|微博|Weibo|Steam|PSN|Chatwork|チャットワーク|Venmo|Cash App|CashApp|PayPay|Slack|LINE Works|mixi|Pinterest|Reddit|Twitch|Threema|Revolut|Zelle|BeReal";

/// Names of services that are words as well.
const WORDLIKE: &str = "LINE|ライン|라인|X|IG|FB|snap|insta story|TG|eBay|メルカリ|Mercari|ラクマ|ヤフオク|Yahoo!オークション|Vinted|Depop|Poshmark|Etsy|minne|Creema|BASE|Xbox|PlayStation|Nintendo|Roblox|Fortnite|gamertag|Uber|Airbnb|Kleinanzeigen|leboncoin|Wallapop|闲鱼|淘宝|당근";

/// A service, whose name may be a word as well.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    Named,
    Wordlike,
}

pub(super) const WORDS: &[(Service, &str)] =
    &[(Service::Named, SERVICE), (Service::Wordlike, WORDLIKE)];

/// The word for one's name there, what links it, and the name. Without a sign that it is one, it
/// has to be told by the words around it.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)^(?: ?[(（][^()（）\n]{1,12}[)）])?(?P<id> ?(?:の|のは)?(?:ID|アイディー?|アカウント名?|ユーザー ?名|ユーザー ?ID|ハンドル(?:ネーム)?|号|帐号|账号|帳號|아이디|계정|account|username|user name|user ?id|user|seller|buyer|member|出品者|購入者|ニックネーム|handle|name|nick(?:name)?|profile|tag))?(?-u:\b)?",
        r#"(?P<between>[ ]?(?:[(（][^)\n]{1,12}[)）])?[ \t]*(?:[:=→]|->|は、?|が|is|are|as|もう?|under)?[ \t\n"'「『<(\[]{0,3})"#,
        r"(?P<handle>(?:live:)?@?[A-Za-z0-9](?:[A-Za-z0-9._#-]{1,38}[A-Za-z0-9_]))",
    ))
});

/// `@hiyori_0427 on Instagram`, `@hiyori（インスタ）`.
static IN_FRONT: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?i)(?P<handle>@[A-Za-z0-9_][A-Za-z0-9._]{{1,38}})[ ]?(?:on |at |auf |sur |en |[(（] ?|、|\| ?)(?:my )?(?:{SERVICE}|{WORDLIKE}(?-u:\b))"
    ))
});

/// A person's page: the part behind the host.
static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?-u:\b)(?:(?:www\.|m\.)?(?:instagram|facebook|twitter|tiktok|threads|snapchat|linkedin)\.(?:com|net)/(?:in/|add/)?|(?:www\.)?x\.com/|t\.me/|wa\.me/|line\.me/(?:R/)?ti/p/|m\.me/|discord\.com/users/|bsky\.app/profile/|paypal\.me/|venmo\.com/(?:u/)?|cash\.app/|revolut\.me/|github\.com/|note\.com/|youtube\.com/@|open\.kakao\.com/o/)(?P<handle>[@~]?[A-Za-z0-9._+-]{3,40})",
    )
});

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let mut add = |range| found.push(Found { range, kind: KIND });
    for (kind, service) in text.calls.iter().filter_map(|(called, word)| match called {
        called::Called::Service(service) => Some((*service, word.clone())),
        _ => None,
    }) {
        // The host of a link, a part of a path
        if text.folded[..service.start].ends_with(['/', '.']) {
            continue;
        }
        let behind = text.head(service.end, 120);
        if let Some(captures) = BEHIND.captures(behind)
            && let Some(handle) = captures.name("handle")
            && is_told(
                &text.folded[service.clone()],
                kind == Service::Wordlike,
                &captures,
            )
        {
            add(service.end + handle.start()..service.end + handle.end());
        }
    }
    if text.folded.contains('@') {
        for captures in IN_FRONT.captures_iter(text.folded) {
            captures
                .name("handle")
                .into_iter()
                .for_each(|it| add(it.range()));
        }
    }
    if text.folded.contains('/') {
        for captures in PAGE.captures_iter(text.folded) {
            let handle = captures.name("handle");
            let handle = handle.filter(|it| !is_of_the_service(it.as_str()));
            handle.into_iter().for_each(|it| add(it.range()));
        }
    }
}

/// True when the word behind the label is a name there, and not the sentence that goes on.
fn is_told(service: &str, wordlike: bool, captures: &Captures<'_>) -> bool {
    const WORDS: &str = "none unknown same required below above here id account and or the not no yes please via for with app n/a na optional";
    let (handle, between) = (&captures["handle"], &captures["between"]);
    if WORDS
        .split(' ')
        .any(|word| handle.eq_ignore_ascii_case(word))
    {
        return false;
    }
    let named = captures
        .name("id")
        .is_some_and(|id| !id.as_str().trim().eq_ignore_ascii_case("name"));
    let at = handle.starts_with('@');
    let marked = at
        || handle
            .bytes()
            .any(|b| b.is_ascii_digit() || b"_.#".contains(&b));
    let colon = between.contains([':', '=', '→', '>']);
    let particle = between.contains(['は', 'が']);
    let says = between
        .split([' ', '\t'])
        .any(|word| ["is", "as", "under"].contains(&word.to_ascii_lowercase().as_str()));
    // An order of the shop's, a version.
    if handle.bytes().all(|byte| byte.is_ascii_digit()) {
        return (service == "QQ" || named && !wordlike || named && colon) && handle.len() >= 5
            || service.eq_ignore_ascii_case("WhatsApp") && handle.len() > 8;
    }
    if handle.len() <= 2 {
        return false;
    }
    if wordlike && !named {
        // Line 12a, X: 3.5, LINEはA4.
        let one = at || handle.contains('_') || handle.len() >= 5 && is_made_up(handle);
        return one
            && handle.starts_with(|c: char| c == '@' || c.is_ascii_alphabetic())
            && (at || colon || particle || says);
    }
    marked && (colon || particle || named || at || between.len() <= 1)
        || (colon || particle) && (named || colon && handle.len() > 3)
        || says && (named && marked || at || is_made_up(handle) && !handle.contains('.'))
}

/// Letters with digits behind them, or joined by a sign: ken0123, ken.photo.
fn is_made_up(handle: &str) -> bool {
    let letters = handle.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = handle.bytes().filter(u8::is_ascii_digit).count();
    let joined = handle.split_once('.').is_some_and(|(head, tail)| {
        head.bytes().all(|b| b.is_ascii_lowercase()) && tail.bytes().all(|b| b.is_ascii_lowercase())
    });
    handle.contains(['_', '#']) || letters >= 3 && digits >= 2 || joined
}

fn is_of_the_service(handle: &str) -> bool {
    const PAGES: &str = "p reel reels explore stories share sharer intent home search hashtag help policies events groups watch \
        status company jobs legal about login signup joinchat pages tr plugins dialog sharer.php";
    PAGES
        .split_ascii_whitespace()
        .any(|page| page.eq_ignore_ascii_case(handle))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_names_in_messengers_and_networks() {
        for (handle, text) in [
            ("hiyori_0427", "LINE ID: hiyori_0427 に連絡をください。"),
            ("hiyori0427", "LINE IDはhiyori0427です"),
            ("hiyori-x", "LINEのID：hiyori-x"),
            (
                "ｈｉｙｏｒｉ＿０４２７",
                "ＬＩＮＥ　ＩＤ：ｈｉｙｏｒｉ＿０４２７",
            ),
            ("hiyori.k", "ラインのIDは「hiyori.k」です"),
            ("wxid_8f3k2", "微信号：wxid_8f3k2"),
            ("chen88", "WeChat: chen88"),
            ("wang_lei", "my WeChat ID is wang_lei"),
            ("minji1204", "카카오톡 아이디: minji1204"),
            ("minji1204", "KakaoTalk ID minji1204"),
            ("@sora.photo", "Instagram: @sora.photo"),
            ("sora_photo", "インスタは sora_photo です"),
            ("@sora", "@sora (Instagram)"),
            ("@jdoe_77", "DM me, @jdoe_77 on Twitter"),
            ("@jdoe", "X account: @jdoe"),
            ("jdoe#1234", "Discord: jdoe#1234"),
            ("live.jane_doe", "Skype: live.jane_doe"),
            ("@petrov_a", "Telegram @petrov_a"),
            ("12345678", "QQ号：12345678"),
            ("sora_photo", "https://www.instagram.com/sora_photo/"),
            ("hiyori", "https://t.me/hiyori"),
            ("janedoe", "Facebook: janedoe"),
            ("imogen_b99", "I am eBay user imogen_b99"),
            ("imogen_b99", "eBay username: imogen_b99"),
            ("imogen_b99", "eBay seller imogen_b99"),
            ("miyu_0314", "メルカリID miyu_0314"),
            ("miyu_0314", "メルカリのユーザー名は miyu_0314 です"),
            ("miyu_0314", "ラクマ：miyu_0314"),
            ("kurt_b99", "Vinted account kurt_b99"),
            ("ken_0123", "LINEはken_0123です"),
            ("ken_0123", "LINE：ken_0123"),
            ("ken0123", "ラインはken0123です"),
            ("ken_0123", "line id: ken_0123"),
            ("@ken.photo", "ig: @ken.photo"),
            ("ken_photo", "my ig is ken_photo"),
            ("@ken_0123", "X: @ken_0123"),
            ("ken_0123", "twitter handle ken_0123"),
            ("hanako_y27", "X（旧Twitter）のID：hanako_y27"),
            ("live:ken.yamada", "skype: live:ken.yamada"),
            ("wang8899", "微信:wang8899"),
            ("@ken0123", "telegram @ken0123"),
            ("ken99x", "snap: ken99x"),
            ("ken_0123", "find me on telegram as ken_0123"),
            ("@ken-yamada", "venmo @ken-yamada"),
            ("kenyamada", "paypal.me/kenyamada"),
            ("ken0123", "PayPay ID: ken0123"),
            ("ken#1234", "discord ken#1234"),
            ("tanaka-ken", "https://github.com/tanaka-ken"),
        ] {
            assert_found(KIND, handle, text);
        }
    }

    #[test]
    fn services_themselves_are_no_names() {
        for text in [
            "LINE でお問い合わせしました",
            "LINE IDを教えてください",
            "Instagram is down today",
            "I saw it on Instagram and Facebook.",
            "インスタで見ました",
            "Please post it on Twitter or X.",
            "Model X 12, line 3",
            "X is the problem: the printer",
            "https://www.instagram.com/p/",
            "Line 12: error",
            "Facebook login does not work",
            "WeChat Pay is accepted?",
            "Discord server",
            "LINEは便利です",
            "LINEはA4です",
            "on line: 12a",
            "X: 3.5",
            "slack channel",
            "I saw it on Instagram as well",
            "Facebook is down.please help",
            "Signal lost at 12:30",
            "会員ID: 12345",
            "order ID: 12345678",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
