//! The hottest writes, each as one statement for PostgreSQL, where a transaction of single queries spends
//! most of its time on the way to the server and back.
//!
//! A statement is a transaction of its own. Its parts see the data as it was when the statement began, but an
//! update takes the newest version of its row, and the parts that write wait for the user's counters first.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use taskpilot_context::UserId;
use taskpilot_conversations::{BeginTurn, IdempotencyKey, fold};

use super::row::{ConversationColumns, MessageColumns, ReplyRow};
use crate::column::{JsonDocument, Time, TimestampUtc, storable};

/// Makes a struct a query whose text never changes, so that it is prepared once for each connection.
macro_rules! statement {
    ($name:ident -> $SqlType:ty) => {
        impl QueryId for $name<'_> {
            type QueryId = $name<'static>;

            const HAS_STATIC_QUERY_ID: bool = true;
        }

        impl Query for $name<'_> {
            type SqlType = $SqlType;
        }
    };
}

/// What a user says, as it is stored.
pub(super) struct Said<'a> {
    user: &'a str,
    title: String,
    title_folded: String,
    content: String,
    content_folded: String,
    key: Option<&'a str>,
    at: Time,
}

impl<'a> Said<'a> {
    pub(super) fn of(user: &'a UserId, turn: &'a BeginTurn) -> Self {
        let title = storable(turn.title.as_str()).into_owned();
        let content = storable(&turn.content).into_owned();
        Self {
            user: user.as_str(),
            title_folded: fold(&title),
            title,
            content_folded: fold(&content),
            content,
            key: turn.key.as_ref().map(IdempotencyKey::as_str),
            at: turn.at.into(),
        }
    }

    /// Adds the message to the conversation that the part named `conversation` returned.
    fn insert_message<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "INSERT INTO messages (user_id, conversation_id, role, \
             content, content_folded, created_at, idempotency_key) SELECT ",
        );
        out.push_bind_param::<Text, _>(self.user)?;
        out.push_sql(", id, 'user', ");
        out.push_bind_param::<Text, _>(&self.content)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.content_folded)?;
        out.push_sql(", ");
        out.push_bind_param::<TimestampUtc, _>(&self.at)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Text>, _>(&self.key)?;
        out.push_sql(" FROM conversation RETURNING id");
        Ok(())
    }
}

/// One user's conversation.
pub(super) struct ConversationOf<'a> {
    pub(super) user: &'a str,
    pub(super) id: i64,
}

impl ConversationOf<'_> {
    fn is_live<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("id = ");
        out.push_bind_param::<BigInt, _>(&self.id)?;
        out.push_sql(" AND user_id = ");
        out.push_bind_param::<Text, _>(self.user)?;
        out.push_sql(" AND deleted_at IS NULL");
        Ok(())
    }
}

/// Begins a conversation with its first message; returns the conversation and the message's number.
pub(super) struct OpenConversation<'a>(pub(super) Said<'a>);

statement!(OpenConversation -> (ConversationColumns, BigInt));

impl QueryFragment<Pg> for OpenConversation<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let said = &self.0;
        out.push_sql("WITH ");
        advance(&mut out, said.user, |out| {
            out.push_sql("(SELECT 1) always");
            Ok(())
        })?;
        out.push_sql(
            ", conversation AS (INSERT INTO conversations (user_id, revision, title, title_folded, \
             archived, message_count, created_at, updated_at) SELECT ",
        );
        out.push_bind_param::<Text, _>(said.user)?;
        out.push_sql(", revision, ");
        out.push_bind_param::<Text, _>(&said.title)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&said.title_folded)?;
        out.push_sql(", false, 1, ");
        out.push_bind_param::<TimestampUtc, _>(&said.at)?;
        out.push_sql(", ");
        out.push_bind_param::<TimestampUtc, _>(&said.at)?;
        out.push_sql(" FROM counted RETURNING ");
        out.push_sql(CONVERSATION_COLUMNS);
        out.push_sql("), message AS (");
        said.insert_message(&mut out)?;
        out.push_sql(") SELECT conversation.*, message.id FROM conversation, message");
        Ok(())
    }
}

