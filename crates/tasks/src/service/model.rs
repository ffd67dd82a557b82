//! Random operations on the service and on a plain model of it: both must agree after every step.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use taskpilot_context::FixedClock;

use super::*;
use crate::memory::MemoryTaskStore;
use crate::query::{SortOrder, TaskSort};
use crate::task::{Due, Recurrence, RecurrenceBasis};

#[derive(Debug, Clone)]
enum Step {
    Create { title: String, repeats: bool },
    Rename(Index, String),
    Complete(Index),
    Reopen(Index),
    Delete(Vec<Index>),
    Undo(Index),
    Guarded(Index, Version),
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let task = any::<Index>;
    let title = || "[abc]{1,2}";
    let step = prop_oneof![
        3 => (title(), any::<bool>()).prop_map(|(title, repeats)| Step::Create { title, repeats }),
        3 => (task(), title()).prop_map(|(task, title)| Step::Rename(task, title)),
        3 => task().prop_map(Step::Complete),
        1 => task().prop_map(Step::Reopen),
        2 => vec(task(), 1..4).prop_map(Step::Delete),
        6 => any::<Index>().prop_map(Step::Undo),
        1 => (task(), 1..4_i64).prop_map(|(task, version)| Step::Guarded(task, Version::new(version))),
        1 => (0..3_000_i64).prop_map(Step::Wait),
    ];
    vec(step, 1..60)
}

/// The part of a task that undo must bring back; the rest is checked apart.
#[derive(Debug, Clone, PartialEq)]
struct State {
    title: String,
    completed_at: Option<Timestamp>,
    due: Option<Due>,
    repeats: bool,
    live: bool,
}

#[derive(Debug, Clone)]
struct Row {
    state: State,
    version: i64,
}

/// What a token undoes: for each task its former state and the version it was left at.
struct Undoable {
    token: UndoToken,
    entries: Vec<(i64, Option<State>, i64)>,
    spent: bool,
}

struct Model {
    desk: TaskService,
    clock: Arc<FixedClock>,
    user: UserId,
    rows: BTreeMap<i64, Row>,
    tokens: Vec<Undoable>,
    revision: i64,
}

