terraform {
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 8.0"
    }
  }

  # The state is in a bucket of the same cloud; what is left out here is in STAGE.tfbackend.
  backend "gcs" {}
}

provider "google" {
  project        = var.gcp_project
  region         = var.gcp_region
  default_labels = local.labels

  billing_project       = var.gcp_project
  user_project_override = true
}
