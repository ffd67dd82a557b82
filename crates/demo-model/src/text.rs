//! Cuts what a person typed into words, quotes and punctuation, keeping where each stood.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word, a number, an address: anything between white space.
    Word,
    /// A text in quotes; it is somebody's name for something, never a command.
    Quoted,
    /// Punctuation, or a line break.
    Mark,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
    /// In lower case, with a straight apostrophe; for a quote, what is between the marks, as typed.
    pub(crate) text: String,
}

impl Token {
    /// Returns the lowercased word or mark; a quote is no word and gives nothing to compare with.
    pub(crate) fn word(&self) -> &str {
        if self.kind == Kind::Quoted {
            ""
        } else {
            &self.text
        }
    }

    pub(crate) fn is_mark(&self) -> bool {
        self.kind == Kind::Mark
    }
}

/// A run of tokens within a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phrase<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
}

impl<'a> Phrase<'a> {
    pub(crate) fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        Self { text, tokens }
    }

    pub(crate) fn len(self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn is_empty(self) -> bool {
        self.tokens.is_empty()
    }

    /// Returns the word at `index`, or nothing.
    pub(crate) fn word(self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", Token::word)
    }

    pub(crate) fn words(self) -> impl Iterator<Item = &'a str> {
        self.tokens.iter().map(Token::word)
    }

    /// Returns how many tokens are no punctuation.
    pub(crate) fn word_count(self) -> usize {
        self.tokens.iter().filter(|token| !token.is_mark()).count()
    }

    /// Returns whether one of `words` occurs.
    pub(crate) fn has(self, words: &[&str]) -> bool {
        self.words().any(|word| words.contains(&word))
    }

    pub(crate) fn start(self) -> usize {
        self.tokens.first().map_or(0, |token| token.start)
    }

    pub(crate) fn end(self) -> usize {
        self.tokens.last().map_or(0, |token| token.end)
    }

    /// Returns the text as typed.
    pub(crate) fn raw(self) -> &'a str {
        self.text.get(self.start()..self.end()).unwrap_or_default()
    }

    /// Returns the text as typed; of a single quote, what is between the marks.
    pub(crate) fn name(self) -> String {
        match self.tokens {
            [only] if only.kind == Kind::Quoted => only.text.trim().to_owned(),
            _ => one_line(self.raw()),
        }
    }

    pub(crate) fn slice(self, from: usize, to: usize) -> Self {
        let tokens = self
            .tokens
            .get(from..to.min(self.len()))
            .unwrap_or_default();
        Self { tokens, ..self }
    }

    pub(crate) fn skip(self, count: usize) -> Self {
        self.slice(count, self.len())
    }

    pub(crate) fn take(self, count: usize) -> Self {
        self.slice(0, count)
    }

    /// Returns whether the words at `index` are those of `pattern`.
    pub(crate) fn at(self, index: usize, pattern: &str) -> bool {
        pattern
            .split(' ')
            .enumerate()
            .all(|(offset, word)| self.word(index.saturating_add(offset)) == word)
    }

    /// Takes off the first of `patterns` that the phrase begins with: put the longer ones first.
    pub(crate) fn strip(self, patterns: &[&str]) -> Option<Self> {
        let found = patterns.iter().find(|pattern| self.at(0, pattern))?;
        Some(self.skip(found.split(' ').count()))
    }

    /// Takes off the first of `patterns` that the phrase ends with.
    pub(crate) fn strip_end(self, patterns: &[&str]) -> Option<Self> {
        patterns.iter().find_map(|pattern| {
            let keep = self.len().checked_sub(pattern.split(' ').count())?;
            self.at(keep, pattern).then(|| self.take(keep))
        })
    }

    /// Returns the first place of one of `patterns`, and how many words it has.
    pub(crate) fn find(self, patterns: &[&str]) -> Option<(usize, usize)> {
        (0..self.len()).find_map(|index| {
            let found = patterns.iter().find(|pattern| self.at(index, pattern))?;
            Some((index, found.split(' ').count()))
        })
    }

    /// Returns the last place of one of `patterns`, and how many words it has.
    pub(crate) fn rfind(self, patterns: &[&str]) -> Option<(usize, usize)> {
        (0..self.len()).rev().find_map(|index| {
            let found = patterns.iter().find(|pattern| self.at(index, pattern))?;
            Some((index, found.split(' ').count()))
        })
    }

    /// Returns what stands before and after the first of `patterns`.
    pub(crate) fn split_at(self, patterns: &[&str]) -> Option<(Self, Self)> {
        let (index, length) = self.find(patterns)?;
        Some((self.take(index), self.skip(index.saturating_add(length))))
    }

    /// Returns what stands before and after the last of `patterns`.
    pub(crate) fn rsplit_at(self, patterns: &[&str]) -> Option<(Self, Self)> {
        let (index, length) = self.rfind(patterns)?;
        Some((self.take(index), self.skip(index.saturating_add(length))))
    }

    /// Takes off punctuation at both ends.
    pub(crate) fn trim_marks(self) -> Self {
        let from = self
            .tokens
            .iter()
            .take_while(|token| token.is_mark())
            .count();
        let rest = self.skip(from);
        let behind = rest
            .tokens
            .iter()
            .rev()
            .take_while(|token| token.is_mark())
            .count();
        rest.take(rest.len().saturating_sub(behind))
    }

    /// Returns whether the phrase ends in a question mark.
    pub(crate) fn is_asked(self) -> bool {
        self.tokens
            .iter()
            .rev()
            .take_while(|token| token.is_mark())
            .any(|token| token.text.contains('?'))
    }
}

