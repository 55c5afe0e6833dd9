# The commands that people type; each is a thin line over the real tool.

# The whole product in the browser
dev *ARGS:
    cargo run -- dev {{ARGS}}

# Everything that has to pass
test *ARGS:
    cargo test {{ARGS}}

# Formatting and lints, as CI checks them
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings

# What CI runs, missing system packages included
ci:
    .ci/run

# Ten thousand crash histories, in about fifteen minutes on two cores; `just crash-test 500` for fewer
crash-test HISTORIES="10000":
    CRASH_HISTORIES={{HISTORIES}} cargo test --test crash -- --nocapture

# The README's picture, taken from the running program
picture:
    cargo test --test browser -- --ignored
