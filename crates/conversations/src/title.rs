//! Titles: those that people give, and those made from a first message.

use crate::conversation::Title;

/// Longest title a person may give, in characters.
const MAX_CHARS: usize = 200;

/// Longest title made from a message, in characters: what a sidebar shows in one line.
const MAX_AUTOMATIC_CHARS: usize = 60;

/// A sentence shorter than this ("Hi!") says too little; the next one is taken with it.
const MIN_SENTENCE_CHARS: usize = 12;

/// The title of a message that shows nothing, such as one of zero-width characters.
const FALLBACK: &str = "New conversation";

/// The text is not a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidTitle {
    /// Nothing but whitespace.
    #[error("must not be empty")]
    Empty,
    /// More than 200 characters.
    #[error("must have at most {MAX_CHARS} characters, not {0}")]
    TooLong(usize),
    /// More than one line, or a control character.
    #[error("must be one line without control characters")]
    NotOneLine,
}

impl Title {
    /// Accepts what a person gave as a title, trimmed.
    ///
    /// # Errors
    /// [`InvalidTitle`] when it is empty, has more than 200 characters, or is not one plain line.
    pub fn parse(text: &str) -> Result<Self, InvalidTitle> {
        let text = text.trim();
        let length = text.chars().count();
        if length == 0 {
            Err(InvalidTitle::Empty)
        } else if length > MAX_CHARS {
            Err(InvalidTitle::TooLong(length))
        } else if text.chars().any(breaks_line) {
            Err(InvalidTitle::NotOneLine)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

/// Makes a title from a conversation's first message: its first sentence, at most 60 characters,
/// cut between words with `…`; never empty.
pub fn from_message(content: &str) -> Title {
    let line = content
        .lines()
        .map(on_one_line)
        .find(|line| line.chars().any(shows))
        .unwrap_or_else(|| FALLBACK.to_owned());
    let sentence = first_sentence(&line);
    let bare = sentence.trim_end_matches(['.', '。', ',', ';', ':', ' ']);
    let text = if bare.is_empty() { sentence } else { bare };
    Title(shorten(text))
}

fn breaks_line(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

/// Whether the character can be seen: neither space nor of zero width.
fn shows(letter: char) -> bool {
    let zero_width = matches!(letter,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}');
    !(letter.is_whitespace() || letter.is_control() || zero_width)
}

fn on_one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|letter| if breaks_line(letter) { ' ' } else { letter })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn first_sentence(line: &str) -> &str {
    let mut letters = line.char_indices().enumerate().peekable();
    while let Some((count, (_, letter))) = letters.next() {
        let ends = matches!(letter, '.' | '!' | '?' | '…' | '。' | '！' | '？');
        let Some(&(_, (end, next))) = letters.peek() else {
            break;
        };
        let wide = matches!(letter, '。' | '！' | '？');
        if ends && (next == ' ' || wide) && count + 1 >= MIN_SENTENCE_CHARS {
            return line.get(..end).unwrap_or(line);
        }
    }
    line
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= MAX_AUTOMATIC_CHARS {
        return text.to_owned();
    }
    let cut = text
        .char_indices()
        .nth(MAX_AUTOMATIC_CHARS - 1)
        .map_or(text.len(), |(at, _)| at);
    let (kept, rest) = text.split_at(cut);
    // The cut may fall exactly between two words; else the broken word goes, unless it is the only one.
    let whole = if rest.starts_with(' ') {
        kept
    } else {
        kept.rfind(' ')
            .and_then(|at| kept.get(..at))
            .unwrap_or(kept)
    };
    format!("{}…", whole.trim_end_matches([' ', ',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(message: &str, title: &str) {
        assert_eq!(from_message(message).as_str(), title);
    }

    #[test]
    fn a_title_is_the_first_sentence() {
        check("add milk", "add milk");
        check(
            "Add milk to my list. Then remind me.",
            "Add milk to my list",
        );
        check("What is due today? And tomorrow?", "What is due today?");
        check("Hi! Can you add milk? Thanks.", "Hi! Can you add milk?");
        check(
            "Renew v1.2 licence at example.com soon",
            "Renew v1.2 licence at example.com soon",
        );
        check(
            "\n\n  Plan\tthe   party \n- cake\n- candles",
            "Plan the party",
        );
        check(
            "牛乳を買うことを忘れないでください。次は卵です。",
            "牛乳を買うことを忘れないでください",
        );
        check("🎉", "🎉");
        check("...", "...");
        check("\u{200b}", FALLBACK);
    }

    #[test]
    fn a_long_title_is_cut_between_words() {
        check(
            "Remind me every second Tuesday to water the plants on the balcony, please",
            "Remind me every second Tuesday to water the plants on the…",
        );
        check(&"x".repeat(500), &format!("{}…", "x".repeat(59)));
        check(&"x".repeat(60), &"x".repeat(60));
        check(
            &format!("{} {}", "x".repeat(59), "y".repeat(9)),
            &format!("{}…", "x".repeat(59)),
        );
    }

    #[test]
    fn a_given_title_is_one_trimmed_line() {
        assert_eq!(Title::parse("  Groceries ").unwrap().as_str(), "Groceries");
        assert_eq!(Title::parse(" \t"), Err(InvalidTitle::Empty));
        assert_eq!(Title::parse("a\nb"), Err(InvalidTitle::NotOneLine));
        assert_eq!(Title::parse("a\0b"), Err(InvalidTitle::NotOneLine));
        assert_eq!(Title::parse("a\u{2028}b"), Err(InvalidTitle::NotOneLine));
        assert!(Title::parse(&"ż".repeat(200)).is_ok());
        assert_eq!(
            Title::parse(&"ż".repeat(201)),
            Err(InvalidTitle::TooLong(201))
        );
    }

    proptest! {
        #[test]
        fn any_message_gives_a_valid_short_title(message in any::<String>()) {
            let title = from_message(&message);
            prop_assert!(title.as_str().chars().count() <= MAX_AUTOMATIC_CHARS);
            prop_assert_eq!(Title::parse(title.as_str()), Ok(title));
        }

        #[test]
        fn words_stay_whole(words in prop::collection::vec("[a-z]{1,12}", 1..40)) {
            let message = words.join(" ");
            let title = from_message(&message);
            let bare = title.as_str().trim_end_matches('…');
            prop_assert!(message.starts_with(bare));
            prop_assert!(message.len() == bare.len() || message[bare.len()..].starts_with(' '));
        }
    }
}
