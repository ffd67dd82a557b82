use std::time::Duration;

use bytes::{Bytes, BytesMut};

use crate::api::{Api, Envelope};
use crate::error::ApiError;
use crate::script::telling::events;
use crate::script::{Fault, Reply};

/// How a reply is performed.
#[derive(Debug, PartialEq)]
pub(crate) enum Play {
    /// An HTTP error.
    Error(ApiError),
    /// A web page, with this status.
    Html(u16),
    /// A body in steps.
    Steps(Vec<Step>),
}

/// One step of writing a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Wait(Duration),
    Send(Bytes),
    /// The connection breaks.
    Cut,
    /// Nothing happens any more.
    Stall,
}

/// What a malformed event looks like.
const MALFORMED: &str = "{\"id\":\"broken\",\"choices\":[{\"index\":0,\"del";

/// Plans the stream that performs `reply`.
pub(crate) fn play(reply: &Reply, api: Api, envelope: Envelope, include_usage: bool) -> Play {
    if let Some(play) = instead(reply) {
        return play;
    }
    let response = reply.response(&envelope.model, &envelope.id);
    let mut writer = api.writer(envelope, include_usage);
    let mut frames: Vec<Bytes> = Vec::new();
    for event in events(reply, response) {
        frames.extend(writer.event(event));
    }
    let end = match &reply.fault {
        Some(Fault::CutAfterEvents { events }) => {
            frames.truncate(*events);
            Some(Step::Cut)
        }
        Some(Fault::CutAfterBytes { bytes }) => {
            frames = vec![first_bytes(&frames, *bytes)];
            Some(Step::Cut)
        }
        Some(Fault::StallAfterEvents { events }) => {
            frames.truncate(*events);
            Some(Step::Stall)
        }
        Some(Fault::EndAfterEvents { events }) => {
            frames.truncate(*events);
            None
        }
        Some(Fault::MalformedAfterEvents { events }) => {
            let broken = format!("data: {MALFORMED}\n\n").into();
            frames.insert(frames.len().min(*events), broken);
            None
        }
        Some(Fault::ErrorAfterEvents {
            events,
            code,
            message,
        }) => {
            frames.truncate(*events);
            frames.push(writer.failure(&provider_error(500, code.as_ref(), message.as_ref())));
            None
        }
        Some(Fault::NoDone) => {
            frames.pop();
            None
        }
        _ => None,
    };
    Play::Steps(paced(reply, frames, end))
}

/// Plans the one body that performs `reply` when no stream was asked for.
pub(crate) fn play_whole(reply: &Reply, api: Api, envelope: &Envelope) -> Play {
    if let Some(play) = instead(reply) {
        return play;
    }
    let response = reply.response(&envelope.model, &envelope.id);
    let body = Bytes::from(api.whole(envelope, &response).to_string());
    let half = body.len() / 2;
    let (frames, end) = match &reply.fault {
        Some(Fault::CutAfterEvents { events: 0 }) => (Vec::new(), Some(Step::Cut)),
        Some(Fault::CutAfterEvents { .. }) => (vec![body.slice(..half)], Some(Step::Cut)),
        Some(Fault::CutAfterBytes { bytes }) => {
            (vec![first_bytes(&[body], *bytes)], Some(Step::Cut))
        }
        Some(Fault::StallAfterEvents { .. }) => (vec![body.slice(..half)], Some(Step::Stall)),
        Some(Fault::EndAfterEvents { .. }) => (vec![body.slice(..half)], None),
        Some(Fault::MalformedAfterEvents { .. }) => (vec![MALFORMED.into()], None),
        Some(Fault::ErrorAfterEvents { code, message, .. }) => {
            let error = provider_error(500, code.as_ref(), message.as_ref());
            (vec![error.body().to_string().into()], None)
        }
        _ => (vec![body], None),
    };
    Play::Steps(paced(reply, frames, end))
}

/// Returns the faults that leave nothing of the answer.
fn instead(reply: &Reply) -> Option<Play> {
    match reply.fault.as_ref()? {
        Fault::Status {
            status,
            retry_after_s,
            code,
            message,
        } => Some(Play::Error(ApiError {
            retry_after: *retry_after_s,
            ..provider_error(*status, code.as_ref(), message.as_ref())
        })),
        Fault::Html { status } => Some(Play::Html(*status)),
        Fault::EmptyBody => Some(Play::Steps(Vec::new())),
        _ => None,
    }
}

fn provider_error(status: u16, code: Option<&String>, message: Option<&String>) -> ApiError {
    let message = message.map_or("The simulated provider failed as its script says.", |it| it);
    ApiError {
        code: code.cloned(),
        ..ApiError::with_status(status, message)
    }
}

fn first_bytes(frames: &[Bytes], bytes: usize) -> Bytes {
    let mut all = BytesMut::new();
    for frame in frames {
        all.extend_from_slice(frame);
    }
    all.truncate(bytes);
    all.freeze()
}

