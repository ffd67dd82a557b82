//! A turn of the assistant as the events of a ChatKit stream.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::StreamExt as _;
use serde_json::Value;
use taskpilot_chatkit::{Event, EventStream, ItemBody, StreamError, ThreadItem, Turn, WidgetItem};
use taskpilot_context::Clock;
use taskpilot_conversations::{ToolCall, ToolCallStatus};

use super::context::ChatContext;
use super::open_text::OpenText;
use super::show::{self, Change, List, Pick};
use super::{approve, widget};
use crate::approval::ApprovalRequired;
use crate::turn::{TurnEvent, TurnFailure, TurnStream};

/// What the page around the chat is told after a change.
pub(super) const CHANGED: &str = "tasks.changed";

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
    /// Why the turn went wrong, which is said last.
    failure: Option<TurnFailure>,
}

/// A turn that is being said. One struct and no generator: it is there for each open stream, and polled for each token.
struct Saying {
    speech: Speech,
    /// Gone once it is over, or something of it could not be said.
    answer: Option<TurnStream>,
    /// What was not yet taken.
    said: VecDeque<Event>,
    error: Option<StreamError>,
}

impl Saying {
    /// What could not be said ends the stream.
    fn heed(&mut self, told: Result<(), StreamError>) {
        if let Err(error) = told {
            self.error = Some(error);
            self.answer = None;
        }
    }

    fn end(&mut self) {
        self.answer = None;
        let failure = self.speech.failure.take();
        self.error = failure.map(|failure| StreamError::Custom {
            message: failure.message,
            allow_retry: failure.retryable,
        });
    }
}

impl Stream for Saying {
    type Item = Result<Event, StreamError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(event) = this.said.pop_front() {
                return Poll::Ready(Some(Ok(event)));
            }
            let Some(answer) = &mut this.answer else {
                return Poll::Ready(this.error.take().map(Err));
            };
            match ready!(answer.poll_next_unpin(context)) {
                Some(event) => {
                    let told = this.speech.tell(event, &mut this.said);
                    this.heed(told);
                }
                None => this.end(),
            }
        }
    }
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
            failure: None,
        }
    }

    /// Says a turn as it goes; `carried` is what an earlier attempt did, and is shown first.
    pub(super) fn say(self, answer: TurnStream, carried: &[ToolCall]) -> EventStream {
        let mut saying = Saying {
            speech: self,
            answer: Some(answer),
            said: VecDeque::new(),
            error: None,
        };
        let again = saying.speech.show_again(carried, &mut saying.said);
        saying.heed(again);
        Box::pin(saying)
    }

    fn show_again(
        &self,
        carried: &[ToolCall],
        said: &mut VecDeque<Event>,
    ) -> Result<(), StreamError> {
        let done = carried
            .iter()
            .filter(|call| call.status == ToolCallStatus::Completed);
        for change in done.filter_map(|call| Change::read(&call.result)) {
            said.push_back(self.widget(&widget::change(&change))?);
        }
        Ok(())
    }

    /// Says what happens in the turn.
    fn tell(&mut self, event: TurnEvent, said: &mut VecDeque<Event>) -> Result<(), StreamError> {
        match event {
            TurnEvent::Text(delta) => {
                self.show(said)?;
                self.text.say(delta, said)?;
            }
            TurnEvent::ToolCall {
                id,
                name,
                arguments,
            } => {
                said.extend(self.text.end()?.map(Event::ItemDone));
                said.push_back(progress(show::progress(&name)));
                self.calls.push((id, arguments));
            }
            TurnEvent::ToolResult {
                id, name, result, ..
            } => self.tell_result(&id, &name, &result, said)?,
            TurnEvent::Retrying { delay, .. } => {
                let seconds = delay.as_secs().max(1);
                said.push_back(progress(&format!(
                    "The model is busy; asking again in {seconds} s…"
                )));
            }
            TurnEvent::ApprovalRequired(asked) => self.asked = Some(asked),
            TurnEvent::Failed(failed) => self.failure = Some(failed),
            TurnEvent::Done(_) => {
                said.extend(self.text.take_closed().map(Event::ItemDone));
                self.show(said)?;
            }
        }
        Ok(())
    }

    fn tell_result(
        &mut self,
        id: &str,
        name: &str,
        result: &Value,
        said: &mut VecDeque<Event>,
    ) -> Result<(), StreamError> {
        let arguments = self.arguments(id);
        if let Some(change) = Change::read(result) {
            self.waiting.retain_mut(|waiting| waiting.outlives(&change));
            said.push_back(self.widget(&widget::change(&change))?);
            said.push_back(Event::ClientEffect {
                name: CHANGED.into(),
                data: change.effect(),
            });
        } else if let Some(list) = List::read(name, result) {
            self.waiting.push(Waiting::List(list));
        } else if let Some(pick) = Pick::read(name, &arguments, result) {
            self.waiting.push(Waiting::Pick(pick));
        }
        Ok(())
    }

    /// Shows what has waited for it.
    fn show(&mut self, said: &mut VecDeque<Event>) -> Result<(), StreamError> {
        let asked = self.asked.take();
        if let Some(asked) = &asked {
            self.waiting.retain(|waiting| !waiting.only_led_to(asked));
        }
        for waiting in std::mem::take(&mut self.waiting) {
            let widget = match waiting {
                Waiting::List(list) => widget::list(&list, None, self.clock.now()),
                Waiting::Pick(pick) => widget::pick(&pick, self.message),
            };
            said.push_back(self.widget(&widget)?);
        }
        if let Some(asked) = asked {
            said.push_back(self.widget(&approve::card(&asked))?);
        }
        Ok(())
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
