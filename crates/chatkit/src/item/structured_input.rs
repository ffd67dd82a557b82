use serde::{Deserialize, Serialize};

use super::{ItemBody, ItemKind};
use crate::known::Known;

/// Questions to the person, and their answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StructuredInput {
    /// Whether they were answered.
    #[serde(default)]
    pub status: InputStatus,
    /// The questions.
    pub inputs: Vec<Known<Question>>,
}

impl StructuredInput {
    /// Returns questions that wait for answers.
    pub fn pending(questions: impl IntoIterator<Item = Question>) -> Self {
        Self {
            status: InputStatus::Pending,
            inputs: questions.into_iter().map(Known::Typed).collect(),
        }
    }
}

impl ItemBody for StructuredInput {
    const KIND: ItemKind = ItemKind::StructuredInput;
}

/// What became of the questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InputStatus {
    /// They wait.
    #[default]
    Pending,
    /// They were answered, single ones perhaps skipped.
    Answered,
    /// They were skipped, all of them.
    Skipped,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Question {
    /// Choose from a list; the person may answer in their own words, too.
    MultipleChoice {
        /// Its id among the questions.
        id: String,
        /// What is asked.
        question: String,
        /// What was answered.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        answer: Option<Answer>,
        /// What is suggested.
        options: Vec<QuestionOption>,
        /// Whether several may be chosen.
        #[serde(default)]
        multiple: bool,
    },
    /// Answer in your own words.
    Freeform {
        /// Its id among the questions.
        id: String,
        /// What is asked.
        question: String,
        /// What was answered.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        answer: Option<Answer>,
        /// More on what is asked.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        description: Option<String>,
    },
}

impl Question {
    /// Returns its id among the questions.
    pub fn id(&self) -> &str {
        match self {
            Self::MultipleChoice { id, .. } | Self::Freeform { id, .. } => id,
        }
    }

    /// Returns what is asked.
    pub fn question(&self) -> &str {
        match self {
            Self::MultipleChoice { question, .. } | Self::Freeform { question, .. } => question,
        }
    }

    /// Returns what was answered.
    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Self::MultipleChoice { answer, .. } | Self::Freeform { answer, .. } => answer.as_ref(),
        }
    }

    /// Returns the question with this answer; of several values only the first counts where one was asked for.
    #[must_use]
    pub fn answered(mut self, mut values: Vec<String>, is_skipped: bool) -> Self {
        let is_single = matches!(
            self,
            Self::Freeform { .. }
                | Self::MultipleChoice {
                    multiple: false,
                    ..
                }
        );
        if is_single {
            values.truncate(1);
        }
        let skipped = is_skipped || values.is_empty();
        let given = Answer {
            values: if skipped { Vec::new() } else { values },
            skipped,
        };
        match &mut self {
            Self::MultipleChoice { answer, .. } | Self::Freeform { answer, .. } => {
                *answer = Some(given);
            }
        }
        self
    }
}

/// Something to choose; it is shown as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionOption {
    /// Label and value in one.
    pub value: String,
}

/// An answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// What was chosen or written.
    #[serde(default)]
    pub values: Vec<String>,
    /// Whether the question was skipped.
    #[serde(default)]
    pub skipped: bool,
}
