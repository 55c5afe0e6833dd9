//! Files in a bucket: `s3://bucket/prefix` and `gs://bucket/prefix`.

use std::fmt;
use std::time::Duration;

use aws_sdk_s3::error::ProvideErrorMetadata;
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::identity::google::Google;
use crate::net;

/// No call takes longer, repeated attempts included: a person waits for the draft.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes of a file that is read: more than any page of knowledge, and any mail.
const LONGEST_FILE: usize = 64 * 1024 * 1024;

/// Where files are: a bucket and the beginning of their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Whose bucket it is.
    pub cloud: Cloud,
    bucket: String,
    /// Empty, or with a slash at its end.
    prefix: String,
}

/// Who keeps buckets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cloud {
    /// Amazon S3.
    S3,
    /// Google Cloud Storage.
    Gcs,
}

/// A file in a bucket, as a list names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its name behind the prefix.
    pub name: String,
    /// What changes with its content: the `ETag` of S3, the generation of Google.
    pub tag: Option<String>,
    /// Bytes.
    pub size: u64,
}

/// A place in a bucket that can be read. Clones share connections.
#[derive(Clone, Debug)]
pub struct Bucket {
    address: Address,
    client: Client,
}

#[derive(Clone, Debug)]
enum Client {
    /// Needs `s3:ListBucket` and `s3:GetObject`.
    S3(aws_sdk_s3::Client),
    /// Needs the role *Storage Object Viewer*.
    Gcs {
        http: reqwest::Client,
        google: Google,
        base_url: String,
    },
}

impl Address {
    /// Reads an address; `None` when it is a folder.
    pub fn parse(address: &str) -> Option<Address> {
        let (scheme, rest) = address.split_once("://")?;
        let cloud = match scheme {
            "s3" => Cloud::S3,
            "gs" => Cloud::Gcs,
            _ => return None,
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let prefix = prefix.trim_matches('/');
        Some(Address {
            cloud,
            bucket: bucket.to_owned(),
            prefix: match prefix {
                "" => String::new(),
                prefix => format!("{prefix}/"),
            },
        })
    }

    /// The folder of a file's address, and the file's name in it; `None` when it is none in a bucket.
    pub fn of_object(address: &str) -> Option<(Address, String)> {
        let (folder, name) = address.rsplit_once('/')?;
        Some((Address::parse(folder)?, name.to_owned()))
    }
}

impl Bucket {
    /// A place in S3.
    pub fn s3(client: aws_sdk_s3::Client, address: Address) -> Bucket {
        Bucket {
            address,
            client: Client::S3(client),
        }
    }

    /// A place in Google Cloud Storage; `base_url` is that of its JSON API.
    pub fn gcs(http: reqwest::Client, google: Google, base_url: &str, address: Address) -> Bucket {
        Bucket {
            address,
            client: Client::Gcs {
                http,
                google,
                base_url: base_url.to_owned(),
            },
        }
    }

    /// All files beneath the place, by name; the list ends with the page on which there are more
    /// than `most`.
    ///
    /// # Errors
    /// What went wrong, to be read after the name of a variable.
    pub async fn list(&self, most: usize) -> Result<Vec<Object>, String> {
        let (mut objects, mut next) = (Vec::new(), None);
        loop {
            let page = in_time(self.page(next.as_deref())).await?;
            objects.extend(page.objects.into_iter().filter_map(|object| {
                let name = object.name.strip_prefix(&self.address.prefix)?.to_owned();
                Some(Object { name, ..object })
            }));
            next = page.next;
            if next.is_none() || objects.len() > most {
                return Ok(objects);
            }
        }
    }

    /// The content of a file.
    ///
    /// # Errors
    /// What went wrong, to be read after the name of a variable.
    pub async fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let key = format!("{}{name}", self.address.prefix);
        in_time(async {
            match &self.client {
                Client::S3(client) => self.read_from_s3(client, &key).await,
                Client::Gcs { .. } => self.get_from_gcs(Some(&key), &[("alt", "media")]).await,
            }
        })
        .await
    }

    async fn page(&self, next: Option<&str>) -> Result<Page, String> {
        match &self.client {
            Client::S3(client) => self.page_of_s3(client, next).await,
            Client::Gcs { .. } => self.page_of_gcs(next).await,
        }
    }

    async fn page_of_s3(
        &self,
        client: &aws_sdk_s3::Client,
        next: Option<&str>,
    ) -> Result<Page, String> {
        let Address { bucket, prefix, .. } = &self.address;
        let list = client.list_objects_v2().bucket(bucket).prefix(prefix);
        let listed = list.set_continuation_token(next.map(str::to_owned)).send();
        let listed = listed
            .await
            .map_err(|error| refused_by_s3("listed", error.code()))?;
        let objects = listed.contents().iter().filter_map(|object| {
            Some(Object {
                name: object.key()?.to_owned(),
                tag: object.e_tag().map(str::to_owned),
                size: object
                    .size()
                    .and_then(|size| size.try_into().ok())
                    .unwrap_or_default(),
            })
        });
        Ok(Page {
            objects: objects.collect(),
            next: listed.next_continuation_token().map(str::to_owned),
        })
    }

