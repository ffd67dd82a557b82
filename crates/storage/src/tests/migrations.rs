use std::collections::BTreeSet;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_migrations::MigrationHarness;
use tokio::task::spawn_blocking;

use taskpilot_conversations::thread::{ItemBody, ListRequest, ThreadRef};
use taskpilot_conversations::{ConversationId, PageRequest};

use super::place::Place;
use super::stored::{ada, turn};
use crate::conn::{Conn, PostgresConn, RunQueryDsl};
use crate::failure::Failure;
use crate::migrate::{POSTGRES, SQLITE};
use crate::url::Target;
use crate::{Database, NotReady, schema, sqlite};

const MIGRATIONS: usize = 9;

#[tokio::test(flavor = "multi_thread")]
async fn readiness_is_being_migrated() {
    for place in Place::both().await {
        let database = place.open();
        let refused = database.ready().await.unwrap_err();
        assert!(
            matches!(refused, NotReady::Pending(MIGRATIONS)),
            "{refused:?}"
        );
        assert_eq!(database.migrate().await.unwrap(), MIGRATIONS);
        database.ready().await.unwrap();
        assert_eq!(database.migrate().await.unwrap(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_six_migrators_at_once_one_does_the_work() {
    for _ in 0..5 {
        for place in Place::both().await {
            let migrators: Vec<_> = (0..6)
                .map(|_| {
                    let database = place.open();
                    tokio::spawn(async move { database.migrate().await.unwrap() })
                })
                .collect();
            let mut applied = Vec::new();
            for migrator in migrators {
                applied.push(migrator.await.unwrap());
            }
            applied.sort_unstable();
            assert_eq!(applied, [0, 0, 0, 0, 0, MIGRATIONS]);
        }
    }
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |folder: &str| -> BTreeSet<_> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../migrations")
            .join(folder);
        let entries = std::fs::read_dir(path).unwrap();
        entries.map(|entry| entry.unwrap().file_name()).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert_eq!(names("sqlite").len(), MIGRATIONS);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_has_the_columns_of_the_schema() {
    for place in Place::both().await {
        let database = place.migrated().await;
        let selected = database
            .read(async move |conn| select_everything(conn).await)
            .await;
        selected
            .map_err(|failure: Failure<()>| format!("{failure:?}"))
            .unwrap();
    }
}

async fn select_everything(conn: &mut Conn) -> Result<(), Failure<()>> {
    macro_rules! select {
        ($($table:ident),+) => {
            $(schema::$table::table.select(schema::$table::all_columns).limit(0).execute(conn).await?;)+
        };
    }
    select!(users, tasks, task_undo, conversations, messages);
    select!(
        item_ratings,
        attachments,
        chatkit_sessions,
        approvals,
        usage_days,
        thread_runs
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn up_down_and_up_again_is_clean() {
    for place in Place::both().await {
        let database = place.migrated().await;
        let first = outline(&database).await;
        assert!(first.len() > 15, "{first:?}");
        revert(&database).await;
        assert_eq!(outline(&database).await, BTreeSet::new());
        assert_eq!(database.migrate().await.unwrap(), MIGRATIONS);
        assert_eq!(outline(&database).await, first);
    }
}

/// SQLite makes the table of messages anew to add items to it.
#[tokio::test(flavor = "multi_thread")]
async fn messages_survive_the_coming_of_items() {
    const BEFORE: usize = 3;
    let rows = "INSERT INTO users (user_id, revision, last_task_id, live_tasks) VALUES ('ada', 7, 0, 0); \
        INSERT INTO conversations (user_id, revision, title, title_folded, archived, message_count, created_at, updated_at) \
            VALUES ('ada', 7, 'Hi', 'hi', FALSE, 2, '2026-11-21T09:00:00.000000Z', '2026-11-21T09:00:01.000000Z'); \
        INSERT INTO messages (user_id, conversation_id, role, content, content_folded, created_at, idempotency_key) \
            VALUES ('ada', 1, 'user', 'hi', 'hi', '2026-11-21T09:00:00.000000Z', 'k'); \
        INSERT INTO messages (user_id, conversation_id, role, content, content_folded, created_at, reply_to, status, tool_calls, requests, input_tokens, output_tokens) \
            VALUES ('ada', 1, 'assistant', 'hello', 'hello', '2026-11-21T09:00:01.000000Z', 1, 'completed', '[]', 1, 2, 3);";
    for place in Place::both().await {
        let database = place.open();
        let connector = database.connector();
        let conn = match connector {
            Some(connector) => Some(connector.connect().await.unwrap()),
            None => None,
        };
        let target = database.url().target().clone();
        spawn_blocking(move || match (conn, target) {
            (Some(conn), _) => {
                let mut conn = AsyncConnectionWrapper::<PostgresConn>::from(conn);
                for _ in 0..BEFORE {
                    conn.run_next_migration(POSTGRES).unwrap();
                }
                conn.batch_execute(rows).unwrap();
            }
            (None, Target::Sqlite(path)) => {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                let mut conn = sqlite::open(&path, sqlite::BUSY_TIMEOUT, "").unwrap();
                for _ in 0..BEFORE {
                    conn.run_next_migration(SQLITE).unwrap();
                }
                conn.batch_execute(rows).unwrap();
            }
            (None, Target::Postgres(_)) => panic!("a server without a connector"),
        })
        .await
        .unwrap();
        assert_eq!(database.migrate().await.unwrap(), MIGRATIONS - BEFORE);
        let page = PageRequest {
            after: None,
            limit: 10,
        };
        let id = ConversationId::new(1);
        let kept = database.conversations().messages(&ada(), id, &page).await;
        let kept = kept.unwrap().unwrap().messages;
        assert_eq!(kept.len(), 2);
        let page = ListRequest {
            after: None,
            newest_first: false,
            limit: 10,
        };
        let thread = ThreadRef::Number(id);
        let items = database.threads().items(&ada(), &thread, &page).await;
        let items = items.unwrap().unwrap();
        let said: Vec<_> = items.into_iter().map(|item| item.body).collect();
        let messages: Vec<_> = kept
            .into_iter()
            .map(|message| ItemBody::Message(Box::new(message)))
            .collect();
        assert_eq!(said, messages);
        let store = database.conversations();
        let next = store.begin_turn(&ada(), &turn(Some(id), "again")).await;
        assert_eq!(next.unwrap().message.id.get(), 3);
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// Returns all tables and indexes, diesel's own aside.
async fn outline(database: &Database) -> BTreeSet<String> {
    let statement = match database.connector() {
        None => {
            "SELECT sql AS line FROM sqlite_schema WHERE sql IS NOT NULL \
             AND tbl_name NOT IN ('__diesel_schema_migrations', 'sqlite_sequence')"
        }
        Some(_) => {
            "SELECT indexdef AS line FROM pg_indexes WHERE schemaname = current_schema() \
             AND tablename <> '__diesel_schema_migrations' \
             UNION ALL SELECT table_name || column_name || data_type FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name <> '__diesel_schema_migrations'"
        }
    };
    let lines: Result<Vec<Line>, Failure<()>> = database
        .read(async move |conn| Ok(diesel::sql_query(statement).load(conn).await?))
        .await;
    lines.unwrap().into_iter().map(|line| line.line).collect()
}

async fn revert(database: &Database) {
    let (target, connector) = (database.url().target().clone(), database.connector());
    let conn = match connector {
        Some(connector) => Some(connector.connect().await.unwrap()),
        None => None,
    };
    spawn_blocking(move || match (conn, target) {
        (Some(conn), _) => {
            let mut conn = AsyncConnectionWrapper::<PostgresConn>::from(conn);
            conn.revert_all_migrations(POSTGRES)
                .map(|reverted| reverted.len())
        }
        (None, Target::Sqlite(path)) => {
            let mut conn = sqlite::open(&path, sqlite::BUSY_TIMEOUT, "").unwrap();
            conn.batch_execute("PRAGMA foreign_keys = ON").unwrap();
            conn.revert_all_migrations(SQLITE)
                .map(|reverted| reverted.len())
        }
        (None, Target::Postgres(_)) => panic!("a server without a connector"),
    })
    .await
    .unwrap()
    .unwrap();
}

/// Deleting a row looks for the rows that point to it: without an index that reads the whole table. A number that is the
/// key of its table is an index of its own.
#[tokio::test(flavor = "multi_thread")]
async fn every_foreign_key_has_an_index_and_says_what_a_deletion_does() {
    let statement = "SELECT m.name || '.' || k.\"from\" AS line \
        FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) k \
        WHERE m.type = 'table' AND (k.on_delete = 'NO ACTION' OR NOT EXISTS ( \
            SELECT 1 FROM pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c \
            WHERE i.partial = 0 AND c.seqno = 0 AND c.name = k.\"from\") AND NOT EXISTS ( \
            SELECT 1 FROM pragma_table_info(m.name) t WHERE t.name = k.\"from\" AND t.pk = 1 AND t.type = 'INTEGER'))";
    let every =
        "SELECT k.\"from\" AS line FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) k";
    let place = Place::file();
    let database = place.migrated().await;
    let ask = async |statement: &'static str| -> Vec<String> {
        let lines: Result<Vec<Line>, Failure<()>> = database
            .read(async move |conn| Ok(diesel::sql_query(statement).load(conn).await?))
            .await;
        lines.unwrap().into_iter().map(|line| line.line).collect()
    };
    assert_eq!(ask(every).await.len(), 8);
    assert_eq!(ask(statement).await, Vec::<String>::new());
}
