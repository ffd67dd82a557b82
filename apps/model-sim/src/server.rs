//! The HTTP server.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, ContentType};
use actix_web::web::{self, Bytes, Data, PayloadConfig};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, Responder};
use futures_util::StreamExt;
use serde_json::{Value, json};
use taskpilot_context::{Clock, SystemClock};
use taskpilot_model_client::{Model, ModelEvent};

use crate::api::{Api, Call, Envelope};
use crate::behaviour::Behaviour;
use crate::body::check_history;
use crate::error::ApiError;
use crate::record::{RecordedRequest, Recorder, Ticket};
use crate::script::{Play, Prompter, play, play_whole};
use crate::speech::transcribe;
use crate::stream;
use crate::text::{TextCall, Texts};

/// The model's name when nothing else says it.
const MODEL: &str = "sim";

/// Largest request, in bytes; conversations with images are large.
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

/// How long an idle connection is kept: longer than clients keep theirs, so that none is closed
/// in the moment in which a client uses it again.
const KEEP_ALIVE: Duration = Duration::from_mins(5);

/// Everything the handlers share.
pub(crate) struct State {
    behaviour: Prepared,
    recorder: Arc<Recorder>,
    /// Begins the ids, so that those of two runs differ.
    run: String,
    answers: AtomicU64,
    requests: AtomicU64,
}

enum Prepared {
    Model(Arc<dyn Model>),
    Text(Arc<Texts>),
    Script(Prompter),
}

impl State {
    /// Returns the state of a server; `run` begins its ids.
    pub(crate) fn new(behaviour: Behaviour, run: &str) -> Self {
        let behaviour = match behaviour {
            Behaviour::Model(model) => Prepared::Model(model),
            Behaviour::Script(script) => Prepared::Script(Prompter::new(script)),
            Behaviour::Text(options) => {
                let envelope = envelope(format!("{run}text"), MODEL);
                Prepared::Text(Arc::new(Texts::new(options, &envelope)))
            }
        };
        Self {
            behaviour,
            recorder: Arc::default(),
            run: run.to_owned(),
            answers: AtomicU64::new(1),
            requests: AtomicU64::new(1),
        }
    }

    pub(crate) fn recorder(&self) -> Arc<Recorder> {
        Arc::clone(&self.recorder)
    }

    fn model(&self) -> &str {
        match &self.behaviour {
            Prepared::Model(model) => model.name(),
            _ => MODEL,
        }
    }

    fn next_id(&self) -> String {
        let number = self.answers.fetch_add(1, Ordering::Relaxed);
        format!("{}{number}", self.run)
    }

    /// Returns the header that names a request, for support.
    fn request_id(&self) -> (&'static str, String) {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        ("x-request-id", format!("req_{}{number}", self.run))
    }
}

/// Returns a server on `listener`, not yet running. It stops on SIGINT and SIGTERM if `signals`.
pub(crate) fn server(
    listener: TcpListener,
    state: State,
    workers: usize,
    signals: Signals,
) -> io::Result<Server> {
    let recorder = state.recorder();
    let state = Data::new(state);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(state.clone())
            .app_data(PayloadConfig::new(MAX_BODY_BYTES))
            .route("/v1/chat/completions", web::post().to(chat))
            .route("/v1/responses", web::post().to(responses))
            .route("/v1/audio/transcriptions", web::post().to(transcribe))
            .route("/v1/models", web::get().to(models))
            .route("/healthz", web::get().to(health))
            .route("/requests", web::get().to(requests))
            .default_service(web::to(not_found))
    })
    .on_connect(move |_, extensions| {
        extensions.insert(recorder.connect());
    })
    .workers(workers.max(1))
    .keep_alive(KEEP_ALIVE)
    .shutdown_timeout(1)
    .tcp_nodelay(true)
    // A client that closes its side has given up, whether or not there is something to send.
    .h1_allow_half_closed(false)
    .listen(listener)?;
    Ok(match signals {
        Signals::Stop => server.run(),
        Signals::Ignore => server.disable_signals().run(),
    })
}

/// What a server makes of SIGINT and SIGTERM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signals {
    Stop,
    Ignore,
}

async fn chat(request: HttpRequest, body: Bytes, state: Data<State>) -> impl Responder {
    let request_id = state.request_id();
    let response = answer(Api::Chat, &request, &body, &state).await;
    response.customize().insert_header(request_id)
}

async fn responses(request: HttpRequest, body: Bytes, state: Data<State>) -> impl Responder {
    let request_id = state.request_id();
    let response = answer(Api::Responses, &request, &body, &state).await;
    response.customize().insert_header(request_id)
}

async fn models(state: Data<State>) -> HttpResponse {
    let model = json!({
        "id": state.model(), "object": "model", "created": 0, "owned_by": "model-sim",
    });
    HttpResponse::Ok().json(json!({"object": "list", "data": [model]}))
}

async fn health() -> HttpResponse {
    HttpResponse::Ok().json(json!({"status": "ok"}))
}

