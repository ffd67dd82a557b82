//! The English of dates: finds and reads due dates and repeats in what people type.
//!
//! Pure functions: `now` comes in, in the user's time zone, and every day and time of day is one
//! of that zone. What is read:
//!
//! - days: today, tonight, tomorrow, weekdays, "this weekend", "next week", "later this week",
//!   "end of month", "in 3 days", "half an hour from now", "the 17th", "27 jan", "january 27th
//!   2027", "in march", 2026-11-27, 27.11.2026;
//! - times: "5pm", "17:00", "at 5", "half past 8", "noon", "in the morning" (09:00), "afternoon"
//!   (12:00), "evening" (19:00), "night" (22:00), "tonight" (20:00), "end of day" (17:00);
//! - repeats: "every weekday at 9", "every mon, wed and fri", "every 3rd friday", "every last
//!   day", "every other week", "monthly on the 15th", "every! 3 days", each with "starting …" and
//!   "until …".
//!
//! Choices that a reader would ask about:
//! - "monday" is the next one and never today, unless a later time of today is said with it;
//!   "this monday" may be today; "next monday" is the Monday of next week. Weeks begin on Monday.
//! - "at 1" to "at 7" are in the afternoon, "at 8" to "at 12" as they stand; "in the morning",
//!   "tonight" or "am" say otherwise.
//! - A time without a day is today, or tomorrow when it is over.
//! - "midnight" is 00:00 of the day, but of today the midnight to come.
//! - A day that a month lacks is passed over by a single date ("the 31st") and becomes the
//!   month's last day in a repeat ("every 31st").
//! - "every 3rd friday" is monthly; "every second friday" is every other one.
//! - A repeat without a date begins on the first day that fits, today included.
//! - In a gap of the clock (summer time begins) a time moves behind the gap; of a time that comes
//!   twice it is the first.
//!
//! ```
//! use taskpilot_tasks::when;
//!
//! let now = "2026-11-21T10:00:00+01:00[Europe/Berlin]".parse()?;
//! let text = "Pay rent on the 1st of every month at 9";
//! let found = when::find(text, &now).expect("a repeat");
//! assert_eq!(&text[found.range.clone()], "on the 1st of every month at 9");
//!
//! let (due, repeat) = (found.when.due, found.when.recurrence);
//! assert_eq!(due.map(|due| when::describe(&due, &now)).as_deref(), Some("Tue 1 Dec, 09:00"));
//! assert_eq!(repeat.map(|repeat| repeat.rule).as_deref(), Some("FREQ=MONTHLY;BYMONTHDAY=1"));
//! # Ok::<(), jiff::Error>(())
//! ```

mod calendar;
mod context;
mod dates;
mod days;
mod describe;
mod describe_rule;
mod lexicon;
mod lists;
mod numeric;
mod phrase;
mod repeats;
mod resolve;
mod rule;
mod spans;
mod times;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, Zoned};

pub use describe::describe;
pub use describe_rule::describe_recurrence;

use crate::{Due, Recurrence};
use describe::{day_name, short_date};
use phrase::{Edge, Moment, Phrase};
use words::{Clauses, Words};

/// A date phrase inside free text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The bytes of the phrase, its preposition ("on", "by", "at", "due", "for", …) included.
    pub range: Range<usize>,
    /// What the phrase means.
    pub when: When,
}

/// What a date phrase means: at least one of the two is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// When it is due; a repeat without a date gets its first date.
    pub due: Option<Due>,
    /// How it repeats.
    pub recurrence: Option<Recurrence>,
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WhenError {
    /// The words are no date.
    #[error(
        "not understood as a date; try \"tomorrow at 5pm\", \"next friday\", \"27 jan\", \
         \"in 3 days\", \"every weekday at 9\", \"2027-01-27\" or \"2027-01-27T17:00\""
    )]
    NotUnderstood,
    /// The date is well formed, but no calendar has it ("feb 30").
    #[error("that day is in no calendar; check the day and the month")]
    NotInCalendar,
    /// Day and month could be either way round ("3/4").
    #[error("day and month could be either way round; write it as \"3 april\" or \"2027-04-03\"")]
    Ambiguous,
    /// The weekday and the date that were named do not agree.
    #[error("{} is not a {}", short_date(*.date, None), day_name(*.named))]
    WrongWeekday {
        /// The date that was named.
        date: Date,
        /// The weekday that was named beside it.
        named: Weekday,
    },
    /// The repeat is over before its first date.
    #[error("the repeat ends before it starts")]
    EndsBeforeStart,
}

