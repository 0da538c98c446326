//! How large a table can be set in its room: an estimate of what the browser's own layout will do. Manual page: `tests/spec/fit.md`.

use super::fit::Room;
use super::{letters, measure};
use crate::deck::{Cell, ColumnKind, Row, Table};

/// Largest and smallest size of a table's text, and the smallest inside `::: compact`.
const SIZES: (f32, f32, f32) = (34.0, 22.0, 20.0);
/// Size of the head row, in em.
const HEAD: f32 = 0.8;

/// How cells are set: space between columns and at the table's edges in px, space above and below the text and its line
/// height in em. As in the theme's style sheet.
struct Setting {
    between: f32,
    edges: f32,
    padding: f32,
    line: f32,
}

const ROOMY: Setting = Setting { between: 28.0, edges: 10.0, padding: 0.72, line: 1.3 };
const COMPACT: Setting = Setting { between: 18.0, edges: 28.0, padding: 0.44, line: 1.24 };

/// The size of a table and how it fills its room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TableFit {
    /// Size of its text in px.
    pub size: f32,
    /// Height at that size in px.
    pub height: f32,
    /// Rows that clearly do not fit at the smallest size.
    pub too_tall: usize,
    /// Whether even one word a column is clearly too wide.
    pub too_wide: bool,
}

/// Widths of one column in em: its longest word and its longest cell.
#[derive(Clone, Copy, Default)]
struct Width {
    word: f32,
    cell: f32,
}

/// Fits a table into its room.
pub(crate) fn table(table: &Table, room: Room) -> TableFit {
    let count = table.columns.len().max(1);
    let head_shown = table.head.iter().any(|cell| !cell.content.is_empty());
    let width = |(cell, kind): (&Cell, &ColumnKind), bold| self::cell(cell, bold) + missing(cell, *kind);
    let row = |row: &Row| row.cells.iter().zip(&table.columns).map(|pair| width(pair, row.marked)).collect();
    let rows: Vec<Vec<f32>> = table.rows.iter().map(row).collect();
    let mut widths = vec![Width::default(); count];
    for (index, kind) in table.columns.iter().enumerate() {
        let head = table.head.get(index).filter(|_| head_shown);
        let (head, head_word) = head.map_or((0.0, 0.0), |head| (cell(head, true) * HEAD, longest_word(head, true) * HEAD));
        let cells = || table.rows.iter().filter_map(|row| row.cells.get(index));
        widths[index].cell = rows.iter().filter_map(|row| row.get(index)).copied().fold(head, f32::max);
        widths[index].word = match kind {
            // Figures do not break.
            ColumnKind::Number { .. } => rows.iter().filter_map(|row| row.get(index)).copied().fold(head_word, f32::max),
            _ => cells().map(|cell| longest_word(cell, false)).fold(head_word, f32::max),
        };
    }
    let Setting { between, edges, padding, line } = if room.compact { COMPACT } else { ROOMY };
    let smallest = if room.compact { SIZES.2 } else { SIZES.1 };
    let available = (room.width - between * (count - 1) as f32 - edges).max(1.0);
    let height_at = |size: f32| {
        let columns = distribute(&widths, available / size);
        let row = |cells: &[Cell], ems: &[f32], bold: bool, scale: f32| {
            let lines = cells.iter().zip(ems).zip(&columns).map(|((cell, em), column)| match *em <= *column {
                true => 1.0,
                false => measure::lines(&cell.content, bold, column / scale, 1.0),
            });
            (lines.fold(1.0, f32::max) * line + padding) * size * scale + 1.5
        };
        let head: Vec<f32> = table.head.iter().map(|head| cell(head, true) * HEAD).collect();
        let head = if head_shown { row(&table.head, &head, true, HEAD) + 0.5 } else { 0.0 };
        table.rows.iter().zip(&rows).map(|(cells, ems)| row(&cells.cells, ems, cells.marked, 1.0)).sum::<f32>() + head
    };
    let least: f32 = widths.iter().map(|width| width.word).sum();
    let mut size = SIZES.0;
    while size > smallest && (least * size > available || height_at(size) > room.height) {
        size -= 1.0;
    }
    let height = height_at(size);
    let excess = height - room.height * 1.03;
    let row_height = height / (rows.len() + usize::from(head_shown)).max(1) as f32;
    let too_tall = if excess > 0.0 { (excess / row_height.max(1.0)).ceil() as usize } else { 0 };
    TableFit { size, height, too_tall, too_wide: least * size > available * 1.1 }
}

