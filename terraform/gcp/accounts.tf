# Who is who: the service and the jobs run as `run`; the Lambda function calls as `aws`.

resource "google_service_account" "run" {
  account_id   = "${var.name}-run"
  display_name = "replybot ${var.stage}: service and jobs"
  depends_on   = [google_project_service.apis]
}

resource "google_project_iam_member" "run" {
  for_each = toset(["roles/monitoring.metricWriter"])

  project = var.project
  role    = each.value
  member  = google_service_account.run.member
}

resource "google_service_account" "aws" {
  account_id   = "${var.name}-aws"
  display_name = "replybot ${var.stage}: the Lambda function"
  depends_on   = [google_project_service.apis]
}

resource "google_iam_workload_identity_pool" "replybot" {
  workload_identity_pool_id = var.name
  display_name              = var.name
  depends_on                = [google_project_service.apis]
}

resource "google_iam_workload_identity_pool_provider" "aws" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.replybot.workload_identity_pool_id
  workload_identity_pool_provider_id = "aws-lambda"

  attribute_mapping = {
    "google.subject"     = "assertion.arn"
    "attribute.aws_role" = "assertion.arn.extract('assumed-role/{role}/')"
  }
  attribute_condition = "attribute.aws_role == '${var.aws_caller_role}'"

  aws {
    account_id = var.aws_account
  }
}

# It may have ID tokens made for this account, and nothing else.
resource "google_service_account_iam_member" "aws" {
  service_account_id = google_service_account.aws.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.replybot.name}/attribute.aws_role/${var.aws_caller_role}"
}

# PROMPTS and KNOWLEDGE may be gs://BUCKET/PREFIX: then all roles read them.
locals {
  read_buckets = toset([
    for name in ["PROMPTS", "KNOWLEDGE"] : split("/", var.settings[name])[2]
    if startswith(lookup(var.settings, name, ""), "gs://")
  ])
}

resource "google_storage_bucket_iam_member" "run_reads" {
  for_each = local.read_buckets

  bucket = each.value
  role   = "roles/storage.objectViewer"
  member = google_service_account.run.member
}

resource "google_storage_bucket_iam_member" "aws_reads" {
  for_each = local.read_buckets

  bucket = each.value
  role   = "roles/storage.objectViewer"
  member = google_service_account.aws.member
}

locals {
  # What `gcloud iam workload-identity-pools create-cred-config … --aws` writes; it holds no key.
  credentials_for_aws = jsonencode({
    universe_domain                   = "googleapis.com"
    type                              = "external_account"
    audience                          = "//iam.googleapis.com/${google_iam_workload_identity_pool_provider.aws.name}"
    subject_token_type                = "urn:ietf:params:aws:token-type:aws4_request"
    token_url                         = "https://sts.googleapis.com/v1/token"
    service_account_impersonation_url = "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${google_service_account.aws.email}:generateAccessToken"
    credential_source = {
      environment_id                 = "aws1"
      region_url                     = "http://169.254.169.254/latest/meta-data/placement/availability-zone"
      url                            = "http://169.254.169.254/latest/meta-data/iam/security-credentials"
      regional_cred_verification_url = "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15"
    }
  })
}
