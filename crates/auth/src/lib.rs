#![doc = include_str!("../README.md")]

mod claims;
mod config;
mod error;
mod fetch;
mod issuer;
mod key_set;
mod mint;
mod remembered;
pub mod session;
mod token;
mod verifier;

pub use claims::Identity;
pub use config::{
    AuthConfig, AuthConfigError, DEFAULT_LEEWAY, Hs256Config, JwksConfig, MIN_SECRET_BYTES,
};
pub use error::AuthError;
pub use fetch::same_origin_redirects;
pub use mint::mint_hs256;
pub use verifier::Verifier;
