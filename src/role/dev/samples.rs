//! What a new `dev` workspace starts with: the mails `samples/*.eml` and the knowledge
//! `samples/knowledge/*.md`.

use std::path::Path;

use crate::app::App;
use crate::flow::receive::receive;

/// In the order in which they arrive.
const SAMPLES: [&[u8]; 5] = [
    include_bytes!("../../../samples/newsletter-html.eml"),
    include_bytes!("../../../samples/order-late.eml"),
    include_bytes!("../../../samples/invoice-iso-2022-jp.eml"),
    include_bytes!("../../../samples/return-personal-data.eml"),
    include_bytes!("../../../samples/delivery-date.eml"),
];

const KNOWLEDGE: [(&str, &str); 4] = [
    (
        "faq.en.md",
        include_str!("../../../samples/knowledge/faq.en.md"),
    ),
    (
        "payment.ja.md",
        include_str!("../../../samples/knowledge/payment.ja.md"),
    ),
    (
        "returns.ja.md",
        include_str!("../../../samples/knowledge/returns.ja.md"),
    ),
    (
        "shipping.ja.md",
        include_str!("../../../samples/knowledge/shipping.ja.md"),
    ),
];

/// Puts the sample knowledge into a folder that is not there yet. From then on it is the user's:
/// what they change or delete stays so.
///
/// # Errors
/// When the folder cannot be written.
pub fn put_knowledge(folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(folder)?;
    for (name, text) in KNOWLEDGE {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(())
}

/// Takes the samples in, unless the store holds anything.
///
/// # Errors
/// When the store cannot be used.
pub async fn deliver(app: &App) -> anyhow::Result<()> {
    if app.store.newest(1).await?.is_empty() {
        for mail in SAMPLES {
            receive(app, mail).await?;
        }
    }
    Ok(())
}
