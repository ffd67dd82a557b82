//! Ids: text that only the store that made it understands.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Stamps one id type.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Wraps an id as a store made it or a client sent it.
            pub fn new(id: &str) -> Self {
                Self(id.into())
            }

            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{:?}", &*self.0)
            }
        }
    };
}

id! {
    /// Names a thread.
    ThreadId
}
id! {
    /// Names an item of a thread.
    ItemId
}
id! {
    /// Names an attachment.
    AttachmentId
}

/// What an id is for: it decides the id's prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    /// `thr_`.
    Thread,
    /// `msg_`: messages, widgets and generated images.
    Message,
    /// `tc_`.
    ToolCall,
    /// `wf_`.
    Workflow,
    /// `tsk_`.
    Task,
    /// `atc_`.
    Attachment,
    /// `shcx_`.
    SdkHiddenContext,
}

impl IdKind {
    /// Returns what ids of this kind begin with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Thread => "thr_",
            Self::Message => "msg_",
            Self::ToolCall => "tc_",
            Self::Workflow => "wf_",
            Self::Task => "tsk_",
            Self::Attachment => "atc_",
            Self::SdkHiddenContext => "shcx_",
        }
    }

    /// Makes an id of 128 random bits, so that ids do not meet at any scale (the first implementation has 32).
    pub fn random(self) -> String {
        random_id(self.prefix())
    }
}

/// Makes an id of 128 random bits.
pub(crate) fn random_id(prefix: &str) -> String {
    // Without randomness there is no safe id; the operating system's source does not fail once it is set up.
    let (high, low) = (
        getrandom::u64().unwrap_or_default(),
        getrandom::u64().unwrap_or_default(),
    );
    format!("{prefix}{high:016x}{low:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_long_and_differ() {
        let (a, b) = (IdKind::Thread.random(), IdKind::Thread.random());
        assert_ne!(a, b);
        assert!(a.starts_with("thr_"));
        assert_eq!(a.len(), 36);
    }
}
