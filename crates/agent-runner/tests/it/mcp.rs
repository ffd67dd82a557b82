//! Tools of MCP servers: what of a server reaches the run, and what of the run the server.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::StreamExt as _;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ListToolsResult,
    PaginatedRequestParams, ProgressNotificationParam, ServerCapabilities, ServerConfig,
    ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt as _};
use serde_json::{Value, json};
use taskpilot_agent_runner::mcp::{self, McpApproval, McpError, McpOptions, McpServer};
use taskpilot_agent_runner::testing::Turn;
use taskpilot_agent_runner::{
    Agent, Concurrency, RunEventKind, RunOptions, RunStream, Tool, ToolContext, ToolError,
    ToolOutput, run,
};
use taskpilot_model_client::ContentPart;
use tokio_util::sync::CancellationToken;

use crate::support::{question, script};

/// A server with a shelf of books, one tool a page.
#[derive(Clone, Default)]
struct Shelf {
    seen: Arc<Mutex<Vec<String>>>,
    /// Its list of tools never ends.
    is_endless: bool,
}

const TOOLS: [&str; 6] = ["read", "add", "burn", "watch", "fail", "shelve/by colour"];

impl Shelf {
    fn note(&self, what: impl Into<String>) {
        self.seen.lock().unwrap().push(what.into());
    }

    fn saw(&self, what: &str) -> bool {
        self.seen.lock().unwrap().iter().any(|it| it == what)
    }

    /// Waits until the server has seen something.
    async fn sees(&self, what: &str) {
        let seen = async {
            while !self.saw(what) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let seen = tokio::time::timeout(Duration::from_secs(10), seen).await;
        assert!(seen.is_ok(), "{what} is not in {:?}", self.seen);
    }

    async fn connect(&self, name: &str, options: McpOptions) -> McpServer {
        let (here, there) = tokio::io::duplex(64 * 1024);
        let copy = self.clone();
        tokio::spawn(async move { copy.serve(there).await.unwrap().waiting().await });
        McpServer::connect(name, here, options).await.unwrap()
    }
}

fn definition(name: &'static str) -> rmcp::model::Tool {
    let schema =
        json!({"$schema": "x", "type": "object", "properties": {"title": {"type": "string"}}});
    let schema = schema.as_object().cloned().unwrap();
    let tool = rmcp::model::Tool::new(name, "Of the shelf.", Arc::new(schema));
    match name {
        "read" | "watch" => tool.with_annotations(ToolAnnotations::new().read_only(true)),
        "add" => tool.with_annotations(ToolAnnotations::new().destructive(false)),
        _ => tool,
    }
}

impl ServerHandler for Shelf {
    fn get_info(&self) -> ServerConfig {
        let tools = ServerCapabilities::builder()
            .enable_tools()
            .enable_tool_list_changed();
        ServerConfig::new(tools.build())
    }

    async fn list_tools(
        &self,
        place: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let at = place
            .and_then(|place| place.cursor)
            .map_or(0, |cursor| cursor.parse::<usize>().unwrap());
        let mut page = ListToolsResult::with_all_items(vec![definition(TOOLS[at])]);
        let next = if self.is_endless { at } else { at + 1 };
        page.next_cursor = (next < TOOLS.len()).then(|| next.to_string());
        Ok(page)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        self.note(format!("{} {:?}", request.name, request.arguments));
        let answer = match request.name.as_ref() {
            "read" => CallToolResult::success(vec![
                ContentBlock::text("Once upon a time"),
                ContentBlock::embedded_text("shelf://1", "there was a book."),
                ContentBlock::image("aGk=", "image/png"),
            ]),
            "add" => CallToolResult::structured(json!({"id": 7})),
            "fail" => CallToolResult::error(vec![ContentBlock::text("the shelf is full")]),
            "watch" => {
                let token = context.meta.get_progress_token().unwrap();
                for step in [1.0, 2.0] {
                    let news = ProgressNotificationParam::new(token.clone(), step);
                    let news = news.with_message("looking");
                    context.peer.notify_progress(news).await.unwrap();
                }
                self.note("watches");
                context.ct.cancelled().await;
                self.note("watches no more");
                CallToolResult::success(Vec::new())
            }
            "burn" => {
                self.note("burns");
                tokio::select! {
                    () = context.ct.cancelled() => self.note("burns no more"),
                    () = tokio::time::sleep(Duration::from_millis(300)) => self.note("burnt"),
                }
                CallToolResult::success(vec![ContentBlock::text("burnt")])
            }
            _ => return Err(ErrorData::invalid_params("which colour?", None)),
        };
        Ok(answer.into())
    }
}

fn open() -> McpOptions {
    McpOptions {
        approval: McpApproval::Never,
        ..McpOptions::default()
    }
}

async fn call(
    tools: &[Arc<dyn Tool<()>>],
    name: &str,
) -> (Result<ToolOutput, ToolError>, ToolContext<()>) {
    let context = ToolContext::new(Arc::new(()), "c1");
    let tool = named(tools, name);
    (
        tool.call(context.clone(), json!({"title": "Emma"})).await,
        context,
    )
}

fn named<'a>(tools: &'a [Arc<dyn Tool<()>>], name: &str) -> &'a Arc<dyn Tool<()>> {
    tools.iter().find(|tool| tool.spec().name == name).unwrap()
}

