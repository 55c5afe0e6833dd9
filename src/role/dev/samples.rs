//! What a new `dev` workspace starts with: the mails `samples/*.eml`, the knowledge
//! `samples/knowledge/*.md` and the canned replies `samples/canned/*.md`.

use std::path::Path;

use crate::app::App;
use crate::flow::receive::receive;
use inquiry::Inquiry;
use inquiry::language::Language;
use platform::private;

const NEWSLETTER: &[u8] = include_bytes!("../../../samples/newsletter-html.eml");
const ORDER: &[u8] = include_bytes!("../../../samples/order-late.eml");
const INVOICE: &[u8] = include_bytes!("../../../samples/invoice-iso-2022-jp.eml");
const RETURN: &[u8] = include_bytes!("../../../samples/return-personal-data.eml");
const DELIVERY: &[u8] = include_bytes!("../../../samples/delivery-date.eml");

/// In the order in which they arrive: those in the team's language last, as a channel is read from its
/// end.
fn samples(language: Language) -> [&'static [u8]; 5] {
    match language {
        Language::Ja => [NEWSLETTER, ORDER, INVOICE, RETURN, DELIVERY],
        Language::En => [INVOICE, RETURN, DELIVERY, NEWSLETTER, ORDER],
    }
}

/// Files that a folder begins with.
pub struct Files {
    /// The folder's name in the data folder.
    pub folder: &'static str,
    files: &'static [(&'static str, &'static str)],
}

macro_rules! files {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        Files {
            folder: $folder,
            files: &[$((
                $name,
                include_str!(concat!("../../../samples/", $folder, "/", $name)),
            )),+],
        }
    };
}

/// What drafts are based on.
pub const KNOWLEDGE: Files = files!(
    "knowledge": "faq.en.md", "payment.ja.md", "returns.ja.md", "shipping.ja.md",
);

/// Canned replies; the menu has them in the order of their names.
pub const CANNED: Files = files!(
    "canned": "1-order-number.ja.md", "2-looking-into-it.ja.md", "3-closed-days.ja.md",
    "4-order-number.en.md", "5-looking-into-it.en.md",
);

/// Puts samples into a folder that is not there yet. From then on it is the user's: what they
/// change or delete stays so.
///
/// # Errors
/// When the folder cannot be written.
pub fn put(samples: &Files, folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        return Ok(());
    }
    private::folder(folder)?;
    for (name, text) in samples.files {
        private::write(&folder.join(name), text)?;
    }
    Ok(())
}

/// Takes the samples in, unless the store holds anything.
///
/// # Errors
/// When the store cannot be used.
pub async fn deliver(app: &App, language: Language) -> anyhow::Result<()> {
    if app.store.newest(1).await?.is_empty() {
        for mail in samples(language) {
            receive(app, mail).await?;
        }
    }
    Ok(())
}

/// True while the store holds nothing but samples that no person has done anything with.
pub async fn are_all(app: &App) -> bool {
    let most = samples(Language::Ja).len();
    let Ok(newest) = app.store.newest(most + 1).await else {
        return false;
    };
    let untouched = |it: &Inquiry| it.history.iter().all(|entry| entry.by.is_none());
    newest.len() <= most && newest.iter().all(untouched)
}
