//! Who calls: the verified token, checked against the path and the rate limit before a handler runs.

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use taskpilot_assistant::TurnContext;
use taskpilot_auth::{Identity, Verifier};
use taskpilot_context::UserId;

use crate::problem::Problem;
use crate::rate_limit::RateLimit;

/// The header with the caller's IANA time zone.
const TIME_ZONE: &str = "x-time-zone";

/// A verified user, and where they are.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) user: UserId,
    pub(crate) zone: TimeZone,
    pub(crate) locale: Option<String>,
    /// When the token is over, for what goes on after the request was let in.
    pub(crate) expires_at: Timestamp,
}

impl Caller {
    /// Returns what a turn needs to know.
    pub(crate) fn into_turn_context(self) -> TurnContext {
        TurnContext {
            user: self.user,
            zone: self.zone,
            locale: self.locale,
        }
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        async move { identify(&request).await }.boxed_local()
    }
}

/// Verifies the request's signed token.
pub(crate) async fn identify(request: &HttpRequest) -> Result<Caller, Problem> {
    let Some(verifier) = request.app_data::<Data<Verifier>>() else {
        return Err(Problem::internal(&std::io::Error::other(
            "the app is wired without auth",
        )));
    };
    let identity = verifier.verify(bearer(request)?).await?;
    admit(request, identity)
}

/// Lets in who was verified, within their limit.
pub(crate) fn admit(request: &HttpRequest, identity: Identity) -> Result<Caller, Problem> {
    let Some(limit) = request.app_data::<Data<RateLimit>>() else {
        return Err(Problem::internal(&std::io::Error::other(
            "the app is wired without limits",
        )));
    };
    check_path(request, &identity.user)?;
    limit.check(&identity.user)?;
    Ok(Caller {
        zone: zone(request)?,
        locale: locale(request),
        user: identity.user,
        expires_at: identity.expires_at,
    })
}

/// Returns the token of the request.
pub(crate) fn bearer(request: &HttpRequest) -> Result<&str, Problem> {
    let value = request
        .headers()
        .get(AUTHORIZATION)
        .ok_or_else(missing_token)?;
    let text = value.to_str().map_err(|_| missing_token())?;
    let (scheme, token) = text.split_once(' ').ok_or_else(missing_token)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(token.trim())
    } else {
        Err(missing_token())
    }
}

fn missing_token() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "missing_token",
        "Sign in first: send the header `Authorization: Bearer <token>`.",
    )
}

/// The user id comes from the token alone; the path may only agree with it.
fn check_path(request: &HttpRequest, user: &UserId) -> Result<(), Problem> {
    match request.match_info().get("user_id") {
        Some(path) if path != user.as_str() => Err(Problem::new(
            StatusCode::FORBIDDEN,
            "other_user",
            "The token is for another user than the path names.",
        )),
        _ => Ok(()),
    }
}

fn zone(request: &HttpRequest) -> Result<TimeZone, Problem> {
    let Some(value) = request.headers().get(TIME_ZONE) else {
        return Ok(TimeZone::UTC);
    };
    let name = value.to_str().unwrap_or_default();
    TimeZone::get(name).map_err(|_| {
        Problem::invalid_field(
            "X-Time-Zone",
            "is not an IANA time zone such as Europe/Berlin",
        )
    })
}

/// Takes the preferred language, if it is one: letters, digits and dashes.
fn locale(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let first = value.split([',', ';']).next()?.trim();
    let plain = (2..=35).contains(&first.len())
        && first
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain.then(|| first.to_owned())
}
