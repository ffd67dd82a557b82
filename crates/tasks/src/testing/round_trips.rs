use std::sync::Arc;

use jiff::Timestamp;

use super::fixture::{Person, draft, moment, ok, renamed, tag};
use crate::store::TaskStore;
use crate::task::{
    Due, ListName, Priority, Recurrence, RecurrenceBasis, Task, TaskDraft, TaskId, Version,
};

/// Emoji, right-to-left, combining marks and quotes, up to the longest title.
pub async fn text_of_all_kinds_comes_back_as_it_was(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let longest = "𝕏".repeat(200);
    for text in [
        "Buy 🥛 for 👩‍👩‍👧‍👦",
        "دودھ خریدو \u{200f}(آج)",
        "e\u{301}cole and école",
        "it's \"so\" \\ 100% _ ; -- $1 ?",
        "\u{202e}evil",
        longest.as_str(),
    ] {
        let task = ada
            .add(TaskDraft {
                description: Some(format!("{text}\n\t{text}")),
                list: Some(ListName::from_stored(text.chars().take(100).collect())),
                tags: vec![tag(&text.chars().take(50).collect::<String>()), tag("a")],
                ..draft(text)
            })
            .await;
        assert_eq!(task.title, text);
        assert_eq!(ada.get(task.id).await, Some(task));
    }
}

/// Six digits, before 1970 and far ahead.
pub async fn times_come_back_to_the_microsecond(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    for (second, nanosecond) in [
        (0, 0),
        (1_790_000_000, 1_000),
        (1_790_000_000, 999_999_000),
        (-1_000_000_000, 123_456_000),
        (253_402_207_199, 999_999_000),
    ] {
        let at = ok(Timestamp::new(second, nanosecond));
        let due = Due {
            at,
            all_day: second == 0,
        };
        let task = ada
            .add_at(
                TaskDraft {
                    due: Some(due),
                    ..draft("t")
                },
                at,
            )
            .await;
        assert_eq!((task.due, task.created_at), (Some(due), at));
        assert_eq!(ada.get(task.id).await, Some(task));
    }
}

/// Nothing a task may carry is dropped on creation, on replacement or in an undo record.
pub async fn every_field_comes_back(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let full = TaskDraft {
        title: "Water the plants".to_owned(),
        description: Some("All of them.".to_owned()),
        completed_at: Some(moment(3)),
        priority: Priority::Medium,
        due: Some(Due {
            at: moment(2),
            all_day: true,
        }),
        list: Some(ListName::from_stored("Home".to_owned())),
        tags: vec![tag("zinnia"), tag("aloe")],
        recurrence: Some(Recurrence {
            rule: "FREQ=WEEKLY;BYDAY=MO,TH".to_owned(),
            basis: RecurrenceBasis::Completion,
        }),
    };
    let created = ada.add_at(full.clone(), moment(1)).await;
    assert_eq!(created, full.into_task(TaskId::new(1), moment(1)));

    let mut bare = draft("Bare").into_task(created.id, moment(1));
    bare.version = Version::new(2);
    bare.updated_at = moment(4);
    let bare = ada.write(&created, bare).await;
    assert_eq!(ada.get(created.id).await, Some(bare.clone()));

    let again = Task {
        version: Version::new(3),
        ..created.clone()
    };
    let change = super::fixture::set([super::fixture::replace(&bare, again.clone())]);
    ok(ada.commit(&change).await);
    assert_eq!(ada.get(created.id).await, Some(again.clone()));

    let change = super::fixture::set([super::fixture::replace(&again, renamed(&again, "x"))]);
    ok(ada.commit(&change).await);
    let record = ok(store.undo_record(&ada.user, &change.undo).await);
    let before = record.and_then(|record| record.entries.into_iter().next()?.before);
    assert_eq!(before, Some(again));
}
