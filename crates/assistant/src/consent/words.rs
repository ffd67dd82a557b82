//! Takes a message apart: clauses of words, without what was only pasted into it.

use taskpilot_tasks::fold;

use super::{lexicon, pasted};

/// A word as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// Whether it stands in quotes: it may name something, and asks for nothing.
    pub(super) is_quoted: bool,
}

/// A part of a sentence that asks for one thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) words: Vec<Word>,
    /// Whether it begins a sentence.
    pub(super) begins: bool,
    pub(super) end: End,
}

/// What follows a clause.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum End {
    #[default]
    Plain,
    Question,
    Colon,
    /// Something that was pasted.
    Paste,
}

/// A message taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Message {
    pub(super) clauses: Vec<Clause>,
    /// Whether somebody else's words were pasted or quoted in it.
    pub(super) quotes_others: bool,
}

/// What is quoted at this length is no name any more.
const LONG_QUOTE: usize = 5;

impl Message {
    pub(super) fn read(text: &str) -> Self {
        let (own, was_pasted) = pasted::without(text);
        let mut reader = Reader::default();
        reader.read(&own);
        let quotes = reader.longest_quote >= LONG_QUOTE || reader.has_tag;
        Self {
            clauses: reader.clauses,
            quotes_others: was_pasted || quotes,
        }
    }
}

/// Returns the words of a title, or of another text that is read as it is.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = fold(&plain(text));
    let words = folded.split(|letter: char| !is_letter(letter));
    words.map(trimmed).filter(|word| !word.is_empty()).collect()
}

/// Returns a text without signs that are not seen.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|sign| !is_unseen(*sign)).collect()
}

fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

fn is_letter(sign: char) -> bool {
    let is_mark = matches!(sign, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{94d}');
    sign.is_alphanumeric() || is_mark || matches!(sign, '\'' | '’')
}

/// Straightens apostrophes, and takes away those that are quotes.
/// Returns whether a sentence that ends so is a question.
pub(super) fn is_question_mark(sign: char) -> bool {
    matches!(sign, '?' | '؟' | '？')
}

fn trimmed(word: &str) -> String {
    word.replace('’', "'").trim_matches('\'').to_owned()
}

/// Returns whether a word is written without spaces around it.
pub(super) fn is_unspaced(word: &str) -> bool {
    word.chars().any(|letter| {
        matches!(letter, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
    })
}

/// Returns the number that a word is, in whatever digits.
pub(super) fn number(word: &str) -> Option<i64> {
    let digit = |sign: char| match sign {
        '0'..='9' => sign.to_digit(10),
        '\u{660}'..='\u{669}' => u32::from(sign).checked_sub(0x660),
        '\u{6f0}'..='\u{6f9}' => u32::from(sign).checked_sub(0x6f0),
        '\u{966}'..='\u{96f}' => u32::from(sign).checked_sub(0x966),
        _ => None,
    };
    let mut number: i64 = 0;
    for sign in word.chars() {
        number = number
            .checked_mul(10)?
            .checked_add(i64::from(digit(sign)?))?;
    }
    (!word.is_empty()).then_some(number)
}

/// Returns whether two words are the same but for an ending or a slip.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    if is_unspaced(one) || is_unspaced(other) {
        return is_part(one, other);
    }
    let (long, short) = if one.len() < other.len() {
        (other, one)
    } else {
        (one, other)
    };
    let (most, least) = (long.chars().count(), short.chars().count());
    let differs_by = most.saturating_sub(least);
    if least >= 4 && differs_by <= 3 && long.starts_with(short) {
        return true;
    }
    // A slip: two letters that changed places, or one letter of a longer word.
    let allowed = (least == most && least >= 3 && is_anagram(one, other)) || least >= 5;
    allowed && differs_by <= 1 && strsim::osa_distance(one, other) <= 1
}

fn is_anagram(one: &str, other: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(one) == sorted(other)
}

/// Texts without spaces have no words to compare: one holds the other, or at least half of its pairs of letters.
fn is_part(one: &str, other: &str) -> bool {
    if one.contains(other) || other.contains(one) {
        return true;
    }
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        letters.windows(2).map(<[char]>::to_vec).collect::<Vec<_>>()
    };
    let (one, other) = (pairs(one), pairs(other));
    let common = one.iter().filter(|pair| other.contains(pair)).count();
    let fewest = one.len().min(other.len());
    common > 0 && common.saturating_mul(2) >= fewest
}

