use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use tokio::sync::oneshot;

use crate::behaviour::Behaviour;
use crate::record::{RecordedRequest, Recorder};
use crate::server::{Signals, State, server};
use crate::stream::now_us;

/// A simulator that runs in this process, on a thread of its own, until it is dropped.
///
/// It runs whatever the runtime of the caller is, and ids are the same in each run
/// (`resp_1`, `call_1_0`), so that tests can name them.
pub struct Sim {
    /// What a model client takes as its base URL: `http://127.0.0.1:PORT/v1`.
    pub base_url: String,
    recorder: Arc<Recorder>,
    server: ServerHandle,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Sim {
    /// Starts a simulator on a free port of the loopback address.
    ///
    /// # Errors
    /// When there is no free port or thread.
    pub async fn start(behaviour: Behaviour) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let base_url = format!("http://{}/v1", listener.local_addr()?);
        let state = State::new(behaviour, "");
        let recorder = state.recorder();
        let (ready, started) = oneshot::channel();
        let thread = std::thread::Builder::new().name("model-sim".to_owned());
        let thread = thread.spawn(move || {
            System::new().block_on(async move {
                let server = server(listener, state, 1, Signals::Ignore)?;
                // Nobody waits any more if `start` was dropped; then the handle is gone too.
                if ready.send(server.handle()).is_err() {
                    return Ok(());
                }
                server.await
            })
        })?;
        let server = started
            .await
            .map_err(|_| io::Error::other("the simulator did not start"))?;
        Ok(Self {
            base_url,
            recorder,
            server,
            thread: Some(thread),
        })
    }

    /// Returns the requests so far (the first 10,000), in the order in which they came.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.recorder.requests()
    }

    /// Returns how many connections are open, idle ones included.
    pub fn open_connections(&self) -> usize {
        self.recorder.connections()
    }

    /// Returns how many requests wait for the end of their answer.
    pub fn open_answers(&self) -> usize {
        self.recorder.answers()
    }

    /// Waits until `holds` is true of the requests, and returns whether it became so within `limit`.
    ///
    /// So a test says that a model call was cancelled:
    /// `sim.wait_for(Duration::from_millis(250), |all| all.iter().any(|one| one.client_closed))`.
    pub async fn wait_for(
        &self,
        limit: Duration,
        holds: impl Fn(&[RecordedRequest]) -> bool,
    ) -> bool {
        let held = async {
            loop {
                let changed = self.recorder.changed.notified();
                tokio::pin!(changed);
                // Registered before looking, so that no change falls between.
                changed.as_mut().enable();
                if holds(&self.recorder.requests()) {
                    return;
                }
                changed.await;
            }
        };
        tokio::time::timeout(limit, held).await.is_ok()
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        // The command is sent by the call; the future only waits for its end, as the thread does.
        drop(self.server.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Serves on `address` until SIGINT or SIGTERM, and calls `listening` once it does.
///
/// # Errors
/// When `address` is not a loopback address or is taken, or when the server fails.
pub fn serve(
    address: SocketAddr,
    behaviour: Behaviour,
    workers: usize,
    listening: impl FnOnce(SocketAddr) -> io::Result<()>,
) -> io::Result<()> {
    if !address.ip().is_loopback() {
        let message =
            format!("{address} is not a loopback address, and there is no access control");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let listener = TcpListener::bind(address)?;
    let address = listener.local_addr()?;
    // Ids of two runs differ, because a product may keep those of both.
    let state = State::new(behaviour, &format!("{:x}_", now_us()));
    System::new().block_on(async move {
        let server = server(listener, state, workers, Signals::Stop)?;
        listening(address)?;
        server.await
    })
}
