//! Speech by the ChatKit protocol.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::Method;
use serde_json::json;
use taskpilot_model_sim::Behaviour;

use crate::app::TestApp;
use crate::user::{Answer, User};

async fn app(transcribes: bool) -> TestApp {
    let mut setup = TestApp::of(Behaviour::demo());
    setup.transcribes = transcribes;
    setup.start().await
}

async fn dictate(user: &User, recording: &[u8], mime_type: &str) -> Answer {
    let audio = BASE64_STANDARD.encode(recording);
    let params = json!({"audio_base64": audio, "mime_type": mime_type});
    let call = user.call_path(Method::POST, "/api/v1/chatkit");
    call.json(json!({"type": "input.transcribe", "params": params}))
        .send()
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_provider_takes_down_what_is_said() {
    let app = app(true).await;
    let ada = app.user("ada");
    let said = dictate(&ada, b"add milk tomorrow at 5", "audio/webm;codecs=opus").await;
    assert_eq!(said.ok(200), json!({"text": "add milk tomorrow at 5"}));

    let said = dictate(&ada, b"hello", "text/plain").await;
    said.problem(422, "invalid");
    let noise = dictate(&ada, &[0xff, 0xfe], "audio/mp4").await;
    noise.problem(409, "conflict");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_that_hears_it_is_said_so() {
    let app = app(false).await;
    let said = dictate(&app.user("ada"), b"hello", "audio/mp4").await;
    let problem = said.problem(501, "unsupported");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("Type the message instead"), "{detail}");
}
