//! What a user may spend in a day: what is counted, who is refused, and when they may go on.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};
use taskpilot_assistant::{DailyLimits, Price};
use taskpilot_context::FixedClock;
use taskpilot_model_client::Api;
use taskpilot_model_sim::{Behaviour, Reply, Script, ScriptedUsage, Sim};

use crate::app::{TestApp, token_by};
use crate::database::{Backend, on_both_databases};
use crate::program::Program;
use crate::thread::{Thread, events_outline, widgets};
use crate::user::{Answer, User};

on_both_databases!(
    a_day_is_over_for_one_user_until_midnight,
    a_run_stops_where_the_day_is_used_up,
    turns_at_once_are_all_counted,
    what_waits_goes_on_the_next_day_and_counts_what_is_new,
    what_was_spent_counts_though_the_client_has_left,
    a_failed_turn_counts_what_it_spent,
    chatkit_keeps_the_message,
    cost_is_limited_too,
);

const CENT: u64 = 10_000_000;

/// A server half past ten in the evening (UTC).
struct Evening {
    app: TestApp,
    clock: Arc<FixedClock>,
}

impl Evening {
    async fn begin(
        backend: Backend,
        limits: DailyLimits,
        replies: impl IntoIterator<Item = Reply>,
    ) -> Self {
        let clock = Arc::new(FixedClock::at("2026-11-27T22:30:00Z".parse().unwrap()));
        let script = Behaviour::Script(Script::new(replies));
        let mut setup = TestApp::of(script).on(backend).api(Api::ChatCompletions);
        setup.daily_limits = limits;
        setup.clock = clock.clone();
        let app = setup.start().await;
        Self { app, clock }
    }

    /// A person whose token is good now.
    fn user(&self, name: &str) -> User {
        self.app.bearer(name, &token_by(name, &*self.clock))
    }

    fn wait(&self, hours: i64) {
        self.clock.advance(SignedDuration::from_hours(hours));
    }
}

fn tokens(limit: u64) -> DailyLimits {
    DailyLimits {
        tokens: Some(limit),
        ..DailyLimits::default()
    }
}

/// A hundred tokens.
fn hundred(reply: Reply) -> Reply {
    reply.with_usage(ScriptedUsage {
        input_tokens: 60,
        output_tokens: 40,
        ..ScriptedUsage::default()
    })
}

/// Returns what is counted: tokens of each day.
async fn counted(user: &User) -> Vec<(String, u64)> {
    let all = user.get("/export").await.ok(200);
    let days = all["usage"].as_array().unwrap().iter();
    days.map(|day| {
        let name = day["day"].as_str().unwrap().to_owned();
        (name, day["tokens"].as_u64().unwrap())
    })
    .collect()
}

fn is_refused(answer: &Answer, seconds: &str) -> String {
    let document = answer.problem(429, "daily_limit");
    assert_eq!(answer.header("retry-after"), Some(seconds));
    document["detail"].as_str().unwrap().to_owned()
}

async fn a_day_is_over_for_one_user_until_midnight(backend: Backend) {
    let hello = hundred(Reply::text("Hello.")).always();
    let evening = Evening::begin(backend, tokens(150), [hello]).await;
    let (ada, bob) = (evening.user("ada"), evening.user("bob"));
    let first = json!({"message": "one"});
    let call = ada.call(Method::POST, "/chat").json(first.clone());
    call.header("idempotency-key", "k1").send().await.ok(200);
    ada.say("two").await.ok(200);

    let refused = is_refused(&ada.say("three").await, "5400");
    assert_eq!(
        refused,
        "Today’s limit for the assistant is used up. It answers again on Saturday at 00:00 UTC. Your tasks can be changed without it."
    );
    let call = ada
        .call(Method::POST, "/chat")
        .json(json!({"message": "three", "stream": true}));
    let answer = call.header("x-time-zone", "Europe/Berlin").send().await;
    assert_eq!(
        is_refused(&answer, "5400"),
        "Today’s limit for the assistant is used up. It answers again on Saturday at 01:00 (Europe/Berlin; 00:00 UTC). Your tasks can be changed without it."
    );
    assert_eq!(evening.app.sim.requests().len(), 2);
    let kept = ada.get("/conversations").await.ok(200);
    assert_eq!(
        kept["data"].as_array().unwrap().len(),
        2,
        "nothing is stored of what was refused"
    );
    // What was answered before is answered again.
    let call = ada.call(Method::POST, "/chat").json(first);
    let again = call.header("idempotency-key", "k1").send().await.ok(200);
    assert_eq!(again["response"], "Hello.");
    // The rest of the product is not limited, and nobody else is.
    ada.add("Milk").await;
    bob.say("one").await.ok(200);

    evening.wait(2);
    let ada = evening.user("ada");
    ada.say("three").await.ok(200);
    let days = [
        ("2026-11-27".to_owned(), 200),
        ("2026-11-28".to_owned(), 100),
    ];
    assert_eq!(counted(&ada).await, days);
    evening.app.stop().await;
}

