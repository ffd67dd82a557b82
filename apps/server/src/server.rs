//! The HTTP server: wiring, housekeeping and shutdown.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_cors::Cors;
use actix_web::http::header::HeaderValue;
use actix_web::http::{StatusCode, header};
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, PayloadConfig};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, ResponseError as _};
use anyhow::Context as _;
use jiff::SignedDuration;
use taskpilot_assistant::chatkit::{Attachments, ChatContext, ChatKitAssistant, chatkit};
use taskpilot_assistant::{Assistant, AssistantOptions, DailyLimits};
use taskpilot_attachments::{AttachmentFiles, Limits};
use taskpilot_auth::session::Sessions;
use taskpilot_auth::{AuthConfig, Verifier};
use taskpilot_chatkit::ChatKit;
use taskpilot_context::Clock;
use taskpilot_model_client::Transcriber;
use taskpilot_storage::Database;
use tokio_util::sync::CancellationToken;
use utoipa_swagger_ui::SwaggerUi;

use crate::api::openapi::Described;
use crate::api::routes;
use crate::config::{HttpArgs, ModelChoice};
use crate::extract::BodyLimit;
use crate::observe::{REQUEST_ID, observe};
use crate::problem::Problem;
use crate::product::Product;
use crate::rate_limit::RateLimit;
use crate::readiness::Readiness;
use crate::telemetry::Metrics;
use crate::telemetry::cause;

/// Requests that a worker thread holds open at once: streams are many and idle.
const MAX_CONNECTIONS_PER_WORKER: usize = 25_000;

/// How long a kept-alive connection may stay silent.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// How long a file that was sent may wait for its message; what is older is removed.
const LONGEST_UPLOAD: SignedDuration = SignedDuration::from_hours(24);

/// How long what was deleted can be brought back.
const TRASH_DAYS: i64 = 30;

/// What a server is made of.
pub struct ServerParts {
    /// Where data is kept; migrated already.
    pub database: Database,
    /// Which model answers.
    pub model: ModelChoice,
    /// Whose tokens are accepted.
    pub auth: AuthConfig,
    /// Where attached files are kept.
    pub attachments: AttachmentFiles,
    /// What may be attached.
    pub attachment_limits: Limits,
    /// How it meets the world.
    pub http: HttpArgs,
    /// What each user may spend in a day.
    pub daily_limits: DailyLimits,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Whether to count metrics for the whole process; a process can do so once.
    pub metrics: MetricsScope,
}

/// Who counts metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricsScope {
    /// This server, for the whole process.
    Process,
    /// Nobody: for tests with several servers in one process.
    Off,
}

/// A server that listens.
pub struct RunningServer {
    address: SocketAddr,
    handle: actix_web::dev::ServerHandle,
    task: tokio::task::JoinHandle<std::io::Result<()>>,
    assistant: Assistant,
    stopping: CancellationToken,
    grace: Duration,
    database: Database,
}

/// What all workers share.
#[derive(Clone)]
struct Shared {
    product: Product,
    assistant: Assistant,
    chatkit: ChatKit<ChatContext>,
    attachments: Attachments,
    attachment_limits: Data<Limits>,
    database: Data<Database>,
    model: ModelChoice,
    verifier: Data<Verifier>,
    sessions: Data<Sessions>,
    limit: Data<RateLimit>,
    transcriber: Option<Transcriber>,
    readiness: Data<Readiness>,
    metrics: Data<Metrics>,
    stopping: CancellationToken,
    described: Data<Described>,
    origins: Arc<[String]>,
    max_body_bytes: usize,
}

/// Starts a server. It runs until [`RunningServer::stop`].
///
/// # Errors
/// The configuration cannot work, or the address is taken.
pub fn start(parts: ServerParts) -> anyhow::Result<RunningServer> {
    let listener = TcpListener::bind(parts.http.bind)
        .with_context(|| format!("could not listen on {} (BIND)", parts.http.bind))?;
    let address = listener.local_addr()?;
    let shared = share(&parts)?;
    let (assistant, stopping) = (shared.assistant.clone(), shared.stopping.clone());
    keep_house(&shared, parts.database.clone());
    let workers = match parts.http.workers {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        workers => workers,
    };
    let server = HttpServer::new(move || app(&shared))
        .workers(workers)
        .max_connections(MAX_CONNECTIONS_PER_WORKER)
        .keep_alive(KEEP_ALIVE)
        // A token is smaller than a packet, and must not wait for the next one.
        .tcp_nodelay(true)
        .disable_signals()
        .shutdown_timeout(1)
        // A client that closes its side has left: its turn is cancelled at once, even while the model is silent.
        .h1_allow_half_closed(false)
        .listen(listener)?
        .run();
    Ok(RunningServer {
        address,
        handle: server.handle(),
        task: tokio::spawn(server),
        assistant,
        stopping,
        grace: Duration::from_secs(parts.http.shutdown_grace_seconds),
        database: parts.database,
    })
}

