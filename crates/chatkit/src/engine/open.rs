//! What happens before the handler speaks: the request's own part is checked and stored.

use std::sync::Arc;

use super::Engine;
use crate::attachment::Attachment;
use crate::error::RequestError;
use crate::event::Event;
use crate::id::{AttachmentId, ItemId, ThreadId};
use crate::item::{ItemKind, ThreadItem, UserMessage};
use crate::known::Known;
use crate::page::{Order, PageRequest};
use crate::request::{StreamingOperation, UserMessageInput};
use crate::runs::Run;
use crate::server::{EventStream, ReceivedMessage};
use crate::store::{Accepted, NewMessage, Place};
use crate::thread::Thread;
use crate::turn::Turn;
use crate::widget::WidgetAction;

/// A run that may begin.
pub(super) struct Opened<Cx> {
    pub(super) turn: Turn<Cx>,
    pub(super) run: Run,
    /// What is said before the stream's options.
    pub(super) before: Vec<Event>,
    /// What is said after them.
    pub(super) after: Vec<Event>,
    pub(super) then: Then,
}

/// How a run goes on.
pub(super) enum Then {
    /// The handler answers.
    Respond(Option<Box<ReceivedMessage>>),
    /// The handler does what was clicked.
    Act(WidgetAction, Option<ThreadItem>),
    /// Everything was said.
    Nothing,
}

impl Then {
    pub(super) fn begin<Cx: Send + Sync + 'static>(
        self,
        engine: &Engine<Cx>,
        turn: &Turn<Cx>,
    ) -> Option<EventStream> {
        let server = &engine.server;
        match self {
            Self::Respond(message) => {
                Some(server.respond(turn.clone(), message.map(|message| *message)))
            }
            Self::Act(action, sender) => Some(server.action(turn.clone(), action, sender)),
            Self::Nothing => None,
        }
    }
}

