//! How SQLite runs each query: by an index, and sorted by it too.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use diesel::connection::{Connection, InstrumentationEvent};
use diesel::prelude::*;
use taskpilot_context::Revision;
use taskpilot_conversations::{
    ConversationCursor, ConversationFilter, ConversationPatch, ConversationStore, IdempotencyKey,
    MessageCursor,
};
use taskpilot_tasks::{
    Cursor, PageRequest, SortOrder, Tag, TaskFilter, TaskSort, TaskStore, UndoToken,
};

use super::place::Place;
use super::stored::{ada, at, create, delete, reply, turn};
use crate::conn::{Conn, RunQueryDsl};
use crate::database::Database;
use crate::failure::Failure;

type Heard = Arc<Mutex<BTreeSet<String>>>;

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_query_of_a_user_goes_by_an_index() {
    let place = Place::file();
    let database = place.migrated().await;
    let heard = listen(&database).await;
    use_tasks(&*database.tasks()).await;
    use_conversations(&*database.conversations()).await;
    database.purge(at(0)).await.unwrap();

    let statements = heard.lock().unwrap().clone();
    assert!(
        statements.len() > 50,
        "only {} statements were heard",
        statements.len()
    );
    let mut slow = Vec::new();
    for statement in statements {
        let explain = format!("EXPLAIN QUERY PLAN {statement}");
        let steps: Result<Vec<Step>, Failure<()>> = database
            .read(async move |conn| Ok(diesel::sql_query(explain).load(conn).await?))
            .await;
        for step in steps.unwrap() {
            if step.detail.starts_with("SCAN ") || step.detail.contains("TEMP B-TREE") {
                slow.push(format!("{}: {statement}", step.detail));
            }
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

/// Notes every statement of the connection that writes and of the one that reads.
///
/// A test that does one thing at a time uses no more than one of each.
async fn listen(database: &Database) -> Heard {
    let heard = Heard::default();
    let writer = Arc::clone(&heard);
    let reader = Arc::clone(&heard);
    let listening: Result<(), Failure<()>> = database
        .write(async move |conn| Ok(note(conn, writer).await))
        .await;
    listening.unwrap();
    let listening: Result<(), Failure<()>> = database
        .read(async move |conn| Ok(note(conn, reader).await))
        .await;
    listening.unwrap();
    heard
}

async fn note(conn: &mut Conn, heard: Heard) {
    let Conn::Sqlite(conn) = conn else {
        panic!("not SQLite");
    };
    let listening = conn.spawn_blocking(move |conn| {
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { query, .. } = event {
                let text = query.to_string();
                let statement = text.split(" -- binds").next().unwrap_or_default();
                let planned = ["SELECT", "UPDATE", "DELETE"]
                    .iter()
                    .any(|verb| statement.starts_with(verb));
                if planned {
                    heard.lock().unwrap().insert(statement.to_owned());
                }
            }
        });
        Ok(())
    });
    listening.await.unwrap();
}

async fn use_tasks(store: &dyn TaskStore) {
    let user = ada();
    let committed = store
        .commit(&user, &create("a task", "1", 0))
        .await
        .unwrap();
    let task = committed.tasks[0].clone();
    let mut undoing = delete(&task, "2", 1);
    undoing.spends = Some(UndoToken::from_text("1"));
    store.get(&user, task.id).await.unwrap();
    store.get_many(&user, &[task.id]).await.unwrap();
    store.titles(&user, 10).await.unwrap();
    store.undo_record(&user, &undoing.undo).await.unwrap();
    store
        .changed_since(&user, Revision::ZERO, 10)
        .await
        .unwrap();
    let tagged = TaskFilter {
        tag: Some(Tag::from_stored("home".to_owned())),
        text: Some("milk".to_owned()),
        ..TaskFilter::default()
    };
    for filter in [TaskFilter::default(), tagged] {
        store.count(&user, &filter).await.unwrap();
        for sort in [
            TaskSort::CreatedAt,
            TaskSort::DueAt,
            TaskSort::Priority,
            TaskSort::Title,
            TaskSort::UpdatedAt,
        ] {
            for order in [SortOrder::Ascending, SortOrder::Descending] {
                for after in [None, Some(Cursor::at(&task, sort, order))] {
                    let page = PageRequest {
                        sort,
                        order,
                        after,
                        limit: 10,
                    };
                    store.list(&user, &filter, &page).await.unwrap();
                }
            }
        }
    }
    store.commit(&user, &undoing).await.unwrap();
}

async fn use_conversations(store: &dyn ConversationStore) {
    let user = ada();
    let begun = store.begin_turn(&user, &turn(None, "hi")).await.unwrap();
    let id = begun.conversation.id;
    let mut keyed = turn(Some(id), "again");
    keyed.key = Some(IdempotencyKey::parse("key").unwrap());
    store.begin_turn(&user, &keyed).await.unwrap();
    store.begin_turn(&user, &keyed).await.unwrap();
    let answer = reply(begun.message.id, "hello");
    let added = store.add_reply(&user, id, &answer, at(1)).await.unwrap();
    store
        .update_reply(&user, added.id, &answer, at(2))
        .await
        .unwrap();
    store.get(&user, id).await.unwrap();
    store
        .changed_since(&user, Revision::ZERO, 10)
        .await
        .unwrap();
    for after in [None, Some(MessageCursor { id: added.id })] {
        let page = taskpilot_conversations::PageRequest { after, limit: 10 };
        store.messages(&user, id, &page).await.unwrap();
    }
    for text in [None, Some("hello".to_owned())] {
        for after in [
            None,
            Some(ConversationCursor {
                updated_at: at(0),
                id,
            }),
        ] {
            let filter = ConversationFilter {
                archived: Some(false),
                text: text.clone(),
            };
            let page = taskpilot_conversations::PageRequest { after, limit: 10 };
            store.list(&user, &filter, &page).await.unwrap();
        }
    }
    let patch = ConversationPatch {
        archived: Some(true),
        ..ConversationPatch::default()
    };
    store.update(&user, id, &patch, at(3)).await.unwrap();
    store.delete(&user, id, at(4)).await.unwrap();
}
