use taskpilot_chatkit::{
    Annotation, AssistantMessage, Event, ItemUpdate, OutputText, StreamError, Task, ThreadItem,
    WorkflowKind,
};

use super::updated;
use crate::stage::Stage;

/// What the run says, in the turn under way.
pub(super) struct Speech<'a, Cx> {
    stage: &'a Stage<Cx>,
    turn: u32,
    /// Characters of text that the turn's model call has said.
    said: u64,
    message: Option<Message>,
    thought: Option<Thought>,
}

struct Message {
    item: ThreadItem,
    text: String,
    /// Characters that the turn had said before it.
    begins: u64,
    annotations: Vec<Annotation>,
}

struct Thought {
    place: usize,
    text: String,
}

impl<'a, Cx: Send + Sync + 'static> Speech<'a, Cx> {
    pub(super) fn new(stage: &'a Stage<Cx>) -> Self {
        Self {
            stage,
            turn: 0,
            said: 0,
            message: None,
            thought: None,
        }
    }

    pub(super) async fn begin_turn(&mut self, turn: u32) -> Result<(), StreamError> {
        if turn != self.turn {
            self.turn = turn;
            self.said = 0;
            self.thought = None;
            self.end_message().await?;
        }
        Ok(())
    }

    pub(super) async fn say(&mut self, delta: String) -> Result<(), StreamError> {
        if self.message.is_none() {
            self.begin_message().await?;
        }
        let Some(message) = &mut self.message else {
            return Ok(());
        };
        message.text.push_str(&delta);
        let characters = u64::try_from(delta.chars().count()).unwrap_or(u64::MAX);
        self.said = self.said.saturating_add(characters);
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
            begins: self.said,
            annotations: Vec::new(),
        });
        self.stage.send(part).await
    }

    /// Returns where in the message under way character `place` of the turn's text is.
    pub(super) fn place(&self, place: Option<u64>) -> Option<u64> {
        let begins = self.message.as_ref().map_or(0, |message| message.begins);
        place.map(|place| place.saturating_sub(begins))
    }

    /// Adds an annotation to the message under way. Without one it has nothing to stand in, and goes.
    pub(super) async fn annotate(&mut self, annotation: Annotation) -> Result<(), StreamError> {
        let Some(message) = &mut self.message else {
            return Ok(());
        };
        let update = ItemUpdate::AnnotationAdded {
            content_index: 0,
            annotation_index: message.annotations.len(),
            annotation: Box::new(annotation.clone()),
        };
        message.annotations.push(annotation);
        let event = updated(message.item.id(), update);
        self.stage.send(event).await
    }

    /// Forgets the message and thought under way, which were taken back.
    pub(super) fn forget(&mut self) {
        self.message = None;
        self.thought = None;
    }

    pub(super) async fn end_message(&mut self) -> Result<(), StreamError> {
        let Some(message) = self.message.take() else {
            return Ok(());
        };
        let Message {
            item,
            text,
            annotations,
            ..
        } = message;
        let mut content = OutputText::new(text);
        content.annotations = annotations;
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

    /// Ends the thought under way: what is thought next is another.
    pub(super) fn end_thought(&mut self) {
        self.thought = None;
    }

    pub(super) async fn think(&mut self, delta: &str) -> Result<(), StreamError> {
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
}
