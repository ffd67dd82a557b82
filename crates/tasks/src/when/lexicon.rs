//! The vocabulary: names of days, months, units and numbers.

use jiff::civil::Weekday;

/// How plainly a name is the name of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// Nothing else is written so.
    Plain,
    /// Also an ordinary word: "sat", "sun", "wed".
    Ordinary,
}

/// A span of the calendar or the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// A part of the day, with the hour it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// 09:00.
    Morning,
    /// 12:00.
    Afternoon,
    /// 19:00.
    Evening,
    /// 22:00.
    Night,
    /// 20:00 today; people say it of the evening.
    Tonight,
}

pub(super) fn weekday(word: &str) -> Option<(Weekday, Name)> {
    let day = match word {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" | "tues" => Weekday::Tuesday,
        "wednesday" | "wed" | "weds" => Weekday::Wednesday,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    };
    let ordinary = matches!(word, "wed" | "sat" | "sun");
    Some((
        day,
        if ordinary {
            Name::Ordinary
        } else {
            Name::Plain
        },
    ))
}

/// "mondays": every Monday.
pub(super) fn weekdays(word: &str) -> Option<Weekday> {
    let singular = word.strip_suffix('s')?;
    let (day, _) = weekday(singular)?;
    singular.ends_with("day").then_some(day)
}

/// The number of a month, from 1.
pub(super) fn month(word: &str) -> Option<i8> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sep" | "sept" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

/// Whether the name of a month is a verb as well.
pub(super) fn is_verb(month: &str) -> bool {
    matches!(month, "may" | "march")
}

/// Whether a dot after the word may be part of it ("Jan.", "Mon.").
pub(super) fn is_abbreviation(word: &str) -> bool {
    word.len() <= 5
        && ((month(word).is_some() && !matches!(word, "may" | "march" | "april" | "june" | "july"))
            || weekday(word).is_some_and(|(_, name)| name == Name::Plain))
}

pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "minute" | "minutes" | "min" | "mins" => Unit::Minute,
        "hour" | "hours" | "hr" | "hrs" | "h" => Unit::Hour,
        "day" | "days" | "d" => Unit::Day,
        "week" | "weeks" | "wk" | "wks" | "w" => Unit::Week,
        "month" | "months" => Unit::Month,
        "year" | "years" | "yr" | "yrs" => Unit::Year,
        _ => return None,
    })
}

pub(super) fn part(word: &str) -> Option<Part> {
    Some(match word {
        "morning" => Part::Morning,
        "afternoon" => Part::Afternoon,
        "evening" => Part::Evening,
        "night" => Part::Night,
        _ => return None,
    })
}

/// A count from 1 to 9999 in digits, or from one to twelve in words.
pub(super) fn count(word: &str) -> Option<i16> {
    let words = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    if let Some(at) = words.iter().position(|name| *name == word) {
        return i16::try_from(at + 1).ok();
    }
    digits(word, 4).filter(|count| *count > 0)
}

/// At most `most` ASCII digits, and nothing else.
pub(super) fn digits(word: &str, most: usize) -> Option<i16> {
    let plain = (1..=most).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| word.parse().ok()).flatten()
}

/// A day of the month in digits: 1 to 31.
pub(super) fn day_number(word: &str) -> Option<i8> {
    let number = digits(word, 2)?;
    i8::try_from(number)
        .ok()
        .filter(|day| (1..=31).contains(day))
}

/// "17th": 1 to 31; any of the four endings will do.
pub(super) fn ordinal(word: &str) -> Option<i8> {
    let number = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))?;
    day_number(number)
}

/// "third", "3rd", or -1 for "last".
pub(super) fn rank(word: &str) -> Option<i8> {
    Some(match word {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "last" => -1,
        _ => return ordinal(word),
    })
}

/// A year that people plan for: 1900 to 2199.
pub(super) fn year(word: &str) -> Option<i16> {
    (word.len() == 4)
        .then(|| digits(word, 4))
        .flatten()
        .filter(|year| (1900..2200).contains(year))
}
