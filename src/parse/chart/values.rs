//! What a cell means: a number, a date, a name with its unit. Manual page: `tests/spec/charts.md`.

/// A number and the deviation behind `±`, if one is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The number.
    pub value: f64,
    /// What stands behind `±`.
    pub deviation: Option<f64>,
    /// Digits after the decimal point.
    pub decimals: usize,
}

/// Whether a cell says that nothing was measured.
pub fn is_gap(cell: &str) -> bool {
    matches!(cell, "" | "-" | "–" | "—" | "NA" | "N/A" | "n/a" | "NaN" | "nan" | "null")
}

/// Reads `1024`, `1'024`, `1e6`, `−3`, `45 %`, `3.2 ± 0.1`; `3,2` only where `comma` allows it.
pub fn number(cell: &str, comma: bool) -> Option<Number> {
    let (value, deviation) = match cell.split_once('±').or_else(|| cell.split_once("+-")) {
        Some((value, deviation)) => (value, Some(plain(deviation, comma)?.0.abs())),
        None => (cell, None),
    };
    let (value, decimals) = plain(value, comma)?;
    Some(Number { value, deviation, decimals })
}

fn plain(cell: &str, comma: bool) -> Option<(f64, usize)> {
    let cell = cell.trim();
    let cell = cell.strip_suffix('%').unwrap_or(cell).trim_end();
    let mut text = String::with_capacity(cell.len());
    let mut before = ' ';
    for (at, sign) in cell.char_indices() {
        let next = cell[at + sign.len_utf8()..].chars().next().unwrap_or(' ');
        match sign {
            '−' => text.push('-'),
            '\'' | '’' | '_' | '\u{a0}' | '\u{202f}' | '\u{2009}' | ' '
                if before.is_ascii_digit() && next.is_ascii_digit() => {}
            ',' if comma => text.push('.'),
            '0'..='9' | '.' | '-' | '+' | 'e' | 'E' => text.push(sign),
            _ => return None,
        }
        before = sign;
    }
    if !text.starts_with(|sign: char| sign.is_ascii_digit() || "+-.".contains(sign)) {
        return None;
    }
    let mantissa = text.split(['e', 'E']).next().unwrap_or("");
    let decimals = mantissa.split_once('.').map_or(0, |(_, digits)| digits.len()).min(6);
    let value = text.parse::<f64>().ok().filter(|value| value.is_finite() && value.abs() < 1e200)?;
    // Nothing that is measured is smaller, and an axis could not tell it from zero.
    Some((if value.abs() < 1e-200 { 0.0 } else { value }, decimals))
}

/// Whether a cell is written as a calendar year, such as `2024`.
pub fn is_year(cell: &str) -> bool {
    cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit()) && matches!(cell.as_bytes()[0], b'1' | b'2')
}

/// Days since 1970-01-01 of `2024-03-17` or `2024-03` (its first day).
pub fn date(cell: &str) -> Option<f64> {
    let mut parts = cell.split('-');
    let (year, month) = (parts.next()?, parts.next()?);
    let day = parts.next();
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || day.is_some_and(|day| !digits(day, 2)) {
        return None;
    }
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.map_or(Some(1), |day| day.parse().ok())?);
    let length = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=length).contains(&day).then(|| days(year, month, day) as f64)
}

/// Howard Hinnant's `days_from_civil`: years begin in March, so that the leap day is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The name and the unit of `Loss [nats]` or `Loss (nats)`.
pub fn name_and_unit(head: &str) -> (&str, &str) {
    for (open, close) in [('[', ']'), ('(', ')')] {
        if let Some((name, unit)) = head.strip_suffix(close).and_then(|head| head.rsplit_once(open)) {
            return (name.trim(), unit.trim());
        }
    }
    (head.trim(), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let value = |cell: &str| number(cell, false).map(|number| number.value);
        assert_eq!(value("1'024"), Some(1024.0));
        assert_eq!(value("1\u{202f}024.5"), Some(1024.5));
        assert_eq!(value("−3e2"), Some(-300.0));
        assert_eq!(value("45 %"), Some(45.0));
        assert_eq!(number("3,25", true).map(|number| (number.value, number.decimals)), Some((3.25, 2)));
        assert_eq!(number("3.2 ± 0.1", false).and_then(|number| number.deviation), Some(0.1));
        for cell in ["3,2", "abc", "1.2.3", "inf", "e5", "1e999", "1 ± x", "12a"] {
            assert_eq!(value(cell), None, "{cell}");
        }
    }

    #[test]
    fn dates_are_days() {
        assert_eq!(date("1970-01-02"), Some(1.0));
        assert_eq!(date("2000-03"), Some(11_017.0));
        assert_eq!(date("2023-02-29"), None);
        assert_eq!(date("2024-2-1"), None);
    }

    #[test]
    fn a_unit_stands_in_brackets_at_the_end() {
        assert_eq!(name_and_unit("Loss [nats]"), ("Loss", "nats"));
        assert_eq!(name_and_unit("Cost (CHF)"), ("Cost", "CHF"));
        assert_eq!(name_and_unit("f(x) value"), ("f(x) value", ""));
    }
}
