//! Turns as a person sees them and as the store keeps them.

#![expect(missing_docs, reason = "tests")]

mod cuts;
mod house;
mod live;
mod turns;
