//! Prompts in a bucket: `s3://bucket/prefix` and `gs://bucket/prefix`.

use aws_sdk_s3::error::ProvideErrorMetadata;
use secrecy::ExposeSecret;
use serde::Deserialize;

use super::files::{Files, is_template};
use crate::identity::google::Google;

/// More files than a set of prompts has; a prefix with more of them is a mistake.
const MOST_FILES: usize = 100;

/// A place in a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bucket {
    /// Amazon S3.
    S3(Place),
    /// Google Cloud Storage.
    Gcs(Place),
}

/// A bucket and the beginning of its objects' names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    bucket: String,
    /// Empty, or with a slash at its end.
    prefix: String,
}

impl Bucket {
    /// Reads an address; `None` when it is a folder.
    pub fn parse(address: &str) -> Option<Bucket> {
        let place = |rest: &str| {
            let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            let prefix = prefix.trim_matches('/');
            Place {
                bucket: bucket.to_owned(),
                prefix: match prefix {
                    "" => String::new(),
                    prefix => format!("{prefix}/"),
                },
            }
        };
        match address.split_once("://")? {
            ("s3", rest) => Some(Bucket::S3(place(rest))),
            ("gs", rest) => Some(Bucket::Gcs(place(rest))),
            _ => None,
        }
    }
}

/// Reads the prompts under a place in S3; needs `s3:ListBucket` and `s3:GetObject`.
///
/// # Errors
/// What went wrong, for the line of a problem.
pub async fn from_s3(client: &aws_sdk_s3::Client, place: &Place) -> Result<Files, String> {
    let Place { bucket, prefix } = place;
    let list = client.list_objects_v2().bucket(bucket).prefix(prefix);
    let failed = |doing: &str, code: Option<&str>| {
        let code = code.unwrap_or("no answer");
        format!(
            "names a bucket in which nothing can be {doing} ({code}): may this role call s3:ListBucket and s3:GetObject?"
        )
    };
    let listed = list
        .send()
        .await
        .map_err(|error| failed("listed", error.code()))?;
    let mut files = Files::new();
    for key in listed
        .contents()
        .iter()
        .filter_map(|object| object.key())
        .take(MOST_FILES)
    {
        let name = key.strip_prefix(prefix.as_str()).unwrap_or(key);
        if !is_template(name) {
            continue;
        }
        let object = client.get_object().bucket(bucket).key(key).send().await;
        let object = object.map_err(|error| failed("read", error.code()))?;
        let bytes = object
            .body
            .collect()
            .await
            .map_err(|_| failed("read", None))?;
        files.insert(name.to_owned(), text(name, &bytes.to_vec())?);
    }
    Ok(files)
}

/// Reads the prompts under a place in Google Cloud Storage; needs the role Storage Object Viewer.
/// `base_url` is that of its JSON API.
///
/// # Errors
/// What went wrong, for the line of a problem.
pub async fn from_gcs(
    http: &reqwest::Client,
    google: &Google,
    base_url: &str,
    place: &Place,
) -> Result<Files, String> {
    #[derive(Deserialize)]
    struct Listed {
        #[serde(default)]
        items: Vec<Object>,
    }
    #[derive(Deserialize)]
    struct Object {
        name: String,
    }
    let Place { bucket, prefix } = place;
    let token = google
        .access_token()
        .await
        .map_err(|error| format!("cannot be fetched: {error}"))?;
    let get = async |url: reqwest::Url| {
        let failed = |why: String| {
            format!(
                "names a bucket that cannot be read ({why}): has this service account the role Storage Object Viewer?"
            )
        };
        let request = http.get(url).bearer_auth(token.expose_secret());
        let response = request
            .send()
            .await
            .map_err(|_| failed("no answer".to_owned()))?;
        let status = response.status();
        if !status.is_success() {
            return Err(failed(format!("HTTP {}", status.as_u16())));
        }
        let bytes = response
            .bytes()
            .await
            .map_err(|_| failed("it broke off".to_owned()))?;
        Ok(bytes.to_vec())
    };
    let objects = |name: Option<&str>| {
        let mut url =
            reqwest::Url::parse(base_url).map_err(|_| "has no address of the API".to_owned())?;
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty()
                .extend(["storage", "v1", "b", bucket, "o"]);
            path.extend(name);
        }
        match name {
            Some(_) => url.query_pairs_mut().append_pair("alt", "media"),
            None => url.query_pairs_mut().append_pair("prefix", prefix),
        };
        Ok::<_, String>(url)
    };
    let listed = get(objects(None)?).await?;
    let listed: Listed = serde_json::from_slice(&listed)
        .map_err(|_| "names a bucket whose list is not as documented".to_owned())?;
    let mut files = Files::new();
    for object in listed.items.iter().take(MOST_FILES) {
        let name = object
            .name
            .strip_prefix(prefix.as_str())
            .unwrap_or(&object.name);
        if is_template(name) {
            let bytes = get(objects(Some(&object.name))?).await?;
            files.insert(name.to_owned(), text(name, &bytes)?);
        }
    }
    Ok(files)
}

fn text(name: &str, bytes: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| format!("holds {name}, which is no text"))?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_buckets_are_told_from_folders() {
        let place = |bucket: &str, prefix: &str| Place {
            bucket: bucket.to_owned(),
            prefix: prefix.to_owned(),
        };
        assert_eq!(
            Bucket::parse("s3://b/a/c/"),
            Some(Bucket::S3(place("b", "a/c/")))
        );
        assert_eq!(Bucket::parse("gs://b"), Some(Bucket::Gcs(place("b", ""))));
        assert_eq!(Bucket::parse("/etc/prompts"), None);
        assert_eq!(Bucket::parse("https://b/a"), None);
    }
}
