use super::*;

#[track_caller]
fn reads(rows: &[(&str, &str)]) {
    check(rows, |text| parsed(text, NOW));
}

#[test]
fn days_by_name() {
    reads(&[
        ("today", "Sat 2026-11-21"),
        ("TODAY", "Sat 2026-11-21"),
        ("later today", "Sat 2026-11-21"),
        ("tomorrow", "Sun 2026-11-22"),
        ("tmrw", "Sun 2026-11-22"),
        ("the day after tomorrow", "Mon 2026-11-23"),
        ("yesterday", "Fri 2026-11-20"),
        ("monday", "Mon 2026-11-23"),
        ("Fri", "Fri 2026-11-27"),
        ("saturday", "Sat 2026-11-28"),
        ("sat", "Sat 2026-11-28"),
        ("this saturday", "Sat 2026-11-21"),
        ("this friday", "Fri 2026-11-27"),
        ("next monday", "Mon 2026-11-23"),
        ("next saturday", "Sat 2026-11-28"),
        ("next friday", "Fri 2026-11-27"),
        ("monday next week", "Mon 2026-11-23"),
        ("next week on friday", "Fri 2026-11-27"),
        ("last friday", "Fri 2026-11-20"),
        ("on thursday", "Thu 2026-11-26"),
        ("due by wed", "Wed 2026-11-25"),
        ("due: friday", "Fri 2026-11-27"),
        ("due:friday", "Fri 2026-11-27"),
    ]);
}

#[test]
fn next_is_of_next_week_and_bare_is_after_today() {
    let monday = "2026-11-23T09:00:00+01:00[Europe/Berlin]";
    check(
        &[
            ("monday", "Mon 2026-11-30"),
            ("monday 17:00", "Mon 2026-11-23 17:00"),
            ("monday 8:00", "Mon 2026-11-30 08:00"),
            ("this monday", "Mon 2026-11-23"),
            ("next monday", "Mon 2026-11-30"),
            ("wednesday", "Wed 2026-11-25"),
            ("next wednesday", "Wed 2026-12-02"),
            ("this weekend", "Sat 2026-11-28"),
            ("next weekend", "Sat 2026-12-05"),
            ("later this week", "Wed 2026-11-25"),
            ("end of week", "Fri 2026-11-27"),
            ("this week", "Fri 2026-11-27"),
        ],
        |text| parsed(text, monday),
    );
    let sunday = "2026-11-22T09:00:00+01:00[Europe/Berlin]";
    check(
        &[
            ("this weekend", "Sun 2026-11-22"),
            ("next weekend", "Sat 2026-11-28"),
            ("later this week", "Sun 2026-11-22"),
            ("end of the week", "Sun 2026-11-22"),
            ("next week", "Mon 2026-11-23"),
        ],
        |text| parsed(text, sunday),
    );
}

#[test]
fn weeks_months_and_years() {
    reads(&[
        ("this weekend", "Sat 2026-11-21"),
        ("weekend", "Sat 2026-11-21"),
        ("next weekend", "Sat 2026-11-28"),
        ("next week", "Mon 2026-11-23"),
        ("next month", "Tue 2026-12-01"),
        ("next year", "Fri 2027-01-01"),
        ("later this week", "Sun 2026-11-22"),
        ("later next week", "Thu 2026-11-26"),
        ("end of month", "Mon 2026-11-30"),
        ("by the end of the month", "Mon 2026-11-30"),
        ("last day of the month", "Mon 2026-11-30"),
        ("end of next month", "Thu 2026-12-31"),
        ("end of next week", "Fri 2026-11-27"),
        ("end of the year", "Thu 2026-12-31"),
        ("eom", "Mon 2026-11-30"),
        ("end of november", "Mon 2026-11-30"),
        ("end of february 2028", "Tue 2028-02-29"),
        ("start of december", "Tue 2026-12-01"),
        ("first day of next month", "Tue 2026-12-01"),
        ("beginning of next week", "Mon 2026-11-23"),
        ("this coming friday", "Fri 2026-11-27"),
        ("next friday the 27th", "Fri 2026-11-27"),
        ("in march", "Mon 2027-03-01"),
        ("june 2028", "Thu 2028-06-01"),
        ("next march", "Mon 2027-03-01"),
    ]);
}

