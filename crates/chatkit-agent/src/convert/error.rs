use std::fmt;

use taskpilot_chatkit::{BoxError, ItemId, ThreadItem};

/// A thread could not be made into model input.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConvertError {
    /// An item needs a method that has no default.
    #[error("item {item} holds {hook}, which needs an own ThreadItemConverter::{}", hook.method())]
    NotOverridden {
        /// Which item.
        item: ItemId,
        /// Which method is to be written.
        hook: Hook,
    },
    /// An item is not what the protocol says.
    #[error("item {item} cannot be read")]
    Unreadable {
        /// Which item.
        item: ItemId,
        /// What is wrong with its JSON.
        source: serde_json::Error,
    },
    /// An overridden method failed; the defaults never return this.
    #[error("item {item} could not be converted")]
    Failed {
        /// Which item.
        item: ItemId,
        /// Why.
        source: BoxError,
    },
}

impl ConvertError {
    /// Wraps what went wrong in an overridden method.
    pub fn failed(item: &ThreadItem, source: impl Into<BoxError>) -> Self {
        Self::Failed {
            item: item.id().clone(),
            source: source.into(),
        }
    }

    pub(super) fn not_overridden(item: &ThreadItem, hook: Hook) -> Self {
        Self::NotOverridden {
            item: item.id().clone(),
            hook,
        }
    }

    pub(super) fn unreadable(item: &ThreadItem, source: serde_json::Error) -> Self {
        Self::Unreadable {
            item: item.id().clone(),
            source,
        }
    }
}

/// What only an application can convert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hook {
    /// A file or image: `ThreadItemConverter::attachment`.
    Attachment,
    /// A mention with `@`: `ThreadItemConverter::tag`.
    Tag,
    /// Hidden context that is not text: `ThreadItemConverter::hidden_context`.
    HiddenContext,
}

impl Hook {
    /// Returns the name of the method to write.
    pub fn method(self) -> &'static str {
        match self {
            Self::Attachment => "attachment",
            Self::Tag => "tag",
            Self::HiddenContext => "hidden_context",
        }
    }
}

impl fmt::Display for Hook {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Attachment => "an attachment",
            Self::Tag => "a tag",
            Self::HiddenContext => "hidden context that is not text",
        })
    }
}
