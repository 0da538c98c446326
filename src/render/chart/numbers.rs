//! Numbers and dates as a language writes them. Manual page: `tests/spec/charts.md`.

/// How a language writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    group: &'static str,
    point: &'static str,
    percent: &'static str,
    months: &'static [&'static str; 12],
}

/// Languages with a decimal comma. Others have a point.
const COMMA: [&str; 22] = [
    "bg", "ca", "cs", "da", "de", "el", "es", "et", "fi", "fr", "hr", "hu", "it", "lt", "lv", "nb", "nl", "pl", "pt",
    "ru", "sv", "uk",
];
const ENGLISH: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const GERMAN: [&str; 12] =
    ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."];
const FRENCH: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."];
const ITALIAN: [&str; 12] = ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"];
const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

impl Numbers {
    /// By a language tag such as `de-CH`. Switzerland and Liechtenstein write 1’024.5.
    pub fn of(language: &str) -> Numbers {
        let tag = language.to_ascii_lowercase();
        let mut parts = tag.split('-');
        let name = parts.next().unwrap_or("");
        let is_swiss = parts.any(|part| matches!(part, "ch" | "li")) && name != "fr";
        let months = match name {
            "de" => &GERMAN,
            "fr" => &FRENCH,
            "it" => &ITALIAN,
            _ => &ENGLISH,
        };
        let (group, point) = match (is_swiss, COMMA.contains(&name)) {
            (true, _) => ("’", "."),
            (_, true) => ("\u{202f}", ","),
            _ => (",", "."),
        };
        // English writes 36%, others 36 %, which stays together.
        let percent = if name == "en" { "%" } else { "\u{202f}%" };
        Numbers { group, point, percent, months }
    }

    /// What stands behind a number of percent.
    pub fn percent(&self) -> &'static str {
        self.percent
    }

    /// A number with that many digits after the decimal sign.
    pub fn write(&self, value: f64, decimals: usize) -> String {
        let text = format!("{:.decimals$}", value.abs());
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        let mut out = String::from(if value < 0.0 && !is_zero { "−" } else { "" });
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                out.push_str(self.group);
            }
            out.push(digit);
        }
        if !rest.is_empty() {
            out.push_str(self.point);
            out.push_str(rest);
        }
        out
    }

    /// A number with as many digits as it needs, at most `most` after the decimal sign.
    pub fn short(&self, value: f64, most: usize) -> String {
        let decimals = (0..most).find(|decimals| is_round(value, *decimals)).unwrap_or(most);
        self.write(value, decimals)
    }

    /// The name of a month, 1 to 12.
    pub fn month(&self, month: u32) -> &'static str {
        self.months.get(month.saturating_sub(1) as usize).copied().unwrap_or("")
    }
}

fn is_round(value: f64, decimals: usize) -> bool {
    let scaled = value * 10f64.powi(decimals as i32);
    (scaled - scaled.round()).abs() < 1e-6 * scaled.abs().max(1.0)
}

/// `10⁶`
pub fn power_of_ten(exponent: i32) -> String {
    let mut out = String::from(if exponent < 0 { "10⁻" } else { "10" });
    out.extend(exponent.unsigned_abs().to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0') % 10]));
    out
}

/// Year, month and day of a number of days since 1970-01-01 (Howard Hinnant's `civil_from_days`).
pub fn civil(days: i64) -> (i64, u32, u32) {
    // Some hundred thousand years: further than any data, and no number overflows.
    let days = days.clamp(-100_000_000, 100_000_000) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_groups_in_its_own_way() {
        let write = |language, value, decimals| Numbers::of(language).write(value, decimals);
        assert_eq!(write("en", 1_234_567.0, 0), "1,234,567");
        assert_eq!(write("de", 1024.5, 1), "1\u{202f}024,5");
        assert_eq!(write("de-CH", 1024.5, 1), "1’024.5");
        assert_eq!(write("fr", -0.25, 2), "−0,25");
        assert_eq!(write("en", -0.001, 1), "0.0");
        assert_eq!(Numbers::of("en").short(0.30000000000000004, 6), "0.3");
        assert_eq!(["en-GB", "de-CH", "fr"].map(|tag| Numbers::of(tag).percent()), ["%", "\u{202f}%", "\u{202f}%"]);
        assert_eq!(power_of_ten(-12), "10⁻¹²");
    }

    #[test]
    fn days_become_dates() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(11_017), (2000, 3, 1));
        assert_eq!(civil(-1), (1969, 12, 31));
    }
}
