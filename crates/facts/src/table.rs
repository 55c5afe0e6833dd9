//! Tables of sources: which row and which column a value is of, and numbers whose currency a heading names.

use std::sync::LazyLock;

use crate::Span;
use crate::pattern::{Pattern, pattern};

/// A value of a table.
#[derive(Debug)]
pub(crate) struct Cell {
    pub bytes: Span,
    /// Where its row begins.
    pub line: usize,
    /// Where its table begins.
    pub table: usize,
    /// The cells of its row that name it.
    pub row: Vec<Span>,
    /// What heads its column.
    pub head: Option<Span>,
    /// For a number without a currency: which one its column or the table has, as it is written.
    pub currency: Option<String>,
}

/// A line and its cells.
struct Line {
    bytes: Span,
    cells: Vec<Span>,
}

/// A cell that is nothing but a value: £12, 6,600円, 22.85, "EUR 14.00", "$32 /day".
static VALUE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:各|@|約|\+)?\s?(?:[¥$£€]|EUR|USD|GBP|CHF|AUD|CAD|JPY|税込)?\s?\d[\d,]*(?:\.\d+)?\s?(?P<unit>円|ドル|ユーロ|p|EUR|USD|CHF)?(?:\s?/\s?[^\s/]{1,8})?$",
    )
});
static NUMBER: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$"));
/// Where a heading names the currency of the numbers beneath: (EUR), 単位:円, "winter 2025/26, CHF".
static CURRENCY: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?m)[(,:]\s?(?:[^()\d\n]{0,16}\s)?(?P<name>EUR|USD|GBP|CHF|AUD|CAD|NZD|JPY|円|€|£|\$|¥)(?:\s(?:per|a|each|incl)\b[^()\n]{0,40}|[/・、,。;]\s?[^()\n]{0,40})?(?:\)|$)",
    )
});
/// Columns of something else than money, or of pence.
static PENCE: LazyLock<Pattern> = LazyLock::new(|| pattern(r"(?i)\bp(?:ence)?\s?(?:/|per\b|\))"));
static MEASURE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:mm|cm|m|km|kg|g|lbs?|oz|ml|l|hours?|hrs?|min(?:ute)?s?|days?|nights?|ages?|years?|persons?|people|seats?|qty|pcs|size|no\.?)\b|%|個|枚|名|人|時間|分|日|歳|才|度|番号|サイズ|容量|数量|定員|在庫",
    )
});

/// The values of all tables of a text.
pub(crate) fn cells(text: &str) -> Vec<Cell> {
    let currency = CURRENCY.captures(text);
    let currency = currency.and_then(|found| Some(found.name("name")?.as_str().to_owned()));
    let mut cells = Vec::new();
    let mut block: Vec<Line> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n').chain(["\n"]) {
        let bytes = at..at + line.trim_end().len().min(text.len().saturating_sub(at));
        at += line.len();
        if line.trim().is_empty() {
            read(text, &block, currency.as_deref(), &mut cells);
            block.clear();
            continue;
        }
        let is_rule = line
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | '=' | '+' | ' ' | '\n'));
        if !is_rule {
            let cells = split(text, &bytes);
            block.push(Line { bytes, cells });
        }
    }
    cells
}

fn read(text: &str, block: &[Line], currency: Option<&str>, all: &mut Vec<Cell>) {
    let is_value = |cell: &Span| VALUE.is_match(&text[cell.clone()]);
    let has_money = |cell: &Span| text[cell.clone()].contains(['¥', '$', '£', '€', '円']);
    let is_row = |line: &Line| line.cells.len() >= 2 && line.cells[1..].iter().any(is_value);
    // What heads the lines beneath it, until another one comes.
    let mut heads: Vec<Span> = Vec::new();
    for (index, line) in block.iter().enumerate() {
        let next = block.get(index + 1).filter(|next| is_row(next));
        let values = || line.cells.iter().skip(1).filter(|cell| is_value(cell));
        let is_head = next.is_some_and(|next| {
            let money = next.cells[1..].iter().any(has_money);
            values().count() == 0 || money && !values().any(has_money)
        });
        if is_head {
            let columns = next.map_or(0, |next| next.cells.len());
            heads = match line.cells.len() {
                1 => words(text, &line.bytes),
                _ => line.cells.clone(),
            };
            if heads.len() > columns || heads.len() + 1 < columns {
                heads.clear();
            }
        }
        if is_head && values().count() == 0 || !is_row(line) {
            continue;
        }
        if is_head {
            // A heading of numbers: 1.60, 1.67.
            continue;
        }
        for (column, cell) in line.cells.iter().enumerate() {
            if column == 0 || cell.is_empty() {
                continue;
            }
            let row: Vec<Span> = line.cells[..column]
                .iter()
                .enumerate()
                .filter(|(at, cell)| *at == 0 || !is_value(cell))
                .map(|(_, cell)| cell.clone())
                .collect();
            // The last columns are those of the last headings: the first has often none.
            let behind = line.cells.len() - column;
            let head = heads.len().checked_sub(behind).map(|at| heads[at].clone());
            let heading = head.as_ref().map_or("", |head| &text[head.clone()]);
            let is_number = NUMBER.is_match(&text[cell.clone()]);
            let own = if PENCE.is_match(heading) {
                Some("p")
            } else if MEASURE.is_match(heading)
                && !heading.contains("per")
                // "3 days" heads what three days cost.
                && !heading.contains(|c: char| c.is_ascii_digit())
            {
                None
            } else {
                currency
            };
            let currency = own.filter(|_| is_number).map(str::to_owned);
            all.push(Cell {
                bytes: cell.clone(),
                line: line.bytes.start,
                table: block[0].bytes.start,
                row,
                head,
                currency,
            });
        }
    }
}

