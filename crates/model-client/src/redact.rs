use secrecy::{ExposeSecret, SecretString};

/// Longest message kept, in characters.
const MAX_MESSAGE_CHARS: usize = 500;

/// What stands in place of a key.
const REDACTED: &str = "[redacted]";

/// Beginnings of words that are keys.
const KEY_PREFIXES: [&str; 5] = ["sk-", "sk_", "gsk_", "xai-", "AIza"];

/// Makes provider's texts fit to be shown: some providers echo the key they were given.
#[derive(Debug, Clone, Default)]
pub(crate) struct Redactor {
    key: Option<SecretString>,
}

impl Redactor {
    pub(crate) fn new(key: Option<SecretString>) -> Self {
        Self { key }
    }

    /// Returns `text` on one line, without keys, cut to 500 characters.
    pub(crate) fn clean(&self, text: &str) -> String {
        let text = match &self.key {
            Some(key) if !key.expose_secret().is_empty() => {
                text.replace(key.expose_secret(), REDACTED)
            }
            _ => text.to_owned(),
        };
        let words = text.split_whitespace().map(redact_word);
        cut(&words.collect::<Vec<_>>().join(" "))
    }
}

/// Replaces the part of a word from where a key seems to begin to where it ends.
fn redact_word(word: &str) -> String {
    let begin = KEY_PREFIXES
        .iter()
        .filter_map(|prefix| word.find(prefix))
        .filter(|at| begins_word(word, *at))
        .min();
    let Some((before, key)) = begin.and_then(|at| word.split_at_checked(at)) else {
        return word.to_owned();
    };
    let end = key
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '*' | '.')))
        .unwrap_or(key.len());
    let (key, after) = key.split_at(end);
    if key.len() < 8 {
        return word.to_owned();
    }
    format!("{before}{REDACTED}{after}")
}

fn begins_word(word: &str, at: usize) -> bool {
    word.get(..at)
        .and_then(|before| before.chars().next_back())
        .is_none_or(|c| !c.is_alphanumeric())
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_MESSAGE_CHARS) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_given_key_goes_wherever_it_stands() {
        let redactor = Redactor::new(Some("s3cr3t/+value".to_owned().into()));
        let text = redactor.clean("bad key \"s3cr3t/+value\", header=Bearer s3cr3t/+value.");
        assert_eq!(text, "bad key \"[redacted]\", header=Bearer [redacted].");
        assert!(!format!("{redactor:?}").contains("s3cr3t"));
    }

    #[test]
    fn what_looks_like_a_key_goes_too() {
        let text = Redactor::default().clean(
            "Incorrect API key provided: sk-proj-abc***********xyz9. Not task-list or risk-adjusted.",
        );
        assert_eq!(
            text,
            "Incorrect API key provided: [redacted] Not task-list or risk-adjusted."
        );
    }

    #[test]
    fn long_text_is_cut_on_a_character() {
        assert_eq!(
            Redactor::default().clean(&"ü".repeat(2000)).chars().count(),
            500
        );
    }

    #[test]
    fn a_key_at_the_cut_leaves_no_half() {
        let redactor = Redactor::new(Some("abcdefghij".to_owned().into()));
        let text = redactor.clean(&format!("{}abcdefghij", "x".repeat(495)));
        assert!(!text.contains("abc"));
    }
}
