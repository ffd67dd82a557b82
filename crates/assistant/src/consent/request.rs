//! What the words of a clause ask for.

use super::asked::Act;
use super::lexicon::{self, Ask};
use super::words::{self, Word};

/// What is wanted, and whether anything is said of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) verb: Verb,
    /// The changes that are asked for.
    pub(super) acts: Vec<Act>,
    /// Whether it is left to the assistant what to write.
    pub(super) composes: bool,
}

/// What verb there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Verb {
    /// None that is known.
    #[default]
    None,
    /// One that asks to be told something, or names a thing to do: "read chapter 3".
    Errand,
    /// Another.
    Known,
}

impl Request {
    /// Understands a clause. The first word that asks for something decides what it is about.
    pub(super) fn of(words: &[Word], is_question: bool) -> Self {
        let own: Vec<&str> = words
            .iter()
            .filter(|word| !word.is_quoted)
            .map(|word| word.text.as_str())
            .collect();
        let own = after_lead_in(&own);
        let mut request = Self::default();
        if asks_a_question(own, is_question) {
            request.verb = Verb::Known;
            return request;
        }
        let found = asking_words(own);
        if found.is_empty() {
            return request;
        }
        request.verb = Verb::Known;
        if !found.iter().any(|(_, asks)| asks.contains(&Ask::NotAtAll)) {
            request.ask_for(own, &found);
        }
        request
    }

    fn ask_for(&mut self, own: &[&str], found: &[(usize, Vec<Ask>)]) {
        let ends = own.iter().any(|word| matches!(*word, "anymore" | "longer"));
        let forgets = own.contains(&"forget");
        for (place, asks) in found {
            let is_first = self.acts.is_empty();
            let leads = |ask: Ask| asks.first() == Some(&ask);
            if leads(Ask::Not) {
                // "Not" after a request belongs to what it is about.
                if ends || forgets {
                    continue;
                }
                return;
            }
            if is_first && leads(Ask::Read) {
                if own.get(*place).is_some_and(|word| lexicon::is_errand(word)) {
                    self.verb = Verb::Errand;
                }
                return;
            }
            if is_first && leads(Ask::Add) {
                self.add(own, *place, asks);
                return;
            }
            // "Delete the plan" plans nothing, and "make a plan" does.
            let may_add = is_first || self.acts.contains(&Act::Add);
            self.composes |= may_add && asks.contains(&Ask::Compose);
            // "Delete what is done" completes nothing.
            let may_complete = is_first || !self.acts.contains(&Act::Delete);
            self.acts.extend(acts(asks).filter(|act| match act {
                Act::Add => may_add,
                Act::Complete => may_complete,
                Act::Update | Act::Delete => true,
            }));
        }
    }

    /// What follows "add" or "remind me to" is what to add, even if it asks for something.
    fn add(&mut self, own: &[&str], place: usize, asks: &[Ask]) {
        let after = own.get(place.saturating_add(1)..).unwrap_or_default();
        // "Remind me what …".
        let object = after.iter().find(|word| **word != "me");
        let asks_back = object.is_some_and(|word| {
            lexicon::asks(word).first() == Some(&Ask::Read) && !lexicon::is_errand(word)
        });
        if asks_back {
            return;
        }
        self.composes |= asks.contains(&Ask::Compose);
        self.acts.push(Act::Add);
        // "Add a note to milk."
        if asks.contains(&Ask::Update) || own.iter().any(|word| lexicon::is_field(word)) {
            self.acts.push(Act::Update);
        }
    }

    pub(super) fn has_verb(&self) -> bool {
        self.verb != Verb::None
    }

    /// Asks for the same as another clause, too.
    pub(super) fn share(&mut self, other: &Self) {
        self.acts.extend(&other.acts);
        self.composes |= other.composes;
    }
}

/// Leaves out what is said before a request: "could you please", "what about".
fn after_lead_in<'a>(own: &'a [&'a str]) -> &'a [&'a str] {
    let start = own.iter().take_while(|word| lexicon::is_lead_in(word));
    let own = own.get(start.count()..).unwrap_or_default();
    match own {
        ["what" | "how", "about", rest @ ..] => rest,
        _ => own,
    }
}

/// Returns the words that may ask for something, by their places.
fn asking_words(own: &[&str]) -> Vec<(usize, Vec<Ask>)> {
    let mut found = Vec::new();
    for (place, word) in own.iter().enumerate() {
        let next = own.get(place.saturating_add(1)).copied();
        let asks = match *word {
            // "Check milk off", "take the gym off my list".
            "check" if own.contains(&"off") => vec![Ask::Complete],
            "take" if own.contains(&"off") => vec![Ask::Complete, Ask::Delete],
            // "Give the report a date", "when I am at the shop".
            "give" | "tell" if !matches!(next, Some("me" | "us")) => Vec::new(),
            "when" if matches!(next, Some("i" | "i'm" | "we")) => Vec::new(),
            word if words::is_unspaced(word) => lexicon::asks_within(word),
            word => lexicon::asks(word),
        };
        if !asks.is_empty() && !is_duty(own, place) {
            found.push((place, asks));
        }
    }
    found
}

fn acts(asks: &[Ask]) -> impl Iterator<Item = Act> {
    let all = Act::ALL.into_iter();
    all.filter(|act| asks.contains(&act.asked_by()))
}

/// "I have to see the doctor": whatever that is, it is no request to be told something.
fn is_duty(words: &[&str], place: usize) -> bool {
    let word = |back: usize| place.checked_sub(back).and_then(|place| words.get(place));
    let must = word(1) == Some(&"must");
    let has_to = word(1) == Some(&"to") && matches!(word(2), Some(&("have" | "need" | "has")));
    let is_errand = word(0).is_some_and(|word| lexicon::is_errand(word));
    (must || has_to) && is_errand
}

/// "Is milk done?", "do I have …".
fn asks_a_question(words: &[&str], is_question: bool) -> bool {
    let second = words.get(1).copied().unwrap_or_default();
    let offers = matches!(words.get(2), Some(&("want" | "mind")));
    let of_person = matches!(second, "i" | "we" | "you") && !offers;
    match words.first().copied() {
        Some("is" | "are" | "was" | "were" | "has" | "does" | "am") => true,
        Some("do" | "have") => of_person,
        Some("did") => of_person || is_question,
        _ => false,
    }
}
