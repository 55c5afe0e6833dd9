//! Personal data: found and masked before a model sees a text, put back exactly afterwards.
//!
//! The types carry the rule: the LLM client takes [`MaskedText`] only, and a [`Masker`] is the only
//! way to make one from what a customer wrote.
//!
//! `fold` makes one spelling of widths and hyphens, `find` says where personal data is,
//! `mask` replaces it, `placeholder` reads placeholders however a model wrote them, and
//! `restore` puts the originals back. `public` lets the shop's own texts through.

#![forbid(unsafe_code)]

mod blank;
mod find;
mod fold;
mod leftover;
mod mask;
mod normal;
mod placeholder;
mod public;
mod restore;
mod rules;
pub mod stored;
mod text;

#[cfg(feature = "train")]
pub use find::name::tagger::train;
pub use leftover::open_templates;
pub use mask::{Hints, Masker, mask, mask_with};
pub use normal::{hidden, normalised};
pub use public::{PublicText, without_placeholders};
pub use restore::{Restored, leftover_placeholders, lost_placeholders, restore, restore_partial};
pub use rules::{Pattern, Rules, RulesError};
pub use text::{CustomerText, MaskedText, Placeholders, Words};

/// The README's example is run, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
