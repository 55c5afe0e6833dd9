variable "stage" {
  description = "Name of this deployment; part of every resource's name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,14}$", var.stage))
    error_message = "The stage is 1 to 15 small letters, digits and hyphens, e.g. staging."
  }
}

variable "image_tag" {
  description = "Tag of an image that is in the registries (`just push`); needed at first. Later ones are rolled out by `just deploy` and `just rollback`, and this changes nothing."
  type        = string
}

variable "aws_region" {
  description = "AWS region; mail can be received in the regions that docs.aws.amazon.com/general/latest/gr/ses.html names."
  type        = string
  default     = "ap-northeast-1"
}

variable "aws_only" {
  description = "True leaves Google Cloud out: drafts are written by other invocations of the Lambda function."
  type        = bool
  default     = false
}

variable "gcp_project" {
  description = "Google Cloud project; not needed with aws_only."
  type        = string
  default     = null

  validation {
    condition     = var.aws_only || var.gcp_project != null
    error_message = "Set gcp_project, or aws_only = true."
  }
}

variable "gcp_region" {
  description = "Google Cloud region."
  type        = string
  default     = "asia-northeast1"
}

variable "deletion_protection" {
  description = "True keeps table, service and job from being destroyed."
  type        = bool
  default     = true
}

# Who drafts

variable "async_generation_endpoint" {
  description = "Where the Lambda function asks for drafts. Unset: this deployment's own service (with aws_only, the function itself). \"\": switched off, the function drafts within Slack's three seconds. Else the address of another service's /async/generate."
  type        = string
  default     = null
}

variable "async_generation_auth_header" {
  description = "How the caller of /async/generate proves who it is: google-id-token, or the Authorization header that it shares with the service (at least 16 characters). With a shared header, Cloud Run's IAM lets everybody through to the service, which checks the header."
  type        = string
  default     = "google-id-token"
  sensitive   = true

  validation {
    condition     = var.async_generation_auth_header == "google-id-token" || length(var.async_generation_auth_header) >= 16
    error_message = "A shared header has at least 16 characters, e.g. \"Bearer\" and 32 random bytes."
  }
}

variable "slack_requests" {
  description = "Where Slack delivers clicks: aws (API Gateway and the function) or google (the Cloud Run service, which then is open to Slack's signed requests)."
  type        = string
  default     = "aws"

  validation {
    condition     = contains(["aws", "google"], var.slack_requests) && !(var.slack_requests == "google" && (var.aws_only || var.service.min_instances < 1))
    error_message = "slack_requests is aws or google; google needs Google Cloud (not aws_only) and service.min_instances of 1 or more: Slack waits three seconds, and an instance that has to start takes longer."
  }
}

variable "service" {
  description = "The Cloud Run service. drafts_by_job: it starts the job for each draft instead of drafting itself."
  type = object({
    min_instances   = optional(number, 0)
    max_instances   = optional(number, 10)
    concurrency     = optional(number, 40)
    cpu             = optional(string, "1")
    memory          = optional(string, "512Mi")
    timeout_seconds = optional(number, 300)
    drafts_by_job   = optional(bool, false)
  })
  default = {}

  validation {
    condition     = var.service.min_instances >= 0 && var.service.max_instances <= 1000 && var.service.min_instances <= var.service.max_instances
    error_message = "Instances are 0 to 1000, and not fewer at most than at least."
  }
}

variable "job" {
  description = "The Cloud Run job. schedule (cron, e.g. \"*/15 * * * *\"): when to draft all inquiries that have no draft; null: only when asked."
  type = object({
    tasks           = optional(number, 1)
    parallelism     = optional(number, 1)
    retries         = optional(number, 3)
    timeout_seconds = optional(number, 600)
    cpu             = optional(string, "1")
    memory          = optional(string, "512Mi")
    schedule        = optional(string)
    time_zone       = optional(string, "Asia/Tokyo")
  })
  default = {}
}

# The function

variable "lambda_memory_mb" {
  description = "Memory of the function; its share of a CPU grows with it."
  type        = number
  default     = 512
}

