//! Speech to text.

use std::fmt;
use std::sync::Arc;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::multipart::{Form, Part};
use serde::Deserialize;
use tokio::time::{Instant, sleep};

use super::Inner;
use super::attempt::{read_body, request_id, watched, with_request_id};
use super::watchdog::Watchdog;
use crate::config::ProviderConfig;
use crate::error::{ErrorKind, ModelError};
use crate::failure::Failure;
use crate::retry::RetryBudget;

/// Recorded speech.
#[derive(Clone)]
pub struct Speech {
    /// The recording; OpenAI takes up to 25 MB.
    pub data: Vec<u8>,
    /// What it is, without parameters, such as `audio/webm`.
    pub media_type: String,
}

/// A model that takes down speech, by `POST {base}/audio/transcriptions`. Clones share everything and cost nothing.
#[derive(Clone)]
pub struct Transcriber(Arc<Inner>);

/// The kinds of recordings that providers tell apart by the file's name; the list is OpenAI's.
const KINDS: [(&str, &str); 12] = [
    ("audio/webm", "webm"),
    ("video/webm", "webm"),
    ("audio/ogg", "ogg"),
    ("audio/mp4", "mp4"),
    ("video/mp4", "mp4"),
    ("audio/x-m4a", "m4a"),
    ("audio/mpeg", "mp3"),
    ("audio/mp3", "mp3"),
    ("audio/wav", "wav"),
    ("audio/x-wav", "wav"),
    ("audio/wave", "wav"),
    ("audio/flac", "flac"),
];

#[derive(Deserialize)]
struct Transcript {
    text: String,
}

impl Transcriber {
    /// Returns what takes down speech by the provider and the model that `config` names.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`], as [`HttpModel::new`](crate::HttpModel::new).
    pub fn new(config: ProviderConfig, client: reqwest::Client) -> Result<Self, ModelError> {
        let mut inner = Inner::new(config, client, &["audio", "transcriptions"])?;
        // The form's own, which names its boundary.
        inner.headers.remove(CONTENT_TYPE);
        let json = HeaderValue::from_static("application/json");
        inner.headers.insert(ACCEPT, json);
        Ok(Self(Arc::new(inner)))
    }

    /// Returns whether recordings of this media type can be taken down.
    pub fn takes(media_type: &str) -> bool {
        extension(media_type).is_some()
    }

    /// Returns what was said, which may be nothing; transient faults are tried again as the configuration has it.
    ///
    /// # Errors
    /// [`ErrorKind::BadRequest`] for a recording of a kind that is not [taken](Self::takes); else whatever the
    /// provider or the way to it fails with.
    pub async fn transcribe(&self, speech: &Speech) -> Result<String, ModelError> {
        let Some(extension) = extension(&speech.media_type) else {
            let message = format!("recordings of type {:?} are not taken", speech.media_type);
            return Err(ModelError::new(ErrorKind::BadRequest, message));
        };
        let inner = &self.0;
        let begun = Instant::now();
        let budget = RetryBudget::from(&self.0.config.retry);
        let mut attempts: u32 = 0;
        loop {
            inner.wait_turn(begun, &budget).await?;
            attempts = attempts.saturating_add(1);
            let failure = match inner.transcribe_once(speech, extension).await {
                Ok(text) => return Ok(text),
                Err(failure) => failure,
            };
            inner.note_wait(&failure);
            let retry = &inner.config.retry;
            let Some(delay) = budget.next_delay(retry, &failure, attempts, begun.elapsed()) else {
                let mut error = *failure.error;
                error.attempts = attempts;
                return Err(error);
            };
            sleep(delay).await;
        }
    }
}

impl fmt::Debug for Transcriber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Transcriber").field(&self.0.config).finish()
    }
}

/// A recording is as private as a key: only its size is shown.
impl fmt::Debug for Speech {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Speech")
            .field("bytes", &self.data.len())
            .field("media_type", &self.media_type)
            .finish()
    }
}

impl Inner {
    async fn transcribe_once(&self, speech: &Speech, extension: &str) -> Result<String, Failure> {
        let mut watchdog = Watchdog::new(self.config.timeouts);
        let file = Part::bytes(speech.data.clone())
            .file_name(format!("speech.{extension}"))
            .mime_str(&speech.media_type)
            .map_err(|_| Failure::new(ErrorKind::BadRequest, "the media type cannot be read"))?;
        let form = Form::new()
            .text("model", self.config.model.clone())
            .text("response_format", "json")
            .part("file", file);
        let request = self
            .client
            .post(self.endpoint.clone())
            .headers(self.headers.clone())
            .multipart(form);
        let mut response = self.send(request, &mut watchdog).await?;
        let id = request_id(response.headers());
        if !response.status().is_success() {
            let failure = self.refused(response, &mut watchdog).await;
            return Err(with_request_id(failure, id));
        }
        let limit = self.config.limits.max_event_bytes;
        let body = watched(&mut watchdog, read_body(&mut response, limit)).await?;
        let transcript: Transcript = serde_json::from_slice(&body).map_err(|error| ModelError {
            source: Some(Box::new(error)),
            ..ModelError::new(ErrorKind::Protocol, "the provider sent no transcript")
        })?;
        Ok(transcript.text.trim().to_owned())
    }
}

fn extension(media_type: &str) -> Option<&'static str> {
    let known = KINDS
        .iter()
        .find(|(kind, _)| kind.eq_ignore_ascii_case(media_type));
    known.map(|(_, extension)| *extension)
}
