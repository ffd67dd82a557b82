use diesel::prelude::*;
use jiff::Timestamp;
use taskpilot_context::UserId;
use taskpilot_conversations::thread::{
    ListRequest, Thread, ThreadDraft, ThreadMessage, ThreadPlace, ThreadRef, ThreadTurn,
};
use taskpilot_conversations::{BeginTurn, ConversationId, WriteError, fold};

use crate::column::{Role, Time, storable};
use crate::conn::{Conn, RunQueryDsl};
use crate::conversations::ConversationRow;
use crate::conversations::turn::{self as turns, Attempt};
use crate::failure::Failure;
use crate::prepared::PreparedDsl;
use crate::schema::{columns, conversations, messages};
use crate::users;

// Names of queries that stay prepared.
struct OverwriteThread;
struct TouchThread;
struct RecountThread;

type ThreadRow = (ConversationRow, Option<String>, Option<String>);

fn thread((conversation, key, document): ThreadRow) -> Thread {
    Thread {
        conversation: conversation.into(),
        key,
        document,
    }
}

pub(super) async fn find(
    conn: &mut Conn,
    user: &UserId,
    thread_ref: &ThreadRef,
) -> QueryResult<Option<Thread>> {
    let live = conversations::table
        .filter(conversations::user_id.eq(user.as_str()))
        .filter(conversations::deleted_at.is_null())
        .select((
            columns::<ConversationRow>(),
            conversations::thread_key,
            conversations::thread,
        ));
    let row: Option<ThreadRow> = match thread_ref {
        ThreadRef::Key(key) => {
            let named = live.filter(conversations::thread_key.eq(key));
            named.get_result(conn).await.optional()?
        }
        ThreadRef::Number(number) => {
            let numbered = live.filter(conversations::id.eq(number.get()));
            numbered.get_result(conn).await.optional()?
        }
    };
    Ok(row.map(thread))
}

/// Returns the number of a thread's conversation.
pub(super) async fn number(
    conn: &mut Conn,
    user: &UserId,
    thread_ref: &ThreadRef,
) -> QueryResult<Option<ConversationId>> {
    let live = conversations::table
        .filter(conversations::user_id.eq(user.as_str()))
        .filter(conversations::deleted_at.is_null())
        .select(conversations::id);
    let id: Option<i64> = match thread_ref {
        ThreadRef::Key(key) => {
            let named = live.filter(conversations::thread_key.eq(key));
            named.get_result(conn).await.optional()?
        }
        ThreadRef::Number(number) => {
            let numbered = live.filter(conversations::id.eq(number.get()));
            numbered.get_result(conn).await.optional()?
        }
    };
    Ok(id.map(ConversationId::new))
}

/// Stores what the user said in a thread, in a transaction of its own; `None` if there is no such thread.
pub(super) async fn begin_turn(
    conn: &mut Conn,
    user: &UserId,
    mut turn: BeginTurn,
    message: &ThreadMessage,
) -> Attempt<Option<ThreadTurn>> {
    conn.transaction(async |conn| {
        let old = match &message.place {
            ThreadPlace::New(_) => None,
            ThreadPlace::In(thread_ref) => match find(conn, user, thread_ref).await? {
                Some(thread) => Some(thread),
                None => return Ok(None),
            },
        };
        turn.conversation = old.as_ref().map(|old| old.conversation.id);
        let begun = turns::store(conn, user, &turn, Some(message)).await?;
        let (key, document) = match (old, &message.place) {
            (Some(old), _) => (old.key, old.document),
            (None, ThreadPlace::New(key)) => (Some(key.clone()), None),
            (None, ThreadPlace::In(_)) => return Ok(None),
        };
        let thread = Thread {
            conversation: begun.conversation.clone(),
            key,
            document,
        };
        Ok(Some(ThreadTurn::Begun(thread, Box::new(begun))))
    })
    .await
}