fn names(tools: &[Arc<dyn Tool<()>>]) -> Vec<&str> {
    tools.iter().map(|tool| tool.spec().name.as_str()).collect()
}

#[tokio::test]
async fn tools_of_all_pages_are_there_with_what_the_server_says_of_them() {
    let server = Shelf::default()
        .connect("shelf", McpOptions::default())
        .await;
    let tools: Vec<Arc<dyn Tool<()>>> = server.tools().await.unwrap();
    assert_eq!(
        names(&tools),
        ["read", "add", "burn", "watch", "fail", "shelve_by_colour"]
    );
    let context = ToolContext::new(Arc::new(()), "c1");
    let waits: Vec<_> = tools
        .iter()
        .filter(|tool| tool.needs_approval(&context, &Value::Null))
        .map(|tool| tool.spec().name.as_str())
        .collect();
    assert_eq!(waits, ["burn", "fail", "shelve_by_colour"]);
    let read = named(&tools, "read");
    assert_eq!(read.concurrency(&Value::Null), Concurrency::Shared);
    assert_eq!(
        named(&tools, "burn").concurrency(&Value::Null),
        Concurrency::Keyed("mcp shelf".into())
    );
    assert_eq!(read.spec().description, "Of the shelf.");
    assert_eq!(
        read.spec().parameters,
        json!({"type": "object", "properties": {"title": {"type": "string"}}})
    );
}

#[tokio::test]
async fn what_is_not_allowed_is_not_there() {
    let options = McpOptions {
        allow: vec!["read".into(), "burn".into()],
        block: vec!["burn".into()],
        ..McpOptions::default()
    };
    let server = Shelf::default().connect("shelf", options).await;
    assert_eq!(names(&server.tools().await.unwrap()), ["read"]);
}

