# PROMPTS and KNOWLEDGE may be s3://BUCKET/PREFIX: then function, service and jobs read them.

locals {
  read_places = {
    for name in ["PROMPTS", "KNOWLEDGE"] :
    title(lower(name)) => split("/", trimprefix(lookup(var.settings, name, ""), "s3://"))
    if startswith(lookup(var.settings, name, ""), "s3://")
  }

  read_buckets = {
    for name, place in local.read_places : name => {
      arn    = "arn:${local.partition}:s3:::${place[0]}"
      prefix = join("/", slice(place, 1, length(place)))
    }
  }
}

data "aws_iam_policy_document" "buckets" {
  dynamic "statement" {
    for_each = local.read_buckets

    content {
      sid       = "Which${statement.key}"
      actions   = ["s3:ListBucket"]
      resources = [statement.value.arn]
    }
  }

  dynamic "statement" {
    for_each = local.read_buckets

    content {
      sid       = statement.key
      actions   = ["s3:GetObject"]
      resources = ["${statement.value.arn}/${statement.value.prefix}*"]
    }
  }
}
