//! How many tokens a text is, about.

use pii::MaskedText;

/// An estimate of a text's tokens that is rather too high than too low.
///
/// Every model divides texts in its own way, and a table of one would be wrong for the next. By
/// the tables that OpenAI publishes, four letters of English are about a token, a Japanese or
/// Chinese character is one (older models) or somewhat less (newer ones), and a letter of other
/// scripts (accented Latin, Cyrillic, Hangul) is about half of one.
pub fn estimate(text: &str) -> usize {
    text.chars().map(quarters).sum::<usize>().div_ceil(4)
}

fn quarters(c: char) -> usize {
    match c {
        '\0'..='\u{7f}' => 1,
        '\u{80}'..='\u{2fff}' | '\u{ac00}'..='\u{d7a3}' => 2,
        _ => 4,
    }
}

/// A text of at most so many tokens: its beginning and its end, where the matter of a mail is,
/// with a mark where something is left out.
pub fn cut(text: &MaskedText, budget: usize) -> MaskedText {
    const GAP: &str = "\n[…]\n";
    let all = text.as_str();
    if estimate(all) <= budget {
        return text.clone();
    }
    // Two thirds for the beginning.
    let left = 4 * budget.saturating_sub(estimate(GAP));
    let head = taken(all.chars(), left * 2 / 3);
    let tail = taken(all.chars().rev(), left - left * 2 / 3);
    let (head, tail) = (&all[..head], &all[all.len() - tail..]);
    // Half a placeholder says nothing.
    let head = match (head.rfind('['), head.rfind(']')) {
        (Some(open), close) if close.is_none_or(|close| close < open) => &head[..open],
        _ => head,
    };
    let tail = match (tail.find(']'), tail.find('[')) {
        (Some(close), open) if open.is_none_or(|open| open > close) => &tail[close + 1..],
        _ => tail,
    };
    text.without_middle(head.trim_end().len(), GAP, tail.trim_start().len())
}

/// How many bytes of these characters fit into so many quarters.
fn taken(characters: impl Iterator<Item = char>, quarters_left: usize) -> usize {
    let fits = characters.scan(quarters_left, |left, c| {
        *left = left.checked_sub(quarters(c))?;
        Some(c.len_utf8())
    });
    fits.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_japanese_character_is_a_token_and_an_english_word_about_one() {
        assert_eq!(estimate("ご注文の品はまだ届いていません。"), 16);
        assert_eq!(estimate("When will my order arrive?"), 7);
        assert_eq!(estimate("Größe"), 2);
        assert_eq!(estimate(""), 0);
    }

    #[test]
    fn a_long_text_keeps_its_beginning_and_end_and_no_half_of_a_placeholder() {
        let middle = "[EMAIL_1] ".repeat(200);
        let text = super::super::own_words(format!("はじめに。{middle}おわりに。"));
        for budget in 20..60 {
            let cut = cut(&text, budget);
            let cut = cut.as_str();
            assert!(estimate(cut) <= budget, "{budget}: {cut}");
            assert!(
                cut.starts_with("はじめに。") && cut.ends_with("おわりに。"),
                "{cut}"
            );
            let whole = cut.replace("[EMAIL_1]", "").replace("[…]", "");
            assert!(!whole.contains(['[', ']']), "{cut}");
        }
        assert_eq!(cut(&text, 10_000), text);
    }
}
