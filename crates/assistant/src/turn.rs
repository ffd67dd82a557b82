mod event;
mod reply_store;

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, StreamExt as _};
use taskpilot_agent_runner::{Interruption, RunEvent, RunStream};
use taskpilot_chatkit::{Run, Stopped};
use taskpilot_context::Clock;
use taskpilot_conversations::thread::NewItem;
use taskpilot_conversations::{
    ApprovalStore, AssistantMessage, Conversation, ConversationError, ConversationId, Message,
    MessageBody, MessageId, StoreError,
};
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::task_tracker::{TaskTracker, TaskTrackerToken};

use crate::allowance::{Allowance, Entry};
use crate::approval::{ApprovalRequired, Waiting};
use crate::consent::Consent;
use crate::draft::{Draft, Step};
use crate::error::cause;

pub use event::{TurnDone, TurnEvent, TurnFailure};
pub(crate) use reply_store::{ReplyShelf, ReplyStore, SAVE_RETRY_DELAYS};

/// A turn as it runs. It does nothing unless polled.
///
/// Dropping it cancels the model call at once; tools that have begun are awaited and the partial reply is stored
/// in the background, which [`Assistant::shut_down`](crate::Assistant::shut_down) waits for.
pub struct TurnStream {
    conversation: Conversation,
    queue: VecDeque<TurnEvent>,
    active: Option<Active>,
    /// Whether it already runs in the background: a runtime that shuts down drops it there, and that is the end.
    is_detached: bool,
}

/// What a running turn holds.
pub(crate) struct Active {
    run: RunStream,
    cancel: CancellationToken,
    /// Resolves once somebody else wants the turn to stop.
    stop: Option<Stopped>,
    draft: Draft,
    frame: Frame,
    /// The run is over and all of it is shown; it is to be stored yet.
    is_over: bool,
    saving: Option<Saving>,
}

/// What a turn holds beside its run.
pub(crate) struct Frame {
    pub(crate) store: ReplyStore,
    /// What asks the person.
    pub(crate) consent: Arc<Consent>,
    pub(crate) approvals: Arc<dyn ApprovalStore>,
    pub(crate) clock: Arc<dyn Clock>,
    /// What may be spent, if that is limited.
    pub(crate) allowance: Option<Allowance>,
    /// What a thread shows last of the turn.
    pub(crate) last_item: Option<Arc<dyn LastItem>>,
    /// The right to answer in the conversation, until the reply is stored.
    pub(crate) run: Option<Run>,
    /// Finishes the turn when its reader is gone.
    pub(crate) runtime: Handle,
    pub(crate) tracker: TaskTracker,
    pub(crate) _alive: TaskTrackerToken,
}

/// What a thread shows last of a turn: it is stored along with the reply.
pub(crate) trait LastItem: Send + Sync {
    /// Closes the item that is open, if there is one, and returns it. The turn says no more after this.
    fn close(&self) -> Option<NewItem>;
}

/// A write of the draft on its way.
struct Saving {
    write: BoxFuture<'static, Result<MessageId, ConversationError>>,
    then: After,
}

enum After {
    Show(TurnEvent),
    Ask(Box<ApprovalRequired>),
    End(Option<TurnFailure>),
}

impl TurnStream {
    pub(crate) fn running(conversation: Conversation, active: Active) -> Self {
        Self {
            conversation,
            queue: VecDeque::new(),
            active: Some(active),
            is_detached: false,
        }
    }

    /// Plays a reply that was stored before, as a client that asks twice expects.
    ///
    /// `waiting` is what the reply waits for, if it still does.
    pub(crate) fn replay(
        conversation: Conversation,
        message: Message,
        waiting: Option<ApprovalRequired>,
    ) -> Self {
        let MessageBody::Assistant(reply) = message.body else {
            return Self {
                conversation,
                queue: VecDeque::new(),
                active: None,
                is_detached: false,
            };
        };
        let mut queue = VecDeque::new();
        for call in &reply.tool_calls {
            let (id, name) = (call.id.clone(), call.name.clone());
            let arguments = call.arguments.clone();
            queue.push_back(TurnEvent::ToolCall {
                id: id.clone(),
                name: name.clone(),
                arguments,
            });
            let result = call.result.clone();
            queue.push_back(TurnEvent::ToolResult {
                id,
                name,
                status: call.status,
                result,
            });
        }
        if !reply.content.is_empty() {
            queue.push_back(TurnEvent::Text(reply.content.clone()));
        }
        let waiting = waiting.map(Box::new).map(TurnEvent::ApprovalRequired);
        queue.extend(waiting);
        let done = TurnDone {
            conversation: conversation.id,
            message: message.id,
            reply: *reply,
        };
        queue.push_back(TurnEvent::Done(Box::new(done)));
        Self {
            conversation,
            queue,
            active: None,
            is_detached: false,
        }
    }

