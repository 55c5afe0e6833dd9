//! What `--jsonl` means for each command that has it: a JSON object a line in, one a line out, in the same order.

use std::io::{BufRead, Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::Context;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Exit, tell};

/// A longer line is reported and passed over.
const LONGEST_LINE: usize = 64 << 20;

/// How much is read before it is answered.
const BATCH_LINES: usize = 1_000;
const BATCH_BYTES: usize = 4 << 20;

/// Answers the lines of `input` on `output`, on all processors. A line that cannot be read, or that `answer` refuses, is
/// reported on standard error by its number; the others go on, and the command ends with [`Exit::Failed`].
///
/// `example` is what a line looks like.
///
/// # Errors
/// When `input` or `output` breaks.
pub(super) fn answer<Request: DeserializeOwned>(
    mut input: impl BufRead,
    output: impl Write,
    example: &str,
    answer: impl Fn(Request) -> Result<Value, String> + Sync,
) -> anyhow::Result<Exit> {
    let answer = |line: &[u8]| {
        let request = serde_json::from_slice(line)
            .map_err(|error| problem::<Request>(line, &error, example))?;
        answer(request).map(|answer| answer.to_string())
    };
    let mut output = std::io::BufWriter::new(output);
    let mut exit = Exit::Done;
    let mut number = 0;
    let mut first = true;
    loop {
        let mut batch = read_batch(&mut input).context("cannot read standard input")?;
        // Some editors begin a file with a mark of its byte order.
        if let Some(Line::Read(line)) = batch.first_mut().filter(|_| first)
            && line.starts_with("\u{feff}".as_bytes())
        {
            line.drain(.."\u{feff}".len());
        }
        first = false;
        if batch.is_empty() {
            output.flush().context("cannot write standard output")?;
            return Ok(exit);
        }
        for answered in on_all_processors(&batch, |line| match line {
            Line::TooLong => Some(Err(format!("longer than {} MiB", LONGEST_LINE >> 20))),
            Line::Read(line) if line.trim_ascii().is_empty() => None,
            Line::Read(line) => Some(answer(line)),
        }) {
            number += 1;
            match answered {
                Some(Ok(answer)) => {
                    writeln!(output, "{answer}").context("cannot write standard output")?;
                }
                Some(Err(problem)) => {
                    tell(format_args!("line {number}: {problem}"));
                    exit = Exit::Failed;
                }
                None => {}
            }
        }
    }
}

/// What is wrong with a line. What serde says of an error may quote the line, which is a customer's, so the
/// fields are tried one by one in place of the example's.
fn problem<Request: DeserializeOwned>(
    line: &[u8],
    error: &serde_json::Error,
    example: &str,
) -> String {
    let mut wrong = Vec::new();
    if let Ok(Value::Object(line)) = serde_json::from_slice(line)
        && let Ok(Value::Object(example)) = serde_json::from_str(example)
    {
        let is_read = |fields| serde_json::from_value::<Request>(Value::Object(fields)).is_ok();
        for field in example.keys().filter(|field| !line.contains_key(*field)) {
            let mut fields = example.clone();
            fields.remove(field);
            if !is_read(fields) {
                wrong.push(format!("\"{field}\" is missing"));
            }
        }
        for (field, value) in line {
            let mut fields = example.clone();
            fields.insert(field.clone(), value);
            // A field that is not known is passed over, so that none of a line's own words is told.
            if !is_read(fields) {
                wrong.push(format!("\"{field}\" is of the wrong type"));
            }
        }
    }
    match wrong.is_empty() {
        true => format!(
            "not JSON in UTF-8 like {example}, from byte {}",
            error.column()
        ),
        false => format!("{}: a line is like {example}", wrong.join(", ")),
    }
}

enum Line {
    Read(Vec<u8>),
    TooLong,
}

/// The next lines; none at the end of `input`.
fn read_batch(input: &mut impl BufRead) -> std::io::Result<Vec<Line>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH_LINES && bytes < BATCH_BYTES {
        let mut line = Vec::new();
        let most = LONGEST_LINE as u64 + 1;
        if input.by_ref().take(most).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        bytes += line.len();
        if line.len() > LONGEST_LINE && !line.ends_with(b"\n") {
            input.skip_until(b'\n')?;
            batch.push(Line::TooLong);
        } else {
            batch.push(Line::Read(line));
        }
    }
    Ok(batch)
}

