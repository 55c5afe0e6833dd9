//! JIS X 0213, which `encoding_rs` has no table of.

use std::sync::LazyLock;

/// `1 2 |||＇|＂…`: plane, row, and the characters of its cells.
const TABLE: &str = include_str!("jisx0213.txt");

type Rows = [Vec<&'static str>; 95];

static PLANES: LazyLock<[Rows; 2]> = LazyLock::new(|| {
    let mut planes = [const { [const { Vec::new() }; 95] }; 2];
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.splitn(3, ' ');
        let mut number = || fields.next()?.parse::<usize>().ok();
        if let (Some(plane), Some(row)) = (number(), number())
            && let Some(cells) = fields.next()
        {
            planes[plane - 1][row] = cells.split('|').collect();
        }
    }
    planes
});

/// The character of a plane, where it has one that JIS X 0208 and its vendor rows have not.
pub(super) fn character(plane: usize, lead: u8, trail: u8) -> Option<&'static str> {
    let (row, cell) = (lead.checked_sub(0x20)?, trail.checked_sub(0x21)?);
    let cells = PLANES[plane - 1].get(usize::from(row))?;
    cells
        .get(usize::from(cell))
        .copied()
        .filter(|text| !text.is_empty())
}
