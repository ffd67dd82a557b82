//! Tools of MCP servers (feature `mcp`), over any transport that `rmcp` has.
//!
//! ```no_run
//! # use std::sync::Arc;
//! # use taskpilot_agent_runner::{Agent, mcp::{self, McpOptions, McpServer}};
//! # use taskpilot_model_client::Model;
//! # async fn agent(
//! #     model: Arc<dyn Model>,
//! #     files: tokio::io::DuplexStream,
//! #     mail: tokio::io::DuplexStream,
//! # ) -> Result<Agent<()>, mcp::McpError> {
//! let options = McpOptions {
//!     block: vec!["delete_mailbox".into()],
//!     ..McpOptions::default()
//! };
//! let servers = [
//!     McpServer::connect("files", files, McpOptions::default()).await?,
//!     McpServer::connect("mail", mail, options).await?,
//! ];
//! let agent = Agent::new("helper", model).with_tools(mcp::tools(&servers).await?);
//! # Ok(agent)
//! # }
//! ```
//!
//! What a server says of its tools are hints of somebody else. So a tool that does not say that it only reads waits for
//! a person's word, unless [`McpOptions::approval`] says otherwise; and what tools answer is data to the model like any
//! tool's answer.
//!
//! Protocol: Model Context Protocol, all revisions that `rmcp` speaks (2024-11-05 to 2026-07-28).

mod answer;
mod name;
mod server;
mod tool;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::try_join_all;
use rmcp::model::Tool as Definition;
use rmcp::service::{ClientInitializeError, ServiceError};

pub use self::server::McpServer;
use self::tool::McpTool;
use crate::tool::Tool;

/// How to deal with a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct McpOptions {
    /// How long it may take to connect, and each page of its tools to come. 10 seconds unless said otherwise.
    pub connect_timeout: Duration,
    /// How long a call may take, if not as long as the run says
    /// ([`RunOptions::tool_timeout`](crate::RunOptions::tool_timeout)).
    pub call_timeout: Option<Duration>,
    /// The tools that are taken, by the server's names; all of them if there is none here.
    pub allow: Vec<String>,
    /// The tools that are left out, also if they are allowed.
    pub block: Vec<String>,
    /// Which calls wait for a person's word.
    pub approval: McpApproval,
    /// Whether models always see `server__tool`, and not only where two tools have one name.
    pub prefix: bool,
}

impl Default for McpOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            call_timeout: None,
            allow: Vec::new(),
            block: Vec::new(),
            approval: McpApproval::default(),
            prefix: false,
        }
    }
}

impl McpOptions {
    fn takes(&self, tool: &Definition) -> bool {
        let is_in = |list: &[String]| list.iter().any(|name| *name == tool.name);
        (self.allow.is_empty() || is_in(&self.allow)) && !is_in(&self.block)
    }
}

/// Which calls of a server's tools wait for a person's word.
///
/// The run may ask for more of them: [`RunOptions::approvals`](crate::RunOptions::approvals).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum McpApproval {
    /// Those of tools that may destroy something, as far as they say: whatever is neither `readOnlyHint` nor, by
    /// `destructiveHint: false`, known to add only. Without hints a tool may, as the protocol has it.
    #[default]
    Hinted,
    /// All.
    Always,
    /// Those of these tools, by the server's names.
    Only(Vec<String>),
    /// None.
    Never,
}

/// A server's tools cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum McpError {
    /// There is no connection.
    #[error("could not connect to the MCP server {server}")]
    Connect {
        /// Which server.
        server: Arc<str>,
        /// Why.
        #[source]
        source: Box<ClientInitializeError>,
    },
    /// It takes too long to connect or to list its tools.
    #[error("the MCP server {server} did not answer within {limit:?}")]
    TimedOut {
        /// Which server.
        server: Arc<str>,
        /// How long it was waited for.
        limit: Duration,
    },
    /// It does not list its tools.
    #[error("the MCP server {server} does not list its tools")]
    List {
        /// Which server.
        server: Arc<str>,
        /// Why.
        #[source]
        source: Box<ServiceError>,
    },
    /// Its list does not end: a cursor comes twice, or there are more than 100 pages.
    #[error("the list of tools of the MCP server {server} does not end")]
    EndlessList {
        /// Which server.
        server: Arc<str>,
    },
    /// Two tools would have one name. Give the servers other names, or leave one of the tools out
    /// ([`McpOptions::block`]).
    #[error("two tools of MCP servers would be called {name}")]
    NameTaken {
        /// The name, as models would see it.
        name: String,
    },
}

/// Lists the tools of these servers as tools of an agent, in the servers' order.
///
/// Models take names of up to 64 letters, digits, `_` and `-`, so others are written anew. Where two tools have one
/// name, both are called `server__tool`.
///
/// # Errors
/// [`McpError`]; one server that fails fails all. To do without it, leave it out of `servers`.
pub async fn tools<Cx: Send + Sync + 'static>(
    servers: &[McpServer],
) -> Result<Vec<Arc<dyn Tool<Cx>>>, McpError> {
    let lists = try_join_all(servers.iter().map(McpServer::list)).await?;
    let all = || {
        let each = servers.iter().zip(&lists);
        each.flat_map(|(server, list)| list.iter().map(move |tool| (server, tool)))
    };
    let mut uses = BTreeMap::<String, usize>::new();
    for (_, tool) in all() {
        *uses.entry(name::short(&tool.name)).or_default() += 1;
    }
    let mut tools = BTreeMap::new();
    let mut order = Vec::new();
    for (server, tool) in all() {
        let short = name::short(&tool.name);
        let is_clear = !server.options().prefix && uses.get(&short) == Some(&1);
        let name = if is_clear {
            short
        } else {
            name::long(server.name(), &tool.name)
        };
        let made: Arc<dyn Tool<Cx>> = Arc::new(McpTool::new(server, name.clone(), tool));
        if tools.insert(name.clone(), made).is_some() {
            return Err(McpError::NameTaken { name });
        }
        order.push(name);
    }
    Ok(order.iter().filter_map(|name| tools.remove(name)).collect())
}
