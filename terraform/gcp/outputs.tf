output "account_id" {
  description = "Unique id of the account that takes the AWS role."
  value       = google_service_account.run.unique_id
}

output "credentials_for_aws" {
  description = "GOOGLE_APPLICATION_CREDENTIALS of the Lambda function."
  value       = local.credentials_for_aws
}

output "service_url" {
  description = "Where the service answers."
  value       = local.service_url
}

output "secret_names" {
  description = "The secrets by variable name."
  value       = local.secret_places
}

output "dashboard_url" {
  description = "The dashboard."
  value       = "https://console.cloud.google.com/monitoring/dashboards/builder/${reverse(split("/", google_monitoring_dashboard.replybot.id))[0]}?project=${var.project}"
}

output "for_just" {
  description = "What the justfile reads."
  value = {
    project    = var.project
    region     = var.region
    repository = local.repository
    service    = google_cloud_run_v2_service.replybot.name
    jobs       = [for job in google_cloud_run_v2_job.replybot : job.name]
  }
}

output "github_provider" {
  description = "Whose tokens are taken."
  value       = one(google_iam_workload_identity_pool_provider.github[*].name)
}

output "github_account" {
  description = "The account that GitHub's workflow uses."
  value       = one(google_service_account.github[*].email)
}
