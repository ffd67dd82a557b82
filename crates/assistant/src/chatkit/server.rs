use std::sync::Arc;

use async_trait::async_trait;
use futures_util::{TryStreamExt as _, stream};
use taskpilot_chatkit::widget::WidgetAction;
use taskpilot_chatkit::{
    AudioInput, ChatKitServer, Event, EventStream, FeedbackKind, ItemId, ReceivedMessage,
    RequestError, RunKey, StoreError, StreamError, Thread, ThreadId, ThreadItem, Turn, WidgetItem,
};
use taskpilot_conversations::ConversationId;
use taskpilot_conversations::thread::{Rating, ThreadRef};
use taskpilot_mcp_tools::TaskTools;

use super::act::{Acted, Click};
use super::action;
use super::context::ChatContext;
use super::numbers::Numbers;
use super::open_text::OpenText;
use super::speech::{CHANGED, Speech};
use super::{ChatKitParts, dictation, kept, name, said};
use crate::allowance::NotAllowed;
use crate::assistant::{Assistant, Door, Opening, Terms};
use crate::runs;
use crate::turn::ReplyShelf;

/// The assistant, as it answers ChatKit.
#[derive(Clone)]
pub struct ChatKitAssistant {
    pub(super) assistant: Assistant,
    pub(super) parts: ChatKitParts,
    numbers: Arc<Numbers>,
}

impl ChatKitAssistant {
    /// Returns an assistant that answers through `assistant`'s model.
    pub fn new(assistant: Assistant, parts: ChatKitParts) -> Self {
        Self {
            assistant,
            parts,
            numbers: Arc::default(),
        }
    }

    pub(super) fn tools(&self) -> &TaskTools {
        self.assistant.task_tools()
    }

    /// Answers a message that is stored.
    async fn answer(
        &self,
        turn: Turn<ChatContext>,
        message: ReceivedMessage,
    ) -> Result<EventStream, StreamError> {
        if self.assistant.is_stopping() {
            return Err(StreamError::Custom {
                message: "The server is restarting. Try again in a moment.".into(),
                allow_retry: true,
            });
        }
        let context = &turn.context().turn;
        let allowance = self.assistant.allowance(context).await;
        let allowance = allowance.map_err(not_allowed)?;
        let mut opening = match turn.context().take_opening() {
            Some(opening) => opening,
            None => self.reopen(&turn, &message.item).await?,
        };
        let attachments = &self.parts.attachments;
        opening.said = said::input(&message.message, &context.user, attachments).await;
        let carried = opening.carried.clone();
        let stored = opening.begun.message.id.get();
        let standing = self.assistant.go_on(&context.user, &opening).await;
        let standing = standing.map_err(StreamError::failed)?;

        let text = OpenText::new(turn.clone());
        let door = self.door(&turn, &text);
        let terms = Terms {
            standing,
            allowance,
        };
        let answer = self.assistant.run(context.clone(), opening, terms, door);
        let clock = Arc::clone(&self.parts.clock);
        let speech = Speech::new(turn.clone(), text, (clock, stored));
        Ok(speech.say(answer, &carried))
    }

    /// The way in that shows replies by items, the last of which is `text`.
    pub(super) fn door(&self, turn: &Turn<ChatContext>, text: &Arc<OpenText>) -> Door {
        Door {
            shelf: ReplyShelf::Thread(self.parts.threads.clone()),
            last_item: Some(text.clone()),
            beside_widgets: true,
            run: turn.run(),
        }
    }

    /// Reads the turn of a message that was stored by an earlier request.
    async fn reopen(
        &self,
        turn: &Turn<ChatContext>,
        item: &ThreadItem,
    ) -> Result<Opening, StreamError> {
        let context = turn.context();
        let thread = context.conversation(item.thread_id());
        let conversation = thread.ok_or_else(|| StreamError::failed("the thread is not known"))?;
        let (threads, user) = (&self.parts.threads, &context.turn.user);
        let found = threads
            .item(user, conversation, &name::item_ref(item.id()))
            .await;
        let found = found.map_err(StreamError::failed)?;
        let found = found.ok_or_else(|| StreamError::failed("the message is gone"))?;
        let place = (conversation, found.position);
        let begun = threads
            .turn(user, place, self.assistant.max_history())
            .await;
        Ok(Opening::of(begun.map_err(StreamError::failed)?))
    }
}

#[async_trait]
impl ChatKitServer<ChatContext> for ChatKitAssistant {
    fn respond(&self, turn: Turn<ChatContext>, message: Option<ReceivedMessage>) -> EventStream {
        let Some(message) = message else {
            let nothing = StreamError::custom("There is nothing to answer here. Say something.");
            return Box::pin(stream::iter([Err(nothing)]));
        };
        let this = self.clone();
        // Boxed, so that its memory goes once the answer begins, and is not held until it ends.
        let answer = Box::pin(async move { this.answer(turn, message).await });
        Box::pin(stream::once(answer).try_flatten())
    }