#[test]
fn counted_days() {
    reads(&[
        ("in 3 days", "Tue 2026-11-24"),
        ("in 2 weeks", "Sat 2026-12-05"),
        ("in two weeks", "Sat 2026-12-05"),
        ("in a fortnight", "Sat 2026-12-05"),
        ("in a month", "Mon 2026-12-21"),
        ("in 1 year", "Sun 2027-11-21"),
        ("in 3d", "Tue 2026-11-24"),
        ("within 3 days", "Tue 2026-11-24"),
        ("a week from now", "Sat 2026-11-28"),
        ("3 days from today", "Tue 2026-11-24"),
        ("in 3 days at 5pm", "Tue 2026-11-24 17:00"),
        ("3 days ago", "Wed 2026-11-18"),
        ("in an hour", "Sat 2026-11-21 11:04"),
        ("in half an hour", "Sat 2026-11-21 10:34"),
        ("in 90 minutes", "Sat 2026-11-21 11:34"),
        ("in 2 and a half hours", "Sat 2026-11-21 12:34"),
        ("in 2h", "Sat 2026-11-21 12:04"),
        ("in 1.5 hours", "Sat 2026-11-21 11:34"),
        ("in an hour and a half", "Sat 2026-11-21 11:34"),
        ("in 1 hour 30 minutes", "Sat 2026-11-21 11:34"),
        ("in 2h and 15min", "Sat 2026-11-21 12:19"),
        ("in a couple of days", "Mon 2026-11-23"),
        ("in a few days", "Tue 2026-11-24"),
        ("in 1 day and 3 hours", "-"),
        ("in 2.5 days", "-"),
        ("3 days", "-"),
        ("in 3", "-"),
        ("in 0 days", "-"),
        ("in 99999 days", "-"),
        (
            "in 9999 years",
            "that day is in no calendar; check the day and the month",
        ),
    ]);
}

#[test]
fn dates() {
    reads(&[
        ("the 27th", "Fri 2026-11-27"),
        ("17th", "Thu 2026-12-17"),
        ("21st", "Sat 2026-11-21"),
        ("31st", "Thu 2026-12-31"),
        ("the 15th next month", "Tue 2026-12-15"),
        ("next month on the 15th", "Tue 2026-12-15"),
        ("15th of next month", "Tue 2026-12-15"),
        ("1st of the month", "Tue 2026-12-01"),
        ("27 jan", "Wed 2027-01-27"),
        ("27 nov", "Fri 2026-11-27"),
        ("january 27", "Wed 2027-01-27"),
        ("Jan. 27", "Wed 2027-01-27"),
        ("jan 27th 2027", "Wed 2027-01-27"),
        ("January 27, 2028", "Thu 2028-01-27"),
        ("the 27th of january", "Wed 2027-01-27"),
        ("27 nov 2025", "Thu 2025-11-27"),
        ("fri 27 nov", "Fri 2026-11-27"),
        ("Friday, 27 November 2026", "Fri 2026-11-27"),
        ("Sat 14 Nov", "Sat 2026-11-14"),
        ("march 5", "Fri 2027-03-05"),
        ("may", "Sat 2027-05-01"),
        ("29 feb", "Tue 2028-02-29"),
        ("27.11.2026", "Fri 2026-11-27"),
        ("1.2.2027", "Mon 2027-02-01"),
        ("27-Nov-2026", "Fri 2026-11-27"),
        ("27/11/2026", "Fri 2026-11-27"),
        ("11/27/2026", "Fri 2026-11-27"),
        ("27/1", "Wed 2027-01-27"),
        ("1/27", "Wed 2027-01-27"),
        ("5/5", "Wed 2027-05-05"),
        ("2026-11-27", "Fri 2026-11-27"),
        ("2026/11/27", "Fri 2026-11-27"),
        ("2026-11-27 17:00", "Fri 2026-11-27 17:00"),
        ("2026-11-27T17:00", "Fri 2026-11-27 17:00"),
        ("2026-11-27T17:00:30", "Fri 2026-11-27 17:00"),
        ("2026-11-27T17:00:00Z", "Fri 2026-11-27 18:00"),
        ("2026-11-27t17:00:00z", "Fri 2026-11-27 18:00"),
        ("2026-11-27T17:00:00-05:00", "Fri 2026-11-27 23:00"),
        (
            "2026-11-27T17:00-05:00[America/New_York]",
            "Fri 2026-11-27 23:00",
        ),
    ]);
}

#[test]
fn times() {
    reads(&[
        ("at 5", "Sat 2026-11-21 17:00"),
        ("at 1", "Sat 2026-11-21 13:00"),
        ("at 7", "Sat 2026-11-21 19:00"),
        ("at 8", "Sun 2026-11-22 08:00"),
        ("at 9", "Sun 2026-11-22 09:00"),
        ("at 11", "Sat 2026-11-21 11:00"),
        ("by 12", "Sat 2026-11-21 12:00"),
        ("at 0", "Sun 2026-11-22 00:00"),
        ("at 15", "Sat 2026-11-21 15:00"),
        ("at 24", "-"),
        ("5", "-"),
        ("5pm", "Sat 2026-11-21 17:00"),
        ("5 pm", "Sat 2026-11-21 17:00"),
        ("5 P.M.", "Sat 2026-11-21 17:00"),
        ("5:30 pm", "Sat 2026-11-21 17:30"),
        ("5.30pm", "Sat 2026-11-21 17:30"),
        ("12am", "Sun 2026-11-22 00:00"),
        ("12pm", "Sat 2026-11-21 12:00"),
        ("13pm", "-"),
        ("17:00", "Sat 2026-11-21 17:00"),
        ("at 5:30", "Sat 2026-11-21 17:30"),
        ("05:30", "Sun 2026-11-22 05:30"),
        ("17:60", "-"),
        ("25:00", "-"),
        ("5 o'clock", "Sat 2026-11-21 17:00"),
        ("at 5 o\u{2019}clock", "Sat 2026-11-21 17:00"),
        ("half past 5", "Sat 2026-11-21 17:30"),
        ("quarter to 12", "Sat 2026-11-21 11:45"),
        ("quarter to 1", "Sat 2026-11-21 12:45"),
        ("noon", "Sat 2026-11-21 12:00"),
        ("midnight", "Sun 2026-11-22 00:00"),
        ("today at midnight", "Sun 2026-11-22 00:00"),
        ("end of day", "Sat 2026-11-21 17:00"),
        ("tomorrow eod", "Sun 2026-11-22 17:00"),
        ("today at 8am", "Sat 2026-11-21 08:00"),
    ]);
}

