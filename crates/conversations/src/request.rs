use crate::conversation::Title;
use crate::error::FieldError;
use crate::title;
use crate::turn::IdempotencyKey;

/// Longest message, in characters.
const MAX_CONTENT_CHARS: usize = 10_000;

/// Longest idempotency key, in bytes.
const MAX_KEY_BYTES: usize = 255;

/// Longest text to search for, in characters.
const MAX_SEARCH_CHARS: usize = 200;

/// Most rows of a page.
const MAX_PAGE: u32 = 100;

/// The text is not an idempotency key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to {MAX_KEY_BYTES} visible ASCII characters")]
pub struct InvalidKey;

impl IdempotencyKey {
    /// Accepts `text` as a key.
    ///
    /// # Errors
    /// [`InvalidKey`] unless it is 1 to 255 visible ASCII characters.
    pub fn parse(text: &str) -> Result<Self, InvalidKey> {
        let valid = !text.is_empty()
            && text.len() <= MAX_KEY_BYTES
            && text.bytes().all(|byte| byte.is_ascii_graphic());
        if valid {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidKey)
        }
    }
}

pub(crate) fn check_content(content: &str) -> Result<(), FieldError> {
    if content.trim().is_empty() {
        return Err(FieldError::new("message", "must not be empty"));
    }
    check_text(content)
}

/// Checks what may be empty, because something else comes with it.
pub(crate) fn check_text(content: &str) -> Result<(), FieldError> {
    let refuse = |message: String| Err(FieldError::new("message", message));
    // The whole counts as well, so that blanks around a message cannot make it endless.
    if content.chars().count() > MAX_CONTENT_CHARS {
        return refuse("must have at most 10,000 characters".to_owned());
    }
    match control_character(content) {
        Some(letter) => refuse(format!(
            "must not contain the control character U+{:04X}",
            u32::from(letter)
        )),
        None => Ok(()),
    }
}

pub(crate) fn parse_key(text: &str) -> Result<IdempotencyKey, FieldError> {
    IdempotencyKey::parse(text)
        .map_err(|error| FieldError::new("idempotency_key", error.to_string()))
}

pub(crate) fn parse_title(text: &str) -> Result<Title, FieldError> {
    Title::parse(text)
        .map_err(|error: title::InvalidTitle| FieldError::new("title", error.to_string()))
}

pub(crate) fn check_search(text: &str) -> Result<(), FieldError> {
    if text.chars().count() > MAX_SEARCH_CHARS {
        return Err(FieldError::new("q", "must have at most 200 characters"));
    }
    if text.contains('\0') {
        return Err(FieldError::new(
            "q",
            "must not contain the character U+0000",
        ));
    }
    Ok(())
}

pub(crate) fn check_limit(limit: u32) -> Result<(), FieldError> {
    if (1..=MAX_PAGE).contains(&limit) {
        Ok(())
    } else {
        Err(FieldError::new("limit", "must be 1 to 100"))
    }
}

/// Returns the first control character that is neither a tab nor a line end (`\n` or `\r\n`).
fn control_character(text: &str) -> Option<char> {
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let allowed = match letter {
            '\n' | '\t' => true,
            '\r' => letters.peek() == Some(&'\n'),
            _ => !letter.is_control(),
        };
        if !allowed {
            return Some(letter);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_text_of_a_bounded_length() {
        for good in ["a", " a\tb\nc\r\nd ", "🎉", &"ż".repeat(10_000)] {
            assert_eq!(check_content(good), Ok(()));
        }
        let long = "ż".repeat(10_001);
        let padded = format!("a{}", " ".repeat(10_000));
        let refused = [
            "",
            " \n\t",
            "a\0",
            "a\u{1b}[2J",
            "a\rb",
            "a\r",
            "a\u{85}",
            &long,
            &padded,
        ]
        .map(|bad| check_content(bad).unwrap_err().to_string());
        insta::assert_snapshot!(refused.join("\n"), @r"
        message must not be empty
        message must not be empty
        message must not contain the control character U+0000
        message must not contain the control character U+001B
        message must not contain the control character U+000D
        message must not contain the control character U+000D
        message must not contain the control character U+0085
        message must have at most 10,000 characters
        message must have at most 10,000 characters
        ");
    }

    #[test]
    fn keys_are_visible_ascii() {
        assert_eq!(IdempotencyKey::parse("a-1!~").unwrap().as_str(), "a-1!~");
        assert!(IdempotencyKey::parse(&"k".repeat(255)).is_ok());
        for bad in ["", " ", "a b", "a\n", "ż", &"k".repeat(256)] {
            assert_eq!(IdempotencyKey::parse(bad), Err(InvalidKey), "{bad:?}");
        }
    }
}
