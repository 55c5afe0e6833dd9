//! The logos of replies that were sent: a mail can be made again, byte for byte, after another one was
//! set. They hold nothing of a customer's, and stay.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Store, StoreError};
use mail::{Inline, Logo};

fn key(logo: &Inline) -> String {
    format!("logo#{}", logo.sha256)
}

impl Store {
    /// Keeps a logo that a reply is approved with.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn keep_logo(&self, logo: &Logo) -> Result<(), StoreError> {
        let key = key(&logo.described);
        if self.kv(&key).await?.is_some() {
            return Ok(());
        }
        let text = STANDARD.encode(&logo.content);
        // Another process may have been quicker, with the same.
        self.write_kv(&key, None, &text, None).await.map(drop)
    }

    /// The content of a logo that was kept; `None` where it is not there, or another.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn logo(&self, logo: &Inline) -> Result<Option<Vec<u8>>, StoreError> {
        let text = self.kv(&key(logo)).await?;
        let content = text.and_then(|text| STANDARD.decode(text).ok());
        Ok(content.filter(|content| logo.is(content)))
    }
}
