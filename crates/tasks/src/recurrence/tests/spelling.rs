use super::*;

#[test]
fn rules_are_stored_in_one_spelling() {
    for (written, stored) in [
        ("freq=weekly;byday=mo", "FREQ=WEEKLY;BYDAY=MO"),
        (" RRULE:BYDAY=MO;FREQ=WEEKLY; ", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=DAILY;COUNT=3;INTERVAL=1", "FREQ=DAILY;COUNT=3"),
        (
            "FREQ=DAILY;UNTIL=20261231T180000Z",
            "FREQ=DAILY;UNTIL=20261231T180000Z",
        ),
        (
            "FREQ=DAILY;UNTIL=20261231T180000",
            "FREQ=DAILY;UNTIL=20261231T180000",
        ),
        ("FREQ=DAILY;UNTIL=20261231", "FREQ=DAILY;UNTIL=20261231"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=31"),
    ] {
        assert_eq!(check(&every(written)).unwrap().rule, stored);
    }
}

#[test]
fn rules_that_cannot_be_kept_are_refused() {
    let refused = |rule: &str| check(&every(rule)).unwrap_err();
    let malformed = "must be an RFC 5545 rule such as FREQ=WEEKLY;BYDAY=MO";
    let flood = "must not repeat more often than every hour";
    for (rule, message) in [
        ("", malformed),
        ("every monday", malformed),
        ("INTERVAL=2", "must have FREQ"),
        (
            "FREQ=SOMETIMES",
            "FREQ must be HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY",
        ),
        ("FREQ=MINUTELY", flood),
        ("FREQ=SECONDLY;INTERVAL=1000", flood),
        ("FREQ=HOURLY;BYMINUTE=0,1,2,3", flood),
        ("FREQ=DAILY;BYSECOND=1", "has a part that is not supported"),
        ("FREQ=DAILY;X-EVIL=1", "has a part that is not supported"),
        ("FREQ=DAILY;FREQ=WEEKLY", "has FREQ twice"),
        ("FREQ=DAILY;BYHOUR=1;BYHOUR=2", "has BYHOUR twice"),
        (
            "FREQ=DAILY;INTERVAL=0",
            "INTERVAL must be a number from 1 to 1000",
        ),
        (
            "FREQ=DAILY;INTERVAL=+5",
            "INTERVAL must be a number from 1 to 1000",
        ),
        (
            "FREQ=DAILY;COUNT=99999999999",
            "COUNT must be a number from 1 to 1000",
        ),
        (
            "FREQ=DAILY;COUNT=3;UNTIL=20261231",
            "must not have both COUNT and UNTIL",
        ),
        (
            "FREQ=DAILY;UNTIL=tomorrow",
            "UNTIL must be a date such as 20261231 or 20261231T180000Z",
        ),
        (
            "FREQ=DAILY;UNTIL=20260230",
            "UNTIL must be a date such as 20261231 or 20261231T180000Z",
        ),
        (
            "FREQ=WEEKLY;BYDAY=XX",
            "is not a recurrence rule of RFC 5545",
        ),
        (
            "FREQ=WEEKLY;BYMONTHDAY=3",
            "is not a recurrence rule of RFC 5545",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=32",
            "is not a recurrence rule of RFC 5545",
        ),
        (
            "FREQ=DAILY;BYHOUR=24",
            "is not a recurrence rule of RFC 5545",
        ),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never gives a date"),
        (
            "FREQ=DAILY;BYDAY=",
            "BYDAY must be a list of values with commas between",
        ),
        (
            "FREQ=DAILY;BYDAY=MO\nDTSTART:2",
            "must not contain DTSTART: the due date is the start",
        ),
        (
            "FREQ=DAILY;BYDAY=MO\nRDATE:2",
            "BYDAY must be a list of values with commas between",
        ),
        (
            "DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY",
            "must not contain DTSTART: the due date is the start",
        ),
    ] {
        assert_eq!(refused(rule), message, "{rule}");
    }
    let long = format!("FREQ=DAILY;BYHOUR={}", "1,".repeat(300));
    assert_eq!(refused(&long), "must be at most 500 characters");
}
