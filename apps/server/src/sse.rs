//! Server-sent events over a response body.

use actix_web::HttpResponse;
use actix_web::http::header;
use futures_core::Stream;
use taskpilot_chatkit::sse::{Encode, Frames, KEEP_ALIVE};

/// Answers with a stream of events.
pub(crate) fn response<S, E>(events: S, encoder: E) -> HttpResponse
where
    S: Stream + 'static,
    E: Encode<S::Item> + Unpin + 'static,
{
    streaming(Frames::new(Box::pin(events), encoder, KEEP_ALIVE))
}

/// Answers with frames: never cached, never buffered, never compressed.
pub(crate) fn streaming<S, E>(frames: Frames<S, E>) -> HttpResponse
where
    S: Stream + ?Sized + 'static,
    E: Encode<S::Item> + Unpin + 'static,
{
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream"))
        .insert_header((header::CACHE_CONTROL, "no-cache, no-transform"))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(frames)
}