impl<Cx: Send + Sync + 'static> Engine<Cx> {
    /// Does the request's own part.
    pub(super) async fn open(
        &self,
        operation: StreamingOperation,
        context: &Arc<Cx>,
        key: Option<&str>,
    ) -> Result<Opened<Cx>, RequestError> {
        match operation {
            StreamingOperation::CreateThread { input } => {
                let id = self.store.new_thread_id(context);
                let thread = Thread::new(id, self.server.now());
                self.take_message(thread, true, input, context, key).await
            }
            StreamingOperation::AddUserMessage { thread_id, input } => {
                // The store loads the thread when it takes the message; until then only its id counts.
                let thread = Thread::new(thread_id, self.server.now());
                self.take_message(thread, false, input, context, key).await
            }
            StreamingOperation::AddClientToolOutput { thread_id, result } => {
                let opened = self.resume(&thread_id, context).await?;
                self.take_tool_output(&thread_id, &result, context).await?;
                Ok(opened)
            }
            StreamingOperation::AddStructuredInput {
                thread_id,
                item_id,
                input,
            } => {
                let opened = self.resume(&thread_id, context).await?;
                let item = self
                    .take_answers((&thread_id, &item_id), &input, context)
                    .await?;
                Ok(Opened {
                    after: vec![Event::ItemReplaced(item)],
                    ..opened
                })
            }
            StreamingOperation::RetryAfterItem { thread_id, item_id } => {
                let opened = self.resume(&thread_id, context).await?;
                let message = self.rewind(&thread_id, &item_id, context).await?;
                Ok(Opened {
                    then: Then::Respond(Some(Box::new(message))),
                    ..opened
                })
            }
            StreamingOperation::CustomAction {
                thread_id,
                item_id,
                action,
            } => {
                let opened = self.resume(&thread_id, context).await?;
                let sender = self.sender(&thread_id, item_id.as_ref(), context).await?;
                Ok(Opened {
                    then: Then::Act(action, sender),
                    ..opened
                })
            }
        }
    }

    /// Opens a run in a thread that is there, for an answer without a message.
    async fn resume(&self, id: &ThreadId, context: &Arc<Cx>) -> Result<Opened<Cx>, RequestError> {
        let thread = self.store.load_thread(id, context).await?;
        let run = self.begin_run(&thread.id, context).await?;
        let turn = self.turn(thread, context);
        turn.hold(&run);
        Ok(Opened {
            turn,
            run,
            before: Vec::new(),
            after: Vec::new(),
            then: Then::Respond(None),
        })
    }

    pub(super) fn turn(&self, thread: Thread, context: &Arc<Cx>) -> Turn<Cx> {
        let server = Arc::clone(&self.server);
        let now = move || server.now();
        Turn::new(thread, Arc::clone(&self.store), Arc::clone(context), now)
    }

    async fn begin_run(&self, thread: &ThreadId, context: &Cx) -> Result<Run, RequestError> {
        let key = self.server.run_key(thread, context).await?;
        let run = self
            .runs
            .begin_soon(key)
            .await
            .map_err(RequestError::Store)?;
        run.ok_or(RequestError::Busy)
    }

    pub(super) async fn stop(&self, thread: &ThreadId, context: &Cx) -> Result<(), RequestError> {
        let key = self.server.run_key(thread, context).await?;
        self.runs.stop(&key).await.map_err(RequestError::Store)
    }

    /// Stores what a person said: its attachments are checked first, so that nothing is stored if one is missing.
    async fn take_message(
        &self,
        thread: Thread,
        is_first: bool,
        input: UserMessageInput,
        context: &Arc<Cx>,
        key: Option<&str>,
    ) -> Result<Opened<Cx>, RequestError> {
        // Nobody else knows a new thread before it is stored, and what it is called within may only be known then.
        let held = if is_first {
            None
        } else {
            Some(self.begin_run(&thread.id, context).await?)
        };
        let attachments = self
            .attachments_of(&input.attachments, &thread.id, context)
            .await?;
        let message = UserMessage {
            content: input.content.into_iter().map(Known::Typed).collect(),
            attachments,
            quoted_text: input.quoted_text,
            inference_options: input.inference_options,
        };
        let turn = self.turn(thread, context);
        let item = turn
            .new_item(&message)
            .map_err(|error| RequestError::Handler(error.into()))?;
        let thread = turn.thread();
        let new = NewMessage {
            place: if is_first {
                Place::New(&thread)
            } else {
                Place::In(&thread.id)
            },
            item: &item,
            idempotency_key: key,
        };
        let thread = match self.store.accept(new, context).await? {
            Accepted::Now(thread) => *thread,
            Accepted::Before { thread, item } => {
                if let Some(run) = held {
                    run.end().await;
                }
                return self
                    .replay((&thread, &item), &message, is_first, context)
                    .await;
            }
        };
        turn.refresh(thread.clone());
        let run = match held {
            Some(run) => run,
            None => self.begin_run(&thread.id, context).await?,
        };
        turn.hold(&run);
        for attachment in &message.attachments {
            self.store.save_attachment(attachment, context).await?;
        }
        let mut before = Vec::with_capacity(2);
        before.extend(is_first.then_some(Event::ThreadCreated(Box::new(thread))));
        before.push(Event::ItemDone(item.clone()));
        Ok(Opened {
            turn,
            run,
            before,
            after: Vec::new(),
            then: Then::Respond(Some(Box::new(ReceivedMessage { item, message }))),
        })
    }

    async fn attachments_of(
        &self,
        ids: &[AttachmentId],
        thread: &ThreadId,
        context: &Cx,
    ) -> Result<Vec<Attachment>, RequestError> {
        let mut attachments = Vec::with_capacity(ids.len());
        for id in ids {
            let mut attachment = self.store.load_attachment(id, context).await?;
            attachment.thread_id = Some(thread.clone());
            attachments.push(attachment);
        }
        Ok(attachments)
    }

    /// Says again what a request brought that was sent before; answers it if it has no answer yet.
    async fn replay(
        &self,
        (thread, item): (&ThreadId, &ItemId),
        message: &UserMessage,
        was_first: bool,
        context: &Arc<Cx>,
    ) -> Result<Opened<Cx>, RequestError> {
        let opened = self.resume(thread, context).await?;
        let items = self.items_from(thread, item, context).await?;
        let before = items.first().map(read_message).transpose()?.flatten();
        if before.is_none_or(|before| before.message.content != message.content) {
            return Err(RequestError::Conflict(
                "This Idempotency-Key was used for another message. Use a new one.".into(),
            ));
        }
        let mut before = Vec::with_capacity(items.len().saturating_add(1));
        before.extend(was_first.then(|| Event::ThreadCreated(Box::new(opened.turn.thread()))));
        before.extend(items.iter().cloned().map(Event::ItemDone));
        let then = match items.as_slice() {
            [only] => Then::Respond(read_message(only)?.map(Box::new)),
            _ => Then::Nothing,
        };
        Ok(Opened {
            before,
            then,
            ..opened
        })
    }

    /// Returns an item and all that follow it.
    async fn items_from(
        &self,
        thread: &ThreadId,
        item: &ItemId,
        context: &Cx,
    ) -> Result<Vec<ThreadItem>, RequestError> {
        let mut items = vec![self.store.load_item(thread, item, context).await?];
        let mut page = PageRequest {
            limit: crate::page::MAX_LIMIT,
            order: Order::Asc,
            after: Some(item.to_string()),
        };
        loop {
            let more = self.store.load_items(thread, &page, context).await?;
            items.extend(more.data);
            match more.after {
                Some(after) => page.after = Some(after),
                None => return Ok(items),
            }
        }
    }

    /// Forgets what followed a message.
    async fn rewind(
        &self,
        thread: &ThreadId,
        id: &ItemId,
        context: &Cx,
    ) -> Result<ReceivedMessage, RequestError> {
        let item = self.store.load_item(thread, id, context).await?;
        let Some(message) = read_message(&item)? else {
            return Err(RequestError::Conflict(format!(
                "Item {id} is not a user message"
            )));
        };
        self.store.delete_items_after(thread, id, context).await?;
        Ok(message)
    }

    /// Returns the widget in which something was clicked.
    pub(super) async fn sender(
        &self,
        thread: &ThreadId,
        id: Option<&ItemId>,
        context: &Cx,
    ) -> Result<Option<ThreadItem>, RequestError> {
        let Some(id) = id else {
            return Ok(None);
        };
        let item = self.store.load_item(thread, id, context).await?;
        if *item.kind() != ItemKind::Widget {
            return Err(RequestError::Conflict(format!("Item {id} is not a widget")));
        }
        Ok(Some(item))
    }
}

fn read_message(item: &ThreadItem) -> Result<Option<ReceivedMessage>, RequestError> {
    let message = item
        .read()
        .map_err(|error| RequestError::Handler(error.into()))?;
    Ok(message.map(|message| ReceivedMessage {
        item: item.clone(),
        message,
    }))
}
