use serde::Deserialize;

/// What goes wrong with a reply.
///
/// "Events" are the frames of a stream. A reply that is not streamed has one: its body.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Fault {
    /// An HTTP error instead of an answer, with a body as `OpenAI` sends it.
    Status {
        /// 400 to 599.
        status: u16,
        /// The `Retry-After` header, in seconds.
        #[serde(default)]
        retry_after_s: Option<u64>,
        /// The error's `code`, such as `insufficient_quota`.
        #[serde(default)]
        code: Option<String>,
        /// The error's `message`.
        #[serde(default)]
        message: Option<String>,
    },
    /// A web page instead of an answer, as gateways send.
    Html {
        /// 200 to 599.
        status: u16,
    },
    /// Status 200 and nothing else.
    EmptyBody,
    /// The connection breaks after so many events.
    CutAfterEvents {
        /// How many arrive whole.
        events: usize,
    },
    /// The connection breaks after so many bytes.
    CutAfterBytes {
        /// How many arrive.
        bytes: usize,
    },
    /// The stream ends politely after so many events, without saying that it is over.
    EndAfterEvents {
        /// How many arrive.
        events: usize,
    },
    /// Nothing more comes after so many events, and the connection stays open.
    StallAfterEvents {
        /// How many arrive.
        events: usize,
    },
    /// After so many events comes one that is not JSON; then the stream goes on.
    MalformedAfterEvents {
        /// How many arrive before it.
        events: usize,
    },
    /// After so many events the provider says that it failed, and ends the stream.
    ErrorAfterEvents {
        /// How many arrive before it.
        events: usize,
        /// The error's `code`.
        #[serde(default)]
        code: Option<String>,
        /// The error's `message`.
        #[serde(default)]
        message: Option<String>,
    },
    /// A Chat Completions stream ends without `[DONE]`, a Responses stream without its last event.
    NoDone,
}
