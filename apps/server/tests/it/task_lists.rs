//! Filters, sorts and cursors of the list of tasks.

use serde_json::json;
use taskpilot_model_sim::Behaviour;

use crate::app::TestApp;
use crate::database::{Backend, on_both_databases};
use crate::user::User;

on_both_databases!(
    each_filter_leaves_what_it_should,
    each_sort_orders_by_its_field,
    pages_follow_on_while_others_write,
);

/// Five tasks with something of everything.
async fn fill(user: &User) {
    let tasks = [
        json!({"title": "Apples", "priority": "low", "due_at": "2020-01-01T09:00:00Z", "list": "Shop", "tags": ["fruit"]}),
        json!({"title": "Bread", "priority": "high", "due_at": "2030-06-01T09:00:00Z", "list": "Shop"}),
        json!({"title": "call Zoë", "priority": "medium", "tags": ["phone"], "description": "about the 50% fruit_cake"}),
        json!({"title": "Dentist", "due_at": "2030-05-01T09:00:00Z", "completed": true}),
        json!({"title": "éclairs", "due_at": "2019-01-01T09:00:00Z", "completed": true, "list": "shop"}),
    ];
    for task in tasks {
        user.add_task(task).await;
    }
}

async fn each_filter_leaves_what_it_should(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let ada = app.user("ada");
    fill(&ada).await;
    let mut lines = Vec::new();
    for query in [
        "",
        "status=all",
        "status=pending",
        "status=completed",
        "priority=high",
        "priority=none",
        "tag=fruit",
        "tag=FRUIT",
        "list=Shop",
        "list=shop&status=pending",
        "q=fruit",
        "q=ZOE",
        "q=Zo%C3%AB",
        "q=50%25",
        "q=_",
        "due_before=2020-01-01T09:00:00Z",
        "due_before=2020-01-02",
        "due_after=2030-05-01T09:00:00Z",
        "due_after=2020-01-01&due_before=2030-05-15",
        "overdue=true",
        "overdue=false",
        "overdue=true&status=pending&list=Shop",
        "q=nothing+like+it",
        "q=a%00b",
    ] {
        let separator = if query.is_empty() { "" } else { "&" };
        let titles = ada.titles(&format!("?{query}{separator}sort=title")).await;
        lines.push(format!("{query}: {}", titles.join(", ")));
    }
    insta::assert_snapshot!("filters", lines.join("\n"));
    app.stop().await;
}

async fn each_sort_orders_by_its_field(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let ada = app.user("ada");
    fill(&ada).await;
    ada.patch("/tasks/2", json!({"description": "touched last"}))
        .await
        .ok(200);
    let mut lines = Vec::new();
    for sort in ["created_at", "due_at", "priority", "title", "updated_at"] {
        for order in ["", "&order=asc", "&order=desc"] {
            let query = format!("?sort={sort}{order}");
            let titles = ada.titles(&query).await;
            lines.push(format!("{query}: {}", titles.join(", ")));
            // The same list in pages of two.
            assert_eq!(
                walk(&ada, &format!("{query}&limit=2")).await,
                titles,
                "{query}"
            );
        }
    }
    insta::assert_snapshot!("sorts", lines.join("\n"));
    app.stop().await;
}

/// Returns the titles on all pages.
async fn walk(user: &User, query: &str) -> Vec<String> {
    let mut titles = Vec::new();
    let mut next = format!("/tasks{query}");
    for _ in 0..20 {
        let page = user.get(&next).await.ok(200);
        for task in page["data"].as_array().unwrap() {
            titles.push(task["title"].as_str().unwrap().to_owned());
        }
        match page["next_cursor"].as_str() {
            Some(cursor) => next = format!("/tasks{query}&cursor={cursor}"),
            None => return titles,
        }
        assert_eq!(page["has_more"], true);
    }
    panic!("the pages do not end");
}

async fn pages_follow_on_while_others_write(backend: Backend) {
    let app = TestApp::of(Behaviour::demo()).on(backend).start().await;
    let ada = app.user("ada");
    for number in 1..=6 {
        ada.add(&format!("task {number}")).await;
    }
    let first = ada
        .get("/tasks?limit=2&sort=created_at&order=asc")
        .await
        .ok(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    // Between two pages, a row of the first page goes and others come.
    ada.delete("/tasks/1").await.ok(204);
    ada.add("task 7").await;
    let rest = ada
        .titles(&format!(
            "?limit=100&sort=created_at&order=asc&cursor={cursor}"
        ))
        .await;
    assert_eq!(rest, ["task 3", "task 4", "task 5", "task 6", "task 7"]);
    app.stop().await;
}
