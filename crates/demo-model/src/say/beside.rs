//! What is left to say where the tools' answers are shown beside the text.

use super::{counted, finish, lists, note, quoted};
use crate::outcome::Item;
use crate::request::{Action, Query};

/// Says that `count` changes were made.
pub(crate) fn done(count: usize) -> String {
    match count {
        1 => "Done.".to_owned(),
        _ => format!("Done, {count} changes."),
    }
}

/// Points to the question whether this may be done with `count` tasks.
pub(crate) fn confirm(action: &Action, count: usize) -> String {
    let tasks = match count {
        1 => "this task".to_owned(),
        _ => format!("these {count} tasks"),
    };
    let what = match action {
        Action::Delete => format!("delete {tasks}"),
        Action::Complete => format!("mark {tasks} as done"),
        Action::Reopen => format!("reopen {tasks}"),
        Action::Edit(_) => format!("change {tasks}"),
    };
    format!("Please confirm above, and I'll {what}.")
}

/// Sums up a list; says so if it is none.
pub(crate) fn summary(query: &Query, items: &[Item], total: Option<i64>, has_more: bool) -> String {
    let shown = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let all = total.unwrap_or(shown).max(shown);
    if all == 0 || query.count {
        return lists::answer(query, items, total, has_more);
    }
    let more = format!("; {shown} of them are shown. {}", lists::NARROW);
    match (all > shown, has_more) {
        (true, _) => format!("You have {}{more}", lists::kind(query, all)),
        (false, true) => format!("You have more than {}{more}", lists::kind(query, all)),
        (false, false) => format!("You have {}.", lists::kind(query, all)),
    }
}

/// Says how many tasks fit a name; of those that only come `close`, that they do.
pub(crate) fn fitting(name: &str, items: &[Item], close: bool) -> String {
    let name = quoted(name);
    match (close, items) {
        (true, [_]) => format!("I found no task like {name}. This one comes close."),
        (true, _) => format!("I found no task like {name}. These come close."),
        (false, [_]) => format!("1 task fits {name}."),
        (false, _) => {
            let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
            format!("{} fit {name}.", counted(count, "task"))
        }
    }
}

/// Presents one task, with its note: a row has no room for that.
pub(crate) fn one(item: &Item) -> String {
    let note: Vec<String> = item.note.as_deref().map(note).into_iter().collect();
    finish(&format!("Here is {}", quoted(&item.title)), &note)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Status;

    #[test]
    fn a_list_is_summed_up_in_a_line() {
        let items = vec![Item::default(); 2];
        let of = |query: &Query, total, has_more| summary(query, &items, total, has_more);
        let open = Query::default();
        let done = Query {
            status: Some(Status::Completed),
            due: Some("tomorrow".to_owned()),
            tag: Some("home".to_owned()),
            ..Query::default()
        };
        let late = Query {
            due: Some("overdue".to_owned()),
            ..Query::default()
        };
        assert_eq!(of(&open, None, false), "You have 2 open tasks.");
        assert_eq!(
            of(&done, Some(2), false),
            "You have 2 done tasks tagged #home, due tomorrow."
        );
        assert_eq!(of(&late, Some(2), false), "You have 2 overdue tasks.");
        assert_eq!(
            of(&open, Some(7), true),
            "You have 7 open tasks; 2 of them are shown. Ask for a date, a tag, a list or a word to narrow it down."
        );
        assert_eq!(
            of(&open, None, true),
            "You have more than 2 open tasks; 2 of them are shown. Ask for a date, a tag, a list or a word to narrow it down."
        );
        assert_eq!(
            summary(&open, &[], Some(0), false),
            "Nothing left to do. Say “add buy milk tomorrow at 5” to add a task."
        );
    }

    #[test]
    fn one_is_not_several() {
        let [one, two] = [1, 2].map(|count| vec![Item::default(); count]);
        assert_eq!(fitting("a", &one, false), "1 task fits “a”.");
        assert_eq!(fitting("a", &two, false), "2 tasks fit “a”.");
        assert_eq!(
            fitting("a", &one, true),
            "I found no task like “a”. This one comes close."
        );
        assert_eq!(
            fitting("a", &two, true),
            "I found no task like “a”. These come close."
        );
        assert_eq!([done(1), done(2)], ["Done.", "Done, 2 changes."]);
        assert_eq!(
            [confirm(&Action::Delete, 1), confirm(&Action::Complete, 2)],
            [
                "Please confirm above, and I'll delete this task.",
                "Please confirm above, and I'll mark these 2 tasks as done."
            ]
        );
    }
}
