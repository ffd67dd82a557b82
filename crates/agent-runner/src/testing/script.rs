use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::{StreamExt, stream};
use taskpilot_model_client::{ErrorKind, Model, ModelRequest, ModelStream};

use super::cues::{Cue, cues, failure};
use super::turn::Turn;

/// A model that answers each call with the next turn of its script, and with an error after the last.
///
/// Calls it makes are numbered through the script, `call_1` first, unless a turn names them.
pub struct ScriptedModel {
    state: Mutex<State>,
}

struct State {
    turns: VecDeque<Turn>,
    requests: Vec<ModelRequest>,
    calls: u64,
}

impl ScriptedModel {
    /// Returns a model named `scripted` that plays `turns`.
    pub fn new(turns: impl IntoIterator<Item = Turn>) -> Self {
        let turns = turns.into_iter().collect();
        Self {
            state: Mutex::new(State {
                turns,
                requests: Vec::new(),
                calls: 0,
            }),
        }
    }

    /// Returns what it was asked until now.
    pub fn requests(&self) -> Vec<ModelRequest> {
        self.state().requests.clone()
    }

    /// Returns how many turns were not played yet.
    pub fn turns_left(&self) -> usize {
        self.state().turns.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Model for ScriptedModel {
    fn name(&self) -> &'static str {
        "scripted"
    }

    fn stream(&self, request: ModelRequest) -> ModelStream {
        let mut state = self.state();
        state.requests.push(request);
        let cues = match state.turns.pop_front() {
            Some(turn) => cues(turn, &mut state.calls),
            None => vec![failure(
                ErrorKind::Configuration,
                "the script has no turn left",
            )],
        };
        let played = stream::iter(cues).filter_map(async |cue| match cue {
            Cue::Show(event) => Some(event.map(|event| *event)),
            Cue::Sleep(delay) => {
                tokio::time::sleep(delay).await;
                None
            }
            Cue::Hang => std::future::pending().await,
        });
        Box::pin(played.fuse())
    }
}
