//! How model servers want to be asked, kept for the next process: a function or a job that begins
//! anew for each draft would be refused each time.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use crate::app::App;
use inquiry::clock::later;
use llm::Drafter;

/// Servers are updated: what one refused is tried again after that.
const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The file of commands without a store, in the data folder.
const FILE: &str = "model-servers.json";

/// Reads what is kept, once in a process.
pub(super) async fn recall(app: &App) {
    let unread = app.drafter.clients().iter();
    for client in unread.filter(|it| it.kept().is_none()) {
        match app.store.kv(&client.manner_key()).await {
            Ok(kept) => client.recall(&kept.unwrap_or_default()),
            // It is learned anew, at the cost of a refused request.
            Err(error) => {
                tracing::warn!(%error, "how the model's server wants to be asked is not known")
            }
        }
    }
}

/// Keeps what was learned since.
pub(super) async fn keep(app: &App) {
    for client in app.drafter.clients() {
        let (left_out, kept) = (client.left_out(), client.kept());
        if kept.as_deref().unwrap_or_default() == left_out {
            continue;
        }
        let read = kept.as_deref().filter(|it| !it.is_empty());
        let until = later(app.clock.now(), KEPT);
        let key = client.manner_key();
        let written = app.store.write_kv(&key, read, &left_out, Some(until));
        match written.await {
            // Another process that was faster has learned the same.
            Ok(_) => client.recall(&left_out),
            Err(error) => {
                tracing::warn!(%error, "how the model's server wants to be asked is learned anew")
            }
        }
    }
}

/// As for a store, from a file in the data folder, where there is one.
pub fn recall_from(folder: &Path, drafter: &Drafter) {
    let read = std::fs::read(folder.join(FILE)).unwrap_or_default();
    let kept: BTreeMap<String, String> = serde_json::from_slice(&read).unwrap_or_default();
    for client in drafter.clients() {
        let kept = kept.get(&client.manner_key());
        client.recall(kept.map(String::as_str).unwrap_or_default());
    }
}

/// Keeps what was learned in a file, where there is a data folder.
///
/// # Errors
/// When it cannot be written.
pub fn keep_in(folder: &Path, drafter: &Drafter) -> std::io::Result<()> {
    let is_new = |client: &&llm::Client| client.kept().unwrap_or_default() != client.left_out();
    if !folder.is_dir() || !drafter.clients().iter().any(|it| is_new(&it)) {
        return Ok(());
    }
    let file = folder.join(FILE);
    let read = std::fs::read(&file).unwrap_or_default();
    let mut kept: BTreeMap<String, String> = serde_json::from_slice(&read).unwrap_or_default();
    for client in drafter.clients() {
        kept.insert(client.manner_key(), client.left_out());
    }
    std::fs::write(file, serde_json::to_vec_pretty(&kept)?)
}
