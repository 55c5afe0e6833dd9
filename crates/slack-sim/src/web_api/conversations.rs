//! Reading: `conversations.*` and `users.info` (docs.slack.dev/reference/methods/conversations.history,
//! …/conversations.replies, …/conversations.info, …/conversations.members, …/users.info,
//! …/bots.info, …/usergroups.users.list).

use serde_json::{Value, json};

use super::super::state::{APP_ID, BOT_ID, BOT_NAME, BOT_USER_ID, Message, TEAM_ID};
use super::{Answer, Args, Desk, Method, Refused};

pub(super) const HISTORY: Method = Method {
    name: "conversations.history",
    required: &["channel"],
    optional: &[
        "cursor",
        "limit",
        "oldest",
        "latest",
        "inclusive",
        "include_all_metadata",
    ],
    json: false,
    run: history,
};

pub(super) const REPLIES: Method = Method {
    name: "conversations.replies",
    required: &["channel", "ts"],
    optional: HISTORY.optional,
    json: false,
    run: replies,
};

pub(super) const INFO: Method = Method {
    name: "conversations.info",
    required: &["channel"],
    optional: &["include_locale", "include_num_members"],
    json: false,
    run: info,
};

pub(super) const USERS_INFO: Method = Method {
    name: "users.info",
    required: &["user"],
    optional: &["include_locale"],
    json: false,
    run: users_info,
};

pub(super) const MEMBERS: Method = Method {
    name: "conversations.members",
    required: &["channel"],
    optional: &["cursor", "limit"],
    json: false,
    run: members,
};

pub(super) const BOTS_INFO: Method = Method {
    name: "bots.info",
    required: &[],
    optional: &["bot", "team_id"],
    json: false,
    run: bots_info,
};

/// The people that the app sees in the channel, itself among them, a page at a time.
fn members(desk: &mut Desk, args: &Args) -> Answer {
    desk.channel(args)?;
    let limit = match args.given("limit").map(|limit| limit.parse::<usize>()) {
        None => 100,
        Some(Ok(limit @ 1..=1000)) => limit,
        Some(_) => return Err(Refused::new("invalid_limit")),
    };
    let mut all = desk.members();
    all.push(BOT_USER_ID.to_owned());
    let skip = match args.given("cursor") {
        None => 0,
        Some(cursor) => all
            .iter()
            .position(|id| cursor.strip_prefix("after:") == Some(id))
            .map(|last| last + 1)
            .ok_or(Refused::new("invalid_cursor"))?,
    };
    let shown: Vec<&String> = all.iter().skip(skip).take(limit).collect();
    let more = skip + shown.len() < all.len();
    let last = shown.last().filter(|_| more);
    let cursor = last.map(|last| format!("after:{last}")).unwrap_or_default();
    Ok(json!({ "members": shown, "response_metadata": { "next_cursor": cursor } }))
}

fn bots_info(_: &mut Desk, args: &Args) -> Answer {
    match args.given("bot").as_deref() {
        None | Some(BOT_ID) => Ok(json!({ "bot": {
            "id": BOT_ID, "app_id": APP_ID, "user_id": BOT_USER_ID, "name": BOT_NAME, "deleted": false,
        } })),
        Some(_) => Err(Refused::new("bot_not_found")),
    }
}

impl Desk<'_> {
    /// The people in the channel.
    pub(super) fn members(&self) -> Vec<String> {
        let everybody = || {
            self.settings
                .users
                .iter()
                .map(|user| user.id.clone())
                .collect()
        };
        self.state.members.clone().unwrap_or_else(everybody)
    }
}

pub(super) const GROUP_MEMBERS: Method = Method {
    name: "usergroups.users.list",
    required: &["usergroup"],
    optional: &["include_disabled"],
    json: false,
    run: group_members,
};

fn group_members(desk: &mut Desk, args: &Args) -> Answer {
    let id = args.text("usergroup").unwrap_or_default();
    match desk.state.groups.get(&id) {
        Some(users) => Ok(json!({ "users": users })),
        None => Err(Refused::new("no_such_subteam")),
    }
}

fn history(desk: &mut Desk, args: &Args) -> Answer {
    desk.channel(args)?;
    let in_channel = |it: &&Message| it.only_for.is_none() && it.thread_ts.is_none();
    let newest_first = desk
        .state
        .messages
        .iter()
        .rev()
        .filter(in_channel)
        .collect();
    page(desk, args, newest_first)
}

