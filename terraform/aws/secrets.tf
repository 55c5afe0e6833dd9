# One JSON object; its values are put in by hand, so that they are in no state file:
#   aws secretsmanager put-secret-value --secret-id replybot-STAGE --secret-string file:///dev/stdin
resource "aws_secretsmanager_secret" "replybot" {
  name        = var.name
  description = "JSON object of replybot's secrets by variable name"
  # Until it is over the name is taken: a playground is made again at once.
  recovery_window_in_days = var.deletion_protection ? 7 : 0
}

resource "aws_secretsmanager_secret" "shared_header" {
  count = var.has_shared_header ? 1 : 0

  name                    = "${var.name}-async-generation-auth-header"
  description             = "Authorization header that callers of /async/generate share with the service"
  recovery_window_in_days = var.deletion_protection ? 7 : 0
}

resource "aws_secretsmanager_secret_version" "shared_header" {
  count = var.has_shared_header ? 1 : 0

  secret_id     = aws_secretsmanager_secret.shared_header[0].id
  secret_string = var.shared_header
}

locals {
  secret_places = merge(
    { for name in var.secrets : name => "${aws_secretsmanager_secret.replybot.arn}#${name}" },
    var.secret_arns,
    { for header in aws_secretsmanager_secret.shared_header : "ASYNC_GENERATION_AUTH_HEADER" => header.arn },
  )
  secret_variables = { for name, place in local.secret_places : "${name}_ARN" => place }
}

data "aws_iam_policy_document" "secrets" {
  statement {
    sid       = "Secrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = distinct([for place in values(local.secret_places) : split("#", place)[0]])
  }
}

# A table or a secret that is encrypted with a key of one's own (KMS) asks for the key as well.
data "aws_iam_policy_document" "keys" {
  dynamic "statement" {
    for_each = length(var.kms_key_arns) == 0 ? [] : [var.kms_key_arns]

    content {
      sid       = "Keys"
      actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
      resources = statement.value

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = [for service in ["dynamodb", "s3", "secretsmanager"] : "${service}.${local.region}.amazonaws.com"]
      }
    }
  }
}
