use serde_json::{Value, json};
use taskpilot_chatkit::{
    AttachmentId, Image, InputStatus, ItemId, Known, OutputText, Question, Task, ThreadId,
    UserContent, Workflow, WorkflowKind,
};

use super::*;

fn item<B: ItemBody>(body: &B) -> ThreadItem {
    let at = "2026-11-21T07:09:52.796644Z".parse().unwrap();
    ThreadItem::new(ItemId::new("itm_1"), ThreadId::new("thr_1"), at, body).unwrap()
}

fn raw(r#type: &str, fields: &Value) -> ThreadItem {
    let mut json = json!({
        "id": "itm_1", "thread_id": "thr_1", "created_at": "2026-11-21T07:09:52Z", "type": r#type,
    });
    let object = json.as_object_mut().unwrap();
    object.extend(fields.as_object().unwrap().clone());
    ThreadItem::from_json(&json.to_string()).unwrap()
}

fn call(status: ToolCallStatus, arguments: &Value, output: Option<Value>) -> ThreadItem {
    let arguments = arguments.as_object().unwrap().clone();
    item(&ClientToolCall {
        status,
        output,
        ..ClientToolCall::pending("call_1".into(), "look".into(), arguments)
    })
}

fn tag(id: &str, text: &str) -> Known<UserContent> {
    Known::Typed(UserContent::InputTag {
        id: id.into(),
        text: text.into(),
        data: json!({"due": "today"}).as_object().unwrap().clone(),
        group: Some("tasks".into()),
        interactive: true,
    })
}

fn said(text: &str) -> Known<UserContent> {
    Known::Typed(UserContent::InputText { text: text.into() })
}

fn quoting(quoted: &str) -> UserMessage {
    UserMessage {
        quoted_text: Some(quoted.into()),
        ..UserMessage::text("Why?")
    }
}

fn custom(title: Option<&str>, content: Option<&str>) -> Task {
    Task::Custom {
        status_indicator: taskpilot_chatkit::StatusIndicator::None,
        title: title.map(Into::into),
        icon: None,
        content: content.map(Into::into),
    }
}

fn freeform(id: &str, question: &str) -> Question {
    Question::Freeform {
        id: id.into(),
        question: question.into(),
        answer: None,
        description: None,
    }
}

/// Has both hooks, and its own words for one kind.
struct Own;

#[async_trait]
impl ThreadItemConverter for Own {
    async fn attachment(
        &self,
        item: &ThreadItem,
        attachment: &Attachment,
    ) -> Result<ContentPart, ConvertError> {
        match &attachment.preview_url {
            Some(url) => Ok(ContentPart::Image { url: url.clone() }),
            None => Err(ConvertError::failed(item, "no preview")),
        }
    }

    async fn tag(&self, _item: &ThreadItem, tag: Tag<'_>) -> Result<ContentPart, ConvertError> {
        Ok(ContentPart::Text(format!("{tag:?}")))
    }

    async fn unknown(&self, item: &ThreadItem) -> Result<Vec<InputItem>, ConvertError> {
        let text = item.kind().as_str();
        Ok(vec![InputItem::text(Role::User, text)])
    }
}

/// Returns the texts of what the defaults make of `items`.
async fn texts(items: &[ThreadItem]) -> Vec<String> {
    let input = DefaultConverter.convert(items).await.unwrap();
    let text = |item| match item {
        InputItem::Message { content, .. } => match content.as_slice() {
            [ContentPart::Text(text)] => text.clone(),
            other => panic!("not one text: {other:?}"),
        },
        other => panic!("no message: {other:?}"),
    };
    input.into_iter().map(text).collect()
}

fn task_text(task: &str) -> String {
    format!(
        "A message was displayed to the user that the following task was performed:\n<Task>\n{task}\n</Task>"
    )
}