    async fn read_from_s3(
        &self,
        client: &aws_sdk_s3::Client,
        key: &str,
    ) -> Result<Vec<u8>, String> {
        let bucket = &self.address.bucket;
        let object = client.get_object().bucket(bucket).key(key).send().await;
        let object = object.map_err(|error| refused_by_s3("read", error.code()))?;
        let bytes = object.body.collect().await;
        Ok(bytes.map_err(|_| refused_by_s3("read", None))?.to_vec())
    }

    async fn page_of_gcs(&self, next: Option<&str>) -> Result<Page, String> {
        let prefix = ("prefix", self.address.prefix.as_str());
        let query: Vec<_> = [prefix]
            .into_iter()
            .chain(next.map(|next| ("pageToken", next)))
            .collect();
        let listed: GcsPage = json(&self.get_from_gcs(None, &query).await?)?;
        let objects = listed.items.into_iter().map(|item| Object {
            size: item
                .size
                .and_then(|size| size.parse().ok())
                .unwrap_or_default(),
            name: item.name,
            tag: item.generation,
        });
        Ok(Page {
            objects: objects.collect(),
            next: listed.next_page_token,
        })
    }

    /// The list of objects, or an object.
    async fn get_from_gcs(
        &self,
        key: Option<&str>,
        query: &[(&str, &str)],
    ) -> Result<Vec<u8>, String> {
        let Client::Gcs {
            http,
            google,
            base_url,
        } = &self.client
        else {
            return Err("is no place in Google Cloud Storage".to_owned());
        };
        let mut url =
            reqwest::Url::parse(base_url).map_err(|_| "has no address of the API".to_owned())?;
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty()
                .extend(["storage", "v1", "b", &self.address.bucket, "o"]);
            path.extend(key);
        }
        url.query_pairs_mut().extend_pairs(query);
        let token = google.access_token().await;
        let token = token.map_err(|error| format!("cannot be fetched: {error}"))?;
        let refused = |why: String| {
            format!(
                "names a bucket that cannot be read ({why}): has this service account the role Storage Object Viewer?"
            )
        };
        let request = http.get(url).bearer_auth(token.expose_secret()).send();
        let response = request.await.map_err(|_| refused("no answer".to_owned()))?;
        let status = response.status();
        if !status.is_success() {
            return Err(refused(format!("HTTP {}", status.as_u16())));
        }
        net::body(response, LONGEST_FILE)
            .await
            .map_err(|error| refused(error.to_string()))
    }
}

/// Its address.
impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Address {
            bucket,
            prefix,
            cloud,
        } = &self.address;
        let scheme = match cloud {
            Cloud::S3 => "s3",
            Cloud::Gcs => "gs",
        };
        write!(f, "{scheme}://{bucket}/{prefix}")
    }
}

struct Page {
    objects: Vec<Object>,
    next: Option<String>,
}

/// <https://cloud.google.com/storage/docs/json_api/v1/objects/list>
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GcsPage {
    #[serde(default)]
    items: Vec<GcsObject>,
    next_page_token: Option<String>,
}

#[derive(Deserialize)]
struct GcsObject {
    name: String,
    generation: Option<String>,
    size: Option<String>,
}

fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    serde_json::from_slice(bytes)
        .map_err(|_| "names a bucket whose list is not as documented".to_owned())
}

fn refused_by_s3(doing: &str, code: Option<&str>) -> String {
    let code = code.unwrap_or("no answer");
    format!(
        "names a bucket in which nothing can be {doing} ({code}): may this role call s3:ListBucket and s3:GetObject?"
    )
}

async fn in_time<T>(call: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    match tokio::time::timeout(PATIENCE, call).await {
        Ok(answer) => answer,
        Err(_) => Err(format!(
            "names a bucket that did not answer within {} s",
            PATIENCE.as_secs()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_buckets_are_told_from_folders() {
        let address = |cloud: Cloud, bucket: &str, prefix: &str| Address {
            cloud,
            bucket: bucket.to_owned(),
            prefix: prefix.to_owned(),
        };
        assert_eq!(
            Address::parse("s3://b/a/c/"),
            Some(address(Cloud::S3, "b", "a/c/"))
        );
        assert_eq!(Address::parse("gs://b"), Some(address(Cloud::Gcs, "b", "")));
        assert_eq!(Address::parse("/etc/prompts"), None);
        assert_eq!(Address::parse("https://b/a"), None);
    }
}
