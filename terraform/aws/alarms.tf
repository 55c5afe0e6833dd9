# What somebody has to know. Each alarm's name is a heading of docs/runbook.md.

resource "aws_sns_topic" "alarms" {
  name = "${var.name}-alarms"
}

data "aws_iam_policy_document" "alarms" {
  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alarms.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_sns_topic_policy" "alarms" {
  arn    = aws_sns_topic.alarms.arn
  policy = data.aws_iam_policy_document.alarms.json
}

resource "aws_sns_topic_subscription" "alarms" {
  for_each = toset(var.alert_emails)

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.value
}

locals {
  tell = [aws_sns_topic.alarms.arn]

  # What the program counts itself; src/metrics.rs has the names.
  own = { namespace = "Replybot", dimensions = { Stage = var.stage } }

  function_dimensions = { FunctionName = aws_lambda_function.replybot.function_name }

  # One number above or below another for so many periods of so many seconds.
  simple_alarms = {
    dead-letters-mails = {
      about      = "Mails could not be taken thirty times and wait in the dead-letter queue."
      namespace  = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum"
      dimensions = { QueueName = aws_sqs_queue.mails_dead.name }
      above      = 0, period = 60, periods = 1
    }
    dead-letters-events = {
      about      = "Drafts, sweeps or reports of SES failed three times and wait in the dead-letter queue."
      namespace  = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum"
      dimensions = { QueueName = aws_sqs_queue.events_dead.name }
      above      = 0, period = 60, periods = 1
    }
    mails-waiting = {
      about      = "A mail has waited ten minutes to be taken."
      namespace  = "AWS/SQS", metric = "ApproximateAgeOfOldestMessage", statistic = "Maximum"
      dimensions = { QueueName = aws_sqs_queue.mails.name }
      above      = 600, period = 60, periods = 1
    }
    throttled = {
      about      = "Invocations are refused: the account's or the function's concurrency is used up."
      namespace  = "AWS/Lambda", metric = "Throttles", statistic = "Sum"
      dimensions = local.function_dimensions
      above      = 0, period = 60, periods = 3
    }
    latency = {
      about      = "Warning: of invocations, one in twenty takes longer than 30 s."
      namespace  = "AWS/Lambda", metric = "Duration", statistic = "p95"
      dimensions = local.function_dimensions
      above      = 30000, period = 300, periods = 1
    }
    slow-drafts = {
      about      = "Warning: of the function's drafts, one in twenty takes longer than 30 s."
      namespace  = local.own.namespace, metric = "replybot_draft_seconds", statistic = "p95"
      dimensions = local.own.dimensions
      above      = 30, period = 300, periods = 1
    }
    unanswered = {
      about      = "A mail has waited longer than ${var.unanswered_hours} h for an answer."
      namespace  = local.own.namespace, metric = "replybot_unanswered_oldest_seconds", statistic = "Maximum"
      dimensions = local.own.dimensions
      above      = var.unanswered_hours * 3600, period = 300, periods = 1
    }
    unknown-replies = {
      about      = "The mail service's answer was lost: a person has to find out whether a reply went out."
      namespace  = local.own.namespace, metric = "replybot_replies_total.unknown", statistic = "Sum"
      dimensions = local.own.dimensions
      above      = 0, period = 60, periods = 1
    }
    budget-spent = {
      about      = "A day's budget for drafts is spent: people write by themselves until tomorrow."
      namespace  = local.own.namespace, metric = "replybot_drafts_total.budget_spent", statistic = "Sum"
      dimensions = local.own.dimensions
      above      = 0, period = 300, periods = 1
    }
    not-called = {
      about      = "Nobody could be asked for a draft, or nobody who was asked came."
      namespace  = local.own.namespace, metric = "replybot_failures_total.asking", statistic = "Sum"
      dimensions = local.own.dimensions
      above      = 0, period = 300, periods = 1
    }
    slack-refuses = {
      about      = "Slack refuses the bot token or the channel: no card, no modal and no message arrives."
      namespace  = local.own.namespace, metric = "replybot_failures_total.slack_access", statistic = "Sum"
      dimensions = local.own.dimensions
      above      = 0, period = 60, periods = 1
    }
    cards-pending = {
      about      = "A mail was taken, and its card could not be posted."
      namespace  = local.own.namespace, metric = "replybot_failures_total.card", statistic = "Sum"
      dimensions = local.own.dimensions
      above      = 0, period = 300, periods = 1
    }
    views-refused = {
      about      = "Slack refused a window or a tab: a person sees a part of it."
      namespace  = local.own.namespace, metric = "replybot_failures_total.view", statistic = "Sum"
      dimensions = local.own.dimensions
      above      = 0, period = 300, periods = 1
    }
    steps-failing = {
      about      = "For a quarter of an hour sweeps have failed at steps that were left half-done."
      namespace  = local.own.namespace, metric = "replybot_failures_total.step", statistic = "Sum"
      dimensions = local.own.dimensions
      above      = 0, period = 300, periods = 3
    }
    overdue-steps = {
      about      = "For a quarter of an hour each sweep has found steps that are overdue."
      namespace  = local.own.namespace, metric = "replybot_overdue_steps", statistic = "Minimum"
      dimensions = local.own.dimensions
      above      = 0, period = 300, periods = 3
    }
    replies-refused = {
      about      = "The mail service refused a reply that a person had approved."
      namespace  = local.own.namespace, metric = "replybot_failures_total.reply", statistic = "Sum"
      dimensions = local.own.dimensions
      above      = 0, period = 60, periods = 1
    }
    bounces = {
      about      = "More than 4 % of sent mails bounce; SES reviews accounts from 5 % on."
      namespace  = "AWS/SES", metric = "Reputation.BounceRate", statistic = "Maximum"
      dimensions = {}
      above      = 0.04, period = 3600, periods = 1
    }
    complaints = {
      about      = "More than 0.08 % of sent mails are called spam; SES reviews accounts from 0.1 % on."
      namespace  = "AWS/SES", metric = "Reputation.ComplaintRate", statistic = "Maximum"
      dimensions = {}
      above      = 0.0008, period = 3600, periods = 1
    }
  }

  # A share of one number in another, in per cent.
  share_alarms = {
    errors = {
      about      = "More than 5 % of invocations fail."
      expression = "100 * part / whole", period = 60
      part       = { namespace = "AWS/Lambda", metric = "Errors", dimensions = local.function_dimensions }
      whole      = { namespace = "AWS/Lambda", metric = "Invocations", dimensions = local.function_dimensions }
    }
    api-errors = {
      about      = "More than 5 % of Slack's requests are answered with 5xx."
      expression = "100 * part / whole", period = 60
      part       = { namespace = "AWS/ApiGateway", metric = "5xx", dimensions = { ApiId = aws_apigatewayv2_api.replybot.id } }
      whole      = { namespace = "AWS/ApiGateway", metric = "Count", dimensions = { ApiId = aws_apigatewayv2_api.replybot.id } }
    }
    drafts-failing = {
      about      = "More than 5 % of the function's drafts fail."
      expression = "100 * FILL(part, 0) / (FILL(part, 0) + FILL(whole, 0))", period = 300
      part       = { namespace = local.own.namespace, metric = "replybot_failures_total.draft", dimensions = local.own.dimensions }
      whole      = { namespace = local.own.namespace, metric = "replybot_drafts_total.written", dimensions = local.own.dimensions }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "simple" {
  for_each = local.simple_alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.about} See docs/runbook.md, ${each.key}."
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.above
  period              = each.value.period
  evaluation_periods  = each.value.periods
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.tell
  ok_actions          = local.tell
}

resource "aws_cloudwatch_metric_alarm" "share" {
  for_each = local.share_alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.about} See docs/runbook.md, ${each.key}."
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.tell
  ok_actions          = local.tell

  metric_query {
    id          = "share"
    expression  = each.value.expression
    label       = "per cent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { part = each.value.part, whole = each.value.whole }

    content {
      id = metric_query.key

      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.metric
        dimensions  = metric_query.value.dimensions
        stat        = "Sum"
        period      = each.value.period
      }
    }
  }
}

