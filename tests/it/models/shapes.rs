//! The shapes in which servers send an answer, with each of the oddities that were seen on one.

use serde_json::{Value, json};

use crate::models::server::{http, recorded, stream};
use crate::models::{REPLY, drafter, play};

/// A server: how it puts a piece of text into a chunk, and how it ends.
struct Shape {
    server: &'static str,
    /// Before the first piece.
    begin: fn() -> Vec<Value>,
    piece: fn(&str) -> Value,
    end: fn() -> Vec<Value>,
}

fn chunk(delta: Value, finish_reason: Value) -> Value {
    json!({ "id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m",
        "choices": [{ "index": 0, "delta": delta, "finish_reason": finish_reason }] })
}

fn plain(text: &str) -> Value {
    chunk(json!({ "content": text }), Value::Null)
}

fn role() -> Vec<Value> {
    vec![chunk(
        json!({ "role": "assistant", "content": "" }),
        Value::Null,
    )]
}

fn stops() -> Vec<Value> {
    vec![
        chunk(json!({}), json!("stop")),
        json!({ "choices": [], "usage": { "prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15 } }),
    ]
}

const SHAPES: &[Shape] = &[
    Shape {
        server: "OpenAI",
        begin: role,
        piece: plain,
        end: stops,
    },
    Shape {
        server: "Azure",
        begin: || {
            vec![
                json!({ "choices": [], "created": 0, "id": "", "model": "", "object": "", "prompt_filter_results": [{ "prompt_index": 0, "content_filter_results": { "hate": { "filtered": false, "severity": "safe" } } }] }),
                chunk(
                    json!({ "content": "", "refusal": null, "role": "assistant" }),
                    Value::Null,
                ),
            ]
        },
        piece: |text| json!({ "choices": [{ "content_filter_results": {}, "delta": { "content": text }, "finish_reason": null, "index": 0, "logprobs": null }], "usage": null }),
        end: || {
            vec![
                json!({ "choices": [{ "content_filter_results": {}, "delta": {}, "finish_reason": "stop", "index": 0 }] }),
            ]
        },
    },
    Shape {
        server: "Gemini",
        begin: Vec::new,
        piece: |text| chunk(json!({ "role": "assistant", "content": text }), Value::Null),
        end: || {
            vec![
                json!({ "choices": [{ "delta": { "role": "assistant" }, "finish_reason": "STOP", "index": 0 }], "usage": { "prompt_tokens": 10, "completion_tokens": 5 } }),
            ]
        },
    },
    Shape {
        server: "Anthropic",
        begin: role,
        piece: |text| json!({ "choices": [{ "index": 0, "delta": { "content": text } }] }),
        end: || {
            vec![
                chunk(json!({}), json!("end_turn")),
                json!({ "choices": [], "usage": { "input_tokens": 10, "output_tokens": 5 } }),
            ]
        },
    },
    Shape {
        server: "Mistral",
        begin: || {
            vec![chunk(
                json!({ "role": "assistant", "content": [{ "type": "thinking", "thinking": [{ "type": "text", "text": "Internal: no refund." }] }] }),
                Value::Null,
            )]
        },
        piece: |text| {
            chunk(
                json!({ "content": [{ "type": "text", "text": text }] }),
                Value::Null,
            )
        },
        end: || {
            vec![
                json!({ "choices": [{ "index": 0, "delta": { "content": "" }, "finish_reason": "stop" }], "usage": { "prompt_tokens": 10, "completion_tokens": 5 } }),
            ]
        },
    },
    Shape {
        server: "Ollama",
        begin: || {
            vec![chunk(
                json!({ "role": "assistant", "content": "", "reasoning": "Internal: no refund." }),
                Value::Null,
            )]
        },
        piece: |text| chunk(json!({ "role": "assistant", "content": text }), Value::Null),
        end: || {
            vec![chunk(
                json!({ "role": "assistant", "content": "" }),
                json!("stop"),
            )]
        },
    },
    Shape {
        server: "vLLM",
        begin: || {
            vec![
                chunk(json!({ "role": "assistant", "content": "" }), Value::Null),
                chunk(
                    json!({ "reasoning_content": "Internal: no refund." }),
                    Value::Null,
                ),
            ]
        },
        piece: |text| json!({ "choices": [{ "index": 0, "delta": { "content": text }, "logprobs": null, "finish_reason": null, "stop_reason": null }] }),
        end: || {
            vec![
                json!({ "choices": [{ "index": 0, "delta": { "content": "" }, "finish_reason": "stop", "stop_reason": null }] }),
                json!({ "choices": null, "usage": { "prompt_tokens": 10, "completion_tokens": 5 } }),
            ]
        },
    },
    Shape {
        server: "llama.cpp",
        begin: || {
            vec![chunk(
                json!({ "role": "assistant", "content": null }),
                Value::Null,
            )]
        },
        piece: plain,
        end: || {
            vec![
                json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }], "timings": { "prompt_n": 10 }, "usage": { "prompt_tokens": 10, "completion_tokens": 5 } }),
            ]
        },
    },
    Shape {
        server: "LiteLLM",
        begin: role,
        piece: |text| json!({ "choices": [{ "index": 0, "delta": { "content": text, "role": null, "function_call": null, "tool_calls": null, "audio": null }, "finish_reason": null, "logprobs": null }], "stream_options": { "include_usage": true } }),
        end: || {
            vec![
                json!({ "choices": [{ "index": 0, "delta": { "content": null, "role": null }, "finish_reason": "stop" }] }),
                json!({ "choices": [{ "index": 0, "delta": {} }], "usage": { "prompt_tokens": 10, "completion_tokens": 5 } }),
            ]
        },
    },
    Shape {
        server: "OpenRouter",
        begin: || {
            vec![
                json!({ "provider": "X", "choices": [{ "index": 0, "delta": { "role": "assistant", "content": "", "reasoning": "Internal: no refund.", "reasoning_details": [{ "type": "reasoning.text", "text": "Internal" }] }, "finish_reason": null, "native_finish_reason": null }] }),
            ]
        },
        piece: |text| json!({ "choices": [{ "index": 0, "delta": { "role": "assistant", "content": text }, "finish_reason": null, "native_finish_reason": null }] }),
        end: || {
            vec![
                json!({ "choices": [{ "index": 0, "delta": { "content": "" }, "finish_reason": "stop", "native_finish_reason": "STOP" }] }),
                json!({ "choices": [{ "index": 0, "delta": { "content": "" }, "finish_reason": null }], "usage": { "prompt_tokens": 10, "completion_tokens": 5, "cost": 0 } }),
            ]
        },
    },
    Shape {
        server: "sglang",
        begin: role,
        piece: |text| json!({ "choices": [{ "index": 0, "delta": { "role": null, "content": text, "reasoning_content": null }, "finish_reason": "", "matched_stop": null }] }),
        end: || {
            vec![
                json!({ "choices": [{ "index": 0, "delta": { "content": null }, "finish_reason": "stop", "matched_stop": 151645 }] }),
            ]
        },
    },
    Shape {
        server: "TGI",
        begin: Vec::new,
        piece: |text| json!({ "object": "chat.completion.chunk", "choices": [{ "index": 0, "delta": { "role": "assistant", "content": text }, "logprobs": null, "finish_reason": null }], "usage": null }),
        end: || {
            vec![
                json!({ "choices": [{ "index": 0, "delta": { "role": "assistant", "content": "" }, "finish_reason": "eos_token" }], "usage": { "prompt_tokens": 10, "completion_tokens": 5 } }),
            ]
        },
    },
    Shape {
        server: "plain completions",
        begin: Vec::new,
        piece: |text| json!({ "choices": [{ "index": 0, "text": text, "finish_reason": null }] }),
        end: || vec![json!({ "choices": [{ "index": 0, "text": "", "finish_reason": "stop" }] })],
    },
    Shape {
        server: "several choices",
        begin: Vec::new,
        piece: |text| json!({ "choices": [{ "index": 0, "delta": { "content": text } }, { "index": 1, "delta": { "content": "another answer" } }] }),
        end: stops,
    },
];

