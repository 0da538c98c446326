//! Tables. Manual page: `tests/spec/fit.md`.

use super::Html;
use crate::deck::{Attributes, Block, Cell, ColumnKind, Row, Steps, Table};
use crate::render::fit::Room;
use crate::render::fit_table;
use crate::source::Diagnostic;
use std::fmt::Write;

impl Html<'_> {
    pub(super) fn table(&mut self, table: &Table, block: &Block, room: Room) {
        let mut room = room;
        room.compact |= block.attributes.has_class("compact");
        let (fit, is_soft) = fit_table::softened(table, room, self.tongue());
        if !self.here.in_notes && (fit.too_tall > 0 || fit.too_wide) {
            self.overflow(fit, block);
        }
        self.sizes.insert(block.span, fit.size);
        let has_head = table.head.iter().any(|cell| !cell.content.is_empty());
        self.begin("figure", if room.compact { "table compact" } else { "table" }, &block.attributes, block.steps);
        let rows = table.rows.len();
        let _ =
            write!(self.out, " style=\"--columns:{};--rows:{rows};--table-size:{}px\">", table.columns.len(), fit.size);
        self.markup("<table>");
        if has_head {
            self.markup("<thead><tr>");
            for (index, (cell, kind)) in table.head.iter().zip(&table.columns).enumerate() {
                self.markup("<th scope=\"col\" class=\"");
                self.markup(class(*kind));
                self.out.push('"');
                self.steps(column_steps(table, index));
                self.out.push('>');
                self.here.line = if is_soft { 0.0 } else { f32::INFINITY };
                self.inlines(&cell.content);
                self.here.line = f32::INFINITY;
                self.markup("</th>");
            }
            self.markup("</tr></thead>");
        }
        self.markup("<tbody>");
        // Width of a decimal point in widths of a digit, to a hundredth.
        let point = (room.letters.em(".", false) / room.letters.digit().max(0.1) * 100.0).round() / 100.0;
        for row in &table.rows {
            self.row(row, table, point, is_soft);
        }
        self.markup("</tbody></table></figure>");
    }

    fn row(&mut self, row: &Row, table: &Table, point: f32, is_soft: bool) {
        self.markup(if row.marked { "<tr class=\"marked\"" } else { "<tr" });
        self.steps(row.steps);
        self.out.push('>');
        for (index, (cell, kind)) in row.cells.iter().zip(&table.columns).enumerate() {
            self.here.line = if is_soft { 0.0 } else { f32::INFINITY };
            self.cell(cell, *kind, column_steps(table, index), point);
            self.here.line = f32::INFINITY;
        }
        self.markup("</tr>");
    }

    fn cell(&mut self, cell: &Cell, kind: ColumnKind, steps: Steps, point: f32) {
        self.markup("<td class=\"");
        self.markup(class(kind));
        self.out.push('"');
        if let (ColumnKind::Number { decimals }, Some(own)) = (kind, cell.decimals) {
            let missing = f32::from(decimals.saturating_sub(own)) + if own == 0 && decimals > 0 { point } else { 0.0 };
            if missing > 0.0 {
                let _ = write!(self.out, " style=\"--pad:{missing}\"");
            }
        }
        self.steps(steps);
        self.out.push('>');
        self.inlines(&cell.content);
        self.markup("</td>");
    }

    fn overflow(&mut self, fit: fit_table::TableFit, block: &Block) {
        let amount = match fit.too_tall {
            0 => "too many columns".to_owned(),
            1 => "about 1 row too many".to_owned(),
            rows => format!("about {rows} rows too many"),
        };
        let message = format!("this table does not fit its place: {amount}");
        let compact = Attributes::has_class(&block.attributes, "compact");
        let hint =
            if compact { "split it over two slides" } else { "split it over two slides, or set it in `::: compact`" };
        self.found.push(Diagnostic::warning("table-overflow", message, block.span).hint(hint));
    }
}

fn column_steps(table: &Table, index: usize) -> Steps {
    table.column_steps.get(index).copied().unwrap_or_default()
}

fn class(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Left => "left",
        ColumnKind::Center => "center",
        ColumnKind::Right => "right",
        ColumnKind::Number { .. } => "number",
    }
}
