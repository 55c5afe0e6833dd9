//! Mails that SES left in a bucket, one object each
//! (docs.aws.amazon.com/ses/latest/dg/receiving-email-action-s3.html).

use std::error::Error;

use aws_sdk_s3::Client;
use aws_sdk_s3::error::ProvideErrorMetadata;

use platform::aws::no_credentials;

/// SES writes this object once, when the rule is made, to see whether it may.
const SETUP_NOTIFICATION: &str = "AMAZON_SES_SETUP_NOTIFICATION";

/// Why a mail could not be fetched. Names the object, whose key is SES's own.
#[derive(Debug, thiserror::Error)]
pub enum S3Error {
    /// There is no such object: nothing is left to be taken.
    #[error("there is no object {key} in {bucket}")]
    Gone {
        /// The bucket.
        bucket: String,
        /// The object's key.
        key: String,
    },
    /// It could not be deleted, or not all of its versions.
    #[error("cannot delete {key} in {bucket} ({why}): may this role call {permission}?")]
    Undeleted {
        /// The bucket.
        bucket: String,
        /// The object's key.
        key: String,
        /// S3's error code.
        why: String,
        /// What the call needs.
        permission: &'static str,
    },
    /// It could not be read now.
    #[error("cannot read {key} in {bucket} ({why}): may this role call s3:GetObject?")]
    Unreadable {
        /// The bucket.
        bucket: String,
        /// The object's key.
        key: String,
        /// S3's error code.
        why: String,
    },
}

/// Deletes an object with all its versions. One that is not there any more is no error.
///
/// # Errors
/// [`S3Error::Undeleted`].
pub async fn delete(client: &Client, bucket: &str, key: &str) -> Result<(), S3Error> {
    let delete = client.delete_object().bucket(bucket).key(key);
    match delete.send().await {
        // The bucket keeps what is deleted, behind a marker
        // (docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html).
        Ok(deleted) if deleted.delete_marker() == Some(true) => {
            delete_versions(client, bucket, key).await
        }
        Ok(_) => Ok(()),
        Err(error) if matches!(error.code(), Some("NoSuchKey" | "NoSuchBucket")) => Ok(()),
        Err(error) => Err(undeleted(bucket, key, "s3:DeleteObject", &error)),
    }
}

async fn delete_versions(client: &Client, bucket: &str, key: &str) -> Result<(), S3Error> {
    let (mut after_key, mut after_version) = (None, None);
    loop {
        let list = client
            .list_object_versions()
            .bucket(bucket)
            .prefix(key)
            .set_key_marker(after_key)
            .set_version_id_marker(after_version);
        let listed = list.send().await;
        let listed =
            listed.map_err(|error| undeleted(bucket, key, "s3:ListBucketVersions", &error))?;
        let versions = listed
            .versions()
            .iter()
            .map(|it| (it.key(), it.version_id()));
        let markers = listed.delete_markers().iter();
        let markers = markers.map(|it| (it.key(), it.version_id()));
        // Other keys begin with this one, and come behind it.
        for version in versions.chain(markers).filter(|(of, _)| *of == Some(key)) {
            let delete = client.delete_object().bucket(bucket).key(key);
            let delete = delete.set_version_id(version.1.map(str::to_owned));
            let deleted = delete.send().await;
            deleted.map_err(|error| undeleted(bucket, key, "s3:DeleteObjectVersion", &error))?;
        }
        let goes_on = listed.is_truncated() == Some(true) && listed.next_key_marker() == Some(key);
        if !goes_on {
            return Ok(());
        }
        after_key = listed.next_key_marker().map(str::to_owned);
        after_version = listed.next_version_id_marker().map(str::to_owned);
    }
}

fn undeleted(
    bucket: &str,
    key: &str,
    permission: &'static str,
    error: &(impl ProvideErrorMetadata + Error + 'static),
) -> S3Error {
    S3Error::Undeleted {
        bucket: bucket.to_owned(),
        key: key.to_owned(),
        why: why(error),
        permission,
    }
}

/// S3's code for a failure, or what else is known of it.
fn why(error: &(impl ProvideErrorMetadata + Error + 'static)) -> String {
    match (error.code(), no_credentials(error)) {
        (Some(code), _) => code.to_owned(),
        (None, Some(why)) => why.to_string(),
        (None, None) => "no answer".to_owned(),
    }
}

/// The buckets that mails are taken from.
#[derive(Clone, Debug)]
pub struct S3 {
    client: Client,
    bucket: Option<String>,
    prefix: String,
}

impl S3 {
    /// Takes mails from `bucket` only, if it is named, and only from under `prefix`.
    pub fn new(client: Client, bucket: Option<String>, prefix: &str) -> S3 {
        S3 {
            client,
            bucket,
            prefix: prefix.to_owned(),
        }
    }

    /// The bucket and the key of a mail that SES names by its message id alone.
    pub fn place_of(&self, message_id: &str) -> Option<(String, String)> {
        let bucket = self.bucket.clone()?;
        Some((bucket, format!("{}{message_id}", self.prefix)))
    }

    /// True when the object is a mail that is to be taken.
    pub fn is_mail(&self, bucket: &str, key: &str) -> bool {
        let is_ours = self.bucket.as_deref().is_none_or(|ours| ours == bucket);
        let name = key.rsplit('/').next().unwrap_or_default();
        is_ours && key.starts_with(&self.prefix) && !name.is_empty() && name != SETUP_NOTIFICATION
    }

    /// The mail's bytes.
    ///
    /// # Errors
    /// [`S3Error`].
    pub async fn fetch(&self, bucket: &str, key: &str) -> Result<Vec<u8>, S3Error> {
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        let get = self.client.get_object().bucket(&bucket).key(&key);
        let object = match get.send().await {
            Ok(object) => object,
            Err(error) if error.code() == Some("NoSuchKey") => {
                return Err(S3Error::Gone { bucket, key });
            }
            Err(error) => {
                let why = why(&error);
                return Err(S3Error::Unreadable { bucket, key, why });
            }
        };
        match object.body.collect().await {
            Ok(bytes) => Ok(bytes.to_vec()),
            Err(_) => {
                let why = "it broke off".to_owned();
                Err(S3Error::Unreadable { bucket, key, why })
            }
        }
    }
}
