//! An IMAP server with mailboxes of its own, as strict as RFC 3501 says about what is asked of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

pub const USER: &str = "support@shop.example";
pub const PASSWORD: &str = "canary-imap \"päss\"";
pub const TOKEN: &str = "canary-access-token";

#[derive(Clone)]
pub struct ImapServer(Arc<Inner>);

struct Inner {
    address: String,
    state: Mutex<State>,
    news: Notify,
}

#[derive(Default)]
struct State {
    folders: BTreeMap<String, Folder>,
    /// It offers IDLE.
    idle: bool,
    /// Folders take keywords.
    keywords: bool,
    /// It takes tokens alone.
    only_tokens: bool,
    /// How many more commands are answered before the connection breaks.
    breaks_after: Option<usize>,
    /// The next command of this kind is refused.
    refuses: Option<(&'static str, &'static str)>,
    commands: Vec<String>,
    mistakes: Vec<String>,
}

#[derive(Clone, Default)]
struct Folder {
    validity: u32,
    next: u32,
    mails: Vec<Mail>,
    attribute: Option<&'static str>,
}

#[derive(Clone)]
struct Mail {
    uid: u32,
    flags: BTreeSet<String>,
    received: String,
    bytes: Vec<u8>,
}

/// What a line of a client leads to.
enum Next {
    GoOn,
    Break,
}

