# Hash key and attribute names are those of older deployments; the indexes are what makes sweeps and
# lists read only what they need.

resource "aws_dynamodb_table" "inquiries" {
  count = var.existing_table_name == null ? 1 : 0

  name                        = var.name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "context_id"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "context_id"
    type = "S"
  }

  attribute {
    name = "work"
    type = "S"
  }

  attribute {
    name = "due_at"
    type = "N"
  }

  attribute {
    name = "day"
    type = "S"
  }

  attribute {
    name = "received_at"
    type = "S"
  }

  attribute {
    name = "queue"
    type = "S"
  }

  attribute {
    name = "arrived_at"
    type = "S"
  }

  attribute {
    name = "customer"
    type = "S"
  }

  # Sparse: an item has `work` only while a step of it is unfinished.
  global_secondary_index {
    name               = "open_work"
    hash_key           = "work"
    range_key          = "due_at"
    projection_type    = "INCLUDE"
    non_key_attributes = ["ttl_epoch"]
  }

  global_secondary_index {
    name               = "by_day"
    hash_key           = "day"
    range_key          = "received_at"
    projection_type    = "INCLUDE"
    non_key_attributes = ["ttl_epoch"]
  }

  # Sparse: an item has `queue` only while it is neither answered nor closed.
  global_secondary_index {
    name               = "open_inquiries"
    hash_key           = "queue"
    range_key          = "arrived_at"
    projection_type    = "INCLUDE"
    non_key_attributes = ["assignee", "ttl_epoch"]
  }

  # Sparse: an item has `customer` only where a reply has a recipient.
  global_secondary_index {
    name            = "by_customer"
    hash_key        = "customer"
    range_key       = "received_at"
    projection_type = "KEYS_ONLY"
  }

  ttl {
    attribute_name = "ttl_epoch"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = true
  }
}

data "aws_dynamodb_table" "existing" {
  count = var.existing_table_name == null ? 0 : 1
  name  = var.existing_table_name
}

# `just restore STAGE` makes it of a backup. The table that it is in for stays as it is.
data "aws_dynamodb_table" "restored" {
  count = var.restored_table_name == null ? 0 : 1
  name  = var.restored_table_name
}

locals {
  table_name = try(data.aws_dynamodb_table.restored[0].name, aws_dynamodb_table.inquiries[0].name, data.aws_dynamodb_table.existing[0].name)
  table_arn  = try(data.aws_dynamodb_table.restored[0].arn, aws_dynamodb_table.inquiries[0].arn, data.aws_dynamodb_table.existing[0].arn)
}

# The calls in src/store/dynamodb; a transaction of puts needs PutItem alone. Scan is for a table
# without the indexes, and for what an older deployment wrote; Describe… is `replybot check`.
data "aws_iam_policy_document" "table" {
  statement {
    sid = "Inquiries"
    actions = [
      "dynamodb:BatchGetItem",
      "dynamodb:DeleteItem",
      "dynamodb:DescribeTable",
      "dynamodb:DescribeTimeToLive",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:Scan",
      "dynamodb:UpdateItem",
    ]
    resources = [local.table_arn, "${local.table_arn}/index/*"]
  }
}
