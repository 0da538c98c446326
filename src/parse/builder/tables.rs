//! Tables: rows and cells, and which columns hold figures.
//! Manual page: `tests/spec/tables.md`.

use super::super::reader::{Align, Tag, Token};
use super::{Builder, Frame};
use crate::deck::{Cell, ColumnKind, Inline, Row, Table, plain};
use crate::source::Diagnostic;
use std::ops::Range;

impl Builder<'_> {
    /// Reads the rows up to the table's end.
    pub(super) fn table(&mut self, aligns: &[Align]) -> Table {
        let mut rows: Vec<Row> = Vec::new();
        self.frames.push(Frame::Markdown);
        while let Some((token, range)) = self.tokens.get(self.at).cloned() {
            self.at += 1;
            match token {
                Token::End => break,
                Token::Start(Tag::Row) => rows.push(self.row(aligns.len(), range)),
                _ => {}
            }
        }
        self.frames.pop();
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0).cells };
        let mut table = Table { columns: Vec::new(), head, rows };
        table.columns = (0..aligns.len()).map(|index| column(&mut table.rows, index, aligns[index])).collect();
        table
    }

    fn row(&mut self, width: usize, whole: Range<usize>) -> Row {
        let mut row = Row::default();
        let mut read_to = whole.start;
        while let Some((token, range)) = self.tokens.get(self.at).cloned() {
            self.at += 1;
            match token {
                Token::End => break,
                Token::Start(Tag::Cell) => {
                    read_to = range.end;
                    let mut content = self.inlines(true);
                    self.typeset(&mut content);
                    super::blocks::trim(&mut content);
                    row.cells.push(Cell { content, decimals: None });
                }
                _ => {}
            }
        }
        self.surplus(read_to..whole.end);
        row.cells.resize(width, Cell::default());
        row.marked = row.cells.first().is_some_and(|cell| {
            matches!(cell.content.as_slice(), [Inline::Span { attributes, .. }, ..] if attributes.has_class("mark"))
        });
        row
    }
}

impl Builder<'_> {
    /// Cells beyond the width of the head are not shown (GitHub's rule), which is said.
    fn surplus(&mut self, rest: Range<usize>) {
        let text = self.masked.text.get(rest.clone()).unwrap_or("");
        let extra = text.trim().trim_matches('|').trim();
        if extra.is_empty() {
            return;
        }
        let start = rest.start + (text.len() - text.trim_start_matches(['|', ' ', '\t']).len());
        let found = Diagnostic::warning(
            "table-cells",
            "this row has more cells than the table's head; they are not shown",
            self.span(&(start..rest.end)),
        );
        self.say(found.hint("add a column to the head and to the line below it, or write `\\|` for a bar in a cell"));
    }
}

/// How a column is set: as written, else by its figures.
fn column(rows: &mut [Row], index: usize, align: Align) -> ColumnKind {
    match align {
        Align::Left => return ColumnKind::Left,
        Align::Center => return ColumnKind::Center,
        Align::Unset | Align::Right => {}
    }
    let mut most = 0;
    let mut any = false;
    let mut found = Vec::new();
    for row in rows.iter() {
        let text = plain(&row.cells[index].content);
        let text = text.trim();
        if text.is_empty() || matches!(text, "-" | "–" | "—" | "n/a" | "?") {
            found.push(None);
            continue;
        }
        let Some(decimals) = decimals(text) else {
            return if align == Align::Right { ColumnKind::Right } else { ColumnKind::Left };
        };
        any = true;
        most = most.max(decimals);
        found.push(Some(decimals));
    }
    if !any {
        return if align == Align::Right { ColumnKind::Right } else { ColumnKind::Left };
    }
    for (row, decimals) in rows.iter_mut().zip(found) {
        row.cells[index].decimals = decimals;
    }
    ColumnKind::Number { decimals: most }
}

/// Digits after the decimal point of a figure, or `None` when the text is no figure.
/// Signs, thousands separators and a unit of up to four characters may stand with it.
fn decimals(text: &str) -> Option<u8> {
    let text = text.trim_start_matches(['+', '-', '−', '±', '~', '≈', '<', '>', '≤', '≥', '$', '€']).trim_start();
    let end = text
        .char_indices()
        .find(|(_, c)| {
            !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’' | '\u{202f}' | '\u{a0}' | '\u{2009}' | ' '))
        })
        .map_or(text.len(), |(at, _)| at);
    let number = text[..end].trim_end();
    let unit = text[end..].trim();
    if !number.starts_with(|c: char| c.is_ascii_digit()) || unit.chars().count() > 4 {
        return None;
    }
    if unit.chars().any(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ':' | '/')) {
        return None;
    }
    let point = number.rfind('.').or_else(|| {
        // A comma is a decimal point unless exactly three digits follow it.
        number.rfind(',').filter(|comma| number.len() - comma - 1 != 3 && number.matches(',').count() == 1)
    });
    let digits = point.map_or(0, |point| number[point + 1..].chars().filter(char::is_ascii_digit).count());
    u8::try_from(digits).ok().filter(|_| number.matches('.').count() <= 1)
}

#[cfg(test)]
mod tests {
    use super::decimals;

    #[test]
    fn figures_are_told_from_words() {
        for (text, expected) in [
            ("1", Some(0)),
            ("1,742.00", Some(2)),
            ("11,039,616", Some(0)),
            ("0,5", Some(1)),
            ("15 T", Some(0)),
            ("8.05 B", Some(2)),
            ("36%", Some(0)),
            ("−3.25", Some(2)),
            ("16 000", Some(0)),
            ("2020", Some(0)),
            ("GPT 3", None),
            ("1.2.3", None),
            ("10–100×", None),
            ("12:30", None),
            ("3 models of it", None),
        ] {
            assert_eq!(decimals(text), expected, "{text}");
        }
    }
}