async fn a_run_stops_where_the_day_is_used_up(backend: Backend) {
    let add = hundred(Reply::call("add_task", json!({"title": "Milk"}))).always();
    let evening = Evening::begin(backend, tokens(250), [add]).await;
    let ada = evening.user("ada");
    // Left are 250, 150, 50, and then none for a fourth call.
    let frames = ada.stream(json!({"message": "add milk for ever"})).await;
    assert_eq!(evening.app.sim.requests().len(), 3);
    let error = &frames[frames.len() - 2];
    assert_eq!(error["type"], "error", "{frames:?}");
    assert_eq!(error["code"], "daily_limit");
    assert_eq!(error["retryable"], false);
    assert_eq!(
        error["message"].as_str().unwrap(),
        "The answer stops here. Today’s limit for the assistant is used up. It answers again on Saturday at 00:00 UTC. Your tasks can be changed without it."
    );
    assert_eq!(frames.last().unwrap()["type"], "done");
    assert_eq!(ada.titles("").await.len(), 3, "what was done stays done");
    assert_eq!(counted(&ada).await, [("2026-11-27".to_owned(), 300)]);
    is_refused(&ada.say("more").await, "5400");

    let bob = evening.user("bob");
    let answer = bob.say("add milk for ever").await;
    is_refused(&answer, "5400");
    assert_eq!(bob.titles("").await.len(), 3);
    evening.app.stop().await;
}

async fn turns_at_once_are_all_counted(backend: Backend) {
    let hello = hundred(Reply::text("Hello.").with_delay(Duration::from_millis(20))).always();
    let evening = Evening::begin(backend, tokens(800), [hello]).await;
    let ada = evening.user("ada");
    let turns = (0..8).map(|number| {
        let ada = ada.clone();
        tokio::spawn(async move { ada.say(&number.to_string()).await.ok(200) })
    });
    for turn in turns.collect::<Vec<_>>() {
        turn.await.unwrap();
    }
    assert_eq!(counted(&ada).await, [("2026-11-27".to_owned(), 800)]);
    is_refused(&ada.say("more").await, "5400");
    evening.app.stop().await;
}

fn deleting() -> Reply {
    let reply = Reply::call("delete_task", json!({"task_id": 1}));
    hundred(reply.and_call("delete_task", json!({"task_id": 2})))
}

async fn what_waits_goes_on_the_next_day_and_counts_what_is_new(backend: Backend) {
    let done = hundred(Reply::text("Both are gone."));
    let evening = Evening::begin(backend, tokens(100), [deleting(), done]).await;
    let ada = evening.user("ada");
    for task in ["Milk", "Bread"] {
        ada.add(task).await;
    }
    let asked = ada.say("delete both").await.ok(200);
    let id = asked["approval_required"]["id"].as_str().unwrap();
    let path = format!("/conversations/{}/approvals/{id}", asked["conversation_id"]);
    let word = json!({"decision": "approve"});
    is_refused(&ada.post(&path, word.clone()).await, "5400");
    assert_eq!(ada.titles("").await.len(), 2);

    evening.wait(2);
    let ada = evening.user("ada");
    let done = ada.post(&path, word).await.ok(200);
    assert_eq!(done["response"], "Both are gone.");
    let days = [
        ("2026-11-27".to_owned(), 100),
        ("2026-11-28".to_owned(), 100),
    ];
    assert_eq!(counted(&ada).await, days);
    evening.app.stop().await;
}

