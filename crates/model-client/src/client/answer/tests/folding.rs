//! Whatever a model writes, and however it is cut: what was streamed is what it came to.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::golden::agree_with_deltas;
use super::*;
use crate::response::OutputItem;

/// One answer: thoughts, text, and the arguments of two calls, each in the pieces in which it comes.
#[derive(Debug, Clone)]
struct Said {
    thoughts: Vec<String>,
    text: Vec<String>,
    calls: Vec<Vec<String>>,
}

fn pieces() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("[ -~\n\u{e4}\u{1f980}\u{2028}]{0,6}", 0..5)
}

/// The JSON of some arguments, cut anywhere.
fn arguments() -> impl Strategy<Value = Vec<String>> {
    (
        "[ -~\u{e4}\u{1f980}]{0,12}",
        proptest::collection::vec(0_usize..40, 0..4),
    )
        .prop_map(|(title, cuts)| {
            let whole: Vec<char> = json!({"title": title}).to_string().chars().collect();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(whole.len())).collect();
            cuts.extend([0, whole.len()]);
            cuts.sort_unstable();
            cuts.windows(2)
                .map(|cut| whole[cut[0]..cut[1]].iter().collect())
                .collect()
        })
}

fn said() -> impl Strategy<Value = Said> {
    (
        pieces(),
        pieces(),
        proptest::collection::vec(arguments(), 0..3),
    )
        .prop_map(|(thoughts, text, calls)| Said {
            thoughts,
            text,
            calls,
        })
}

fn frame(events: &[Value]) -> Vec<u8> {
    let frames: Vec<String> = events.iter().map(|it| format!("data: {it}\n\n")).collect();
    frames.concat().into_bytes()
}

/// The answer as Chat Completions has it.
fn by_chat(said: &Said) -> Vec<u8> {
    let delta = |delta: Value| json!({"choices": [{"index": 0, "delta": delta}]});
    let mut events = Vec::new();
    events.extend(
        said.thoughts
            .iter()
            .map(|it| delta(json!({"reasoning_content": it}))),
    );
    events.extend(said.text.iter().map(|it| delta(json!({"content": it}))));
    for (index, pieces) in said.calls.iter().enumerate() {
        let call = |id: Value, name: Value, piece: &str| {
            delta(json!({"tool_calls": [
                {"index": index, "id": id, "function": {"name": name, "arguments": piece}},
            ]}))
        };
        events.push(call(json!(format!("c{index}")), json!("f"), ""));
        events.extend(pieces.iter().map(|it| call(Value::Null, Value::Null, it)));
    }
    events.push(json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}));
    [frame(&events), b"data: [DONE]\n\n".to_vec()].concat()
}

/// The answer as the Responses API has it.
fn by_responses(said: &Said) -> Vec<u8> {
    let mut events = Vec::new();
    for it in &said.thoughts {
        events.push(
            json!({"type": "response.reasoning_text.delta", "output_index": 0,
            "item_id": "r", "content_index": 0, "delta": it}),
        );
    }
    for it in &said.text {
        events.push(
            json!({"type": "response.output_text.delta", "output_index": 1,
            "item_id": "m", "content_index": 0, "delta": it}),
        );
    }
    for (index, pieces) in said.calls.iter().enumerate() {
        let (at, id) = (index + 2, format!("f{index}"));
        let item = |arguments: &str| {
            json!({"id": id, "type": "function_call", "status": "completed",
                "call_id": format!("c{index}"), "name": "f", "arguments": arguments})
        };
        events.push(
            json!({"type": "response.output_item.added", "output_index": at, "item": item("")}),
        );
        for it in pieces {
            events.push(json!({"type": "response.function_call_arguments.delta",
                "output_index": at, "item_id": id, "delta": it}));
        }
        events.push(
            json!({"type": "response.output_item.done", "output_index": at,
            "item": item(&pieces.concat())}),
        );
    }
    events.push(json!({"type": "response.completed", "response": {"id": "r", "output": []}}));
    frame(&events)
}

/// What it came to: thoughts, text, arguments.
fn came_to(events: &[ModelEvent]) -> (String, String, Vec<String>) {
    let Some(ModelEvent::Finished(response)) = events.last() else {
        panic!("no end: {events:?}")
    };
    let thoughts = response.output.iter().filter_map(|item| match item {
        OutputItem::Reasoning { text, .. } => Some(text.as_str()),
        _ => None,
    });
    let calls = response.tool_calls().map(|call| call.arguments.clone());
    (thoughts.collect(), response.text(), calls.collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_streamed_is_what_it_came_to(said in said(), size in 1_usize..200) {
        let expected = (
            said.thoughts.concat(),
            said.text.concat(),
            said.calls.iter().map(|pieces| pieces.concat()).collect::<Vec<_>>(),
        );
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        for (api, bytes) in [
            (Api::ChatCompletions, by_chat(&said)),
            (Api::Responses, by_responses(&said)),
        ] {
            let (events, error) = runtime.block_on(async {
                read(answer(api, chunks(bytes.chunks(size)))).await
            });
            prop_assert!(error.is_none(), "{error:?}");
            agree_with_deltas(&events);
            prop_assert_eq!(came_to(&events), expected.clone());
        }
    }
}
