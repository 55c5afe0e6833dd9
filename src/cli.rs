//! The commands and their flags.

mod args;
mod common;
mod prompts;

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::{CommandFactory, Parser};

use crate::config::{
    AppConfig, CheckConfig, CheckFlags, DraftConfig, Environment, ForgetConfig, GmailConfig,
    HistoryConfig, LambdaConfig, ManifestConfig, Problems, RequestUrlConfig, Role, ServeConfig,
    ShardConfig, SocketConfig, SweepConfig, read_knowledge, read_masker,
};
use crate::dispatch::WorkRequest;
use crate::file_reader;
use crate::role::slack::Switch;
use crate::role::{self, Exit};
use args::*;
use platform::identity::google::Google;
use platform::metrics;
use platform::net;
use platform::telemetry;

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let command = match Cli::try_parse() {
        Ok(cli) => cli.command,
        Err(error) => {
            // clap prints help on standard output and mistakes on standard error.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match &command {
        Command::Completions(args) => {
            clap_complete::generate(
                args.shell,
                &mut Cli::command(),
                "replybot",
                &mut std::io::stdout(),
            );
            return ExitCode::SUCCESS;
        }
        Command::Man(args) => {
            return match manual(args.folder.as_deref()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => failed(&error),
            };
        }
        Command::ReadFile(args) => {
            return match file_reader::read_here(args.kind, &args.limits()) {
                Some(answer) => match writeln!(std::io::stdout(), "{answer}") {
                    Ok(()) => ExitCode::SUCCESS,
                    Err(error) => failed(&error.into()),
                },
                None => ExitCode::FAILURE,
            };
        }
        _ => {}
    }
    let environment = Environment::read(command.flags());
    let mut logs = environment.telemetry();
    match command {
        // What these say themselves is for the person who typed them.
        Command::Check(_) | Command::Slack(_) => {
            logs.log_level.get_or_insert_with(|| "error".to_owned());
        }
        Command::Ingest(_) if std::io::stderr().is_terminal() => {
            logs.log_level.get_or_insert_with(|| "warn".to_owned());
        }
        _ => {}
    }
    telemetry::start(&logs);
    telemetry::report_panics();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    let is_asked_nothing = matches!(command, Command::Job(_) | Command::Sweep(_));
    if is_asked_nothing {
        metrics::start_to_report();
    }
    let ended = match environment.check_text() {
        Ok(()) => runtime.block_on(run(command, environment)),
        Err(problems) => Err(problems.into()),
    };
    if is_asked_nothing {
        let counted = metrics::take_report().to_json();
        tracing::info!(counted = %counted, "metrics");
    }
    telemetry::trace::finish();
    match ended {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(error) => failed(&error),
    }
}

