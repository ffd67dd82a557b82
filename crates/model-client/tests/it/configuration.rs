use super::server::{Script, Server, sse};
use super::*;

use taskpilot_model_client::{Api, AuthStyle, Dialect};

/// Returns the request line and the headers that are sent.
async fn head_of(edit: impl FnOnce(ProviderConfig) -> ProviderConfig) -> Vec<String> {
    let server = Server::start([Script::Close(sse(CHAT))]).await;
    let _ = ask(&model(edit(config(&server.url())))).await;
    let request = server.requests().remove(0);
    let (head, _) = request.split_once("\r\n\r\n").unwrap();
    head.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_stream_is_asked_for_with_the_key() {
    let head = head_of(|config| config).await;
    assert_eq!(head[0], "POST /v1/chat/completions HTTP/1.1");
    for line in [
        format!("authorization: Bearer {KEY}"),
        "accept: text/event-stream".to_owned(),
        "accept-encoding: identity".to_owned(),
        "content-type: application/json".to_owned(),
    ] {
        assert!(head.contains(&line), "{line} is not in {head:#?}");
    }
}

#[tokio::test]
async fn without_a_key_none_is_sent() {
    let head = head_of(|config| ProviderConfig {
        key: None,
        ..config
    })
    .await;
    assert!(
        head.iter()
            .all(|line| !line.starts_with("authorization") && !line.contains(KEY))
    );
}

#[tokio::test]
async fn azure_has_its_own_header_and_query() {
    let head = head_of(|config| {
        let url = format!("{}?api-version=preview", config.base_url);
        config
            .with_base_url(url.parse().unwrap())
            .with_dialect(Dialect::azure())
            .with_api(Api::Responses)
    })
    .await;
    assert_eq!(head[0], "POST /v1/responses?api-version=preview HTTP/1.1");
    assert!(head.contains(&format!("api-key: {KEY}")));
    assert!(head.iter().all(|line| !line.starts_with("authorization")));
    assert_eq!(Dialect::azure().auth, AuthStyle::ApiKeyHeader);
}

fn refusal_of(url: &str) -> Option<ErrorKind> {
    let client = http_client(&Timeouts::default()).unwrap();
    HttpModel::new(config(url), client)
        .err()
        .map(|error| error.kind)
}

#[test]
fn only_safe_addresses_are_taken() {
    for url in [
        "https://host.test/v1",
        "http://localhost:11434/v1",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
    ] {
        assert_eq!(refusal_of(url), None, "{url}");
    }
    for url in [
        "http://host.test/v1",
        "http://127.0.0.1.host.test/v1",
        "http://192.168.0.1:11434/v1",
        "https://me:pass@host.test/v1",
        "ftp://host.test",
        "data:,x",
    ] {
        assert_eq!(refusal_of(url), Some(ErrorKind::Configuration), "{url}");
    }
    let allowed = config("http://host.test/v1").allowing_plain_http();
    assert!(HttpModel::new(allowed, http_client(&Timeouts::default()).unwrap()).is_ok());
}

#[test]
fn a_model_and_a_sendable_key_are_needed() {
    let client = || http_client(&Timeouts::default()).unwrap();
    let nameless = config("https://host.test").with_model("");
    assert!(HttpModel::new(nameless, client()).is_err());
    let mut config = config("https://host.test");
    config.key = Some("two\nlines".to_owned().into());
    let error = HttpModel::new(config, client()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Configuration);
    assert!(!format!("{error:?}").contains("lines"));
}

#[test]
fn debug_shows_no_key() {
    let model = model(config("https://host.test"));
    let text = format!("{model:?}");
    assert!(text.contains("host.test") && !text.contains(KEY));
}
