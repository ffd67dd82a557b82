#![doc = include_str!("../README.md")]

mod api;
mod caller;
mod chatkit_caller;
mod extract;
mod observe;
mod problem;
mod product;
mod rate_limit;
mod readiness;
mod sse;
mod telemetry;

pub mod cli;
pub mod commands;
pub mod config;
pub mod server;

pub use api::chat_frames::encode as encode_chat_event;
pub use api::openapi::description as openapi;
