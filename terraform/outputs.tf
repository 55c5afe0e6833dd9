output "request_url" {
  description = "Slack's request URL (`replybot slack request-url --url …`)."
  value       = "${var.slack_requests == "google" ? module.gcp[0].service_url : module.aws.api_url}/slack/events"
}

output "health_url" {
  description = "Answers when the function is alive."
  value       = "${module.aws.api_url}/health"
}

output "async_generation_endpoint" {
  description = "Where drafts are asked for; an older deployment's ASYNC_GENERATION_ENDPOINT in phase 2 of docs/migration.md."
  value       = local.endpoint
}

output "dns_records" {
  description = "What the mail domain's DNS has to hold: DKIM, SPF, DMARC, and MX once mails are to be taken."
  value       = module.aws.dns_records
}

output "secret_arn" {
  description = "The AWS secret to put values into, a JSON object by variable name."
  value       = module.aws.secret_arn
}

output "secret_names" {
  description = "The Google secrets to put values into."
  value       = try(one(module.gcp[*].secret_names), {})
}

output "alarm_topic_arn" {
  description = "The SNS topic that alarms go to; subscribe Slack, PagerDuty or others to it."
  value       = module.aws.alarm_topic_arn
}

output "dashboards" {
  description = "Where to look."
  value       = compact([module.aws.dashboard_url, one(module.gcp[*].dashboard_url)])
}

# What the justfile reads.

output "aws" {
  description = "Names for `just push`, `deploy`, `logs` and `rollback`."
  value = {
    region     = var.aws_region
    repository = module.aws.repository_url
    function   = module.aws.function_name
    log_group  = module.aws.log_group
    table      = module.aws.table_name
  }
}

output "gcp" {
  description = "The same on Google Cloud; null with aws_only."
  value       = one(module.gcp[*].for_just)
}

output "github" {
  description = "What the workflow of .github/workflows/deploy.yml needs as variables of the environment."
  value = {
    AWS_ROLE_ARN                   = module.aws.github_role_arn
    GCP_WORKLOAD_IDENTITY_PROVIDER = one(module.gcp[*].github_provider)
    GCP_SERVICE_ACCOUNT            = one(module.gcp[*].github_account)
  }
}
