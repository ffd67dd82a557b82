//! How a run begins, and how it goes on.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use taskpilot_model_client::{InputItem, RetryBudget, ToolChoice};
use tokio::time::{Instant, Sleep};
use tracing::Span;

use super::{Phase, Run, Then, then};
use crate::agent::Agent;
use crate::budget::Spent;
use crate::cancellation::Cancellation;
use crate::event::RunError;
use crate::guardrail::{GuardrailStage, Timing, Watch, guarded};
use crate::history;
use crate::options::RunOptions;
use crate::session::Session;
use crate::state::{PendingCall, RunState};
use crate::telemetry;
use crate::transcript::Transcript;

impl<Cx: Send + Sync + 'static> Run<Cx> {
    pub(crate) fn new(
        agent: Arc<Agent<Cx>>,
        app: Arc<Cx>,
        input: Vec<InputItem>,
        mut options: RunOptions,
    ) -> Self {
        let tools = std::mem::take(&mut options.request.tools);
        let id = options.run_id.clone().unwrap_or_else(made_up_id);
        let span = telemetry::run_span(&agent.name, &id);
        let tools = if tools.is_empty() {
            agent.tool_specs()
        } else {
            tools
        };
        let input = history::repair(input);
        Self {
            span,
            agent_span: Span::none(),
            agent_entries: 0,
            call_span: Span::none(),
            id,
            offered: agent.offer(tools),
            standing: options.standing.clone(),
            handoffs: Vec::new(),
            cancellation: Cancellation::new(&options.cancel),
            watch: Watch::default(),
            holds_text: holds_text(&agent),
            is_rejected: false,
            own_input: input.len(),
            transcript: Transcript::new(input),
            hint: Vec::new(),
            repairs: 0,
            // A copy of its own: all runs of an agent, on all threads, would count the owners of one name with each event.
            name: Arc::from(&*agent.name),
            agent,
            app,
            options,
            phase: Phase::Begin,
            events: VecDeque::new(),
            spent: Spent::default(),
            began: None,
            deadline: None,
            attempts: 0,
            switches: 0,
            turn: 0,
            bad_turns: 0,
            was_empty: false,
            sequence: 0,
        }
    }

    /// Goes on with a run that waited.
    pub(crate) fn resume(
        first: Arc<Agent<Cx>>,
        app: Arc<Cx>,
        state: RunState,
        mut options: RunOptions,
    ) -> Self {
        options
            .run_id
            .get_or_insert_with(|| state.run_id.as_str().into());
        let decided = state.decided_for_all();
        let Some(agent) = first.find(&state.agent) else {
            let mut run = Self::new(first, app, Vec::new(), options);
            run.phase = Phase::Unknown(state.agent);
            return run;
        };
        if !Arc::ptr_eq(&agent, &first) {
            forget_own_request(&mut options);
        }
        if options.request.tool_choice != ToolChoice::None {
            // The calls it forced were made.
            options.request.tool_choice = ToolChoice::Auto;
        }
        let mut run = Self::new(agent, app, Vec::new(), options);
        run.standing.extend(state.standing);
        run.standing.extend(decided);
        run.transcript = Transcript::restore(state.input, state.new_items, state.view);
        run.own_input = state.own_input;
        run.handoffs = state.handoffs;
        run.spent = state.spent;
        run.turn = state.turn;
        run.bad_turns = state.bad_turns;
        run.sequence = state.sequence;
        run.phase = Phase::Resume(state.calls);
        run
    }

    /// Begins with the session, then the guardrails, then the model.
    pub(super) fn begin(&mut self) {
        self.start_clock();
        let Some(session) = self.options.session.clone() else {
            return self.guard();
        };
        self.wait_for(load(session));
    }

    pub(super) fn go_on(&mut self, calls: Vec<PendingCall>) {
        self.start_clock();
        self.resume_batch(calls);
    }

    fn start_clock(&mut self) {
        self.began = Some(Instant::now());
        let most = self.options.max_retries;
        self.options
            .request
            .retry_budget
            .get_or_insert_with(|| RetryBudget::new(most, Duration::MAX));
        let left = self.options.budget.time.map(|time| {
            let used = Duration::from_millis(self.spent.millis);
            time.saturating_sub(used)
        });
        self.deadline = left.map(|left| -> Pin<Box<Sleep>> { Box::pin(tokio::time::sleep(left)) });
    }

    /// Puts the conversation that is kept before the run's own input.
    fn follow(&mut self, mut kept: Vec<InputItem>) {
        let own = self.transcript.items().to_vec();
        kept.extend(own);
        self.transcript = Transcript::new(history::repair(kept));
        self.guard();
    }

    /// Begins the input guardrails: some have to pass before the model is asked.
    fn guard(&mut self) {
        self.phase = Phase::Ask;
        if self.agent.input_guardrails.is_empty() {
            return;
        }
        let input: Arc<[InputItem]> = self.transcript.items().into();
        let mut first = Watch::default();
        for guardrail in &self.agent.input_guardrails {
            let timing = guardrail.timing();
            let watch = match timing {
                Timing::Blocking => &mut first,
                _ => &mut self.watch,
            };
            let (guardrail, app) = (Arc::clone(guardrail), Arc::clone(&self.app));
            let input = Arc::clone(&input);
            watch.add(timing, GuardrailStage::Input, async move {
                let trip = guarded(guardrail.check(app, input)).await;
                trip.map(|trip| (guardrail.name().to_owned(), trip))
            });
        }
        if !first.is_empty() {
            self.wait_for(async {
                match first.first_trip().await {
                    Some(tripped) => then(|run: &mut Self| run.trip(tripped)),
                    None => then(|run: &mut Self| run.phase = Phase::Ask),
                }
            });
        }
    }
}

async fn load<Cx: Send + Sync + 'static>(session: Arc<dyn Session>) -> Then<Cx> {
    match session.load().await {
        Ok(kept) => then(|run: &mut Run<Cx>| run.follow(kept)),
        Err(error) => then(|run: &mut Run<Cx>| {
            // What could not be read is not appended to.
            run.options.session = None;
            run.fail(RunError::Session(error));
        }),
    }
}

pub(super) fn holds_text<Cx>(agent: &Agent<Cx>) -> bool {
    let mut guardrails = agent.output_guardrails.iter();
    guardrails.any(|guardrail| guardrail.timing() == Timing::Blocking)
}

/// What a caller says for the agent a run begins with is not for another.
pub(super) fn forget_own_request(options: &mut RunOptions) {
    options.request.instructions = None;
    options.request.model = None;
    options.request.tools = [].into();
    options.request.tool_choice = ToolChoice::Auto;
}

fn made_up_id() -> Arc<str> {
    format!("run_{:016x}", getrandom::u64().unwrap_or_default()).into()
}
