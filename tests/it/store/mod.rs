//! What a store promises, written once ([`claims`]) and run over every one of them.

mod back;
mod claims;
mod dynamodb;
pub mod inquiries;
mod open;
mod place;
mod prompts;
mod sqlite;

/// Runs each claim over each place. A claim that is missing here is dead code, which the compiler
/// reports.
macro_rules! over_every_store {
    ($($claim:ident,)*) => {
        mod over_sqlite {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $claim() {
                    crate::store::claims::$claim(&crate::store::place::Place::sqlite()).await;
                }
            )*
        }

        mod over_dynamodb {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $claim() {
                    crate::store::claims::$claim(&crate::store::place::Place::dynamodb().await).await;
                }
            )*
        }

        mod over_dynamodb_without_indexes {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $claim() {
                    crate::store::claims::$claim(&crate::store::place::Place::bare_dynamodb().await).await;
                }
            )*
        }
    };
}

over_every_store! {
    a_new_store_answers_and_is_empty,
    everything_that_an_inquiry_holds_comes_back,
    everything_that_a_write_changes_comes_back,
    a_mail_is_stored_once,
    of_many_deliveries_at_once_one_is_stored,
    a_mail_that_was_forgotten_is_new_again,
    a_message_leads_to_the_inquiry_that_it_was_linked_to_first,
    what_has_no_draft_comes_oldest_first,
    what_is_not_there_is_neither_read_nor_written,
    every_write_counts_the_version_up,
    a_write_over_somebody_elses_is_a_conflict_and_changes_nothing,
    of_many_writers_at_once_nobody_is_lost,
    a_refused_change_writes_nothing,
    of_many_workers_one_gets_the_lease,
    what_is_due_comes_longest_overdue_first,
    a_look_sees_what_will_be_due_next,
    an_inquiry_and_a_memo_are_read_together,
    what_is_due_is_found_for_every_kind_of_work,
    what_is_due_ends_at_the_limit,
    a_flood_of_one_senders_work_keeps_no_other_sender_waiting,
    what_is_finished_is_due_no_more,
    what_is_leased_is_due_when_the_lease_ends,
    what_has_expired_is_due_no_more,
    the_newest_come_newest_first_up_to_the_limit,
    parts_of_a_second_are_put_in_order,
    the_newest_reach_back_over_weeks,
    a_purge_leaves_what_may_still_be_kept,
    an_item_with_only_the_older_attributes_is_an_inquiry,
    an_item_with_only_the_older_attributes_can_be_changed,
    an_item_of_the_future_is_read_shown_and_written_back_whole,
    an_item_whose_replies_cannot_be_understood_is_left_to_the_newer_version,
    an_older_item_is_among_the_newest,
    an_item_that_cannot_be_read_is_an_error_without_its_content,
    an_item_that_cannot_be_read_hides_no_other_from_the_list,
    every_handle_sees_what_another_one_wrote,
    debug_shows_no_content,
    a_memo_is_written_over_what_was_read_alone,
    of_many_who_write_a_memo_at_once_one_does,
    all_pages_together_hold_each_inquiry_once,
    a_note_is_kept_in_the_place_of_the_one_before,
    prompts_are_versions_and_an_earlier_one_comes_back,
    of_many_who_put_prompts_at_once_nobody_is_lost,
    prompts_that_are_damaged_or_broken_are_not_used,
    a_set_of_prompts_that_no_store_could_take_is_refused,
    all_that_is_open_comes_oldest_first,
    what_is_settled_is_open_no_more_until_it_is_reopened,
    what_is_aside_and_what_a_machine_wrote_are_queues_of_their_own,
    who_waits_since_when_is_the_mails_date_unless_that_cannot_be,
    what_has_expired_is_open_no_more,
    an_item_with_only_the_older_attributes_is_open,
    an_item_that_cannot_be_read_hides_no_other_from_the_queue,
    several_inquiries_are_read_in_the_order_that_was_asked_for,
    a_customers_inquiries_come_newest_first_by_any_spelling_of_their_address,
    who_answers_to_an_address_of_a_form_is_the_customer,
    a_walk_back_meets_each_inquiry_once,
    an_item_that_cannot_be_read_ends_no_walk,
}