/// Finds the date phrase in `text` that is most likely meant as its due date, or `None`.
///
/// A repeat goes before a date and a date before a mere time of day; of several the last one
/// counts. Nothing is found inside words, double quotes, addresses, paths and version numbers,
/// nor where a day is only talked about ("the friday report", "since monday"). Takes time
/// proportional to the length of the text.
pub fn find(text: &str, now: &Zoned) -> Option<Found> {
    let Clauses { clauses, .. } = words::clauses(text);
    let candidates: Vec<Candidate<'_>> = clauses.iter().flat_map(candidates).collect();
    let ranks: [fn(&Phrase) -> bool; 3] = [
        |phrase| phrase.repeat.is_some(),
        |phrase| phrase.repeat.is_none() && phrase.on.day.is_some(),
        |phrase| phrase.repeat.is_none() && phrase.on.day.is_none(),
    ];
    ranks.iter().find_map(|belongs| {
        let ranked = candidates
            .iter()
            .rev()
            .filter(|found| belongs(&found.phrase));
        ranked.into_iter().find_map(|found| found.resolve(now))
    })
}

/// Reads all of `text` as a date: a phrase, an ISO date, an ISO date-time in the user's zone, or
/// an RFC 3339 moment. Past days ("yesterday", "3 days ago") are read as well.
///
/// # Errors
/// [`WhenError`] says what is wrong and what would be understood.
pub fn parse(text: &str, now: &Zoned) -> Result<When, WhenError> {
    if let Some(at) = exact(text.trim()) {
        let due = Some(Due { at, all_day: false });
        return Ok(When {
            due,
            recurrence: None,
        });
    }
    let Clauses { clauses, opaque } = words::clauses(text);
    let [words] = clauses.as_slice() else {
        return Err(WhenError::NotUnderstood);
    };
    if opaque {
        return Err(WhenError::NotUnderstood);
    }
    if let (1, Some(day)) = (words.len(), numeric::short_slashed(words.word(0))) {
        return resolve::day(
            Moment {
                day: Some(day?),
                ..Moment::default()
            },
            now,
        );
    }
    let phrase = phrase::read(words, 0)
        .filter(|phrase| phrase.end == words.len())
        .ok_or(WhenError::NotUnderstood)?;
    resolve::when(&phrase, now)
}

/// A moment with its offset or its zone: "2026-11-27T17:00+01:00[Europe/Berlin]".
fn exact(text: &str) -> Option<Timestamp> {
    let zoned = text.parse::<Zoned>().map(|zoned| zoned.timestamp());
    zoned.or_else(|_| text.parse()).ok()
}

struct Candidate<'w> {
    words: &'w Words,
    start: usize,
    phrase: Phrase,
}

impl Candidate<'_> {
    fn resolve(&self, now: &Zoned) -> Option<Found> {
        let when = resolve::when(&self.phrase, now).ok()?;
        let first = self.words.token(self.start)?;
        let last = self.words.token(self.phrase.end.checked_sub(1)?)?;
        let range = first.range.start..last.range.end;
        Some(Found { range, when })
    }
}

/// The phrases of one clause that are meant as dates, none overlapping another.
fn candidates(words: &Words) -> Vec<Candidate<'_>> {
    let moves = context::moves(words);
    let mut found = Vec::new();
    let mut ended = None;
    let mut start = 0;
    while start < words.len() {
        let phrase =
            phrase::read(words, start).filter(|phrase| context::is_date(words, start, phrase));
        let Some(phrase) = phrase else {
            start += 1;
            continue;
        };
        let end = phrase.end;
        // Of "from 27 dec to 3 jan" the beginning counts, of "move it from today to monday" the
        // end.
        if moves || phrase.lead.edge != Edge::To || ended != Some(start) {
            found.push(Candidate {
                words,
                start,
                phrase,
            });
        }
        ended = Some(end);
        start = end;
    }
    found
}
