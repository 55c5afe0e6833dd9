//! What the product itself reads from outside. It takes longer to compile, so it is a feature.

use std::sync::LazyLock;

use llm::read_answer;
use slack::payload::{parse, parse_json};
use tokio::runtime::{Builder, Runtime};

use crate::targets::{Seeds, Target};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let runtime = Builder::new_current_thread().enable_time().build();
    runtime.expect("a runtime without any threads of its own")
});

/// A model's answer, as it arrives in pieces.
pub(crate) const STREAMS: Target = Target {
    name: "streams",
    seeds: Seeds::Texts(&[
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Dear \"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"[NAME_1]\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}}\n\ndata: [DONE]\n\n",
        "{\"choices\":[{\"message\":{\"content\":\"Hello.\"},\"finish_reason\":\"stop\"}]}",
        "event: chunk\r\ndata: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}}]}\r\n\r\n: beat\r\n\r\n",
        "[{\"choices\":[{\"text\":\"a\"}]},{\"error\":{\"code\":429,\"message\":\"slow down\"}}]",
        "data: {\"choices\":[{\"delta\":{\"content\":\"<think>hm</think>Hello <|im_end|>\"}}]}\n",
    ]),
    words: &[
        "data: ",
        "\n",
        "\r",
        "\r\n\r\n",
        "[DONE]",
        "event: error\n",
        "id: 1\n",
        ": beat\n",
        "\u{feff}",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\ud83d",
        "\\udc68",
        "null",
        "{\"choices\":[",
        "{\"delta\":{\"content\":\"",
        "\"finish_reason\":\"length\"",
        "\"message\":{\"content\":\"",
        "<think>",
        "</think>",
        "<|channel|>final<|message|>",
        "<|im_end|>",
        "[/INST]",
        "{\"error\":{\"message\":\"x\"}}",
        "{\"usage\":{\"prompt_tokens\":1e99}}",
        "\"index\":1,",
        "\u{200b}",
        "\u{e0041}",
        "[EMAIL_1]",
        "ＥＭＡＩＬ",
        "1e400",
        "\\u0000",
        "\"reasoning_content\":\"x\",",
    ],
    read: |bytes| {
        // Pieces of all sizes, as a network has them; the bytes themselves say which.
        let size = 1 + bytes
            .iter()
            .fold(7usize, |sum, byte| (sum * 31 + usize::from(*byte)) % 1500);
        let pieces = bytes.chunks(size).map(<[u8]>::to_vec).collect();
        if let Ok(answer) = RUNTIME.block_on(read_answer(pieces)) {
            let text = answer.as_str();
            assert!(
                !text.contains(['\0', '\r', '\u{200b}']),
                "what no draft holds"
            );
            assert!(text.len() <= 200_000, "a draft without end");
        }
    },
};

/// What Slack sends when a person does something; it carries Slack's signature, and may be anything.
pub(crate) const PAYLOADS: Target = Target {
    name: "payloads",
    seeds: Seeds::Texts(&[
        r#"{"type":"block_actions","user":{"id":"U1","name":"sato","team_id":"T1"},"team":{"id":"T1"},"api_app_id":"A1","trigger_id":"1.2.3","channel":{"id":"C1"},"message":{"ts":"1.0"},"actions":[{"action_id":"generate_reply_action","value":"{\"context_id\":\"abc\"}"}]}"#,
        r#"{"type":"view_submission","user":{"id":"U1","name":"sato"},"view":{"id":"V1","type":"modal","callback_id":"ai_reply_modal_submission","external_id":"ai-reply-abc-1","hash":"1.2","private_metadata":"{\"context_id\":\"abc\",\"language\":\"en\"}","blocks":[{"type":"input","block_id":"editable_reply_block_1"}],"state":{"values":{"editable_reply_block_1":{"editable_reply_input":{"type":"plain_text_input","value":"A"}},"reply_cc_block":{"copies_choice":{"type":"checkboxes","selected_options":[{"value":"1"}]}}}}}}"#,
        r#"{"type":"view_closed","user":{"id":"U1"},"view":{"id":"V1","type":"modal","callback_id":"ai_reply_modal_submission","external_id":"ai-reply-abc-1","private_metadata":"{\"context_id\":\"abc\"}"}}"#,
        r#"{"type":"event_callback","event":{"type":"app_home_opened","user":"U1","tab":"home"}}"#,
        "payload=%7B%22type%22%3A%22block_actions%22%2C%22user%22%3A%7B%22id%22%3A%22U1%22%7D%2C%22actions%22%3A%5B%5D%7D",
    ]),
    words: &[
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        ":",
        ",",
        "null",
        "true",
        "-1",
        "1e999",
        "payload=",
        "&",
        "%7B",
        "%",
        "+",
        "\"type\":\"view_submission\"",
        "\"actions\":[",
        "\"state\":{\"values\":{",
        "\"selected_option\":{\"value\":\"",
        "\"private_metadata\":\"",
        "\"context_id\":\"",
        "editable_reply_block_",
        "\\u0000",
        "\\ud800",
        "\u{202e}",
        "[[[[[[[[",
        "{\"a\":",
        "ssl_check=1",
    ],
    read: |bytes| {
        // Refused or read: an error is an answer, too.
        drop(parse(bytes));
        if let Ok(text) = std::str::from_utf8(bytes) {
            drop(parse_json(text));
            let form: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            drop(parse(format!("payload={form}").as_bytes()));
        }
    },
};
