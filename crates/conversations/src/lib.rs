#![doc = include_str!("../README.md")]

mod approval;
mod conversation;
mod cursor;
mod error;
mod memory;
mod message;
mod query;
mod reply;
mod request;
mod search;
mod service;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod thread;
pub mod title;
mod turn;
mod usage;

pub use approval::{Approval, ApprovalStore, ApprovalVerdict, ClaimError, MemoryApprovalStore};
pub use conversation::{Conversation, ConversationId, ConversationPatch, Title};
pub use cursor::InvalidCursor;
pub use error::{ConversationError, FieldError};
pub use memory::MemoryConversationStore;
pub use message::{
    AssistantMessage, Message, MessageBody, MessageId, MessageStatus, ToolCall, ToolCallStatus,
    Usage,
};
pub use query::{
    ConversationCursor, ConversationFilter, ConversationPage, MessageCursor, MessagePage,
    PageRequest,
};
pub use request::InvalidKey;
pub use search::fold;
pub use service::{ConversationEdit, ConversationService, NewTurn, TurnStart};
pub use store::{ConversationStore, StoreError, WriteError};
pub use turn::{BeginTurn, IdempotencyKey, PriorTurn, TurnBegun};
pub use usage::{MemoryUsageStore, Spending, UsageStore};
