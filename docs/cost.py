#!/usr/bin/env python3
"""What a month of replybot costs, from mails a day: `just cost "10 100 1000"`. The formula of
docs/cost.md; US dollars."""

import sys

# Public list prices of Tokyo (ap-northeast-1, asia-northeast1), noted in 2025 without any free tier.
# Check them before you decide by them: the pages are named in docs/cost.md.
PRICE = {
    "lambda_request": 0.20 / 1e6,
    "lambda_gb_second": 0.0000166667,
    "http_api_request": 1.29 / 1e6,
    "dynamodb_write": 0.715 / 1e6,
    "dynamodb_read": 0.1425 / 1e6,
    "ses_mail": 0.10 / 1e3,
    "ses_chunk_received": 0.09 / 1e3,
    "s3_put": 0.0047 / 1e3,
    "sqs_request": 0.40 / 1e6,
    "scheduler_run": 1.0 / 1e6,
    "cloudwatch_metric": 0.30,
    "cloudwatch_alarm": 0.10,
    "cloudwatch_log_gb": 0.76,
    "aws_secret": 0.40,
    "registry_gb": 0.10,
    "run_vcpu_second": 0.000018,
    "run_gib_second": 0.000002,
    "gcp_secret": 0.06,
    "prometheus_sample": 0.06 / 1e6,
    "model_input_token": 0.15 / 1e6,
    "model_output_token": 0.60 / 1e6,
}

# What one mail causes, from arrival to answer.
DRAFTS = 1.3
INPUT_TOKENS, OUTPUT_TOKENS = 1500, 400
DRAFT_SECONDS = 10
INVOCATIONS, SECONDS_EACH = 8, 0.6
WRITES, READS = 320, 70  # units: an item of about 8 KB; tests/cloud/costs.rs counts the requests

# What every month has.
DAYS = 30
LAMBDA_GB = 0.5
# A sweep looks once at what is unfinished; tests/cloud/costs.rs counts the requests.
SWEEPS, SWEEP_SECONDS, SWEEP_READS = DAYS * 24 * 60, 0.1, 1
# Every five minutes, the mails that wait are counted: one look at the index of what is open.
COUNTS, COUNT_READS = DAYS * 24 * 12, 1
METRICS, ALARM_METRICS, SECRETS, IMAGES_GB = 40, 25, 3, 1
LOG_GB_SWEEPS, LOG_GB_MAIL = 0.05, 20e3 / 1e9

# An instance stays a quarter of an hour after its last request; 1.5 vCPU with the collector.
INSTANCE_VCPU, INSTANCE_GIB, LINGER_SECONDS = 1.5, 0.75, 15 * 60
SAMPLES_SECOND = 200 / 30


def month(mails_a_day, on_google, always_on=False):
    """Costs by part."""
    p, mails = PRICE, mails_a_day * DAYS
    drafts = mails * DRAFTS
    invocations = mails * INVOCATIONS + SWEEPS
    gb_seconds = LAMBDA_GB * (mails * INVOCATIONS * SECONDS_EACH + SWEEPS * SWEEP_SECONDS)
    if not on_google:
        invocations += drafts
        gb_seconds += LAMBDA_GB * drafts * DRAFT_SECONDS
    parts = {
        "Lambda, API": invocations * p["lambda_request"] + gb_seconds * p["lambda_gb_second"]
        + 3 * mails * p["http_api_request"] + SWEEPS * p["scheduler_run"] + 4 * mails * p["sqs_request"],
        "table": mails * (WRITES * p["dynamodb_write"] + READS * p["dynamodb_read"])
        + (SWEEPS * SWEEP_READS + COUNTS * COUNT_READS) * p["dynamodb_read"],
        "mail": mails * (2 * p["ses_mail"] + p["ses_chunk_received"] + p["s3_put"]),
        "watching, secrets, images": METRICS * p["cloudwatch_metric"] + ALARM_METRICS * p["cloudwatch_alarm"]
        + (LOG_GB_SWEEPS + mails * LOG_GB_MAIL) * p["cloudwatch_log_gb"] + p["aws_secret"]
        + IMAGES_GB * p["registry_gb"],
        "Cloud Run": 0.0,
        "model": drafts * (INPUT_TOKENS * p["model_input_token"] + OUTPUT_TOKENS * p["model_output_token"]),
    }
    if on_google:
        seconds = DAYS * 24 * 3600 if always_on else min(drafts * LINGER_SECONDS, DAYS * 24 * 3600)
        parts["Cloud Run"] = seconds * (
            INSTANCE_VCPU * p["run_vcpu_second"] + INSTANCE_GIB * p["run_gib_second"]
            + SAMPLES_SECOND * p["prometheus_sample"]
        ) + SECRETS * p["gcp_secret"] + IMAGES_GB * p["registry_gb"]
    return parts


def main():
    days = [int(number) for argument in sys.argv[1:] for number in argument.split()] or [10, 100, 1000]
    names = list(month(1, True))
    print("| mails a day | drafts on | " + " | ".join(names) + " | **a month** |")
    print("|---:|---|" + "---:|" * (len(names) + 1))
    for mails in days:
        for where, parts in [("Lambda (`aws_only`)", month(mails, False)), ("Cloud Run", month(mails, True))]:
            cells = [f"{parts[name]:.2f}" for name in names]
            print(f"| {mails} | {where} | " + " | ".join(cells) + f" | **{sum(parts.values()):.2f}** |")


if __name__ == "__main__":
    main()
