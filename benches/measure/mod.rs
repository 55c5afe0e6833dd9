//! What a running process costs, as the kernel counts it.

use std::time::Duration;

use tokio::net::TcpStream;

/// A port of this machine that no server listens on.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Waits until a server listens there.
pub async fn listens(port: u16) {
    while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// proc(5): `utime` and `stime`, in hundredths of a second.
pub fn processor_time(pid: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let (_, rest) = stat.rsplit_once(") ").unwrap();
    let fields: Vec<i64> = rest
        .split(' ')
        .filter_map(|field| field.parse().ok())
        .collect();
    // The first of `rest` is a letter.
    let hundredths = fields[10] + fields[11];
    Duration::from_millis(10 * hundredths.unsigned_abs())
}

/// proc(5): now and at most, in MiB; what is shared with nobody beside the whole.
pub fn memory_of(pid: u32) -> String {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let mib = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        kib / 1024.0
    };
    format!(
        "{:.1} MiB resident ({:.1} MiB of it its own), {:.1} MiB at most",
        mib("VmRSS:"),
        mib("RssAnon:"),
        mib("VmHWM:")
    )
}
