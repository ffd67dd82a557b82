//! Tokens of an issuer that publishes its keys, while it is up and while it is down.

use serde_json::json;
use taskpilot_auth::JwksConfig;
use taskpilot_model_sim::Behaviour;
use wiremock::ResponseTemplate;
use wiremock::matchers::path;

use crate::app::TestApp;
use crate::tokens::{ISSUER, SigningKey, claims, issuer};
use crate::transcript::Transcript;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_issuers_token_opens_its_users_data_and_no_other() {
    let key = SigningKey::ed25519("ed", 1);
    let (issuer, config) = issuer(&[key.jwk()]).await;
    let app = TestApp::of(Behaviour::demo()).issuer(config).start().await;
    let ada = app.bearer("ada", &key.sign(&claims("ada")));
    ada.add("milk").await;
    assert_eq!(ada.titles("").await, ["milk"]);
    let bob_as_ada = app.bearer("ada", &key.sign(&claims("bob")));
    bob_as_ada.get("/tasks").await.problem(403, "other_user");
    // The issuer is asked once, however many requests come.
    assert_eq!(issuer.received_requests().await.unwrap().len(), 1);
    // With the keys at hand, the issuer may go away.
    drop(issuer);
    let bob = app.bearer("bob", &key.sign(&claims("bob")));
    assert_eq!(bob.titles("").await, [""; 0]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_issuer_is_down_clients_are_asked_to_come_back() {
    let key = SigningKey::ed25519("ed", 1);
    let config = JwksConfig {
        // Port 9 (discard) is not served anywhere these tests run.
        url: "http://127.0.0.1:9/jwks".parse().unwrap(),
        issuer: Some(ISSUER.to_owned()),
        audience: None,
    };
    let app = TestApp::of(Behaviour::demo()).issuer(config).start().await;
    let ada = app.bearer("ada", &key.sign(&claims("ada")));
    let answer = ada.post("/tasks", json!({"title": "milk"})).await;
    answer.problem(503, "auth_unavailable");
    let mut transcript = Transcript::new();
    transcript.add(&answer);
    insta::assert_snapshot!(transcript.text());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_issuer_that_answers_nonsense_is_as_good_as_down() {
    let key = SigningKey::ed25519("ed", 1);
    let server = wiremock::MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_string("<html>Not found</html>");
    wiremock::Mock::given(path("/jwks"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let config = JwksConfig {
        url: format!("{}/jwks", server.uri()).parse().unwrap(),
        issuer: None,
        audience: None,
    };
    let app = TestApp::of(Behaviour::demo()).issuer(config).start().await;
    let ada = app.bearer("ada", &key.sign(&claims("ada")));
    ada.get("/tasks").await.problem(503, "auth_unavailable");
    app.stop().await;
}
