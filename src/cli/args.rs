//! The commands and their flags, as a person types them.

use std::num::NonZero;
use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgGroup, Args, Parser, Subcommand};
use documents::{Kind, Limits};
use jiff::tz::TimeZone;

use super::common::{CommonArgs, Flags, ModelArgs};
use super::prompts::{EvalArgs, PromptsCommand};
use crate::config::{Role, events_at};
use crate::role::history::{Format, time_of};
use inquiry::ContextId;
use mail::Address;

/// Turns a customer's mail into a reply that a person has approved in Slack.
#[derive(Debug, Parser)]
#[command(name = "replybot", version = VERSION, propagate_version = true, about, after_help = EXIT_CODES, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The version; with the commit where the build knew it (`build.rs`).
const VERSION: &str = env!("REPLYBOT_VERSION");

pub(super) const EXIT_CODES: &str = "\
Start with `replybot dev`: the whole product in your browser, no account and no configuration.

Exit codes: 0 done (or done before), 1 failed for good, 2 usage or configuration, 75 failed for now: try again.";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// The whole product on this computer, with a simulated Slack in the browser
    #[command(after_help = "\
Examples:
  replybot dev                          open the printed address, click a card, approve a reply
  OPENAI_API_KEY=sk-… replybot dev      the same, with drafts written by a model
  replybot dev --port 4000 --data /tmp/try
  replybot dev --slack                  a real workspace instead: SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_CHANNEL_ID
  MAILBOX_PASSWORD=… replybot dev --mailbox you@example.com
                                        your own mailbox: new mails become cards, approved replies are really sent

Everything stays in the data folder: the store, the workspace and the outbox with the mails that were \"sent\".")]
    Dev(DevArgs),
    /// The HTTP service, for Cloud Run and any container host
    #[command(after_help = "\
Examples:
  replybot serve
  replybot serve --port 9000 --behind-iam
  replybot serve --socket-mode          no public address: Slack delivers over a WebSocket (SLACK_APP_TOKEN)
  replybot serve --poll-gmail           takes mails from Gmail (GMAIL_OAUTH, GMAIL_LABEL) and labels them replybot-taken
  IMAP_URL=imaps://… replybot serve     takes mails from any mailbox, as they come (IMAP_FOLDERS, MAIL_OAUTH)

Needs SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN, SLACK_CHANNEL_ID, OPENAI_API_KEY, SENDER_EMAIL_ADDRESS, MAIL_TRANSPORT
and ASYNC_GENERATION_AUTH_HEADER; says all that is missing at once.

Routes: POST /slack/events, POST /async/generate, GET /health, GET /ready, GET /metrics.")]
    Serve(ServeArgs),
    /// The AWS Lambda handler: API Gateway or a Function URL, S3, SES, SNS, SQS and schedule events
    #[command(after_help = "\
Lambda starts it by itself. To try it on this computer, behind cargo-lambda's Function URL http://127.0.0.1:9000:
  cargo lambda watch --only-lambda-apis --invoke-address 127.0.0.1
and beside it, with what `serve` needs:
  export AWS_LAMBDA_RUNTIME_API=http://127.0.0.1:9000/.rt AWS_LAMBDA_FUNCTION_NAME=_
  export AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256 AWS_LAMBDA_FUNCTION_VERSION=1
  replybot lambda
An event of your own: cargo lambda invoke --invoke-address 127.0.0.1 --data-ascii '{\"replybot\":\"sweep\"}'

Needs what `serve` needs. ASYNC_GENERATION_ENDPOINT is who drafts:
  https://…/async/generate   a `replybot serve`, with ASYNC_GENERATION_AUTH_HEADER or `google-id-token`
  self                       another invocation of this function
  (unset)                    this invocation, as far as it comes in the time that Slack gives

