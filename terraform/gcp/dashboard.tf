locals {
  # [title, PromQL, legend]
  own_graphs = [
    ["Drafts by outcome", "sum by (outcome) (rate(replybot_drafts_total${local.own_metrics}[5m]))"],
    ["Seconds for a draft (p95)", "histogram_quantile(0.95, sum by (le) (rate(replybot_draft_seconds_bucket${local.own_metrics}[5m])))"],
    ["Waiting for an answer", "max(replybot_unanswered${local.own_metrics})"],
    ["Oldest of them, seconds", "max(replybot_unanswered_oldest_seconds${local.own_metrics})"],
    ["Seconds to the answer (p95)", "histogram_quantile(0.95, sum by (le) (rate(replybot_answer_seconds_bucket${local.own_metrics}[1h])))"],
    ["Tokens by kind", "sum by (kind) (rate(replybot_tokens_total${local.own_metrics}[5m]))"],
    ["Cost of the model, millionths a second", "sum(rate(replybot_cost_micros_total${local.own_metrics}[5m]))"],
    ["Failures by kind", "sum by (kind) (increase(replybot_failures_total${local.own_metrics}[5m]))"],
    ["Steps of sweeps", "sum by (outcome) (increase(replybot_sweep_steps_total${local.own_metrics}[5m]))"],
    ["Version", "count by (version, commit) (replybot_build_info${local.own_metrics})"],
    ["Slack calls by outcome", "sum by (outcome) (rate(replybot_slack_calls_total${local.own_metrics}[5m]))"],
  ]

  # [title, metric, filter, aligner, label]
  cloud_graphs = [
    ["Requests by status", "run.googleapis.com/request_count", local.of_service, "ALIGN_RATE", "metric.label.response_code_class"],
    ["Milliseconds of a request (p95)", "run.googleapis.com/request_latencies", local.of_service, "ALIGN_PERCENTILE_95", "resource.label.service_name"],
    ["Instances", "run.googleapis.com/container/instance_count", local.of_service, "ALIGN_MAX", "metric.label.state"],
    ["Jobs by result", "run.googleapis.com/job/completed_execution_count", local.of_jobs, "ALIGN_DELTA", "metric.label.result"],
  ]

  widgets = concat(
    [for graph in local.cloud_graphs : {
      title = graph[0]
      xyChart = { dataSets = [{
        plotType = "LINE"
        timeSeriesQuery = { timeSeriesFilter = {
          filter = "metric.type = \"${graph[1]}\" AND ${graph[2]}"
          aggregation = {
            alignmentPeriod    = "60s"
            perSeriesAligner   = graph[3]
            crossSeriesReducer = graph[3] == "ALIGN_PERCENTILE_95" ? "REDUCE_MAX" : "REDUCE_SUM"
            groupByFields      = [graph[4]]
          }
        } }
      }] }
    }],
    [for graph in local.own_graphs : {
      title   = graph[0]
      xyChart = { dataSets = [{ plotType = "LINE", timeSeriesQuery = { prometheusQuery = graph[1] } }] }
    }],
  )
}

resource "google_monitoring_dashboard" "replybot" {
  dashboard_json = jsonencode({
    displayName = var.name
    mosaicLayout = {
      columns = 12
      tiles = [for index, widget in local.widgets : {
        xPos   = 4 * (index % 3)
        yPos   = 4 * floor(index / 3)
        width  = 4
        height = 4
        widget = widget
      }]
    }
  })

  depends_on = [google_project_service.apis]
}
