use async_trait::async_trait;
use diesel::prelude::*;
use jiff::civil::Date;
use taskpilot_context::UserId;
use taskpilot_conversations::{Spending, StoreError, UsageStore};

use crate::conn::{Conn, RunQueryDsl};
use crate::conversations::unread;
use crate::database::Database;
use crate::failure::StorageError;
use crate::prepared::PreparedDsl;
use crate::schema::{usage_days, users};

// The name of a query that stays prepared.
struct Add;

/// What people spend, in a database.
pub(crate) struct DatabaseUsageStore(pub(crate) Database);

#[async_trait]
impl UsageStore for DatabaseUsageStore {
    async fn add(&self, user: &UserId, day: Date, spent: Spending) -> Result<(), StoreError> {
        let user = user.clone();
        let added = self
            .0
            .write(async move |conn| Ok(add(conn, &user, day, spent).await?));
        added.await.map_err(unread("count what was spent"))
    }

    async fn spent(&self, user: &UserId, day: Date) -> Result<Spending, StoreError> {
        let user = user.clone();
        let found = self
            .0
            .read(async move |conn| Ok(spent(conn, &user, day).await?));
        found.await.map_err(unread("read what was spent"))
    }

    async fn days(&self, user: &UserId) -> Result<Vec<(Date, Spending)>, StoreError> {
        let user = user.clone();
        let found = self.0.read(async move |conn| Ok(days(conn, &user).await?));
        found.await.map_err(unread("read what was spent"))
    }
}

async fn add(conn: &mut Conn, user: &UserId, day: Date, spent: Spending) -> QueryResult<()> {
    let known: Option<String> = users::table
        .find(user.as_str())
        .select(users::user_id)
        .get_result(conn)
        .await
        .optional()?;
    if known.is_none() {
        // Deleted meanwhile: nothing of them is to be left.
        return Ok(());
    }
    let (tokens, cost_nanos) = (number(spent.tokens), number(spent.cost_nanos));
    diesel::insert_into(usage_days::table)
        .values((
            usage_days::user_id.eq(user.as_str()),
            usage_days::day.eq(day.to_string()),
            usage_days::tokens.eq(tokens),
            usage_days::cost_nanos.eq(cost_nanos),
        ))
        .on_conflict((usage_days::user_id, usage_days::day))
        .do_update()
        .set((
            usage_days::tokens.eq(usage_days::tokens + tokens),
            usage_days::cost_nanos.eq(usage_days::cost_nanos + cost_nanos),
        ))
        .prepared::<Add>()
        .execute(conn)
        .await?;
    Ok(())
}

async fn spent(conn: &mut Conn, user: &UserId, day: Date) -> QueryResult<Spending> {
    let row: Option<(i64, i64)> = usage_days::table
        .find((user.as_str(), day.to_string()))
        .select((usage_days::tokens, usage_days::cost_nanos))
        .get_result(conn)
        .await
        .optional()?;
    Ok(row.map(spending).unwrap_or_default())
}

async fn days(conn: &mut Conn, user: &UserId) -> Result<Vec<(Date, Spending)>, StorageError> {
    let rows: Vec<(String, i64, i64)> = usage_days::table
        .filter(usage_days::user_id.eq(user.as_str()))
        .order(usage_days::day)
        .select((usage_days::day, usage_days::tokens, usage_days::cost_nanos))
        .load(conn)
        .await?;
    let days = rows.into_iter().map(|(day, tokens, cost_nanos)| {
        let day = day.parse().map_err(unreadable)?;
        Ok((day, spending((tokens, cost_nanos))))
    });
    days.collect()
}

fn unreadable(error: jiff::Error) -> StorageError {
    StorageError::Unreadable {
        what: "a day",
        source: error.into(),
    }
}

fn spending((tokens, cost_nanos): (i64, i64)) -> Spending {
    Spending {
        tokens: u64::try_from(tokens).unwrap_or_default(),
        cost_nanos: u64::try_from(cost_nanos).unwrap_or_default(),
    }
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
