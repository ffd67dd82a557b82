use futures_util::StreamExt as _;
use taskpilot_agent_runner::{
    GuardrailStage, Interruption, RunEvent, RunEventKind, RunOutcome, RunStream,
};
use taskpilot_chatkit::{Event, ItemId, ItemUpdate, StreamError};

use self::converter::RunConverter;
use self::images::Images;
use self::nested::Nested;
use self::speech::Speech;
use crate::stage::Stage;

pub(crate) mod converter;
mod images;
mod nested;
mod speech;
mod told;

/// How a run ended that was shown.
#[derive(Debug)]
#[non_exhaustive]
pub enum Shown {
    /// With an answer.
    Completed(Box<RunOutcome>),
    /// It was cancelled, or waits for a tool of the client's; what was said is stored.
    Stopped(Box<RunOutcome>),
    /// It waits for the person's word on calls; what was said is stored. Nothing of the calls is shown: the
    /// application asks its own way, keeps the state, and resumes the run in a later turn.
    Waiting(Box<Interruption>),
}

/// Shows a run as it goes: text as a message, thoughts as a workflow, a tool of the client's as a call.
///
/// | the run says | the client sees |
/// |---|---|
/// | text, or a refusal | a message with an id of its own, one for each of the run's turns with text |
/// | a source of the text | an annotation of the message, its mark where the model put it |
/// | reasoning | a workflow of thoughts, one for each of the run's turns, that ends with how long it took |
/// | that an image is made | an image that becomes clearer; one that will not be whole is removed |
/// | that the model is asked again, or a tool is so far | a line of progress |
/// | what a run inside of a tool does | a step of a workflow, with the tools it calls and what it comes to |
/// | that a guardrail of input or output tripped | all that the turn has shown goes, and why is told |
/// | that a tool asked for the client ([`Stage::ask_client`]) | the call, as the last item |
///
/// What tools show themselves, through the same [`Stage`], stands where it came. [`stream_run_with`] takes a converter
/// for what an application wants otherwise.
///
/// # Errors
/// [`StreamError`] if the run failed: told to the person if it is about the model or the answer, else logged. What was
/// said until then is stored, unless a guardrail stopped it.
pub async fn stream_run<Cx: Send + Sync + 'static>(
    run: RunStream,
    stage: &Stage<Cx>,
) -> Result<Shown, StreamError> {
    stream_run_with(run, stage, &converter::DefaultRunConverter).await
}

/// Shows a run as [`stream_run`] does, with parts as `converter` has them.
///
/// # Errors
/// See [`stream_run`].
pub async fn stream_run_with<Cx: Send + Sync + 'static>(
    mut run: RunStream,
    stage: &Stage<Cx>,
    converter: &dyn RunConverter,
) -> Result<Shown, StreamError> {
    let mut show = Show {
        stage,
        converter,
        speech: Speech::new(stage),
        images: Images::default(),
        nested: Nested::default(),
        is_retracted: false,
    };
    while let Some(event) = run.next().await {
        if let Some(end) = show.take(event).await? {
            return end;
        }
    }
    show.end().await?;
    Err(StreamError::failed("the run ended without an end"))
}

/// A run on its stage.
struct Show<'a, Cx> {
    stage: &'a Stage<Cx>,
    converter: &'a dyn RunConverter,
    speech: Speech<'a, Cx>,
    images: Images,
    nested: Nested,
    /// A guardrail has taken back what was shown.
    is_retracted: bool,
}

type End = Result<Shown, StreamError>;

impl<Cx: Send + Sync + 'static> Show<'_, Cx> {
    /// Shows an event; returns how the run ended, if it did.
    async fn take(&mut self, event: RunEvent) -> Result<Option<End>, StreamError> {
        self.speech.begin_turn(event.turn).await?;
        Ok(Some(match event.kind {
            RunEventKind::Completed(outcome) => {
                self.end().await?;
                Ok(Shown::Completed(outcome))
            }
            RunEventKind::Cancelled(outcome) => {
                self.end().await?;
                Ok(Shown::Stopped(outcome))
            }
            RunEventKind::Interrupted(waits) => {
                self.end().await?;
                Ok(Shown::Waiting(waits))
            }
            RunEventKind::Failed(failure) => {
                self.end().await?;
                Err(told::told(*failure))
            }
            kind => {
                self.show(kind).await?;
                return Ok(None);
            }
        }))
    }

    async fn show(&mut self, kind: RunEventKind) -> Result<(), StreamError> {
        let Self {
            stage, converter, ..
        } = *self;
        match kind {
            RunEventKind::TextDelta(delta) | RunEventKind::RefusalDelta(delta) => {
                self.speech.say(delta).await
            }
            RunEventKind::Annotation(annotation) => {
                let place = self.speech.place(annotation.end);
                match converter.citation(&annotation, place) {
                    Some(shown) => self.speech.annotate(shown).await,
                    None => Ok(()),
                }
            }
            RunEventKind::ReasoningDelta(delta) => self.speech.think(&delta).await,
            RunEventKind::ReasoningBreak => {
                self.speech.end_thought();
                Ok(())
            }
            RunEventKind::ToolCallReady { .. } => self.speech.end_message().await,
            RunEventKind::ImageStarted { image_id } => {
                self.speech.end_message().await?;
                self.images.begin(stage, image_id).await
            }
            RunEventKind::ImagePartial {
                image_id,
                index,
                base64,
            } => {
                let partial = (image_id.as_str(), index, base64.as_str());
                self.images.update(stage, converter, partial).await
            }
            RunEventKind::ImageFinished(image) => self.images.end(stage, converter, image).await,
            RunEventKind::Nested { event, .. } => {
                self.speech.end_message().await?;
                self.nested.take(stage, converter, *event).await
            }
            RunEventKind::ToolProgress { name, value, .. } => {
                if let Some(text) = converter.progress(&name, &value) {
                    stage.progress(text).await;
                }
                Ok(())
            }
            RunEventKind::RetryScheduled { .. } => {
                stage.progress("The model is busy; asking again …").await;
                Ok(())
            }
            RunEventKind::GuardrailTripped {
                stage: GuardrailStage::Input | GuardrailStage::Output,
                ..
            } => {
                self.retract().await;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    async fn retract(&mut self) {
        self.is_retracted = true;
        self.speech.forget();
        self.images.forget();
        self.stage.retract().await;
    }

    /// Ends what is under way, and asks the client for what a tool wants of it.
    async fn end(&mut self) -> Result<(), StreamError> {
        if self.is_retracted {
            // Tools that had begun may have shown something since.
            self.retract().await;
            return Ok(());
        }
        self.speech.end_message().await?;
        self.images.give_up(self.stage).await?;
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

#[cfg(test)]
mod tests;
