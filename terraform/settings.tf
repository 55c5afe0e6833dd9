# The program's own settings, by the names of docs/settings.md. Whatever is in `settings` reaches the
# function, the service and the job alike. Values that Terraform knows better (the table, the
# bucket, the endpoint) are set where they are made, and secrets are kept as secrets.

variable "settings" {
  description = "Environment variables of replybot, as in docs/settings.md, e.g. { SLACK_CHANNEL_ID = \"C0123456789\" }."
  type        = map(string)

  validation {
    condition     = length(setsubtract(keys(var.settings), local.known_settings)) == 0
    error_message = "Not settings of replybot, or set by Terraform itself: ${join(", ", setsubtract(keys(var.settings), local.known_settings))}."
  }

  validation {
    condition     = length(setsubtract(local.needed_settings, keys(var.settings))) == 0
    error_message = "Missing in settings: ${join(", ", setsubtract(local.needed_settings, keys(var.settings)))}."
  }
}

locals {
  needed_settings = ["SLACK_CHANNEL_ID", "SENDER_EMAIL_ADDRESS"]

  known_settings = [
    "ARRIVAL_DRAFTS_PER_DAY",
    "CANNED_REPLIES",
    "CARDS_PER_SENDER",
    "CONTACT_FORM_SENDERS",
    "CLOUD_TIMEOUT",
    "COST_PER_DAY",
    "DRAFTS_PER_DAY",
    "DRAFT_CACHE_HOURS",
    "DRAFT_ON_ARRIVAL",
    "GMAIL_LABEL",
    "GRAPH_FOLDER",
    "GRAPH_MAILBOX",
    "IMAP_FOLDERS",
    "IMAP_SENT",
    "KNOWLEDGE",
    "KNOWLEDGE_INTERNAL",
    "LOG_LEVEL",
    "MAILBOXES",
    "MAIL_TRANSPORT",
    "MODEL_PRICES",
    "OPENAI_BASE_URL",
    "OPENAI_FALLBACK_MODELS",
    "OPENAI_MODEL",
    "OPENAI_TIMEOUT",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_HEADERS",
    "OTEL_TRACES_SAMPLER",
    "OTEL_TRACES_SAMPLER_ARG",
    "PII_RULES",
    "POLITENESS",
    "PROMPTS",
    "REPLY_HTML",
    "REPLY_LOGO",
    "REPLY_QUOTES_ORIGINAL",
    "REPLY_SIGNATURE",
    "RETENTION_DAYS",
    "SENDERS_ALLOWED",
    "SENDER_EMAIL_ADDRESS",
    "SHOP_FACTS",
    "SHOP_NAME",
    "SLACK_CARD_CONTENT",
    "SLACK_CARD_FILES",
    "SLACK_CHANNEL_ID",
    "SLACK_EXTERNAL_MEMBERS",
    "SUMMARY",
    "SUMMARY_TIME",
    "ANSWER_WITHIN_HOURS",
    "BUSINESS_CLOSED",
    "BUSINESS_HOURS",
    "TIME_ZONE",
    "TOKENS_PER_DAY",
    "UI_LANGUAGE",
  ]

  # What both clouds set alike, under what the operator sets.
  settings = merge(
    {
      LOG_FORMAT     = "json"
      MAIL_TRANSPORT = "ses"
      STAGE          = var.stage
    },
    var.settings,
  )
}
