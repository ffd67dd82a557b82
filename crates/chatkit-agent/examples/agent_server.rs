//! A ChatKit server with an agent behind it, on any server that speaks like OpenAI.
//!
//! ```sh
//! OPENAI_API_KEY=… cargo run -p taskpilot-chatkit-agent --example agent_server
//! ```
//!
//! Then `POST` ChatKit requests to `http://127.0.0.1:8000/chatkit`; threads are kept in memory. Settings, all of them
//! environment variables: `OPENAI_BASE_URL`, `OPENAI_API_KEY` (servers of one's own often need none), `OPENAI_MODEL`,
//! `OPENAI_API` (`responses` or `chat`), and `PORT` (0 takes a free one). The address is printed.
//!
//! The agent's tools show one thing each that a tool can do in a chat: a line of progress, a widget, an effect in the
//! page, steps that change, and a call that the page answers; a guardrail takes answers back. `tests/conformance`
//! plays scripts of a model through this server and through its twin in Python.

use std::env;
use std::io::{self, Write as _};
use std::num::NonZeroU32;
use std::sync::Arc;

use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer, post};
use async_trait::async_trait;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use taskpilot_agent_runner::{
    Agent, FunctionTool, OutputGuardrail, RunOptions, ToolContext, ToolError, Trip, Verdict, run,
};
use taskpilot_chatkit::widget::{Card, Text};
use taskpilot_chatkit::{
    ChatKit, ChatKitServer, EventStream, MemoryStore, ReceivedMessage, Response, StatusIndicator,
    StreamError, Task, Turn, WorkflowKind, emit,
};
use taskpilot_chatkit_agent::{DefaultConverter, Stage, ThreadItemConverter, stream_run};
use taskpilot_model_client::{
    Api, Dialect, HttpModel, OPENAI_DEFAULT_MODEL, ProviderConfig, http_client,
};

/// What is known of who asks: nothing here. A product puts its user there.
type Caller = ();

const INSTRUCTIONS: &str = "You are a friendly guide. Use the tools where they help, and be brief.";

/// How many items of the thread the model reads again.
const HISTORY: NonZeroU32 = NonZeroU32::new(50).unwrap();

/// Answers with an agent's run.
struct Guide {
    agent: Arc<Agent<Stage<Caller>>>,
}

impl ChatKitServer<Caller> for Guide {
    // The message is in the thread already, and there is none when the page has answered a call.
    fn respond(&self, turn: Turn<Caller>, _message: Option<ReceivedMessage>) -> EventStream {
        let agent = Arc::clone(&self.agent);
        emit(move |out| async move {
            let items = turn.recent_items(HISTORY).await?;
            let input = DefaultConverter.convert(&items).await;
            let input = input.map_err(StreamError::failed)?;
            let options = RunOptions::default();
            // What the tools show and what the model says come out in one order, because both go over the stage.
            let stage = Stage::new(turn, out, options.cancel.clone());
            let run = run(agent, Arc::new(stage.clone()), input, options);
            stream_run(run, &stage).await?;
            Ok(())
        })
    }
}

fn guide(model: HttpModel) -> Guide {
    let weather = FunctionTool::new("get_weather", "Tells the weather in a city.", get_weather);
    let card = FunctionTool::new("show_card", "Shows a card with a text.", show_card);
    let research = FunctionTool::new("research", "Looks topics up, one by one.", research);
    let page = FunctionTool::new("open_page", "Opens a page of the application.", open_page);
    let agent = Agent::new("guide", Arc::new(model))
        .with_instructions(INSTRUCTIONS)
        .with_tool(weather)
        // The calls of one answer run side by side, unless what they show shall come in their order.
        .with_tool(card.in_order())
        .with_tool(research.in_order())
        .with_tool(page)
        .with_output_guardrail(Discretion);
    Guide {
        agent: Arc::new(agent),
    }
}

/// Takes back answers that tell the word of the house: what was shown of them is removed, and the person told why.
struct Discretion;

#[async_trait]
impl OutputGuardrail<Stage<Caller>> for Discretion {
    fn name(&self) -> &'static str {
        "discretion"
    }

    async fn check(&self, _stage: Arc<Stage<Caller>>, text: Arc<str>) -> Verdict {
        if text.contains("sesame") {
            return Verdict::Trip(Trip::new("That is a secret of the house."));
        }
        Verdict::Pass
    }
}

#[derive(Deserialize, JsonSchema)]
struct Place {
    /// A city, without its country.
    city: String,
}

async fn get_weather(
    context: ToolContext<Stage<Caller>>,
    place: Place,
) -> Result<Value, ToolError> {
    let stage = &context.app;
    stage
        .progress(format!("Looking at the sky over {} …", place.city))
        .await;
    if place.city == "Atlantis" {
        // The model reads this, and says it in its own words or tries otherwise.
        return Err(ToolError::new("unknown_city", "There is no such city."));
    }
    Ok(json!({"city": place.city, "sky": "clear", "degrees": 21}))
}

