//! Server-sent events: a guard around `eventsource-stream`.
//!
//! `eventsource-stream` 0.2.3 reads single well-formed events correctly, but a hostile or merely large stream
//! hurts it: a byte order mark makes it panic, invalid UTF-8 makes it wait for ever, and its cost grows with
//! the square of what it holds. So it never sees a stream here. [`Decoder`] finds the lines and the ends of
//! events itself, in time linear in its input, bounds what it keeps, and hands over one complete event at a
//! time, line by line. Nearly all events of models are a single line of data that came in one chunk; there is
//! nothing to parse or to copy in those, and they are given out as they stand.

mod block;

use memchr::memchr2;

use crate::error::{ErrorKind, ModelError};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The stream is not one that this decoder takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// One event is larger than allowed.
    #[error("an event is larger than {limit} bytes")]
    TooLarge {
        /// Most bytes an event may have.
        limit: usize,
    },
    /// An event is not UTF-8. It is refused rather than patched: half a character inside the arguments of a
    /// tool call must not become another text.
    #[error("an event is not valid utf-8")]
    InvalidUtf8,
    /// An event does not follow the grammar.
    #[error("an event is malformed")]
    Malformed,
}

impl From<Error> for ModelError {
    fn from(error: Error) -> Self {
        let kind = match error {
            Error::TooLarge { .. } => ErrorKind::TooLarge,
            Error::InvalidUtf8 | Error::Malformed => ErrorKind::Protocol,
        };
        Self::new(kind, error.to_string())
    }
}

/// How the input ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Between two events.
    Clean,
    /// Inside an event; what there was of it is given out, and may be incomplete.
    Cut,
}

/// Turns bytes, in chunks of any size, into the data of events.
///
/// Line ends may be LF, CR or CRLF, also split over chunks; one byte order mark at the start is dropped;
/// comments and all fields but `data` are ignored, the event's name included, because the APIs of models
/// repeat it in the data; events without data are skipped.
#[derive(Debug)]
pub struct Decoder {
    max_event_bytes: usize,
    /// What earlier chunks held of the line under way.
    line: Vec<u8>,
    /// The lines that matter of the event under way, each ended by a line feed.
    block: Vec<u8>,
    after_cr: bool,
    at_start: bool,
    spent: bool,
    /// Bytes searched, copied or handed on: the proof that the work is linear.
    #[cfg(test)]
    work: usize,
}

impl Decoder {
    /// Returns a decoder that takes events of up to `max_event_bytes`.
    pub fn new(max_event_bytes: usize) -> Self {
        Self {
            max_event_bytes,
            line: Vec::new(),
            block: Vec::new(),
            after_cr: false,
            at_start: true,
            spent: false,
            #[cfg(test)]
            work: 0,
        }
    }

    /// Takes the next chunk and appends the data of the events it completes to `out`.
    ///
    /// # Errors
    /// [`Error`] if the stream breaks a limit or the format. The events before the fault are in `out`.
    /// After an error the decoder is spent: it ignores further input.
    pub fn push(&mut self, chunk: &[u8], out: &mut Vec<String>) -> Result<(), Error> {
        self.each(chunk, &mut |data| {
            out.push(data.to_owned());
            Ok(())
        })
    }

    /// Says that there is no more input, and appends what there is of an unfinished event to `out`.
    pub fn finish(&mut self, out: &mut Vec<String>) -> Ending {
        if self.spent || (self.line.is_empty() && self.block.is_empty()) {
            return Ending::Clean;
        }
        let mut sink = |data: &str| {
            out.push(data.to_owned());
            Ok::<_, Error>(())
        };
        // Half a character, or whatever else is wrong with the rest, is part of having been cut.
        let rest = self.end_line(b"", &mut sink);
        if rest.is_ok() {
            let _ = self.end_event(&mut sink);
        }
        self.spend();
        Ending::Cut
    }

    /// Takes the next chunk and gives the data of each event it completes to `sink`.
    ///
    /// # Errors
    /// What the sink returns, or the stream's own fault; either way the decoder is spent.
    pub(crate) fn each<E: From<Error>>(
        &mut self,
        chunk: &[u8],
        sink: &mut impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.spent {
            return Ok(());
        }
        let result = self.scan(chunk, sink);
        if result.is_err() {
            self.spend();
        }
        result
    }

    fn spend(&mut self) {
        self.spent = true;
        self.line = Vec::new();
        self.block = Vec::new();
    }

    fn scan<E: From<Error>>(
        &mut self,
        mut input: &[u8],
        sink: &mut impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.after_cr && !input.is_empty() {
            self.after_cr = false;
            input = input.strip_prefix(b"\n").unwrap_or(input);
        }
        while let Some(end) = memchr2(b'\n', b'\r', input) {
            self.count(end);
            let (line, tail) = input.split_at(end);
            let is_fresh = self.line.is_empty() && self.block.is_empty() && !self.at_start;
            if let Some(rest) = tail.strip_prefix(b"\n\n")
                && is_fresh
                && let Some(data) = block::data_of(line)
            {
                self.admit(line.len().saturating_add(1))?;
                self.count(line.len());
                sink(std::str::from_utf8(data).map_err(|_| Error::InvalidUtf8)?)?;
                input = rest;
                continue;
            }
            input = match tail {
                [b'\r', b'\n', rest @ ..] | [_, rest @ ..] => rest,
                [] => tail,
            };
            self.after_cr = tail == b"\r";
            self.end_line(line, sink)?;
        }
        self.count(input.len());
        Ok(self.keep(input)?)
    }

    /// Keeps the beginning of a line whose end is still to come.
    fn keep(&mut self, part: &[u8]) -> Result<(), Error> {
        self.admit(self.line.len().saturating_add(part.len()))?;
        self.count(part.len());
        self.line.extend_from_slice(part);
        Ok(())
    }

    fn end_line<E: From<Error>>(
        &mut self,
        head: &[u8],
        sink: &mut impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.line.is_empty() {
            return self.take_line(head, sink);
        }
        self.keep(head)?;
        let mut line = std::mem::take(&mut self.line);
        let result = self.take_line(&line, sink);
        line.clear();
        self.line = line;
        result
    }

    fn take_line<E: From<Error>>(
        &mut self,
        mut line: &[u8],
        sink: &mut impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        if std::mem::take(&mut self.at_start) {
            line = line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line);
        }
        if line.is_empty() {
            return self.end_event(sink);
        }
        if block::data_of(line).is_none() {
            return Ok(());
        }
        self.admit(line.len().saturating_add(1))?;
        self.count(line.len());
        self.block.extend_from_slice(line);
        self.block.push(b'\n');
        Ok(())
    }

    fn end_event<E: From<Error>>(
        &mut self,
        sink: &mut impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.block.is_empty() {
            return Ok(());
        }
        self.count(self.block.len());
        let data = block::parse(&self.block);
        self.block.clear();
        match data? {
            Some(data) => sink(&data),
            None => Ok(()),
        }
    }

    /// Checks that `more` bytes beside the block fit into one event.
    fn admit(&self, more: usize) -> Result<(), Error> {
        if self.block.len().saturating_add(more) > self.max_event_bytes {
            return Err(Error::TooLarge {
                limit: self.max_event_bytes,
            });
        }
        Ok(())
    }

    #[cfg_attr(
        not(test),
        expect(clippy::unused_self, reason = "the count exists in tests only")
    )]
    fn count(&mut self, bytes: usize) {
        #[cfg(test)]
        {
            self.work += bytes;
        }
        #[cfg(not(test))]
        let _ = bytes;
    }
}

#[cfg(test)]
mod tests;
