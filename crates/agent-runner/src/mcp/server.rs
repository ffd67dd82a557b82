use std::collections::HashSet;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rmcp::model::{
    ClientCapabilities, ClientConfig, Implementation, PaginatedRequestParams,
    ProgressNotificationParam, Tool as Definition,
};
use rmcp::service::{NotificationContext, RunningService};
use rmcp::transport::IntoTransport;
use rmcp::{ClientHandler, Peer, RoleClient};
use tokio::sync::broadcast;
use tokio::time::timeout;

use super::{McpError, McpOptions};
use crate::tool::Tool;

/// Pages of a list of tools; servers send some dozens of tools on each.
const MAX_PAGES: usize = 100;

/// How many reports of progress may lie between their coming and their being looked at; older ones are left out.
const PROGRESS_KEPT: usize = 64;

/// A connection to an MCP server.
///
/// It is closed when this and all tools made of it are dropped; [`McpServer::close`] closes it in order. A server that
/// ends before that ends no run: its tools answer with an error.
pub struct McpServer {
    name: Arc<str>,
    options: McpOptions,
    service: Arc<RunningService<RoleClient, Ears>>,
}

/// What the server tells of its own accord.
#[derive(Clone)]
pub(super) struct Ears {
    progress: broadcast::Sender<ProgressNotificationParam>,
    has_changed: Arc<AtomicBool>,
}

impl ClientHandler for Ears {
    fn get_info(&self) -> ClientConfig {
        let this = Implementation::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        ClientConfig::new(ClientCapabilities::default(), this)
    }

    async fn on_progress(
        &self,
        news: ProgressNotificationParam,
        _: NotificationContext<RoleClient>,
    ) {
        // Between calls nobody listens.
        let _ = self.progress.send(news);
    }

    async fn on_tool_list_changed(&self, _: NotificationContext<RoleClient>) {
        self.has_changed.store(true, Ordering::Relaxed);
    }
}

impl McpServer {
    /// Connects to a server, for instance over a child process's pipes or HTTP; `name` stands for it in errors, in
    /// approvals and, where needed, in the names of its tools.
    ///
    /// # Errors
    /// [`McpError::Connect`] and [`McpError::TimedOut`].
    pub async fn connect<T, E, A>(
        name: &str,
        transport: T,
        options: McpOptions,
    ) -> Result<Self, McpError>
    where
        T: IntoTransport<RoleClient, E, A>,
        E: Error + Send + Sync + 'static,
    {
        let name = Arc::<str>::from(name);
        let (progress, _) = broadcast::channel(PROGRESS_KEPT);
        let ears = Ears {
            progress,
            has_changed: Arc::default(),
        };
        let connecting = rmcp::serve_client(ears, transport);
        let connected = timeout(options.connect_timeout, connecting).await;
        let connected = connected.map_err(|_| timed_out(&name, options.connect_timeout))?;
        let service = connected.map_err(|source| McpError::Connect {
            server: Arc::clone(&name),
            source: Box::new(source),
        })?;
        Ok(Self {
            name,
            options,
            service: Arc::new(service),
        })
    }

    /// Returns the name that it was given.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Returns how it is dealt with.
    pub fn options(&self) -> &McpOptions {
        &self.options
    }

    /// Lists its tools as tools of an agent; for several servers at once there is [`tools`](super::tools).
    ///
    /// # Errors
    /// [`McpError`].
    pub async fn tools<Cx: Send + Sync + 'static>(
        &self,
    ) -> Result<Vec<Arc<dyn Tool<Cx>>>, McpError> {
        super::tools(std::slice::from_ref(self)).await
    }

    /// Returns whether the server has said since the last listing that its tools have changed. Agents are values: make
    /// one anew with the tools that there are now.
    pub fn has_changed(&self) -> bool {
        self.service.service().has_changed.load(Ordering::Relaxed)
    }

    /// Closes the connection, once no tool of it is in use; otherwise that closes it.
    pub async fn close(self) {
        if let Some(mut service) = Arc::into_inner(self.service) {
            // A connection that cannot be closed is closed.
            let _ = service.close().await;
        }
    }

    /// Returns what there is, in the server's order.
    pub(super) async fn list(&self) -> Result<Vec<Definition>, McpError> {
        self.service
            .service()
            .has_changed
            .store(false, Ordering::Relaxed);
        let mut tools = Vec::new();
        let mut cursor = None;
        let mut seen = HashSet::new();
        for _ in 0..MAX_PAGES {
            let mut place = PaginatedRequestParams::default();
            place.cursor = cursor;
            let page = timeout(
                self.options.connect_timeout,
                self.service.list_tools(Some(place)),
            );
            let page = page.await;
            let page = page.map_err(|_| timed_out(&self.name, self.options.connect_timeout))?;
            let page = page.map_err(|source| McpError::List {
                server: Arc::clone(&self.name),
                source: Box::new(source),
            })?;
            let taken = page
                .tools
                .into_iter()
                .filter(|tool| self.options.takes(tool));
            tools.extend(taken);
            let Some(next) = page.next_cursor else {
                return Ok(tools);
            };
            if !seen.insert(next.clone()) {
                break;
            }
            cursor = Some(next);
        }
        Err(McpError::EndlessList {
            server: Arc::clone(&self.name),
        })
    }

    pub(super) fn link(&self) -> Link {
        Link(Arc::clone(&self.service))
    }
}

impl fmt::Debug for McpServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("McpServer")
            .field("name", &self.name)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// A tool's hold of the connection.
pub(super) struct Link(Arc<RunningService<RoleClient, Ears>>);

impl Link {
    pub(super) fn peer(&self) -> &Peer<RoleClient> {
        self.0.peer()
    }

    /// Returns the progress of all calls from now on.
    pub(super) fn progress(&self) -> broadcast::Receiver<ProgressNotificationParam> {
        self.0.service().progress.subscribe()
    }
}

fn timed_out(server: &Arc<str>, limit: Duration) -> McpError {
    McpError::TimedOut {
        server: Arc::clone(server),
        limit,
    }
}
