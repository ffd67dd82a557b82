//! Reads server-sent events (WHATWG HTML §9.2), as far as the server writes them.

use std::time::Duration;

use serde_json::Value;

/// How long a test waits for the next event.
const PATIENCE: Duration = Duration::from_secs(15);

/// A stream that is open.
pub(crate) struct Events {
    pub(crate) response: reqwest::Response,
    buffer: String,
}

/// One event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event {
    pub(crate) id: Option<String>,
    pub(crate) data: Value,
}

impl Events {
    pub(crate) fn of(response: reqwest::Response) -> Self {
        let content_type = response.headers()["content-type"].to_str().unwrap();
        assert_eq!(content_type, "text/event-stream");
        Self {
            response,
            buffer: String::new(),
        }
    }

    /// Returns the next event, or nothing at the end of the stream.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        loop {
            while let Some((block, rest)) = self.buffer.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.buffer = rest;
                if let Some(event) = parse(&block) {
                    return Some(event);
                }
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk())
                .await
                .expect("an event in time");
            let Some(bytes) = chunk.expect("a stream that is not cut") else {
                assert_eq!(self.buffer, "", "half an event at the end");
                return None;
            };
            self.buffer
                .push_str(std::str::from_utf8(&bytes).expect("whole characters"));
        }
    }

    /// Returns the next event of this type, passing over others.
    pub(crate) async fn until(&mut self, kind: &str) -> Event {
        loop {
            let event = self.next().await.expect("the stream goes on");
            if event.data["type"] == kind {
                return event;
            }
        }
    }

    /// Returns the data of all events until the stream ends.
    pub(crate) async fn frames(mut self) -> Vec<Value> {
        let mut frames = Vec::new();
        while let Some(event) = self.next().await {
            frames.push(event.data);
        }
        frames
    }
}

fn parse(block: &str) -> Option<Event> {
    let field = |name: &str| {
        block
            .lines()
            .find_map(|line| line.strip_prefix(name).map(str::to_owned))
    };
    for line in block.lines() {
        let known = ["data: ", "id: ", ": "];
        assert!(
            known.iter().any(|field| line.starts_with(field)),
            "unknown line {line:?}"
        );
    }
    let data = field("data: ")?;
    Some(Event {
        id: field("id: "),
        data: serde_json::from_str(&data).expect("frames hold JSON"),
    })
}

/// One line for each frame: joins the text, leaves out what differs from run to run.
///
/// Tools of one turn run side by side, so results that follow each other are put in order.
pub(crate) fn outline(frames: &[Value]) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut text = String::new();
    for frame in frames {
        if frame["type"] == "chunk" {
            text += frame["content"].as_str().unwrap();
            continue;
        }
        if !text.is_empty() {
            lines.push(format!("text {:?}", std::mem::take(&mut text)));
        }
        lines.push(describe(frame));
    }
    assert!(text.is_empty(), "text after the last frame: {text:?}");
    let is_result = |line: &String| line.starts_with("result ");
    for group in lines.chunk_by_mut(|one, next| is_result(one) && is_result(next)) {
        group.sort_unstable();
    }
    lines.join("\n")
}

fn describe(frame: &Value) -> String {
    let text = |name: &str| frame[name].as_str().unwrap_or("?").to_owned();
    match text("type").as_str() {
        "tool_call" => format!("call {} {}", text("name"), frame["arguments"]),
        "tool_result" => format!("result {} {}", text("name"), text("status")),
        "retry" => format!("retry {} {}", text("code"), frame["delay_ms"]),
        "error" => format!(
            "error {} retryable={}: {}",
            text("code"),
            frame["retryable"],
            text("message")
        ),
        kind => kind.to_owned(),
    }
}

/// Returns what the frames say, joined.
pub(crate) fn said(frames: &[Value]) -> String {
    frames
        .iter()
        .filter_map(|frame| frame["content"].as_str())
        .collect()
}
