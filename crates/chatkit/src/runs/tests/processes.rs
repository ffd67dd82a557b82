//! Several processes that share leases.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use tokio::runtime::Handle;
use tokio::time::{Instant, sleep, timeout};

use super::super::{HolderId, LeasePace, MemoryLeases, Run, RunKey, RunLeases, Runs};
use super::key;
use crate::error::BoxError;

/// A way to the leases that can be cut.
pub(super) struct Way {
    leases: Arc<MemoryLeases>,
    pub(super) is_cut: AtomicBool,
}

impl Way {
    pub(super) fn to(leases: &Arc<MemoryLeases>) -> Arc<Self> {
        Arc::new(Self {
            leases: Arc::clone(leases),
            is_cut: AtomicBool::new(false),
        })
    }

    fn open(&self) -> Result<&MemoryLeases, BoxError> {
        if self.is_cut.load(Ordering::Relaxed) {
            return Err("the way is cut".into());
        }
        Ok(&self.leases)
    }
}

#[async_trait]
impl RunLeases for Way {
    async fn take(&self, key: &RunKey, holder: &HolderId, lasts: Duration) -> Taken {
        self.open()?.take(key, holder, lasts).await
    }

    async fn renew(&self, holder: &HolderId, lasts: Duration) -> Result<Vec<RunKey>, BoxError> {
        self.open()?.renew(holder, lasts).await
    }

    async fn release(&self, key: &RunKey, holder: &HolderId) -> Result<(), BoxError> {
        self.open()?.release(key, holder).await
    }

    async fn stop(&self, key: &RunKey) -> Result<(), BoxError> {
        self.open()?.stop(key).await
    }

    async fn to_stop(&self, holder: &HolderId) -> Result<Vec<RunKey>, BoxError> {
        self.open()?.to_stop(holder).await
    }
}

type Taken = Result<bool, BoxError>;

/// A process, and its way to the leases.
pub(super) fn process(leases: &Arc<MemoryLeases>) -> (Runs, Arc<Way>) {
    let way = Way::to(leases);
    let runs = Runs::leased(way.clone(), LeasePace::default(), Handle::current());
    (runs, way)
}

async fn begin(runs: &Runs) -> Option<Run> {
    runs.begin(key("a")).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_thread_has_one_run_in_all_processes_however_long_it_takes() {
    let leases = Arc::default();
    let ((one, _), (other, _)) = (process(&leases), process(&leases));
    let run = begin(&one).await.unwrap();
    assert!(begin(&other).await.is_none());
    sleep(Duration::from_mins(5)).await;
    assert!(begin(&other).await.is_none());
    assert!(!run.is_stopped());
    run.end().await;
    let run = begin(&other).await.unwrap();
    assert!(begin(&one).await.is_none());
    drop(run);
    sleep(Duration::from_millis(1)).await;
    assert!(begin(&one).await.is_some(), "it was given back on a task");
}

#[tokio::test(start_paused = true)]
async fn a_run_is_stopped_from_another_process_within_a_second() {
    let leases = Arc::default();
    let ((one, _), (other, _)) = (process(&leases), process(&leases));
    let run = begin(&one).await.unwrap();
    let started = Instant::now();
    other.stop(&key("a")).await.unwrap();
    run.stopped().await;
    assert!(started.elapsed() <= Duration::from_secs(1));
    assert!(begin(&other).await.is_none(), "it has not ended yet");
    run.end().await;
    let next = begin(&other).await.unwrap();
    sleep(Duration::from_secs(30)).await;
    assert!(!next.is_stopped());
}

#[tokio::test(start_paused = true)]
async fn the_lease_of_a_process_that_is_gone_runs_out() {
    let leases = Arc::default();
    let ((one, way), (other, _)) = (process(&leases), process(&leases));
    let run = begin(&one).await.unwrap();
    // From the other's side a process that was killed and one that cannot be reached are the same.
    way.is_cut.store(true, Ordering::Relaxed);
    let started = Instant::now();
    let taken = loop {
        if let Some(taken) = begin(&other).await {
            break taken;
        }
        assert!(run.is_stopped() || started.elapsed() < LeasePace::default().lasts);
        sleep(Duration::from_millis(100)).await;
    };
    assert!(run.is_stopped(), "it stops before it is replaced");
    assert!(started.elapsed() <= LeasePace::default().lasts + Duration::from_millis(200));
    drop(taken);
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_could_not_be_given_back_is_given_back_later() {
    let leases = Arc::default();
    let ((one, way), (other, _)) = (process(&leases), process(&leases));
    let run = begin(&one).await.unwrap();
    let elsewhere = one.begin(key("b")).await.unwrap().unwrap();
    way.is_cut.store(true, Ordering::Relaxed);
    run.end().await;
    way.is_cut.store(false, Ordering::Relaxed);
    assert!(begin(&other).await.is_none(), "nobody was told");
    sleep(Duration::from_secs(6)).await;
    assert!(begin(&other).await.is_some());
    assert!(!elsewhere.is_stopped());
}

#[tokio::test(start_paused = true)]
async fn who_does_not_wait_for_a_lease_does_not_keep_it() {
    let leases = Arc::default();
    let ((one, _), (other, _)) = (process(&leases), process(&leases));
    let asked = timeout(Duration::ZERO, one.begin(key("a"))).await;
    assert!(asked.is_err(), "it has not come yet");
    sleep(Duration::from_millis(1)).await;
    assert!(begin(&other).await.is_some());
}