impl RunningServer {
    /// Returns where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops: refuses new connections, lets running turns end within the grace, stores what the rest has, and closes.
    pub async fn stop(self) {
        self.stopping.cancel();
        self.handle.pause().await;
        self.assistant.shut_down(self.grace).await;
        self.handle.stop(true).await;
        if let Ok(Err(error)) = self.task.await {
            tracing::warn!(error = cause(&error), "the server ended badly");
        }
        self.database.close().await;
    }
}

fn share(parts: &ServerParts) -> anyhow::Result<Shared> {
    let product = Product::new(&parts.database, Arc::clone(&parts.clock));
    let attachments = Attachments::new(
        parts.database.attachments(),
        parts.attachments.clone(),
        parts.attachment_limits.clone(),
        Arc::clone(&product.clock),
    );
    let options = AssistantOptions {
        max_history: parts.http.chatkit_max_history,
        daily_limits: parts.daily_limits.clone(),
        ..AssistantOptions::default()
    };
    let stopping = CancellationToken::new();
    let timeouts = taskpilot_model_client::Timeouts::default();
    let verifier = Verifier::new(
        parts.auth.clone(),
        taskpilot_model_client::http_client(&timeouts)?,
        Arc::clone(&product.clock),
    )?;
    let sessions = Sessions::new(
        parts.database.sessions(),
        Arc::clone(&product.clock),
        Duration::from_secs(parts.http.chatkit_session_timeout),
    );
    let metrics = match parts.metrics {
        MetricsScope::Process => Metrics::install()?,
        MetricsScope::Off => Metrics::detached(),
    };
    let readiness = Readiness::new(
        parts.database.clone(),
        stopping.clone(),
        parts.model.describe(),
        parts.model.is_demo(),
    );
    let assistant = product.assistant(parts.model.build()?, options);
    let transcriber = parts.model.transcriber()?;
    Ok(Shared {
        chatkit: chatkit(
            assistant.clone(),
            product.chatkit_parts(attachments.clone(), transcriber.clone()),
        ),
        transcriber,
        attachments,
        attachment_limits: Data::new(parts.attachment_limits.clone()),
        database: Data::new(parts.database.clone()),
        assistant,
        product,
        model: parts.model.clone(),
        verifier: Data::new(verifier),
        sessions: Data::new(sessions),
        limit: Data::new(RateLimit::new(parts.http.rate_limit_per_minute)),
        readiness: Data::new(readiness),
        metrics: Data::new(metrics),
        stopping,
        described: Data::new(Described::default()),
        origins: parts.http.cors_allowed_origins.clone().into(),
        max_body_bytes: parts.http.max_body_bytes,
    })
}

/// Builds one worker's app. Each worker has a model client of its own, so that no stream crosses threads.
fn app(
    shared: &Shared,
) -> App<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse<impl actix_web::body::MessageBody + use<>>,
        Error = actix_web::Error,
        InitError = (),
    > + use<>,
