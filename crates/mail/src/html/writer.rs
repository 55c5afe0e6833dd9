//! The text of a document as it grows: white space, lines, quotes, lists, and rows of tables.

/// How `^2` and `_2` are written.
pub(super) const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
pub(super) const SUBSCRIPTS: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

/// Around what is struck out, as in Markdown.
const STRUCK: &str = "~~";

/// Cells longer than that are columns of a layout, and stand one below the other.
const LONGEST_ROW: usize = 2000;

/// A label in front of its value is shorter.
const LONGEST_LABEL: usize = 40;

/// Marks before a line: quotes and lists deeper than that are not told apart.
const DEEPEST: usize = 20;

/// The cells of a row that is being read.
struct Row {
    /// Where the row begins in the text, its line end not included.
    start: usize,
    /// Where the text of each cell is.
    cells: Vec<(usize, usize)>,
    open: Option<Option<usize>>,
    /// Text is between its cells.
    is_broken: bool,
}

#[derive(Default)]
pub(super) struct Writer {
    out: String,
    /// Hard blanks that the next line begins with.
    blanks: usize,
    /// A space is due before the next character of the same line.
    space: bool,
    /// Line ends that are due before the next character.
    breaks: usize,
    /// Before each line: `> ` for a quote, blanks for a list.
    prefix: Vec<&'static str>,
    /// How many of those the line before had.
    last_prefix: usize,
    /// What is in front of the next character: `- `.
    mark: Option<String>,
    rows: Vec<Row>,
    /// How many rows have a cell without any text so far.
    waiting: usize,
    is_struck: bool,
}

impl Writer {
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// Ends the line, unless it is empty.
    pub(super) fn line(&mut self) {
        if self.breaks > 0 || self.mark.is_some() {
            // A `<br>` in an empty line is a blank line.
            self.breaks = (self.breaks + usize::from(self.mark.is_none())).min(2);
        } else {
            self.breaks = 1;
        }
        (self.space, self.blanks) = (false, 0);
    }

    /// Leaves a blank line.
    pub(super) fn paragraph(&mut self) {
        if self.mark.is_none() {
            self.breaks = 2;
        }
        (self.space, self.blanks) = (false, 0);
    }

    pub(super) fn paragraph_unless(&mut self, line: bool) {
        match line {
            true => self.block(),
            false => self.paragraph(),
        }
    }

    /// Begins a line, or stays in an empty one.
    pub(super) fn block(&mut self) {
        self.breaks = self.breaks.max(usize::from(self.mark.is_none()));
        (self.space, self.blanks) = (false, 0);
    }

    pub(super) fn rule(&mut self) {
        self.paragraph();
        self.text("----------", false, false);
        self.paragraph();
    }

    pub(super) fn quote(&mut self) {
        self.prefix.push("> ");
    }

    pub(super) fn unquote(&mut self) {
        self.prefix.pop();
    }

    pub(super) fn indent(&mut self) {
        // The first level is at the left.
        let is_first = !self.prefix.iter().any(|it| *it != "> ");
        self.prefix.push(if is_first { "" } else { "  " });
    }

    pub(super) fn outdent(&mut self) {
        self.prefix.pop();
        self.mark = None;
    }

    /// What the next text begins with.
    pub(super) fn mark(&mut self, mark: &str) {
        self.block();
        self.mark = Some(mark.to_owned());
    }

    pub(super) fn text(&mut self, text: &str, struck: bool, pre: bool) {
        for c in text.chars() {
            match c {
                '\n' if pre => self.hard_line(),
                '\r' => {}
                ' ' | '\t' | '\n' | '\u{c}' if !pre => self.space = true,
                _ if c.is_control() && c != '\t' => {}
                _ if is_invisible(c) && !self.joins(c) => {}
                // Blanks that are meant; alone they make no line.
                '\u{a0}' | '\u{202f}' if self.breaks > 0 || self.out.is_empty() => self.blanks += 1,
                '\u{a0}' | '\u{202f}' => self.push(' ', struck),
                c => self.push(c, struck),
            }
        }
    }

