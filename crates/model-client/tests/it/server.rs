//! A server that answers as told, byte for byte.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// What becomes of one connection.
pub(crate) enum Script {
    /// Sends this and closes.
    Close(String),
    /// Sends this, keeps the connection open, and tells when the client closed it.
    Hold(String, oneshot::Sender<()>),
    /// Sends pieces, this long apart, and closes.
    Slow(Vec<String>, Duration),
    /// Answers one request after the other on the same connection, each in pieces.
    Reuse(Vec<Vec<String>>),
}

pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server that plays one script per connection, in order.
    pub(crate) async fn start(scripts: impl IntoIterator<Item = Script>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let scripts: Vec<Script> = scripts.into_iter().collect();
        let log = Arc::clone(&requests);
        let task = tokio::spawn(async move {
            for script in scripts {
                let (socket, _) = listener.accept().await.unwrap();
                tokio::spawn(play(socket, script, Arc::clone(&log)));
            }
        });
        Self {
            address,
            requests,
            task,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Returns the heads and bodies of the requests so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn play(mut socket: TcpStream, script: Script, log: Arc<Mutex<Vec<String>>>) {
    socket.set_nodelay(true).unwrap();
    if let Script::Reuse(answers) = script {
        for pieces in answers {
            let request = read_request(&mut socket).await;
            log.lock().unwrap().push(request);
            for piece in pieces {
                socket.write_all(piece.as_bytes()).await.unwrap();
                tokio::task::yield_now().await;
            }
        }
        return;
    }
    let request = read_request(&mut socket).await;
    log.lock().unwrap().push(request);
    match script {
        Script::Reuse(_) => {}
        Script::Close(text) => {
            let _ = socket.write_all(text.as_bytes()).await;
            let _ = socket.shutdown().await;
        }
        Script::Hold(text, closed) => {
            socket.write_all(text.as_bytes()).await.unwrap();
            let mut rest = [0; 64];
            while matches!(socket.read(&mut rest).await, Ok(read) if read > 0) {}
            let _ = closed.send(());
        }
        Script::Slow(pieces, gap) => {
            for piece in pieces {
                tokio::time::sleep(gap).await;
                if socket.write_all(piece.as_bytes()).await.is_err() {
                    return;
                }
            }
            let _ = socket.shutdown().await;
        }
    }
}

async fn read_request(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let read = socket.read_buf(&mut bytes).await.unwrap_or(0);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let length = text
            .to_lowercase()
            .split("content-length: ")
            .nth(1)
            .and_then(|rest| rest.lines().next()?.parse::<usize>().ok())
            .unwrap_or(0);
        let is_whole = text
            .split_once("\r\n\r\n")
            .is_some_and(|(_, body)| body.len() >= length);
        if read == 0 || is_whole {
            return text;
        }
    }
}

/// An answer with a body that ends when the connection does.
pub(crate) fn response(status: &str, headers: &[(&str, &str)], body: &str) -> String {
    let headers: Vec<String> = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let headers = headers.concat();
    format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}\r\n{body}")
}

/// A stream of events.
pub(crate) fn sse(body: &str) -> String {
    response("200 OK", &[("content-type", "text/event-stream")], body)
}

/// A JSON answer.
pub(crate) fn json(status: &str, headers: &[(&str, &str)], body: &str) -> String {
    let mut all = vec![("content-type", "application/json")];
    all.extend_from_slice(headers);
    response(status, &all, body)
}
