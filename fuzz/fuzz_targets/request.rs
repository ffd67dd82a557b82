//! What clients and stores send: requests, items, threads and widgets.
//!
//! Whatever the bytes are, they are read or refused with an answer that says why. What is read is kept as it came.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use taskpilot_chatkit::widget::WidgetRoot;
use taskpilot_chatkit::{
    AssistantMessage, Attachment, ClientToolCall, Event, GeneratedImage, Request, StructuredInput,
    TaskItem, Thread, ThreadItem, UserMessage, WidgetItem, WorkflowItem,
};

fuzz_target!(|body: &[u8]| {
    request(body);
    if let Ok(json) = std::str::from_utf8(body) {
        item(json);
        widget(json);
        thread(json);
        attachment(json);
        // Its way back is a target of its own: `sse`.
        let _ = Event::from_json(json);
    }
});

fn request(body: &[u8]) {
    match Request::parse(body) {
        Ok(request) => {
            let padded = [b" \r\n", body, b"\t"].concat();
            let again = Request::parse(&padded).expect("blanks around a request say nothing");
            assert_eq!(again, request);
        }
        Err(error) => {
            assert!((400..500).contains(&error.status()), "{error:?}");
            let problem: Value = serde_json::from_str(&error.problem()).expect("a document");
            assert_eq!(problem["status"], error.status());
            assert!(problem["detail"].as_str().is_some_and(|it| !it.is_empty()));
        }
    }
}

fn item(json: &str) {
    let Ok(item) = ThreadItem::from_json(json) else {
        return;
    };
    let again = ThreadItem::from_json(item.json()).expect("what was kept is read again");
    assert_eq!(again.json(), item.json());
    assert_eq!((again.id(), again.kind()), (item.id(), item.kind()));
    // A field that is not what the protocol says is an error, and nothing worse.
    let _ = item.read::<UserMessage>();
    let _ = item.read::<AssistantMessage>();
    let _ = item.read::<ClientToolCall>();
    let _ = item.read::<WidgetItem>();
    let _ = item.read::<GeneratedImage>();
    let _ = item.read::<StructuredInput>();
    let _ = item.read::<TaskItem>();
    let _ = item.read::<WorkflowItem>();
}

fn widget(json: &str) {
    let Ok(widget) = WidgetRoot::from_json(json) else {
        return;
    };
    assert!(
        !widget.json().contains(['\n', '\r']),
        "a widget is one line"
    );
    let again = WidgetRoot::from_json(widget.json()).expect("what was kept is read again");
    assert_eq!(again, widget);
    assert_eq!(again.kind(), widget.kind());
}

fn thread(json: &str) {
    let Ok(thread) = serde_json::from_str::<Thread>(json) else {
        return;
    };
    let kept = serde_json::to_string(&thread).expect("a thread is JSON");
    let again: Thread = serde_json::from_str(&kept).expect("what was kept is read again");
    assert_eq!(again, thread);
}

fn attachment(json: &str) {
    let Ok(attachment) = serde_json::from_str::<Attachment>(json) else {
        return;
    };
    let kept = serde_json::to_string(&attachment).expect("an attachment is JSON");
    let again: Attachment = serde_json::from_str(&kept).expect("what was kept is read again");
    assert_eq!(again, attachment);
}
