//! Turns as a person sees them and as the store keeps them.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

mod cuts;
mod house;
mod limits;
mod live;
mod turns;
