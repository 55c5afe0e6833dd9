//! The built program, as a person starts it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The program without any of this machine's settings.
fn replybot(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_replybot"));
    command
        .env_clear()
        .env("REPLYBOT_DATA", data)
        .env("LOG_LEVEL", "warn")
        .current_dir(data);
    command
}

fn run(mut command: Command, input: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// What a person sees; `script` comes with every Linux.
fn on_a_terminal_of_80_columns(data: &Path, arguments: &str) -> String {
    let program = env!("CARGO_BIN_EXE_replybot");
    let mut script = Command::new("script");
    script
        .args([
            "-qec",
            &format!("stty cols 80; {program} {arguments}"),
            "/dev/null",
        ])
        .env("REPLYBOT_DATA", data)
        .current_dir(data);
    out(&run(script, b""))
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn sample(name: &str) -> String {
    format!("{}/samples/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A running `replybot dev`, ended with the test.
struct Dev {
    child: Child,
    url: String,
}

impl Dev {
    fn start(data: &Path) -> Dev {
        let mut command = replybot(data);
        let mut child = command
            .args(["dev", "--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let line = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .next()
            .unwrap()
            .unwrap();
        let url = line.rsplit(' ').next().unwrap().to_owned();
        Dev { child, url }
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request to `dev` as raw lines; the status of the answer.
fn status(url: &str, request: &str) -> u16 {
    use std::io::Read;
    let address = url.trim_start_matches("http://");
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let request = request.replace("{own}", address).replace('\n', "\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    String::from_utf8_lossy(&answer[9..]).parse().unwrap()
}

/// Waits until the store holds so many inquiries.
fn see_inquiries(data: &Path, wanted: usize) {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let mut history = replybot(data);
        history.args(["history", "--json"]);
        let output = run(history, b"");
        match String::from_utf8_lossy(&output.stdout).lines().count() {
            count if count == wanted => return,
            count => assert!(count < wanted && Instant::now() < deadline, "{count}"),
        }
    }
}

#[test]
fn forget_erases_although_its_reader_has_gone() {
    let data = tempfile::tempdir().unwrap();
    let _dev = Dev::start(data.path());
    see_inquiries(data.path(), 5);
    let mut forget = replybot(data.path());
    let mut forget = forget
        .args(["forget", "hana.sasaki@example.org", "--yes"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(forget.stdout.take());
    forget.wait().unwrap();
    see_inquiries(data.path(), 4);
}

#[test]
fn a_new_dev_speaks_the_language_of_the_browser_that_first_looks_at_it() {
    let data = tempfile::tempdir().unwrap();
    let mut dev = Dev::start(data.path());
    let look = |dev: &Dev, language: &str| {
        let request = format!(
            "GET / HTTP/1.1\nHost: {{own}}\nAccept-Language: {language}\nConnection: close\n\n"
        );
        status(&dev.url, &request)
    };
    let spoken = || {
        let settings = std::fs::read_to_string(data.path().join("dev.env")).unwrap();
        let language = settings
            .lines()
            .find_map(|it| it.strip_prefix("UI_LANGUAGE="));
        language.unwrap().to_owned()
    };
    // A script that waits for the page names no language, and chooses none.
    assert_eq!(
        status(
            &dev.url,
            "GET / HTTP/1.1\nHost: {own}\nConnection: close\n\n"
        ),
        200
    );
    assert_eq!(look(&dev, "*"), 200);
    assert_eq!(look(&dev, "en-US,en;q=0.9"), 307);
    // The browser asks again, and waits until it is there.
    assert_eq!(look(&dev, "en-US,en;q=0.9"), 200);
    assert_eq!(spoken(), "en");
    // From then on it is this workspace's language, whichever browser looks at it, over restarts, too.
    assert_eq!(look(&dev, "ja"), 200);
    drop(dev);
    dev = Dev::start(data.path());
    assert_eq!(look(&dev, "ja"), 200);
    assert_eq!(spoken(), "en");
    // The samples are there once, whichever run took them in.
    see_inquiries(data.path(), 5);
}

#[test]
fn dev_answers_its_own_page_and_programs_of_this_computer_and_no_other_site() {
    let data = tempfile::tempdir().unwrap();
    let dev = Dev::start(data.path());
    let port = dev.url.rsplit(':').next().unwrap();
    for own in [
        format!("127.0.0.1:{port}"),
        format!("localhost:{port}"),
        format!("[::1]:{port}"),
    ] {
        let request = format!("GET /dev/outbox HTTP/1.1\nHost: {own}\nConnection: close\n\n");
        assert_eq!(status(&dev.url, &request), 200, "{own}");
    }
    for route in [
        "GET /",
        "GET /dev/outbox",
        "GET /workspace/events",
        "GET /metrics",
        "GET /health",
        "POST /api/auth.test",
        "POST /slack/events",
        "POST /dev/mails",
        "POST /workspace/click",
        "POST /async/generate",
        "GET /workspace/page/app.js",
        "GET /nothing",
    ] {
        let foreign = format!(
            "{route} HTTP/1.1\nHost: evil.example\nContent-Length: 0\nConnection: close\n\n"
        );
        assert_eq!(status(&dev.url, &foreign), 403, "{route}");
        let page = format!(
            "{route} HTTP/1.1\nHost: {{own}}\nOrigin: http://evil.example\nContent-Length: 0\nConnection: close\n\n"
        );
        assert_eq!(status(&dev.url, &page), 403, "{route}");
    }
}

#[test]
fn a_second_dev_on_the_same_folder_is_refused_and_told_where_the_first_one_is() {
    let data = tempfile::tempdir().unwrap();
    let first = Dev::start(data.path());
    let settings = std::fs::read(data.path().join("dev.env")).unwrap();
    let mut second = replybot(data.path());
    second.args(["dev", "--port", "0"]);
    let second = run(second, b"");
    assert!(!second.status.success());
    assert!(
        err(&second).contains("in use by another"),
        "{}",
        err(&second)
    );
    assert!(err(&second).contains(&first.url), "{}", err(&second));
    let left = std::fs::read(data.path().join("dev.env")).unwrap();
    assert_eq!(left, settings, "the first one's settings");
    // Killed, it holds nothing any more.
    drop(first);
    Dev::start(data.path());
}

#[test]
fn what_dev_keeps_is_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    let mut dev = replybot(place.path());
    dev.env("REPLYBOT_DATA", &data);
    let mut child = dev
        .args(["dev", "--port", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    BufReader::new(child.stdout.take().unwrap())
        .lines()
        .next()
        .unwrap()
        .unwrap();
    let workspace = data.join("workspace.json");
    while !workspace.exists() {
        std::thread::yield_now();
    }
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    for file in [
        "replybot.sqlite3",
        "replybot.sqlite3-wal",
        "replybot.sqlite3-shm",
        "dev.env",
        "workspace.json",
    ] {
        assert_eq!(mode(&data.join(file)), 0o600, "{file}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_variable_that_is_no_text_is_named_when_it_is_ours_and_never_shown() {
    use std::os::unix::ffi::OsStrExt;
    let data = tempfile::tempdir().unwrap();
    let odd = std::ffi::OsStr::from_bytes(b"xoxb-very-secret-\xff");
    let commands: [&[&str]; 6] = [
        &["mask"],
        &["check"],
        &["serve"],
        &["history"],
        &["draft"],
        &["slack", "manifest"],
    ];
    for command in commands {
        for ours in [
            "SLACK_BOT_TOKEN",
            "OPENAI_API_KEY",
            "LOG_LEVEL",
            "SLACK_SIGNING_SECRET_ARN",
        ] {
            let mut replybot = replybot(data.path());
            replybot.args(command).env(ours, odd);
            let output = run(replybot, b"");
            let said = format!("{}{}", out(&output), err(&output));
            assert_eq!(output.status.code(), Some(2), "{command:?} {ours}: {said}");
            assert!(said.contains(ours), "{command:?}: {said}");
            assert!(!said.contains("very-secret"), "{command:?}: {said}");
        }
    }
    let page = include_str!("../../docs/settings.md");
    let lines = page.lines().map(|line| line.trim_start_matches("# "));
    let is_name = |name: &&str| name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let names = lines.filter_map(|line| line.split_once('=')).map(|it| it.0);
    let names: Vec<&str> = names.filter(is_name).collect();
    assert!(names.len() > 70, "{names:?}");
    let mut check = replybot(data.path());
    check
        .arg("check")
        .envs(names.iter().map(|name| (name, odd)));
    let said = err(&run(check, b""));
    for name in names.iter().filter(|name| **name != "REPLYBOT_DATA") {
        let is_named = |line: &str| line.trim_start().starts_with(&format!("{name} "));
        assert!(said.lines().any(is_named), "{name}: {said}");
    }
    assert!(!said.contains("very-secret"), "{said}");
    let mut mask = replybot(data.path());
    mask.arg("mask").env("LESSOPEN", odd).env(odd, "x");
    let output = run(mask, b"Call 090-1234-5678.");
    assert_eq!(out(&output).trim(), "Call [PHONE_1].", "{}", err(&output));
}

#[test]
fn tokens_and_channels_of_the_wrong_shape_stop_the_start() {
    let data = tempfile::tempdir().unwrap();
    let right = [
        ("SLACK_BOT_TOKEN", "xoxb-9876-5432-fedcba"),
        ("SLACK_SIGNING_SECRET", "0ca4a2950516516e675ec2e7ca4a2900"),
        ("SLACK_CHANNEL_ID", "C0123456789"),
    ];
    for (variable, wrong) in [
        ("SLACK_BOT_TOKEN", "bogus"),
        ("SLACK_BOT_TOKEN", "xapp-1-A0123456789-1234-abcdef"),
        ("SLACK_BOT_TOKEN", "xoxp-1234-5678-abcdef"),
        ("SLACK_BOT_TOKEN", "xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-12 34"),
        ("SLACK_SIGNING_SECRET", "x"),
        ("SLACK_SIGNING_SECRET", "zz"),
        ("SLACK_SIGNING_SECRET", "with a blank in it, and more"),
        ("SLACK_CHANNEL_ID", "#general"),
        ("SLACK_CHANNEL_ID", "general"),
        ("SLACK_CHANNEL_ID", "U0123456789"),
        ("METRICS_TOKEN", "short"),
        ("OPENAI_API_KEY", "sk-canary\u{1b}[31m"),
        ("OPENAI_API_KEY", "sk-canary\nX-Other: 1"),
        ("OPENAI_API_KEY", &"k".repeat(80_000)),
        (
            "ASYNC_GENERATION_AUTH_HEADER",
            "Bearer canary\u{7}0123456789",
        ),
        ("ASYNC_GENERATION_AUTH_HEADER", &"k".repeat(80_000)),
    ] {
        let mut serve = replybot(data.path());
        serve.arg("serve").envs(right).env(variable, wrong);
        let output = run(serve, b"");
        assert_eq!(
            output.status.code(),
            Some(2),
            "{variable}={wrong}: {}",
            err(&output)
        );
        let lines = err(&output);
        let line = lines.lines().find(|line| line.trim().starts_with(variable));
        let line = line.unwrap_or_else(|| panic!("{variable}={wrong}: {lines}"));
        assert!(
            wrong.len() < 6 || !line.split(", e.g.").next().unwrap().contains(wrong),
            "{line}"
        );
    }
}

/// A small container image has none.
#[test]
fn a_machine_without_certificates_is_told_what_to_install() {
    let data = tempfile::tempdir().unwrap();
    let without_certificates = |arguments: &[&str], table: &str| {
        let mut command = replybot(data.path());
        command
            .args(arguments)
            .env("SSL_CERT_FILE", "/nowhere/ca.pem")
            .env("SSL_CERT_DIR", "/nowhere")
            .env("SLACK_BOT_TOKEN", "xoxb-9876-5432-fedcba")
            .env("SLACK_SIGNING_SECRET", "0ca4a2950516516e675ec2e7ca4a2900")
            .env("SLACK_CHANNEL_ID", "C0123456789")
            .env("SLACK_APP_ID", "A0123456789")
            .env("SLACK_CONFIG_TOKEN", "xoxe.xoxp-1-token")
            .env("OPENAI_API_KEY", "sk-1")
            .env("SENDER_EMAIL_ADDRESS", "support@example.com")
            .env("MAIL_TRANSPORT", "ses")
            .env("DDB_TABLE_NAME", table)
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1");
        run(command, b"Call 090-1234-5678.")
    };
    let mail = sample("order-late.eml");
    let to = "https://replybot.example.com";
    for (arguments, table) in [
        (&["dev", "--port", "0"][..], ""),
        (&["draft", &mail], ""),
        (&["serve", "--behind-iam"], "inquiries"),
        (&["serve", "--behind-iam"], ""),
        (&["lambda"], "inquiries"),
        (&["job", "--pending"], "inquiries"),
        (&["ingest", &mail], "inquiries"),
        (&["sweep"], "inquiries"),
        (&["history"], "inquiries"),
        (&["forget", "taro@example.com", "--yes"], "inquiries"),
        (&["prove", "--all"], "inquiries"),
        (&["check", "--role", "serve", "--behind-iam"], "inquiries"),
        (&["slack", "request-url", "--url", to, "--yes"], "inquiries"),
    ] {
        let output = without_certificates(arguments, table);
        let said = err(&output);
        assert_ne!(output.status.code(), Some(0), "{arguments:?}: {said}");
        for word in ["`ca-certificates`", "SSL_CERT_FILE=/nowhere/ca.pem"] {
            assert!(said.contains(word), "{arguments:?}: {said}");
        }
        assert!(!said.contains("panic"), "{arguments:?}: {said}");
    }
    let masked = without_certificates(&["mask"], "");
    assert_eq!(out(&masked).trim(), "Call [PHONE_1].", "{}", err(&masked));
}

#[test]
fn every_command_has_help_with_an_example() {
    let data = tempfile::tempdir().unwrap();
    let mut help = replybot(data.path());
    help.arg("--help");
    let help = run(help, b"");
    assert_eq!(help.status.code(), Some(0));
    assert!(out(&help).contains("Exit codes"));
    for command in [
        "dev",
        "serve",
        "lambda",
        "job",
        "ingest",
        "draft",
        "mask",
        "sweep",
        "history",
        "check",
        "slack manifest",
        "slack request-url",
        "completions",
        "man",
    ] {
        let listed = command.split(' ').next().unwrap();
        assert!(out(&help).contains(listed), "{command} is not listed");
        let mut own = replybot(data.path());
        own.args(command.split(' ')).arg("--help");
        let own = run(own, b"");
        assert_eq!(own.status.code(), Some(0));
        assert!(
            out(&own).contains("Example") || command == "lambda",
            "{command} --help has no example"
        );
    }
}

#[test]
fn a_command_that_looks_into_a_wrong_folder_says_so_and_makes_nothing() {
    for command in [
        &["history"][..],
        &["history", "0192f0c4"],
        &["history", "--export", "csv"],
        &["forget", "taro@example.com", "--yes"],
        &["prove", "--all"],
        &["sweep"],
        &["ingest", &sample("order-late.eml")],
        &["job", "--pending"],
    ] {
        let data = tempfile::tempdir().unwrap();
        let mut wrong = replybot(data.path());
        wrong.args(command).args(["--data", "elsewhere"]);
        let output = run(wrong, b"");
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        let said = err(&output);
        assert!(said.contains("elsewhere/replybot.sqlite3"), "{said}");
        assert!(
            !said.contains("SLACK_"),
            "the folder alone is wrong: {said}"
        );
        assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 0);
    }
}

#[test]
fn ingest_asks_for_no_model() {
    let data = tempfile::tempdir().unwrap();
    let mut command = replybot(data.path());
    command.args(["ingest", &sample("order-late.eml")]).envs([
        ("SLACK_BOT_TOKEN", "xoxb-1234"),
        ("SLACK_CHANNEL_ID", "C0000001"),
        ("SLACK_API_URL", "http://127.0.0.1:1/api"),
    ]);
    let output = run(command, b"");
    assert!(out(&output).contains("card_pending"), "{}", err(&output));
}

#[test]
fn shells_complete_each_command_and_each_has_a_manual_page() {
    let data = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let mut command = replybot(data.path());
        command.args(["completions", shell]);
        let output = run(command, b"");
        assert_eq!(output.status.code(), Some(0));
        assert!(out(&output).contains("request-url"), "{shell}");
    }
    let mut first = replybot(data.path());
    first.arg("man");
    assert!(out(&run(first, b"")).contains(".TH replybot 1"));
    let pages = || {
        let mut all = replybot(data.path());
        all.args(["man", "pages"]);
        run(all, b"")
    };
    let refused = pages();
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("there is no folder pages"));
    assert!(!data.path().join("pages").exists(), "a folder was made");
    std::fs::create_dir(data.path().join("pages")).unwrap();
    assert_eq!(pages().status.code(), Some(0));
    for page in [
        "replybot.1",
        "replybot-history.1",
        "replybot-slack-manifest.1",
    ] {
        assert!(data.path().join("pages").join(page).is_file(), "{page}");
    }
}

#[test]
fn each_command_says_its_version() {
    let data = tempfile::tempdir().unwrap();
    for command in [
        &["--version"][..],
        &["dev", "--version"],
        &["slack", "manifest", "--version"],
    ] {
        let mut command_line = replybot(data.path());
        command_line.args(command);
        let output = run(command_line, b"");
        assert_eq!(output.status.code(), Some(0), "{command:?}");
        assert!(out(&output).contains(env!("CARGO_PKG_VERSION")));
    }
}

#[test]
fn the_version_is_the_packages() {
    let data = tempfile::tempdir().unwrap();
    let mut command = replybot(data.path());
    command.arg("--version");
    let version = run(command, b"");
    assert_eq!(
        out(&version),
        format!("replybot {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_mistake_on_the_command_line_is_exit_2() {
    let data = tempfile::tempdir().unwrap();
    for arguments in [
        &[][..],
        &["nonsense"],
        &["job"],
        &["job", "--context-id", "a#b"],
        &["facts", "--received", "nonsense"],
        &["facts", "--received", "2026-02-30T10:00:00"],
    ] {
        let mut command = replybot(data.path());
        command.args(arguments);
        assert_eq!(run(command, b"").status.code(), Some(2), "{arguments:?}");
    }
    let mut job = replybot(data.path());
    job.arg("job");
    assert!(err(&run(job, b"")).contains("--pending"));
}

#[test]
fn an_incomplete_configuration_is_exit_2_with_a_line_for_each_problem() {
    let data = tempfile::tempdir().unwrap();
    let mut command = replybot(data.path());
    command
        .arg("serve")
        .env("PORT", "many")
        .env("SLACK_BOT_TOKEN", "xoxb-secret");
    let output = run(command, b"");
    assert_eq!(output.status.code(), Some(2));
    let said = err(&output);
    for variable in [
        "PORT",
        "SLACK_SIGNING_SECRET",
        "SLACK_CHANNEL_ID",
        "OPENAI_API_KEY",
        "MAIL_TRANSPORT",
    ] {
        assert!(
            said.lines()
                .any(|line| line.trim_start().starts_with(variable)),
            "{variable}: {said}"
        );
    }
    assert!(!said.contains("xoxb-secret"));
}

#[test]
fn mask_masks_a_text() {
    let data = tempfile::tempdir().unwrap();
    let mut command = replybot(data.path());
    command.arg("mask");
    let output = run(command, "連絡先は taro@example.com です。\n".as_bytes());
    assert_eq!(out(&output), "連絡先は [EMAIL_1] です。\n");
}

#[test]
fn what_is_not_utf8_is_not_masked_as_something_else() {
    let data = tempfile::tempdir().unwrap();
    let mut whole = replybot(data.path());
    whole.arg("mask");
    let output = run(whole, b"Call 090-1234-5678 \x8e\xe8\n");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(out(&output), "");
    assert!(
        err(&output).contains("not UTF-8 from byte 20 on"),
        "{}",
        err(&output)
    );
    let mut seven_bits = replybot(data.path());
    seven_bits.arg("mask");
    let output = run(seven_bits, b"\x1b$B;3ED\x1b(B 090-1234-5678\n");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(out(&output), "");
    assert!(
        err(&output).contains("iconv -f ISO-2022-JP"),
        "{}",
        err(&output)
    );
    let mut lines = replybot(data.path());
    lines.args(["mask", "--jsonl"]);
    let input = b"{\"id\":1,\"text\":\"\x8e\"}\n{\"id\":2,\"text\":\"taro@example.com\"}\n";
    let output = run(lines, input);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("line 1:"), "{}", err(&output));
    assert!(out(&output).contains("[EMAIL_1]"), "the others go on");
    let mut facts = replybot(data.path());
    facts.args(["facts", "--jsonl"]);
    let input = b"{\"id\":1,\"mail\":\"\x8e\",\"reply\":\"\"}\n{\"id\":2,\"mail\":\"\",\"reply\":\"On 5 May.\"}\n";
    let output = run(facts, input);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("line 1:"), "{}", err(&output));
    assert!(out(&output).contains("5 May"), "the others go on");
}

/// `/dev/full` takes nothing.
#[cfg(target_os = "linux")]
#[test]
fn mask_says_that_its_output_cannot_be_written() {
    let data = tempfile::tempdir().unwrap();
    for arguments in [&["mask"][..], &["mask", "--jsonl"]] {
        let input = data.path().join("input");
        std::fs::write(&input, "{\"text\":\"taro@example.com\"}\n").unwrap();
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let mut command = replybot(data.path());
        let command = command.args(arguments);
        let command = command.stdin(std::fs::File::open(&input).unwrap());
        let output = command.stdout(full).stderr(std::process::Stdio::piped());
        let output = output.spawn().unwrap().wait_with_output().unwrap();
        let said = err(&output);
        assert!(said.contains("cannot write standard output"), "{said}");
        assert!(!said.contains("panicked"), "{said}");
        assert_eq!(output.status.code(), Some(1));
    }
}

#[test]
fn a_manifest_with_the_address_of_an_example_is_told_of() {
    let data = tempfile::tempdir().unwrap();
    let said = |arguments: &[&str]| {
        let mut command = replybot(data.path());
        command.args(["slack", "manifest"]).args(arguments);
        err(&run(command, b""))
    };
    assert!(said(&[]).contains("replybot.example.com"));
    assert_eq!(said(&["--url", "https://bot.shop.example"]), "");
    assert!(said(&["--url", "http://bot.shop.example"]).contains("https addresses alone"));
    assert_eq!(said(&["--socket-mode"]), "");
}

#[test]
fn what_history_is_asked_for_is_checked_before_it_looks() {
    let data = tempfile::tempdir().unwrap();
    let said = |arguments: &[&str]| {
        let mut command = replybot(data.path());
        command.arg("history").args(arguments);
        let output = run(command, b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        err(&output)
    };
    for since in [
        "yesterday",
        "2026-02-30",
        "2026-11-01T25:00",
        "01.11.2026",
        "2026-11-01T09:00:00.000000000+99:00",
    ] {
        let said = said(&["--export", "csv", "--since", since]);
        assert!(
            said.contains("2026-11-01T09:00:00+09:00"),
            "{since}: {said}"
        );
    }
    for since in ["2026-11-01", "2026-11-01T09:30", "2026-11-01T00:30:00Z"] {
        let said = said(&["--export", "csv", "--since", since]);
        assert!(said.contains("replybot.sqlite3"), "{since}: {said}");
    }
    assert!(said(&["--limit", "0"]).contains("--limit"));
}

#[test]
fn mask_jsonl_keeps_ids_and_gives_the_map() {
    let data = tempfile::tempdir().unwrap();
    let mut command = replybot(data.path());
    command.args(["mask", "--jsonl"]);
    let output = run(
        command,
        b"{\"id\":\"1\",\"text\":\"taro@example.com\"}\nnonsense\n{\"id\":2,\"text\":\"plain\"}\n",
    );
    let lines: Vec<Value> = out(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let first = serde_json::json!({ "id": "1", "masked": "[EMAIL_1]", "map": { "[EMAIL_1]": "taro@example.com" } });
    assert_eq!(
        lines,
        [
            first,
            serde_json::json!({ "id": 2, "masked": "plain", "map": {} })
        ]
    );
    assert!(err(&output).contains("line 2"));
    assert_eq!(output.status.code(), Some(1));
    let mut command = replybot(data.path());
    command.args(["mask", "--jsonl"]);
    let lines = b"\xef\xbb\xbf{\"text\":\"plain\"}\n{\"text\":\"Taro\",\"names\":\"Taro\"}\n";
    let output = run(command, lines);
    assert_eq!(out(&output).lines().count(), 1);
    let said = err(&output);
    assert!(
        said.contains("line 2: \"names\" is of the wrong type"),
        "{said}"
    );
    assert!(!said.contains("Taro"), "{said}");
}

#[test]
fn what_is_not_utf8_is_no_source_that_nothing_is_found_in() {
    let data = tempfile::tempdir().unwrap();
    let page = data.path().join("page.txt");
    // 送料は in Shift_JIS
    std::fs::write(&page, b"\x91\x97\x97\xbf\x82\xcd550\x89~").unwrap();
    let eml = data.path().join("mail.eml");
    let head =
        "From: taro@example.com\nSubject: x\nContent-Type: text/plain; charset=shift_jis\n\n";
    std::fs::write(
        &eml,
        [head.as_bytes(), b"\x91\x97\x97\xbf\x82\xcd550\x89~"].concat(),
    )
    .unwrap();
    for flag in ["--knowledge", "--mail"] {
        let mut command = replybot(data.path());
        command.args(["facts", flag]).arg(&page);
        let output = run(command, "送料は550円です。".as_bytes());
        assert_eq!(output.status.code(), Some(1), "{flag}");
        let said = err(&output);
        assert!(
            said.contains("page.txt is not UTF-8 from byte 1 on") && said.contains("iconv"),
            "{said}"
        );
    }
    // A whole message says its charset.
    let mut command = replybot(data.path());
    command.args(["facts", "--mail"]).arg(&eml);
    let output = run(command, "送料は550円です。".as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(out(&output).lines().count(), 2, "{}", out(&output));
}

#[test]
fn facts_jsonl_reports_a_time_that_is_none_and_answers_the_other_lines() {
    let data = tempfile::tempdir().unwrap();
    let mut command = replybot(data.path());
    command.args(["facts", "--jsonl"]);
    let line = |id: u32, received: &str| {
        let (mail, reply) = ("When?", "It comes tomorrow, Tuesday 3 November.");
        serde_json::json!({ "id": id, "mail": mail, "reply": reply, "received": received })
    };
    let input = [
        line(1, "2026-11-02T10:11:00+09:00"),
        line(2, "nonsense"),
        line(3, "2026-02-30T10:00:00"),
        line(4, "2026-11-02T10:11:00Z and more"),
        line(5, "2026-11-02"),
        line(6, "2026-11-02T10:11:00"),
    ];
    let input: String = input.iter().map(|line| format!("{line}\n")).collect();
    let output = run(command, input.as_bytes());
    let lines = out(&output);
    let lines: Vec<Value> = lines
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    let ids: Vec<u64> = lines
        .iter()
        .map(|line| line["id"].as_u64().unwrap())
        .collect();
    assert_eq!(ids, [1, 5, 6]);
    for line in &lines {
        let facts = line["facts"].as_array().unwrap();
        assert!(
            facts.iter().all(|it| it["verdict"] == "supported"),
            "{line}"
        );
    }
    let errors = String::from_utf8(output.stderr).unwrap();
    for number in 2..=4 {
        assert!(errors.contains(&format!("line {number}: ")), "{errors}");
    }
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_reply_that_is_longer_than_what_is_checked_is_not_called_checked() {
    let data = tempfile::tempdir().unwrap();
    let reply = format!("{}It costs £9.", "Thank you. ".repeat(7_000));
    let mut command = replybot(data.path());
    command.arg("facts");
    let output = run(command, reply.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("only the first 60000 are checked"));
    let mut command = replybot(data.path());
    command.args(["facts", "--jsonl"]);
    let lines = [
        serde_json::json!({ "id": 1, "mail": "", "reply": reply }),
        serde_json::json!({ "id": 2, "mail": "", "reply": "It costs £9.", "knowledge": null }),
    ];
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let output = run(command, input.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("line 1: the reply has"));
    assert!(out(&output).contains("£9"), "the others go on");
}

#[test]
fn mask_jsonl_hides_the_names_a_line_gives_in_that_line_alone() {
    let data = tempfile::tempdir().unwrap();
    let mut command = replybot(data.path());
    command.args(["mask", "--jsonl"]);
    // Words that no detector takes for names without being told.
    let line = |id: u32, names: &[&str]| {
        let text = "The chair in Verdigris is late, 雲海も。 verdigrises";
        serde_json::json!({ "id": id, "text": text, "names": names }).to_string()
    };
    let input = [
        line(1, &["Verdigris Underwood", "雲海"]),
        line(2, &[]),
        line(3, &["\"Verdigris\"", "", "雲海様", "a@b.example"]),
        r#"{"id":4,"text":"plain","names":"Verdigris"}"#.to_owned(),
        r#"{"id":5,"text":"plain","names":[7]}"#.to_owned(),
        r#"{"id":6,"text":"plain","names":null}"#.to_owned(),
    ];
    let output = run(command, (input.join("\n") + "\n").as_bytes());
    let lines: Vec<Value> = out(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let ids: Vec<u64> = lines
        .iter()
        .map(|line| line["id"].as_u64().unwrap())
        .collect();
    assert_eq!(ids, [1, 2, 3]);
    let masked = |at: usize| lines[at]["masked"].as_str().unwrap();
    for at in [0, 2] {
        assert!(!masked(at).contains("Verdigris"), "{}", masked(at));
        assert!(!masked(at).contains("雲海"), "{}", masked(at));
        assert!(masked(at).ends_with(" verdigrises"), "{}", masked(at));
        let originals: Vec<&str> = lines[at]["map"]
            .as_object()
            .unwrap()
            .values()
            .filter_map(Value::as_str)
            .collect();
        assert!(
            originals.contains(&"Verdigris") && originals.contains(&"雲海"),
            "{originals:?}"
        );
    }
    assert!(
        masked(1).contains("Verdigris is late, 雲海"),
        "{}",
        masked(1)
    );
    for number in 4..=6 {
        assert!(
            err(&output).contains(&format!("line {number}:")),
            "{}",
            err(&output)
        );
    }
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn draft_prints_a_labelled_sample_without_a_key_and_sends_nothing() {
    let data = tempfile::tempdir().unwrap();
    let mut command = replybot(data.path());
    command.args(["draft", &sample("delivery-date.eml")]);
    let output = run(command, b"");
    assert_eq!(output.status.code(), Some(0));
    assert!(
        out(&output).starts_with("佐々木 はな 様"),
        "{}",
        out(&output)
    );
    assert!(err(&output).contains("without any AI"));
    assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 0);
}

#[test]
fn without_slack_ingest_says_what_is_missing() {
    let data = tempfile::tempdir().unwrap();
    // The folder of a service, whose settings this shell does not have.
    std::fs::write(data.path().join("replybot.sqlite3"), "").unwrap();
    let mut command = replybot(data.path());
    command.args(["ingest", &sample("order-late.eml")]);
    let output = run(command, b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("SLACK_BOT_TOKEN"), "{}", err(&output));
}

#[test]
fn the_commands_work_on_the_workspace_of_dev() {
    let data = tempfile::tempdir().unwrap();
    let dev = Dev::start(data.path());
    assert!(dev.url.starts_with("http://127.0.0.1:"), "{}", dev.url);
    let json = |arguments: &[&str], input: &[u8]| {
        let mut command = replybot(data.path());
        command.args(arguments).arg("--json");
        let output = run(command, input);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{arguments:?}: {}",
            err(&output)
        );
        out(&output)
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .collect::<Vec<_>>()
    };
    let mail =
        b"From: taro@example.com\r\nMessage-ID: <1@example.com>\r\nSubject: Hi\r\n\r\nHello\r\n";
    let taken = json(&["ingest"], mail);
    assert_eq!(taken[0]["outcome"], "received");
    let id = taken[0]["context_id"].as_str().unwrap().to_owned();
    assert_eq!(json(&["ingest"], mail)[0]["outcome"], "duplicate");
    for (name, nothing) in [("ingest", &b""[..]), ("ingest", b" \r\n"), ("draft", b"")] {
        let mut command = replybot(data.path());
        command.arg(name);
        let output = run(command, nothing);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            err(&output).contains("there is no mail in it"),
            "{}",
            err(&output)
        );
    }
    let mailbox = b"From a@example.com Tue Nov 24 03:00:00 2026\nMessage-ID: <2@example.com>\nSubject: A\n\nOne\n\n\
        From b@example.com Tue Nov 24 03:00:00 2026\nMessage-ID: <3@example.com>\nSubject: B\n\nTwo\n";
    let outcomes = json(&["ingest"], mailbox);
    assert_eq!(
        outcomes.len(),
        2,
        "a mailbox holds many mails: {outcomes:?}"
    );

    let job = || {
        let mut command = replybot(data.path());
        command.args(["job", "--context-id", &id]);
        run(command, b"").status.code()
    };
    assert_eq!(job(), Some(0));
    assert_eq!(job(), Some(0), "done before");
    let one = json(&["history", &id], b"");
    assert_eq!(one[0]["state"], "drafted");
    let events: Vec<_> = one[0]["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["event"].clone())
        .collect();
    assert_eq!(events, ["card_posted", "draft_requested", "draft_written"]);
    assert!(
        json(&["history"], b"")
            .iter()
            .any(|inquiry| inquiry["context_id"] == id.as_str())
    );
    json(&["sweep"], b"");

    let text = |arguments: &[&str]| {
        let mut command = replybot(data.path());
        command.args(arguments);
        let output = run(command, b"");
        (output.status.code(), out(&output) + &err(&output))
    };
    let long = format!(
        "Message-ID: <4@example.com>\nSubject: {}\n\nThree\n",
        "Where is it? ".repeat(40)
    );
    json(&["ingest"], long.as_bytes());
    for listed in [
        on_a_terminal_of_80_columns(data.path(), "history"),
        text(&["history"]).1,
    ] {
        assert!(listed.contains(&id[..13]), "{listed}");
        for line in listed.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
    let (code, one) = text(&["history", &id[..13]]);
    assert!(code == Some(0) && one.contains(&id), "{one}");
    assert!(one.contains("JST"), "times are local: {one}");
    let (code, several) = text(&["history", &id[..2]]);
    assert_eq!(code, Some(1));
    assert!(several.contains("give more of it"), "{several}");
    let (code, none) = text(&["history", "ffffffff"]);
    assert_eq!(code, Some(1));
    assert!(none.contains("there is no inquiry ffffffff"), "{none}");

    let mut unknown = replybot(data.path());
    unknown.args(["job", "--context-id", "nobody"]);
    assert_eq!(run(unknown, b"").status.code(), Some(1));
}

#[test]
fn a_mail_of_forty_megabytes_is_taken_and_each_mail_of_a_mailbox_is_named() {
    let data = tempfile::tempdir().unwrap();
    let _dev = Dev::start(data.path());
    let line = "QUJD".repeat(19) + "\r\n";
    let attachment = line.repeat(40 * 1024 * 1024 / line.len());
    let mail = format!(
        "From: taro@example.com\r\nMessage-ID: <big@example.com>\r\nSubject: Film\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the film.\r\n--b\r\n\
         Content-Type: video/mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n{attachment}--b--\r\n"
    );
    let ingest = |input: &[u8]| {
        let mut command = replybot(data.path());
        command.args(["ingest", "-"]);
        let output = run(command, input);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert_eq!(err(&output), "", "no progress bar where nobody looks");
        out(&output)
    };
    assert!(ingest(mail.as_bytes()).starts_with("-: received "));
    assert!(ingest(mail.as_bytes()).starts_with("-: duplicate "));
    let mailbox = b"From a@example.com Tue Nov 24 03:00:00 2026\nMessage-ID: <1@example.com>\nSubject: A\n\nOne\n\n\
        From b@example.com Tue Nov 24 03:00:00 2026\nMessage-ID: <2@example.com>\nSubject: B\n\nTwo\n";
    let said = ingest(mailbox);
    assert!(
        said.starts_with("-#1: received ") && said.contains("\n-#2: received "),
        "{said}"
    );
}

#[test]
fn a_restart_of_dev_keeps_everything_and_takes_no_sample_twice() {
    let data = tempfile::tempdir().unwrap();
    let history = || {
        let mut command = replybot(data.path());
        command.args(["history", "--json"]);
        out(&run(command, b"")).lines().count()
    };
    let cards = |dev: &Dev| {
        let settings = std::fs::read_to_string(data.path().join("dev.env")).unwrap();
        let token = settings
            .lines()
            .find_map(|line| line.strip_prefix("SLACK_BOT_TOKEN="))
            .unwrap();
        let history = post(
            &format!("{}/api/conversations.history", dev.url),
            token,
            "channel=C0000001",
        );
        history.matches("generate_reply_action").count()
    };
    // The samples are taken in after the address is printed.
    let wait_for_samples = |dev: &Dev| {
        while cards(dev) < 5 {
            std::thread::yield_now();
        }
    };
    let dev = Dev::start(data.path());
    wait_for_samples(&dev);
    drop(dev);
    let dev = Dev::start(data.path());
    wait_for_samples(&dev);
    assert_eq!(cards(&dev), 5);
    assert_eq!(history(), 5);
}

/// Calls the Web API of the simulated Slack.
fn post(url: &str, token: &str, form: &'static str) -> String {
    let call = reqwest::Client::new()
        .post(url)
        .bearer_auth(token)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { call.send().await.unwrap().text().await.unwrap() })
}

#[test]
fn a_port_that_is_taken_is_said_so() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let data = tempfile::tempdir().unwrap();
    let mut command = replybot(data.path());
    command.args(["dev", "--port", &port]);
    let output = run(command, b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("--port"), "{}", err(&output));
}

#[test]
fn sigterm_ends_serve_with_exit_0() {
    let data = tempfile::tempdir().unwrap();
    let mut command = replybot(data.path());
    let mut serve = command
        .arg("serve")
        .envs([
            ("PORT", "0"),
            ("LOG_LEVEL", "info"),
            ("LOG_FORMAT", "json"),
            ("SLACK_BOT_TOKEN", "xoxb-9876-5432-fedcba"),
            ("SLACK_SIGNING_SECRET", "0ca4a2950516516e675ec2e7ca4a2900"),
            ("SLACK_CHANNEL_ID", "C0123456789"),
            ("SLACK_API_URL", "http://127.0.0.1:9/api"),
            ("OPENAI_BASE_URL", "http://127.0.0.1:9/v1"),
            ("SENDER_EMAIL_ADDRESS", "support@shop.example"),
            ("MAIL_TRANSPORT", "outbox"),
            ("ASYNC_GENERATION_AUTH_HEADER", "Bearer 0123456789abcdef"),
        ])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(serve.stderr.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("replybot is ready")));
    let killed = Command::new("kill")
        .arg("-TERM")
        .arg(serve.id().to_string())
        .status()
        .unwrap();
    assert!(killed.success());
    assert_eq!(serve.wait().unwrap().code(), Some(0));
}

#[test]
fn an_engineer_sees_what_the_team_knows_about_a_question() {
    let data = tempfile::tempdir().unwrap();
    let search = |folder: &str, text: &str| {
        let mut command = replybot(data.path());
        command.args(["knowledge", "search", "--json", "--knowledge", folder, text]);
        run(command, b"")
    };
    let found = search(&sample("knowledge"), "領収書の宛名を会社名にできますか");
    let first: Value = serde_json::from_str(out(&found).lines().next().unwrap()).unwrap();
    assert_eq!(first["file"], "payment.ja.md");
    assert_eq!(first["heading"], "領収書の発行");
    assert_eq!(first["internal"], false);

    std::fs::write(data.path().join("broken.md"), [0x93, 0xfa]).unwrap();
    let found = search(".", "anything");
    assert_eq!(found.status.code(), Some(0));
    assert!(err(&found).contains("broken.md") && err(&found).contains("UTF-8"));

    let missing = search("nowhere", "anything");
    assert_eq!(missing.status.code(), Some(2));
    assert!(err(&missing).contains("KNOWLEDGE names a folder that cannot be read"));
}
