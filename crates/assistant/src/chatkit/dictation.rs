use taskpilot_chatkit::{AudioInput, RequestError};
use taskpilot_model_client::{ErrorKind, ModelError, Speech, Transcriber};

/// Takes down what somebody said.
pub(super) async fn take_down(
    transcriber: Option<&Transcriber>,
    audio: AudioInput,
) -> Result<String, RequestError> {
    let Some(transcriber) = transcriber else {
        let message = "Dictation is not available: the model behind this server does not take speech. Type the message instead.";
        return Err(RequestError::Unsupported(message.into()));
    };
    let media_type = audio.media_type().to_owned();
    if !Transcriber::takes(&media_type) {
        return Err(RequestError::Invalid {
            field: Some("params.mime_type".into()),
            message: "must be a recording, such as audio/webm, audio/mp4 or audio/ogg".into(),
        });
    }
    let data = audio.data;
    let speech = Speech { data, media_type };
    transcriber.transcribe(&speech).await.map_err(|error| {
        tracing::warn!(error = %error, "speech was not taken down");
        explain(&error)
    })
}

/// Says what people can do about it; what the provider said is for the log.
fn explain(error: &ModelError) -> RequestError {
    let message = match error.kind {
        ErrorKind::BadRequest | ErrorKind::TooLarge => {
            let message = "The recording could not be understood. Record it again, or type the message instead.";
            return RequestError::Conflict(message.into());
        }
        ErrorKind::Auth
        | ErrorKind::Permission
        | ErrorKind::PaymentRequired
        | ErrorKind::QuotaExhausted
        | ErrorKind::NotFound
        | ErrorKind::Configuration => {
            "Dictation is not set up right: the operator finds the reason in the log. Type the message instead."
        }
        _ => {
            "The service that takes down speech does not answer. Try again in a moment, or type the message instead."
        }
    };
    RequestError::Unavailable(message.into())
}
