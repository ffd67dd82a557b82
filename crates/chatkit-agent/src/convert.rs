//! Threads as model input: what the model reads of each item.

mod error;
mod python_json;
mod set_fields;
mod tag;
mod wording;

use async_trait::async_trait;
use serde::de::Error as _;
use taskpilot_chatkit::{
    AssistantMessage, Attachment, ClientToolCall, EndOfTurn, GeneratedImage, HiddenContext,
    ItemBody, ItemKind, SdkHiddenContext, StructuredInput, TaskItem, ThreadItem, ToolCallStatus,
    UserMessage, WidgetItem, WorkflowItem,
};
use taskpilot_model_client::{ContentPart, InputItem, Role};

pub use error::{ConvertError, Hook};
pub use tag::Tag;

/// Turns the items of a thread into what the model reads.
///
/// Every method but the three of [`Hook`] works as it is, with the wording of the first implementation. An
/// implementation that wants the default for some items calls [`DefaultConverter`].
#[async_trait]
pub trait ThreadItemConverter: Send + Sync {
    /// Returns what the model reads of `items`, oldest first.
    ///
    /// # Errors
    /// [`ConvertError`] of the first item that cannot be converted; nothing is left out silently.
    async fn convert(&self, items: &[ThreadItem]) -> Result<Vec<InputItem>, ConvertError> {
        let mut input = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let is_last = at + 1 == items.len();
            input.extend(self.item(item, is_last).await?);
        }
        Ok(input)
    }

    /// Converts one item by the method for its kind; `is_last` if no item follows.
    ///
    /// # Errors
    /// [`ConvertError::Unreadable`] if the item is not what the protocol says, and whatever that method returns.
    async fn item(&self, item: &ThreadItem, is_last: bool) -> Result<Vec<InputItem>, ConvertError> {
        match item.kind() {
            ItemKind::UserMessage => self.user_message(item, &read(item)?, is_last).await,
            ItemKind::AssistantMessage => self.assistant_message(item, &read(item)?).await,
            ItemKind::ClientToolCall => self.client_tool_call(item, &read(item)?).await,
            ItemKind::Widget => self.widget(item, &read(item)?).await,
            ItemKind::GeneratedImage => self.generated_image(item, &read(item)?).await,
            ItemKind::StructuredInput => self.structured_input(item, &read(item)?).await,
            ItemKind::Task => self.task(item, &read(item)?).await,
            ItemKind::Workflow => self.workflow(item, &read(item)?).await,
            ItemKind::EndOfTurn => self.end_of_turn(item, read(item)?).await,
            ItemKind::HiddenContext => self.hidden_context(item, &read(item)?).await,
            ItemKind::SdkHiddenContext => self.sdk_hidden_context(item, &read(item)?).await,
            _ => self.unknown(item).await,
        }
    }

    /// Converts what a person said: the message with its attachments; then, if no item follows, what they quote; then
    /// what the tags stand for.
    ///
    /// # Errors
    /// Whatever [`attachment`](Self::attachment) and [`tag`](Self::tag) return.
    async fn user_message(
        &self,
        item: &ThreadItem,
        message: &UserMessage,
        is_last: bool,
    ) -> Result<Vec<InputItem>, ConvertError> {
        let mut content = vec![ContentPart::Text(message.plain_text())];
        for attachment in &message.attachments {
            content.push(self.attachment(item, attachment).await?);
        }
        let mut input = vec![user(content)];
        let quoted = message
            .quoted_text
            .as_deref()
            .filter(|text| !text.is_empty());
        if let Some(quoted) = quoted.filter(|_| is_last) {
            input.push(InputItem::text(Role::User, wording::quote(quoted)));
        }
        let tags = tag::of(message);
        if !tags.is_empty() {
            let mut content = vec![ContentPart::Text(wording::TAGS.to_owned())];
            for tag in tags {
                content.push(self.tag(item, tag).await?);
            }
            input.push(user(content));
        }
        Ok(input)
    }

    /// Converts a file or image that came with a message.
    ///
    /// # Errors
    /// [`ConvertError::NotOverridden`] by default.
    async fn attachment(
        &self,
        item: &ThreadItem,
        attachment: &Attachment,
    ) -> Result<ContentPart, ConvertError> {
        let _ = attachment;
        Err(ConvertError::not_overridden(item, Hook::Attachment))
    }

    /// Converts what a tag stands for; called once for tags of the same text.
    ///
    /// # Errors
    /// [`ConvertError::NotOverridden`] by default.
    async fn tag(&self, item: &ThreadItem, tag: Tag<'_>) -> Result<ContentPart, ConvertError> {
        let _ = tag;
        Err(ConvertError::not_overridden(item, Hook::Tag))
    }

    /// Converts what the assistant said; its annotations are left out.
    ///
    /// # Errors
    /// None by default.
    async fn assistant_message(
        &self,
        _item: &ThreadItem,
        message: &AssistantMessage,
    ) -> Result<Vec<InputItem>, ConvertError> {
        let parts = message.content.iter();
        Ok(vec![InputItem::Message {
            role: Role::Assistant,
            content: parts
                .map(|part| ContentPart::Text(part.text.clone()))
                .collect(),
        }])
    }

    /// Converts a tool call in the browser, with its result; one that waits for its result is left out.
    ///
    /// # Errors
    /// None by default.
    async fn client_tool_call(
        &self,
        item: &ThreadItem,
        call: &ClientToolCall,
    ) -> Result<Vec<InputItem>, ConvertError> {
        if call.status == ToolCallStatus::Pending {
            return Ok(Vec::new());
        }
        let unreadable = |source| ConvertError::unreadable(item, source);
        Ok(vec![
            InputItem::ToolCall {
                call_id: call.call_id.clone(),
                name: call.name.clone(),
                arguments: python_json::dumps(&call.arguments).map_err(unreadable)?,
            },
            InputItem::ToolOutput {
                call_id: call.call_id.clone(),
                output: python_json::dumps(&call.output).map_err(unreadable)?,
            },
        ])
    }

    /// Converts a card or list: a text with its JSON.
    ///
    /// # Errors
    /// [`ConvertError::Unreadable`] if the widget is nested more than 128 deep.
    async fn widget(
        &self,
        item: &ThreadItem,
        widget: &WidgetItem,
    ) -> Result<Vec<InputItem>, ConvertError> {
        let json = set_fields::of(widget.widget.json())
            .map_err(|source| ConvertError::unreadable(item, source))?;
        let text = wording::widget(item.id(), &json);
        Ok(vec![InputItem::text(Role::User, text)])
    }

    /// Converts a step that is shown on its own, if it is a custom one with a title or content.
    ///
    /// # Errors
    /// None by default.
    async fn task(
        &self,
        _item: &ThreadItem,
        task: &TaskItem,
    ) -> Result<Vec<InputItem>, ConvertError> {
        let text = task.task.typed().and_then(wording::task);
        Ok(text
            .map(|text| InputItem::text(Role::User, text))
            .into_iter()
            .collect())
    }

    /// Converts steps that are shown together: each as [`task`](Self::task) does by default.
    ///
    /// # Errors
    /// None by default.
    async fn workflow(
        &self,
        _item: &ThreadItem,
        workflow: &WorkflowItem,
    ) -> Result<Vec<InputItem>, ConvertError> {
        let tasks = workflow.workflow.tasks.iter();
        Ok(tasks
            .filter_map(|task| task.typed().and_then(wording::task))
            .map(|text| InputItem::text(Role::User, text))
            .collect())
    }

    /// Converts what only the model reads, if it is text.
    ///
    /// # Errors
    /// [`ConvertError::NotOverridden`] by default if it is anything else.
    async fn hidden_context(
        &self,
        item: &ThreadItem,
        hidden: &HiddenContext,
    ) -> Result<Vec<InputItem>, ConvertError> {
        let Some(content) = hidden.content.as_str() else {
            return Err(ConvertError::not_overridden(item, Hook::HiddenContext));
        };
        let text = wording::hidden_context(content);
        Ok(vec![InputItem::text(Role::User, text)])
    }

    /// Converts what only the model reads and ChatKit itself wrote.
    ///
    /// # Errors
    /// None by default.
    async fn sdk_hidden_context(
        &self,
        _item: &ThreadItem,
        hidden: &SdkHiddenContext,
    ) -> Result<Vec<InputItem>, ConvertError> {
        let text = wording::hidden_context(&hidden.content);
        Ok(vec![InputItem::text(Role::User, text)])
    }

    /// Converts questions to the person and what was answered; questions of unknown kinds are left out.
    ///
    /// # Errors
    /// None by default.
    async fn structured_input(
        &self,
        _item: &ThreadItem,
        questions: &StructuredInput,
    ) -> Result<Vec<InputItem>, ConvertError> {
        let text = wording::structured_input(questions);
        Ok(vec![InputItem::text(Role::User, text)])
    }

    /// Converts an image that a model made, once there is one. Override it if the provider cannot reach its URL.
    ///
    /// # Errors
    /// None by default.
    async fn generated_image(
        &self,
        _item: &ThreadItem,
        generated: &GeneratedImage,
    ) -> Result<Vec<InputItem>, ConvertError> {
        let Some(image) = &generated.image else {
            return Ok(Vec::new());
        };
        let url = image.url.clone();
        let text = ContentPart::Text(wording::GENERATED_IMAGE.to_owned());
        Ok(vec![user(vec![text, ContentPart::Image { url }])])
    }

    /// Converts a mark that the assistant is done: nothing.
    ///
    /// # Errors
    /// None by default.
    async fn end_of_turn(
        &self,
        _item: &ThreadItem,
        _mark: EndOfTurn,
    ) -> Result<Vec<InputItem>, ConvertError> {
        Ok(Vec::new())
    }

    /// Converts an item of a kind that this version does not know: nothing.
    ///
    /// # Errors
    /// None by default.
    async fn unknown(&self, _item: &ThreadItem) -> Result<Vec<InputItem>, ConvertError> {
        Ok(Vec::new())
    }
}

/// The defaults of [`ThreadItemConverter`], for threads without attachments and tags.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DefaultConverter;

impl ThreadItemConverter for DefaultConverter {}

fn read<B: ItemBody>(item: &ThreadItem) -> Result<B, ConvertError> {
    // A body is asked for by the item's own kind.
    let other_kind = || serde_json::Error::custom("the item is of another kind");
    let body = item.read().and_then(|body| body.ok_or_else(other_kind));
    body.map_err(|source| ConvertError::unreadable(item, source))
}

fn user(content: Vec<ContentPart>) -> InputItem {
    InputItem::Message {
        role: Role::User,
        content,
    }
}

#[cfg(test)]
mod tests;
