//! How the model is asked.

use std::sync::Arc;

use taskpilot_model_client::{ModelRequest, ToolChoice};

use super::{Phase, Run, then};
use crate::budget::Spent;
use crate::event::{RunError, RunEventKind};
use crate::hooks::Flow;
use crate::telemetry;

impl<Cx: Send + Sync + 'static> Run<Cx> {
    pub(super) fn ask(&mut self) {
        if self.turn > 0 && self.options.stop_after_turn.is_cancelled() {
            return self.cancel();
        }
        if self.turn >= self.options.max_turns {
            return self.fail(RunError::MaxTurns(self.options.max_turns));
        }
        if let Some(limit) = Spent::reached(&self.options.budget, self.spent.total()) {
            return self.fail(RunError::Budget(limit));
        }
        self.turn = self.turn.saturating_add(1);
        let request = self.request();
        let writer = self.agent.dynamic_instructions.clone();
        // What the caller says stands for all that the agent would be told.
        let writer = writer.filter(|_| self.options.request.instructions.is_none());
        if self.agent.hooks.is_empty() && writer.is_none() {
            return self.send(request);
        }
        let (hooks, scene) = (self.agent.hooks.clone(), self.scene());
        let own_scene = self.scene();
        self.wait_for(async move {
            let mut request = request;
            if let Some(writer) = writer {
                match writer.write(own_scene).await {
                    Ok(text) => tell(&mut request, text),
                    Err(reason) => {
                        return then(|run: &mut Self| run.stop(RunError::Stopped(reason)));
                    }
                }
            }
            for hook in hooks {
                if let Flow::Stop(reason) = hook.before_model(&scene, &mut request).await {
                    return then(|run: &mut Self| run.stop(RunError::Stopped(reason)));
                }
            }
            then(|run: &mut Self| run.send(request))
        });
    }

    fn request(&mut self) -> ModelRequest {
        let template = &self.options.request;
        let mut request = ModelRequest {
            instructions: template
                .instructions
                .clone()
                .or_else(|| self.agent.instructions.clone()),
            input: self.transcript.seen(),
            tools: Arc::clone(&self.offered),
            ..template.clone()
        };
        if let Some(form) = &self.agent.output {
            request.output = Some(form.schema().clone());
        }
        if !self.hint.is_empty() {
            // It has done what it wanted to do; some servers keep the form only where no tool may be called.
            request.tool_choice = ToolChoice::None;
            request.input.append(&mut self.hint);
        }
        request
    }

    fn send(&mut self, request: ModelRequest) {
        self.attempts = 1;
        self.call_span = telemetry::call_span(
            self.current_span(),
            &self.name,
            &*self.agent.model,
            &request,
            self.options.trace_content,
        );
        self.phase = Phase::Answer(self.agent.model.stream(request));
        self.events.push_back(RunEventKind::TurnStarted);
    }
}

/// Adds instructions behind those that do not change.
fn tell(request: &mut ModelRequest, text: String) {
    if text.is_empty() {
        return;
    }
    let told = request.instructions.take();
    request.instructions = Some(match told {
        Some(told) => format!("{told}\n\n{text}"),
        None => text,
    });
}
