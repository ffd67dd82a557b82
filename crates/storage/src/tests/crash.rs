//! What was acknowledged survives `kill -9`.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use taskpilot_context::UserId;
use taskpilot_conversations::{ConversationId, MessageId, PageRequest};

use super::place::{Place, variable};
use super::stored::{at, reply, turn};
use crate::{Database, DatabaseOptions, DatabaseUrl};

/// Tells the process that writes where to write.
const URL: &str = "STORAGE_CRASH_TEST_URL";

const WRITERS: usize = 16;

/// How many acknowledged messages the killer waits for.
const ENOUGH: usize = 400;

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_messages_survive_a_killed_process() {
    for place in Place::both().await {
        let database = place.migrated().await;
        let acknowledged = kill_in_mid_write(&place);
        let store = database.conversations();
        let mut stored = HashSet::new();
        for (user, conversation, message) in &acknowledged {
            let page = PageRequest {
                after: None,
                limit: 10,
            };
            let user = UserId::parse(user).unwrap();
            let id = ConversationId::new(*conversation);
            let found = store.messages(&user, id, &page).await.unwrap();
            let messages = found.expect("the conversation is there").messages;
            stored.extend(messages.into_iter().map(|message| message.id));
            assert!(
                stored.contains(&MessageId::new(*message)),
                "message {message} is lost"
            );
            // What was written together is there together.
            let counted = store.get(&user, id).await.unwrap().unwrap().message_count;
            let found = store
                .messages(&user, id, &page)
                .await
                .unwrap()
                .unwrap()
                .messages;
            assert_eq!(counted, i64::try_from(found.len()).unwrap());
        }
        assert!(acknowledged.len() >= ENOUGH);
    }
}

/// Runs [`writer`] in a process of its own, kills it while it writes, and returns what it had acknowledged.
fn kill_in_mid_write(place: &Place) -> Vec<(String, i64, i64)> {
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["tests::crash::writer", "--exact", "--nocapture"])
        .env(URL, place.url())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(writer.stdout.take().unwrap());
    let mut acknowledged = Vec::new();
    let mut killed = false;
    let mut line = String::new();
    while lines.read_line(&mut line).unwrap() > 0 {
        // A line cut by the kill has no end and was never whole.
        if line.ends_with('\n') && line.starts_with("stored ") {
            acknowledged.push(parse(&line));
        }
        if acknowledged.len() >= ENOUGH && !killed {
            // SIGKILL; what is in the pipe already is read to its end.
            writer.kill().unwrap();
            killed = true;
        }
        line.clear();
    }
    assert!(killed, "the writer ended by itself");
    writer.wait().unwrap();
    acknowledged
}

fn parse(line: &str) -> (String, i64, i64) {
    let mut words = line.split_whitespace().skip(1);
    let mut word = || words.next().unwrap();
    (
        word().to_owned(),
        word().parse().unwrap(),
        word().parse().unwrap(),
    )
}

/// Writes until it is killed, when another test has started this one in a process of its own.
#[tokio::test(flavor = "multi_thread")]
async fn writer() {
    let Some(url) = variable(URL) else { return };
    let mut options = DatabaseOptions::new(DatabaseUrl::parse(&url).unwrap());
    options.max_connections = 8;
    let database = Database::open(options).unwrap();
    let writers: Vec<_> = (0..WRITERS)
        .map(|number| tokio::spawn(write_on(database.clone(), format!("user-{number}"))))
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
}

async fn write_on(database: Database, name: String) {
    let user = UserId::parse(&name).unwrap();
    let store = database.conversations();
    loop {
        let begun = store.begin_turn(&user, &turn(None, "hi")).await.unwrap();
        let conversation = begun.conversation.id;
        acknowledge(&name, conversation, begun.message.id);
        let answer = reply(begun.message.id, "hello");
        let added = store
            .add_reply(&user, conversation, &answer, at(1))
            .await
            .unwrap();
        acknowledge(&name, conversation, added.id);
    }
}

/// Writes one line at once; nobody reads it after the kill.
fn acknowledge(user: &str, conversation: ConversationId, message: MessageId) {
    let line = format!("stored {user} {conversation} {message}\n");
    let mut out = std::io::stdout().lock();
    if out
        .write_all(line.as_bytes())
        .and_then(|()| out.flush())
        .is_err()
    {
        std::process::exit(1);
    }
}
