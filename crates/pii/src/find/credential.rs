//! What opens an account: passwords, PINs, login names, keys and tokens of programs.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Text, called};

pub(super) const KIND: &str = "CREDENTIAL";

/// What a word calls the value behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Called {
    /// A password, in whatever characters.
    Password,
    /// A number or code that is typed instead of a password.
    Pin,
    /// The name that an account is opened with.
    Login,
    /// A key or token of a program.
    Key,
}

pub(super) const WORDS: &[(Called, &str)] = &[
    (
        Called::Password,
        "パスワード|パス|パスフレーズ|合言葉|合い言葉|秘密の答え|秘密の質問の答え|password|passwords|passwd|passphrase|pwd|pw|pass|\
             pass word|wifi key|security answer|secret answer|mot de passe|passwort|kennwort|contraseña|senha|wachtwoord|密码|密碼|口令|비밀번호|암호",
    ),
    (
        Called::Pin,
        "暗証番号|パスコード|認証コード|認証番号|確認コード|ワンタイムパスワード|ワンタイムコード|pin|pin code|pin number|pin no|\
             passcode|otp|code you texted me|code you texted|code you sent me|code you sent|code you emailed me|code i received|code i got|code i was sent|texted code|sms code|gate code|gate pin|door code|door pin|entry code|\
             entrance code|access code|alarm code|garage code|lockbox code|lock box code|lockbox|key box code|keybox code|key safe code|key safe|keypad code|buzzer code|building code|safe code|lock code|unlock code|unlock pin|gate number|\
             届いたコード|送られてきたコード|送られたコード|smsのコード|smsコード|オートロック解除番号|オートロックの番号|オートロック番号|オートロック|解除番号|解錠番号|開錠番号|解除コード|解錠コード|開錠コード|入館コード|入室コード|\
             キーボックス|キーボックスの番号|キーボックス番号|宅配ボックスの番号|宅配ボックス番号|ダイヤル番号|ロック番号|türcode|zugangscode|code d'accès|digicode|code porte|código de acceso|门禁密码|门锁密码|开锁密码|비번|현관 비밀번호|공동현관|one-time code|one time code|verification code|auth code|authentication code|2fa code|login code|your code|my code|验证码|인증번호",
    ),
    (
        Called::Login,
        "ログイン|ログインid|ログイン id|ログイン名|ログインネーム|ログインアカウント|ユーザーid|ユーザid|ユーザー id|ユーザー名|ユーザ名|ユーザーネーム|\
             アカウントid|アカウント名|アカウント id|login id|login-id|loginid|login name|login|log-in|user id|user-id|userid|user_id|user name|username|\
             user-name|account id|account name|sign-in id|signin id|identifiant|benutzername|usuario|用户名|用戶名|아이디",
    ),
    (
        Called::Key,
        "apiキー|api キー|アクセスキー|アクセストークン|シークレットキー|シークレット|秘密鍵|トークン|ライセンスキー|api key|api-key|api_key|apikey|\
             api token|access key|access-key|access key id|secret access key|access token|access_token|auth token|bearer|client secret|client_secret|\
             secret key|secret_key|secret|private key|token|recovery code|backup code|license key|licence key|wallet seed",
    ),
];

/// What links a label and its value, the value, and how it goes on.
static VALUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"^(?:[ ]?[(（\[][^)）\]\n]{1,20}[)）\]])?(?:番号|コード|number|code|no\.?)?["'」』*_]{0,2}[ \t]*"#,
        r"(?P<link>['’]s|[:=：＝→]{1,2}>?|->|-(?: )|(?:is|was|are|will be|=) ?:?|は、?|が|も|を|で|に|：|\||</?[a-z]{1,6}>(?:</?[a-z]{1,6}>)*)?",
        r#"[ \t]*(?:\n[ \t]*)?(?P<quote>["'`「『“‘<]{1,2})?(?P<value>[!-~]{2,200})"#,
    ))
    .expect("the pattern is fixed and tested")
});

/// The label's value may have blanks between quotes.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"^[ \t]*(?:[:=]|is|was|は、?|が)?[ \t]*["'「『“‘](?P<value>[^"'」』”’\n]{2,64})["'」』”’]"#,
    )
    .expect("the pattern is fixed and tested")
});

