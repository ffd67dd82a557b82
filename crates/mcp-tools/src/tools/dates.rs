use taskpilot_tasks::when::{self, When, WhenError};
use taskpilot_tasks::{Due, Recurrence, RecurrenceBasis};

use super::Call;
use crate::fault::{FieldFault, ToolFault};

/// What `due` and `recurrence` say together.
pub(super) struct Dates {
    /// The date that was asked for.
    pub(super) due: Option<Due>,
    /// The first date of the repeat, for a task that has no other.
    pub(super) first: Option<Due>,
    /// How to repeat.
    pub(super) recurrence: Option<Recurrence>,
}

impl Call<'_> {
    pub(super) fn dates(
        &self,
        due: Option<&str>,
        recurrence: Option<&str>,
    ) -> Result<Dates, ToolFault> {
        let mut faults = Vec::new();
        let mut keep = |read: Result<When, FieldFault>| match read {
            Ok(when) => when,
            Err(fault) => {
                faults.push(fault);
                NOTHING
            }
        };
        let due = due.map_or(NOTHING, |text| keep(self.due(text)));
        let repeat = recurrence.map_or(NOTHING, |text| keep(self.repeat(text)));
        if !faults.is_empty() {
            return Err(ToolFault::invalid(faults));
        }
        Ok(Dates {
            due: due.due,
            first: repeat.due,
            recurrence: repeat.recurrence.or(due.recurrence),
        })
    }

    fn due(&self, text: &str) -> Result<When, FieldFault> {
        when::parse(text, &self.now).map_err(|error| not_a_date("due", text, &error))
    }

    fn repeat(&self, text: &str) -> Result<When, FieldFault> {
        if let Some(rule) = rule(text) {
            let recurrence = Recurrence {
                rule,
                basis: RecurrenceBasis::default(),
            };
            return Ok(self.with_first_date(recurrence));
        }
        // "Monday" and "2 weeks" can only mean a repeat here.
        [text.to_owned(), format!("every {text}")]
            .iter()
            .filter_map(|phrase| when::parse(phrase, &self.now).ok())
            .find(|when| when.recurrence.is_some())
            .ok_or_else(|| {
                let message = format!(
                    "'{text}' is not understood as a repeat; write 'every Monday', 'daily' or an RRULE such as 'FREQ=WEEKLY;BYDAY=MO'"
                );
                FieldFault::new("recurrence", message)
            })
    }

    /// Finds a rule's first date by reading the rule's own words, for rules that words can say.
    fn with_first_date(&self, recurrence: Recurrence) -> When {
        let words = when::describe_recurrence(&recurrence);
        let read = when::parse(&words, &self.now).ok();
        let same = read.filter(|read| read.recurrence.as_ref() == Some(&recurrence));
        When {
            due: same.and_then(|read| read.due),
            recurrence: Some(recurrence),
        }
    }
}

const NOTHING: When = When {
    due: None,
    recurrence: None,
};

/// The date reader's own errors say what to write instead.
pub(super) fn not_a_date(field: &str, text: &str, error: &WhenError) -> FieldFault {
    FieldFault::new(field, format!("'{text}': {error}"))
}

/// Returns the recurrence rule, if the text is meant as one.
fn rule(text: &str) -> Option<String> {
    let upper = text.trim().to_uppercase();
    let rule = upper.strip_prefix("RRULE:").unwrap_or(&upper);
    rule.contains("FREQ=").then(|| rule.to_owned())
}
