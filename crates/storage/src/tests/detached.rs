//! What has begun ends, whatever becomes of the caller.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use taskpilot_context::Revision;

use super::place::Place;
use super::stored::{ada, create, turn};
use crate::conn::RunQueryDsl;
use crate::failure::Failure;
use crate::{Database, DatabaseOptions, DatabaseUrl};

/// Polls a future once, and drops it.
fn begin_and_drop<T>(work: impl Future<Output = T>) {
    let mut work = pin!(work);
    let first = work.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(first, Poll::Pending), "nothing was left to drop");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_outlives_its_future_on_a_current_thread_runtime() {
    for place in Place::both().await {
        let database = place.migrated().await;
        let worker = database.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.unwrap().block_on(async {
                let (user, turn, set) = (ada(), turn(None, "hi"), create("one", "1", 0));
                let (tasks, conversations) = (worker.tasks(), worker.conversations());
                begin_and_drop(conversations.begin_turn(&user, &turn));
                begin_and_drop(tasks.commit(&user, &set));
            });
        })
        .join()
        .unwrap();
        // Closing waits for the work under way.
        database.close().await;
        let again = place.open();
        assert_eq!(
            again.tasks().revision(&ada()).await.unwrap(),
            Revision::new(2)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_outlives_the_database_handle() {
    for place in Place::both().await {
        let database = place.migrated().await;
        let (user, set) = (ada(), create("one", "1", 0));
        {
            let tasks = database.tasks();
            drop(database);
            begin_and_drop(tasks.commit(&user, &set));
        }
        let again = place.open();
        for _ in 0..200 {
            if again.tasks().revision(&user).await.unwrap() == Revision::new(1) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(
            again.tasks().revision(&user).await.unwrap(),
            Revision::new(1)
        );
    }
}

#[test]
fn a_database_may_be_dropped_anywhere() {
    let place = Place::file();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let database = place.migrated().await;
        database.ready().await.unwrap();
        drop(database);
    });
    drop(place.open());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_database_refuses_work_and_leaves_no_log_behind() {
    let place = Place::file();
    let database = place.migrated().await;
    let tasks = database.tasks();
    tasks.commit(&ada(), &create("one", "1", 0)).await.unwrap();
    database.close().await;
    let refused = tasks.revision(&ada()).await.unwrap_err();
    assert!(refused.transient);
    let log = format!("{}-wal", place.url().trim_start_matches("sqlite://"));
    let left = std::fs::metadata(log).map_or(0, |log| log.len());
    assert_eq!(left, 0);
    assert_eq!(
        place.open().tasks().revision(&ada()).await.unwrap(),
        Revision::new(1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_down_is_a_transient_failure() {
    let url = "postgres://ada:s3cret@127.0.0.1:1/todo?sslmode=disable";
    let mut options = DatabaseOptions::new(DatabaseUrl::parse(url).unwrap());
    options.acquire_timeout = Duration::from_secs(2);
    let database = Database::open(options).unwrap();
    let error = database.tasks().revision(&ada()).await.unwrap_err();
    assert!(error.transient);
    let not_ready = database.ready().await.unwrap_err();
    let refused = database.migrate().await.unwrap_err();
    let shown = format!("{database:?} {error:?} {not_ready:?} {refused:?}");
    assert!(shown.contains("refused"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_hung_up_is_called_again() {
    let Some(place) = Place::schema().await else {
        return;
    };
    let database = place.migrated().await;
    let tasks = database.tasks();
    tasks.commit(&ada(), &create("one", "1", 0)).await.unwrap();
    let hang_up: Result<(), Failure<()>> = database
        .read(async move |conn| {
            let others = "SELECT pg_terminate_backend(pg_backend_pid())";
            diesel::sql_query(others).execute(conn).await.map(drop)?;
            Ok(())
        })
        .await;
    hang_up.unwrap_err();
    // The line is known to be dead as soon as its end was read, which may be a moment later.
    let mut calls = 0;
    let revision = loop {
        match tasks.revision(&ada()).await {
            Ok(revision) => break revision,
            Err(error) => assert!(error.transient, "{error:?}"),
        }
        calls += 1;
        assert!(calls < 10, "the dead line is used for ever");
    };
    assert_eq!(revision, Revision::new(1));
}
