use crate::folding::fold;
use crate::store::TitleEntry;
use crate::task::TaskId;

/// Words that people put around a name and that say nothing about it.
const FILLERS: [&str; 36] = [
    "a", "about", "all", "an", "and", "called", "for", "from", "i", "in", "item", "it", "its",
    "my", "named", "of", "on", "one", "ones", "our", "please", "reminder", "s", "some", "task",
    "tasks", "that", "the", "thing", "this", "titled", "to", "todo", "with", "your", "do",
];

/// How alike two spellings must be, from 0 to 1; a slip in a word of four letters gives 0.75.
const ALIKE: f64 = 0.7;

/// Longest text that is compared letter by letter as a whole; the effort grows with the square.
const MAX_WHOLE_CHARS: usize = 64;

/// Most words of the name that are compared letter by letter.
const MAX_WORDS: usize = 8;

/// Most titles proposed for a misspelled name.
const MAX_CLOSE: usize = 5;

/// Which titles a name may mean; each list is in the order in which to propose them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Matches {
    /// They are the name, case and spacing aside.
    Exact(Vec<TaskId>),
    /// They contain the name, or all its words that say anything.
    Partial(Vec<TaskId>),
    /// They are spelled alike.
    Close(Vec<TaskId>),
    /// Nothing.
    None,
}

/// Looks for `name` among the titles; the first way of matching that finds any decides.
///
/// Whole words come before parts of words, so that "car" means "wash the car" and not "buy carrots".
pub(crate) fn search(name: &str, entries: &[TitleEntry]) -> Matches {
    let name = Name::new(name);
    let mut titles: Vec<Title<'_>> = entries.iter().map(Title::new).collect();
    // Open tasks first; among them the store's order stays.
    titles.sort_by_key(|title| title.entry.completed);

    let exact = pick(&titles, |title| title.folded == name.folded);
    if !exact.is_empty() {
        return Matches::Exact(exact);
    }
    let ways: [&dyn Fn(&Title<'_>) -> bool; 3] = [
        &|title| name.words.iter().all(|word| title.words.contains(word)),
        &|title| title.folded.contains(&name.folded),
        &|title| name.words.iter().all(|word| title.has_part(word)),
    ];
    for way in ways {
        let partial = pick(&titles, way);
        if !partial.is_empty() {
            return Matches::Partial(partial);
        }
    }
    let close = alike(&name, &titles);
    if close.is_empty() {
        Matches::None
    } else {
        Matches::Close(close)
    }
}

struct Name {
    folded: String,
    words: Vec<String>,
}

impl Name {
    fn new(name: &str) -> Self {
        let folded = fold(name);
        let all = words(&folded);
        let telling: Vec<String> = all
            .iter()
            .filter(|word| !FILLERS.contains(&word.as_str()))
            .cloned()
            .collect();
        let mut words = if telling.is_empty() { all } else { telling };
        if words.is_empty() {
            // A name of signs alone ("!!!") is one word of its own.
            words.push(folded.clone());
        }
        Self { folded, words }
    }
}

struct Title<'a> {
    entry: &'a TitleEntry,
    folded: String,
    words: Vec<String>,
}

impl<'a> Title<'a> {
    fn new(entry: &'a TitleEntry) -> Self {
        let folded = fold(&entry.title);
        Self {
            entry,
            words: words(&folded),
            folded,
        }
    }

    fn has_part(&self, word: &str) -> bool {
        self.folded.contains(word)
    }
}

fn pick(titles: &[Title<'_>], fits: impl Fn(&Title<'_>) -> bool) -> Vec<TaskId> {
    titles
        .iter()
        .filter(|title| fits(title))
        .map(|title| title.entry.id)
        .collect()
}

fn words(folded: &str) -> Vec<String> {
    folded
        .split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Marks that belong to the letter before them; Devanagari's and others count as letters already.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}')
}

