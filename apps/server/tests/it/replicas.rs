//! Several servers on one PostgreSQL: a conversation has one answer at a time in all of them.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use taskpilot_chatkit::{LeasePace, RunKey, Runs};
use taskpilot_model_sim::{Behaviour, Reply, Script, Sim};

use crate::app::TestApp;
use crate::database::{Backend, TestDatabase, on_both_databases};
use crate::program::{Program, Server};
use crate::sse::Events;
use crate::thread::{Thread, input, open};
use crate::user::User;

/// How long a test waits for what is done in the background.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a thread is held up by a server that was killed, at most: the lease, and a little for the test itself.
const LEASE: Duration = Duration::from_secs(17);

/// What the model says: for long, or "Noted." at once.
fn script() -> Behaviour {
    Behaviour::Script(Script::new([
        Reply::text("word ".repeat(2_000))
            .with_delay(Duration::from_millis(20))
            .when("talk")
            .always(),
        Reply::text("Noted.").always(),
    ]))
}

/// A database, a model, and what servers on them are started with.
struct Site {
    sim: Sim,
    program: Program,
    _files: TestDatabase,
}

impl Site {
    /// Makes one, or returns `None` where there is no PostgreSQL to test on.
    async fn new() -> Option<Self> {
        let files = TestDatabase::new(&Backend::postgres()?).await;
        let sim = Sim::start(script()).await.unwrap();
        let program = Program::new()
            .set("DATABASE_URL", &files.url)
            .set("OPENAI_BASE_URL", &sim.base_url)
            .set("AGENT_MODEL", "sim");
        Some(Self {
            sim,
            program,
            _files: files,
        })
    }

    fn server(&self) -> Server {
        Server::start(&self.program)
    }
}

/// Begins a thread that is being answered at length; returns its id and the rest of the answer.
async fn answering(user: &User) -> (String, Events) {
    let begin = json!({"input": input("talk please")});
    let mut events = open(user, "threads.create", begin).await;
    let created = events.until("thread.created").await.data;
    events.until("thread.item.updated").await;
    let thread = created["thread"]["id"].as_str().unwrap().to_owned();
    (thread, events)
}

/// Returns the answer's last event.
async fn last(mut events: Events) -> Value {
    let mut last = Value::Null;
    while let Some(event) = events.next().await {
        last = event.data;
    }
    last
}

fn is_refused(events: &[Value]) -> bool {
    events.len() == 1 && events[0]["type"] == "error" && events[0]["allow_retry"] == true
}

