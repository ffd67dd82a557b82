use super::server::{Script, Server, response, sse};
use super::*;

fn moved(status: &str, to: &str) -> String {
    response(status, &[("location", to)], "")
}

#[tokio::test]
async fn no_redirect_leaves_the_origin() {
    for status in ["307 Temporary Redirect", "308 Permanent Redirect"] {
        let elsewhere = Server::start([Script::Close(sse(CHAT))]).await;
        // The same machine, and another port: another origin.
        let target = format!("{}/chat/completions", elsewhere.url());
        let server = Server::start([Script::Close(moved(status, &target))]).await;
        let (_, error) = ask(&model(config(&server.url()))).await;
        assert_eq!(error.unwrap().kind, ErrorKind::Configuration, "{status}");
        assert!(
            elsewhere.requests().is_empty(),
            "the key went to another origin"
        );
    }
}

#[tokio::test]
async fn a_redirect_that_leads_away_in_two_steps_is_not_followed_either() {
    let elsewhere = Server::start([Script::Close(sse(CHAT))]).await;
    let away = format!("{}/chat/completions", elsewhere.url());
    let server = Server::start([
        Script::Close(moved("307 Temporary Redirect", "/v2/chat")),
        Script::Close(moved("307 Temporary Redirect", &away)),
    ])
    .await;
    let (_, error) = ask(&model(config(&server.url()))).await;
    assert_eq!(error.unwrap().kind, ErrorKind::Configuration);
    assert_eq!(
        (server.requests().len(), elsewhere.requests().len()),
        (2, 0)
    );
}

#[tokio::test]
async fn a_redirect_that_would_lose_the_question_is_not_followed() {
    for status in ["301 Moved Permanently", "302 Found", "303 See Other"] {
        let server = Server::start([
            Script::Close(moved(status, "/v2/chat")),
            Script::Close(sse(CHAT)),
        ])
        .await;
        let (_, error) = ask(&model(config(&server.url()))).await;
        assert_eq!(error.unwrap().kind, ErrorKind::Configuration, "{status}");
        assert_eq!(server.requests().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn within_the_origin_method_key_and_body_go_along() {
    let server = Server::start([
        Script::Close(moved("308 Permanent Redirect", "/v2/chat")),
        Script::Close(sse(CHAT)),
    ])
    .await;
    let (_, error) = ask(&model(config(&server.url()))).await;
    assert!(error.is_none(), "{error:?}");
    let requests = server.requests();
    assert!(requests[1].starts_with("POST /v2/chat "));
    assert!(requests[1].contains(&format!("authorization: Bearer {KEY}")));
    let body = |at: usize| requests[at].split_once("\r\n\r\n").unwrap().1;
    assert_eq!(body(0), body(1));
}

#[tokio::test]
async fn redirects_in_a_circle_end() {
    let circle = || Script::Close(moved("307 Temporary Redirect", "/v1/chat/completions"));
    let server = Server::start((0..20).map(|_| circle())).await;
    let (_, error) = ask(&model(config(&server.url()))).await;
    assert_eq!(error.unwrap().kind, ErrorKind::Configuration);
    assert!(server.requests().len() < 6, "{}", server.requests().len());
}
