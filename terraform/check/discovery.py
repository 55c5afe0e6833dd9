"""Compares what a plan would have made at Google Cloud with the discovery documents that Google publishes
of its APIs: each field known to the API and its to set, each enum's value among the API's, each number
and duration written as the API reads it, each policy's filter of the API's own grammar, and each API that
is called switched on.

The provider says what it is given in the API's own names in another case; where it does not, `RENAMED`
and `WRITTEN` say how (github.com/hashicorp/terraform-provider-google, google/services/…/resource_*.go).
"""

import json
import re
from functools import cache
from importlib.resources import files

import filters

# The resource's document and schema, and what is in its URL or for the provider alone.
RESOURCES = {
    "google_artifact_registry_repository": ("artifactregistry.v1", "Repository", "location repository_id"),
    "google_billing_budget": ("billingbudgets.v1", "GoogleCloudBillingBudgetsV1Budget", "billing_account"),
    "google_cloud_run_v2_job": ("run.v2", "GoogleCloudRunV2Job", "name location"),
    "google_cloud_run_v2_service": ("run.v2", "GoogleCloudRunV2Service", "name location"),
    "google_cloud_scheduler_job": ("cloudscheduler.v1", "Job", "region"),
    "google_compute_disk": ("compute.v1", "Disk", "zone"),
    "google_compute_disk_resource_policy_attachment": ("compute.v1", "DisksAddResourcePoliciesRequest", "disk zone"),
    "google_compute_firewall": ("compute.v1", "Firewall", ""),
    "google_compute_instance": ("compute.v1", "Instance", "zone allow_stopping_for_update"),
    "google_compute_network": ("compute.v1", "Network", ""),
    "google_compute_resource_policy": ("compute.v1", "ResourcePolicy", "region"),
    "google_compute_subnetwork": ("compute.v1", "Subnetwork", "region"),
    "google_iam_workload_identity_pool": ("iam.v1", "WorkloadIdentityPool", "workload_identity_pool_id"),
    "google_iam_workload_identity_pool_provider": (
        "iam.v1", "WorkloadIdentityPoolProvider", "workload_identity_pool_id workload_identity_pool_provider_id"),
    "google_logging_metric": ("logging.v2", "LogMetric", ""),
    "google_logging_project_bucket_config": ("logging.v2", "LogBucket", "location bucket_id"),
    "google_monitoring_alert_policy": ("monitoring.v3", "AlertPolicy", ""),
    "google_monitoring_dashboard": ("monitoring.v1", "Dashboard", ""),
    "google_monitoring_notification_channel": ("monitoring.v3", "NotificationChannel", "force_delete"),
    "google_project_service": ("serviceusage.v1", "EnableServiceRequest", "service disable_on_destroy"),
    "google_secret_manager_secret": ("secretmanager.v1", "Secret", "secret_id"),
    "google_secret_manager_secret_version": ("secretmanager.v1", "SecretPayload", "secret"),
    "google_service_account": ("iam.v1", "ServiceAccount", "account_id"),
    # One member of a policy, which is read, changed and written.
    "google_artifact_registry_repository_iam_member": ("artifactregistry.v1", "Binding", "repository location"),
    "google_cloud_run_v2_job_iam_member": ("run.v2", "GoogleIamV1Binding", "name location"),
    "google_cloud_run_v2_service_iam_member": ("run.v2", "GoogleIamV1Binding", "name location"),
    "google_project_iam_member": ("cloudresourcemanager.v1", "Binding", ""),
    "google_secret_manager_secret_iam_member": ("secretmanager.v1", "Binding", "secret_id"),
    "google_service_account_iam_member": ("iam.v1", "Binding", "service_account_id"),
    "google_storage_bucket_iam_member": ("storage.v1", "Policy", "bucket role member"),
}
# Of every resource.
OF_TERRAFORM = {"id", "project", "deletion_policy", "deletion_protection", "timeouts", "terraform_labels", "effective_labels"}
RENAMED = {
    "google_billing_budget": {"all_updates_rule": "notificationsRule"},
    "google_compute_disk": {"size": "sizeGb", "snapshot": "sourceSnapshot"},
    "google_compute_disk_resource_policy_attachment": {"name": "resourcePolicies"},
    "google_compute_firewall": {"allow": "allowed", "deny": "denied", "protocol": "IPProtocol"},
    "google_secret_manager_secret": {"auto": "automatic"},
    "google_secret_manager_secret_version": {"secret_data": "data"},
}
# Switched on in each new project, and what switches on (docs.cloud.google.com/service-usage/docs/enabled-service).
ALWAYS_ON = {"serviceusage.googleapis.com", "storage.googleapis.com"}


