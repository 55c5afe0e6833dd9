variable "name" {
  description = "Begins every resource's name."
  type        = string
}

variable "stage" {
  description = "Which deployment."
  type        = string
}

variable "image_tag" {
  description = "The first image; later ones are rolled out without Terraform."
  type        = string
}

variable "settings" {
  description = "Environment variables that all roles share."
  type        = map(string)
}

variable "secrets" {
  description = "Names of the secrets."
  type        = set(string)
}

variable "secret_arns" {
  description = "Secrets that are kept elsewhere, by name."
  type        = map(string)
}

variable "deletion_protection" {
  description = "Whether the table is protected."
  type        = bool
}

variable "existing_table_name" {
  description = "A table to use instead of an own one."
  type        = string
}

variable "restored_table_name" {
  description = "A table that stands in for it."
  type        = string
}

variable "kms_key_arns" {
  description = "Keys that table and secrets are encrypted with."
  type        = list(string)
}

variable "memory_mb" {
  description = "The function's memory."
  type        = number
}

variable "timeout_seconds" {
  description = "The function's time-out."
  type        = number
}

variable "concurrency" {
  description = "Invocations at a time; -1: not bounded."
  type        = number
}

variable "sweep_minutes" {
  description = "Minutes between two sweeps."
  type        = number
}

variable "log_retention_days" {
  description = "How long logs are kept."
  type        = number
}

variable "endpoint" {
  description = "ASYNC_GENERATION_ENDPOINT."
  type        = string
}

variable "has_shared_header" {
  description = "Whether callers prove themselves by a header."
  type        = bool
}

variable "shared_header" {
  description = "That header."
  type        = string
  sensitive   = true
}

# Each by itself, not one object: the function's role is known to Google before Google's accounts
# are known here.

variable "with_google" {
  description = "Whether drafts are written on Google Cloud."
  type        = bool
}

variable "google_sends" {
  description = "Whether the Cloud Run service takes Slack's clicks, and so sends replies."
  type        = bool
}

variable "google_account_id" {
  description = "Unique id of the service account that takes the role `google`."
  type        = string
}

variable "google_credentials" {
  description = "GOOGLE_APPLICATION_CREDENTIALS: the JSON of a workload identity pool, which holds no key."
  type        = string
}

variable "mail_domain" {
  description = "Domain of the SES identity; null: none is made."
  type        = string
}

variable "mail_recipients" {
  description = "Whose mails are taken."
  type        = list(string)
}

variable "takes_mails" {
  description = "Whether the rule that takes them is on."
  type        = bool
}

variable "ses_rule_set_name" {
  description = "The rule set that the rule goes into; null: one is made."
  type        = string
}

variable "alert_emails" {
  description = "Who is told."
  type        = list(string)
}

variable "unanswered_hours" {
  description = "How long a mail may wait."
  type        = number
}

variable "monthly_budget_usd" {
  description = "What the account may cost in a month."
  type        = number
}

variable "github_repository" {
  description = "OWNER/NAME that may roll out images; null: none."
  type        = string
}

variable "github_provider_exists" {
  description = "Whether the account knows GitHub's identity provider already."
  type        = bool
}
