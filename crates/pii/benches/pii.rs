//! How fast personal data is masked and restored, in MB of text a second of one core's time:
//! `cargo bench -p pii`, or one line of it: `cargo bench -p pii -- 'Japanese mails'`.
//!
//! No two mails are the same: texts of the labelled set are put together anew with other digits.
//! The last lines are what takes longest of all that was tried.

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use pii::{CustomerText, Hints, Masker, Placeholders, Rules, mask, restore};

const JAPANESE: [&str; 2] = [
    include_str!("../tests/labelled/ja.txt"),
    include_str!("../tests/labelled/ja_template.txt"),
];
const ENGLISH: [&str; 2] = [
    include_str!("../tests/labelled/en.txt"),
    include_str!("../tests/labelled/en_template.txt"),
];

/// As much text as is measured.
const SIZE: usize = 5_000_000;

fn main() {
    let only = std::env::args()
        .nth(1)
        .filter(|word| !word.starts_with('-'));
    let report = |name: &str, texts: &[String]| {
        if only
            .as_ref()
            .is_none_or(|only| name.contains(only.as_str()))
        {
            report(name, texts);
        }
    };
    let japanese = mails(&JAPANESE, "\n\nよろしくお願いいたします。\n");
    let english = mails(&ENGLISH, "\n\nPlease let me know.\n");
    for which in ["first", "second"] {
        let start = processor_time();
        black_box(mask(
            &CustomerText::new(format!("{}{}", japanese[0], english[0])),
            &mut Placeholders::default(),
        ));
        println!("{which} text of a process: {:?}", processor_time() - start);
    }
    report("Japanese mails", &japanese);
    report("English mails", &english);
    report("Japanese, one text", &[japanese.concat()]);
    report("English, one text", &[english.concat()]);
    let mut dice = Dice(7);
    let mut name = |first: u32, count: usize| -> String {
        let kanji = |dice: &mut Dice| char::from_u32(first + dice.roll(4000)).unwrap_or('山');
        (0..count).map(|_| kanji(&mut dice)).collect()
    };
    let names: String = (0..SIZE / 12)
        .map(|_| format!("{}様、", name(0x5000, 2)))
        .collect();
    report("names, all different", &[names]);
    for (what, piece) in [
        ("digits", "0120 4111 2222-33 "),
        ("single digits", "1 2 3 4 5 6 7 8 9 0 "),
        ("look-alikes", "[EMAIL_1] [name 2 {{"),
        ("at signs", "a@b"),
        ("colons", "a:1::2:"),
        ("one line", "東京都区1-"),
        ("initials", "A. Khan, "),
        ("house numbers", "12 Main Xyz, "),
        ("labels", "氏名 "),
        ("brackets", "[名前_1"),
        ("accents", "e\u{301}"),
    ] {
        report(what, &[piece.repeat(SIZE / piece.len())]);
    }
}

/// Mails of three texts each, with digits of their own.
fn mails(sets: &[&str], end: &str) -> Vec<String> {
    let lines: Vec<String> = sets
        .iter()
        .flat_map(|set| set.lines())
        .map(unmarked)
        .collect();
    let mut dice = Dice(42);
    let mut mails = Vec::new();
    let mut length = 0;
    while length < SIZE {
        let mut mail: Vec<&str> = Vec::new();
        for _ in 0..3 {
            mail.push(&lines[dice.roll(lines.len() as u32) as usize]);
        }
        let digit = |c: char| match c.to_digit(10) {
            Some(1..) => char::from_digit(1 + dice.roll(9), 10).unwrap_or(c),
            _ => c,
        };
        let mail: String = (mail.join("\n\n") + end).chars().map(digit).collect();
        length += mail.len();
        mails.push(mail);
    }
    mails
}

/// A labelled line without its marks.
fn unmarked(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, marked)) = rest.split_once('{') {
        text.push_str(before);
        let value = marked
            .split_once(':')
            .and_then(|(_, value)| value.split_once('}'));
        let Some((value, after)) = value else {
            rest = marked;
            continue;
        };
        text.push_str(value);
        rest = after;
    }
    text.push_str(rest);
    text.replace("\\n", "\n")
}

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32 % sides
    }
}

fn report(name: &str, texts: &[String]) {
    let size: usize = texts.iter().map(String::len).sum();
    let without_names = Masker::new(&Rules {
        keep_names: true,
        ..Rules::default()
    })
    .unwrap_or_default();
    let one = |text: &String| {
        let mut map = Placeholders::default();
        (mask(&CustomerText::new(text), &mut map), map)
    };
    let taken = best_of(|| {
        for text in texts {
            black_box(one(text));
        }
    });
    let masked: Vec<_> = texts.iter().map(one).collect();
    let nameless = best_of(|| {
        for text in texts {
            let text = CustomerText::new(text);
            black_box(without_names.mask(&text, &Hints::default(), &mut Placeholders::default()));
        }
    });
    let restoring = best_of(|| {
        for (text, map) in &masked {
            black_box(restore(text, map));
        }
    });
    let rate = |time: Duration| size as f64 / 1e6 / time.as_secs_f64();
    println!(
        "{name:<22} mask {:>6.1} MB/s   without names {:>6.1} MB/s   restore {:>6.1} MB/s",
        rate(taken),
        rate(nameless),
        rate(restoring)
    );
}

fn best_of(mut run: impl FnMut()) -> Duration {
    (0..2)
        .map(|_| {
            let start = processor_time();
            run();
            processor_time() - start
        })
        .min()
        .unwrap_or_default()
}

/// How long this process has had a processor, which other programs do not lengthen; without Linux's
/// figures the time since the start.
fn processor_time() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let scheduled = std::fs::read_to_string("/proc/self/schedstat").ok();
    let nanoseconds = scheduled.and_then(|line| line.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}
