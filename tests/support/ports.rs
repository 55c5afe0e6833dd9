//! Ports for servers that have to be told theirs.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering};

/// Beneath the ports that the kernel gives to a process that asks for any (from 32768 on, where no administrator has
/// set it otherwise): one that is free now stays so until its server listens on it.
const FIRST: u16 = 20_000;
const COUNT: u16 = 12_000;

/// Each port once in this process.
pub fn free_ports<const N: usize>() -> [u16; N] {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Other test programs that run at the same time begin elsewhere.
    let begin = (std::process::id() % 40) as u16 * 300;
    let mut candidates = (0..COUNT)
        .map(|_| FIRST + (begin + NEXT.fetch_add(1, Ordering::Relaxed) % COUNT) % COUNT)
        .filter(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
    std::array::from_fn(|_| candidates.next().expect("a port that nobody listens on"))
}
