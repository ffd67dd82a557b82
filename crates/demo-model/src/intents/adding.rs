//! "add …", "remind me to …", "put … on my list", "don't forget …".

use crate::clauses::{Clause, courteous};
use crate::details;
use crate::drafts;
use crate::lexicon::TASK_NOUNS;
use crate::request::{Draft, Request};
use crate::text::Phrase;

/// What stands before the task; the longer ones first.
#[rustfmt::skip]
const HEADS: &[&str] = &[
    "can't forget to", "mustn't forget to", "i can't forget to", "i mustn't forget to",
    "make sure that i", "make sure i", "make sure to", "don't let me forget to",
    "don't let me forget", "dont let me forget", "don't forget about", "don't forget to",
    "don't forget", "dont forget to", "dont forget", "do not forget to", "do not forget",
    "never forget to", "remind me that i need to", "remind me that i have to", "remind me about",
    "remind me to", "remind me of", "remind me", "set a reminder to", "set a reminder for",
    "set a reminder", "set reminder", "set up a reminder for", "remember that i need to",
    "remember that i have to", "remember to", "remember that", "remember", "i also need to",
    "i also have to", "i really need to", "i really have to", "i will need to", "i'll need to",
    "i'll have to", "i need to", "i have to", "i've got to", "i have got to", "i must", "i should",
    "i gotta", "i got to", "i ought to", "i am supposed to", "i'm supposed to", "i want to",
    "i wanna", "i'd like to", "i would like to", "i need", "we need to", "we have to", "we should",
    "we need", "need to", "have to", "gotta", "got to", "must", "jot down", "note down",
    "write down", "note that i need to", "note to self", "track", "log", "enter", "insert",
    "append", "include",
];

pub(super) fn read(phrase: Phrase<'_>) -> Option<Request> {
    explicit(phrase)
        .or_else(|| put(phrase))
        .or_else(|| framed(phrase))
}

/// Reads a list of lines, each a task.
pub(super) fn items(clause: &Clause<'_>) -> Request {
    let head = courteous(clause.phrase);
    let common = drafts::one(body(
        head.strip(&["add", "create", "put", "new"]).unwrap_or(head),
    ));
    let drafts = clause.items.iter().take(drafts::MOST + 1).map(|line| {
        let draft = drafts::one(courteous(*line));
        Draft {
            list: draft.list.or_else(|| common.list.clone()),
            due: draft.due.or_else(|| common.due.clone()),
            ..draft
        }
    });
    Request::Add(drafts.filter(|draft| !draft.title.is_empty()).collect())
}

/// "add …", "create a task …", "new task: …", "task: …"
fn explicit(phrase: Phrase<'_>) -> Option<Request> {
    let rest = phrase.strip(&["add in", "add", "create"]);
    let rest = rest.or_else(|| made(phrase)).or_else(|| labelled(phrase))?;
    Some(request(body(rest)))
}

#[rustfmt::skip]
const MAKES: &[&str] = &[
    "make me", "make", "new", "open", "start", "set up", "schedule", "put in", "enter",
];

/// "make a new task …", "new task …", "schedule a task …"
fn made(phrase: Phrase<'_>) -> Option<Phrase<'_>> {
    let verb = phrase.strip(MAKES)?;
    let noun = verb
        .strip(&["a new", "an", "a", "another", "new"])
        .unwrap_or(verb);
    let names_task = TASK_NOUNS.contains(&noun.word(0)) && !noun.is_empty();
    match phrase.word(0) {
        "schedule" => (!crate::targets::is_reference(verb)).then_some(verb),
        _ if names_task && (phrase.word(0) == "new" || noun.len() < verb.len()) => Some(verb),
        "new" => Some(verb),
        _ => None,
    }
}

/// "todo: milk", "task - milk"
fn labelled(phrase: Phrase<'_>) -> Option<Phrase<'_>> {
    let rest = phrase.strip(&["todo", "to-do", "to do", "task", "reminder", "note"])?;
    let label = matches!(rest.word(0), ":" | "-" | "–" | "—");
    (label || phrase.word(0) == "todo")
        .then_some(rest)
        .filter(|rest| rest.word_count() > 0)
}

/// "put milk on my shopping list", "milk on my list please"
fn put(phrase: Phrase<'_>) -> Option<Request> {
    let rest = phrase.strip(&["put down", "put", "throw", "stick", "pop", "have", "get"])?;
    let on_list = (1..rest.len()).any(|index| details::list_at(rest, index).is_some());
    on_list.then(|| request(rest))
}

fn framed(phrase: Phrase<'_>) -> Option<Request> {
    let rest = phrase.strip(HEADS)?;
    let rest = rest.strip(&["the following", "to"]).unwrap_or(rest);
    Some(request(rest))
}

#[rustfmt::skip]
const LINKS: &[&str] = &[
    "that says", "with the title", "with title", "with the name", "with name", "called", "named",
    "titled", "saying", "that i need to", "that i have to", "reminding me to", "about", "to", ":",
    "-", "–",
];

#[rustfmt::skip]
const ARTICLES: &[&str] = &[
    "me a new", "me a", "a new", "another new", "another", "a", "an", "one more", "new", "these",
    "the following", "following", "some new", "the", "this",
];

/// Takes off "a new task called".
fn body(phrase: Phrase<'_>) -> Phrase<'_> {
    let mut rest = phrase;
    if rest.strip(&["to"]).is_some() && details::list_at(rest, 0).is_none() {
        rest = rest.skip(1);
    }
    let after_article = rest.strip(ARTICLES).unwrap_or(rest);
    if after_article.is_empty()
        || !TASK_NOUNS.contains(&after_article.word(0))
        || matches!(after_article.word(0), "one" | "ones" | "thing" | "things")
    {
        return rest;
    }
    let noun = after_article.skip(1);
    // "add task manager", "add item 5 to the agenda": the noun is part of the title.
    let article = after_article.len() < rest.len();
    let bare_title = article
        || matches!(
            after_article.word(0),
            "task" | "tasks" | "todo" | "todos" | "to-do" | "reminder"
        );
    if !bare_title {
        return rest;
    }
    let mut noun = noun;
    while let Some(shorter) = noun
        .strip(LINKS)
        .filter(|_| details::list_at(noun, 0).is_none())
    {
        noun = shorter;
    }
    noun
}

fn request(body: Phrase<'_>) -> Request {
    let drafts = drafts::several(body);
    match drafts.as_slice() {
        [only] if !only.title.chars().any(|letter| !letter.is_whitespace()) => {
            Request::AddUnnamed(only.clone())
        }
        _ => Request::Add(
            drafts
                .into_iter()
                .filter(|draft| !draft.title.is_empty())
                .collect(),
        ),
    }
}
