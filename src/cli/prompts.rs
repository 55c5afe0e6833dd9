//! `replybot eval` and `replybot prompts`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::common::{CommonArgs, Flags, ModelArgs};
use crate::config::{
    DraftConfig, Environment, EvalConfig, PromptsPlace, PutConfig, read_prompt_store, read_store,
};
use crate::role::{self, Exit};

#[derive(Args, Debug)]
pub(super) struct EvalArgs {
    /// A folder of mails and what good answers hold; the shipped set otherwise
    #[arg(long, value_name = "FOLDER")]
    set: Option<PathBuf>,
    /// A folder of prompts, s3://…, gs://…, or a version in the store (store:3); several are compared
    /// side by side [PROMPTS]
    #[arg(long, value_name = "PLACE")]
    pub(super) prompts: Vec<String>,
    /// The prompt for a kind of mail, e.g. refund, for all mails
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
    /// A model judges the drafts, too
    #[arg(long)]
    judge: bool,
    /// The model that judges; the one that drafts otherwise
    #[arg(long, value_name = "NAME", requires = "judge")]
    judge_model: Option<String>,
    /// Questions at a time
    #[arg(long, value_name = "N", default_value_t = 4)]
    at_once: usize,
    /// Cases of a hundred that have to pass
    #[arg(long, value_name = "PERCENT", default_value_t = 100, value_parser = clap::value_parser!(u8).range(0..=100))]
    pass: u8,
    /// JSON instead of a table
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    common: CommonArgs,
}

impl EvalArgs {
    pub(super) fn flags(&self) -> Flags {
        [self.model.flags(), self.common.flags()].concat()
    }

    pub(super) async fn run(self, environment: &Environment) -> anyhow::Result<Exit> {
        let judge = self.judge_model.as_deref();
        let config = EvalConfig::read(environment, &self.prompts, judge)?;
        let options = role::eval::Options {
            set: self.set.as_deref(),
            template: self.template.as_deref(),
            judge: self.judge,
            at_once: self.at_once,
            pass: self.pass,
            json: self.json,
        };
        role::eval::run(config, &options).await
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum PromptsCommand {
    /// Lists the kinds of mails that there are prompts for, and their version
    #[command(after_help = "Example:\n  replybot prompts list --prompts my-prompts")]
    List(PromptsArgs),
    /// Writes the prompts into a folder, to make them your own
    #[command(
        after_help = "Example:\n  replybot prompts export my-prompts\n  PROMPTS=my-prompts replybot dev"
    )]
    Export {
        /// The folder; it must not be there yet, or be empty
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
        #[command(flatten)]
        args: PromptsArgs,
    },
    /// Proposes a change to a prompt, from what people changed in drafts before they sent them
    #[command(after_help = "\
Example:
  replybot prompts propose --prompts my-prompts        writes proposal.patch, for a person to read

The model is given masked texts only.")]
    Propose {
        /// How many of the newest inquiries are looked at
        #[arg(long, value_name = "N", default_value_t = 500)]
        newest: usize,
        /// Where the proposal goes
        #[arg(long, value_name = "FILE", default_value = "proposal.patch")]
        out: PathBuf,
        #[command(flatten)]
        args: PromptsArgs,
    },
    /// Takes a proposal that a person has read into the folder of prompts, or the store
    #[command(after_help = "\
Examples:
  replybot prompts accept proposal.patch --prompts my-prompts
  replybot prompts accept proposal.patch --prompts store      as a new version, used from the next draft on")]
    Accept {
        /// The proposal
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        args: PromptsArgs,
    },
    /// Puts a set of prompts into the store, as a new version that is used from the next draft on
    #[command(after_help = "\
Example:
  replybot prompts put my-prompts --note 'shorter refunds'
  PROMPTS=store replybot serve

A set with a problem is not taken. DDB_TABLE_NAME or REPLYBOT_DATA say where the store is.")]
    Put {
        /// A folder, s3://bucket/prefix or gs://bucket/prefix
        #[arg(value_name = "PLACE")]
        place: String,
        /// What is new about it, for the list of versions
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        #[command(flatten)]
        common: CommonArgs,
    },
    /// Lists the versions in the store, and which of them is used
    #[command(after_help = "Example:\n  replybot prompts versions")]
    Versions {
        /// JSON instead of a table
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: CommonArgs,
    },
    /// Uses another version in the store, from the next draft on
    #[command(after_help = "\
Examples:
  replybot prompts use 2
  replybot prompts use 0        the shipped ones

A version that cannot be used is not taken.")]
    Use {
        /// Its number, as `replybot prompts versions` tells it
        #[arg(value_name = "NUMBER")]
        number: u32,
        #[command(flatten)]
        common: CommonArgs,
    },
}

#[derive(Args, Debug)]
pub(super) struct PromptsArgs {
    /// A folder with prompts of your own, s3://…, gs://…, or the store [PROMPTS]
    #[arg(long, value_name = "PLACE")]
    prompts: Option<String>,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    common: CommonArgs,
}

impl PromptsCommand {
    pub(super) fn flags(&self) -> Flags {
        match self {
            PromptsCommand::List(args)
            | PromptsCommand::Export { args, .. }
            | PromptsCommand::Propose { args, .. }
            | PromptsCommand::Accept { args, .. } => {
                let own = vec![("PROMPTS", args.prompts.clone())];
                [own, args.model.flags(), args.common.flags()].concat()
            }
            PromptsCommand::Put { common, .. }
            | PromptsCommand::Versions { common, .. }
            | PromptsCommand::Use { common, .. } => common.flags(),
        }
    }

    /// The places of prompts that the command reads beside `PROMPTS`; `None` where it reads no
    /// prompts, not even those.
    pub(super) fn places(&self) -> Option<Vec<String>> {
        match self {
            PromptsCommand::Versions { .. } | PromptsCommand::Use { .. } => None,
            PromptsCommand::Put { place, .. } => Some(vec![place.clone()]),
            _ => Some(Vec::new()),
        }
    }

    pub(super) async fn run(self, environment: &Environment) -> anyhow::Result<Exit> {
        match self {
            PromptsCommand::List(_) => role::prompts::list(&DraftConfig::read(environment)?),
            PromptsCommand::Export { folder, .. } => {
                role::prompts::export(&DraftConfig::read(environment)?, &folder)
            }
            PromptsCommand::Propose { newest, out, .. } => {
                let config = DraftConfig::read(environment)?;
                let store = read_store(environment)?;
                role::prompts::propose(config, &store, newest, &out).await
            }
            PromptsCommand::Accept { file, .. } => match environment.prompts_to_change()? {
                PromptsPlace::Folder(folder) => role::prompts::accept(&folder, &file),
                PromptsPlace::Bucket(_) | PromptsPlace::Store(_) => {
                    let (store, voice) = read_prompt_store(environment)?;
                    role::prompts::versions::accept(&store, &voice, &file).await
                }
            },
            PromptsCommand::Put { place, note, .. } => {
                let config = PutConfig::read(environment, &place)?;
                role::prompts::versions::put(config, note.as_deref()).await
            }
            PromptsCommand::Versions { json, .. } => {
                role::prompts::versions::list(&read_store(environment)?, json).await
            }
            PromptsCommand::Use { number, .. } => {
                let (store, voice) = read_prompt_store(environment)?;
                role::prompts::versions::go_to(&store, &voice, number).await
            }
        }
    }
}