/// The results of `work`, in the order of `items`.
fn on_all_processors<Item: Sync, Done: Send>(
    items: &[Item],
    work: impl Fn(&Item) -> Done + Sync,
) -> Vec<Done> {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        while let Some((at, item)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            items.get(at).map(|item| (at, item))
        } {
            done.push((at, work(item)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..processors.min(items.len()))
            .map(|_| scope.spawn(worker))
            .collect();
        let mut done = worker();
        for other in others {
            done.extend(
                other
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            );
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, done)| done).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(input: &[u8]) -> (String, Exit) {
        let mut output = Vec::new();
        let exit = answer(input, &mut output, "[1]", |number: u64| {
            if number == 13 {
                return Err("13 is refused".to_owned());
            }
            Ok(Value::from(number * 2))
        });
        (
            String::from_utf8(output).expect("JSON is UTF-8"),
            exit.expect("nothing breaks"),
        )
    }

    #[test]
    fn answers_come_in_the_order_of_their_lines() {
        let lines: String = (100..5_000).map(|number| format!("{number}\n")).collect();
        let (output, exit) = answered(lines.as_bytes());
        let answers: Vec<u64> = output
            .lines()
            .map(|line| line.parse().expect("a number"))
            .collect();
        assert_eq!(
            answers,
            (100..5_000).map(|number| number * 2).collect::<Vec<_>>()
        );
        assert_eq!(exit, Exit::Done);
    }

    #[test]
    fn a_line_that_cannot_be_read_ends_nothing() {
        for bad in [&b"\xff\xfe"[..], b"{", b"13", b"\"a\"", b"\0"] {
            let input = [b"1\n", bad, b"\n\n2"].concat();
            assert_eq!(answered(&input), ("2\n4\n".to_owned(), Exit::Failed));
        }
    }

    #[test]
    fn a_mark_of_the_byte_order_is_no_part_of_the_first_line() {
        let input = "\u{feff}1\n2\n\u{feff}3\n".as_bytes();
        assert_eq!(answered(input), ("2\n4\n".to_owned(), Exit::Failed));
    }

    #[test]
    fn the_field_that_is_wrong_is_told_and_nothing_of_the_line() {
        #[derive(serde::Deserialize)]
        #[expect(dead_code, reason = "it is only read")]
        struct Request {
            #[serde(default)]
            id: Value,
            text: String,
            #[serde(default)]
            names: Vec<String>,
            received: Option<String>,
        }
        let example = r#"{"id":"1","text":"…","names":["…"]}"#;
        for (line, told) in [
            (r#"{"id":1}"#, r#""text" is missing"#),
            (r#"{"text":null}"#, r#""text" is of the wrong type"#),
            (r#"{"text":{"Taro":1}}"#, r#""text" is of the wrong type"#),
            (
                r#"{"names":"Taro"}"#,
                r#""text" is missing, "names" is of the wrong type"#,
            ),
            (
                r#"{"text":"Taro","names":["Taro",1]}"#,
                r#""names" is of the wrong type"#,
            ),
            (
                r#"{"text":"Taro","received":1,"Taro":1}"#,
                r#""received" is of the wrong type"#,
            ),
            (r#"{"text":"Taro","text":"Taro"}"#, "not JSON"),
            (r#"["Taro"]"#, "not JSON"),
            ("{Taro", "not JSON"),
        ] {
            let error = serde_json::from_str::<Request>(line).err().expect(line);
            let said = problem::<Request>(line.as_bytes(), &error, example);
            assert!(said.starts_with(told), "{line}: {said}");
            assert!(!said.contains("Taro"), "{line}: {said}");
        }
    }

    #[test]
    fn a_line_beyond_the_limit_is_passed_over() {
        let mut input = vec![b' '; LONGEST_LINE + 10];
        input.extend(b"\n4\n");
        assert_eq!(answered(&input), ("8\n".to_owned(), Exit::Failed));
    }
}