/// Returns `text` with every run of white space as one space.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cuts a text into tokens.
pub(crate) fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else {
            break;
        };
        if first == '\n' {
            tokens.push(token(text, at, at.saturating_add(1), Kind::Mark));
            at = at.saturating_add(1);
        } else if first.is_whitespace() {
            at = at.saturating_add(first.len_utf8());
        } else if let Some(length) = quote_length(rest, first) {
            let end = at.saturating_add(length);
            tokens.push(quote(text, at, end));
            at = end;
        } else {
            let end = at.saturating_add(word_length(rest));
            push_word(text, at, end, &mut tokens);
            at = end;
        }
    }
    tokens
}

/// The longest text taken for a quote, in bytes: a stray quote mark shall not swallow a message.
const QUOTE_BYTES: usize = 1_000;

fn quote_length(rest: &str, first: char) -> Option<usize> {
    let closing: &[char] = match first {
        '"' => &['"'],
        '“' | '„' => &['”', '“'],
        '«' => &['»'],
        '`' => &['`'],
        '‘' | '\'' => &['’', '\''],
        _ => return None,
    };
    let open = first.len_utf8();
    let single = matches!(first, '‘' | '\'');
    let inside = rest.get(open..)?;
    for (index, letter) in inside.char_indices() {
        if letter == '\n' || index > QUOTE_BYTES {
            return None;
        }
        let end = index.saturating_add(letter.len_utf8());
        let after = inside.get(end..).and_then(|tail| tail.chars().next());
        // The apostrophe in 'don't forget' closes nothing.
        let closes =
            closing.contains(&letter) && !(single && after.is_some_and(char::is_alphanumeric));
        if closes {
            let empty = inside
                .get(..index)
                .is_none_or(|text| text.trim().is_empty());
            return (!empty).then(|| open.saturating_add(end));
        }
    }
    None
}

fn quote(text: &str, start: usize, end: usize) -> Token {
    let raw = text.get(start..end).unwrap_or_default();
    let mut inside = raw.chars();
    inside.next();
    inside.next_back();
    Token {
        start,
        end,
        kind: Kind::Quoted,
        text: one_line(inside.as_str()),
    }
}

/// Words end at white space, and at a comma or semicolon with a letter behind it ("milk,eggs").
fn word_length(rest: &str) -> usize {
    let mut letters = rest.char_indices().peekable();
    while let Some((index, letter)) = letters.next() {
        if letter.is_whitespace() {
            return index;
        }
        let joins = matches!(letter, ',' | ';')
            && letters.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if joins {
            return index.saturating_add(1);
        }
    }
    rest.len()
}

fn push_word(text: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
    let raw = text.get(start..end).unwrap_or_default();
    let is_mark = |letter: char| !letter.is_alphanumeric() && is_punctuation(letter);
    if raw.chars().all(is_mark) {
        tokens.push(token(text, start, end, Kind::Mark));
        return;
    }
    let body = raw.trim_start_matches(['(', '[', '{', '¿', '¡']);
    let from = start.saturating_add(raw.len().saturating_sub(body.len()));
    let body = body.trim_end_matches([',', '.', ';', ':', '!', '?', ')', ']', '}', '…', '。']);
    let to = from.saturating_add(body.len());
    if from > start {
        tokens.push(token(text, start, from, Kind::Mark));
    }
    tokens.push(token(text, from, to, Kind::Word));
    let mut at = to;
    while at < end {
        let tail = text.get(at..end).unwrap_or_default();
        let Some(first) = tail.chars().next() else {
            break;
        };
        let run = tail
            .len()
            .saturating_sub(tail.trim_start_matches(first).len());
        let next = at.saturating_add(run);
        tokens.push(token(text, at, next, Kind::Mark));
        at = next;
    }
}

fn is_punctuation(letter: char) -> bool {
    letter.is_ascii_punctuation()
        || matches!(letter, '…' | '–' | '—' | '•' | '·' | '¿' | '¡' | '。')
}

fn token(text: &str, start: usize, end: usize, kind: Kind) -> Token {
    let raw = text.get(start..end).unwrap_or_default();
    Token {
        start,
        end,
        kind,
        text: raw.to_lowercase().replace('’', "'"),
    }
}

#[cfg(test)]
mod tests;
