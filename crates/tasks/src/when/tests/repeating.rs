use super::*;

#[track_caller]
fn reads(rows: &[(&str, &str)]) {
    check(rows, |text| parsed(text, NOW));
}

#[test]
fn units() {
    reads(&[
        ("every day", "Sat 2026-11-21 FREQ=DAILY"),
        ("daily", "Sat 2026-11-21 FREQ=DAILY"),
        ("every day at 9", "Sun 2026-11-22 09:00 FREQ=DAILY"),
        ("every day at 11", "Sat 2026-11-21 11:00 FREQ=DAILY"),
        ("at 11 every day", "Sat 2026-11-21 11:00 FREQ=DAILY"),
        ("every other day", "Sat 2026-11-21 FREQ=DAILY;INTERVAL=2"),
        ("every second day", "Sat 2026-11-21 FREQ=DAILY;INTERVAL=2"),
        ("every 3 days", "Sat 2026-11-21 FREQ=DAILY;INTERVAL=3"),
        ("every 3rd day", "Sat 2026-11-21 FREQ=DAILY;INTERVAL=3"),
        ("every week", "Sat 2026-11-21 FREQ=WEEKLY"),
        ("every two weeks", "Sat 2026-11-21 FREQ=WEEKLY;INTERVAL=2"),
        ("biweekly", "Sat 2026-11-21 FREQ=WEEKLY;INTERVAL=2"),
        ("every month", "Sat 2026-11-21 FREQ=MONTHLY"),
        ("every quarter", "Sat 2026-11-21 FREQ=MONTHLY;INTERVAL=3"),
        ("every year", "Sat 2026-11-21 FREQ=YEARLY"),
        ("annually", "Sat 2026-11-21 FREQ=YEARLY"),
        (
            "every 12 hours",
            "Sat 2026-11-21 22:04 FREQ=HOURLY;INTERVAL=12",
        ),
        ("every hour", "Sat 2026-11-21 11:04 FREQ=HOURLY"),
        (
            "every 12 hours starting at 8pm",
            "Sat 2026-11-21 20:00 FREQ=HOURLY;INTERVAL=12",
        ),
        ("every 1000 days", "-"),
        ("every 400 quarters", "-"),
        ("every", "-"),
        ("every second", "-"),
        ("every minute", "-"),
    ]);
}

#[test]
fn parts_of_the_day() {
    reads(&[
        ("every morning", "Sun 2026-11-22 09:00 FREQ=DAILY"),
        ("every afternoon", "Sat 2026-11-21 12:00 FREQ=DAILY"),
        ("every evening", "Sat 2026-11-21 19:00 FREQ=DAILY"),
        ("every night", "Sat 2026-11-21 22:00 FREQ=DAILY"),
        ("every morning at 8", "Sun 2026-11-22 08:00 FREQ=DAILY"),
        ("every evening at 8", "Sat 2026-11-21 20:00 FREQ=DAILY"),
        (
            "every monday morning",
            "Mon 2026-11-23 09:00 FREQ=WEEKLY;BYDAY=MO",
        ),
        (
            "every day in the evening",
            "Sat 2026-11-21 19:00 FREQ=DAILY",
        ),
    ]);
}

