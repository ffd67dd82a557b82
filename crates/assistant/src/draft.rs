use serde_json::{Value, json};
use taskpilot_agent_runner::{
    Interruption, RunError, RunEvent, RunEventKind, RunFailure, RunOutcome,
};
use taskpilot_conversations::{
    AssistantMessage, MessageId, MessageStatus, ToolCall, ToolCallStatus, Usage,
};
use taskpilot_model_client::{ErrorKind, ModelError};

use crate::allowance::DAILY_LIMIT;
use crate::error::cause;
use crate::turn::{TurnEvent, TurnFailure};

/// What is said of an answer that the model could not finish.
const CUT: &str =
    "… (The answer was cut here: the model may write no more at once. Say “go on” for the rest.)";

/// The code of a call that waits for the person's word, or was given up without it.
pub(crate) const APPROVAL_REQUIRED: &str = "approval_required";

/// The reply while it is written: folds the run's events into the message to store.
#[derive(Debug)]
pub(crate) struct Draft {
    reply: AssistantMessage,
    /// The turn in which text was last said, so that texts of different turns do not run together.
    text_turn: u32,
}

/// What follows from one event.
#[derive(Debug)]
pub(crate) enum Step {
    /// Nothing to show.
    Nothing,
    /// Show this now.
    Show(TurnEvent),
    /// Store the draft, then show this: what is announced as done is stored first.
    Save(TurnEvent),
    /// Store the draft; the turn is over, well or with this failure.
    End(Option<TurnFailure>),
    /// Store the draft, and ask the person about calls: the turn goes on once they have answered.
    Ask(Box<Interruption>),
    /// Show this, then store the draft; the turn is over, and well.
    ShowAndEnd(TurnEvent),
}

impl Draft {
    /// Begins a reply to `message`; `carried` are calls of an earlier attempt at the same message.
    pub(crate) fn new(message: MessageId, carried: Vec<ToolCall>) -> Self {
        let reply = AssistantMessage {
            reply_to: message,
            content: String::new(),
            tool_calls: carried,
            status: MessageStatus::InProgress,
            error_code: None,
            usage: Usage::default(),
        };
        Self {
            reply,
            text_turn: 0,
        }
    }

    /// Goes on with a reply that waited for the person's word.
    pub(crate) fn resume(mut reply: AssistantMessage) -> Self {
        reply.status = MessageStatus::InProgress;
        Self {
            reply,
            text_turn: 0,
        }
    }

    /// Returns the message as it stands.
    pub(crate) fn reply(&self) -> &AssistantMessage {
        &self.reply
    }

    /// Takes the message out.
    pub(crate) fn into_reply(self) -> AssistantMessage {
        self.reply
    }

    /// Folds one event in.
    pub(crate) fn apply(&mut self, event: RunEvent) -> Step {
        let turn = event.turn;
        match event.kind {
            RunEventKind::TextDelta(text) => Step::Show(self.say(turn, text)),
            RunEventKind::ToolCallReady {
                call_id,
                name,
                arguments,
            } => Step::Show(self.call(turn, call_id, name, arguments)),
            RunEventKind::ToolFinished {
                call_id,
                name,
                result,
            } => Step::Save(self.finish_call(call_id, name, result)),
            RunEventKind::RetryScheduled { delay, cause } => Step::Show(TurnEvent::Retrying {
                delay,
                code: cause.code(),
            }),
            RunEventKind::Completed(outcome) => self.complete(*outcome),
            RunEventKind::Failed(failure) => self.fail(&failure),
            RunEventKind::Interrupted(interruption) => self.wait(interruption),
            RunEventKind::Cancelled(outcome) => self.interrupt(&outcome),
            _ => Step::Nothing,
        }
    }

    fn say(&mut self, turn: u32, text: String) -> TurnEvent {
        let new_paragraph = self.text_turn != turn && !self.reply.content.is_empty();
        self.text_turn = turn;
        let text = if new_paragraph {
            format!("\n\n{text}")
        } else {
            text
        };
        self.reply.content.push_str(&text);
        TurnEvent::Text(text)
    }

    /// Until it answers, a call counts as interrupted: so the draft may be stored at any moment.
    fn call(&mut self, turn: u32, id: String, name: String, arguments: String) -> TurnEvent {
        self.reply.tool_calls.push(ToolCall {
            id: id.clone(),
            name: name.clone(),
            arguments: arguments.clone(),
            result: json!({"error": {"code": "interrupted", "message": "The turn ended before the tool answered."}}),
            status: ToolCallStatus::Interrupted,
            round: turn,
        });
        TurnEvent::ToolCall {
            id,
            name,
            arguments,
        }
    }

