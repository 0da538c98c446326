//! Rows of comma-separated values with the place of every cell: RFC 4180, and `#` for remarks.
//! Manual page: `tests/spec/charts.md`.

use std::ops::Range;

/// One value.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Cell {
    /// Without quotes and space around it.
    pub text: String,
    /// Its bytes in the text, quotes included.
    pub at: Range<usize>,
}

/// What the rows are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Rows that hold something, in order; the first is the head.
    pub rows: Vec<Vec<Cell>>,
    /// Whether `;` separates cells, so that a comma may be a decimal sign.
    pub semicolons: bool,
}

/// Reads a table. Tables of spreadsheets in countries with a decimal comma have `;` between cells: their first row shows it.
pub fn read(text: &str) -> Table {
    let head = text.lines().find(|line| !is_remark(line) && !line.trim().is_empty()).unwrap_or("");
    let semicolons = head.contains(';') && !head.contains(',');
    let separator = if semicolons { b';' } else { b',' };
    let mut rows = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let line = at + text[at..].find('\n').unwrap_or(text.len() - at);
        if is_remark(&text[at..line]) || text[at..line].trim().is_empty() {
            at = line + 1;
            continue;
        }
        let (row, next) = row(text, at, separator);
        rows.push(row);
        at = next;
    }
    Table { rows, semicolons }
}

fn is_remark(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// One row, and where the next begins.
fn row(text: &str, start: usize, separator: u8) -> (Vec<Cell>, usize) {
    let bytes = text.as_bytes();
    let mut cells = Vec::new();
    let mut at = start;
    loop {
        let (cell, end) = cell(text, at, separator);
        cells.push(cell);
        match bytes.get(end) {
            Some(byte) if *byte == separator => at = end + 1,
            _ => return (cells, end + 1),
        }
    }
}

/// One cell, and where it ends: at a separator, a line end or the end of the text.
fn cell(text: &str, start: usize, separator: u8) -> (Cell, usize) {
    let bytes = text.as_bytes();
    let ends = |byte: &u8| *byte == separator || *byte == b'\n';
    let space = bytes[start..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let begin = start + space;
    if bytes.get(begin) != Some(&b'"') {
        let end = start + bytes[start..].iter().position(ends).unwrap_or(bytes.len() - start);
        let inner = &text[start..end];
        let trimmed = inner.trim();
        let from = start + (inner.len() - inner.trim_start().len());
        return (Cell { text: trimmed.to_owned(), at: from..from + trimmed.len() }, end);
    }
    let mut words = String::new();
    let mut at = begin + 1;
    while let Some(quote) = text[at..].find('"').map(|offset| at + offset) {
        words.push_str(&text[at..quote]);
        at = quote + 1;
        if bytes.get(at) != Some(&b'"') {
            break;
        }
        words.push('"');
        at += 1;
    }
    // A quote that never ends takes the rest.
    if !text[begin + 1..at].ends_with('"') {
        words.push_str(&text[at..]);
        at = text.len();
    }
    let end = at + bytes[at..].iter().position(ends).unwrap_or(bytes.len() - at);
    words.push_str(text[at..end].trim_end());
    let lines: Vec<&str> = words.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
    (Cell { text: lines.join(" "), at: begin..at }, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        read(text).rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn quotes_may_hold_separators_quotes_and_line_ends() {
        assert_eq!(texts("a, b\r\n\"x, \"\"y\"\"\", \"1\n2\"\n"), [["a", "b"], ["x, \"y\"", "1 2"]]);
        assert_eq!(texts("\"open, 1\n2"), [["open, 1 2"]]);
        assert_eq!(texts("\"\",x"), [["", "x"]]);
    }

    #[test]
    fn remarks_and_empty_lines_are_no_rows() {
        assert_eq!(texts("# from the paper\na,b\n\n  # more\n1,\n"), [["a", "b"], ["1", ""]]);
    }

    #[test]
    fn a_head_with_semicolons_says_that_commas_are_decimal() {
        let table = read("a;b\n1,5;2");
        assert!(table.semicolons);
        assert_eq!(table.rows[1][0].text, "1,5");
    }

    #[test]
    fn every_cell_knows_its_place() {
        let text = "a,b\n 1 , \"two\" ";
        let table = read(text);
        assert_eq!(&text[table.rows[1][0].at.clone()], "1");
        assert_eq!(&text[table.rows[1][1].at.clone()], "\"two\"");
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        for text in ["", "\"", ",", "\n", "a\"b\",\"", "ä;ö\n\"ü", "\"a\"\"", "\"\"\"", "#", "a,\n#,\n,"] {
            read(text);
        }
    }
}