    /// A zero-width joiner holds an emoji together, and letters of some scripts.
    fn joins(&self, c: char) -> bool {
        let after = self.out.chars().next_back();
        matches!(c, '\u{200c}' | '\u{200d}')
            && !self.space
            && self.breaks == 0
            && after.is_some_and(|c| {
                matches!(c, '\u{600}'..='\u{fff}' | '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
            })
    }

    fn hard_line(&mut self) {
        self.breaks = (self.breaks + 1).min(3);
        self.space = false;
    }

    fn push(&mut self, c: char, struck: bool) {
        if self.is_struck && (!struck || self.breaks > 0) {
            self.out.push_str(STRUCK);
            self.is_struck = false;
        }
        if self.breaks > 0 {
            self.start_line();
        } else if self.space && !self.out.ends_with(['\n', ' ']) && !self.out.is_empty() {
            self.out.push(' ');
        }
        self.space = false;
        if self.out.is_empty() {
            self.put_prefix(DEEPEST);
        }
        if let Some(mark) = self.mark.take() {
            self.out.push_str(&mark);
        }
        for _ in 0..std::mem::take(&mut self.blanks).min(40) {
            self.out.push(' ');
        }
        if self.waiting > 0 {
            let at = self.out.len();
            let cells = self.rows.iter_mut().filter_map(|row| row.open.as_mut());
            cells.for_each(|start| {
                start.get_or_insert(at);
            });
            self.waiting = 0;
        }
        if let Some(row) = self.rows.last_mut() {
            row.is_broken |= row.open.is_none();
        }
        if struck && !self.is_struck && !c.is_whitespace() {
            self.out.push_str(STRUCK);
            self.is_struck = true;
        }
        self.out.push(c);
    }

    fn start_line(&mut self) {
        let breaks = std::mem::take(&mut self.breaks);
        if self.out.is_empty() {
            return;
        }
        self.out
            .truncate(self.out.trim_end_matches([' ', '\t']).len());
        self.out.push('\n');
        if breaks > 1 {
            // What is around both lines is around the blank one.
            self.put_prefix(self.last_prefix);
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push('\n');
        }
        self.put_prefix(DEEPEST);
    }

    fn put_prefix(&mut self, most: usize) {
        let prefix = self.prefix.iter().take(most.min(DEEPEST));
        self.last_prefix = prefix.len();
        prefix.for_each(|prefix| self.out.push_str(prefix));
    }

    fn end_strike(&mut self) {
        if self.is_struck {
            self.out.push_str(STRUCK);
            self.is_struck = false;
        }
    }

    /// Writes the address of a link behind its text, unless the text is the address.
    pub(super) fn end_link(&mut self, start: usize, href: &str) {
        let href = href.trim();
        let lower = href.get(..12).unwrap_or(href).to_ascii_lowercase();
        let is_address = href.contains(['.', '@', ':'])
            && !href.contains(char::is_whitespace)
            && !["javascript:", "data:", "cid:", "about:", "file:", "#"]
                .iter()
                .any(|it| lower.starts_with(it));
        if !is_address {
            return;
        }
        let shown = self
            .out
            .get(start.min(self.out.len())..)
            .unwrap_or_default();
        let address = match lower.strip_prefix("mailto:") {
            Some(_) => mailto(&href["mailto:".len()..]),
            None => href.to_owned(),
        };
        if address.is_empty() || says(shown, &address) {
            return;
        }
        // Brackets within it would end it.
        let address = address.replace('<', "%3C").replace('>', "%3E");
        self.end_strike();
        if self.breaks > 0 {
            // The address belongs to the text, not to the line after it.
            let breaks = std::mem::take(&mut self.breaks);
            self.put_address(&address);
            self.breaks = breaks;
        } else {
            self.put_address(&address);
        }
    }

    fn put_address(&mut self, address: &str) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        let space = std::mem::take(&mut self.space);
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.space = true;
        }
        for c in format!("<{address}>").chars() {
            self.push(c, false);
        }
        self.space = space;
    }

    pub(super) fn start_row(&mut self) {
        self.block();
        self.rows.push(Row {
            start: self.out.len(),
            cells: Vec::new(),
            open: None,
            is_broken: false,
        });
    }

    pub(super) fn start_cell(&mut self) {
        self.block();
        if let Some(row) = self.rows.last_mut() {
            row.open = Some(None);
            self.waiting += 1;
        }
    }

    pub(super) fn end_cell(&mut self) {
        self.end_strike();
        self.block();
        if let Some(row) = self.rows.last_mut()
            && let Some(start) = row.open.take()
        {
            // Blanks at its end go with the line.
            let kept = start.unwrap_or(self.out.len());
            let end = kept.max(self.out.trim_end_matches([' ', '\t']).len());
            self.out.truncate(end);
            self.waiting -= usize::from(start.is_none() && self.waiting > 0);
            row.cells.push((start.unwrap_or(end), end));
        }
    }

    /// Puts the cells of a row on one line where they are short: a label and its value, or the
    /// fields of a list.
    pub(super) fn end_row(&mut self) {
        self.end_strike();
        self.block();
        let Some(row) = self.rows.pop() else {
            return;
        };
        let cells = || {
            row.cells
                .iter()
                .map(|(start, end)| self.out[*start..*end].trim_matches([' ', '\t']))
        };
        let filled = cells().filter(|cell| !cell.is_empty());
        let count = filled.clone().count();
        let is_short =
            self.out.len() - row.start <= LONGEST_ROW && !cells().any(|c| c.contains('\n'));
        if count < 2 || !is_short || row.is_broken {
            return;
        }
        let line = match (count, filled.clone().next(), filled.clone().nth(1)) {
            (2, Some(label), Some(value)) => {
                if label.chars().count() > LONGEST_LABEL
                    || label.ends_with(['。', '.', '!', '?', '！', '？'])
                {
                    return;
                }
                labelled(label, value)
            }
            // Of a list with gaps, each field stays in its column.
            _ => cells()
                .collect::<Vec<_>>()
                .join(" | ")
                .trim_end_matches([' ', '|'])
                .to_owned(),
        };
        let Some((first, _)) = row.cells.iter().find(|(start, end)| start < end) else {
            return;
        };
        let first = *first;
        self.out.truncate(first);
        self.out.push_str(&line);
    }

    /// Raises or lowers the digits since `start`.
    pub(super) fn small(&mut self, start: usize, digits: &[char; 10]) {
        let Some(text) = self.out.get(start.min(self.out.len())..) else {
            return;
        };
        let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if is_number && self.breaks == 0 {
            let raised: String = text
                .bytes()
                .map(|digit| digits[usize::from(digit - b'0')])
                .collect();
            self.out.truncate(start);
            self.out.push_str(&raised);
        }
    }

    /// Turns around what `<bdo dir=rtl>` shows from right to left.
    pub(super) fn reverse(&mut self, start: usize) {
        if let Some(text) = self.out.get(start.min(self.out.len())..)
            && text.len() <= LONGEST_ROW
            && !text.contains('\n')
        {
            let blanks = text.len() - text.trim_start().len();
            let turned: String = text[blanks..].chars().rev().collect();
            self.out.truncate(start + blanks);
            self.out.push_str(&turned);
        }
    }

    /// The text, with one line end behind its last line.
    pub(super) fn finish(mut self, is_cut: bool) -> String {
        self.end_strike();
        self.out
            .truncate(self.out.trim_end_matches([' ', '\t', '\n']).len());
        if is_cut {
            self.out.push_str("\n…");
        }
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }
}

