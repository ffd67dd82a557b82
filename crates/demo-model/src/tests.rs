//! Conversations with tools that stand in for the real ones.

mod beside;
mod dialogues;
mod properties;
mod robustness;
mod tools;
mod utterances;

use std::sync::Arc;

use futures_util::StreamExt as _;
use serde_json::Value;
use taskpilot_model_client::{
    FinishReason, InputItem, Model as _, ModelEvent, ModelRequest, ModelResponse, Role, ToolCall,
    ToolSpec,
};

use crate::DemoModel;
use tools::FakeTools;

/// More turns than any one message may take.
const MOST_TURNS: usize = 16;

fn specs() -> Arc<[ToolSpec]> {
    [
        "add_task",
        "list_tasks",
        "complete_task",
        "delete_task",
        "update_task",
        "find_task",
    ]
    .map(|name| ToolSpec {
        name: name.to_owned(),
        description: String::new(),
        parameters: serde_json::json!({ "type": "object" }),
        strict: false,
    })
    .into()
}

fn ask(request: ModelRequest) -> ModelResponse {
    ask_of(&DemoModel::new(), request)
}

fn ask_of(model: &DemoModel, request: ModelRequest) -> ModelResponse {
    let mut stream = model.stream(request);
    let events: Vec<_> =
        futures_util::FutureExt::now_or_never(async { stream.by_ref().collect::<Vec<_>>().await })
            .expect("rules never wait");
    let Some(Ok(ModelEvent::Finished(response))) = events.into_iter().last() else {
        panic!("no answer")
    };
    *response
}

/// A person, the model, and the tools between them.
struct Chat {
    model: DemoModel,
    input: Vec<InputItem>,
    tools: FakeTools,
    log: Vec<String>,
    offered: Arc<[ToolSpec]>,
}

impl Chat {
    fn new() -> Self {
        Self {
            model: DemoModel::new(),
            input: Vec::new(),
            tools: FakeTools::default(),
            log: Vec::new(),
            offered: specs(),
        }
    }

    fn with(titles: &[&str]) -> Self {
        let mut chat = Self::new();
        for title in titles {
            chat.tools
                .call("add_task", &serde_json::json!({ "title": title }));
        }
        chat
    }

    /// Shows what the tools answer beside the text, and asks there before several tasks are deleted.
    fn beside_widgets(mut self) -> Self {
        self.model = self.model.beside_widgets();
        self.tools.deletions = Some(0);
        self
    }

    /// Asks the person, outside of the text, before much is done; they approve all.
    fn with_approvals(mut self) -> Self {
        self.model = self.model.with_approvals();
        self
    }

    /// Says `message`, lets the tools answer, and returns the text at the end.
    fn say(&mut self, message: &str) -> String {
        self.log.push(format!("> {message}"));
        self.input.push(InputItem::text(Role::User, message));
        self.tools.begin_turn();
        for _ in 0..MOST_TURNS {
            let request = ModelRequest {
                input: self.input.clone(),
                tools: Arc::clone(&self.offered),
                ..ModelRequest::default()
            };
            let response = ask_of(&self.model, request);
            if response.finish == FinishReason::Stop {
                let text = response.text();
                self.log.push(text.clone());
                self.input
                    .push(InputItem::text(Role::Assistant, text.clone()));
                return text;
            }
            let calls: Vec<ToolCall> = response.tool_calls().cloned().collect();
            self.run(&calls);
        }
        panic!("still calling after {MOST_TURNS} turns: {:#?}", self.log);
    }

    fn run(&mut self, calls: &[ToolCall]) {
        assert!(!calls.is_empty(), "asked for nothing");
        for call in calls {
            self.log.push(format!("  {} {}", call.name, call.arguments));
            self.tools.announce(&call.name);
            self.input.push(InputItem::ToolCall {
                call_id: call.call_id.clone(),
                name: call.name.clone(),
                arguments: call.arguments.clone(),
            });
        }
        for call in calls {
            let arguments: Value =
                serde_json::from_str(&call.arguments).expect("arguments are JSON");
            let output = self.tools.call(&call.name, &arguments).to_string();
            self.input.push(InputItem::ToolOutput {
                call_id: call.call_id.clone(),
                output,
            });
        }
    }

    fn titles(&self) -> Vec<&str> {
        self.tools
            .tasks
            .iter()
            .map(|task| task.title.as_str())
            .collect()
    }

    /// Everything said and called, with the marks that only Markdown needs made visible.
    fn transcript(&self) -> String {
        self.log
            .join("\n")
            .replace('\u{a0}', "~")
            .replace("  \n", "\n")
    }
}
