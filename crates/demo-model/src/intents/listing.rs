//! "list …", "what's left", "what do I have today", "anything overdue?"

use crate::query;
use crate::request::{Query, Request, Status, Target, Targets};
use crate::targets;
use crate::text::Phrase;

#[rustfmt::skip]
const ORDERS: &[&str] = &[
    "list out", "list", "show me", "show", "display", "give me", "tell me", "view", "see", "get",
    "let me see", "read me", "print", "pull up", "bring up", "i want to see", "i'd like to see",
    "check", "open", "what are", "what is", "what's", "whats", "which are", "which",
];

/// Nouns that speak of tasks.
#[rustfmt::skip]
const NOUNS: &[&str] = &[
    "task", "tasks", "todo", "todos", "to-do", "to-dos", "list", "lists", "agenda", "plate",
    "reminders", "chores", "deadlines", "items", "schedule", "day", "errands",
];

/// Words that can only be about what is to do.
#[rustfmt::skip]
const STATES: &[&str] = &[
    "left", "due", "overdue", "pending", "open", "remaining", "outstanding", "upcoming",
    "unfinished", "incomplete", "completed", "finished", "done", "late", "undone", "next", "urgent",
    "important", "todo", "everything", "priority",
];

pub(super) fn read(phrase: Phrase<'_>) -> Option<Request> {
    let asked = phrase.trim_marks();
    let first = asked.word(0);
    if first.is_empty()
        && !asked
            .tokens
            .first()
            .is_some_and(|token| token.word().is_empty())
    {
        return None;
    }
    short(asked)
        .or_else(|| counted(asked))
        .or_else(|| ordered(asked))
        .or_else(|| questioned(asked))
        .map(Request::List)
}

/// "tasks", "my list", "today", "overdue"
fn short(phrase: Phrase<'_>) -> Option<Query> {
    if phrase.is_empty() || phrase.len() > 5 {
        return None;
    }
    if phrase
        .strip(&[
            "plan my day",
            "plan the day",
            "plan today",
            "my day",
            "daily plan",
        ])
        .is_some_and(Phrase::is_empty)
    {
        return Some(Query {
            due: Some("today".to_owned()),
            ..Query::default()
        });
    }
    let rest = phrase
        .strip(&["all my", "all the", "all", "my", "the"])
        .unwrap_or(phrase);
    let only_about_tasks = rest.words().any(|word| {
        NOUNS.contains(&word)
            || (STATES.contains(&word) && word != "next" && word != "done")
            || matches!(word, "today" | "tomorrow")
    });
    let (query, left) = query::read(phrase);
    let verb = crate::lexicon::ERRANDS.contains(&phrase.word(0))
        || matches!(
            phrase.word(0),
            "add" | "create" | "new" | "insert" | "note" | "remember" | "remind" | "clear"
        );
    let plain = phrase.words().all(|word| !word.is_empty());
    let tagged = phrase.len() == 1 && query.tag.is_some();
    if !left.is_empty() || verb || !plain || !(only_about_tasks || tagged) {
        return None;
    }
    let says_all = phrase.has(&["all", "everything", "every"]);
    Some(with_status(query, says_all))
}

/// "how many tasks do I have?"
fn counted(phrase: Phrase<'_>) -> Option<Query> {
    let rest = phrase.strip(&[
        "how many",
        "how much",
        "count",
        "number of",
        "what's the number of",
        "what is the number of",
    ])?;
    let about = rest.has(NOUNS) || rest.has(STATES) || rest.has(&["things"]);
    let (query, left) = query::read(rest);
    let text = query.text.clone().or_else(|| query::search_text(&left));
    about.then_some(Query {
        text,
        count: true,
        ..query
    })
}

