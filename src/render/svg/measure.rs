//! How large a drawing is: from its width and height, else from its view box. Manual page: `tests/spec/pictures.md`.

/// What a browser takes when a drawing says nothing.
const DEFAULT: (f64, f64) = (300.0, 150.0);

/// Width and height in px, and the view box to write.
pub fn size(width: Option<&str>, height: Option<&str>, view_box: Option<&str>) -> (f64, f64, [f64; 4]) {
    let view = view_box.and_then(numbers);
    let (width, height) = (width.and_then(length), height.and_then(length));
    let (width, height) = match (width, height, view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some(view)) => (width, width * view[3] / view[2]),
        (None, Some(height), Some(view)) => (height * view[2] / view[3], height),
        (None, None, Some(view)) => (view[2], view[3]),
        (width, height, None) => (width.unwrap_or(DEFAULT.0), height.unwrap_or(DEFAULT.1)),
    };
    (width, height, view.unwrap_or([0.0, 0.0, width, height]))
}

/// `min-x min-y width height`, if the last two are above zero.
fn numbers(text: &str) -> Option<[f64; 4]> {
    let mut parts =
        text.split([',', ' ', '\t', '\n', '\r']).filter(|part| !part.is_empty()).map(|part| part.parse::<f64>().ok());
    let view = [parts.next()??, parts.next()??, parts.next()??, parts.next()??];
    let sane = view.iter().all(|value| value.is_finite() && value.abs() < 1e7) && view[2] > 0.0 && view[3] > 0.0;
    (sane && parts.next().is_none()).then_some(view)
}

/// A length in px; percentages and font-relative units say nothing about the size of a file.
fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let end = text.find(|c: char| c.is_ascii_alphabetic() && c != 'e' && c != 'E' || c == '%').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let factor = match unit.trim() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        _ => return None,
    };
    number
        .trim()
        .parse::<f64>()
        .ok()
        .map(|value| value * factor)
        .filter(|value| value.is_finite() && *value > 0.0 && *value < 1e7)
}

/// A number without a tail of zeros, at most four decimals.
pub fn number(value: f64) -> String {
    let mut text = format!("{value:.4}");
    while text.ends_with('0') {
        text.pop();
    }
    if text.ends_with('.') {
        text.pop();
    }
    text
}
