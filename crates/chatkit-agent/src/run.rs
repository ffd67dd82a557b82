use futures_util::StreamExt as _;
use taskpilot_agent_runner::{RunError, RunEvent, RunEventKind, RunFailure, RunOutcome, RunStream};
use taskpilot_chatkit::{
    AssistantMessage, Event, ItemId, ItemUpdate, OutputText, StreamError, Task, ThreadItem,
    WorkflowKind,
};
use taskpilot_model_client::ErrorKind;

use crate::stage::Stage;

/// How a run ended that was shown.
#[derive(Debug)]
#[non_exhaustive]
pub enum Shown {
    /// With an answer.
    Completed(Box<RunOutcome>),
    /// It was cancelled, or waits for a tool of the client's; what was said is stored.
    Stopped(Box<RunOutcome>),
}

/// Shows a run as it goes: text as a message, thoughts as a workflow, a tool of the client's as a call.
///
/// | the run says | the client sees |
/// |---|---|
/// | text, or a refusal | a message with an id of its own, one for each of the run's turns with text |
/// | reasoning | a workflow of thoughts, one for each of the run's turns, that ends with how long it took |
/// | that the model is asked again | a line of progress |
/// | that a tool asked for the client ([`Stage::ask_client`]) | the call, as the last item |
///
/// What tools show themselves, through the same [`Stage`], stands where it came.
///
/// # Errors
/// [`StreamError`] if the run failed: told to the person if it is about the model or the answer, else logged. What was
/// said until then is stored.
pub async fn stream_run<Cx: Send + Sync + 'static>(
    mut run: RunStream,
    stage: &Stage<Cx>,
) -> Result<Shown, StreamError> {
    let mut speech = Speech {
        stage,
        turn: 0,
        message: None,
        thought: None,
    };
    while let Some(event) = run.next().await {
        let RunEvent { turn, kind, .. } = event;
        speech.begin_turn(turn).await?;
        match kind {
            RunEventKind::TextDelta(delta) | RunEventKind::RefusalDelta(delta) => {
                speech.say(delta).await?;
            }
            RunEventKind::ReasoningDelta(delta) => speech.think(&delta).await?,
            RunEventKind::ToolCallReady { .. } => speech.end_message().await?,
            RunEventKind::RetryScheduled { .. } => {
                stage.progress("The model is busy; asking again …").await;
            }
            RunEventKind::Completed(outcome) => {
                speech.end().await?;
                return Ok(Shown::Completed(outcome));
            }
            RunEventKind::Cancelled(outcome) => {
                speech.end().await?;
                return Ok(Shown::Stopped(outcome));
            }
            RunEventKind::Failed(failure) => {
                speech.end().await?;
                return Err(told(*failure));
            }
            _ => {}
        }
    }
    speech.end().await?;
    Err(StreamError::failed("the run ended without an end"))
}

/// What the run says, in the turn under way.
struct Speech<'a, Cx> {
    stage: &'a Stage<Cx>,
    turn: u32,
    message: Option<Message>,
    thought: Option<Thought>,
}

struct Message {
    item: ThreadItem,
    text: String,
}

struct Thought {
    place: usize,
    text: String,
}

impl<Cx: Send + Sync + 'static> Speech<'_, Cx> {
    async fn begin_turn(&mut self, turn: u32) -> Result<(), StreamError> {
        if turn != self.turn {
            self.turn = turn;
            self.thought = None;
            self.end_message().await?;
        }
        Ok(())
    }

    async fn say(&mut self, delta: String) -> Result<(), StreamError> {
        if self.message.is_none() {
            self.begin_message().await?;
        }
        let Some(message) = &mut self.message else {
            return Ok(());
        };
        message.text.push_str(&delta);
        let update = ItemUpdate::TextDelta {
            content_index: 0,
            delta,
        };
        let event = updated(message.item.id(), update);
        self.stage.send(event).await
    }

    async fn begin_message(&mut self) -> Result<(), StreamError> {
        let item = self.stage.item(&AssistantMessage::default())?;
        let part = ItemUpdate::ContentPartAdded {
            content_index: 0,
            content: OutputText::new(""),
        };
        let part = updated(item.id(), part);
        self.stage.send(Event::ItemAdded(item.clone())).await?;
        self.message = Some(Message {
            item,
            text: String::new(),
        });
        self.stage.send(part).await
    }

    async fn end_message(&mut self) -> Result<(), StreamError> {
        let Some(Message { item, text }) = self.message.take() else {
            return Ok(());
        };
        let content = OutputText::new(text);
        let done = item
            .with_fields(|fields| fields.set("content", &[&content]))
            .map_err(StreamError::failed)?;
        let update = ItemUpdate::ContentPartDone {
            content_index: 0,
            content,
        };
        self.stage.send(updated(item.id(), update)).await?;
        self.stage.send(Event::ItemDone(done)).await
    }

    async fn think(&mut self, delta: &str) -> Result<(), StreamError> {
        if !self.stage.has_workflow() {
            self.stage.start_workflow(WorkflowKind::Reasoning).await?;
            self.thought = None;
        }
        if let Some(thought) = &mut self.thought {
            thought.text.push_str(delta);
            let task = Task::thought(thought.text.clone());
            self.stage.update_task(thought.place, task).await;
            return Ok(());
        }
        let place = self.stage.add_task(Task::thought(delta)).await?;
        self.thought = Some(Thought {
            place,
            text: delta.to_owned(),
        });
        Ok(())
    }

    /// Ends what is under way, and asks the client for what a tool wants of it.
    async fn end(&mut self) -> Result<(), StreamError> {
        self.end_message().await?;
        self.stage.end_workflow(None, false).await?;
        if let Some(call) = self.stage.client_tool() {
            let item = self.stage.item(&call)?;
            self.stage.send(Event::ItemDone(item)).await?;
        }
        Ok(())
    }
}

fn updated(item_id: &ItemId, update: ItemUpdate) -> Event {
    Event::ItemUpdated {
        item_id: item_id.clone(),
        update,
    }
}

/// Returns what a person is told of a failure.
fn told(failure: RunFailure) -> StreamError {
    let (message, allow_retry) = match &failure.error {
        RunError::Model(error) => match error.kind {
            ErrorKind::RateLimited { .. } | ErrorKind::Unavailable => {
                ("The model is busy. Try again in a moment.", true)
            }
            ErrorKind::Timeout | ErrorKind::Stalled | ErrorKind::Truncated => {
                ("The model's answer broke off. Try again.", true)
            }
            ErrorKind::ContentFilter => ("The model's provider stopped this answer.", false),
            _ => return StreamError::failed(failure.error),
        },
        RunError::MaxTurns(_) => ("This took too many steps. Try a smaller request.", true),
        RunError::TooManyBadCalls(_) => ("The model got its tools wrong. Try again.", true),
        RunError::Refused(_) => ("The model declined to answer.", false),
        RunError::Empty => ("The model answered nothing. Try again.", true),
        _ => return StreamError::failed(failure.error),
    };
    StreamError::Custom {
        message: message.to_owned(),
        allow_retry,
    }
}

#[cfg(test)]
mod tests;
