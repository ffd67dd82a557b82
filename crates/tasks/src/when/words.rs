//! Cuts text into clauses of lowercase words and leaves out what is not prose: quoted text,
//! addresses, versions, prices. A phrase never crosses the end of a clause.

#[cfg(test)]
use std::cell::Cell;
use std::ops::Range;

use super::lexicon;

/// One word, number or date-like run of characters, without the punctuation around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Lowercase, apostrophes straightened.
    pub(super) word: String,
    /// Where it stands in the text.
    pub(super) range: Range<usize>,
    /// Whether a comma follows.
    pub(super) comma: bool,
    /// Whether an exclamation mark follows ("every!").
    pub(super) bang: bool,
}

/// The words of one clause. Looking past its end gives the empty word, which matches nothing.
pub(super) struct Words {
    tokens: Vec<Token>,
    #[cfg(test)]
    looks: Cell<usize>,
}

impl Words {
    pub(super) fn new(tokens: Vec<Token>) -> Self {
        Self {
            tokens,
            #[cfg(test)]
            looks: Cell::new(0),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        #[cfg(test)]
        self.looks.set(self.looks.get() + 1);
        self.tokens.get(at)
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.token(at).map_or("", |token| token.word.as_str())
    }

    /// Returns whether the words from `at` on are exactly those of `phrase`.
    pub(super) fn reads(&self, at: usize, phrase: &str) -> bool {
        phrase
            .split(' ')
            .enumerate()
            .all(|(offset, word)| self.word(at + offset) == word)
    }

    /// Returns the place after `word` if it stands at `at`, else `at`.
    pub(super) fn skip(&self, at: usize, word: &str) -> usize {
        if self.word(at) == word { at + 1 } else { at }
    }

    /// How often a word was looked at.
    #[cfg(test)]
    pub(super) fn looks(&self) -> usize {
        self.looks.get()
    }
}

/// The clauses of a text.
pub(super) struct Clauses {
    pub(super) clauses: Vec<Words>,
    /// Whether something was left out that is not mere punctuation.
    pub(super) opaque: bool,
}

/// Cuts `text` into clauses.
pub(super) fn clauses(text: &str) -> Clauses {
    let mut quotes = quoted(text).into_iter().peekable();
    let mut cutter = Cutter::default();
    for chunk in chunks(text) {
        while quotes.next_if(|quote| quote.end <= chunk.start).is_some() {}
        if quotes.peek().is_some_and(|quote| quote.start < chunk.end) {
            cutter.opaque();
        } else {
            cutter.chunk(text, chunk);
        }
    }
    cutter.cut();
    Clauses {
        clauses: cutter.clauses,
        opaque: cutter.opaque,
    }
}

#[derive(Default)]
struct Cutter {
    clauses: Vec<Words>,
    open: Vec<Token>,
    opaque: bool,
}

impl Cutter {
    fn cut(&mut self) {
        if !self.open.is_empty() {
            self.clauses
                .push(Words::new(std::mem::take(&mut self.open)));
        }
    }

    fn opaque(&mut self) {
        self.opaque = true;
        self.cut();
    }

    fn push(&mut self, text: &str, range: Range<usize>) {
        let word = text.get(range.clone()).unwrap_or_default();
        self.open.push(Token {
            word: word.to_lowercase().replace('\u{2019}', "'"),
            range,
            comma: false,
            bang: false,
        });
    }

    fn chunk(&mut self, text: &str, chunk: Range<usize>) {
        let raw = text.get(chunk.clone()).unwrap_or_default();
        if matches!(raw, "@" | "&") {
            return self.push(text, chunk);
        }
        let Some(core) = core(raw) else {
            return self.punctuation(raw);
        };
        let range = chunk.start + core.start..chunk.start + core.end;
        let (before, after) = (
            raw.get(..core.start).unwrap_or_default(),
            raw.get(core.end..).unwrap_or_default(),
        );
        let word = raw.get(core).unwrap_or_default();
        if before.contains(is_symbol) || after.contains(is_symbol_after) {
            return self.opaque();
        }
        if !before.is_empty() {
            self.cut();
        }
        // "due:friday" is how other to-do programs write it.
        if let Some(rest) = word.get(..4).filter(|due| due.eq_ignore_ascii_case("due:"))
            && word.len() > rest.len()
        {
            self.push(text, range.start..range.start + 3);
            self.push(text, range.start + 4..range.end);
        } else if is_readable(word) {
            self.push(text, range);
        } else {
            return self.opaque();
        }
        self.after(after);
    }

