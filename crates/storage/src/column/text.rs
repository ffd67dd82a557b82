use std::borrow::Cow;

/// Returns `text` without the one character that PostgreSQL cannot store: NUL becomes U+FFFD.
///
/// Both databases get the same text, so that they cannot disagree about it.
pub(crate) fn storable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(text.replace('\0', "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The character before a wildcard that is meant as itself.
pub(crate) const ESCAPE: char = '\\';

/// Returns the `LIKE` pattern, for use with [`ESCAPE`], of a text that contains `needle`.
pub(crate) fn containing(needle: &str) -> String {
    let mut pattern = String::with_capacity(needle.len() + 2);
    pattern.push('%');
    for letter in storable(needle).chars() {
        if matches!(letter, '%' | '_' | ESCAPE) {
            pattern.push(ESCAPE);
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_mean_themselves() {
        assert_eq!(containing("50% of_a\\b"), r"%50\% of\_a\\b%");
        assert_eq!(containing("nul\0"), "%nul\u{fffd}%");
    }
}
