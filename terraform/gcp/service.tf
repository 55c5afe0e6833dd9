locals {
  is_open = var.has_shared_header || var.takes_slack

  # Known before the service is: SERVICE-PROJECTNUMBER.REGION.run.app.
  service_url = "https://${var.name}-${local.number}.${var.region}.run.app"

  # Of service and jobs alike: a job can check what the service needs.
  environment = merge(
    var.settings,
    { for name, place in local.secret_places : "${name}_NAME" => place },
    {
      AWS_REGION             = var.aws_region
      AWS_ROLE_ARN           = var.aws_role_arn
      CLOUD_RUN_JOB_REGION   = var.region
      CLOUD_RUN_SERVICE_NAME = var.name
      DDB_TABLE_NAME         = var.aws_table_name
      GCP_PROJECT_ID         = var.project
    },
    { SES_CONFIGURATION_SET = var.configuration_set },
    var.takes_slack ? { REPLYBOT_URL = local.service_url } : {},
    # Without IAM in front the service knows the function by its token, too.
    local.is_open ? {
      ASYNC_GENERATION_ALLOWED_EMAILS = google_service_account.aws.email
      ASYNC_GENERATION_AUDIENCE       = local.service_url
    } : {},
    var.service.drafts_by_job ? { CLOUD_RUN_JOB_NAME = "${var.name}-draft" } : {},
  )
}

resource "google_cloud_run_v2_service" "replybot" {
  name                = var.name
  location            = var.region
  deletion_protection = var.deletion_protection
  ingress             = "INGRESS_TRAFFIC_ALL"
  custom_audiences    = [local.service_url]

  # A shared header is no token that IAM could check, nor is Slack's signature: then the service checks
  # them alone.
  invoker_iam_disabled = local.is_open

  template {
    service_account                  = google_service_account.run.email
    timeout                          = "${var.service.timeout_seconds}s"
    max_instance_request_concurrency = var.service.concurrency

    scaling {
      min_instance_count = var.service.min_instances
      max_instance_count = var.service.max_instances
    }

    containers {
      name  = "replybot"
      image = local.image
      # IAM has checked the token, and takes its signature off before it passes it on.
      args = local.is_open ? ["serve"] : ["serve", "--behind-iam"]

      ports {
        container_port = 8080
      }

      resources {
        limits = { cpu = var.service.cpu, memory = var.service.memory }

        # It goes on drafting after it has answered.
        cpu_idle          = var.service.drafts_by_job
        startup_cpu_boost = true
      }

      dynamic "env" {
        for_each = local.environment

        content {
          name  = env.key
          value = env.value
        }
      }

      # Each second of a cold start is one that a person waits.
      startup_probe {
        period_seconds    = 1
        failure_threshold = 60

        http_get {
          path = "/health"
        }
      }

      liveness_probe {
        period_seconds = 30

        http_get {
          path = "/health"
        }
      }
    }

    # Reads /metrics every 30 s into Managed Service for Prometheus. By its version and not by digest:
    # Google's own image, which it rebuilds with the fixes of its base; it is given no secret, and sees
    # no more than the figures.
    containers {
      name       = "collector"
      image      = "us-docker.pkg.dev/cloud-ops-agents-artifacts/cloud-run-gmp-sidecar/cloud-run-gmp-sidecar:1.2.0"
      depends_on = ["replybot"]

      resources {
        limits   = { cpu = "500m", memory = "256Mi" }
        cpu_idle = var.service.drafts_by_job
      }
    }
  }

  lifecycle {
    # Which revision gets the requests is for `just apply` and `just deploy` to say.
    ignore_changes = [template[0].containers[0].image, traffic, client, client_version]
  }

  depends_on = [google_secret_manager_secret_iam_member.run, google_secret_manager_secret_version.shared_header]
}

# Nobody but the Lambda function.
resource "google_cloud_run_v2_service_iam_member" "aws" {
  name     = google_cloud_run_v2_service.replybot.name
  location = var.region
  role     = "roles/run.invoker"
  member   = google_service_account.aws.member
}

# `replybot check` looks whether it is set up as it needs.
resource "google_cloud_run_v2_service_iam_member" "run" {
  name     = google_cloud_run_v2_service.replybot.name
  location = var.region
  role     = "roles/run.viewer"
  member   = google_service_account.run.member
}