    fn action(
        &self,
        turn: Turn<ChatContext>,
        action: WidgetAction,
        sender: Option<ThreadItem>,
    ) -> EventStream {
        let this = self.clone();
        if action.name() == action::DECIDE {
            return this.decide(turn, action, sender);
        }
        Box::pin(async_stream::try_stream! {
            let Acted { widget, effect } = this.click(&turn, &action, sender.as_ref()).await?;
            if let Some(data) = effect {
                yield Event::ClientEffect { name: CHANGED.into(), data };
            }
            yield match &sender {
                Some(sender) => Event::ItemReplaced(with_widget(sender, &widget)?),
                None => Event::ItemDone(super::speech::made(&turn, &widget)?),
            };
        })
    }

    async fn sync_action(
        &self,
        turn: Turn<ChatContext>,
        action: WidgetAction,
        sender: Option<ThreadItem>,
    ) -> Result<Option<ThreadItem>, RequestError> {
        let acted = self.click(&turn, &action, sender.as_ref()).await?;
        let Some(sender) = sender else {
            return Ok(None);
        };
        let item = with_widget(&sender, &acted.widget)
            .map_err(|error| RequestError::Handler(error.into()))?;
        let store = turn.store();
        store
            .save_item(sender.thread_id(), &item, turn.context())
            .await?;
        Ok(Some(item))
    }

    async fn add_feedback(
        &self,
        thread: &Thread,
        items: &[ItemId],
        kind: FeedbackKind,
        context: &ChatContext,
    ) -> Result<(), RequestError> {
        let rating = match kind {
            FeedbackKind::Positive => Rating::Positive,
            FeedbackKind::Negative => Rating::Negative,
        };
        let Some(conversation) = context.conversation(&thread.id) else {
            return Err(RequestError::Handler("the thread is not known".into()));
        };
        let items: Vec<_> = items.iter().map(name::item_ref).collect();
        let threads = &self.parts.threads;
        let rated = threads
            .rate(&context.turn.user, conversation, &items, rating)
            .await;
        rated.map_err(|error| RequestError::Store(error.into()))
    }

    async fn transcribe(
        &self,
        audio: AudioInput,
        _context: &ChatContext,
    ) -> Result<String, RequestError> {
        dictation::take_down(self.parts.transcriber.as_ref(), audio).await
    }

    /// The turn itself keeps what was said and done until then: see [`TurnStream`](crate::TurnStream).
    fn keeps_cancelled(&self) -> bool {
        true
    }

    /// A conversation has one run at a time, by whichever name and through whichever door it is reached.
    async fn run_key(
        &self,
        thread: &ThreadId,
        context: &ChatContext,
    ) -> Result<RunKey, StoreError> {
        let number = self.number(thread, context).await?;
        Ok(runs::key(&context.turn.user, number))
    }

    fn now(&self) -> jiff::Timestamp {
        let now = self.parts.clock.now();
        // As fine as databases keep it.
        now.round(jiff::Unit::Microsecond).unwrap_or(now)
    }
}

impl ChatKitAssistant {
    /// Returns which conversation a thread is.
    async fn number(
        &self,
        thread: &ThreadId,
        context: &ChatContext,
    ) -> Result<ConversationId, StoreError> {
        let user = &context.turn.user;
        let thread_ref = name::thread_ref(thread);
        let known = match thread_ref {
            ThreadRef::Number(number) => Some(number),
            ThreadRef::Key(_) => context
                .conversation(thread)
                .or_else(|| self.numbers.get(user, thread)),
        };
        if let Some(known) = known {
            return Ok(known);
        }
        let found = self.parts.threads.thread(user, &thread_ref).await;
        let found = found.map_err(kept::failed)?;
        let number = found
            .ok_or_else(|| kept::no_thread(thread))?
            .conversation
            .id;
        self.numbers.keep(user, thread, number);
        Ok(number)
    }

    async fn click(
        &self,
        turn: &Turn<ChatContext>,
        action: &WidgetAction,
        sender: Option<&ThreadItem>,
    ) -> Result<Acted, RequestError> {
        let click = Click {
            assistant: self,
            turn,
            sender,
        };
        click.act(action).await
    }
}

/// The message stays, and can be tried again when the person may spend again.
fn not_allowed(error: NotAllowed) -> StreamError {
    match error {
        NotAllowed::Reached(reached) => StreamError::Custom {
            message: reached.message,
            allow_retry: false,
        },
        NotAllowed::Store(error) => StreamError::failed(error),
    }
}

/// Returns the item with another widget.
pub(super) fn with_widget(
    item: &ThreadItem,
    widget: &WidgetItem,
) -> Result<ThreadItem, StreamError> {
    let changed = item.with_fields(|fields| {
        fields.set("widget", &widget.widget)?;
        fields.set("copy_text", &widget.copy_text)
    });
    changed.map_err(StreamError::failed)
}
