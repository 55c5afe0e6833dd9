# shellcheck shell=bash
# shellcheck disable=SC2034  # used by those who source it
# Sourced by the scripts beside it, whose first argument is the stage: names, and what the command
# lines of the clouds take from the environment. AWS's may be of version 1 or 2.
set -euo pipefail

stage=${1:?"which stage? e.g. staging"}
name=replybot-$stage
region=${AWS_REGION:-ap-northeast-1}
gcp_region=${GCP_REGION:-asia-northeast1}
gcp_project=${GCP_PROJECT:-}
# aws, google or both
clouds=${CLOUDS:-$([ -n "$gcp_project" ] && echo both || echo aws)}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

export AWS_REGION=$region AWS_DEFAULT_REGION=$region AWS_PAGER=""
export CLOUDSDK_CORE_DISABLE_PROMPTS=1

on_aws() { [ "$clouds" != google ]; }
on_google() { [ "$clouds" != aws ]; }

# What was asked for is not begun.
refuse() {
    echo "${0##*/}: $*" >&2
    exit 2
}

say() { echo "${0##*/}: $*" >&2; }

case $clouds in
    aws) ;;
    google | both) [ -n "$gcp_project" ] || refuse "which Google Cloud project? Set GCP_PROJECT, or CLOUDS=aws for AWS alone" ;;
    *) refuse "CLOUDS is aws, google or both, not $clouds" ;;
esac

google_repository=$gcp_region-docker.pkg.dev/$gcp_project/$name/replybot

# The registry of the account: found out when it is asked for.
aws_repository() {
    echo "$(aws sts get-caller-identity --query Account --output text).dkr.ecr.$region.amazonaws.com/${1:-$name}"
}

# Is this tag there? `in_aws TAG [REPOSITORY]`
in_aws() {
    aws ecr describe-images --repository-name "${2:-$name}" --image-ids "imageTag=$1" --output json >/dev/null
}

in_google() {
    gcloud artifacts docker images describe "$google_repository:$1" --project "$gcp_project" --format none
}

# By the environment: after --container come flags of the container alone.
run() { CLOUDSDK_RUN_REGION=$gcp_region CLOUDSDK_CORE_PROJECT=$gcp_project gcloud run "$@"; }

# The image that people and mails get now; fails where nothing was deployed yet.
running_image() {
    if on_aws; then
        aws lambda get-function --function-name "$name" --qualifier live --query Code.ImageUri --output text
    else
        gcloud compute instances describe "$name" --zone "$(zone)" --project "$gcp_project" --format json |
            jq -er '.metadata.items[] | select(.key == "replybot-image").value'
    fi
}

zone() { echo "${GCP_ZONE:-$gcp_region-b}"; }
