//! The simulator over HTTP, asked by the real model client and by a bare HTTP client.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

mod ask;
mod bare;
mod binary;
mod faults;
mod load;
mod model;
