//! How large a table can be set in its room: an estimate of what the browser's own layout will do. Manual page: `tests/spec/fit.md`.

use super::fit::Room;
use super::hyphens::{SOFT, Tongue};
use super::measure;
use crate::deck::{Cell, ColumnKind, Inline, Row, Table};
use crate::theme::Letters;

/// Smallest and largest size of a table's text.
const SIZES: (f32, f32) = (22.0, 34.0);
/// The same inside `::: compact`, where a table is no larger than what runs around it.
const COMPACT_SIZES: (f32, f32) = (20.0, 27.0);
/// Size of the head row, in em.
const HEAD: f32 = 0.8;

/// How cells are set, as in the theme's style sheet.
struct Setting {
    /// Space between columns in px.
    between: f32,
    /// What a column of words after one of figures has besides, in px.
    after_figures: f32,
    /// Space above and below a row's text, in em.
    padding: f32,
    /// Line height in em.
    line: f32,
}

const ROOMY: Setting = Setting { between: 28.0, after_figures: 12.0, padding: 0.72, line: 1.3 };
/// What the browser turns to when a slide is too full; only what is too much even then is reported.
const TIGHT: Setting = Setting { between: 28.0, after_figures: 12.0, padding: 0.4, line: 1.22 };
const COMPACT: Setting = Setting { between: 18.0, after_figures: 10.0, padding: 0.44, line: 1.24 };

impl Setting {
    /// The width that is left for words and figures.
    fn available(&self, table: &Table, width: f32) -> f32 {
        let after = |pair: &[ColumnKind]| matches!(pair, [ColumnKind::Number { .. }, ColumnKind::Left]);
        let wider = table.columns.windows(2).filter(|pair| after(pair)).count() as f32 * self.after_figures;
        // The bar before a marked row, and the right edge.
        let edges = 10.0 + if table.rows.iter().any(|row| row.marked) { 20.0 } else { 0.0 };
        (width - self.between * table.columns.len().saturating_sub(1) as f32 - wider - edges).max(1.0)
    }
}

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

/// A table whose words would make it smaller than this is tried with soft hyphens.
const SQUEEZED: f32 = 28.0;

/// Fits a table into its room, its long words broken between syllables where that makes it clearly larger; says whether they are.
pub(crate) fn softened(table: &Table, room: Room, tongue: Option<Tongue>) -> (TableFit, bool) {
    let whole = self::table(table, room);
    let Some(tongue) = tongue.filter(|_| whole.too_wide || whole.size < SQUEEZED) else { return (whole, false) };
    let soft = fitted(table, room, Some(tongue));
    let is_better = soft.size >= whole.size + 2.0 || whole.too_wide && !soft.too_wide;
    if is_better { (soft, true) } else { (whole, false) }
}

/// Fits a table into its room.
pub(crate) fn table(table: &Table, room: Room) -> TableFit {
    fitted(table, room, None)
}

fn fitted(table: &Table, room: Room, tongue: Option<Tongue>) -> TableFit {
    let setting = if room.compact { COMPACT } else { ROOMY };
    let (smallest, largest) = if room.compact { COMPACT_SIZES } else { SIZES };
    let available = setting.available(table, room.width);
    let measured = Measured::new(table, room.letters, tongue);
    let least: f32 = measured.widths.iter().map(|width| width.word).sum();
    let height = |size: f32| measured.height(size, available, &setting);
    let mut size = largest;
    while size > smallest && (least * size > available || height(size) > room.height) {
        size -= 1.0;
    }
    let height = height(size);
    let tight = if room.compact { &COMPACT } else { &TIGHT };
    let least_height = measured.height(size, available, tight);
    // The estimate is good to a few percent; what may be its own mistake is not reported.
    let excess = least_height - room.height * 1.03;
    let row_height = least_height / (measured.rows.len() + usize::from(measured.head.is_some())).max(1) as f32;
    let too_tall = if excess > 0.0 { (excess / row_height.max(1.0)).ceil() as usize } else { 0 };
    TableFit { size, height, too_tall, too_wide: least * size > available * 1.1 }
}

/// A table with the widths of its cells in em.
struct Measured<'a> {
    table: &'a Table,
    letters: &'a Letters,
    /// The head row's cells, if it is shown.
    head: Option<Vec<f32>>,
    rows: Vec<Vec<f32>>,
    widths: Vec<Width>,
}