pub(super) async fn list(
    conn: &mut Conn,
    user: &UserId,
    page: &ListRequest<ConversationId>,
) -> QueryResult<Vec<Thread>> {
    let shown = conversations::table
        .filter(conversations::user_id.eq(user.as_str()))
        .filter(conversations::deleted_at.is_null())
        .filter(conversations::archived.eq(false))
        .limit(i64::from(page.limit))
        .select((
            columns::<ConversationRow>(),
            conversations::thread_key,
            conversations::thread,
        ));
    let rows: Vec<ThreadRow> = if page.newest_first {
        let before = page.after.map_or(i64::MAX, ConversationId::get);
        let part = shown.filter(conversations::id.lt(before));
        part.order(conversations::id.desc()).load(conn).await?
    } else {
        let after = page.after.map_or(0, ConversationId::get);
        let part = shown.filter(conversations::id.gt(after));
        part.order(conversations::id).load(conn).await?
    };
    Ok(rows.into_iter().map(thread).collect())
}

pub(super) async fn save(
    conn: &mut Conn,
    user: &UserId,
    thread_ref: &ThreadRef,
    draft: &ThreadDraft,
    at: Timestamp,
) -> Result<Thread, Failure<WriteError>> {
    let revision = users::advance(conn, user.as_str()).await?;
    let old = find(conn, user, thread_ref).await?;
    let title = draft
        .title
        .as_ref()
        .map(|title| storable(title.as_str()).into_owned());
    let written = (
        conversations::revision.eq(revision),
        conversations::title_folded.eq(title.as_deref().map(fold)),
        conversations::title.eq(title),
        conversations::thread.eq(draft.document.as_deref()),
        conversations::updated_at.eq(Time::from(at)),
    );
    let returned = (
        columns::<ConversationRow>(),
        conversations::thread_key,
        conversations::thread,
    );
    let row: ThreadRow = match (old, thread_ref) {
        (Some(old), _) => {
            diesel::update(conversations::table.find(old.conversation.id.get()))
                .filter(conversations::user_id.eq(user.as_str()))
                .set(written)
                .returning(returned)
                .prepared::<OverwriteThread>()
                .get_result(conn)
                .await?
        }
        (None, ThreadRef::Number(number)) => {
            return Err(Failure::Refused(WriteError::NoConversation(*number)));
        }
        (None, ThreadRef::Key(key)) => {
            diesel::insert_into(conversations::table)
                .values((
                    conversations::user_id.eq(user.as_str()),
                    conversations::thread_key.eq(key),
                    conversations::archived.eq(false),
                    conversations::message_count.eq(0),
                    conversations::created_at.eq(Time::from(draft.created_at)),
                    written,
                ))
                .returning(returned)
                .get_result(conn)
                .await?
        }
    };
    Ok(thread(row))
}

/// Marks a conversation as changed; every write of its items begins so, under the lock of its user.
pub(super) async fn touch(
    conn: &mut Conn,
    user: &UserId,
    conversation: ConversationId,
    at: Timestamp,
) -> Result<(), Failure<WriteError>> {
    let revision = users::advance(conn, user.as_str()).await?;
    let touched = diesel::update(conversations::table.find(conversation.get()))
        .filter(conversations::user_id.eq(user.as_str()))
        .filter(conversations::deleted_at.is_null())
        .set((
            conversations::revision.eq(revision),
            conversations::updated_at.eq(Time::from(at)),
        ))
        .prepared::<TouchThread>()
        .execute(conn)
        .await?;
    if touched == 0 {
        return Err(Failure::Refused(WriteError::NoConversation(conversation)));
    }
    Ok(())
}

/// Counts a conversation's messages anew.
pub(super) async fn recount(
    conn: &mut Conn,
    user: &UserId,
    conversation: ConversationId,
) -> QueryResult<()> {
    let count: i64 = messages::table
        .filter(messages::conversation_id.eq(conversation.get()))
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::role.ne(Role::Item))
        .count()
        .get_result(conn)
        .await?;
    diesel::update(conversations::table.find(conversation.get()))
        .filter(conversations::user_id.eq(user.as_str()))
        .set(conversations::message_count.eq(count))
        .prepared::<RecountThread>()
        .execute(conn)
        .await?;
    Ok(())
}
