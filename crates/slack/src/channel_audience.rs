//! Who can see the channel that the cards go to: a public one is open to the whole workspace, a
//! shared one to another company (docs.slack.dev/reference/methods/conversations.info).

use serde::Deserialize;

/// What `conversations.info` says about a channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ChannelInfo {
    /// Only who was invited can read it.
    pub is_private: bool,
    /// People of another organization are in it (Slack Connect).
    pub is_ext_shared: bool,
    /// Another organization has been invited.
    pub is_pending_ext_shared: bool,
    /// Other workspaces of the same organization have it, too.
    pub is_org_shared: bool,
}

/// Why customers' words may be seen by more people than meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exposure {
    /// Everybody in the workspace can read it.
    Public,
    /// People of another organization are in it, or are invited.
    OtherOrganization,
    /// Other workspaces of the organization have it.
    OtherWorkspaces,
}

impl ChannelInfo {
    /// People of another organization are in the channel, or are invited.
    pub fn has_other_organization(&self) -> bool {
        self.is_ext_shared || self.is_pending_ext_shared
    }

    /// What the team should know, the worst first.
    pub fn exposures(&self) -> Vec<Exposure> {
        let found = [
            (self.has_other_organization(), Exposure::OtherOrganization),
            (self.is_org_shared, Exposure::OtherWorkspaces),
            (!self.is_private, Exposure::Public),
        ];
        let found = found.into_iter().filter(|(is_so, _)| *is_so);
        found.map(|(_, exposure)| exposure).collect()
    }
}

impl Exposure {
    /// For the log and the command line.
    pub fn warning(self) -> &'static str {
        match self {
            Exposure::Public => {
                "the channel is public: everybody in the workspace, guests with access included, can read the cards"
            }
            Exposure::OtherOrganization => {
                "the channel is shared with another organization (Slack Connect), or one is invited: its people can read the cards"
            }
            Exposure::OtherWorkspaces => {
                "the channel is shared with other workspaces of the organization: their people can read the cards"
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_private_channel_of_one_workspace_is_no_reason_to_warn() {
        let read = |json| serde_json::from_value::<ChannelInfo>(json).unwrap();
        let private = serde_json::json!({ "id": "C1", "is_private": true });
        assert_eq!(read(private).exposures(), []);
        let connect = serde_json::json!({ "is_private": true, "is_ext_shared": true });
        assert_eq!(read(connect).exposures(), [Exposure::OtherOrganization]);
        let invited = serde_json::json!({ "is_private": true, "is_pending_ext_shared": true });
        assert_eq!(read(invited).exposures(), [Exposure::OtherOrganization]);
        let grid = serde_json::json!({ "is_private": false, "is_org_shared": true });
        assert_eq!(
            read(grid).exposures(),
            [Exposure::OtherWorkspaces, Exposure::Public]
        );
    }
}
