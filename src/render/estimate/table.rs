//! A table as browsers lay it out. Manual page: `tests/spec/fit.md`.

use super::Sheet;
use super::lines::Type;
use crate::deck::{Cell, ColumnKind, Table};

/// Heights of a table's rows in px.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Laid {
    /// Of the head row, 0 without one.
    pub head: f32,
    pub rows: Vec<f32>,
    /// By how much the table is wider than its place.
    pub wide: f32,
}

/// One row: its cells, and how its text is set.
struct Row<'a> {
    cells: &'a [Cell],
    text: Type,
    /// Padding above and below together, and the line below, in px.
    around: f32,
    marked: bool,
}

impl Sheet<'_> {
    /// Lays a table out at a size of its text in px.
    pub(super) fn lay(&self, table: &Table, size: f32, width: f32, compact: bool) -> Laid {
        let (padding, line) = match (self.state.tight, compact) {
            (true, _) => (0.2, 1.22),
            (_, true) => (0.22, 1.24),
            _ => (0.36, 1.3),
        };
        let text = |size: f32, bold: bool| Type { size, line, bold, spacing: 0.0 };
        let has_head = table.head.iter().any(|cell| !cell.content.is_empty());
        let head = has_head.then(|| {
            let text = text(size * 0.8, true);
            Row { cells: &table.head, text, around: 2.0 * padding * text.size + 2.0, marked: false }
        });
        let rows = table.rows.iter().map(|row| {
            let text = text(size, row.marked);
            // A line of a px and a half is drawn, and laid out, as one.
            Row { cells: &row.cells, text, around: 2.0 * padding * size + 1.0, marked: row.marked }
        });
        let rows: Vec<Row<'_>> = head.into_iter().chain(rows).collect();
        let columns = table.columns.len();
        let mut least = vec![0.0_f32; columns];
        let mut most = vec![0.0_f32; columns];
        for row in &rows {
            for (index, cell) in row.cells.iter().take(columns).enumerate() {
                let padding = self.side(table, row, index, cell, compact);
                let filled = self.lines(&cell.content, row.text, f32::MAX);
                let breaks = !(matches!(table.columns[index], ColumnKind::Number { .. }) && row.text.size == size);
                least[index] = least[index].max(padding + if breaks { filled.word } else { filled.longest });
                most[index] = most[index].max(padding + filled.longest);
            }
        }
        let widths = distribute(&least, &most, width);
        let height = |row: &Row<'_>| {
            let cells = row.cells.iter().take(columns).enumerate().map(|(index, cell)| {
                let room = widths[index] - self.side(table, row, index, cell, compact);
                // A hair more, against rounding where a column is as wide as its longest cell.
                self.lines(&cell.content, row.text, room.max(1.0) + 0.1).height
            });
            cells.fold(row.text.size * line, f32::max) + row.around
        };
        let mut heights = rows.iter().map(height);
        let head = if has_head { heights.next().unwrap_or(0.0) } else { 0.0 };
        let wide = (least.iter().sum::<f32>() - width).max(0.0);
        Laid { head, rows: heights.collect(), wide }
    }

    /// What a cell has at its sides, in px.
    fn side(&self, table: &Table, row: &Row<'_>, index: usize, cell: &Cell, compact: bool) -> f32 {
        let is_number = |at: usize| matches!(table.columns.get(at), Some(ColumnKind::Number { .. }));
        let is_left = matches!(table.columns.get(index), Some(ColumnKind::Left));
        // A decimal point in digits, as in html/table.rs.
        let digit = self.letters.digit();
        let point = self.letters.em(".", false) / digit.max(0.1);
        let start = match index {
            0 if row.marked && !compact => 20.0,
            0 => 0.0,
            _ if is_left && is_number(index - 1) => {
                if compact {
                    28.0
                } else {
                    40.0
                }
            }
            _ if compact => 18.0,
            _ => 28.0,
        };
        let missing = match (table.columns.get(index), cell.decimals) {
            (Some(ColumnKind::Number { decimals }), Some(own)) => {
                f32::from(decimals.saturating_sub(own)) + if own == 0 && *decimals > 0 { point } else { 0.0 }
            }
            _ => 0.0,
        };
        start + missing * digit * row.text.size + if index + 1 == table.columns.len() { 10.0 } else { 0.0 }
    }
}

/// As browsers do it: every column its least, and of the rest in proportion to what it could still use; what nobody can use
/// goes to all in proportion to their widths.
fn distribute(least: &[f32], most: &[f32], width: f32) -> Vec<f32> {
    let (all_least, all_most) = (least.iter().sum::<f32>(), most.iter().sum::<f32>());
    if all_most <= width {
        return most.iter().map(|column| column * width / all_most.max(1.0)).collect();
    }
    let share = ((width - all_least) / (all_most - all_least).max(0.01)).clamp(0.0, 1.0);
    least.iter().zip(most).map(|(least, most)| least + (most - least) * share).collect()
}
