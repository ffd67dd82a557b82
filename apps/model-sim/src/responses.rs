//! The Responses API.

mod answer;
mod items;
mod request;

pub(crate) use answer::{Writer, whole};
pub(crate) use request::read;
