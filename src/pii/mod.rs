//! Personal data: found and masked before a model sees a text, put back exactly afterwards.
//!
//! The types carry the rule: the LLM client takes [`MaskedText`] only, and [`mask`] is the only
//! way to make one from what a customer wrote.

mod find;
mod mask;
mod restore;
mod text;

pub use mask::mask;
pub use restore::{Restored, leftover_placeholders, restore};
pub use text::{CustomerText, MaskedText, Placeholders};
