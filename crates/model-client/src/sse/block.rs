use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use eventsource_stream::EventStream;
use futures_core::Stream;
use memchr::memchr;

use super::Error;

/// Returns the value of a line that is a `data` field.
pub(super) fn data_of(line: &[u8]) -> Option<&[u8]> {
    match line.strip_prefix(b"data")? {
        [] => Some(b""),
        [b':', b' ', value @ ..] | [b':', value @ ..] => Some(value),
        _ => None,
    }
}

/// Reads one whole event: lines of `data`, each ended by LF, without the blank line.
///
/// A fresh `EventStream` gets one line per poll. It holds one line at a time then, so that its habit of
/// copying the rest of its buffer after each line costs nothing, and nothing is left over for later.
pub(super) fn parse(block: &[u8]) -> Result<Option<String>, Error> {
    if std::str::from_utf8(block).is_err() {
        return Err(Error::InvalidUtf8);
    }
    let mut events = EventStream::new(Lines {
        rest: block,
        ended: false,
    });
    // `Lines` is never pending, so nobody has to be woken.
    let mut context = Context::from_waker(Waker::noop());
    match Pin::new(&mut events).poll_next(&mut context) {
        Poll::Ready(Some(Ok(event))) => Ok(Some(event.data)),
        Poll::Ready(Some(Err(_))) => Err(Error::Malformed),
        Poll::Ready(None) | Poll::Pending => Ok(None),
    }
}

/// The lines of a block, then the blank line that ends it.
struct Lines<'a> {
    rest: &'a [u8],
    ended: bool,
}

impl<'a> Stream for Lines<'a> {
    type Item = Result<&'a [u8], Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(end) = memchr(b'\n', self.rest)
            && let Some((line, rest)) = self.rest.split_at_checked(end.saturating_add(1))
        {
            self.rest = rest;
            return Poll::Ready(Some(Ok(line)));
        }
        if self.ended {
            return Poll::Ready(None);
        }
        self.ended = true;
        Poll::Ready(Some(Ok(b"\n")))
    }
}

/// Returns the most bytes that the parser is handed at a time.
#[cfg(test)]
pub(super) fn widest_feed(block: &[u8]) -> usize {
    let lines = Lines {
        rest: block,
        ended: false,
    };
    let mut lines = std::pin::pin!(lines);
    let mut context = Context::from_waker(Waker::noop());
    let mut widest = 0;
    while let Poll::Ready(Some(Ok(line))) = lines.as_mut().poll_next(&mut context) {
        widest = widest.max(line.len());
    }
    widest
}