> {
    let (assistant, answering) = match shared.model.build() {
        Ok(model) => (
            shared.assistant.with_model(Arc::clone(&model)),
            shared
                .assistant
                .with_model(shared.model.beside_widgets(model)),
        ),
        Err(error) => {
            tracing::error!(error = %error, "a worker shares its model client");
            (shared.assistant.clone(), shared.assistant.clone())
        }
    };
    let transcriber = shared.transcriber.clone();
    let parts = shared
        .product
        .chatkit_parts(shared.attachments.clone(), transcriber);
    let answering = ChatKitAssistant::new(answering, parts);
    App::new()
        .app_data(Data::new(shared.chatkit.with_server(answering)))
        .app_data(Data::new(assistant))
        .app_data(Data::new(shared.product.tasks.clone()))
        .app_data(Data::new(shared.product.conversations.clone()))
        .app_data(Data::new(shared.product.live.clone()))
        .app_data(Data::new(shared.attachments.clone()))
        .app_data(Data::from(Arc::clone(&shared.product.clock)))
        .app_data(Data::new(shared.stopping.clone()))
        .app_data(Data::new(BodyLimit(shared.max_body_bytes)))
        .app_data(PayloadConfig::new(shared.max_body_bytes))
        .app_data(shared.attachment_limits.clone())
        .app_data(shared.database.clone())
        .app_data(shared.verifier.clone())
        .app_data(shared.sessions.clone())
        .app_data(shared.limit.clone())
        .app_data(shared.readiness.clone())
        .app_data(shared.metrics.clone())
        .app_data(shared.described.clone())
        .configure(routes)
        .service(web::redirect("/docs", "/docs/"))
        .service(docs())
        .default_service(web::to(no_such_route))
        .wrap(cors(&shared.origins))
        .wrap(from_fn(observe))
}

/// The pages that show the description; by default they would have an outside host check it.
fn docs() -> SwaggerUi {
    let config = utoipa_swagger_ui::Config::from("/openapi.json").validator_url("none");
    SwaggerUi::new("/docs/{_:.*}").config(config)
}

fn cors(origins: &[String]) -> Cors {
    let cors = Cors::default()
        .allowed_methods(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
        .allowed_headers([
            "accept",
            "accept-language",
            "authorization",
            "content-type",
            "idempotency-key",
            "if-match",
            "if-none-match",
            "last-event-id",
            "x-request-id",
            "x-time-zone",
        ])
        .expose_headers([
            header::ETAG.as_str(),
            header::LOCATION.as_str(),
            header::RETRY_AFTER.as_str(),
            "undo-token",
            REQUEST_ID.as_str(),
        ])
        .max_age(3_600);
    let origins = origins
        .iter()
        .map(|origin| origin.trim())
        .filter(|origin| !origin.is_empty());
    origins.fold(cors, Cors::allowed_origin)
}

/// Tells a path that does not exist from a method that does not fit.
async fn no_such_route(
    request: HttpRequest,
    described: Data<Described>,
) -> Result<HttpResponse, Problem> {
    let Some(route) = request.match_pattern() else {
        let detail = "There is no such route. /docs lists them all.";
        return Err(Problem::not_found(detail));
    };
    let allow = described.allow(&route);
    let problem = Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        format!(
            "This route answers to {allow}, not to {}.",
            request.method()
        ),
    );
    let mut response = problem.error_response();
    response.headers_mut().insert(
        header::ALLOW,
        HeaderValue::from_str(allow).map_err(|error| Problem::internal(&error))?,
    );
    Ok(response)
}

/// What is done now and then, until the server stops.
fn keep_house(shared: &Shared, database: Database) {
    let (limit, metrics) = (shared.limit.clone(), shared.metrics.clone());
    let clock = Arc::clone(&shared.product.clock);
    let attachments = shared.attachments.clone();
    let stopping = shared.stopping.clone();
    let work = async move {
        let mut minutes = tokio::time::interval(Duration::from_mins(1));
        let mut days = tokio::time::interval(Duration::from_hours(24));
        loop {
            tokio::select! {
                _ = minutes.tick() => {
                    metrics.upkeep();
                    limit.forget_idle();
                }
                _ = days.tick() => {
                    purge(&database, clock.now()).await;
                    sweep(&attachments, clock.now()).await;
                }
            }
        }
    };
    // Cut wherever it is: once the database closes, there is nothing left to do, nor to warn of.
    tokio::spawn(stopping.run_until_cancelled_owned(work));
}

async fn purge(database: &Database, now: jiff::Timestamp) {
    let age = SignedDuration::from_hours(TRASH_DAYS * 24);
    let Ok(before) = now.checked_sub(age) else {
        return;
    };
    if let Err(error) = database.purge(before).await {
        tracing::warn!(error = cause(&error), "the trash could not be emptied");
    }
}

async fn sweep(attachments: &Attachments, now: jiff::Timestamp) {
    let Ok(before) = now.checked_sub(LONGEST_UPLOAD) else {
        return;
    };
    match attachments.sweep(before).await {
        Ok(0) => {}
        Ok(removed) => tracing::info!(removed, "attachments that nobody needs were removed"),
        Err(error) => {
            tracing::warn!(
                error = cause(&error),
                "attachments that nobody needs could not be removed"
            );
        }
    }
}
