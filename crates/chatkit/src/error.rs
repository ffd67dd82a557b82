use std::error::Error;

use serde::Serialize;

use crate::event::Event;

/// Whatever went wrong inside a product or its database.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// A store could not do what it was asked to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such thing, or it is somebody else's.
    #[error("there is no {what} {id:?}")]
    NotFound {
        /// Of which kind.
        what: Missing,
        /// Which.
        id: String,
    },
    /// The store does not take such a value.
    #[error("{message}")]
    Refused {
        /// Where, such as `params.title`.
        field: &'static str,
        /// The rule it breaks, as a fragment: "must have at most 200 characters".
        message: String,
    },
    /// The store does not answer or does not understand what it holds.
    #[error("the store failed")]
    Failed(#[source] BoxError),
}

/// What may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A thread.
    Thread,
    /// An item of a thread.
    Item,
    /// An attachment.
    Attachment,
}

impl std::fmt::Display for Missing {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Thread => "thread",
            Self::Item => "item",
            Self::Attachment => "attachment",
        })
    }
}

impl StoreError {
    /// Returns the error for something that is not there.
    pub fn not_found(what: Missing, id: impl std::fmt::Display) -> Self {
        Self::NotFound {
            what,
            id: id.to_string(),
        }
    }

    /// Wraps a failure of the database behind the store.
    pub fn failed(error: impl Into<BoxError>) -> Self {
        Self::Failed(error.into())
    }
}

/// A request that gets no answer. Faults of streaming requests after this are `error` events of the stream.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The body is not text.
    #[error("the body is not utf-8")]
    NotUtf8,
    /// The body is not JSON.
    #[error("the body is not json")]
    Malformed(#[source] serde_json::Error),
    /// The body is JSON, and no request of the protocol.
    #[error("{message}")]
    Invalid {
        /// Where, such as `params.input.content`.
        field: Option<String>,
        /// What is wrong there.
        message: String,
    },
    /// There is no such thing.
    #[error("there is no {what} {id:?}")]
    NotFound {
        /// Of which kind.
        what: Missing,
        /// Which.
        id: String,
    },
    /// It cannot be done as things are, and trying again does not change that.
    #[error("{0}")]
    Conflict(String),
    /// The thread is being answered; it can be done once that is over.
    #[error("this conversation is being answered already; wait until that is done, then try again")]
    Busy,
    /// This server does not do such things.
    #[error("{0}")]
    Unsupported(String),
    /// What it needs cannot be reached now; it may be tried again later.
    #[error("{0}")]
    Unavailable(String),
    /// The store failed.
    #[error("the store failed")]
    Store(#[source] BoxError),
    /// The product failed.
    #[error("the request failed")]
    Handler(#[source] BoxError),
}

impl From<StoreError> for RequestError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound { what, id } => Self::NotFound { what, id },
            StoreError::Refused { field, message } => Self::Invalid {
                field: Some(field.to_owned()),
                message,
            },
            StoreError::Failed(error) => Self::Store(error),
        }
    }
}

