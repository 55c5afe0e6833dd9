//! `replybot job` as Cloud Run runs it.

use serde_json::Value;

use crate::llm::Script;
use crate::process::World;

async fn states(world: &World) -> Vec<String> {
    let output = world.run(&["history", "--json"]).await;
    let text = String::from_utf8(output.stdout).unwrap();
    let state = |line: &str| {
        serde_json::from_str::<Value>(line).unwrap()["state"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    text.lines().map(state).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_share_out_what_has_no_draft_and_leave_nothing() {
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    for number in 0..6 {
        world.ingest(&number.to_string()).await;
    }
    world.set("CLOUD_RUN_TASK_COUNT", "3");
    for index in 0..3 {
        world.set("CLOUD_RUN_TASK_INDEX", &index.to_string());
        let output = world.run(&["job", "--pending"]).await;
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert_eq!(states(&world).await, ["drafted"; 6]);
    assert_eq!(world.llm.prompts().len(), 6);
    let again = world.run(&["job", "--pending"]).await;
    assert_eq!(
        (again.status.code(), world.llm.prompts().len()),
        (Some(0), 6)
    );
    world.set("CLOUD_RUN_TASK_INDEX", "3");
    assert_eq!(
        world.run(&["job", "--pending"]).await.status.code(),
        Some(2)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_told_to_stop_leaves_its_work_to_the_next_try() {
    let world = World::start("http://127.0.0.1:1/slack/events").await;
    let id = world.ingest("1").await;
    world.llm.script(Script::Silent);
    let running = world.spawn(&["job", "--context-id", &id]);
    world
        .until("a question to the model", || world.llm.prompts().len() == 1)
        .await;
    let pid = running.pid().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(running.ended().await, Some(75), "{}", world.log());
    assert_eq!(states(&world).await, ["drafting"]);
    let output = world.run(&["job", "--context-id", &id]).await;
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(states(&world).await, ["drafted"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_needs_to_know_which_inquiry() {
    let world = World::start("http://127.0.0.1:1/slack/events").await;
    assert_eq!(world.run(&["job"]).await.status.code(), Some(2));
    assert_eq!(
        world
            .run(&["job", "--pending", "--context-id", "x"])
            .await
            .status
            .code(),
        Some(2)
    );
    assert_eq!(
        world
            .run(&["job", "--context-id", "nobody"])
            .await
            .status
            .code(),
        Some(1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_variables_of_an_older_deployments_job_are_enough() {
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    let id = world.ingest("1").await;
    // The card says which channel it is in; a job sends nothing, and answers no person.
    for name in [
        "SLACK_CHANNEL_ID",
        "SLACK_SIGNING_SECRET",
        "SENDER_EMAIL_ADDRESS",
        "MAIL_TRANSPORT",
        "ASYNC_GENERATION_AUTH_HEADER",
    ] {
        world.unset(name);
    }
    let output = world.run(&["job", "--context-id", &id]).await;
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{log}");
    assert_eq!(states(&world).await, ["drafted"]);
    let card = world.workspace.messages()[0].to_string();
    assert!(card.contains("draft"), "{card}");
}
