//! What a bare HTTP client sees.

use serde_json::{Value, json};
use taskpilot_model_sim::{Fault, Reply};

use crate::ask::{bare, script};

async fn post(url: String, body: &str) -> (u16, Value) {
    let client = bare();
    let request = client.post(url).header("Content-Type", "application/json");
    let response = request.body(body.to_owned()).send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap_or_default();
    (
        status,
        serde_json::from_str(&text).unwrap_or(Value::String(text)),
    )
}

#[tokio::test]
async fn answers_need_not_be_streamed() {
    let reply = Reply::text("Hello.")
        .and_call("list_tasks", json!({}))
        .always();
    let sim = script([reply]).await;
    let chat = json!({"messages": [{"role": "user", "content": "hi"}], "model": "my-model"});
    let (status, body) = post(
        sim.base_url.clone() + "/chat/completions",
        &chat.to_string(),
    )
    .await;
    assert_eq!(
        (status, body["object"].as_str()),
        (200, Some("chat.completion"))
    );
    assert_eq!(body["model"], "my-model");
    let message = &body["choices"][0]["message"];
    assert_eq!(message["content"], "Hello.");
    assert_eq!(message["tool_calls"][0]["function"]["name"], "list_tasks");

    let (status, body) = post(sim.base_url.clone() + "/responses", r#"{"input":"hi"}"#).await;
    assert_eq!((status, body["status"].as_str()), (200, Some("completed")));
    assert_eq!(body["output"][0]["content"][0]["text"], "Hello.");
    assert_eq!(body["output"][1]["type"], "function_call");
}

#[tokio::test]
async fn faults_apply_to_whole_answers_too() {
    let mut told = Vec::new();
    for fault in [
        Fault::CutAfterEvents { events: 0 },
        Fault::CutAfterBytes { bytes: 10 },
        Fault::EndAfterEvents { events: 1 },
        Fault::MalformedAfterEvents { events: 0 },
        Fault::ErrorAfterEvents {
            events: 0,
            code: None,
            message: Some("No luck.".to_owned()),
        },
        Fault::EmptyBody,
        Fault::Html { status: 503 },
    ] {
        let sim = script([Reply::text("Hi").and_fault(fault.clone())]).await;
        let (status, body) = post(sim.base_url.clone() + "/responses", r#"{"input":"hi"}"#).await;
        let kind = match &body {
            Value::String(text) if text.is_empty() => "nothing".to_owned(),
            Value::String(text) => format!("{text:.12}…"),
            json => json.to_string(),
        };
        told.push(format!("{fault:?}\n    {status} {kind}"));
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[tokio::test]
async fn nonsense_gets_an_error_as_openai_words_it() {
    let sim = script([Reply::text("never")]).await;
    let mut told = Vec::new();
    for (path, body) in [
        ("/responses", "{"),
        ("/responses", "[]"),
        ("/chat/completions", r#"{"messages":[]}"#),
        ("/chat/completions", "\u{feff}{}"),
        ("/embeddings", "{}"),
    ] {
        let (status, body) = post(sim.base_url.clone() + path, body).await;
        told.push(format!("{path} {status} {}", body["error"]["message"]));
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[tokio::test]
async fn health_and_models_are_told() {
    let sim = script([]).await;
    let client = bare();
    let get = async |url: String| -> Value {
        let text = client.get(url).send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let models = get(sim.base_url.clone() + "/models").await;
    assert_eq!(models["data"][0]["id"], "sim");
    let health = get(sim.base_url.replace("/v1", "/healthz")).await;
    assert_eq!(health, json!({"status": "ok"}));
}

#[tokio::test]
async fn what_was_asked_is_told() {
    let sim = script([Reply::text("Hello.")]).await;
    let body = json!({
        "input": "hi",
        // The provider's own tools are no functions, and do not need a name.
        "tools": [{"type": "web_search"}],
    });
    let (status, _) = post(sim.base_url.clone() + "/responses", &body.to_string()).await;
    assert_eq!(status, 200);
    let url = sim.base_url.replace("/v1", "/requests");
    let asked = bare().get(url).send().await.unwrap().text().await.unwrap();
    let asked: Value = serde_json::from_str(&asked).unwrap();
    assert_eq!(asked, json!([{"path": "/v1/responses", "body": body}]));
}
