use serde_json::json;

use super::*;
use crate::attachment::Attachment;
use crate::id::AttachmentId;
use crate::known::Known;

fn item<B: ItemBody>(body: &B) -> ThreadItem {
    let at = "2026-11-21T07:09:52.796644Z".parse().unwrap();
    ThreadItem::new(ItemId::new("msg_1"), ThreadId::new("thr_1"), at, body).unwrap()
}

/// Every kind as it is sent.
#[test]
fn each_kind_is_written_as_the_protocol_says() {
    let source = Source::Url {
        title: "Example".into(),
        url: "https://example.com/".into(),
        attribution: None,
        description: None,
        timestamp: None,
        group: None,
    };
    let message = AssistantMessage {
        content: vec![
            OutputText::new("hello").with_annotation(Annotation::new(source.clone(), Some(5))),
        ],
    };
    let search = Task::WebSearch {
        status_indicator: StatusIndicator::Loading,
        title: None,
        title_query: None,
        queries: vec!["rust".into()],
        sources: vec![source.into()],
    };
    let mut workflow = Workflow::new(WorkflowKind::Reasoning);
    workflow.tasks = vec![Task::thought("hm").into(), search.clone().into()];
    workflow.summary = Some(Summary::Duration { seconds: 3 });
    let question = Question::MultipleChoice {
        id: "q".into(),
        question: "Which?".into(),
        answer: None,
        options: vec![QuestionOption {
            value: "this".into(),
        }],
        multiple: false,
    };
    let call = ClientToolCall::pending(
        "call_1".into(),
        "look".into(),
        json!({"at": null}).as_object().cloned().unwrap(),
    );
    let items = [
        item(&UserMessage::text("hi")),
        item(&message),
        item(&call),
        item(&GeneratedImage::default()),
        item(&StructuredInput::pending([
            question.answered(vec!["this".into(), "that".into()], false)
        ])),
        item(&TaskItem {
            task: search.into(),
        }),
        item(&WorkflowItem { workflow }),
        item(&EndOfTurn {}),
        item(&HiddenContext {
            content: json!({"n": null}),
        }),
        item(&SdkHiddenContext {
            content: "psst".into(),
        }),
    ];
    let lines: Vec<&str> = items.iter().map(ThreadItem::json).collect();
    insta::assert_snapshot!(lines.join("\n"));
    let read: Option<TaskItem> = items[5].read().unwrap();
    assert!(
        read.unwrap().task.typed().is_some(),
        "a known task is read as one"
    );
    for item in &items {
        let again = ThreadItem::from_json(item.json()).unwrap();
        assert_eq!(&again, item);
        assert_eq!(again.kind(), item.kind());
        assert_eq!(ItemKind::of(item.kind().as_str()), *item.kind());
    }
}

#[test]
fn what_is_not_known_is_kept_byte_for_byte() {
    let json = r#"{"id":"x","thread_id":"t","created_at":"2026-11-21T07:09:52.796644","type":"hologram","beam":1.0,"deep":{"a":null}}"#;
    let item = ThreadItem::from_json(json).unwrap();
    assert_eq!(item.json(), json);
    assert_eq!(*item.kind(), ItemKind::Other("hologram".into()));
    assert_eq!(item.read::<UserMessage>().unwrap(), None);
    let changed = item.with_fields(|fields| fields.set("beam", &2)).unwrap();
    assert_eq!(
        changed.json(),
        json.replace("1.0", "2").replace("796644\"", "796644Z\"")
    );
}

#[test]
fn a_task_of_an_unknown_type_is_kept() {
    let json =
        r#"{"workflow":{"type":"custom","tasks":[{"type":"dance","steps":1.0}],"expanded":false}}"#;
    let read: WorkflowItem = serde_json::from_str(json).unwrap();
    assert!(read.workflow.tasks[0].typed().is_none());
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
}

#[test]
fn a_summary_with_both_has_the_title() {
    let read: Summary = serde_json::from_str(r#"{"duration":3,"title":"Thought"}"#).unwrap();
    assert_eq!(
        serde_json::to_string(&read).unwrap(),
        r#"{"title":"Thought"}"#
    );
}

#[test]
fn metadata_of_attachments_is_not_shown() {
    let mut attachment = Attachment::file(AttachmentId::new("atc_1"), "a.txt", "text/plain");
    attachment.metadata = json!({"path": "/secret"}).as_object().cloned();
    let message = UserMessage {
        content: vec![Known::Typed(UserContent::InputText {
            text: r#"say "metadata""#.into(),
        })],
        attachments: vec![attachment],
        ..UserMessage::text("")
    };
    let item = item(&message);
    assert!(item.json().contains("/secret"));
    let shown = serde_json::to_string(&ClientItem(&item)).unwrap();
    assert!(!shown.contains("/secret"), "{shown}");
    insta::assert_snapshot!(shown);
}

#[test]
fn what_is_no_item_is_refused() {
    for json in [
        "[]",
        "{}",
        r#"{"id":"x","thread_id":"t","created_at":"soon","type":"task"}"#,
    ] {
        assert!(ThreadItem::from_json(json).is_err(), "{json}");
    }
}