SES_INBOUND_BUCKET_NAME and SES_INBOUND_PREFIX are where mails are taken from.")]
    Lambda(LambdaArgs),
    /// Writes one draft and updates the modals that wait for it
    #[command(
        after_help = "Examples:\n  replybot job --context-id 0192f0c4-5a3b-7def-8a10-1c2d3e4f5a6b\n  replybot job --pending      all inquiries that have no draft; CLOUD_RUN_TASK_INDEX and CLOUD_RUN_TASK_COUNT share them out"
    )]
    Job(JobArgs),
    /// Takes mails in as if they had arrived
    #[command(after_help = "\
Examples:
  replybot ingest samples/*.eml
  replybot ingest archive.mbox          a mailbox file: each mail in it
  fetchmail … | replybot ingest

On the data folder of a `replybot dev`, the mails appear in its channel.")]
    Ingest(FilesArgs),
    /// Begins a mail to a customer: its card appears in the channel, where a person sends it
    #[command(after_help = "\
Examples:
  replybot compose --to taro@example.com --subject 'Your order A-1024' letter.txt
  replybot compose --to 'Taro <taro@example.com>' --subject 'Your order' --mailbox sales -
  replybot compose --to taro@example.com --subject 'Your order'     the text is written in Slack

Nothing is sent by it. The customer's answer joins the card's thread.")]
    Compose(ComposeArgs),
    /// Masks, drafts and restores to standard output; sends nothing
    #[command(after_help = "\
Examples:
  replybot draft samples/order-late.eml
  replybot draft --json mails/*.eml > drafts.jsonl
  replybot draft --output drafts.jsonl --concurrency 16 mails/ archive.mbox
                                        killed and started again, it goes on where it was
  replybot draft --template refund samples/return-personal-data.eml

Without OPENAI_API_KEY and OPENAI_BASE_URL it prints a sample draft.")]
    Draft(DraftArgs),
    /// Measures how good drafts are, on a set of inquiries
    #[command(after_help = "\
Examples:
  replybot eval                                 the shipped set, the shipped prompts
  replybot eval --set my-mails --judge --judge-model gpt-4o
  replybot eval --prompts old --prompts new     two folders of prompts, side by side
  replybot eval --prompts store:2 --prompts store:3
  replybot eval --json | jq '.sets[].passed'

A set is a folder with mails (NAME.eml) and what a good answer to each holds (NAME.json); docs/evaluation.md says how.
Exit code 1 when fewer cases pass than --pass asks for.")]
    Eval(EvalArgs),
    /// Lists the prompts, and proposes improvements from what people change in drafts
    #[command(subcommand)]
    Prompts(PromptsCommand),
    /// Looks into the team's knowledge
    Knowledge(KnowledgeArgs),
    /// Masks the personal data in a text on standard input
    #[command(after_help = "\
Examples:
  echo 'Write to taro@example.com' | replybot mask
  echo '{\"id\":\"1\",\"text\":\"Write to taro@example.com\"}' | replybot mask --jsonl")]
    Mask(MaskArgs),
    /// Checks the facts of a reply against what is known, without a model
    #[command(after_help = "\
Examples:
  replybot facts --mail mail.eml --knowledge pages/shipping.md < reply.txt
  echo '{\"id\":\"1\",\"mail\":\"When will order A-1024 arrive?\",\"reply\":\"Delivery is on 5 November.\",\"knowledge\":[\"A-1024: delivery 2026-11-06\"]}' | replybot facts --jsonl

Amounts, dates, times, quantities, numbers, contacts, links, names, percentages and promises are found; each is
supported by a source, unsupported, or contradicts one. Exit code 1 when one of the reply on standard input is not supported.")]
    Facts(FactsArgs),
    /// Resumes what a crash or an outage interrupted
    #[command(
        after_help = "Example:\n  replybot sweep        run it every minute where no `replybot serve` is running"
    )]
    Sweep(OutputArgs),
    /// Lists inquiries and their state; with ID, everything that happened to one
    #[command(after_help = "\
Examples:
  replybot history
  replybot history 0192f0c4-5a3b       what happened to the one whose id begins so
  replybot history 0192f0c4-5a3b-7def-8a10-1c2d3e4f5a6b --json
  replybot history --export jsonl --since 2026-11-01 > november.jsonl
  replybot history --export csv > approvals.csv

An export holds masked texts, tokens, prices, feedback, and of each reply who approved it, how it differs from the
draft and the SHA-256 of the mail.")]
    History(HistoryArgs),
    /// Shows and verifies the proof of an approval, offline; with --all, of all of them
    #[command(after_help = "\
Examples:
  replybot prove 0192f0c4-5a3b                  who approved what, its facts and their sources; verified
  replybot prove --all                          verifies the whole chain in the store
  replybot prove --all --export > proofs.jsonl  … and writes it down
  replybot prove --all proofs.jsonl             verifies an export, without a store
  replybot prove --all proofs.jsonl --ends-in HASH   … and that nothing is missing at its end

Exit code 1 when a proof does not hold.")]
    Prove(ProveArgs),
    /// Erases what is stored of one customer, by their mail address
    #[command(after_help = "\
Examples:
  replybot forget taro@example.com          shows what there is, and asks
  replybot forget taro@example.com --yes

Erases the inquiries that came from the address, with drafts, replies and history, the links to them, mails in the
outbox, and the text of their messages in Slack (SLACK_BOT_TOKEN). Says what it cannot reach.")]
    Forget(ForgetArgs),
    /// Checks that a deployment would work: configuration, secrets, services, permissions
    #[command(after_help = "\
Examples:
  replybot check                        what `replybot serve` needs, with this environment
  replybot check --role lambda --json   one JSON object a line
  replybot check --url https://replybot.example.com

Nothing is sent, changed or drafted. Exit code 0 when all is well or only warned of, 1 when something has
to be mended, 2 when the configuration is not complete, 75 when only services did not answer.")]
    Check(CheckArgs),
    /// The Slack app: its manifest, and where Slack delivers
    #[command(subcommand)]
    Slack(SlackCommand),
    /// Prints what completes these commands in a shell
    #[command(after_help = "\
Examples:
  replybot completions bash > ~/.local/share/bash-completion/completions/replybot
  replybot completions zsh > ~/.zfunc/_replybot
  replybot completions fish > ~/.config/fish/completions/replybot.fish")]
    Completions(CompletionsArgs),
    /// Writes the manual pages
    #[command(after_help = "\
Examples:
  replybot man | man -l -               reads the page of replybot
  mkdir -p ~/.local/share/man/man1 && replybot man ~/.local/share/man/man1
                                        writes a page for each command")]
    Man(ManArgs),
    /// Reads a customer's file: what this program starts for each, with nothing but the file
    #[command(hide = true, name = crate::file_reader::COMMAND)]
    ReadFile(ReadFileArgs),
}

#[derive(Debug, Args)]
pub(super) struct ReadFileArgs {
    /// pdf, docx, xlsx or text
    #[arg(long, value_parser = |name: &str| Kind::named(name).ok_or("no such kind of file"))]
    pub(super) kind: Kind,
    /// How long it may take
    #[arg(long)]
    milliseconds: u64,
    /// How much text is wanted
    #[arg(long)]
    bytes: usize,
}

impl ReadFileArgs {
    pub(super) fn limits(&self) -> Limits {
        Limits {
            text: self.bytes,
            time: Duration::from_millis(self.milliseconds),
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// Of which shell
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// A folder that is there, for the pages; without it, the page of `replybot` goes to standard output
    pub(super) folder: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum SlackCommand {
    /// Prints the app's manifest, to be pasted at https://api.slack.com/apps (From a manifest)
    #[command(after_help = "\
Examples:
  replybot slack manifest --url https://replybot.example.com
  replybot slack manifest --socket-mode --ui-language en")]
    Manifest(ManifestArgs),
    /// Lets Slack deliver to this deployment, and back to the one before
    #[command(after_help = "\
Examples:
  replybot slack request-url                   to /slack/events at REPLYBOT_URL; asks first
  replybot slack request-url --url https://replybot.example.com/slack/events --yes
  replybot slack request-url --rollback        to the request URL of before, which the store knows

Needs SLACK_APP_ID (A…) and SLACK_CONFIG_TOKEN: an app configuration token, which lives twelve hours
(https://api.slack.com/apps, Your App Configuration Tokens). With SLACK_SIGNING_SECRET the new address is tried first.")]
    RequestUrl(RequestUrlArgs),
}

#[derive(Args, Debug)]
pub(super) struct DevArgs {
    /// A real workspace by Socket Mode instead of the simulated one; still sends no mail
    #[arg(long)]
    pub(super) slack: bool,
    /// A mailbox of your own, by IMAP and SMTP: approved replies are really sent. With MAILBOX_PASSWORD, or with
    /// IMAP_URL and SMTP_URL
    #[arg(long, value_name = "ADDRESS", conflicts_with = "slack", value_parser = Address::parse)]
    pub(super) mailbox: Option<Address>,
    /// The port to listen on [PORT, default 3000]
    #[arg(long)]
    pub(super) port: Option<String>,
    /// ja or en [UI_LANGUAGE, default ja]
    #[arg(long, value_name = "LANGUAGE")]
    pub(super) ui_language: Option<String>,
    #[command(flatten)]
    pub(super) model: ModelArgs,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(Args, Debug)]
pub(super) struct ServeArgs {
    /// The port to listen on [PORT, default 8080]
    #[arg(long)]
    pub(super) port: Option<String>,
    /// Cloud Run's own IAM checks the callers of /async/generate
    #[arg(long)]
    pub(super) behind_iam: bool,
    /// Slack delivers over a WebSocket, which needs SLACK_APP_TOKEN and no public address
    #[arg(long)]
    pub(super) socket_mode: bool,
    /// Takes mails from a Gmail mailbox, which needs GMAIL_OAUTH
    #[arg(long)]
    pub(super) poll_gmail: bool,
    /// ja or en [UI_LANGUAGE, default ja]
    #[arg(long, value_name = "LANGUAGE")]
    pub(super) ui_language: Option<String>,
    #[command(flatten)]
    pub(super) model: ModelArgs,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(Args, Debug)]
pub(super) struct LambdaArgs {
    #[command(flatten)]
    pub(super) model: ModelArgs,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(Args, Debug)]
#[command(group(ArgGroup::new("which").required(true)))]
pub(super) struct JobArgs {
    /// Which inquiry
    #[arg(long, value_name = "ID", value_parser = ContextId::parse, group = "which")]
    pub(super) context_id: Option<ContextId>,
    /// Translates for the panel of this external_id that is open on the inquiry, instead of drafting
    #[arg(long, value_name = "EXTERNAL_ID", requires = "context_id")]
    pub(super) translation: Option<String>,
    /// All inquiries that have no draft; a run that was killed is continued by the next one
    #[arg(long, group = "which")]
    pub(super) pending: bool,
    /// Drafts that are written at a time
    #[arg(long, value_name = "N", requires = "pending")]
    pub(super) concurrency: Option<NonZero<usize>>,
    #[command(flatten)]
    pub(super) model: ModelArgs,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(Args, Debug)]
pub(super) struct FilesArgs {
    /// Mails (.eml, or mailboxes for `ingest`); standard input when there are none
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) model: ModelArgs,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(Args, Debug)]
pub(super) struct ComposeArgs {
    /// A recipient; several times for several
    #[arg(long, required = true, value_name = "ADDRESS")]
    pub(super) to: Vec<String>,
    /// The subject
    #[arg(long, value_name = "TEXT")]
    pub(super) subject: String,
    /// The mailbox that it leaves from, where there are several
    #[arg(long, value_name = "NAME")]
    pub(super) mailbox: Option<String>,
    /// The text, - for standard input; without one it is written in Slack
    #[arg(value_name = "FILE")]
    pub(super) text: Option<PathBuf>,
    /// Print the outcome as JSON
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(Args, Debug)]
pub(super) struct DraftArgs {
    /// The prompt for a kind of mail, e.g. refund; otherwise the words of each mail choose it
    #[arg(long, value_name = "NAME")]
    pub(super) template: Option<String>,
    /// A folder with prompts of your own, s3://…, gs://…, or the store [PROMPTS]
    #[arg(long, value_name = "PLACE")]
    pub(super) prompts: Option<String>,
    /// Where drafts go: a folder, or a file that ends in .jsonl; what is there is not drafted again
    #[arg(long, value_name = "PLACE")]
    pub(super) output: Option<PathBuf>,
    /// Mails that are drafted at a time [default 4]
    #[arg(long, value_name = "N")]
    pub(super) concurrency: Option<NonZero<usize>>,
    #[command(flatten)]
    pub(super) files: FilesArgs,
}

#[derive(Args, Debug)]
pub(super) struct KnowledgeArgs {
    #[command(subcommand)]
    pub(super) command: KnowledgeCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum KnowledgeCommand {
    /// Shows the passages that a draft for this text would be written with
    #[command(after_help = "\
Examples:
  replybot knowledge search '領収書の宛名を変えたい'
  replybot knowledge search --knowledge samples/knowledge 'When will my parcel arrive?'
  replybot knowledge search --json --limit 10 refund | jq .heading")]
    Search(SearchArgs),
}

#[derive(Args, Debug)]
pub(super) struct SearchArgs {
    /// What a customer would write
    #[arg(value_name = "TEXT")]
    pub(super) text: String,
    /// The folder of Markdown files [KNOWLEDGE]
    #[arg(long, value_name = "FOLDER")]
    pub(super) knowledge: Option<String>,
    /// How many passages at most
    #[arg(long, value_name = "NUMBER", default_value_t = knowledge::MOST)]
    pub(super) limit: usize,
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(Args, Debug)]
pub(super) struct MaskArgs {
    /// Line by line: in {"id","text","names"?: known names, masked wherever they are}, out {"id","masked","map"}
    #[arg(long)]
    pub(super) jsonl: bool,
}

#[derive(Args, Debug)]
pub(super) struct FactsArgs {
    /// The customer's mail: a text, or a whole .eml
    #[arg(long, value_name = "FILE", conflicts_with = "jsonl")]
    pub(super) mail: Option<PathBuf>,
    /// What the shop knows: a text file; can be given several times
    #[arg(long, value_name = "FILE", conflicts_with = "jsonl")]
    pub(super) knowledge: Vec<PathBuf>,
    /// When the mail came, as 2026-11-02T10:11:00: what "today" and "tomorrow" are
    #[arg(long, value_name = "TIME", value_parser = crate::role::facts::read_received, conflicts_with = "jsonl")]
    pub(super) received: Option<jiff::civil::DateTime>,
    /// JSON instead of words
    #[arg(long, conflicts_with = "jsonl")]
    pub(super) json: bool,
    /// Line by line: in {"id","mail","reply","knowledge"?,"received"?}, out {"id","facts"}
    #[arg(long)]
    pub(super) jsonl: bool,
}

#[derive(Args, Debug)]
pub(super) struct OutputArgs {
    /// JSON instead of words
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(Args, Debug)]
pub(super) struct HistoryArgs {
    /// Which inquiry: its id, or the first characters of it
    #[arg(value_name = "ID", value_parser = ContextId::parse)]
    pub(super) id: Option<ContextId>,
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
    /// The newest N inquiries are listed
    #[arg(long, value_name = "N", default_value = "200", conflicts_with_all = ["id", "export"])]
    pub(super) limit: NonZero<usize>,
    /// Everything, for other programs: masked texts, costs and approvals
    #[arg(long, value_name = "FORM", conflicts_with_all = ["id", "json"])]
    pub(super) export: Option<Format>,
    /// Only what was received since that day, or that time (2026-11-01, 2026-11-01T09:00:00+09:00)
    #[arg(long, value_name = "DATE", value_parser = day_or_time, requires = "export")]
    pub(super) since: Option<String>,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

/// A hash as `prove --all` prints it.
fn whole_hash(hash: &str) -> Result<String, String> {
    let hash = hash.trim().to_ascii_lowercase();
    let is_whole = hash.len() == 64 && hash.bytes().all(|c| c.is_ascii_hexdigit());
    is_whole.then_some(hash).ok_or_else(|| {
        "give all 64 digits of the hash that `replybot prove --all` printed".to_owned()
    })
}

#[derive(Args, Debug)]
pub(super) struct ProveArgs {
    /// Which inquiry: its id, or the first characters of it; with --all, an export (- is standard input)
    #[arg(value_name = "ID|FILE", required_unless_present = "all")]
    pub(super) what: Option<String>,
    /// The whole chain: of the export, or of the store without one
    #[arg(long)]
    pub(super) all: bool,
    /// Prints the records, for an archive
    #[arg(long, requires = "all", conflicts_with_all = ["what", "json"])]
    pub(super) export: bool,
    /// The hash that the chain ended in when an auditor noted it down
    #[arg(long, value_name = "HASH", requires = "all", value_parser = whole_hash)]
    pub(super) ends_in: Option<String>,
    /// JSON instead of words
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(Args, Debug)]
pub(super) struct ForgetArgs {
    /// The customer's mail address
    #[arg(value_name = "ADDRESS", value_parser = parse_address)]
    pub(super) address: Address,
    /// Erases without a question
    #[arg(long)]
    pub(super) yes: bool,
    /// JSON instead of words
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

fn parse_address(text: &str) -> Result<Address, String> {
    Address::parse(text).map_err(|error| error.to_string())
}

#[derive(Args, Debug)]
pub(super) struct CheckArgs {
    /// What the deployment runs [default: what this machine looks like, else serve]
    #[arg(long, value_enum)]
    pub(super) role: Option<RoleArg>,
    /// Where the deployment is reached [REPLYBOT_URL]
    #[arg(long, value_name = "URL")]
    pub(super) url: Option<String>,
    /// It runs with --behind-iam
    #[arg(long)]
    pub(super) behind_iam: bool,
    /// It runs with --socket-mode
    #[arg(long)]
    pub(super) socket_mode: bool,
    /// It runs with --poll-gmail
    #[arg(long)]
    pub(super) poll_gmail: bool,
    /// One JSON object a line
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) model: ModelArgs,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum RoleArg {
    Serve,
    Lambda,
    Job,
    Dev,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Role {
        match role {
            RoleArg::Serve => Role::Serve,
            RoleArg::Lambda => Role::Lambda,
            RoleArg::Job => Role::Job,
            RoleArg::Dev => Role::Dev,
        }
    }
}

#[derive(Args, Debug)]
pub(super) struct ManifestArgs {
    /// Where the deployment is reached [REPLYBOT_URL]
    #[arg(long, value_name = "URL", conflicts_with = "socket_mode")]
    pub(super) url: Option<String>,
    /// For an app without a public address
    #[arg(long)]
    pub(super) socket_mode: bool,
    /// The language of the app's description: ja or en [UI_LANGUAGE, default ja]
    #[arg(long, value_name = "LANGUAGE")]
    pub(super) ui_language: Option<String>,
}

#[derive(Args, Debug)]
pub(super) struct RequestUrlArgs {
    /// The request URL to switch to [/slack/events at REPLYBOT_URL]
    #[arg(long, value_name = "URL", conflicts_with = "rollback", value_parser = request_url)]
    pub(super) url: Option<String>,
    /// Back to the request URL of before
    #[arg(long)]
    pub(super) rollback: bool,
    /// Asks nobody
    #[arg(long)]
    pub(super) yes: bool,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

/// Slack delivers over https alone, but for a workspace on this machine.
fn request_url(text: &str) -> Result<String, String> {
    let wrong = || "an address like https://replybot.example.com/slack/events".to_owned();
    let url = reqwest::Url::parse(text).map_err(|_| wrong())?;
    if !matches!(url.scheme(), "https" | "http") || !url.has_host() {
        return Err(wrong());
    }
    Ok(match url.path() {
        "/" => events_at(text),
        _ => text.to_owned(),
    })
}

impl FilesArgs {
    pub(super) fn flags(&self) -> Flags {
        [self.model.flags(), self.common.flags()].concat()
    }
}

impl Command {
    pub(super) fn flags(&self) -> Flags {
        match self {
            Command::Dev(args) => {
                let own = vec![
                    ("PORT", args.port.clone()),
                    ("UI_LANGUAGE", args.ui_language.clone()),
                ];
                [own, args.model.flags(), args.common.flags()].concat()
            }
            Command::Serve(args) => {
                let own = vec![
                    ("PORT", args.port.clone()),
                    ("UI_LANGUAGE", args.ui_language.clone()),
                ];
                [own, args.model.flags(), args.common.flags()].concat()
            }
            Command::Lambda(args) => [args.model.flags(), args.common.flags()].concat(),
            Command::Job(args) => [args.model.flags(), args.common.flags()].concat(),
            Command::Ingest(args) => args.flags(),
            Command::Compose(args) => args.common.flags(),
            Command::Draft(args) => {
                let own = vec![("PROMPTS", args.prompts.clone())];
                [own, args.files.flags()].concat()
            }
            Command::Eval(args) => args.flags(),
            Command::Prompts(command) => command.flags(),
            Command::Knowledge(args) => {
                let KnowledgeCommand::Search(args) = &args.command;
                let own = vec![("KNOWLEDGE", args.knowledge.clone())];
                [own, args.common.flags()].concat()
            }
            Command::Mask(_) | Command::Facts(_) | Command::ReadFile(_) => Flags::new(),
            Command::Sweep(args) => args.common.flags(),
            Command::History(args) => args.common.flags(),
            Command::Prove(args) => args.common.flags(),
            Command::Forget(args) => args.common.flags(),
            Command::Check(args) => {
                let own = vec![("REPLYBOT_URL", args.url.clone())];
                [own, args.model.flags(), args.common.flags()].concat()
            }
            Command::Slack(SlackCommand::Manifest(args)) => vec![
                ("REPLYBOT_URL", args.url.clone()),
                ("UI_LANGUAGE", args.ui_language.clone()),
            ],
            Command::Slack(SlackCommand::RequestUrl(args)) => args.common.flags(),
            Command::Completions(_) | Command::Man(_) => Vec::new(),
        }
    }

    /// The places of prompts that it reads beside `PROMPTS`; `None` where it asks no model.
    pub(super) fn prompts(&self) -> Option<Vec<String>> {
        match self {
            Command::Eval(args) => Some(args.prompts.clone()),
            Command::Prompts(command) => command.places(),
            Command::Knowledge(_)
            | Command::Mask(_)
            | Command::Facts(_)
            | Command::History(_)
            | Command::Prove(_)
            | Command::Forget(_)
            | Command::Slack(_)
            | Command::Completions(_)
            | Command::Man(_) => None,
            _ => Some(Vec::new()),
        }
    }
}

/// A day, or a time: as text, for which zone it is in is said elsewhere.
fn day_or_time(text: &str) -> Result<String, String> {
    time_of(text, &TimeZone::UTC).map(|_| text.to_owned())
}
