# GitHub's workflow of this stage's environment may push images and put them into the function:
# nothing else. It brings an ID token; no key is stored there.

locals {
  github          = "token.actions.githubusercontent.com"
  has_github      = var.github_repository != null
  github_provider = "arn:${local.partition}:iam::${local.account}:oidc-provider/${local.github}"
}

resource "aws_iam_openid_connect_provider" "github" {
  count = local.has_github && !var.github_provider_exists ? 1 : 0

  url            = "https://${local.github}"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "assume_github" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [local.github_provider]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.github}:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.github}:sub"
      values   = ["repo:${coalesce(var.github_repository, "none")}:environment:${var.stage}"]
    }
  }
}

resource "aws_iam_role" "github" {
  count = local.has_github ? 1 : 0

  name               = "${var.name}-github"
  description        = "Rolls out images from GitHub"
  assume_role_policy = data.aws_iam_policy_document.assume_github.json

  depends_on = [aws_iam_openid_connect_provider.github]
}

data "aws_iam_policy_document" "github" {
  statement {
    sid       = "LogIn"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid = "Push"
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:DescribeImages",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ]
    resources = [aws_ecr_repository.replybot.arn]
  }

  statement {
    sid = "RollOut"
    actions = [
      "lambda:GetAlias",
      "lambda:GetFunction",
      "lambda:GetFunctionConfiguration",
      "lambda:InvokeFunction",
      "lambda:PublishVersion",
      "lambda:UpdateAlias",
      "lambda:UpdateFunctionCode",
    ]
    resources = [aws_lambda_function.replybot.arn, "${aws_lambda_function.replybot.arn}:*"]
  }

  # A version on trial goes back when one of them rings.
  statement {
    sid       = "Alarms"
    actions   = ["cloudwatch:DescribeAlarms"]
    resources = ["*"]
  }

  # `just promote` takes the image that another stage has tried.
  statement {
    sid       = "Promote"
    actions   = ["ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"]
    resources = ["arn:${local.partition}:ecr:${local.region}:${local.account}:repository/replybot-*"]
  }
}

resource "aws_iam_role_policy" "github" {
  count = local.has_github ? 1 : 0

  name   = "roll-out"
  role   = aws_iam_role.github[0].id
  policy = data.aws_iam_policy_document.github.json
}
