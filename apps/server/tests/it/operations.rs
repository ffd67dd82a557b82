//! What operators and client authors look at: health, readiness, the description of the API and its pages.

use std::collections::{BTreeSet, HashSet};

use reqwest::Method;
use serde_json::Value;

use crate::app::TestApp;
use crate::generated;
use crate::program::{Program, Server};
use crate::transcript::Transcript;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_healthy_server_says_so() {
    let app = TestApp::demo().await;
    let mut transcript = Transcript::new();
    for path in ["/healthz", "/readyz", "/api/v1/about"] {
        transcript.add(&app.call(Method::GET, path).send().await);
    }
    let text = transcript
        .text()
        .replace(env!("CARGO_PKG_VERSION"), "[version]");
    insta::assert_snapshot!(text);
    for path in ["/healthz", "/readyz"] {
        let head = app.call(Method::HEAD, path).send().await;
        assert_eq!(
            head.status, 200,
            "{path} answers those who want its status alone"
        );
    }
    let metrics = app.call(Method::GET, "/metrics").send().await;
    assert_eq!(metrics.status, 200);
    assert!(
        metrics
            .header("content-type")
            .unwrap()
            .starts_with("text/plain")
    );
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_database_it_lives_but_is_not_ready() {
    let app = TestApp::demo().await;
    let ada = app.user("ada");
    ada.add("Milk").await;
    app.database.close().await;
    app.call(Method::GET, "/healthz").send().await.ok(200);
    let mut transcript = Transcript::new();
    let ready = app.call(Method::GET, "/readyz").send().await;
    ready.problem(503, "not_ready");
    transcript.add(&ready);
    let tasks = ada.get("/tasks").await;
    tasks.problem(503, "unavailable");
    transcript.add(&tasks);
    let said = ada.say("hello").await;
    said.problem(503, "unavailable");
    insta::assert_snapshot!(transcript.text());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_description_is_what_the_server_serves() {
    let app = TestApp::demo().await;
    let answer = app.call(Method::GET, "/openapi.json").send().await;
    let document = answer.ok(200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let pretty = serde_json::to_string_pretty(&document).unwrap();
    generated::check("docs/openapi.json", &format!("{pretty}\n"));
    check_description(&document);

    // Every route that is described answers, with a token or without.
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let path = path
                .replace("{user_id}", "ada")
                .replace("{task_id}", "1")
                .replace("{conversation_id}", "1");
            let status = app.call(method, &path).send().await.status;
            assert!(status != 404 && status != 405, "{path} answers {status}");
        }
    }
    app.stop().await;
}

/// The rules of OpenAPI 3.1 that generators break: references, unique ids, declared path parameters.
fn check_description(document: &Value) {
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    assert_eq!(document["security"][0]["bearer"], serde_json::json!([]));
    let mut references = BTreeSet::new();
    collect_references(document, &mut references);
    for reference in references {
        let pointer = reference.strip_prefix('#').expect("a reference within");
        assert!(
            document.pointer(pointer).is_some(),
            "{reference} leads nowhere"
        );
    }
    let mut ids = HashSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(
                ids.insert(id.to_owned()),
                "{method} {path}: {id} is not unique"
            );
            assert!(
                !operation["responses"].as_object().unwrap().is_empty(),
                "{method} {path}"
            );
            assert!(operation["summary"].is_string(), "{method} {path}");
            let parameters = operation["parameters"].as_array();
            let declared: BTreeSet<_> = parameters
                .into_iter()
                .flatten()
                .filter(|parameter| parameter["in"] == "path")
                .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
                .collect();
            let named: BTreeSet<_> = path
                .split('/')
                .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
                .map(str::to_owned)
                .collect();
            assert_eq!(declared, named, "{method} {path}");
        }
    }
}

fn collect_references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
                found.insert(reference.to_owned());
            }
            fields
                .values()
                .for_each(|value| collect_references(value, found));
        }
        Value::Array(values) => values
            .iter()
            .for_each(|value| collect_references(value, found)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_of_the_docs_come_from_here_alone() {
    let app = TestApp::demo().await;
    let redirect = app.call(Method::GET, "/docs").send().await;
    assert_eq!(redirect.header("location"), Some("/docs/"));
    let page = app.call(Method::GET, "/docs/").send().await;
    assert_eq!(page.status, 200);
    assert!(
        page.header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
    let html = page.text();
    assert!(!html.contains("//"), "an address of another host: {html}");
    let mut assets: Vec<String> = Vec::new();
    for attribute in ["src=\"", "href=\""] {
        for rest in html.split(attribute).skip(1) {
            assets.push(rest.split('"').next().unwrap().to_owned());
        }
    }
    assert!(assets.len() >= 4, "{html}");
    for asset in &assets {
        let path = format!("/docs/{}", asset.trim_start_matches("./"));
        let answer = app.call(Method::GET, &path).send().await;
        assert_eq!(answer.status, 200, "{path}");
    }
    let start = app.call(Method::GET, "/docs/swagger-initializer.js");
    let start = start.send().await.text();
    assert!(!start.contains("://"), "{start}");
    assert!(
        start.contains("\"validatorUrl\": \"none\""),
        "the page would ask validator.swagger.io: {start}"
    );
    assert!(start.contains("\"/openapi.json\""), "{start}");
    app.stop().await;
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_takes_all_the_open_files_that_it_may_have() {
    let program = Program::new().with_open_files(64);
    let server = Server::start(&program);
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", server.id())).unwrap();
    let files = limits
        .lines()
        .find(|line| line.starts_with("Max open files"));
    let numbers: Vec<_> = files.unwrap().split_whitespace().skip(3).take(2).collect();
    assert_eq!(numbers[0], numbers[1], "{limits}");
    assert_ne!(numbers[0], "64");
}
