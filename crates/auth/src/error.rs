use std::time::Duration;

use crate::token::MAX_TOKEN_BYTES;

/// The token does not say who is asking.
///
/// All but [`AuthError::KeysUnavailable`] mean "unauthorized"; that one means "ask again later".
/// No message holds any part of a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// There is no token.
    #[error("no token was sent")]
    Missing,
    /// The token is longer than 8 KiB.
    #[error("the token is longer than {MAX_TOKEN_BYTES} bytes")]
    TooLong,
    /// It is not a signed JSON Web Token, or a claim has the wrong type.
    #[error("not a signed JSON Web Token")]
    Malformed,
    /// Its algorithm is not accepted, or is not the one its key is for.
    #[error("the token's signature algorithm is not accepted")]
    AlgorithmNotAllowed,
    /// The issuer publishes no such key.
    #[error("the token is signed with an unknown key")]
    UnknownKey,
    /// Somebody else made it, or it was changed.
    #[error("the token's signature is wrong")]
    BadSignature,
    /// It does not say when it expires.
    #[error("the token has no expiry (`exp`)")]
    NoExpiry,
    /// It was valid once.
    #[error("the token has expired")]
    Expired,
    /// It will be valid later.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// Another issuer made it.
    #[error("the token is from another issuer (`iss`)")]
    WrongIssuer,
    /// It was made for another service.
    #[error("the token is for another audience (`aud`)")]
    WrongAudience,
    /// It does not say whom it stands for.
    #[error("the token has no subject (`sub`)")]
    NoSubject,
    /// Its subject cannot be a user id.
    #[error("the token's subject (`sub`) is not a user id")]
    BadSubject,
    /// The issuer's keys could not be fetched, so nothing is known about the token.
    #[error("the issuer's keys are not available")]
    KeysUnavailable {
        /// When asking again may help.
        retry_after: Duration,
    },
}

impl AuthError {
    /// Returns a stable, machine-readable name, such as `token_expired`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "token_missing",
            Self::TooLong => "token_too_long",
            Self::Malformed => "token_malformed",
            Self::AlgorithmNotAllowed => "token_algorithm_not_allowed",
            Self::UnknownKey => "token_key_unknown",
            Self::BadSignature => "token_signature_wrong",
            Self::NoExpiry => "token_expiry_missing",
            Self::Expired => "token_expired",
            Self::NotYetValid => "token_not_yet_valid",
            Self::WrongIssuer => "token_issuer_wrong",
            Self::WrongAudience => "token_audience_wrong",
            Self::NoSubject => "token_subject_missing",
            Self::BadSubject => "token_subject_invalid",
            Self::KeysUnavailable { .. } => "auth_keys_unavailable",
        }
    }
}
