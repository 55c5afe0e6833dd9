"""Stands for `aws`, `gcloud`, `docker`, `curl` and the like, by the name that it is called by.

Writes each call's arguments as a line of JSON to $FAKE/calls, and keeps in $FAKE/state.json what a
deployment has: the function's versions and alias, the service's revisions and traffic, the jobs'
images, the registries. A call whose number is $FAKE/fail_at fails and changes nothing; an image in
`broken` never gets ready.
"""

import json
import os
import sys
from pathlib import Path

HERE = Path(os.environ["FAKE"])
NAME, ARGS = Path(sys.argv[0]).name, sys.argv[1:]
PLACE = HERE / "state.json"
BEFORE = PLACE.read_text()
STATE = json.loads(BEFORE)


def option(name, default=None):
    for index, argument in enumerate(ARGS):
        if argument == name:
            return ARGS[index + 1]
        if argument.startswith(name + "="):
            return argument.split("=", 1)[1]
    return default


def say(value):
    print(value if isinstance(value, str) else json.dumps(value))


def is_ready(image):
    return image not in STATE["broken"]


def image_of(version):
    function = STATE["function"]
    return function["versions"][function["alias"]["version"] if version == "live" else version]


def aws():
    function = STATE["function"]
    match ARGS[:2]:
        case ["sts", "get-caller-identity"]:
            say("123456789012")
        case ["ecr", "get-login-password"]:
            say("password")
        case ["ecr", "describe-images"]:
            tag = (option("--image-ids") or "imageTag=").split("=")[1]
            if tag and tag not in STATE[registry(option("--repository-name"), "aws")]:
                return 254
            say({})
        case ["lambda", "get-alias"]:
            say(function["alias"]["version"])
        case ["lambda", "get-function"]:
            say(image_of(option("--qualifier")))
        case ["lambda", "get-function-configuration"]:
            say("https://api.example.com" if "URL" in option("--query") else "replybot-staging")
        case ["lambda", "update-function-code"]:
            function["latest"] = option("--image-uri")
            function["changed"] = True
        case ["lambda", "publish-version"]:
            if function["changed"]:
                function["versions"][str(len(function["versions"]) + 1)] = function["latest"]
                function["changed"] = False
            say(str(len(function["versions"])))
        case ["lambda", "invoke"]:
            image = image_of(option("--qualifier"))
            outfile = ARGS[ARGS.index("--query") - 1]
            asked = Path(option("--payload").removeprefix("fileb://")).read_text()
            if "check" in asked:
                Path(outfile).write_text(json.dumps(STATE["finds"]["function"]))
            else:
                Path(outfile).write_text(json.dumps({"statusCode": 200 if is_ready(image) else 503}))
            say("None")
        case ["lambda", "update-alias"]:
            weights = option("--routing-config").removeprefix("AdditionalVersionWeights={").removesuffix("}")
            function["alias"] = {"version": option("--function-version"), "weights": weights}
        case ["iam", "list-roles"]:
            say(STATE.get("others", ""))
        case ["cloudwatch", "describe-alarms"]:
            say(STATE["rings"] or "None")
        case ["ses", "describe-active-receipt-rule-set"]:
            query = option("--query")
            rules = STATE["rules"].get(STATE["active"] or "", [])
            if query == "Metadata.Name" or not STATE["active"]:
                say(STATE["active"] or "None")
            elif query.startswith("Rules[?Name=="):
                say("True" if query.split("'")[1] in rules else "")
            else:
                say("\t".join(rule for rule in rules if rule != query.split("'")[1]))
        case ["ses", "describe-receipt-rule-set"]:
            return 0 if option("--rule-set-name") in STATE["rules"] else 254
        case ["ses", "set-active-receipt-rule-set"]:
            STATE["active"] = option("--rule-set-name")
    return 0


