//! Columns of code. The widths of letters are the theme's: `src/theme/metrics.rs`. Manual page: `tests/spec/fit.md`.

use crate::theme::metrics::cells;

/// Columns that a line of code takes; a tab goes to the next multiple of four.
pub(crate) fn columns(line: &str) -> usize {
    line.chars().fold(0, |column, character| match character {
        '\t' => column + 4 - column % 4,
        '\r' => column,
        _ => column + cells(character),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_columns_know_tabs_and_wide_signs() {
        assert_eq!(columns("\tx"), 5);
        assert_eq!(columns("ab\tx"), 5);
        assert_eq!(columns("über"), 4);
        assert_eq!(columns("u\u{308}ber"), 4);
        assert_eq!(columns("日本"), 4);
        assert_eq!(columns("a\r"), 1);
    }
}
