//! Which cases there are of which provider.

use std::collections::BTreeSet;

use super::{ALL, Golden, answer, chunks, finished, read};
use crate::error::ErrorKind;
use crate::response::{FinishReason, ModelResponse, OutputItem};

const TEXT: &str = "text";
const ONE_TOOL: &str = "one tool";
const PARALLEL_TOOLS: &str = "parallel tools";
const REASONING_AND_TOOL: &str = "reasoning and tool";
const REFUSAL: &str = "refusal";
const LENGTH: &str = "length";
const FILTER: &str = "filter";
const ERROR: &str = "error";

/// What every server can do.
const ALL_DO: &[&str] = &[TEXT, ONE_TOOL, PARALLEL_TOOLS, LENGTH];

/// What must be there of whom beside that. OpenAI shows no thoughts in Chat Completions; servers of one's own
/// neither refuse nor filter.
const PROVIDERS: &[(&str, &[&str])] = &[
    (
        "openai_responses",
        &[REASONING_AND_TOOL, REFUSAL, FILTER, ERROR],
    ),
    ("openai_chat", &[REFUSAL, FILTER]),
    ("openrouter", &[REASONING_AND_TOOL, FILTER, ERROR]),
    ("ollama", &[REASONING_AND_TOOL]),
    ("llama_cpp", &[REASONING_AND_TOOL]),
    ("vllm", &[REASONING_AND_TOOL]),
];

/// Servers of which one recorded oddity is enough.
const ODD: &[&str] = &["azure", "mistral", "deepseek", "groq", "lm_studio"];

async fn cases(golden: &Golden) -> Vec<&'static str> {
    let (events, error) = read(answer(golden.api, chunks([golden.input]))).await;
    if let Some(error) = error {
        assert_ne!(error.kind, ErrorKind::Truncated, "{}", golden.name);
        return vec![ERROR];
    }
    let response = finished(&events).unwrap();
    assert_ne!(response.usage.output_tokens, 0, "{} has usage", golden.name);
    of(response)
}

fn of(response: &ModelResponse) -> Vec<&'static str> {
    let has = |is: fn(&OutputItem) -> bool| response.output.iter().any(is);
    let calls = response.tool_calls().count();
    let thinks = has(|item| matches!(item, OutputItem::Reasoning { .. }));
    let refuses = has(|item| matches!(item, OutputItem::Refusal { .. }));
    [
        (TEXT, !response.text().is_empty()),
        (ONE_TOOL, calls == 1),
        (PARALLEL_TOOLS, calls > 1),
        (REASONING_AND_TOOL, thinks && calls > 0),
        (REFUSAL, refuses),
        (LENGTH, response.finish == FinishReason::Length),
        (FILTER, response.finish == FinishReason::ContentFilter),
    ]
    .into_iter()
    .filter_map(|(case, is_it)| is_it.then_some(case))
    .collect()
}

#[tokio::test(start_paused = true)]
async fn each_provider_has_each_case() {
    for (provider, own) in PROVIDERS {
        let mut there = BTreeSet::new();
        for golden in ALL.iter().filter(|it| it.name.starts_with(provider)) {
            there.extend(cases(golden).await);
        }
        let missing: Vec<_> = ALL_DO
            .iter()
            .chain(*own)
            .filter(|case| !there.contains(*case))
            .collect();
        assert!(missing.is_empty(), "{provider} lacks {missing:?}");
    }
    for server in ODD {
        let is_there = ALL.iter().any(|it| it.name.starts_with(server));
        assert!(is_there, "{server} has none");
    }
}
