//! The mail as a model may see it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use documents::{LeftOut, ReadFile};

use super::Inquiry;
use mail::InboundMail;
use pii::{CustomerText, MaskedText, Masker, Placeholders};

/// The mail, masked; the fields' names in the store are those of older deployments.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Masked {
    /// The mail's text.
    #[serde(rename = "body_redacted", deserialize_with = "pii::stored::masked")]
    pub body: MaskedText,
    /// The subject.
    #[serde(rename = "subject_redacted", deserialize_with = "pii::stored::masked")]
    pub subject: MaskedText,
    /// The sender's name.
    #[serde(rename = "sender_redacted", deserialize_with = "pii::stored::masked")]
    pub sender: MaskedText,
    /// The mail's files, as far as a model is told of them.
    #[serde(rename = "files_redacted", deserialize_with = "super::readable")]
    pub files: Vec<MaskedFile>,
    /// What the placeholders in all masked texts stand for. Stored as JSON in a string:
    /// `{"[EMAIL_1]":"taro@example.com"}`.
    #[serde(rename = "pii_map", with = "as_json")]
    pub placeholders: Placeholders,
}

/// A file of the mail, masked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaskedFile {
    /// The digest that tells it from the mail's other files.
    pub digest: String,
    /// Its name; its media type where it has none.
    #[serde(deserialize_with = "pii::stored::masked")]
    pub name: MaskedText,
    /// The text that could be read; empty where there is none.
    #[serde(default, deserialize_with = "pii::stored::masked")]
    pub text: MaskedText,
    /// What is in the file and not in `text`.
    #[serde(default)]
    pub left_out: Vec<LeftOut>,
}

impl MaskedFile {
    /// Masks files as the mail that they came with is: the people in that mail are known in them, too.
    /// What is found joins `placeholders`.
    pub fn of_mail(
        mail: &InboundMail,
        files: &[ReadFile],
        masker: &Masker,
        placeholders: &mut Placeholders,
    ) -> Vec<MaskedFile> {
        let hints = mail.known_names();
        let files = files.iter().map(|file| {
            let name = match file.name.is_blank() {
                true => CustomerText::new(file.content_type.clone()),
                false => file.name.clone(),
            };
            MaskedFile {
                digest: file.digest.clone(),
                name: masker.mask(&name, &hints, placeholders),
                text: masker.mask(&file.text, &hints, placeholders),
                left_out: file.left_out.clone(),
            }
        });
        files.collect()
    }
}

mod as_json {
    use super::*;

    pub(super) fn serialize<S: Serializer>(map: &Placeholders, to: S) -> Result<S::Ok, S::Error> {
        let json = serde_json::to_string(map).map_err(serde::ser::Error::custom)?;
        to.serialize_str(&json)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Placeholders, D::Error> {
        match String::deserialize(from)?.as_str() {
            "" => Ok(Placeholders::default()),
            // The text holds personal data, which an error must not quote.
            json => serde_json::from_str(json)
                .map_err(|_| serde::de::Error::custom("pii_map is no map of placeholders")),
        }
    }
}

impl Inquiry {
    /// Masks what the mail says, extending the map that is there.
    pub fn mask(&mut self, masker: &Masker) {
        let masked = self.mail.masked(masker, &mut self.masked.placeholders);
        self.masked.sender = masked.sender;
        self.masked.subject = masked.subject;
        self.masked.body = masked.body;
    }

    /// Masks what was read of the mail's files, extending the map that is there.
    pub fn mask_files(&mut self, files: &[ReadFile], masker: &Masker) {
        let placeholders = &mut self.masked.placeholders;
        self.masked.files = MaskedFile::of_mail(&self.mail, files, masker, placeholders);
    }

    /// True when the mail or one of its files says something that can be read.
    pub fn is_readable(&self) -> bool {
        let says_something = |file: &MaskedFile| !file.text.as_str().trim().is_empty();
        let mail = &self.mail;
        let is_blank = !mail.unreadable && mail.encryption.is_none() && mail.text.is_blank();
        mail.is_readable() || (is_blank && self.masked.files.iter().any(says_something))
    }

    /// Masks a mail that an older deployment stored; it stays as it is otherwise.
    pub fn mask_if_older(&mut self, masker: &Masker) {
        if self.masked.body.as_str().is_empty() && !self.mail.text.is_blank() {
            self.mask(masker);
        }
    }

    /// Masks a text that a person typed into this inquiry's reply, with the same map.
    pub fn mask_typed(&mut self, text: &CustomerText, masker: &Masker) -> MaskedText {
        masker.mask(
            text,
            &self.mail.known_names(),
            &mut self.masked.placeholders,
        )
    }

    /// A text about this inquiry, masked for channel, history and log: a reply, or what another server
    /// said of it, which repeats names and numbers of the recipient. The map stays as it is.
    pub fn without_personal_data(&self, text: &str, masker: &Masker) -> String {
        let mut placeholders = self.masked.placeholders.clone();
        let text = CustomerText::new(text);
        let masked = masker.mask(&text, &self.mail.known_names(), &mut placeholders);
        masked.as_str().to_owned()
    }
}