variable "lambda_timeout_seconds" {
  description = "How long an invocation may take; more than OPENAI_TIMEOUT where the function drafts itself."
  type        = number
  default     = 120
}

variable "lambda_concurrency" {
  description = "Invocations at a time at most; -1: as many as the account allows."
  type        = number
  default     = -1
}

variable "sweep_minutes" {
  description = "Minutes between two runs that take up what was left half-done."
  type        = number
  default     = 1
}

# Secrets

variable "secrets" {
  description = "Names of the secrets that this deployment keeps. Their values are put in by hand (docs/deployment.md) and never reach Terraform."
  type        = set(string)
  default     = ["SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "OPENAI_API_KEY"]

  validation {
    condition     = length(setsubtract(var.secrets, ["SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "OPENAI_API_KEY", "OPENAI_FALLBACK_API_KEY", "SMTP_URL", "GMAIL_OAUTH", "IMAP_URL", "MAIL_OAUTH", "METRICS_TOKEN"])) == 0
    error_message = "Secrets are SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN, OPENAI_API_KEY, OPENAI_FALLBACK_API_KEY, SMTP_URL, GMAIL_OAUTH, IMAP_URL, MAIL_OAUTH and METRICS_TOKEN."
  }
}

variable "secret_arns" {
  description = "Secrets of an older deployment that go on being used on AWS: { SLACK_BOT_TOKEN = \"arn:…\" }, or ARN#key for one key of a JSON secret."
  type        = map(string)
  default     = {}
}

variable "secret_names" {
  description = "The same on Google Cloud: { SLACK_BOT_TOKEN = \"projects/P/secrets/S\" }."
  type        = map(string)
  default     = {}
}

# Inquiries

variable "existing_table_name" {
  description = "A table of an older deployment that goes on being used; null makes one."
  type        = string
  default     = null
}

variable "restored_table_name" {
  description = "A table that `just restore` made of a backup; it is used instead of the other, which stays. Null: none."
  type        = string
  default     = null
}

variable "kms_key_arns" {
  description = "ARNs of the KMS keys that an older table or older secrets are encrypted with; AWS's own keys need nothing."
  type        = list(string)
  default     = []
}

# Mail

variable "mail_domain" {
  description = "Domain that replies are sent from and mails are received for; its DNS records are an output. Null: SES knows it already, or mails take another way."
  type        = string
  default     = null
}

variable "mail_recipients" {
  description = "Addresses or domains whose mails are taken; empty: none."
  type        = list(string)
  default     = []
}

variable "takes_mails" {
  description = "False: the rule that takes mails is made but switched off, so that an older deployment goes on taking them."
  type        = bool
  default     = true
}

variable "ses_rule_set_name" {
  description = "A rule set that is there already, such as the active one of an account with several stages or products: the rule goes into it. Null makes one, which `just take-mails` activates where no other is active."
  type        = string
  default     = null
}

# Watching

variable "alert_emails" {
  description = "Who is told."
  type        = list(string)
  default     = []
}

variable "unanswered_hours" {
  description = "A mail that has waited for an answer this long raises an alert."
  type        = number
  default     = 24
}

variable "monthly_budget_usd" {
  description = "What the AWS account may cost in a month before somebody is told, in US dollars."
  type        = number
  default     = 50
}

variable "google_budget" {
  description = "The same for the Google Cloud project, in the currency of its billing account, e.g. { billing_account = \"012345-567890-ABCDEF\", amount = 8000 }; null: no budget there."
  type = object({
    billing_account = string
    amount          = number
  })
  default = null
}

variable "log_retention_days" {
  description = "How long logs are kept. One of CloudWatch's steps: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, …"
  type        = number
  default     = 30
}

# Deployments from GitHub

variable "github_repository" {
  description = "OWNER/NAME whose environment of this stage's name may roll out images; null: none."
  type        = string
  default     = null
}

variable "github_provider_exists" {
  description = "True where the AWS account knows GitHub's identity provider already, such as by another stage: an account has one."
  type        = bool
  default     = false
}
