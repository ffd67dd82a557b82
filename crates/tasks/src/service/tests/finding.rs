use super::*;

/// What is found, as its kind and numbers.
async fn find(desk: &Desk, name: &str, status: StatusFilter) -> String {
    let numbers = |tasks: Vec<Task>| {
        let ids: Vec<_> = tasks.iter().map(|task| task.id.to_string()).collect();
        ids.join(" ")
    };
    match desk.service.find(&desk.ada, name, status).await.unwrap() {
        Found::Exact(task) => format!("exact {}", task.id),
        Found::Partial(task) => format!("partial {}", task.id),
        Found::Candidates(tasks) => format!("candidates {}", numbers(tasks)),
        Found::Close(tasks) => format!("close {}", numbers(tasks)),
        Found::None => "none".to_owned(),
    }
}

async fn desk(titles: &[&str]) -> Desk {
    let desk = Desk::new();
    for title in titles {
        desk.add(titled(title)).await;
        desk.wait(1);
    }
    desk
}

#[tokio::test]
async fn a_name_finds_its_task() {
    let desk = desk(&[
        "Buy milk",
        "Buy milk and eggs",
        "Call the dentist",
        "buy  MILK ",
    ])
    .await;
    let all = StatusFilter::All;
    assert_eq!(find(&desk, "call the dentist", all).await, "exact 3");
    assert_eq!(find(&desk, "buy milk", all).await, "candidates 4 1");
    assert_eq!(find(&desk, "milk", all).await, "candidates 4 2 1");
    assert_eq!(find(&desk, "the eggs one", all).await, "partial 2");
    assert_eq!(find(&desk, "denstist", all).await, "close 3");
    assert_eq!(find(&desk, "gym", all).await, "none");
}

#[tokio::test]
async fn only_the_state_asked_for_is_searched() {
    let desk = desk(&["Buy milk", "Buy milk again"]).await;
    desk.complete(TaskId::new(1)).await;
    assert_eq!(
        find(&desk, "milk", StatusFilter::Pending).await,
        "partial 2"
    );
    assert_eq!(
        find(&desk, "milk", StatusFilter::Completed).await,
        "partial 1"
    );
    assert_eq!(
        find(&desk, "milk", StatusFilter::All).await,
        "candidates 2 1"
    );
    desk.service
        .delete(&desk.ada, &[TaskId::new(2)], None)
        .await
        .unwrap();
    assert_eq!(find(&desk, "milk", StatusFilter::All).await, "partial 1");
}

#[tokio::test]
async fn names_out_of_bounds_are_answered() {
    let desk = desk(&["Buy milk"]).await;
    let refused = desk
        .service
        .find(&desk.ada, " \n", StatusFilter::All)
        .await
        .unwrap_err();
    assert_eq!(refusals(refused), "name: must not be empty");
    assert_eq!(
        find(&desk, &"x".repeat(100_000), StatusFilter::All).await,
        "none"
    );
    let eve = UserId::parse("eve").unwrap();
    let theirs = desk
        .service
        .find(&eve, "Buy milk", StatusFilter::All)
        .await
        .unwrap();
    assert_eq!(theirs, Found::None);
}

#[tokio::test]
async fn at_most_twenty_candidates_are_proposed() {
    let titles: Vec<String> = (0..30).map(|number| format!("meeting {number}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let desk = desk(&titles).await;
    let found = desk
        .service
        .find(&desk.ada, "meeting", StatusFilter::All)
        .await
        .unwrap();
    let Found::Candidates(tasks) = found else {
        panic!("{found:?}")
    };
    assert_eq!(tasks.len(), 20);
    assert_eq!(tasks[0].title, "meeting 29");
}