impl ImapServer {
    pub async fn start() -> ImapServer {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let folder = |attribute| Folder {
            validity: 7,
            next: 1,
            mails: Vec::new(),
            attribute,
        };
        let server = ImapServer(Arc::new(Inner {
            address: listener.local_addr().unwrap().to_string(),
            state: Mutex::new(State {
                folders: BTreeMap::from([
                    ("INBOX".to_owned(), folder(None)),
                    ("&kAFP4W4IMH8-".to_owned(), folder(Some("\\Sent"))),
                    ("&VU8wRFQIMI8wWw-".to_owned(), folder(None)),
                ]),
                idle: true,
                keywords: true,
                ..State::default()
            }),
            news: Notify::new(),
        }));
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = serving.clone();
                tokio::spawn(async move { server.converse(stream).await });
            }
        });
        server
    }

    pub fn url(&self) -> String {
        let encode = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
                .to_string()
        };
        format!(
            "imap://{}:{}@{}",
            encode(USER),
            encode(PASSWORD),
            self.0.address
        )
    }

    pub fn url_without_password(&self) -> String {
        let user = USER.replace('@', "%40");
        format!("imap://{user}@{}", self.0.address)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap()
    }

    /// A mail arrives.
    pub fn deliver(&self, folder: &str, eml: &str) -> u32 {
        self.deliver_at(folder, eml, "24-Nov-2026 12:00:00 +0900")
    }

    /// A mail that came at some time.
    pub fn deliver_at(&self, folder: &str, eml: &str, received: &str) -> u32 {
        let uid = {
            let mut state = self.state();
            let folder = state.folders.get_mut(folder).unwrap();
            let uid = folder.next;
            folder.next += 1;
            folder.mails.push(Mail {
                uid,
                flags: BTreeSet::new(),
                received: received.to_owned(),
                bytes: eml.as_bytes().to_vec(),
            });
            uid
        };
        self.0.news.notify_waiters();
        uid
    }

    /// A person removes a mail.
    pub fn remove(&self, folder: &str, uid: u32) {
        let mut state = self.state();
        let folder = state.folders.get_mut(folder).unwrap();
        folder.mails.retain(|mail| mail.uid != uid);
    }

    /// The folder is numbered anew, as after a restore; keywords may be lost by it.
    pub fn renumber(&self, folder: &str, keeps_keywords: bool) {
        let mut state = self.state();
        let folder = state.folders.get_mut(folder).unwrap();
        folder.validity += 1;
        for (uid, mail) in (1..).zip(&mut folder.mails) {
            mail.uid = uid;
            if !keeps_keywords {
                mail.flags.clear();
            }
        }
        folder.next = u32::try_from(folder.mails.len()).unwrap() + 1;
    }

    pub fn flags(&self, folder: &str, uid: u32) -> Vec<String> {
        let state = self.state();
        let mail = state.folders[folder].mails.iter().find(|it| it.uid == uid);
        mail.unwrap().flags.iter().cloned().collect()
    }

    pub fn mails(&self, folder: &str) -> Vec<String> {
        let state = self.state();
        let mails = state.folders[folder].mails.iter();
        mails
            .map(|mail| String::from_utf8_lossy(&mail.bytes).into_owned())
            .collect()
    }

    pub fn without_idle(&self) {
        self.state().idle = false;
    }

    pub fn without_keywords(&self) {
        self.state().keywords = false;
    }

    pub fn with_tokens_alone(&self) {
        self.state().only_tokens = true;
    }

    /// The connection breaks after so many more commands, in the midst of the answer.
    pub fn break_after(&self, commands: usize) {
        self.state().breaks_after = Some(commands);
    }

    /// It goes on as usual.
    pub fn mend(&self) {
        self.state().breaks_after = None;
    }

    /// The next command that begins so is refused with these words.
    pub fn refuse(&self, command: &'static str, said: &'static str) {
        self.state().refuses = Some((command, said));
    }

    pub fn count(&self, command: &str) -> usize {
        let state = self.state();
        state
            .commands
            .iter()
            .filter(|it| it.starts_with(command))
            .count()
    }

    pub fn mistakes(&self) -> Vec<String> {
        self.state().mistakes.clone()
    }

    async fn converse(&self, stream: TcpStream) -> Option<()> {
        let mut stream = BufReader::new(stream);
        stream
            .write_all(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
            .await
            .ok()?;
        let mut session = Session::default();
        loop {
            let line = line(&mut stream).await?;
            let Some((tag, command)) = line.split_once(' ') else {
                self.mistake(&line);
                return None;
            };
            let breaks = {
                let mut state = self.state();
                state.commands.push(command.to_owned());
                match &mut state.breaks_after {
                    Some(0) => {
                        state.breaks_after = None;
                        true
                    }
                    Some(left) => {
                        *left -= 1;
                        false
                    }
                    None => false,
                }
            };
            if breaks {
                if ["AUTHENTICATE", "IDLE", "APPEND"]
                    .iter()
                    .any(|it| command.starts_with(it))
                {
                    return None;
                }
                // What was asked for is done, and half of the answer comes.
                let mut answer = Vec::new();
                let _ = self.obey(&mut session, tag, command, &mut answer).await;
                let half = answer.len() / 2;
                let _ = stream.write_all(&answer[..half]).await;
                return None;
            }
            let refused = {
                let mut state = self.state();
                state
                    .refuses
                    .take_if(|(begin, _)| command.starts_with(*begin))
            };
            if let Some((_, said)) = refused {
                stream
                    .write_all(format!("{tag} NO {said}\r\n").as_bytes())
                    .await
                    .ok()?;
                continue;
            }
            match self
                .dialogue(&mut session, tag, command, &mut stream)
                .await?
            {
                Next::GoOn => {}
                Next::Break => return None,
            }
        }
    }

    /// Commands in which the client says more.
    async fn dialogue(
        &self,
        session: &mut Session,
        tag: &str,
        command: &str,
        stream: &mut BufReader<TcpStream>,
    ) -> Option<Next> {
        if let Some(way) = command.strip_prefix("AUTHENTICATE ") {
            stream.write_all(b"+ \r\n").await.ok()?;
            let response = line(stream).await?;
            let response = STANDARD.decode(response).ok()?;
            let response = String::from_utf8(response).ok()?;
            let good = match (way, self.state().only_tokens) {
                ("PLAIN", false) => response == format!("\0{USER}\0{PASSWORD}"),
                ("XOAUTH2", true) => {
                    response == format!("user={USER}\x01auth=Bearer {TOKEN}\x01\x01")
                }
                _ => {
                    self.mistake(command);
                    false
                }
            };
            if good {
                session.is_in = true;
                say(stream, &format!("{tag} OK welcome")).await?;
            } else {
                if way == "XOAUTH2" {
                    let explained = STANDARD.encode(r#"{"status":"400"}"#);
                    say(stream, &format!("+ {explained}")).await?;
                    if !line(stream).await?.is_empty() {
                        self.mistake("no empty line after a refusal");
                    }
                }
                say(
                    stream,
                    &format!("{tag} NO [AUTHENTICATIONFAILED] not {USER}"),
                )
                .await?;
            }
            return Some(Next::GoOn);
        }
        if command == "IDLE" {
            if !self.state().idle || session.selected.is_none() {
                self.mistake(command);
            }
            say(stream, "+ idling").await?;
            loop {
                let news = self.0.news.notified();
                let exists = self.exists(session);
                if exists > session.told {
                    session.told = exists;
                    say(stream, "* OK still here").await?;
                    say(stream, &format!("* {exists} EXISTS")).await?;
                }
                tokio::select! {
                    () = news => {}
                    done = line(stream) => {
                        if done?.as_str() != "DONE" {
                            self.mistake("IDLE ends with DONE");
                        }
                        say(stream, &format!("{tag} OK done")).await?;
                        return Some(Next::GoOn);
                    }
                }
            }
        }
        if let Some(rest) = command.strip_prefix("APPEND ") {
            let (folder, rest) = rest.strip_prefix('"')?.split_once('"')?;
            let (flags, literal) = rest.trim().split_once(" {")?;
            let length: usize = literal.strip_suffix('}')?.parse().ok()?;
            if flags != "(\\Seen)" {
                self.mistake(command);
            }
            say(stream, "+ go on").await?;
            let mut bytes = vec![0; length];
            stream.read_exact(&mut bytes).await.ok()?;
            if !line(stream).await?.is_empty() {
                self.mistake("a line end after the literal");
            }
            self.deliver(folder, &String::from_utf8(bytes).ok()?);
            say(stream, &format!("{tag} OK [APPENDUID 1 1] done")).await?;
            return Some(Next::GoOn);
        }
        let mut answer = Vec::new();
        let next = self.obey(session, tag, command, &mut answer).await;
        // In two pieces: an answer comes in any.
        let (one, other) = answer.split_at(answer.len() / 2);
        stream.write_all(one).await.ok()?;
        stream.flush().await.ok()?;
        stream.write_all(other).await.ok()?;
        Some(next)
    }

    fn exists(&self, session: &Session) -> usize {
        let folder = session.selected.as_deref().unwrap_or("INBOX");
        self.state().folders[folder].mails.len()
    }

    fn mistake(&self, what: &str) {
        self.state().mistakes.push(what.to_owned());
    }

    async fn obey(
        &self,
        session: &mut Session,
        tag: &str,
        command: &str,
        answer: &mut Vec<u8>,
    ) -> Next {
        let mut next = Next::GoOn;
        let mut line = |text: &str| answer.extend_from_slice(format!("{text}\r\n").as_bytes());
        let done = self.answer(session, command, &mut line, &mut next);
        line(&match done {
            Ok(code) => format!("{tag} OK {code}done"),
            Err(Refusal::No(said)) => format!("{tag} NO {said}"),
            Err(Refusal::Bad) => {
                self.mistake(command);
                format!("{tag} BAD what?")
            }
        });
        next
    }

    fn answer(
        &self,
        session: &mut Session,
        command: &str,
        line: &mut impl FnMut(&str),
        next: &mut Next,
    ) -> Result<&'static str, Refusal> {
        let mut state = self.state();
        let (word, rest) = command.split_once(' ').unwrap_or((command, ""));
        match (word, session.is_in) {
            ("CAPABILITY", _) => {
                let ways = match state.only_tokens {
                    true => "AUTH=XOAUTH2 LOGINDISABLED",
                    false => "AUTH=PLAIN",
                };
                let more = if session.is_in {
                    "UIDPLUS SPECIAL-USE"
                } else {
                    ways
                };
                let idle = if state.idle { " IDLE" } else { "" };
                line(&format!("* CAPABILITY IMAP4rev1 {more}{idle}"));
                Ok("")
            }
            ("LOGOUT", _) => {
                line("* BYE see you");
                *next = Next::Break;
                Ok("")
            }
            (_, false) => Err(Refusal::Bad),
            ("NOOP", true) => {
                let folder = session.selected.as_deref().unwrap_or("INBOX");
                line(&format!("* {} EXISTS", state.folders[folder].mails.len()));
                Ok("")
            }
            ("SELECT" | "EXAMINE", true) => {
                let name = unquoted(rest)?;
                let keywords = state.keywords;
                let Some(folder) = state.folders.get(&name) else {
                    return Err(Refusal::No("no such folder"));
                };
                line("* FLAGS (\\Seen \\Deleted \\Answered \\Flagged \\Draft)");
                line(&match (word, keywords) {
                    ("SELECT", true) => {
                        "* OK [PERMANENTFLAGS (\\Seen \\Deleted \\*)] flags".to_owned()
                    }
                    ("SELECT", false) => {
                        "* OK [PERMANENTFLAGS (\\Seen \\Deleted)] flags".to_owned()
                    }
                    _ => "* OK [PERMANENTFLAGS ()] flags".to_owned(),
                });
                line(&format!("* {} EXISTS", folder.mails.len()));
                line("* 0 RECENT");
                line(&format!("* OK [UIDVALIDITY {}] valid", folder.validity));
                line(&format!("* OK [UIDNEXT {}] next", folder.next));
                session.told = folder.mails.len();
                session.selected = Some(name);
                session.may_write = word == "SELECT";
                Ok(if word == "SELECT" {
                    "[READ-WRITE] "
                } else {
                    "[READ-ONLY] "
                })
            }
            ("LIST", true) if rest == "\"\" \"*\"" => {
                for (name, folder) in &state.folders {
                    let attribute = folder.attribute.unwrap_or("\\HasNoChildren");
                    line(&format!("* LIST ({attribute}) \"/\" \"{name}\""));
                }
                Ok("")
            }
            ("UID", true) => {
                let selected = session.selected.clone().ok_or(Refusal::Bad)?;
                let keywords = state.keywords;
                let folder = state.folders.get_mut(&selected).ok_or(Refusal::Bad)?;
                uid(folder, keywords, session.may_write, rest, line)
            }
            _ => Err(Refusal::Bad),
        }
    }
}