/// Adds a message to a conversation.
///
/// Returns a row for each message of the history, at least one: the conversation, the message's number, how
/// many messages there were when the statement began, whether the person was asked for their word there, and a message
/// before it. No row means no conversation.
pub(super) struct ContinueConversation<'a> {
    pub(super) said: Said<'a>,
    pub(super) conversation: ConversationOf<'a>,
    pub(super) history: i64,
}

statement!(ContinueConversation -> (ConversationColumns, BigInt, BigInt, Bool, Nullable<MessageColumns>));

impl QueryFragment<Pg> for ContinueConversation<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let said = &self.said;
        out.push_sql("WITH before AS (SELECT message_count FROM ");
        out.push_sql("conversations WHERE ");
        self.conversation.is_live(&mut out)?;
        out.push_sql("), ");
        advance(&mut out, said.user, |out| {
            out.push_sql("before");
            Ok(())
        })?;
        out.push_sql(
            ", conversation AS (UPDATE conversations SET revision = counted.revision, \
             message_count = message_count + 1, title = coalesce(title, ",
        );
        out.push_bind_param::<Text, _>(&said.title)?;
        out.push_sql("), title_folded = coalesce(title_folded, ");
        out.push_bind_param::<Text, _>(&said.title_folded)?;
        out.push_sql("), updated_at = ");
        out.push_bind_param::<TimestampUtc, _>(&said.at)?;
        out.push_sql(" FROM counted WHERE ");
        self.conversation.is_live(&mut out)?;
        out.push_sql(" RETURNING ");
        out.push_sql(CONVERSATION_COLUMNS);
        out.push_sql("), message AS (");
        said.insert_message(&mut out)?;
        out.push_sql(
            ") SELECT conversation.*, message.id, before.message_count, EXISTS \
             (SELECT 1 FROM approvals WHERE approvals.conversation_id = conversation.id AND \
             approvals.user_id = ",
        );
        out.push_bind_param::<Text, _>(said.user)?;
        out.push_sql("), past.* ");
        out.push_sql("FROM conversation, message, before LEFT JOIN (SELECT ");
        out.push_sql(MESSAGE_COLUMNS);
        out.push_sql(" FROM messages WHERE conversation_id = ");
        out.push_bind_param::<BigInt, _>(&self.conversation.id)?;
        out.push_sql(" AND user_id = ");
        out.push_bind_param::<Text, _>(said.user)?;
        out.push_sql(" AND role <> 'item' ORDER BY id DESC LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.history)?;
        out.push_sql(") past ON true ORDER BY past.id");
        Ok(())
    }
}

/// Adds the assistant's message; returns its number, or no row if there is no such conversation.
pub(super) struct AddReply<'a> {
    pub(super) conversation: ConversationOf<'a>,
    pub(super) reply: &'a ReplyRow,
    pub(super) at: Time,
}

statement!(AddReply -> BigInt);

impl QueryFragment<Pg> for AddReply<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH ");
        advance(&mut out, self.conversation.user, |out| {
            out.push_sql("conversations WHERE ");
            self.conversation.is_live(out)
        })?;
        out.push_sql(
            ", conversation AS (UPDATE conversations SET revision = counted.revision, \
             message_count = message_count + 1, updated_at = ",
        );
        out.push_bind_param::<TimestampUtc, _>(&self.at)?;
        out.push_sql(" FROM counted WHERE ");
        self.conversation.is_live(&mut out)?;
        out.push_sql(
            " RETURNING id) INSERT INTO messages (user_id, conversation_id, role, created_at, \
             content, content_folded, reply_to, status, error_code, tool_calls, \
             requests, input_tokens, output_tokens) SELECT ",
        );
        out.push_bind_param::<Text, _>(self.conversation.user)?;
        out.push_sql(", id, 'assistant', ");
        out.push_bind_param::<TimestampUtc, _>(&self.at)?;
        out.push_sql(", ");
        push_reply(&mut out, self.reply)?;
        out.push_sql(" FROM conversation RETURNING id");
        Ok(())
    }
}

