use crate::error::FieldError;
use crate::folding::fold;
use crate::limits::Limits;
use crate::task::{ListName, Tag};
use crate::text;

impl ListName {
    /// Accepts a name of 1 to 100 characters on one line, after trimming.
    ///
    /// # Errors
    /// A [`FieldError`] on `list`.
    pub fn parse(name: &str) -> Result<Self, FieldError> {
        let name = text::line(name, Limits::LIST_CHARS)
            .map_err(|message| FieldError::new("list", message))?;
        Ok(Self(name))
    }
}

impl Tag {
    /// Accepts a tag of 1 to 50 characters without a comma; lowercases it and trims its spaces.
    ///
    /// # Errors
    /// A [`FieldError`] on `tags`.
    pub fn parse(tag: &str) -> Result<Self, FieldError> {
        let invalid = |rule: String| FieldError::new("tags", format!("a tag {rule}"));
        let tag = text::line(&tag.to_lowercase(), Limits::TAG_CHARS).map_err(invalid)?;
        if tag.contains(',') {
            return Err(invalid("must not contain a comma".to_owned()));
        }
        Ok(Self(fold(&tag)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_names_are_trimmed_and_keep_their_case() {
        assert_eq!(ListName::parse("  Shopping ").unwrap().as_str(), "Shopping");
        assert_eq!(
            ListName::parse(&"é".repeat(100))
                .unwrap()
                .as_str()
                .chars()
                .count(),
            100
        );
        for name in ["", "   ", "two\nlines", &"x".repeat(101)] {
            assert_eq!(ListName::parse(name).unwrap_err().field, "list", "{name:?}");
        }
    }

    #[test]
    fn tags_are_lowercased() {
        assert_eq!(Tag::parse("  At  HOME ").unwrap().as_str(), "at home");
        assert_eq!(Tag::parse("گھر").unwrap().as_str(), "گھر");
        for tag in ["", " ", "a,b", "a\u{7}b", &"x".repeat(51)] {
            assert_eq!(Tag::parse(tag).unwrap_err().field, "tags", "{tag:?}");
        }
    }
}
