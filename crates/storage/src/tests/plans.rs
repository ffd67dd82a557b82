//! How SQLite runs each query: by an index, and sorted by it too.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use diesel::connection::{Connection, InstrumentationEvent};
use diesel::prelude::*;
use taskpilot_chatkit::{HolderId, RunKey, RunLeases};
use taskpilot_context::Revision;
use taskpilot_conversations::{
    ConversationCursor, ConversationFilter, ConversationPatch, ConversationStore, IdempotencyKey,
    MessageCursor, Spending, UsageStore,
};
use taskpilot_tasks::{
    Cursor, PageRequest, SortOrder, Tag, TaskFilter, TaskSort, TaskStore, UndoToken,
};

use taskpilot_auth::session::testing::session_store_suite;
use taskpilot_conversations::thread::{
    AttachmentRecord, AttachmentStore, ItemRef, ListRequest, NewItem, Rating, ThreadDraft,
    ThreadMessage, ThreadPlace, ThreadRef, ThreadReply, ThreadStore, ThreadTurn,
};

use super::place::Place;
use super::stored::{ada, at, create, delete, reply, turn};
use crate::conn::{Conn, RunQueryDsl};
use crate::database::Database;
use crate::failure::Failure;
use crate::runs::DatabaseRunLeases;

/// What a connection was heard to do.
#[derive(Clone, Default)]
struct Heard {
    statements: BTreeSet<String>,
    kept_prepared: BTreeSet<String>,
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_query_of_a_user_goes_by_an_index() {
    let place = Place::file();
    let database = place.migrated().await;
    let heard = hear_everything(&database).await;
    let planned = |statement: &&String| !statement.starts_with("INSERT");
    let mut slow = Vec::new();
    for statement in heard.statements.iter().filter(planned) {
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

/// Preparing a statement anew costs more than running it.
#[tokio::test(flavor = "multi_thread")]
async fn every_query_of_a_user_stays_prepared() {
    let place = Place::file();
    let database = place.migrated().await;
    let heard = hear_everything(&database).await;
    // A list of values is as long as it is.
    let fixed = |statement: &&&String| !statement.contains(" IN (");
    let again: Vec<_> = heard.statements.difference(&heard.kept_prepared).collect();
    let again: Vec<_> = again.iter().filter(fixed).collect();
    assert!(again.is_empty(), "{again:#?}");
}

/// Uses everything there is, and returns what was heard meanwhile.
async fn hear_everything(database: &Database) -> Heard {
    let heard = Arc::new(Mutex::new(Heard::default()));
    // A test that does one thing at a time uses one connection that writes and one that reads.
    let writer = Arc::clone(&heard);
    let listening = database
        .write_alone(async move |conn| listen(conn, writer).await)
        .await;
    listening.unwrap();
    let reader = Arc::clone(&heard);
    let listening = database
        .read(async move |conn| listen(conn, reader).await)
        .await;
    listening.unwrap();

    use_tasks(&*database.tasks()).await;
    use_conversations(&*database.conversations()).await;
    use_threads(&*database.threads()).await;
    use_attachments(&*database.attachments()).await;
    session_store_suite(&*database.sessions()).await;
    use_usage(&*database.usage()).await;
    use_leases(&DatabaseRunLeases(database.clone())).await;
    database.purge(at(0)).await.unwrap();
    let heard = heard.lock().unwrap().clone();
    let count = heard.statements.len();
    assert!(count > 60, "only {count} statements were heard");
    heard
}

async fn listen(conn: &mut Conn, heard: Arc<Mutex<Heard>>) -> Result<(), Failure<()>> {
    let Conn::Sqlite(conn) = conn else {
        panic!("not SQLite");
    };
    let listening = conn.spawn_blocking(move |conn| {
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| match event {
            InstrumentationEvent::StartQuery { query, .. } => {
                let text = query.to_string();
                let statement = text.split(" -- binds").next().unwrap_or_default();
                let verbs = ["SELECT", "INSERT", "UPDATE", "DELETE"];
                if verbs.iter().any(|verb| statement.starts_with(verb)) {
                    heard
                        .lock()
                        .unwrap()
                        .statements
                        .insert(statement.to_owned());
                }
            }
            InstrumentationEvent::CacheQuery { sql, .. } => {
                heard.lock().unwrap().kept_prepared.insert(sql.to_owned());
            }
            _ => {}
        });
        Ok(())
    });
    Ok(listening.await?)
}

async fn use_leases(leases: &dyn RunLeases) {
    let (key, holder) = (RunKey::new("ada", "1"), HolderId::random());
    let lasts = std::time::Duration::from_secs(15);
    assert!(leases.take(&key, &holder, lasts).await.unwrap());
    leases.renew(&holder, lasts).await.unwrap();
    leases.stop(&key).await.unwrap();
    leases.to_stop(&holder).await.unwrap();
    leases.release(&key, &holder).await.unwrap();
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

async fn use_threads(store: &dyn ThreadStore) {
    let user = ada();
    let item = |key: &str| NewItem {
        key: key.to_owned(),
        document: "{}".to_owned(),
        created_at: at(0),
    };
    let message = ThreadMessage {
        place: ThreadPlace::New("thr_a".to_owned()),
        item: item("msg_a"),
    };
    let beginning = turn(None, "hi");
    let begun = store.begin_thread_turn(&user, &beginning, &message);
    let Some(ThreadTurn::Begun(_, begun)) = begun.await.unwrap() else {
        panic!("nothing was begun");
    };
    let (id, said) = (begun.conversation.id, begun.message.id);
    for (thread, key) in [
        (ThreadRef::Key("thr_a".to_owned()), "msg_b"),
        (ThreadRef::Number(id), "msg_f"),
    ] {
        let again = ThreadMessage {
            place: ThreadPlace::In(thread),
            item: item(key),
        };
        store
            .begin_thread_turn(&user, &turn(None, "again"), &again)
            .await
            .unwrap();
    }
    let draft = ThreadDraft {
        title: None,
        document: Some("{}".to_owned()),
        created_at: at(0),
    };
    for thread in [
        ThreadRef::Key("thr_a".to_owned()),
        ThreadRef::Key("thr_b".to_owned()),
        ThreadRef::Number(id),
    ] {
        store
            .save_thread(&user, &thread, &draft, at(1))
            .await
            .unwrap();
        store.thread(&user, &thread).await.unwrap();
    }
    let answer = reply(said, "hello");
    let mut stored = ThreadReply {
        id: None,
        reply: &answer,
        item: Some(&item("msg_c")),
    };
    let stored_as = store.store_reply(&user, id, &stored, at(2)).await.unwrap();
    stored.id = Some(stored_as);
    let last = item("msg_e");
    stored.item = Some(&last);
    store.store_reply(&user, id, &stored, at(3)).await.unwrap();
    store.turn(&user, id, said, 10).await.unwrap();
    store
        .save_item(&user, id, &item("msg_d"), at(4))
        .await
        .unwrap();
    store
        .save_message_item(&user, (id, said), "{}", at(5))
        .await
        .unwrap();
    for newest_first in [true, false] {
        let page = ListRequest {
            after: Some(said),
            newest_first,
            limit: 10,
        };
        let by_key = ThreadRef::Key("thr_a".to_owned());
        store.items(&user, &by_key, &page).await.unwrap();
        let by_number = ThreadRef::Number(id);
        store.items(&user, &by_number, &page).await.unwrap();
        let page = ListRequest {
            after: None,
            newest_first,
            limit: 10,
        };
        store.threads(&user, &page).await.unwrap();
    }
    for item in [ItemRef::Key("msg_d".to_owned()), ItemRef::Number(said)] {
        store.item(&user, id, &item).await.unwrap();
        let rated = store.rate(
            &user,
            id,
            std::slice::from_ref(&item),
            Rating::Positive,
            at(6),
        );
        rated.await.unwrap();
        store.delete_item(&user, id, &item, at(7)).await.unwrap();
    }
    store
        .delete_items_after(&user, id, said, at(8))
        .await
        .unwrap();
}

async fn use_usage(store: &dyn UsageStore) {
    let (user, day) = (ada(), jiff::civil::date(2026, 11, 27));
    let spent = Spending {
        tokens: 1,
        cost_nanos: 2,
    };
    store.add(&user, day, spent).await.unwrap();
    assert_eq!(store.spent(&user, day).await.unwrap(), spent);
    assert_eq!(store.days(&user).await.unwrap().len(), 1);
}

async fn use_attachments(store: &dyn AttachmentStore) {
    let user = ada();
    let record = AttachmentRecord {
        key: "atc_a".to_owned(),
        conversation: None,
        document: "{}".to_owned(),
        created_at: at(0),
    };
    store.save_attachment(&user, &record).await.unwrap();
    store.attachment(&user, "atc_a").await.unwrap();
    let unneeded = store.unneeded_attachments(at(1), 10).await.unwrap();
    assert_eq!(unneeded, [(user.clone(), "atc_a".to_owned())]);
    store.delete_attachment(&user, "atc_a").await.unwrap();
}
