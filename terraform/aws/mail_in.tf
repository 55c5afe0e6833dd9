# A mail arrives: SES leaves it in the bucket, S3 tells the queue, the function takes it. What cannot
# be taken thirty times waits in the dead-letter queue for two weeks, and the mail itself in the bucket.

locals {
  mail_prefix   = "inbound/"
  has_mails     = length(var.mail_recipients) > 0
  rule_set_name = var.ses_rule_set_name != null ? var.ses_rule_set_name : one(aws_ses_receipt_rule_set.mails[*].rule_set_name)
}

resource "aws_s3_bucket" "mails" {
  bucket_prefix = "${var.name}-mails-"
  force_destroy = !var.deletion_protection
}

resource "aws_s3_bucket_public_access_block" "mails" {
  bucket                  = aws_s3_bucket.mails.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "mails" {
  bucket = aws_s3_bucket.mails.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# No longer than the inquiries that were made of them.
resource "aws_s3_bucket_lifecycle_configuration" "mails" {
  bucket = aws_s3_bucket.mails.id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {
      prefix = local.mail_prefix
    }

    expiration {
      days = tonumber(lookup(var.settings, "RETENTION_DAYS", "30"))
    }
  }

  rule {
    id     = "abort"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

data "aws_iam_policy_document" "mails" {
  statement {
    sid       = "SesWrites"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.mails.arn}/${local.mail_prefix}*"]

    principals {
      type        = "Service"
      identifiers = ["ses.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:ses:${local.region}:${local.account}:receipt-rule-set/*"]
    }
  }

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.mails.arn, "${aws_s3_bucket.mails.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "mails" {
  bucket = aws_s3_bucket.mails.id
  policy = data.aws_iam_policy_document.mails.json
}

resource "aws_sqs_queue" "mails" {
  name = "${var.name}-mails"
  # What failed is tried again after this time, which has to be longer than an invocation. Not six
  # times as long, as Lambda's guide has it: one hiccup would delay a mail by twelve minutes.
  visibility_timeout_seconds = var.timeout_seconds + 30
  message_retention_seconds  = 14 * 24 * 3600
  sqs_managed_sse_enabled    = true

  # An hour of outage and more, before a person has to give them back.
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.mails_dead.arn
    maxReceiveCount     = 30
  })
}

resource "aws_sqs_queue" "mails_dead" {
  name                      = "${var.name}-mails-dead"
  message_retention_seconds = 14 * 24 * 3600
  sqs_managed_sse_enabled   = true
}

data "aws_iam_policy_document" "mail_queue" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.mails.arn]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_s3_bucket.mails.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_sqs_queue_policy" "mails" {
  queue_url = aws_sqs_queue.mails.id
  policy    = data.aws_iam_policy_document.mail_queue.json
}

resource "aws_s3_bucket_notification" "mails" {
  bucket = aws_s3_bucket.mails.id

  queue {
    queue_arn     = aws_sqs_queue.mails.arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = local.mail_prefix
  }

  depends_on = [aws_sqs_queue_policy.mails]
}

resource "aws_lambda_event_source_mapping" "mails" {
  event_source_arn        = aws_sqs_queue.mails.arn
  function_name           = aws_lambda_alias.live.arn
  batch_size              = 5
  function_response_types = ["ReportBatchItemFailures"]
}

resource "aws_ses_receipt_rule_set" "mails" {
  count         = local.has_mails && var.ses_rule_set_name == null ? 1 : 0
  rule_set_name = var.name
}

# An account has ONE active rule set in a region: to activate this one switches off whichever was
# active, another stage's or another product's. So Terraform never does; `just take-mails STAGE` does,
# where it replaces nothing. What an earlier version activated stays active.
removed {
  from = aws_ses_active_receipt_rule_set.mails

  lifecycle {
    destroy = false
  }
}

# The first rule of the set. It stops the others, so that switching it on takes the mails over from
# an older deployment's rule, and switching it off gives them back, in one step each.
resource "aws_ses_receipt_rule" "mails" {
  count = local.has_mails ? 1 : 0

  name          = var.name
  rule_set_name = local.rule_set_name
  recipients    = var.mail_recipients
  enabled       = var.takes_mails
  scan_enabled  = true
  tls_policy    = "Optional"

  s3_action {
    position          = 1
    bucket_name       = aws_s3_bucket.mails.bucket
    object_key_prefix = local.mail_prefix
  }

  stop_action {
    position = 2
    scope    = "RuleSet"
  }

  depends_on = [aws_s3_bucket_policy.mails]
}
