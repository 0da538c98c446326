//! The rows of a drawn formula, so that a slide can go through a derivation line by line. Manual page: `tests/spec/math.md`.
//!
//! KaTeX sets `aligned` and its relatives column by column: a row is one element in every column, and there is no element
//! around it. What holds for a row is therefore written on each of its cells.

/// The classes from a table down to its cells, outermost first; a class must begin with the word.
const PATH: [&str; 5] = ["mtable", "col-align-", "vlist-t", "vlist-r", "vlist"];

/// Writes `attributes(row)`, with a space before it or empty, into the opening tag of every cell of the formula's first table.
/// Rows count from 1. A formula without a table stays as it is.
pub fn with_attributes(html: &str, mut attributes: impl FnMut(u32) -> String) -> String {
    let mut marked = String::with_capacity(html.len() + 256);
    let mut walk = Walk::default();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let Some(close) = rest[open..].find('>').map(|close| open + close) else { break };
        let tag = &rest[open..=close];
        marked.push_str(&rest[..close]);
        if let Some(row) = walk.step(tag) {
            marked.push_str(&attributes(row));
        }
        marked.push('>');
        rest = &rest[close + 1..];
    }
    marked.push_str(rest);
    marked
}

/// Where in the formula the reading stands.
#[derive(Default)]
struct Walk {
    /// Open elements.
    depth: usize,
    /// Depth of the first table; nothing counts outside it.
    table: Option<usize>,
    /// How many elements of [`PATH`] are open, from the table on without a gap.
    inside: usize,
    /// Rows so far in this column.
    row: u32,
    /// `vlist-r` elements so far in this column: the second holds what hangs below the line, no cells.
    strips: u32,
}

impl Walk {
    /// Goes past a tag; the row if it opens a cell.
    fn step(&mut self, tag: &str) -> Option<u32> {
        if tag.starts_with("</") {
            self.depth = self.depth.saturating_sub(1);
            if let Some(table) = self.table {
                self.inside = self.inside.min(self.depth.saturating_sub(table));
            }
            return None;
        }
        if tag.ends_with("/>") {
            return None;
        }
        let class = tag.split_once("class=\"").map_or("", |(_, class)| class);
        let expected = PATH.get(self.inside).is_some_and(|word| class.starts_with(word));
        if self.table.is_none() && expected {
            self.table = Some(self.depth);
        }
        let is_next = self.table.is_some_and(|table| self.depth == table + self.inside);
        self.depth += 1;
        if is_next && self.inside == PATH.len() && self.strips == 1 {
            self.row += 1;
            return Some(self.row);
        }
        if is_next && expected {
            self.inside += 1;
            match self.inside {
                2 => (self.row, self.strips) = (0, 0),
                4 => self.strips += 1,
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::math::{Formula, outcome};
    use crate::render::worker::task::Outcome;

    fn rows(tex: &str) -> Vec<u32> {
        let Ok(Outcome::Formula(Formula { html, .. })) = outcome(tex, true, &[]) else { panic!("{tex}") };
        let mut rows = Vec::new();
        let marked = with_attributes(&html, |row| {
            rows.push(row);
            format!(" data-row=\"{row}\"")
        });
        assert_eq!(
            marked.replace(" data-row=\"1\"", "").replace(" data-row=\"2\"", "").replace(" data-row=\"3\"", ""),
            html
        );
        rows
    }

    #[test]
    fn every_cell_of_a_row_is_marked() {
        assert_eq!(rows(r"\begin{aligned} a &= b \\ &= c \\ &= d \end{aligned}"), [1, 2, 3, 1, 2, 3]);
        assert_eq!(rows(r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases} + y"), [1, 2, 1, 2]);
        assert_eq!(rows(r"\begin{gather*} a \\ b \end{gather*}"), [1, 2]);
    }

    #[test]
    fn a_table_inside_a_row_is_part_of_the_row() {
        assert_eq!(
            rows(
                r"\begin{aligned} x &= \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} \\ &= \sqrt{\frac{y}{\overline{2}}} \end{aligned}"
            ),
            [1, 2, 1, 2]
        );
    }

    #[test]
    fn a_formula_without_rows_is_left_alone() {
        assert_eq!(rows(r"\sum_{i=1}^n \frac{1}{i^2}"), [0; 0]);
    }
}
