use std::fmt;
use std::pin::Pin;

use bytes::{BufMut as _, BytesMut};
use futures_core::Stream;

use crate::event::Event;
use crate::sse;

/// The events of a run as server-sent events: `data: {…}` and a blank line each.
pub type Frames = sse::Frames<dyn Stream<Item = Event> + Send, EventFrame>;

/// Writes an event as one line of JSON.
pub struct EventFrame(());

impl EventFrame {
    pub(super) fn frames(
        events: Pin<Box<dyn Stream<Item = Event> + Send>>,
        keep_alive: std::time::Duration,
    ) -> Frames {
        sse::Frames::new(events, Self(()), keep_alive)
    }
}

impl sse::Encode<Event> for EventFrame {
    fn encode(&mut self, event: Event, out: &mut BytesMut) {
        encode(&event, out);
    }
}

impl fmt::Debug for EventFrame {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EventFrame")
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
