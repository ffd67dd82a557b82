//! A run: what the handler says is stored, folded, and passed on.

use std::pin::pin;
use std::sync::Arc;

use async_stream::stream;
use futures_core::Stream;
use futures_util::StreamExt as _;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::Engine;
use super::open::Opened;
use super::pending::Pending;
use crate::error::{StoreError, StreamError};
use crate::event::Event;
use crate::request::StreamingOperation;
use crate::runs::Run;
use crate::server::ChatKitServer;
use crate::turn::Turn;

/// The events that answer a request, each stored before it is said.
pub(super) fn events<Cx: Send + Sync + 'static>(
    engine: Arc<Engine<Cx>>,
    operation: StreamingOperation,
    context: Arc<Cx>,
    key: Option<String>,
) -> impl Stream<Item = Event> + Send {
    stream! {
        let opened = match Box::pin(engine.open(operation, &context, key.as_deref())).await {
            Ok(opened) => opened,
            Err(error) => {
                yield failed(&error.into());
                return;
            }
        };
        let Opened { turn, run, before, after, then } = opened;
        for event in before {
            if !event.is_hidden() {
                yield event;
            }
        }
        let options = engine.server.stream_options(&turn.thread(), turn.context());
        yield Event::StreamOptions(options);
        for event in after {
            yield event;
        }
        let mut running = Running::new(&engine, turn, run);
        let Some(mut handler) = then.begin(&engine, &running.turn) else {
            running.end().await;
            return;
        };
        let mut stop = pin!(running.stop());
        let mut is_stopped = false;
        loop {
            let said = tokio::select! {
                biased;
                () = &mut stop => {
                    is_stopped = true;
                    break;
                }
                said = handler.next() => said,
            };
            let Some(said) = said else { break };
            let event = match said {
                Ok(event) => event,
                Err(error) => {
                    yield failed(&error);
                    break;
                }
            };
            if let Err(error) = running.store(&event).await {
                yield failed(&error.into());
                break;
            }
            if !event.is_hidden() {
                yield event;
            }
            match running.thread_change().await {
                Ok(change) => {
                    if let Some(event) = change {
                        yield event;
                    }
                }
                Err(error) => {
                    yield failed(&error.into());
                    break;
                }
            }
        }
        // What the handler holds of the run goes with it.
        drop(handler);
        if is_stopped {
            running.cancel().await;
            yield StreamError::stopped().event();
            return;
        }
        match running.thread_change().await {
            Ok(Some(event)) => yield event,
            Ok(None) => {}
            Err(error) => yield failed(&error.into()),
        }
        running.end().await;
    }
}

/// Logs what may not be told, and returns what may.
fn failed(error: &StreamError) -> Event {
    if let StreamError::Failed(cause) = error {
        tracing::error!(error = %Causes(&**cause), "a stream failed");
    }
    error.event()
}

/// An error with what caused it.
struct Causes<'a>(&'a (dyn std::error::Error + 'static));

impl std::fmt::Display for Causes<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut next = Some(self.0);
        while let Some(error) = next {
            write!(formatter, "{error}")?;
            next = error.source();
            if next.is_some() {
                formatter.write_str(": ")?;
            }
        }
        Ok(())
    }
}

/// A run whose handler speaks. Dropped before its end, it has been cancelled.
struct Running<Cx: Send + Sync + 'static> {
    server: Arc<dyn ChatKitServer<Cx>>,
    background: Option<Handle>,
    turn: Turn<Cx>,
    /// None if the handler keeps what it has said.
    pending: Option<Pending>,
    /// Which version of the thread is stored.
    stored: u64,
    run: Option<Run>,
}

impl<Cx: Send + Sync + 'static> Running<Cx> {
    fn new(engine: &Engine<Cx>, turn: Turn<Cx>, run: Run) -> Self {
        Self {
            server: Arc::clone(&engine.server),
            // Asked for while there is one: a stream may be dropped outside of it.
            background: engine
                .background
                .clone()
                .or_else(|| Handle::try_current().ok()),
            turn,
            pending: (!engine.server.keeps_cancelled()).then(Pending::default),
            stored: 0,
            run: Some(run),
        }
    }

    /// Stores what the event says, if it is to be stored.
    async fn store(&mut self, event: &Event) -> Result<(), StoreError> {
        match event {
            Event::ItemDone(item) | Event::ItemReplaced(item) => {
                if let Some(pending) = &mut self.pending {
                    pending.complete(item);
                }
                let store = self.turn.store();
                store
                    .save_item(item.thread_id(), item, self.turn.context())
                    .await?;
            }
            Event::ItemRemoved(id) => {
                let thread = self.turn.thread().id;
                let store = self.turn.store();
                store.delete_item(&thread, id, self.turn.context()).await?;
            }
            _ => {}
        }
        if let Some(pending) = &mut self.pending {
            pending.apply(event);
        }
        Ok(())
    }

    /// Stores the thread if the handler changed it, and returns what tells the client.
    async fn thread_change(&mut self) -> Result<Option<Event>, StoreError> {
        let Some(thread) = self.turn.changed_since(&mut self.stored) else {
            return Ok(None);
        };
        let store = self.turn.store();
        store.save_thread(&thread, self.turn.context()).await?;
        Ok(Some(Event::ThreadUpdated(Box::new(thread))))
    }

    /// Resolves once the run is to stop.
    fn stop(&self) -> impl Future<Output = ()> + Send + use<Cx> {
        let stopped = self.run.as_ref().map(Run::stopped);
        async move {
            match stopped {
                Some(stopped) => stopped.await,
                None => std::future::pending().await,
            }
        }
    }

    async fn end(mut self) {
        if let Some(run) = self.run.take() {
            run.end().await;
        }
    }

    /// Keeps what there is of the answer, and ends.
    async fn cancel(mut self) {
        if let Some(keeping) = self.keep() {
            // It fails only if the runtime ends.
            let _ = keeping.await;
        }
    }

    /// Keeps what there is of an answer that was cut, and ends; it does so whether or not anybody waits.
    fn keep(&mut self) -> Option<JoinHandle<()>> {
        let run = self.run.take()?;
        let Some(background) = &self.background else {
            tracing::error!("an answer was dropped outside a runtime, so nothing is kept of it");
            return None;
        };
        let (server, turn) = (Arc::clone(&self.server), self.turn.clone());
        let pending = self.pending.take().map(Pending::into_items);
        Some(background.spawn(async move {
            let kept = match pending {
                Some(pending) => server.on_cancelled(&turn, pending).await,
                None => Ok(()),
            };
            if let Err(error) = kept {
                tracing::error!(error = %Causes(&*error), "a cancelled answer could not be kept");
            }
            run.end().await;
        }))
    }
}

impl<Cx: Send + Sync + 'static> Drop for Running<Cx> {
    fn drop(&mut self) {
        self.keep();
    }
}
