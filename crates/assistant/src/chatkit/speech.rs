//! A turn of the assistant as the events of a ChatKit stream.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_stream::try_stream;
use futures_util::StreamExt as _;
use taskpilot_chatkit::{
    AssistantMessage, Event, EventStream, ItemBody, ItemId, ItemUpdate, OutputText, StreamError,
    ThreadItem, Turn, WidgetItem,
};
use taskpilot_context::Clock;
use taskpilot_conversations::thread::NewItem;
use taskpilot_conversations::{ToolCall, ToolCallStatus};

use super::context::ChatContext;
use super::show::{self, Change, List, Pick};
use super::{approve, kept, widget};
use crate::approval::ApprovalRequired;
use crate::turn::{LastItem, TurnEvent, TurnFailure, TurnStream};

/// What the page around the chat is told after a change.
pub(super) const CHANGED: &str = "tasks.changed";

/// The text that is being said, as an item of its own.
pub(super) struct OpenText {
    turn: Turn<ChatContext>,
    slot: Mutex<Slot>,
}

#[derive(Default)]
struct Slot {
    open: Option<Open>,
    /// The last item, as it was stored with the reply.
    closed: Option<ThreadItem>,
}

struct Open {
    /// As it began.
    item: ThreadItem,
    text: String,
}

impl OpenText {
    pub(super) fn new(turn: Turn<ChatContext>) -> Arc<Self> {
        Arc::new(Self {
            turn,
            slot: Mutex::default(),
        })
    }

    /// Goes on with the text, and returns what tells the client.
    fn say(&self, delta: String) -> Result<(Vec<Event>, Event), StreamError> {
        let mut slot = self.slot();
        let mut begun = Vec::new();
        let open = match &mut slot.open {
            Some(open) => open,
            empty => {
                let item = made(&self.turn, &AssistantMessage::default())?;
                let part = ItemUpdate::ContentPartAdded {
                    content_index: 0,
                    content: OutputText::new(""),
                };
                begun.push(Event::ItemAdded(item.clone()));
                begun.push(updated(item.id(), part));
                empty.insert(Open {
                    item,
                    text: String::new(),
                })
            }
        };
        // A paragraph that begins an item needs no space before it.
        let delta = if open.text.is_empty() {
            delta.trim_start_matches('\n').to_owned()
        } else {
            delta
        };
        open.text.push_str(&delta);
        let update = ItemUpdate::TextDelta {
            content_index: 0,
            delta,
        };
        Ok((begun, updated(open.item.id(), update)))
    }

    /// Ends the text before something else is shown.
    fn end(&self) -> Result<Option<ThreadItem>, StreamError> {
        let open = self.slot().open.take();
        open.map(|open| open.done().map_err(StreamError::failed))
            .transpose()
    }

    fn take_closed(&self) -> Option<ThreadItem> {
        self.slot().closed.take()
    }

    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LastItem for OpenText {
    fn close(&self) -> Option<NewItem> {
        let mut slot = self.slot();
        // Text always is JSON.
        let item = slot.open.take()?.done().ok()?;
        self.turn.context().mark_stored(item.id().clone());
        let stored = kept::new_item(&item);
        slot.closed = Some(item);
        Some(stored)
    }
}

impl Open {
    fn done(self) -> serde_json::Result<ThreadItem> {
        let content = [OutputText::new(self.text)];
        self.item
            .with_fields(|fields| fields.set("content", &content))
    }
}

/// What is said of a turn.
pub(super) struct Speech {
    pub(super) turn: Turn<ChatContext>,
    pub(super) text: Arc<OpenText>,
    pub(super) clock: Arc<dyn Clock>,
    /// The user's message that is answered.
    pub(super) message: i64,
    /// What is shown once it is clear that it is what was asked for, not a step on the way.
    waiting: Vec<Waiting>,
    /// What the person is asked at the end.
    asked: Option<Box<ApprovalRequired>>,
    /// The calls that run, for what was asked.
    calls: Vec<(String, String)>,
}

enum Waiting {
    List(List),
    Pick(Pick),
}

impl Waiting {
    /// Takes in that a task was changed. Returns whether this is still worth showing: a search for the task that was
    /// then changed was a step on the way, and so was a list of which nothing is left.
    fn outlives(&mut self, change: &Change) -> bool {
        match self {
            Self::List(list) => list.take_in(change),
            Self::Pick(pick) => !pick.ids().contains(&change.task_id),
        }
    }

