use super::server::{Script, Server, json, response, sse};
use super::*;

use taskpilot_model_client::{FallbackModel, RetryBudget};
use tokio::time::Instant;

async fn serving(answers: Vec<String>) -> (Server, HttpModel) {
    let server = Server::start(answers.into_iter().map(Script::Close)).await;
    let model = model(config(&server.url()));
    (server, model)
}

fn down() -> String {
    response("503 Service Unavailable", &[], "")
}

#[tokio::test]
async fn a_provider_that_is_down_is_tried_within_the_common_budget_and_then_left() {
    let (first, down_model) = serving(vec![down(), down(), down()]).await;
    let (second, well) = serving(vec![sse(CHAT)]).await;
    let (events, error) = ask(&FallbackModel::new(down_model).or(well)).await;
    assert!(error.is_none());
    // Three attempts are all; one of them is kept for the second.
    assert_eq!((first.requests().len(), second.requests().len()), (2, 1));
    assert_eq!(retries(&events).len(), 1);
    let switches = events
        .iter()
        .filter(|event| matches!(event, ModelEvent::ModelSwitched { .. }));
    assert_eq!(switches.count(), 1);
    let Some(ModelEvent::Finished(response)) = events.last() else {
        panic!("no end");
    };
    assert_eq!(response.usage.requests, 3);
}

#[tokio::test]
async fn who_asks_to_wait_is_left_at_once() {
    let busy = json("429 Too Many Requests", &[("retry-after", "100")], "{}");
    let (first, busy_model) = serving(vec![busy]).await;
    let (second, well) = serving(vec![sse(CHAT), sse(CHAT)]).await;
    let model = FallbackModel::new(busy_model).or(well);
    let begun = Instant::now();
    // The second time, the wait is known and nobody asks.
    for _ in 0..2 {
        let (_, error) = ask(&model).await;
        assert!(error.is_none(), "{error:?}");
    }
    assert!(begun.elapsed() < Duration::from_secs(50));
    assert_eq!((first.requests().len(), second.requests().len()), (1, 2));
}

#[tokio::test]
async fn a_cut_answer_is_not_begun_again_elsewhere() {
    let begun = "data: {\"choices\":[{\"delta\":{\"content\":\"H\"}}]}\n\n";
    let (_first, cut) = serving(vec![sse(begun)]).await;
    let (second, well) = serving(vec![sse(CHAT)]).await;
    let (_, error) = ask(&FallbackModel::new(cut).or(well)).await;
    assert_eq!(error.unwrap().kind, ErrorKind::Truncated);
    assert!(second.requests().is_empty());
}

#[tokio::test]
async fn calls_with_one_budget_try_again_so_often_together() {
    let (server, model) = serving(vec![down(); 6]).await;
    let budget = RetryBudget::new(1, Duration::from_mins(2));
    for expected in [2, 1] {
        let request = ModelRequest {
            retry_budget: Some(budget.clone()),
            ..question()
        };
        let last = model.stream(request).collect::<Vec<_>>().await.pop();
        assert_eq!(last.unwrap().unwrap_err().attempts, expected);
    }
    assert_eq!(server.requests().len(), 3);
}
