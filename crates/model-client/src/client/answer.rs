use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::{Instant, timeout};

use super::watchdog::Watchdog;
use crate::config::{Api, Limits};
use crate::decode::{DecodeOptions, Progress, truncated};
use crate::error::{ErrorKind, ModelError};
use crate::event::ModelEvent;
use crate::failure::Failure;
use crate::sse::{self, Ending};
use crate::{chat, responses};

/// How long the end of the body is waited for once the answer is complete, so that the connection can serve
/// again. It usually comes in the same packet.
const DRAIN: Duration = Duration::from_millis(10);

pub(super) type Body = Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send>>;

/// An answer under way. Dropping it closes the connection.
pub(super) struct Answer {
    body: Body,
    watchdog: Watchdog,
    /// Until when the next chunk must come, once it is waited for.
    deadline: Option<Instant>,
    sse: sse::Decoder,
    decoder: Decoder,
    limits: Limits,
    received: usize,
    status: u16,
    request_id: Option<String>,
}

enum Decoder {
    Chat(Box<chat::Decoder>),
    Responses(Box<responses::Decoder>),
}

impl Decoder {
    fn step(&mut self, data: &str, out: &mut Vec<ModelEvent>) -> Result<Progress, Failure> {
        match self {
            Self::Chat(decoder) => decoder.step(data, out),
            Self::Responses(decoder) => decoder.step(data, out),
        }
    }

    fn finish(&mut self, out: &mut Vec<ModelEvent>) -> Result<(), ModelError> {
        match self {
            Self::Chat(decoder) => decoder.finish(out),
            Self::Responses(decoder) => decoder.finish(),
        }
    }

    /// Returns whether the answer is there, and only the stream's end is missing.
    fn is_answered(&self) -> bool {
        matches!(self, Self::Chat(decoder) if decoder.is_answered())
    }
}

impl Answer {
    pub(super) fn new(
        body: Body,
        watchdog: Watchdog,
        api: Api,
        options: &DecodeOptions,
        status: u16,
        request_id: Option<String>,
    ) -> Self {
        let decoder = match api {
            Api::Responses => {
                Decoder::Responses(Box::new(responses::Decoder::new(options.clone())))
            }
            Api::ChatCompletions => Decoder::Chat(Box::new(chat::Decoder::new(options.clone()))),
        };
        Self {
            body,
            watchdog,
            deadline: None,
            sse: sse::Decoder::new(options.limits.max_event_bytes),
            decoder,
            limits: options.limits,
            received: 0,
            status,
            request_id,
        }
    }

    /// Reads the next chunk and appends what it means to `out`, also when it ends in a failure.
    pub(super) fn poll_advance(
        &mut self,
        cx: &mut Context<'_>,
        out: &mut Vec<ModelEvent>,
    ) -> Poll<Result<Progress, Failure>> {
        Poll::Ready(match ready!(self.poll_read(cx)) {
            Ok(Some(chunk)) => self.decode(&chunk, out),
            Ok(None) => self.end(out),
            // Nothing that matters can be missing any more.
            Err(_) if self.decoder.is_answered() => self.end(out),
            Err(error) => Err(error.into()),
        })
    }

    /// Waits a moment for the end of the body.
    pub(super) async fn drain(&mut self) {
        let body = &mut self.body;
        let rest = poll_fn(|cx| {
            loop {
                match body.as_mut().poll_next(cx) {
                    Poll::Ready(Some(Ok(_))) => {}
                    Poll::Ready(_) => return Poll::Ready(()),
                    Poll::Pending => return Poll::Pending,
                }
            }
        });
        // Without the end, the connection closes: a loss of time at the next call, and nothing else.
        let _ = timeout(DRAIN, rest).await;
    }

    /// Adds to a failure what is known of the HTTP answer.
    pub(super) fn describe(&self, mut failure: Failure) -> Failure {
        failure.error.status = Some(self.status);
        failure.error.request_id.clone_from(&self.request_id);
        failure
    }

    fn decode(&mut self, chunk: &[u8], out: &mut Vec<ModelEvent>) -> Result<Progress, Failure> {
        self.received = self.received.saturating_add(chunk.len());
        if self.received > self.limits.max_response_bytes {
            return Err(Failure::new(
                ErrorKind::TooLarge,
                format!(
                    "the answer is larger than {} bytes",
                    self.limits.max_response_bytes
                ),
            ));
        }
        let Self { sse, decoder, .. } = self;
        let mut progress = Progress::More;
        sse.each(chunk, &mut |data| {
            if progress == Progress::More {
                progress = decoder.step(data, out)?;
            }
            Ok::<_, Failure>(())
        })?;
        Ok(progress)
    }

    fn end(&mut self, out: &mut Vec<ModelEvent>) -> Result<Progress, Failure> {
        let mut events = Vec::new();
        let ending = self.sse.finish(&mut events);
        for data in events {
            match self.decoder.step(&data, out) {
                Ok(Progress::Done) => return Ok(Progress::Done),
                Ok(Progress::More) => {}
                // The event is half an event; that is all that is wrong with it.
                Err(failure)
                    if ending == Ending::Cut && failure.error.kind == ErrorKind::Protocol => {}
                Err(failure) => return Err(failure),
            }
        }
        self.decoder.finish(out)?;
        Ok(Progress::Done)
    }

    /// Returns the next chunk; `None` at the end of the body.
    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, ModelError>> {
        if let Poll::Ready(chunk) = self.body.as_mut().poll_next(cx) {
            self.watchdog.feed();
            self.deadline = None;
            return Poll::Ready(match chunk {
                Some(Ok(chunk)) => Ok(Some(chunk)),
                Some(Err(error)) => Err(ModelError {
                    source: Some(Box::new(error.without_url())),
                    ..truncated()
                }),
                None => Ok(None),
            });
        }
        let now = Instant::now();
        let watchdog = &mut self.watchdog;
        let deadline = *self.deadline.get_or_insert_with(|| watchdog.deadline(now));
        watchdog.poll_expired(deadline, now, cx).map(Err)
    }
}

#[cfg(test)]
mod tests;
