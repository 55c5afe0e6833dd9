//! Feeds damaged inputs to what reads them. [`targets`] says what that is; [`dice`] makes the inputs;
//! [`watch`] tries them where a crash does no harm.

#![forbid(unsafe_code)]

pub mod dice;
#[cfg(feature = "product")]
mod product;
pub mod targets;
pub mod watch;
