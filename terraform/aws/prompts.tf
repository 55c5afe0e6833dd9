# PROMPTS may be s3://BUCKET/PREFIX: then function, service and jobs read it.

locals {
  prompts        = lookup(var.settings, "PROMPTS", "")
  prompts_place  = startswith(local.prompts, "s3://") ? split("/", trimprefix(local.prompts, "s3://")) : []
  prompts_bucket = [for bucket in slice(local.prompts_place, 0, min(1, length(local.prompts_place))) : "arn:${local.partition}:s3:::${bucket}"]
  prompts_prefix = join("/", slice(local.prompts_place, min(1, length(local.prompts_place)), length(local.prompts_place)))
}

data "aws_iam_policy_document" "prompts" {
  dynamic "statement" {
    for_each = local.prompts_bucket

    content {
      sid       = "WhichPrompts"
      actions   = ["s3:ListBucket"]
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = local.prompts_bucket

    content {
      sid       = "Prompts"
      actions   = ["s3:GetObject"]
      resources = ["${statement.value}/${local.prompts_prefix}*"]
    }
  }
}