/// `ID: taro99` in front of a password's label, in the same line or the one before.
static ID_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:^|[^A-Za-z0-9])(?i:id|user|account|アカウント|mail)[ \t]*(?:[:=]|は)[ \t]*["'「]?(?P<value>[!-~]{3,64}?)["'」]?[ \t,;、。/|・]{0,3}(?:です|で)?[、。]?[ \t]*\n?[ \t]*(?:仮|初期|旧|新|my |the |and |と)?$"#)
        .expect("the pattern is fixed and tested")
});

/// What follows behind `ID/PW: taro99 / `.
static SECOND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^ ?[/|,、] ?(?P<value>[!-~]{3,64})").expect("the pattern is fixed and tested")
});

/// How keys of programs begin, by their makers' documentation, and how many characters at least
/// follow.
const KEYS: &[(&str, usize)] = &[
    ("sk-", 16),
    ("sk_live_", 10),
    ("sk_test_", 10),
    ("pk_live_", 10),
    ("pk_test_", 10),
    ("rk_live_", 10),
    ("rk_test_", 10),
    ("whsec_", 16),
    ("AKIA", 16),
    ("ASIA", 16),
    ("ghp_", 20),
    ("gho_", 20),
    ("ghu_", 20),
    ("ghs_", 20),
    ("ghr_", 20),
    ("github_pat_", 20),
    ("glpat-", 16),
    ("xoxa-", 10),
    ("xoxb-", 10),
    ("xoxe-", 10),
    ("xoxe.", 10),
    ("xoxp-", 10),
    ("xoxr-", 10),
    ("xoxs-", 10),
    ("xapp-", 10),
    ("AIza", 30),
    ("ya29.", 20),
    ("GOCSPX-", 16),
    ("eyJ", 24),
    ("SG.", 30),
    ("npm_", 30),
    ("hf_", 20),
    ("gsk_", 20),
    ("pypi-", 24),
    ("dop_v1_", 20),
    ("shpat_", 20),
    ("shpss_", 20),
    ("sq0atp-", 16),
    ("sq0csp-", 16),
    ("key-", 32),
    ("EAAC", 30),
    ("LTAI", 16),
    ("tskey-", 16),
    ("lin_api_", 20),
    ("AGE-SECRET-KEY-", 20),
];

static PREFIXES: LazyLock<aho_corasick::AhoCorasick> = LazyLock::new(|| {
    aho_corasick::AhoCorasick::builder()
        .match_kind(aho_corasick::MatchKind::LeftmostLongest)
        .build(KEYS.iter().map(|(prefix, _)| prefix))
        .expect("the list is fixed and small")
});

/// No password, key or token that a person writes into a mail is longer, in bytes.
const MAX_KEY: usize = 4096;

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let mut add = |range: Range<usize>| found.push(Found { range, kind: KIND });
    let mut done = 0;
    for (called, label) in text.calls.iter().filter_map(|(called, word)| match called {
        called::Called::Credential(called) => Some((*called, word.clone())),
        _ => None,
    }) {
        if label.start < done {
            continue;
        }
        let Some(value) = value(text, called, &label) else {
            continue;
        };
        done = value.end;
        if called == Called::Password {
            let before = text.tail(label.start, 96);
            let from = label.start - before.len();
            if let Some(id) = ID_BEFORE
                .captures(before)
                .and_then(|it| it.name("value"))
                .filter(|id| !is_word_of_a_sentence(id.as_str()))
            {
                add(from + id.start()..from + id.end());
            }
        }
        let pair = text.tail(label.start, 8).ends_with(['/', '・', '&', '+'])
            || text.tail(label.start, 3) == "と"
            || called == Called::Login && {
                let rest = text.head(value.end, 80);
                is_pair(text, &label, Link::Sign, &text.folded[value.clone()], rest)
            };
        if let Some(second) = SECOND
            .captures(text.head(value.end, 80))
            .and_then(|it| it.name("value"))
            .filter(|_| pair)
        {
            let range = value.end + second.start()
                ..value.end + trimmed(second.as_str()).len() + second.start();
            done = range.end;
            add(range);
        }
        add(value);
    }
    keys(text, &mut add);
}

