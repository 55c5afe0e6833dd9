terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
    google = {
      source  = "hashicorp/google"
      version = "~> 8.0"
    }
  }

  # The state holds addresses and names, and the shared header where one is set: keep it private.
  # What is left out here stands in STAGE.tfbackend.
  backend "s3" {}
}

provider "aws" {
  region = var.aws_region

  default_tags {
    tags = local.labels
  }
}

provider "google" {
  project        = var.gcp_project
  region         = var.gcp_region
  default_labels = local.labels
}
