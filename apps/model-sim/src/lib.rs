#![doc = include_str!("../README.md")]

mod api;
mod behaviour;
mod body;
mod chat;
mod error;
mod price;
mod record;
mod responses;
mod script;
mod server;
mod sim;
mod speech;
mod stream;
mod text;

pub use behaviour::Behaviour;
pub use record::RecordedRequest;
pub use script::{
    Arguments, Fault, Finish, Reply, Script, ScriptedCall, ScriptedImage, ScriptedUsage,
};
pub use sim::{Sim, serve};
pub use text::{MAX_TOKENS, TextOptions};
