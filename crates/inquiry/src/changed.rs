//! How much of a draft a person changed before they sent it.

/// Beyond this many comparisons the exact figure is worth less than the time it takes.
const MOST_COMPARISONS: usize = 16_000_000;

/// How many characters differ: the larger of what was taken out and what was put in. Blanks at the
/// ends and kinds of line breaks do not count.
pub fn characters(draft: &str, sent: &str) -> usize {
    let (draft, sent) = (plain(draft), plain(sent));
    let same_start = draft.iter().zip(&sent).take_while(|(a, b)| a == b).count();
    let (draft, sent) = (&draft[same_start..], &sent[same_start..]);
    let (from_end, to_end) = (draft.iter().rev(), sent.iter().rev());
    let same_end = from_end.zip(to_end).take_while(|(a, b)| a == b).count();
    let (draft, sent) = (
        &draft[..draft.len() - same_end],
        &sent[..sent.len() - same_end],
    );
    let longer = draft.len().max(sent.len());
    match draft.len().saturating_mul(sent.len()) > MOST_COMPARISONS {
        true => longer,
        false => longer - common(draft, sent),
    }
}

fn plain(text: &str) -> Vec<char> {
    text.replace("\r\n", "\n").trim().chars().collect()
}

/// The length of the longest common subsequence.
fn common(a: &[char], b: &[char]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (index, y) in b.iter().enumerate() {
            let above = row[index + 1];
            row[index + 1] = match x == y {
                true => diagonal + 1,
                false => above.max(row[index]),
            };
            diagonal = above;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_differ_are_counted() {
        assert_eq!(characters("お届けします。", "お届けします。\r\n"), 0);
        assert_eq!(characters("明日お届けします。", "明後日お届けします。"), 1);
        assert_eq!(characters("abcdef", "abXdYf"), 2);
        assert_eq!(characters("", "abc"), 3);
        assert_eq!(characters("abc", ""), 3);
    }

    #[test]
    fn long_texts_that_have_nothing_in_common_end_soon() {
        let (a, b) = ("あ".repeat(24_000), "い".repeat(20_000));
        assert_eq!(characters(&a, &b), 24_000);
    }
}