impl Shape {
    fn chunks(&self) -> Vec<Value> {
        let characters: Vec<char> = REPLY.chars().collect();
        let pieces = characters
            .chunks(8)
            .map(|it| (self.piece)(&it.iter().collect::<String>()));
        (self.begin)()
            .into_iter()
            .chain(pieces)
            .chain((self.end)())
            .collect()
    }
}

/// An oddity: how a stream is written down with it.
type Oddity = (&'static str, fn(&[Value]) -> Vec<u8>);

fn events(chunks: &[Value], between: &str) -> String {
    chunks
        .iter()
        .map(|chunk| format!("data: {chunk}\n\n{between}"))
        .collect()
}

const ODDITIES: &[Oddity] = &[
    ("as documented", |all| {
        format!("{}data: [DONE]\n\n", events(all, "")).into()
    }),
    ("without a last word", |all| events(all, "").into()),
    ("a last word with spaces", |all| {
        format!("{}data: [DONE] \n\n", events(all, "")).into()
    }),
    ("a byte order mark", |all| {
        format!("\u{feff}{}data: [DONE]\n\n", events(all, "")).into()
    }),
    ("lines that end in CR LF", |all| {
        format!("{}data: [DONE]\n\n", events(all, ""))
            .replace('\n', "\r\n")
            .into()
    }),
    ("no space behind the colon", |all| {
        events(all, "").replace("data: ", "data:").into()
    }),
    ("no blank lines", |all| {
        format!("{}data: [DONE]\n", events(all, ""))
            .replace("\n\n", "\n")
            .into()
    }),
    ("no end of the last line", |all| {
        events(all, "").trim_end().to_owned().into()
    }),
    ("comments as heartbeats", |all| {
        format!(
            ": PROCESSING\n\n{}data: [DONE]\n\n",
            events(all, ": keep-alive\n\n")
        )
        .into()
    }),
    ("empty data as heartbeats", |all| {
        format!(
            "data:\n\ndata: \n\n{}data: [DONE]\n\n",
            events(all, "data: \n\n")
        )
        .into()
    }),
    ("ping events", |all| {
        events(all, "event: ping\ndata: {\"type\": \"ping\"}\n\n").into()
    }),
    ("null events", |all| events(all, "data: null\n\n").into()),
    ("events that are no chunks", |all| {
        events(all, "data: OK\n\ndata: []\n\ndata: 1\n\ndata: {}\n\ndata: {\"error\": null}\n\ndata: {\"choices\": [null]}\n\n").into()
    }),
    ("ids and retries", |all| {
        events(all, "id: 1\nretry: 1000\n\n").into()
    }),
    ("a list of chunks", |all| {
        Value::Array(all.to_vec()).to_string().into()
    }),
    ("JSON lines", |all| {
        all.iter()
            .map(|chunk| format!("{chunk}\n"))
            .collect::<String>()
            .into()
    }),
    ("indented JSON", |all| {
        let pretty = |chunk: &Value| {
            serde_json::to_string_pretty(chunk)
                .unwrap()
                .replace('\n', "\ndata: ")
        };
        all.iter()
            .map(|chunk| format!("data: {}\n\n", pretty(chunk)))
            .collect::<String>()
            .into()
    }),
    ("an error of the connection behind the end", |all| {
        format!(
            "{}data: {{\"error\": {{\"message\": \"late\", \"code\": 502}}}}\n\n",
            events(all, "")
        )
        .into()
    }),
];

#[tokio::test]
async fn every_server_with_every_oddity_gives_the_draft() {
    let mut wrong = Vec::new();
    for shape in SHAPES {
        for (oddity, write) in ODDITIES {
            for content_type in ["text/event-stream", "application/json", ""] {
                let body = write(&shape.chunks());
                let answered = play(http(200, content_type, body)).await;
                if answered.end.is_err() || answered.text != REPLY {
                    let Shape { server, .. } = shape;
                    wrong.push(format!(
                        "{server}, {oddity}, {content_type:?}: {:?} {:?}",
                        answered.end, answered.text
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_whole_answer_is_read_whatever_it_is_labelled() {
    let bodies = [
        json!({ "choices": [{ "index": 0, "message": { "role": "assistant", "content": REPLY }, "finish_reason": "stop" }] }),
        json!({ "choices": [{ "message": { "content": REPLY } }] }),
        json!({ "choices": [{ "message": { "content": [{ "type": "text", "text": REPLY }] }, "finish_reason": "eos" }], "error": null }),
        json!({ "choices": [{ "message": { "content": REPLY, "reasoning_content": "Internal: no refund." }, "finish_reason": "stop" }] }),
        json!({ "choices": [{ "message": { "content": REPLY }, "finish_reason": "stop" }, { "index": 1, "message": { "content": "another" } }] }),
    ];
    for body in bodies {
        for content_type in [
            "application/json",
            "application/json; charset=utf-8",
            "text/plain",
            "text/event-stream",
            "text/html",
            "",
        ] {
            for written in [
                body.to_string(),
                format!("\u{feff}{body}"),
                serde_json::to_string_pretty(&body).unwrap(),
                format!("{body}\n"),
            ] {
                let answered = play(http(200, content_type, &written)).await;
                assert_eq!(
                    (answered.text.as_str(), answered.end),
                    (REPLY, Ok(())),
                    "{content_type} {written}"
                );
            }
        }
    }
}

#[tokio::test]
async fn text_that_is_said_twice_is_taken_once() {
    let repeated = json!({ "choices": [{ "index": 0, "message": { "content": REPLY }, "finish_reason": "stop" }] });
    let characters: Vec<char> = REPLY.chars().collect();
    let growing = characters.chunks(9).scan(String::new(), |all, piece| {
        all.extend(piece);
        Some(json!({ "choices": [{ "index": 0, "message": { "content": all.clone() }, "finish_reason": null }] }))
    });
    let growing: Vec<Value> = growing.chain([chunk(json!({}), json!("stop"))]).collect();
    let mut with_message: Vec<Value> = SHAPES[0].chunks();
    with_message.truncate(with_message.len() - 2);
    with_message.push(repeated);
    for chunks in [with_message, growing] {
        let answered = play(stream(events(&chunks, ""))).await;
        assert_eq!((answered.text.as_str(), answered.end), (REPLY, Ok(())));
    }
}

#[tokio::test]
async fn half_a_character_costs_no_more_than_itself() {
    let body = concat!(
        "data: {\"choices\":[{\"delta\":{\"content\":\"Thank you \\ud83d\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"\\ude4f for writing.\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\" \\ud83d\\ude00\"},\"finish_reason\":\"stop\"}]}\n\n",
    );
    let answered = play(stream(body)).await;
    assert_eq!(answered.text, "Thank you \u{fffd}\u{fffd} for writing. 😀");
    assert_eq!(answered.end, Ok(()));
}

#[tokio::test]
async fn recorded_answers_give_the_draft() {
    for name in [
        "bom",
        "choices-null",
        "delta-and-message",
        "eot",
        "json-text-plain",
        "keepalive-empty-data",
        "think-middle",
        "think",
        "thought",
    ] {
        let answered = play(recorded(name)).await;
        assert_eq!(answered.end, Ok(()), "{name}");
        assert!(answered.text.ends_with(REPLY), "{name}: {}", answered.text);
        for seen in answered.seen.iter().chain([&answered.text]) {
            assert!(
                !seen.contains("nternal") && !seen.contains("angry"),
                "{name}: {seen}"
            );
            assert!(
                !seen.contains("im_end") && !seen.contains("think"),
                "{name}: {seen}"
            );
        }
    }
    let answered = play(recorded("null-chunk")).await;
    assert_eq!(answered.text, format!("Dear {REPLY}"));
}

#[tokio::test]
async fn the_tokens_are_counted_where_a_server_tells_them() {
    use llm::Prices;
    use replybot::generation::Question;

    for shape in SHAPES {
        let tells = (shape.end)().iter().any(|it| it["usage"].is_object());
        let body = events(&shape.chunks(), "");
        let server = crate::models::server::Server::with([stream(body)]).await;
        let (drafter, prices) = (drafter(&server.url()), Prices::default());
        let question = Question::new(&drafter, &prices, crate::models::messages("Where is it?"));
        question.whole_answer().await.unwrap();
        let usage = question.took().usage;
        assert_eq!(usage.guessed, !tells, "{}", shape.server);
        assert!(
            !tells || (usage.input, usage.output) == (10, 5),
            "{}",
            shape.server
        );
    }
}
