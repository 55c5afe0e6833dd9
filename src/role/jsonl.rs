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
        // What serde says of an error may quote the line, which is a customer's.
        let request = serde_json::from_slice(line).map_err(|error| {
            format!(
                "not JSON in UTF-8 like {example}, from byte {}",
                error.column()
            )
        })?;
        answer(request).map(|answer| answer.to_string())
    };
    let mut output = std::io::BufWriter::new(output);
    let mut exit = Exit::Done;
    let mut number = 0;
    loop {
        let batch = read_batch(&mut input).context("cannot read standard input")?;
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
    fn a_line_beyond_the_limit_is_passed_over() {
        let mut input = vec![b' '; LONGEST_LINE + 10];
        input.extend(b"\n4\n");
        assert_eq!(answered(&input), ("8\n".to_owned(), Exit::Failed));
    }
}