moved {
  from = aws_cloudwatch_metric_alarm.failure["not-called"]
  to   = aws_cloudwatch_metric_alarm.simple["not-called"]
}

moved {
  from = aws_cloudwatch_metric_alarm.failure["drafts-failing"]
  to   = aws_cloudwatch_metric_alarm.share["drafts-failing"]
}

# The schedule invokes the function every minute: silence means that nothing is taken up any more.
resource "aws_cloudwatch_metric_alarm" "silence" {
  alarm_name          = "${var.name}-silence"
  alarm_description   = "The function was not invoked for a quarter of an hour, not even by its schedule. See docs/runbook.md, silence."
  namespace           = "AWS/Lambda"
  metric_name         = "Invocations"
  dimensions          = local.function_dimensions
  statistic           = "Sum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 300
  evaluation_periods  = max(3, ceil(3 * var.sweep_minutes / 5))
  treat_missing_data  = "breaching"
  alarm_actions       = local.tell
  ok_actions          = local.tell
}

# The account's, not this deployment's alone: costs by tag are there only where somebody has
# activated the tag for billing.
resource "aws_budgets_budget" "month" {
  name         = var.name
  budget_type  = "COST"
  limit_amount = tostring(var.monthly_budget_usd)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  notification {
    comparison_operator       = "GREATER_THAN"
    notification_type         = "ACTUAL"
    threshold                 = 80
    threshold_type            = "PERCENTAGE"
    subscriber_sns_topic_arns = local.tell
  }

  notification {
    comparison_operator       = "GREATER_THAN"
    notification_type         = "FORECASTED"
    threshold                 = 100
    threshold_type            = "PERCENTAGE"
    subscriber_sns_topic_arns = local.tell
  }

  depends_on = [aws_sns_topic_policy.alarms]
}
