//! Decides whether a person's own words ask for a change. Text by others is never looked at: there is no telling what is
//! hostile, but there is telling what was asked for.

use super::lexicon::{self, Ask};
use super::phrase::Phrase;
use super::spoken::Spoken;
use super::words::{self, End, Message};

/// What a call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Act {
    Add,
    Complete,
    Update,
    Delete,
}

impl Act {
    pub(super) const ALL: [Self; 4] = [Self::Add, Self::Complete, Self::Update, Self::Delete];

    /// Returns what a tool does; nothing for those that only read.
    pub(super) fn of(tool: &str) -> Option<Self> {
        match tool {
            "add_task" => Some(Self::Add),
            "complete_task" => Some(Self::Complete),
            "update_task" => Some(Self::Update),
            "delete_task" => Some(Self::Delete),
            _ => None,
        }
    }

    pub(super) fn asked_by(self) -> Ask {
        match self {
            Self::Add => Ask::Add,
            Self::Complete => Ask::Complete,
            Self::Update => Ask::Update,
            Self::Delete => Ask::Delete,
        }
    }
}

/// A task that is there, as people name it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) id: i64,
    pub(super) title: &'a str,
    /// Its list and tags.
    pub(super) labels: &'a [&'a str],
}

/// How well a change is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence {
    /// Not at all.
    None,
    /// The words stand for this many things, without naming them: "it", "the second and the third".
    Reference(usize),
    /// By name or number, or as one of many: "all of them".
    Whole,
}

/// What a person's own words ask for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    phrases: Vec<Phrase>,
    /// Whether words of others are among theirs.
    pub(super) quotes_others: bool,
}

impl Asked {
    pub(super) fn of(spoken: &Spoken) -> Self {
        let message = Message::read(&spoken.message);
        let mut asked = Self::said(&message);
        if !asked.phrases.iter().any(Phrase::has_verb) {
            asked.answer(&message, spoken);
        }
        for remark in &spoken.remarks {
            let remark = Self::said(&Message::read(remark));
            let asking = remark.phrases.into_iter();
            asked.phrases.extend(asking.filter(Phrase::has_verb));
            asked.quotes_others |= remark.quotes_others;
        }
        asked
    }

    fn said(message: &Message) -> Self {
        let (phrases, is_cut) = Phrase::all(message);
        Self {
            phrases,
            quotes_others: message.quotes_others || is_cut,
        }
    }

    /// A message that asks for nothing by itself, such as "the second one" or "yes", answers what was said before.
    fn answer(&mut self, message: &Message, spoken: &Spoken) {
        let earlier = latest_request(&spoken.earlier);
        for phrase in &mut self.phrases {
            phrase.inherit(&earlier);
        }
        let first = message.clauses.first();
        let first = first.and_then(|clause| clause.words.first());
        let agrees = first.is_some_and(|word| lexicon::is_yes(&word.text));
        if agrees {
            let proposal = spoken.proposal.as_deref();
            let proposed = proposal.map(|text| proposed(text, &earlier));
            self.phrases.extend(proposed.unwrap_or_default());
        }
        // "Yes", "at 5": the task is the one of before.
        if agrees || self.phrases.iter().all(Phrase::means_nothing) {
            self.phrases.extend(earlier);
        }
    }

    /// Returns whether a task that is there may be changed so.
    pub(super) fn change(&self, act: Act, task: &Named<'_>) -> Evidence {
        let allowing = || {
            let phrases = self.phrases.iter();
            phrases.filter(|phrase| phrase.allows(act) && !phrase.excepts(task))
        };
        if allowing().any(|phrase| phrase.names(task) || phrase.stands_for_several(act)) {
            return Evidence::Whole;
        }
        reference(allowing().map(|phrase| phrase.references(act)).sum())
    }

    /// Returns whether such a task may be added.
    pub(super) fn addition(&self, title: &str, details: &[&str]) -> Evidence {
        let allowing = || self.phrases.iter().filter(|phrase| phrase.allows(Act::Add));
        if allowing().any(Phrase::leaves_open_what_to_add) {
            return Evidence::Whole;
        }
        let are_own = details.iter().all(|text| self.says(Act::Add, text, &[]));
        if are_own && (self.says(Act::Add, title, &[]) || self.is_errand(title)) {
            return Evidence::Whole;
        }
        reference(allowing().map(|phrase| phrase.references(Act::Add)).sum())
    }

    /// Returns whether a text to be written into a task is the person's, or the task's that is there.
    pub(super) fn writes(&self, text: &str, task: &Named<'_>) -> bool {
        let composes = |phrase: &Phrase| phrase.allows(Act::Update) && phrase.composes();
        self.phrases.iter().any(composes) || self.says(Act::Update, text, &words::words(task.title))
    }

    /// Returns whether at least half of what a text tells is said where such a change is asked for.
    fn says(&self, act: Act, text: &str, also: &[String]) -> bool {
        let telling = telling(text);
        let allowing = self.phrases.iter().filter(|phrase| phrase.allows(act));
        let said: Vec<&str> = allowing
            .flat_map(|phrase| &phrase.said)
            .chain(also)
            .map(String::as_str)
            .collect();
        let is_said = |word: &&String| said.iter().any(|it| words::is_same(word, it));
        let found = telling.iter().filter(is_said).count();
        !said.is_empty() && found.saturating_mul(2) >= telling.len()
    }

    /// "read chapter 3" asks to be told something, or is a thing to do: it is one if the title is that very text.
    fn is_errand(&self, title: &str) -> bool {
        let title = words::words(title);
        self.phrases
            .iter()
            .any(|phrase| phrase.is_errand() && phrase.said.starts_with(&title) && title.len() > 1)
    }
}

/// Returns the words of a text that tell anything, or all if none does.
pub(super) fn telling(text: &str) -> Vec<String> {
    let all = words::words(text);
    let telling: Vec<String> = all
        .iter()
        .filter(|word| lexicon::is_telling(word))
        .cloned()
        .collect();
    if telling.is_empty() { all } else { telling }
}

/// Returns what the latest of the earlier messages asked for that asked for anything.
fn latest_request(earlier: &[String]) -> Vec<Phrase> {
    let phrases = earlier
        .iter()
        .rev()
        .map(|message| Phrase::all(&Message::read(message)).0);
    let mut asking = phrases.filter(|phrases| phrases.iter().any(Phrase::has_verb));
    let latest = asking.next().unwrap_or_default().into_iter();
    latest.map(Phrase::with_afterthoughts).collect()
}

/// Returns what a question proposes: a person who says yes has read it. Nothing else of an answer is theirs.
///
/// "Did you mean “Dentist”?" asks again for what was asked for, with that name.
fn proposed(answer: &str, earlier: &[Phrase]) -> Vec<Phrase> {
    let message = Message::read(answer);
    let end = message
        .clauses
        .iter()
        .rposition(|clause| clause.end == End::Question);
    let Some(end) = end else {
        return Vec::new();
    };
    let upto = message.clauses.get(..=end).unwrap_or_default();
    let begin = upto.iter().rposition(|clause| clause.begins).unwrap_or(0);
    let question = Message {
        clauses: upto.get(begin..).unwrap_or_default().to_vec(),
        quotes_others: false,
    };
    let mut phrases = Phrase::all(&question).0;
    for phrase in &mut phrases {
        phrase.ask_again_for(earlier);
    }
    phrases
}

fn reference(most: usize) -> Evidence {
    match most {
        0 => Evidence::None,
        most => Evidence::Reference(most),
    }
}

#[cfg(test)]
mod tests;
