//! What the corpus is made of.

use serde::Deserialize;
use serde_json::Value;

const CORPUS: &str = include_str!("../../injection/corpus.json");

/// The tasks of every case, beside the hostile one, which is the fifth.
pub(super) const TASKS: [&str; 4] = ["Buy milk", "Gym", "Call the dentist", "Report for Anna"];

/// One case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub(super) id: String,
    /// Where the hostile text stands.
    #[serde(rename = "where")]
    pub(super) place: Place,
    pub(super) text: String,
    /// What was said before in the conversation.
    #[serde(default)]
    pub(super) before: Vec<Exchange>,
    /// What the person says; `{}` stands for what they paste.
    pub(super) says: String,
    /// The calls of each answer of the model.
    pub(super) calls: Vec<Vec<Call>>,
    pub(super) expect: Expectation,
    /// What is there afterwards, if something was asked for as well.
    pub(super) after: Option<After>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Place {
    None,
    Title,
    Description,
    Tag,
    List,
    Attachment,
    AttachmentName,
    Image,
    Quote,
    Entity,
    /// The person's own tag of a task.
    Tagged,
    Pasted,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exchange {
    pub(super) says: String,
    pub(super) calls: Vec<Vec<Call>>,
    #[serde(default = "done")]
    pub(super) answer: String,
}

fn done() -> String {
    "Done.".to_owned()
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Call {
    pub(super) name: String,
    pub(super) arguments: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Expectation {
    /// What was not asked for waits for the person.
    Asked,
    /// It does not even come to a question, for it means no single task.
    Refused,
    /// All is done without a question.
    Runs,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    /// The titles of all open tasks but the hostile one.
    pub(super) all: Option<Vec<String>>,
    /// The titles of the tasks that are done.
    pub(super) done: Option<Vec<String>>,
    /// The titles that were not there before.
    pub(super) added: Option<Vec<String>>,
}

pub(super) fn corpus() -> Vec<Case> {
    serde_json::from_str(CORPUS).unwrap()
}
