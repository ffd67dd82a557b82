//! What a person asks for, understood but not yet looked up.

use taskpilot_tasks::Priority;

use crate::outcome::Item;

/// One thing a person asks for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Request {
    /// New tasks.
    Add(Vec<Draft>),
    /// A new task without a name.
    AddUnnamed(Draft),
    /// Tasks to see.
    List(Query),
    /// Something to do to existing tasks.
    Act {
        /// What.
        action: Action,
        /// To which.
        targets: Targets,
        /// The new task the words may have meant instead ("cancel gym membership").
        instead: Option<Draft>,
    },
    /// One task to look at.
    Find(Target),
    /// The latest change back.
    Undo,
    /// Talk.
    Talk(Talk),
    /// Words that may be a task, too many or too unclear to add without asking.
    Offer(Draft),
    /// A change with a part missing; holds what to say.
    Missing(&'static str),
    /// A question about something else.
    OffTopic,
    /// Not understood; holds the words.
    Unclear(String),
    /// "Yes" to the assistant's question.
    Confirmed {
        /// What was asked about.
        action: Action,
        /// The tasks named in the question.
        items: Vec<Item>,
    },
    /// Tasks chosen from a list the assistant gave.
    Chosen {
        /// What was asked about.
        action: Action,
        /// The tasks chosen.
        items: Vec<Item>,
    },
    /// "No" to the assistant's question.
    Declined,
    /// An answer that does not answer; the question is put again.
    AskAgain,
}

/// A task to add.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Draft {
    pub(crate) title: String,
    pub(crate) note: Option<String>,
    /// As the person said it.
    pub(crate) due: Option<String>,
    /// As the person said it.
    pub(crate) repeat: Option<String>,
    pub(crate) priority: Option<Priority>,
    pub(crate) list: Option<String>,
    pub(crate) tags: Vec<String>,
}

impl Action {
    /// Returns whether it takes a task's present tags to say what they shall be.
    pub(crate) fn needs_tags(&self) -> bool {
        let of_tags = |edit: &Edit| matches!(edit, Edit::AddTags(_) | Edit::RemoveTags(_));
        matches!(self, Self::Edit(edits) if edits.iter().any(of_tags))
    }
}

/// What to do to a task.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    Complete,
    Reopen,
    Delete,
    Edit(Vec<Edit>),
}

/// One change of a task; `None` empties the field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Edit {
    Title(String),
    Note(Option<String>),
    Due(Option<String>),
    Repeat(Option<String>),
    Priority(Priority),
    List(Option<String>),
    AddTags(Vec<String>),
    RemoveTags(Vec<String>),
    ClearTags,
}

/// A task, as a person refers to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// "task 3"
    Id(i64),
    /// "the second one", from 1
    Nth(usize),
    /// "the last one"
    Last,
    /// "it"
    It,
    /// "the milk one"
    Name(String),
}

/// Which tasks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Targets {
    /// Nobody said.
    Nothing,
    /// These.
    Each(Vec<Target>),
    /// "milk and eggs": one task of that name, or one for each part.
    Either { whole: String, parts: Vec<Target> },
    /// "them", "both", "the first two": what was shown last.
    Shown { part: Part, except: Vec<Target> },
    /// "all overdue tasks".
    All { query: Query, except: Vec<Target> },
}

/// How much of what was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    All,
    First(usize),
    Last(usize),
}

/// Which tasks to list.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Query {
    pub(crate) status: Option<Status>,
    pub(crate) priority: Option<Priority>,
    pub(crate) tag: Option<String>,
    pub(crate) list: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) due: Option<String>,
    /// The tool's word for what to sort by.
    pub(crate) sort: Option<&'static str>,
    /// Only the number is asked for.
    pub(crate) count: bool,
}

/// Which tasks by their state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    All,
    Pending,
    Completed,
}

/// Talk beside the tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Talk {
    Greeting,
    Thanks,
    Farewell,
    Help,
    WhoAreYou,
    Connect,
    Acknowledged,
    /// "Yes" or "no" to nothing.
    NothingAsked,
}

impl Request {
    /// Returns whether it is nothing but courtesy.
    pub(crate) fn is_small_talk(&self) -> bool {
        matches!(
            self,
            Self::Talk(Talk::Greeting | Talk::Thanks | Talk::Farewell | Talk::Acknowledged)
        )
    }
}
