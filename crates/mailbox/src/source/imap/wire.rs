//! One IMAP connection (RFC 3501, RFC 9051): commands go out under a tag, answers come back whole.
//!
//! Every command's tagged answer is looked at, everything that a server sends is bounded, and no
//! wait is endless: a connection that breaks in the middle is an error, never an empty answer.

use std::time::Duration;

use imap_proto::Response;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::time::{Instant, timeout, timeout_at};

use super::error::ImapError;
use mail::without_addresses;

/// How long the server may say nothing in the midst of an answer, or take no bytes.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes that a command may be answered with, where nothing long was asked for.
pub(super) const SHORT: usize = 1024 * 1024;

/// A byte stream to a server.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send + Sync {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Sync> Stream for T {}

pub(super) struct Wire {
    stream: BufReader<Box<dyn Stream>>,
    commands: u64,
    patience: Duration,
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wire")
    }
}

/// What a server says besides the end of a command.
pub(super) enum Said<'a> {
    /// `* OK [CODE …] …` and its like: the code with its arguments.
    Code(&'a str),
    /// Data.
    Data(&'a Response<'a>),
}

/// How a line begins.
enum Line {
    /// `+`: the server waits for more of the command.
    GoOn,
    /// A tag, the status, and the rest of the line.
    Done(String, Status, String),
    /// An untagged status, and the rest of the line.
    Status(Status, String),
    /// Untagged data.
    Data,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Ok,
    No,
    Bad,
    PreAuth,
    Bye,
}

impl Wire {
    pub(super) fn new(stream: Box<dyn Stream>) -> Wire {
        Wire {
            stream: BufReader::new(stream),
            commands: 0,
            patience: PATIENCE,
        }
    }

    /// Changes how long the server may say nothing.
    #[cfg(test)]
    fn with_patience(self, patience: Duration) -> Wire {
        Wire { patience, ..self }
    }

    /// The stream, for TLS. What the server sent before that is thrown away (RFC 9051 §11.1: it came
    /// unprotected).
    pub(super) fn into_stream(self) -> Box<dyn Stream> {
        self.stream.into_inner()
    }

    /// The server's greeting; true when it lets us in without a login.
    pub(super) async fn greeting(&mut self) -> Result<bool, ImapError> {
        let answer = self.answer(SHORT).await?;
        match line(&answer) {
            Line::Status(Status::Ok, _) => Ok(false),
            Line::Status(Status::PreAuth, _) => Ok(true),
            Line::Status(Status::Bye, text) => Err(ImapError::Bye(clean(&text))),
            _ => Err(ImapError::NotImap),
        }
    }

