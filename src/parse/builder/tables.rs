//! Tables: rows and cells, and which columns hold figures.
//! Manual page: `tests/spec/tables.md`.

use super::super::attributes;
use super::super::reader::{Align, Tag, Token};
use super::{Builder, Frame, TableSteps};
use crate::deck::{Attributes, Block, BlockKind, Cell, ColumnKind, Inline, Row, Steps, Table, plain};
use crate::source::{Diagnostic, Span};
use std::ops::Range;

impl Builder<'_> {
    /// Reads the rows up to the table's end.
    pub(super) fn table(&mut self, aligns: &[Align]) -> (Table, Attributes) {
        let mut attributes = Attributes::default();
        let mut rows: Vec<Row> = Vec::new();
        self.frames.push(Frame::Markdown);
        while let Some((token, range)) = self.tokens.get(self.at).cloned() {
            self.at += 1;
            match token {
                Token::End => break,
                Token::Start(Tag::Row) => match self.attribute_line(&range).filter(|_| !rows.is_empty()) {
                    Some(read) => {
                        let findings = self.findings.len();
                        self.row(aligns.len(), range);
                        self.findings.truncate(findings);
                        attributes = read;
                    }
                    None => rows.push(self.row(aligns.len(), range)),
                },
                _ => {}
            }
        }
        self.frames.pop();
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0).cells };
        let mut table = Table { columns: Vec::new(), head, rows, column_steps: Vec::new() };
        table.columns = (0..aligns.len()).map(|index| column(&mut table.rows, index, aligns[index])).collect();
        (table, attributes)
    }

    /// `{steps=rows}` and the like on the line below the last row.
    fn attribute_line(&self, range: &Range<usize>) -> Option<Attributes> {
        let span = self.span(range);
        let text = self.context.source.slice(span);
        let (read, end) = attributes::read(text, span.file, span.start as usize)?;
        (end == span.end as usize).then_some(read)
    }

    /// Attributes in a paragraph of their own right after a table are the table's. True when they were.
    pub(super) fn attributes_of_table(&mut self, content: &[Inline], span: Span, out: &mut Vec<Block>) -> bool {
        let is_bare = |block: &Block| {
            matches!(&block.kind, BlockKind::Table(table) if !is_stepped(table))
                && block.attributes == Attributes::default()
        };
        if !matches!(content, [Inline::Text(text)] if text.starts_with('{')) || !out.last().is_some_and(is_bare) {
            return false;
        }
        let text = self.context.source.slice(span);
        let read = attributes::read(text, span.file, span.start as usize).filter(|(_, end)| *end == span.end as usize);
        let (Some((read, _)), Some(block)) = (read, out.pop()) else { return false };
        self.put_table(Block { attributes: read, ..block }, false, out);
        true
    }

    /// Adds a table, with its rows or columns numbered if they come one by one.
    pub(super) fn put_table(&mut self, mut block: Block, paused: bool, out: &mut Vec<Block>) {
        if !self.shown(&block.attributes) {
            return self.left_out(block.span);
        }
        let place = self.place(&block.attributes, out, paused);
        let way = self.way_of_tables(&block.attributes).or(self.table_steps);
        if let (Some(way), BlockKind::Table(table)) = (way, &mut block.kind) {
            match way {
                TableSteps::Rows => table.rows.iter_mut().for_each(|row| row.steps = Steps::From(self.new_step())),
                // The first column says what the rows are.
                TableSteps::Columns => {
                    let step = |index| if index == 0 { Steps::Always } else { Steps::From(self.new_step()) };
                    table.column_steps = (0..table.columns.len()).map(step).collect();
                }
            }
        }
        self.put(block, place, out);
    }

    /// `steps=rows` or `steps=columns`.
    pub(super) fn way_of_tables(&mut self, attributes: &Attributes) -> Option<TableSteps> {
        let value = attributes.get("steps")?.clone();
        match value.value.as_str() {
            "rows" => Some(TableSteps::Rows),
            "columns" => Some(TableSteps::Columns),
            _ => {
                let message = format!("`steps={}` is no way to show a table", value.value);
                let found = Diagnostic::error("steps-value", message, value.span);
                self.say(found.hint("write `steps=rows` or `steps=columns`"));
                None
            }
        }
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

/// Whether the rows or columns of a table come one by one.
pub(super) fn is_stepped(table: &Table) -> bool {
    !table.column_steps.is_empty() || table.rows.iter().any(|row| row.steps != Steps::Always)
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
