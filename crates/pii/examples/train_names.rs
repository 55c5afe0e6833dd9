//! Learns the tagger's weights from the lines in `train/`: `just train-names`.

use std::process::ExitCode;

#[cfg(not(feature = "train"))]
fn main() -> ExitCode {
    eprintln!("this program is built without training; run `just train-names`");
    ExitCode::FAILURE
}

#[cfg(feature = "train")]
fn main() -> ExitCode {
    use std::path::Path;
    use std::time::Instant;

    use pii::train::{Options, train};

    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut options = Options::default();
    let mut out = package.join("src/find/name/tagger/names.weights");
    for argument in std::env::args().skip(1) {
        let Some((name, value)) = argument.split_once('=') else {
            return usage(&argument);
        };
        let number = value.parse::<f32>().ok();
        match (name, number) {
            ("fills", Some(number)) => options.fills = number as usize,
            ("joined", Some(number)) => options.joined = number as usize,
            ("rounds", Some(number)) => options.rounds = number as usize,
            ("bias", Some(number)) => options.bias = number,
            ("sparse", Some(number)) => options.sparse = number,
            ("out", _) => out = value.into(),
            _ => return usage(&argument),
        }
    }
    let start = Instant::now();
    let report = match train(
        &package.join("train"),
        &package.join("src/find/name/data"),
        options,
    ) {
        Ok(report) => report,
        Err(error) => {
            eprintln!("training failed: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!(
        "{} lines, filled to {} texts; {} tokens of names, {} of them no candidates; {} weights, {} of them kept; {:.0?}",
        report.lines,
        report.texts,
        report.named,
        report.unreachable,
        report.weights,
        report.kept,
        start.elapsed()
    );
    if let Err(error) = std::fs::write(&out, &report.model) {
        eprintln!("{}: {error}", out.display());
        return ExitCode::FAILURE;
    }
    println!("{}: {} bytes", out.display(), report.model.len());
    ExitCode::SUCCESS
}

#[cfg(feature = "train")]
fn usage(argument: &str) -> ExitCode {
    eprintln!("{argument:?}: give fills=N, joined=PERCENT, rounds=N, bias=X, sparse=X or out=FILE");
    ExitCode::FAILURE
}
