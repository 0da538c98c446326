//! Text in columns: how wide it is on a terminal, and cut to fit. The only door to unicode-width.
//! Manual page: `tests/spec/command-line.md`.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The terminal's columns between the two bounds; 100 where there is none.
pub fn terminal(least: usize, most: usize) -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).clamp(least, most))
}

/// Columns that a text takes: two for an ideograph, none for a mark above a letter.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text, cut before `columns` with an ellipsis if it is longer.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut left = columns.saturating_sub(1);
    for letter in text.chars() {
        let wide = letter.width().unwrap_or(0);
        if wide > left {
            break;
        }
        left -= wide;
        out.push(letter);
    }
    out.truncate(out.trim_end().len());
    out + "…"
}

/// The text with spaces behind it, up to `columns`.
pub fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text with spaces before it, up to `columns`.
pub fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_text_takes_no_more_columns_than_it_may() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("a longer text", 9), "a longer…");
        assert_eq!(cut("纸的颜色", 6), "纸的…");
        assert_eq!((left("纸", 4), right("纸", 4)), ("纸  ".to_owned(), "  纸".to_owned()));
    }
}