fn paced(reply: &Reply, frames: Vec<Bytes>, end: Option<Step>) -> Vec<Step> {
    let mut steps = Vec::new();
    for (index, frame) in frames.into_iter().enumerate() {
        let wait = if index == 0 {
            reply.first_delay_ms
        } else {
            reply.delay_ms
        };
        if wait > 0 {
            steps.push(Step::Wait(Duration::from_millis(wait)));
        }
        steps.push(Step::Send(frame));
    }
    steps.extend(end);
    steps
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::script::Finish;

    fn perform(reply: &Reply, api: Api) -> String {
        let envelope = Envelope {
            id: "1".to_owned(),
            model: "sim".to_owned(),
            created: 1_800_000_000,
        };
        match play(reply, api, envelope, true) {
            Play::Error(error) => format!("{} {}", error.status, error.body()),
            Play::Html(status) => format!("{status} html"),
            Play::Steps(steps) => steps.into_iter().map(told).collect(),
        }
    }

    fn told(step: Step) -> String {
        match step {
            Step::Send(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            other => format!("<{other:?}>\n"),
        }
    }

    fn everything() -> Reply {
        Reply::text("Adding both.")
            .with_reasoning("They want two.")
            .and_call("add_task", json!({"title": "Milk"}))
            .and_call("list_tasks", json!({}))
            .with_call_id("call_mine")
    }

    #[test]
    fn a_chat_stream_is_as_openai_sends_it() {
        insta::assert_snapshot!(perform(&everything(), Api::Chat));
    }

    #[test]
    fn a_responses_stream_is_as_openai_sends_it() {
        insta::assert_snapshot!(perform(&everything(), Api::Responses));
    }

    #[test]
    fn summaries_images_and_citations_are_as_openai_sends_them() {
        let reply: Reply = serde_json::from_value(json!({
            "reasoning": "First.\n\nThen.",
            "image": {"base64": "QUJD", "partial": ["QQ==", "QUI="]},
            "text": "Grüße, 🦀!", "piece_chars": 4,
            "annotations": [
                {"source": {"type": "url", "url": "https://crab.example", "title": "Crabs"}, "start": 0, "end": 5},
                {"source": {"type": "file", "file_id": "f_1", "filename": "a.txt"}, "end": 99},
            ],
        }))
        .unwrap();
        let envelope = Envelope {
            id: "1".to_owned(),
            model: "sim".to_owned(),
            created: 1_800_000_000,
        };
        let whole = Api::Responses.whole(&envelope, &reply.response("sim", "1"));
        let ended = perform(&reply, Api::Responses);
        assert!(ended.contains(&whole["output"].to_string()), "{whole}");
        insta::assert_snapshot!(format!("{}\n{ended}", perform(&reply, Api::Chat)));
    }

    #[test]
    fn refusals_and_ends_differ() {
        let refusal = Reply::refusal("I will not.");
        let length = Reply::text("To be").with_finish(Finish::Length);
        let filter = Reply::default().with_finish(Finish::ContentFilter);
        let half_a_call = Reply::call("add_task", r#"{"title": "Mi"#).with_finish(Finish::Length);
        let answers = [refusal, length, half_a_call, filter].map(|reply| {
            [Api::Chat, Api::Responses]
                .map(|api| perform(&reply, api))
                .join("\n")
        });
        insta::assert_snapshot!(answers.join("\n========\n"));
    }

    #[test]
    fn whole_answers_are_as_openai_sends_them() {
        let envelope = Envelope {
            id: "1".to_owned(),
            model: "sim".to_owned(),
            created: 1_800_000_000,
        };
        let answers = [Api::Chat, Api::Responses].map(|api| {
            let whole = api.whole(&envelope, &everything().response("sim", "1"));
            serde_json::to_string_pretty(&whole).unwrap()
        });
        insta::assert_snapshot!(answers.join("\n"));
    }

    #[test]
    fn each_fault_does_what_it_says() {
        let faults = [
            Fault::CutAfterEvents { events: 1 },
            Fault::CutAfterBytes { bytes: 20 },
            Fault::EndAfterEvents { events: 1 },
            Fault::StallAfterEvents { events: 0 },
            Fault::MalformedAfterEvents { events: 1 },
            Fault::ErrorAfterEvents {
                events: 1,
                code: Some("server_error".to_owned()),
                message: None,
            },
            Fault::NoDone,
            Fault::EmptyBody,
            Fault::Html { status: 502 },
            Fault::Status {
                status: 429,
                retry_after_s: Some(3),
                code: Some("rate_limit_exceeded".to_owned()),
                message: Some("Slow down.".to_owned()),
            },
        ];
        let told = faults.map(|fault| {
            let reply = Reply::text("Hi").and_fault(fault.clone());
            format!("== {fault:?}\n{}", perform(&reply, Api::Chat))
        });
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn slow_replies_wait_between_events() {
        let reply = Reply::text("a b").with_delay(Duration::from_millis(7));
        let waits = perform(&reply, Api::Chat).matches("<Wait(7ms)>").count();
        // Role, two words, finish, usage, end.
        assert_eq!(waits, 6);
    }
}
