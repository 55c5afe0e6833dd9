# `draft` is started by the service, once for each draft, if it is told so. `pending` drafts all
# inquiries that have no draft; its tasks share them out. `check` is `just check`: what it finds is
# no failure of a job, and to try again would find it again.

locals {
  jobs = {
    draft   = { tasks = 1, parallelism = 1, retries = var.job.retries, args = ["job", "--pending"] }
    pending = { tasks = var.job.tasks, parallelism = var.job.parallelism, retries = var.job.retries, args = ["job", "--pending"] }
    check   = { tasks = 1, parallelism = 1, retries = 0, args = concat(["check", "--role", "serve"], local.is_open ? [] : ["--behind-iam"]) }
  }
}

resource "google_cloud_run_v2_job" "replybot" {
  for_each = local.jobs

  name                = "${var.name}-${each.key}"
  location            = var.region
  deletion_protection = var.deletion_protection

  template {
    task_count  = each.value.tasks
    parallelism = each.value.parallelism

    template {
      service_account = google_service_account.run.email
      timeout         = "${var.job.timeout_seconds}s"
      max_retries     = each.value.retries

      containers {
        name  = "replybot"
        image = local.image
        args  = each.value.args

        resources {
          limits = { cpu = var.job.cpu, memory = var.job.memory }
        }

        dynamic "env" {
          for_each = local.environment

          content {
            name  = env.key
            value = env.value
          }
        }
      }
    }
  }

  lifecycle {
    ignore_changes = [template[0].template[0].containers[0].image, client, client_version]
  }

  depends_on = [google_secret_manager_secret_iam_member.run]
}

# The service passes the inquiry's id: an override of the arguments.
resource "google_cloud_run_v2_job_iam_member" "run" {
  for_each = google_cloud_run_v2_job.replybot

  name     = each.value.name
  location = var.region
  role     = "roles/run.jobsExecutorWithOverrides"
  member   = google_service_account.run.member
}

resource "google_cloud_scheduler_job" "pending" {
  count = var.job.schedule == null ? 0 : 1

  name             = "${var.name}-pending"
  region           = var.region
  schedule         = var.job.schedule
  time_zone        = var.job.time_zone
  attempt_deadline = "60s"

  http_target {
    http_method = "POST"
    uri         = "https://run.googleapis.com/v2/${google_cloud_run_v2_job.replybot["pending"].id}:run"

    oauth_token {
      service_account_email = google_service_account.run.email
    }
  }
}
