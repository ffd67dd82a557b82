use super::*;

mod properties;
mod spelling;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn moment(wall: &str, zone: &TimeZone) -> Timestamp {
    let wall: DateTime = wall.parse().unwrap();
    wall.to_zoned(zone.clone()).unwrap().timestamp()
}

fn every(rule: &str) -> Recurrence {
    Recurrence {
        rule: rule.to_owned(),
        basis: RecurrenceBasis::Schedule,
    }
}

fn after_completion(rule: &str) -> Recurrence {
    Recurrence {
        basis: RecurrenceBasis::Completion,
        ..every(rule)
    }
}

/// Completes the task at `now`; shows when the next is due, on the wall clock.
#[track_caller]
fn next(recurrence: &Recurrence, due: &str, now: &str, zone_name: &str) -> String {
    let zone = zone(zone_name);
    let all_day = !due.contains('T');
    let due_at = Due {
        at: moment(due, &zone),
        all_day,
    };
    let checked = check(recurrence).unwrap();
    match following(&checked, due_at, moment(now, &zone), &zone) {
        Some(next) => {
            assert_eq!(next.due.all_day, all_day);
            show(next.due, &zone)
        }
        None => "never".to_owned(),
    }
}

fn show(due: Due, zone: &TimeZone) -> String {
    let zoned = due.at.to_zoned(zone.clone());
    let format = if due.all_day {
        "%Y-%m-%d %a"
    } else {
        "%Y-%m-%d %a %H:%M %Z"
    };
    zoned.strftime(format).to_string()
}

/// Completes the task the moment it is due, again and again.
fn series(recurrence: &Recurrence, due: &str, zone_name: &str, count: usize) -> Vec<String> {
    let zone = zone(zone_name);
    let all_day = !due.contains('T');
    let mut due = Due {
        at: moment(due, &zone),
        all_day,
    };
    let mut recurrence = check(recurrence).unwrap();
    let mut shown = Vec::new();
    while shown.len() < count {
        let Some(next) = following(&recurrence, due, due.at, &zone) else {
            shown.push("end".to_owned());
            break;
        };
        shown.push(show(next.due, &zone));
        (due, recurrence) = (next.due, next.recurrence);
    }
    shown
}

