//! Meaningless text, as the load driver hears it.

use std::time::Duration;

use futures_util::StreamExt;
use taskpilot_context::{Clock, SystemClock};
use taskpilot_model_client::{Model, ModelEvent};
use taskpilot_model_sim::{Behaviour, Sim, TextOptions};

use crate::ask::{APIS, ask, client, request};

async fn text(tokens: usize, delay: Duration, stamp: bool) -> Sim {
    let options = TextOptions {
        tokens,
        delay,
        stamp,
    };
    Sim::start(Behaviour::Text(options)).await.unwrap()
}

fn now_us() -> i64 {
    SystemClock.now().as_microsecond()
}

#[tokio::test]
async fn every_token_arrives_at_once_without_delay() {
    let sim = text(500, Duration::ZERO, false).await;
    for api in APIS {
        let answer = ask(&sim, api, request("hi")).await;
        let response = answer.end.unwrap();
        let tokens: Vec<_> = answer.text.split_whitespace().collect();
        assert_eq!(
            (tokens.len(), tokens[0], tokens[499]),
            (500, "t000000", "t000499")
        );
        assert_eq!(response.text(), answer.text, "{api:?}");
        assert_eq!(response.usage.output_tokens, 500);
    }
}

#[tokio::test]
async fn a_stamp_is_the_time_at_which_the_token_was_sent() {
    let delay = Duration::from_millis(10);
    let sim = text(10, delay, true).await;
    for api in APIS {
        let started = now_us();
        let mut stream = client(&sim, api).stream(request("hi"));
        let mut last = started;
        let (mut said, mut whole) = (String::new(), String::new());
        while let Some(event) = stream.next().await {
            match event.unwrap() {
                ModelEvent::TextDelta(text) => {
                    let (_, stamp) = text.trim_end().split_once(' ').unwrap();
                    let stamp: i64 = stamp.parse().unwrap();
                    assert!(last < stamp && stamp <= now_us(), "{text}");
                    last = stamp;
                    said += &text;
                }
                ModelEvent::Finished(response) => whole = response.text(),
                _ => {}
            }
        }
        assert!(last - started >= 10 * 10_000, "faster than told");
        assert_eq!(said, whole, "{api:?}: the end must repeat what was said");
    }
}
