use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize};

/// Longest accepted user id, in bytes.
const MAX_BYTES: usize = 128;

/// The id of the person whose data a call reads or writes, as the identity provider names them.
///
/// 1 to 128 visible ASCII characters, none of which means anything in a URL path
/// (no `/`, `\`, `?`, `#` or `%`), and neither `.` nor `..`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct UserId(Arc<str>);

/// The text is not a user id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a user id is 1 to {MAX_BYTES} visible ASCII characters without / \\ ? # %")]
pub struct InvalidUserId;

impl UserId {
    /// Accepts `text` as a user id.
    ///
    /// # Errors
    /// [`InvalidUserId`] when it is empty, too long, or holds a character that is not allowed.
    pub fn parse(text: &str) -> Result<Self, InvalidUserId> {
        let allowed = |byte: u8| byte.is_ascii_graphic() && !b"/\\?#%".contains(&byte);
        let valid = !text.is_empty()
            && text.len() <= MAX_BYTES
            && text.bytes().all(allowed)
            && text != "."
            && text != "..";
        if valid {
            Ok(Self(text.into()))
        } else {
            Err(InvalidUserId)
        }
    }

    /// Returns the id as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for UserId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "UserId({})", self.0)
    }
}

impl FromStr for UserId {
    type Err = InvalidUserId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl<'de> Deserialize<'de> for UserId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_providers_issue_is_accepted() {
        for id in [
            "1",
            "user_2f9a",
            "auth0|5f7c8ec7c33c6c004bbafe82",
            "ada@example.com",
            "a:b",
        ] {
            assert_eq!(UserId::parse(id).unwrap().as_str(), id);
        }
    }

    #[test]
    fn what_could_mislead_a_path_or_a_log_is_refused() {
        let long = "x".repeat(129);
        for id in [
            "",
            " ",
            "a b",
            "a/b",
            "..",
            "a%2fb",
            "tab\t",
            "zażółć",
            long.as_str(),
        ] {
            assert_eq!(UserId::parse(id), Err(InvalidUserId), "{id:?}");
        }
    }
}
