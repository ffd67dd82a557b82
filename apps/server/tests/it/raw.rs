//! HTTP by hand, for what no client library would send.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Sends these bytes on a connection of their own and returns the answer's status and all of its text.
pub(crate) async fn exchange(address: &str, request: &[u8]) -> (u16, String) {
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    // A server that refuses in mid-request may reset the connection behind its answer.
    let reading = connection.read_to_end(&mut answer);
    let _ = tokio::time::timeout(std::time::Duration::from_secs(10), reading)
        .await
        .expect("the server closes the connection");
    let text = String::from_utf8_lossy(&answer).into_owned();
    (status(&text), text)
}

/// Returns the status of an answer, 0 if there is none.
pub(crate) fn status(answer: &str) -> u16 {
    let code = answer
        .strip_prefix("HTTP/1.1 ")
        .and_then(|rest| rest.get(..3));
    code.and_then(|code| code.parse().ok()).unwrap_or(0)
}

/// One request with a body, closing the connection behind it; `headers` end in CRLF each.
pub(crate) fn request(line: &str, headers: &[u8], body: &[u8]) -> Vec<u8> {
    let mut bytes = format!(
        "{line} HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(headers);
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    bytes
}
