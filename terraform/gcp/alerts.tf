# What somebody has to know. Each policy's name is a heading of docs/runbook.md.

resource "google_monitoring_notification_channel" "email" {
  for_each = toset(var.alert_emails)

  display_name = "replybot ${var.stage}: ${each.value}"
  type         = "email"
  labels       = { email_address = each.value }
  depends_on   = [google_project_service.apis]
}

locals {
  channels = [for channel in google_monitoring_notification_channel.email : channel.id]

  of_service  = "resource.type = \"cloud_run_revision\" AND resource.labels.service_name = \"${var.name}\""
  of_jobs     = "resource.type = \"cloud_run_job\" AND resource.labels.job_name = one_of(\"${var.name}-draft\", \"${var.name}-pending\")"
  own_metrics = "{cluster=\"__run__\", namespace=\"${var.name}\"}"

  # What the program counts itself; src/metrics.rs has the names.
  own_alerts = {
    slow-drafts = {
      about    = "Of the service's drafts, one in twenty takes longer than 30 s."
      severity = "WARNING"
      query    = "histogram_quantile(0.95, sum by (le) (rate(replybot_draft_seconds_bucket${local.own_metrics}[5m]))) > 30"
    }
    drafts-failing = {
      about    = "More than 5 % of the service's drafts fail."
      severity = "ERROR"
      query    = "sum(increase(replybot_failures_total{namespace=\"${var.name}\", kind=\"draft\"}[5m])) / sum(increase(replybot_drafts_total${local.own_metrics}[5m])) > 0.05"
    }
    budget-spent = {
      about    = "A day's budget for drafts is spent: people write by themselves until tomorrow."
      severity = "WARNING"
      query    = "sum(increase(replybot_drafts_total{namespace=\"${var.name}\", outcome=\"budget_spent\"}[5m])) > 0"
    }
    not-called = {
      about    = "Nobody could be asked for a draft, or nobody who was asked came."
      severity = "ERROR"
      query    = "sum(increase(replybot_failures_total{namespace=\"${var.name}\", kind=\"asking\"}[5m])) > 0"
    }
    slack-refuses = {
      about    = "Slack refuses the bot token or the channel: no card, no modal and no message arrives."
      severity = "CRITICAL"
      query    = "sum(increase(replybot_failures_total{namespace=\"${var.name}\", kind=\"slack_access\"}[5m])) > 0"
    }
    cards-pending = {
      about    = "A mail was taken, and its card could not be posted."
      severity = "ERROR"
      query    = "sum(increase(replybot_failures_total{namespace=\"${var.name}\", kind=\"card\"}[5m])) > 0"
    }
    views-refused = {
      about    = "Slack refused a window or a tab: a person sees a part of it."
      severity = "ERROR"
      query    = "sum(increase(replybot_failures_total{namespace=\"${var.name}\", kind=\"view\"}[5m])) > 0"
    }
    steps-failing = {
      about    = "For a quarter of an hour sweeps have failed at steps that were left half-done."
      severity = "ERROR"
      query    = "min_over_time((sum(increase(replybot_failures_total{namespace=\"${var.name}\", kind=\"step\"}[5m])))[15m:5m]) > 0"
    }
    overdue-steps = {
      about    = "For a quarter of an hour each sweep has found steps that are overdue."
      severity = "ERROR"
      query    = "min(min_over_time(replybot_overdue_steps${local.own_metrics}[15m])) > 0"
    }
    replies-refused = {
      about    = "The mail service refused a reply that a person had approved."
      severity = "ERROR"
      query    = "sum(increase(replybot_failures_total{namespace=\"${var.name}\", kind=\"reply\"}[5m])) > 0"
    }
    unknown-replies = {
      about    = "The mail service's answer was lost: a person has to find out whether a reply went out."
      severity = "ERROR"
      query    = "sum(increase(replybot_replies_total{namespace=\"${var.name}\", outcome=\"unknown\"}[5m])) > 0"
    }
    unanswered = {
      about    = "A mail has waited longer than ${var.unanswered_hours} h for an answer."
      severity = "WARNING"
      query    = "max(replybot_unanswered_oldest_seconds${local.own_metrics}) > ${var.unanswered_hours * 3600}"
    }
  }
}

