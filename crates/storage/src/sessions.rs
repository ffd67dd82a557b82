use std::convert::Infallible;

use async_trait::async_trait;
use diesel::prelude::*;
use jiff::Timestamp;
use taskpilot_auth::session::{
    SecretHash, SessionId, SessionRecord, SessionStore, SessionStoreError,
};
use taskpilot_context::UserId;

use crate::column::Time;
use crate::conn::{Conn, RunQueryDsl};
use crate::database::Database;
use crate::failure::{Failure, StorageError};
use crate::prepared::PreparedDsl;
use crate::schema::chatkit_sessions;

// Name of a query that stays prepared.
struct Revoke;

/// Sessions in a database.
pub(crate) struct DatabaseSessionStore(pub(crate) Database);

type SessionRow = (String, String, Time, Time, Option<Time>);

#[async_trait]
impl SessionStore for DatabaseSessionStore {
    async fn create(
        &self,
        session: &SessionRecord,
        secret: &SecretHash,
    ) -> Result<(), SessionStoreError> {
        let (session, secret) = (session.clone(), secret.to_text());
        self.0
            .write(async move |conn| Ok(create(conn, &session, &secret).await?))
            .await
            .map_err(failed("store a session"))
    }

    async fn find(&self, secret: &SecretHash) -> Result<Option<SessionRecord>, SessionStoreError> {
        let secret = secret.to_text();
        self.0
            .read(async move |conn| Ok(find(conn, &secret).await?))
            .await
            .map_err(failed("read a session"))
    }

    async fn revoke(
        &self,
        user: &UserId,
        id: &SessionId,
        at: Timestamp,
    ) -> Result<bool, SessionStoreError> {
        let (user, id) = (user.clone(), id.clone());
        self.0
            .write(async move |conn| Ok(revoke(conn, &user, &id, at).await?))
            .await
            .map_err(failed("revoke a session"))
    }
}

async fn create(conn: &mut Conn, session: &SessionRecord, secret: &str) -> QueryResult<()> {
    diesel::insert_into(chatkit_sessions::table)
        .values((
            chatkit_sessions::session_id.eq(session.id.as_str()),
            chatkit_sessions::user_id.eq(session.user.as_str()),
            chatkit_sessions::secret_hash.eq(secret),
            chatkit_sessions::created_at.eq(Time::from(session.created_at)),
            chatkit_sessions::expires_at.eq(Time::from(session.expires_at)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

async fn find(conn: &mut Conn, secret: &str) -> Result<Option<SessionRecord>, StorageError> {
    let row: Option<SessionRow> = chatkit_sessions::table
        .filter(chatkit_sessions::secret_hash.eq(secret))
        .select((
            chatkit_sessions::session_id,
            chatkit_sessions::user_id,
            chatkit_sessions::created_at,
            chatkit_sessions::expires_at,
            chatkit_sessions::revoked_at,
        ))
        .get_result(conn)
        .await
        .optional()?;
    let Some((id, user, created_at, expires_at, revoked_at)) = row else {
        return Ok(None);
    };
    Ok(Some(SessionRecord {
        id: SessionId::new(id),
        user: UserId::parse(&user).map_err(|error| StorageError::Unreadable {
            what: "a session",
            source: error.into(),
        })?,
        created_at: created_at.into(),
        expires_at: expires_at.into(),
        revoked_at: revoked_at.map(Into::into),
    }))
}

async fn revoke(
    conn: &mut Conn,
    user: &UserId,
    id: &SessionId,
    at: Timestamp,
) -> QueryResult<bool> {
    let own = chatkit_sessions::table
        .filter(chatkit_sessions::session_id.eq(id.as_str()))
        .filter(chatkit_sessions::user_id.eq(user.as_str()));
    let found: Option<String> = own
        .select(chatkit_sessions::session_id)
        .get_result(conn)
        .await
        .optional()?;
    if found.is_none() {
        return Ok(false);
    }
    diesel::update(chatkit_sessions::table.find(id.as_str()))
        .filter(chatkit_sessions::revoked_at.is_null())
        .set(chatkit_sessions::revoked_at.eq(Time::from(at)))
        .prepared::<Revoke>()
        .execute(conn)
        .await?;
    Ok(true)
}

fn failed(action: &'static str) -> impl Fn(Failure<Infallible>) -> SessionStoreError {
    move |Failure::Storage(error)| SessionStoreError {
        action,
        source: Box::new(error),
    }
}
