//! Looks at a file while it passes.

use crate::error::{PutError, UNKNOWN};
use crate::file_type::FileType;
use crate::limits::Limits;
use crate::sniff::{HEAD_BYTES, Look, Utf8Check, look};

/// Looks at a file while it passes: at its size, at its first bytes, and at all of a text.
pub(crate) struct Inspection<'a> {
    limits: &'a Limits,
    /// What the sender says; `None` when nothing.
    declared: Option<FileType>,
    size: u64,
    head: Vec<u8>,
    text: Utf8Check,
    /// What it is, once enough has passed to tell.
    decided: Option<FileType>,
}

impl<'a> Inspection<'a> {
    /// Begins; a type that is not taken is refused before anything is read.
    pub(crate) fn new(declared: Option<&str>, limits: &'a Limits) -> Result<Self, PutError> {
        Ok(Self {
            limits,
            declared: limits.declared(declared)?,
            size: 0,
            head: Vec::new(),
            text: Utf8Check::new(),
            decided: None,
        })
    }

    /// Looks at the next bytes, and refuses the file as soon as it can be told that it will not do.
    pub(crate) fn read(&mut self, chunk: &[u8]) -> Result<(), PutError> {
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        self.size = self.size.saturating_add(length);
        self.limits.check_size(self.size)?;
        if self.decided.is_none_or(FileType::is_text) {
            self.text.read(chunk);
        }
        if let Some(decided) = self.decided {
            return self.check_text(decided, self.text.is_valid());
        }
        let room = HEAD_BYTES.saturating_sub(self.head.len());
        self.head.extend(chunk.iter().take(room));
        if self.head.len() == HEAD_BYTES {
            self.decided = Some(self.decide(self.text.is_valid())?);
        }
        Ok(())
    }

    /// Returns what the file is, if that can be told already.
    pub(crate) fn decided(&self) -> Option<FileType> {
        self.decided
    }

    /// Returns what the whole file is, and how large.
    pub(crate) fn end(&mut self) -> Result<(FileType, u64), PutError> {
        if self.size == 0 {
            return Err(PutError::Empty);
        }
        let is_text = self.text.is_complete();
        let decided = match self.decided {
            Some(decided) => decided,
            None => self.decide(is_text)?,
        };
        self.decided = Some(decided);
        self.check_text(decided, is_text)?;
        Ok((decided, self.size))
    }

    fn decide(&self, is_text: bool) -> Result<FileType, PutError> {
        match (look(&self.head), self.declared) {
            (Look::Known(found), Some(declared)) if found == declared => Ok(declared),
            (Look::Known(found), None) => self.limits.admit(found),
            (Look::Known(found), Some(_)) => Err(self.refuse(found.mime_type())),
            // Text may begin with the mark of something else, and Markdown often does with HTML. Served under its
            // type it stays text.
            (_, Some(declared)) if is_text && declared.is_text() => Ok(declared),
            (Look::Plain, None) if is_text => self.limits.admit(FileType::PlainText),
            (Look::Plain, Some(_)) if is_text => Err(self.refuse(FileType::PlainText.mime_type())),
            (Look::Plain, _) => Err(self.refuse(UNKNOWN)),
            (Look::Other(found), _) => Err(self.refuse(found)),
        }
    }

    fn check_text(&self, decided: FileType, is_text: bool) -> Result<(), PutError> {
        if decided.is_text() && !is_text {
            return Err(self.refuse(UNKNOWN));
        }
        Ok(())
    }

    fn refuse(&self, found: &str) -> PutError {
        match self.declared {
            Some(declared) => PutError::Mismatch {
                declared,
                found: found.to_owned(),
            },
            None => self.limits.not_allowed(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    /// Returns what comes of a file that is sent in chunks of `step` bytes.
    fn inspect(bytes: &[u8], declared: Option<&str>, step: usize) -> String {
        let limits = Limits {
            max_bytes: 2_000,
            ..Limits::default()
        };
        let result = (|| {
            let mut inspection = Inspection::new(declared, &limits)?;
            for chunk in bytes.chunks(step) {
                inspection.read(chunk)?;
            }
            inspection.end()
        })();
        match result {
            Ok((file_type, size)) => format!("{file_type} {size}"),
            Err(PutError::Mismatch { declared, found }) => format!("{declared} is {found}"),
            Err(PutError::NotAllowed { found, .. }) => format!("no {found}"),
            Err(error) => error.code().to_owned(),
        }
    }

    fn check(bytes: &[u8], declared: &str, said: &str) {
        for step in [1, 7, 512, 4_096] {
            let declared = Some(declared).filter(|it| !it.is_empty());
            assert_eq!(inspect(bytes, declared, step), said, "{declared:?} {step}");
        }
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        check(PNG, "image/png", "image/png 16");
        check(PNG, "", "image/png 16");
        check(PNG, "application/octet-stream", "image/png 16");
        check(PNG, "image/jpeg", "image/jpeg is image/png");
        check(PNG, "text/plain", "text/plain is image/png");
        check(b"a;b\n1;2\n", "text/csv; charset=utf-8", "text/csv 8");
        check(b"a;b\n1;2\n", "application/vnd.ms-excel", "text/csv 8");
        check(b"a;b\n", "image/png", "image/png is text/plain");
        check("żółć".as_bytes(), "", "text/plain 8");
        check(
            b"%PDF-1.4 all of it text",
            "text/plain",
            "text/plain is application/pdf",
        );
        check(b"PK\x03\x04\x14\0\0\0", "", "no application/zip");
        check(
            b"PK\x03\x04\x14\0\0\0",
            "application/pdf",
            "application/pdf is application/zip",
        );
        check(b"", "image/png", "attachment_empty");
        check(b"x", "application/zip", "no application/zip");
    }

    #[test]
    fn what_carries_scripts_is_no_image_and_no_guess() {
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
        check(svg, "image/svg+xml", "no image/svg+xml");
        check(svg, "image/png", "image/png is text/plain");
        let html = b"<html><script>alert(1)</script></html>";
        check(html, "", "no text/html");
        check(html, "text/html", "no text/html");
        check(html, "image/gif", "image/gif is text/html");
        check(
            b"<p align=center>Logo</p>\n# Read me",
            "text/markdown",
            "text/markdown 34",
        );
    }

    #[test]
    fn text_is_read_to_its_end() {
        let mut long = "a".repeat(1_500).into_bytes();
        check(&long, "text/plain", "text/plain 1500");
        long.push(0xff);
        check(
            &long,
            "text/plain",
            "text/plain is application/octet-stream",
        );
        check(&long, "", "no application/octet-stream");
        let cut = [b"a".repeat(600), vec![0xc3]].concat();
        check(&cut, "text/plain", "text/plain is application/octet-stream");
        check(
            b"a\0b",
            "application/json",
            "application/json is application/octet-stream",
        );
        check(
            b"\xff\xfea\0b\0",
            "text/csv",
            "text/csv is application/octet-stream",
        );
    }

    #[test]
    fn the_limit_is_the_last_size_that_fits() {
        check(&b"a".repeat(2_000), "text/plain", "text/plain 2000");
        check(&b"a".repeat(2_001), "text/plain", "attachment_too_large");
        check(&PNG.repeat(126), "image/png", "attachment_too_large");
    }
}