#[test]
fn the_plain_repeats() {
    let on = |rule| {
        next(
            &every(rule),
            "2026-11-20T09:00",
            "2026-11-20T10:00",
            "Europe/Berlin",
        )
    };
    assert_eq!(on("FREQ=DAILY"), "2026-11-21 Sat 09:00 CET");
    assert_eq!(on("FREQ=WEEKLY"), "2026-11-27 Fri 09:00 CET");
    assert_eq!(on("FREQ=WEEKLY;INTERVAL=2"), "2026-12-04 Fri 09:00 CET");
    assert_eq!(
        on("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        "2026-11-23 Mon 09:00 CET"
    );
    assert_eq!(on("FREQ=MONTHLY"), "2026-12-20 Sun 09:00 CET");
    assert_eq!(on("FREQ=MONTHLY;BYDAY=3FR"), "2026-12-18 Fri 09:00 CET");
    assert_eq!(on("FREQ=MONTHLY;BYDAY=-1FR"), "2026-11-27 Fri 09:00 CET");
    assert_eq!(on("FREQ=MONTHLY;BYMONTHDAY=-1"), "2026-11-30 Mon 09:00 CET");
    assert_eq!(on("FREQ=YEARLY"), "2027-11-20 Sat 09:00 CET");
    assert_eq!(
        on("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=27"),
        "2027-01-27 Wed 09:00 CET"
    );
    assert_eq!(on("FREQ=HOURLY;INTERVAL=12"), "2026-11-20 Fri 21:00 CET");
}

#[test]
fn what_was_missed_is_skipped_and_nothing_is_due_in_the_past() {
    let on = |rule, due| next(&every(rule), due, "2026-11-21T15:20", "Europe/Berlin");
    assert_eq!(
        on("FREQ=DAILY", "2020-01-01T18:00"),
        "2026-11-21 Sat 18:00 CET"
    );
    assert_eq!(
        on("FREQ=DAILY", "2020-01-01T09:00"),
        "2026-11-22 Sun 09:00 CET"
    );
    assert_eq!(
        on("FREQ=HOURLY;INTERVAL=5", "1990-01-01T00:00"),
        "2026-11-21 Sat 18:00 CET"
    );
    assert_eq!(
        on("FREQ=WEEKLY;INTERVAL=2", "2026-11-02T09:00"),
        "2026-11-30 Mon 09:00 CET"
    );
    assert_eq!(
        on("FREQ=MONTHLY;INTERVAL=5", "1999-01-31T09:00"),
        "2026-12-31 Thu 09:00 CET"
    );
    assert_eq!(
        on("FREQ=YEARLY", "1960-02-29T09:00"),
        "2027-02-28 Sun 09:00 CET"
    );
    assert_eq!(
        on("FREQ=YEARLY;BYWEEKNO=20", "1990-05-16T09:00"),
        "2027-05-19 Wed 09:00 CEST"
    );
}

#[test]
fn completing_early_does_not_repeat_the_date() {
    let on = |rule| {
        next(
            &every(rule),
            "2026-11-25T09:00",
            "2026-11-21T15:20",
            "Europe/Berlin",
        )
    };
    assert_eq!(on("FREQ=DAILY"), "2026-11-26 Thu 09:00 CET");
    assert_eq!(on("FREQ=WEEKLY;BYDAY=WE"), "2026-12-02 Wed 09:00 CET");
}

#[test]
fn all_day_tasks_stay_all_day_and_come_tomorrow_at_the_earliest() {
    for zone in [
        "Europe/Berlin",
        "America/New_York",
        "Pacific/Auckland",
        "Asia/Karachi",
    ] {
        let on = |due| next(&every("FREQ=DAILY"), due, "2026-11-21T15:20", zone);
        assert_eq!(on("2026-11-18"), "2026-11-22 Sun", "{zone}");
        assert_eq!(on("2026-11-21"), "2026-11-22 Sun", "{zone}");
        assert_eq!(on("2026-11-23"), "2026-11-24 Tue", "{zone}");
    }
    let weekday = every("FREQ=WEEKLY;BYDAY=MO");
    let on_monday = next(
        &weekday,
        "2026-11-16",
        "2026-11-16T23:59",
        "Pacific/Auckland",
    );
    assert_eq!(on_monday, "2026-11-23 Mon");
}

#[test]
fn a_day_whose_midnight_is_left_out_begins_later() {
    // In Beirut the clocks jump from 00:00 to 01:00.
    let daily = every("FREQ=DAILY");
    let days = series(&daily, "2026-03-27", "Asia/Beirut", 3);
    assert_eq!(days, ["2026-03-28 Sat", "2026-03-29 Sun", "2026-03-30 Mon"]);
}

#[test]
fn the_clock_time_is_kept_when_the_clocks_change() {
    let daily = every("FREQ=DAILY");
    let on = |due, zone| series(&daily, due, zone, 2).join(", ");
    assert_eq!(
        on("2026-03-28T09:00", "Europe/Berlin"),
        "2026-03-29 Sun 09:00 CEST, 2026-03-30 Mon 09:00 CEST"
    );
    assert_eq!(
        on("2026-10-31T09:00", "America/New_York"),
        "2026-11-01 Sun 09:00 EST, 2026-11-02 Mon 09:00 EST"
    );
    assert_eq!(
        on("2026-09-26T09:00", "Pacific/Auckland"),
        "2026-09-27 Sun 09:00 NZDT, 2026-09-28 Mon 09:00 NZDT"
    );
    assert_eq!(
        on("2026-10-03T09:00", "Australia/Lord_Howe"),
        "2026-10-04 Sun 09:00 +11, 2026-10-05 Mon 09:00 +11"
    );
}

#[test]
fn a_time_that_is_left_out_is_moved_for_that_day_alone() {
    // 02:30 does not exist on March 8th, and comes twice on November 1st.
    let daily = every("FREQ=DAILY");
    assert_eq!(
        series(&daily, "2026-03-07T02:30", "America/New_York", 1),
        ["2026-03-08 Sun 03:30 EDT"]
    );
    assert_eq!(
        series(&daily, "2026-10-31T01:30", "America/New_York", 2),
        ["2026-11-01 Sun 01:30 EDT", "2026-11-02 Mon 01:30 EST"]
    );
    let hourly = every("FREQ=HOURLY");
    assert_eq!(
        series(&hourly, "2026-03-08T01:30", "America/New_York", 2),
        ["2026-03-08 Sun 03:30 EDT", "2026-03-08 Sun 04:30 EDT"]
    );
}

#[test]
fn short_months_take_their_last_day_and_the_day_comes_back() {
    let monthly = |due| series(&every("FREQ=MONTHLY"), due, "Europe/Berlin", 4).join(", ");
    assert_eq!(
        monthly("2027-12-31"),
        "2028-01-31 Mon, 2028-02-29 Tue, 2028-03-31 Fri, 2028-04-30 Sun"
    );
    assert_eq!(
        monthly("2026-12-30"),
        "2027-01-30 Sat, 2027-02-28 Sun, 2027-03-30 Tue, 2027-04-30 Fri"
    );
    assert_eq!(
        monthly("2026-12-29"),
        "2027-01-29 Fri, 2027-02-28 Sun, 2027-03-29 Mon, 2027-04-29 Thu"
    );
    let by_day = series(
        &every("FREQ=MONTHLY;BYMONTHDAY=31"),
        "2027-01-31",
        "Europe/Berlin",
        2,
    );
    assert_eq!(by_day, ["2027-02-28 Sun", "2027-03-31 Wed"]);
    let leap = series(&every("FREQ=YEARLY"), "2028-02-29", "Europe/Berlin", 4);
    assert_eq!(
        leap,
        [
            "2029-02-28 Wed",
            "2030-02-28 Thu",
            "2031-02-28 Fri",
            "2032-02-29 Sun"
        ]
    );
    let others = series(&every("FREQ=YEARLY"), "2026-12-31", "Europe/Berlin", 1);
    assert_eq!(others, ["2027-12-31 Fri"]);
}

#[test]
fn counting_from_completion_starts_anew_each_time() {
    let on = |rule, due| {
        next(
            &after_completion(rule),
            due,
            "2026-11-21T15:20:45",
            "Europe/Berlin",
        )
    };
    assert_eq!(
        on("FREQ=DAILY;INTERVAL=3", "2026-11-10T09:00"),
        "2026-11-24 Tue 09:00 CET"
    );
    assert_eq!(
        on("FREQ=DAILY;INTERVAL=3", "2026-11-30T09:00"),
        "2026-11-24 Tue 09:00 CET"
    );
    assert_eq!(on("FREQ=DAILY;INTERVAL=3", "2026-11-10"), "2026-11-24 Tue");
    assert_eq!(
        on("FREQ=DAILY", "2026-11-21T18:00"),
        "2026-11-22 Sun 18:00 CET"
    );
    assert_eq!(
        on("FREQ=HOURLY;INTERVAL=12", "2026-11-10T09:00"),
        "2026-11-22 Sun 03:20 CET"
    );
    assert_eq!(
        on("FREQ=WEEKLY;BYDAY=MO", "2026-11-10T09:00"),
        "2026-11-23 Mon 09:00 CET"
    );

    let monthly = after_completion("FREQ=MONTHLY");
    let on = |now| next(&monthly, "2026-01-15", now, "Europe/Berlin");
    assert_eq!(on("2026-01-31T10:00"), "2026-02-28 Sat");
    let zone = zone("Europe/Berlin");
    let due = Due {
        at: moment("2026-01-15", &zone),
        all_day: true,
    };
    let after = following(&monthly, due, moment("2026-01-31T10:00", &zone), &zone).unwrap();
    assert_eq!(after.recurrence, monthly);
}

#[test]
fn a_number_of_times_is_counted_down() {
    let thrice = series(
        &every("FREQ=DAILY;COUNT=3"),
        "2026-11-20",
        "Europe/Berlin",
        9,
    );
    assert_eq!(thrice, ["2026-11-21 Sat", "2026-11-22 Sun", "end"]);
    let thrice = series(
        &after_completion("FREQ=DAILY;COUNT=3"),
        "2026-11-20",
        "Europe/Berlin",
        9,
    );
    assert_eq!(thrice, ["2026-11-21 Sat", "2026-11-22 Sun", "end"]);

    let late = |now| {
        next(
            &every("FREQ=DAILY;COUNT=5"),
            "2026-11-20",
            now,
            "Europe/Berlin",
        )
    };
    assert_eq!(late("2026-11-23T10:00"), "2026-11-24 Tue");
    assert_eq!(late("2026-11-24T10:00"), "never");
    assert_eq!(late("2036-11-24T10:00"), "never");
}

#[test]
fn the_last_day_is_kept_in_all_three_forms() {
    let ends = |until: &str, due| {
        let rule = format!("FREQ=DAILY;UNTIL={until}");
        next(&every(&rule), due, "2026-11-20T10:00", "America/New_York")
    };
    for until in ["20261121", "20261121T090000", "20261121T140000Z"] {
        assert_eq!(
            ends(until, "2026-11-20T09:00"),
            "2026-11-21 Sat 09:00 EST",
            "{until}"
        );
        assert_eq!(ends(until, "2026-11-21T09:00"), "never", "{until}");
    }
    assert_eq!(ends("20261121T135959Z", "2026-11-20T09:00"), "never");
    assert_eq!(ends("20261122T045959Z", "2026-11-20"), "2026-11-21 Sat");
    assert_eq!(ends("19990101", "2026-11-20"), "never");
}
