# GitHub's workflow of this stage's environment may push images and put them into service and jobs:
# nothing else. It brings an ID token; no key is stored there.

locals {
  has_github = var.github_repository != null
}

resource "google_iam_workload_identity_pool_provider" "github" {
  count = local.has_github ? 1 : 0

  workload_identity_pool_id          = google_iam_workload_identity_pool.replybot.workload_identity_pool_id
  workload_identity_pool_provider_id = "github"

  attribute_mapping   = { "google.subject" = "assertion.sub" }
  attribute_condition = "assertion.repository == '${var.github_repository}'"

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_service_account" "github" {
  count = local.has_github ? 1 : 0

  account_id   = "${var.name}-gh"
  display_name = "replybot ${var.stage}: deployments from GitHub"
}

resource "google_service_account_iam_member" "github" {
  count = local.has_github ? 1 : 0

  service_account_id = google_service_account.github[0].name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principal://iam.googleapis.com/${google_iam_workload_identity_pool.replybot.name}/subject/repo:${var.github_repository}:environment:${var.stage}"
}

resource "google_artifact_registry_repository_iam_member" "github" {
  count = local.has_github ? 1 : 0

  repository = google_artifact_registry_repository.replybot.name
  location   = var.region
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.github[0].member
}

resource "google_cloud_run_v2_service_iam_member" "github" {
  count = local.has_github ? 1 : 0

  name     = google_cloud_run_v2_service.replybot.name
  location = var.region
  role     = "roles/run.developer"
  member   = google_service_account.github[0].member
}

resource "google_cloud_run_v2_job_iam_member" "github" {
  for_each = { for key, job in google_cloud_run_v2_job.replybot : key => job.name if local.has_github }

  name     = each.value
  location = var.region
  role     = "roles/run.developer"
  member   = google_service_account.github[0].member
}

# What is rolled out runs as that account.
resource "google_service_account_iam_member" "github_acts" {
  count = local.has_github ? 1 : 0

  service_account_id = google_service_account.run.name
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.github[0].member
}