/// The value of the label, where the words around it say that there is one.
fn value(text: &Text<'_>, called: Called, label: &Range<usize>) -> Option<Range<usize>> {
    let behind = text.head(label.end, 260);
    if called != Called::Key
        && let Some(value) = QUOTED.captures(behind).and_then(|it| it.name("value"))
        && (called == Called::Password || !value.as_str().contains(' '))
        && !is_word_of_a_sentence(value.as_str())
        && !text.folded[label.end + value.end()..].starts_with("」と")
    {
        return Some(label.end + value.start()..label.end + value.end());
    }
    let captures = VALUE.captures(behind)?;
    let whole = captures.name("value")?;
    let value = match called {
        Called::Pin => trimmed(whole.as_str()).trim_end_matches(['#', '*']),
        _ => trimmed(whole.as_str()),
    };
    let rest = &behind[whole.start() + value.len()..];
    let link = captures
        .name("link")
        .map_or("", |link| link.as_str().trim());
    let quoted = captures.name("quote").is_some();
    let broken = behind[..whole.start()].contains('\n');
    let told = match link {
        "" if broken => Link::None,
        "" => Link::None,
        "は" | "は、" | "が" | "も" | "is" | "was" | "are" | "will be" | "'s" | "’s" => {
            Link::Says
        }
        "-" => Link::Dash,
        "を" | "で" | "に" => Link::Particle,
        _ => Link::Sign,
    };
    let written = &text.folded[label.clone()];
    if called == Called::Password
        && text.tail(label.start, 8).ends_with(char::is_alphabetic)
        && written == "パス"
    {
        return None;
    }
    let is_value = match called {
        // パス is a ticket as well.
        Called::Password if written == "パス" => {
            told == Link::Sign && is_mixed(value) && !value.bytes().all(|it| it.is_ascii_digit())
        }
        Called::Password => is_password(value, rest, told, quoted),
        Called::Login if is_pair(text, label, told, value, rest) => true,
        Called::Login => is_login(value, rest, told, quoted, &text.folded[label.clone()]),
        Called::Pin if is_bare_code(written) => {
            let digits = value.len() + second_half(value, rest);
            matches!(told, Link::Sign | Link::Says)
                && value.bytes().all(|byte| byte.is_ascii_digit())
                && (4..=9).contains(&digits)
                && !is_counted(rest)
        }
        Called::Pin => {
            is_pin(value, rest, told)
                || matches!(told, Link::Sign | Link::Says) && second_half(value, rest) > 0
        }
        Called::Key => is_key(value),
    };
    let mut length = value.len();
    if is_value && called == Called::Pin {
        length += second_half(value, rest);
    }
    if called == Called::Password
        && matches!(told, Link::Sign | Link::Says)
        && let Some(phrase) = passphrase(text, label, &behind[whole.start()..])
    {
        return Some(label.end + whole.start()..label.end + whole.start() + phrase);
    }
    (is_value && length >= 3).then(|| label.end + whole.start()..label.end + whole.start() + length)
}

/// `my login is jdoe / hunter2`: the password needs no word of its own.
fn is_pair(text: &Text<'_>, label: &Range<usize>, link: Link, value: &str, rest: &str) -> bool {
    let second = rest.trim_start().strip_prefix(['/', '|']);
    let second = second.map_or("", str::trim_start);
    let second = second.split([' ', '\n']).next().unwrap_or_default();
    let my = text.tail(label.start, 3).eq_ignore_ascii_case("my ");
    matches!(link, Link::Sign | Link::Says)
        && (my || link == Link::Sign)
        && second.len() >= 3
        && second.is_ascii()
        && !is_word_of_a_sentence(value)
        && !is_word_of_a_sentence(second)
}

/// `Your code: 448 219`; a code of letters may be one for a discount.
fn is_bare_code(label: &str) -> bool {
    ["your code", "my code"]
        .iter()
        .any(|word| label.eq_ignore_ascii_case(word))
}

