/// Checks one line of text and returns it trimmed.
///
/// The error is the broken rule, as a fragment.
pub(crate) fn line(text: &str, max_chars: usize) -> Result<String, String> {
    let text = text.trim();
    if text.chars().all(is_blank) {
        return Err("must not be empty".to_owned());
    }
    if text.chars().any(is_line_break) {
        return Err("must be one line".to_owned());
    }
    if text.chars().any(char::is_control) {
        return Err("must not contain control characters".to_owned());
    }
    check_length(text, max_chars)?;
    Ok(text.to_owned())
}

/// Checks text of several lines; blank text is `None`, and line ends become `\n`.
///
/// The error is the broken rule, as a fragment.
pub(crate) fn prose(text: &str, max_chars: usize) -> Result<Option<String>, String> {
    let text = text.replace("\r\n", "\n");
    if text.chars().all(is_blank) {
        return Ok(None);
    }
    let forbidden = |letter: char| letter.is_control() && letter != '\n' && letter != '\t';
    if text.chars().any(forbidden) {
        return Err("must not contain control characters".to_owned());
    }
    check_length(&text, max_chars)?;
    Ok(Some(text))
}

fn check_length(text: &str, max_chars: usize) -> Result<(), String> {
    let count = text.chars().count();
    if count > max_chars {
        return Err(format!(
            "must be at most {max_chars} characters, but has {count}"
        ));
    }
    Ok(())
}

/// White space, and characters that show nothing at all.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_line_break(letter: char) -> bool {
    matches!(
        letter,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_counted_in_characters_and_never_cut() {
        let flags = "🇵🇰".repeat(100);
        assert_eq!(line(&flags, 200).as_deref(), Ok(flags.as_str()));
        assert_eq!(
            line(&format!("{flags}!"), 200).unwrap_err(),
            "must be at most 200 characters, but has 201"
        );
    }

    #[test]
    fn what_cannot_be_seen_is_no_title() {
        for blank in ["", " \t", "\u{200b}", "\u{a0}\u{feff}"] {
            assert_eq!(
                line(blank, 10).unwrap_err(),
                "must not be empty",
                "{blank:?}"
            );
        }
        assert_eq!(line("a\nb", 10).unwrap_err(), "must be one line");
        assert_eq!(line("a\u{2028}b", 10).unwrap_err(), "must be one line");
        assert_eq!(
            line("a\0b", 10).unwrap_err(),
            "must not contain control characters"
        );
        assert_eq!(
            line("\u{1b}[31m", 10).unwrap_err(),
            "must not contain control characters"
        );
        assert_eq!(line(" a\n", 10).as_deref(), Ok("a"));
    }

    #[test]
    fn prose_keeps_its_lines() {
        assert_eq!(prose("a\r\n\tb ", 10), Ok(Some("a\n\tb ".to_owned())));
        assert_eq!(prose(" \r\n ", 10), Ok(None));
        assert!(prose("a\rb", 10).is_err());
        assert!(prose("a\0", 10).is_err());
        assert!(prose(&"é".repeat(11), 10).is_err());
    }
}
