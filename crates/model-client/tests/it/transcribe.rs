use taskpilot_model_client::{Speech, Transcriber};

use super::server::{Script, Server, json};
use super::*;

fn transcriber(url: &str) -> Transcriber {
    let client = http_client(&Timeouts::default()).unwrap();
    Transcriber::new(config(url).with_model("ears"), client).unwrap()
}

fn speech(media_type: &str) -> Speech {
    Speech {
        data: b"ogg-data".to_vec(),
        media_type: media_type.to_owned(),
    }
}

#[tokio::test]
async fn a_recording_is_sent_as_a_form_and_its_text_comes_back() {
    let answer = json(
        "200 OK",
        &[],
        r#"{"text":" Add milk. ","usage":{"type":"duration"}}"#,
    );
    let server = Server::start([Script::Close(answer)]).await;
    let text = transcriber(&server.url())
        .transcribe(&speech("audio/ogg"))
        .await;
    assert_eq!(text.unwrap(), "Add milk.");
    let request = &server.requests()[0];
    assert!(
        request.starts_with("POST /v1/audio/transcriptions "),
        "{request}"
    );
    for part in [
        "content-type: multipart/form-data; boundary=",
        &format!("authorization: Bearer {KEY}"),
        "name=\"model\"\r\n\r\nears\r\n",
        "name=\"file\"; filename=\"speech.ogg\"\r\nContent-Type: audio/ogg\r\n\r\nogg-data\r\n",
    ] {
        assert!(request.contains(part), "{part:?} is missing in {request}");
    }
}

#[tokio::test]
async fn a_busy_provider_is_asked_again() {
    let busy = json(
        "503 Service Unavailable",
        &[],
        r#"{"error":{"message":"busy"}}"#,
    );
    let answer = json("200 OK", &[], r#"{"text":"Hi"}"#);
    let server = Server::start([Script::Close(busy), Script::Close(answer)]).await;
    let text = transcriber(&server.url())
        .transcribe(&speech("audio/webm"))
        .await;
    assert_eq!(text.unwrap(), "Hi");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn what_cannot_be_taken_down_is_an_error() {
    let refused = json(
        "401 Unauthorized",
        &[("x-request-id", "req_7")],
        r#"{"error":{"message":"no"}}"#,
    );
    let strange = json("200 OK", &[], r#"{"words":[]}"#);
    let server = Server::start([Script::Close(refused), Script::Close(strange)]).await;
    let transcriber = transcriber(&server.url());

    let error = transcriber
        .transcribe(&speech("text/plain"))
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::BadRequest);
    assert!(server.requests().is_empty());

    let error = transcriber
        .transcribe(&speech("audio/mp4"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind, error.request_id.as_deref()),
        (ErrorKind::Auth, Some("req_7"))
    );
    let error = transcriber
        .transcribe(&speech("audio/mp4"))
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Protocol);
}

#[test]
fn neither_key_nor_recording_is_printed() {
    let printed = format!(
        "{:?} {:?}",
        transcriber("http://127.0.0.1:1/v1"),
        speech("audio/ogg")
    );
    assert!(
        !printed.contains(KEY) && !printed.contains("ogg-data"),
        "{printed}"
    );
}
