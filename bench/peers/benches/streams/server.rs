//! A provider on loopback that answers each question with a recording.

use std::net::SocketAddr;
use std::sync::Arc;

use futures_util::StreamExt;
use taskpilot_bench_peers::Recording;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Starts the server on a thread of its own; it ends with the process.
pub fn start(recordings: Vec<Recording>) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback is there");
    listener.set_nonblocking(true).expect("a socket takes it");
    let address = listener.local_addr().expect("a socket has an address");
    std::thread::spawn(move || crate::runtime().block_on(serve(listener, recordings)));
    address
}

/// Asks, and reads the answer without a look at it: what all have to pay.
pub async fn read_bytes(client: &reqwest::Client, url: &str) -> usize {
    let request = client.post(format!("{url}/chat/completions")).body("{}");
    let response = request.send().await.expect("the server answers");
    let mut stream = response.bytes_stream();
    let mut read = 0;
    while let Some(chunk) = stream.next().await {
        read += chunk.expect("the server does not break off").len();
    }
    read
}

async fn serve(listener: std::net::TcpListener, recordings: Vec<Recording>) {
    let listener = TcpListener::from_std(listener).expect("the runtime takes it");
    let recordings = Arc::new(recordings);
    while let Ok((socket, _)) = listener.accept().await {
        tokio::spawn(answer(socket, Arc::clone(&recordings)));
    }
}

/// Answers one request after the other.
async fn answer(mut socket: TcpStream, recordings: Arc<Vec<Recording>>) {
    let _ = socket.set_nodelay(true);
    while let Some(path) = read_request(&mut socket).await {
        let recording = recordings
            .iter()
            .find(|it| path.starts_with(&format!("/{}/", it.name)))
            .expect("a recording is asked for");
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: {}\r\n\r\n",
            recording.bytes.len()
        );
        let whole = [head.as_bytes(), &recording.bytes].concat();
        if socket.write_all(&whole).await.is_err() {
            return;
        }
    }
}

/// Returns the path of the next request once all of it is there.
async fn read_request(socket: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        if socket.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse::<usize>().ok())?
        });
        if body.len() >= length.unwrap_or(0) {
            return Some(head.split(' ').nth(1)?.to_owned());
        }
    }
}
