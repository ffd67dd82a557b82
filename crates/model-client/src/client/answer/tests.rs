mod folding;
mod golden;
mod silence;

use futures_util::stream;

use super::*;
use crate::config::Timeouts;

pub(super) fn answer(api: Api, body: Body) -> Answer {
    let watchdog = Watchdog::new(Timeouts::default());
    let options = DecodeOptions::new("asked");
    Answer::new(body, watchdog, api, &options, 200, None)
}

/// Reads an answer on.
pub(super) async fn advance(
    answer: &mut Answer,
    events: &mut Vec<ModelEvent>,
) -> Result<Progress, Failure> {
    poll_fn(|cx| answer.poll_advance(cx, events)).await
}

/// Reads an answer to its end.
pub(super) async fn read(mut answer: Answer) -> (Vec<ModelEvent>, Option<ModelError>) {
    let mut events = Vec::new();
    loop {
        match advance(&mut answer, &mut events).await {
            Ok(Progress::More) => {}
            Ok(Progress::Done) => return (events, None),
            Err(failure) => return (events, Some(*failure.error)),
        }
    }
}

pub(super) fn chunks<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Body {
    let chunks: Vec<_> = chunks
        .into_iter()
        .map(|chunk| Ok(Bytes::copy_from_slice(chunk)))
        .collect();
    Box::pin(stream::iter(chunks))
}
