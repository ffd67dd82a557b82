//! A person at the API: requests, answers, and what every answer must hold to.

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

use crate::sse::Events;

#[derive(Clone)]
pub(crate) struct User {
    pub(crate) name: String,
    base: String,
    client: Client,
    authorization: Option<String>,
}

/// A request on its way out.
pub(crate) struct Call {
    request: reqwest::RequestBuilder,
    /// For people who read a snapshot: `POST /api/ada/tasks`.
    pub(crate) line: String,
    pub(crate) body: Option<Value>,
}

/// A whole answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) line: String,
    pub(crate) sent: Option<Value>,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl User {
    pub(crate) fn new(
        name: &str,
        base: &str,
        client: Client,
        authorization: Option<String>,
    ) -> Self {
        Self {
            name: name.to_owned(),
            base: base.to_owned(),
            client,
            authorization,
        }
    }

    /// A request below `/api/{user_id}`.
    pub(crate) fn call(&self, method: Method, path: &str) -> Call {
        self.call_path(method, &format!("/api/{}{path}", self.name))
    }

    /// A request of any path.
    pub(crate) fn call_path(&self, method: Method, path: &str) -> Call {
        let line = format!("{method} {path}");
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.base))
            .timeout(std::time::Duration::from_secs(30));
        if let Some(authorization) = &self.authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        Call {
            request,
            line,
            body: None,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path).send().await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path).json(body).send().await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PUT, path).json(body).send().await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PATCH, path).json(body).send().await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path).send().await
    }

    /// Adds a task with this title and nothing else; returns it as the server shows it.
    pub(crate) async fn add(&self, title: &str) -> Value {
        self.add_task(json!({ "title": title })).await
    }

    pub(crate) async fn add_task(&self, task: Value) -> Value {
        self.post("/tasks", task).await.ok(201)
    }

    /// Returns the titles of a list of tasks.
    pub(crate) async fn titles(&self, query: &str) -> Vec<String> {
        let page = self.get(&format!("/tasks{query}")).await.ok(200);
        let titles = page["data"].as_array().unwrap().iter();
        titles
            .map(|task| task["title"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Says something and waits for the whole answer.
    pub(crate) async fn say(&self, message: &str) -> Answer {
        self.post("/chat", json!({ "message": message })).await
    }

    /// Says something and returns all frames of the answer.
    pub(crate) async fn stream(&self, body: Value) -> Vec<Value> {
        self.open_stream(body).await.frames().await
    }

    /// Says something and returns the answer as it comes.
    pub(crate) async fn open_stream(&self, body: Value) -> Events {
        let call = self
            .call(Method::POST, "/chat")
            .header("accept", "text/event-stream");
        call.json(body).events().await
    }

    /// Returns a conversation's messages.
    pub(crate) async fn messages(&self, conversation: i64) -> Vec<Value> {
        let path = format!("/conversations/{conversation}/messages?limit=100");
        let page = self.get(&path).await.ok(200);
        page["data"].as_array().unwrap().clone()
    }

    /// Returns how often the user's data changed: 0 means that there is not a single row.
    pub(crate) async fn revision(&self) -> i64 {
        let mut events = self.call(Method::GET, "/events").events().await;
        let ready = events.next().await.expect("a first event");
        assert_eq!(ready.data["type"], "ready");
        ready.data["revision"].as_i64().unwrap()
    }
}

impl Call {
    pub(crate) fn header(self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let request = self.request.header(name, value.as_ref());
        Self { request, ..self }
    }

    pub(crate) fn json(self, body: Value) -> Self {
        let request = self.request.json(&body);
        Self {
            request,
            body: Some(body),
            ..self
        }
    }

    /// Sends bytes as JSON, whatever they are.
    pub(crate) fn bytes(self, body: impl Into<Vec<u8>>) -> Self {
        let request = self
            .request
            .header(CONTENT_TYPE, "application/json")
            .body(body.into());
        Self { request, ..self }
    }

    /// Sends bytes without saying what they are.
    pub(crate) fn untyped(self, body: impl Into<Vec<u8>>) -> Self {
        let request = self.request.body(body.into());
        Self { request, ..self }
    }

    pub(crate) async fn send(self) -> Answer {
        let response = self.request.send().await.expect("an answer");
        Answer {
            line: self.line,
            sent: self.body,
            status: response.status(),
            headers: response.headers().clone(),
            body: response.bytes().await.expect("a whole answer").to_vec(),
        }
    }

    /// Sends to a server that may be gone.
    pub(crate) async fn try_send(self) -> Option<reqwest::Response> {
        self.request.send().await.ok()
    }

    /// Opens a stream; it must be one.
    pub(crate) async fn events(self) -> Events {
        let response = self.request.send().await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        Events::of(response)
    }
}

impl Answer {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("a header of text"))
    }

    /// Returns the body of an answer that must have this status.
    #[track_caller]
    pub(crate) fn ok(&self, status: u16) -> Value {
        assert_eq!(
            self.status,
            status,
            "{} answered {}",
            self.line,
            self.text()
        );
        if self.body.is_empty() {
            return Value::Null;
        }
        self.json()
    }

    /// Returns the problem document of an answer that must be one, with this status and code.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16, code: &str) -> Value {
        let text = self.text();
        assert_eq!(self.status, status, "{} answered {text}", self.line);
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{text}"
        );
        let document = self.json();
        assert_eq!(document["status"], status, "{text}");
        assert_eq!(document["code"], code, "{text}");
        assert_eq!(document["type"], format!("urn:taskpilot:problem:{code}"));
        assert_eq!(
            document["request_id"].as_str(),
            self.header("x-request-id"),
            "{text}"
        );
        let detail = document["detail"].as_str().unwrap();
        assert!(detail.len() > 10 && detail.ends_with(['.', '`']), "{text}");
        document
    }
}
