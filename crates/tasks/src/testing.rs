//! The behaviour that every [`TaskStore`](crate::TaskStore) owes, as tests that any implementer can run.
//!
//! ```
//! use std::sync::Arc;
//!
//! use taskpilot_tasks::{MemoryTaskStore, TaskStore};
//!
//! async fn make_store() -> (Arc<dyn TaskStore>, ()) {
//!     (Arc::new(MemoryTaskStore::new()), ())
//! }
//!
//! taskpilot_tasks::task_store_tests!(make_store);
//! ```
//!
//! Each case works for users of its own, so all may share one database.
#![expect(
    clippy::missing_panics_doc,
    reason = "a test tells of a failure by panicking"
)]

mod commits;
mod fixture;
mod isolation;
mod listing;
mod paging;
mod round_trips;
mod stream;
mod undo_records;

pub use commits::*;
pub use isolation::*;
pub use listing::*;
pub use paging::*;
pub use round_trips::*;
pub use stream::*;
pub use undo_records::*;

/// Stamps one `#[tokio::test]` for each behaviour a [`TaskStore`](crate::TaskStore) owes.
///
/// Takes the name of an `async fn() -> (Arc<dyn TaskStore>, Guard)`;
/// the guard is whatever must live as long as the store.
#[macro_export]
macro_rules! task_store_tests {
    ($make:ident) => {
        $crate::task_store_tests! { @stamp $make
            no_call_sees_or_changes_what_belongs_to_another_user
            numbers_count_from_one_for_each_user
            undo_records_belong_to_one_user
            revisions_are_counted_for_each_user
            a_created_task_is_read_back_as_committed
            a_set_is_committed_whole_or_not_at_all
            writing_over_another_version_is_a_conflict
            of_racing_writers_of_one_version_one_wins
            deleted_tasks_are_seen_by_id_alone
            the_limit_counts_tasks_that_are_not_deleted
            the_limit_stops_additions_only
            restoring_beyond_the_limit_is_refused
            many_ids_are_read_in_order_and_unknown_ones_left_out
            sixty_four_concurrent_creates_get_their_own_numbers
            every_commit_leaves_its_undo_record
            a_spent_token_is_marked
            an_unknown_token_cannot_be_spent
            of_two_commits_that_spend_one_token_one_wins
            a_failed_commit_spends_nothing
            filters_by_status
            filters_by_priority
            filters_by_tag
            filters_by_list_name_folded
            filters_by_text_folded
            filter_text_is_no_pattern
            filters_by_due_date
            all_filters_hold_at_once
            titles_come_newest_first
            paging_by_creation_gives_the_unpaged_list
            paging_by_due_date_gives_the_unpaged_list
            paging_by_priority_gives_the_unpaged_list
            paging_by_title_gives_the_unpaged_list
            paging_by_last_change_gives_the_unpaged_list
            the_default_order_is_as_documented
            paging_under_inserts_gives_each_old_row_once
            paging_goes_on_after_its_last_row_was_deleted
            text_of_all_kinds_comes_back_as_it_was
            times_come_back_to_the_microsecond
            every_field_comes_back
            changes_come_in_order_of_revision
            deleted_tasks_are_among_the_changes
            changes_start_after_the_revision_and_stop_at_the_limit
            a_commit_of_several_changes_is_one_revision
        }
    };
    (@stamp $make:ident $($case:ident)*) => { $(
        #[tokio::test(flavor = "multi_thread")]
        async fn $case() {
            let (store, _guard) = $make().await;
            $crate::testing::$case(store).await;
        }
    )* };
}
