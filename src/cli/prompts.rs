//! `replybot eval` and `replybot prompts`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{CommonArgs, Flags, ModelArgs};
use crate::config::{DraftConfig, Environment, EvalConfig, StoreConfig};
use crate::role::{self, Exit};

#[derive(Args, Debug)]
pub(super) struct EvalArgs {
    /// A folder of mails and what good answers hold; the shipped set otherwise
    #[arg(long, value_name = "FOLDER")]
    set: Option<PathBuf>,
    /// A folder of prompts; several are compared side by side [PROMPTS]
    #[arg(long, value_name = "FOLDER")]
    prompts: Vec<String>,
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
    /// Takes a proposal that a person has read into the folder of prompts
    #[command(
        after_help = "Example:\n  replybot prompts accept proposal.patch --prompts my-prompts"
    )]
    Accept {
        /// The proposal
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        args: PromptsArgs,
    },
}

#[derive(Args, Debug)]
pub(super) struct PromptsArgs {
    /// A folder with prompts of your own [PROMPTS]
    #[arg(long, value_name = "FOLDER")]
    prompts: Option<String>,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    common: CommonArgs,
}

impl PromptsCommand {
    pub(super) fn flags(&self) -> Flags {
        let (PromptsCommand::List(args)
        | PromptsCommand::Export { args, .. }
        | PromptsCommand::Propose { args, .. }
        | PromptsCommand::Accept { args, .. }) = self;
        let own = vec![("PROMPTS", args.prompts.clone())];
        [own, args.model.flags(), args.common.flags()].concat()
    }

    pub(super) async fn run(self, environment: &Environment) -> anyhow::Result<Exit> {
        let config = DraftConfig::read(environment)?;
        match self {
            PromptsCommand::List(_) => role::prompts::list(&config),
            PromptsCommand::Export { folder, .. } => role::prompts::export(&config, &folder),
            PromptsCommand::Propose { newest, out, .. } => {
                let store = StoreConfig::read(environment)?;
                role::prompts::propose(config, &store, newest, &out).await
            }
            PromptsCommand::Accept { file, .. } => {
                role::prompts::accept(&environment.prompts_folder()?, &file)
            }
        }
    }
}
