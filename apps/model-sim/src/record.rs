use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use serde_json::Value;
use tokio::sync::Notify;

/// Most requests that are kept; a load test would fill the memory.
const MAX_REQUESTS: usize = 10_000;

/// A request as the simulator saw it, and how it ended.
#[derive(Debug, Clone)]
pub struct RecordedRequest {
    /// Such as `/v1/responses`.
    pub path: String,
    /// The body; null if it was not JSON, and for load tests, which do not read it.
    pub body: Value,
    /// Whether there was an `Authorization` header. Its value is not kept.
    pub authorized: bool,
    /// When it came.
    pub at: Instant,
    /// When the answer was sent, or the client left.
    pub ended_at: Option<Instant>,
    /// Whether the client left before the answer was sent.
    pub client_closed: bool,
}

/// Keeps what happened, for tests to look at.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    requests: Mutex<Vec<RecordedRequest>>,
    connections: AtomicUsize,
    answers: AtomicUsize,
    pub(crate) changed: Notify,
}

/// One request on its way. Dropping it before [`Ticket::finish`] means that the client left.
pub(crate) struct Ticket {
    recorder: Arc<Recorder>,
    /// Nothing if it is no longer kept.
    index: Option<usize>,
    finished: bool,
}

/// One open connection.
pub(crate) struct Connection(Arc<Recorder>);

impl Recorder {
    pub(crate) fn begin(self: &Arc<Self>, path: &str, body: Value, authorized: bool) -> Ticket {
        self.answers.fetch_add(1, Ordering::Relaxed);
        let mut requests = self.lock();
        let index = (requests.len() < MAX_REQUESTS).then_some(requests.len());
        if index.is_some() {
            requests.push(RecordedRequest {
                path: path.to_owned(),
                body,
                authorized,
                at: Instant::now(),
                ended_at: None,
                client_closed: false,
            });
        }
        drop(requests);
        self.changed.notify_waiters();
        Ticket {
            recorder: Arc::clone(self),
            index,
            finished: false,
        }
    }

    pub(crate) fn connect(self: &Arc<Self>) -> Connection {
        self.connections.fetch_add(1, Ordering::Relaxed);
        Connection(Arc::clone(self))
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.lock().clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    pub(crate) fn answers(&self) -> usize {
        self.answers.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<RecordedRequest>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket {
    /// Notes that the whole answer was handed over.
    pub(crate) fn finish(&mut self) {
        self.finished = true;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.recorder.answers.fetch_sub(1, Ordering::Relaxed);
        if let Some(index) = self.index
            && let Some(request) = self.recorder.lock().get_mut(index)
        {
            request.ended_at = Some(Instant::now());
            request.client_closed = !self.finished;
        }
        self.recorder.changed.notify_waiters();
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.connections.fetch_sub(1, Ordering::Relaxed);
        self.0.changed.notify_waiters();
    }
}