#[test]
fn parts_of_the_day() {
    reads(&[
        ("tonight", "Sat 2026-11-21 20:00"),
        ("tonight at 9", "Sat 2026-11-21 21:00"),
        ("at 10:30 tonight", "Sat 2026-11-21 22:30"),
        ("tonight at 1", "Sun 2026-11-22 01:00"),
        ("this evening", "Sat 2026-11-21 19:00"),
        ("later this afternoon", "Sat 2026-11-21 12:00"),
        ("this afternoon", "Sat 2026-11-21 12:00"),
        ("in the morning", "Sun 2026-11-22 09:00"),
        ("in the evening", "Sat 2026-11-21 19:00"),
        ("at night", "Sat 2026-11-21 22:00"),
        ("tomorrow morning", "Sun 2026-11-22 09:00"),
        ("tomorrow night", "Sun 2026-11-22 22:00"),
        ("monday afternoon", "Mon 2026-11-23 12:00"),
        ("tomorrow at 5 in the morning", "Sun 2026-11-22 05:00"),
        ("at 9 in the evening on friday", "Fri 2026-11-27 21:00"),
        ("8 in the evening", "Sat 2026-11-21 20:00"),
        ("9 tonight", "Sat 2026-11-21 21:00"),
        ("friday evening at 8", "Fri 2026-11-27 20:00"),
        ("27 jan in the morning", "Wed 2027-01-27 09:00"),
    ]);
}

#[test]
fn date_and_time_in_either_order() {
    reads(&[
        ("tomorrow at 5pm", "Sun 2026-11-22 17:00"),
        ("at 5pm tomorrow", "Sun 2026-11-22 17:00"),
        ("tomorrow, 5pm", "Sun 2026-11-22 17:00"),
        ("5pm on friday", "Fri 2026-11-27 17:00"),
        ("17:00 on 27 jan", "Wed 2027-01-27 17:00"),
        ("jan 5 5pm", "Tue 2027-01-05 17:00"),
        ("27 nov 9:00", "Fri 2026-11-27 09:00"),
        ("at 5 today", "Sat 2026-11-21 17:00"),
        ("Fri 27 Nov, 09:00", "Fri 2026-11-27 09:00"),
        ("tomorrow at 5pm at 6pm", "-"),
        ("tomorrow friday 5pm monday", "-"),
    ]);
}

#[test]
fn errors_say_what_is_wrong() {
    let nowhere = "that day is in no calendar; check the day and the month";
    let ambiguous =
        "day and month could be either way round; write it as \"3 april\" or \"2027-04-03\"";
    reads(&[
        ("feb 30", nowhere),
        ("31 april", nowhere),
        ("2026-02-30", nowhere),
        ("2026-13-01", nowhere),
        ("2026-02-30T10:00", nowhere),
        ("13/13", nowhere),
        ("every feb 30", nowhere),
        ("3/4", ambiguous),
        ("03/04/2027", ambiguous),
        ("monday 27 nov", "Fri 27 Nov 2026 is not a Monday"),
        (
            "every day until yesterday",
            "the repeat ends before it starts",
        ),
        ("", "-"),
        ("  ", "-"),
        ("soon", "-"),
        ("tomorrow buy milk", "-"),
        ("\"tomorrow\"", "-"),
        ("tomorrow https://example.com", "-"),
        ("today. tomorrow", "-"),
    ]);
    let help = WhenError::NotUnderstood.to_string();
    let now = at(NOW);
    for example in help.split('"').skip(1).step_by(2) {
        assert!(
            parse(example, &now).is_ok(),
            "{example} is offered as an example"
        );
    }
}

/// What is due at this very moment cannot be done in time any more.
#[test]
fn now_is_over() {
    check(
        &[
            ("at 9", "Sun 2026-11-22 09:00"),
            ("every day at 9", "Sun 2026-11-22 09:00 FREQ=DAILY"),
            ("saturday at 9", "Sat 2026-11-28 09:00"),
            ("at 9:01", "Sat 2026-11-21 09:01"),
            ("every day at 9:01", "Sat 2026-11-21 09:01 FREQ=DAILY"),
        ],
        |text| parsed(text, "2026-11-21T09:00:00+01:00[Europe/Berlin]"),
    );
}
