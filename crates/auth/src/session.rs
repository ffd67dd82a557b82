//! Session secrets: short-lived, revocable, and good for one purpose alone, such as a chat in a browser.

mod memory;
mod secret;
mod service;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use memory::MemorySessionStore;
pub use secret::{SecretHash, SessionSecret};
pub use service::{NewSession, SessionError, Sessions};
pub use store::{SessionId, SessionRecord, SessionStore, SessionStoreError};