    /// A chunk without a letter or digit: a lone comma joins, all else ends the clause.
    fn punctuation(&mut self, raw: &str) {
        if raw.contains(is_symbol_after) {
            self.opaque();
        } else {
            self.after(raw);
        }
    }

    fn after(&mut self, after: &str) {
        let Some(last) = self.open.last_mut() else {
            return;
        };
        match after {
            "" => {}
            "," => last.comma = true,
            ":" if last.word == "due" => {}
            "." if lexicon::is_abbreviation(&last.word) => {}
            "!" if matches!(last.word.as_str(), "every" | "each") => last.bang = true,
            _ => self.cut(),
        }
    }
}

/// The runs of text between white space.
fn chunks(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    text.split(char::is_whitespace).filter_map(move |chunk| {
        let range = start..start + chunk.len();
        let gap = text.get(range.end..).and_then(|rest| rest.chars().next());
        start = range.end + gap.map_or(0, char::len_utf8);
        (!chunk.is_empty()).then_some(range)
    })
}

/// The part of a chunk from its first letter or digit to its last.
fn core(raw: &str) -> Option<Range<usize>> {
    let start = raw.find(char::is_alphanumeric)?;
    let end = raw
        .char_indices()
        .rev()
        .find(|(_, letter)| letter.is_alphanumeric())
        .map(|(at, letter)| at + letter.len_utf8())?;
    let word = raw.get(start..end).unwrap_or_default();
    // The last dot of "p.m." belongs to it.
    let dotted = word.to_ascii_lowercase();
    let closed = dotted.ends_with("p.m") || dotted.ends_with("a.m");
    let dot = closed && raw.get(end..).is_some_and(|rest| rest.starts_with('.'));
    Some(start..end + usize::from(dot))
}

/// A sign in front of a word that makes it something else: a tag, a price, a path, a number.
fn is_symbol(letter: char) -> bool {
    is_symbol_after(letter) || matches!(letter, '#' | '@' | '.' | '-' | '$' | '€' | '£' | '¥')
}

/// A sign behind a word that makes it something else: a share, a path, an assignment.
fn is_symbol_after(letter: char) -> bool {
    matches!(
        letter,
        '/' | '\\' | '%' | '&' | '=' | '^' | '|' | '~' | '<' | '>' | '+' | '_' | '`' | '#' | '@'
    )
}

/// Whether a word is prose, a number, a date or a time; not an address, a version or a path.
fn is_readable(word: &str) -> bool {
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        return word
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || ":./+-'".contains(letter));
    }
    let dotted = word.to_ascii_lowercase();
    matches!(dotted.as_str(), "a.m" | "p.m" | "a.m." | "p.m.")
        || word
            .chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '\'' | '\u{2019}' | '-'))
}

/// The stretches between double quotes; a quote that is never closed quotes nothing.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    // What closes is known from what opened, so one pass is enough; an opener that never closes
    // is forgotten at the end.
    for (at, letter) in text.char_indices() {
        match (open, letter) {
            (Some((start, close)), _) if letter == close => {
                stretches.push(start..at + letter.len_utf8());
                open = None;
            }
            // An inch sign follows a digit; a quote does not.
            (None, '"') if !before.is_alphanumeric() => open = Some((at, '"')),
            (None, '\u{201c}' | '\u{201e}') => open = Some((at, '\u{201d}')),
            (None, '\u{ab}') => open = Some((at, '\u{bb}')),
            _ => {}
        }
        before = letter;
    }
    stretches
}