    /// Returns the conversation as it was when the turn began.
    pub fn conversation(&self) -> &Conversation {
        &self.conversation
    }

    /// Goes on with the turn; returns what there is to show of it, if anything.
    fn poll_active(&mut self, context: &mut Context<'_>) -> Poll<Option<TurnEvent>> {
        let Some(active) = &mut self.active else {
            return Poll::Ready(None);
        };
        if let Some(saving) = &mut active.saving {
            let saved = ready!(saving.write.as_mut().poll(context));
            self.saved(saved);
            return Poll::Ready(None);
        }
        if active.is_over {
            active.save(After::End(None));
            return Poll::Ready(None);
        }
        active.heed_stop(context);
        match ready!(active.run.poll_next_unpin(context)) {
            Some(event) => match active.apply(event) {
                Step::Nothing => {}
                Step::Show(event) => return Poll::Ready(Some(event)),
                Step::Save(event) => active.save(After::Show(event)),
                Step::End(failure) => active.save(After::End(failure)),
                Step::Ask(interruption) => active.ask(self.conversation.id, &interruption),
                Step::ShowAndEnd(event) => {
                    active.is_over = true;
                    return Poll::Ready(Some(event));
                }
            },
            // A run always ends in a terminal event, after which `active` is gone.
            None => self.active = None,
        }
        Poll::Ready(None)
    }

    fn saved(&mut self, saved: Result<MessageId, ConversationError>) {
        let Some(active) = &mut self.active else {
            return;
        };
        let Some(saving) = active.saving.take() else {
            return;
        };
        let id = match saved {
            Ok(id) => id,
            Err(error) => return self.could_not_save(&error),
        };
        active.frame.store.message = Some(id);
        match saving.then {
            After::Show(event) => self.queue.push_back(event),
            After::Ask(required) => {
                self.queue.push_back(TurnEvent::ApprovalRequired(required));
                self.end(id);
            }
            After::End(failure) => {
                self.queue.extend(failure.map(TurnEvent::Failed));
                self.end(id);
            }
        }
    }

    fn end(&mut self, message: MessageId) {
        let Some(active) = self.active.take() else {
            return;
        };
        let done = TurnDone {
            conversation: self.conversation.id,
            message,
            reply: active.into_reply(),
        };
        self.queue.push_back(TurnEvent::Done(Box::new(done)));
    }

    /// What cannot be stored is not announced: the turn ends here, and its user message can be sent again.
    fn could_not_save(&mut self, error: &ConversationError) {
        if let Some(mut active) = self.active.take() {
            active.cancel.cancel();
            if let Some(entry) = active.settle() {
                let frame = &active.frame;
                frame.tracker.spawn_on(entry.keep(), &frame.runtime);
            }
        }
        let failure = if matches!(error, ConversationError::NotFound(_)) {
            TurnFailure {
                code: "conversation_deleted",
                message: "The conversation was deleted in the meantime.".into(),
                retryable: false,
                retry_after: None,
            }
        } else {
            tracing::error!(
                error = cause(error),
                conversation.id = self.conversation.id.get(),
                "the reply could not be stored"
            );
            TurnFailure {
                code: "storage_unavailable",
                message: "The answer could not be stored. Try again.".into(),
                retryable: true,
                retry_after: None,
            }
        };
        self.queue.push_back(TurnEvent::Failed(failure));
    }
}

impl Active {
    pub(crate) fn new(
        run: RunStream,
        cancel: CancellationToken,
        draft: Draft,
        frame: Frame,
    ) -> Self {
        let stop = frame.run.as_ref().map(Run::stopped);
        Self {
            run,
            cancel,
            stop,
            draft,
            frame,
            is_over: false,
            saving: None,
        }
    }

