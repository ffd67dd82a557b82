//! Live streams, on a real database: revisions count tasks and conversations together there.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_core::Stream;
use futures_util::StreamExt as _;
use taskpilot_assistant::{ChangeHub, LiveChange, LiveEvent, LiveUpdates, notifying};
use taskpilot_context::{Clock, Revision, SystemClock, UserId};
use taskpilot_conversations::{ConversationService, NewTurn};
use taskpilot_storage::{Database, DatabaseOptions, DatabaseUrl};
use taskpilot_tasks::{NewTask, TaskService};

struct Replica {
    tasks: TaskService,
    conversations: ConversationService,
    live: LiveUpdates,
}

/// One process on the database; several of them share nothing else.
async fn replica(folder: &tempfile::TempDir) -> Replica {
    let url = format!("sqlite://{}", folder.path().join("live.db").display());
    let options = DatabaseOptions::new(DatabaseUrl::parse(&url).unwrap());
    let database = Database::open(options).unwrap();
    database.migrate().await.unwrap();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let hub = ChangeHub::default();
    let (tasks, conversations) = notifying(database.tasks(), database.conversations(), &hub);
    let tasks = TaskService::new(tasks, Arc::clone(&clock));
    let conversations = ConversationService::new(conversations, clock);
    let live = LiveUpdates::new(tasks.clone(), conversations.clone(), hub);
    Replica {
        tasks,
        conversations,
        live,
    }
}

fn task(title: &str) -> NewTask {
    NewTask {
        title: title.to_owned(),
        ..NewTask::default()
    }
}

type Events = Pin<Box<dyn Stream<Item = LiveEvent> + Send>>;

async fn next(events: &mut Events) -> LiveEvent {
    tokio::time::timeout(Duration::from_secs(10), events.next())
        .await
        .unwrap()
        .unwrap()
}

async fn next_title(events: &mut Events) -> String {
    match next(events).await {
        LiveEvent::Change {
            change: LiveChange::Task(task),
            ..
        } => {
            format!(
                "{}{}",
                task.title,
                if task.deleted_at.is_some() {
                    " (deleted)"
                } else {
                    ""
                }
            )
        }
        LiveEvent::Change {
            change: LiveChange::Conversation(conversation),
            ..
        } => {
            format!(
                "conversation {}",
                conversation.title.as_ref().unwrap().as_str()
            )
        }
        other => format!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_arrive_in_order_and_only_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let replica = replica(&folder).await;
    let (ada, bob) = (UserId::parse("ada").unwrap(), UserId::parse("bob").unwrap());
    let mut events: Events = Box::pin(replica.live.stream(ada.clone(), None));
    assert!(matches!(next(&mut events).await, LiveEvent::Ready(_)));
    replica.tasks.create(&bob, task("Bob's")).await.unwrap();
    let milk = replica
        .tasks
        .create(&ada, task("Milk"))
        .await
        .unwrap()
        .tasks[0]
        .id;
    assert_eq!(next_title(&mut events).await, "Milk");
    let said = NewTurn {
        content: "hello".into(),
        history: 0,
        ..NewTurn::default()
    };
    replica.conversations.begin_turn(&ada, said).await.unwrap();
    assert_eq!(next_title(&mut events).await, "conversation hello");
    replica.tasks.delete(&ada, &[milk], None).await.unwrap();
    assert_eq!(next_title(&mut events).await, "Milk (deleted)");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_resumes_where_it_was_cut_even_on_another_replica() {
    let folder = tempfile::tempdir().unwrap();
    let first = replica(&folder).await;
    let second = replica(&folder).await;
    let ada = UserId::parse("ada").unwrap();
    first.tasks.create(&ada, task("Milk")).await.unwrap();
    let seen = first.tasks.revision(&ada).await.unwrap();
    first.tasks.create(&ada, task("Bread")).await.unwrap();
    first.tasks.create(&ada, task("Eggs")).await.unwrap();
    let mut events: Events = Box::pin(second.live.stream(ada.clone(), Some(seen)));
    assert_eq!(next(&mut events).await, LiveEvent::Ready(seen));
    assert_eq!(next_title(&mut events).await, "Bread");
    assert_eq!(next_title(&mut events).await, "Eggs");
    // The other process writes: found by asking, without being woken.
    first.tasks.create(&ada, task("Butter")).await.unwrap();
    assert_eq!(next_title(&mut events).await, "Butter");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revision_from_the_future_asks_for_a_fresh_start() {
    let folder = tempfile::tempdir().unwrap();
    let replica = replica(&folder).await;
    let ada = UserId::parse("ada").unwrap();
    let mut events: Events = Box::pin(replica.live.stream(ada, Some(Revision::new(99))));
    assert_eq!(next(&mut events).await, LiveEvent::Reset(Revision::ZERO));
    assert_eq!(next(&mut events).await, LiveEvent::Ready(Revision::ZERO));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulk_change_is_one_revision_whose_last_row_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let replica = replica(&folder).await;
    let ada = UserId::parse("ada").unwrap();
    let mut ids = Vec::new();
    for number in 0..5 {
        let created = replica
            .tasks
            .create(&ada, task(&format!("Task {number}")))
            .await
            .unwrap();
        ids.push(created.tasks[0].id);
    }
    let since = replica.tasks.revision(&ada).await.unwrap();
    replica.tasks.delete(&ada, &ids, None).await.unwrap();
    let events: Vec<_> = Box::pin(replica.live.stream(ada, Some(since)))
        .skip(1)
        .take(5)
        .collect()
        .await;
    let lasts: Vec<_> = events
        .iter()
        .map(|event| matches!(event, LiveEvent::Change { last: true, .. }))
        .collect();
    assert_eq!(lasts, [false, false, false, false, true]);
}
