//! Files that come with messages: sent both ways, looked at, read by the model, and shown to their owner alone.

use reqwest::Method;
use serde_json::{Value, json};
use taskpilot_model_sim::{Behaviour, Reply, Script};

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::thread::{Thread, input, open};
use crate::user::{Answer, Call, User};

on_both_databases!(
    an_announced_file_is_sent_and_read_by_the_model,
    a_file_is_sent_at_once,
    files_are_looked_at,
    files_belong_to_one_user,
    a_deleted_file_is_gone,
);

const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

async fn start(backend: Backend) -> TestApp {
    let script = Script::new([Reply::text("I see.").always()]);
    TestApp::of(Behaviour::Script(script))
        .on(backend)
        .start()
        .await
}

async fn announce(user: &User, name: &str, bytes: &[u8], mime_type: &str) -> Answer {
    let params = json!({"name": name, "size": bytes.len(), "mime_type": mime_type});
    Thread::of(user, "")
        .call("attachments.create", params)
        .await
}

/// Returns the path and query of an address that the server gave.
fn path(url: &Value) -> String {
    let url = url.as_str().expect("an address");
    let (_, path) = url.split_once("/api/").expect("an address of the API");
    format!("/api/{path}")
}

/// A request to an address that was given, by somebody without a token.
fn at(app: &TestApp, method: Method, url: &Value) -> Call {
    app.call(method, &path(url))
}

async fn say_with(user: &User, message: &str, ids: &[&Value]) -> Vec<Value> {
    let mut input = input(message);
    input["attachments"] = json!(ids);
    open(user, "threads.create", json!({"input": input}))
        .await
        .frames()
        .await
}

fn form(name: &str, mime_type: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {mime_type}\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n--XX--\r\n"].concat()
}

async fn send_form(user: &User, body: Vec<u8>) -> Answer {
    let call = user.call_path(Method::POST, "/api/v1/chatkit/attachments");
    let call = call.header("content-type", "multipart/form-data; boundary=XX");
    call.untyped(body).send().await
}

