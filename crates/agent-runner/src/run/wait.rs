//! How a run waits for a person's word.

use super::{Phase, Run};
use crate::batch::Batch;
use crate::event::{Interruption, RunEventKind};
use crate::state::{RunState, VERSION};

impl<Cx: Send + Sync + 'static> Run<Cx> {
    pub(super) fn end_held(&mut self) {
        if let Phase::Held(batch) = std::mem::replace(&mut self.phase, Phase::Done) {
            self.interrupt(batch);
        }
    }

    /// Ends the run here; the state holds all that another needs to go on with it.
    fn interrupt(&mut self, batch: Batch<Cx>) {
        self.stop_clock();
        let (input, new_items, view) = self.transcript.parts();
        let state = RunState {
            version: VERSION,
            run_id: self.id.to_string(),
            agent: self.name.to_string(),
            input,
            own_input: self.own_input,
            new_items,
            view,
            turn: self.turn,
            // The last event of this part comes yet.
            sequence: self.sequence.saturating_add(1),
            bad_turns: self.bad_turns,
            spent: self.spent.clone(),
            handoffs: self.handoffs.clone(),
            standing: self.standing.clone(),
            calls: batch.pending(),
        };
        self.transcript.push_outputs(batch.into_outputs());
        let text = self.transcript.said();
        let partial = self.outcome(text);
        self.show_end(RunEventKind::Interrupted(Box::new(Interruption {
            requests: state.requests(),
            state,
            partial,
        })));
    }
}
