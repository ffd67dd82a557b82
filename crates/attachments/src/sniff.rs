//! What bytes are, whatever a sender calls them.

use crate::file_type::FileType;

/// How many of a file's first bytes tell its type.
pub(crate) const HEAD_BYTES: usize = 512;

/// What the first bytes of a file look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// A type that may be attached, and is not text.
    Known(FileType),
    /// A type that may not.
    Other(&'static str),
    /// Nothing that has a mark of its own: text, or unknown bytes.
    Plain,
}

/// Returns what the first bytes of a file look like.
///
/// Only the mark at the beginning is read. Nothing is decoded or unpacked, so no picture can be too large to look at.
pub(crate) fn look(head: &[u8]) -> Look {
    let Some(found) = infer::get(head).map(|it| it.mime_type()) else {
        return Look::Plain;
    };
    match FileType::parse(found) {
        Some(FileType::Gif) if !is_gif(head) => Look::Plain,
        Some(known) if !known.is_text() => Look::Known(known),
        _ => Look::Other(found),
    }
}

/// The mark of a GIF is six letters; `infer` takes three, with which a sentence may begin.
fn is_gif(head: &[u8]) -> bool {
    head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a")
}

/// Tells, chunk by chunk, whether a file is text in UTF-8: no NUL, and no sequence that is wrong or cut.
#[derive(Debug)]
pub(crate) struct Utf8Check {
    /// The beginning of a character whose end is in the next chunk.
    begun: Vec<u8>,
    valid: bool,
}

impl Utf8Check {
    pub(crate) fn new() -> Self {
        Self {
            begun: Vec::new(),
            valid: true,
        }
    }

    /// Reads on.
    pub(crate) fn read(&mut self, chunk: &[u8]) {
        self.valid = self.valid && !chunk.contains(&0) && self.read_characters(chunk);
    }

    /// Returns whether all is text so far; a character may be cut off at the end.
    pub(crate) fn is_valid(&self) -> bool {
        self.valid
    }

    /// Returns whether all was text, to the end.
    pub(crate) fn is_complete(&self) -> bool {
        self.valid && self.begun.is_empty()
    }

    fn read_characters(&mut self, mut chunk: &[u8]) -> bool {
        while !self.begun.is_empty() {
            let Some((next, rest)) = chunk.split_first() else {
                return true;
            };
            self.begun.push(*next);
            chunk = rest;
            match std::str::from_utf8(&self.begun) {
                Ok(_) => self.begun.clear(),
                Err(error) if error.error_len().is_none() => {}
                Err(_) => return false,
            }
        }
        match std::str::from_utf8(chunk) {
            Ok(_) => true,
            Err(error) if error.error_len().is_none() => {
                let (_, cut) = chunk.split_at(error.valid_up_to());
                self.begun.extend_from_slice(cut);
                true
            }
            Err(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_tell_types() {
        let cases: [(&[u8], Look); 12] = [
            (b"\x89PNG\r\n\x1a\n", Look::Known(FileType::Png)),
            (b"\xff\xd8\xff\xe0", Look::Known(FileType::Jpeg)),
            (b"GIF89a\x01\0", Look::Known(FileType::Gif)),
            (b"RIFF\x1a\0\0\0WEBPVP8 ", Look::Known(FileType::Webp)),
            (b"%PDF-1.7\n", Look::Known(FileType::Pdf)),
            (b"GIF is a format", Look::Plain),
            (b"milk, bread", Look::Plain),
            (b"", Look::Plain),
            (b"PK\x03\x04\x14\0\0\0\x08\0", Look::Other("application/zip")),
            (
                b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
                Look::Other("text/xml"),
            ),
            (b"<html><body>", Look::Other("text/html")),
            (
                b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
                Look::Other("application/x-executable"),
            ),
        ];
        for (head, look_like) in cases {
            assert_eq!(look(head), look_like, "{head:?}");
        }
    }

    proptest! {
        #[test]
        fn text_is_text_however_it_is_cut(bytes in prop::collection::vec(any::<u8>(), 0..64), cuts in prop::collection::vec(0_usize..64, 0..8)) {
            check_cut(&bytes, cuts);
        }

        #[test]
        fn characters_may_be_cut(text in "\\PC{0,32}", cuts in prop::collection::vec(0_usize..64, 0..8)) {
            check_cut(text.as_bytes(), cuts);
        }
    }

    fn check_cut(bytes: &[u8], mut cuts: Vec<usize>) {
        cuts.push(bytes.len());
        cuts.sort_unstable();
        let mut check = Utf8Check::new();
        let mut from = 0;
        for cut in cuts {
            let cut = cut.min(bytes.len());
            check.read(&bytes[from..cut]);
            from = cut;
        }
        let is_text = std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
        assert_eq!(check.is_complete(), is_text);
    }
}
