//! Who calls ChatKit: by a signed token like everywhere, or by the secret of a session, which opens nothing else.

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use taskpilot_auth::session::{SessionError, SessionSecret, Sessions};

use crate::caller::{self, Caller};
use crate::problem::Problem;

/// A verified user of ChatKit, and where they are.
pub(crate) struct ChatKitCaller(pub(crate) Caller);

impl FromRequest for ChatKitCaller {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        async move { identify(&request).await.map(Self) }.boxed_local()
    }
}

async fn identify(request: &HttpRequest) -> Result<Caller, Problem> {
    let token = caller::bearer(request)?;
    if !SessionSecret::is_meant(token) {
        return caller::identify(request).await;
    }
    let Some(sessions) = request.app_data::<Data<Sessions>>() else {
        return Err(Problem::internal(&std::io::Error::other(
            "the app is wired without sessions",
        )));
    };
    let identity = sessions.verify(token).await?;
    caller::admit(request, identity)
}

impl From<SessionError> for Problem {
    fn from(error: SessionError) -> Self {
        match &error {
            SessionError::Store(source) => Self::unavailable(source),
            SessionError::NoRandomness(source) => Self::internal(source),
            _ => {
                let detail =
                    format!("The client secret is not accepted: {error}. Open a new session.");
                Self::new(StatusCode::UNAUTHORIZED, error.code(), detail)
            }
        }
    }
}