    /// Folds one event in, and counts what it cost.
    fn apply(&mut self, event: RunEvent) -> Step {
        if let Some(allowance) = &mut self.frame.allowance {
            allowance.observe(&event.kind);
        }
        let step = self.draft.apply(event);
        match (step, &self.frame.allowance) {
            (Step::End(Some(failure)), Some(allowance)) => {
                Step::End(Some(allowance.explain(failure)))
            }
            (step, _) => step,
        }
    }

    /// Returns what is to be counted to the day yet.
    fn settle(&mut self) -> Option<Entry> {
        self.frame.allowance.as_mut().and_then(Allowance::settle)
    }

    /// Cancels the run if it is to stop.
    fn heed_stop(&mut self, context: &mut Context<'_>) {
        let Some(stop) = &mut self.stop else {
            return;
        };
        if stop.poll_unpin(context).is_ready() {
            self.stop = None;
            self.cancel.cancel();
        }
    }

    fn save(&mut self, then: After) {
        let is_over = matches!(then, After::End(_));
        let last = self.frame.last_item.as_ref().filter(|_| is_over);
        let item = last.and_then(|last| last.close());
        let spent = if is_over { self.settle() } else { None };
        let store = self.frame.store.clone();
        let run = if is_over { self.frame.run.take() } else { None };
        let write = counted(store.write(self.draft.reply().clone(), item), spent);
        let write = ended(write, run);
        self.saving = Some(Saving {
            write: Box::pin(write),
            then,
        });
    }

    /// Stores the reply and what waits, then asks the person.
    fn ask(&mut self, conversation: ConversationId, interruption: &Interruption) {
        let waiting = interruption.requests.iter();
        let actions = self
            .frame
            .consent
            .shown(waiting.map(|it| it.call_id.as_str()));
        let now = self.frame.clock.now();
        let required = ApprovalRequired::new(conversation, actions, now);
        let reply = self.draft.reply().clone();
        let spoken = self.frame.consent.spoken().clone();
        let kept = Waiting::new(&interruption.state, reply.clone(), spoken)
            .and_then(|waiting| waiting.keep(&required, now))
            .map_err(unwritable);
        let item = self.frame.last_item.as_ref().and_then(|last| last.close());
        let (store, approvals) = (self.frame.store.clone(), Arc::clone(&self.frame.approvals));
        let user = store.user.clone();
        let write = async move {
            let kept = kept?;
            let message = store.write(reply, item).await?;
            approvals.create(&user, &kept(message)).await?;
            Ok(message)
        };
        let write = ended(counted(write, self.settle()), self.frame.run.take());
        self.saving = Some(Saving {
            write: Box::pin(write),
            then: After::Ask(Box::new(required)),
        });
    }

    fn into_reply(self) -> AssistantMessage {
        self.draft.into_reply()
    }
}

impl Stream for TurnStream {
    type Item = TurnEvent;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<TurnEvent>> {
        loop {
            if let Some(event) = self.queue.pop_front() {
                return Poll::Ready(Some(event));
            }
            if self.active.is_none() {
                return Poll::Ready(None);
            }
            if let Some(event) = ready!(self.poll_active(context)) {
                return Poll::Ready(Some(event));
            }
        }
    }
}

impl Drop for TurnStream {
    fn drop(&mut self) {
        let Some(active) = self.active.take() else {
            return;
        };
        active.cancel.cancel();
        if self.is_detached {
            return;
        }
        let (runtime, tracker) = (active.frame.runtime.clone(), active.frame.tracker.clone());
        let mut rest = Self {
            conversation: self.conversation.clone(),
            queue: VecDeque::new(),
            active: Some(active),
            is_detached: true,
        };
        tracker.spawn_on(
            async move { while rest.next().await.is_some() {} },
            &runtime,
        );
    }
}

/// Writes, and counts what was spent before that is announced, whatever becomes of the write.
async fn counted<T>(write: impl Future<Output = T>, spent: Option<Entry>) -> T {
    let written = write.await;
    if let Some(spent) = spent {
        spent.keep().await;
    }
    written
}

/// Stores the last of a turn, and only then lets others answer in the conversation.
async fn ended<T>(write: impl Future<Output = T>, run: Option<Run>) -> T {
    let written = write.await;
    if let Some(run) = run {
        run.end().await;
    }
    written
}

fn unwritable(error: serde_json::Error) -> ConversationError {
    ConversationError::Store(StoreError {
        action: "write down a turn that waits",
        transient: false,
        source: error.into(),
    })
}
