//! What an operator may set, by flag, environment or `.env`; one struct for each concern.
//!
//! `docs/configuration.md` is generated from these structs; a test keeps it equal.

mod attachments;
mod auth;
mod database;
mod http;
mod limits;
mod log;
mod model;

pub use attachments::AttachmentArgs;
pub use auth::AuthArgs;
pub(crate) use auth::shared_secret;
pub use database::DatabaseArgs;
pub use http::HttpArgs;
pub use limits::LimitArgs;
pub use log::{LogArgs, LogFormat};
pub use model::{ModelApi, ModelArgs, ModelChoice};