#[derive(Default)]
struct Session {
    is_in: bool,
    selected: Option<String>,
    may_write: bool,
    told: usize,
}

enum Refusal {
    No(&'static str),
    Bad,
}

fn uid(
    folder: &mut Folder,
    keywords: bool,
    may_write: bool,
    command: &str,
    line: &mut impl FnMut(&str),
) -> Result<&'static str, Refusal> {
    let (word, rest) = command.split_once(' ').ok_or(Refusal::Bad)?;
    match word {
        "SEARCH" => {
            let found = search(folder, keywords, rest)?;
            let found: Vec<String> = found.iter().map(u32::to_string).collect();
            line(&format!("* SEARCH {}", found.join(" ")));
            Ok("")
        }
        "FETCH" => {
            let (uid, items) = rest.split_once(' ').ok_or(Refusal::Bad)?;
            let uid: u32 = uid.parse().map_err(|_| Refusal::Bad)?;
            if items != "(UID RFC822.SIZE INTERNALDATE BODY.PEEK[]<0.52428800>)" {
                return Err(Refusal::Bad);
            }
            let mails = (1..).zip(&folder.mails);
            if let Some((number, mail)) = mails.into_iter().find(|(_, it)| it.uid == uid) {
                // Of another mail, which a server may tell at any time.
                line("* 1 FETCH (FLAGS (\\Seen))");
                let size = mail.bytes.len();
                let text = String::from_utf8_lossy(&mail.bytes);
                let received = &mail.received;
                line(&format!(
                    "* {number} FETCH (UID {uid} RFC822.SIZE {size} INTERNALDATE \"{received}\" BODY[]<0> {{{size}}}\r\n{text})"
                ));
            }
            Ok("")
        }
        "STORE" => {
            let (uid, change) = rest.split_once(' ').ok_or(Refusal::Bad)?;
            let uid: u32 = uid.parse().map_err(|_| Refusal::Bad)?;
            let flag = change
                .strip_prefix("+FLAGS.SILENT (")
                .and_then(|it| it.strip_suffix(')'));
            let flag = flag.ok_or(Refusal::Bad)?;
            if !may_write || (!keywords && !flag.starts_with('\\')) {
                return Err(Refusal::Bad);
            }
            if let Some(mail) = folder.mails.iter_mut().find(|it| it.uid == uid) {
                mail.flags.insert(flag.to_owned());
            }
            Ok("")
        }
        "EXPUNGE" => {
            let uid: u32 = rest.parse().map_err(|_| Refusal::Bad)?;
            let is_gone = |mail: &Mail| mail.uid == uid && mail.flags.contains("\\Deleted");
            folder.mails.retain(|mail| !is_gone(mail));
            Ok("")
        }
        _ => Err(Refusal::Bad),
    }
}