async fn an_announced_file_is_sent_and_read_by_the_model(backend: Backend) {
    let app = start(backend).await;
    let ada = app.user("ada");
    let announced = announce(&ada, "cat.png", PNG, "image/png").await.ok(200);
    assert_eq!(announced["type"], "image");
    assert_eq!(announced["upload_descriptor"]["method"], "PUT");
    assert!(announced.get("metadata").is_none(), "{announced}");

    // Not before it is there.
    let events = say_with(&ada, "look", &[&announced["id"]]).await;
    assert_eq!(events.len(), 1, "{events:?}");
    assert!(
        events[0]["message"]
            .as_str()
            .unwrap()
            .contains("has not been sent yet")
    );

    let url = &announced["upload_descriptor"]["url"];
    let sent = at(&app, Method::PUT, url).untyped(PNG).send().await.ok(200);
    assert!(sent.get("upload_descriptor").is_none(), "{sent}");
    let again = at(&app, Method::PUT, url).untyped(PNG).send().await;
    again.problem(409, "attachment_sent_already");

    let events = say_with(&ada, "look", &[&announced["id"]]).await;
    assert_eq!(
        events.last().unwrap()["type"],
        "thread.item.done",
        "{events:?}"
    );
    let shown = &events[1]["item"]["attachments"][0];
    assert_eq!(shown["name"], "cat.png");
    assert!(shown.get("metadata").is_none(), "{shown}");
    let requests = app.sim.requests();
    let read = serde_json::to_string(&requests.last().unwrap().body).unwrap();
    assert!(read.contains("data:image/png;base64,iVBORw0KGgo"), "{read}");

    let preview = at(&app, Method::GET, &shown["preview_url"]).send().await;
    assert_eq!(preview.status, 200);
    assert_eq!(preview.body, PNG);
    assert_eq!(preview.header("content-type"), Some("image/png"));
    assert_eq!(preview.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(
        preview.header("content-disposition"),
        Some("inline; filename*=UTF-8''cat.png")
    );
    assert!(
        preview
            .header("cache-control")
            .unwrap()
            .starts_with("private")
    );
    app.stop().await;
}

async fn a_file_is_sent_at_once(backend: Backend) {
    let app = start(backend).await;
    let ada = app.user("ada");
    let body = form("list.txt", "text/plain", b"milk\neggs");
    let sent = send_form(&ada, body).await.ok(200);
    assert_eq!(
        (&sent["type"], &sent["mime_type"]),
        (&json!("file"), &json!("text/plain"))
    );
    let events = say_with(&ada, "", &[&sent["id"]]).await;
    assert_eq!(
        events.last().unwrap()["type"],
        "thread.item.done",
        "{events:?}"
    );
    let requests = app.sim.requests();
    let read = serde_json::to_string(&requests.last().unwrap().body).unwrap();
    assert!(read.contains(r"milk\neggs"), "{read}");
    let messages = ada.messages(1).await;
    assert_eq!(messages[0]["content"], "[attached: list.txt]");
    let path = format!(
        "/api/v1/chatkit/attachments/{}",
        sent["id"].as_str().unwrap()
    );
    let saved = ada.call_path(Method::GET, &path).send().await;
    assert_eq!(saved.body, b"milk\neggs");
    assert_eq!(
        saved.header("content-disposition"),
        Some("attachment; filename*=UTF-8''list.txt")
    );
    let nothing = send_form(&ada, b"--XX--\r\n".to_vec()).await;
    assert_eq!(nothing.status, 422, "{}", nothing.text());
    app.stop().await;
}

async fn files_are_looked_at(backend: Backend) {
    let app = start(backend).await;
    let ada = app.user("ada");
    let script = b"<script>alert(1)</script>";
    let html = announce(&ada, "a.html", script, "text/html").await;
    html.problem(422, "invalid");
    let svg = send_form(&ada, form("a.svg", "image/svg+xml", b"<svg/>")).await;
    svg.problem(415, "attachment_type_not_allowed");
    let disguised = send_form(&ada, form("a.png", "image/png", b"PK\x03\x04 and so on")).await;
    disguised.problem(415, "attachment_type_mismatch");
    let empty = send_form(&ada, form("a.txt", "text/plain", b"")).await;
    empty.problem(422, "attachment_empty");
    let large = send_form(&ada, form("a.txt", "text/plain", &vec![b'a'; 1_048_577])).await;
    large.problem(413, "attachment_too_large");

    // A file that was refused may be sent again.
    let announced = announce(&ada, "a.png", PNG, "image/png").await.ok(200);
    let url = &announced["upload_descriptor"]["url"];
    let wrong = at(&app, Method::PUT, url)
        .untyped(*b"no picture")
        .send()
        .await;
    wrong.problem(415, "attachment_type_mismatch");
    at(&app, Method::PUT, url).untyped(PNG).send().await.ok(200);

    // Only images have previews, from the start.
    let announced = announce(&ada, "a.txt", b"hello", "text/plain")
        .await
        .ok(200);
    assert!(announced.get("preview_url").is_none(), "{announced}");
    let url = &announced["upload_descriptor"]["url"];
    let sent = at(&app, Method::PUT, url).untyped(*b"hello").send().await;
    let sent = sent.ok(200);
    assert!(sent.get("preview_url").is_none(), "{sent}");
    app.stop().await;
}

async fn files_belong_to_one_user(backend: Backend) {
    let app = start(backend).await;
    let (ada, bob) = (app.user("ada"), app.user("bob"));
    let sent = send_form(&ada, form("cat.png", "image/png", PNG))
        .await
        .ok(200);
    let bare = format!(
        "/api/v1/chatkit/attachments/{}",
        sent["id"].as_str().unwrap()
    );
    let stolen = bob.call_path(Method::GET, &bare).send().await;
    stolen.problem(404, "not_found");
    app.call(Method::GET, &bare)
        .send()
        .await
        .problem(401, "missing_token");
    for query in ["?user=ada&key=wrong", "?user=bob&key=atc_0", "?user=&key="] {
        let guessed = app
            .call(Method::GET, &format!("{bare}{query}"))
            .send()
            .await;
        guessed.problem(404, "not_found");
    }
    let theirs = say_with(&bob, "look", &[&sent["id"]]).await;
    assert_eq!(theirs[0]["type"], "error", "{theirs:?}");
    let params = json!({"attachment_id": sent["id"]});
    let deleting = Thread::of(&bob, "")
        .call("attachments.delete", params)
        .await;
    deleting.problem(404, "not_found");
    assert_eq!(ada.call_path(Method::GET, &bare).send().await.status, 200);
    app.stop().await;
}

async fn a_deleted_file_is_gone(backend: Backend) {
    let app = start(backend).await;
    let ada = app.user("ada");
    let sent = send_form(&ada, form("cat.png", "image/png", PNG))
        .await
        .ok(200);
    let params = json!({"attachment_id": sent["id"]});
    let thread = Thread::of(&ada, "");
    thread
        .call("attachments.delete", params.clone())
        .await
        .ok(200);
    let gone = at(&app, Method::GET, &sent["preview_url"]).send().await;
    gone.problem(404, "not_found");
    thread
        .call("attachments.delete", params)
        .await
        .problem(404, "not_found");
    app.stop().await;
}
