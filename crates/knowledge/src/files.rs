//! Files beside the pages, which can go out with a reply: price lists, forms, pictures. None is read by
//! a model.

use std::path::Path;

use super::{Knowledge, Place};
use inquiry::KnowledgeFile;
use mail::is_dangerous_name;

/// Bytes of one of them.
pub const LARGEST_FILE: u64 = 10 * 1024 * 1024;
/// Those that are offered; the first by name.
pub const MOST_OFFERED: usize = 99;
/// Folders in folders.
const DEEPEST: usize = 8;
/// Entries that are looked at.
const MOST_LOOKED_AT: usize = 20_000;
/// Slack's limit for the value of an option, with what stands before the name.
const LONGEST_NAME: usize = 130;
/// What is in a folder of that name is for the team alone.
const INTERNAL: &str = "internal";

impl Knowledge {
    /// The files that can go out with a reply, by name: all but pages, hidden ones, those in folders
    /// called `internal`, those that do harm where they are opened, and those that are too large.
    ///
    /// # Errors
    /// Why the place cannot be looked through.
    pub async fn files(&self) -> Result<Vec<KnowledgeFile>, String> {
        let mut files = match &self.place {
            Place::Folder(folder) => {
                let folder = folder.clone();
                let listed = tokio::task::spawn_blocking(move || {
                    let mut files = Vec::new();
                    let mut left = MOST_LOOKED_AT;
                    list(&folder, "", (0, &mut left), &mut files).map(|()| files)
                });
                let listed = listed.await.map_err(|error| error.to_string())?;
                listed.map_err(|error| error.to_string())?
            }
            Place::Bucket(bucket) => {
                let listed = bucket.list(MOST_LOOKED_AT).await?.into_iter();
                let listed = listed.map(|it| KnowledgeFile {
                    name: it.name,
                    size: it.size,
                });
                listed.collect()
            }
        };
        files.retain(may_go_out);
        files.sort_by(|a, b| a.name.cmp(&b.name));
        files.truncate(MOST_OFFERED);
        Ok(files)
    }

    /// The content of one of [`Knowledge::files`]; `None` where it is none of them (any more).
    ///
    /// # Errors
    /// Why it cannot be read.
    pub async fn file(&self, name: &str) -> Result<Option<Vec<u8>>, String> {
        // A name from outside leads nowhere else: it is one of those that were listed, or none.
        if self.files().await?.iter().all(|file| file.name != name) {
            return Ok(None);
        }
        let content = match &self.place {
            Place::Folder(folder) => {
                let read = tokio::fs::read(folder.join(name)).await;
                read.map_err(|error| error.to_string())?
            }
            Place::Bucket(bucket) => bucket.read(name).await?,
        };
        let fits = content.len() as u64 <= LARGEST_FILE;
        Ok(fits.then_some(content))
    }
}

fn may_go_out(file: &KnowledgeFile) -> bool {
    let mut parts = file.name.split('/');
    let is_page = super::shelf::is_markdown(&file.name);
    let is_kept_back = parts.any(|it| it.starts_with('.') || it.eq_ignore_ascii_case(INTERNAL));
    !is_page
        && !is_kept_back
        && !is_dangerous_name(&file.name)
        && (1..=LARGEST_FILE).contains(&file.size)
        && file.name.len() <= LONGEST_NAME
        && !file.name.contains(|c: char| c.is_control())
}

fn list(
    folder: &Path,
    within: &str,
    (depth, left): (usize, &mut usize),
    files: &mut Vec<KnowledgeFile>,
) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        // A name that is no text cannot be chosen.
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if *left == 0 || name.starts_with('.') {
            continue;
        }
        *left -= 1;
        let name = format!("{within}{name}");
        match std::fs::metadata(entry.path()) {
            Ok(it) if it.is_dir() && depth < DEEPEST => {
                // A folder that cannot be read has no files to offer.
                let _ = list(&entry.path(), &format!("{name}/"), (depth + 1, left), files);
            }
            Ok(it) if it.is_file() => files.push(KnowledgeFile {
                name,
                size: it.len(),
            }),
            _ => {}
        }
    }
    Ok(())
}

/// The media type of a file by its ending; that of unknown bytes otherwise.
pub fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "txt" => "text/plain",
        "csv" => "text/csv",
        "zip" => "application/zip",
        "ics" => "text/calendar",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_offered_is_what_a_customer_may_have_and_nothing_else_is_given() {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("secret.txt");
        std::fs::write(&secret, "s").unwrap();
        let place = folder.path().join("knowledge");
        for name in [
            "prices.pdf",
            "forms/返品 用紙.docx",
            "page.md",
            "PAGE.MD",
            ".env",
            "internal/margins.xlsx",
            "forms/Internal/a.pdf",
            ".git/config",
            "run.exe",
            "page.html",
            "empty.txt",
            "a/b/c/deep.png",
        ] {
            let path = place.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let content = if name.starts_with("empty") { "" } else { name };
            std::fs::write(path, content).unwrap();
        }
        let large = std::fs::File::create(place.join("large.pdf")).unwrap();
        large.set_len(LARGEST_FILE + 1).unwrap();
        let knowledge = Knowledge::at(&place);
        let files = knowledge.files().await.unwrap();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(
            names,
            ["a/b/c/deep.png", "forms/返品 用紙.docx", "prices.pdf"]
        );
        let content = knowledge.file("prices.pdf").await.unwrap();
        assert_eq!(content.as_deref(), Some(&b"prices.pdf"[..]));
        let absolute = secret.to_str().unwrap();
        for name in [
            "../secret.txt",
            absolute,
            "page.md",
            "internal/margins.xlsx",
            "run.exe",
            "large.pdf",
            "no.pdf",
            "",
        ] {
            assert_eq!(knowledge.file(name).await.unwrap(), None, "{name}");
        }
        assert!(
            Knowledge::at(folder.path().join("nowhere"))
                .files()
                .await
                .is_err()
        );
    }
}
