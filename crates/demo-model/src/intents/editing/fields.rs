//! Edits that name the field: "set the due date of …", "add a note to …", "remove the tag home from …".

use taskpilot_tasks::Priority;

use super::act;
use crate::details::{self, Detail};
use crate::request::{Action, Edit, Request, Target, Targets};
use crate::targets;
use crate::text::Phrase;

/// A field a person can name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Due,
    Note,
    Priority,
    Repeat,
    Tag,
    Tags,
    Title,
    List,
}

const FIELDS: &[(&str, Field)] = &[
    ("due dates", Field::Due),
    ("due date", Field::Due),
    ("due time", Field::Due),
    ("deadline", Field::Due),
    ("date", Field::Due),
    ("dates", Field::Due),
    ("description", Field::Note),
    ("notes", Field::Note),
    ("note", Field::Note),
    ("comment", Field::Note),
    ("details", Field::Note),
    ("priority", Field::Priority),
    ("recurrence", Field::Repeat),
    ("repetition", Field::Repeat),
    ("repeat", Field::Repeat),
    ("tags", Field::Tags),
    ("labels", Field::Tags),
    ("tag", Field::Tag),
    ("label", Field::Tag),
    ("title", Field::Title),
    ("name", Field::Title),
    ("list", Field::List),
];

pub(super) fn read(phrase: Phrase<'_>) -> Option<Request> {
    cleared(phrase)
        .or_else(|| set(phrase))
        .or_else(|| noted(phrase))
        .or_else(|| tagged(phrase))
}

fn field(phrase: Phrase<'_>) -> Option<(Field, Phrase<'_>)> {
    let rest = phrase
        .strip(&["the", "a", "its", "any", "all", "a new"])
        .unwrap_or(phrase);
    FIELDS
        .iter()
        .find_map(|(name, field)| Some((*field, rest.strip(&[name])?)))
}

#[rustfmt::skip]
const CLEARS: &[&str] = &[
    "clear", "remove", "delete", "drop", "unset", "erase", "take", "get rid of",
];

/// "clear the date of …", "remove tag home from …", "untag …"
fn cleared(phrase: Phrase<'_>) -> Option<Request> {
    if let Some(rest) = phrase.strip(&["unschedule", "undate"]) {
        return Some(act(vec![Edit::Due(None)], rest));
    }
    if let Some(rest) = phrase.strip(&["untag"]) {
        return Some(act(vec![Edit::ClearTags], rest));
    }
    let rest = phrase.strip(CLEARS)?;
    if let Some(tag) = details::tag(rest.word(0)) {
        let target = rest.skip(1).strip(&["from", "off", "of"])?;
        return Some(act(vec![Edit::RemoveTags(vec![tag])], target));
    }
    if let Some((field, rest)) = own_field(rest) {
        let edit = emptied(field)?;
        return rest.is_empty().then(|| act_on_it(edit));
    }
    let (field, rest) = field(rest)?;
    let (value, target) = rest
        .split_at(&["from", "of", "off", "on", "for"])
        .unwrap_or((rest.take(0), rest));
    if target.word_count() == 0 {
        return None;
    }
    let edit = match field {
        Field::Tag if value.word_count() > 0 => Edit::RemoveTags(names(value)),
        _ => emptied(field)?,
    };
    let certain = value.word_count() == 0 || field == Field::Tag;
    (certain && rest.len() > target.len()).then(|| act(vec![edit], target))
}

fn emptied(field: Field) -> Option<Edit> {
    Some(match field {
        Field::Due => Edit::Due(None),
        Field::Note => Edit::Note(None),
        Field::Priority => Edit::Priority(Priority::None),
        Field::Repeat => Edit::Repeat(None),
        Field::Tag | Field::Tags => Edit::ClearTags,
        Field::List => Edit::List(None),
        Field::Title => return None,
    })
}

/// "its date"
fn own_field(phrase: Phrase<'_>) -> Option<(Field, Phrase<'_>)> {
    field(phrase.strip(&["its", "it's"])?)
}

fn act_on_it(edit: Edit) -> Request {
    let targets = Targets::Each(vec![Target::It]);
    Request::Act {
        action: Action::Edit(vec![edit]),
        targets,
        instead: None,
    }
}

#[rustfmt::skip]
const SETS: &[&str] = &[
    "set", "change", "update", "edit", "make", "move", "add", "put", "give",
];

/// "set the due date of … to …", "change the title of … to …"
fn set(phrase: Phrase<'_>) -> Option<Request> {
    let rest = phrase.strip(SETS)?;
    if let Some((field, rest)) = own_field(rest) {
        let value = rest
            .strip(&["to be", "to", "as", ":", "=", "until", "for"])
            .filter(|value| value.word_count() > 0)?;
        return edit(field, value)
            .map(act_on_it)
            .or_else(|| Some(unreadable(field)));
    }
    let (field, rest) = field(rest)?;
    let rest = rest.strip(&["of", "for", "on", "from"])?;
    let (target, value) = rest.split_at(&["to be", "to", "as", ":", "=", "until"])?;
    if target.word_count() == 0 || value.word_count() == 0 {
        return None;
    }
    edit(field, value)
        .map(|edit| act(vec![edit], target))
        .or_else(|| Some(unreadable(field)))
}

