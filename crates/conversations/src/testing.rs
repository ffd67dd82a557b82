//! The behaviour that every [`ConversationStore`] must show, as tests that any implementer can run.

#![expect(
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    missing_docs,
    reason = "these functions are tests: their names say what holds, and they fail by panicking or by an error"
)]

mod approvals;
mod edits;
mod isolation;
mod keys;
mod lists;
mod replies;
mod revisions;
mod turns;
mod usage;

use std::error::Error;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;
use taskpilot_context::UserId;

use crate::conversation::{ConversationId, Title};
use crate::message::{
    AssistantMessage, Message, MessageBody, MessageId, MessageStatus, ToolCall, ToolCallStatus,
    Usage,
};
use crate::query::{ConversationCursor, ConversationFilter, ConversationPage, PageRequest};
use crate::store::{ConversationStore, StoreError};
use crate::title;
use crate::turn::{BeginTurn, IdempotencyKey, TurnBegun};

#[doc(hidden)]
pub use approvals::*;
#[doc(hidden)]
pub use edits::*;
#[doc(hidden)]
pub use isolation::*;
#[doc(hidden)]
pub use keys::*;
#[doc(hidden)]
pub use lists::*;
#[doc(hidden)]
pub use replies::*;
#[doc(hidden)]
pub use revisions::*;
#[doc(hidden)]
pub use turns::*;
#[doc(hidden)]
pub use usage::*;

/// How a behaviour came out.
pub type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

type Store = Arc<dyn ConversationStore>;

/// Stamps one `#[tokio::test]` for each behaviour of a [`ConversationStore`].
///
/// Takes the path of an `async fn() -> (Arc<dyn ConversationStore>, Guard)` that makes an empty store;
/// the guard (a temporary directory, a database) is dropped when the test ends.
#[macro_export]
macro_rules! conversation_store_tests {
    (@each $make_store:path; $($behaviour:ident)+) => {
        $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $behaviour() -> $crate::testing::Outcome {
                let (store, _guard) = $make_store().await;
                $crate::testing::$behaviour(store).await
            }
        )+
    };
    ($make_store:path) => {
        $crate::conversation_store_tests! { @each $make_store;
            a_first_turn_begins_a_conversation
            a_later_turn_goes_on_with_it
            a_turn_needs_a_conversation_that_exists
            history_is_the_last_messages_before_this_one
            concurrent_turns_in_one_conversation_are_all_kept
            concurrent_first_turns_begin_one_conversation_each
            a_used_key_stores_nothing_and_tells_what_became_of_it
            a_used_key_knows_another_request
            a_key_is_used_once_by_racing_requests
            a_dead_turn_is_tried_again_by_one_of_racing_requests
            a_key_belongs_to_its_user
            a_key_ends_with_its_conversation
            a_reply_comes_back_as_it_was
            a_reply_can_be_overwritten
            a_reply_that_is_not_there_cannot_be_overwritten
            a_reply_needs_a_conversation_that_exists
            conversations_are_listed_latest_change_first
            conversations_are_paged_each_once
            conversations_are_paged_each_once_under_inserts
            messages_are_paged_each_once
            search_finds_titles_and_texts
            search_takes_wildcards_as_they_are
            search_and_archive_mark_are_paged_too
            a_title_and_an_archive_mark_can_be_changed
            what_does_not_exist_cannot_be_changed
            a_deleted_conversation_is_gone
            a_deleted_conversation_leaves_a_mark_for_live_streams
            every_write_raises_the_revision_by_one
            changes_come_in_order_of_revision
            nobody_reads_what_another_has
            nobody_writes_what_another_has
        }
    };
}

fn user(name: &str) -> Result<UserId, taskpilot_context::InvalidUserId> {
    UserId::parse(name)
}

/// A moment with microseconds, `seconds` after a fixed one.
fn at(seconds: i64) -> Timestamp {
    let micros = 1_795_251_600_123_456 + seconds * 1_000_000;
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A turn that begins a conversation.
fn saying(content: &str, seconds: i64) -> BeginTurn {
    BeginTurn {
        conversation: None,
        content: content.to_owned(),
        title: title::from_message(content),
        key: None,
        history: 10,
        at: at(seconds),
    }
}

/// A turn in a conversation.
fn saying_in(conversation: ConversationId, content: &str, seconds: i64) -> BeginTurn {
    BeginTurn {
        conversation: Some(conversation),
        ..saying(content, seconds)
    }
}

fn keyed(turn: BeginTurn, key: &str) -> BeginTurn {
    BeginTurn {
        key: Some(IdempotencyKey(key.to_owned())),
        ..turn
    }
}

fn reply(reply_to: MessageId, content: &str) -> AssistantMessage {
    AssistantMessage {
        reply_to,
        content: content.to_owned(),
        tool_calls: Vec::new(),
        status: MessageStatus::Completed,
        error_code: None,
        usage: Usage::default(),
    }
}

/// A reply in which no field has its default.
fn rich_reply(reply_to: MessageId) -> AssistantMessage {
    AssistantMessage {
        reply_to,
        content: "Zrobione ✓\n\t\"milk\" \\ 100%".to_owned(),
        tool_calls: vec![
            ToolCall {
                id: "call_1".to_owned(),
                name: "add_task".to_owned(),
                arguments: r#"{"title":"mleko"}"#.to_owned(),
                result: json!({"task_id": 7, "tags": ["dom", "ż"], "task": {"due_at": null}}),
                status: ToolCallStatus::Completed,
                round: 1,
            },
            ToolCall {
                id: "call_2".to_owned(),
                name: "no_such_tool".to_owned(),
                arguments: "{not json".to_owned(),
                result: json!("unknown tool"),
                status: ToolCallStatus::Failed,
                round: 2,
            },
        ],
        status: MessageStatus::Failed,
        error_code: Some("model_unavailable".to_owned()),
        usage: Usage {
            requests: 2,
            input_tokens: 4_000_000_000,
            output_tokens: 56,
        },
    }
}

fn all(limit: u32) -> PageRequest<ConversationCursor> {
    PageRequest { after: None, limit }
}

fn text(message: &Message) -> &str {
    match &message.body {
        MessageBody::User { content } => content,
        MessageBody::Assistant(reply) => &reply.content,
    }
}

fn texts(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(text).collect()
}

fn ids(page: &ConversationPage) -> Vec<ConversationId> {
    page.conversations.iter().map(|row| row.id).collect()
}

async fn count(store: &Store, user: &UserId) -> Result<usize, StoreError> {
    let filter = ConversationFilter::default();
    let page = store.list(user, &filter, &all(100)).await?;
    Ok(page.conversations.len())
}

/// Begins `number` conversations, a second apart, and returns them oldest first.
async fn begin_some(
    store: &Store,
    user: &UserId,
    number: i64,
) -> Result<Vec<TurnBegun>, crate::WriteError> {
    let mut begun = Vec::new();
    for index in 0..number {
        let turn = saying(&format!("conversation {index}"), index);
        begun.push(store.begin_turn(user, &turn).await?);
    }
    Ok(begun)
}

fn titled(text: &str) -> Title {
    Title::from_stored(text.to_owned())
}
