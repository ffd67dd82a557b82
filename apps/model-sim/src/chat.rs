//! Chat Completions.

mod answer;
mod request;

pub(crate) use answer::{Writer, failure, whole};
pub(crate) use request::read;
