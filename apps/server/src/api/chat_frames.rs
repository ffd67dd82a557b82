use std::io::Write as _;
use std::time::Instant;

use actix_web::web::{BufMut as _, BytesMut};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use taskpilot_assistant::{TurnDone, TurnEvent, TurnFailure};
use taskpilot_conversations::{ToolCallStatus, Usage};
use utoipa::ToSchema;

use crate::api::approvals::ApprovalBody;
use crate::telemetry::cause;
use taskpilot_chatkit::sse::Encode;

/// One frame of a streamed answer: `data: {"type": …}`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum ChatFrame<'a> {
    /// More text.
    Chunk {
        /// The text to append.
        content: &'a str,
    },
    /// A tool is about to run.
    ToolCall {
        /// Joins call and result.
        id: &'a str,
        /// Which tool.
        name: &'a str,
        /// Its arguments (a string, if the model wrote malformed JSON).
        #[schema(value_type = Object)]
        arguments: &'a Arguments<'a>,
    },
    /// A tool ended, and the conversation holds its result.
    ToolResult {
        /// Joins call and result.
        id: &'a str,
        /// Which tool.
        name: &'a str,
        /// How it ended.
        #[schema(value_type = String, example = "completed")]
        status: ToolCallStatus,
        /// What it answered.
        #[schema(value_type = Object)]
        result: &'a Value,
    },
    /// The model did not answer; it is asked again.
    Retry {
        /// How long until then.
        delay_ms: u64,
        /// What went wrong.
        code: &'a str,
    },
    /// Changes wait for the user's word: answer at
    /// `/api/{user_id}/conversations/{conversation_id}/approvals/{id}`. `done` follows.
    ApprovalRequired(ApprovalBody),
    /// The turn failed or was cut; what was said and done is kept.
    Error {
        /// Stable, for programs.
        code: &'a str,
        /// What happened and what to do.
        message: &'a str,
        /// Whether asking again may help.
        retryable: bool,
    },
    /// The turn is over and stored.
    Done {
        /// Where it stands.
        conversation_id: i64,
        /// The assistant's message.
        message_id: i64,
        /// What it cost.
        usage: UsageBody,
    },
}

/// Tokens that a turn cost, as the provider counted them.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct UsageBody {
    /// Calls to the model.
    pub(crate) requests: u64,
    /// Tokens read.
    pub(crate) input_tokens: u64,
    /// Tokens written.
    pub(crate) output_tokens: u64,
    /// Both together.
    pub(crate) total_tokens: u64,
}

impl From<Usage> for UsageBody {
    fn from(usage: Usage) -> Self {
        Self {
            requests: usage.requests,
            input_tokens: usage.input_tokens,
            output_tokens: usage.output_tokens,
            total_tokens: usage.input_tokens.saturating_add(usage.output_tokens),
        }
    }
}

/// A call's arguments: the model's own JSON, passed on as it is, or its text if that is no JSON.
#[derive(Debug)]
pub(crate) enum Arguments<'a> {
    Json(&'a RawValue),
    Malformed(&'a str),
}

impl<'a> Arguments<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        serde_json::from_str(text).map_or(Self::Malformed(text), Self::Json)
    }
}

impl Serialize for Arguments<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Json(json) => json.serialize(serializer),
            Self::Malformed(text) => serializer.serialize_str(text),
        }
    }
}

/// Writes a turn's events as frames, and counts them.
pub(crate) struct ChatEncoder {
    turn: TurnMeter,
}

impl ChatEncoder {
    pub(crate) fn new(turn: TurnMeter) -> Self {
        Self { turn }
    }
}

impl Encode<TurnEvent> for ChatEncoder {
    fn encode(&mut self, event: TurnEvent, out: &mut BytesMut) {
        self.turn.observe(&event);
        encode(&event, out);
    }
}

