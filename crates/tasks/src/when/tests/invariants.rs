use proptest::prelude::*;

use super::super::words::{self, Words};
use super::super::{candidates, describe, describe_recurrence};
use super::*;
use crate::Recurrence;

/// The most looks at a word that one word of the text may cost.
const MOST_LOOKS: usize = 200;

/// Words of the language and words that tempt it, in any order.
fn babble() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "every",
        "every!",
        "each",
        "other",
        "day",
        "days",
        "week",
        "month",
        "year",
        "monday",
        "mon,",
        "wed",
        "and",
        "fri",
        "sat",
        "at",
        "on",
        "by",
        "due",
        "for",
        "to",
        "from",
        "in",
        "the",
        "of",
        "next",
        "this",
        "last",
        "end",
        "starting",
        "until",
        "tomorrow",
        "today",
        "tonight",
        "morning",
        "night",
        "midnight",
        "noon",
        "5",
        "5pm",
        "17:00",
        "5:30",
        "31st",
        "3rd",
        "29",
        "feb",
        "may",
        "march",
        "jan",
        "2027",
        "2026-11-27",
        "27.11.2026",
        "3/4",
        "half",
        "an",
        "hour",
        "12",
        "hours",
        "milk",
        "\"",
        "(",
        ".",
        ",",
        "é",
        "🎉",
        "weekend",
        "weekday",
        "daily",
        "completion",
        "after",
        "p.m.",
        "o'clock",
        "2026-11-27T17:00Z",
    ]);
    prop::collection::vec(words, 0..14).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        holds(&text, NOW)?;
    }

    #[test]
    fn any_babble_is_survived(text in babble()) {
        holds(&text, NOW)?;
        holds(&text, "2027-03-28T01:59:59+01:00[Europe/Berlin]")?;
        holds(&text, "2028-02-29T23:59:59+13:00[Pacific/Auckland]")?;
    }

    #[test]
    fn any_rule_is_described(rule in any::<String>(), parts in "[A-Z=;,0-9-]{0,40}") {
        for rule in [rule, format!("FREQ=MONTHLY;{parts}")] {
            describe_recurrence(&Recurrence { rule, basis: RecurrenceBasis::Completion });
        }
    }

    /// What is said of a date is read as that date.
    #[test]
    fn a_date_said_is_a_date_read(text in babble()) {
        let now = at(NOW);
        let Ok(when) = parse(&text, &now) else { return Ok(()) };
        let due = when.due.expect("every phrase has a due date");
        let said = describe(&due, &now);
        let again = parse(&said, &now).map_err(|error| TestCaseError::fail(format!("{said}: {error}")))?;
        let minute = |due: crate::Due| due.at.as_second().div_euclid(60);
        prop_assert_eq!(again.due.map(minute), Some(minute(due)), "{}", said);
    }
}

/// What holds of every text.
fn holds(text: &str, now: &str) -> Result<(), TestCaseError> {
    let now = at(now);
    if let Ok(when) = parse(text, &now) {
        shown(&when, &now);
    }
    let Some(found) = find(text, &now) else {
        return Ok(());
    };
    let phrase = text.get(found.range.clone());
    prop_assert!(
        phrase.is_some_and(|phrase| !phrase.is_empty()),
        "{:?}",
        found.range
    );
    prop_assert_eq!(
        parse(phrase.unwrap(), &now),
        Ok(found.when),
        "{:?} in {:?}",
        phrase,
        text
    );
    Ok(())
}

/// Twice the text may cost twice the work, not four times.
#[test]
fn work_grows_with_the_text_alone() {
    for piece in [
        "every ",
        "every mon, ",
        "mon, ",
        "1st and ",
        "tomorrow at ",
        "the ",
        "due by ",
        "in 3 ",
        "until ",
        "every day until friday ",
        "last friday ",
        "5:30 ",
        "jan ",
        "a ",
        "\"",
        "x\" \"y ",
        "\u{201c}",
    ] {
        let text = piece.repeat(10_000 / piece.len());
        let clauses = words::clauses(&text).clauses;
        let words: usize = clauses.iter().map(Words::len).sum();
        for clause in &clauses {
            candidates(clause);
        }
        let looks: usize = clauses.iter().map(Words::looks).sum();
        assert!(
            looks <= words * MOST_LOOKS,
            "{piece:?}: {looks} looks at {words} words"
        );
        find(&text, &at(NOW));
    }
}
