//! The conversations as ChatKit's store: the suite of `taskpilot-chatkit`, on both databases.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::tz::TimeZone;
use taskpilot_assistant::TurnContext;
use taskpilot_assistant::chatkit::{Attachments, ChatContext, ChatKitParts, threads_store};
use taskpilot_attachments::{AttachmentFiles, Limits};
use taskpilot_chatkit::{Store, testing};
use taskpilot_context::{Clock, SystemClock, UserId};
use taskpilot_conversations::ConversationService;
use taskpilot_conversations::thread::ThreadService;
use taskpilot_storage::{Database, DatabaseOptions, DatabaseUrl};
use taskpilot_tasks::TaskService;

use crate::database::{Backend, TestDatabase, on_both_databases};

on_both_databases!(threads_are_kept_as_chatkit_asks);

async fn threads_are_kept_as_chatkit_asks(backend: Backend) {
    let files = TestDatabase::new(&backend).await;
    let options = DatabaseOptions::new(DatabaseUrl::parse(&files.url).unwrap());
    let database = Database::open(options).unwrap();
    database.migrate().await.unwrap();
    let parts = parts(&database);
    let cases = AtomicU32::new(0);
    testing::store_suite(|| {
        let case = cases.fetch_add(1, Ordering::Relaxed);
        let users = ["ada", "bob"].map(|name| context(&format!("{name}{case}")));
        let store: Box<dyn Store<ChatContext>> = Box::new(threads_store(parts.clone(), 10));
        (store, users)
    })
    .await;
    testing::attachment_store_suite(&parts.attachments, &context("carol")).await;
    database.close().await;
}

fn parts(database: &Database) -> ChatKitParts {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    ChatKitParts {
        threads: ThreadService::new(database.threads(), Arc::clone(&clock)),
        conversations: ConversationService::new(database.conversations(), Arc::clone(&clock)),
        tasks: TaskService::new(database.tasks(), Arc::clone(&clock)),
        records: database.attachments(),
        attachments: Attachments::new(
            database.attachments(),
            AttachmentFiles::in_memory(),
            Limits::default(),
            Arc::clone(&clock),
        ),
        transcriber: None,
        clock,
    }
}

fn context(user: &str) -> ChatContext {
    let turn = TurnContext {
        user: UserId::parse(user).unwrap(),
        zone: TimeZone::UTC,
        locale: None,
    };
    ChatContext::new(turn, "http://localhost")
}