/// Returns the titles spelled like the name, most alike first.
fn alike(name: &Name, titles: &[Title<'_>]) -> Vec<TaskId> {
    let mut scored: Vec<(f64, TaskId)> = titles
        .iter()
        .map(|title| (likeness(name, title), title.entry.id))
        .filter(|(score, _)| *score >= ALIKE)
        .collect();
    scored.sort_by(|(score, _), (other, _)| other.total_cmp(score));
    scored
        .into_iter()
        .take(MAX_CLOSE)
        .map(|(_, id)| id)
        .collect()
}

/// The better of: the texts as wholes, and the name's words each against the title's word most like it.
fn likeness(name: &Name, title: &Title<'_>) -> f64 {
    let whole = spelling(&name.folded, &title.folded, MAX_WHOLE_CHARS);
    let words = name.words.iter().take(MAX_WORDS);
    let (sum, count) = words.fold((0.0, 0.0), |(sum, count), word| {
        let best = title
            .words
            .iter()
            .map(|other| spelling(word, other, MAX_WHOLE_CHARS))
            .fold(0.0, f64::max);
        (sum + best, count + 1.0)
    });
    f64::max(whole, if count > 0.0 { sum / count } else { 0.0 })
}

/// Returns how alike two spellings are, from 0 to 1; swapped neighbours count as one slip.
fn spelling(text: &str, other: &str, max_chars: usize) -> f64 {
    let (long, short) = {
        let (a, b) = (text.chars().count(), other.chars().count());
        (a.max(b), a.min(b))
    };
    // Each missing letter is a slip, so very unequal lengths need no comparing.
    if long == 0 || long > max_chars || ratio(short, long) < ALIKE {
        return 0.0;
    }
    1.0 - ratio(strsim::osa_distance(text, other), long)
}

fn ratio(part: usize, whole: usize) -> f64 {
    let float = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    float(part) / float(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(titles: &[&str]) -> Vec<TitleEntry> {
        (1..)
            .zip(titles)
            .map(|(id, title)| TitleEntry {
                id: TaskId::new(id),
                title: title.trim_end_matches(" ✓").to_owned(),
                completed: title.ends_with('✓'),
            })
            .collect()
    }

    /// Shows what `name` finds among the titles, which are numbered from 1.
    fn check(name: &str, among: &[&str]) -> String {
        match search(name, &titles(among)) {
            Matches::Exact(ids) => format!("exact {}", list(&ids)),
            Matches::Partial(ids) => format!("partial {}", list(&ids)),
            Matches::Close(ids) => format!("close {}", list(&ids)),
            Matches::None => "none".to_owned(),
        }
    }

    fn list(ids: &[TaskId]) -> String {
        ids.iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn an_exact_title_beats_a_longer_one() {
        assert_eq!(
            check("buy  MILK", &["Buy milk", "Buy milk and eggs"]),
            "exact 1"
        );
        assert_eq!(
            check("call mom", &["Call Mom", "call mom ✓", "call  mom"]),
            "exact 1 3 2"
        );
        assert_eq!(check("the one", &["The One", "one"]), "exact 1");
    }

    #[test]
    fn a_part_of_a_title_is_enough() {
        let among = ["Buy milk", "Call the dentist", "Pay rent"];
        assert_eq!(check("milk", &among), "partial 1");
        assert_eq!(check("the milk one", &among), "partial 1");
        assert_eq!(check("my dentist task", &among), "partial 2");
        assert_eq!(check("dentist call", &among), "partial 2");
        assert_eq!(check("den", &among), "partial 2");
        assert_eq!(check("call the", &among), "partial 2");
        assert_eq!(check("#3", &["Ticket #3", "Pay 30"]), "partial 1");
    }

    #[test]
    fn whole_words_beat_parts_of_words() {
        assert_eq!(check("car", &["Buy carrots", "Wash the car"]), "partial 2");
        assert_eq!(check("mom", &["Mom's birthday", "Call mom"]), "partial 1 2");
    }

    #[test]
    fn several_are_all_proposed_open_ones_first() {
        let among = [
            "Team meeting ✓",
            "Meeting with Bob",
            "Prepare meeting",
            "Gym",
        ];
        assert_eq!(check("meeting", &among), "partial 2 3 1");
    }

    #[test]
    fn slips_of_spelling_are_forgiven() {
        let among = ["Buy groceries", "Call the dentist", "Pay rent"];
        assert_eq!(check("grocries", &among), "close 1");
        assert_eq!(check("buy grocereis", &among), "close 1");
        assert_eq!(check("dentsit", &among), "close 2");
        assert_eq!(check("pya rent", &among), "close 3");
        assert_eq!(check("mikl", &["Milk", "Silk"]), "close 1");
        assert_eq!(
            check("silt", &["Milk", "Silk", "Salt", "Sit"]),
            "close 2 3 4"
        );
    }

    #[test]
    fn at_most_five_are_close() {
        let among = ["Bilk", "Milk", "Silk", "Hilk", "Pilk", "Tilk", "Wilk"];
        assert_eq!(check("filk", &among), "close 1 2 3 4 5");
    }

    #[test]
    fn other_things_are_not_found() {
        let among = ["Buy milk", "Call the dentist"];
        assert_eq!(check("walk the dog", &among), "none");
        assert_eq!(check("buy bread", &among), "none");
        assert_eq!(check("x", &among), "none");
        assert_eq!(check("milk", &[]), "none");
    }

    #[test]
    fn other_scripts_work_alike() {
        assert_eq!(check("دودھ", &["دودھ خریدو", "روٹی"]), "partial 1");
        assert_eq!(check("молоко", &["Купить МОЛОКО"]), "partial 1");
        assert_eq!(check("🥛", &["Buy 🥛", "Buy 🍞"]), "partial 1");
        assert_eq!(check("ecole", &["École"]), "close 1");
    }
}
