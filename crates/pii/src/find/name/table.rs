//! The columns of tables: what is below 氏名 or Passenger is a person, what is below 船名 or Team is none.

use std::ops::Range;

use super::dictionary::{NOUNS, SURNAMES};
use super::kanji::is_word;
use super::script::{Script, line_before, lines, script};
use super::set::Set;
use super::thing;

/// The cells of a text's tables, by what the head of their column calls.
#[derive(Default)]
pub(super) struct Cells {
    /// In order.
    things: Vec<Range<usize>>,
    pub(super) persons: Vec<Range<usize>>,
}

/// No table that is read has more columns.
const COLUMNS: usize = 24;

/// What a column's head calls.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    Person,
    Thing,
    Other,
}

impl Cells {
    pub(super) fn of(text: &str) -> Cells {
        let mut cells = Cells::default();
        members(text, &mut cells.persons);
        if memchr::memchr(b'\n', text.as_bytes()).is_none() {
            return cells;
        }
        let mut heads: Vec<Head> = Vec::new();
        let mut head_cells: Vec<Range<usize>> = Vec::new();
        let mut mark = '\n';
        let mut at = 0;
        for line in lines(text) {
            let start = at;
            at += line.len();
            let row = line.trim_end();
            if let Some((label, value)) = field(row)
                && head(label) == Head::Person
                && is_name(value)
            {
                let from = start + row.len() - value.len();
                cells.persons.push(from..from + value.len());
            }
            let row_cells: Vec<Range<usize>> = match heads.is_empty() {
                true => Vec::new(),
                false => divided(row, mark, start).collect(),
            };
            // A row that begins with a label is a form's: Contact | Amy, Country | Ireland
            let is_field = |cell: &Range<usize>| head(&text[cell.clone()]) != Head::Other;
            let goes_on = row_cells.len() == heads.len() && !row_cells.first().is_none_or(is_field);
            if goes_on {
                // The heads of three columns and more that a row is below
                cells.things.append(&mut head_cells);
                for (cell, head) in row_cells.into_iter().zip(&heads) {
                    match head {
                        Head::Thing => cells.things.push(cell),
                        Head::Person if is_name(&text[cell.clone()]) => cells.persons.push(cell),
                        _ => {}
                    }
                }
                continue;
            }
            // Perhaps a head
            heads.clear();
            head_cells.clear();
            let has = |mark: &u8| memchr::memchr(*mark, row.as_bytes()).is_some();
            let Some(found) = MARKS.into_iter().find(has) else {
                continue;
            };
            mark = char::from(found);
            heads.extend(divided(row, mark, start).map(|cell| head(&text[cell])));
            // Contact | Cornelius Vane
            if let [Head::Person, Head::Other] = heads[..]
                && let Some(value) = divided(row, mark, start).last()
                && (text[value.clone()].contains(' ') || is_of_a_form(&text[at..], mark))
                && is_name(&text[value.clone()])
            {
                cells.persons.push(value);
                heads.clear();
            }
            if heads.contains(&Head::Person) {
                // The person is the agent; who is called a client there is a company as well.
                let cells: Vec<Range<usize>> = divided(row, mark, start).collect();
                let is = |cell: &Range<usize>, word| text[cell.clone()].eq_ignore_ascii_case(word);
                let agent = cells.iter().position(|cell| is(cell, "agent"));
                let client = cells.iter().position(|cell| is(cell, "client"));
                let other = || heads.iter().filter(|head| **head == Head::Person).count() > 1;
                if let Some(client) = client.filter(|_| agent.is_some() || other()) {
                    heads[client] = Head::Other;
                }
                if let Some(agent) = agent {
                    heads[agent] = Head::Person;
                }
            }
            if heads.len() > 2 {
                head_cells.extend(divided(row, mark, start));
            }
            if heads.len() < 2 || heads.iter().all(|head| *head == Head::Other) {
                heads.clear();
            }
        }
        cells
    }

    /// Whether `range` is in a cell of a person.
    pub(super) fn is_person(&self, range: &Range<usize>) -> bool {
        self.persons
            .iter()
            .any(|cell| cell.start <= range.start && range.end <= cell.end)
    }

    /// Whether `range` is in a cell of a thing, or begins in one.
    pub(super) fn is_thing(&self, range: &Range<usize>) -> bool {
        let next = self.things.partition_point(|cell| cell.end <= range.start);
        self.things
            .get(next)
            .is_some_and(|cell| cell.start <= range.start)
    }
}

/// Whether the line that `text` begins with has a label in front of `mark`, as the one in front of it.
fn is_of_a_form(text: &str, mark: char) -> bool {
    let line = text.split('\n').next().unwrap_or_default();
    let label = line.split_once(mark).map_or("", |(label, _)| label);
    head(label.trim()) != Head::Other
}

/// A label and its value, which ends the line.
fn field(row: &str) -> Option<(&str, &str)> {
    let colon = memchr::memchr(b':', row.as_bytes())?;
    let (label, value) = (&row[..colon], &row[colon + 1..]);
    let label = label.trim_matches(|c: char| !c.is_alphanumeric());
    (label.len() <= 40).then(|| (label, value.trim_start()))
}

/// The values of persons' labels in JSON.
fn members(text: &str, persons: &mut Vec<Range<usize>>) {
    for at in memchr::memmem::find_iter(text.as_bytes(), "\":") {
        let line = line_before(text, at);
        let label = line.rfind('"').map_or("", |quote| &line[quote + 1..]);
        let rest = &text[at + 2..];
        let Some(value) = rest.trim_start_matches(' ').strip_prefix('"') else {
            continue;
        };
        let from = text.len() - value.len();
        let Some(length) = value.bytes().take(64).position(|byte| byte == b'"') else {
            continue;
        };
        if label.len() <= 40 && head(label) == Head::Person && is_name(&value[..length]) {
            persons.push(from..from + length);
        }
    }
}