/// Says what is wrong, to the person who started the command.
fn failed(error: &anyhow::Error) -> ExitCode {
    let cause = error.root_cause().downcast_ref::<std::io::Error>();
    if cause.is_some_and(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    role::tell(format_args!("replybot: {error:#}"));
    if error.is::<Problems>() {
        return ExitCode::from(2);
    }
    let is_temporary = error
        .downcast_ref::<store::StoreError>()
        .is_some_and(|error| matches!(error, store::StoreError::Unavailable(_)));
    ExitCode::from(if is_temporary {
        Exit::TryAgain.code()
    } else {
        Exit::Failed.code()
    })
}

async fn run(command: Command, environment: Environment) -> anyhow::Result<Exit> {
    let telemetry = environment.telemetry();
    if telemetry.on_google && telemetry.google_project.is_none() {
        let google = Google::new(net::client()?, environment.google()?);
        tokio::spawn(telemetry::trace::learn_project(google));
    }
    let environment = environment.with_mailboxes().await?;
    let environment = environment.with_secrets().await?.with_knowledge().await?;
    let environment = environment.with_logos().await?;
    let environment = match command.prompts() {
        Some(places) => match environment.clone().with_prompts(&places).await {
            // It says what is out of reach together with everything else.
            Err(_) if matches!(command, Command::Check(_)) => environment,
            environment => environment?,
        },
        None => environment,
    };
    match command {
        Command::Dev(args) if args.slack => role::dev::run_with_slack(environment)
            .await
            .map(|()| Exit::Done),
        Command::Dev(args) => role::dev::run(environment, args.mailbox.as_ref())
            .await
            .map(|()| Exit::Done),
        Command::Serve(args) => {
            let config = ServeConfig::read(&environment, args.behind_iam);
            let socket = args
                .socket_mode
                .then(|| SocketConfig::read(&environment))
                .transpose();
            // A table of `MAILBOXES` that names a mailbox means that one.
            let gmail = (args.poll_gmail || environment.names_gmail_mailbox())
                .then(|| GmailConfig::read(&environment))
                .transpose();
            let (config, (socket, gmail)) =
                Problems::together(config, Problems::together(socket, gmail))?;
            let config = ServeConfig {
                socket,
                gmail,
                ..config
            };
            role::serve::run(config).await.map(|()| Exit::Done)
        }
        Command::Lambda(_) => role::lambda::run(LambdaConfig::read(&environment)?)
            .await
            .map(|()| Exit::Done),
        Command::Job(args) => {
            let environment = environment.or_dev_workspace();
            let config = AppConfig::read_for_job_in_store(&environment)?;
            match args.context_id {
                Some(id) => {
                    let trace = environment.traceparent();
                    let wish = match &args.translation {
                        Some(panel) => WorkRequest::translation(&id, panel),
                        None => WorkRequest::draft(&id, None),
                    };
                    role::job::run(config, &wish, trace.as_ref()).await
                }
                None => {
                    let shard = ShardConfig::read(&environment)?;
                    role::job::run_pending(config, shard, args.concurrency).await
                }
            }
        }
        Command::Ingest(args) => {
            role::ingest::run(
                AppConfig::read_for_intake(&environment.or_dev_workspace())?,
                &args.files,
                args.json,
            )
            .await
        }
        Command::Compose(args) => {
            let config = AppConfig::read_for_intake(&environment.or_dev_workspace())?;
            let wanted = role::compose::Wanted {
                to: &args.to,
                subject: &args.subject,
                mailbox: args.mailbox.as_deref(),
                text: args.text.as_deref(),
                json: args.json,
            };
            role::compose::run(config, &wanted).await
        }
        Command::Draft(args) => {
            let config = DraftConfig::read(&environment)?;
            let options = role::draft::Options {
                template: args.template.as_deref(),
                json: args.files.json,
                output: args.output.as_deref(),
                concurrency: args.concurrency,
            };
            role::draft::run(config, &args.files.files, options).await
        }
        Command::Eval(args) => args.run(&environment).await,
        Command::Prompts(command) => command.run(&environment).await,
        Command::Knowledge(args) => {
            let KnowledgeCommand::Search(args) = args.command;
            let knowledge = read_knowledge(&environment)?;
            role::knowledge::search(&knowledge, args.text, args.limit, args.json).await
        }
        Command::Mask(args) => {
            let masker = read_masker(&environment)?;
            if args.jsonl {
                role::mask::run_jsonl(&masker)
            } else {
                role::mask::run(&masker)
            }
        }
        Command::Facts(args) if args.jsonl => role::facts::run_jsonl(&environment.file_reader()),
        Command::Facts(args) => {
            let sources = role::facts::Sources {
                mail: args.mail.as_deref(),
                knowledge: &args.knowledge,
                received: args.received,
            };
            role::facts::run(&sources, &environment.file_reader(), args.json)
        }
        Command::Sweep(args) => {
            role::sweep::run(
                SweepConfig::read(&environment.or_dev_workspace())?,
                args.json,
            )
            .await
        }
        Command::Prove(args) => {
            let file = args.what.as_deref().map(std::path::Path::new);
            let whole = role::prove::Whole {
                file,
                ends_in: args.ends_in.as_deref(),
                export: args.export,
                json: args.json,
            };
            match (&args.what, args.all) {
                // An export needs no store.
                (Some(_), true) => role::prove::all(None, &whole).await,
                (None, true) => {
                    let config = HistoryConfig::read(&environment)?;
                    role::prove::all(Some(&config), &whole).await
                }
                (what, false) => {
                    let id = inquiry::ContextId::parse(what.as_deref().unwrap_or_default())?;
                    let config = HistoryConfig::read(&environment)?;
                    role::prove::one(&config, &id, args.json).await
                }
            }
        }
        Command::History(args) => {
            let config = HistoryConfig::read(&environment)?;
            match (&args.id, args.export) {
                (Some(id), _) => role::history::show(&config, id, args.json).await,
                (None, Some(format)) => {
                    let since = args.since.as_deref();
                    role::history::export(&config, format, since).await
                }
                (None, None) => role::history::list(&config, args.limit.get(), args.json).await,
            }
        }
        Command::Forget(args) => {
            let config = ForgetConfig::read(&environment.or_dev_workspace())?;
            role::forget::run(config, &args.address, args.yes, args.json).await
        }
        Command::Check(args) => {
            let this = Role::of_this_machine(&environment);
            let role = args.role.map_or(this, Role::from);
            let flags = CheckFlags {
                behind_iam: args.behind_iam,
                socket_mode: args.socket_mode,
                poll_gmail: args.poll_gmail,
            };
            let read = |environment: &_| CheckConfig::read(environment, role, flags);
            role::check::run(environment, read, args.json).await
        }
        Command::Slack(SlackCommand::Manifest(args)) => {
            role::slack::manifest(ManifestConfig::read(&environment)?, args.socket_mode)
        }
        Command::Slack(SlackCommand::RequestUrl(args)) => switch(&environment, args).await,
        // Answered before anything is set up.
        Command::Completions(_) | Command::Man(_) | Command::ReadFile(_) => Ok(Exit::Done),
    }
}

/// Writes the manual pages into a folder that is there, or the first one to standard output.
fn manual(folder: Option<&Path>) -> anyhow::Result<()> {
    let command = Cli::command();
    match folder {
        Some(folder) if !folder.is_dir() => anyhow::bail!(
            "there is no folder {}: make it first (`mkdir -p`)",
            folder.display()
        ),
        Some(folder) => clap_mangen::generate_to(command, folder)
            .with_context(|| format!("cannot write manual pages to {}", folder.display())),
        None => Ok(clap_mangen::Man::new(command).render(&mut std::io::stdout())?),
    }
}

async fn switch(environment: &Environment, args: RequestUrlArgs) -> anyhow::Result<Exit> {
    let needs_url = args.url.is_none() && !args.rollback;
    let config = RequestUrlConfig::read(environment, needs_url)?;
    if !args.yes && !role::slack::can_ask() {
        eprintln!("replybot: there is no terminal to ask at: give --yes to switch without asking");
        return Ok(Exit::Misconfigured);
    }
    let switch = match args.url.or_else(|| config.request_url.clone()) {
        Some(url) if !args.rollback => Switch::To(url),
        _ => Switch::Back,
    };
    role::slack::request_url(config, switch, args.yes).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_are_well_formed() {
        Cli::command().debug_assert();
    }
}
