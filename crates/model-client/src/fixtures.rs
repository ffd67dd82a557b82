//! Requests for tests.

use serde_json::json;

use crate::config::ProviderConfig;
use crate::dialect::Dialect;
use crate::request::{
    ContentPart, InputItem, ModelRequest, ReasoningEffort, Role, ToolChoice, ToolSpec,
};

/// A provider whose model is `model`, spoken to in `dialect`.
pub(crate) fn config(model: &str, dialect: &Dialect) -> ProviderConfig {
    ProviderConfig::compatible("https://host.test/v1".parse().unwrap(), None)
        .with_model(model)
        .with_dialect(*dialect)
}

/// A question and nothing else.
pub(crate) fn minimal() -> ModelRequest {
    ModelRequest {
        input: vec![InputItem::text(Role::User, "Hi")],
        ..ModelRequest::default()
    }
}

/// Everything a request can hold, after two turns with tools; the thoughts are of `thinker`.
pub(crate) fn full(thinker: &str) -> ModelRequest {
    let thought = |raw| InputItem::Reasoning {
        model: thinker.to_owned(),
        raw,
    };
    ModelRequest {
        model: Some(thinker.to_owned()),
        instructions: Some("Be brief.".to_owned()),
        input: vec![
            InputItem::text(Role::Developer, "It is Monday."),
            InputItem::Message {
                role: Role::User,
                content: vec![
                    ContentPart::Text("What is this?".to_owned()),
                    ContentPart::Image {
                        url: "https://host.test/cat.png".to_owned(),
                    },
                ],
            },
            thought(json!({
                "type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "sealed",
            })),
            thought(json!({
                "reasoning_content": "hm",
                "reasoning_details": [{"type": "reasoning.text", "index": 0, "text": "hm"}],
            })),
            InputItem::text(Role::Assistant, "A cat. I look."),
            call("call_1", ""),
            call("call_2", r#"{"status":"all"}"#),
            output("call_1", "[]"),
            output("call_2", "[1]"),
            InputItem::Message {
                role: Role::Assistant,
                content: vec![ContentPart::Refusal("I will not.".to_owned())],
            },
            InputItem::text(Role::User, "Why?"),
        ],
        tools: [tool("list_tasks", true), tool("add_task", false)].into(),
        tool_choice: ToolChoice::Required,
        parallel_tool_calls: Some(false),
        temperature: Some(0.5),
        top_p: Some(0.25),
        max_output_tokens: Some(100),
        reasoning_effort: Some(ReasoningEffort::Low),
        ..ModelRequest::default()
    }
}

pub(crate) fn call(call_id: &str, arguments: &str) -> InputItem {
    InputItem::ToolCall {
        call_id: call_id.to_owned(),
        name: "list_tasks".to_owned(),
        arguments: arguments.to_owned(),
    }
}

fn output(call_id: &str, output: &str) -> InputItem {
    InputItem::ToolOutput {
        call_id: call_id.to_owned(),
        output: output.to_owned(),
    }
}

fn tool(name: &str, strict: bool) -> ToolSpec {
    ToolSpec {
        name: name.to_owned(),
        description: format!("Does {name}."),
        parameters: json!({"type": "object", "properties": {}, "additionalProperties": false}),
        strict,
    }
}

/// A tool's answer of text, an image and files.
pub(crate) fn media(call_id: &str) -> InputItem {
    let file = |name: &str, url: &str| ContentPart::File {
        name: name.to_owned(),
        url: url.to_owned(),
    };
    InputItem::ToolContent {
        call_id: call_id.to_owned(),
        content: vec![
            ContentPart::Text("Two things.".to_owned()),
            ContentPart::Image {
                url: "data:image/png;base64,aQ==".to_owned(),
            },
            file("a.pdf", "data:application/pdf;base64,Zg=="),
            file("b.pdf", "https://files.test/b.pdf"),
        ],
    }
}