/// Returns the number of the user's only conversation.
async fn conversation(user: &User) -> i64 {
    let list = user.call(Method::GET, "/conversations").send().await;
    list.ok(200)["data"][0]["id"].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_replica_answers_another_refuses_by_either_door() {
    let Some(site) = Site::new().await else {
        return;
    };
    let (one, other) = (site.server(), site.server());
    let (ada, ada_elsewhere) = (one.user("ada"), other.user("ada"));
    let (id, events) = answering(&ada).await;
    let elsewhere = Thread::of(&ada_elsewhere, &id);
    let refused = elsewhere.say("me too").await;
    assert!(is_refused(&refused), "{refused:?}");
    let number = conversation(&ada_elsewhere).await;
    let body = json!({"conversation_id": number, "message": "me too"});
    let chat = ada_elsewhere.call(Method::POST, "/chat").json(body.clone());
    chat.send().await.problem(409, "busy");
    // By the other of its names, too.
    let by_number = Thread::of(&ada_elsewhere, &format!("thr_{number}"));
    let refused = by_number.say("me too").await;
    assert!(is_refused(&refused), "{refused:?}");
    let (_, free) = Thread::begin(&ada_elsewhere, "hello").await;
    assert!(!is_refused(&free), "another thread is free");
    let stranger = other.user("bob");
    let (_, free) = Thread::begin(&stranger, "hello").await;
    assert!(!is_refused(&free), "{free:?}");

    drop(events);
    let deadline = Instant::now() + PATIENCE;
    while is_refused(&elsewhere.say("and now?").await) {
        assert!(Instant::now() < deadline, "the thread stays held");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let items = elsewhere.items().await;
    assert_eq!(items.len(), 4, "what was refused is not stored: {items:#?}");
    let chat = ada.call(Method::POST, "/chat").json(body);
    chat.send().await.ok(200);
    for server in [one, other] {
        server.terminate();
        assert!(server.wait().success);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_ends_when_its_conversation_is_deleted_at_another_replica() {
    let Some(site) = Site::new().await else {
        return;
    };
    let (one, other) = (site.server(), site.server());
    let (ada, ada_elsewhere) = (one.user("ada"), other.user("ada"));
    for door in ["conversation", "thread"] {
        let (id, events) = answering(&ada).await;
        let deleted = Instant::now();
        if door == "thread" {
            let thread = Thread::of(&ada_elsewhere, &id);
            let params = json!({"thread_id": id});
            thread.call("threads.delete", params).await.ok(200);
        } else {
            let path = format!("/conversations/{}", conversation(&ada_elsewhere).await);
            let gone = ada_elsewhere.call(Method::DELETE, &path).send().await;
            assert_eq!(gone.status, 204);
        }
        let end = last(events).await;
        assert_eq!(end["message"], "This answer was stopped.", "{end}");
        let took = deleted.elapsed();
        assert!(took < Duration::from_secs(2), "{door}: {took:?}");
        let closed = site.sim.wait_for(PATIENCE, |all| {
            all.iter().filter(|one| one.client_closed).count() > usize::from(door == "thread")
        });
        assert!(closed.await, "the model goes on");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_replica_holds_a_thread_no_longer_than_its_lease() {
    let Some(site) = Site::new().await else {
        return;
    };
    let (one, other) = (site.server(), site.server());
    let (id, events) = answering(&one.user("ada")).await;
    let ada = other.user("ada");
    let thread = Thread::of(&ada, &id);
    one.kill();
    drop(events);
    let killed = Instant::now();
    assert!(is_refused(&thread.say("hello?").await), "nobody knows yet");
    while is_refused(&thread.say("hello?").await) {
        assert!(killed.elapsed() < LEASE, "the thread stays held");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let items = thread.items().await;
    assert_eq!(items.last().unwrap()["content"][0]["text"], "Noted.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_said_is_kept_when_another_process_stops_an_answer() {
    let Some(backend) = Backend::postgres() else {
        return;
    };
    let app = TestApp::of(script()).on(backend).start().await;
    let ada = app.user("ada");
    let leases = app.database.run_leases().unwrap();
    let runtime = tokio::runtime::Handle::current();
    let elsewhere = Runs::leased(leases, LeasePace::default(), runtime);
    for door in ["chat", "thread"] {
        let events = if door == "chat" {
            let body = json!({"message": "talk please", "stream": true});
            let mut events = ada.call(Method::POST, "/chat").json(body).events().await;
            events.next().await;
            events
        } else {
            answering(&ada).await.1
        };
        let number = conversation(&ada).await;
        let key = RunKey::new("ada", number.to_string());
        assert!(elsewhere.begin(key.clone()).await.unwrap().is_none());
        elsewhere.stop(&key).await.unwrap();
        let end = last(events).await;
        let is_told = match door {
            "chat" => end["type"] == "done",
            _ => end["message"] == "This answer was stopped.",
        };
        assert!(is_told, "{door}: {end}");
        let deadline = Instant::now() + PATIENCE;
        // The run is given back only once what was said is stored.
        while elsewhere.begin(key.clone()).await.unwrap().is_none() {
            assert!(Instant::now() < deadline, "the run goes on");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let messages = ada.messages(number).await;
        assert_eq!(messages[1]["status"], "interrupted");
        let kept = messages[1]["content"].as_str().unwrap();
        assert!(kept.starts_with("word ") && kept.len() < 5_000, "{kept:?}");
    }
    app.stop().await;
}

on_both_databases!(a_conversation_has_one_answer_at_a_time_by_chat);

async fn a_conversation_has_one_answer_at_a_time_by_chat(backend: Backend) {
    let app = TestApp::of(script()).on(backend).start().await;
    let ada = app.user("ada");
    let body = json!({"message": "talk please", "stream": true});
    let mut events = ada.call(Method::POST, "/chat").json(body).events().await;
    events.next().await;
    let again = json!({"conversation_id": 1, "message": "me too"});
    let refused = ada.call(Method::POST, "/chat").json(again.clone());
    refused.send().await.problem(409, "busy");
    assert_eq!(ada.messages(1).await.len(), 1, "it is not stored");
    let refused = Thread::of(&ada, "thr_1").say("me too").await;
    assert!(is_refused(&refused), "{refused:?}");
    drop(events);
    let deadline = Instant::now() + PATIENCE;
    loop {
        let answer = ada.call(Method::POST, "/chat").json(again.clone());
        let answer = answer.send().await;
        if answer.status == 200 {
            break;
        }
        assert!(Instant::now() < deadline, "the conversation stays held");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let messages = ada.messages(1).await;
    assert_eq!(messages[1]["status"], "interrupted");
    assert_eq!(messages[3]["content"], "Noted.");
    // Many, one after another: each is free as soon as its answer is there.
    for _ in 0..20 {
        let answer = ada.call(Method::POST, "/chat").json(again.clone());
        answer.send().await.ok(200);
    }
    let thread = Thread::of(&ada, "thr_1");
    for _ in 0..20 {
        assert!(!is_refused(&thread.say("more").await));
    }
    app.stop().await;
}
