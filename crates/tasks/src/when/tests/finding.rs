use super::*;

#[track_caller]
fn finds(rows: &[(&str, &str)]) {
    check(rows, |text| found(text, NOW));
}

#[test]
fn phrases_come_with_their_small_words() {
    finds(&[
        ("Buy milk tomorrow", "[tomorrow] Sun 2026-11-22"),
        ("Buy milk tomorrow.", "[tomorrow] Sun 2026-11-22"),
        ("tomorrow buy milk", "[tomorrow] Sun 2026-11-22"),
        ("Pay rent by friday", "[by friday] Fri 2026-11-27"),
        (
            "Pay rent due on friday at 5 pm",
            "[due on friday at 5 pm] Fri 2026-11-27 17:00",
        ),
        (
            "Dentist at 5 tomorrow",
            "[at 5 tomorrow] Sun 2026-11-22 17:00",
        ),
        ("Call mom at 5", "[at 5] Sat 2026-11-21 17:00"),
        ("Call mom at 5 with Ann", "[at 5] Sat 2026-11-21 17:00"),
        (
            "Call mom (friday, 5pm) about it",
            "[friday, 5pm] Fri 2026-11-27 17:00",
        ),
        (
            "Call mom at 5 p.m. about it",
            "[at 5 p.m.] Sat 2026-11-21 17:00",
        ),
        ("Book a table for friday", "[for friday] Fri 2026-11-27"),
        ("Move the dentist to friday", "[to friday] Fri 2026-11-27"),
        (
            "Move all from today to tomorrow except gym",
            "[to tomorrow] Sun 2026-11-22",
        ),
        (
            "Move standup from monday to tuesday",
            "[to tuesday] Tue 2026-11-24",
        ),
        ("Set an alarm for 6:45", "[for 6:45] Sat 2026-11-21 18:45"),
        ("Ship it at 17.00 please", "[at 17.00] Sat 2026-11-21 17:00"),
        (
            "Pay no later than friday",
            "[no later than friday] Fri 2026-11-27",
        ),
        (
            "Turn it off in 1 hour 30 minutes",
            "[in 1 hour 30 minutes] Sat 2026-11-21 11:34",
        ),
        (
            "Sleep on weekends",
            "[on weekends] Sat 2026-11-21 FREQ=WEEKLY;BYDAY=SA",
        ),
        (
            "Standup every weekday at 9",
            "[every weekday at 9] Mon 2026-11-23 09:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        ),
        (
            "Gym on mondays",
            "[on mondays] Mon 2026-11-23 FREQ=WEEKLY;BYDAY=MO",
        ),
        (
            "Water plants every! 3 days please",
            "[every! 3 days] Sat 2026-11-21 FREQ=DAILY;INTERVAL=3 after completion",
        ),
        (
            "Rent on the 1st of every month",
            "[on the 1st of every month] Tue 2026-12-01 FREQ=MONTHLY;BYMONTHDAY=1",
        ),
        ("Pay taxes in may", "[in may] Sat 2027-05-01"),
        ("Holiday on march 5", "[on march 5] Fri 2027-03-05"),
        ("Submit june 5 report", "[june 5] Sat 2027-06-05"),
        ("Buy milk sat", "[sat] Sat 2026-11-28"),
        ("Buy milk on sat please", "[on sat] Sat 2026-11-28"),
        ("Party sat 5pm at Ann's", "[sat 5pm] Sat 2026-11-21 17:00"),
        ("Pay rent 17th", "[17th] Thu 2026-12-17"),
        ("Pay rent on the 17th", "[on the 17th] Thu 2026-12-17"),
        ("Call 🎉 Ünal tomorrow 🎉", "[tomorrow] Sun 2026-11-22"),
        ("due:friday Pay rent", "[due:friday] Fri 2026-11-27"),
        ("Meet Bob @ 5pm", "[@ 5pm] Sat 2026-11-21 17:00"),
        ("Report 2026-11-27 to Ann", "[2026-11-27] Fri 2026-11-27"),
        ("Water plants daily", "[daily] Sat 2026-11-21 FREQ=DAILY"),
    ]);
}

#[test]
fn the_last_date_counts() {
    finds(&[
        ("Write monday notes up today", "[today] Sat 2026-11-21"),
        (
            "Read the friday report by tomorrow",
            "[by tomorrow] Sun 2026-11-22",
        ),
        (
            "At 5pm read the news on friday",
            "[on friday] Fri 2026-11-27",
        ),
        (
            "every monday plan today's work",
            "[every monday] Mon 2026-11-23 FREQ=WEEKLY;BYDAY=MO",
        ),
        (
            "Vacation from 27 dec to 3 jan",
            "[from 27 dec] Sun 2026-12-27",
        ),
        ("Pay on feb 30, else tomorrow", "[tomorrow] Sun 2026-11-22"),
    ]);
}

#[test]
fn words_that_only_look_like_dates() {
    let none = [
        "Buy milk",
        "Call Sunshine",
        "Renewed Monday-ish passports",
        "Ask Maya",
        "May I leave",
        "I may go",
        "may 5 people come",
        "March on",
        "march 5 miles",
        "June 5 times",
        "sat down",
        "Where I sat",
        "the cat sat",
        "wed Anna",
        "in the sun",
        "Enjoy the sun today's way",
        "Sun cream",
        "wait a second",
        "every second counts",
        "every 3rd time",
        "second floor",
        "17th century novel",
        "his 30th birthday cake",
        "3rd party",
        "look at 5 houses",
        "at 5 percent",
        "John 3:16",
        "dinner for 5",
        "Plan 3 days",
        "weekly report",
        "the daily standup",
        "the friday report",
        "Black Friday deals",
        "notes of monday",
        "since monday",
        "last friday's notes",
        "last friday",
        "reply to the mail from monday",
        "yesterday",
        "talk about tomorrow",
        "everyday life",
        "today's news",
        "today\u{2019}s news",
        "be there in a minute",
        "Watch Midnight Mass",
        "Order 66",
        "24/7 support",
        "3/4 cup of flour",
        "meet 3/4",
        "14:00-15:00",
        "yoga mon, wed, fri",
        "meet monday or tuesday",
        "call at 5pm EST",
        "pills twice daily",
        "in 2-3 days",
        "run every day except sunday",
        "friday after next",
        "at 5.30 dollars",
    ];
    let rows: Vec<(&str, &str)> = none.iter().map(|text| (*text, "-")).collect();
    finds(&rows);
}

#[test]
fn addresses_versions_and_quotes_are_left_alone() {
    let none = [
        "https://example.com/tomorrow",
        "see example.com/friday or www.monday.com",
        "monday.com",
        "mail today@example.com",
        "mail tom@tomorrow.example",
        "read \"tomorrow never dies\"",
        "read \u{201c}every day is friday\u{201d}",
        "read \u{ab}tomorrow\u{bb}",
        "tag #monday",
        "@friday",
        "path/to/friday",
        "friday/monday",
        "upgrade to 1.2.3",
        "upgrade to v2.17",
        "upgrade to 10.12.24",
        "rfc 2026-11-27-1",
        "save_friday",
        "50% friday%",
        "x=tomorrow",
        "`tomorrow`",
    ];
    let rows: Vec<(&str, &str)> = none.iter().map(|text| (*text, "-")).collect();
    finds(&rows);
    finds(&[
        ("read \"friday\" tomorrow", "[tomorrow] Sun 2026-11-22"),
        (
            "buy a 5\" pipe tomorrow and a 6\" one",
            "[tomorrow] Sun 2026-11-22",
        ),
        ("\"unclosed tomorrow", "[tomorrow] Sun 2026-11-22"),
    ]);
}
