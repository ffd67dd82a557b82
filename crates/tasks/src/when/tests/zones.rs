use super::*;

/// The night before the clock goes forward, and what becomes of a time in the gap.
#[test]
fn times_in_a_gap_move_behind_it() {
    for (now, text, expected) in [
        (
            "2027-03-13T12:00:00-05:00[America/New_York]",
            "tomorrow at 2:30am",
            "2027-03-14T03:30:00-04:00[America/New_York]",
        ),
        (
            "2027-03-27T12:00:00+01:00[Europe/Berlin]",
            "tomorrow at 2:30am",
            "2027-03-28T03:30:00+02:00[Europe/Berlin]",
        ),
        (
            "2027-09-25T12:00:00+12:00[Pacific/Auckland]",
            "tomorrow at 2:30am",
            "2027-09-26T03:30:00+13:00[Pacific/Auckland]",
        ),
        (
            // Lord Howe Island moves by half an hour.
            "2027-10-02T12:00:00+10:30[Australia/Lord_Howe]",
            "tomorrow at 2:10am",
            "2027-10-03T02:40:00+11:00[Australia/Lord_Howe]",
        ),
    ] {
        let due = parse(text, &at(now)).unwrap().due.unwrap();
        assert_eq!(due.at, at(expected).timestamp(), "{text} at {now}");
    }
}

#[test]
fn of_a_time_that_comes_twice_it_is_the_first() {
    for (now, text, expected) in [
        (
            "2026-10-31T12:00:00-04:00[America/New_York]",
            "tomorrow at 1:30am",
            "2026-11-01T01:30:00-04:00[America/New_York]",
        ),
        (
            "2026-10-24T12:00:00+02:00[Europe/Berlin]",
            "tomorrow at 2:30am",
            "2026-10-25T02:30:00+02:00[Europe/Berlin]",
        ),
        (
            "2027-04-03T12:00:00+13:00[Pacific/Auckland]",
            "tomorrow at 2:30am",
            "2027-04-04T02:30:00+13:00[Pacific/Auckland]",
        ),
        (
            "2027-04-03T12:00:00+11:00[Australia/Lord_Howe]",
            "tomorrow at 1:45am",
            "2027-04-04T01:45:00+11:00[Australia/Lord_Howe]",
        ),
    ] {
        let due = parse(text, &at(now)).unwrap().due.unwrap();
        assert_eq!(due.at, at(expected).timestamp(), "{text} at {now}");
    }
}

#[test]
fn days_and_hours_across_the_change() {
    for zone in [
        "2027-03-13T12:00:00-05:00[America/New_York]",
        "2027-03-27T12:00:00+01:00[Europe/Berlin]",
        "2027-09-25T12:00:00+12:00[Pacific/Auckland]",
        "2027-10-02T12:00:00+10:30[Australia/Lord_Howe]",
        "2026-10-31T12:00:00-04:00[America/New_York]",
        "2027-04-03T12:00:00+11:00[Australia/Lord_Howe]",
    ] {
        let now = at(zone);
        let local = |text| {
            let due = parse(text, &now).unwrap().due.unwrap();
            due.at.to_zoned(now.time_zone().clone())
        };
        // A day is a day of the calendar, an hour is sixty minutes.
        assert_eq!(local("tomorrow").datetime(), local("in 1 day").datetime());
        assert_eq!(local("tomorrow").date(), now.date().tomorrow().unwrap());
        assert_eq!(
            local("in 24 hours").timestamp().as_second(),
            now.timestamp().as_second() + 86_400
        );
        let noon = local("every day at noon starting tomorrow");
        assert_eq!(noon.time(), jiff::civil::time(12, 0, 0, 0));
    }
}

/// Midnight does not exist in Santiago when its summer begins.
#[test]
fn an_all_day_task_on_a_day_without_midnight() {
    let now = at("2026-09-05T12:00:00-04:00[America/Santiago]");
    let due = parse("tomorrow", &now).unwrap().due.unwrap();
    assert_eq!(
        due.at,
        at("2026-09-06T01:00:00-03:00[America/Santiago]").timestamp()
    );
    assert_eq!(super::super::describe(&due, &now), "tomorrow");
}

#[test]
fn the_day_is_that_of_the_zone() {
    // The same moment: Saturday in Berlin, already Sunday in Auckland, still Friday in Honolulu.
    for (now, expected) in [
        ("2026-11-21T12:30:00+01:00[Europe/Berlin]", "Sun 2026-11-22"),
        (
            "2026-11-22T00:30:00+13:00[Pacific/Auckland]",
            "Mon 2026-11-23",
        ),
        (
            "2026-11-20T23:30:00-10:00[Pacific/Honolulu]",
            "Sat 2026-11-21",
        ),
    ] {
        assert_eq!(parsed("tomorrow", now), expected, "{now}");
    }
}

/// The last day of "until" is a whole day of the user's zone.
#[test]
fn until_is_the_end_of_the_local_day() {
    for (now, expected) in [
        (NOW, "FREQ=DAILY;UNTIL=20261224T225959Z"),
        (
            "2026-11-22T00:30:00+13:00[Pacific/Auckland]",
            "FREQ=DAILY;UNTIL=20261224T105959Z",
        ),
        (
            "2026-11-20T23:30:00-10:00[Pacific/Honolulu]",
            "FREQ=DAILY;UNTIL=20261225T095959Z",
        ),
    ] {
        let recurrence = parse("every day until 24 dec", &at(now))
            .unwrap()
            .recurrence
            .unwrap();
        assert_eq!(recurrence.rule, expected, "{now}");
        assert_eq!(
            super::super::describe_recurrence(&recurrence),
            "every day until Thu 24 Dec 2026",
            "{now}"
        );
    }
}
