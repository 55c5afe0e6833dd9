//! How drafts are written: the prompts, and in whose name.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{DrafterConfig, Environment, Problems, Reader, StoreConfig};
use crate::file_reader;
use crate::prompts::PromptSource;
use crate::prompts::{Prompts, Voice, read_folder};
use inquiry::canned::{self, Canned};
use pii::Masker;
use platform::bucket::Address;

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
    /// Who reads the files of mails.
    pub reader: file_reader::Reader,
}

/// Where a set of prompts is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PromptsPlace {
    /// A folder.
    Folder(PathBuf),
    /// `s3://…` or `gs://…`.
    Bucket(Address),
    /// `store`: the set that is used there; `store:3`: a version of it.
    Store(Option<u32>),
}

impl PromptsPlace {
    /// Reads a place. A folder that is called `store` is `./store`.
    pub fn parse(place: &str) -> PromptsPlace {
        if let Some(address) = Address::parse(place) {
            return PromptsPlace::Bucket(address);
        }
        let number = place.strip_prefix("store:").map(str::parse);
        match (place, number) {
            ("store", _) => PromptsPlace::Store(None),
            (_, Some(Ok(number))) => PromptsPlace::Store(Some(number)),
            _ => PromptsPlace::Folder(place.into()),
        }
    }
}

/// What a command that puts prompts into the store needs.
#[derive(Clone, Debug)]
pub struct PutConfig {
    /// The set, checked.
    pub prompts: Prompts,
    /// Where they go.
    pub store: StoreConfig,
}

impl PutConfig {
    /// Reads the set in a place, and where the store is.
    ///
    /// # Errors
    /// All [`Problems`] at once: a set with one is not taken.
    pub fn read(environment: &Environment, place: &str) -> Result<PutConfig, Problems> {
        Reader::of(environment, |reader| PutConfig {
            prompts: reader.prompts_in(Some(place)),
            store: reader.store(),
        })
    }
}

/// Reads where the store is, and in whose name its prompts are checked.
///
/// # Errors
/// All [`Problems`] at once.
pub fn read_prompt_store(environment: &Environment) -> Result<(StoreConfig, Voice), Problems> {
    Reader::of(environment, |reader| (reader.store(), reader.voice()))
}

impl EvalConfig {
    /// Reads it. `places` are compared; without any it is what `PROMPTS` says.
    ///
    /// # Errors
    /// All [`Problems`] at once.
    pub fn read(
        environment: &Environment,
        places: &[String],
        judge: Option<&str>,
    ) -> Result<EvalConfig, Problems> {
        Reader::of(environment, |reader| {
            let drafter = reader.drafter(true);
            let mut prompts = Vec::new();
            for place in places {
                prompts.push((place.clone(), reader.prompts_in(Some(place))));
            }
            if places.is_empty() {
                let name = reader.optional("PROMPTS");
                let set = reader.prompts();
                prompts.push((name.unwrap_or_else(|| "shipped".to_owned()), set));
            }
            EvalConfig {
                judge: judge.map_or(drafter.clone(), |model| drafter.clone().with_model(model)),
                drafter,
                masker: reader.masker(),
                prompts,
                reader: environment.file_reader(),
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

    /// The set of prompts, which is looked for again with each draft where it is the one that is
    /// used in the store.
    pub(super) fn prompt_source(&mut self) -> PromptSource {
        let place = self.optional("PROMPTS");
        let prompts = self.prompts();
        match place.as_deref().map(PromptsPlace::parse) {
            Some(PromptsPlace::Store(None)) => PromptSource::used(prompts, self.voice()),
            _ => PromptSource::Fixed(prompts),
        }
    }

    /// The set in a folder, a bucket or the store, or the shipped one.
    fn prompts_in(&mut self, place: Option<&str>) -> Prompts {
        const EXAMPLE: &str = "/etc/replybot/prompts";
        let voice = self.voice();
        let Some(place) = place else {
            return Prompts::shipped(&voice);
        };
        let files = match PromptsPlace::parse(place) {
            PromptsPlace::Folder(folder) => {
                if let Err(error) = std::fs::read_dir(&folder) {
                    let what = format!("names a folder that cannot be read: {error}");
                    self.problem("PROMPTS", &what, EXAMPLE);
                    return Prompts::shipped(&voice);
                }
                read_folder(&folder)
            }
            PromptsPlace::Bucket(_) | PromptsPlace::Store(_) => {
                let fetched = self.environment.fetched_prompts(place);
                match fetched.unwrap_or(&Err("cannot be fetched right now".to_owned())) {
                    Ok(files) => Ok(files.clone()),
                    Err(why) => {
                        let why = why.clone();
                        self.problem("PROMPTS", &why, EXAMPLE);
                        return Prompts::shipped(&voice);
                    }
                }
            }
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

    /// The text of the file `SHOP_FACTS`.
    pub(super) fn facts(&mut self) -> Arc<str> {
        const VARIABLE: &str = "SHOP_FACTS";
        const EXAMPLE: &str = "/etc/replybot/facts.txt";
        /// Addresses, hours, phones and links are a page; more is the team's knowledge.
        const LONGEST: usize = 20_000;
        let Some(file) = self.environment.get(VARIABLE) else {
            return Arc::from("");
        };
        let problem = match std::fs::read_to_string(file) {
            Ok(text) if text.len() <= LONGEST => return Arc::from(text),
            Ok(_) => format!("names a file of more than {LONGEST} bytes"),
            Err(error) => format!("names a file that cannot be read: {error}"),
        };
        self.problem(VARIABLE, &problem, EXAMPLE);
        Arc::from("")
    }

    pub(super) fn voice(&mut self) -> Voice {
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
