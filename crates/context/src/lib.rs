#![doc = include_str!("../README.md")]

mod clock;
mod revision;
mod user_id;

pub use clock::{Clock, FixedClock, SystemClock};
pub use revision::Revision;
pub use user_id::{InvalidUserId, UserId};