fn ordered(phrase: Phrase<'_>) -> Option<Query> {
    let rest = phrase.strip(ORDERS)?;
    let verb = phrase.word(0);
    if rest.is_empty() {
        return matches!(verb, "list" | "show" | "display").then(Query::default);
    }
    let small_talk = ["you", "your", "weather", "joke", "time", "news"];
    if about_one(rest) || rest.has(&small_talk) {
        return None;
    }
    let (query, left) = query::read(rest);
    let says_all = rest.has(&["all", "everything", "every"]);
    let strong = matches!(verb, "list" | "show" | "display" | "view");
    let about = rest.has(NOUNS)
        || rest.has(STATES)
        || says_all
        || query.tag.is_some()
        || (query.due.is_some() && strong)
        || (query.due.is_some() && left.is_empty());
    if matches!(
        verb,
        "check" | "open" | "get" | "see" | "read" | "print" | "tell" | "pull" | "bring"
    ) && !(rest.has(&["tasks", "todos", "list", "agenda", "lists", "to-dos"]) && left.is_empty())
    {
        return None;
    }
    // "show the gym task" is about one task.
    let single = rest.strip_end(&["task", "one", "todo", "item"]).is_some() && !left.is_empty();
    if single
        || (!about && !strong)
        || (!strong && !left.is_empty() && !rest.has(&["tasks", "todos", "to-dos", "items"]))
    {
        return None;
    }
    let text = query.text.clone().or_else(|| query::search_text(&left));
    Some(with_status(Query { text, ..query }, says_all))
}

#[rustfmt::skip]
const ASKS: &[&str] = &[
    "what", "what's", "whats", "which", "anything", "any", "is there", "are there", "is anything",
    "do i have", "do we have", "have i", "have i got", "did i", "am i", "is everything",
    "got anything", "where",
];

const OFF_TOPIC: &[&str] = &[
    "you", "your", "weather", "capital", "time", "mean", "meaning", "news", "joke",
];

#[rustfmt::skip]
const DOING: &[&str] = &[
    "do", "have", "done", "did", "finish", "finished", "complete", "completed", "need", "next",
    "got", "scheduled", "doing", "planned", "accomplish", "should", "must",
];

const FINISHING: &[&str] = &[
    "finish",
    "complete",
    "accomplish",
    "done",
    "finished",
    "completed",
    "achieve",
    "do",
];

/// Words of a question that are nothing to search for.
#[rustfmt::skip]
const SAID_OF_DOING: &[&str] = &[
    "finish", "yesterday", "lately", "recently", "accomplish", "achieve", "happening", "doing",
    "scheduled", "planned",
];

/// "what do I have today?", "anything overdue?", "is there anything left?"
fn questioned(phrase: Phrase<'_>) -> Option<Query> {
    let rest = phrase.strip(ASKS)?;
    if about_one(rest) || phrase.has(OFF_TOPIC) {
        return None;
    }
    let (query, left) = query::read(phrase);
    let mine = phrase.has(&["i", "my", "i've", "we", "me"]);
    let speaks_of_doing = mine && phrase.has(DOING);
    let exists = ["any", "anything", "is", "are", "do"].contains(&phrase.word(0));
    let about = phrase.has(NOUNS)
        || phrase.has(STATES)
        || speaks_of_doing
        || (exists && query.due.is_some());
    let dated = query.due.is_some()
        && left.is_empty()
        && phrase.has(&["on", "for", "anything", "happening", "going", "up"]);
    let explained = left.is_empty()
        || phrase.has(&["tasks", "task", "todos", "list", "any", "items"])
        || (mine && left.len() == 1);
    if !(about || dated) || !explained {
        return None;
    }
    let finished = mine
        && phrase.has(FINISHING)
        && phrase.has(&["did", "have", "i've"])
        && !phrase.has(&["to"])
        && (phrase.has(&["did"]) || !phrase.has(&["do"]));
    let said = |word: &Phrase<'_>| !SAID_OF_DOING.contains(&word.word(0));
    let left: Vec<_> = left.into_iter().filter(said).collect();
    let text = query.text.clone().or_else(|| query::search_text(&left));
    if finished {
        // The tools tell when a task is due, not when it was done: the latest done come first.
        let status = Some(Status::Completed);
        return Some(Query {
            status,
            text,
            due: None,
            sort: Some("updated_at"),
            ..query
        });
    }
    Some(with_status(Query { text, ..query }, false))
}

/// "task 3", "it"
fn about_one(phrase: Phrase<'_>) -> bool {
    let Targets::Each(targets) = targets::read(phrase) else {
        return false;
    };
    !targets
        .iter()
        .any(|target| matches!(target, Target::Name(_)))
}

/// What is not said to be done is asked for to be done.
fn with_status(query: Query, says_all: bool) -> Query {
    let filtered = query.due.is_some() || query.priority.is_some();
    let everything = says_all && !filtered;
    let status = query.status.unwrap_or(if everything {
        Status::All
    } else {
        Status::Pending
    });
    Query {
        status: Some(status),
        ..query
    }
}
