use jiff::civil::{Date, Weekday};

use super::rule::{Frequency, Rule};

/// Returns the rule in a form that skips no month for being too short, and that says on which day of the week
/// a week by number is meant.
///
/// RFC 5545 leaves out months that lack the day: "every month" from January 31st would next be in March.
/// People mean the last day of February.
pub(super) fn effective(rule: &Rule, start: Date) -> Rule {
    let mut rule = rule.clone();
    if rule.has_part("BYWEEKNO") && !rule.has_part("BYDAY") {
        rule.set_part("BYDAY", code(start.weekday()));
    }
    let elsewhere = ["BYDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"];
    if elsewhere.iter().any(|part| rule.has_part(part)) {
        return rule;
    }
    let day = match rule.part("BYMONTHDAY") {
        Some(days) => days.parse().unwrap_or(0),
        None => start.day(),
    };
    match rule.frequency {
        Frequency::Monthly => set_month_day(&mut rule, day),
        Frequency::Yearly => set_year_day(&mut rule, start, day),
        Frequency::Hourly | Frequency::Daily | Frequency::Weekly => {}
    }
    rule
}

fn set_month_day(rule: &mut Rule, day: i8) {
    match day {
        29 => set_last_of(rule, "28,29"),
        30 => set_last_of(rule, "28,29,30"),
        31 => rule.set_part("BYMONTHDAY", "-1"),
        _ => {}
    }
}

fn set_last_of(rule: &mut Rule, days: &str) {
    rule.set_part("BYMONTHDAY", days);
    rule.set_part("BYSETPOS", "-1");
}

/// Of the years' days, only February 29th is missing from some.
fn set_year_day(rule: &mut Rule, start: Date, day: i8) {
    let in_february = match rule.part("BYMONTH") {
        Some(months) => months == "2",
        // A day of the month without a month means that day of every month.
        None => start.month() == 2 && !rule.has_part("BYMONTHDAY"),
    };
    if in_february && day >= 29 {
        rule.set_part("BYMONTH", "2");
        rule.set_part("BYMONTHDAY", "-1");
    }
}

fn code(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}
