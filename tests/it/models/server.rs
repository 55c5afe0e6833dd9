//! A model's server that plays answers back, byte for byte, and keeps what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What is played back: bytes of HTTP/1.1, after which the connection is closed.
pub type Answer = Vec<u8>;

/// A request as it came: its head, and its body.
#[derive(Clone, Debug)]
pub struct Asked {
    pub head: String,
    pub body: serde_json::Value,
}

#[derive(Clone)]
pub struct Server {
    pub origin: String,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Plays these back, one for each request; the last one again and again.
    pub async fn with(answers: impl IntoIterator<Item = Answer>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Server {
            origin: format!("http://{}", listener.local_addr().unwrap()),
            answers: Arc::new(Mutex::new(answers.into_iter().collect())),
            asked: Arc::default(),
        };
        let this = server.clone();
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(this.clone().answer(connection));
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("{}/v1", self.origin)
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    async fn answer(self, mut connection: TcpStream) {
        let Some(asked) = read(&mut connection).await else {
            return;
        };
        self.asked.lock().unwrap().push(asked);
        let answer = {
            let mut answers = self.answers.lock().unwrap();
            match answers.len() {
                1 => answers[0].clone(),
                _ => answers.pop_front().unwrap(),
            }
        };
        // A client that has heard enough hangs up.
        let _ = connection.write_all(&answer).await;
        let _ = connection.shutdown().await;
    }
}

async fn read(connection: &mut TcpStream) -> Option<Asked> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                let is_length = name.eq_ignore_ascii_case("content-length");
                is_length.then(|| value.trim().parse::<usize>().ok())?
            });
            let body = &bytes[end + 4..];
            if body.len() >= length.unwrap_or_default() {
                let body = serde_json::from_slice(body).unwrap_or_default();
                return Some(Asked { head, body });
            }
        }
        match connection.read(&mut buffer).await.ok()? {
            0 => return None,
            read => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}

/// An answer of HTTP in one piece; the connection's end is the body's.
pub fn http(status: u16, content_type: &str, body: impl AsRef<[u8]>) -> Answer {
    let mut answer = format!("HTTP/1.1 {status} X\r\n").into_bytes();
    if !content_type.is_empty() {
        answer.extend_from_slice(format!("content-type: {content_type}\r\n").as_bytes());
    }
    answer.extend_from_slice(b"connection: close\r\n\r\n");
    answer.extend_from_slice(body.as_ref());
    answer
}

pub fn stream(body: impl AsRef<[u8]>) -> Answer {
    http(200, "text/event-stream", body)
}

/// A file of `answers/`: `HTTP` and the status, headers, a blank line, and the bytes of the body.
pub fn recorded(name: &str) -> Answer {
    let file = format!(
        "{}/tests/it/models/answers/{name}.txt",
        env!("CARGO_MANIFEST_DIR")
    );
    let bytes = std::fs::read(file).unwrap();
    let end = bytes.windows(2).position(|it| it == b"\n\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().trim_start_matches("HTTP ");
    let mut answer = format!("HTTP/1.1 {status} X\r\n");
    for line in lines.filter(|line| !line.starts_with("content-length")) {
        answer.push_str(&format!("{line}\r\n"));
    }
    if !answer.contains("connection: close") {
        answer.push_str("connection: close\r\n");
    }
    answer.push_str("\r\n");
    [answer.as_bytes(), &bytes[end + 2..]].concat()
}