impl RequestError {
    /// Returns the HTTP status that says it.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotUtf8 | Self::Malformed(_) => 400,
            Self::NotFound { .. } => 404,
            Self::Conflict(_) | Self::Busy => 409,
            Self::Invalid { .. } => 422,
            Self::Handler(_) => 500,
            Self::Unsupported(_) => 501,
            Self::Unavailable(_) | Self::Store(_) => 503,
        }
    }

    /// Returns a stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotUtf8 | Self::Malformed(_) => "malformed",
            Self::NotFound { .. } => "not_found",
            Self::Conflict(_) => "conflict",
            Self::Busy => "busy",
            Self::Invalid { .. } => "invalid",
            Self::Handler(_) => "failed",
            Self::Unsupported(_) => "unsupported",
            Self::Unavailable(_) | Self::Store(_) => "unavailable",
        }
    }

    /// Returns what may be told, as a sentence: nothing of what went wrong inside.
    pub fn detail(&self) -> String {
        match self {
            Self::Malformed(error) => sentence(&format!("the body is not json: {error}")),
            Self::Invalid {
                field: Some(field),
                message,
            } if message.starts_with("must ") => {
                let name = field.rsplit('.').next().unwrap_or(field);
                sentence(&format!("{name} {message}"))
            }
            other => sentence(&other.to_string()),
        }
    }

    /// Returns the body that says it: a problem document (RFC 9457), to be sent as `application/problem+json`.
    pub fn problem(&self) -> String {
        #[derive(Serialize)]
        struct Problem<'a> {
            r#type: &'static str,
            title: &'static str,
            status: u16,
            detail: String,
            code: &'static str,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            errors: Vec<Field<'a>>,
        }
        #[derive(Serialize)]
        struct Field<'a> {
            field: &'a str,
            message: &'a str,
        }
        let errors = match self {
            Self::Invalid {
                field: Some(field),
                message,
            } => vec![Field { field, message }],
            _ => Vec::new(),
        };
        let problem = Problem {
            r#type: "about:blank",
            title: self.title(),
            status: self.status(),
            detail: self.detail(),
            code: self.code(),
            errors,
        };
        // Text and numbers always are JSON.
        serde_json::to_string(&problem).unwrap_or_default()
    }

    fn title(&self) -> &'static str {
        match self {
            Self::NotUtf8 | Self::Malformed(_) => "Bad Request",
            Self::NotFound { .. } => "Not Found",
            Self::Conflict(_) | Self::Busy => "Conflict",
            Self::Invalid { .. } => "Unprocessable Content",
            Self::Handler(_) => "Internal Server Error",
            Self::Unsupported(_) => "Not Implemented",
            Self::Unavailable(_) | Self::Store(_) => "Service Unavailable",
        }
    }
}

/// Writes a fragment as people read it.
fn sentence(fragment: &str) -> String {
    let mut letters = fragment.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let rest = letters.as_str();
    let end = if fragment.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{}{rest}{end}", first.to_uppercase())
}

/// Why a handler's stream broke off. The client gets an `error` event, and what was done is kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// Something to tell the person.
    #[error("{message}")]
    Custom {
        /// What happened and what to do.
        message: String,
        /// Whether the client offers to try again.
        allow_retry: bool,
    },
    /// Something that is logged, and not told.
    #[error("the handler failed")]
    Failed(#[source] BoxError),
}

impl StreamError {
    /// Returns an error to tell the person, without an offer to try again.
    pub fn custom(message: impl Into<String>) -> Self {
        Self::Custom {
            message: message.into(),
            allow_retry: false,
        }
    }

    /// Wraps an error that is logged, and not told.
    pub fn failed(error: impl Into<BoxError>) -> Self {
        Self::Failed(error.into())
    }

    /// Returns the error of an answer that somebody stopped from elsewhere.
    pub(crate) fn stopped() -> Self {
        Self::Custom {
            message: "This answer was stopped.".into(),
            allow_retry: true,
        }
    }

    /// Returns the event that tells the client.
    pub(crate) fn event(&self) -> Event {
        match self {
            Self::Custom {
                message,
                allow_retry,
            } => Event::Error {
                code: "custom".into(),
                message: Some(message.clone()),
                allow_retry: *allow_retry,
            },
            Self::Failed(_) => Event::Error {
                code: "stream.error".into(),
                message: None,
                allow_retry: true,
            },
        }
    }
}

impl From<StoreError> for StreamError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused { .. } => RequestError::from(error).into(),
            error => Self::failed(error),
        }
    }
}

impl From<RequestError> for StreamError {
    /// What the person can understand is told, as `custom`: the protocol knows no other codes.
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Store(error) | RequestError::Handler(error) => Self::Failed(error),
            told => Self::Custom {
                allow_retry: matches!(told, RequestError::Busy),
                message: told.detail(),
            },
        }
    }
}