/// Appends the frame of one step of a turn; steps that are not shown append nothing.
pub fn encode(event: &TurnEvent, out: &mut BytesMut) {
    match event {
        TurnEvent::Text(text) => write(out, &ChatFrame::Chunk { content: text }),
        TurnEvent::ToolCall {
            id,
            name,
            arguments,
        } => {
            let arguments = &Arguments::of(arguments);
            write(
                out,
                &ChatFrame::ToolCall {
                    id,
                    name,
                    arguments,
                },
            );
        }
        TurnEvent::ToolResult {
            id,
            name,
            status,
            result,
        } => {
            write(
                out,
                &ChatFrame::ToolResult {
                    id,
                    name,
                    status: *status,
                    result,
                },
            );
        }
        TurnEvent::Retrying { delay, code } => {
            let delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
            write(out, &ChatFrame::Retry { delay_ms, code });
        }
        TurnEvent::ApprovalRequired(required) => {
            let body = ApprovalBody::from((**required).clone());
            write(out, &ChatFrame::ApprovalRequired(body));
        }
        TurnEvent::Failed(TurnFailure {
            code,
            message,
            retryable,
            ..
        }) => {
            write(
                out,
                &ChatFrame::Error {
                    code,
                    message,
                    retryable: *retryable,
                },
            );
        }
        TurnEvent::Done(done) => {
            let frame = ChatFrame::Done {
                conversation_id: done.conversation.get(),
                message_id: done.message.get(),
                usage: done.reply.usage.into(),
            };
            write(out, &frame);
        }
        _ => {}
    }
}

fn write(out: &mut BytesMut, frame: &ChatFrame<'_>) {
    out.reserve(64);
    let mut writer = out.writer();
    // Writing to memory does not fail, and a frame always serialises: its map keys are strings.
    let written = writer
        .write_all(b"data: ")
        .and_then(|()| serde_json::to_writer(&mut writer, frame).map_err(Into::into))
        .and_then(|()| writer.write_all(b"\n\n"));
    if let Err(error) = written {
        tracing::error!(error = cause(&error), "a frame could not be written");
    }
}

/// Counts one turn in the metrics.
pub(crate) struct TurnMeter {
    started: Instant,
    text_seen: bool,
    failed: Option<&'static str>,
    outcome: &'static str,
}

impl TurnMeter {
    pub(crate) fn start(started: Instant) -> Self {
        metrics::gauge!("turns_running").increment(1.0);
        Self {
            started,
            text_seen: false,
            failed: None,
            outcome: "abandoned",
        }
    }

    pub(crate) fn observe(&mut self, event: &TurnEvent) {
        match event {
            TurnEvent::Text(_) if !self.text_seen => {
                self.text_seen = true;
                metrics::histogram!("turn_first_text_seconds")
                    .record(self.started.elapsed().as_secs_f64());
            }
            TurnEvent::ToolResult { name, status, .. } => count_tool(name, *status),
            TurnEvent::Failed(failure) => {
                self.failed = Some(failure.code);
                self.outcome = failure.code;
            }
            TurnEvent::Done(done) => self.done(done),
            _ => {}
        }
    }

    fn done(&mut self, done: &TurnDone) {
        self.outcome = self.failed.unwrap_or("completed");
        metrics::counter!("model_tokens_total", "direction" => "input")
            .increment(done.reply.usage.input_tokens);
        metrics::counter!("model_tokens_total", "direction" => "output")
            .increment(done.reply.usage.output_tokens);
    }
}

/// Names of tools come from the model, so unknown ones share a label.
fn count_tool(name: &str, status: ToolCallStatus) {
    let known = [
        "add_task",
        "list_tasks",
        "complete_task",
        "delete_task",
        "update_task",
        "find_task",
    ];
    let tool = known
        .into_iter()
        .find(|known| *known == name)
        .unwrap_or("unknown");
    let status = match status {
        ToolCallStatus::Completed => "completed",
        ToolCallStatus::Failed => "failed",
        ToolCallStatus::Interrupted => "interrupted",
    };
    metrics::counter!("tool_calls_total", "tool" => tool, "status" => status).increment(1);
}

impl Drop for TurnMeter {
    fn drop(&mut self) {
        metrics::gauge!("turns_running").decrement(1.0);
        metrics::counter!("turns_total", "outcome" => self.outcome).increment(1);
        metrics::histogram!("turn_duration_seconds").record(self.started.elapsed().as_secs_f64());
    }
}
