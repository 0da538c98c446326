//! `room:` how far away the last row sits, measured in heights of the screen. Manual page: `tests/spec/checks.md`.

use super::yaml::Yaml;
use crate::source::{Diagnostic, Spanned};

/// Nearer than half a screen height, or further than this, nobody sits.
const HEIGHTS: std::ops::RangeInclusive<f32> = 0.5..=50.0;

/// The distance of the last row in screen heights: `6H`, or `{depth: 18m, screen: 2.4m}`. Any other text names the room and
/// measures nothing.
///
/// # Errors
/// A diagnostic for what looks like a distance and is none.
pub(super) fn read(value: &Spanned<Yaml>) -> Result<Option<Spanned<f32>>, Diagnostic> {
    let wrong = || {
        Diagnostic::error("front-matter-value", "`room` takes `6H`, `{depth: 18m, screen: 2.4m}` or a name", value.span)
            .hint("`6H` is a last row six screen heights away; from the screen to the last row is the depth")
    };
    let heights = match &value.value {
        Yaml::Null => return Ok(None),
        Yaml::Text(text) => match unit(text) {
            Some((number, "h" | "H")) => number,
            // A bare number or words are a name: `room: 1.04`, `room: Aula 2`.
            Some((_, "")) | None => return Ok(None),
            Some(_) => return Err(wrong()),
        },
        Yaml::Map(pairs) => {
            let meters = |name: &str| {
                let text = pairs.iter().find(|(key, _)| key.value == name)?.1.value.text()?;
                unit(text).filter(|(_, unit)| matches!(*unit, "m" | "")).map(|(number, _)| number)
            };
            let known = pairs.iter().all(|(key, _)| matches!(key.value.as_str(), "depth" | "screen" | "name"));
            match (meters("depth"), meters("screen"), known) {
                (Some(depth), Some(screen), true) if screen > 0.0 => depth / screen,
                _ => return Err(wrong()),
            }
        }
        Yaml::List(_) => return Err(wrong()),
    };
    if !HEIGHTS.contains(&heights) {
        return Err(wrong());
    }
    Ok(Some(Spanned::new(heights, value.span)))
}

/// A number and the letters right behind it; `None` when the text is anything else.
fn unit(text: &str) -> Option<(f32, &str)> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit.trim_start();
    let number = number.parse::<f32>().ok().filter(|number| number.is_finite())?;
    unit.chars().all(char::is_alphabetic).then_some((number, unit)).filter(|(_, unit)| unit.len() <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn heights(value: Yaml) -> Result<Option<f32>, &'static str> {
        read(&Spanned::new(value, Span::default())).map(|read| read.map(|read| read.value)).map_err(|error| error.code)
    }

    #[test]
    fn a_room_has_a_depth_or_a_name() {
        let text = |text: &str| heights(Yaml::Text(text.to_owned()));
        assert_eq!(text("6H"), Ok(Some(6.0)));
        assert_eq!(text("7.5 h"), Ok(Some(7.5)));
        for name in ["CO 1", "1.04", "Aula", "12 Oxford Street", ""] {
            assert_eq!(text(name), Ok(None), "{name}");
        }
        for wrong in ["18m", "0H", "900H", "18 ft"] {
            assert_eq!(text(wrong), Err("front-matter-value"), "{wrong}");
        }
        let pair = |name: &str, value: &str| {
            (
                Spanned::new(name.to_owned(), Span::default()),
                Spanned::new(Yaml::Text(value.to_owned()), Span::default()),
            )
        };
        assert_eq!(heights(Yaml::Map(vec![pair("depth", "18m"), pair("screen", "2.5m")])), Ok(Some(7.2)));
        assert_eq!(heights(Yaml::Map(vec![pair("depth", "18m")])), Err("front-matter-value"));
        assert_eq!(heights(Yaml::Map(vec![pair("depth", "18m"), pair("screen", "0m")])), Err("front-matter-value"));
    }
}
