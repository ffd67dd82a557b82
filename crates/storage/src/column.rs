//! The column types that the two databases spell differently.

mod closed_set;
mod json;
mod text;
mod time;

pub(crate) use closed_set::{Basis, Role, Status, Thumb};
pub(crate) use json::{JsonDocument, JsonText};
pub(crate) use text::{ESCAPE, containing, storable};
pub(crate) use time::{Time, TimestampUtc};
