//! The roles: thin shells that decide *when* a flow runs and how its result is reported.

pub mod dev;
