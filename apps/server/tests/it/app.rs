//! A whole server in this process, which reaches its model over HTTP, as in production.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Method};
use taskpilot::config::{HttpArgs, ModelChoice};
use taskpilot::server::{MetricsScope, RunningServer, ServerParts, start};
use taskpilot_assistant::DailyLimits;
use taskpilot_attachments::{AttachmentFiles, Limits};
use taskpilot_auth::{AuthConfig, DEFAULT_LEEWAY, Hs256Config, JwksConfig, mint_hs256};
use taskpilot_context::{Clock, SystemClock, UserId};
use taskpilot_model_client::{Api, ProviderConfig, RetryPolicy, Timeouts};
use taskpilot_model_sim::{Behaviour, Reply, Script, Sim};
use taskpilot_storage::{Database, DatabaseOptions, DatabaseUrl};

use crate::database::{Backend, TestDatabase};
use crate::user::{Call, User};

/// Signs the tests' tokens.
pub(crate) const SECRET: &str = "a secret of the tests, longer than 32 bytes";

/// A web page that may call the API.
pub(crate) const ORIGIN: &str = "http://localhost:3000";

/// A server and all that it needs.
pub(crate) struct TestApp {
    /// `http://127.0.0.1:PORT`.
    pub(crate) base: String,
    pub(crate) sim: Sim,
    /// Opens connections that nobody else uses, so that none is left when the server stops.
    pub(crate) client: Client,
    pub(crate) database: Database,
    server: RunningServer,
    files: TestDatabase,
}

/// What to start; see [`TestApp::of`].
pub(crate) struct Setup {
    backend: Backend,
    behaviour: Behaviour,
    api: Api,
    retry: RetryPolicy,
    timeouts: Timeouts,
    jwks: Option<JwksConfig>,
    hs256: Option<Hs256Config>,
    /// Whether the provider takes down speech. May be changed before [`Setup::start`].
    pub(crate) transcribes: bool,
    /// May be changed before [`Setup::start`].
    pub(crate) http: HttpArgs,
    /// May be changed before [`Setup::start`].
    pub(crate) daily_limits: DailyLimits,
    /// May be changed before [`Setup::start`]; tokens are to be of its time.
    pub(crate) clock: Arc<dyn Clock>,
}

impl TestApp {
    /// A server on SQLite whose model answers by rules.
    pub(crate) async fn demo() -> Self {
        Self::of(Behaviour::demo()).start().await
    }

    /// A server on SQLite whose model says and does as it is told.
    pub(crate) async fn scripted(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::of(Behaviour::Script(Script::new(replies)))
            .start()
            .await
    }

    /// A server to be, on SQLite, whose model behaves so.
    pub(crate) fn of(behaviour: Behaviour) -> Setup {
        Setup {
            backend: Backend::Sqlite,
            behaviour,
            api: Api::Responses,
            retry: RetryPolicy {
                first_delay: Duration::from_millis(5),
                ..RetryPolicy::default()
            },
            timeouts: Timeouts::default(),
            jwks: None,
            hs256: Some(shared_secret()),
            transcribes: false,
            http: HttpArgs {
                bind: "127.0.0.1:0".parse().unwrap(),
                cors_allowed_origins: vec![ORIGIN.to_owned()],
                rate_limit_per_minute: 0,
                max_body_bytes: 262_144,
                workers: 1,
                shutdown_grace_seconds: 10,
                chatkit_session_timeout: 3_600,
                chatkit_max_history: 10,
            },
            daily_limits: DailyLimits::default(),
            clock: Arc::new(SystemClock),
        }
    }

    /// A person with a good token.
    pub(crate) fn user(&self, name: &str) -> User {
        self.bearer(name, &token(name))
    }

    /// A person with this token.
    pub(crate) fn bearer(&self, name: &str, token: &str) -> User {
        User::new(
            name,
            &self.base,
            self.client.clone(),
            Some(format!("Bearer {token}")),
        )
    }

    /// A person without a token.
    pub(crate) fn stranger(&self, name: &str) -> User {
        User::new(name, &self.base, self.client.clone(), None)
    }

    /// A request by nobody in particular.
    pub(crate) fn call(&self, method: Method, path: &str) -> Call {
        self.stranger("nobody").call_path(method, path)
    }

    /// Returns the address without its scheme.
    pub(crate) fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// Stops the server as SIGTERM does, and removes its database.
    pub(crate) async fn stop(self) {
        drop(self.client);
        self.server.stop().await;
        drop(self.files);
    }
}

impl Setup {
    pub(crate) fn on(mut self, backend: Backend) -> Self {
        self.backend = backend;
        self
    }

    pub(crate) fn api(mut self, api: Api) -> Self {
        self.api = api;
        self
    }

    /// Gives the model up after this much silence.
    pub(crate) fn idle_timeout(mut self, idle: Duration) -> Self {
        self.timeouts.idle = idle;
        self
    }

    /// Accepts this issuer's tokens, and no others.
    pub(crate) fn issuer(mut self, jwks: JwksConfig) -> Self {
        self.jwks = Some(jwks);
        self.hs256 = None;
        self
    }

    /// Accepts tokens signed with the tests' secret as well.
    pub(crate) fn and_secret(mut self) -> Self {
        self.hs256 = Some(shared_secret());
        self
    }

    pub(crate) async fn start(self) -> TestApp {
        let sim = Sim::start(self.behaviour).await.unwrap();
        let provider = ProviderConfig::compatible(sim.base_url.parse().unwrap(), None)
            .with_model("sim")
            .with_api(self.api)
            .with_retry(self.retry)
            .with_timeouts(self.timeouts);
        let files = TestDatabase::new(&self.backend).await;
        let mut options = DatabaseOptions::new(DatabaseUrl::parse(&files.url).unwrap());
        options.max_connections = 4;
        let database = Database::open(options).unwrap();
        database.migrate().await.unwrap();
        let server = start(ServerParts {
            database: database.clone(),
            model: ModelChoice::Provider {
                transcribes: self.transcribes.then(|| Box::new(provider.clone())),
                answers: Box::new(provider),
            },
            auth: AuthConfig {
                jwks: self.jwks,
                hs256: self.hs256,
                leeway: DEFAULT_LEEWAY,
            },
            attachments: AttachmentFiles::in_memory(),
            attachment_limits: Limits {
                max_bytes: 1_048_576,
                ..Limits::default()
            },
            http: self.http,
            daily_limits: self.daily_limits,
            clock: self.clock,
            metrics: MetricsScope::Off,
        })
        .unwrap();
        TestApp {
            base: format!("http://{}", server.address()),
            sim,
            client: client(),
            database,
            server,
            files,
        }
    }
}

/// A client that keeps no connection open for later and follows no redirect.
pub(crate) fn client() -> Client {
    // Somebody else in this process may have done so.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .pool_max_idle_per_host(0)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

/// A good token for `name`.
pub(crate) fn token(name: &str) -> String {
    token_by(name, &SystemClock)
}

/// A token for `name` that is good by this clock.
pub(crate) fn token_by(name: &str, clock: &dyn Clock) -> String {
    let user = UserId::parse(name).unwrap();
    mint_hs256(&shared_secret(), &user, Duration::from_mins(10), clock).unwrap()
}

fn shared_secret() -> Hs256Config {
    Hs256Config {
        secret: SECRET.into(),
        issuer: None,
        audience: None,
    }
}
