//! How drafts are written: the prompts, and in whose name.

use std::path::Path;
use std::sync::Arc;

use super::{DrafterConfig, Environment, Problems, Reader};
use crate::canned::{self, Canned};
use crate::llm::{Prompts, Voice, read_folder};
use crate::pii::Masker;

/// What `replybot eval` needs.
#[derive(Clone, Debug)]
pub struct EvalConfig {
    /// The model; without any key or server it is the sample drafter.
    pub drafter: DrafterConfig,
    /// The model that judges.
    pub judge: DrafterConfig,
    /// What hides personal data from them.
    pub masker: Arc<Masker>,
    /// The sets of prompts that are compared, with their names.
    pub prompts: Vec<(String, Prompts)>,
}

impl EvalConfig {
    /// Reads it. `folders` are compared; without any it is what `PROMPTS` says.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(
        environment: &Environment,
        folders: &[String],
        judge: Option<&str>,
    ) -> Result<EvalConfig, Problems> {
        Reader::of(environment, |reader| {
            let drafter = reader.drafter(true);
            let mut prompts = Vec::new();
            for folder in folders {
                prompts.push((folder.clone(), reader.prompts_in(Some(folder))));
            }
            if folders.is_empty() {
                let name = reader.optional("PROMPTS");
                let set = reader.prompts();
                prompts.push((name.unwrap_or_else(|| "shipped".to_owned()), set));
            }
            EvalConfig {
                judge: judge.map_or(drafter.clone(), |model| drafter.clone().with_model(model)),
                drafter,
                masker: reader.masker(),
                prompts,
            }
        })
    }
}

impl DrafterConfig {
    /// The same server, asked for this model alone.
    #[must_use]
    pub fn with_model(mut self, name: &str) -> DrafterConfig {
        if let DrafterConfig::OpenAi {
            model, fallbacks, ..
        } = &mut self
        {
            name.clone_into(model);
            fallbacks.clear();
        }
        self
    }
}

impl Reader<'_> {
    /// The set of prompts, in the deployment's voice.
    pub(super) fn prompts(&mut self) -> Prompts {
        let place = self.optional("PROMPTS");
        self.prompts_in(place.as_deref())
    }

    /// The set in a folder or a bucket, or the shipped one.
    fn prompts_in(&mut self, place: Option<&str>) -> Prompts {
        const EXAMPLE: &str = "/etc/replybot/prompts";
        let voice = self.voice();
        let files = match place {
            None => return Prompts::shipped(&voice),
            Some(place) => match self.environment.fetched_prompts(place) {
                Some(Ok(files)) => Ok(files.clone()),
                Some(Err(why)) => {
                    let why = why.clone();
                    self.problem("PROMPTS", &why, EXAMPLE);
                    return Prompts::shipped(&voice);
                }
                None => read_folder(Path::new(place)),
            },
        };
        let prompts = files.and_then(|files| Prompts::new(files, &voice));
        prompts.unwrap_or_else(|problems| {
            for problem in problems {
                let what = format!("holds a prompt that cannot be used: {problem}");
                self.problem("PROMPTS", &what, EXAMPLE);
            }
            Prompts::shipped(&voice)
        })
    }

    /// The texts in the folder `CANNED_REPLIES`.
    pub(super) fn canned(&mut self) -> Arc<[Canned]> {
        let Some(folder) = self.environment.canned() else {
            return Arc::default();
        };
        canned::read_folder(Path::new(folder))
            .map(Arc::from)
            .unwrap_or_else(|problems| {
                for problem in problems {
                    self.problem("CANNED_REPLIES", &problem, "/etc/replybot/canned");
                }
                Arc::default()
            })
    }

    fn voice(&mut self) -> Voice {
        Voice {
            shop: self.shop_name(),
            plain: self.choice("POLITENESS", &[("keigo", false), ("desu-masu", true)]),
            signature: self.signature().expose().to_owned(),
        }
    }

    /// `SHOP_NAME`, else the name in `SENDER_EMAIL_ADDRESS`.
    pub(super) fn shop_name(&mut self) -> Option<String> {
        if let Some(name) = self.optional("SHOP_NAME") {
            return Some(name);
        }
        self.environment.get("SENDER_EMAIL_ADDRESS")?;
        let name = self.sender().name?;
        (!name.is_blank()).then(|| name.expose().to_owned())
    }
}
