# The machine, its disk and its network. It opens connections, and takes none but SSH through Google's
# Identity-Aware Proxy, which asks for an IAM role.

resource "google_compute_network" "replybot" {
  name                    = local.name
  auto_create_subnetworks = false
  depends_on              = [google_project_service.apis]
}

resource "google_compute_subnetwork" "replybot" {
  name                     = local.name
  network                  = google_compute_network.replybot.id
  region                   = var.gcp_region
  ip_cidr_range            = "10.60.0.0/28"
  private_ip_google_access = true
}

resource "google_compute_firewall" "ssh" {
  name    = "${local.name}-ssh"
  network = google_compute_network.replybot.id
  # Identity-Aware Proxy (docs.cloud.google.com/iap/docs/using-tcp-forwarding)
  source_ranges           = ["35.235.240.0/20"]
  target_service_accounts = [google_service_account.machine.email]

  allow {
    protocol = "tcp"
    ports    = ["22"]
  }
}

# Where the inquiries are. It outlives the machine.
resource "google_compute_disk" "data" {
  name   = "${local.name}-data"
  zone   = local.zone
  type   = "pd-balanced"
  size   = 10
  labels = local.labels

  # A disk of a snapshot (`just restore`, docs/deployment.md) takes its place by its name.
  snapshot = var.snapshot

  lifecycle {
    ignore_changes = [size]
  }

  depends_on = [google_project_service.apis]
}

resource "google_compute_resource_policy" "snapshots" {
  name   = "${local.name}-data"
  region = var.gcp_region

  snapshot_schedule_policy {
    schedule {
      hourly_schedule {
        hours_in_cycle = 4
        start_time     = "00:00"
      }
    }

    # No longer than the inquiries that are in it.
    retention_policy {
      max_retention_days    = min(14, tonumber(lookup(var.settings, "RETENTION_DAYS", "30")))
      on_source_disk_delete = "APPLY_RETENTION_POLICY"
    }
  }
}

resource "google_compute_disk_resource_policy_attachment" "snapshots" {
  name = google_compute_resource_policy.snapshots.name
  disk = google_compute_disk.data.name
  zone = local.zone
}

resource "google_compute_instance" "replybot" {
  name                      = local.name
  zone                      = local.zone
  machine_type              = var.machine_type
  labels                    = local.labels
  deletion_protection       = var.deletion_protection
  allow_stopping_for_update = true

  boot_disk {
    initialize_params {
      image = "projects/cos-cloud/global/images/family/cos-stable"
    }
  }

  attached_disk {
    source      = google_compute_disk.data.id
    device_name = "data"
  }

  network_interface {
    subnetwork = google_compute_subnetwork.replybot.id

    # To Slack, the mail servers and the model; nothing comes in by it.
    access_config {}
  }

  shielded_instance_config {
    enable_secure_boot          = true
    enable_vtpm                 = true
    enable_integrity_monitoring = true
  }

  service_account {
    email  = google_service_account.machine.email
    scopes = ["cloud-platform"]
  }

  scheduling {
    automatic_restart   = true
    on_host_maintenance = "MIGRATE"
  }

  metadata = {
    enable-oslogin         = "TRUE"
    block-project-ssh-keys = "TRUE"
    google-logging-enabled = "true"
    user-data = templatefile("${path.module}/cloud-init.yaml", {
      environment = local.environment
      registry    = "${var.gcp_region}-docker.pkg.dev"
    })
    # What `just deploy` changes.
    replybot-image = "${local.repository}:${var.image_tag}"
  }

  lifecycle {
    ignore_changes = [metadata["replybot-image"], metadata["ssh-keys"]]
  }

  depends_on = [google_secret_manager_secret_iam_member.machine, google_artifact_registry_repository_iam_member.machine]
}