/// As browsers do it: every column its longest word, and of the rest in proportion to what it could still use.
fn distribute(widths: &[Width], available: f32) -> Vec<f32> {
    let least: f32 = widths.iter().map(|width| width.word).sum();
    let most: f32 = widths.iter().map(|width| width.cell).sum();
    if most <= available {
        return widths.iter().map(|width| width.cell + 0.1).collect();
    }
    let share = ((available - least) / (most - least).max(0.01)).clamp(0.0, 1.0);
    widths.iter().map(|width| width.word + (width.cell - width.word) * share).collect()
}

/// Space at the right of a figure with fewer decimals than its column.
fn missing(cell: &Cell, kind: ColumnKind) -> f32 {
    match (kind, cell.decimals) {
        (ColumnKind::Number { decimals }, Some(own)) => f32::from(decimals.saturating_sub(own)) * 0.572,
        _ => 0.0,
    }
}

fn cell(cell: &Cell, bold: bool) -> f32 {
    let mut sum = 0.0;
    measure::words(&cell.content, bold, &mut |word| sum += word.unwrap_or(letters::SPACE));
    sum
}

fn longest_word(cell: &Cell, bold: bool) -> f32 {
    let (mut longest, mut word) = (0.0_f32, 0.0);
    measure::words(&cell.content, bold, &mut |part| match part {
        Some(part) => {
            word += part;
            longest = longest.max(word);
        }
        None => word = 0.0,
    });
    longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::Inline;

    const ROOM: Room = Room { width: 1152.0, height: 536.0, text: 30.0, compact: false };

    fn sample(head: &[&str], rows: &[&[&str]]) -> Table {
        let cell = |text: &&str| Cell { content: vec![Inline::Text((*text).to_owned())], decimals: None };
        Table {
            columns: vec![ColumnKind::Left; head.len()],
            head: head.iter().map(cell).collect(),
            rows: rows.iter().map(|row| Row { cells: row.iter().map(cell).collect(), marked: false }).collect(),
        }
    }

    #[test]
    fn a_small_table_is_large_and_a_tall_one_smaller() {
        let fit = |rows: usize| table(&sample(&["a", "b"], &vec![&["one", "two"][..]; rows]), ROOM);
        assert_eq!(fit(3).size, 34.0);
        assert_eq!(fit(9).size, 26.0);
        assert_eq!((fit(40).size, fit(40).too_tall > 20), (22.0, true));
    }

    #[test]
    fn eight_rows_of_seven_columns_fit() {
        let row: &[&str] = &["8", "El Capitan", "DOE/SC/Oak Ridge, United States", "11,039,616", "1,742.00", "2,746.38", "29,581"];
        let head = ["Rank", "System", "Site", "Cores", "Rmax (PFlop/s)", "Rpeak (PFlop/s)", "Power (kW)"];
        let fit = table(&sample(&head, &[row; 8]), ROOM);
        assert!(fit.size >= 22.0 && fit.height <= 536.0 && fit.too_tall == 0 && !fit.too_wide, "{fit:?}");
    }

    #[test]
    fn a_table_of_two_hundred_columns_is_too_wide() {
        let row = vec!["word"; 200];
        assert!(table(&sample(&row, &[&row]), ROOM).too_wide);
        assert_eq!(table(&sample(&[], &[]), ROOM).too_tall, 0);
    }
}
