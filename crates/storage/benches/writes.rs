//! Writes of 64 tasks at once: a turn begun and its reply stored, each a transaction.

use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use taskpilot_context::UserId;
use taskpilot_conversations::{
    AssistantMessage, BeginTurn, ConversationId, ConversationStore, MessageStatus, Title, Usage,
};
use taskpilot_storage::{Database, DatabaseOptions, DatabaseUrl};
use tokio::runtime::Runtime;

/// Writers at once, each a user with a conversation.
const TASKS: usize = 64;

fn writes(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let file = DatabaseUrl::sqlite_file(folder.path().join("bench.db"));
    let mut places = vec![("sqlite", file)];
    if let Some(url) = server() {
        places.push(("postgres", DatabaseUrl::parse(&url).expect("a url")));
    }
    let mut group = criterion.benchmark_group("begin_turn+add_reply");
    // Two transactions each.
    group.throughput(Throughput::Elements(2));
    group
        .measurement_time(Duration::from_secs(8))
        .sample_size(10);
    for (name, url) in places {
        let database = Database::open(DatabaseOptions::new(url)).expect("a database");
        runtime
            .block_on(database.migrate())
            .expect("a migrated database");
        let store = database.conversations();
        group.bench_function(BenchmarkId::new(name, TASKS), |bencher| {
            bencher
                .to_async(&runtime)
                .iter_custom(|turns| write(Arc::clone(&store), turns));
        });
        runtime.block_on(database.close());
    }
    group.finish();
}

/// Shares `turns` among the writers, and returns how long all of them took.
async fn write(store: Arc<dyn ConversationStore>, turns: u64) -> Duration {
    let tasks = u64::try_from(TASKS).expect("a small number");
    let mut writers = Vec::new();
    for number in 0..tasks {
        let user = UserId::parse(&format!("bench-{number}")).expect("a user");
        let begun = store
            .begin_turn(&user, &turn(None))
            .await
            .expect("a conversation");
        writers.push((user, begun.conversation.id));
    }
    let start = Instant::now();
    let writing = writers
        .into_iter()
        .zip(0..tasks)
        .map(|((user, conversation), number)| {
            let share = turns / tasks + u64::from(number < turns % tasks);
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                for _ in 0..share {
                    take_turn(&*store, &user, conversation).await;
                }
            })
        });
    for writer in writing.collect::<Vec<_>>() {
        writer.await.expect("a writer that does not panic");
    }
    start.elapsed()
}

async fn take_turn(store: &dyn ConversationStore, user: &UserId, conversation: ConversationId) {
    let begun = store
        .begin_turn(user, &turn(Some(conversation)))
        .await
        .expect("a turn");
    let reply = AssistantMessage {
        reply_to: begun.message.id,
        content: "Added \"buy milk\" to your list, due tomorrow at nine. ".repeat(4),
        tool_calls: Vec::new(),
        status: MessageStatus::Completed,
        error_code: None,
        usage: Usage::default(),
    };
    let added = store
        .add_reply(user, conversation, &reply, Timestamp::UNIX_EPOCH)
        .await;
    added.expect("a reply");
}

fn turn(conversation: Option<ConversationId>) -> BeginTurn {
    BeginTurn {
        conversation,
        content: "Please add buy milk, tomorrow at nine".to_owned(),
        title: Title::from_stored("Buy milk".to_owned()),
        key: None,
        history: 10,
        at: Timestamp::UNIX_EPOCH,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the bench is told by the environment where a server is"
)]
fn server() -> Option<String> {
    std::env::var("TEST_DATABASE_URL")
        .ok()
        .filter(|url| !url.is_empty())
}

criterion_group!(benches, writes);
criterion_main!(benches);
