//! Stores of conversations.

use std::fs;
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::StreamExt;
use taskpilot_agent_runner::testing::{Turn, check_session_store};
use taskpilot_agent_runner::{
    Agent, FileStore, MemoryStore, RunOptions, Session, SessionError, SessionStore, StoredSession,
    run,
};
use taskpilot_model_client::{InputItem, Role};

use crate::support::{World, script};

fn say(text: &str) -> InputItem {
    InputItem::text(Role::User, text)
}

#[tokio::test]
async fn the_stores_do_what_they_promise() {
    let folder = tempfile::tempdir().unwrap();
    let files = FileStore::open(folder.path().join("new")).unwrap();
    assert_eq!(check_session_store(Arc::new(files), "k").await, Ok(()));
    let memory = MemoryStore::default();
    assert_eq!(check_session_store(Arc::new(memory), "k").await, Ok(()));
}

/// A store that appends one item at a time, and looks before it leaps.
#[derive(Default)]
struct Careless(MemoryStore);

#[async_trait]
impl SessionStore for Careless {
    async fn read(&self, key: &str) -> Result<Vec<InputItem>, SessionError> {
        self.0.read(key).await
    }

    async fn append(&self, key: &str, items: Vec<InputItem>) -> Result<(), SessionError> {
        for item in items {
            self.0.append(key, vec![item]).await?;
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    async fn replace(
        &self,
        key: &str,
        seen: usize,
        items: Vec<InputItem>,
    ) -> Result<bool, SessionError> {
        self.0.replace(key, seen, items).await
    }
}

#[tokio::test]
async fn the_check_finds_a_store_that_parts_what_belongs_together() {
    let found = check_session_store(Arc::new(Careless::default()), "k").await;
    assert_eq!(
        found,
        Err("not so: items of one append stand side by side".to_owned())
    );
}

#[tokio::test]
async fn a_line_that_a_crash_has_cut_was_never_promised() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(folder.path()).unwrap();
    store.append("k", vec![say("1")]).await.unwrap();
    let mut files = fs::read_dir(folder.path())
        .unwrap()
        .map(|it| it.unwrap().path());
    let file = files
        .find(|it| it.extension().is_some_and(|it| it == "jsonl"))
        .unwrap();
    let whole = fs::read(&file).unwrap();
    store.append("k", vec![say("2"), say("3")]).await.unwrap();
    let all = fs::read(&file).unwrap();
    for cut in whole.len()..all.len() {
        fs::write(&file, &all[..cut]).unwrap();
        assert_eq!(store.read("k").await.unwrap(), [say("1")], "cut at {cut}");
    }
    store.append("k", vec![say("4")]).await.unwrap();
    assert_eq!(store.read("k").await.unwrap(), [say("1"), say("4")]);
}

#[tokio::test]
async fn a_run_keeps_its_conversation_in_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let session = || -> Arc<dyn Session> {
        let store = FileStore::open(folder.path()).unwrap();
        Arc::new(StoredSession::new(Arc::new(store), "anna/7"))
    };
    let model = script([Turn::new().text("Hello."), Turn::new().text("Still here.")]);
    let agent: Arc<Agent<World>> = Arc::new(Agent::new("helper", model.clone()));
    for text in ["hi", "there?"] {
        let options = RunOptions {
            session: Some(session()),
            ..RunOptions::default()
        };
        let _: Vec<_> = run(Arc::clone(&agent), Arc::default(), vec![say(text)], options)
            .collect()
            .await;
    }
    let hello = InputItem::text(Role::Assistant, "Hello.");
    assert_eq!(model.requests()[1].input, [say("hi"), hello, say("there?")]);
    assert_eq!(session().load().await.unwrap().len(), 4);
}
