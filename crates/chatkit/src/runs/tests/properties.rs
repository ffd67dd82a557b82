//! Whatever happens, two processes never both believe that a thread is theirs.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use proptest::prelude::*;
use tokio::time::sleep;

use super::super::{MemoryLeases, Run};
use super::key;
use super::processes::process;

const PROCESSES: usize = 3;
const THREADS: [&str; 2] = ["a", "b"];

#[derive(Debug, Clone)]
enum Step {
    Begin(usize, usize),
    End(usize, usize),
    Stop(usize, usize),
    /// The way of a process to the leases is cut, or whole again.
    Cut(usize, bool),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let (process, thread) = (0..PROCESSES, 0..THREADS.len());
    prop_oneof![
        4 => (process.clone(), thread.clone()).prop_map(|(at, of)| Step::Begin(at, of)),
        2 => (process.clone(), thread.clone()).prop_map(|(at, of)| Step::End(at, of)),
        1 => (process.clone(), thread).prop_map(|(at, of)| Step::Stop(at, of)),
        2 => (process, any::<bool>()).prop_map(|(at, is_cut)| Step::Cut(at, is_cut)),
        4 => (1..12_000_u64).prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_thread_has_at_most_one_run_that_goes_on(steps in prop::collection::vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(play(steps));
    }
}

async fn play(steps: Vec<Step>) {
    let leases = Arc::<MemoryLeases>::default();
    let processes: Vec<_> = (0..PROCESSES).map(|_| process(&leases)).collect();
    let mut held: Vec<(usize, usize, Run)> = Vec::new();
    for step in steps {
        match step {
            Step::Begin(at, of) => {
                let run = processes[at].0.begin(key(THREADS[of])).await;
                if let Ok(Some(run)) = run {
                    held.push((at, of, run));
                }
            }
            Step::End(at, of) => {
                let place = held.iter().position(|it| (it.0, it.1) == (at, of));
                if let Some(place) = place {
                    held.swap_remove(place).2.end().await;
                }
            }
            Step::Stop(at, of) => {
                // A way that is cut is an error, and no more.
                let _ = processes[at].0.stop(&key(THREADS[of])).await;
            }
            Step::Cut(at, is_cut) => processes[at].1.is_cut.store(is_cut, Ordering::Relaxed),
            Step::Wait(millis) => sleep(Duration::from_millis(millis)).await,
        }
        for thread in 0..THREADS.len() {
            let of_thread = held.iter().filter(|it| it.1 == thread);
            let going_on = of_thread.filter(|it| !it.2.is_stopped());
            assert!(going_on.count() <= 1, "thread {thread}");
        }
    }
    // Nothing is held for ever: once all is over and the ways are whole, each thread is free.
    drop(held);
    for (_, way) in &processes {
        way.is_cut.store(false, Ordering::Relaxed);
    }
    sleep(Duration::from_secs(40)).await;
    for thread in THREADS {
        let run = processes[0].0.begin(key(thread)).await;
        assert!(run.unwrap().is_some(), "{thread} is held up");
    }
}
