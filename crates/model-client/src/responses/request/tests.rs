use super::*;
use crate::dialect::Dialect;
use crate::fixtures;

fn config(model: &str) -> ProviderConfig {
    fixtures::config(model, &Dialect::openai())
}

fn snapshot(name: &str, request: &ModelRequest) {
    let body = body(request, &config("default-model"), &WrittenTools::default()).unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    insta::with_settings!({sort_maps => true, snapshot_path => "../snapshots"}, {
        insta::assert_json_snapshot!(name, body);
    });
}

#[test]
fn bodies() {
    snapshot("minimal", &fixtures::minimal());
    snapshot("full", &fixtures::full("made-it"));
}

fn sent(item_raw: Value, follower: Option<InputItem>, made_by: &str) -> Vec<Value> {
    let mut items = vec![InputItem::Reasoning {
        model: made_by.to_owned(),
        raw: item_raw,
    }];
    items.extend(follower);
    input(&items, "gpt-x")
        .into_iter()
        .filter(|item| item["type"] == "reasoning")
        .collect()
}

#[test]
fn thoughts_go_back_only_where_they_are_of_use() {
    let raw = json!({"type": "reasoning", "id": "rs_1", "status": null, "summary": [], "encrypted_content": "e"});
    let answer = || Some(InputItem::text(Role::Assistant, "hi"));
    let expected = json!({"type": "reasoning", "summary": [], "encrypted_content": "e"});
    assert_eq!(sent(raw.clone(), answer(), "gpt-x-2026-01-31"), [expected]);
    assert!(
        sent(raw.clone(), answer(), "other").is_empty(),
        "of another model"
    );
    assert!(
        sent(raw.clone(), None, "gpt-x").is_empty(),
        "without what followed"
    );
    let question = InputItem::text(Role::User, "hi");
    assert!(
        sent(raw, Some(question), "gpt-x").is_empty(),
        "followed by another's message"
    );
    let unreadable = json!({"type": "reasoning", "id": "rs_1", "summary": [{"text": "x"}]});
    assert!(
        sent(unreadable, answer(), "gpt-x").is_empty(),
        "kept by id only"
    );
    let chat = json!({"reasoning_content": "hm"});
    assert!(sent(chat, answer(), "gpt-x").is_empty(), "of the other api");
}

#[test]
fn encrypted_thoughts_are_asked_for_with_thinking_only() {
    let include = |request: &ModelRequest| {
        let body: Value =
            serde_json::from_slice(&body(request, &config("m"), &WrittenTools::default()).unwrap())
                .unwrap();
        body.get("include").cloned()
    };
    let mut request = fixtures::minimal();
    assert_eq!(include(&request), None);
    request
        .extra_body
        .insert("reasoning".to_owned(), json!({"effort": "low"}));
    assert_eq!(
        include(&request),
        Some(json!(["reasoning.encrypted_content"]))
    );
}

#[test]
fn a_form_and_the_providers_own_tools_are_sent_as_they_are() {
    let mut request = fixtures::full("made-it");
    request.output = Some(OutputSchema {
        name: "plan".to_owned(),
        schema: json!({"type": "object"}),
        strict: true,
    });
    request.hosted_tools = vec![json!({"type": "image_generation", "partial_images": 2})];
    let body: Value =
        serde_json::from_slice(&body(&request, &config("m"), &WrittenTools::default()).unwrap())
            .unwrap();
    assert_eq!(
        body["text"],
        json!({"format": {"type": "json_schema", "name": "plan", "schema": {"type": "object"}, "strict": true}})
    );
    let tools = body["tools"].as_array().unwrap();
    assert_eq!(tools.len(), request.tools.len() + 1);
    assert_eq!(tools.last(), request.hosted_tools.last());
}

#[test]
fn a_router_is_told_who_may_answer_by_this_api_too() {
    let mut config = fixtures::config("first/model", &Dialect::openrouter());
    config.routing.fallback_models = vec!["second/model".to_owned()];
    let body = body(&fixtures::full("m"), &config, &WrittenTools::default()).unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["models"], json!(["second/model"]));
    assert_eq!(body["provider"], json!({"require_parameters": true}));
}

#[test]
fn what_a_tool_answered_beside_text_is_sent_in_its_parts() {
    let items = [
        fixtures::call("c1", "{}"),
        fixtures::media("c1"),
        fixtures::call("c2", "{}"),
        InputItem::ToolContent {
            call_id: "c2".to_owned(),
            content: vec![
                ContentPart::Text("a".to_owned()),
                ContentPart::Text("b".to_owned()),
            ],
        },
    ];
    let sent = input(&items, "m");
    assert_eq!(
        sent[1],
        json!({"type": "function_call_output", "call_id": "c1", "output": [
            {"type": "input_text", "text": "Two things."},
            {"type": "input_image", "image_url": "data:image/png;base64,aQ=="},
            {"type": "input_file", "filename": "a.pdf", "file_data": "data:application/pdf;base64,Zg=="},
            {"type": "input_file", "file_url": "https://files.test/b.pdf"},
        ]})
    );
    assert_eq!(sent[3]["output"], "a\n\nb", "text alone is a string");
}
