//! A client that costs little: one socket, requests written by hand, frames found by scanning.

use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, bail};
use bytes::{Buf as _, BytesMut};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::process::SECRET;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// By which protocol a user talks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// `/api/{user_id}/chat`.
    Chat,
    /// `/api/v1/chatkit`.
    ChatKit,
}

/// One user at one connection.
pub(crate) struct Client {
    door: Door,
    stream: TcpStream,
    buffer: BytesMut,
    user: String,
    token: String,
    conversation: Option<u64>,
    thread: Option<String>,
}

/// What one message came to.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// From the request's last byte to the first text, in microseconds.
    pub(crate) first_text_us: u64,
    /// Chunks of text.
    pub(crate) tokens: u64,
}

/// Microseconds since the epoch: the clock that the simulated model stamps its tokens with.
pub(crate) fn now_us() -> u64 {
    let elapsed = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX)
}

#[derive(Serialize)]
struct Claims<'a> {
    sub: &'a str,
    exp: u64,
}

fn token(user: &str) -> anyhow::Result<String> {
    let claims = Claims {
        sub: user,
        exp: now_us() / 1_000_000 + 3_600,
    };
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    Ok(jsonwebtoken::encode(
        &Header::new(Algorithm::HS256),
        &claims,
        &key,
    )?)
}

impl Client {
    pub(crate) async fn connect(
        address: SocketAddr,
        user: String,
        door: Door,
    ) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let token = token(&user)?;
        Ok(Self {
            door,
            stream,
            buffer: BytesMut::with_capacity(8_192),
            user,
            token,
            conversation: None,
            thread: None,
        })
    }

    /// Says something and reads the stream to its end; `on_lag` gets each token's way from the model to here, in µs.
    pub(crate) async fn say(&mut self, on_lag: &mut impl FnMut(u64)) -> anyhow::Result<Answer> {
        let body = match self.door {
            Door::Chat => chat_body(self.conversation),
            Door::ChatKit => chatkit_body(self.thread.as_deref()),
        };
        let started = now_us();
        self.post(&body).await?;
        let answer = tokio::time::timeout(PATIENCE, self.read_answer(started, on_lag));
        answer.await.context("no answer in time")?
    }

    async fn post(&mut self, body: &str) -> anyhow::Result<()> {
        let path = match self.door {
            Door::Chat => format!("/api/{}/chat", self.user),
            Door::ChatKit => "/api/v1/chatkit".to_owned(),
        };
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        Ok(())
    }

    /// Asks for a document, and returns how long it took, in microseconds, and how many bytes it has.
    pub(crate) async fn ask(&mut self, body: &str) -> anyhow::Result<(u64, usize)> {
        let started = now_us();
        self.post(body).await?;
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the connection was closed");
            }
            let Some(end) = find(&self.buffer, b"\r\n\r\n") else {
                continue;
            };
            let head = String::from_utf8_lossy(self.buffer.get(..end).unwrap_or_default());
            if !head.starts_with("HTTP/1.1 200") {
                bail!("refused: {head}");
            }
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                let is_it = name.eq_ignore_ascii_case("content-length");
                is_it.then(|| value.trim().parse::<usize>().ok())?
            });
            let length = length.context("a document without a length")?;
            if self.buffer.len() >= end + 4 + length {
                self.buffer.clear();
                return Ok((now_us().saturating_sub(started), length));
            }
        }
    }

    /// Forgets the thread, so that the next message begins another.
    pub(crate) fn begin_anew(&mut self) {
        self.thread = None;
    }

    /// Returns the thread under way.
    pub(crate) fn thread(&self) -> Option<&str> {
        self.thread.as_deref()
    }

    async fn read_answer(
        &mut self,
        started: u64,
        on_lag: &mut impl FnMut(u64),
    ) -> anyhow::Result<Answer> {
        let mut answer = Answer::default();
        let mut done = false;
        let mut head_seen = false;
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the connection was closed in mid-answer");
            }
            let now = now_us();
            // The head may come along with the first frame.
            if !head_seen && let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                let head = self.buffer.split_to(end + 4);
                if !head.starts_with(b"HTTP/1.1 200") {
                    bail!("refused: {}", String::from_utf8_lossy(&head));
                }
                head_seen = true;
            }
            while head_seen && let Some(end) = find(&self.buffer, b"\n\n") {
                let frame = self.buffer.split_to(end + 2);
                self.read_frame(&frame, now, started, &mut answer, &mut done, on_lag)?;
            }
            if done && self.buffer.ends_with(b"0\r\n\r\n") {
                self.buffer.clear();
                return Ok(answer);
            }
        }
    }

    fn read_frame(
        &mut self,
        frame: &[u8],
        now: u64,
        started: u64,
        answer: &mut Answer,
        done: &mut bool,
        on_lag: &mut impl FnMut(u64),
    ) -> anyhow::Result<()> {
        let is_token = match self.door {
            Door::Chat => find(frame, b"\"type\":\"chunk\"").is_some(),
            Door::ChatKit => find(frame, b".text_delta\"").is_some(),
        };
        if is_token {
            if answer.tokens == 0 {
                answer.first_text_us = now.saturating_sub(started);
            }
            answer.tokens += 1;
            if let Some(sent) = stamp(frame) {
                on_lag(now.saturating_sub(sent));
            }
        } else if find(frame, b"\"type\":\"done\"").is_some() {
            *done = true;
            if let Some(at) = find(frame, b"\"conversation_id\":") {
                let digits = frame
                    .iter()
                    .skip(at + 18)
                    .take_while(|byte| byte.is_ascii_digit());
                self.conversation = number(digits);
            }
        } else if find(frame, b"\"type\":\"thread.created\"").is_some() {
            self.thread = thread_id(frame);
        } else if find(frame, b"\"type\":\"assistant_message\"").is_some() {
            *done = find(frame, b"\"type\":\"thread.item.done\"").is_some();
        } else if find(frame, b"\"type\":\"error\"").is_some() {
            bail!("the turn failed: {}", String::from_utf8_lossy(frame));
        }
        Ok(())
    }

    /// Returns how many messages the server says this user's conversation has.
    pub(crate) async fn stored_messages(&mut self) -> anyhow::Result<u64> {
        let request = format!(
            "GET /api/{}/conversations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\r\n",
            self.user, self.token
        );
        self.stream.write_all(request.as_bytes()).await?;
        let mut body = BytesMut::new();
        while find(&body, b"\"next_cursor\"").is_none() {
            if self.stream.read_buf(&mut body).await? == 0 {
                bail!("the connection was closed");
            }
        }
        let mut total = 0;
        while let Some(at) = find(&body, b"\"message_count\":") {
            body.advance(at + 16);
            total += number(body.iter().take_while(|byte| byte.is_ascii_digit())).unwrap_or(0);
        }
        Ok(total)
    }
}

