output "secret_names" {
  description = "The secrets to put values into."
  value       = { for name, secret in google_secret_manager_secret.replybot : name => secret.id }
}

output "repository" {
  description = "Where images are pushed to."
  value       = local.repository
}

output "machine" {
  description = "The machine, and its zone."
  value       = { name = google_compute_instance.replybot.name, zone = local.zone }
}
