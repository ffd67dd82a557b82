use std::sync::Arc;

use super::fixture::{Person, draft, due, moment, ok, renamed, tag};
use crate::query::{StatusFilter, TaskFilter};
use crate::store::{TaskStore, TitleEntry};
use crate::task::{ListName, Priority, TaskDraft, TaskId};

/// All, open or done.
pub async fn filters_by_status(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    ada.add(draft("open")).await;
    ada.add(TaskDraft {
        completed_at: Some(moment(0)),
        ..draft("done")
    })
    .await;

    let by = async |status| {
        ada.titles(&TaskFilter {
            status,
            ..TaskFilter::default()
        })
        .await
    };
    assert_eq!(by(StatusFilter::All).await, ["open", "done"]);
    assert_eq!(by(StatusFilter::Pending).await, ["open"]);
    assert_eq!(by(StatusFilter::Completed).await, ["done"]);
}

/// Each priority, `None` included.
pub async fn filters_by_priority(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let all = [
        ("none", Priority::None),
        ("low", Priority::Low),
        ("medium", Priority::Medium),
        ("high", Priority::High),
    ];
    for (title, priority) in all {
        ada.add(TaskDraft {
            priority,
            ..draft(title)
        })
        .await;
    }
    for (title, priority) in all {
        let filter = TaskFilter {
            priority: Some(priority),
            ..TaskFilter::default()
        };
        assert_eq!(ada.titles(&filter).await, [title]);
    }
}

/// A whole tag, not a part of one.
pub async fn filters_by_tag(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    ada.add(TaskDraft {
        tags: vec![tag("home"), tag("garden")],
        ..draft("both")
    })
    .await;
    ada.add(TaskDraft {
        tags: vec![tag("homework")],
        ..draft("longer")
    })
    .await;
    ada.add(TaskDraft {
        tags: vec![tag("100%"), tag("گھر")],
        ..draft("odd")
    })
    .await;
    ada.add(draft("home")).await;

    let by = async |text: &str| {
        ada.titles(&TaskFilter {
            tag: Some(tag(text)),
            ..TaskFilter::default()
        })
        .await
    };
    assert_eq!(by("home").await, ["both"]);
    assert_eq!(by("garden").await, ["both"]);
    assert_eq!(by("100%").await, ["odd"]);
    assert_eq!(by("گھر").await, ["odd"]);
    assert!(by("hom_").await.is_empty());
    assert!(by("\"home\"").await.is_empty());
}

/// Case and spacing of a list's name do not matter.
pub async fn filters_by_list_name_folded(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let list = |name: &str| Some(ListName::from_stored(name.to_owned()));
    ada.add(TaskDraft {
        list: list("École  Rouge"),
        ..draft("a")
    })
    .await;
    ada.add(TaskDraft {
        list: list("école"),
        ..draft("b")
    })
    .await;
    ada.add(draft("école")).await;

    let by = async |name| {
        ada.titles(&TaskFilter {
            list: list(name),
            ..TaskFilter::default()
        })
        .await
    };
    assert_eq!(by("école rouge").await, ["a"]);
    assert_eq!(by("ÉCOLE").await, ["b"]);
    assert!(by("rouge").await.is_empty());
}

/// Title, description and tags are searched, each on its own, in every script.
pub async fn filters_by_text_folded(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    ada.add(draft("Buy  MILK")).await;
    ada.add(TaskDraft {
        description: Some("Two litres\nof milk".to_owned()),
        ..draft("Shop")
    })
    .await;
    ada.add(TaskDraft {
        tags: vec![tag("milky way")],
        ..draft("Stars")
    })
    .await;
    ada.add(draft("ÉCOLE Ω")).await;
    let list = Some(ListName::from_stored("milk".to_owned()));
    ada.add(TaskDraft {
        list,
        ..draft("دودھ")
    })
    .await;

    let by = async |text: &str| by_text(&ada, text).await;
    assert_eq!(by("Milk").await, ["Buy  MILK", "Shop", "Stars"]);
    assert_eq!(by("buy\tmilk").await, ["Buy  MILK"]);
    assert_eq!(by("litres of").await, ["Shop"]);
    assert_eq!(by("éCole ω").await, ["ÉCOLE Ω"]);
    assert_eq!(by("دودھ").await, ["دودھ"]);
    assert!(by("shop two").await.is_empty());
    assert_eq!(by(" ").await.len(), 5);
}