def gcloud():
    service, jobs = STATE["service"], STATE["jobs"]
    match ARGS[:3]:
        case ["artifacts", "docker", "images"]:
            repository, tag = ARGS[4].rsplit(":", 1)
            return 0 if tag in STATE[registry(repository, "google")] else 1
        case ["run", "services", "describe"]:
            traffic = [{"revisionName": name, "percent": share} for name, share in service["traffic"].items()]
            newest = f"r{len(service['revisions'])}"
            say({"status": {
                "latestReadyRevisionName": newest, "latestCreatedRevisionName": newest, "traffic": traffic,
            }})
        case ["run", "revisions", "describe"]:
            image = service["revisions"][ARGS[3]]
            say({"spec": {"containers": [{"name": "replybot", "image": image, "ports": [{}]}]}})
        case ["run", "services", "update"]:
            image = option("--image")
            if not is_ready(image):
                return 1
            service["revisions"][f"r{len(service['revisions']) + 1}"] = image
        case ["run", "services", "update-traffic"]:
            shares = [share.split("=") for share in option("--to-revisions").split(",")]
            service["traffic"] = {name: int(share) for name, share in shares}
        case ["run", "jobs", "describe"]:
            image = jobs[ARGS[3].rsplit("-", 1)[1]]
            say({"spec": {"template": {"spec": {"template": {"spec": {"containers": [{"image": image}]}}}}}})
        case ["run", "jobs", "update"]:
            jobs[ARGS[3].rsplit("-", 1)[1]] = option("--image")
        case ["run", "jobs", "execute"]:
            say({"metadata": {"name": "execution"}})
        case ["run", "jobs", "executions"] if ARGS[3] == "describe":
            say({"status": {"completionTime": "2026-11-02T01:00:00Z"}})
        case ["run", "jobs", "executions"]:
            say([{"status": {"lastAttemptResult": {"exitCode": STATE["finds"]["job"]}}}])
        case ["compute", "instances", "describe"]:
            say({"metadata": {"items": [{"key": "replybot-image", "value": STATE["machine"]}]}})
        case ["compute", "instances", "add-metadata"]:
            STATE["machine"] = option("--metadata").split("=", 1)[1]
        case ["compute", "ssh", _]:
            if "/ready" in option("--command", "") and not is_ready(STATE["machine"]):
                return 1
    return 0


def docker():
    if ARGS[:3] == ["buildx", "imagetools", "inspect"]:
        say({"manifests": [{"digest": "sha256:abc", "platform": {"os": "linux", "architecture": "amd64"}}]})
    elif ARGS[:3] == ["buildx", "imagetools", "create"]:
        take(option("--tag"))
    elif ARGS[:2] == ["buildx", "inspect"]:
        say("Driver: docker-container")
    elif ARGS[:2] == ["buildx", "build"]:
        sys.stdin.read()
        take(option("--output").split("name=")[1].split(",")[0])
    elif ARGS[:1] == ["login"]:
        sys.stdin.read()
    return 0


def terraform():
    if "list" in ARGS:
        say("\n".join(STATE.get("resources", [])))
    return 0


def registry(repository, cloud):
    """Where the state has the tags of this stage's registry."""
    return f"production_in_{cloud}" if "replybot-production" in repository else f"in_{cloud}"


def take(image):
    """A tag never changes."""
    repository, tag = image.rsplit(":", 1)
    tags = STATE[registry(repository, "aws" if ".amazonaws.com/" in repository else "google")]
    if tag in tags:
        sys.exit(f"{image} is there already")
    tags.append(tag)


def curl():
    if option("--output"):
        Path(option("--output")).write_text("{}")
    if ARGS[-1].endswith("/health"):
        say({"commit": STATE["says"] or image_of("live").rsplit(":", 1)[1]})
    return 0


def main():
    with (HERE / "calls").open("a") as calls:
        calls.write(json.dumps([NAME, *ARGS]) + "\n")
    number = sum(1 for _ in (HERE / "calls").open())
    fail_at = HERE / "fail_at"
    if fail_at.exists() and int(fail_at.read_text()) == number:
        sys.exit(1)
    code = {"aws": aws, "gcloud": gcloud, "docker": docker, "curl": curl, "terraform": terraform}.get(NAME, lambda: 0)()
    # Two of them may run at once (`aws … | docker login`): a reader never meets half a file.
    if STATE != json.loads(BEFORE):
        new = HERE / f"state.{os.getpid()}"
        new.write_text(json.dumps(STATE))
        new.replace(PLACE)
    sys.exit(code)


main()
