//! What one clause asks for, and of what.

use super::asked::{Act, Named, telling};
use super::lexicon;
use super::pointers::{Pointers, numbers};
use super::request::{Request, Verb};
use super::words::{self, Clause, End, Message, Word};

/// A clause, understood as far as it must be.
#[derive(Debug, Clone, Default)]
pub(super) struct Phrase {
    request: Request,
    pointers: Pointers,
    /// All its words but exceptions, in order.
    pub(super) said: Vec<String>,
    names: Vec<String>,
    exceptions: Vec<String>,
    /// Whether names come before a pronoun, which then stands for them.
    follows_names: bool,
    /// Whether it says where to find what to add: in a file, or in what is pasted after it.
    has_source: bool,
}

impl Phrase {
    /// Understands a message, clause by clause, up to where it goes on with the words of somebody else; returns whether
    /// it does.
    pub(super) fn all(message: &Message) -> (Vec<Self>, bool) {
        let mut phrases: Vec<Self> = Vec::new();
        // What follows "add these:" are names, and what follows "sum this up:" is not the person's.
        let mut only_names = false;
        let mut is_cut = false;
        for clause in &message.clauses {
            let phrase = Self::of(clause, only_names);
            let introduces = clause.end == End::Colon;
            let asks = !phrase.request.acts.is_empty();
            only_names |= introduces && asks;
            is_cut = introduces && !asks && (phrase.has_verb() || points_on(clause));
            phrases.push(phrase);
            if is_cut {
                break;
            }
        }
        share(&mut phrases, &message.clauses);
        settle_pronouns(&mut phrases);
        (phrases, is_cut)
    }

    fn of(clause: &Clause, only_names: bool) -> Self {
        let words = clause.words.as_slice();
        let (main, except) = words.split_at(exception(words).unwrap_or(words.len()));
        let is_pronoun = |word: &Word| !word.is_quoted && lexicon::is_pronoun(&word.text);
        let pronoun = main.iter().position(is_pronoun).unwrap_or_default();
        let before = main.get(..pronoun).unwrap_or_default();
        let request = if only_names {
            Request::default()
        } else {
            Request::of(main, clause.end == End::Question)
        };
        Self {
            request,
            pointers: Pointers::of(main),
            said: texts(main),
            names: names(main),
            exceptions: texts(except),
            follows_names: !names(before).is_empty() || !numbers(before).is_empty(),
            has_source: clause.end == End::Paste || is_from_source(main),
        }
    }

    /// Returns whether it says what is wanted, be it nothing.
    pub(super) fn has_verb(&self) -> bool {
        self.request.has_verb()
    }

    /// Returns whether it may be a thing to do rather than a request.
    pub(super) fn is_errand(&self) -> bool {
        self.request.verb == Verb::Errand
    }

    /// Returns whether it leaves to the assistant what to write.
    pub(super) fn composes(&self) -> bool {
        self.request.composes
    }

    /// Returns whether it says nothing of what is meant: "at 5", "high priority".
    pub(super) fn means_nothing(&self) -> bool {
        self.names.is_empty() && self.pointers.are_none()
    }

    /// What was added may be given a date and the like when the person is asked for them.
    pub(super) fn with_afterthoughts(mut self) -> Self {
        if self.asks_for(Act::Add) {
            self.request.acts.push(Act::Update);
        }
        self
    }

    /// Takes the requests of an earlier message along: this one answers a question about them.
    pub(super) fn inherit(&mut self, earlier: &[Self]) {
        for phrase in earlier {
            self.request.share(&phrase.request);
        }
        if self.names.is_empty() {
            // To "which one?" a number may be a task's, or a place in the list.
            self.pointers.tasks = self.pointers.tasks.max(self.pointers.numbers.len());
        }
    }

    /// Counts as an earlier request for what it names, if it asks for nothing else.
    pub(super) fn ask_again_for(&mut self, earlier: &[Self]) {
        if self.request.acts.is_empty() {
            self.inherit(earlier);
            self.request.verb = Verb::Known;
            self.pointers.forget();
        }
    }

    /// Takes the request of another clause of the sentence as its own.
    fn take(&mut self, from: &Self) {
        self.request.share(&from.request);
        self.request.verb = Verb::Known;
    }

    /// Returns whether it asks for such a change of whatever it names or stands for.
    ///
    /// Words of which none is known to ask for anything may ask, of what they name, for what is easily seen and undone.
    pub(super) fn allows(&self, act: Act) -> bool {
        self.asks_for(act) || (!self.has_verb() && act != Act::Delete)
    }

    fn asks_for(&self, act: Act) -> bool {
        self.request.acts.contains(&act)
    }

    pub(super) fn names(&self, task: &Named<'_>) -> bool {
        if self.pointers.numbers.contains(&task.id) {
            return true;
        }
        let texts = std::iter::once(task.title).chain(task.labels.iter().copied());
        texts.into_iter().any(|text| self.says_name(text))
    }