/// `%`, `_`, quotes and backslashes mean themselves.
pub async fn filter_text_is_no_pattern(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    for title in [
        "100% done",
        "snake_case",
        "it's \"so\"",
        "back\\slash",
        "plain",
    ] {
        ada.add(draft(title)).await;
    }
    for (text, title) in [
        ("%", "100% done"),
        ("_", "snake_case"),
        ("'", "it's \"so\""),
        ("\"", "it's \"so\""),
        ("\\", "back\\slash"),
    ] {
        assert_eq!(by_text(&ada, text).await, [title], "{text}");
    }
    assert!(by_text(&ada, "'; drop table tasks; --").await.is_empty());
    assert!(by_text(&ada, "*").await.is_empty());
}

/// `due_after` includes its moment, `due_before` does not; what is never due is never found.
pub async fn filters_by_due_date(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    for minute in 1..=3 {
        ada.add(TaskDraft {
            due: Some(due(minute)),
            ..draft(&minute.to_string())
        })
        .await;
    }
    ada.add(draft("never")).await;

    let by = async |after: Option<i64>, before: Option<i64>| {
        let filter = TaskFilter {
            due_after: after.map(moment),
            due_before: before.map(moment),
            ..TaskFilter::default()
        };
        ada.titles(&filter).await.join(" ")
    };
    assert_eq!(by(None, Some(2)).await, "1");
    assert_eq!(by(Some(2), None).await, "2 3");
    assert_eq!(by(Some(2), Some(3)).await, "2");
    assert_eq!(by(Some(3), Some(1)).await, "");
    assert_eq!(by(None, None).await, "1 2 3 never");
}

/// Each condition narrows; none widens.
pub async fn all_filters_hold_at_once(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let full = TaskDraft {
        priority: Priority::High,
        due: Some(due(5)),
        list: Some(ListName::from_stored("Home".to_owned())),
        tags: vec![tag("garden")],
        ..draft("water plants")
    };
    let others = [
        full.clone(),
        TaskDraft {
            completed_at: Some(moment(0)),
            ..full.clone()
        },
        TaskDraft {
            priority: Priority::Low,
            ..full.clone()
        },
        TaskDraft {
            due: Some(due(10)),
            ..full.clone()
        },
        TaskDraft {
            due: None,
            ..full.clone()
        },
        TaskDraft {
            list: None,
            ..full.clone()
        },
        TaskDraft {
            tags: Vec::new(),
            ..full.clone()
        },
        TaskDraft {
            title: "mow".to_owned(),
            ..full.clone()
        },
    ];
    for other in others {
        ada.add(other).await;
    }
    let filter = TaskFilter {
        status: StatusFilter::Pending,
        priority: Some(Priority::High),
        tag: Some(tag("garden")),
        list: Some(ListName::from_stored("home".to_owned())),
        text: Some("Plants".to_owned()),
        due_before: Some(moment(6)),
        due_after: Some(moment(5)),
    };
    assert_eq!(ada.titles(&filter).await, ["water plants"]);
}

/// Newest first, at most as many as asked for, done ones marked.
pub async fn titles_come_newest_first(store: Arc<dyn TaskStore>) {
    let ada = Person::new(&store);
    let first = ada.add_at(draft("a"), moment(1)).await;
    ada.add_at(
        TaskDraft {
            completed_at: Some(moment(2)),
            ..draft("b")
        },
        moment(2),
    )
    .await;
    ada.add_at(draft("c"), moment(2)).await;
    ada.write(&first, renamed(&first, "A")).await;

    let entry = |id, title: &str, completed| TitleEntry {
        id: TaskId::new(id),
        title: title.to_owned(),
        completed,
    };
    let all = [
        entry(3, "c", false),
        entry(2, "b", true),
        entry(1, "A", false),
    ];
    assert_eq!(ok(store.titles(&ada.user, 100).await), all);
    assert_eq!(ok(store.titles(&ada.user, 2).await).len(), 2);
}

async fn by_text(person: &Person, text: &str) -> Vec<String> {
    let filter = TaskFilter {
        text: Some(text.to_owned()),
        ..TaskFilter::default()
    };
    person.titles(&filter).await
}
