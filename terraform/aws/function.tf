locals {
  # Written out: the function's environment names it, and it points to the function.
  alias        = "live"
  function_arn = "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${var.name}"
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_lambda_function" "replybot" {
  function_name = var.name
  role          = aws_iam_role.function.arn
  package_type  = "Image"
  image_uri     = "${aws_ecr_repository.replybot.repository_url}:${var.image_tag}"
  architectures = ["x86_64"]
  memory_size   = var.memory_mb
  timeout       = var.timeout_seconds
  publish       = true

  reserved_concurrent_executions = var.concurrency

  image_config {
    command = ["lambda"]
  }

  environment {
    variables = merge(
      var.settings,
      local.secret_variables,
      {
        DDB_TABLE_NAME          = local.table_name
        LAMBDA_ALIAS            = local.alias
        REPLYBOT_URL            = aws_apigatewayv2_api.replybot.api_endpoint
        SES_CONFIGURATION_SET   = aws_sesv2_configuration_set.replies.configuration_set_name
        SES_INBOUND_BUCKET_NAME = aws_s3_bucket.mails.bucket
        SES_INBOUND_PREFIX      = local.mail_prefix
      },
      var.endpoint == "" ? {} : { ASYNC_GENERATION_ENDPOINT = var.endpoint },
      var.has_shared_header ? {} : { ASYNC_GENERATION_AUTH_HEADER = "google-id-token" },
      var.with_google ? { GOOGLE_APPLICATION_CREDENTIALS = var.google_credentials } : {},
    )
  }

  logging_config {
    # The program writes JSON itself.
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function.name
  }

  lifecycle {
    ignore_changes = [image_uri]

    precondition {
      condition     = var.with_google || var.has_shared_header || !startswith(var.endpoint, "https://")
      error_message = "Without Google Cloud there is no Google ID token: set async_generation_auth_header to the header that the service at async_generation_endpoint knows."
    }
  }

  depends_on = [aws_ecr_repository_policy.pull, aws_iam_role_policy.function]
}

# What everything invokes. `just apply` and `just deploy` publish a version, look whether it answers,
# and only then let the alias lead to it; back is to point at the version of before.
resource "aws_lambda_alias" "live" {
  name             = local.alias
  description      = "The version that takes mails and clicks"
  function_name    = aws_lambda_function.replybot.function_name
  function_version = aws_lambda_function.replybot.version

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}

data "aws_iam_policy_document" "assume_function" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }

  # `just check` looks with the function's own permissions: by those of this account whom IAM allows
  # to take this role.
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }
}

resource "aws_iam_role" "function" {
  name               = "${var.name}-function"
  assume_role_policy = data.aws_iam_policy_document.assume_function.json
}

data "aws_iam_policy_document" "function" {
  source_policy_documents = [
    data.aws_iam_policy_document.table.json,
    data.aws_iam_policy_document.secrets.json,
    data.aws_iam_policy_document.replies.json,
    data.aws_iam_policy_document.buckets.json,
    data.aws_iam_policy_document.keys.json,
  ]

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.function.arn}:*"]
  }

  statement {
    # DeleteObject is `replybot forget`; DeleteObjectVersion, where somebody has the bucket keep versions.
    sid       = "Mails"
    actions   = ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject"]
    resources = ["${aws_s3_bucket.mails.arn}/${local.mail_prefix}*"]
  }

  # Else a mail that is not there looks like one that may not be read. (No condition on the prefix:
  # a request for one object carries none.)
  statement {
    sid       = "WhichMails"
    actions   = ["s3:ListBucket", "s3:ListBucketVersions"]
    resources = [aws_s3_bucket.mails.arn]
  }

  statement {
    sid       = "MailQueue"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
    resources = [aws_sqs_queue.mails.arn]
  }

  statement {
    sid       = "WhatFailed"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.events_dead.arn]
  }

  # To draft (ASYNC_GENERATION_ENDPOINT=self), or to ask the drafter for longer than Slack waits.
  statement {
    sid       = "Itself"
    actions   = ["lambda:InvokeFunction"]
    resources = [local.function_arn, "${local.function_arn}:*"]
  }
}

resource "aws_iam_role_policy" "function" {
  name   = "replybot"
  role   = aws_iam_role.function.id
  policy = data.aws_iam_policy_document.function.json
}

# Drafts that the function asks itself for, reports of SES, sweeps: tried three times, then kept.
resource "aws_lambda_function_event_invoke_config" "replybot" {
  function_name                = aws_lambda_function.replybot.function_name
  qualifier                    = aws_lambda_alias.live.name
  maximum_event_age_in_seconds = 3600
  maximum_retry_attempts       = 2

  destination_config {
    on_failure {
      destination = aws_sqs_queue.events_dead.arn
    }
  }
}

resource "aws_sqs_queue" "events_dead" {
  name                      = "${var.name}-events-dead"
  message_retention_seconds = 14 * 24 * 3600
  sqs_managed_sse_enabled   = true
}

# The sweep

resource "aws_scheduler_schedule" "sweep" {
  name                = "${var.name}-sweep"
  description         = "Takes up what a crash or an outage left half-done"
  schedule_expression = var.sweep_minutes == 1 ? "rate(1 minute)" : "rate(${var.sweep_minutes} minutes)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_alias.live.arn
    role_arn = aws_iam_role.schedule.arn
    input    = jsonencode({ replybot = "sweep" })

    # The next one comes soon.
    retry_policy {
      maximum_retry_attempts       = 0
      maximum_event_age_in_seconds = 60
    }
  }
}

data "aws_iam_policy_document" "assume_schedule" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_iam_role" "schedule" {
  name               = "${var.name}-schedule"
  assume_role_policy = data.aws_iam_policy_document.assume_schedule.json
}

data "aws_iam_policy_document" "schedule" {
  statement {
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_alias.live.arn]
  }
}

resource "aws_iam_role_policy" "schedule" {
  name   = "sweep"
  role   = aws_iam_role.schedule.id
  policy = data.aws_iam_policy_document.schedule.json
}
