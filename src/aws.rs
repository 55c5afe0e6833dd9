//! The configuration that all AWS clients share: region, endpoint and credentials as in every
//! AWS SDK (`AWS_REGION`, `AWS_ENDPOINT_URL`, …).

use aws_config::{BehaviorVersion, SdkConfig};

/// Reads it from the environment, the profile or the machine's metadata service.
pub async fn sdk_config() -> SdkConfig {
    aws_config::defaults(BehaviorVersion::latest()).load().await
}
