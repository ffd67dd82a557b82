//! Writes of 64 tasks at once: a turn begun and its reply stored, each a transaction.

#![expect(clippy::expect_used, reason = "a bench that cannot run stops")]

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
use tokio_postgres::NoTls;

/// Writers at once, each a user with a conversation.
const WRITERS: u64 = 64;

/// Where the bench writes on a server, and nowhere else.
const SCHEMA: &str = "taskpilot_bench";

fn writes(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let file = DatabaseUrl::sqlite_file(folder.path().join("bench.db"));
    measure(criterion, &runtime, "sqlite", file);
    if let Some(server) = server() {
        let fresh = format!("DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}");
        runtime.block_on(run_on(&server, &fresh));
        let separator = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{separator}options=-csearch_path%3D{SCHEMA}");
        let url = DatabaseUrl::parse(&url).expect("a url");
        measure(criterion, &runtime, "postgres", url);
        runtime.block_on(run_on(&server, &format!("DROP SCHEMA {SCHEMA} CASCADE")));
    }
}

fn measure(criterion: &mut Criterion, runtime: &Runtime, name: &str, url: DatabaseUrl) {
    let database = Database::open(DatabaseOptions::new(url)).expect("a database");
    runtime
        .block_on(database.migrate())
        .expect("a migrated database");
    let store = database.conversations();
    let mut group = criterion.benchmark_group("begin_turn+add_reply");
    group
        .throughput(Throughput::Elements(2 * WRITERS))
        .measurement_time(Duration::from_secs(8))
        .sample_size(10);
    group.bench_function(BenchmarkId::new(name, WRITERS), |bencher| {
        bencher
            .to_async(runtime)
            .iter_custom(|rounds| write(Arc::clone(&store), rounds));
    });
    group.finish();
    runtime.block_on(database.close());
}

/// Lets every writer take `rounds` turns, and returns how long all of them took.
async fn write(store: Arc<dyn ConversationStore>, rounds: u64) -> Duration {
    let mut writers = Vec::new();
    for number in 0..WRITERS {
        let user = UserId::parse(&format!("bench-{number}")).expect("a user");
        let begun = store
            .begin_turn(&user, &turn(None))
            .await
            .expect("a conversation");
        writers.push((user, begun.conversation.id));
    }
    let start = Instant::now();
    let writing = writers.into_iter().map(|(user, conversation)| {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            for _ in 0..rounds {
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

async fn run_on(server: &str, statements: &str) {
    let (client, line) = tokio_postgres::connect(server, NoTls)
        .await
        .expect("a server");
    tokio::spawn(line);
    client.batch_execute(statements).await.expect("a schema");
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
