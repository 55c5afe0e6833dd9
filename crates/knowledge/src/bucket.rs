//! A place in a bucket, looked through for what changed.

use std::time::Duration;

use futures_util::{StreamExt, stream};

use super::shelf::{
    Found, LARGEST, Look, MOST_FILES, Shelf, Stamp, is_markdown, too_large, too_many,
};
use platform::bucket::{Bucket, Object};

/// Objects that are read side by side.
const AT_ONCE: usize = 16;

/// How long a look may take to see that nothing has changed.
const PATIENCE: Duration = Duration::from_secs(3);

/// Lists the objects, and reads those whose tag differs from what is known.
///
/// # Errors
/// What is wrong, when they cannot be listed.
pub(super) async fn look(bucket: &Bucket, known: &Shelf) -> Result<Look, String> {
    let list = bucket.list(MOST_FILES);
    let listed = match known.was_read {
        // A person waits for a draft, and there is something to write it with.
        true => tokio::time::timeout(PATIENCE, list).await,
        false => Ok(list.await),
    };
    let late = |_| Err("names a bucket that takes too long to be listed".to_owned());
    let mut objects = listed
        .unwrap_or_else(late)
        .map_err(|why| format!("KNOWLEDGE {why}"))?;
    let mut look = Look::default();
    if objects.len() > MOST_FILES {
        objects.truncate(MOST_FILES);
        look.warn("", too_many());
    }
    let hidden = |name: &str| name.split('/').any(|part| part.starts_with('.'));
    objects.retain(|object| is_markdown(&object.name) && !hidden(&object.name));
    let reading = objects.into_iter().map(async |object| {
        let found = found(bucket, &object, known).await;
        (object.name, found)
    });
    look.files = stream::iter(reading)
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    Ok(look)
}

async fn found(bucket: &Bucket, object: &Object, known: &Shelf) -> Found {
    let stamp = object.tag.clone().map(Stamp::Tag);
    if known.knows(&object.name, stamp.as_ref()) {
        return Found::Same;
    }
    if object.size > LARGEST {
        return too_large();
    }
    match bucket.read(&object.name).await {
        Ok(bytes) => Found::Read(bytes, stamp),
        Err(why) => Found::Unread(format!("cannot be read (KNOWLEDGE {why})")),
    }
}
