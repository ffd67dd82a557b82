mod guardrails;
mod nested;
mod sources;

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use taskpilot_agent_runner::testing::{ScriptedModel, Turn as Scripted};
use taskpilot_agent_runner::{
    Agent, Interruption, RunOptions, Tool, ToolContext, ToolError, ToolOutput, run,
};
use taskpilot_chatkit::{
    ChatKit, ChatKitServer, EventStream, MemoryStore, ReceivedMessage, Response, Turn, emit,
};
use taskpilot_model_client::{ErrorKind, InputItem, ToolSpec};

use super::converter::DefaultRunConverter;
use super::{Shown, converter::RunConverter, stream_run_with};
use crate::convert::{DefaultConverter, ThreadItemConverter};
use crate::stage::Stage;

/// A tool that shows what it does: by its name.
struct Shower(ToolSpec);

fn shower(name: &str) -> Arc<dyn Tool<Stage<()>>> {
    Arc::new(Shower(ToolSpec {
        name: name.to_owned(),
        description: "Shows.".to_owned(),
        parameters: json!({"type": "object"}),
        strict: false,
    }))
}

#[async_trait]
impl Tool<Stage<()>> for Shower {
    fn spec(&self) -> &ToolSpec {
        &self.0
    }

    async fn call(
        &self,
        context: ToolContext<Stage<()>>,
        _: Value,
    ) -> Result<ToolOutput, ToolError> {
        use taskpilot_chatkit::Task;
        use taskpilot_chatkit::widget::{Card, Text};
        let stage = &context.app;
        match self.0.name.as_str() {
            "steps" => {
                let place = stage.add_task(Task::custom("Look")).await.unwrap();
                stage.add_task(Task::custom("Think")).await.unwrap();
                stage.update_task(place, Task::custom("Looked")).await;
                stage.update_task(7, Task::custom("nowhere")).await;
            }
            "widget" => {
                stage.progress("drawing").await;
                stage
                    .widget(Card::new().child(Text::new("x")), None)
                    .await
                    .unwrap();
                stage.effect("drawn", serde_json::Map::new()).await;
            }
            _ => stage.ask_client(&context.call_id, "look", serde_json::Map::new()),
        }
        Ok(json!("ok").into())
    }
}

struct Server {
    agent: Arc<Agent<Stage<()>>>,
    converter: Arc<dyn RunConverter>,
    waiting: Waiting,
}

/// The run that waits for the person.
type Waiting = Arc<Mutex<Option<Box<Interruption>>>>;

impl ChatKitServer<()> for Server {
    fn respond(&self, turn: Turn<()>, _: Option<ReceivedMessage>) -> EventStream {
        let (agent, converter) = (Arc::clone(&self.agent), Arc::clone(&self.converter));
        let waiting = Arc::clone(&self.waiting);
        emit(move |out| async move {
            let items = turn.recent_items(taskpilot_chatkit::DEFAULT_LIMIT).await?;
            let input = DefaultConverter.convert(&items).await.unwrap();
            let options = RunOptions::default();
            let stage = Stage::new(turn, out, options.cancel.clone());
            let run = run(agent, Arc::new(stage.clone()), input, options);
            if let Shown::Waiting(waits) = stream_run_with(run, &stage, &*converter).await? {
                waiting.lock().unwrap().replace(waits);
            }
            Ok(())
        })
    }
}

/// A chat whose model plays `turns`.
struct Chat {
    chatkit: ChatKit<()>,
    model: Arc<ScriptedModel>,
    waiting: Waiting,
}

fn chat(turns: impl IntoIterator<Item = Scripted>) -> Chat {
    chat_of(turns, Arc::new(DefaultRunConverter), |agent| agent)
}

/// A chat with an agent that is made ready by `change`.
fn chat_of(
    turns: impl IntoIterator<Item = Scripted>,
    converter: Arc<dyn RunConverter>,
    change: impl FnOnce(Agent<Stage<()>>) -> Agent<Stage<()>>,
) -> Chat {
    let model = Arc::new(ScriptedModel::new(turns));
    let agent = Agent::new("test", model.clone());
    let agent = change(agent.with_tools(["steps", "widget", "client"].map(shower)));
    let waiting = Waiting::default();
    let server = Server {
        agent: Arc::new(agent),
        converter,
        waiting: Arc::clone(&waiting),
    };
    Chat {
        chatkit: ChatKit::new(server, Arc::new(MemoryStore::shared())),
        model,
        waiting,
    }
}

impl Chat {
    async fn ask(&self, kind: &str, params: Value) -> Vec<Value> {
        let body = json!({"type": kind, "params": params}).to_string();
        let Response::Stream(frames) = self.chatkit.process(body.as_bytes(), ()).await.unwrap()
        else {
            panic!("no stream");
        };
        let chunks: Vec<_> = frames.collect().await;
        let text: String = chunks
            .iter()
            .map(|chunk| std::str::from_utf8(chunk.as_ref().unwrap()).unwrap())
            .collect();
        let frames = text.split_terminator("\n\n");
        frames
            .filter_map(|frame| frame.strip_prefix("data: "))
            .map(|json| serde_json::from_str(json).unwrap())
            .collect()
    }

    /// Begins a thread; returns all events but those of the message itself.
    async fn begin(&self) -> (String, Vec<Value>) {
        let input = json!({"content": [{"type": "input_text", "text": "hi"}], "attachments": [], "inference_options": {}});
        let mut events = self.ask("threads.create", json!({"input": input})).await;
        let thread = events[0]["thread"]["id"].as_str().unwrap().to_owned();
        (thread, events.split_off(3))
    }
}

