terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
    google = {
      source  = "hashicorp/google"
      version = "~> 8.0"
    }
  }

  # The state holds addresses and names, and the shared header where one is set: keep it private.
  # What is left out here is in STAGE.tfbackend.
  backend "s3" {}
}

provider "aws" {
  region = var.aws_region

  default_tags {
    tags = local.labels
  }
}

# Terraform configures a provider that no resource uses, too: with AWS alone a token that is none
# keeps it from looking for credentials.
provider "google" {
  project        = var.gcp_project
  region         = var.gcp_region
  access_token   = var.aws_only ? "unused" : null
  default_labels = local.labels

  # With credentials of a person (`gcloud auth application-default login`) the API of budgets wants
  # to know which project's quota a call counts against.
  billing_project       = var.gcp_project
  user_project_override = true
}
