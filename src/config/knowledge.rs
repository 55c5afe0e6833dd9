//! Where the team's knowledge is.

use super::{Environment, Problems, Reader};
use knowledge::Knowledge;

const VARIABLE: &str = "KNOWLEDGE";
const EXAMPLE: &str = "/srv/replybot/knowledge";

/// Reads what `knowledge` needs.
///
/// # Errors
/// All [`Problems`] at once; without a folder there is nothing to look into.
pub fn read_knowledge(environment: &Environment) -> Result<Knowledge, Problems> {
    Reader::of(environment, |reader| {
        reader.knowledge().unwrap_or_else(|| {
            if environment.get(VARIABLE).is_none() {
                let what =
                    "is missing: which folder, s3://… or gs://… holds the team's Markdown files?";
                reader.problem(VARIABLE, what, EXAMPLE);
            }
            Knowledge::at(EXAMPLE)
        })
    })
}

impl Reader<'_> {
    /// A folder is looked at; files are read, and a bucket is asked, when a mail needs them.
    pub(super) fn knowledge(&mut self) -> Option<Knowledge> {
        let folder = self.environment.get(VARIABLE)?;
        let gives_internal = self.choice("KNOWLEDGE_INTERNAL", &[("false", false), ("true", true)]);
        if let Some(bucket) = self.environment.knowledge_bucket() {
            return Some(Knowledge::in_bucket(bucket.clone()).with_internal(gives_internal));
        }
        match std::fs::read_dir(folder) {
            Ok(_) => Some(Knowledge::at(folder).with_internal(gives_internal)),
            Err(error) => {
                let what = format!("names a folder that cannot be read: {error}");
                self.problem(VARIABLE, &what, EXAMPLE);
                None
            }
        }
    }
}
