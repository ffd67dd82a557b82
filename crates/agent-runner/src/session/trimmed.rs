use async_trait::async_trait;
use taskpilot_model_client::{ContentPart, InputItem};

use super::{Session, SessionError};
use crate::history;

/// How much of a conversation a run sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trim {
    /// At most this many messages, and the calls among them.
    Messages(usize),
    /// About this many tokens, counting one for four bytes; always at least the last message.
    Tokens(usize),
}

/// A session of which runs see the end only. What is kept is not changed.
///
/// No call is parted from its output; see [`history::window`].
#[derive(Debug, Clone)]
pub struct TrimmedSession<S> {
    session: S,
    trim: Trim,
}

impl<S> TrimmedSession<S> {
    /// Returns the session as `trim` says.
    pub fn new(session: S, trim: Trim) -> Self {
        Self { session, trim }
    }
}

#[async_trait]
impl<S: Session> Session for TrimmedSession<S> {
    async fn load(&self) -> Result<Vec<InputItem>, SessionError> {
        let items = self.session.load().await?;
        Ok(match self.trim {
            Trim::Messages(messages) => history::window(items, messages),
            Trim::Tokens(tokens) => within(items, tokens),
        })
    }

    async fn append(&self, items: Vec<InputItem>) -> Result<(), SessionError> {
        self.session.append(items).await
    }

    async fn replace(&self, seen: usize, items: Vec<InputItem>) -> Result<bool, SessionError> {
        self.session.replace(seen, items).await
    }
}

/// Returns the longest end that has at most so many tokens, and at least one message.
fn within(items: Vec<InputItem>, tokens: usize) -> Vec<InputItem> {
    let items = history::repair(items);
    let messages = items.iter().filter(|item| is_message(item)).count();
    // Longer windows hold shorter ones, so the longest that fits is found by halves.
    let (mut fits, mut too_many) = (1_usize, messages.saturating_add(1));
    while too_many > fits.saturating_add(1) {
        let middle = fits.midpoint(too_many);
        let window = history::window(items.clone(), middle);
        if window.iter().map(weight).sum::<usize>() <= tokens {
            fits = middle;
        } else {
            too_many = middle;
        }
    }
    history::window(items, fits)
}

fn is_message(item: &InputItem) -> bool {
    matches!(item, InputItem::Message { .. })
}

const BYTES_PER_TOKEN: usize = 4;
/// An image costs a provider about this many tokens, whatever its bytes.
const IMAGE_TOKENS: usize = 1000;

/// Returns about how many tokens an item has.
pub(super) fn weight(item: &InputItem) -> usize {
    let bytes = match item {
        InputItem::Message { content, .. } | InputItem::ToolContent { content, .. } => {
            return content.iter().map(part).sum();
        }
        InputItem::ToolCall {
            name, arguments, ..
        } => name.len().saturating_add(arguments.len()),
        InputItem::ToolOutput { output, .. } => output.len(),
        InputItem::Reasoning { raw, .. } => raw.to_string().len(),
        _ => 0,
    };
    bytes.div_ceil(BYTES_PER_TOKEN)
}

fn part(part: &ContentPart) -> usize {
    match part {
        ContentPart::Text(text) | ContentPart::Refusal(text) => {
            text.len().div_ceil(BYTES_PER_TOKEN)
        }
        _ => IMAGE_TOKENS,
    }
}