#[tokio::test]
async fn one_name_for_two_tools_gets_the_servers_before_it() {
    let only = |name: &str| McpOptions {
        allow: vec![name.into(), "read".into()],
        ..McpOptions::default()
    };
    let shelf = Shelf::default();
    let mut servers = vec![
        shelf.connect("left", only("add")).await,
        shelf.connect("right", only("burn")).await,
    ];
    let tools: Vec<Arc<dyn Tool<()>>> = mcp::tools(&servers).await.unwrap();
    assert_eq!(names(&tools), ["left__read", "add", "right__read", "burn"]);
    let (answer, _) = call(&tools, "right__read").await;
    answer.unwrap();
    assert!(shelf.saw(r#"read Some({"title": String("Emma")})"#));

    servers.push(shelf.connect("right", only("add")).await);
    let taken = mcp::tools::<()>(&servers).await.err();
    assert!(
        matches!(&taken, Some(McpError::NameTaken { name }) if name == "right__read"),
        "{taken:?}"
    );
}

#[tokio::test]
async fn a_list_without_end_is_an_error() {
    let shelf = Shelf {
        is_endless: true,
        ..Shelf::default()
    };
    let server = shelf.connect("shelf", McpOptions::default()).await;
    let error = server.tools::<()>().await.err();
    assert!(
        matches!(error, Some(McpError::EndlessList { .. })),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_server_that_says_nothing_is_not_waited_for_long() {
    let (here, _there) = tokio::io::duplex(64);
    let options = McpOptions {
        connect_timeout: Duration::from_millis(20),
        ..McpOptions::default()
    };
    let error = McpServer::connect("silent", here, options).await.err();
    assert!(
        matches!(error, Some(McpError::TimedOut { .. })),
        "{error:?}"
    );
}

#[tokio::test]
async fn what_a_tool_answers_is_an_answer_of_ours() {
    let server = Shelf::default().connect("shelf", open()).await;
    let tools = server.tools().await.unwrap();
    let (answer, context) = call(&tools, "read").await;
    assert_eq!(
        answer.unwrap().value,
        json!("Once upon a time\n\nthere was a book.")
    );
    let image = ContentPart::Image {
        url: "data:image/png;base64,aGk=".into(),
    };
    assert_eq!(context.attachments(), [image]);
    let (answer, _) = call(&tools, "add").await;
    assert_eq!(answer.unwrap().value, json!({"id": 7}));
    for (tool, code, message) in [
        ("fail", "tool_failed", "the shelf is full"),
        (
            "shelve_by_colour",
            "refused",
            "the server refused: which colour?",
        ),
    ] {
        let (answer, _) = call(&tools, tool).await;
        let error = json!({"error": {"code": code, "message": message}});
        assert_eq!(answer.unwrap_err().value, error);
    }
}

/// Begins a run that calls a tool of the server.
async fn calls(server: &McpServer, tool: &str, cancel: &CancellationToken) -> RunStream {
    let model = script([Turn::new().call(tool, json!({}))]);
    let agent = Agent::new("helper", model).with_tools(server.tools().await.unwrap());
    let options = RunOptions {
        cancel: cancel.clone(),
        ..RunOptions::default()
    };
    run(Arc::new(agent), Arc::new(()), question(), options)
}

#[tokio::test]
async fn progress_is_seen_in_the_run_and_what_only_reads_is_cancelled_with_it() {
    let shelf = Shelf::default();
    let (server, cancel) = (
        shelf.connect("shelf", open()).await,
        CancellationToken::new(),
    );
    let mut events = calls(&server, "watch", &cancel).await;
    let mut progress = Vec::new();
    while let Some(event) = events.next().await {
        if let RunEventKind::ToolProgress { value, .. } = event.kind {
            progress.push(value);
            if progress.len() == 2 {
                shelf.sees("watches").await;
                cancel.cancel();
            }
        }
    }
    assert_eq!(
        progress,
        [1.0, 2.0].map(|at| json!({"progress": at, "total": null, "message": "looking"}))
    );
    shelf.sees("watches no more").await;
}

#[tokio::test]
async fn what_may_have_changed_something_is_waited_for() {
    let shelf = Shelf::default();
    let (server, cancel) = (
        shelf.connect("shelf", open()).await,
        CancellationToken::new(),
    );
    let events = calls(&server, "burn", &cancel).await.collect::<Vec<_>>();
    let (events, ()) = tokio::join!(events, async {
        shelf.sees("burns").await;
        cancel.cancel();
    });
    assert!(shelf.saw("burnt"), "{:?}", shelf.seen);
    let answered = events.iter().any(|event| {
        matches!(&event.kind, RunEventKind::ToolFinished { result: Ok(it), .. } if it == "burnt")
    });
    assert!(answered, "{events:?}");
}

#[tokio::test]
async fn a_call_that_takes_too_long_is_cancelled_at_the_server() {
    let shelf = Shelf::default();
    let options = McpOptions {
        call_timeout: Some(Duration::from_millis(50)),
        ..open()
    };
    let server = shelf.connect("shelf", options).await;
    let model = script([
        Turn::new().call("burn", json!({})),
        Turn::new().text("It takes too long."),
    ]);
    let agent = Agent::new("helper", model).with_tools(server.tools().await.unwrap());
    let events = run(
        Arc::new(agent),
        Arc::new(()),
        question(),
        RunOptions::default(),
    );
    let events: Vec<_> = events.collect().await;
    assert!(
        matches!(events.last().unwrap().kind, RunEventKind::Completed(_)),
        "{events:?}"
    );
    shelf.sees("burns no more").await;
}

#[tokio::test]
async fn what_may_destroy_something_waits_for_a_person() {
    let shelf = Shelf::default();
    let server = shelf.connect("shelf", McpOptions::default()).await;
    let model = script([Turn::new()
        .call_with_id("c1", "burn", "{}")
        .call_with_id("c2", "read", "{}")]);
    let agent = Agent::new("helper", model).with_tools(server.tools().await.unwrap());
    let events = run(
        Arc::new(agent),
        Arc::new(()),
        question(),
        RunOptions::default(),
    );
    let events: Vec<_> = events.collect().await;
    let Some(RunEventKind::Interrupted(waiting)) = events.last().map(|event| &event.kind) else {
        panic!("{events:?}");
    };
    let calls: Vec<_> = waiting.requests.iter().map(|it| it.tool.as_str()).collect();
    assert_eq!(calls, ["burn"]);
    assert!(!shelf.saw("burns"));
}

#[tokio::test]
async fn tools_of_a_server_that_is_gone_answer_so() {
    let (here, there) = tokio::io::duplex(64 * 1024);
    let ends = CancellationToken::new();
    let begins = Shelf::default().serve_with_ct(there, ends.clone());
    let serving = tokio::spawn(async move { begins.await.unwrap().waiting().await });
    let server = McpServer::connect("shelf", here, open()).await.unwrap();
    let tools = server.tools().await.unwrap();
    ends.cancel();
    serving.await.unwrap().unwrap();
    let (answer, _) = call(&tools, "read").await;
    let message = "the server shelf does not answer";
    assert_eq!(
        answer.unwrap_err().value,
        json!({"error": {"code": "unreachable", "message": message}})
    );
}

#[tokio::test]
async fn a_change_of_the_tools_is_heard_of() {
    let (here, there) = tokio::io::duplex(64 * 1024);
    let serving = tokio::spawn(async move { Shelf::default().serve(there).await.unwrap() });
    let server = McpServer::connect("shelf", here, open()).await.unwrap();
    let shelf = serving.await.unwrap();
    assert!(!server.has_changed());
    shelf.peer().notify_tool_list_changed().await.unwrap();
    while !server.has_changed() {
        tokio::task::yield_now().await;
    }
    server.tools::<()>().await.unwrap();
    assert!(!server.has_changed());
    server.close().await;
}
