resource "google_artifact_registry_repository" "replybot" {
  location      = var.region
  repository_id = var.name
  format        = "DOCKER"

  docker_config {
    immutable_tags = true
  }

  # Each image is there twice, by itself and with its attestations, which are versions, too: the last
  # twenty are what `just rollback` can go back to.
  cleanup_policies {
    id     = "keep-last"
    action = "KEEP"

    most_recent_versions {
      keep_count = 80
    }
  }

  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"

    condition {
      older_than = "${30 * 24 * 3600}s"
    }
  }

  depends_on = [google_project_service.apis]
}

locals {
  repository = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.replybot.repository_id}/replybot"
  image      = "${local.repository}:${var.image_tag}"
}
