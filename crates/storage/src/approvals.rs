use std::collections::BTreeSet;

use async_trait::async_trait;
use diesel::prelude::*;
use jiff::Timestamp;
use taskpilot_context::UserId;
use taskpilot_conversations::{
    Approval, ApprovalStore, ApprovalVerdict, ClaimError, ConversationId, MessageId, StoreError,
    WriteError,
};

use crate::column::{Time, storable};
use crate::conn::{Conn, RunQueryDsl};
use crate::database::Database;
use crate::failure::{Failure, StorageError};
use crate::prepared::PreparedDsl;
use crate::schema::{approvals, messages};

/// Turns that wait for a person's word, in a database.
pub(crate) struct DatabaseApprovalStore(pub(crate) Database);

type Row = (String, i64, i64, String, String, String, Time, Time);
type Columns = (
    approvals::approval_id,
    approvals::conversation_id,
    approvals::message_id,
    approvals::shown,
    approvals::state,
    approvals::kinds,
    approvals::created_at,
    approvals::expires_at,
);

const COLUMNS: Columns = (
    approvals::approval_id,
    approvals::conversation_id,
    approvals::message_id,
    approvals::shown,
    approvals::state,
    approvals::kinds,
    approvals::created_at,
    approvals::expires_at,
);

#[async_trait]
impl ApprovalStore for DatabaseApprovalStore {
    async fn create(&self, user: &UserId, approval: &Approval) -> Result<(), WriteError> {
        let (user, approval) = (user.clone(), approval.clone());
        let created = self
            .0
            .write(async move |conn| create(conn, &user, &approval).await);
        created.await.map_err(|failure| match failure {
            Failure::Refused(error) => error,
            Failure::Storage(error) => WriteError::Store(failed("store an approval", error)),
        })
    }

    async fn claim(
        &self,
        user: &UserId,
        (conversation, id): (ConversationId, &str),
        verdict: ApprovalVerdict,
        at: Timestamp,
    ) -> Result<Approval, ClaimError> {
        let (user, id) = (user.clone(), id.to_owned());
        let claimed = self
            .0
            .write(async move |conn| claim(conn, (&user, conversation, &id), verdict, at).await);
        claimed.await.map_err(|failure| match failure {
            Failure::Refused(error) => error,
            Failure::Storage(error) => ClaimError::Store(failed("decide about an approval", error)),
        })
    }

    async fn pending(
        &self,
        user: &UserId,
        conversation: ConversationId,
        at: Timestamp,
    ) -> Result<Option<Approval>, StoreError> {
        let user = user.clone();
        let found = self
            .0
            .read(async move |conn| Ok(pending(conn, &user, conversation, at).await?));
        found.await.map_err(unread("read an approval"))
    }

    async fn go_on(
        &self,
        user: &UserId,
        conversation: ConversationId,
        at: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let (reader, owner) = (user.clone(), user.clone());
        // Most conversations have none, and a read is cheaper than a write.
        let found = self
            .0
            .read(async move |conn| Ok(open_or_standing(conn, &reader, conversation).await?));
        let (has_open, standing) = found.await.map_err(unread("read approvals"))?;
        if has_open {
            let passed = self
                .0
                .write(async move |conn| Ok(supersede(conn, &owner, conversation, at).await?));
            passed.await.map_err(unread("pass over an approval"))?;
        }
        Ok(standing)
    }

    async fn standing(
        &self,
        user: &UserId,
        conversation: ConversationId,
    ) -> Result<Vec<String>, StoreError> {
        let user = user.clone();
        let found = self
            .0
            .read(async move |conn| Ok(open_or_standing(conn, &user, conversation).await?));
        let (_, standing) = found.await.map_err(unread("read approvals"))?;
        Ok(standing)
    }
}

