//! Whole answers as providers send them, in `tests/golden/`: written down after their documentation and the reports
//! of their users, with every oddity that is known of them.

mod coverage;

use std::fmt::Write;

use super::*;
use crate::response::{ModelResponse, OutputItem};

/// One recorded answer.
struct Golden {
    name: &'static str,
    api: Api,
    input: &'static [u8],
}

macro_rules! golden {
    ($($api:ident $name:ident;)*) => {
        /// All of them.
        const ALL: &[Golden] = &[
            $(Golden {
                name: stringify!($name),
                api: Api::$api,
                input: include_bytes!(concat!("../../../../tests/golden/", stringify!($name), ".sse")),
            },)*
        ];
        $(
            #[tokio::test(start_paused = true)]
            async fn $name() {
                let input = include_bytes!(concat!("../../../../tests/golden/", stringify!($name), ".sse"));
                check(stringify!($name), Api::$api, input).await;
            }
        )*
    };
}

golden! {
    Responses openai_responses_text;
    Responses openai_responses_refusal;
    Responses openai_responses_tool;
    Responses openai_responses_reasoning_tools;
    Responses openai_responses_length;
    Responses openai_responses_filter;
    Responses openai_responses_failed;
    Responses openai_responses_citations;
    Responses openai_responses_image;
    Responses vllm_responses_reasoning;
    ChatCompletions openai_chat_text;
    ChatCompletions openai_chat_tool;
    ChatCompletions openai_chat_parallel_tools;
    ChatCompletions openai_chat_refusal;
    ChatCompletions openai_chat_length;
    ChatCompletions openai_chat_filter;
    ChatCompletions openrouter_reasoning_tool;
    ChatCompletions openrouter_citations;
    ChatCompletions openrouter_error;
    ChatCompletions openrouter_text;
    ChatCompletions openrouter_parallel_tools;
    ChatCompletions openrouter_length;
    ChatCompletions openrouter_filter;
    ChatCompletions openrouter_late_error;
    Responses openrouter_responses_text;
    ChatCompletions ollama_parallel_tools;
    ChatCompletions ollama_text;
    ChatCompletions ollama_tool;
    ChatCompletions ollama_reasoning_tool;
    ChatCompletions ollama_length;
    ChatCompletions llama_cpp_reasoning;
    ChatCompletions llama_cpp_tool;
    ChatCompletions llama_cpp_text;
    ChatCompletions llama_cpp_parallel_tools;
    ChatCompletions llama_cpp_reasoning_tool;
    ChatCompletions llama_cpp_length;
    ChatCompletions vllm_named_tool;
    ChatCompletions vllm_text;
    ChatCompletions vllm_parallel_tools;
    ChatCompletions vllm_reasoning_tool;
    ChatCompletions vllm_length;
    ChatCompletions azure_text;
    ChatCompletions mistral_reasoning_tool;
    ChatCompletions deepseek_reasoning_tool;
    ChatCompletions groq_tool;
    ChatCompletions lm_studio_parallel_tools;
    ChatCompletions xai_text;
}

async fn check(name: &str, api: Api, input: &'static [u8]) {
    let whole = read(answer(api, chunks([input]))).await;
    insta::with_settings!({snapshot_path => "../snapshots", omit_expression => true}, {
        insta::assert_snapshot!(name, write_down(&whole));
    });
    agree_with_deltas(&whole.0);
    let same = |other: &(Vec<ModelEvent>, Option<ModelError>), how: &str| {
        assert_eq!(other.0, whole.0, "{how}");
        let kind = |error: &Option<ModelError>| error.as_ref().map(|it| it.kind.clone());
        assert_eq!(kind(&other.1), kind(&whole.1), "{how}");
    };
    same(
        &read(answer(api, chunks(input.chunks(1)))).await,
        "byte by byte",
    );
    for at in 1..input.len() {
        let (head, tail) = input.split_at(at);
        same(
            &read(answer(api, chunks([head, tail]))).await,
            &format!("in two at {at}"),
        );
        check_cut(at, &read(answer(api, chunks([head]))).await, &whole);
    }
}

