use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::{BufMut as _, Bytes, BytesMut};
use futures_core::Stream;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::event::Event;

/// How much is gathered into one chunk, at most, before it is handed on.
const CHUNK_BYTES: usize = 16 * 1024;

/// Room for the frames to come; it is used again once the connection has taken what was in it.
const BUFFER_BYTES: usize = 512;

/// The events of a run as server-sent events: `data: {…}` and a blank line each, a comment line in a long silence.
///
/// Of a burst, what is ready at once goes out in one chunk. A reader that does not read holds the run up, and nothing is gathered
/// for it; dropping this stops the run.
pub struct Frames {
    events: Pin<Box<dyn Stream<Item = Event> + Send>>,
    out: BytesMut,
    /// Whether several events came at once of late. What comes alone goes out as it comes: a chunk is followed by
    /// another poll in any case, and each poll wakes up the whole run.
    pace: Pace,
    ended: bool,
    keep_alive: Duration,
    /// Whether something was sent since the timer was set.
    active: bool,
    timer: Pin<Box<Sleep>>,
    due: Instant,
    /// Whom the timer wakes: until it is due it is left alone.
    wakes: Option<Waker>,
}

impl Frames {
    pub(super) fn new(
        events: Pin<Box<dyn Stream<Item = Event> + Send>>,
        keep_alive: Duration,
    ) -> Self {
        let due = Instant::now() + keep_alive;
        Self {
            events,
            out: BytesMut::with_capacity(BUFFER_BYTES),
            pace: Pace::Single,
            ended: false,
            keep_alive,
            active: false,
            timer: Box::pin(sleep_until(due)),
            due,
            wakes: None,
        }
    }

    fn poll_silence(&mut self, context: &mut Context<'_>) -> Poll<()> {
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
            if !std::mem::take(&mut self.active) {
                return Poll::Ready(());
            }
        }
        self.wakes = Some(context.waker().clone());
        Poll::Pending
    }
}

impl Stream for Frames {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let mut gathered = 0_usize;
        while !this.ended && this.out.len() < CHUNK_BYTES {
            match this.events.as_mut().poll_next(context) {
                Poll::Ready(Some(event)) => encode(&event, &mut this.out),
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
            this.active = true;
            return Poll::Ready(Some(Ok(this.out.split().freeze())));
        }
        if this.ended {
            return Poll::Ready(None);
        }
        this.poll_silence(context)
            .map(|()| Some(Ok(Bytes::from_static(b": keep-alive\n\n"))))
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

impl std::fmt::Debug for Frames {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Frames")
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

/// Appends the frame of one event.
pub(crate) fn encode(event: &Event, out: &mut BytesMut) {
    let begin = out.len();
    out.extend_from_slice(b"data: ");
    if let Err(error) = serde_json::to_writer(out.writer(), event) {
        // Events hold what was read as JSON or is always JSON; half a frame must not be sent all the same.
        tracing::error!(%error, "an event could not be written");
        out.truncate(begin);
        return;
    }
    // Kept JSON may hold line breaks between values, and an event is one line. Inside text they are escaped.
    for byte in out.iter_mut().skip(begin) {
        if matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    out.extend_from_slice(b"\n\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::ThreadItem;

    #[test]
    fn an_event_is_one_line_whatever_was_kept() {
        let json = "{\"id\":\"i\",\r\n\"thread_id\":\"t\",\"created_at\":\"2026-11-21T07:09:52Z\",\"type\":\"new\",\"text\":\"a\\nb\"}";
        let item = ThreadItem::from_json(json).unwrap();
        let mut out = BytesMut::new();
        encode(&Event::ItemDone(item), &mut out);
        let frame = std::str::from_utf8(&out).unwrap();
        assert_eq!(frame.matches(['\n', '\r']).count(), 2, "{frame}");
        assert!(frame.contains(r"a\nb"));
    }
}
