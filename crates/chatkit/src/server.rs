use std::pin::Pin;

use async_trait::async_trait;
use futures_core::Stream;
use jiff::Timestamp;

use crate::error::{BoxError, RequestError, StoreError, StreamError};
use crate::event::{Event, StreamOptions};
use crate::id::{ItemId, ThreadId};
use crate::item::{AssistantMessage, SdkHiddenContext, ThreadItem, UserMessage};
use crate::request::{AudioInput, FeedbackKind};
use crate::runs::RunKey;
use crate::thread::Thread;
use crate::turn::Turn;
use crate::widget::WidgetAction;

/// What a handler says, in order. It may end with an error: what was said before counts.
pub type EventStream = Pin<Box<dyn Stream<Item = Result<Event, StreamError>> + Send>>;

/// What the model is told after a person stopped an answer.
const CANCELLED: &str = "The user cancelled the stream. Stop responding to the prior request.";

/// What a product must say to be a ChatKit server: [`respond`](ChatKitServer::respond), and the rest if it wants to.
#[async_trait]
pub trait ChatKitServer<Cx: Send + Sync + 'static>: Send + Sync + 'static {
    /// Answers a message that was just stored; or goes on, without one, after a client's tool or questions were
    /// answered. The thread's items are in the turn's store.
    ///
    /// What the stream says is stored and sent as it comes. Dropping it means that nobody waits any more: see
    /// [`on_cancelled`](ChatKitServer::on_cancelled). [`emit`](crate::emit()) makes one of an `async` block.
    fn respond(&self, turn: Turn<Cx>, message: Option<ReceivedMessage>) -> EventStream;

    /// Does what was clicked in a widget, and answers with a stream like [`respond`](ChatKitServer::respond).
    /// `sender` is the widget.
    fn action(
        &self,
        _turn: Turn<Cx>,
        action: WidgetAction,
        _sender: Option<ThreadItem>,
    ) -> EventStream {
        let error = StreamError::custom(format!(
            "This server does not know the action {:?}.",
            action.name()
        ));
        Box::pin(futures_util::stream::iter([Err(error)]))
    }

    /// Does what was clicked in a widget, while another answer may stream. An item that is returned replaces the one
    /// with its id in the client; storing it is up to the handler.
    ///
    /// # Errors
    /// Whatever went wrong.
    async fn sync_action(
        &self,
        _turn: Turn<Cx>,
        action: WidgetAction,
        _sender: Option<ThreadItem>,
    ) -> Result<Option<ThreadItem>, RequestError> {
        Err(RequestError::Unsupported(format!(
            "this server does not know the action {:?}",
            action.name()
        )))
    }

    /// Takes what a person thinks of some items. By default nothing is kept of it.
    ///
    /// # Errors
    /// Whatever went wrong.
    async fn add_feedback(
        &self,
        _thread: &Thread,
        _items: &[ItemId],
        _kind: FeedbackKind,
        _context: &Cx,
    ) -> Result<(), RequestError> {
        Ok(())
    }

    /// Turns speech into text. By default this is refused.
    ///
    /// # Errors
    /// Whatever went wrong.
    async fn transcribe(&self, _audio: AudioInput, _context: &Cx) -> Result<String, RequestError> {
        Err(RequestError::Unsupported(
            "this server does not transcribe speech".into(),
        ))
    }

    /// Returns what the person may do while an answer streams.
    fn stream_options(&self, _thread: &Thread, _context: &Cx) -> StreamOptions {
        StreamOptions::default()
    }

    /// Returns whether the handler itself keeps what it has said once its stream is dropped. Then nothing is gathered
    /// for [`on_cancelled`](ChatKitServer::on_cancelled), which saves a copy of each text that streams.
    fn keeps_cancelled(&self) -> bool {
        false
    }

    /// Keeps what there is of an answer whose reader is gone. `pending` are the items that began and are not done,
    /// as far as they came. It is not called if the handler [keeps](ChatKitServer::keeps_cancelled) them.
    ///
    /// By default messages with text are stored, and a note tells the model that it was stopped.
    ///
    /// # Errors
    /// Whatever went wrong; it is logged.
    async fn on_cancelled(
        &self,
        turn: &Turn<Cx>,
        pending: Vec<ThreadItem>,
    ) -> Result<(), BoxError> {
        keep_texts(turn, pending).await?;
        let note = turn.new_item(&SdkHiddenContext {
            content: CANCELLED.to_owned(),
        })?;
        let thread = turn.thread().id;
        turn.store()
            .save_item(&thread, &note, turn.context())
            .await?;
        Ok(())
    }

    /// Returns what tells runs of different threads apart: a thread has one run at a time.
    ///
    /// A thread that has several names must have one key.
    ///
    /// # Errors
    /// If there is no such thread, as far as this looks for it.
    async fn run_key(&self, thread: &ThreadId, _context: &Cx) -> Result<RunKey, StoreError> {
        Ok(RunKey::new("", thread.as_str()))
    }

    /// Returns what time it is, for items that the server makes.
    fn now(&self) -> Timestamp {
        #[expect(
            clippy::disallowed_methods,
            reason = "the default clock; a product with another overrides this"
        )]
        let now = Timestamp::now();
        // As fine as databases keep it.
        now.round(jiff::Unit::Microsecond).unwrap_or(now)
    }
}

/// A message that was just stored.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceivedMessage {
    /// The item.
    pub item: ThreadItem,
    /// What it says.
    pub message: UserMessage,
}

/// Stores those of the items that are messages with text.
async fn keep_texts<Cx: Send + Sync + 'static>(
    turn: &Turn<Cx>,
    items: Vec<ThreadItem>,
) -> Result<(), BoxError> {
    let thread = turn.thread().id;
    for item in items {
        let is_worth_it = item
            .read::<AssistantMessage>()?
            .is_some_and(|message| message.has_text());
        if is_worth_it {
            turn.store()
                .save_item(&thread, &item, turn.context())
                .await?;
        }
    }
    Ok(())
}