#[derive(Default)]
struct Reader {
    clauses: Vec<Clause>,
    clause: Clause,
    word: String,
    /// The sign that ends the present quote, if there is one.
    quote: Option<char>,
    quoted: usize,
    longest_quote: usize,
    /// Whether a tag is among the words: `@“…”`.
    has_tag: bool,
}

impl Reader {
    fn read(&mut self, text: &str) {
        let text = fold_lines(text);
        let mut signs = text.chars().peekable();
        self.clause.begins = true;
        let mut before = ' ';
        while let Some(sign) = signs.next() {
            let next = signs.peek().copied().unwrap_or(' ');
            let joins_numbers = matches!(sign, ':' | '.' | '-' | '–' | '/')
                && before.is_numeric()
                && next.is_numeric();
            if is_letter(sign) || joins_numbers {
                self.word.push(sign);
            } else {
                self.end_word();
                self.has_tag |= before == '@' && sign == '“' && self.quote.is_none();
                self.sign(sign, next, signs.clone());
            }
            before = sign;
        }
        self.end_word();
        self.end_clause(End::Plain, true);
    }

    fn sign(&mut self, sign: char, next: char, rest: impl Iterator<Item = char>) {
        if let Some(end) = self.quote {
            if sign == end || sign == '\n' {
                self.quote = None;
            }
            return;
        }
        if let Some(end) = end_of_quote(sign) {
            // A straight quote that nothing ends is a sign of inches.
            let is_open = sign != '"' || rest.take_while(|sign| *sign != '\n').any(|it| it == end);
            self.quote = is_open.then_some(end);
            self.quoted = 0;
            return;
        }
        match sign {
            pasted::HERE => self.end_clause(End::Paste, true),
            ':' | '：' => self.end_clause(End::Colon, false),
            sign if is_question_mark(sign) => self.end_clause(End::Question, true),
            '.' if !next.is_whitespace() => {}
            '.' | '!' | ';' | '\n' | '。' | '！' | '।' | '۔' | '؛' | '…' => {
                self.end_clause(End::Plain, true);
            }
            ',' | '،' | '、' | '，' | '&' | '+' | '—' | '–' => {
                self.end_clause(End::Plain, false);
            }
            '-' if next.is_whitespace() => self.end_clause(End::Plain, false),
            _ => {}
        }
    }

    fn end_word(&mut self) {
        let text = trimmed(&std::mem::take(&mut self.word));
        if text.is_empty() {
            return;
        }
        let is_quoted = self.quote.is_some();
        if is_quoted {
            self.quoted = self.quoted.saturating_add(1);
            self.longest_quote = self.longest_quote.max(self.quoted);
        }
        let last = self.clause.words.last();
        let is_except = text == "but" && last.is_some_and(|it| lexicon::is_several(&it.text));
        if !is_quoted && lexicon::is_joining(&text) && !is_except {
            self.end_clause(End::Plain, false);
            return;
        }
        self.clause.words.push(Word { text, is_quoted });
    }

    fn end_clause(&mut self, end: End, ends_sentence: bool) {
        let begins = self.clause.begins;
        if self.clause.words.is_empty() {
            // What introduces nothing is introduced by the clause before.
            if let (End::Colon | End::Paste, Some(last)) = (end, self.clauses.last_mut()) {
                last.end = end;
            }
            self.clause.begins = begins || ends_sentence;
            return;
        }
        self.clause.end = end;
        self.clauses.push(std::mem::take(&mut self.clause));
        self.clause.begins = ends_sentence;
    }
}

/// Folds each line, and leaves the lines apart.
fn fold_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(fold).collect();
    lines.join("\n")
}

fn end_of_quote(sign: char) -> Option<char> {
    Some(match sign {
        '"' => '"',
        '“' => '”',
        '„' => '“',
        '«' => '»',
        '`' => '`',
        '「' => '」',
        '『' => '』',
        _ => return None,
    })
}