/// The cells of a line: between bars, or between wide gaps and leaders.
fn split(text: &str, line: &Span) -> Vec<Span> {
    let own = &text[line.clone()];
    let trimmed = |from: usize, to: usize| {
        let cell = &own[from..to];
        let start = from + (cell.len() - cell.trim_start().len());
        let end = start + cell.trim().len();
        line.start + start..line.start + end
    };
    let mut cells = Vec::new();
    let mut start = 0;
    if own.contains('|') {
        for (at, _) in own.match_indices('|').chain([(own.len(), "")]) {
            cells.push(trimmed(start, at));
            start = at + 1;
        }
        // A bar at either end has nothing outside of it.
        if own.trim_start().starts_with('|') {
            cells.remove(0);
        }
        if own.trim_end().ends_with('|') {
            cells.pop();
        }
        return cells;
    }
    let bytes = own.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let gap = bytes[at..].iter().take_while(|byte| **byte == b' ').count();
        let leaders = bytes[at..]
            .iter()
            .take_while(|byte| matches!(**byte, b'.' | b' '))
            .count();
        let is_leader = leaders >= 4 && own[at..at + leaders].contains("...");
        if gap >= 2 || is_leader {
            if !own[start..at].trim().is_empty() {
                cells.push(trimmed(start, at));
            }
            at += if is_leader { leaders } else { gap };
            start = at;
        } else {
            at += gap.max(1);
        }
    }
    if !own[start..].trim().is_empty() {
        cells.push(trimmed(start, own.len()));
    }
    cells
}

/// The words of a line, as cells: one wide space is one of Japanese, and is folded into a plain one.
fn words(text: &str, line: &Span) -> Vec<Span> {
    let own = &text[line.clone()];
    if own.is_ascii() {
        return Vec::new();
    }
    let words = own.split(' ').filter(|word| !word.is_empty());
    words
        .map(|word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            start..start + word.len()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str, value: &str) -> Vec<String> {
        let cells = cells(text);
        let cell = cells.iter().find(|cell| &text[cell.bytes.clone()] == value);
        let cell = cell.unwrap_or_else(|| panic!("{value}: {cells:?}"));
        let names = cell.row.iter().chain(&cell.head);
        let mut names: Vec<String> = names.map(|name| text[name.clone()].to_owned()).collect();
        names.extend(cell.currency.clone());
        names
    }

    #[test]
    fn a_value_is_named_by_its_row_and_its_column() {
        let hire = "RATES (per bike)\n            half day   1 day   2 days\nTown bike     £12      £18     £32\nE-bike        £25      £40     £72\n";
        assert_eq!(named(hire, "£40"), ["E-bike", "1 day"]);
        let plans = "| プラン | 月払い | 年払い |\n|---|---|---|\n| チーム | 1,500円 | 1,200円 |\n";
        assert_eq!(named(plans, "1,200円"), ["チーム", "年払い"]);
        let lenses = "レンズ追加料金\n      1.60   1.67   1.74\n単焦点  0円   5,500円  11,000円\n";
        assert_eq!(named(lenses, "5,500円"), ["単焦点", "1.67"]);
        let seeds = "品番 | 品名 | 価格\nE-210 | 黒枝豆 | 385円\n";
        assert_eq!(named(seeds, "385円"), ["E-210", "黒枝豆", "価格"]);
    }

    #[test]
    fn a_number_has_the_currency_that_a_heading_names() {
        let museum = "Admission (EUR)     Museum   Museum + Whale Hall\nAdults     14.00    19.00\nYouth 13-17    7.00     9.50\n";
        assert_eq!(
            named(museum, "9.50"),
            ["Youth 13-17", "Museum + Whale Hall", "EUR"]
        );
        let rooms = "Rates 1 April - 31 May (EUR per night, 2 persons)\nDouble .... 112\nJunior suite ....... 189\n";
        assert_eq!(named(rooms, "189"), ["Junior suite", "EUR"]);
        let passes = "Ski passes 2025/26, CHF\n     adult   child\n1 day    66.00   33.00\n";
        assert_eq!(named(passes, "33.00"), ["1 day", "child", "CHF"]);
        let print = "A4チラシ(税抜)\n部数\\納期 1営業日 3営業日\n2,000    17,600  12,900\n(単位:円。消費税10%を加算)\n";
        assert_eq!(named(print, "12,900"), ["2,000", "3営業日", "円"]);
        let power = "| | unit rate (p/kWh) | exit fee |\n| Tracker | 22.85 | £50 |\n";
        assert_eq!(named(power, "22.85"), ["Tracker", "unit rate (p/kWh)", "p"]);
        let sizes = "Dimensions (cm)\n      width (cm)  height\nSofa   214   94\n";
        let of_sizes = cells(sizes);
        assert!(
            of_sizes.iter().all(|cell| cell.currency.is_none()),
            "{of_sizes:?}"
        );
    }
}