#[tokio::test]
async fn a_thread_of_every_kind() {
    let image = AttachmentId::new("atc_1");
    let message = UserMessage {
        content: vec![said("Is "), tag("task_1", "Milk"), said(" done?")],
        attachments: vec![Attachment::image(
            image,
            "a.png",
            "image/png",
            "https://example.com/a",
        )],
        ..quoting("Buy milk")
    };
    let mut workflow = Workflow::new(WorkflowKind::Custom);
    workflow.tasks = vec![
        Task::thought("hm").into(),
        Task::custom("Looked").into(),
        custom(Some("Read"), Some("all of it")).into(),
    ];
    let widget = r#"{"type":"Card","size":null,"children":[{"type":"Text","value":"Café"}]}"#;
    let questions = StructuredInput {
        status: InputStatus::Answered,
        ..StructuredInput::pending([
            freeform("a", "Which?").answered(vec!["this".into()], false),
            freeform("b", "When?").answered(Vec::new(), true),
            freeform("c", "Why?"),
        ])
    };
    let items = [
        item(&UserMessage::text("Hi")),
        item(&AssistantMessage {
            content: vec![OutputText::new("Hello."), OutputText::new("What now?")],
        }),
        call(
            ToolCallStatus::Completed,
            &json!({"at": "é"}),
            Some(json!({"ok": true})),
        ),
        call(ToolCallStatus::Pending, &json!({}), None),
        raw(
            "widget",
            &json!({"widget": serde_json::from_str::<Value>(widget).unwrap()}),
        ),
        item(&GeneratedImage {
            image: Some(Image {
                id: "img_1".into(),
                url: "https://example.com/b".into(),
            }),
        }),
        item(&questions),
        item(&TaskItem {
            task: Task::custom("Searched").into(),
        }),
        item(&WorkflowItem { workflow }),
        item(&EndOfTurn {}),
        item(&HiddenContext {
            content: json!("The user is in Paris."),
        }),
        item(&SdkHiddenContext {
            content: "The user clicked.".into(),
        }),
        raw("dance", &json!({})),
        item(&message),
    ];
    let input = Own.convert(&items).await.unwrap();
    insta::assert_debug_snapshot!(input);
}

#[tokio::test]
async fn a_quote_counts_in_the_last_item_only() {
    let (quote, end) = (item(&quoting("it")), item(&EndOfTurn {}));
    let last = texts(std::slice::from_ref(&quote)).await;
    assert_eq!(
        last,
        ["Why?", "The user is referring to this in particular: \nit"]
    );
    assert_eq!(texts(&[quote, end]).await, ["Why?"]);
    assert_eq!(texts(&[item(&quoting(""))]).await, ["Why?"]);
}

