variable "name" {
  description = "Begins every resource's name."
  type        = string
}

variable "stage" {
  description = "Which deployment."
  type        = string
}

variable "project" {
  description = "The project."
  type        = string
}

variable "region" {
  description = "The region."
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

variable "secret_names" {
  description = "Secrets that are kept elsewhere, by name."
  type        = map(string)
}

variable "deletion_protection" {
  description = "Whether service and jobs are protected."
  type        = bool
}

variable "service" {
  description = "The service's size."
  type = object({
    min_instances   = number
    max_instances   = number
    concurrency     = number
    cpu             = string
    memory          = string
    timeout_seconds = number
    drafts_by_job   = bool
  })
}

variable "takes_slack" {
  description = "Whether Slack delivers to the service."
  type        = bool
}

variable "configuration_set" {
  description = "SES_CONFIGURATION_SET."
  type        = string
}

variable "job" {
  description = "The jobs' size and schedule."
  type = object({
    tasks           = number
    parallelism     = number
    retries         = number
    timeout_seconds = number
    cpu             = string
    memory          = string
    schedule        = string
    time_zone       = string
  })
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

variable "log_retention_days" {
  description = "How long the project's logs are kept."
  type        = number
}

variable "aws_account" {
  description = "The AWS account that calls."
  type        = string
}

variable "aws_region" {
  description = "Where the table is."
  type        = string
}

variable "aws_table_name" {
  description = "The table."
  type        = string
}

variable "aws_role_arn" {
  description = "The AWS role to take."
  type        = string
}

variable "aws_caller_role" {
  description = "Name of the AWS role that may call."
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

variable "budget" {
  description = "The budget; null: none."
  type = object({
    billing_account = string
    amount          = number
  })
}

variable "github_repository" {
  description = "OWNER/NAME that may roll out images; null: none."
  type        = string
}