/// Writes over the assistant's message; returns its conversation, or no row if there is no such message.
pub(super) struct UpdateReply<'a> {
    pub(super) user: &'a str,
    pub(super) id: i64,
    pub(super) reply: &'a ReplyRow,
    pub(super) at: Time,
}

statement!(UpdateReply -> BigInt);

impl UpdateReply<'_> {
    fn is_it<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("id = ");
        out.push_bind_param::<BigInt, _>(&self.id)?;
        out.push_sql(" AND user_id = ");
        out.push_bind_param::<Text, _>(self.user)?;
        out.push_sql(" AND role = 'assistant'");
        Ok(())
    }
}

impl QueryFragment<Pg> for UpdateReply<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH ");
        advance(&mut out, self.user, |out| {
            out.push_sql("messages WHERE ");
            self.is_it(out)
        })?;
        out.push_sql(
            ", message AS (UPDATE messages SET (content, content_folded, reply_to, status, \
             error_code, tool_calls, requests, input_tokens, output_tokens) = ROW(",
        );
        push_reply(&mut out, self.reply)?;
        out.push_sql(") FROM counted WHERE ");
        self.is_it(&mut out)?;
        out.push_sql(
            " RETURNING conversation_id) UPDATE conversations \
             SET revision = counted.revision, updated_at = ",
        );
        out.push_bind_param::<TimestampUtc, _>(&self.at)?;
        out.push_sql(" FROM counted, message WHERE id = conversation_id AND user_id = ");
        out.push_bind_param::<Text, _>(self.user)?;
        out.push_sql(" RETURNING id");
        Ok(())
    }
}

/// In the order of [`ConversationRow`](super::row::ConversationRow).
const CONVERSATION_COLUMNS: &str =
    "id, title, archived, message_count, created_at, updated_at, deleted_at";

/// In the order of [`MessageRow`](super::row::MessageRow).
const MESSAGE_COLUMNS: &str = "id, conversation_id, role, content, created_at, reply_to, status, \
                               error_code, tool_calls, requests, input_tokens, output_tokens";

/// Raises the user's revision, in a part named `counted`, for each row of `source`: one or none.
fn advance<'b>(
    out: &mut AstPass<'_, 'b, Pg>,
    user: &'b str,
    source: impl FnOnce(&mut AstPass<'_, 'b, Pg>) -> QueryResult<()>,
) -> QueryResult<()> {
    out.push_sql(
        "counted AS (INSERT INTO users (user_id, revision, last_task_id, live_tasks) SELECT ",
    );
    out.push_bind_param::<Text, _>(user)?;
    out.push_sql(", 1, 0, 0 FROM ");
    source(out)?;
    out.push_sql(
        " ON CONFLICT (user_id) DO UPDATE SET revision = users.revision + 1 RETURNING revision)",
    );
    Ok(())
}

fn push_reply<'b>(out: &mut AstPass<'_, 'b, Pg>, reply: &'b ReplyRow) -> QueryResult<()> {
    out.push_bind_param::<Text, _>(&reply.content)?;
    out.push_sql(", ");
    out.push_bind_param::<Text, _>(&reply.content_folded)?;
    out.push_sql(", ");
    out.push_bind_param::<BigInt, _>(&reply.reply_to)?;
    out.push_sql(", ");
    out.push_bind_param::<Text, _>(&reply.status)?;
    out.push_sql(", ");
    out.push_bind_param::<Nullable<Text>, _>(&reply.error_code)?;
    out.push_sql(", ");
    out.push_bind_param::<JsonDocument, _>(&reply.tool_calls)?;
    for number in [&reply.requests, &reply.input_tokens, &reply.output_tokens] {
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(number)?;
    }
    Ok(())
}
