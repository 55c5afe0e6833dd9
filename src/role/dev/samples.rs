//! The mails that a new `dev` workspace starts with: `samples/*.eml`.

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