/// `Name: value`, with the colon of the label's own script.
fn labelled(label: &str, value: &str) -> String {
    let value = value.trim_start_matches([':', '：', ' ']);
    if label.ends_with('：') {
        return format!("{label}{value}");
    }
    if label.ends_with(':') {
        return format!("{label} {value}");
    }
    let is_japanese = label.chars().any(|c| c > '\u{2e7f}');
    let colon = if is_japanese { "：" } else { ": " };
    format!("{label}{colon}{value}")
}

/// The addresses of a `mailto:`, without its subject and text.
fn mailto(rest: &str) -> String {
    let list = rest.split('?').next().unwrap_or_default();
    let mut bytes = Vec::new();
    crate::param::percent_decode(list, &mut bytes);
    let decoded = String::from_utf8_lossy(&bytes);
    let is_plain = !decoded.contains(|c: char| c.is_whitespace() || c.is_control());
    if is_plain {
        decoded.into_owned()
    } else {
        list.to_owned()
    }
}

/// True when the text of a link ends in its address, however that is written.
fn says(shown: &str, address: &str) -> bool {
    let shown = shown.trim_end().trim_end_matches("~~");
    let lower = address.to_ascii_lowercase();
    let number = ["tel:", "sms:", "callto:", "fax:"]
        .iter()
        .find_map(|scheme| lower.strip_prefix(scheme));
    if let Some(number) = number {
        let digits = |text: &str| {
            text.chars()
                .filter_map(|c| c.to_digit(10))
                .collect::<Vec<_>>()
        };
        let (shown, number) = (digits(shown), digits(number));
        // `090…` is `+8190…`: a country's code replaces the zero.
        let last = number.len().min(9);
        return last >= 4 && shown.ends_with(&number[number.len() - last..]);
    }
    let bare = |text: &str| {
        let text = text.trim_end_matches('/');
        text.strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .unwrap_or(text)
            .to_lowercase()
    };
    let tail = shown.len().saturating_sub(address.len() + 16);
    let tail = (0..=tail)
        .rev()
        .find(|at| shown.is_char_boundary(*at))
        .unwrap_or(0);
    let (shown, address) = (bare(&shown[tail..]), bare(&lower));
    !address.is_empty() && shown.ends_with(&address)
}

/// What takes no room: it would part words and numbers, for readers and for the masking.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}')
}
