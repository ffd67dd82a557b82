//! `taskpilot-model-client`.

use bytes::Bytes;
use futures_util::StreamExt;
use taskpilot_bench_peers::Answer;
use taskpilot_model_client::{
    DecodeOptions, Dialect, HttpModel, InputItem, Model, ModelEvent, ModelRequest, ModelResponse,
    ProviderConfig, Role, Timeouts, chat, http_client, sse,
};

/// Reads packets by the decoders alone.
pub fn decode(packets: &[Bytes]) -> Answer {
    let mut frames = sse::Decoder::new(16 << 20);
    let mut decoder = chat::Decoder::new(DecodeOptions::new("m"));
    let (mut data, mut events) = (Vec::new(), Vec::new());
    for packet in packets {
        frames
            .push(packet, &mut data)
            .expect("the recording is sound");
        for data in data.drain(..) {
            events.clear();
            decoder
                .push(&data, &mut events)
                .expect("the recording is sound");
        }
    }
    match events.pop() {
        Some(ModelEvent::Finished(response)) => came_to(&response),
        other => panic!("no end: {other:?}"),
    }
}

pub fn over_http(url: &str) -> HttpModel {
    let url = url.parse().expect("an address");
    let config = ProviderConfig::compatible(url, None)
        .with_dialect(Dialect::openai())
        .with_model("m");
    let client = http_client(&Timeouts::default()).expect("a client");
    HttpModel::new(config, client).expect("a model")
}

pub async fn read(model: &HttpModel) -> Answer {
    let mut answer = model.stream(ModelRequest {
        input: vec![InputItem::text(Role::User, "Hi")],
        ..ModelRequest::default()
    });
    while let Some(event) = answer.next().await {
        if let ModelEvent::Finished(response) = event.expect("the recording is sound") {
            return came_to(&response);
        }
    }
    panic!("no end")
}

fn came_to(response: &ModelResponse) -> Answer {
    let calls = response.tool_calls().map(|call| call.arguments.as_str());
    Answer {
        text: response.text(),
        calls: calls
            .map(|it| serde_json::from_str(it).expect("arguments are json"))
            .collect(),
    }
}
