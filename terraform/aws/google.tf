# The service and the job on Google Cloud take this role with an ID token of their service account,
# issued for AWS; no key is stored anywhere. They read and write inquiries;
# they send replies only where Slack delivers to them.

data "aws_iam_policy_document" "assume_google" {
  count = var.with_google ? 1 : 0

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["accounts.google.com"]
    }

    # `aud` is the token's azp, the account itself; `oaud` is whom the token was issued for.
    condition {
      test     = "StringEquals"
      variable = "accounts.google.com:aud"
      values   = [var.google_account_id]
    }

    condition {
      test     = "StringEquals"
      variable = "accounts.google.com:oaud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "accounts.google.com:sub"
      values   = [var.google_account_id]
    }
  }
}

resource "aws_iam_role" "google" {
  count = var.with_google ? 1 : 0

  name                 = "${var.name}-google"
  description          = "Taken by replybot's Google service account"
  assume_role_policy   = data.aws_iam_policy_document.assume_google[0].json
  max_session_duration = 3600
}

data "aws_iam_policy_document" "google" {
  source_policy_documents = concat(
    [
      data.aws_iam_policy_document.table.json,
      data.aws_iam_policy_document.buckets.json,
      data.aws_iam_policy_document.keys.json,
    ],
    var.google_sends ? [data.aws_iam_policy_document.replies.json] : [],
  )
}

resource "aws_iam_role_policy" "google" {
  count = var.with_google ? 1 : 0

  name   = "replybot"
  role   = aws_iam_role.google[0].id
  policy = data.aws_iam_policy_document.google.json
}
