# replybot on Google Cloud alone: one machine with `replybot serve`, which takes mails from Gmail,
# Slack's deliveries over Socket Mode, and keeps its inquiries in SQLite on a disk of its own.
#
# Why a machine and not Cloud Run: what is sent twice or never depends on conditional writes and on
# locks. SQLite gives both on a disk that one machine alone has attached, and Compute Engine attaches
# a disk for writing to one machine at a time. The volumes that Cloud Run mounts give neither: Cloud
# Storage (FUSE) has no locks, writes whole objects and takes one write a second for each; NFS is
# mounted without locks, and two revisions run side by side during each roll-out. (Where both clouds
# are used, inquiries are in DynamoDB, and Slack may deliver to Cloud Run: `slack_requests = "google"`
# in the folder above.) The price: while the machine starts anew, for about ten seconds, a click is
# answered by Slack's own "try again", and a lost zone waits until it is back, or for a snapshot.

locals {
  name   = "replybot-${var.stage}"
  labels = { app = "replybot", stage = var.stage }
  zone   = coalesce(var.gcp_zone, "${var.gcp_region}-b")

  apis = [
    "artifactregistry.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "compute.googleapis.com",
    "iam.googleapis.com",
    "iap.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "secretmanager.googleapis.com",
  ]

  repository = "${var.gcp_region}-docker.pkg.dev/${var.gcp_project}/${google_artifact_registry_repository.replybot.repository_id}/replybot"

  # One line a variable, for `docker run --env-file`. Secrets are named, not held.
  environment = merge(
    {
      LOG_FORMAT     = "json"
      MAIL_TRANSPORT = "smtp"
      STAGE          = var.stage
      GCP_PROJECT_ID = var.gcp_project
      REPLYBOT_DATA  = "/data"
    },
    var.settings,
    { for name, secret in google_secret_manager_secret.replybot : "${name}_NAME" => secret.id },
  )
}

resource "google_project_service" "apis" {
  for_each = toset(local.apis)

  project            = var.gcp_project
  service            = each.value
  disable_on_destroy = false
}

resource "google_artifact_registry_repository" "replybot" {
  location      = var.gcp_region
  repository_id = local.name
  format        = "DOCKER"

  docker_config {
    immutable_tags = true
  }

  depends_on = [google_project_service.apis]
}

# Their values are put in by hand, so that they are in no state file:
#   gcloud secrets versions add replybot-STAGE-slack-bot-token --data-file=-
resource "google_secret_manager_secret" "replybot" {
  for_each = var.secrets

  secret_id = "${local.name}-${replace(lower(each.value), "_", "-")}"

  replication {
    auto {}
  }

  depends_on = [google_project_service.apis]
}

resource "google_service_account" "machine" {
  account_id   = "${local.name}-machine"
  display_name = "replybot ${var.stage}"
  depends_on   = [google_project_service.apis]
}

resource "google_secret_manager_secret_iam_member" "machine" {
  for_each = google_secret_manager_secret.replybot

  secret_id = each.value.id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.machine.member
}

resource "google_artifact_registry_repository_iam_member" "machine" {
  repository = google_artifact_registry_repository.replybot.name
  location   = var.gcp_region
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.machine.member
}

resource "google_project_iam_member" "machine" {
  for_each = toset(["roles/logging.logWriter", "roles/monitoring.metricWriter"])

  project = var.gcp_project
  role    = each.value
  member  = google_service_account.machine.member
}
