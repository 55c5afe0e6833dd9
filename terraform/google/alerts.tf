# What somebody has to know. Each policy's name is a heading of docs/runbook.md. The machine's logs are
# what is watched: replybot says there what fails, and what its metrics would count as a failure. How
# long mails wait is said by SUMMARY in the channel and by the app's home tab.

resource "google_monitoring_notification_channel" "email" {
  for_each = toset(var.alert_emails)

  display_name = "replybot ${var.stage}: ${each.value}"
  type         = "email"
  labels       = { email_address = each.value }
  depends_on   = [google_project_service.apis]
}

locals {
  channels = [for channel in google_monitoring_notification_channel.email : channel.id]
  of_logs  = "resource.type=\"gce_instance\" AND log_id(\"cos_containers\")"

  # A word in any field: whether the line came as text or as JSON.
  log_alerts = {
    slack-refuses = {
      about    = "Slack refuses the bot token or the channel: no card, no modal and no message arrives."
      severity = "CRITICAL"
      filter   = "\"Slack refused\" AND (${join(" OR ", [for code in ["invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "channel_not_found", "is_archived", "not_in_channel"] : "\"${code}\""])})"
    }
    errors = {
      about    = "replybot logged an error."
      severity = "ERROR"
      filter   = "\"ERROR\""
    }
  }
}

resource "google_monitoring_alert_policy" "logs" {
  for_each = local.log_alerts

  display_name          = "${local.name} ${each.key}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels

  conditions {
    display_name = each.value.about

    condition_matched_log {
      filter = "${local.of_logs} AND ${each.value.filter}"
    }
  }

  # Once an hour is enough to know it by.
  alert_strategy {
    auto_close = "86400s"

    notification_rate_limit {
      period = "3600s"
    }
  }

  documentation {
    content = "See docs/runbook.md, ${each.key}."
  }
}

resource "google_monitoring_alert_policy" "silence" {
  display_name          = "${local.name} silence"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels

  conditions {
    display_name = "The machine has said nothing of itself for ten minutes"

    condition_absent {
      filter   = "metric.type = \"compute.googleapis.com/instance/uptime\" AND resource.type = \"gce_instance\" AND metadata.system_labels.name = \"${local.name}\""
      duration = "600s"

      aggregations {
        alignment_period   = "60s"
        per_series_aligner = "ALIGN_DELTA"
      }
    }
  }

  documentation {
    content = "See docs/runbook.md, silence."
  }
}

# Alarms ring for all that; without an address, unheard.
check "somebody_is_told" {
  assert {
    condition     = length(var.alert_emails) > 0
    error_message = "alert_emails is empty: alarms ring, and nobody is told."
  }
}
