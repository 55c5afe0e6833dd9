//! Slack: its tokens, the channel, and who may send.

use secrecy::ExposeSecret;

use super::reader::{LONGEST_SECRET, Reader};
use super::text::{is_printable, is_slack_id};
use super::{Senders, SlackConfig};
use inquiry::CardFiles;
use mail::is_dangerous_name;
use platform::secrets::Secret;

impl Reader<'_> {
    pub(super) fn slack(&mut self) -> SlackConfig {
        SlackConfig {
            api_url: self.url("SLACK_API_URL", "https://slack.com/api"),
            bot_token: self.bot_token(),
            channel: self.channel(),
        }
    }

    pub(super) fn bot_token(&mut self) -> Secret {
        const VARIABLE: &str = "SLACK_BOT_TOKEN";
        const EXAMPLE: &str = "xoxb-1234-5678-abcdef";
        let token = self.secret(VARIABLE, EXAMPLE);
        // xoxe.: of an app with token rotation.
        let prefixes = ["xoxb-", "xoxe.xoxb-"];
        self.check_token(VARIABLE, &token, &prefixes, "a bot token", EXAMPLE);
        token
    }

    pub(super) fn app_token(&mut self) -> Secret {
        const VARIABLE: &str = "SLACK_APP_TOKEN";
        const EXAMPLE: &str = "xapp-1-A0123456789-1234-abcdef";
        let token = self.secret(VARIABLE, EXAMPLE);
        let prefixes = ["xapp-"];
        self.check_token(VARIABLE, &token, &prefixes, "an app-level token", EXAMPLE);
        token
    }

    pub(super) fn config_token(&mut self) -> Secret {
        const VARIABLE: &str = "SLACK_CONFIG_TOKEN";
        const EXAMPLE: &str = "xoxe.xoxp-1-Mi0y…";
        let token = self.secret(VARIABLE, EXAMPLE);
        let kind = "an app configuration token";
        self.check_token(VARIABLE, &token, &["xoxe.", "xoxe-"], kind, EXAMPLE);
        token
    }

    pub(super) fn app_id(&mut self) -> String {
        const VARIABLE: &str = "SLACK_APP_ID";
        const EXAMPLE: &str = "A0123456789";
        let id = self.required(VARIABLE, EXAMPLE);
        if !id.is_empty() && !is_slack_id(&id, &['A']) {
            let what = "is no id of a Slack app: A, then capital letters and digits";
            self.problem(VARIABLE, what, EXAMPLE);
        }
        id
    }

    /// Slack's tokens say by their beginning whose they are
    /// (docs.slack.dev/authentication/tokens).
    fn check_token(
        &mut self,
        variable: &'static str,
        token: &Secret,
        prefixes: &[&str],
        kind: &str,
        example: &'static str,
    ) {
        let token = token.current();
        let token = token.expose_secret();
        let rest = prefixes
            .iter()
            .find_map(|prefix| token.strip_prefix(prefix));
        let is_token = rest.is_some_and(|rest| rest.len() >= 4 && is_printable(rest));
        if !token.is_empty() && (!is_token || token.len() > LONGEST_SECRET) {
            let what = format!(
                "is not {kind} of Slack's, which begins with {}",
                prefixes[0]
            );
            self.problem(variable, &what, example);
        }
    }

    /// A channel's id, not its name.
    pub(super) fn channel(&mut self) -> String {
        const VARIABLE: &str = "SLACK_CHANNEL_ID";
        const EXAMPLE: &str = "C0123456789";
        let id = self.required(VARIABLE, EXAMPLE);
        if !id.is_empty() && !is_slack_id(&id, &['C', 'G']) {
            let what = "is no id of a channel: C or G, then capital letters and digits \
                        (Slack shows it at the end of the channel's details)";
            self.problem(VARIABLE, what, EXAMPLE);
        }
        id
    }

    /// `SLACK_CARD_FILES`. A file cannot be masked, so that the channel has to see mails in full.
    pub(super) fn card_files(&mut self) -> CardFiles {
        const VARIABLE: &str = "SLACK_CARD_FILES";
        const EXAMPLE: &str = "png,jpg,jpeg,gif,pdf";
        let list = self.environment.get(VARIABLE).unwrap_or_default();
        let endings = list.split(',').map(|it| it.trim().to_ascii_lowercase());
        let endings: Vec<String> = endings.filter(|it| !it.is_empty() && it != "off").collect();
        let is_ending =
            |it: &String| it.len() <= 10 && it.bytes().all(|b| b.is_ascii_alphanumeric());
        let does_harm = |it: &String| is_dangerous_name(&format!("file.{it}"));
        let is_full = self.environment.get("SLACK_CARD_CONTENT") == Some("full");
        let wrong = match () {
            () if !endings.iter().all(is_ending) => {
                "is no list of endings of files' names, separated by commas, without dots; or `off`"
            }
            () if endings.iter().any(does_harm) => {
                "names files that can do harm who opens them: these are never shown"
            }
            () if !endings.is_empty() && !is_full => {
                "shows what cannot be masked: set SLACK_CARD_CONTENT=full, too, or let people click"
            }
            () => return CardFiles(endings),
        };
        self.problem(VARIABLE, wrong, EXAMPLE);
        CardFiles::default()
    }

    pub(super) fn senders(&mut self) -> Senders {
        let ids = self.environment.get("SENDERS_ALLOWED").unwrap_or_default();
        Senders::parse(ids).unwrap_or_else(|| {
            self.problem(
                "SENDERS_ALLOWED",
                "holds something that is no id of a Slack user (U…, W…) or user group (S…)",
                "U012AB3CD,S0604QSJC",
            );
            Senders::default()
        })
    }
}
