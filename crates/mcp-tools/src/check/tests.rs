use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::arguments::{ListTasks, OrderWord, UpdateTask};
use crate::schema;

fn ada() -> UserId {
    UserId::parse("ada").unwrap()
}

fn update(arguments: Value) -> Result<UpdateTask, ToolFault> {
    read(&schema::input::<UpdateTask>(), &[], &ada(), arguments)
}

#[test]
fn what_can_mean_one_thing_only_is_taken() {
    let read = update(json!({
        "task_id": " #12 ", "tags": "home, garden,", "priority": "High", "description": null,
        "due": "", "list": " ", "clear": "",
    }))
    .unwrap();
    assert_eq!(read.task_id, Some(12));
    assert_eq!(
        read.tags,
        Some(vec!["home".to_owned(), "garden".to_owned()])
    );
    assert_eq!(read.description, None);
    assert_eq!((read.due, read.list, read.clear), (None, None, None));
    // An empty description empties it.
    let emptied = update(json!({"description": ""})).unwrap();
    assert_eq!(emptied.description.as_deref(), Some(""));
    assert_eq!(update(json!({"task_id": 3.0})).unwrap().task_id, Some(3));
    assert!(update(Value::Null).is_ok());
}

#[test]
fn everything_wrong_is_told_at_once() {
    let fault = update(json!({
        "task_id": 0, "title": 7, "due": 5, "priority": "urgent", "clear": ["title"],
        "tags": ["x".repeat(51)], "list": "x".repeat(101), "colour": "red",
    }))
    .unwrap_err();
    let rules: Vec<_> = fault
        .fields
        .iter()
        .map(|rule| format!("{}: {}", rule.field, rule.message))
        .collect();
    let mut rules = rules;
    rules.sort();
    insta::assert_snapshot!(rules.join("\n"), @r"
    clear: each must be one of description, due, priority, list, tags, recurrence
    colour: is not an argument of this tool, which takes clear, current_title, description, due, list, priority, recurrence, tags, task_id, title
    due: must be text
    list: must be at most 100 characters, but has 101
    priority: must be one of none, low, medium, high
    tags: each must be at most 50 characters, but has 51
    task_id: must be at least 1
    title: must be text
    ");
}

#[test]
fn numbers_are_whole_and_in_range() {
    for bad in [
        json!(1.5),
        json!("three"),
        json!(true),
        json!([1]),
        json!(-1),
        json!(1e300),
    ] {
        assert!(update(json!({"task_id": bad})).is_err(), "{bad}");
    }
    let schema = schema::input::<ListTasks>();
    let list = |arguments| read::<ListTasks>(&schema, &[("q", "text")], &ada(), arguments);
    assert_eq!(list(json!({"limit": "50"})).unwrap().limit, Some(50));
    assert!(list(json!({"limit": 51})).is_err());
    let aliased = list(json!({"q": "milk", "order": "DESC"})).unwrap();
    assert_eq!(aliased.text.as_deref(), Some("milk"));
    assert_eq!(aliased.order, Some(OrderWord::Desc));
}

#[test]
fn a_user_id_may_only_repeat_who_calls() {
    assert!(update(json!({"user_id": "ada"})).is_ok());
    for other in [json!("bob"), json!("Ada"), json!(1), json!(["ada"])] {
        let fault = update(json!({"user_id": other, "task_id": 1})).unwrap_err();
        assert_eq!(fault.code, FaultCode::Forbidden);
    }
}

#[test]
fn arguments_are_an_object() {
    for bad in [json!([]), json!("x"), json!(3), json!(true)] {
        assert_eq!(update(bad).unwrap_err().code, FaultCode::Invalid);
    }
}

fn json_values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,8}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_passes_the_check_is_understood(
        name in prop_oneof![Just("task_id"), Just("title"), Just("tags"), Just("clear"), Just("priority"), Just("due")],
        value in json_values(),
    ) {
        // A fault on `arguments` would mean that schema and struct disagree.
        if let Err(fault) = update(json!({ name: value })) {
            prop_assert!(fault.fields.iter().all(|rule| rule.field == name), "{}", fault);
        }
    }
}
