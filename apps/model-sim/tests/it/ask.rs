//! Asking a simulator by the real model client.

use std::time::Duration;

use futures_util::StreamExt;
use taskpilot_model_client::{
    Api, ErrorKind, HttpModel, InputItem, Model, ModelError, ModelEvent, ModelRequest,
    ModelResponse, ProviderConfig, RetryPolicy, Role, Timeouts, ToolSpec, http_client,
};
use taskpilot_model_sim::{Behaviour, Reply, Script, Sim};

pub(crate) const APIS: [Api; 2] = [Api::ChatCompletions, Api::Responses];

/// All of an answer, as far as it came.
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) reasoning: String,
    /// What went wrong before the attempt that counts.
    pub(crate) retries: Vec<ErrorKind>,
    pub(crate) end: Result<ModelResponse, ModelError>,
}

pub(crate) async fn script(replies: impl IntoIterator<Item = Reply>) -> Sim {
    let script = Script::new(replies);
    Sim::start(Behaviour::Script(script)).await.unwrap()
}

/// A client that knows nothing of models.
pub(crate) fn bare() -> reqwest::Client {
    http_client(&Timeouts::default()).unwrap()
}

pub(crate) fn client(sim: &Sim, api: Api) -> HttpModel {
    let retry = RetryPolicy {
        first_delay: Duration::from_millis(1),
        max_delay: Duration::from_millis(1),
        ..RetryPolicy::default()
    };
    let config = ProviderConfig::compatible(sim.base_url.parse().unwrap(), None)
        .with_model("sim")
        .with_api(api)
        .with_retry(retry);
    HttpModel::new(config, bare()).unwrap()
}

pub(crate) fn request(text: &str) -> ModelRequest {
    ModelRequest {
        input: vec![InputItem::text(Role::User, text)],
        ..ModelRequest::default()
    }
}

/// The six tools, as far as a model must know them.
pub(crate) fn with_tools(request: ModelRequest) -> ModelRequest {
    let names = [
        "add_task",
        "list_tasks",
        "complete_task",
        "delete_task",
        "update_task",
        "find_task",
    ];
    let tools = names.map(|name| ToolSpec {
        name: name.to_owned(),
        description: name.replace('_', " "),
        parameters: serde_json::json!({"type": "object", "properties": {}}),
        strict: false,
    });
    ModelRequest {
        tools: tools.into_iter().collect(),
        ..request
    }
}

pub(crate) async fn ask(sim: &Sim, api: Api, request: ModelRequest) -> Answer {
    let mut stream = client(sim, api).stream(request);
    let mut answer = Answer {
        text: String::new(),
        reasoning: String::new(),
        retries: Vec::new(),
        end: Err(ModelError::new(ErrorKind::Truncated, "nothing came")),
    };
    while let Some(event) = stream.next().await {
        match event {
            Ok(ModelEvent::TextDelta(text)) => answer.text += &text,
            Ok(ModelEvent::ReasoningDelta(text)) => answer.reasoning += &text,
            Ok(ModelEvent::RetryScheduled { cause, .. }) => answer.retries.push(cause),
            Ok(ModelEvent::Finished(response)) => answer.end = Ok(*response),
            Ok(_) => {}
            Err(error) => answer.end = Err(error),
        }
    }
    answer
}
