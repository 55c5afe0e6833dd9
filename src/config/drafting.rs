//! How drafts are written: the prompts, and in whose name.

use std::path::Path;

use super::Reader;
use crate::llm::{Files, Problem, Prompts, Voice, read_folder};

impl Reader<'_> {
    /// The set of prompts, in the deployment's voice.
    pub(super) fn prompts(&mut self) -> Prompts {
        let voice = self.voice();
        let files = match self.environment.get("PROMPTS") {
            None => return Prompts::shipped(&voice),
            Some(place) => read(place),
        };
        let prompts = files.and_then(|files| Prompts::new(files, &voice));
        prompts.unwrap_or_else(|problems| {
            for problem in problems {
                let what = format!("holds a prompt that cannot be used: {problem}");
                self.problem("PROMPTS", &what, "/etc/replybot/prompts");
            }
            Prompts::shipped(&voice)
        })
    }

    fn voice(&mut self) -> Voice {
        let is_signed = self.environment.get("REPLY_SIGNATURE").is_some();
        Voice {
            shop: self.shop_name(),
            plain: self.choice("POLITENESS", &[("keigo", false), ("desu-masu", true)]),
            signed: is_signed,
        }
    }

    /// `SHOP_NAME`, else the name in `SENDER_EMAIL_ADDRESS`.
    fn shop_name(&mut self) -> Option<String> {
        if let Some(name) = self.optional("SHOP_NAME") {
            return Some(name);
        }
        self.environment.get("SENDER_EMAIL_ADDRESS")?;
        let name = self.sender().name?;
        (!name.is_blank()).then(|| name.expose().to_owned())
    }
}

fn read(place: &str) -> Result<Files, Vec<Problem>> {
    read_folder(Path::new(place))
}