async fn what_was_spent_counts_though_the_client_has_left(backend: Backend) {
    let replies = [
        hundred(Reply::call("add_task", json!({"title": "Milk"}))),
        Reply::text("This takes long.").with_delay(Duration::from_secs(20)),
    ];
    let evening = Evening::begin(backend, tokens(1_000), replies).await;
    let ada = evening.user("ada");
    let mut events = ada.open_stream(json!({"message": "add milk"})).await;
    events.until("tool_result").await;
    drop(events);
    let mut days = Vec::new();
    for _ in 0..100 {
        days = counted(&ada).await;
        if !days.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(days, [("2026-11-27".to_owned(), 100)]);
    evening.app.stop().await;
}

async fn a_failed_turn_counts_what_it_spent(backend: Backend) {
    let replies = [
        hundred(Reply::call("add_task", json!({"title": "Milk"}))),
        Reply::status(400).always(),
    ];
    let evening = Evening::begin(backend, tokens(1_000), replies).await;
    let ada = evening.user("ada");
    ada.say("add milk")
        .await
        .problem(502, "model_misconfigured");
    assert_eq!(counted(&ada).await, [("2026-11-27".to_owned(), 100)]);
    evening.app.stop().await;
}

async fn chatkit_keeps_the_message(backend: Backend) {
    let replies = [deleting(), hundred(Reply::text("Hello.")).always()];
    let evening = Evening::begin(backend, tokens(100), replies).await;
    let ada = evening.user("ada");
    for task in ["Milk", "Bread"] {
        ada.add(task).await;
    }
    let (thread, _) = Thread::begin(&ada, "delete both").await;
    // The card keeps its buttons.
    let card = widgets(&thread.items().await, "Delete “Bread”");
    let action = crate::thread::button(&card["widget"], "Approve").unwrap();
    let params = json!({"thread_id": thread.id, "item_id": card["id"], "action": action});
    let events = thread.stream("threads.custom_action", params).await;
    insta::assert_snapshot!("daily_limit_of_a_card", pretty(&events));
    let items = thread.items().await;
    assert_eq!(widgets(&items, "Delete “Bread”"), card);

    let events = thread.say("are you there?").await;
    insta::assert_snapshot!("daily_limit_in_chatkit", pretty(&events[1..]));
    let said = thread.items().await;
    let said = said.last().unwrap();
    assert_eq!(said["content"][0]["text"], "are you there?");

    evening.wait(2);
    let ada = evening.user("ada");
    let thread = Thread::of(&ada, &thread.id);
    let params = json!({"thread_id": thread.id, "item_id": said["id"]});
    let events = thread.stream("threads.retry_after_item", params).await;
    let outline = events_outline(&events);
    assert!(outline.contains("Hello."), "{outline}");
    evening.app.stop().await;
}

/// Shows events without the options that each stream begins with.
fn pretty(events: &[Value]) -> String {
    let shown = events
        .iter()
        .filter(|event| event["type"] != "stream_options");
    let shown: Vec<_> = shown.collect();
    serde_json::to_string_pretty(&shown).unwrap()
}

async fn cost_is_limited_too(backend: Backend) {
    let cents = |count: u64| {
        Reply::text("Hello.").with_usage(ScriptedUsage {
            input_tokens: 1_000,
            output_tokens: 100,
            cost_nanos: count * CENT,
            ..ScriptedUsage::default()
        })
    };
    let limits = DailyLimits {
        cost_nanos: Some(5 * CENT),
        ..DailyLimits::default()
    };
    let replies = [cents(3), cents(3), cents(0).always()];
    let evening = Evening::begin(backend.clone(), limits.clone(), replies).await;
    let ada = evening.user("ada");
    ada.say("one").await.ok(200);
    ada.say("two").await.ok(200);
    is_refused(&ada.say("three").await, "5400");
    let all = ada.get("/export").await.ok(200);
    let day = json!([{"day": "2026-11-27", "tokens": 2_200, "cost_usd": 0.06}]);
    assert_eq!(all["usage"], day);
    // What is not reported costs nothing, unless it has a price.
    let bob = evening.user("bob");
    for _ in 0..3 {
        bob.say("free?").await.ok(200);
    }
    evening.app.stop().await;

    let limits = DailyLimits {
        price: Some(Price {
            input: 50_000,
            cached: 0,
            output: 0,
        }),
        ..limits
    };
    let evening = Evening::begin(backend, limits, [cents(0).always()]).await;
    let bob = evening.user("bob");
    bob.say("one").await.ok(200);
    is_refused(&bob.say("two").await, "5400");
    evening.app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_terminal_says_it_in_words() {
    let script = Script::new([hundred(Reply::text("Hello.")).always()]);
    let sim = Sim::start(Behaviour::Script(script)).await.unwrap();
    let program = Program::new()
        .set("OPENAI_BASE_URL", &sim.base_url)
        .set("AGENT_MODEL", "sim")
        .set("RUST_LOG", "error")
        .set("DAILY_TOKEN_LIMIT", "100")
        .set("TASKPILOT_TIME_ZONE", "Europe/Berlin");
    let ended = tokio::task::block_in_place(|| program.run_with_input(&["chat"], "one\ntwo\n"));
    assert!(!ended.success);
    assert!(ended.stdout.contains("Hello."), "{}", ended.stdout);
    let said = ended.stderr.trim();
    assert!(
        said.starts_with("error: Today’s limit for the assistant is used up. It answers again on "),
        "{said}"
    );
    assert!(said.contains("(Europe/Berlin; 00:00 UTC)"), "{said}");
    assert_eq!(sim.requests().len(), 1);
}