#[derive(Deserialize, JsonSchema)]
struct Note {
    text: String,
}

async fn show_card(context: ToolContext<Stage<Caller>>, note: Note) -> Result<Value, ToolError> {
    let stage = &context.app;
    let card = Card::new().child(Text::new(note.text.as_str()));
    stage
        .widget(card, Some(note.text))
        .await
        .map_err(|error| unshown(&error))?;
    stage.effect("card.shown", Map::new()).await;
    Ok(json!("shown"))
}

#[derive(Deserialize, JsonSchema)]
struct Topics {
    topics: Vec<String>,
}

async fn research(context: ToolContext<Stage<Caller>>, asked: Topics) -> Result<Value, ToolError> {
    let stage = &context.app;
    stage
        .start_workflow(WorkflowKind::Custom)
        .await
        .map_err(|error| unshown(&error))?;
    for topic in &asked.topics {
        let place = stage.add_task(step(topic, StatusIndicator::Loading)).await;
        let place = place.map_err(|error| unshown(&error))?;
        // Here the work is done.
        stage
            .update_task(place, step(topic, StatusIndicator::Complete))
            .await;
    }
    stage
        .end_workflow(None, false)
        .await
        .map_err(|error| unshown(&error))?;
    Ok(json!({"read": asked.topics}))
}

fn step(topic: &str, status_indicator: StatusIndicator) -> Task {
    Task::Custom {
        status_indicator,
        title: Some(topic.to_owned()),
        icon: None,
        content: None,
    }
}

#[derive(Deserialize, JsonSchema)]
struct Page {
    /// Such as `settings`.
    name: String,
}

/// The page is opened in the browser: the run ends with the call, and goes on once the browser has answered it.
async fn open_page(context: ToolContext<Stage<Caller>>, page: Page) -> Result<Value, ToolError> {
    let arguments = Map::from_iter([("name".to_owned(), page.name.into())]);
    context
        .app
        .ask_client(&context.call_id, "open_page", arguments);
    Ok(Value::Null)
}

fn unshown(error: &StreamError) -> ToolError {
    ToolError::new("not_shown", error.to_string())
}

/// Returns the model that the environment names.
fn model() -> anyhow::Result<HttpModel> {
    let base_url = setting("OPENAI_BASE_URL");
    let base_url = base_url.as_deref().unwrap_or("https://api.openai.com/v1");
    let api = match setting("OPENAI_API").as_deref() {
        None | Some("responses") => Api::Responses,
        Some("chat") => Api::ChatCompletions,
        Some(other) => anyhow::bail!("OPENAI_API is `responses` or `chat`, not {other:?}"),
    };
    let key = setting("OPENAI_API_KEY").map(Into::into);
    let name = setting("OPENAI_MODEL");
    let config = ProviderConfig::compatible(base_url.parse()?, key)
        .with_api(api)
        .with_dialect(Dialect::openai())
        .with_model(name.as_deref().unwrap_or(OPENAI_DEFAULT_MODEL));
    let client = http_client(&config.timeouts)?;
    Ok(HttpModel::new(config, client)?)
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is a whole application, and here are its settings"
)]
fn setting(name: &str) -> Option<String> {
    env::var(name).ok()
}

#[post("/chatkit")]
async fn endpoint(chatkit: Data<ChatKit<Caller>>, body: Bytes) -> HttpResponse {
    match chatkit.process(&body, ()).await {
        Ok(Response::Json(json)) => HttpResponse::Ok()
            .content_type("application/json")
            .body(json),
        Ok(Response::Stream(frames)) => HttpResponse::Ok()
            .content_type("text/event-stream")
            .insert_header(("Cache-Control", "no-cache, no-transform"))
            .insert_header(("X-Accel-Buffering", "no"))
            .streaming(frames),
        Err(error) => {
            let status = actix_web::http::StatusCode::from_u16(error.status());
            HttpResponse::build(status.unwrap_or_default())
                .content_type("application/problem+json")
                .body(error.problem())
        }
    }
}

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let port = setting("PORT").map_or(Ok(8000), |port| port.parse())?;
    let store = Arc::new(MemoryStore::shared());
    let chatkit = Data::new(ChatKit::new(guide(model()?), store));
    let server = HttpServer::new(move || App::new().app_data(chatkit.clone()).service(endpoint))
        .workers(1)
        .bind(("127.0.0.1", port))?;
    for address in server.addrs() {
        writeln!(io::stdout(), "{address}")?;
    }
    server.run().await?;
    Ok(())
}
