use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Bytes;
use futures_core::Stream;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use taskpilot_context::UserId;
use taskpilot_conversations::{
    ConversationError, ConversationFilter, ConversationId, ConversationService, PageRequest,
    Spending, UsageStore,
};
use taskpilot_tasks::{self as tasks, SortOrder, TaskFilter, TaskService, TaskSort};
use utoipa::ToSchema;

use crate::api::conversation_body::{ConversationBody, MessageView};
use crate::api::page::MAX_LIMIT;
use crate::api::task_body::TaskBody;

type BoxError = Box<dyn std::error::Error>;

/// All that is kept of a user.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "it is written piece by piece, and stands here to be described"
)]
pub(crate) struct ExportDocument {
    /// Whose it is.
    user_id: String,
    /// When it was taken out.
    #[schema(value_type = String, format = DateTime)]
    exported_at: Timestamp,
    /// All tasks that are not deleted, oldest first.
    tasks: Vec<TaskBody>,
    /// All conversations, last used first.
    conversations: Vec<ExportedConversation>,
    /// What the assistant spent for them on each of the last days, where that is limited; first day first.
    usage: Vec<ExportedDay>,
}

/// What was spent in a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportedDay {
    /// Which day (UTC).
    #[schema(value_type = String, format = Date)]
    day: Date,
    /// Tokens read and written.
    tokens: u64,
    /// US dollars.
    cost_usd: f64,
}

impl From<(Date, Spending)> for ExportedDay {
    fn from((day, spent): (Date, Spending)) -> Self {
        Self {
            day,
            tokens: spent.tokens,
            // A dollar has as many billionths as a second.
            cost_usd: Duration::from_nanos(spent.cost_nanos).as_secs_f64(),
        }
    }
}

/// A conversation and all that was said in it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportedConversation {
    #[serde(flatten)]
    conversation: ConversationBody,
    /// Oldest first.
    messages: Vec<MessageView>,
}

/// Reads all that is kept of a user, a page at a time.
pub(crate) struct Export {
    pub(crate) user: UserId,
    pub(crate) tasks: TaskService,
    pub(crate) conversations: ConversationService,
    pub(crate) usage: Arc<dyn UsageStore>,
}

impl Export {
    /// Returns the document piece by piece. An error ends it early, which cuts the connection.
    pub(crate) fn write(self, now: Timestamp) -> impl Stream<Item = Result<Bytes, BoxError>> {
        async_stream::try_stream! {
            yield piece(|out| {
                out.extend_from_slice(b"{\"user_id\":");
                serde_json::to_writer(&mut *out, self.user.as_str())?;
                out.extend_from_slice(b",\"exported_at\":");
                serde_json::to_writer(&mut *out, &now)?;
                out.extend_from_slice(b",\"tasks\":[");
                Ok(())
            })?;

            let (mut after, mut is_first) = (None, true);
            loop {
                let page = tasks::PageRequest {
                    sort: TaskSort::CreatedAt,
                    order: SortOrder::Ascending,
                    after,
                    limit: MAX_LIMIT,
                };
                let page = self.tasks.list(&self.user, &TaskFilter::default(), &page).await?;
                let rows = page.tasks.iter().map(TaskBody::from);
                yield piece(|out| write_rows(rows, &mut is_first, out))?;
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            yield Bytes::from_static(b"],\"conversations\":[");

            let (mut after, mut is_first) = (None, true);
            loop {
                let page = PageRequest { after, limit: MAX_LIMIT };
                let filter = ConversationFilter::default();
                let page = self.conversations.list(&self.user, &filter, &page).await?;
                for conversation in page.conversations {
                    let row = ExportedConversation {
                        messages: self.messages(conversation.id).await?,
                        conversation: conversation.into(),
                    };
                    yield piece(|out| write_rows([row], &mut is_first, out))?;
                }
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            yield Bytes::from_static(b"],\"usage\":[");

            let days = self.usage.days(&self.user).await?;
            let days = days.into_iter().map(ExportedDay::from);
            yield piece(|out| write_rows(days, &mut true, out))?;
            yield Bytes::from_static(b"]}\n");
        }
    }

    async fn messages(&self, id: ConversationId) -> Result<Vec<MessageView>, BoxError> {
        let mut messages = Vec::new();
        let mut after = None;
        loop {
            let page = PageRequest {
                after,
                limit: MAX_LIMIT,
            };
            let page = match self.conversations.messages(&self.user, id, &page).await {
                Ok(page) => page,
                // It was deleted meanwhile.
                Err(ConversationError::NotFound(_)) => return Ok(messages),
                Err(error) => return Err(error.into()),
            };
            messages.extend(page.messages.into_iter().map(MessageView::from));
            after = page.next;
            if after.is_none() {
                return Ok(messages);
            }
        }
    }
}

fn piece(write: impl FnOnce(&mut Vec<u8>) -> Result<(), BoxError>) -> Result<Bytes, BoxError> {
    let mut out = Vec::new();
    write(&mut out)?;
    Ok(out.into())
}

fn write_rows<T: Serialize>(
    rows: impl IntoIterator<Item = T>,
    is_first: &mut bool,
    out: &mut Vec<u8>,
) -> Result<(), BoxError> {
    for row in rows {
        if !std::mem::take(is_first) {
            out.push(b',');
        }
        serde_json::to_writer(&mut *out, &row)?;
    }
    Ok(())
}
