variable "stage" {
  description = "Name of this deployment; part of every resource's name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,14}$", var.stage))
    error_message = "The stage is 1 to 15 small letters, digits and hyphens, e.g. staging."
  }
}

variable "image_tag" {
  description = "Tag of an image that is in the registry (`just push`); needed at first. Later ones are rolled out by `just deploy`, and this changes nothing."
  type        = string
}

variable "gcp_project" {
  description = "Google Cloud project."
  type        = string
}

variable "gcp_region" {
  description = "Google Cloud region."
  type        = string
  default     = "asia-northeast1"
}

variable "gcp_zone" {
  description = "Zone of machine and disk; null: the region's b. (`just` takes GCP_ZONE.)"
  type        = string
  default     = null
}

variable "settings" {
  description = "Environment variables of replybot, as in docs/settings.md."
  type        = map(string)

  validation {
    condition     = length(setsubtract(["SLACK_CHANNEL_ID", "SENDER_EMAIL_ADDRESS"], keys(var.settings))) == 0
    error_message = "settings needs SLACK_CHANNEL_ID and SENDER_EMAIL_ADDRESS."
  }
}

variable "secrets" {
  description = "Names of the secrets. Their values are put in by hand (docs/deployment.md) and never reach Terraform."
  type        = set(string)
  default     = ["SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "OPENAI_API_KEY", "GMAIL_OAUTH", "SMTP_URL"]
}

variable "machine_type" {
  description = "Size of the machine."
  type        = string
  default     = "e2-small"
}

variable "snapshot" {
  description = "Name of the snapshot that the disk is made of; null: an empty disk. Changing it makes the disk anew: docs/deployment.md."
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "True keeps the machine from being destroyed."
  type        = bool
  default     = true
}

variable "alert_emails" {
  description = "Who is told."
  type        = list(string)
  default     = []
}
