//! What a client answers: results of its tools, and answers to questions.

use super::Engine;
use crate::error::RequestError;
use crate::id::{ItemId, ThreadId};
use crate::item::{
    ClientToolCall, InputStatus, Question, StructuredInput, ThreadItem, ToolCallStatus,
};
use crate::known::Known;
use crate::page::{DEFAULT_LIMIT, Order, PageRequest};
use crate::request::StructuredAnswers;

impl<Cx: Send + Sync + 'static> Engine<Cx> {
    /// Completes the client's tool call that waits, and drops others that wait without hope.
    pub(super) async fn take_tool_output(
        &self,
        thread: &ThreadId,
        result: &serde_json::Value,
        context: &Cx,
    ) -> Result<(), RequestError> {
        let page = PageRequest::first(DEFAULT_LIMIT, Order::Desc);
        let recent = self.store.load_items(thread, &page, context).await?.data;
        let mut visible = recent.iter().filter(|item| !item.kind().is_hidden());
        let waiting = visible.next().filter(|item| is_pending_call(item));
        let Some(waiting) = waiting else {
            return Err(RequestError::Conflict(
                "No tool of this conversation waits for a result.".into(),
            ));
        };
        let completed = waiting
            .with_fields(|fields| {
                fields.set("status", &ToolCallStatus::Completed)?;
                fields.set("output", result)
            })
            .map_err(|error| RequestError::Handler(error.into()))?;
        self.store.save_item(thread, &completed, context).await?;
        for hopeless in visible.filter(|item| is_pending_call(item)) {
            self.store
                .delete_item(thread, hopeless.id(), context)
                .await?;
        }
        Ok(())
    }

    /// Writes the answers into the questions.
    pub(super) async fn take_answers(
        &self,
        (thread, id): (&ThreadId, &ItemId),
        input: &StructuredAnswers,
        context: &Cx,
    ) -> Result<ThreadItem, RequestError> {
        let item = self.store.load_item(thread, id, context).await?;
        let questions: Option<StructuredInput> = item
            .read()
            .map_err(|error| RequestError::Handler(error.into()))?;
        let Some(questions) = questions else {
            return Err(RequestError::Conflict(format!(
                "The item {id} asks no questions."
            )));
        };
        if questions.status != InputStatus::Pending {
            return Err(RequestError::Conflict(
                "These questions were answered already.".into(),
            ));
        }
        if input.status == InputStatus::Pending {
            return Err(RequestError::Invalid {
                field: Some("params.input.status".into()),
                message: "must be answered or skipped".into(),
            });
        }
        let answered: Vec<_> = questions
            .inputs
            .into_iter()
            .map(|question| answer(question, input))
            .collect();
        let item = item
            .with_fields(|fields| {
                fields.set("status", &input.status)?;
                fields.set("inputs", &answered)
            })
            .map_err(|error| RequestError::Handler(error.into()))?;
        self.store.save_item(thread, &item, context).await?;
        Ok(item)
    }
}

fn is_pending_call(item: &ThreadItem) -> bool {
    let call = item.read::<ClientToolCall>().ok().flatten();
    call.is_some_and(|call| call.status == ToolCallStatus::Pending)
}

fn answer(question: Known<Question>, input: &StructuredAnswers) -> Known<Question> {
    let Known::Typed(question) = question else {
        return question;
    };
    let given = input.answers.get(question.id());
    let is_skipped =
        input.status == InputStatus::Skipped || given.is_none_or(|given| given.skipped);
    let values = given.map(|given| given.values.clone()).unwrap_or_default();
    Known::Typed(question.answered(values, is_skipped))
}