/// What divides cells; a line is divided by the first of these that it has.
const MARKS: [u8; 5] = [b'|', b'\t', b';', b',', b'/'];

/// The cells of a row, without spaces and quotes around them.
fn divided(row: &str, mark: char, start: usize) -> impl Iterator<Item = Range<usize>> {
    let bare = row.trim();
    let bare = match mark {
        '|' => bare.strip_prefix('|').unwrap_or(bare),
        _ => bare,
    };
    let mut at = start + row.len() - row.trim_start().len() + (row.trim().len() - bare.len());
    let bare = match mark {
        '|' => bare.strip_suffix('|').unwrap_or(bare),
        _ => bare,
    };
    bare.split(mark).take(COLUMNS).map(move |cell| {
        const AROUND: [char; 5] = [' ', '"', '\'', '*', '\u{3000}'];
        let value = cell.trim_start_matches(AROUND);
        let from = at + cell.len() - value.len();
        at += cell.len() + mark.len_utf8();
        from..from + value.trim_end_matches(AROUND).len()
    })
}

fn head(cell: &str) -> Head {
    static PERSONS: Set = Set::lines(include_str!("data/person_labels.txt"));
    if cell.is_empty() || cell.len() > LONGEST_HEAD {
        return Head::Other;
    }
    if PERSONS.has_in_any_case(cell) {
        Head::Person
    } else if thing::is_label(cell) {
        Head::Thing
    } else {
        Head::Other
    }
}

/// No label is longer, in bytes.
const LONGEST_HEAD: usize = 40;

/// The value of a person's column: a few words with capitals, or of one script, that say nothing else.
fn is_name(value: &str) -> bool {
    const NONE: &[&str] = &[
        "none",
        "vacant",
        "empty",
        "unknown",
        "tbc",
        "tbd",
        "n/a",
        "no bid",
        "guest",
        "reserved",
        "cancelled",
        "total",
        "なし",
        "無し",
        "空席",
        "空き",
        "未定",
        "不明",
        "欠席",
        "同上",
        "本人",
        "休み",
        "合計",
        "交代",
        "予備",
        "確認中",
    ];
    let value = value
        .trim_end_matches(['様', '殿'])
        .trim_end_matches("さん")
        .trim_end_matches("さま")
        .trim();
    let words = value
        .split([' ', '\u{3000}'])
        .filter(|word| !word.is_empty());
    let (count, length) = (words.clone().count(), value.chars().count());
    if !(1..=4).contains(&count)
        || !(1..=28).contains(&length)
        || !value.starts_with(char::is_alphabetic)
        || NONE.contains(&value.to_lowercase().as_str())
        || !value
            .chars()
            .all(|c| c.is_alphabetic() || " .'’-・/\u{3000}ー々".contains(c))
    {
        return false;
    }
    if value.chars().any(|c| script(c) == Script::Latin) {
        return length > 1
            && words
                .clone()
                .all(|word| word.starts_with(char::is_uppercase) || word.len() <= 3 && count > 1);
    }
    length > 1
        && count <= 3
        && length <= 16
        && words
            .clone()
            .all(|word| !is_word(word) && (SURNAMES.has(word) || !NOUNS.has(word)))
}

/// Whether a word is the head of a column, or another label.
pub(super) fn is_known_head(word: &str) -> bool {
    head(word) != Head::Other
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::of_kind;
    use super::super::KIND;

    #[test]
    fn a_name_in_a_column_of_people_is_masked_and_in_one_of_things_it_stays() {
        for (text, names) in [
            (
                "席|お名前|備考\n1|ラーマン|豚\n2|ルイーズ|なし",
                &["ラーマン", "ルイーズ"][..],
            ),
            ("月\t当番\n一月\tオコナー\n二月\t未定", &["オコナー"]),
            (
                "| Lot | Bidder |\n|---|---|\n| 14 | Cornelius Vane |\n| 15 | no bid |",
                &["Cornelius Vane"],
            ),
            (
                "first,last,plan\nArt,Singer,Pro\nGuy,Young,Team",
                &["Art", "Singer", "Guy", "Young"],
            ),
            (
                "| Agent | Client |\n|---|---|\n| Cornelius Vane | Roku |",
                &["Cornelius Vane"],
            ),
            ("ship,captain\nAmelia,2 May\nCharlotte,9 May", &[]),
            ("Model, Kelvin, Watts\nLuna, 2700, 9", &[]),
            (
                "契約者名,チョンスジン\n利用者名,長谷川",
                &["チョンスジン", "長谷川"],
            ),
            ("部屋名|定員\n千鳥の間|4\n清水|6", &[]),
            ("Room name;Seats\nChurchill;12\nVictoria;8", &[]),
            (
                "{\"team\":\"Hamilton\",\"child\":\"Zara Quill\"}",
                &["Zara Quill"],
            ),
            (
                "Bidder: Cornelius Vane\nItem: Wedgwood vase",
                &["Cornelius Vane"],
            ),
            (
                "Contact | Cornelius Vane\nCountry | Ireland",
                &["Cornelius Vane"],
            ),
        ] {
            assert_eq!(of_kind(KIND, text), names, "{text}");
        }
    }
}
