//! By what a person is found in messengers and social networks: LINE ID, WeChat, @handles.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Found, Text};

pub(super) const KIND: &str = "SOCIAL_ID";

/// Names of services that mean nothing else, and the word for one's name there.
const SERVICE: &str = r"(?:WeChat|Weixin|ウィーチャット|微信|Kakao ?Talk|Kakao|カカオ(?:トーク)?|카카오톡|카톡|QQ|Instagram|インスタ(?:グラム)?|Insta|인스타(?:그램)?|Twitter|ツイッター|트위터|Telegram|テレグラム|Discord|ディスコード|Skype|スカイプ|Facebook|フェイスブック|Messenger|メッセンジャー|TikTok|ティックトック|Threads|スレッズ|Bluesky|ブルースカイ|Mastodon|Snapchat|スナチャ|LinkedIn|Viber|Zalo|WhatsApp|Signal|小红书|微博|Weibo|Steam|PSN|Chatwork|チャットワーク)";

/// Names of services that are words as well: with a word for an id behind them alone.
const WORDLIKE: &str = r"(?:LINE|ライン|라인|X|IG|FB|Line)";

const ID: &str = r"(?: ?(?:の|のは)?(?:ID|Id|id|アイディー?|アカウント名?|ユーザー ?名|ユーザー ?(?:ID|id)|ハンドル(?:ネーム)?|号|帐号|账号|帳號|아이디|계정|account|Account|username|Username|user name|user ?id|handle|Handle|name|nick(?:name)?|profile|tag))";

/// A name in a network. Without a sign that it is one, it has to be told by the words around it.
const HANDLE: &str = r"@?[A-Za-z0-9](?:[A-Za-z0-9._#-]{1,38}[A-Za-z0-9_])";

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r#"(?P<service>(?-u:\b)?(?:{SERVICE}{ID}?|{WORDLIKE}{ID}))(?P<between>[ ]?(?:[(（][^)\n]{{1,12}}[)）])?[ \t]*(?:[:=→]|は、?|が|is|are|もう?|:)?[ \t\n"'「『<(\[]{{0,3}})(?P<handle>{HANDLE})"#
    ))
});

/// `@hiyori_0427 on Instagram`, `@hiyori（インスタ）`.
static IN_FRONT: LazyLock<Regex> = LazyLock::new(|| {
    compile(&format!(
        r"(?P<handle>@[A-Za-z0-9_][A-Za-z0-9._]{{1,38}})[ ]?(?:on |at |auf |sur |en |[(（] ?|、|\| ?)(?:my )?(?:{SERVICE}|{WORDLIKE}(?-u:\b))"
    ))
});

/// A person's page: the part behind the host.
static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?-u:\b)(?:(?:www\.|m\.)?(?:instagram|facebook|twitter|tiktok|threads|snapchat|linkedin)\.(?:com|net)/(?:in/|add/)?|(?:www\.)?x\.com/|t\.me/|wa\.me/|line\.me/(?:R/)?ti/p/|m\.me/|discord\.com/users/|bsky\.app/profile/|open\.kakao\.com/o/)(?P<handle>[@~]?[A-Za-z0-9._+-]{3,40})",
    )
});

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let mut add = |captures: &Captures<'_>| {
        if let Some(handle) = captures.name("handle") {
            let range = handle.range();
            found.push(Found { range, kind: KIND });
        }
    };
    let mut at = 0;
    while let Some(captures) = LABELLED.captures_at(text.folded, at) {
        let end = captures
            .name("service")
            .map_or(text.folded.len(), |it| it.end());
        at = end.max(at + 1);
        while !text.folded.is_char_boundary(at) {
            at += 1;
        }
        if is_told(text, &captures) {
            add(&captures);
        }
    }
    if text.folded.contains('@') {
        IN_FRONT
            .captures_iter(text.folded)
            .for_each(|captures| add(&captures));
    }
    if text.folded.contains('/') {
        PAGE.captures_iter(text.folded)
            .filter(|captures| !is_of_the_service(&captures["handle"]))
            .for_each(|captures| add(&captures));
    }
}

/// True when the word behind the label is a name there, and not the sentence that goes on.
fn is_told(text: &Text<'_>, captures: &Captures<'_>) -> bool {
    const WORDS: &str = "none unknown same required below above here id account and or the not no yes please via for with app n/a na optional";
    let (handle, between, service) = (
        &captures["handle"],
        &captures["between"],
        &captures["service"],
    );
    let start = captures.get(0).map_or(0, |all| all.start());
    let cut = service.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .before(start)
            .is_some_and(|c| c.is_ascii_alphanumeric() || c == '/' || c == '.');
    if cut
        || WORDS
            .split(' ')
            .any(|word| handle.eq_ignore_ascii_case(word))
    {
        return false;
    }
    let named = [
        "ID",
        "id",
        "号",
        "アカウント",
        "아이디",
        "account",
        "Account",
        "sername",
        "andle",
        "ハンドル",
    ]
    .iter()
    .any(|word| service.contains(word));
    let marked = handle.starts_with('@')
        || handle
            .bytes()
            .any(|b| b.is_ascii_digit() || b == b'_' || b == b'.' || b == b'#');
    let colon = between.contains([':', '=', '→']);
    let particle = between.contains(['は', 'が']);
    // An order of the shop's, a version.
    let number = handle.bytes().all(|byte| byte.is_ascii_digit());
    let numbered = number && (service.starts_with("QQ") || named) && handle.len() >= 5;
    if number {
        return numbered || service.starts_with("WhatsApp") && handle.len() > 8;
    }
    handle.len() > 2
        && (marked && (colon || particle || named || handle.starts_with('@') || between.len() <= 1)
            || (colon || particle) && (named || colon && handle.len() > 3)
            || named && between.contains("is") && marked)
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
            "Signal lost at 12:30",
            "会員ID: 12345",
            "order ID: 12345678",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