#[test]
fn days_of_the_week() {
    reads(&[
        ("every monday", "Mon 2026-11-23 FREQ=WEEKLY;BYDAY=MO"),
        ("every sat", "Sat 2026-11-21 FREQ=WEEKLY;BYDAY=SA"),
        (
            "each Friday at 17:00",
            "Fri 2026-11-27 17:00 FREQ=WEEKLY;BYDAY=FR",
        ),
        (
            "every mon, wed and fri",
            "Mon 2026-11-23 FREQ=WEEKLY;BYDAY=MO,WE,FR",
        ),
        ("every fri & mon", "Mon 2026-11-23 FREQ=WEEKLY;BYDAY=MO,FR"),
        (
            "every mon, wed, and fri at 9",
            "Mon 2026-11-23 09:00 FREQ=WEEKLY;BYDAY=MO,WE,FR",
        ),
        ("every mon-wed", "Mon 2026-11-23 FREQ=WEEKLY;BYDAY=MO,TU,WE"),
        (
            "every monday to friday",
            "Mon 2026-11-23 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        ),
        ("every sat-mon", "Sat 2026-11-21 FREQ=WEEKLY;BYDAY=MO,SA,SU"),
        (
            "every weekday",
            "Mon 2026-11-23 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        ),
        (
            "every working day",
            "Mon 2026-11-23 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        ),
        ("every weekend", "Sat 2026-11-21 FREQ=WEEKLY;BYDAY=SA"),
        (
            "every other monday",
            "Mon 2026-11-23 FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
        ),
        (
            "every second friday",
            "Fri 2026-11-27 FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
        ),
        (
            "every 2 weeks on tuesday",
            "Tue 2026-11-24 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        ),
        ("weekly on monday", "Mon 2026-11-23 FREQ=WEEKLY;BYDAY=MO"),
        (
            "on mondays and thursdays",
            "Mon 2026-11-23 FREQ=WEEKLY;BYDAY=MO,TH",
        ),
    ]);
}

#[test]
fn days_of_the_month() {
    reads(&[
        ("every 27th", "Fri 2026-11-27 FREQ=MONTHLY;BYMONTHDAY=27"),
        ("every 17th", "Thu 2026-12-17 FREQ=MONTHLY;BYMONTHDAY=17"),
        (
            "every 1st and 15th",
            "Tue 2026-12-01 FREQ=MONTHLY;BYMONTHDAY=1,15",
        ),
        (
            "the 1st of every month",
            "Tue 2026-12-01 FREQ=MONTHLY;BYMONTHDAY=1",
        ),
        (
            "monthly on the 15th",
            "Tue 2026-12-15 FREQ=MONTHLY;BYMONTHDAY=15",
        ),
        (
            "every 2 months on the 15th",
            "Tue 2026-12-15 FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15",
        ),
        (
            "every last day",
            "Mon 2026-11-30 FREQ=MONTHLY;BYMONTHDAY=-1",
        ),
        (
            "every last day of the month",
            "Mon 2026-11-30 FREQ=MONTHLY;BYMONTHDAY=-1",
        ),
        (
            "last day of every month",
            "Mon 2026-11-30 FREQ=MONTHLY;BYMONTHDAY=-1",
        ),
        ("every 3rd friday", "Fri 2026-12-18 FREQ=MONTHLY;BYDAY=3FR"),
        (
            "every third friday",
            "Fri 2026-12-18 FREQ=MONTHLY;BYDAY=3FR",
        ),
        ("every 1st monday", "Mon 2026-12-07 FREQ=MONTHLY;BYDAY=1MO"),
        (
            "every second friday of the month",
            "Fri 2026-12-11 FREQ=MONTHLY;BYDAY=2FR",
        ),
        (
            "every last friday",
            "Fri 2026-11-27 FREQ=MONTHLY;BYDAY=-1FR",
        ),
        ("every 5th friday", "Fri 2027-01-29 FREQ=MONTHLY;BYDAY=5FR"),
        (
            "every 1st and 3rd monday",
            "Mon 2026-12-07 FREQ=MONTHLY;BYDAY=1MO,3MO",
        ),
        (
            "first monday of each month",
            "Mon 2026-12-07 FREQ=MONTHLY;BYDAY=1MO",
        ),
        (
            "every month on the 3rd friday",
            "Fri 2026-12-18 FREQ=MONTHLY;BYDAY=3FR",
        ),
        ("every 6th friday", "-"),
    ]);
}

#[test]
fn short_months_keep_their_turn() {
    reads(&[
        ("every 31st", "Mon 2026-11-30 FREQ=MONTHLY;BYMONTHDAY=-1"),
        (
            "every 30th",
            "Mon 2026-11-30 FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
        ),
        (
            "every 29th",
            "Sun 2026-11-29 FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1",
        ),
        (
            "every 15th and 31st",
            "Mon 2026-11-30 FREQ=MONTHLY;BYMONTHDAY=15,-1",
        ),
        (
            "every month starting jan 31",
            "Sun 2027-01-31 FREQ=MONTHLY;BYMONTHDAY=-1",
        ),
        (
            "every month starting jan 30",
            "Sat 2027-01-30 FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
        ),
        (
            "every! month starting jan 31",
            "Sun 2027-01-31 FREQ=MONTHLY after completion",
        ),
        (
            "every feb 29",
            "Sun 2027-02-28 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
        ),
        (
            "every year starting 29 feb",
            "Tue 2028-02-29 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
        ),
    ]);
    let rule = "DTSTART;TZID=Europe/Berlin:20270130T000000\n\
                RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1";
    let set: rrule::RRuleSet = rule.parse().unwrap();
    let days: Vec<String> = set
        .all(4)
        .dates
        .iter()
        .map(|date| date.format("%d %b").to_string())
        .collect();
    assert_eq!(days, ["30 Jan", "28 Feb", "30 Mar", "30 Apr"]);
}

#[test]
fn days_of_the_year() {
    reads(&[
        (
            "every jan 27th",
            "Wed 2027-01-27 FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=27",
        ),
        (
            "every 27 jan",
            "Wed 2027-01-27 FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=27",
        ),
        (
            "every 27th of january",
            "Wed 2027-01-27 FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=27",
        ),
        (
            "every nov 21",
            "Sat 2026-11-21 FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=21",
        ),
        (
            "yearly on 27 jan",
            "Wed 2027-01-27 FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=27",
        ),
    ]);
}

#[test]
fn starts_ends_and_completions() {
    reads(&[
        (
            "every! 3 days",
            "Sat 2026-11-21 FREQ=DAILY;INTERVAL=3 after completion",
        ),
        (
            "Every! Monday",
            "Mon 2026-11-23 FREQ=WEEKLY;BYDAY=MO after completion",
        ),
        (
            "every 3 days after completion",
            "Sat 2026-11-21 FREQ=DAILY;INTERVAL=3 after completion",
        ),
        ("every day starting tomorrow", "Sun 2026-11-22 FREQ=DAILY"),
        ("every day from 1 dec", "Tue 2026-12-01 FREQ=DAILY"),
        (
            "starting 1 dec every day at 9",
            "Tue 2026-12-01 09:00 FREQ=DAILY",
        ),
        (
            "tomorrow every 3 days",
            "Sun 2026-11-22 FREQ=DAILY;INTERVAL=3",
        ),
        (
            "every monday starting jan 5",
            "Mon 2027-01-11 FREQ=WEEKLY;BYDAY=MO",
        ),
        (
            "every day until 24 dec",
            "Sat 2026-11-21 FREQ=DAILY;UNTIL=20261224T225959Z",
        ),
        (
            "every day ending friday",
            "Sat 2026-11-21 FREQ=DAILY;UNTIL=20261127T225959Z",
        ),
        (
            "every day until friday 17:00",
            "Sat 2026-11-21 FREQ=DAILY;UNTIL=20261127T160000Z",
        ),
        (
            "every weekday at 9 starting 1 dec until 24 dec",
            "Tue 2026-12-01 09:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261224T225959Z",
        ),
        ("until friday", "Fri 2026-11-27"),
        ("starting monday", "Mon 2026-11-23"),
    ]);
}

#[test]
fn every_weekday_at_9_on_a_friday_evening_is_monday() {
    check(
        &[
            (
                "every weekday at 9",
                "Mon 2026-11-23 09:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            ),
            (
                "every weekday at 23:00",
                "Fri 2026-11-20 23:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            ),
        ],
        |text| parsed(text, "2026-11-20T19:30:00+01:00[Europe/Berlin]"),
    );
}
