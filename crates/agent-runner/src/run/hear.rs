//! What the model says.

use std::sync::Arc;

use taskpilot_model_client::{
    Annotation, ErrorKind, FinishReason, InputItem, ModelError, ModelEvent, ModelResponse,
    OutputItem, Role,
};

use super::{Phase, Run, then};
use crate::event::{RunError, RunEventKind};
use crate::guardrail::{OutputGuardrail, Timing, check_output};
use crate::hooks::Flow;
use crate::telemetry;
use crate::transcript::Answer;

impl<Cx: Send + Sync + 'static> Run<Cx> {
    pub(super) fn hear(&mut self, event: ModelEvent) -> Option<RunEventKind> {
        match event {
            ModelEvent::TextDelta(delta) => {
                if self.holds_text {
                    return None;
                }
                self.transcript.hear_text(&delta);
                Some(RunEventKind::TextDelta(delta))
            }
            ModelEvent::RefusalDelta(delta) => {
                self.transcript.hear_refusal(&delta);
                Some(RunEventKind::RefusalDelta(delta))
            }
            ModelEvent::RetryScheduled { delay, cause } => {
                self.attempts = self.attempts.saturating_add(1);
                Some(RunEventKind::RetryScheduled { delay, cause })
            }
            ModelEvent::ModelSwitched { model, cause } => {
                self.attempts = self.attempts.saturating_add(1);
                self.switches = self.switches.saturating_add(1);
                Some(RunEventKind::ModelSwitched { model, cause })
            }
            ModelEvent::ToolCallStarted { call_id, name } => {
                let call_id = self.transcript.hear_call(&call_id, &name)?;
                Some(RunEventKind::ToolCallStarted { call_id, name })
            }
            ModelEvent::Finished(response) => {
                self.hear_end(*response);
                None
            }
            other if self.holds_text => {
                drop(other);
                None
            }
            ModelEvent::ReasoningDelta(delta) => Some(RunEventKind::ReasoningDelta(delta)),
            ModelEvent::ReasoningBreak => Some(RunEventKind::ReasoningBreak),
            ModelEvent::Annotation(annotation) => Some(RunEventKind::Annotation(annotation)),
            ModelEvent::ImageStarted { image_id } => Some(RunEventKind::ImageStarted { image_id }),
            ModelEvent::ImagePartial {
                image_id,
                index,
                base64,
            } => Some(RunEventKind::ImagePartial {
                image_id,
                index,
                base64,
            }),
            ModelEvent::ImageReady(image) => Some(RunEventKind::ImageFinished(image)),
            // A call counts only once the whole answer is there, which holds it again.
            _ => None,
        }
    }

    /// Takes a whole answer, once hooks have seen it, and it was checked if it has to be.
    fn hear_end(&mut self, response: ModelResponse) {
        telemetry::hear(&self.call_span, &response, self.options.trace_content);
        self.count(response.usage, None);
        let hooks = self.agent.hooks.clone();
        if hooks.is_empty() && !self.holds_text {
            return self.take_answer(response);
        }
        let due = self.output_guardrails(|timing| timing == Timing::Blocking);
        let (app, scene) = (Arc::clone(&self.app), self.scene());
        let is_held = self.holds_text;
        self.wait_for(async move {
            let mut response = response;
            for hook in hooks {
                if let Flow::Stop(reason) = hook.after_model(&scene, &mut response).await {
                    return then(|run: &mut Self| run.stop(RunError::Stopped(reason)));
                }
            }
            if !is_held {
                return then(|run: &mut Self| run.take_answer(response));
            }
            match check_output(due, app, all_text(&response).into()).await {
                Some(tripped) => then(|run: &mut Self| run.trip(tripped)),
                None => then(|run: &mut Self| {
                    run.show_held(&response);
                    run.take_answer(response);
                }),
            }
        });
    }

    /// Shows what was held back of an answer.
    fn show_held(&mut self, response: &ModelResponse) {
        let text = all_text(response);
        if !text.is_empty() {
            self.transcript.hear_text(&text);
            self.events.push_back(RunEventKind::TextDelta(text));
        }
        for item in &response.output {
            if let OutputItem::Image(image) = item {
                let image_id = image.image_id.clone();
                self.events
                    .push_back(RunEventKind::ImageStarted { image_id });
                self.events
                    .push_back(RunEventKind::ImageFinished(image.clone()));
            }
        }
        let told = annotations(response).map(|it| RunEventKind::Annotation(Box::new(it)));
        self.events.extend(told);
    }

    fn take_answer(&mut self, response: ModelResponse) {
        let finish = response.finish.clone();
        let usage = response.usage;
        let answer = self.transcript.take_answer(response);
        let is_over = answer.refusal.is_some() || finish == FinishReason::ContentFilter;
        if answer.is_unheard && !answer.text.is_empty() {
            self.events
                .push_back(RunEventKind::TextDelta(answer.text.clone()));
        }
        if !is_over {
            self.announce(&answer);
        }
        self.events
            .push_back(RunEventKind::ModelCallFinished { usage });
        if is_over {
            self.refuse(answer);
        } else if !answer.calls.is_empty() {
            self.was_empty = false;
            self.phase = Phase::Barrier(answer.calls);
        } else if answer.text.trim().is_empty() && !answer.has_image {
            self.hear_nothing();
        } else {
            self.conclude(answer.text, finish == FinishReason::Length);
        }
    }

    fn announce(&mut self, answer: &Answer) {
        for call in &answer.calls {
            let (call_id, name) = (call.call_id.clone(), call.name.clone());
            if !call.is_announced {
                let (call_id, name) = (call_id.clone(), name.clone());
                self.events
                    .push_back(RunEventKind::ToolCallStarted { call_id, name });
            }
            let arguments = call.written.clone();
            self.events.push_back(RunEventKind::ToolCallReady {
                call_id,
                name,
                arguments,
            });
        }
    }

    /// Some models ask for tools and refuse, or are cut by a filter, in one answer: then nothing is run.
    fn refuse(&mut self, answer: Answer) {
        let Answer { refusal, calls, .. } = answer;
        let batch = self.batch(calls);
        self.transcript.push_outputs(batch.into_outputs());
        self.fail(match refusal {
            Some(refusal) => RunError::Refused(refusal),
            None => RunError::Model(ModelError::new(
                ErrorKind::ContentFilter,
                "the provider cut the answer",
            )),
        });
    }

    fn hear_nothing(&mut self) {
        if self.was_empty || self.turn >= self.options.max_turns {
            return self.fail(RunError::Empty);
        }
        self.was_empty = true;
        self.phase = Phase::Ask;
    }

    /// Ends with an answer, if it has its form, and once all guardrails have passed.
    fn conclude(&mut self, text: String, is_cut: bool) {
        let mut output = None;
        if let Some(form) = &self.agent.output {
            match form.read(&text) {
                Ok(value) => output = Some(value),
                Err(problem) => return self.ask_for_form(problem),
            }
        }
        let due = self.output_guardrails(|timing| timing != Timing::Blocking);
        if due.is_empty() && self.watch.is_empty() {
            return self.complete(text, output, is_cut);
        }
        let app = Arc::clone(&self.app);
        let watch = std::mem::take(&mut self.watch);
        self.wait_for(async move {
            let mut tripped = watch.first_trip().await;
            if tripped.is_none() {
                tripped = check_output(due, app, text.as_str().into()).await;
            }
            match tripped {
                Some(tripped) => then(|run: &mut Self| run.trip(tripped)),
                None => then(move |run: &mut Self| run.complete(text, output, is_cut)),
            }
        });
    }

    /// Asks once more for an answer that has its form. The one without is shown to the model, and not kept.
    fn ask_for_form(&mut self, problem: String) {
        if self.repairs >= self.options.max_repairs {
            return self.fail(RunError::InvalidOutput(problem));
        }
        self.repairs = self.repairs.saturating_add(1);
        self.hint = self.transcript.take_back_answer();
        self.hint.push(InputItem::text(
            Role::Developer,
            format!(
                "The answer does not have its form: {problem}. Answer again, with JSON of the form and nothing else."
            ),
        ));
        self.phase = Phase::Ask;
    }

    fn output_guardrails(
        &self,
        is_due: impl Fn(Timing) -> bool,
    ) -> Vec<Arc<dyn OutputGuardrail<Cx>>> {
        let all = self.agent.output_guardrails.iter();
        all.filter(|guardrail| is_due(guardrail.timing()))
            .cloned()
            .collect()
    }
}

/// Returns the texts of all messages as they are shown: one behind the other.
fn all_text(response: &ModelResponse) -> String {
    let texts = response.output.iter().filter_map(|item| match item {
        OutputItem::Message { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

/// Returns the sources of all messages, by their places in all text.
fn annotations(response: &ModelResponse) -> impl Iterator<Item = Annotation> {
    let mut before = 0_u64;
    response.output.iter().flat_map(move |item| {
        let OutputItem::Message { text, annotations } = item else {
            return Vec::new();
        };
        let begins = before;
        let characters = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        before = before.saturating_add(characters);
        let moved = annotations.iter().cloned().map(|it| it.behind(begins));
        moved.collect()
    })
}
