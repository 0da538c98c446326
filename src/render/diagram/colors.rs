//! Colours of a drawing become the theme's, so that it is right in light and in dark. Manual page: `tests/spec/diagrams.md`.
//!
//! Greys become ground, surface, line, muted or ink; other colours the token of the nearest hue. Areas become tints, so that
//! words in ink can be read on each of them, in light and in dark.

/// What a colour is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An area.
    Fill,
    /// A line.
    Stroke,
    /// Words.
    Words,
}

/// Lighter than this is pale, as a share.
const PALE: f64 = 0.78;

/// The theme's colour for `#f9f`, `rgb(…)`, `hsl(…)` or a name; `None` for what is no colour or is the theme's already.
pub fn of_theme(color: &str, role: Role) -> Option<String> {
    let (hue, saturation, lightness) = read(color)?;
    let is_grey = saturation < 0.12 || !(0.04..=0.985).contains(&lightness);
    let token = match hue {
        _ if is_grey => {
            return Some(match role {
                Role::Words => "var(--ink)".to_owned(),
                Role::Stroke if lightness > 0.7 => "var(--line)".to_owned(),
                Role::Stroke => "var(--muted)".to_owned(),
                Role::Fill if lightness > 0.98 => "var(--ground)".to_owned(),
                Role::Fill if lightness > 0.6 => "var(--surface)".to_owned(),
                Role::Fill => tint("muted", 32),
            });
        }
        h if !(20.0..340.0).contains(&h) => "bad",
        h if h < 70.0 => "second",
        h if h < 170.0 => "good",
        h if h < 260.0 => "accent",
        _ => "code-function",
    };
    Some(match role {
        Role::Words => "var(--ink)".to_owned(),
        Role::Fill => tint(token, if lightness > PALE { 16 } else { 32 }),
        Role::Stroke => format!("var(--{token})"),
    })
}

fn tint(token: &str, percent: u32) -> String {
    format!("color-mix(in oklab,var(--{token}) {percent}%,var(--ground))")
}

/// Hue in degrees, saturation and lightness as shares.
fn read(color: &str) -> Option<(f64, f64, f64)> {
    let color = color.trim().to_ascii_lowercase();
    let named = match color.as_str() {
        "white" => "#fff",
        "black" => "#000",
        "grey" | "gray" => "#808080",
        "lightgrey" | "lightgray" => "#d3d3d3",
        "red" => "#f00",
        "green" => "#008000",
        "blue" => "#00f",
        "yellow" => "#ff0",
        "orange" => "#ffa500",
        "purple" => "#800080",
        "pink" => "#ffc0cb",
        other => other,
    };
    if let Some(hex) = named.strip_prefix('#') {
        let digits: Vec<f64> = hex.chars().map(|digit| digit.to_digit(16).map(f64::from)).collect::<Option<_>>()?;
        return match digits.as_slice() {
            [r, g, b] | [r, g, b, _] => Some(hsl(r / 15.0, g / 15.0, b / 15.0)),
            [r1, r2, g1, g2, b1, b2, ..] => {
                Some(hsl((r1 * 16.0 + r2) / 255.0, (g1 * 16.0 + g2) / 255.0, (b1 * 16.0 + b2) / 255.0))
            }
            _ => None,
        };
    }
    let (function, rest) = named.split_once('(')?;
    let parts: Vec<f64> = rest
        .trim_end_matches(')')
        .split([',', ' ', '/'])
        .filter(|part| !part.is_empty())
        .map(|part| part.trim_end_matches(['%', 'd', 'e', 'g']).parse::<f64>().ok())
        .collect::<Option<_>>()?;
    match (function, parts.as_slice()) {
        ("rgb" | "rgba", [r, g, b, ..]) => Some(hsl(r / 255.0, g / 255.0, b / 255.0)),
        ("hsl" | "hsla", [h, s, l, ..]) => Some((h.rem_euclid(360.0), s / 100.0, l / 100.0)),
        _ => None,
    }
}

