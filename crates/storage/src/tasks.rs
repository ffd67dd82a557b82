use std::convert::Infallible;

use async_trait::async_trait;
use taskpilot_context::{Revision, UserId};
use taskpilot_tasks::{
    ChangeSet, CommitError, Committed, Page, PageRequest, StoreError, Task, TaskFilter, TaskId,
    TaskStore, TitleEntry, UndoRecord, UndoToken,
};

use crate::database::Database;
use crate::failure::{Failure, StorageError};
use crate::users;

mod commit;
mod find;
mod list;
mod row;
mod undo;

/// Tasks in a database.
pub(crate) struct DatabaseTaskStore(pub(crate) Database);

#[async_trait]
impl TaskStore for DatabaseTaskStore {
    async fn get(&self, user: &UserId, id: TaskId) -> Result<Option<Task>, StoreError> {
        let user = user.clone();
        self.0
            .read(async move |conn| find::live(conn, &user, id).await)
            .await
            .map_err(failed("read a task"))
    }

    async fn get_many(&self, user: &UserId, ids: &[TaskId]) -> Result<Vec<Task>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let user = user.clone();
        let ids = ids.iter().map(|id| id.get()).collect();
        self.0
            .read(async move |conn| find::by_ids(conn, &user, ids).await)
            .await
            .map_err(failed("read tasks"))
    }

    async fn list(
        &self,
        user: &UserId,
        filter: &TaskFilter,
        page: &PageRequest,
    ) -> Result<Page, StoreError> {
        let (user, filter, page) = (user.clone(), filter.clone(), page.clone());
        self.0
            .read(async move |conn| list::page(conn, &user, &filter, &page).await)
            .await
            .map_err(failed("list tasks"))
    }

    async fn count(&self, user: &UserId, filter: &TaskFilter) -> Result<i64, StoreError> {
        let (user, filter) = (user.clone(), filter.clone());
        self.0
            .read(async move |conn| list::count(conn, &user, &filter).await)
            .await
            .map_err(failed("count tasks"))
    }

    async fn titles(&self, user: &UserId, limit: u32) -> Result<Vec<TitleEntry>, StoreError> {
        let user = user.clone();
        self.0
            .read(async move |conn| find::titles(conn, &user, limit).await)
            .await
            .map_err(failed("read the titles of tasks"))
    }

    async fn commit(&self, user: &UserId, set: &ChangeSet) -> Result<Committed, CommitError> {
        let (user, set) = (user.clone(), set.clone());
        self.0
            .write(async move |conn| commit::commit(conn, &user, &set).await)
            .await
            .map_err(|failure| match failure {
                Failure::Refused(refusal) => refusal,
                Failure::Storage(error) => store_error("change tasks", error).into(),
            })
    }

    async fn undo_record(
        &self,
        user: &UserId,
        token: &UndoToken,
    ) -> Result<Option<UndoRecord>, StoreError> {
        let (user, token) = (user.clone(), token.clone());
        self.0
            .read(async move |conn| undo::find(conn, &user, &token).await)
            .await
            .map_err(failed("read an undo record"))
    }

    async fn changed_since(
        &self,
        user: &UserId,
        since: Revision,
        limit: u32,
    ) -> Result<Vec<(Revision, Task)>, StoreError> {
        let user = user.clone();
        self.0
            .read(async move |conn| find::changed_since(conn, &user, since, limit).await)
            .await
            .map_err(failed("read the changes of tasks"))
    }

    async fn revision(&self, user: &UserId) -> Result<Revision, StoreError> {
        let user = user.clone();
        self.0
            .read(async move |conn| Ok(users::revision(conn, user.as_str()).await?))
            .await
            .map(Revision::new)
            .map_err(failed("read the revision"))
    }
}

fn failed(action: &'static str) -> impl Fn(Failure<Infallible>) -> StoreError {
    move |Failure::Storage(error)| store_error(action, error)
}

fn store_error(action: &'static str, error: StorageError) -> StoreError {
    StoreError {
        action,
        transient: error.is_transient(),
        source: Box::new(error),
    }
}