/// An answer cut at any byte is truncated, or lacks nothing that matters.
fn check_cut(
    at: usize,
    cut: &(Vec<ModelEvent>, Option<ModelError>),
    whole: &(Vec<ModelEvent>, Option<ModelError>),
) {
    match &cut.1 {
        Some(error) if error.kind == ErrorKind::Truncated => {
            assert!(finished(&cut.0).is_none(), "finished and cut at {at}");
        }
        Some(error) => {
            let expected = whole.1.as_ref().map(|it| &it.kind);
            assert_eq!(Some(&error.kind), expected, "cut at {at}");
        }
        None => {
            let (cut, whole) = (finished(&cut.0), finished(&whole.0));
            let (cut, whole) = (cut.unwrap(), whole.unwrap());
            assert_eq!(
                (&cut.output, &cut.finish),
                (&whole.output, &whole.finish),
                "cut at {at}"
            );
        }
    }
}

fn finished(events: &[ModelEvent]) -> Option<&ModelResponse> {
    events.iter().find_map(|event| match event {
        ModelEvent::Finished(response) => Some(&**response),
        _ => None,
    })
}

/// What was streamed is what it came to, and the end comes once and last.
pub(super) fn agree_with_deltas(events: &[ModelEvent]) {
    let Some(response) = finished(events) else {
        return;
    };
    assert!(matches!(events.last(), Some(ModelEvent::Finished(_))));
    let streamed = |pick: fn(&ModelEvent) -> Option<&String>| -> String {
        events.iter().filter_map(pick).map(String::as_str).collect()
    };
    let text = streamed(|event| match event {
        ModelEvent::TextDelta(delta) => Some(delta),
        _ => None,
    });
    let messages = response.output.iter().filter_map(|item| match item {
        OutputItem::Message { text, .. } => Some(text.as_str()),
        _ => None,
    });
    assert_eq!(text, messages.collect::<String>());
    citations_agree(events, response);
    let mut thoughts: String = events.iter().map(thought).collect();
    for item in &response.output {
        if let OutputItem::Reasoning { text, .. } = item {
            assert_eq!(std::mem::take(&mut thoughts), *text);
        }
    }
    for call in response.tool_calls() {
        let arguments: String = events
            .iter()
            .filter_map(|event| match event {
                ModelEvent::ToolCallDelta { call_id, delta } if *call_id == call.call_id => {
                    Some(delta.as_str())
                }
                _ => None,
            })
            .collect();
        assert_eq!(arguments, call.arguments);
        let ready = ModelEvent::ToolCallReady(call.clone());
        assert_eq!(events.iter().filter(|event| **event == ready).count(), 1);
    }
}

fn write_down((events, error): &(Vec<ModelEvent>, Option<ModelError>)) -> String {
    let mut text = String::new();
    for event in events {
        match event {
            ModelEvent::Finished(response) => writeln!(text, "{response:#?}").unwrap(),
            other => writeln!(text, "{other:?}").unwrap(),
        }
    }
    if let Some(error) = error {
        writeln!(text, "{error}").unwrap();
    }
    text
}

/// Each citation was told once, by its place in all text of the answer.
fn citations_agree(events: &[ModelEvent], response: &ModelResponse) {
    let told: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            ModelEvent::Annotation(annotation) => Some((**annotation).clone()),
            _ => None,
        })
        .collect();
    let mut before = 0;
    let mut held = Vec::new();
    for item in &response.output {
        if let OutputItem::Message { text, annotations } = item {
            held.extend(annotations.iter().map(|it| it.clone().behind(before)));
            before += u64::try_from(text.chars().count()).unwrap();
        }
    }
    assert_eq!(told, held);
}

/// Returns what an event adds to the thoughts as one text.
fn thought(event: &ModelEvent) -> &str {
    match event {
        ModelEvent::ReasoningDelta(delta) => delta,
        ModelEvent::ReasoningBreak => "\n\n",
        _ => "",
    }
}
