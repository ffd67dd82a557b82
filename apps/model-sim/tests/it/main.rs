//! The simulator over HTTP, asked by the real model client and by a bare HTTP client.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up has failed"
)]

mod ask;
mod bare;
mod faults;
mod load;
mod model;