    fn finish_call(&mut self, id: String, name: String, result: Result<Value, Value>) -> TurnEvent {
        let (status, result) = match result {
            Ok(value) => (ToolCallStatus::Completed, value),
            Err(value) => (ToolCallStatus::Failed, value),
        };
        let open =
            |call: &&mut ToolCall| call.id == id && call.status == ToolCallStatus::Interrupted;
        if let Some(call) = self.reply.tool_calls.iter_mut().rev().find(open) {
            call.status = status;
            call.result = result.clone();
        }
        TurnEvent::ToolResult {
            id,
            name,
            status,
            result,
        }
    }

    fn complete(&mut self, outcome: RunOutcome) -> Step {
        self.reply.usage = usage(&outcome);
        self.reply.status = MessageStatus::Completed;
        if self.reply.content.is_empty() {
            self.reply.content = outcome.text;
        }
        if outcome.is_cut {
            self.reply.content.push_str(CUT);
            return Step::ShowAndEnd(TurnEvent::Text(CUT.to_owned()));
        }
        Step::End(None)
    }

    /// The reply is whole as it is, should the person never answer: a call that waits has an answer that says so.
    fn wait(&mut self, interruption: Box<Interruption>) -> Step {
        self.reply.usage = usage(&interruption.partial);
        self.reply.status = MessageStatus::Completed;
        for request in &interruption.requests {
            let mut calls = self.reply.tool_calls.iter_mut().rev();
            if let Some(call) = calls.find(|call| call.id == request.call_id) {
                call.result = json!({"error": {
                    "code": APPROVAL_REQUIRED,
                    "message": "Not done: the app asked the user to approve this, and they have not answered yet.",
                }});
            }
        }
        Step::Ask(interruption)
    }

    fn interrupt(&mut self, outcome: &RunOutcome) -> Step {
        self.reply.usage = usage(outcome);
        self.reply.status = MessageStatus::Interrupted;
        Step::End(Some(TurnFailure {
            code: "interrupted",
            message: "The answer was stopped; what was said and done until then is kept.".into(),
            retryable: true,
            retry_after: None,
        }))
    }

    fn fail(&mut self, failure: &RunFailure) -> Step {
        self.reply.usage = usage(&failure.partial);
        self.reply.status = MessageStatus::Failed;
        tracing::warn!(error = cause(&failure.error), "the run failed");
        let failure = explain(&failure.error);
        self.reply.error_code = Some(failure.code.to_owned());
        Step::End(Some(failure))
    }
}

fn usage(outcome: &RunOutcome) -> Usage {
    Usage {
        requests: outcome.usage.requests,
        input_tokens: outcome.usage.input_tokens,
        output_tokens: outcome.usage.output_tokens,
    }
}

/// Says what happened in words for the person, and what to do. Nothing of the provider's text gets out.
fn explain(error: &RunError) -> TurnFailure {
    let (code, message, retryable) = match error {
        RunError::Model(error) => return explain_model(error),
        RunError::MaxTurns(_) => (
            "too_many_steps",
            "This took too many steps. Try asking for less at once.",
            true,
        ),
        RunError::TooManyBadCalls(_) => (
            "model_confused",
            "The model could not use the tools. Try again, or choose a more capable model.",
            true,
        ),
        RunError::Budget(_) => (
            DAILY_LIMIT,
            "The answer stops here: today’s limit for the assistant is used up.",
            false,
        ),
        RunError::Refused(_) => ("model_refused", "The model refused to answer this.", false),
        _ => (
            "model_empty",
            "The model answered nothing. Try again.",
            true,
        ),
    };
    TurnFailure {
        code,
        message: message.into(),
        retryable,
        retry_after: None,
    }
}

fn explain_model(error: &ModelError) -> TurnFailure {
    let (code, message) = match &error.kind {
        ErrorKind::Auth | ErrorKind::Permission => (
            "model_auth",
            "The model's provider does not accept the configured key.",
        ),
        ErrorKind::PaymentRequired | ErrorKind::QuotaExhausted => (
            "model_quota",
            "The account at the model's provider has no credit left.",
        ),
        ErrorKind::NotFound => ("model_not_found", "The configured model does not exist."),
        ErrorKind::RateLimited { .. } => (
            "model_rate_limited",
            "The model is busy: too many requests. Try again in a moment.",
        ),
        ErrorKind::ContextLength | ErrorKind::TooLarge => (
            "model_too_long",
            "This conversation is too long for the model. Begin a new one.",
        ),
        ErrorKind::ContentFilter => (
            "model_content_filter",
            "The model's provider refuses to answer this.",
        ),
        ErrorKind::Truncated | ErrorKind::Stalled => (
            "model_interrupted",
            "The model stopped in mid-answer. Try again.",
        ),
        ErrorKind::Configuration | ErrorKind::BadRequest | ErrorKind::Protocol => (
            "model_misconfigured",
            "The model could not be asked; the server's log says why.",
        ),
        _ => (
            "model_unavailable",
            "The model cannot be reached at the moment. Try again.",
        ),
    };
    TurnFailure {
        code,
        message: message.into(),
        retryable: error.kind.is_retryable(),
        retry_after: None,
    }
}
