//! Silence, in paused time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_stream::stream;
use tokio::time::{Instant, sleep};

use super::*;

const DELTA: &str = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";
const COMMENT: &str = ": OPENROUTER PROCESSING\n\n";

/// Returns a body that sends `chunks`, each after so many seconds, and then nothing for ever.
fn slow(chunks: &'static [(u64, &'static str)]) -> Body {
    Box::pin(stream! {
        for (seconds, chunk) in chunks {
            sleep(Duration::from_secs(*seconds)).await;
            yield Ok(Bytes::from_static(chunk.as_bytes()));
        }
        std::future::pending::<()>().await;
    })
}

/// Returns how the answer failed, and after how many seconds.
async fn fate(chunks: &'static [(u64, &'static str)], timeouts: Timeouts) -> (ErrorKind, u64) {
    let begun = Instant::now();
    let mut answer = answer(Api::ChatCompletions, slow(chunks));
    answer.watchdog = Watchdog::new(timeouts);
    let (_, error) = read(answer).await;
    (error.unwrap().kind, begun.elapsed().as_secs())
}

#[tokio::test(start_paused = true)]
async fn silence_from_the_start() {
    let fate = fate(&[], Timeouts::default()).await;
    assert_eq!(fate, (ErrorKind::Timeout, 120));
}

#[tokio::test(start_paused = true)]
async fn silence_after_the_first_byte() {
    let fate = fate(&[(100, DELTA), (250, "data: half")], Timeouts::default()).await;
    assert_eq!(fate, (ErrorKind::Stalled, 100 + 250 + 300));
}

#[tokio::test(start_paused = true)]
async fn comments_are_a_sign_of_life() {
    let fate = fate(
        &[(110, COMMENT), (290, COMMENT), (290, ":"), (290, DELTA)],
        Timeouts::default(),
    )
    .await;
    assert_eq!(fate, (ErrorKind::Stalled, 110 + 3 * 290 + 300));
}

#[tokio::test(start_paused = true)]
async fn a_limit_on_the_whole_holds_against_any_sign_of_life() {
    let timeouts = Timeouts {
        total: Some(Duration::from_secs(500)),
        ..Timeouts::default()
    };
    let fate = fate(&[(100, DELTA), (290, DELTA), (290, DELTA)], timeouts).await;
    assert_eq!(fate, (ErrorKind::Timeout, 500));
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_is_no_silence() {
    let body = slow(&[(1, DELTA), (299, DELTA)]);
    let mut answer = answer(Api::ChatCompletions, body);
    let mut events = Vec::new();
    advance(&mut answer, &mut events).await.unwrap();
    sleep(Duration::from_secs(1000)).await;
    advance(&mut answer, &mut events).await.unwrap();
    assert_eq!(events.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn silence_after_the_reason_loses_nothing() {
    let end = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    let body = slow(Box::leak(Box::new([(0, DELTA), (0, end)])));
    let (events, error) = read(answer(Api::ChatCompletions, body)).await;
    assert!(error.is_none());
    assert!(matches!(events.last(), Some(ModelEvent::Finished(_))));
}

#[tokio::test(start_paused = true)]
async fn a_large_answer_is_refused() {
    let mut answer = answer(Api::ChatCompletions, chunks(DELTA.as_bytes().chunks(10)));
    answer.limits.max_response_bytes = 20;
    let (_, error) = read(answer).await;
    assert_eq!(error.unwrap().kind, ErrorKind::TooLarge);
}

#[tokio::test(start_paused = true)]
async fn the_end_of_the_body_is_waited_for_but_not_for_long() {
    let read_to_its_end = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&read_to_its_end);
    let ends: Body = Box::pin(stream! {
        sleep(Duration::from_millis(5)).await;
        flag.store(true, Ordering::Relaxed);
        if false {
            yield Ok(Bytes::new());
        }
    });
    answer(Api::ChatCompletions, ends).drain().await;
    assert!(read_to_its_end.load(Ordering::Relaxed));
    let begun = Instant::now();
    answer(Api::ChatCompletions, slow(&[])).drain().await;
    // The timer's tick is a millisecond.
    assert!(begun.elapsed() <= DRAIN + Duration::from_millis(1));
}
