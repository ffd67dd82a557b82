//! Server-sent events over a response body.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::time::{Instant, Sleep, sleep_until};

/// How often a silent stream says that it lives.
const PING_EVERY: Duration = Duration::from_secs(15);

/// How much is gathered into one chunk, at most, before it is handed on.
const CHUNK_BYTES: usize = 16 * 1024;

/// Room for the frames to come; it is used again once the connection has taken what was in it.
const BUFFER_BYTES: usize = 512;

/// Writes one event as frames.
pub(crate) trait Encode<T> {
    /// Appends the frames of `event`.
    fn encode(&mut self, event: T, out: &mut BytesMut);
}

/// Answers with a stream of events: never cached, never buffered, never compressed.
pub(crate) fn response<S, E>(events: S, encoder: E) -> HttpResponse
where
    S: Stream + 'static,
    E: Encode<S::Item> + Unpin + 'static,
{
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream"))
        .insert_header((header::CACHE_CONTROL, "no-cache, no-transform"))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(Frames::new(events, encoder))
}

/// The frames of a stream of events: of a burst, what is ready at once goes out in one chunk.
///
/// A chunk is followed by another poll in any case. So what comes alone goes out as it comes, without asking twice
/// whether there is more: each asking wakes up the whole turn.
struct Frames<S, E> {
    events: Pin<Box<S>>,
    encoder: E,
    out: BytesMut,
    pace: Pace,
    ping: Ping,
    ended: bool,
}

impl<S, E> Frames<S, E> {
    fn new(events: S, encoder: E) -> Self {
        Self {
            events: Box::pin(events),
            encoder,
            out: BytesMut::with_capacity(BUFFER_BYTES),
            pace: Pace::Single,
            ping: Ping::new(),
            ended: false,
        }
    }
}

impl<S, E> Stream for Frames<S, E>
where
    S: Stream,
    E: Encode<S::Item> + Unpin,
{
    type Item = Result<Bytes, std::convert::Infallible>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let mut gathered = 0_usize;
        while !this.ended && this.out.len() < CHUNK_BYTES {
            match this.events.as_mut().poll_next(context) {
                Poll::Ready(Some(event)) => this.encoder.encode(event, &mut this.out),
                Poll::Ready(None) => this.ended = true,
                Poll::Pending => break,
            }
            gathered = gathered.saturating_add(1);
            if this.pace != Pace::Burst && !this.out.is_empty() {
                break;
            }
        }
        this.pace = this.pace.after(gathered);
        if !this.out.is_empty() {
            this.ping.active = true;
            return Poll::Ready(Some(Ok(this.out.split().freeze())));
        }
        if this.ended {
            return Poll::Ready(None);
        }
        this.ping
            .poll_due(context)
            .map(|()| Some(Ok(Bytes::from_static(b": ping\n\n"))))
    }
}

/// How events have come of late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    /// One at a time.
    Single,
    /// One, and perhaps another right after it.
    Second,
    /// Several at a time.
    Burst,
}

impl Pace {
    /// Returns the pace after a poll that brought `gathered` events.
    fn after(self, gathered: usize) -> Self {
        match (self, gathered) {
            (_, 0) | (Self::Burst, 1) => Self::Single,
            (Self::Single, _) => Self::Second,
            (Self::Second | Self::Burst, _) => Self::Burst,
        }
    }
}

/// Tells when a stream has been silent for so long that it has to say that it lives.
struct Ping {
    /// Whether something was sent since the last look.
    active: bool,
    look: Pin<Box<Sleep>>,
    /// When the timer goes off, and whom it wakes then: until that it is left alone.
    at: Instant,
    wakes: Option<Waker>,
}

impl Ping {
    fn new() -> Self {
        let at = Instant::now() + PING_EVERY;
        Self {
            active: false,
            look: Box::pin(sleep_until(at)),
            at,
            wakes: None,
        }
    }

    fn poll_due(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let is_set = self
            .wakes
            .as_ref()
            .is_some_and(|it| it.will_wake(context.waker()));
        if is_set && Instant::now() < self.at {
            return Poll::Pending;
        }
        while self.look.as_mut().poll(context).is_ready() {
            self.at = Instant::now() + PING_EVERY;
            self.look.as_mut().reset(self.at);
            if !std::mem::take(&mut self.active) {
                return Poll::Ready(());
            }
        }
        self.wakes = Some(context.waker().clone());
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt as _, stream};

    use super::*;

    struct Text;

    impl Encode<&'static str> for Text {
        fn encode(&mut self, event: &'static str, out: &mut BytesMut) {
            out.extend_from_slice(event.as_bytes());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_ready_goes_out_together_and_silence_is_pinged() {
        let events = stream::iter(["a", "b", "c", "d"]).chain(stream::pending());
        let mut frames = Frames::new(events, Text);
        assert_eq!(frames.next().await.unwrap().unwrap(), "a");
        assert_eq!(frames.next().await.unwrap().unwrap(), "b");
        assert_eq!(frames.next().await.unwrap().unwrap(), "cd");
        let started = Instant::now();
        assert_eq!(frames.next().await.unwrap().unwrap(), ": ping\n\n");
        assert_eq!(
            started.elapsed(),
            PING_EVERY * 2,
            "the first tick saw activity"
        );
        assert_eq!(frames.next().await.unwrap().unwrap(), ": ping\n\n");
        assert_eq!(started.elapsed(), PING_EVERY * 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_that_ends_ends() {
        let mut frames = Frames::new(stream::iter(["a"]), Text);
        assert_eq!(frames.next().await.unwrap().unwrap(), "a");
        assert!(frames.next().await.is_none());
    }
}
