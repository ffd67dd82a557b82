//! A ChatKit client, as far as the tests need one.

use std::fmt::Write as _;

use reqwest::Method;
use serde_json::{Value, json};

use crate::sse::Events;
use crate::user::{Answer, User};

/// A thread, as one user has it open.
pub(crate) struct Thread<'a> {
    user: &'a User,
    pub(crate) id: String,
}

impl<'a> Thread<'a> {
    pub(crate) fn of(user: &'a User, id: &str) -> Self {
        Self {
            user,
            id: id.to_owned(),
        }
    }

    /// Says something in a new thread; returns it with all events of the answer.
    pub(crate) async fn begin(user: &'a User, message: &str) -> (Self, Vec<Value>) {
        let events = open(user, "threads.create", json!({"input": input(message)})).await;
        let events = events.frames().await;
        assert_eq!(events[0]["type"], "thread.created", "{events:?}");
        let id = events[0]["thread"]["id"].as_str().unwrap();
        (Self::of(user, id), events)
    }

    pub(crate) async fn say(&self, message: &str) -> Vec<Value> {
        let params = json!({"thread_id": self.id, "input": input(message)});
        self.stream("threads.add_user_message", params).await
    }

    pub(crate) async fn stream(&self, kind: &str, params: Value) -> Vec<Value> {
        open(self.user, kind, params).await.frames().await
    }

    pub(crate) async fn call(&self, kind: &str, params: Value) -> Answer {
        let call = self.user.call_path(Method::POST, "/api/v1/chatkit");
        call.json(json!({"type": kind, "params": params}))
            .send()
            .await
    }

    /// Returns all items, oldest first, read in small pages.
    pub(crate) async fn items(&self) -> Vec<Value> {
        let mut items: Vec<Value> = Vec::new();
        loop {
            let after = items.last().map(|item| item["id"].clone());
            let params = json!({"thread_id": self.id, "limit": 2, "order": "asc", "after": after});
            let page = self.call("items.list", params).await.ok(200);
            items.extend(page["data"].as_array().unwrap().iter().cloned());
            if page["has_more"] == false {
                return items;
            }
        }
    }

    /// Does an action of a widget.
    pub(crate) async fn act(&self, widget: &Value, name: &str, payload: Value) -> Answer {
        let params = json!({
            "thread_id": self.id,
            "item_id": widget["id"],
            "action": {"type": name, "payload": payload},
        });
        self.call("threads.sync_custom_action", params).await
    }

    /// Clicks the button with this label.
    pub(crate) async fn click(&self, widget: &Value, label: &str) -> Answer {
        let action = button(&widget["widget"], label).expect("such a button");
        let (name, payload) = (&action["type"], action["payload"].clone());
        self.act(widget, name.as_str().unwrap(), payload).await
    }
}

/// Opens a stream.
pub(crate) async fn open(user: &User, kind: &str, params: Value) -> Events {
    let call = user.call_path(Method::POST, "/api/v1/chatkit");
    call.json(json!({"type": kind, "params": params}))
        .events()
        .await
}

/// What a person says.
pub(crate) fn input(message: &str) -> Value {
    json!({
        "content": [{"type": "input_text", "text": message}],
        "attachments": [],
        "inference_options": {},
    })
}

/// Returns the widget whose text to copy has this in it.
pub(crate) fn widgets(items: &[Value], text: &str) -> Value {
    let mut found = items.iter().filter(|item| {
        let copy = item["copy_text"].as_str();
        copy.is_some_and(|copy| copy.contains(text))
    });
    found.next().expect("such a widget").clone()
}

pub(crate) fn button(node: &Value, label: &str) -> Option<Value> {
    if node["label"] == label {
        return Some(node["onClickAction"].clone());
    }
    let children = node["children"].as_array()?;
    children.iter().find_map(|child| button(child, label))
}

/// One line for each event: joins the text, leaves out what differs from run to run.
pub(crate) fn events_outline(events: &[Value]) -> String {
    let mut lines = String::new();
    let mut text = String::new();
    for event in events {
        let update = &event["update"];
        if let Some(delta) = update["delta"].as_str() {
            text += delta;
            continue;
        }
        if !text.is_empty() {
            let _ = writeln!(lines, "  {:?}", std::mem::take(&mut text));
        }
        let _ = writeln!(lines, "{}", described(event));
    }
    lines
}

fn described(event: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    let item = &event["item"];
    match text(&event["type"]).as_str() {
        "thread.created" => format!("thread.created {}", event["thread"]["title"]),
        kind @ ("thread.item.added" | "thread.item.done" | "thread.item.replaced") => {
            let shown = if item["copy_text"].is_null() {
                &item["content"][0]["text"]
            } else {
                &item["copy_text"]
            };
            format!("{kind} {} {shown}", text(&item["type"]))
        }
        "thread.item.updated" => format!("  {}", text(&event["update"]["type"])),
        "progress_update" => format!("progress_update {}", event["text"]),
        "client_effect" => format!(
            "client_effect {} {} {}",
            text(&event["name"]),
            event["data"]["status"],
            event["data"]["task_ids"]
        ),
        "error" => format!("error {} retry={}", event["message"], event["allow_retry"]),
        kind => kind.to_owned(),
    }
}