    /// Sends a command and takes its answers, of `most` bytes together.
    pub(super) async fn run(
        &mut self,
        what: &'static str,
        command: &str,
        most: usize,
        mut each: impl FnMut(Said<'_>),
    ) -> Result<(), ImapError> {
        let tag = self.send(command).await?;
        let mut left = most;
        loop {
            let answer = self.answer(left).await?;
            left = left.saturating_sub(answer.len());
            if self.is_end(what, &tag, &answer, &mut each)? {
                return Ok(());
            }
        }
    }

    /// Sends a command whose rest the server asks for, once: literals and SASL.
    pub(super) async fn run_with(
        &mut self,
        what: &'static str,
        command: &str,
        rest: &[u8],
    ) -> Result<(), ImapError> {
        let tag = self.send(command).await?;
        let mut rest = Some(rest);
        let mut left = SHORT;
        loop {
            let answer = self.answer(left).await?;
            left = left.saturating_sub(answer.len());
            if matches!(line(&answer), Line::GoOn) {
                // Asked once more, the server explains a refusal, and takes an empty line for an answer
                // (RFC 7628 §3.2.3).
                self.write(rest.take().unwrap_or_default()).await?;
                self.write(b"\r\n").await?;
                self.flush().await?;
            } else if self.is_end(what, &tag, &answer, &mut |_| {})? {
                return Ok(());
            }
        }
    }

    /// Waits in `IDLE` (RFC 2177) until the server has something to say, `until` at most; or until the
    /// caller drops this. Afterwards [`Wire::end_idle`].
    pub(super) async fn begin_idle(&mut self) -> Result<String, ImapError> {
        let tag = self.send("IDLE").await?;
        loop {
            let answer = self.answer(SHORT).await?;
            match line(&answer) {
                Line::GoOn => return Ok(tag),
                _ if self.is_end("IDLE", &tag, &answer, &mut |_| {})? => {
                    return Err(ImapError::NotImap);
                }
                _ => {}
            }
        }
    }

    /// True when something about the folder changed, false when the time is over. May be dropped.
    pub(super) async fn idle_until(&mut self, until: Instant) -> Result<bool, ImapError> {
        loop {
            // Waiting for the first byte loses nothing when it is given up.
            match timeout_at(until, self.stream.fill_buf()).await {
                Err(_) => return Ok(false),
                Ok(Ok([])) => return Err(ImapError::Lost),
                Ok(Ok(_)) => {}
                Ok(Err(error)) => return Err(ImapError::of_io(&error)),
            }
            let answer = self.answer(SHORT).await?;
            match line(&answer) {
                Line::Status(Status::Bye, text) => return Err(ImapError::Bye(clean(&text))),
                // "Still here".
                Line::Status(..) => {}
                _ => return Ok(true),
            }
        }
    }

    pub(super) async fn end_idle(&mut self, tag: &str) -> Result<(), ImapError> {
        self.write(b"DONE\r\n").await?;
        self.flush().await?;
        let mut left = SHORT;
        loop {
            let answer = self.answer(left).await?;
            left = left.saturating_sub(answer.len());
            if self.is_end("IDLE", tag, &answer, &mut |_| {})? {
                return Ok(());
            }
        }
    }

    /// True when this answer ends the command.
    fn is_end(
        &self,
        what: &'static str,
        tag: &str,
        answer: &[u8],
        each: &mut impl FnMut(Said<'_>),
    ) -> Result<bool, ImapError> {
        match line(answer) {
            Line::GoOn => Err(ImapError::NotImap),
            Line::Done(of, status, text) if of == tag => {
                let code = code(&text);
                match status {
                    Status::Ok => {
                        code.into_iter().for_each(|code| each(Said::Code(code)));
                        Ok(true)
                    }
                    _ => Err(ImapError::Refused {
                        what,
                        is_bad: status == Status::Bad,
                        said: clean(&text),
                    }),
                }
            }
            Line::Done(..) => Err(ImapError::NotImap),
            Line::Status(Status::Bye, text) if what != "LOGOUT" => {
                Err(ImapError::Bye(clean(&text)))
            }
            Line::Status(_, text) => {
                code(&text)
                    .into_iter()
                    .for_each(|code| each(Said::Code(code)));
                Ok(false)
            }
            Line::Data => {
                // What no parser knows is none of what was asked for: servers have extensions.
                if let Ok((_, data)) = Response::parse(answer) {
                    each(Said::Data(&data));
                }
                Ok(false)
            }
        }
    }

    async fn send(&mut self, command: &str) -> Result<String, ImapError> {
        // A line end in an argument would be another command.
        if command.contains(['\r', '\n', '\0']) {
            return Err(ImapError::NotImap);
        }
        self.commands += 1;
        let tag = format!("r{}", self.commands);
        self.write(format!("{tag} {command}\r\n").as_bytes())
            .await?;
        self.flush().await?;
        Ok(tag)
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), ImapError> {
        // In pieces: it is progress that is waited for.
        for piece in bytes.chunks(64 * 1024) {
            let written = timeout(self.patience, self.stream.write_all(piece)).await;
            written
                .map_err(|_| ImapError::Silent)?
                .map_err(|error| ImapError::of_io(&error))?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), ImapError> {
        let flushed = timeout(self.patience, self.stream.flush()).await;
        flushed
            .map_err(|_| ImapError::Silent)?
            .map_err(|error| ImapError::of_io(&error))
    }

    /// One answer with its literals, of `most` bytes.
    async fn answer(&mut self, most: usize) -> Result<Vec<u8>, ImapError> {
        let mut answer = Vec::new();
        loop {
            let begin = answer.len();
            self.take_line(&mut answer, most).await?;
            let Some(literal) = literal(&answer[begin..]) else {
                return Ok(answer);
            };
            if answer.len().saturating_add(literal) > most {
                return Err(ImapError::TooLong(most));
            }
            let end = answer.len() + literal;
            self.take_until(&mut answer, end).await?;
        }
    }

    async fn take_line(&mut self, answer: &mut Vec<u8>, most: usize) -> Result<(), ImapError> {
        loop {
            let bytes = more(&mut self.stream, self.patience).await?;
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(bytes.len(), |at| at + 1);
            if answer.len() + taken > most {
                return Err(ImapError::TooLong(most));
            }
            answer.extend_from_slice(&bytes[..taken]);
            self.stream.consume(taken);
            if end.is_some() {
                return Ok(());
            }
        }
    }

    async fn take_until(&mut self, answer: &mut Vec<u8>, end: usize) -> Result<(), ImapError> {
        while answer.len() < end {
            let bytes = more(&mut self.stream, self.patience).await?;
            let taken = bytes.len().min(end - answer.len());
            answer.extend_from_slice(&bytes[..taken]);
            self.stream.consume(taken);
        }
        Ok(())
    }
}

/// Bytes that came, at least one.
async fn more(
    stream: &mut (impl AsyncBufRead + Unpin),
    patience: Duration,
) -> Result<&[u8], ImapError> {
    match timeout(patience, stream.fill_buf()).await {
        Err(_) => Err(ImapError::Silent),
        Ok(Ok([])) => Err(ImapError::Lost),
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => Err(ImapError::of_io(&error)),
    }
}

/// The length of the literal that a line announces at its end: `{123}`, and `{123+}` of some
/// servers.
fn literal(line: &[u8]) -> Option<usize> {
    let line = line.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = line.strip_suffix(b"}")?;
    let line = line.strip_suffix(b"+").unwrap_or(line);
    let digits = line
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let (before, digits) = line.split_at(line.len() - digits);
    if !before.ends_with(b"{") || digits.is_empty() {
        return None;
    }
    // More digits than any number has: longer than any limit.
    Some(
        std::str::from_utf8(digits)
            .ok()?
            .parse()
            .unwrap_or(usize::MAX),
    )
}

fn line(answer: &[u8]) -> Line {
    let end = answer
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(answer.len());
    // Servers explain themselves in any charset.
    let text = String::from_utf8_lossy(&answer[..end]);
    let text = text.trim_end_matches('\r');
    if text == "+" || text.starts_with("+ ") {
        return Line::GoOn;
    }
    let (tag, rest) = text.split_once(' ').unwrap_or((text, ""));
    let (word, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let status = match word.to_ascii_uppercase().as_str() {
        "OK" => Status::Ok,
        "NO" => Status::No,
        "BAD" => Status::Bad,
        "PREAUTH" => Status::PreAuth,
        "BYE" => Status::Bye,
        _ => return Line::Data,
    };
    match tag {
        "*" => Line::Status(status, rest.to_owned()),
        tag => Line::Done(tag.to_owned(), status, rest.to_owned()),
    }
}

/// What is in the brackets of a status.
fn code(text: &str) -> Option<&str> {
    Some(text.strip_prefix('[')?.split_once(']')?.0)
}

/// What a server says of a mailbox may name its owner.
fn clean(text: &str) -> String {
    let text = without_addresses(text, std::iter::empty());
    match text.is_empty() {
        true => "without a reason".to_owned(),
        false => text,
    }
}

/// A string in quotes, or a literal's worth of trouble: `None` when it cannot be written in quotes.
pub(super) fn quoted(text: &str) -> Option<String> {
    let is_plain = text.bytes().all(|b| (0x20..0x7f).contains(&b));
    is_plain.then(|| {
        let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{escaped}\"")
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    /// A connection whose server says all this, whatever it is asked.
    fn wire(said: &[u8]) -> Wire {
        let (ours, mut theirs) = tokio::io::duplex(64);
        let said = said.to_vec();
        tokio::spawn(async move {
            // Byte by byte: answers arrive in any pieces.
            for byte in said {
                theirs.write_all(&[byte]).await.unwrap();
            }
            theirs.shutdown().await.unwrap();
            let _ = theirs.read_to_end(&mut Vec::new()).await;
        });
        Wire::new(Box::new(ours)).with_patience(Duration::from_secs(5))
    }

    async fn run(said: &[u8]) -> (Result<(), ImapError>, Vec<String>) {
        let mut told = Vec::new();
        let mut wire = wire(said);
        let ran = wire.run("TEST", "TEST", 200, |said| {
            told.push(match said {
                Said::Code(code) => code.to_owned(),
                Said::Data(data) => format!("{data:?}"),
            });
        });
        let ran = ran.await;
        (ran, told)
    }

    #[tokio::test]
    async fn a_literal_is_read_whole_whatever_stands_in_it() {
        let said =
            b"* 1 FETCH (UID 7 BODY[]<0> {13}\r\nr1 OK\r\n* BYE\r)\r\nr1 OK [READ-ONLY] done\r\n";
        let (ran, told) = run(said).await;
        ran.unwrap();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].contains("Uid(7)"), "{told:?}");
        assert_eq!(told[1], "READ-ONLY");
    }

    #[tokio::test]
    async fn a_connection_that_breaks_off_is_never_an_empty_answer() {
        for said in [
            &b""[..],
            b"* SEARCH 1 2",
            b"* SEARCH 1 2\r\n",
            b"* 1 FETCH (BODY[] {20}\r\nabc",
            b"r1 O",
        ] {
            let (ran, _) = run(said).await;
            assert!(matches!(ran, Err(ImapError::Lost)), "{ran:?}");
        }
    }

    #[tokio::test]
    async fn a_refusal_is_an_error_without_addresses() {
        let (ran, _) = run(b"r1 NO [AUTHENTICATIONFAILED] no taro@example.com here\r\n").await;
        let said = ran.unwrap_err().to_string();
        assert!(
            said.contains("AUTHENTICATIONFAILED") && !said.contains('@'),
            "{said}"
        );
        let (ran, _) = run(b"* BYE too many connections\r\n").await;
        assert!(matches!(ran, Err(ImapError::Bye(_))), "{ran:?}");
    }

    #[tokio::test]
    async fn what_is_too_long_is_not_held() {
        for said in [
            format!("* SEARCH {}\r\nr1 OK\r\n", "1 ".repeat(200)),
            "* 1 FETCH (BODY[] {4294967295}\r\n".to_owned(),
            "* 1 FETCH (BODY[] {99999999999999999999999}\r\n".to_owned(),
            "* 1 EXISTS\r\n".repeat(100),
        ] {
            let (ran, _) = run(said.as_bytes()).await;
            assert!(matches!(ran, Err(ImapError::TooLong(_))), "{ran:?}");
        }
    }

    #[tokio::test]
    async fn no_bytes_of_a_server_make_it_fall_over() {
        for said in [
            "* OK [READ-WRITE]あいう\r\nr1 OK\r\n".as_bytes(),
            b"* OK [\r\nr1 OK\r\n",
            b"* \xff\xfe\r\nr1 OK\r\n",
            b"\r\nr1 OK \xc9a va\r\n",
            b"* LIST () \"/\" \"\xe3\x81\r\nr1 OK\r\n",
            b"* XUNKNOWN (1 2 3)\r\nr1 OK\r\n",
        ] {
            let (ran, _) = run(said).await;
            assert!(
                ran.is_ok(),
                "{ran:?} after {}",
                String::from_utf8_lossy(said)
            );
        }
        for said in [&b"+ go on\r\n"[..], b"r2 OK another's\r\n"] {
            let (ran, _) = run(said).await;
            assert!(matches!(ran, Err(ImapError::NotImap)), "{ran:?}");
        }
    }

    #[tokio::test]
    async fn an_argument_cannot_become_a_command() {
        let mut wire = wire(b"r1 OK\r\n");
        let ran = wire.run("TEST", "SELECT \"a\r\nr2 DELETE b\"", SHORT, |_| {});
        assert!(matches!(ran.await, Err(ImapError::NotImap)));
        assert_eq!(quoted(r#"a "b" \c"#).unwrap(), r#""a \"b\" \\c""#);
        assert_eq!(quoted("a\r\nb"), None);
        assert_eq!(quoted("パス"), None);
    }
}
