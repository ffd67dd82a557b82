use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::Algorithm;
use reqwest::Client;
use taskpilot_context::Clock;
use tokio::sync::{Mutex as Gate, OwnedMutexGuard};
use url::Url;

use crate::error::AuthError;
use crate::fetch::{FetchError, fetch};
use crate::key_set::{KeySet, Lookup};
use crate::token::UnverifiedToken;

/// After how long the keys are fetched again, in the background.
const KEYS_TTL: SignedDuration = SignedDuration::from_mins(10);

/// Shortest time between two fetches that unknown keys cause.
/// Anyone can make up key ids, so this is what protects the issuer.
const UNKNOWN_KEY_INTERVAL: SignedDuration = SignedDuration::from_secs(10);

/// Longest time between two attempts while the issuer is down; the first follows after a second.
const MAX_FAILURE_INTERVAL: SignedDuration = SignedDuration::from_secs(30);

/// An issuer and the last keys it published.
///
/// There is never more than one fetch at a time. It runs in a task of its own, which ends within
/// the fetch's time limit, so that a caller who goes away does not cut it short for the others.
pub(crate) struct Issuer {
    url: Url,
    client: Client,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    fetching: Arc<Gate<()>>,
}

#[derive(Clone, Default)]
struct State {
    keys: Option<Arc<KeySet>>,
    /// Counts the different key sets seen; what was verified under one holds only for that one.
    generation: u64,
    fetched_at: Option<Timestamp>,
    attempted_at: Option<Timestamp>,
    attempts: u64,
    /// Failed attempts since the last good one.
    failures: u32,
}

impl Issuer {
    pub(crate) fn new(url: Url, client: Client, clock: Arc<dyn Clock>) -> Self {
        Self {
            url,
            client,
            clock,
            state: Mutex::default(),
            fetching: Arc::default(),
        }
    }

    /// Verifies the signature of `token`, and returns the generation of the keys that showed it.
    pub(crate) async fn verify(
        self: &Arc<Self>,
        token: &UnverifiedToken<'_>,
        algorithm: Algorithm,
    ) -> Result<u64, AuthError> {
        let seen = self.state_and_refresh();
        if let Some(answer) = seen.verify(token, algorithm) {
            return answer;
        }
        self.fetch_after(seen.attempts).await;
        let state = self.state().clone();
        state.verify(token, algorithm).unwrap_or_else(|| {
            if state.keys.is_some() && state.failures == 0 {
                return Err(AuthError::UnknownKey);
            }
            let retry_after = state.next_attempt_in(self.clock.now());
            Err(AuthError::KeysUnavailable { retry_after })
        })
    }

    /// Returns the present generation of keys, and has old keys fetched again in the background.
    pub(crate) fn generation(self: &Arc<Self>) -> u64 {
        self.state_and_refresh().generation
    }

    fn state_and_refresh(self: &Arc<Self>) -> State {
        let state = self.state().clone();
        let now = self.clock.now();
        if state.is_stale(now)
            && state.may_attempt(now)
            && let Ok(turn) = Arc::clone(&self.fetching).try_lock_owned()
        {
            self.spawn_fetch(turn);
        }
        state
    }

    /// Fetches the keys, unless that was done since attempt number `seen` or may not be done yet.
    async fn fetch_after(self: &Arc<Self>, seen: u64) {
        if !self.state().may_attempt(self.clock.now()) {
            return;
        }
        let turn = Arc::clone(&self.fetching).lock_owned().await;
        if self.state().attempts == seen {
            // The task only fails if the runtime is shutting down; there is no answer then.
            let _ = self.spawn_fetch(turn).await;
        }
    }

    fn spawn_fetch(self: &Arc<Self>, turn: OwnedMutexGuard<()>) -> tokio::task::JoinHandle<()> {
        let issuer = Arc::clone(self);
        tokio::spawn(async move {
            let fetched = fetch(&issuer.client, &issuer.url).await;
            issuer.record(fetched);
            drop(turn);
        })
    }

    fn record(&self, fetched: Result<KeySet, FetchError>) {
        let now = self.clock.now();
        let mut state = self.state();
        state.attempts += 1;
        state.attempted_at = Some(now);
        match fetched {
            Ok(keys) => {
                state.accept(keys, now);
                let count = state.keys.as_ref().map_or(0, |keys| keys.len());
                drop(state);
                if count == 0 {
                    tracing::warn!(jwks.url = %DisplaySafe(&self.url), "the issuer publishes no usable key");
                } else {
                    tracing::debug!(jwks.keys = count, "fetched the issuer's keys");
                }
            }
            Err(error) => {
                state.failures = state.failures.saturating_add(1);
                let kept = state.keys.is_some();
                drop(state);
                let error: &dyn std::error::Error = &error;
                tracing::warn!(error, jwks.url = %DisplaySafe(&self.url), jwks.kept = kept, "could not fetch the issuer's keys");
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Verifies the signature, or returns nothing when the key is not known.
    fn verify(
        &self,
        token: &UnverifiedToken<'_>,
        algorithm: Algorithm,
    ) -> Option<Result<u64, AuthError>> {
        let kid = token.header.kid.as_deref();
        let key = match self.keys.as_ref()?.find(kid, algorithm) {
            Lookup::Found(key) => key,
            Lookup::OtherAlgorithm => return Some(Err(AuthError::AlgorithmNotAllowed)),
            Lookup::Unknown => return None,
        };
        let right = jsonwebtoken::crypto::verify(
            token.signature,
            token.message.as_bytes(),
            &key.decoding_key,
            key.algorithm,
        );
        // An error is a signature that is not base64, or a key that is no point of its curve.
        Some(match right {
            Ok(true) => Ok(self.generation),
            Ok(false) | Err(_) => Err(AuthError::BadSignature),
        })
    }

    fn accept(&mut self, keys: KeySet, now: Timestamp) {
        self.failures = 0;
        self.fetched_at = Some(now);
        let held = self.keys.as_ref().map(|held| held.fingerprint);
        if held != Some(keys.fingerprint) {
            self.generation += 1;
            self.keys = Some(Arc::new(keys));
        }
    }

    fn is_stale(&self, now: Timestamp) -> bool {
        self.fetched_at
            .is_some_and(|at| elapsed(at, now) >= KEYS_TTL)
    }

    fn may_attempt(&self, now: Timestamp) -> bool {
        self.attempted_at
            .is_none_or(|at| elapsed(at, now) >= self.interval())
    }

    fn next_attempt_in(&self, now: Timestamp) -> Duration {
        let waited = self
            .attempted_at
            .map_or(SignedDuration::MAX, |at| elapsed(at, now));
        let rest = self.interval().saturating_sub(waited);
        rest.max(SignedDuration::from_secs(1)).unsigned_abs()
    }

    fn interval(&self) -> SignedDuration {
        match self.failures {
            0 => UNKNOWN_KEY_INTERVAL,
            failures => {
                let doubled = SignedDuration::from_secs(1 << failures.saturating_sub(1).min(5));
                doubled.min(MAX_FAILURE_INTERVAL)
            }
        }
    }
}

/// A clock that was set back must not stop the fetching until it has caught up.
fn elapsed(since: Timestamp, now: Timestamp) -> SignedDuration {
    let elapsed = now.duration_since(since);
    if elapsed.is_negative() {
        return SignedDuration::MAX;
    }
    elapsed
}

/// A URL without its query, which may hold a key.
struct DisplaySafe<'a>(&'a Url);

impl fmt::Display for DisplaySafe<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = self.0.origin().ascii_serialization();
        write!(formatter, "{origin}{}", self.0.path())
    }
}