fn replies(desk: &mut Desk, args: &Args) -> Answer {
    desk.channel(args)?;
    let ts = args.text("ts").unwrap_or_default();
    let Some(message) = desk.state.message(&ts).filter(|it| it.only_for.is_none()) else {
        return Err(Refused::new("thread_not_found"));
    };
    let root = message.thread_ts.as_deref().unwrap_or(&ts);
    let parent = desk.state.message(root).into_iter();
    let oldest_first = parent.chain(desk.state.replies(root)).collect();
    page(desk, args, oldest_first)
}

/// One page of messages between `oldest` and `latest`.
fn page(desk: &Desk, args: &Args, all: Vec<&Message>) -> Answer {
    let limit = match args.given("limit").map(|limit| limit.parse::<usize>()) {
        None => 100,
        Some(Ok(limit @ 1..=999)) => limit,
        Some(_) => return Err(Refused::new("invalid_limit")),
    };
    let inclusive = args.flag("inclusive");
    let oldest = bound(args, "oldest", "invalid_ts_oldest")?;
    let latest = bound(args, "latest", "invalid_ts_latest")?;
    let within = |message: &&&Message| {
        let ts = stamp(&message.ts);
        let after = |oldest| ts > oldest || (inclusive && ts == oldest);
        let before = |latest| ts < latest || (inclusive && ts == latest);
        oldest.is_none_or(after) && latest.is_none_or(before)
    };
    let all: Vec<&&Message> = all.iter().filter(within).collect();
    // The cursor names the last message shown, so that new messages do not shift the pages.
    let skip = match args.given("cursor") {
        None => 0,
        Some(cursor) => all
            .iter()
            .position(|message| cursor.strip_prefix("after:") == Some(&message.ts))
            .map(|last| last + 1)
            .ok_or(Refused::new("invalid_cursor"))?,
    };
    let metadata = args.flag("include_all_metadata");
    let shown: Vec<Value> = all
        .iter()
        .skip(skip)
        .take(limit)
        .map(|message| message.json(desk.state, metadata))
        .collect();
    let end = skip + shown.len();
    let more = end < all.len();
    let last = all.get(end.saturating_sub(1)).filter(|_| more);
    let cursor = last
        .map(|last| format!("after:{}", last.ts))
        .unwrap_or_default();
    Ok(json!({
        "messages": shown,
        "has_more": more,
        "response_metadata": { "next_cursor": cursor },
    }))
}

/// Seconds and the part behind the point, so that they compare as numbers do.
fn stamp(ts: &str) -> Option<(u64, u64)> {
    let (seconds, rest) = ts.split_once('.').unwrap_or((ts, "0"));
    Some((seconds.parse().ok()?, format!("{rest:0<6}").parse().ok()?))
}

type Bound = Option<Option<(u64, u64)>>;

fn bound(args: &Args, field: &str, error: &'static str) -> Result<Bound, Refused> {
    match args.given(field).map(|ts| stamp(&ts)) {
        None => Ok(None),
        Some(Some(ts)) => Ok(Some(Some(ts))),
        Some(None) => Err(Refused::new(error)),
    }
}

fn info(desk: &mut Desk, args: &Args) -> Answer {
    desk.channel(args)?;
    let channel = &desk.settings.channel;
    let mut json = json!({
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": true,
        "is_group": false,
        "is_im": false,
        "is_archived": false,
        "is_private": true,
        "is_member": true,
        "is_shared": false,
        "is_org_shared": false,
        "is_ext_shared": false,
        "is_pending_ext_shared": false,
        "context_team_id": TEAM_ID,
    });
    for (field, value) in &desk.state.channel {
        json[field] = value.clone();
    }
    Ok(json!({ "channel": json }))
}

fn users_info(desk: &mut Desk, args: &Args) -> Answer {
    let id = args.text("user").unwrap_or_default();
    let Some(user) = desk.settings.user(&id) else {
        return Err(Refused::new("user_not_found"));
    };
    let mut json = json!({
        "id": user.id,
        "team_id": TEAM_ID,
        "name": user.handle(),
        "real_name": user.name,
        "deleted": false,
        "is_bot": false,
        "is_app_user": false,
        "tz": "Asia/Tokyo",
        "tz_label": "Japan Standard Time",
        "tz_offset": 32400,
        "profile": { "real_name": user.name, "display_name": user.name, "team": TEAM_ID },
    });
    for (field, value) in desk.state.people.get(&id).into_iter().flatten() {
        json[field] = value.clone();
    }
    if args.flag("include_locale") {
        json["locale"] = desk.settings.language.locale().into();
    }
    Ok(json!({ "user": json }))
}