resource "google_monitoring_alert_policy" "errors" {
  display_name          = "${var.name} errors"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.channels

  conditions {
    display_name = "More than 5 % of requests are answered with 5xx"

    condition_threshold {
      filter             = "metric.type = \"run.googleapis.com/request_count\" AND metric.labels.response_code_class = \"5xx\" AND ${local.of_service}"
      denominator_filter = "metric.type = \"run.googleapis.com/request_count\" AND ${local.of_service}"
      comparison         = "COMPARISON_GT"
      threshold_value    = 0.05
      duration           = "0s"

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }

      denominator_aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    content = "See docs/runbook.md, errors."
  }
}

resource "google_monitoring_alert_policy" "latency" {
  display_name          = "${var.name} latency"
  combiner              = "OR"
  severity              = "WARNING"
  notification_channels = local.channels

  conditions {
    display_name = "One request in twenty takes longer than 30 s"

    condition_threshold {
      filter          = "metric.type = \"run.googleapis.com/request_latencies\" AND ${local.of_service}"
      comparison      = "COMPARISON_GT"
      threshold_value = 30000
      duration        = "0s"

      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_PERCENTILE_95"
        cross_series_reducer = "REDUCE_MAX"
      }
    }
  }

  documentation {
    content = "See docs/runbook.md, latency."
  }
}

resource "google_monitoring_alert_policy" "job_failed" {
  display_name          = "${var.name} job-failed"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.channels

  conditions {
    display_name = "A job failed after all its tries"

    condition_threshold {
      filter          = "metric.type = \"run.googleapis.com/job/completed_execution_count\" AND metric.labels.result = \"failed\" AND ${local.of_jobs}"
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "0s"

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    content = "See docs/runbook.md, job-failed."
  }
}

resource "google_monitoring_alert_policy" "own" {
  for_each = local.own_alerts

  display_name          = "${var.name} ${each.key}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels

  conditions {
    display_name = each.value.about

    condition_prometheus_query_language {
      query               = each.value.query
      duration            = "0s"
      evaluation_interval = "60s"
      # Nothing was counted yet when this is made first.
      disable_metric_validation = true
    }
  }

  documentation {
    content = "See docs/runbook.md, ${each.key}."
  }
}

# Jobs end before anything could read their /metrics: each logs what it has counted as one line, and
# a metric is made of it. (`counted` of docs/telemetry.md; failures by name, as CloudWatch has them.)
locals {
  job_failures = {
    drafts-failing = { about = "A job's draft failed.", counted = "replybot_failures_total.draft", severity = "ERROR" }
    slack-refuses  = { about = "Slack refuses the bot token or the channel to a job.", counted = "replybot_failures_total.slack_access", severity = "CRITICAL" }
    budget-spent   = { about = "A job found the day's budget for drafts spent.", counted = "replybot_drafts_total.budget_spent", severity = "WARNING" }
  }
}

resource "google_logging_metric" "jobs" {
  for_each = local.job_failures

  name        = "${var.name}-jobs-${each.key}"
  description = each.value.about
  filter      = "resource.type=\"cloud_run_job\" AND resource.labels.job_name=~\"^${var.name}-(draft|pending)$\" AND jsonPayload.counted.\"${each.value.counted}\">0"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }

  depends_on = [google_project_service.apis]
}

resource "google_monitoring_alert_policy" "jobs" {
  for_each = local.job_failures

  display_name          = "${var.name} ${each.key} (jobs)"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels

  conditions {
    display_name = each.value.about

    condition_threshold {
      filter          = "metric.type = \"logging.googleapis.com/user/${google_logging_metric.jobs[each.key].name}\" AND resource.type = \"cloud_run_job\""
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "0s"

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    content = "See docs/runbook.md, ${each.key}."
  }
}

resource "google_billing_budget" "month" {
  count = var.budget == null ? 0 : 1

  billing_account = var.budget.billing_account
  display_name    = var.name

  budget_filter {
    projects = ["projects/${local.number}"]
  }

  amount {
    specified_amount {
      units = tostring(var.budget.amount)
    }
  }

  threshold_rules {
    threshold_percent = 0.8
  }

  threshold_rules {
    threshold_percent = 1.0
    spend_basis       = "FORECASTED_SPEND"
  }

  all_updates_rule {
    # No more than five.
    monitoring_notification_channels = slice(local.channels, 0, min(5, length(local.channels)))
  }
}
