//! The words that call what is behind them by its name, of several detectors: looked for at once.

use std::ops::Range;
use std::sync::LazyLock;

use super::birth_date::near;
use super::words::Words;
use super::{called_address, card_detail, credential, device, national_id, social_id, vehicle};

/// Which detector a word belongs to, and what it says there.
#[derive(Clone, Copy)]
pub(super) enum Called {
    Credential(credential::Called),
    Vehicle(vehicle::Called),
    Card(card_detail::Called),
    Service(social_id::Service),
    Identity(national_id::Called),
    Device(device::Called),
    Address(called_address::Called),
    Birth(near::Word),
}

static WORDS: LazyLock<Words<Called>> = LazyLock::new(|| {
    let credentials = credential::WORDS.iter();
    let vehicles = vehicle::WORDS.iter();
    let cards = card_detail::WORDS.iter();
    let services = social_id::WORDS.iter();
    let identities = national_id::WORDS.iter();
    let devices = device::WORDS.iter();
    let addresses = called_address::WORDS.iter();
    let births = near::WORDS.iter();
    let all: Vec<(Called, &str)> = credentials
        .map(|(called, words)| (Called::Credential(*called), *words))
        .chain(vehicles.map(|(called, words)| (Called::Vehicle(*called), *words)))
        .chain(cards.map(|(called, words)| (Called::Card(*called), *words)))
        .chain(services.map(|(called, words)| (Called::Service(*called), *words)))
        .chain(identities.map(|(called, words)| (Called::Identity(*called), *words)))
        .chain(devices.map(|(called, words)| (Called::Device(*called), *words)))
        .chain(addresses.map(|(called, words)| (Called::Address(*called), *words)))
        .chain(births.map(|(called, words)| (Called::Birth(*called), *words)))
        .collect();
    Words::new(&all)
});

/// The words in `text`, in order.
pub(super) fn called(text: &str) -> Vec<(Called, Range<usize>)> {
    WORDS.find(text).collect()
}