impl Chat {
    /// Returns the items of a thread as they are stored.
    async fn stored(&self, thread: &str) -> Vec<Value> {
        let items = json!({"type": "items.list", "params": {"thread_id": thread, "order": "asc"}});
        let body = items.to_string();
        let Response::Json(listed) = self.chatkit.process(body.as_bytes(), ()).await.unwrap()
        else {
            panic!("no document");
        };
        let mut listed: Value = serde_json::from_slice(&listed).unwrap();
        serde_json::from_value(listed["data"].take()).unwrap()
    }

    async fn kinds(&self, thread: &str) -> Vec<String> {
        let kind = |item: &Value| item["type"].as_str().unwrap().to_owned();
        self.stored(thread).await.iter().map(kind).collect()
    }
}

/// Returns one line per event: what it is, and what it says.
fn outline(events: &[Value]) -> String {
    let line = |event: &Value| {
        let kind = event["type"]
            .as_str()
            .unwrap()
            .trim_start_matches("thread.");
        let (kind, what) = match kind {
            "item.updated" => (event["update"]["type"].as_str().unwrap(), &event["update"]),
            "item.added" | "item.done" => (kind, &event["item"]),
            "item.removed" => (kind, &Value::Null),
            _ => (kind, event),
        };
        let mut said = String::new();
        let fields = [
            "type",
            "delta",
            "text",
            "message",
            "name",
            "task_index",
            "status",
            "content",
            "task",
            "workflow",
            "widget",
            "annotation",
            "image",
            "progress",
        ];
        for name in fields {
            let value = &what[name];
            if !value.is_null() && (name != "type" || kind.starts_with("item.")) {
                said.push(' ');
                said.push_str(&value.to_string());
            }
        }
        format!("{kind}{said}")
    };
    events.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn thoughts_are_a_workflow_that_the_answer_ends() {
    let chat = chat([Scripted::new()
        .reasoning("hm well", json!({}))
        .text("Yes indeed.")]);
    let (_, events) = chat.begin().await;
    insta::assert_snapshot!(outline(&events));
}

#[tokio::test]
async fn each_part_of_the_thoughts_is_a_thought() {
    let parts = Scripted::new().reasoning("First this.\n\nThen that.", json!({}));
    assert_eq!(thoughts(parts).await, ["First this.", "Then that."]);
}

#[tokio::test]
async fn thoughts_of_two_items_do_not_run_together() {
    let items = Scripted::new()
        .reasoning("First this.", json!({"id": "rs_1"}))
        .reasoning("Then that.\n\nAnd more.", json!({"id": "rs_2"}));
    assert_eq!(
        thoughts(items).await,
        ["First this.", "Then that.", "And more."]
    );
}

/// Returns the thoughts of an answer that begins with these, as they are stored.
async fn thoughts(turn: Scripted) -> Vec<Value> {
    let chat = chat([turn.text("Both.")]);
    let (_, events) = chat.begin().await;
    let done = events
        .iter()
        .find(|event| event["item"]["workflow"]["tasks"][0].is_object());
    let tasks = &done.expect("a workflow")["item"]["workflow"]["tasks"];
    let thoughts = tasks.as_array().unwrap().iter();
    thoughts.map(|it| it["content"].clone()).collect()
}

#[tokio::test]
async fn what_tools_show_stands_where_it_came() {
    let chat = chat([
        Scripted::new()
            .text("Let me see. ")
            .call("steps", json!({})),
        Scripted::new().call("widget", json!({})),
        Scripted::new().text("Done."),
    ]);
    let (thread, events) = chat.begin().await;
    insta::assert_snapshot!(outline(&events));
    assert_eq!(
        chat.kinds(&thread).await,
        [
            "user_message",
            "assistant_message",
            "workflow",
            "widget",
            "assistant_message"
        ]
    );
}

#[tokio::test]
async fn a_tool_of_the_clients_stops_the_run_and_its_answer_goes_on_with_it() {
    let chat = chat([
        Scripted::new().call("client", json!({})),
        Scripted::new().text("I see."),
    ]);
    let (thread, events) = chat.begin().await;
    insta::assert_snapshot!(outline(&events), @r#"item.done "client_tool_call" "look" "pending""#);
    let events = chat
        .ask(
            "threads.add_client_tool_output",
            json!({"thread_id": thread, "result": {"seen": "a cat"}}),
        )
        .await;
    assert!(outline(&events).contains("I see."), "{events:#?}");
    let read = chat.model.requests().pop().unwrap().input;
    let output = read.iter().find_map(|item| match item {
        InputItem::ToolOutput { output, .. } => Some(output.as_str()),
        _ => None,
    });
    assert_eq!(output, Some(r#"{"seen": "a cat"}"#));
}

#[tokio::test]
async fn failures_are_told_and_what_was_said_is_kept() {
    let told = async |turn: Scripted| outline(&chat([turn]).begin().await.1);
    let filtered = Scripted::new()
        .text("Half an ans")
        .fail(ErrorKind::ContentFilter);
    insta::assert_snapshot!(told(filtered).await);
    insta::assert_snapshot!(told(Scripted::new().fail(ErrorKind::Unavailable)).await, @r#"error "The model is busy. Try again in a moment.""#);
    insta::assert_snapshot!(told(Scripted::new().fail(ErrorKind::Configuration)).await, @"error");
    insta::assert_snapshot!(told(Scripted::new().refusal("I would rather not.")).await);
}
