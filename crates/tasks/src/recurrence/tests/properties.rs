use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;

prop_compose! {
    fn rules()(
        frequency in select(vec!["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        interval in 1..30_u32,
        parts in subsequence(vec![
            ";BYDAY=MO,FR", ";BYDAY=-1SU", ";BYMONTHDAY=31", ";BYMONTHDAY=-1,5", ";BYMONTH=2,11",
            ";BYSETPOS=-1", ";BYSETPOS=2", ";BYHOUR=0,23", ";BYMINUTE=59", ";BYYEARDAY=-1,200",
            ";BYWEEKNO=1,53", ";WKST=SU",
        ], 0..=3),
        end in select(vec!["", ";COUNT=4", ";UNTIL=20301231"]),
    ) -> String {
        let parts = parts.concat();
        format!("FREQ={frequency};INTERVAL={interval}{parts}{end}")
    }
}

const ZONES: [&str; 5] = [
    "America/New_York",
    "Europe/Berlin",
    "Pacific/Auckland",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_checked_or_refused(text in any::<String>(), tail in "[A-Z0-9=;,+-]{0,40}") {
        let _ = check(&every(&text));
        let _ = check(&every(&format!("FREQ=DAILY;{tail}")));
    }

    #[test]
    fn the_next_date_is_always_ahead(
        rule in rules(),
        zone_name in select(ZONES.to_vec()),
        due in 1_500_000_000_i64..2_000_000_000,
        late in -100_000_000_i64..300_000_000,
        all_day in any::<bool>(),
        from_completion in any::<bool>(),
    ) {
        let recurrence = if from_completion { after_completion(&rule) } else { every(&rule) };
        let Ok(recurrence) = check(&recurrence) else { return Ok(()) };
        prop_assert_eq!(check(&recurrence), Ok(recurrence.clone()));
        let zone = zone(zone_name);
        let now = Timestamp::from_second(due + late).unwrap();
        let mut due = Due { at: Timestamp::from_second(due).unwrap(), all_day };
        if all_day {
            due.at = due.at.to_zoned(zone.clone()).start_of_day().unwrap().timestamp();
        }

        if let Some(next) = following(&recurrence, due, now, &zone) {
            prop_assert!(next.due.at > now, "{} is not after {}", next.due.at, now);
            prop_assert!(from_completion || next.due.at > due.at);
            prop_assert_eq!(next.due.all_day, all_day);
            let next_at = next.due.at.to_zoned(zone.clone());
            prop_assert!(!all_day || next_at == next_at.start_of_day().unwrap());
            prop_assert_eq!(check(&next.recurrence), Ok(next.recurrence));
        }
    }
}
