//! The engine: from the bytes of a request to the bytes of its answer.

mod answers;
mod frames;
mod open;
mod pending;
mod plain;
mod run;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::runtime::Handle;

#[cfg(any(test, feature = "testing"))]
pub(crate) use frames::encode;
pub use frames::{EventFrame, Frames};

use crate::attachment_store::AttachmentStore;
use crate::error::RequestError;
use crate::id::ThreadId;
use crate::request::{Operation, Request};
use crate::runs::Runs;
use crate::server::ChatKitServer;
use crate::sse::KEEP_ALIVE;
use crate::store::Store;

/// A ChatKit endpoint without HTTP: give it the body of a request, send what it returns. Clones are the same.
pub struct ChatKit<Cx> {
    engine: Arc<Engine<Cx>>,
}

struct Engine<Cx> {
    server: Arc<dyn ChatKitServer<Cx>>,
    store: Arc<dyn Store<Cx>>,
    attachments: Option<Arc<dyn AttachmentStore<Cx>>>,
    runs: Runs,
    keep_alive: Duration,
    /// Where answers are kept whose reader is gone.
    background: Option<Handle>,
}

impl<Cx> Clone for ChatKit<Cx> {
    fn clone(&self) -> Self {
        Self {
            engine: Arc::clone(&self.engine),
        }
    }
}

/// The answer to a request.
#[derive(Debug)]
pub enum Response {
    /// A JSON document: status 200, `Content-Type: application/json`.
    Json(Bytes),
    /// Server-sent events: status 200, `Content-Type: text/event-stream`, never cached, compressed or buffered.
    Stream(Frames),
}

/// What a request brings beside its body.
#[derive(Debug, Clone, Default)]
pub struct RequestOptions {
    /// The header `Idempotency-Key`: a message that is sent again under its key is stored once, and answered once.
    pub idempotency_key: Option<String>,
}

impl<Cx: Send + Sync + 'static> ChatKit<Cx> {
    /// Puts a server and its store together.
    pub fn new(server: impl ChatKitServer<Cx>, store: Arc<dyn Store<Cx>>) -> Self {
        Self {
            engine: Arc::new(Engine {
                server: Arc::new(server),
                store,
                attachments: None,
                runs: Runs::default(),
                keep_alive: KEEP_ALIVE,
                background: None,
            }),
        }
    }

    /// Takes attachments, too.
    #[must_use]
    pub fn with_attachments(self, attachments: Arc<dyn AttachmentStore<Cx>>) -> Self {
        self.change(|engine| engine.attachments = Some(attachments))
    }

    /// Keeps runs apart by `runs`, which others may share: other endpoints, other ways into the same threads, or, with
    /// leases, other processes. By default each endpoint has its own, in memory.
    #[must_use]
    pub fn with_runs(self, runs: Runs) -> Self {
        self.change(|engine| engine.runs = runs)
    }

    /// Says that a silent stream lives every so often, instead of every 15 seconds.
    #[must_use]
    pub fn with_keep_alive(self, every: Duration) -> Self {
        self.change(|engine| engine.keep_alive = every)
    }

    /// Keeps answers whose reader is gone on this runtime, instead of the one that serves the request.
    #[must_use]
    pub fn with_background(self, runtime: Handle) -> Self {
        self.change(|engine| engine.background = Some(runtime))
    }

    /// Returns an endpoint that answers through `server`, over the same store: a thread has one run at a time in all
    /// of them. A product whose worker threads have servers of their own makes them so.
    #[must_use]
    pub fn with_server(&self, server: impl ChatKitServer<Cx>) -> Self {
        let engine = &self.engine;
        Self {
            engine: Arc::new(Engine {
                server: Arc::new(server),
                store: Arc::clone(&engine.store),
                attachments: engine.attachments.clone(),
                runs: engine.runs.clone(),
                keep_alive: engine.keep_alive,
                background: engine.background.clone(),
            }),
        }
    }

    /// Stops the answer of a thread, wherever it runs; the client that reads it is told, and what was said is kept.
    ///
    /// # Errors
    /// If there is no such thread, as far as [`ChatKitServer::run_key`] looks for it, or the runs cannot be reached.
    pub async fn stop(&self, thread: &ThreadId, context: &Cx) -> Result<(), RequestError> {
        self.engine.stop(thread, context).await
    }

    fn change(self, change: impl FnOnce(&mut Engine<Cx>)) -> Self {
        let engine = &self.engine;
        let mut changed = Engine {
            server: Arc::clone(&engine.server),
            store: Arc::clone(&engine.store),
            attachments: engine.attachments.clone(),
            runs: engine.runs.clone(),
            keep_alive: engine.keep_alive,
            background: engine.background.clone(),
        };
        change(&mut changed);
        Self {
            engine: Arc::new(changed),
        }
    }

    /// Answers a request. Call it inside a tokio runtime.
    ///
    /// # Errors
    /// [`RequestError`]: its [`status`](RequestError::status) and [`problem`](RequestError::problem) are the answer.
    /// What goes wrong with a streaming request once it is understood is an `error` event of its stream.
    pub async fn process(&self, body: &[u8], context: Cx) -> Result<Response, RequestError> {
        self.process_with(body, context, RequestOptions::default())
            .await
    }

    /// Answers a request that brings more than its body: see [`ChatKit::process`].
    ///
    /// # Errors
    /// See [`ChatKit::process`].
    pub async fn process_with(
        &self,
        body: &[u8],
        context: Cx,
        options: RequestOptions,
    ) -> Result<Response, RequestError> {
        let request = Request::parse(body)?;
        match request.operation {
            Operation::Plain(operation) => {
                let json = plain::answer(&self.engine, operation, Arc::new(context)).await?;
                Ok(Response::Json(json.into()))
            }
            Operation::Streaming(operation) => {
                let events = run::events(
                    Arc::clone(&self.engine),
                    operation,
                    Arc::new(context),
                    options.idempotency_key,
                );
                Ok(Response::Stream(EventFrame::frames(
                    Box::pin(events),
                    self.engine.keep_alive,
                )))
            }
        }
    }
}

impl<Cx> std::fmt::Debug for ChatKit<Cx> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ChatKit")
    }
}

#[cfg(test)]
mod tests;