/// The searches that are made here, and no others.
fn search(folder: &Folder, keywords: bool, query: &str) -> Result<Vec<u32>, Refusal> {
    if let Some(id) = query.strip_prefix("HEADER Message-ID ") {
        let id = unquoted(id)?;
        let has = |mail: &&Mail| String::from_utf8_lossy(&mail.bytes).contains(&id);
        return Ok(folder.mails.iter().filter(has).map(|it| it.uid).collect());
    }
    let rest = query.strip_prefix("UID ").ok_or(Refusal::Bad)?;
    let (range, rest) = rest.split_once(' ').ok_or(Refusal::Bad)?;
    let first: u32 = range
        .strip_suffix(":*")
        .and_then(|it| it.parse().ok())
        .ok_or(Refusal::Bad)?;
    let taken = match rest {
        "UNDELETED" => None,
        "UNDELETED UNKEYWORD replybot-taken" if keywords => Some("replybot-taken"),
        _ => return Err(Refusal::Bad),
    };
    // `9:*` is the last mail at least (RFC 3501 §9, seq-range).
    let last = folder.mails.last().map_or(0, |it| it.uid);
    let is_it = |mail: &&Mail| {
        (mail.uid >= first || mail.uid == last)
            && !mail.flags.contains("\\Deleted")
            && taken.is_none_or(|taken| !mail.flags.contains(taken))
    };
    Ok(folder.mails.iter().filter(is_it).map(|it| it.uid).collect())
}

fn unquoted(text: &str) -> Result<String, Refusal> {
    let text = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    text.map(|it| it.replace("\\\"", "\"").replace("\\\\", "\\"))
        .ok_or(Refusal::Bad)
}

async fn line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = Vec::new();
    let read = stream.read_until(b'\n', &mut line).await.ok()?;
    let text = String::from_utf8(line).ok()?;
    (read > 0).then(|| text.trim_end_matches(['\r', '\n']).to_owned())
}

async fn say(stream: &mut BufReader<TcpStream>, text: &str) -> Option<()> {
    stream
        .write_all(format!("{text}\r\n").as_bytes())
        .await
        .ok()
}
