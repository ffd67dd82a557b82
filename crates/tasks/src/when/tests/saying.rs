use super::super::{describe, describe_recurrence};
use super::*;
use crate::Recurrence;

#[test]
fn due_dates() {
    let now = at(NOW);
    check(
        &[
            ("today", "today"),
            ("tomorrow", "tomorrow"),
            ("yesterday", "yesterday"),
            ("tomorrow 5pm", "tomorrow, 17:00"),
            ("27 nov at 9", "Fri 27 Nov, 09:00"),
            ("27 nov", "Fri 27 Nov"),
            ("1 jan", "Fri 1 Jan 2027"),
            ("1 jan at 9", "Fri 1 Jan 2027, 09:00"),
            ("in 2 hours", "today, 12:04"),
        ],
        |text| describe(&parse(text, &now).unwrap().due.unwrap(), &now),
    );
}

#[test]
fn an_all_day_task_keeps_its_day_when_its_owner_travels() {
    let due = parse("tomorrow", &at(NOW)).unwrap().due.unwrap();
    let new_york = at("2026-11-21T10:00:00-05:00[America/New_York]");
    assert_eq!(describe(&due, &new_york), "tomorrow");
}

#[test]
fn repeats() {
    check(
        &[
            ("every day", "every day"),
            ("every 3 days", "every 3 days"),
            ("every 12 hours", "every 12 hours"),
            ("every monday", "every Monday"),
            (
                "every mon, wed and fri",
                "every Monday, Wednesday and Friday",
            ),
            ("every weekday", "every weekday"),
            ("every other monday", "every 2 weeks on Monday"),
            ("biweekly", "every 2 weeks"),
            ("every 3rd friday", "every month on the 3rd Friday"),
            (
                "every 1st and 3rd monday",
                "every month on the 1st and 3rd Monday",
            ),
            ("every last friday", "every month on the last Friday"),
            ("every 27th", "every month on the 27th"),
            (
                "every 11th, 22nd and 23rd",
                "every month on the 11th, 22nd and 23rd",
            ),
            ("every 30th", "every month on the 30th"),
            ("every 31st", "every month on the last day"),
            (
                "every 15th and 31st",
                "every month on the 15th and last day",
            ),
            ("every quarter", "every 3 months"),
            ("every jan 27th", "every year on 27 January"),
            ("every feb 29", "every year on 29 February"),
            ("every! week", "every week after completion"),
            ("every day until 24 dec", "every day until Thu 24 Dec 2026"),
            (
                "every! day until 24 dec",
                "every day after completion until Thu 24 Dec 2026",
            ),
        ],
        |text| {
            let recurrence = parse(text, &at(NOW)).unwrap().recurrence.unwrap();
            let words = describe_recurrence(&recurrence);
            // What is said can be said back.
            let again = parse(&words, &at(NOW)).unwrap_or_else(|error| panic!("{words}: {error}"));
            assert_eq!(again.recurrence, Some(recurrence), "{words}");
            words
        },
    );
}

#[test]
fn rules_without_words_are_given_as_they_are() {
    for rule in [
        "FREQ=SECONDLY",
        "FREQ=DAILY;COUNT=3",
        "FREQ=DAILY;BYHOUR=9",
        "FREQ=MONTHLY;BYDAY=1MO,2TU",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=1,2;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1",
        "FREQ=WEEKLY;BYDAY=X",
        "FREQ=WEEKLY;BYDAY=é",
        "nonsense",
        "",
    ] {
        let recurrence = Recurrence {
            rule: rule.to_owned(),
            basis: RecurrenceBasis::Schedule,
        };
        assert_eq!(describe_recurrence(&recurrence), rule);
    }
}
