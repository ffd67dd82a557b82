use taskpilot_agent_runner::{RunError, RunFailure};
use taskpilot_chatkit::StreamError;
use taskpilot_model_client::ErrorKind;

/// Returns what a person is told of a failure.
pub(super) fn told(failure: RunFailure) -> StreamError {
    let (message, allow_retry) = match &failure.error {
        RunError::Model(error) => match error.kind {
            ErrorKind::RateLimited { .. } | ErrorKind::Unavailable => {
                ("The model is busy. Try again in a moment.", true)
            }
            ErrorKind::Timeout | ErrorKind::Stalled | ErrorKind::Truncated => {
                ("The model's answer broke off. Try again.", true)
            }
            ErrorKind::ContentFilter => ("The model's provider stopped this answer.", false),
            _ => return StreamError::failed(failure.error),
        },
        RunError::MaxTurns(_) => ("This took too many steps. Try a smaller request.", true),
        RunError::TooManyBadCalls(_) => ("The model got its tools wrong. Try again.", true),
        RunError::Refused(_) => ("The model declined to answer.", false),
        RunError::Empty => ("The model answered nothing. Try again.", true),
        RunError::Budget(_) => ("This took more than it may. Try a smaller request.", true),
        RunError::InvalidOutput(_) => ("The model got its answer wrong. Try again.", true),
        RunError::Guardrail { message, .. } => (message.as_str(), false),
        _ => return StreamError::failed(failure.error),
    };
    StreamError::Custom {
        message: message.to_owned(),
        allow_retry,
    }
}
