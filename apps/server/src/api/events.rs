use std::io::Write as _;
use std::time::Duration;

use actix_web::web::{BufMut as _, BytesMut, Data};
use actix_web::{HttpRequest, HttpResponse, get};
use futures_util::StreamExt as _;
use jiff::SignedDuration;
use serde::Serialize;
use taskpilot_assistant::{LiveChange, LiveEvent, LiveUpdates};
use taskpilot_auth::DEFAULT_LEEWAY;
use taskpilot_chatkit::sse::Encode;
use taskpilot_context::{Clock, Revision};
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;

use crate::api::conversation_body::ConversationBody;
use crate::api::task_body::TaskBody;
use crate::caller::Caller;
use crate::problem::{Problem, ProblemDocument};
use crate::sse;
use crate::telemetry::cause;

/// The header by which a browser resumes a stream.
const LAST_EVENT_ID: &str = "last-event-id";

/// One change of the user's data: `data: {"type": …}`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type")]
pub(crate) enum LiveFrame {
    /// The stream is open; what follows came after this revision.
    #[serde(rename = "ready")]
    Ready { revision: i64 },
    /// The server knows nothing of the revision to resume from: load everything again.
    #[serde(rename = "reset")]
    Reset { revision: i64 },
    /// A task was created or changed.
    #[serde(rename = "task.changed")]
    TaskChanged { task: Box<TaskBody> },
    /// A task was deleted.
    #[serde(rename = "task.deleted")]
    TaskDeleted { task_id: i64 },
    /// A conversation began or changed.
    #[serde(rename = "conversation.changed")]
    ConversationChanged { conversation: Box<ConversationBody> },
    /// A conversation was deleted.
    #[serde(rename = "conversation.deleted")]
    ConversationDeleted { conversation_id: i64 },
}

/// Streams the user's task and conversation changes as server-sent events.
///
/// `Last-Event-ID` resumes: whatever changed since comes first, each task and conversation once, as it is now.
/// The stream ends with its token; come back with a fresh one.
#[utoipa::path(
    tag = "live",
    params(("user_id" = String, Path), ("Last-Event-ID" = Option<i64>, Header)),
    responses(
        (status = 200, body = LiveFrame, content_type = "text/event-stream"),
        (status = "4XX", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
#[get("/api/{user_id}/events")]
pub(crate) async fn events(
    request: HttpRequest,
    caller: Caller,
    live: Data<LiveUpdates>,
    clock: Data<dyn Clock>,
    stopping: Data<CancellationToken>,
) -> Result<HttpResponse, Problem> {
    let since = last_event_id(&request)?;
    let stopping = stopping.get_ref().clone().cancelled_owned();
    let left = caller.expires_at.duration_since(clock.now());
    // Negative within the leeway.
    let left = left.saturating_add(SignedDuration::try_from(DEFAULT_LEEWAY).unwrap_or_default());
    let end = tokio::time::timeout(Duration::try_from(left).unwrap_or_default(), stopping);
    let changes = live.stream(caller.user, since).take_until(Box::pin(end));
    Ok(sse::response(changes, LiveEncoder::open()))
}

fn last_event_id(request: &HttpRequest) -> Result<Option<Revision>, Problem> {
    let Some(value) = request.headers().get(LAST_EVENT_ID) else {
        return Ok(None);
    };
    let number = value
        .to_str()
        .ok()
        .and_then(|text| text.parse::<i64>().ok());
    match number {
        Some(number) if number >= 0 => Ok(Some(Revision::new(number))),
        _ => Err(Problem::invalid_field(
            "Last-Event-ID",
            "must be the `id` of an earlier event",
        )),
    }
}

struct LiveEncoder;

impl LiveEncoder {
    fn open() -> Self {
        metrics::gauge!("live_streams_open").increment(1.0);
        Self
    }
}

impl Drop for LiveEncoder {
    fn drop(&mut self) {
        metrics::gauge!("live_streams_open").decrement(1.0);
    }
}

impl Encode<LiveEvent> for LiveEncoder {
    fn encode(&mut self, event: LiveEvent, out: &mut BytesMut) {
        match event {
            LiveEvent::Ready(revision) => {
                write(
                    out,
                    Some(revision),
                    &LiveFrame::Ready {
                        revision: revision.get(),
                    },
                );
            }
            LiveEvent::Reset(revision) => {
                write(
                    out,
                    Some(revision),
                    &LiveFrame::Reset {
                        revision: revision.get(),
                    },
                );
            }
            // Resuming in the middle of a revision would lose its rest, so only its last change carries the id.
            LiveEvent::Change {
                revision,
                change,
                last,
            } => {
                write(out, last.then_some(revision), &frame(change));
            }
        }
    }
}

fn frame(change: LiveChange) -> LiveFrame {
    match change {
        LiveChange::Task(task) if task.deleted_at.is_some() => LiveFrame::TaskDeleted {
            task_id: task.id.get(),
        },
        LiveChange::Task(task) => LiveFrame::TaskChanged {
            task: Box::new((&task).into()),
        },
        LiveChange::Conversation(conversation) if conversation.deleted_at.is_some() => {
            LiveFrame::ConversationDeleted {
                conversation_id: conversation.id.get(),
            }
        }
        LiveChange::Conversation(conversation) => LiveFrame::ConversationChanged {
            conversation: Box::new(conversation.into()),
        },
    }
}

fn write(out: &mut BytesMut, id: Option<Revision>, frame: &LiveFrame) {
    let mut writer = out.writer();
    let written = id
        .map_or(Ok(()), |id| writeln!(writer, "id: {id}"))
        .and_then(|()| writer.write_all(b"data: "))
        .and_then(|()| serde_json::to_writer(&mut writer, frame).map_err(Into::into))
        .and_then(|()| writer.write_all(b"\n\n"));
    if let Err(error) = written {
        tracing::error!(error = cause(&error), "a frame could not be written");
    }
}
