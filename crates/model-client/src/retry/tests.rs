use super::*;

fn policy() -> RetryPolicy {
    RetryPolicy {
        jitter: Jitter::none(),
        ..RetryPolicy::default()
    }
}

fn failure(kind: ErrorKind) -> Failure {
    Failure::new(kind, "x")
}

fn delay_ms(failure: &Failure, attempts: u32, elapsed_s: u64) -> Option<u128> {
    policy()
        .next_delay(failure, attempts, Duration::from_secs(elapsed_s))
        .map(|delay| delay.as_millis())
}

#[test]
fn only_what_may_pass_is_tried_again() {
    let limited = ErrorKind::RateLimited { retry_after: None };
    for (kind, again) in [
        (ErrorKind::Auth, false),
        (ErrorKind::Permission, false),
        (ErrorKind::PaymentRequired, false),
        (ErrorKind::NotFound, false),
        (ErrorKind::BadRequest, false),
        (ErrorKind::Conflict, true),
        (limited, true),
        (ErrorKind::QuotaExhausted, false),
        (ErrorKind::ContextLength, false),
        (ErrorKind::ContentFilter, false),
        (ErrorKind::Unavailable, true),
        (ErrorKind::Timeout, true),
        (ErrorKind::Network, true),
        (ErrorKind::Truncated, true),
        (ErrorKind::Stalled, true),
        (ErrorKind::Protocol, false),
        (ErrorKind::TooLarge, false),
        (ErrorKind::Configuration, false),
    ] {
        let failure = failure(kind);
        assert_eq!(delay_ms(&failure, 1, 0).is_some(), again, "{failure:?}");
    }
}

#[test]
fn own_waits_double_and_are_only_ever_shortened() {
    let failure = failure(ErrorKind::Unavailable);
    let policy = RetryPolicy {
        max_attempts: 100,
        ..policy()
    };
    let delays: Vec<_> = [1, 2, 3, 4, 5, 6, 40]
        .map(|attempts| {
            policy
                .next_delay(&failure, attempts, Duration::ZERO)
                .unwrap()
                .as_millis()
        })
        .into();
    assert_eq!(delays, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
    let jittered = RetryPolicy {
        jitter: Jitter::from_fn(|| 1.0),
        ..policy
    };
    let delay = jittered.next_delay(&failure, 1, Duration::ZERO).unwrap();
    assert_eq!(delay, Duration::from_millis(375));
}

#[test]
fn the_budget_bounds_attempts_and_time() {
    let failure = failure(ErrorKind::Unavailable);
    assert_eq!(delay_ms(&failure, 2, 0), Some(1000));
    assert_eq!(delay_ms(&failure, 3, 0), None);
    assert_eq!(delay_ms(&failure, 1, 119), Some(500));
    assert_eq!(delay_ms(&failure, 1, 120), None);
}

#[test]
fn an_asked_wait_is_kept_or_ends_the_call() {
    let mut failure = failure(ErrorKind::RateLimited { retry_after: None });
    failure.ask_wait(Some(Duration::from_mins(2)));
    assert_eq!(delay_ms(&failure, 1, 0), Some(120_000));
    assert_eq!(
        failure.error.kind,
        ErrorKind::RateLimited {
            retry_after: Some(Duration::from_mins(2))
        }
    );
    failure.ask_wait(Some(Duration::from_secs(121)));
    assert_eq!(delay_ms(&failure, 1, 0), None);
    let patient = RetryPolicy {
        max_elapsed: Duration::from_hours(1),
        ..policy()
    };
    assert_eq!(patient.next_delay(&failure, 1, Duration::ZERO), None);
    failure.retryable = Some(true);
    assert_eq!(
        delay_ms(&failure, 1, 0),
        None,
        "121 s is too long, whoever says so"
    );
}

#[test]
fn the_providers_word_wins_except_where_there_is_no_hope() {
    let mut bad = failure(ErrorKind::BadRequest);
    bad.retryable = Some(true);
    assert!(delay_ms(&bad, 1, 0).is_some());
    let mut down = failure(ErrorKind::Unavailable);
    down.retryable = Some(false);
    assert!(delay_ms(&down, 1, 0).is_none());
    for kind in [
        ErrorKind::Auth,
        ErrorKind::PaymentRequired,
        ErrorKind::QuotaExhausted,
        ErrorKind::ContextLength,
    ] {
        let mut hopeless = failure(kind);
        hopeless.retryable = Some(true);
        assert!(delay_ms(&hopeless, 1, 0).is_none());
    }
}

#[test]
fn a_locked_conversation_is_waited_for_in_seconds() {
    let mut locked = failure(ErrorKind::Conflict);
    locked.locked = true;
    assert_eq!(delay_ms(&locked, 1, 0), Some(1000));
    assert_eq!(delay_ms(&locked, 2, 0), Some(2000));
}

#[tokio::test(start_paused = true)]
async fn a_shared_budget_bounds_what_the_policy_would_allow() {
    let failure = failure(ErrorKind::Unavailable);
    let budget = RetryBudget::new(1, Duration::from_secs(30));
    let next = |attempts, elapsed| budget.next_delay(&policy(), &failure, attempts, elapsed);
    assert_eq!(next(1, Duration::ZERO), Some(Duration::from_millis(500)));
    assert_eq!(next(2, Duration::ZERO), None, "the one attempt is spent");
    let budget = RetryBudget::new(9, Duration::from_mins(2));
    assert_eq!(
        budget.next_delay(&policy(), &failure, 3, Duration::ZERO),
        None
    );
    assert_eq!(budget.left(), 9, "what the policy forbids costs nothing");
}

#[tokio::test(start_paused = true)]
async fn who_asks_to_wait_is_waited_for_only_if_there_is_nobody_else() {
    let mut failure = failure(ErrorKind::RateLimited { retry_after: None });
    failure.ask_wait(Some(Duration::from_secs(7)));
    let budget = RetryBudget::new(4, Duration::from_mins(2));
    let next = |budget: &RetryBudget| budget.next_delay(&policy(), &failure, 1, Duration::ZERO);
    assert_eq!(next(&budget.keeping(1)), None);
    assert_eq!(next(&budget), Some(Duration::from_secs(7)));
}
