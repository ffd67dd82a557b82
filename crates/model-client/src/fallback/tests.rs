use std::collections::VecDeque;
use std::sync::Mutex;

use futures_util::stream;
use tokio::time::Instant;

use super::*;
use crate::request::InputItem;
use crate::response::{FinishReason, ModelResponse, OutputItem, Usage};

/// What a scripted model does with one call.
enum Turn {
    Answers,
    Fails(ErrorKind),
    /// Shows something, then fails.
    Breaks(ErrorKind),
}

/// A model that plays turns, and notes what it was asked.
#[derive(Clone)]
struct Scripted {
    name: &'static str,
    turns: Arc<Mutex<VecDeque<Turn>>>,
    asked: Arc<Mutex<Vec<ModelRequest>>>,
}

impl Scripted {
    fn new(name: &'static str, turns: impl IntoIterator<Item = Turn>) -> Self {
        Self {
            name,
            turns: Arc::new(Mutex::new(turns.into_iter().collect())),
            asked: Arc::default(),
        }
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

impl Model for Scripted {
    fn name(&self) -> &str {
        self.name
    }

    fn stream(&self, request: ModelRequest) -> ModelStream {
        self.asked.lock().unwrap().push(request);
        let turn = self.turns.lock().unwrap().pop_front();
        let (shown, end) = match turn.expect("no further call was scripted") {
            Turn::Answers => (Some("Hi"), Ok(ModelEvent::Finished(answer(self.name)))),
            Turn::Fails(kind) => (None, Err(ModelError::new(kind, "x"))),
            Turn::Breaks(kind) => (Some("H"), Err(ModelError::new(kind, "x"))),
        };
        let shown = shown.map(|text| Ok(ModelEvent::TextDelta(text.to_owned())));
        let events = [Ok(ModelEvent::Started)]
            .into_iter()
            .chain(shown)
            .chain([end]);
        Box::pin(stream::iter(events.collect::<Vec<_>>()))
    }
}

fn answer(model: &str) -> Box<ModelResponse> {
    Box::new(ModelResponse {
        id: None,
        model: model.to_owned(),
        output: vec![OutputItem::message("Hi")],
        finish: FinishReason::Stop,
        usage: Usage {
            requests: 1,
            ..Usage::default()
        },
    })
}

/// Asks, and returns the switches, the answer's model and attempts, or how it failed after how many attempts.
async fn ask(model: &impl Model) -> (Vec<String>, Result<(String, u64), (ErrorKind, u32)>) {
    ask_with(model, ModelRequest::default()).await
}

async fn ask_with(
    model: &impl Model,
    request: ModelRequest,
) -> (Vec<String>, Result<(String, u64), (ErrorKind, u32)>) {
    let mut stream = model.stream(request);
    let mut switches = Vec::new();
    while let Some(event) = stream.next().await {
        match event {
            Ok(ModelEvent::ModelSwitched { model, cause }) => {
                switches.push(format!("{model} for {}", cause.code()));
            }
            Ok(ModelEvent::Finished(it)) => {
                assert!(stream.next().await.is_none(), "something follows the end");
                return (switches, Ok((it.model, it.usage.requests)));
            }
            Ok(_) => {}
            Err(error) => {
                assert!(stream.next().await.is_none(), "something follows the error");
                return (switches, Err((error.kind, error.attempts)));
            }
        }
    }
    panic!("no end")
}

#[tokio::test]
async fn the_first_that_answers_answers() {
    let first = Scripted::new("a", [Turn::Fails(ErrorKind::Unavailable)]);
    let second = Scripted::new("b", [Turn::Fails(ErrorKind::Auth)]);
    let third = Scripted::new("c", [Turn::Answers]);
    let model = FallbackModel::new(first).or(second).or(third);
    let (switches, end) = ask(&model).await;
    assert_eq!(switches, ["b for unavailable", "c for auth"]);
    assert_eq!(end, Ok(("c".to_owned(), 3)), "failed attempts count");
    assert_eq!(model.name(), "a");
}

#[tokio::test]
async fn nobody_else_is_asked_once_something_showed() {
    let first = Scripted::new("a", [Turn::Breaks(ErrorKind::Truncated)]);
    let second = Scripted::new("b", [Turn::Answers]);
    let (switches, end) = ask(&FallbackModel::new(first).or(second.clone())).await;
    assert_eq!((switches.len(), second.asked()), (0, 0));
    assert_eq!(end, Err((ErrorKind::Truncated, 1)));
}

#[tokio::test]
async fn what_switching_cannot_mend_is_not_switched_on() {
    for (kind, switched) in [
        (ErrorKind::Auth, true),
        (ErrorKind::Permission, true),
        (ErrorKind::PaymentRequired, true),
        (ErrorKind::NotFound, true),
        (ErrorKind::BadRequest, false),
        (ErrorKind::Conflict, true),
        (ErrorKind::RateLimited { retry_after: None }, true),
        (ErrorKind::QuotaExhausted, true),
        (ErrorKind::ContextLength, true),
        (ErrorKind::ContentFilter, false),
        (ErrorKind::Unavailable, true),
        (ErrorKind::Timeout, true),
        (ErrorKind::Network, true),
        (ErrorKind::Truncated, true),
        (ErrorKind::Stalled, true),
        (ErrorKind::Protocol, true),
        (ErrorKind::TooLarge, false),
        (ErrorKind::Configuration, false),
    ] {
        let first = Scripted::new("a", [Turn::Fails(kind.clone())]);
        let second = Scripted::new("b", [Turn::Answers]);
        let (_, end) = ask(&FallbackModel::new(first).or(second)).await;
        assert_eq!(end.is_ok(), switched, "{kind:?}");
    }
}

#[tokio::test]
async fn the_caller_may_know_better() {
    let turns = || [Turn::Fails(ErrorKind::ContentFilter)];
    let never = FallbackModel::new(Scripted::new("a", [Turn::Fails(ErrorKind::Auth)]))
        .or(Scripted::new("b", []))
        .switching_on(|_| false);
    assert_eq!(ask(&never).await.1, Err((ErrorKind::Auth, 1)));
    let always = FallbackModel::new(Scripted::new("a", turns()))
        .or(Scripted::new("b", [Turn::Answers]))
        .switching_on(|error| error.kind == ErrorKind::ContentFilter);
    assert!(ask(&always).await.1.is_ok());
}

#[tokio::test]
async fn the_last_failure_is_told_with_all_attempts() {
    let failing = |name, kind| Scripted::new(name, [Turn::Fails(kind)]);
    let model =
        FallbackModel::new(failing("a", ErrorKind::Timeout)).or(failing("b", ErrorKind::Network));
    assert_eq!(ask(&model).await.1, Err((ErrorKind::Network, 2)));
}

#[tokio::test]
async fn a_named_model_means_the_first() {
    let first = Scripted::new("a", [Turn::Fails(ErrorKind::NotFound)]);
    let second = Scripted::new("b", [Turn::Answers]);
    let request = ModelRequest {
        model: Some("a-large".to_owned()),
        input: vec![InputItem::text(crate::request::Role::User, "Hi")],
        ..ModelRequest::default()
    };
    let model = FallbackModel::new(first.clone()).or(second.clone());
    ask_with(&model, request).await.1.unwrap();
    let of = |model: &Scripted| model.asked.lock().unwrap()[0].clone();
    assert_eq!(of(&first).model.as_deref(), Some("a-large"));
    assert_eq!(of(&second).model, None);
    assert_eq!(of(&second).input, of(&first).input);
}

#[tokio::test(start_paused = true)]
async fn one_budget_is_shared_and_each_model_has_its_turn() {
    let first = Scripted::new("a", [Turn::Fails(ErrorKind::Unavailable)]);
    let second = Scripted::new("b", [Turn::Fails(ErrorKind::Unavailable)]);
    let third = Scripted::new("c", [Turn::Answers]);
    let model = FallbackModel::new(first.clone())
        .or(second.clone())
        .or(third.clone());
    ask(&model.clone().with_retry(RetryPolicy {
        max_attempts: 5,
        ..RetryPolicy::default()
    }))
    .await
    .1
    .unwrap();
    // Of the four further attempts, two were switches; what a model may take leaves one for each still to come.
    let left = |model: &Scripted| {
        let asked = model.asked.lock().unwrap();
        asked[0].retry_budget.as_ref().unwrap().left()
    };
    assert_eq!((left(&first), left(&second), left(&third)), (0, 1, 2));
}

#[tokio::test(start_paused = true)]
async fn the_budget_of_the_request_bounds_the_switches() {
    let failing = |name| Scripted::new(name, [Turn::Fails(ErrorKind::Unavailable)]);
    let model = FallbackModel::new(failing("a"))
        .or(failing("b"))
        .or(failing("c"));
    let request = ModelRequest {
        retry_budget: Some(RetryBudget::new(1, Duration::from_mins(2))),
        ..ModelRequest::default()
    };
    let (switches, end) = ask_with(&model, request).await;
    assert_eq!((switches.len(), end), (1, Err((ErrorKind::Unavailable, 2))));
}

#[tokio::test(start_paused = true)]
async fn no_switch_begins_after_the_time_is_up() {
    /// Fails after a minute.
    struct Slow;
    impl Model for Slow {
        fn name(&self) -> &'static str {
            "slow"
        }
        fn stream(&self, _: ModelRequest) -> ModelStream {
            Box::pin(stream::once(async {
                tokio::time::sleep(Duration::from_mins(1)).await;
                Err(ModelError::new(ErrorKind::Timeout, "x"))
            }))
        }
    }
    let begun = Instant::now();
    let model = FallbackModel::new(Slow)
        .or(Slow)
        .or(Slow)
        .or(Scripted::new("d", [Turn::Answers]));
    let (switches, end) = ask(&model).await;
    assert_eq!(end, Err((ErrorKind::Timeout, 3)));
    assert_eq!((switches.len(), begun.elapsed().as_secs()), (2, 180));
}