impl<'a> Measured<'a> {
    fn new(table: &'a Table, letters: &'a Letters, tongue: Option<Tongue>) -> Measured<'a> {
        let is_shown = table.head.iter().any(|cell| !cell.content.is_empty());
        let head =
            is_shown.then(|| table.head.iter().map(|head| cell(head, true, letters) * HEAD).collect::<Vec<f32>>());
        let width = |(content, kind): (&Cell, &ColumnKind), bold| {
            cell(content, bold, letters) + missing(content, *kind, letters)
        };
        let row = |row: &Row| row.cells.iter().zip(&table.columns).map(|pair| width(pair, row.marked)).collect();
        let rows: Vec<Vec<f32>> = table.rows.iter().map(row).collect();
        let column = |(index, kind): (usize, &ColumnKind)| {
            let head_cell = head.as_ref().and_then(|head| head.get(index)).copied().unwrap_or(0.0);
            let head_word = table
                .head
                .get(index)
                .filter(|_| is_shown)
                .map_or(0.0, |head| longest_word(head, true, letters, tongue) * HEAD);
            let cells = rows.iter().filter_map(|row| row.get(index)).copied().fold(0.0, f32::max);
            let word = match kind {
                // Figures do not break.
                ColumnKind::Number { .. } => cells,
                _ => table
                    .rows
                    .iter()
                    .filter_map(|row| row.cells.get(index))
                    .map(|cell| longest_word(cell, false, letters, tongue))
                    .fold(0.0, f32::max),
            };
            Width { word: word.max(head_word), cell: cells.max(head_cell) }
        };
        let widths = table.columns.iter().enumerate().map(column).collect();
        Measured { table, letters, head, rows, widths }
    }

    /// Height in px at a size, when the columns have `available` px together.
    fn height(&self, size: f32, available: f32, setting: &Setting) -> f32 {
        let columns = distribute(&self.widths, available / size);
        let row = |cells: &[Cell], ems: &[f32], bold: bool, scale: f32| {
            let lines = cells.iter().zip(ems).zip(&columns).map(|((cell, em), column)| match *em <= *column {
                true => 1.0,
                false => measure::lines(&cell.content, bold, column / scale, 1.0, self.letters),
            });
            (lines.fold(1.0, f32::max) * setting.line + setting.padding) * size * scale + 1.5
        };
        let head = self.head.as_ref().map_or(0.0, |ems| row(&self.table.head, ems, true, HEAD) + 0.5);
        let rows = self.table.rows.iter().zip(&self.rows);
        rows.map(|(cells, ems)| row(&cells.cells, ems, cells.marked, 1.0)).sum::<f32>() + head
    }
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
fn missing(cell: &Cell, kind: ColumnKind, letters: &Letters) -> f32 {
    match (kind, cell.decimals) {
        (ColumnKind::Number { decimals }, Some(own)) => f32::from(decimals.saturating_sub(own)) * letters.digit(),
        _ => 0.0,
    }
}

fn cell(cell: &Cell, bold: bool, letters: &Letters) -> f32 {
    let mut sum = 0.0;
    measure::words(&cell.content, bold, letters, &mut |word| sum += word.unwrap_or(letters.space()));
    sum
}

/// Of soft words the longest syllable with its hyphen.
fn longest_word(cell: &Cell, bold: bool, letters: &Letters, tongue: Option<Tongue>) -> f32 {
    if let Some(tongue) = tongue
        && cell.content.iter().all(|inline| matches!(inline, Inline::Text(_) | Inline::SoftBreak | Inline::HardBreak))
    {
        let text = crate::deck::plain(&cell.content);
        let soft = tongue.soften(&text).unwrap_or(text);
        let width = |part: &str| letters.em(part, bold) + if part.len() > 2 { letters.em("-", bold) } else { 0.0 };
        return soft.split([' ', SOFT]).map(width).fold(0.0, f32::max);
    }
    let (mut longest, mut word) = (0.0_f32, 0.0);
    measure::words(&cell.content, bold, letters, &mut |part| match part {
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

    const ROOM: Room = Room { width: 1152.0, height: 536.0, text: 30.0, compact: false, letters: Letters::DEFAULT };

    fn sample(head: &[&str], rows: &[&[&str]]) -> Table {
        let cell = |text: &&str| Cell { content: vec![Inline::Text((*text).to_owned())], decimals: None };
        Table {
            columns: vec![ColumnKind::Left; head.len()],
            column_steps: Vec::new(),
            head: head.iter().map(cell).collect(),
            rows: rows.iter().map(|row| Row { cells: row.iter().map(cell).collect(), ..Row::default() }).collect(),
        }
    }

    #[test]
    fn a_small_table_is_large_and_a_tall_one_smaller() {
        let fit = |rows: usize| table(&sample(&["a", "b"], &vec![&["one", "two"][..]; rows]), ROOM);
        assert_eq!(fit(3).size, 34.0);
        assert_eq!(fit(9).size, 26.0);
        assert_eq!((fit(40).size, fit(40).too_tall > 20), (22.0, true));
        let compact =
            |rows: usize| table(&sample(&["a", "b"], &vec![&["one", "two"][..]; rows]), Room { compact: true, ..ROOM });
        assert_eq!((compact(3).size, compact(40).size), (27.0, 20.0));
    }

    #[test]
    fn eight_rows_of_seven_columns_fit() {
        let row: &[&str] =
            &["8", "El Capitan", "DOE/SC/Oak Ridge, United States", "11,039,616", "1,742.00", "2,746.38", "29,581"];
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