/// Tells what was asked so far, for tests in other languages.
async fn requests(state: Data<State>) -> HttpResponse {
    let all = state.recorder.requests();
    let told = |one: &RecordedRequest| json!({"path": one.path, "body": one.body});
    HttpResponse::Ok().json(all.iter().map(told).collect::<Vec<_>>())
}

async fn not_found(request: HttpRequest) -> HttpResponse {
    let message = format!("Invalid URL ({} {})", request.method(), request.path());
    ApiError::with_status(404, message).response()
}

async fn answer(api: Api, request: &HttpRequest, body: &[u8], state: &State) -> HttpResponse {
    let authorized = request.headers().contains_key(AUTHORIZATION);
    if let Prepared::Text(texts) = &state.behaviour {
        let ticket = state
            .recorder
            .begin(request.path(), Value::Null, authorized);
        return text(api, body, texts, ticket);
    }
    let parsed = serde_json::from_slice::<Value>(body);
    let recorded = parsed.as_ref().cloned().unwrap_or_default();
    let mut ticket = state.recorder.begin(request.path(), recorded, authorized);
    let call = parsed.map_err(|_| unreadable()).and_then(|body| {
        let call = api.read(&body)?;
        check_history(&call.request.input)?;
        Ok(call)
    });
    let call = match call {
        Ok(call) => call,
        Err(error) => {
            ticket.finish();
            return error.response();
        }
    };
    match &state.behaviour {
        Prepared::Model(model) => by_model(api, call, &**model, state, ticket).await,
        Prepared::Script(prompter) => by_script(api, &call, prompter, state, ticket),
        Prepared::Text(texts) => text(api, body, texts, ticket),
    }
}

fn text(api: Api, body: &[u8], texts: &Arc<Texts>, mut ticket: Ticket) -> HttpResponse {
    let Ok(call) = serde_json::from_slice::<TextCall>(body) else {
        ticket.finish();
        return unreadable().response();
    };
    if call.stream == Some(true) {
        let body = stream::text(texts.stream(api, &call), texts.options.delay);
        return stream::events(body, ticket);
    }
    let envelope = envelope("text".to_owned(), MODEL);
    let whole = texts.whole(api, &envelope, stream::now_us());
    stream::json(stream::whole(whole, texts.options.delay), ticket)
}

fn by_script(
    api: Api,
    call: &Call,
    prompter: &Prompter,
    state: &State,
    mut ticket: Ticket,
) -> HttpResponse {
    let Some(reply) = prompter.reply(&call.request) else {
        ticket.finish();
        return used_up().response();
    };
    let model = call.request.model.as_deref().unwrap_or(MODEL);
    let envelope = envelope(state.next_id(), model);
    let plan = if call.stream {
        play(reply, api, envelope, call.include_usage)
    } else {
        play_whole(reply, api, &envelope)
    };
    match plan {
        Play::Steps(steps) if call.stream => stream::events(stream::steps(steps), ticket),
        Play::Steps(steps) => stream::json(stream::steps(steps), ticket),
        Play::Error(error) => {
            ticket.finish();
            error.response()
        }
        Play::Html(status) => {
            ticket.finish();
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
            HttpResponse::build(status)
                .insert_header(ContentType::html())
                .body(format!(
                    "<html><head><title>{status}</title></head><body></body></html>"
                ))
        }
    }
}

async fn by_model(
    api: Api,
    call: Call,
    model: &dyn Model,
    state: &State,
    mut ticket: Ticket,
) -> HttpResponse {
    let name = call.request.model.clone();
    let envelope = envelope(state.next_id(), name.as_deref().unwrap_or(model.name()));
    let mut events = model.stream(call.request);
    if call.stream {
        let writer = api.writer(envelope, call.include_usage);
        return match events.next().await {
            Some(Ok(first)) => stream::events(stream::model(first, events, writer), ticket),
            Some(Err(error)) => {
                ticket.finish();
                ApiError::from_model(&error).response()
            }
            None => {
                ticket.finish();
                said_nothing().response()
            }
        };
    }
    let mut answer = Err(said_nothing());
    while let Some(next) = events.next().await {
        match next {
            Ok(ModelEvent::Finished(response)) => answer = Ok(api.whole(&envelope, &response)),
            Ok(_) => {}
            Err(error) => answer = Err(ApiError::from_model(&error)),
        }
    }
    ticket.finish();
    match answer {
        Ok(whole) => HttpResponse::Ok().json(whole),
        Err(error) => error.response(),
    }
}

fn envelope(id: String, model: &str) -> Envelope {
    Envelope {
        id,
        model: model.to_owned(),
        created: SystemClock.now().as_second(),
    }
}

fn unreadable() -> ApiError {
    ApiError::with_status(400, "We could not parse the JSON body of your request.")
}

/// Not a status that is retried: a test whose script is too short shall fail at once.
fn used_up() -> ApiError {
    ApiError {
        code: Some("script_used_up".to_owned()),
        ..ApiError::with_status(400, "The script has no reply left that fits this request.")
    }
}

fn said_nothing() -> ApiError {
    ApiError::with_status(500, "The model said nothing.")
}
