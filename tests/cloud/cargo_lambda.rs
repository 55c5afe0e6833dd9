//! `replybot lambda` behind `cargo lambda watch`, somebody else's emulation of Lambda and of a
//! Function URL (cargo-lambda.info), from PyPI.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use slack_sim::Delivery;

use crate::llm::USUAL;
use crate::process::{SATO, World};
use crate::support::ports::free_ports;
use crate::support::python::environment;

const PACKAGE: &str = "cargo-lambda==1.9.2";
/// Which is large, and needed to build for another machine alone.
const WITHOUT_ZIG: &[&str] = &["--no-deps"];

struct CargoLambda {
    program: PathBuf,
    port: String,
    watch: Child,
}

impl CargoLambda {
    /// Lambda without a function: whichever asks for invocations gets them.
    async fn start(port: u16) -> CargoLambda {
        let programs = tokio::task::spawn_blocking(|| environment(PACKAGE, WITHOUT_ZIG));
        let program = programs.await.unwrap().join("cargo-lambda");
        let watch = ["lambda", "watch", "--only-lambda-apis", "--quiet"];
        let port = port.to_string();
        let watch = Command::new(&program)
            .args(watch)
            .args(["--invoke-address", "127.0.0.1", "--invoke-port", &port])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let started = CargoLambda {
            program,
            port,
            watch,
        };
        let address = format!("127.0.0.1:{}", started.port);
        for _ in 0..1500 {
            if tokio::net::TcpStream::connect(&address).await.is_ok() {
                return started;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("cargo lambda watch does not listen");
    }

    /// `cargo lambda invoke`: whether it worked, and what it printed.
    async fn invoke(&self, event: &str) -> (bool, String) {
        let mut command = Command::new(&self.program);
        command
            .args(["lambda", "invoke", "--invoke-address", "127.0.0.1"])
            .args(["--invoke-port", &self.port, "--data-ascii", event]);
        let output = tokio::task::spawn_blocking(move || command.output().unwrap())
            .await
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        (
            output.status.success(),
            String::from_utf8_lossy(&said).into_owned(),
        )
    }
}

impl Drop for CargoLambda {
    fn drop(&mut self) {
        let _ = self.watch.kill();
        let _ = self.watch.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_emulation_of_lambda_gets_the_same_answers() {
    let [port] = free_ports();
    let url = format!("http://127.0.0.1:{port}");
    let lambda = CargoLambda::start(port).await;
    let mut world = World::start(&format!("{url}/slack/events")).await;
    for (name, value) in [
        ("AWS_LAMBDA_RUNTIME_API", format!("{url}/.rt").as_str()),
        ("AWS_LAMBDA_FUNCTION_NAME", "_"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
    ] {
        world.set(name, value);
    }
    let _running = world.spawn(&["lambda"]);
    let (worked, said) = lambda.invoke(r#"{"replybot":"sweep"}"#).await;
    assert!(worked && said.trim() == "null", "{said}\n{}", world.log());
    let (worked, said) = lambda.invoke(r#"{"colour":"red"}"#).await;
    assert!(!worked && said.contains("colour"), "{said}");

    assert_eq!(
        reqwest::get(format!("{url}/ready")).await.unwrap().status(),
        200
    );
    world.ingest("1").await;
    let card = world.card();
    let click = world.workspace.click(SATO, &card, "generate_reply_action");
    assert_eq!(click.await, Delivery::Acknowledged, "{}", world.log());
    let view = world.workspace.open_views(SATO).pop().unwrap();
    let shown = world.workspace.view(&view).unwrap().to_string();
    assert!(shown.contains(USUAL), "{shown}\n{}", world.log());
    assert_eq!(
        world.workspace.submit(SATO, &view).await,
        Delivery::Updated,
        "{}",
        world.log()
    );
}