impl Model {
    fn new() -> Self {
        let clock = Arc::new(FixedClock::at(Timestamp::constant(1_790_000_000, 0)));
        Self {
            desk: TaskService::new(Arc::new(MemoryTaskStore::new()), clock.clone()),
            clock,
            user: UserId::parse("ada").unwrap(),
            rows: BTreeMap::new(),
            tokens: Vec::new(),
            revision: 0,
        }
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::Create { title, repeats } => self.create(title, repeats).await,
            Step::Rename(task, title) => self.rename(self.pick(task), title).await,
            Step::Complete(task) => self.complete(self.pick(task)).await,
            Step::Reopen(task) => self.reopen(self.pick(task)).await,
            Step::Delete(tasks) => {
                let ids = tasks.iter().map(|task| self.pick(*task)).collect();
                self.delete(ids).await;
            }
            Step::Undo(_) if self.tokens.is_empty() => {}
            Step::Undo(token) => self.undo(token.index(self.tokens.len())).await,
            Step::Guarded(task, version) => self.guarded(self.pick(task), version).await,
            Step::Wait(minutes) => self.clock.advance(SignedDuration::from_mins(minutes)),
        }
        self.check().await;
    }

    /// One of the numbers given so far, or the next.
    fn pick(&self, index: Index) -> i64 {
        let count = self.rows.len() + 1;
        i64::try_from(index.index(count)).unwrap() + 1
    }

    fn live(&self, id: i64) -> Option<State> {
        self.rows
            .get(&id)
            .map(|row| row.state.clone())
            .filter(|state| state.live)
    }

    /// Writes the states, as one change that `token` undoes.
    fn write(&mut self, states: Vec<(i64, State)>, token: Option<UndoToken>) {
        let mut entries = Vec::new();
        for (id, state) in states {
            let before = self.rows.get(&id).cloned();
            let version = before.as_ref().map_or(0, |row| row.version) + 1;
            entries.push((id, before.map(|row| row.state), version));
            self.rows.insert(id, Row { state, version });
        }
        self.tokens.push(Undoable {
            token: token.unwrap(),
            entries,
            spent: false,
        });
        self.revision += 1;
    }

    async fn create(&mut self, title: String, repeats: bool) {
        let due = repeats.then(|| Due {
            at: self.clock.now(),
            all_day: false,
        });
        let recurrence = repeats.then(|| Recurrence {
            rule: "FREQ=DAILY".to_owned(),
            basis: RecurrenceBasis::Schedule,
        });
        let input = NewTask {
            title: title.clone(),
            due,
            recurrence,
            ..NewTask::default()
        };
        let changed = self.desk.create(&self.user, input).await.unwrap();
        let id = i64::try_from(self.rows.len()).unwrap() + 1;
        assert_eq!(changed.tasks[0].id, TaskId::new(id));
        let state = State {
            title,
            completed_at: None,
            due,
            repeats,
            live: true,
        };
        self.write(vec![(id, state)], changed.undo);
    }

    async fn rename(&mut self, id: i64, title: String) {
        let patch = TaskPatch {
            title: Some(title.clone()),
            ..TaskPatch::default()
        };
        let result = self
            .desk
            .update(&self.user, TaskId::new(id), patch, None)
            .await;
        let Some(state) = self.live(id) else {
            assert!(matches!(result, Err(TaskError::NotFound(_))), "{result:?}");
            return;
        };
        let undo = result.unwrap().undo;
        if state.title == title {
            assert_eq!(undo, None);
        } else {
            self.write(vec![(id, State { title, ..state })], undo);
        }
    }

    async fn complete(&mut self, id: i64) {
        let result = self.set_completed(id, Completion::Done).await;
        let Some(state) = self.live(id) else {
            assert!(matches!(result, Err(TaskError::NotFound(_))), "{result:?}");
            return;
        };
        let changed = result.unwrap();
        if state.completed_at.is_some() {
            assert_eq!((changed.undo, changed.next), (None, None));
            return;
        }
        let now = self.clock.now();
        let done = State {
            completed_at: Some(now),
            repeats: false,
            ..state.clone()
        };
        let mut states = vec![(id, done)];
        assert_eq!(changed.next.is_some(), state.repeats);
        if state.repeats {
            // Every day at the same time in UTC: the first such time after now.
            let mut due = state.due.unwrap();
            loop {
                due.at = due.at.checked_add(SignedDuration::from_hours(24)).unwrap();
                if due.at > now {
                    break;
                }
            }
            let next = i64::try_from(self.rows.len()).unwrap() + 1;
            states.push((
                next,
                State {
                    due: Some(due),
                    ..state
                },
            ));
        }
        self.write(states, changed.undo);
    }

    async fn reopen(&mut self, id: i64) {
        let result = self.set_completed(id, Completion::Open).await;
        let Some(state) = self.live(id) else {
            assert!(matches!(result, Err(TaskError::NotFound(_))), "{result:?}");
            return;
        };
        let undo = result.unwrap().undo;
        if state.completed_at.is_none() {
            assert_eq!(undo, None);
        } else {
            self.write(
                vec![(
                    id,
                    State {
                        completed_at: None,
                        ..state
                    },
                )],
                undo,
            );
        }
    }

    async fn set_completed(&self, id: i64, to: Completion) -> Result<Changed, TaskError> {
        let zone = TimeZone::UTC;
        self.desk
            .set_completed(&self.user, TaskId::new(id), to, &zone, None)
            .await
    }

    async fn delete(&mut self, mut ids: Vec<i64>) {
        let given: Vec<TaskId> = ids.iter().copied().map(TaskId::new).collect();
        let result = self.desk.delete(&self.user, &given, None).await;
        if let Some(missing) = ids.iter().find(|id| self.live(**id).is_none()) {
            let missing = TaskId::new(*missing);
            assert!(matches!(result, Err(TaskError::NotFound(id)) if id == missing));
            return;
        }
        let mut seen = Vec::new();
        ids.retain(|id| {
            !seen.contains(id) && {
                seen.push(*id);
                true
            }
        });
        let gone = ids.into_iter().map(|id| {
            (
                id,
                State {
                    live: false,
                    ..self.live(id).unwrap()
                },
            )
        });
        let gone = gone.collect();
        self.write(gone, result.unwrap().undo);
    }

    async fn undo(&mut self, index: usize) {
        let undoable = &self.tokens[index];
        let result = self.desk.undo(&self.user, &undoable.token).await;
        if undoable.spent {
            assert!(matches!(result, Err(TaskError::UndoSpent)), "{result:?}");
            return;
        }
        let outdated = undoable
            .entries
            .iter()
            .find(|(id, _, version)| self.rows[id].version != *version);
        if let Some((id, _, _)) = outdated {
            let id = TaskId::new(*id);
            assert!(
                matches!(result, Err(TaskError::UndoOutdated(lost)) if lost == id),
                "{result:?}"
            );
            return;
        }
        let states: Vec<(i64, State)> = undoable
            .entries
            .iter()
            .map(|(id, before, _)| {
                let created = || State {
                    live: false,
                    ..self.rows[id].state.clone()
                };
                (*id, before.clone().unwrap_or_else(created))
            })
            .collect();
        let undone = result.unwrap();
        let removed: Vec<i64> = undone.removed.iter().map(|id| id.get()).collect();
        let expected = states.iter().filter(|(_, state)| !state.live);
        assert_eq!(removed, expected.map(|(id, _)| *id).collect::<Vec<_>>());
        assert_eq!(undone.restored.len() + removed.len(), states.len());
        self.tokens[index].spent = true;
        self.write(states, undone.undo);
    }

    async fn guarded(&mut self, id: i64, version: Version) {
        let result = self
            .desk
            .delete(&self.user, &[TaskId::new(id)], Some(version))
            .await;
        let Some(state) = self.live(id) else {
            assert!(matches!(result, Err(TaskError::NotFound(_))), "{result:?}");
            return;
        };
        let at = Version::new(self.rows[&id].version);
        if at == version {
            self.write(
                vec![(
                    id,
                    State {
                        live: false,
                        ..state
                    },
                )],
                result.unwrap().undo,
            );
        } else {
            assert!(matches!(result, Err(TaskError::Conflict { current, .. }) if current == at));
        }
    }

    /// What the service shows is what the model holds.
    async fn check(&self) {
        let page = PageRequest {
            sort: TaskSort::CreatedAt,
            order: SortOrder::Ascending,
            after: None,
            limit: 100,
        };
        let listed = self
            .desk
            .list(&self.user, &TaskFilter::default(), &page)
            .await
            .unwrap();
        let mut shown: Vec<_> = listed.tasks.iter().map(observe).collect();
        shown.sort_by_key(|(id, _, _)| *id);
        let live = self.rows.iter().filter(|(_, row)| row.state.live);
        let held: Vec<_> = live
            .map(|(id, row)| (*id, row.version, row.state.clone()))
            .collect();
        assert_eq!(shown, held);

        let since = self
            .desk
            .changed_since(&self.user, Revision::ZERO, 1_000)
            .await
            .unwrap();
        let mut all: Vec<_> = since.iter().map(|(_, task)| observe(task)).collect();
        all.sort_by_key(|(id, _, _)| *id);
        let held: Vec<_> = self
            .rows
            .iter()
            .map(|(id, row)| (*id, row.version, row.state.clone()))
            .collect();
        assert_eq!(all, held);
        let revision = self.desk.revision(&self.user).await.unwrap();
        assert_eq!(revision, Revision::new(self.revision));
        assert_eq!(
            since.last().map_or(0, |(revision, _)| revision.get()),
            self.revision
        );
    }
}

fn observe(task: &Task) -> (i64, i64, State) {
    let state = State {
        title: task.title.clone(),
        completed_at: task.completed_at,
        due: task.due,
        repeats: task.recurrence.is_some(),
        live: task.deleted_at.is_none(),
    };
    (task.id.get(), task.version.get(), state)
}

proptest! {
    #[test]
    fn the_service_behaves_like_the_model(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut model = Model::new();
            for step in steps {
                model.take(step).await;
            }
        });
    }
}
