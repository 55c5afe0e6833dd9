//! Mails that are made to exhaust the reader.

/// A mail with more containers than that is no person's. Taking it apart would nest as deeply, and
/// dropping what came out would overflow the stack.
const MOST_CONTAINERS: usize = 500;

/// A container whose boundary never comes is looked for to the end of the mail, so that the time is
/// bounded by containers × bytes.
const MOST_WORK: usize = 2_000_000_000;

/// True when reading these bytes would take unbounded time or depth.
pub(super) fn is_bomb(bytes: &[u8]) -> bool {
    let containers = containers(bytes);
    containers > MOST_CONTAINERS || containers.saturating_mul(bytes.len()) > MOST_WORK
}

/// How many times the bytes name a type that can hold others: `multipart/*`, `message/rfc822`,
/// `message/global`. Counted anywhere, since headers can be written in many ways.
fn containers(bytes: &[u8]) -> usize {
    let mut count = 0;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let word: &[u8] = match byte | 0x20 {
            b'm' => b"multipart",
            b'r' => b"rfc822",
            b'g' => b"global",
            _ => {
                at += 1;
                continue;
            }
        };
        match bytes.get(at..at + word.len()) {
            Some(found) if found.eq_ignore_ascii_case(word) => {
                count += 1;
                at += word.len();
            }
            _ => at += 1,
        }
    }
    count
}
