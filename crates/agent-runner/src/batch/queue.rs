use std::collections::{HashMap, HashSet, VecDeque};

use super::call::Call;
use crate::tool::Concurrency;

/// The calls that have not begun, and what those that run allow.
pub(super) struct Queue<Cx> {
    waiting: VecDeque<Call<Cx>>,
    /// What each call that runs allows beside it, by slot.
    running: HashMap<usize, Concurrency>,
    max_parallel: usize,
}

impl<Cx> Queue<Cx> {
    pub(super) fn new(max_parallel: usize) -> Self {
        Self {
            waiting: VecDeque::new(),
            running: HashMap::new(),
            max_parallel: max_parallel.max(1),
        }
    }

    pub(super) fn push(&mut self, call: Call<Cx>) {
        self.waiting.push_back(call);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// Notes that a call has ended.
    pub(super) fn end(&mut self, slot: usize) {
        self.running.remove(&slot);
    }

    /// Takes the first call that may begin beside those that run.
    pub(super) fn next(&mut self) -> Option<Call<Cx>> {
        let call = self.waiting.remove(self.place()?)?;
        self.running.insert(call.slot, call.concurrency.clone());
        Some(call)
    }

    fn place(&self) -> Option<usize> {
        if self.running.len() >= self.max_parallel
            || self.running.values().any(|it| *it == Concurrency::Alone)
        {
            return None;
        }
        // Keys that are taken, by calls that run or come before.
        let mut taken: HashSet<&str> = self.running.values().filter_map(key).collect();
        for (place, call) in self.waiting.iter().enumerate() {
            match &call.concurrency {
                Concurrency::Shared => return Some(place),
                Concurrency::Keyed(key) if taken.insert(key) => return Some(place),
                Concurrency::Keyed(_) => {}
                Concurrency::Alone => {
                    let is_first = place == 0 && self.running.is_empty();
                    return is_first.then_some(place);
                }
            }
        }
        None
    }
}

fn key(concurrency: &Concurrency) -> Option<&str> {
    match concurrency {
        Concurrency::Keyed(key) => Some(key),
        _ => None,
    }
}
