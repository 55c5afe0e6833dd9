# Their values are put in by hand, so that they are in no state file:
#   gcloud secrets versions add replybot-STAGE-slack-bot-token --data-file=-
resource "google_secret_manager_secret" "replybot" {
  for_each = setsubtract(var.secrets, keys(var.secret_names))

  secret_id = "${var.name}-${replace(lower(each.value), "_", "-")}"

  replication {
    auto {}
  }

  depends_on = [google_project_service.apis]
}

resource "google_secret_manager_secret" "shared_header" {
  count     = var.has_shared_header ? 1 : 0
  secret_id = "${var.name}-async-generation-auth-header"

  replication {
    auto {}
  }

  depends_on = [google_project_service.apis]
}

resource "google_secret_manager_secret_version" "shared_header" {
  count       = var.has_shared_header ? 1 : 0
  secret      = google_secret_manager_secret.shared_header[0].id
  secret_data = var.shared_header
}

locals {
  secret_places = merge(
    { for name, secret in google_secret_manager_secret.replybot : name => secret.id },
    var.secret_names,
    { for header in google_secret_manager_secret.shared_header : "ASYNC_GENERATION_AUTH_HEADER" => header.id },
  )
}

resource "google_secret_manager_secret_iam_member" "run" {
  for_each = toset(concat(
    tolist(var.secrets),
    var.has_shared_header ? ["ASYNC_GENERATION_AUTH_HEADER"] : [],
  ))

  # The place without its version.
  secret_id = join("/", slice(split("/", local.secret_places[each.value]), 0, 4))
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.run.member
}
