//! Lists read page by page while rows come: each row that was there before stands in them once.

use std::collections::HashMap;
use std::num::NonZeroU32;

use tokio::join;

use super::{say, thread};
use crate::page::{Order, Page, PageRequest};
use crate::store::Store;

/// How many lists are made up.
const ROUNDS: u64 = 12;

/// A list to read.
struct Case {
    /// When each row came that is there before: few different times, so that many have the same.
    before: Vec<i64>,
    /// When each row comes that comes while the list is read.
    meanwhile: Vec<i64>,
    limit: NonZeroU32,
    order: Order,
}

impl Case {
    /// Makes one up; the same one for the same `round`.
    fn of(round: u64) -> Self {
        let mut dice = Dice(round.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let mut times = |most: u64| -> Vec<i64> {
            let count = dice.below(most);
            (0..count)
                .map(|_| i64::try_from(dice.below(3)).unwrap())
                .collect()
        };
        let (before, meanwhile) = (times(14), times(10));
        let limit = NonZeroU32::new(u32::try_from(dice.below(6)).unwrap() + 1).unwrap();
        let order = match round % 2 {
            0 => Order::Asc,
            _ => Order::Desc,
        };
        Self {
            before,
            meanwhile,
            limit,
            order,
        }
    }
}

/// Numbers that look like chance and are the same each time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

pub(super) async fn shows_each_item_once<Cx: Send + Sync>(store: &dyn Store<Cx>, cx: &Cx) {
    for round in 0..ROUNDS {
        let case = Case::of(round);
        let thread = thread(store, cx, 0).await;
        let mut before = Vec::new();
        for seconds in &case.before {
            before.push(say(store, cx, &thread, ("before", *seconds)).await);
        }
        let read = all(&case, async |page| {
            let items = store.load_items(&thread.id, &page, cx).await.unwrap();
            map(items, |item| item.id().to_string())
        });
        let write = async {
            for seconds in &case.meanwhile {
                say(store, cx, &thread, ("meanwhile", *seconds)).await;
            }
        };
        let (seen, ()) = join!(read, write);
        let before: Vec<_> = before.iter().map(|item| item.id().to_string()).collect();
        check(round, &seen, &before);
        // Items stand in the order in which they came.
        let shown: Vec<_> = seen.iter().filter(|id| before.contains(id)).collect();
        let mut expected: Vec<_> = before.iter().collect();
        if case.order == Order::Desc {
            expected.reverse();
        }
        assert_eq!(shown, expected, "round {round}");
    }
}

pub(super) async fn shows_each_thread_once<Cx: Send + Sync>(store: &dyn Store<Cx>, cx: &Cx) {
    for round in 0..ROUNDS {
        let case = Case::of(round);
        let mut before = Vec::new();
        for seconds in &case.before {
            before.push(thread(store, cx, *seconds).await.id);
        }
        let read = all(&case, async |page| {
            let threads = store.load_threads(&page, cx).await.unwrap();
            map(threads, |thread| thread.id.to_string())
        });
        let write = async {
            let mut made = Vec::new();
            for seconds in &case.meanwhile {
                made.push(thread(store, cx, *seconds).await.id);
            }
            made
        };
        let (seen, made) = join!(read, write);
        let ids: Vec<_> = before.iter().map(ToString::to_string).collect();
        check(round, &seen, &ids);
        for id in before.iter().chain(&made) {
            store.delete_thread(id, cx).await.unwrap();
        }
    }
}

/// Reads a list to its end.
async fn all(case: &Case, load: impl AsyncFn(PageRequest) -> Page<String>) -> Vec<String> {
    let mut page = PageRequest::first(case.limit, case.order);
    let mut seen = Vec::new();
    loop {
        let rows = load(page.clone()).await;
        assert_eq!(rows.has_more, rows.after.is_some());
        assert!(rows.data.len() <= usize::try_from(case.limit.get()).unwrap());
        seen.extend(rows.data);
        match rows.after {
            Some(after) => page.after = Some(after),
            None => return seen,
        }
    }
}

fn map<T>(page: Page<T>, id: impl Fn(&T) -> String) -> Page<String> {
    Page {
        data: page.data.iter().map(id).collect(),
        has_more: page.has_more,
        after: page.after,
    }
}

fn check(round: u64, seen: &[String], before: &[String]) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for id in seen {
        *counts.entry(id).or_default() += 1;
    }
    for id in before {
        assert_eq!(counts.get(id.as_str()), Some(&1), "round {round}, {id}");
    }
    let twice = counts.iter().find(|(_, count)| **count > 1);
    assert_eq!(twice, None, "round {round}");
}