    /// Returns whether this only found the tasks that the person is asked about.
    fn only_led_to(&self, asked: &ApprovalRequired) -> bool {
        let Self::List(list) = self else {
            return false;
        };
        let is_asked = |id: &i64| {
            asked
                .actions
                .iter()
                .any(|action| action.task_id == Some(*id))
        };
        list.ids().iter().all(is_asked)
    }
}

impl Speech {
    pub(super) fn new(
        turn: Turn<ChatContext>,
        text: Arc<OpenText>,
        (clock, message): (Arc<dyn Clock>, i64),
    ) -> Self {
        Self {
            turn,
            text,
            clock,
            message,
            waiting: Vec::new(),
            asked: None,
            calls: Vec::new(),
        }
    }

    /// Says a turn as it goes; `carried` is what an earlier attempt did, and is shown first.
    pub(super) fn say(mut self, mut answer: TurnStream, carried: Vec<ToolCall>) -> EventStream {
        Box::pin(try_stream! {
            for call in carried.iter().filter(|call| call.status == ToolCallStatus::Completed) {
                if let Some(change) = Change::read(&call.result) {
                    yield self.widget(&widget::change(&change))?;
                }
            }
            let mut failure: Option<TurnFailure> = None;
            while let Some(event) = answer.next().await {
                match event {
                    TurnEvent::Text(delta) => {
                        for event in self.shown()? {
                            yield event;
                        }
                        let (begun, delta) = self.text.say(delta)?;
                        for event in begun {
                            yield event;
                        }
                        yield delta;
                    }
                    TurnEvent::ToolCall { id, name, arguments } => {
                        if let Some(done) = self.text.end()? {
                            yield Event::ItemDone(done);
                        }
                        yield progress(show::progress(&name));
                        self.calls.push((id, arguments));
                    }
                    TurnEvent::ToolResult { id, name, result, .. } => {
                        let arguments = self.arguments(&id);
                        if let Some(change) = Change::read(&result) {
                            self.waiting.retain_mut(|waiting| waiting.outlives(&change));
                            yield self.widget(&widget::change(&change))?;
                            yield Event::ClientEffect {
                                name: CHANGED.into(),
                                data: change.effect(),
                            };
                        } else if let Some(list) = List::read(&name, &result) {
                            self.waiting.push(Waiting::List(list));
                        } else if let Some(pick) = Pick::read(&name, &arguments, &result) {
                            self.waiting.push(Waiting::Pick(pick));
                        }
                    }
                    TurnEvent::Retrying { delay, .. } => {
                        let seconds = delay.as_secs().max(1);
                        yield progress(&format!("The model is busy; asking again in {seconds} s…"));
                    }
                    TurnEvent::ApprovalRequired(asked) => self.asked = Some(asked),
                    TurnEvent::Failed(failed) => failure = Some(failed),
                    TurnEvent::Done(_) => {
                        if let Some(done) = self.text.take_closed() {
                            yield Event::ItemDone(done);
                        }
                        for event in self.shown()? {
                            yield event;
                        }
                    }
                }
            }
            if let Some(failure) = failure {
                Err(StreamError::Custom {
                    message: failure.message,
                    allow_retry: failure.retryable,
                })?;
            }
        })
    }

    /// Returns what has waited to be shown.
    fn shown(&mut self) -> Result<Vec<Event>, StreamError> {
        let mut shown = Vec::new();
        let asked = self.asked.take();
        if let Some(asked) = &asked {
            self.waiting.retain(|waiting| !waiting.only_led_to(asked));
        }
        for waiting in std::mem::take(&mut self.waiting) {
            let widget = match waiting {
                Waiting::List(list) => widget::list(&list, None, self.clock.now()),
                Waiting::Pick(pick) => widget::pick(&pick, self.message),
            };
            shown.push(self.widget(&widget)?);
        }
        if let Some(asked) = asked {
            shown.push(self.widget(&approve::card(&asked))?);
        }
        Ok(shown)
    }

    fn widget(&self, widget: &WidgetItem) -> Result<Event, StreamError> {
        Ok(Event::ItemDone(made(&self.turn, widget)?))
    }

    fn arguments(&mut self, id: &str) -> String {
        let at = self.calls.iter().position(|(call, _)| call == id);
        at.map(|at| self.calls.swap_remove(at).1)
            .unwrap_or_default()
    }
}

pub(super) fn made<B: ItemBody>(
    turn: &Turn<ChatContext>,
    body: &B,
) -> Result<ThreadItem, StreamError> {
    turn.new_item(body).map_err(StreamError::failed)
}

fn progress(text: &str) -> Event {
    Event::Progress {
        icon: None,
        text: text.to_owned(),
    }
}

fn updated(item: &ItemId, update: ItemUpdate) -> Event {
    Event::ItemUpdated {
        item_id: item.clone(),
        update,
    }
}