    fn says_name(&self, text: &str) -> bool {
        let words = words::words(text);
        let any_tells = words.iter().any(|word| lexicon::is_telling(word));
        if !any_tells {
            // A title such as "Do it" is named by all its words.
            let mut windows = self.said.windows(words.len().max(1));
            return !words.is_empty() && windows.any(|window| window == words);
        }
        let is_said = |word: &String| self.names.iter().any(|it| words::is_same(word, it));
        telling(text).iter().any(is_said)
    }

    /// Returns whether it leaves out this task: "all but the gym".
    pub(super) fn excepts(&self, task: &Named<'_>) -> bool {
        let is_said = |word: &String| self.exceptions.iter().any(|it| words::is_same(word, it));
        telling(task.title).iter().any(is_said)
    }

    pub(super) fn stands_for_several(&self, act: Act) -> bool {
        let weakly = self.pointers.several_tasks && self.names.is_empty();
        self.asks_for(act) && (self.pointers.several || weakly)
    }

    /// Returns whether it leaves to the assistant what to add: "add all of these", "add the tasks from the file".
    pub(super) fn leaves_open_what_to_add(&self) -> bool {
        let is_open = self.pointers.several || self.composes() || self.has_source;
        self.asks_for(Act::Add) && is_open
    }

    /// Returns for how many things it stands without naming them.
    pub(super) fn references(&self, act: Act) -> usize {
        if !self.asks_for(act) {
            return 0;
        }
        match self.pointers.singles() {
            // "A task" to be added stands for none.
            0 if self.names.is_empty() && act != Act::Add => self.pointers.tasks,
            singles => singles,
        }
    }
}

/// Within a sentence, a clause that asks for nothing shares what the one before asks for, or else the one after:
/// "delete milk and eggs", "task 3, complete it".
fn share(phrases: &mut [Phrase], clauses: &[Clause]) {
    let begins = |place: usize| clauses.get(place).is_none_or(|clause| clause.begins);
    let mut last: Option<&mut Phrase> = None;
    for (place, phrase) in phrases.iter_mut().enumerate() {
        if begins(place) {
            last = None;
        }
        match last.as_mut() {
            _ if phrase.has_verb() => last = Some(phrase),
            // "All except milk and eggs."
            Some(last) if !last.exceptions.is_empty() => {
                last.exceptions.append(&mut phrase.said);
                phrase.request.verb = Verb::Known;
            }
            Some(last) => phrase.take(last),
            None => {}
        }
    }
    let mut next: Option<Phrase> = None;
    for (place, phrase) in phrases.iter_mut().enumerate().rev() {
        if phrase.has_verb() {
            // What is asked about is that clause's alone.
            next = Some(phrase.clone()).filter(|phrase| !phrase.request.acts.is_empty());
        } else if let Some(next) = &next {
            phrase.take(next);
        }
        if begins(place) {
            next = None;
        }
    }
}

/// "Find the gym task and delete it": that is the task that was named.
fn settle_pronouns(phrases: &mut [Phrase]) {
    let (mut names, mut numbers) = (Vec::new(), Vec::new());
    for phrase in phrases {
        let is_named_before = !names.is_empty() || !numbers.is_empty();
        let own = (phrase.names.clone(), phrase.pointers.numbers.clone());
        if phrase.pointers.pronouns > 0 && (phrase.follows_names || is_named_before) {
            phrase.pointers.pronouns = 0;
            phrase.names.extend(names.iter().cloned());
            phrase.pointers.numbers.extend(&numbers);
        }
        names.extend(own.0);
        numbers.extend(own.1);
    }
}

/// Returns where exceptions begin: "all except …", "all but …".
fn exception(words: &[Word]) -> Option<usize> {
    let follows_several = |place: usize| {
        let before = place.checked_sub(1).and_then(|place| words.get(place));
        before.is_some_and(|it| lexicon::is_several(&it.text))
    };
    let excepts = |(place, word): (usize, &Word)| {
        let is_except = lexicon::is_except(&word.text);
        !word.is_quoted && is_except && (word.text != "but" || follows_several(place))
    };
    words.iter().enumerate().position(excepts)
}

fn texts(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| word.text.clone()).collect()
}

/// Returns the words that may be of names.
fn names(words: &[Word]) -> Vec<String> {
    let may_name = |word: &&Word| word.is_quoted || lexicon::is_telling(&word.text);
    let words = words.iter().filter(may_name);
    words.map(|word| word.text.clone()).collect()
}

/// "From the attached file."
fn is_from_source(words: &[Word]) -> bool {
    let from = words.iter().position(|word| lexicon::is_from(&word.text));
    let after = from.and_then(|place| words.get(place..));
    let mut after = after.unwrap_or_default().iter();
    after.any(|word| lexicon::is_source(&word.text))
}

/// Returns whether a clause before a colon points to what comes after it: "answer this:".
fn points_on(clause: &Clause) -> bool {
    let has = |fits: &dyn Fn(&str) -> bool| clause.words.iter().any(|word| fits(&word.text));
    let is_source =
        |word: &str| matches!(word, "this" | "following" | "below") || lexicon::is_source(word);
    // "Do the following:" is the person's.
    has(&is_source) && !has(&|word| word == "do")
}