@cache
def document(name):
    return json.loads(files("googleapiclient").joinpath(f"discovery_cache/documents/{name}.json").read_text())


def instance(values):
    """A machine as its API has it (compute/resource_compute_instance.go, getDisks and expandNetworkInterfaces)."""
    values = dict(values)
    boot, *_ = values.pop("boot_disk")
    disks = [{"boot": True, "initialize_params": [{"source_image": it["image"]}]} for it in boot["initialize_params"]]
    disks += [{name: disk[name] for name in ("source", "device_name") if disk.get(name)} for disk in values.pop("attached_disk")]
    networks = values.pop("network_interface")
    for network in networks:
        network["access_configs"] = [{"type": "ONE_TO_ONE_NAT"} for _ in network.pop("access_config")]
    metadata = [{"key": key, "value": value} for key, value in values.pop("metadata").items()]
    return values | {
        "disks": disks, "network_interfaces": networks, "metadata": [{"items": metadata}],
        "service_accounts": values.pop("service_account"),
    }


def repository(values):
    """By their ids (artifactregistry/resource_artifact_registry_repository.go, expand…CleanupPolicies)."""
    return values | {"cleanup_policies": {policy["id"]: policy for policy in values.get("cleanup_policies") or []}}


def binding(values):
    """A member as one of a list: it may be known only once it is made."""
    values = dict(values)
    return values | {"members": [values.pop("member", "unknown")]}


WRITTEN = {"google_artifact_registry_repository": repository, "google_compute_instance": instance}


def camel(name):
    return re.sub("_(.)", lambda found: found.group(1).upper(), name)


class Comparison:
    """One resource of a plan with its API's schema."""

    def __init__(self, kind):
        self.kind = kind
        self.name, self.schema, left_out = RESOURCES[kind]
        self.document = document(self.name)
        self.left_out = OF_TERRAFORM | set(left_out.split())
        self.faults = []

    def fault(self, path, what):
        self.faults.append(f"{path}: {what}")

    def resource(self, values):
        if self.kind == "google_monitoring_dashboard":
            self.message(json.loads(values["dashboard_json"]), self.schema, "dashboard", str)
            return self.faults
        if self.kind == "google_monitoring_alert_policy":
            self.policy(values)
        if self.kind.endswith("_iam_member") and self.schema != "Policy":
            values = binding(values)
        values = {name: value for name, value in values.items() if name not in self.left_out}
        values = WRITTEN.get(self.kind, lambda it: it)(values)
        self.message(values, self.schema, self.kind, lambda it: RENAMED.get(self.kind, {}).get(it, camel(it)))
        return self.faults

    def policy(self, values):
        """What the documents say of alert policies in sentences."""
        strategy = (values.get("alert_strategy") or [{}])[0]
        for condition in values["conditions"]:
            for kind, least in (("condition_threshold", 0), ("condition_absent", 120)):
                for it in condition.get(kind) or []:
                    seconds = int(it["duration"].rstrip("s"))
                    if seconds % 60 or seconds < least:
                        self.fault(f"{kind}.duration", f"{seconds} s: whole minutes, {least} s at least")
                    for how in it.get("aggregations", []) + it.get("denominator_aggregations", []):
                        if not 60 <= int((how["alignment_period"] or "0s").rstrip("s")) <= 90_000:
                            self.fault(f"{kind}.alignment_period", "60 s to 25 h")
            for it in condition.get("condition_prometheus_query_language") or []:
                if int(it["evaluation_interval"].rstrip("s")) % 30:
                    self.fault("evaluation_interval", "a multiple of 30 s")
            is_of_logs = bool(condition.get("condition_matched_log"))
            if is_of_logs != bool(strategy.get("notification_rate_limit")):
                self.fault("notification_rate_limit", "is for policies of logs, which need one")

    def message(self, values, schema, path, named):
        schema = self.document["schemas"][schema] if isinstance(schema, str) else schema
        properties = schema.get("properties", {})
        for name, value in values.items():
            if value is None or value == [] or value == "" and named is not str:
                continue
            field = properties.get(named(name))
            if field is None:
                self.fault(f"{path}.{name}", f"{self.name} has no {named(name)} in {schema.get('id')}")
            elif is_output(field):
                self.fault(f"{path}.{name}", "is the API's to say")
            else:
                self.value(value, field, f"{path}.{name}", named)

    def value(self, value, field, path, named):
        if field.get("type") == "array":
            if not isinstance(value, list):
                value = [value]
            for index, item in enumerate(value):
                # What is known only once it is made.
                if item is not None:
                    self.value(item, field["items"], f"{path}[{index}]", named)
            return
        if isinstance(value, list):
            if len(value) != 1:
                return self.fault(path, f"is one, and not {len(value)}")
            # A block without arguments is a message without fields.
            value = value[0] if value[0] is not None else {}
        if "$ref" in field:
            self.message(value, field["$ref"], path, named)
        elif "additionalProperties" in field:
            for key, item in value.items():
                if item is not None:
                    self.value(item, field["additionalProperties"], f"{path}.{key}", named)
        elif field.get("type") == "object":
            self.message(value, field, path, named)
        elif why := scalar(value, field):
            self.fault(path, f"{value!r} {why}")
        elif path.rsplit(".", 1)[-1] in ("filter", "denominator_filter"):
            grammar = filters.LOGS if "log" in path.lower() else filters.METRICS
            if why := filters.problem(grammar, value):
                self.fault(path, why)


