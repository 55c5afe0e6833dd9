//! A mail server that takes mails, refuses them, or loses its own answer.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::witness::Watched;

/// What the server does with the next mails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// Takes them.
    #[default]
    Takes,
    /// Refuses the recipient for good.
    Refuses,
    /// Refuses the recipient for now.
    RefusesForNow,
    /// Takes the mail and hangs up before it says so.
    LosesItsAnswer,
    /// Takes the mail and says so only after [`Smtp::go_on`].
    Waits,
}

#[derive(Clone)]
pub struct Smtp(Arc<Inner>);

struct Inner {
    url: String,
    mood: Mutex<Mood>,
    taken: Mutex<Vec<String>>,
    envelopes: Mutex<Vec<Vec<String>>>,
    acknowledged: Mutex<Vec<String>>,
    gate: tokio::sync::Semaphore,
    watched: Watched,
}

impl Smtp {
    pub async fn start() -> Smtp {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let smtp = Smtp(Arc::new(Inner {
            url: format!("smtp://{}", listener.local_addr().unwrap()),
            mood: Mutex::default(),
            taken: Mutex::default(),
            envelopes: Mutex::default(),
            acknowledged: Mutex::default(),
            gate: tokio::sync::Semaphore::new(0),
            watched: Watched::default(),
        }));
        let server = smtp.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = server.clone();
                tokio::spawn(async move { server.converse(stream).await });
            }
        });
        smtp
    }

    pub fn url(&self) -> &str {
        &self.0.url
    }

    pub fn watched(&self) -> &Watched {
        &self.0.watched
    }

    pub fn set_mood(&self, mood: Mood) {
        *self.0.mood.lock().unwrap() = mood;
    }

    pub fn go_on(&self) {
        self.0.gate.add_permits(1);
    }

    /// The mails that would be delivered: those whose content came to its end.
    pub fn taken(&self) -> Vec<String> {
        self.0.taken.lock().unwrap().clone()
    }

    /// The recipients of each mail that came by SMTP, as the server was told them.
    pub fn envelopes(&self) -> Vec<Vec<String>> {
        self.0.envelopes.lock().unwrap().clone()
    }

    /// The mails among them of which the server said so.
    pub fn acknowledged(&self) -> Vec<String> {
        self.0.acknowledged.lock().unwrap().clone()
    }

    async fn converse(&self, stream: TcpStream) -> Option<()> {
        self.0.watched.comes("the mail server").await;
        let mood = *self.0.mood.lock().unwrap();
        let mut stream = BufReader::new(stream);
        say(&mut stream, "220 mail.example.com").await?;
        let mut recipients = Vec::new();
        loop {
            let line = line(&mut stream).await?;
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            match (verb.as_str(), mood) {
                ("EHLO", _) => say(&mut stream, "250 mail.example.com").await?,
                ("RCPT", Mood::Refuses) => say(&mut stream, "550 5.1.1 no such user").await?,
                ("RCPT", Mood::RefusesForNow) => {
                    say(&mut stream, "451 4.7.1 try again later").await?
                }
                ("RCPT", _) => {
                    let address = line.split(['<', '>']).nth(1).unwrap_or_default();
                    recipients.push(address.to_owned());
                    say(&mut stream, "250 ok").await?;
                }
                ("DATA", _) => {
                    say(&mut stream, "354 go on").await?;
                    let recipients = std::mem::take(&mut recipients);
                    self.0.envelopes.lock().unwrap().push(recipients);
                    self.take(&mut stream, mood).await?;
                }
                ("QUIT", _) => return say(&mut stream, "221 bye").await,
                _ => say(&mut stream, "250 ok").await?,
            }
        }
    }

    /// Takes a mail that came another way, as this server does; `taken` gets its number at the moment
    /// when it is out. Without a number the answer is lost; the mood is why it is refused.
    pub async fn take_whole(
        &self,
        mail: &str,
        taken: impl FnOnce(usize),
    ) -> Result<Option<usize>, Mood> {
        self.0.watched.comes("the mail server").await;
        let mood = *self.0.mood.lock().unwrap();
        if matches!(mood, Mood::Refuses | Mood::RefusesForNow) {
            return Err(mood);
        }
        let number = {
            let mut all = self.0.taken.lock().unwrap();
            all.push(mail.to_owned());
            all.len()
        };
        taken(number);
        self.0.watched.done("the mail server").await;
        if mood == Mood::LosesItsAnswer {
            return Ok(None);
        }
        if mood == Mood::Waits {
            self.0.gate.acquire().await.unwrap().forget();
        }
        self.acknowledge(mail);
        Ok(Some(number))
    }

    /// From now on the product may know that this mail was taken.
    pub fn acknowledge(&self, mail: &str) {
        self.0.acknowledged.lock().unwrap().push(mail.to_owned());
    }

    async fn take(&self, stream: &mut BufReader<TcpStream>, mood: Mood) -> Option<()> {
        let mut mail = String::new();
        loop {
            let line = line(stream).await?;
            if line == ".\r\n" {
                break;
            }
            mail.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
        let number = {
            let mut taken = self.0.taken.lock().unwrap();
            taken.push(mail.clone());
            taken.len()
        };
        self.0.watched.done("the mail server").await;
        match mood {
            Mood::LosesItsAnswer => return None,
            Mood::Waits => self.0.gate.acquire().await.ok()?.forget(),
            _ => {}
        }
        self.0.acknowledged.lock().unwrap().push(mail);
        say(stream, &format!("250 queued as Q{number}")).await
    }
}

async fn line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = Vec::new();
    let read = stream.read_until(b'\n', &mut line).await.ok()?;
    (read > 0).then(|| String::from_utf8_lossy(&line).into_owned())
}

async fn say(stream: &mut BufReader<TcpStream>, text: &str) -> Option<()> {
    stream
        .write_all(format!("{text}\r\n").as_bytes())
        .await
        .ok()
}
