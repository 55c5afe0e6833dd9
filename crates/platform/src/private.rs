//! Folders and files that hold customers' mails and secrets: for this user alone.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// What may lie in a data folder of ours. A folder with anything else in it is the user's own, and
/// keeps its mode.
const OURS: [&str; 11] = [
    "replybot.sqlite3",
    "dev.",
    "workspace.",
    "outbox",
    "slack",
    "mailbox",
    "mails",
    "knowledge",
    "canned",
    "samples",
    ".",
];

/// Makes a folder and those above it, for this user alone (0700). One that is there already is
/// closed to others when it holds nothing but what this program puts there.
///
/// # Errors
/// When it cannot be made.
pub fn folder(path: &Path) -> io::Result<()> {
    if !path.is_dir() {
        return DirBuilder::new().recursive(true).mode(0o700).create(path);
    }
    if is_ours(path)? {
        close(path, 0o700);
    }
    Ok(())
}

fn is_ours(path: &Path) -> io::Result<bool> {
    for entry in std::fs::read_dir(path)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        let is_mail = name.ends_with(".eml");
        if !is_mail && !OURS.iter().any(|ours| name.starts_with(ours)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Closes what is there to others. It may belong to another user, who decides then.
fn close(path: &Path, mode: u32) {
    let is_open = std::fs::metadata(path).is_ok_and(|it| it.mode() & 0o077 != 0);
    if is_open && let Err(error) = std::fs::set_permissions(path, Permissions::from_mode(mode)) {
        tracing::warn!(path = %path.display(), %error, "others on this computer may read it");
    }
}

/// Whether files could be made in a folder, which need not be there yet. Leaves nothing behind.
///
/// # Errors
/// When they could not.
pub fn can_hold_files(path: &Path) -> io::Result<()> {
    for folder in path.ancestors() {
        // The last part of a relative path is in the current folder.
        let folder = match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        };
        if folder.try_exists()? {
            return tempfile::tempfile_in(folder).map(drop);
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

/// Opens a file for writing, for this user alone (0600), empty.
///
/// # Errors
/// When it cannot be opened.
pub fn create(path: &Path) -> io::Result<File> {
    let file = open(
        OpenOptions::new().write(true).create(true).truncate(true),
        path,
    )?;
    Ok(file)
}

/// Makes sure that a file is there and is for this user alone; what is in it stays.
///
/// # Errors
/// When it cannot be opened.
pub fn touch(path: &Path) -> io::Result<File> {
    open(
        OpenOptions::new().read(true).append(true).create(true),
        path,
    )
}

fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let file = options.mode(0o600).open(path)?;
    // The mode counts for a new file alone.
    close(path, 0o600);
    Ok(file)
}

/// Writes a file for this user alone.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    create(path)?.write_all(bytes.as_ref())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn folders_and_files_are_for_this_user_alone_also_when_an_older_version_made_them() {
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("a/replybot-data");
        folder(&data).unwrap();
        assert_eq!(mode(&data), 0o700);
        let file = data.join("dev.env");
        write(&file, "token").unwrap();
        assert_eq!(mode(&file), 0o600);
        for (path, open) in [(&data, 0o755), (&file, 0o644)] {
            std::fs::set_permissions(path, Permissions::from_mode(open)).unwrap();
        }
        folder(&data).unwrap();
        write(&file, "other").unwrap();
        assert_eq!((mode(&data), mode(&file)), (0o700, 0o600));
        touch(&file).unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "other");
    }

    #[test]
    fn a_folder_with_other_things_in_it_keeps_its_mode() {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("thesis.tex"), "").unwrap();
        std::fs::set_permissions(place.path(), Permissions::from_mode(0o755)).unwrap();
        folder(place.path()).unwrap();
        assert_eq!(mode(place.path()), 0o755);
    }
}
