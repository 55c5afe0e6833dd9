//! `text/plain; format=flowed` (RFC 3676) -> lines as they were typed.

/// Joins the lines that the sender's mailer broke. `del_sp` is the parameter `DelSp=yes`.
pub(super) fn unwrap(text: &str, del_sp: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.len() - line.trim_start_matches('>').len();
        let content = &line[depth..];
        let content = content.strip_prefix(' ').unwrap_or(content);
        if open != Some(depth) {
            if open.is_some() {
                out.push('\n');
            }
            if depth > 0 {
                out.push_str(&">".repeat(depth));
                out.push(' ');
            }
        }
        // "-- " is a signature's separator, not a line that goes on (§4.3).
        let flows = content.ends_with(' ') && content != "-- ";
        if flows && del_sp {
            out.push_str(&content[..content.len() - 1]);
        } else {
            out.push_str(content);
        }
        if flows {
            open = Some(depth);
        } else {
            out.push('\n');
            open = None;
        }
    }
    out
}
