//! Parse the command line, start one role: nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    replybot::cli::main()
}
