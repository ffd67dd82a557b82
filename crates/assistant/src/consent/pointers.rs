//! What words stand for without naming it: "it", "the second", "all of them", numbers.

use super::lexicon::{self, Ask};
use super::words::{self, Word};

/// Most tasks that a range of numbers stands for.
const LONGEST_RANGE: i64 = 200;

/// What a clause points to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pointers {
    /// How many words such as "it" stand for a thing.
    pub(super) pronouns: usize,
    /// How many things are counted out: "the second".
    pub(super) places: usize,
    /// Whether there is a word for several or all.
    pub(super) several: bool,
    /// How often a task is spoken of as such, which stands for one only where there is no name.
    pub(super) tasks: usize,
    /// The same of several.
    pub(super) several_tasks: bool,
    /// The numbers of tasks.
    pub(super) numbers: Vec<i64>,
}

impl Pointers {
    pub(super) fn of(words: &[Word]) -> Self {
        let mut pointers = Self {
            numbers: numbers(words),
            ..Self::default()
        };
        for (place, word) in words.iter().enumerate() {
            let next = words.get(place.saturating_add(1));
            if !word.is_quoted {
                pointers.note(&word.text, next.map(|next| next.text.as_str()));
            }
        }
        if !pointers.numbers.is_empty() {
            pointers.tasks = 0;
        }
        pointers.several_tasks |= deletes_what_is_done(words);
        pointers
    }

    fn note(&mut self, word: &str, next: Option<&str>) {
        if words::is_unspaced(word) {
            self.note_unspaced(word);
            return;
        }
        let is_part = next.is_some_and(|next| is_part_of(word, next));
        let add = |count: &mut usize, is_there: bool| {
            *count = count.saturating_add(usize::from(is_there));
        };
        add(&mut self.pronouns, lexicon::is_pronoun(word) && !is_part);
        add(&mut self.places, lexicon::is_place(word) && !is_part);
        add(&mut self.tasks, lexicon::is_task(word));
        self.several |= lexicon::is_several(word) && !is_part;
        self.several_tasks |= lexicon::is_tasks(word);
    }

    fn note_unspaced(&mut self, text: &str) {
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        self.several |= has(&["全部", "所有", "全て", "すべて"]);
        if has(&["它", "这个", "これ", "それ"]) {
            self.pronouns = self.pronouns.saturating_add(1);
        }
        if has(&["第一", "第二", "第三", "最后"]) {
            self.places = self.places.saturating_add(1);
        }
    }

    /// Takes away all but numbers.
    pub(super) fn forget(&mut self) {
        let numbers = std::mem::take(&mut self.numbers);
        *self = Self {
            numbers,
            ..Self::default()
        };
    }

    /// Returns whether nothing is pointed to.
    pub(super) fn are_none(&self) -> bool {
        let is_none = self.singles() == 0 && self.tasks == 0 && self.numbers.is_empty();
        is_none && !self.several && !self.several_tasks
    }

    /// Returns how many single things are pointed to, whether they have names or not.
    pub(super) fn singles(&self) -> usize {
        self.pronouns.saturating_add(self.places)
    }
}

/// "Clear completed."
fn deletes_what_is_done(words: &[Word]) -> bool {
    let asks = |word: &Word, ask: Ask| lexicon::asks(&word.text).contains(&ask);
    let deletes = words.iter().position(|word| asks(word, Ask::Delete));
    let after = deletes.and_then(|place| words.get(place.saturating_add(1)..));
    let mut after = after.unwrap_or_default().iter();
    after.any(|word| asks(word, Ask::Complete) && !asks(word, Ask::Delete))
}

/// Returns whether a word that may stand for things is only said with the next one: "next week", "top priority", "the
/// task that says …".
fn is_part_of(word: &str, next: &str) -> bool {
    match word {
        "that" if lexicon::is_telling(next) => true,
        "top" => lexicon::is_field(next),
        "it" | "them" | "they" | "everything" | "es" | "ihn" | "alles" | "tout" | "tutto"
        | "sab" | "ise" | "isko" | "usko" | "lo" => false,
        "all" => matches!(next, "day" | "week"),
        _ => lexicon::is_date(next),
    }
}

/// Returns the numbers of tasks that are said, ranges among them; not hours, dates and amounts.
pub(super) fn numbers(words: &[Word]) -> Vec<i64> {
    let mut found = Vec::new();
    let text = |place: usize| words.get(place).map(|word| word.text.as_str());
    for (place, word) in words.iter().enumerate() {
        let before = place.checked_sub(1).and_then(text).unwrap_or_default();
        let next = text(place.saturating_add(1)).unwrap_or_default();
        if let Some((from, to)) = word.text.split_once(['-', '–']) {
            found.extend(range(words::number(from), words::number(to)));
            continue;
        }
        let Some(number) = words::number(&word.text) else {
            continue;
        };
        if matches!(next, "to" | "through" | "bis" | "à" | "a" | "al") {
            let end = text(place.saturating_add(2)).and_then(words::number);
            found.extend(range(Some(number), end));
        }
        let is_time = matches!(
            before,
            "at" | "um" | "à" | "by" | "until" | "till" | "before" | "after" | "around"
        );
        let is_counted = lexicon::is_unit(next) || lexicon::is_date(before);
        if !is_time && !is_counted {
            found.push(number);
        }
    }
    found
}

fn range(from: Option<i64>, to: Option<i64>) -> impl Iterator<Item = i64> {
    let (from, to) = (from.unwrap_or(1), to.unwrap_or(0));
    let is_sensible = to.saturating_sub(from) <= LONGEST_RANGE;
    (from..=to).filter(move |_| is_sensible)
}
