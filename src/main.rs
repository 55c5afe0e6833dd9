//! Parse the command line, start one role: nothing else.

fn main() {}
