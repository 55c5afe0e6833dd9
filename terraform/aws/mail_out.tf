# A reply goes out, and SES says what became of it.

locals {
  # `Example Shop <support@example.com>` or the address alone.
  sender = try(regex("<([^>]+)>", var.settings["SENDER_EMAIL_ADDRESS"])[0], var.settings["SENDER_EMAIL_ADDRESS"])
}

resource "aws_sesv2_email_identity" "domain" {
  count                  = var.mail_domain == null ? 0 : 1
  email_identity         = var.mail_domain
  configuration_set_name = aws_sesv2_configuration_set.replies.configuration_set_name

  dkim_signing_attributes {
    next_signing_key_length = "RSA_2048_BIT"
  }
}

# Bounces go to a subdomain of our own, so that SPF passes for it, and DMARC with it.
resource "aws_sesv2_email_identity_mail_from_attributes" "domain" {
  count            = var.mail_domain == null ? 0 : 1
  email_identity   = aws_sesv2_email_identity.domain[0].email_identity
  mail_from_domain = "bounce.${var.mail_domain}"
}

locals {
  dkim_tokens = try(aws_sesv2_email_identity.domain[0].dkim_signing_attributes[0].tokens, [])

  dns_records = var.mail_domain == null ? [] : concat(
    [for token in local.dkim_tokens : {
      purpose = "DKIM", name = "${token}._domainkey.${var.mail_domain}", type = "CNAME", value = "${token}.dkim.amazonses.com"
    }],
    [
      { purpose = "SPF", name = "bounce.${var.mail_domain}", type = "TXT", value = "v=spf1 include:amazonses.com ~all" },
      { purpose = "bounces", name = "bounce.${var.mail_domain}", type = "MX", value = "10 feedback-smtp.${local.region}.amazonses.com" },
      { purpose = "DMARC (only where the domain and those above it have none: a second record voids both)", name = "_dmarc.${var.mail_domain}", type = "TXT", value = "v=DMARC1; p=none; adkim=r; aspf=r" },
    ],
    local.has_mails ? [
      { purpose = "receiving (last: this moves the domain's mails to SES)", name = var.mail_domain, type = "MX", value = "10 inbound-smtp.${local.region}.amazonaws.com" },
    ] : [],
  )
}

resource "aws_sesv2_configuration_set" "replies" {
  configuration_set_name = var.name

  # A customer whose server knows no TLS gets an answer, too.
  delivery_options {
    tls_policy = "OPTIONAL"
  }

  reputation_options {
    reputation_metrics_enabled = true
  }

  suppression_options {
    suppressed_reasons = ["BOUNCE", "COMPLAINT"]
  }
}

resource "aws_sesv2_configuration_set_event_destination" "replies" {
  configuration_set_name = aws_sesv2_configuration_set.replies.configuration_set_name
  event_destination_name = "replybot"

  event_destination {
    enabled              = true
    matching_event_types = ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT"]

    sns_destination {
      topic_arn = aws_sns_topic.replies.arn
    }
  }

  depends_on = [aws_sns_topic_policy.replies]
}

resource "aws_sns_topic" "replies" {
  name = "${var.name}-replies"
}

data "aws_iam_policy_document" "replies_topic" {
  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.replies.arn]

    principals {
      type        = "Service"
      identifiers = ["ses.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_sns_topic_policy" "replies" {
  arn    = aws_sns_topic.replies.arn
  policy = data.aws_iam_policy_document.replies_topic.json
}

resource "aws_sns_topic_subscription" "replies" {
  topic_arn = aws_sns_topic.replies.arn
  protocol  = "lambda"
  endpoint  = aws_lambda_alias.live.arn

  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.events_dead.arn })
}

resource "aws_lambda_permission" "replies" {
  statement_id  = "replies"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.replybot.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = "sns.amazonaws.com"
  source_arn    = aws_sns_topic.replies.arn
}

data "aws_iam_policy_document" "events_dead" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.events_dead.arn]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_sns_topic.replies.arn]
    }
  }
}

resource "aws_sqs_queue_policy" "events_dead" {
  queue_url = aws_sqs_queue.events_dead.id
  policy    = data.aws_iam_policy_document.events_dead.json
}

# SendRawEmail is what a whole MIME message asks for; Get… is `replybot check`.
data "aws_iam_policy_document" "replies" {
  statement {
    sid     = "Replies"
    actions = ["ses:SendEmail", "ses:SendRawEmail"]
    resources = [
      "arn:${local.partition}:ses:${local.region}:${local.account}:identity/*",
      "arn:${local.partition}:ses:${local.region}:${local.account}:configuration-set/${var.name}",
    ]

    condition {
      test     = "StringEquals"
      variable = "ses:FromAddress"
      values   = [local.sender]
    }
  }

  statement {
    sid       = "SendingState"
    actions   = ["ses:GetAccount"]
    resources = ["*"]
  }

  statement {
    sid     = "SendingSetup"
    actions = ["ses:GetConfigurationSetEventDestinations", "ses:GetEmailIdentity"]
    resources = [
      "arn:${local.partition}:ses:${local.region}:${local.account}:identity/*",
      "arn:${local.partition}:ses:${local.region}:${local.account}:configuration-set/${var.name}",
    ]
  }
}
