//! Reads requests out of a message: one file for each family of them.

mod adding;
mod answering;
mod completing;
mod deleting;
mod editing;
mod finding;
mod lead;
mod listing;
mod talking;

use crate::clauses::{self, Clause, courteous};
use crate::lexicon::{ERRANDS, NO_TASK, QUESTIONS};
use crate::pending::Pending;
use crate::request::{Request, Target, Targets};
use crate::targets;
use crate::text::{Phrase, tokenize};

/// Most requests taken from one message; the rest is named, not done.
pub(crate) const MOST: usize = 12;

/// Most clauses looked at in one message: small talk among them does not count as a request.
const MOST_READ: usize = 30;

/// Most words, marks and quotes of a message that are read; a pasted list of 50 tasks fits.
const MOST_TOKENS: usize = 500;

/// What people ask of other assistants.
#[rustfmt::skip]
const FOR_OTHERS: &[&str] = &[
    "tell me", "give me", "write me", "sing", "explain", "translate", "say",
];

/// Longest bare phrase that is taken for a task without asking, in words.
const BARE_WORDS: usize = 8;

/// What a message asks for.
#[derive(Debug, Default)]
pub(crate) struct Understood {
    pub(crate) requests: Vec<Request>,
    /// How many requests were too many.
    pub(crate) dropped: usize,
    /// Whether the message was too long to be read to its end.
    pub(crate) cut: bool,
}

/// Reads a message, as an answer to the question that is open, if it is one.
pub(crate) fn understand(message: &str, open: Option<&Pending>) -> Understood {
    let placed = lead::put_in_place(message);
    let message = placed.as_deref().unwrap_or(message);
    let mut tokens = tokenize(message);
    let cut = tokens.len() > MOST_TOKENS;
    tokens.truncate(MOST_TOKENS);
    let clauses = clauses::split(Phrase::new(message, &tokens));
    let mut requests = Vec::new();
    let mut rest = clauses.as_slice();
    if let (Some(pending), Some(first)) = (open, clauses.first())
        && let Some(answer) = answering::read(first.phrase, message, clauses.len(), pending)
    {
        let whole = matches!(pending, Pending::Title(_)) && matches!(answer, Request::Add(_));
        rest = if whole {
            &[]
        } else {
            rest.get(1..).unwrap_or_default()
        };
        requests.push(answer);
    }
    let alone = rest.len() == 1 && requests.is_empty();
    let readings: Vec<Reading> = rest.iter().take(MOST_READ).map(read).collect();
    let unread = rest.len().saturating_sub(MOST_READ);
    let all_bare = readings
        .iter()
        .all(|reading| matches!(reading, Reading::Bare { .. }));
    requests.extend(
        readings
            .into_iter()
            .map(|reading| reading.settle(alone || all_bare)),
    );
    if requests.iter().any(|request| !request.is_small_talk()) {
        requests.retain(|request| !request.is_small_talk());
    }
    let dropped = requests.len().saturating_sub(MOST).saturating_add(unread);
    requests.truncate(MOST);
    Understood {
        requests,
        dropped,
        cut,
    }
}

/// How sure a reading is.
enum Reading {
    Sure(Request),
    /// Words without a verb the rules know: a task, if nothing speaks against it.
    Bare {
        request: Request,
        errand: bool,
        words: String,
    },
}

impl Reading {
    fn settle(self, trusted: bool) -> Request {
        match self {
            Self::Sure(request) => request,
            Self::Bare {
                request, errand, ..
            } if trusted || errand => request,
            Self::Bare { words, .. } => Request::Unclear(words),
        }
    }
}

fn read(clause: &Clause<'_>) -> Reading {
    if !clause.items.is_empty() {
        return Reading::Sure(adding::items(clause));
    }
    let spoken = clause.phrase;
    let asked = courteous(spoken);
    let sure = talking::read(spoken)
        .or_else(|| talking::read(asked))
        .or_else(|| editing::read(asked))
        .or_else(|| completing::read(asked))
        .or_else(|| deleting::read(asked))
        .or_else(|| listing::read(asked))
        .or_else(|| finding::read(asked))
        .or_else(|| adding::read(asked));
    match sure {
        Some(request) => Reading::Sure(request),
        None => bare(spoken, asked),
    }
}

fn bare(spoken: Phrase<'_>, asked: Phrase<'_>) -> Reading {
    let words = crate::text::one_line(spoken.raw());
    if asked.word_count() == 0 {
        return Reading::Sure(Request::Unclear(words));
    }
    if asked.strip(FOR_OTHERS).is_some() {
        return Reading::Sure(Request::OffTopic);
    }
    if let Targets::Each(targets) = targets::read(asked)
        && let [target @ (Target::Id(_) | Target::Nth(_) | Target::Last)] = targets.as_slice()
        && asked.word_count() > 1
    {
        return Reading::Sure(Request::Find(target.clone()));
    }
    let errand = ERRANDS.contains(&asked.word(0));
    if !errand && (spoken.is_asked() || QUESTIONS.contains(&asked.word(0))) {
        return Reading::Sure(Request::OffTopic);
    }
    let draft = crate::drafts::one(asked);
    let no_task =
        NO_TASK.contains(&asked.word(0)) || !draft.title.chars().any(char::is_alphanumeric);
    let number = draft.title.chars().all(|letter| !letter.is_alphabetic());
    if no_task || number {
        return Reading::Sure(Request::Unclear(words));
    }
    // "the report is late" may be a task or a remark.
    let remark =
        !errand && (asked.word(0) == "the" || asked.has(&["is", "are", "was", "were", "am"]));
    let long = remark || draft.title.split(' ').count() > BARE_WORDS;
    let request = if long {
        Request::Offer(draft)
    } else {
        Request::Add(vec![draft])
    };
    Reading::Bare {
        request,
        errand,
        words,
    }
}
