//! Each fault, as the real model client meets it.

use std::time::{Duration, Instant};

use futures_util::StreamExt;
use serde_json::json;
use taskpilot_model_client::{Api, ErrorKind, Model, ModelEvent};
use taskpilot_model_sim::{Fault, Reply};

use crate::ask::{APIS, ask, bare, client, request, script};

/// Returns how an answer with this fault, after which everything is well, ends.
async fn outcome(api: Api, fault: Fault) -> String {
    let broken = Reply::text("one two three four").and_fault(fault);
    let sim = script([broken, Reply::text("well again")]).await;
    let answer = ask(&sim, api, request("hi")).await;
    let retries: Vec<_> = answer.retries.iter().map(ErrorKind::code).collect();
    let end = match &answer.end {
        Ok(_) => "ok",
        Err(error) => error.kind.code(),
    };
    format!("{retries:?} {:?} {end}", answer.text)
}

#[tokio::test]
async fn what_fails_before_the_answer_is_tried_again() {
    let status = |status, code: Option<&str>| Fault::Status {
        status,
        retry_after_s: None,
        code: code.map(str::to_owned),
        message: None,
    };
    let mut told = Vec::new();
    for fault in [
        status(500, None),
        status(503, None),
        status(429, Some("rate_limit_exceeded")),
        status(429, Some("insufficient_quota")),
        status(401, None),
        Fault::Html { status: 502 },
        Fault::CutAfterEvents { events: 0 },
    ] {
        let [chat, responses] = [
            outcome(APIS[0], fault.clone()).await,
            outcome(APIS[1], fault.clone()).await,
        ];
        assert_eq!(chat, responses, "{fault:?}");
        told.push(format!("{fault:?}\n    {chat}"));
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[tokio::test]
async fn what_fails_in_the_middle_is_an_error() {
    let error = |events| Fault::ErrorAfterEvents {
        events,
        code: Some("server_error".to_owned()),
        message: Some("The server had an error.".to_owned()),
    };
    let mut told = Vec::new();
    // Two words are said by then: the role comes first, or the opening of response, item and part.
    for (api, events, bytes) in [(APIS[0], 3, 700), (APIS[1], 6, 1_500)] {
        for fault in [
            Fault::EmptyBody,
            Fault::CutAfterEvents { events },
            Fault::CutAfterBytes { bytes },
            Fault::EndAfterEvents { events },
            Fault::MalformedAfterEvents { events },
            error(events),
            Fault::NoDone,
        ] {
            told.push(format!(
                "{api:?} {fault:?}\n    {}",
                outcome(api, fault.clone()).await
            ));
        }
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[tokio::test]
async fn a_server_that_asks_to_wait_is_waited_for() {
    for api in APIS {
        let sim = script([Reply::retry_after(429, 1), Reply::text("Thanks.")]).await;
        let started = Instant::now();
        let answer = ask(&sim, api, request("hi")).await;
        assert_eq!(answer.end.unwrap().text(), "Thanks.");
        assert!(started.elapsed() >= Duration::from_millis(950));
        let asked = Some(Duration::from_secs(1));
        assert_eq!(
            answer.retries,
            [ErrorKind::RateLimited { retry_after: asked }]
        );
    }
}

#[tokio::test]
async fn a_client_that_leaves_is_noticed_though_nothing_is_sent() {
    for api in APIS {
        let stall = Fault::StallAfterEvents { events: 5 };
        let sim = script([Reply::text("one two three").and_fault(stall)]).await;
        let mut stream = client(&sim, api).stream(request("hi"));
        loop {
            if let ModelEvent::TextDelta(_) = stream.next().await.unwrap().unwrap() {
                break;
            }
        }
        assert_eq!((sim.open_answers(), sim.open_connections()), (1, 1));
        assert!(!sim.requests()[0].client_closed);
        drop(stream);
        let limit = Duration::from_millis(250);
        assert!(
            sim.wait_for(limit, |all| all[0].client_closed).await,
            "{api:?}"
        );
        assert!(sim.requests()[0].ended_at.is_some());
        assert_eq!(sim.open_answers(), 0);
    }
}

#[tokio::test]
async fn an_answer_that_was_heard_out_is_not_a_cancelled_one() {
    let sim = script([Reply::text("one"), Reply::status(400)]).await;
    for _ in 0..2 {
        let _ = ask(&sim, APIS[0], request("hi")).await.end;
    }
    let ended = |all: &[taskpilot_model_sim::RecordedRequest]| {
        all.len() == 2 && all.iter().all(|one| one.ended_at.is_some())
    };
    assert!(sim.wait_for(Duration::from_secs(2), ended).await);
    assert!(sim.requests().iter().all(|one| !one.client_closed));
}

#[tokio::test]
async fn a_script_that_is_used_up_says_so_at_once() {
    let sim = script([]).await;
    let error = ask(&sim, APIS[0], request("hi")).await.end.unwrap_err();
    assert_eq!((error.status, error.attempts), (Some(400), 1));
    assert_eq!(error.request_id.as_deref(), Some("req_1"));
    assert!(error.message.contains("no reply left"), "{}", error.message);
}

#[tokio::test]
async fn slow_tokens_come_one_by_one() {
    let delay = Duration::from_millis(20);
    let sim = script([Reply::text("one two three four five").with_delay(delay)]).await;
    let mut stream = client(&sim, APIS[0]).stream(request("hi"));
    let mut times = Vec::new();
    while let Some(event) = stream.next().await {
        if let Ok(ModelEvent::TextDelta(_)) = event {
            times.push(Instant::now());
        }
    }
    assert_eq!(times.len(), 5);
    assert!(times[4] - times[0] >= delay * 3, "all at once");
}

#[tokio::test]
async fn a_dropped_simulator_is_gone() {
    let sim = script([Reply::text("never").and_fault(Fault::StallAfterEvents { events: 2 })]).await;
    let url = format!("{}/models", sim.base_url);
    let client = bare();
    assert_eq!(client.get(&url).send().await.unwrap().status(), 200);
    let stalled = client.post(sim.base_url.clone() + "/responses");
    let stalled = stalled
        .json(&json!({"input": "hi", "stream": true}))
        .send()
        .await
        .unwrap();
    drop(sim);
    assert!(stalled.bytes().await.is_err());
    assert!(client.get(&url).send().await.is_err());
}
