//! A verifier against a real issuer over HTTP.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up has failed"
)]

mod forgeries;
mod issuer;
mod keys;
mod rotation;
mod signatures;
