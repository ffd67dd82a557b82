#![doc = include_str!("../README.md")]

mod conversation;
mod message;
mod query;
mod store;
mod turn;

pub use conversation::{Conversation, ConversationId, ConversationPatch, Title};
pub use message::{
    AssistantMessage, Message, MessageBody, MessageId, MessageStatus, ToolCall, ToolCallStatus,
    Usage,
};
pub use query::{
    ConversationCursor, ConversationFilter, ConversationPage, MessageCursor, MessagePage,
    PageRequest,
};
pub use store::{ConversationStore, StoreError, WriteError};
pub use turn::{BeginTurn, IdempotencyKey, PriorTurn, TurnBegun};