fn edit(field: Field, value: Phrase<'_>) -> Option<Edit> {
    let value = value.trim_marks();
    let nothing = matches!(
        value.name().to_lowercase().as_str(),
        "none" | "nothing" | "empty" | "no date" | "never"
    );
    Some(match field {
        Field::Title => Edit::Title(value.name()),
        Field::Note => Edit::Note((!nothing).then(|| value.name())),
        Field::Priority => Edit::Priority(
            details::priority::whole(value).or_else(|| details::priority::named(value.word(0)))?,
        ),
        Field::List => {
            let name = value.strip(&["the", "my"]).unwrap_or(value);
            Edit::List((!nothing).then(|| {
                name.strip_end(&["list"])
                    .filter(|name| !name.is_empty())
                    .unwrap_or(name)
                    .name()
            }))
        }
        Field::Tag | Field::Tags => Edit::AddTags(names(value)),
        Field::Due | Field::Repeat if nothing => {
            if field == Field::Due {
                Edit::Due(None)
            } else {
                Edit::Repeat(None)
            }
        }
        Field::Due | Field::Repeat => match details::whole_date(value.raw())? {
            Detail::Due(text) => Edit::Due(Some(text)),
            Detail::Repeat(text) => Edit::Repeat(Some(text)),
            _ => return None,
        },
    })
}

fn unreadable(field: Field) -> Request {
    Request::Missing(match field {
        Field::Priority => "Which priority? It can be high, medium, low or none.",
        Field::Repeat => "How often? For example: every monday, every 3 days, or every month.",
        _ => "I do not understand that date. Try “tomorrow at 5pm”, “next friday” or “2026-12-24”.",
    })
}

/// "add a note to …: …", "add note … to …", "note on task 3: …"
fn noted(phrase: Phrase<'_>) -> Option<Request> {
    let rest = phrase
        .strip(&["add", "put", "attach", "leave", "write", "make"])
        .unwrap_or(phrase);
    let rest = rest.strip(&["a new", "a", "the", "this"]).unwrap_or(rest);
    let rest = rest.strip(&["notes", "note", "description", "comment"])?;
    if let Some(rest) = rest.strip(&["to", "on", "for"]) {
        let (target, text) = rest.split_at(&[":", "saying", "that says", "-", "that"])?;
        let oneself = matches!(target.word(0), "self" | "myself" | "me");
        let certain = !oneself && target.word_count() > 0 && text.word_count() > 0;
        return certain.then(|| act(vec![Edit::Note(Some(text.trim_marks().name()))], target));
    }
    let (text, target) = rest.rsplit_at(&["to", "on"])?;
    let text = text.trim_marks();
    let certain = text.word_count() > 0 && targets::is_reference(target);
    certain.then(|| act(vec![Edit::Note(Some(text.name()))], target))
}

#[rustfmt::skip]
const TAG_NOUNS: &[&str] = &[
    "the tags", "the tag", "tags", "tag", "the label", "label", "a tag", "labels",
];

/// "tag … with home", "add tag home to …", "add #home to task 3"
fn tagged(phrase: Phrase<'_>) -> Option<Request> {
    if let Some(rest) = phrase.strip(&["tag", "label"]) {
        if let Some((target, value)) =
            rest.split_at(&["with the tag", "with the tags", "with", "as"])
        {
            let certain = target.word_count() > 0 && value.word_count() > 0;
            return certain.then(|| act(vec![Edit::AddTags(names(value))], target));
        }
        let tokens = rest
            .words()
            .take_while(|word| details::tag(word).is_none())
            .count();
        let (target, tags) = (rest.take(tokens), rest.skip(tokens));
        let certain = target.word_count() > 0 && tags.word_count() > 0;
        return certain.then(|| act(vec![Edit::AddTags(names(tags))], target));
    }
    let rest = phrase.strip(&["add", "put", "attach", "apply"])?;
    let hashed = details::tag(rest.word(0)).is_some();
    let named = rest.strip(TAG_NOUNS);
    if let Some(rest) = named.and_then(|rest| rest.strip(&["to"])) {
        let (target, value) = rest.split_at(&[":"])?;
        return (target.word_count() > 0 && value.word_count() > 0)
            .then(|| act(vec![Edit::AddTags(names(value))], target));
    }
    let rest = if hashed { rest } else { named? };
    let (value, target) = rest.rsplit_at(&["to", "on"])?;
    let only_tags = !hashed
        || value
            .words()
            .all(|word| details::tag(word).is_some() || matches!(word, "and" | ","));
    let certain = only_tags && value.word_count() > 0 && target.word_count() > 0;
    let is_list = details::list_at(rest, value.len()).is_some();
    (certain && !is_list).then(|| act(vec![Edit::AddTags(names(value))], target))
}

/// Returns the tags in "home, #work and urgent".
fn names(phrase: Phrase<'_>) -> Vec<String> {
    let words = phrase.tokens.iter().filter(|token| !token.is_mark());
    words
        .map(|token| token.text.trim_start_matches('#').to_owned())
        .filter(|name| {
            !name.is_empty() && name != "and" && name != "the" && name != "tag" && name != "tags"
        })
        .collect()
}
