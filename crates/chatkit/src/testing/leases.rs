use std::collections::HashSet;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::sleep;

use crate::runs::{HolderId, RunKey, RunLeases};

/// Longer than a case takes.
const LONG: Duration = Duration::from_mins(1);

/// Over soon, and yet longer than a call takes.
const SHORT: Duration = Duration::from_millis(400);

/// A key that no other case has.
fn key() -> RunKey {
    RunKey::new(HolderId::random().as_str(), "thr_1")
}

pub(super) async fn are_held_by_one(leases: &dyn RunLeases) {
    let (one, other, key) = (HolderId::random(), HolderId::random(), key());
    assert!(leases.take(&key, &one, LONG).await.unwrap());
    assert!(!leases.take(&key, &other, LONG).await.unwrap());
    assert!(
        leases.take(&key, &one, LONG).await.unwrap(),
        "it is its own"
    );
    for free in [
        RunKey::new(key.owner(), "thr_2"),
        RunKey::new(HolderId::random().as_str(), key.thread()),
    ] {
        assert!(leases.take(&free, &other, LONG).await.unwrap(), "{free:?}");
    }
}

pub(super) async fn go_to_one_of_many(leases: &dyn RunLeases) {
    let key = key();
    for lasts in [Duration::ZERO, LONG] {
        // The second time those of the first have run out.
        let holders: Vec<HolderId> = (0..8).map(|_| HolderId::random()).collect();
        let all = holders
            .iter()
            .map(|holder| leases.take(&key, holder, lasts));
        let answers = join_all(all).await;
        let succeeded = answers.into_iter().filter(|it| *it.as_ref().unwrap());
        if lasts == LONG {
            assert_eq!(succeeded.count(), 1);
        }
    }
}

pub(super) async fn are_given_back(leases: &dyn RunLeases) {
    let (one, other, key) = (HolderId::random(), HolderId::random(), key());
    assert!(leases.take(&key, &one, LONG).await.unwrap());
    leases.release(&key, &other).await.unwrap();
    assert!(!leases.take(&key, &other, LONG).await.unwrap());
    leases.release(&key, &one).await.unwrap();
    assert!(leases.take(&key, &other, LONG).await.unwrap());
    leases.release(&key, &one).await.unwrap();
    assert!(!leases.take(&key, &one, LONG).await.unwrap());
}

pub(super) async fn run_out(leases: &dyn RunLeases) {
    let (one, other, key) = (HolderId::random(), HolderId::random(), key());
    assert!(leases.take(&key, &one, SHORT).await.unwrap());
    sleep(SHORT * 2).await;
    // Nobody took it, so it can still be renewed.
    assert_eq!(
        leases.renew(&one, SHORT).await.unwrap(),
        std::slice::from_ref(&key)
    );
    assert!(!leases.take(&key, &other, LONG).await.unwrap());
    sleep(SHORT * 2).await;
    assert!(leases.take(&key, &other, LONG).await.unwrap());
    assert_eq!(leases.renew(&one, LONG).await.unwrap(), []);
    assert!(!leases.take(&key, &one, LONG).await.unwrap());
}

pub(super) async fn are_renewed(leases: &dyn RunLeases) {
    let (one, other) = (HolderId::random(), HolderId::random());
    let keys: Vec<RunKey> = (0..3).map(|_| key()).collect();
    for key in &keys {
        assert!(leases.take(key, &one, SHORT).await.unwrap());
    }
    let renewed = leases.renew(&one, LONG).await.unwrap();
    assert_eq!(renewed.len(), keys.len());
    assert_eq!(
        renewed.iter().collect::<HashSet<_>>(),
        keys.iter().collect()
    );
    assert_eq!(leases.renew(&other, LONG).await.unwrap(), []);
    sleep(SHORT * 2).await;
    for key in &keys {
        assert!(!leases.take(key, &other, LONG).await.unwrap());
    }
}

pub(super) async fn are_asked_to_stop(leases: &dyn RunLeases) {
    let (one, other, key) = (HolderId::random(), HolderId::random(), key());
    leases.stop(&key).await.unwrap();
    assert!(leases.take(&key, &one, LONG).await.unwrap());
    assert_eq!(leases.to_stop(&one).await.unwrap(), [], "it was free then");
    leases.stop(&key).await.unwrap();
    assert_eq!(
        leases.to_stop(&one).await.unwrap(),
        std::slice::from_ref(&key)
    );
    assert_eq!(leases.to_stop(&other).await.unwrap(), []);
    leases.renew(&one, LONG).await.unwrap();
    assert_eq!(
        leases.to_stop(&one).await.unwrap(),
        std::slice::from_ref(&key)
    );
    leases.release(&key, &one).await.unwrap();
    assert!(leases.take(&key, &other, Duration::ZERO).await.unwrap());
    assert_eq!(leases.to_stop(&other).await.unwrap(), []);
    leases.stop(&key).await.unwrap();
    sleep(Duration::from_millis(5)).await;
    assert!(leases.take(&key, &one, LONG).await.unwrap());
    assert_eq!(
        leases.to_stop(&one).await.unwrap(),
        [],
        "that was another run"
    );
}