def is_output(field):
    text = field.get("description", "")
    return field.get("readOnly", False) or re.match(r"\[?Output[- ]only", text, re.IGNORECASE) is not None


DURATION = re.compile(r"\d+(\.\d{1,9})?s")


def scalar(value, field):
    """Why the API would not read this value as such a field."""
    kind, form = field.get("type"), field.get("format", "")
    if kind == "boolean":
        return None if isinstance(value, bool) else "is not true or false"
    if "int" in form:
        return None if re.fullmatch(r"-?\d+", str(value)) else "is no whole number"
    if kind in ("number", "integer"):
        return None if isinstance(value, (int, float)) else "is no number"
    if not isinstance(value, (str, int, float)):
        return "is no text"
    if form == "google-duration" and not DURATION.fullmatch(value):
        return "is no duration such as 60s"
    # Enums of requests are open where a document lists none.
    if "enum" in field and value not in field["enum"]:
        return f"is none of {', '.join(field['enum'])}"
    if "pattern" in field and not re.fullmatch(field["pattern"], value):
        return f"does not match {field['pattern']}"
    return None


def planned(plan):
    """The resources of a plan, as `terraform show -json` prints it."""
    def of(module):
        yield from module.get("resources", [])
        for child in module.get("child_modules", []):
            yield from of(child)

    return [it for it in of(plan["planned_values"]["root_module"]) if it["mode"] == "managed"]


def compare(resources):
    """The faults of these resources of a plan, and how many were looked at."""
    faults, hosts, enabled, seen = [], {}, set(ALWAYS_ON), 0
    for resource in resources:
        kind = resource["type"]
        if not kind.startswith("google_"):
            continue
        if kind not in RESOURCES:
            faults.append(f"{kind}: which document and schema is it of?")
            continue
        seen += 1
        comparison = Comparison(kind)
        faults += [f"{resource['address']}: {fault}" for fault in comparison.resource(resource["values"])]
        hosts[comparison.document["rootUrl"].removeprefix("https://").rstrip("/")] = resource["address"]
        if kind == "google_project_service":
            enabled.add(resource["values"]["service"])
    faults += [f"{who} needs {host}, which is not switched on" for host, who in hosts.items() if host not in enabled]
    return sorted(set(faults)), seen
