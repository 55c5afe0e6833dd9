locals {
  # [title, [[metric, label], …], statistic] of what the program counts itself, and the cloud's own.
  own_graphs = [
    ["Mails taken", [["replybot_mails_total.new", "new"], ["replybot_mails_total.duplicate", "duplicate"]], "Sum"],
    ["Drafts", [["replybot_drafts_total.written", "written"]], "Sum"],
    ["Seconds for a draft", [["replybot_draft_seconds", "p50"], ["replybot_draft_seconds", "p95"]], "p"],
    ["Replies", [["replybot_replies_total.accepted", "accepted"], ["replybot_replies_total.refused", "refused"], ["replybot_replies_total.unknown", "unknown"]], "Sum"],
    ["Seconds to the answer", [["replybot_answer_seconds", "p50"], ["replybot_answer_seconds", "p95"]], "p"],
    ["Waiting for an answer", [["replybot_unanswered", "mails"]], "Maximum"],
    ["What became of replies", [["replybot_reply_events_total.delivered", "delivered"], ["replybot_reply_events_total.bounced", "bounced"], ["replybot_reply_events_total.complained", "complained"]], "Sum"],
    ["Slack calls", [["replybot_slack_calls_total.ok", "ok"], ["replybot_slack_calls_total.refused", "refused"], ["replybot_slack_calls_total.unauthorized", "unauthorized"]], "Sum"],
    ["Steps of sweeps", [["replybot_sweep_steps_total.done", "done"], ["replybot_sweep_steps_total.failed", "failed"], ["replybot_overdue_steps", "overdue"]], "Maximum"],
    ["Failures", [for kind in ["draft", "asking", "reply", "card", "step", "slack_access", "view"] : ["replybot_failures_total.${kind}", kind]], "Sum"],
    ["Tokens", [["replybot_tokens_total.input", "input"], ["replybot_tokens_total.output", "output"]], "Sum"],
    ["Cost of the model, millionths", [["replybot_cost_micros_total", "cost"]], "Sum"],
  ]

  cloud_graphs = [
    ["Invocations and errors", [["AWS/Lambda", "Invocations", "FunctionName", var.name], ["AWS/Lambda", "Errors", "FunctionName", var.name], ["AWS/Lambda", "Throttles", "FunctionName", var.name]], "Sum"],
    ["Milliseconds of an invocation", [["AWS/Lambda", "Duration", "FunctionName", var.name, { stat = "p50" }], ["AWS/Lambda", "Duration", "FunctionName", var.name, { stat = "p95" }]], "Maximum"],
    ["Slack's requests", [["AWS/ApiGateway", "Count", "ApiId", aws_apigatewayv2_api.replybot.id], ["AWS/ApiGateway", "4xx", "ApiId", aws_apigatewayv2_api.replybot.id], ["AWS/ApiGateway", "5xx", "ApiId", aws_apigatewayv2_api.replybot.id]], "Sum"],
    ["Queues", [for queue in ["mails", "mails-dead", "events-dead"] : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "${var.name}-${queue}"]], "Maximum"],
    ["Reputation", [["AWS/SES", "Reputation.BounceRate"], ["AWS/SES", "Reputation.ComplaintRate"]], "Maximum"],
    ["Table", [["AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", local.table_name], ["AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", local.table_name]], "Sum"],
  ]

  graphs = concat(
    [for graph in local.cloud_graphs : { title = graph[0], metrics = graph[1], stat = graph[2] }],
    [for graph in local.own_graphs : {
      title = graph[0]
      stat  = graph[2] == "p" ? "p50" : graph[2]
      metrics = [for metric in graph[1] : [
        "Replybot", metric[0], "Stage", var.stage,
        graph[2] == "p" ? { label = metric[1], stat = metric[1] } : { label = metric[1], stat = graph[2] },
      ]]
    }],
  )
}

resource "aws_cloudwatch_dashboard" "replybot" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [for index, graph in local.graphs : {
      type   = "metric"
      x      = 8 * (index % 3)
      y      = 6 * floor(index / 3)
      width  = 8
      height = 6
      properties = {
        title   = graph.title
        region  = local.region
        metrics = graph.metrics
        stat    = graph.stat
        period  = 300
        view    = "timeSeries"
      }
    }]
  })
}