#[tokio::test]
async fn tags_of_one_text_are_one() {
    let message = UserMessage {
        content: vec![tag("1", "b"), tag("2", "a"), tag("3", "b")],
        ..UserMessage::text("")
    };
    let input = Own.convert(&[item(&message)]).await.unwrap();
    let [
        InputItem::Message { content: said, .. },
        InputItem::Message {
            content: context, ..
        },
    ] = input.as_slice()
    else {
        panic!("{input:?}");
    };
    assert_eq!(said, &[ContentPart::Text("@b@a@b".into())]);
    let [
        ContentPart::Text(intro),
        ContentPart::Text(b),
        ContentPart::Text(a),
    ] = context.as_slice()
    else {
        panic!("{context:?}");
    };
    assert_eq!(
        intro,
        "# User-provided context for @-mentions\n- When referencing resolved entities, use their canonical names **without** '@'.\n- The '@' form appears only in user text and should not be echoed."
    );
    assert!(b.contains(r#"id: "1", text: "b""#), "{b}");
    assert!(a.contains(r#"id: "2", text: "a""#), "{a}");
}

#[tokio::test]
async fn what_only_an_application_can_convert_is_an_error() {
    let file = Attachment::file(AttachmentId::new("atc_1"), "a.txt", "text/plain");
    let with_file = item(&UserMessage {
        attachments: vec![file],
        ..UserMessage::text("")
    });
    let with_tag = item(&UserMessage {
        content: vec![tag("1", "a")],
        ..UserMessage::text("")
    });
    let hidden = item(&HiddenContext {
        content: json!({"a": 1}),
    });
    let cases = [
        (
            &with_file,
            Hook::Attachment,
            "item itm_1 holds an attachment, which needs an own ThreadItemConverter::attachment",
        ),
        (
            &with_tag,
            Hook::Tag,
            "item itm_1 holds a tag, which needs an own ThreadItemConverter::tag",
        ),
        (
            &hidden,
            Hook::HiddenContext,
            "item itm_1 holds hidden context that is not text, which needs an own ThreadItemConverter::hidden_context",
        ),
    ];
    for (item, expected, message) in cases {
        let error = DefaultConverter
            .convert(std::slice::from_ref(item))
            .await
            .unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(
            matches!(&error, ConvertError::NotOverridden { item, hook } if item.as_str() == "itm_1" && *hook == expected),
            "{error:?}"
        );
    }
    let error = Own.convert(&[with_file]).await.unwrap_err();
    assert!(matches!(error, ConvertError::Failed { .. }), "{error:?}");
}

#[tokio::test]
async fn an_item_that_is_not_as_the_protocol_says_is_an_error() {
    let items = [
        item(&UserMessage::text("Hi")),
        raw("assistant_message", &json!({"content": 1})),
    ];
    let error = DefaultConverter.convert(&items).await.unwrap_err();
    assert!(
        matches!(error, ConvertError::Unreadable { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn what_says_nothing_is_left_out() {
    let thoughts = {
        let mut workflow = Workflow::new(WorkflowKind::Reasoning);
        workflow.tasks = vec![Task::thought("hm").into(), custom(None, Some("")).into()];
        workflow
    };
    let items = [
        call(ToolCallStatus::Pending, &json!({}), None),
        item(&GeneratedImage::default()),
        item(&TaskItem {
            task: Task::thought("hm").into(),
        }),
        item(&WorkflowItem { workflow: thoughts }),
        item(&EndOfTurn {}),
        raw("dance", &json!({"steps": 1})),
    ];
    assert_eq!(texts(&items).await, [""; 0]);
}

#[tokio::test]
async fn a_task_is_told_by_title_and_content() {
    let cases = [
        (Some("Read"), Some("it"), Some("Read: it")),
        (Some("Read"), Some(""), Some("Read")),
        (Some("Read"), None, Some("Read")),
        (None, Some("it"), Some("it")),
        (Some(""), None, None),
        (None, None, None),
    ];
    for (title, content, told) in cases {
        let mut workflow = Workflow::new(WorkflowKind::Custom);
        workflow.tasks = vec![custom(title, content).into()];
        let task = item(&TaskItem {
            task: custom(title, content).into(),
        });
        let told: Vec<String> = told.map(task_text).into_iter().collect();
        assert_eq!(texts(&[task]).await, told);
        assert_eq!(texts(&[item(&WorkflowItem { workflow })]).await, told);
    }
}

#[tokio::test]
async fn hidden_context_is_wrapped() {
    let expected = "Hidden context for the agent (not shown to the user):\n<HiddenContext>\npsst\n</HiddenContext>";
    let items = [
        item(&HiddenContext {
            content: json!("psst"),
        }),
        item(&SdkHiddenContext {
            content: "psst".into(),
        }),
    ];
    assert_eq!(texts(&items).await, [expected, expected]);
}

#[tokio::test]
async fn questions_are_told_with_their_answers() {
    let several = Question::MultipleChoice {
        id: "d".into(),
        question: "Which?".into(),
        answer: None,
        options: Vec::new(),
        multiple: true,
    };
    let input = StructuredInput::pending([
        several.answered(vec!["this".into(), "that".into()], false),
        freeform("a", "When?").answered(Vec::new(), true),
        freeform("b", "Why?"),
    ]);
    for (status, name) in [
        (InputStatus::Pending, "pending"),
        (InputStatus::Answered, "answered"),
        (InputStatus::Skipped, "skipped"),
    ] {
        let expected = format!(
            "A structured input request was displayed to the user with the following status: {name}\n<StructuredInput>\n- Which?: this, that\n- When?: skipped\n- Why?: unanswered\n</StructuredInput>"
        );
        let item = item(&StructuredInput {
            status,
            ..input.clone()
        });
        assert_eq!(texts(&[item]).await, [expected]);
    }
}

#[tokio::test]
async fn a_widget_is_told_by_the_fields_that_are_set() {
    let json = r#"{ "type": "Card", "size": null, "children": [ {"type":"Button", "label":"caf\u00e9 é null",
        "onClickAction":{"type":"x","payload":{"k":null,"n":1.0}}}, null ], "a": [] }"#;
    let widget = format!(
        r#"{{"id":"msg_9","thread_id":"t","created_at":"2026-11-21T07:09:52Z","type":"widget","widget":{json}}}"#
    );
    let expected = r#"The following graphical UI widget (id: msg_9) was displayed to the user:{"type":"Card","children":[{"type":"Button","label":"caf\u00e9 é null","onClickAction":{"type":"x","payload":{"n":1.0}}},null],"a":[]}"#;
    let item = ThreadItem::from_json(&widget).unwrap();
    assert_eq!(texts(&[item]).await, [expected]);
}

#[tokio::test]
async fn a_widget_that_is_nested_without_end_is_an_error() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let widget = format!(
        r#"{{"id":"msg_9","thread_id":"t","created_at":"2026-11-21T07:09:52Z","type":"widget","widget":{{"type":"Card","x":{deep}}}}}"#
    );
    let item = ThreadItem::from_json(&widget).unwrap();
    let error = DefaultConverter.convert(&[item]).await.unwrap_err();
    assert!(
        matches!(error, ConvertError::Unreadable { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn arguments_and_outputs_are_written_as_python_does() {
    let arguments = json!({"a": "é", "n": {"b": [1, {"c": null}], "d": {}, "e": []}});
    let calls = [
        call(
            ToolCallStatus::Completed,
            &arguments,
            Some(json!([true, "ok"])),
        ),
        call(ToolCallStatus::Completed, &json!({}), None),
    ];
    let input = DefaultConverter.convert(&calls).await.unwrap();
    let call = |arguments: &str| InputItem::ToolCall {
        call_id: "call_1".into(),
        name: "look".into(),
        arguments: arguments.into(),
    };
    let output = |output: &str| InputItem::ToolOutput {
        call_id: "call_1".into(),
        output: output.into(),
    };
    let expected = [
        call(r#"{"a": "\u00e9", "n": {"b": [1, {"c": null}], "d": {}, "e": []}}"#),
        output(r#"[true, "ok"]"#),
        call("{}"),
        output("null"),
    ];
    assert_eq!(input, expected);
}

/// The right sides are what `CPython` 3.11 prints.
#[test]
fn python_json_to_the_letter() {
    let cases = [
        (
            json!("é😀\u{7f}~\n\u{1f}\u{2028}/\"\\"),
            r#""\u00e9\ud83d\ude00\u007f~\n\u001f\u2028/\"\\""#,
        ),
        (json!({"é": 1}), r#"{"\u00e9": 1}"#),
        (
            json!([1, 1.0, -2, 0.5, true, false, null]),
            "[1, 1.0, -2, 0.5, true, false, null]",
        ),
        (
            json!([1e16, 1e-7, 1e-4, 1.5e300, 1e15]),
            "[1e+16, 1e-07, 0.0001, 1.5e+300, 1000000000000000.0]",
        ),
        (json!({"a": [], "b": {}}), r#"{"a": [], "b": {}}"#),
    ];
    for (value, expected) in cases {
        assert_eq!(python_json::dumps(&value).unwrap(), expected);
    }
}

#[tokio::test]
async fn converters_are_objects() {
    let converter: Box<dyn ThreadItemConverter> = Box::new(DefaultConverter);
    assert_eq!(converter.convert(&[]).await.unwrap(), []);
}
