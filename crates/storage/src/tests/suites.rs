//! The suites that every store must pass. Memory passes them in the crates of the domain.

mod sqlite {
    use std::sync::Arc;

    use taskpilot_conversations::ConversationStore;
    use taskpilot_tasks::TaskStore;

    use crate::tests::place::Place;

    async fn tasks() -> (Arc<dyn TaskStore>, Place) {
        let place = Place::file();
        (place.migrated().await.tasks(), place)
    }

    async fn conversations() -> (Arc<dyn ConversationStore>, Place) {
        let place = Place::file();
        (place.migrated().await.conversations(), place)
    }

    mod task_store {
        use super::tasks;

        taskpilot_tasks::task_store_tests!(tasks);
    }

    mod conversation_store {
        use super::conversations;

        taskpilot_conversations::conversation_store_tests!(conversations);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_kept() {
    for place in super::place::Place::both().await {
        let database = place.migrated().await;
        taskpilot_auth::session::testing::session_store_suite(&*database.sessions()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leases_of_runs_are_kept() {
    for place in super::place::Place::both().await {
        let database = place.migrated().await;
        let leases = crate::runs::DatabaseRunLeases(database);
        taskpilot_chatkit::testing::lease_suite(&leases).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn approvals_are_kept() {
    for place in super::place::Place::both().await {
        let database = place.migrated().await;
        let (approvals, conversations) = (database.approvals(), database.conversations());
        taskpilot_conversations::testing::approval_store_suite(approvals, conversations)
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn usage_is_kept() {
    for place in super::place::Place::both().await {
        let database = place.migrated().await;
        let (usage, conversations) = (database.usage(), database.conversations());
        taskpilot_conversations::testing::usage_store_suite(usage, conversations)
            .await
            .unwrap();
    }
}

mod postgres {
    use std::sync::Arc;

    use taskpilot_conversations::{ConversationStore, MemoryConversationStore};
    use taskpilot_tasks::{MemoryTaskStore, TaskStore};

    use crate::tests::place::Place;

    // Where there is no server, memory stands in, and the tests say that they were skipped.

    async fn tasks() -> (Arc<dyn TaskStore>, Option<Place>) {
        match Place::schema().await {
            Some(place) => (place.migrated().await.tasks(), Some(place)),
            None => (Arc::new(MemoryTaskStore::new()), None),
        }
    }

    async fn conversations() -> (Arc<dyn ConversationStore>, Option<Place>) {
        match Place::schema().await {
            Some(place) => (place.migrated().await.conversations(), Some(place)),
            None => (Arc::new(MemoryConversationStore::new()), None),
        }
    }

    mod task_store {
        use super::tasks;

        taskpilot_tasks::task_store_tests!(tasks);
    }

    mod conversation_store {
        use super::conversations;

        taskpilot_conversations::conversation_store_tests!(conversations);
    }
}