/// The second half of a code that is written as two: 482 913.
fn second_half(value: &str, rest: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let Some(second) = rest.strip_prefix([' ', '-']) else {
        return 0;
    };
    let length = digits(second);
    // A full stop ends the sentence, a point goes on.
    let behind = second[length..].trim_start_matches(['-', '/', '.', ':']);
    let ends = !behind.starts_with(|c: char| c.is_ascii_alphanumeric() || "年月日".contains(c))
        && !is_counted(behind);
    let halves =
        (2..=4).contains(&value.len()) && digits(value) == value.len() && length == value.len();
    if halves && ends { 1 + length } else { 0 }
}

/// The length of a password of several words, to the end of its line: `correct horse battery`. Of a Wi-Fi alone, or a
/// passphrase: what goes on behind "my password is" is mostly a sentence.
fn passphrase(text: &Text<'_>, label: &Range<usize>, value: &str) -> Option<usize> {
    let before = text.tail(label.start, 12).to_lowercase();
    let written = text.folded[label.clone()].to_lowercase();
    let is_phrase = written == "passphrase"
        || written == "パスフレーズ"
        || ["wifi ", "wi-fi ", "wlan ", "wifiの", "wi-fiの", "router "]
            .iter()
            .any(|word| before.ends_with(word));
    let line = value
        .split(['\n', '.', ',', '!', '?', ';', '。', '、', '('])
        .next()?;
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    let is_word = |word: &&str| {
        let plain = word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        plain && (*word == "correct" || !is_word_of_a_sentence(word))
    };
    (is_phrase && (3..=8).contains(&words.len()) && words.iter().all(is_word))
        .then(|| line.trim_end().len())
}

/// What is between a label and the word behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    /// A colon, an equals sign, an arrow, a cell.
    Sign,
    /// は, is
    Says,
    /// パスワードを abc123 に変えて
    Particle,
    /// A hyphen between spaces, which divides parts of a title as well.
    Dash,
    /// A space or nothing.
    None,
}

fn is_password(value: &str, rest: &str, link: Link, quoted: bool) -> bool {
    let mixed = is_mixed(value);
    let ends = ends_here(rest);
    if is_word_of_a_sentence(value) || value.contains("://") || value.contains('@') && !mixed {
        return false;
    }
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.len() >= 4 && ends && link != Link::Particle;
    }
    match link {
        Link::Sign => mixed || quoted || ends,
        Link::Says => mixed || quoted || ends,
        Link::Particle => mixed && value.len() >= 6,
        Link::Dash => mixed || quoted,
        Link::None => {
            value.bytes().any(|byte| byte.is_ascii_digit())
                && value.bytes().any(|byte| byte.is_ascii_alphabetic())
                && value.len() >= 5
        }
    }
}

fn is_login(value: &str, rest: &str, link: Link, quoted: bool, label: &str) -> bool {
    // The verb: "I login daily", "login: see below".
    let verb = ["login", "log-in", "ログイン"]
        .iter()
        .any(|verb| label.eq_ignore_ascii_case(verb));
    let name = value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"._-+#@".contains(&byte));
    if !name || is_word_of_a_sentence(value) {
        return false;
    }
    let mixed = value
        .bytes()
        .any(|byte| byte.is_ascii_digit() || b"._-#".contains(&byte));
    match link {
        Link::Sign => mixed || quoted || ends_here(rest),
        Link::Says => (mixed || quoted || ends_here(rest)) && !verb,
        Link::Dash => mixed || quoted,
        Link::Particle => false,
        Link::None => {
            mixed
                && !verb
                && value.len() >= 5
                && value.starts_with(|c: char| c.is_ascii_alphabetic())
        }
    }
}

/// Digits, perhaps with letters among them: 4821, G-482913.
fn is_pin(value: &str, rest: &str, link: Link) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let plain = value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain && digits >= 3 && value.len() <= 12 && (link != Link::Particle) && !is_counted(rest)
}

fn is_key(value: &str) -> bool {
    value.len() >= 8
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && value.bytes().any(|byte| byte.is_ascii_alphabetic())
        && !value.contains("://")
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-+/=~".contains(&byte))
}