fn chat_body(conversation: Option<u64>) -> String {
    match conversation {
        Some(id) => format!(r#"{{"conversation_id":{id},"message":"hello there","stream":true}}"#),
        None => r#"{"message":"hello there","stream":true}"#.to_owned(),
    }
}

fn chatkit_body(thread: Option<&str>) -> String {
    let input = r#"{"content":[{"type":"input_text","text":"hello there"}],"attachments":[],"inference_options":{}}"#;
    match thread {
        Some(id) => format!(
            r#"{{"type":"threads.add_user_message","params":{{"thread_id":"{id}","input":{input}}}}}"#
        ),
        None => format!(r#"{{"type":"threads.create","params":{{"input":{input}}}}}"#),
    }
}

fn thread_id(frame: &[u8]) -> Option<String> {
    let at = find(frame, b"\"thr_")?;
    let id = frame.iter().skip(at + 1).take_while(|byte| **byte != b'"');
    Some(id.map(|byte| char::from(*byte)).collect())
}

/// Finds `needle`; frames are short, so a plain scan does.
fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}

/// Returns the 16-digit time of sending inside a token's text.
fn stamp(frame: &[u8]) -> Option<u64> {
    let digits = frame
        .split(|byte| !byte.is_ascii_digit())
        .find(|run| run.len() == 16)?;
    number(digits.iter())
}

fn number<'a>(digits: impl Iterator<Item = &'a u8>) -> Option<u64> {
    let text: String = digits.map(|byte| char::from(*byte)).collect();
    text.parse().ok()
}
