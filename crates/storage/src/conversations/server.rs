//! The hottest writes on PostgreSQL, by one [`statement`](super::statement) each.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use jiff::Timestamp;
use taskpilot_context::UserId;
use taskpilot_conversations::{
    AssistantMessage, BeginTurn, Conversation, ConversationId, Message, MessageId, TurnBegun,
    WriteError,
};

use super::row::{ConversationRow, MessageRow, ReplyRow, in_domain};
use super::statement::{
    AddReply, ContinueConversation, ConversationOf, OpenConversation, Said, UpdateReply,
};
use super::turn::{Refusal, user_message};
use crate::column::Time;
use crate::conn::PostgresConn;
use crate::failure::Failure;

/// In the order of [`ContinueConversation`].
type ContinuedRow = (ConversationRow, i64, i64, bool, Option<MessageRow>);

/// A turn that one statement has begun.
pub(super) struct Begun {
    pub(super) turn: TurnBegun,
    /// Whether the history lacks what another turn stored while this one waited.
    pub(super) missed_some: bool,
}

/// Stores the user's side of a turn, or returns `None` if its key was used before.
pub(super) async fn begin(
    conn: &mut PostgresConn,
    user: &UserId,
    turn: &BeginTurn,
) -> Result<Option<Begun>, Failure<Refusal>> {
    let begun = match turn.conversation {
        None => open(conn, user, turn).await,
        Some(id) => go_on(conn, user, turn, id).await,
    };
    match begun {
        Err(Failure::Storage(error)) if error.is_unique_violation() => Ok(None),
        begun => begun.map(Some),
    }
}

async fn open(
    conn: &mut PostgresConn,
    user: &UserId,
    turn: &BeginTurn,
) -> Result<Begun, Failure<Refusal>> {
    let statement = OpenConversation(Said::of(user, turn));
    let (row, id): (ConversationRow, i64) = statement.get_result(conn).await?;
    let conversation = Conversation::from(row);
    Ok(Begun {
        turn: TurnBegun {
            message: user_message(MessageId::new(id), conversation.id, turn),
            conversation,
            history: Vec::new(),
            was_asked: false,
            prior: None,
        },
        missed_some: false,
    })
}

async fn go_on(
    conn: &mut PostgresConn,
    user: &UserId,
    turn: &BeginTurn,
    id: ConversationId,
) -> Result<Begun, Failure<Refusal>> {
    let statement = ContinueConversation {
        said: Said::of(user, turn),
        conversation: ConversationOf {
            user: user.as_str(),
            id: id.get(),
        },
        history: i64::from(turn.history),
    };
    let rows: Vec<ContinuedRow> = statement.load(conn).await?;
    let mut last = None;
    let mut history = Vec::with_capacity(rows.len());
    for (conversation, message, before, was_asked, past) in rows {
        history.extend(past);
        last = Some((conversation, message, before, was_asked));
    }
    let Some((row, message, before, was_asked)) = last else {
        return Err(Failure::Refused(Refusal::NoConversation(id)));
    };
    let conversation = Conversation::from(row);
    Ok(Begun {
        missed_some: conversation.message_count != before + 1,
        turn: TurnBegun {
            message: user_message(MessageId::new(message), id, turn),
            conversation,
            history: in_domain(history)?,
            was_asked,
            prior: None,
        },
    })
}

pub(super) async fn add_reply(
    conn: &mut PostgresConn,
    user: &UserId,
    conversation: ConversationId,
    reply: &AssistantMessage,
    at: Timestamp,
) -> Result<Message, Failure<WriteError>> {
    let reply = ReplyRow::of(reply)?;
    let at = Time::from(at);
    let statement = AddReply {
        conversation: ConversationOf {
            user: user.as_str(),
            id: conversation.get(),
        },
        reply: &reply,
        at,
    };
    let id: Option<i64> = statement.get_result(conn).await.optional()?;
    let id = id.ok_or(Failure::Refused(WriteError::NoConversation(conversation)))?;
    Ok(reply.into_message(id, conversation, at)?)
}

pub(super) async fn update_reply(
    conn: &mut PostgresConn,
    user: &UserId,
    id: MessageId,
    reply: &AssistantMessage,
    at: Timestamp,
) -> Result<(), Failure<WriteError>> {
    let statement = UpdateReply {
        user: user.as_str(),
        id: id.get(),
        reply: &ReplyRow::of(reply)?,
        at: at.into(),
    };
    let conversation: Option<i64> = statement.get_result(conn).await.optional()?;
    match conversation {
        Some(_) => Ok(()),
        None => Err(Failure::Refused(WriteError::NoMessage(id))),
    }
}
