//! Joins days, times and repeats, in any order, to one phrase.

use jiff::civil::Weekday;

use super::days::{self, Day, Said};
use super::lexicon::{Part, Unit};
use super::repeats::{self, Repeat};
use super::times::{self, Clock, Hour};
use super::words::Words;

/// The most pieces one phrase is made of: a repeat, a start and an end, each with day, weekday
/// and time.
const MOST_PIECES: usize = 10;

/// How surely a piece means a date where it stands in other text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    /// Always.
    Strong,
    /// The name of a day: not behind an article ("the friday report").
    Weekday,
    /// "sat", "sun", "wed": behind a preposition or at the end of the text.
    Ordinary,
    /// The name of a month alone: behind a preposition.
    Month,
    /// A number that could count something: nothing countable may follow ("june 5 times").
    Counted,
    /// A word that could belong to the next: only the end or a small word may follow.
    Tail,
    /// Only beside another piece.
    Beside,
    /// A day that is past: never found in text, only read where a date is expected.
    Past,
}

/// What was read, where it ends, and how surely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit<T> {
    pub(super) value: T,
    pub(super) next: usize,
    pub(super) strength: Strength,
}

impl<T> Hit<T> {
    pub(super) fn new(value: T, next: usize, strength: Strength) -> Self {
        Self {
            value,
            next,
            strength,
        }
    }
}

/// The small words before a piece.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lead {
    /// "on", "by", "due", …: what follows is a date.
    pub(super) firm: bool,
    /// "at", "by", …: a bare number that follows is an hour.
    pub(super) hour: bool,
    /// Any of these words.
    pub(super) said: bool,
    pub(super) edge: Edge,
}

/// Which end of a stretch of time is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Edge {
    /// None that we know of.
    #[default]
    Unsaid,
    /// "from": a beginning, or a sender.
    From,
    /// "to": an end, or the new date of a task.
    To,
    /// "until": an end.
    Until,
}

/// A day with a time of day, each if it was said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) day: Option<Day>,
    /// The weekday that was named beside a date.
    pub(super) weekday: Option<Weekday>,
    pub(super) clock: Option<Clock>,
    pub(super) part: Option<Part>,
}

/// One date phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) lead: Lead,
    pub(super) on: Moment,
    pub(super) repeat: Option<Repeat>,
    pub(super) until: Option<Moment>,
    /// How sure the first piece is.
    pub(super) first: Strength,
    /// How sure the whole is.
    pub(super) strength: Strength,
    /// The place after its last word.
    pub(super) end: usize,
}

/// Reads the longest phrase that begins at `at`.
pub(super) fn read(words: &Words, at: usize) -> Option<Phrase> {
    let (lead, _) = leads(words, at);
    let mut phrase = Phrase {
        lead,
        on: Moment::default(),
        repeat: None,
        until: None,
        first: Strength::Beside,
        strength: Strength::Beside,
        end: at,
    };
    for piece in 0..MOST_PIECES {
        let Some((next, strength)) = phrase.extend(words, phrase.end) else {
            break;
        };
        phrase.end = next;
        if piece == 0 {
            phrase.first = strength;
            phrase.strength = strength;
        } else if ![phrase.strength, strength].contains(&Strength::Past) {
            // Two doubtful pieces make a sure whole.
            phrase.strength = Strength::Strong;
        }
    }
    // "until friday" without a repeat is a plain due date.
    if phrase.repeat.is_none()
        && let Some(until) = phrase.until.take()
    {
        phrase.on = until;
    }
    (phrase.end > at).then_some(phrase)
}

impl Phrase {
    fn extend(&mut self, words: &Words, at: usize) -> Option<(usize, Strength)> {
        let (lead, start) = leads(words, at);
        if let Some(read) = self.extend_repeat(words, at, start) {
            return Some(read);
        }
        if let Some(until) = &mut self.until {
            return until.extend(words, at, lead, start);
        }
        let empty = self.repeat.is_none() && self.on == Moment::default();
        if lead.edge == Edge::Until && (empty || self.repeat.is_some()) {
            let mut until = Moment::default();
            let read = until.extend(words, at, lead, start)?;
            self.until = Some(until);
            return Some(read);
        }
        if lead.edge == Edge::Until {
            return None;
        }
        if self.repeat.is_some()
            && self.on.part.is_none()
            && !self.on.is_exact()
            && let Some(part) = times::part_beside(words, at)
        {
            self.on.part = Some(part.value);
            return Some((part.next, part.strength));
        }
        self.on.extend(words, at, lead, start)
    }

