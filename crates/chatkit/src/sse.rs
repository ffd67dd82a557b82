//! Server-sent events as bytes, for any stream of events and any HTTP server.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::time::{Instant, Sleep, sleep_until};

/// How often a silent stream says that it lives, unless told otherwise.
pub const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How much is gathered into one chunk, at most, before it is handed on.
const CHUNK_BYTES: usize = 16 * 1024;

/// Room for the frames to come; it is used again once the connection has taken what was in it.
const BUFFER_BYTES: usize = 512;

/// Writes one event as frames.
pub trait Encode<T> {
    /// Appends the frames of `event`; none if there is nothing to send.
    fn encode(&mut self, event: T, out: &mut BytesMut);
}

/// The frames of a stream of events, and a comment line in a long silence.
///
/// Of a burst, what is ready at once goes out in one chunk. A reader that does not read holds the events up, and
/// nothing is gathered for it; dropping this drops them.
pub struct Frames<S: ?Sized, E> {
    events: Pin<Box<S>>,
    encoder: E,
    out: BytesMut,
    pace: Pace,
    silence: Silence,
    ended: bool,
}

impl<S: Stream + ?Sized, E> Frames<S, E> {
    /// Returns the frames of `events`, as `encoder` writes them, with a comment line after each `keep_alive` of
    /// silence.
    pub fn new(events: Pin<Box<S>>, encoder: E, keep_alive: Duration) -> Self {
        Self {
            events,
            encoder,
            out: BytesMut::with_capacity(BUFFER_BYTES),
            pace: Pace::Single,
            silence: Silence::new(keep_alive),
            ended: false,
        }
    }

    /// Returns whether everything was said.
    pub fn has_ended(&self) -> bool {
        self.ended
    }
}

impl<S, E> Stream for Frames<S, E>
where
    S: Stream + ?Sized,
    E: Encode<S::Item> + Unpin,
{
    type Item = Result<Bytes, Infallible>;

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
            this.silence.is_broken = true;
            return Poll::Ready(Some(Ok(this.out.split().freeze())));
        }
        if this.ended {
            return Poll::Ready(None);
        }
        this.silence
            .poll_too_long(context)
            .map(|()| Some(Ok(Bytes::from_static(b": ping\n\n"))))
    }
}

/// How events have come of late. What comes alone goes out as it comes, without asking twice whether there is more:
/// a chunk is followed by another poll in any case, and each poll wakes up all that is behind the stream.
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
struct Silence {
    keep_alive: Duration,
    /// Whether something was sent since the timer was set.
    is_broken: bool,
    timer: Pin<Box<Sleep>>,
    /// When the timer goes off, and whom it wakes then: until that it is left alone.
    due: Instant,
    wakes: Option<Waker>,
}

impl Silence {
    fn new(keep_alive: Duration) -> Self {
        let due = Instant::now() + keep_alive;
        Self {
            keep_alive,
            is_broken: false,
            timer: Box::pin(sleep_until(due)),
            due,
            wakes: None,
        }
    }

    fn poll_too_long(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let is_set = self
            .wakes
            .as_ref()
            .is_some_and(|it| it.will_wake(context.waker()));
        if is_set && Instant::now() < self.due {
            return Poll::Pending;
        }
        while self.timer.as_mut().poll(context).is_ready() {
            self.due = Instant::now() + self.keep_alive;
            self.timer.as_mut().reset(self.due);
            if !std::mem::take(&mut self.is_broken) {
                return Poll::Ready(());
            }
        }
        self.wakes = Some(context.waker().clone());
        Poll::Pending
    }
}

impl<S: ?Sized, E> std::fmt::Debug for Frames<S, E> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Frames")
            .field("ended", &self.ended)
            .finish_non_exhaustive()
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
        let mut frames = Frames::new(Box::pin(events), Text, KEEP_ALIVE);
        assert_eq!(frames.next().await.unwrap().unwrap(), "a");
        assert_eq!(frames.next().await.unwrap().unwrap(), "b");
        assert_eq!(frames.next().await.unwrap().unwrap(), "cd");
        let started = Instant::now();
        assert_eq!(frames.next().await.unwrap().unwrap(), ": ping\n\n");
        assert_eq!(
            started.elapsed(),
            KEEP_ALIVE * 2,
            "the first tick saw activity"
        );
        assert_eq!(frames.next().await.unwrap().unwrap(), ": ping\n\n");
        assert_eq!(started.elapsed(), KEEP_ALIVE * 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_that_ends_ends() {
        let mut frames = Frames::new(Box::pin(stream::iter(["a"])), Text, KEEP_ALIVE);
        assert_eq!(frames.next().await.unwrap().unwrap(), "a");
        assert!(frames.next().await.is_none());
    }
}
