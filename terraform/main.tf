# AWS takes the mails and Slack's requests, keeps the inquiries and sends the replies. Google Cloud
# writes the drafts, unless `aws_only` is set. Each holds a role in the other; neither holds a key.

locals {
  name   = "replybot-${var.stage}"
  labels = { app = "replybot", stage = var.stage }

  # Null means this deployment's own drafter, an empty text means none.
  own_endpoint = var.aws_only ? "self" : "${module.gcp[0].service_url}/async/generate"
  endpoint     = var.async_generation_endpoint == null ? local.own_endpoint : var.async_generation_endpoint

  has_shared_header = nonsensitive(var.async_generation_auth_header != "google-id-token")
}

module "aws" {
  source = "./aws"

  name                = local.name
  stage               = var.stage
  image_tag           = var.image_tag
  settings            = local.settings
  secrets             = var.secrets
  secret_arns         = var.secret_arns
  deletion_protection = var.deletion_protection

  existing_table_name = var.existing_table_name
  restored_table_name = var.restored_table_name
  kms_key_arns        = var.kms_key_arns
  memory_mb           = var.lambda_memory_mb
  timeout_seconds     = var.lambda_timeout_seconds
  concurrency         = var.lambda_concurrency
  sweep_minutes       = var.sweep_minutes
  log_retention_days  = var.log_retention_days

  endpoint          = local.endpoint
  has_shared_header = local.has_shared_header
  shared_header     = var.async_generation_auth_header

  # Output by output, not `one(module.gcp[*]…)`: that would wait for all of it, which waits for the
  # role here.
  with_google        = !var.aws_only
  google_sends       = var.slack_requests == "google"
  google_account_id  = var.aws_only ? null : module.gcp[0].account_id
  google_credentials = var.aws_only ? null : module.gcp[0].credentials_for_aws

  mail_domain       = var.mail_domain
  mail_recipients   = var.mail_recipients
  takes_mails       = var.takes_mails
  ses_rule_set_name = var.ses_rule_set_name

  alert_emails       = var.alert_emails
  unanswered_hours   = var.unanswered_hours
  monthly_budget_usd = var.monthly_budget_usd

  github_repository      = var.github_repository
  github_provider_exists = var.github_provider_exists
}

module "gcp" {
  source = "./gcp"
  count  = var.aws_only ? 0 : 1

  name                = local.name
  stage               = var.stage
  project             = var.gcp_project
  region              = var.gcp_region
  image_tag           = var.image_tag
  settings            = local.settings
  secrets             = var.secrets
  secret_names        = var.secret_names
  deletion_protection = var.deletion_protection

  service            = var.service
  takes_slack        = var.slack_requests == "google"
  configuration_set  = module.aws.configuration_set
  job                = var.job
  has_shared_header  = local.has_shared_header
  shared_header      = var.async_generation_auth_header
  log_retention_days = var.log_retention_days

  aws_account     = module.aws.account
  aws_region      = var.aws_region
  aws_table_name  = module.aws.table_name
  aws_role_arn    = module.aws.google_role_arn
  aws_caller_role = module.aws.function_role_name

  alert_emails     = var.alert_emails
  unanswered_hours = var.unanswered_hours
  budget           = var.google_budget

  github_repository = var.github_repository
}

# Alarms ring for all that; without an address, unheard.
check "somebody_is_told" {
  assert {
    condition     = length(var.alert_emails) > 0
    error_message = "alert_emails is empty: alarms ring, and nobody is told."
  }
}
