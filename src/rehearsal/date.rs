//! Dates: milliseconds since 1970 as text and back. No clock is read here. Manual page: `tests/spec/rehearse.md`.

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A moment in UTC: year, month, day, hour, minute, second.
fn parts(milliseconds: u64) -> (u64, u64, u64, u64, u64, u64) {
    let seconds = milliseconds / 1000;
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // The civil calendar from days since 1970, by eras of 400 years that begin on 1 March.
    let shifted = days + 719_468;
    let (era, day) = (shifted / 146_097, shifted % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year + era * 400 + u64::from(month <= 2), month, of_month, rest / 3600, rest / 60 % 60, rest % 60)
}

/// `2026-11-29T10:20:55Z`
pub fn rfc3339(milliseconds: u64) -> String {
    let (year, month, day, hour, minute, second) = parts(milliseconds);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// `29 November 2026, 10:20`; `offset` is what the clock of the place is ahead of UTC, in seconds.
pub fn words(milliseconds: u64, offset: i64) -> String {
    let here = milliseconds.saturating_add_signed(offset.saturating_mul(1000));
    let (year, month, day, hour, minute, _) = parts(here);
    let name = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1))).unwrap_or(&"");
    format!("{day} {name} {year}, {hour:02}:{minute:02}")
}

/// Milliseconds since 1970 of a date in RFC 3339; `None` if it is none, or before 1970.
pub fn read(text: &str) -> Option<u64> {
    let number = |from: usize, to: usize| {
        text.get(from..to).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?.parse::<i64>().ok()
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let signs = [(4, "-"), (7, "-"), (13, ":"), (16, ":")];
    let well_formed = signs.iter().all(|(at, sign)| text.get(*at..at + 1) == Some(sign))
        && matches!(text.get(10..11), Some("T" | "t" | " "))
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second < 61;
    let rest = text.get(19..)?;
    let digits = rest.strip_prefix('.').map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
    let (fraction, zone) = if digits > 0 { (rest.get(1..=digits)?, rest.get(1 + digits..)?) } else { ("", rest) };
    let milliseconds: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let ahead = match zone.as_bytes() {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let (hours, minutes): (i64, i64) = (zone.get(1..3)?.parse().ok()?, zone.get(4..6)?.parse().ok()?);
            (hours * 60 + minutes) * if *sign == b'-' { -60 } else { 60 }
        }
        _ => return None,
    };
    let (shifted_year, shifted_month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let (era, of_era) = (shifted_year / 400, shifted_year % 400);
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - ahead;
    u64::try_from(seconds * 1000 + milliseconds).ok().filter(|_| well_formed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_are_read_as_others_write_them() {
        assert_eq!(read("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(read("2026-11-29T10:20:55Z"), Some(1_795_947_655_000));
        assert_eq!(read("2026-11-29T11:20:55.25+01:00"), Some(1_795_947_655_250));
        assert_eq!(words(1_795_947_655_000, 3600), "29 November 2026, 11:20");
        for wrong in [
            "",
            "2026",
            "2026-13-01T00:00:00Z",
            "2026-11-29T10:20:55",
            "2026-11-29X10:20:55Z",
            "äöü",
            "1969-12-31T23:59:59Z",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_second_comes_back(seconds in 0u64..253_402_300_799) {
            prop_assert_eq!(read(&rfc3339(seconds * 1000)), Some(seconds * 1000));
        }

        #[test]
        fn nothing_breaks_it(text in "\\PC{0,40}") {
            let _ = read(&text);
        }
    }
}