fn hsl(r: f64, g: f64, b: f64) -> (f64, f64, f64) {
    let (high, low) = (r.max(g).max(b), r.min(g).min(b));
    let (lightness, chroma) = ((high + low) / 2.0, high - low);
    if chroma < 1e-9 {
        return (0.0, 0.0, lightness);
    }
    let hue = if high == r {
        ((g - b) / chroma).rem_euclid(6.0)
    } else if high == g {
        (b - r) / chroma + 2.0
    } else {
        (r - g) / chroma + 4.0
    };
    (hue * 60.0, chroma / (1.0 - (2.0 * lightness - 1.0).abs()).max(1e-9), lightness)
}

/// An SVG with every colour in its attributes and styles replaced.
pub fn recoloured(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len() + svg.len() / 4);
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        out.push_str(&rest[..start]);
        tag(&rest[start..end], &mut out);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn tag(tag: &str, out: &mut String) {
    let is_words = ["<text", "<tspan"].iter().any(|name| tag.starts_with(name));
    let mut rest = tag;
    // Attribute by attribute: `name="value"`.
    while let Some(open) = rest.find("=\"") {
        let Some(close) = rest[open + 2..].find('"').map(|close| open + 2 + close) else { break };
        let name = rest[..open].rsplit([' ', '\n', '\t']).next().unwrap_or("");
        let value = &rest[open + 2..close];
        out.push_str(&rest[..open + 2]);
        match role(name, is_words) {
            Some(role) => out.push_str(of_theme(value, role).as_deref().unwrap_or(value)),
            None if name == "style" => out.push_str(&style(value, is_words)),
            None => out.push_str(value),
        }
        out.push('"');
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
}

fn role(name: &str, is_words: bool) -> Option<Role> {
    match name.trim() {
        "fill" | "color" if is_words => Some(Role::Words),
        "fill" | "stop-color" | "flood-color" | "background" => Some(Role::Fill),
        "color" => Some(Role::Words),
        "stroke" => Some(Role::Stroke),
        _ => None,
    }
}

fn style(style: &str, is_words: bool) -> String {
    let declarations = style.split(';').map(|declaration| match declaration.split_once(':') {
        Some((name, value)) => match role(name, is_words).and_then(|role| of_theme(value, role)) {
            Some(color) => format!("{name}:{color}"),
            None => declaration.to_owned(),
        },
        None => declaration.to_owned(),
    });
    declarations.collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_become_the_themes() {
        let fill = |color| of_theme(color, Role::Fill);
        assert_eq!(fill("#ffffff").as_deref(), Some("var(--ground)"));
        assert_eq!(fill("#f00").as_deref(), Some("color-mix(in oklab,var(--bad) 32%,var(--ground))"));
        assert_eq!(fill("#ECECFF").as_deref(), Some("color-mix(in oklab,var(--accent) 16%,var(--ground))"));
        assert_eq!(of_theme("hsl(120, 50%, 30%)", Role::Stroke).as_deref(), Some("var(--good)"));
        assert_eq!(of_theme("#333", Role::Words).as_deref(), Some("var(--ink)"));
        assert_eq!(of_theme("rgba(0, 0, 0, 0.5)", Role::Stroke).as_deref(), Some("var(--muted)"));
        for other in ["none", "var(--ink)", "url(#a)", "#12", ""] {
            assert_eq!(fill(other), None, "{other}");
        }
    }

    #[test]
    fn only_colours_of_a_drawing_change() {
        let svg = "<svg><text x=\"1\" fill=\"#333\" style=\"stroke: red; x:1\">fill=\"#333\"</text><path fill=\"none\"/></svg>";
        let wanted = "<svg><text x=\"1\" fill=\"var(--ink)\" style=\"stroke:var(--bad); x:1\">fill=\"#333\"</text><path fill=\"none\"/></svg>";
        assert_eq!(recoloured(svg), wanted);
    }
}
