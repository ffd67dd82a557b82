//! What we send: each event is one frame, and a client reads from it what the server meant.

#![no_main]

use std::convert::Infallible;

use arbitrary::Arbitrary;
use eventsource_stream::Eventsource as _;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use taskpilot_chatkit::{Event, ItemId, NoticeLevel, testing};

/// Events made of arbitrary text, or of arbitrary JSON.
#[derive(Debug, Arbitrary)]
enum Sent<'a> {
    Read(&'a str),
    Progress(String, Option<String>),
    Delta(String, String),
    Removed(String),
    Notice(String, Option<String>),
    Effect(String, Vec<(String, String)>),
    Error(String, Option<String>, bool),
}

impl Sent<'_> {
    fn event(self) -> Option<Event> {
        Some(match self {
            Self::Read(json) => return Event::from_json(json).ok(),
            Self::Progress(text, icon) => Event::Progress { icon, text },
            Self::Delta(id, delta) => Event::text_delta(&ItemId::new(&id), delta),
            Self::Removed(id) => Event::ItemRemoved(ItemId::new(&id)),
            Self::Notice(message, title) => Event::Notice {
                level: NoticeLevel::Warning,
                message,
                title,
            },
            Self::Effect(name, data) => {
                let data = data.into_iter().map(|(name, text)| (name, text.into()));
                Event::effect(name, data.collect::<Map<String, Value>>())
            }
            Self::Error(code, message, allow_retry) => Event::Error {
                code,
                message,
                allow_retry,
            },
        })
    }
}

fuzz_target!(|data: &[u8]| {
    // JSON as it is, such as a seed; anything else is a recipe for events.
    if let Ok(json) = std::str::from_utf8(data)
        && json.starts_with('{')
    {
        let events: Vec<_> = json
            .split('\0')
            .filter_map(|json| Event::from_json(json).ok())
            .collect();
        check(&events);
    } else if let Ok(sent) = Vec::<Sent<'_>>::arbitrary(&mut arbitrary::Unstructured::new(data)) {
        let events: Vec<_> = sent.into_iter().filter_map(Sent::event).collect();
        check(&events);
    }
});

fn check(events: &[Event]) {
    let mut wire = Vec::new();
    for event in events {
        let frame = testing::frame(event);
        let line = frame.strip_prefix(b"data: ").expect("a frame is data");
        let line = line.strip_suffix(b"\n\n").expect("a frame ends");
        assert!(!line.contains(&b'\n') && !line.contains(&b'\r'), "one line");
        wire.extend_from_slice(&frame);
    }
    // Cut where a network might cut it.
    let chunks = wire
        .chunks(1 + wire.len() % 97)
        .map(|chunk| Ok::<_, Infallible>(chunk.to_vec()));
    let read: Vec<_> = stream::iter(chunks)
        .eventsource()
        .map(|event| event.expect("a client reads it").data)
        .collect()
        .now_or_never()
        .expect("nothing is waited for");
    assert_eq!(read.len(), events.len());
    for (event, read) in events.iter().zip(read) {
        let meant = serde_json::to_string(event).expect("an event is JSON");
        assert_eq!(blanks_apart(&read), blanks_apart(&meant));
        let again = Event::from_json(&read).expect("a client knows the event");
        let told = serde_json::to_string(&again).expect("an event is JSON");
        assert_eq!(blanks_apart(&told), blanks_apart(&meant));
    }
}

/// JSON without what stands between its values. Inside text, blanks stay: there a line break is written `\n`.
fn blanks_apart(json: &str) -> String {
    let (mut out, mut in_text, mut escaped) = (String::new(), false, false);
    for character in json.chars() {
        if in_text || !matches!(character, ' ' | '\t' | '\n' | '\r') {
            out.push(character);
        }
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = in_text,
            '"' => in_text = !in_text,
            _ => {}
        }
    }
    out
}