/// Another kind of character than the small letters of a word, but for a capital at its beginning.
fn is_mixed(value: &str) -> bool {
    value
        .bytes()
        .skip(1)
        .any(|byte| !byte.is_ascii_lowercase() && byte != b'\'')
        && !value.bytes().all(|byte| byte.is_ascii_uppercase())
        && !value
            .split(['-', '/'])
            .all(|part| part.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// The sentence or the cell ends behind the value.
fn ends_here(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['"', '\'', '`', '」', '』', '”', '’', '>', ')', '）']);
    let line = rest.trim_start_matches([' ', '\t']);
    let ends = [
        "です",
        "でした",
        "だ",
        "で、",
        "で,",
        "になり",
        "。",
        "、",
        "\n",
        "\r",
        "|",
        "/",
        "・",
        "と",
        "を",
        "に",
        "<",
        ",",
        ";",
        "(",
        "（",
        "and ",
        "but ",
        "or ",
        "- ",
    ];
    line.is_empty()
        || rest.starts_with(['.', ',', '!', '?', ';'])
        || ends.iter().any(|end| line.starts_with(end))
}

/// 3回, 8文字, 2024年
fn is_counted(rest: &str) -> bool {
    rest.trim_start().starts_with([
        '回', '文', '桁', '年', '月', '日', '時', '分', '件', '個', '種', '度', '名', '円',
    ]) || rest.trim_start().starts_with("digit")
        || rest.trim_start().starts_with("times")
}

/// What is said of passwords and accounts, and what forms say where there is none.
fn is_word_of_a_sentence(value: &str) -> bool {
    const WORDS: &str = " reset resets resetting change changes changed changing forgot forgotten lost wrong incorrect invalid \
        expired expires not the a an my your our his her their its same this that it there here for from with and or but \
        was is are has have had does doesn't doesnt do did didn't isn't isnt wasn't hasn't won't can can't cannot will would should could must may \
        please link links page pages screen email emails mail mails sms manager managers field fields form forms button required \
        optional none null undefined unknown n/a na yes no see below above attached correct right working works work worked \
        too very so still also already again weak strong long short unsafe safe secure sent set stored saved hidden \
        accepted rejected needed blank empty missing problem problems issue issues error errors help protected protection \
        recovery request requests policy update updated when what why how where who which if to of in on at by as be been being \
        i we you he she they me us them get got gets only just now never always case-sensitive sensitive \
        authentication login logins account accounts username user users customer name names number numbers details \
        data information info code codes token tokens bug app site website ok okay chrome google apple windows android iphone \
        ios pc url line twitter facebook id ids admin guest default example test \
        through over down up out back away around about until since before after while during because then than \
        through-hole today yesterday tomorrow failed fails failing succeeded successful denied blocked locked disabled enabled \
        confirmed verified received created generated provided given shown displayed printed entered typed asked ";
    let lower = value.to_ascii_lowercase();
    let lower = lower.trim_end_matches(['.', ',', '!', '?', ':', ';']);
    lower.len() < 40 && WORDS.contains(&format!(" {lower} "))
}

/// The value without what closes the sentence or the bracket around it.
fn trimmed(value: &str) -> &str {
    let cut = value.find(['<', '"', '`']).filter(|at| *at > 2);
    let value = &value[..cut.unwrap_or(value.len())];
    let value = value.trim_end_matches(['.', ',', ';', ':', '\'', '>']);
    match value.strip_suffix([')', ']']) {
        Some(open) if !open.contains(['(', '[']) => open,
        _ => value,
    }
}

/// Keys that their own beginning gives away, and private keys between their lines.
fn keys(text: &Text<'_>, add: &mut impl FnMut(Range<usize>)) {
    let mut done = 0;
    for prefix in PREFIXES.find_iter(text.folded) {
        let (start, at) = (prefix.start(), prefix.end());
        if start < done || text.in_word_start(start) {
            continue;
        }
        let rest = &text.folded.as_bytes()[at..text.folded.len().min(at + MAX_KEY)];
        let length = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte))
            .count();
        let key = text.folded[start..at + length].trim_end_matches(['.', '-', '_']);
        // "key-" begins words as well; no word has digits among so many letters.
        let random = key.bytes().any(|byte| byte.is_ascii_digit());
        if random && key.len() >= prefix.len() + KEYS[prefix.pattern().as_usize()].1 {
            done = start + key.len();
            add(start..done);
        }
    }
    let mut from = 0;
    while let Some(begin) = text.folded[from..].find("-----BEGIN ") {
        let start = from + begin;
        let block = text.head(start, 2 * MAX_KEY);
        let first_line = block.lines().next().unwrap_or_default();
        let end = block.find("-----END ").and_then(|end| {
            let closing = block[end + 9..].find("-----")?;
            Some(end + 9 + closing + 5)
        });
        let length = end.unwrap_or(first_line.len());
        if first_line.contains("PRIVATE KEY") {
            add(start..start + length);
        }
        from = start + length.max(11);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing, of_kind};
    use super::KIND;

    #[test]
    fn passwords_are_found_behind_what_calls_them_so() {
        for (value, text) in [
            ("hogehoge1", "パスワードは hogehoge1 です。"),
            ("hogehoge1", "パスワード：hogehoge1"),
            ("Ab3$xy9!", "仮パスワード: Ab3$xy9!"),
            ("tanuki", "パスワードはtanukiです"),
            ("tanuki-7", "パスワードは「tanuki-7」で登録しました"),
            ("abc12345", "パスワードをabc12345に変えてください"),
            ("ｈｏｇｅ１２３", "パスワード　ｈｏｇｅ１２３"),
            ("Sunshine99!", "My password is Sunshine99!."),
            ("hunter2", "password: hunter2"),
            ("hunter2", "Password = hunter2"),
            ("hunter2", "pw: hunter2, please reset"),
            ("sunshine", "my password is sunshine"),
            ("sunshine", "The password is sunshine and it does not work."),
            (
                "correct horse battery",
                "passphrase: \"correct horse battery\"",
            ),
            ("geheim99", "Passwort: geheim99"),
            ("hunter2x", "<td>Password</td><td>hunter2x</td>"),
            ("hunter2", "Password:\nhunter2"),
            ("Xy12-ab34", "Wi-Fi password Xy12-ab34"),
            ("4821", "暗証番号は4821です"),
            ("4821", "my PIN is 4821"),
            ("482913", "認証コード：482913"),
            ("482913", "the verification code 482913 does not work"),
        ] {
            assert_found(KIND, value, text);
        }
    }

    #[test]
    fn login_names_are_found_behind_what_calls_them_so() {
        for (value, text) in [
            ("taro99", "ログインIDはtaro99です"),
            ("taro99", "ログインID：taro99"),
            ("yamada_t", "ユーザー名 yamada_t でログインできません"),
            ("taro99", "login id: taro99"),
            ("taro", "Login: taro"),
            ("jdoe77", "my username is jdoe77"),
            ("jdoe", "Username: jdoe"),
            ("12345678", "ユーザーIDは12345678です"),
        ] {
            assert_found(KIND, value, text);
        }
        assert_eq!(
            of_kind(KIND, "ID: taro99\nPW: hogehoge1"),
            ["taro99", "hogehoge1"]
        );
        assert_eq!(
            of_kind(KIND, "ID/PW: taro99 / hogehoge1"),
            ["taro99", "hogehoge1"]
        );
        assert_eq!(
            of_kind(KIND, "ログインIDはtaro99、パスワードはhogehoge1です。"),
            ["taro99", "hogehoge1"]
        );
    }

    #[test]
    fn keys_are_found_by_their_beginning_or_their_name() {
        for key in [
            "sk-abcdefghijklmnopqrstuvwx123456",
            "sk-proj-abc_DEF123456789012345",
            "AKIAIOSFODNN7EXAMPLE",
            "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
            "xoxb-123456789012-abcdefghijkl",
            "AIzaSyA1234567890abcdefghijklmnopqrstuv",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_123",
        ] {
            for text in [
                format!("キーは{key}です"),
                format!("the key ({key}) leaked."),
                format!("export KEY={key}\n"),
            ] {
                assert_found(KIND, key, &text);
            }
        }
        assert_found(KIND, "9f8e7d6c5b4a", "API key: 9f8e7d6c5b4a");
        assert_found(KIND, "9f8e7d6c5b4a", "Authorization: Bearer 9f8e7d6c5b4a");
        let pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----";
        assert_found(KIND, pem, &format!("here:\n{pem}\nthanks"));
    }

    #[test]
    fn codes_of_doors_and_pairs_are_found() {
        use super::super::tests::of_kind;
        for (values, text) in [
            (&["4921"][..], "my pin's 4921"),
            (&["482913"], "the code you texted me was 482913"),
            (&["482913"], "The code I received is 482913."),
            (&["482913"], "SMSのコードは482913でした"),
            (&["4921"], "gate code 4921"),
            (&["4921"], "The door code is 4921#"),
            (&["4921"], "lockbox: 4921"),
            (&["C4921"], "alarm code C4921"),
            (&["1234"], "オートロック解除番号 1234"),
            (&["1234"], "オートロックは1234です"),
            (&["4471"], "キーボックス 4471"),
            (&["4471"], "キーボックスの番号は4471"),
            (&["4471"], "digicode : 4471"),
            (&["4471"], "공동현관 비번 4471"),
            (&["jdoe", "hunter2"], "my login is jdoe / hunter2"),
            (&["jdoe", "hunter2"], "Login: jdoe / hunter2"),
            (
                &["correct horse battery"],
                "Wifi password is correct horse battery",
            ),
            (
                &["purple llama disco seven"],
                "Wi-Fi password: purple llama disco seven",
            ),
            (
                &["purple llama disco"],
                "my passphrase is purple llama disco.",
            ),
            (&["482 913"], "verification code: 482 913"),
            (&["448 219"], "My 2FA code was 448 219."),
            (&["448 219"], "Your code: 448 219"),
            (&["448219"], "Your code is 448219, do not share it."),
            (&["44 82"], "The PIN is 44 82"),
            (&["44 82"], "暗証番号は44 82です。"),
            (&["448 219"], "認証コードは448 219。"),
            (&["4829-1374"], "認証コードは4829-1374です"),
            (
                &["hanako85", "sakura0503"],
                "ログイン：hanako85 ／ パス：sakura0503",
            ),
            (
                &["hanako85", "sakura0503"],
                "ID/パス：hanako85 / sakura0503",
            ),
        ] {
            assert_eq!(of_kind(KIND, text), values, "{text}");
        }
        for text in [
            "Ana - Netflix login - resolved",
            "Password reset - solved",
            "password - done",
            "the login is broken / slow",
            "the wifi password is not on the router",
            "Wifi password is printed below the router",
            "my password is really hard to remember",
            "一日パス：1200円",
            "入場パス：A4",
            "バイパス：B12345",
            "ログイン：エラー403",
            "ログインできません",
            "キーボックス 3個",
            "キーボックス 1200円",
            "error code 482913",
            "promo code SAVE20",
            "Your code: SAVE2024",
            "your code is 20 years old",
            "PIN 12 24 mm",
            "area code 212",
            "オートロック式 2024年築",
            "the gate is 4 m wide",
        ] {
            assert_nothing(KIND, text);
        }
    }

    #[test]
    fn talk_of_passwords_and_accounts_holds_none() {
        for text in [
            "パスワードを忘れました",
            "パスワードは3回間違えました",
            "パスワードは8文字以上です",
            "パスワードはSMSで届きました",
            "パスワードはChromeに保存しました",
            "パスワードの再設定メールが届きません",
            "ログインIDを教えてください",
            "ユーザー名とパスワードを入力しました",
            "I forgot my password and cannot log in.",
            "My password is not working",
            "password is incorrect",
            "The password reset link has expired",
            "Password: forgotten",
            "Login failed 3 times",
            "login page shows error 500",
            "Please pass 2 tickets to the driver",
            "PIN 3 digits",
            "username is required",
            "I need a token of appreciation",
            "the secret is out",
            "it's a bug in sk-2000",
            "I paid with Apple Pay",
            "AKIAの商品",
            "会員ID: 12345",
            "order ID: 12345678",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
