use super::*;
use crate::page::Order;

fn parse(body: &str) -> Result<Operation, RequestError> {
    Request::parse(body.as_bytes()).map(|request| request.operation)
}

const INPUT: &str = r#"{"content":[{"type":"input_text","text":"hi"},{"type":"input_tag","id":"a","text":"A","data":{}}],"attachments":["atc_1"],"quoted_text":"","inference_options":{"model":"m","tool_choice":{"id":"t"}}}"#;

/// The 16 requests, each as a client sends it.
fn all() -> Vec<String> {
    let with = |name: &str, params: &str| format!(r#"{{"type":"{name}","params":{params}}}"#);
    vec![
        with("threads.create", &format!(r#"{{"input":{INPUT}}}"#)),
        with(
            "threads.add_user_message",
            &format!(r#"{{"thread_id":"t","input":{INPUT}}}"#),
        ),
        with(
            "threads.add_client_tool_output",
            r#"{"thread_id":"t","result":{"ok":null}}"#,
        ),
        with(
            "threads.add_structured_input",
            r#"{"thread_id":"t","item_id":"i","input":{"answers":{"q":{"values":["a"],"skipped":false}}}}"#,
        ),
        with(
            "threads.retry_after_item",
            r#"{"thread_id":"t","item_id":"i"}"#,
        ),
        with(
            "threads.custom_action",
            r#"{"thread_id":"t","item_id":null,"action":{"type":"go","payload":{"n":1}}}"#,
        ),
        with("threads.get_by_id", r#"{"thread_id":"t"}"#),
        with("threads.list", r#"{"limit":"5","order":"asc","after":"x"}"#),
        with("threads.update", r#"{"thread_id":"t","title":"T"}"#),
        with("threads.delete", r#"{"thread_id":"t"}"#),
        with(
            "threads.sync_custom_action",
            r#"{"thread_id":"t","item_id":"i","action":{"type":"go"}}"#,
        ),
        with("items.list", r#"{"thread_id":"t","limit":0}"#),
        with(
            "items.feedback",
            r#"{"thread_id":"t","item_ids":["i"],"kind":"positive"}"#,
        ),
        with(
            "attachments.create",
            r#"{"name":"a.txt","size":3,"mime_type":"text/plain"}"#,
        ),
        with("attachments.delete", r#"{"attachment_id":"a"}"#),
        with(
            "input.transcribe",
            r#"{"audio_base64":"aGk=","mime_type":"audio/webm;codecs=opus"}"#,
        ),
    ]
}

#[test]
fn all_requests_are_read() {
    let read: Vec<Operation> = all().iter().map(|body| parse(body).unwrap()).collect();
    insta::assert_debug_snapshot!(read);
}

#[test]
fn limits_are_taken_as_the_first_implementation_takes_them() {
    let limit = |limit: &str| {
        let body = format!(r#"{{"type":"threads.list","params":{{"limit":{limit}}}}}"#);
        match parse(&body) {
            Ok(Operation::Plain(PlainOperation::ListThreads(page))) => Ok(page.limit.get()),
            other => Err(format!("{other:?}")),
        }
    };
    for (written, read) in [
        ("null", 20),
        ("0", 20),
        ("-1", 20),
        ("5", 5),
        ("5.0", 5),
        ("\"5\"", 5),
        ("99999999999", 1_000),
    ] {
        assert_eq!(limit(written), Ok(read), "{written}");
    }
    for wrong in ["5.5", "\"five\"", "true", "[]"] {
        assert!(limit(wrong).is_err(), "{wrong}");
    }
    let page = parse(r#"{"type":"threads.list","params":{}}"#).unwrap();
    let Operation::Plain(PlainOperation::ListThreads(page)) = page else {
        panic!("{page:?}");
    };
    assert_eq!((page.order, page.after), (Order::Desc, None));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let cases = [
        "",
        "{",
        "[]",
        "{}",
        r#"{"type":"threads.dance","params":{}}"#,
        r#"{"type":"threads.get_by_id"}"#,
        r#"{"type":"threads.get_by_id","params":{"thread_id":5}}"#,
        r#"{"type":"threads.list","params":{"order":"sideways"}}"#,
        r#"{"type":"threads.list","params":{},"metadata":null}"#,
        r#"{"type":"threads.create","params":{"input":{"content":[],"attachments":[]}}}"#,
        r#"{"type":"threads.create","params":{"input":{"content":[{"type":"input_tag","id":"a","text":"A"}],"attachments":[],"inference_options":{}}}}"#,
        r#"{"type":"attachments.create","params":{"name":"a","size":-1,"mime_type":"text/plain"}}"#,
        r#"{"type":"input.transcribe","params":{"audio_base64":"?","mime_type":"audio/ogg"}}"#,
    ];
    let said: Vec<String> = cases
        .iter()
        .map(|body| format!("{body}\n  {}", parse(body).unwrap_err().problem()))
        .collect();
    insta::assert_snapshot!(said.join("\n"));
    assert_eq!(Request::parse(b"\xff").unwrap_err().status(), 400);
}

#[test]
fn fields_that_are_not_named_are_ignored() {
    let body =
        r#"{"type":"threads.delete","params":{"thread_id":"t","x":1},"y":2,"metadata":{"z":3}}"#;
    let request = Request::parse(body.as_bytes()).unwrap();
    assert_eq!(request.metadata["z"], 3);
}