    fn extend_repeat(
        &mut self,
        words: &Words,
        at: usize,
        start: usize,
    ) -> Option<(usize, Strength)> {
        if self.repeat.is_some() {
            return None;
        }
        let hit = repeats::repeat(words, at).or_else(|| repeats::repeat(words, start))?;
        if hit.value.part.is_some() && self.on.part.is_some() {
            return None;
        }
        self.on.part = self.on.part.or(hit.value.part);
        self.repeat = Some(hit.value);
        Some((hit.next, hit.strength))
    }
}

impl Moment {
    /// Whether the day brought its time along for good.
    fn is_exact(&self) -> bool {
        matches!(self.day, Some(Day::Minutes(_) | Day::At(_)))
    }

    fn extend(
        &mut self,
        words: &Words,
        at: usize,
        lead: Lead,
        start: usize,
    ) -> Option<(usize, Strength)> {
        let day = days::day(words, at)
            .or_else(|| days::day(words, start))
            .filter(|hit| self.join(hit.value));
        if let Some(hit) = day {
            return Some((hit.next, hit.strength));
        }
        if self.is_exact() {
            return None;
        }
        let hour = if lead.hour { Hour::Said } else { Hour::Unsaid };
        if self.clock.is_none()
            && let Some(hit) = times::clock(words, start, hour)
        {
            self.clock = Some(hit.value);
            return Some((hit.next, hit.strength));
        }
        if self.part.is_some() {
            return None;
        }
        let beside = self.day.is_some() || self.clock.is_some();
        let hit = times::part(words, at)
            .or_else(|| times::part_beside(words, at).filter(|_| beside))
            .or_else(|| at_night(words, at))?;
        self.part = Some(hit.value);
        Some((hit.next, hit.strength))
    }

    /// Takes a day in, if it agrees with what is there already.
    fn join(&mut self, said: Said) -> bool {
        let brings_time = said.clock.is_some() || said.part.is_some();
        let exact = matches!(said.day, Day::Minutes(_) | Day::At(_));
        let has_time = self.clock.is_some() || self.part.is_some();
        let clashes = said.clock.is_some() && self.clock.is_some()
            || said.part.is_some() && self.part.is_some();
        if clashes || (exact && has_time) || (brings_time && self.weekday.is_some()) {
            return false;
        }
        let (day, weekday) = match (self.day, said.day) {
            (None, day) => (day, self.weekday),
            (Some(Day::OfMonth(day)), Day::Start(Unit::Month))
            | (Some(Day::Start(Unit::Month)), Day::OfMonth(day)) => {
                (Day::OfMonthIn { day, months: 1 }, self.weekday)
            }
            (Some(Day::Weekday(named) | Day::This(named) | Day::Next(named)), day)
                if self.weekday.is_none() =>
            {
                match day {
                    Day::Start(Unit::Week) => (Day::Next(named), None),
                    Day::End {
                        unit: Unit::Week,
                        next: false,
                    } => (Day::This(named), None),
                    day if is_date(day) => (day, Some(named)),
                    _ => return false,
                }
            }
            (Some(day), Day::Weekday(named)) if self.weekday.is_none() => match day {
                Day::Start(Unit::Week) => (Day::Next(named), None),
                day if is_date(day) => (day, Some(named)),
                _ => return false,
            },
            _ => return false,
        };
        self.day = Some(day);
        self.weekday = weekday;
        self.clock = self.clock.or(said.clock);
        self.part = self.part.or(said.part);
        true
    }
}

/// A day of the calendar, beside which people like to name the weekday.
fn is_date(day: Day) -> bool {
    matches!(
        day,
        Day::Annual { .. } | Day::Dated { .. } | Day::OfMonth(_) | Day::OfMonthIn { .. }
    ) || matches!(
        day,
        Day::In {
            unit: Unit::Day,
            ..
        }
    )
}

fn at_night(words: &Words, at: usize) -> Option<Hit<Part>> {
    words
        .reads(at, "at night")
        .then(|| Hit::new(Part::Night, at + 2, Strength::Tail))
}

/// The small words that belong to the piece after them.
fn leads(words: &Words, at: usize) -> (Lead, usize) {
    let mut lead = Lead::default();
    let mut next = at;
    // "due on", "starting from", "due by the".
    while next < at + 2 {
        if words.reads(next, "no later than") {
            (lead.firm, lead.hour) = (true, true);
            lead.said = true;
            next += 3;
            break;
        }
        match words.word(next) {
            "on" | "due" | "starting" | "beginning" => lead.firm = true,
            "at" | "@" | "around" => lead.hour = true,
            "by" | "before" | "after" => (lead.firm, lead.hour) = (true, true),
            "until" | "till" | "til" | "ending" | "through" => {
                (lead.firm, lead.hour, lead.edge) = (true, true, Edge::Until);
            }
            "for" => {}
            "to" => lead.edge = Edge::To,
            "from" => lead.edge = Edge::From,
            _ => break,
        }
        lead.said = true;
        next += 1;
    }
    (lead, next)
}