async fn create(
    conn: &mut Conn,
    user: &UserId,
    approval: &Approval,
) -> Result<(), Failure<WriteError>> {
    let message: Option<i64> = messages::table
        .find(approval.message.get())
        .filter(messages::user_id.eq(user.as_str()))
        .filter(messages::conversation_id.eq(approval.conversation.get()))
        .select(messages::id)
        .get_result(conn)
        .await
        .optional()?;
    if message.is_none() {
        return Err(Failure::Refused(WriteError::NoMessage(approval.message)));
    }
    diesel::insert_into(approvals::table)
        .values((
            approvals::approval_id.eq(&approval.id),
            approvals::user_id.eq(user.as_str()),
            approvals::conversation_id.eq(approval.conversation.get()),
            approvals::message_id.eq(approval.message.get()),
            approvals::shown.eq(storable(&approval.shown).into_owned()),
            approvals::state.eq(storable(&approval.state).into_owned()),
            approvals::kinds.eq(approval.kinds.join(" ")),
            approvals::created_at.eq(Time::from(approval.created_at)),
            approvals::expires_at.eq(Time::from(approval.expires_at)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

async fn claim(
    conn: &mut Conn,
    (user, conversation, id): (&UserId, ConversationId, &str),
    verdict: ApprovalVerdict,
    at: Timestamp,
) -> Result<Approval, Failure<ClaimError>> {
    let row: Option<Row> = approvals::table
        .find(id)
        .filter(approvals::user_id.eq(user.as_str()))
        .filter(approvals::conversation_id.eq(conversation.get()))
        .select(COLUMNS)
        .get_result(conn)
        .await
        .optional()?;
    let approval = row
        .map(approval)
        .ok_or(Failure::Refused(ClaimError::NotFound))?;
    // The state that was read is the claimed one only if nobody else was faster: then no row is changed.
    let claimed = diesel::update(approvals::table.find(id))
        .filter(approvals::decided_at.is_null())
        .filter(approvals::expires_at.gt(Time::from(at)))
        .set((
            approvals::decided_at.eq(Some(Time::from(at))),
            approvals::verdict.eq(Some(verdict.as_str())),
            approvals::state.eq(""),
        ))
        .execute(conn)
        .await?;
    if claimed == 1 {
        return Ok(approval);
    }
    let decided: Option<Time> = approvals::table
        .find(id)
        .select(approvals::decided_at)
        .get_result(conn)
        .await?;
    Err(Failure::Refused(match decided {
        Some(_) => ClaimError::Decided,
        None => ClaimError::Expired,
    }))
}

async fn pending(
    conn: &mut Conn,
    user: &UserId,
    conversation: ConversationId,
    at: Timestamp,
) -> Result<Option<Approval>, StorageError> {
    let row: Option<Row> = approvals::table
        .filter(approvals::conversation_id.eq(conversation.get()))
        .filter(approvals::user_id.eq(user.as_str()))
        .filter(approvals::decided_at.is_null())
        .filter(approvals::expires_at.gt(Time::from(at)))
        .order(approvals::message_id.desc())
        .select(COLUMNS)
        .limit(1)
        .get_result(conn)
        .await
        .optional()?;
    Ok(row.map(approval))
}

/// Returns whether the person was ever asked for their word in the conversation.
pub(crate) async fn any(
    conn: &mut Conn,
    user: &UserId,
    conversation: ConversationId,
) -> QueryResult<bool> {
    let asked: Vec<i64> = approvals::table
        .filter(approvals::conversation_id.eq(conversation.get()))
        .filter(approvals::user_id.eq(user.as_str()))
        .select(approvals::message_id)
        .at_most(1)
        .load(conn)
        .await?;
    Ok(!asked.is_empty())
}

/// Returns whether something waits, and what the person said "always" to.
async fn open_or_standing(
    conn: &mut Conn,
    user: &UserId,
    conversation: ConversationId,
) -> Result<(bool, Vec<String>), StorageError> {
    let rows: Vec<(Option<String>, String)> = approvals::table
        .filter(approvals::conversation_id.eq(conversation.get()))
        .filter(approvals::user_id.eq(user.as_str()))
        .filter(
            approvals::verdict
                .is_null()
                .or(approvals::verdict.eq(ApprovalVerdict::Always.as_str())),
        )
        .select((approvals::verdict, approvals::kinds))
        .load(conn)
        .await?;
    let has_open = rows.iter().any(|(verdict, _)| verdict.is_none());
    let standing: BTreeSet<String> = rows
        .iter()
        .filter(|(verdict, _)| verdict.is_some())
        .flat_map(|(_, kinds)| words(kinds))
        .collect();
    Ok((has_open, standing.into_iter().collect()))
}

async fn supersede(
    conn: &mut Conn,
    user: &UserId,
    conversation: ConversationId,
    at: Timestamp,
) -> QueryResult<()> {
    diesel::update(approvals::table)
        .filter(approvals::conversation_id.eq(conversation.get()))
        .filter(approvals::user_id.eq(user.as_str()))
        .filter(approvals::decided_at.is_null())
        .set((
            approvals::decided_at.eq(Some(Time::from(at))),
            approvals::verdict.eq(Some(ApprovalVerdict::Superseded.as_str())),
            approvals::state.eq(""),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

fn approval(row: Row) -> Approval {
    let (id, conversation, message, shown, state, kinds, created_at, expires_at) = row;
    Approval {
        id,
        conversation: ConversationId::new(conversation),
        message: MessageId::new(message),
        shown,
        state,
        kinds: words(&kinds).collect(),
        created_at: created_at.into(),
        expires_at: expires_at.into(),
    }
}

fn words(kinds: &str) -> impl Iterator<Item = String> + use<'_> {
    kinds.split_whitespace().map(str::to_owned)
}

fn failed(action: &'static str, error: StorageError) -> StoreError {
    StoreError {
        action,
        transient: error.is_transient(),
        source: Box::new(error),
    }
}

fn unread(action: &'static str) -> impl Fn(Failure<std::convert::Infallible>) -> StoreError {
    move |Failure::Storage(error)| failed(action, error)
}
