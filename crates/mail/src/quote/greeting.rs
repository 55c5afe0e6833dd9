//! Words that say nothing yet: a greeting, or what a phone writes under every mail.

use std::sync::LazyLock;

use regex::Regex;

use crate::sender_signature;

/// Lines of a greeting; a text of more says something.
const MOST_LINES: usize = 5;

/// True when a text is blank, or nothing but greetings and what a phone writes under it.
pub(crate) fn says_nothing(text: &str) -> bool {
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| line.chars().any(char::is_alphanumeric));
    lines.clone().count() <= MOST_LINES
        && lines.all(|line| sender_signature::is_phone(line) || is_greeting(line))
}

fn is_greeting(line: &str) -> bool {
    // With a name of a few words, or with who writes.
    static GREETING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)^(?:
                (?:hello|hi|hey|dear|greetings|good\s(?:morning|afternoon|evening|day)|to\swhom\sit\smay\sconcern
                  |hallo|guten\s(?:tag|morgen|abend)|moin|servus|grüß\sgott|sehr\sgeehrte\w*|liebe\w*
                  |bonjour|bonsoir|salut|cher|chère|madame|monsieur|messieurs
                  |hola|buen[oa]s\s(?:días|tardes|noches)|estimad\w+|ciao|buongiorno|buonasera|salve|gentil\w+|egregi\w+|spettabile
                  |olá|oi|bom\sdia|boa\s(?:tarde|noite)|prezad\w+|car[oa]s?|beste|geachte|goedendag|goedemorgen|dag|hej|hei|bästa|kære
                  |cześć|dzień\sdobry|szanown\w+|здравствуйте|добрый\s(?:день|вечер)|доброе\sутро|уважаем\w+|привет|добрий\sдень|вітаю
                  |merhaba|sayın|xin\schào|chào)
                (?:[\s,]+(?:(?-i:\p{Lu}[\p{L}.&'’/-]*)|sir|madam|or|and|team|all|there|everyone|everybody|folks|guys|again|support|customer|service|und|et|y|e|zusammen|equipo|tous|toutes|à|a|todos|tutti)){0,6}
              | (?:您好|你好|尊敬的.{0,20}|안녕하세요.{0,12}|안녕하십니까)
              | .{1,24}(?:様|さま|御中|さん|殿|各位)
              | (?:拝啓|前略|(?:いつも|大変|毎度|初めて|突然の)?(?:お|御)?(?:世話|せわ)(?:に(?:なっております|なります|なっています))|こんにち[はわ]|こんばん[はわ]|おはようございます|はじめまして|初めまして|突然のご?(?:メール|連絡).{0,12}|お疲れ様です)
                [。、！!]?(?:.{1,24}(?:です|と申します|でございます))?
            )\s*[,，.。:：;!！、]*$",
        )
        .expect("the pattern is fixed and tested")
    });
    line.chars().count() <= 80 && GREETING.is_match(line)
}

#[cfg(test)]
mod tests {
    use super::says_nothing;

    #[test]
    fn greetings_and_bare_signatures_say_nothing() {
        for text in [
            "",
            "\n \n",
            "Hello,",
            "Dear Sir or Madam,",
            "Good morning Mr. Smith,",
            "Sehr geehrte Damen und Herren,",
            "Bonjour Madame,",
            "お世話になっております。",
            "株式会社ショップ 御中\n\nいつもお世話になっております。山田です。",
            "您好，",
            "안녕하세요.",
            "Здравствуйте!",
            "iPhoneから送信",
            "Hello,\n\nSent from my iPhone",
        ] {
            assert!(says_nothing(text), "{text}");
        }
    }

    #[test]
    fn the_shortest_answers_say_something() {
        for text in [
            "Thanks!",
            "Thanks,\nAlex",
            "Yes",
            "Hello, where is my parcel?",
            "Dear Shop, please cancel it.",
            "お願いします。",
            "了解です。",
            "ありがとうございます。",
            "お世話になっております。キャンセルしてください。",
            "谢谢",
            "Danke!",
        ] {
            assert!(!says_nothing(text), "{text}");
        }
    }
}
