use std::convert::Infallible;
use std::time::Duration;

use async_trait::async_trait;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::query_dsl::methods;
use diesel::sql_types::Double;
use diesel::upsert::excluded;
use taskpilot_chatkit::{BoxError, HolderId, RunKey, RunLeases};

use crate::column::TimestampUtc;
use crate::conn::{Conn, RunQueryDsl};
use crate::database::Database;
use crate::failure::Failure;
use crate::prepared::PreparedDsl;
use crate::schema::thread_runs;

// Names of queries that stay prepared.
struct Take;
struct Renew;
struct Stop;

/// Leases of runs in a database, by the database's clock: the one that all of its users agree on.
pub(crate) struct DatabaseRunLeases(pub(crate) Database);

#[async_trait]
impl RunLeases for DatabaseRunLeases {
    async fn take(
        &self,
        key: &RunKey,
        holder: &HolderId,
        lasts: Duration,
    ) -> Result<bool, BoxError> {
        let (key, holder) = (key.clone(), holder.clone());
        let taken = self
            .0
            .write_alone(async move |conn| Ok(take(conn, &key, &holder, lasts).await?));
        taken.await.map_err(boxed)
    }

    async fn renew(&self, holder: &HolderId, lasts: Duration) -> Result<Vec<RunKey>, BoxError> {
        let holder = holder.clone();
        let renewed = self
            .0
            .write_alone(async move |conn| Ok(renew(conn, &holder, lasts).await?));
        renewed.await.map_err(boxed)
    }

    async fn release(&self, key: &RunKey, holder: &HolderId) -> Result<(), BoxError> {
        let (key, holder) = (key.clone(), holder.clone());
        let released = self
            .0
            .write_alone(async move |conn| Ok(release(conn, &key, &holder).await?));
        released.await.map_err(boxed)
    }

    async fn stop(&self, key: &RunKey) -> Result<(), BoxError> {
        let key = key.clone();
        let stopped = self
            .0
            .write_alone(async move |conn| Ok(stop(conn, &key).await?));
        stopped.await.map_err(boxed)
    }

    async fn to_stop(&self, holder: &HolderId) -> Result<Vec<RunKey>, BoxError> {
        let holder = holder.clone();
        let asked = self
            .0
            .read(async move |conn| Ok(to_stop(conn, &holder).await?));
        asked.await.map_err(boxed)
    }
}

/// How a database tells the time.
struct Clock {
    now: &'static str,
    /// What stands before and after a number of seconds from now.
    later: (&'static str, &'static str),
}

impl Clock {
    fn of(conn: &Conn) -> Self {
        match conn {
            Conn::Sqlite(_) => Self {
                now: "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')",
                later: (
                    "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '+' || ",
                    " || ' seconds')",
                ),
            },
            Conn::Postgres(_) => Self {
                now: "clock_timestamp()",
                later: ("clock_timestamp() + make_interval(secs => ", ")"),
            },
        }
    }
}

/// Writes the moment that is so much later than now, by a [`Clock`].
macro_rules! later {
    ($clock:expr, $lasts:expr) => {
        sql::<TimestampUtc>($clock.later.0)
            .bind::<Double, _>($lasts.as_secs_f64())
            .sql($clock.later.1)
    };
}

async fn take(
    conn: &mut Conn,
    key: &RunKey,
    holder: &HolderId,
    lasts: Duration,
) -> QueryResult<bool> {
    let clock = Clock::of(conn);
    let is_free = thread_runs::expires_at.le(sql::<TimestampUtc>(clock.now));
    let is_own = thread_runs::holder.eq(excluded(thread_runs::holder));
    let upsert = diesel::insert_into(thread_runs::table)
        .values((
            thread_runs::user_id.eq(key.owner()),
            thread_runs::thread_key.eq(key.thread()),
            thread_runs::holder.eq(holder.as_str()),
            thread_runs::expires_at.eq(later!(clock, lasts)),
            thread_runs::stop_requested.eq(false),
        ))
        .on_conflict((thread_runs::user_id, thread_runs::thread_key))
        .do_update()
        .set((
            thread_runs::holder.eq(excluded(thread_runs::holder)),
            thread_runs::expires_at.eq(excluded(thread_runs::expires_at)),
            thread_runs::stop_requested.eq(false),
        ));
    let taken = methods::FilterDsl::filter(upsert, is_free.or(is_own))
        .prepared::<Take>()
        .execute(conn)
        .await?;
    Ok(taken == 1)
}

async fn renew(conn: &mut Conn, holder: &HolderId, lasts: Duration) -> QueryResult<Vec<RunKey>> {
    let clock = Clock::of(conn);
    diesel::update(thread_runs::table)
        .filter(thread_runs::holder.eq(holder.as_str()))
        .set(thread_runs::expires_at.eq(later!(clock, lasts)))
        .prepared::<Renew>()
        .execute(conn)
        .await?;
    let held: Vec<(String, String)> = thread_runs::table
        .filter(thread_runs::holder.eq(holder.as_str()))
        .select((thread_runs::user_id, thread_runs::thread_key))
        .load(conn)
        .await?;
    Ok(keys(held))
}

async fn release(conn: &mut Conn, key: &RunKey, holder: &HolderId) -> QueryResult<()> {
    diesel::delete(thread_runs::table.find((key.owner(), key.thread())))
        .filter(thread_runs::holder.eq(holder.as_str()))
        .execute(conn)
        .await?;
    Ok(())
}

async fn stop(conn: &mut Conn, key: &RunKey) -> QueryResult<()> {
    diesel::update(thread_runs::table.find((key.owner(), key.thread())))
        .set(thread_runs::stop_requested.eq(true))
        .prepared::<Stop>()
        .execute(conn)
        .await?;
    Ok(())
}

async fn to_stop(conn: &mut Conn, holder: &HolderId) -> QueryResult<Vec<RunKey>> {
    let asked: Vec<(String, String)> = thread_runs::table
        .filter(thread_runs::holder.eq(holder.as_str()))
        .filter(thread_runs::stop_requested.eq(true))
        .select((thread_runs::user_id, thread_runs::thread_key))
        .load(conn)
        .await?;
    Ok(keys(asked))
}

fn keys(rows: Vec<(String, String)>) -> Vec<RunKey> {
    let key = |(owner, thread): (String, String)| RunKey::new(owner, thread);
    rows.into_iter().map(key).collect()
}

fn boxed(Failure::Storage(error): Failure<Infallible>) -> BoxError {
    error.into()
}
