//! Files in Slack (docs.slack.dev/messaging/working-with-files): shown in a thread, and fetched where a
//! person has put them.

use std::time::Duration;

use reqwest::Url;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::Slack;
use super::error::{SlackError, lost};
use platform::net;

/// How long a file may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// What Slack says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileInfo {
    /// Its id, `F…`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its media type, as Slack took it.
    pub content_type: String,
    /// Bytes.
    pub size: u64,
    /// Where its content is.
    pub url: String,
}

impl FileInfo {
    /// Reads a file object; `None` where it is none, or lies outside of Slack.
    pub fn parse(file: &Value) -> Option<FileInfo> {
        let text = |field: &str| file[field].as_str().map(str::to_owned);
        if file["is_external"] == true {
            return None;
        }
        Some(FileInfo {
            id: text("id")?,
            name: text("name").unwrap_or_default(),
            content_type: text("mimetype").unwrap_or_default(),
            size: file["size"].as_u64()?,
            url: text("url_private_download").or_else(|| text("url_private"))?,
        })
    }
}

impl Slack {
    /// Asks for a place to put a file; its id is known before anything of it is in Slack.
    ///
    /// # Errors
    /// [`SlackError`].
    pub async fn announce_file(
        &self,
        name: &str,
        length: usize,
    ) -> Result<(String, String), SlackError> {
        const METHOD: &str = "files.getUploadURLExternal";
        let arguments = json!({ "filename": name, "length": length });
        let answer = self.call(METHOD, &arguments, TIMEOUT).await?;
        let text = |field: &str| answer[field].as_str().map(str::to_owned);
        text("file_id")
            .zip(text("upload_url"))
            .ok_or_else(|| lost(METHOD, "it names no place"))
    }

    /// Brings the content of an announced file to its place, where no member sees it yet.
    ///
    /// # Errors
    /// [`SlackError`].
    pub async fn put_file(&self, url: &str, content: Vec<u8>) -> Result<(), SlackError> {
        const UPLOAD: &str = "the upload of a file";
        // Slack's own address, which holds its permission: our token does not go there.
        let put = self
            .http()
            .post(url)
            .body(content)
            .timeout(TIMEOUT)
            .send()
            .await;
        let put = put.map_err(|_| lost(UPLOAD, "the connection broke"))?;
        if !put.status().is_success() {
            return Err(lost(UPLOAD, &format!("HTTP {}", put.status().as_u16())));
        }
        Ok(())
    }

    /// Shows a file in a thread of a channel.
    ///
    /// # Errors
    /// [`SlackError`].
    pub async fn share_file(
        &self,
        id: &str,
        name: &str,
        (channel, thread): (&str, &str),
    ) -> Result<(), SlackError> {
        let arguments = json!({
            "files": [{ "id": id, "title": name }], "channel_id": channel, "thread_ts": thread,
        });
        self.call("files.completeUploadExternal", &arguments, TIMEOUT)
            .await
            .map(drop)
    }

    /// True when a channel has the file. Where the app may not look (an installation without
    /// `files:read`), it counts as shared: once too little is better than twice.
    ///
    /// # Errors
    /// [`SlackError`].
    pub async fn is_shared(&self, id: &str, channel: &str) -> Result<bool, SlackError> {
        let told = self
            .call("files.info", &json!({ "file": id }), TIMEOUT)
            .await;
        match told {
            Ok(answer) => {
                let shares = &answer["file"]["shares"];
                let places = ["public", "private"].iter();
                Ok(places.map(|it| &shares[*it][channel]).any(Value::is_array))
            }
            Err(error) => match error.code() {
                Some("file_not_found" | "file_deleted") => Ok(false),
                Some("missing_scope") => Ok(true),
                _ => Err(error),
            },
        }
    }

    /// Removes a file. One that is not there any more is no error.
    ///
    /// # Errors
    /// [`SlackError`].
    pub async fn delete_file(&self, id: &str) -> Result<(), SlackError> {
        let deleted = self
            .call("files.delete", &json!({ "file": id }), TIMEOUT)
            .await;
        match deleted {
            Err(error) if matches!(error.code(), Some("file_not_found" | "file_deleted")) => Ok(()),
            deleted => deleted.map(drop),
        }
    }

    /// What Slack says of a file.
    ///
    /// # Errors
    /// [`SlackError`].
    pub async fn file_info(&self, id: &str) -> Result<FileInfo, SlackError> {
        const METHOD: &str = "files.info";
        let answer = self.call(METHOD, &json!({ "file": id }), TIMEOUT).await?;
        FileInfo::parse(&answer["file"]).ok_or_else(|| lost(METHOD, "it is no file of Slack's own"))
    }

    /// The content of a file, of `most` bytes at most.
    ///
    /// # Errors
    /// [`SlackError`].
    pub async fn download(&self, file: &FileInfo, most: usize) -> Result<Vec<u8>, SlackError> {
        const WHAT: &str = "the download of a file";
        if !self.is_slacks(&file.url) {
            return Err(lost(WHAT, "its address is not Slack's"));
        }
        let asked = self
            .http()
            .get(&file.url)
            .bearer_auth(self.token().expose_secret())
            .timeout(TIMEOUT);
        let response = asked
            .send()
            .await
            .map_err(|_| lost(WHAT, "the connection broke"))?;
        if !response.status().is_success() {
            return Err(lost(WHAT, &format!("HTTP {}", response.status().as_u16())));
        }
        let content = net::body(response, most).await;
        let content = content.map_err(|error| lost(WHAT, &error.to_string()))?;
        // Without the scope files:read, Slack answers with a page to sign in at.
        match content.len() as u64 == file.size {
            true => Ok(content),
            false => Err(lost(
                WHAT,
                "it is not the file: has the app the scope files:read?",
            )),
        }
    }

    /// True for addresses that the token may go to.
    fn is_slacks(&self, url: &str) -> bool {
        let (Ok(url), Ok(api)) = (Url::parse(url), Url::parse(self.base_url())) else {
            return false;
        };
        let is_slack = url
            .host_str()
            .is_some_and(|host| host.ends_with(".slack.com"));
        let is_apis = url.host_str() == api.host_str() && url.scheme() == api.scheme();
        is_apis || (is_slack && url.scheme() == "https")
    }
}
