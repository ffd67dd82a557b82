use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Longest accepted id, in bytes.
const MAX_BYTES: usize = 64;

/// The id of an attached file, as the application made it.
///
/// 1 to 64 lowercase letters, digits, `_` and `-`, the first a letter or a digit: it is the last part of a path, and
/// must be the same file on disks that do not tell `a` from `A`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(Arc<str>);

/// The text is not the id of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the id of a file is 1 to {MAX_BYTES} lowercase letters, digits, _ and -")]
pub struct InvalidFileId;

impl FileId {
    /// Accepts `text` as the id of a file.
    ///
    /// # Errors
    /// [`InvalidFileId`] when it is empty, too long, or holds a character that is not allowed.
    pub fn parse(text: &str) -> Result<Self, InvalidFileId> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let valid = text.len() <= MAX_BYTES
            && text.bytes().next().is_some_and(plain)
            && text
                .bytes()
                .all(|byte| plain(byte) || matches!(byte, b'_' | b'-'));
        if valid {
            Ok(Self(text.into()))
        } else {
            Err(InvalidFileId)
        }
    }

    /// Returns the id as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for FileId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FileId({})", self.0)
    }
}

impl FromStr for FileId {
    type Err = InvalidFileId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_applications_make_is_accepted() {
        let longest = "x".repeat(64);
        for id in [
            "a",
            "7",
            "atc_0123456789abcdef0123456789abcdef",
            "0198c5a4-7b1e-7c3d-9f00-000000000000",
            longest.as_str(),
        ] {
            assert_eq!(FileId::parse(id).unwrap().as_str(), id);
        }
    }

    #[test]
    fn what_could_mislead_a_path_is_refused() {
        let long = "x".repeat(65);
        for id in [
            "",
            ".",
            "..",
            "../x",
            "a/b",
            "a\\b",
            "a.png",
            "A",
            "-rf",
            "_x",
            "a#1",
            "a%2f",
            "a b",
            "a\0",
            "é",
            "c:",
            long.as_str(),
        ] {
            assert_eq!(FileId::parse(id), Err(InvalidFileId), "{id:?}");
        }
    }
}
