//! Text, attribute values and addresses as HTML. Manual page: `tests/spec/safety.md`.
//!
//! Everything the author wrote passes through here on its way out. Characters that HTML does not allow at all
//! (controls, noncharacters) become U+FFFD, so that they can be seen.

/// Appends text content.
pub(crate) fn text(out: &mut String, text: &str) {
    escape(out, text, false);
}

/// Appends an attribute value, to stand between double quotes.
pub(crate) fn attribute(out: &mut String, value: &str) {
    escape(out, value, true);
}

fn escape(out: &mut String, text: &str, quotes: bool) {
    let bytes = text.as_bytes();
    let (mut done, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        let (length, instead) = match byte {
            b'&' => (1, "&amp;"),
            b'<' => (1, "&lt;"),
            b'>' => (1, "&gt;"),
            b'"' if quotes => (1, "&quot;"),
            b'\r' => (1, " "),
            b'\t' | b'\n' | b'\x0c' => (1, ""),
            0..=0x1f | 0x7f => (1, "\u{fffd}"),
            0xc2 | 0xef | 0xf0..=0xf4 => special(&text[at..]),
            _ => (1, ""),
        };
        if !instead.is_empty() {
            out.push_str(&text[done..at]);
            out.push_str(instead);
            done = at + length;
        }
        at += length;
    }
    out.push_str(&text[done..]);
}

/// The length of the first character, and U+FFFD when HTML does not allow it (C1 controls, noncharacters).
fn special(rest: &str) -> (usize, &'static str) {
    let first = rest.chars().next().unwrap_or(' ');
    let code = u32::from(first);
    let barred = (0x80..0xa0).contains(&code) || (0xfdd0..0xfdf0).contains(&code) || code & 0xfffe == 0xfffe;
    (first.len_utf8(), if barred { "\u{fffd}" } else { "" })
}

/// The address as it may be written into `href`: `http`, `https`, `mailto`, `tel`, `#id` or relative; else nothing.
///
/// Browsers take out tabs and line ends and skip leading blanks before they look for a scheme, so this does too.
pub(crate) fn address(url: &str) -> Option<String> {
    let mut clean = String::with_capacity(url.len());
    for character in url.trim_matches(|character: char| character.is_whitespace() || character.is_control()).chars() {
        match character {
            ' ' => clean.push_str("%20"),
            '\\' => clean.push_str("%5C"),
            _ if character.is_control() => {}
            _ => clean.push(character),
        }
    }
    let head = clean.split(['/', '?', '#']).next().unwrap_or_default();
    let allowed = match head.split_once(':') {
        Some((scheme, _)) => ["http", "https", "mailto", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known)),
        None => !clean.starts_with("//"),
    };
    allowed.then_some(clean)
}

/// A language tag that may be written into `lang`.
pub(crate) fn language(tag: &str) -> Option<&str> {
    let fits = (1..=35).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    fits.then_some(tag)
}

/// Whether a language is written from right to left: by the script in its tag, else by the language.
pub(crate) fn is_rtl(tag: &str) -> bool {
    let mut parts = tag.split('-').map(str::to_ascii_lowercase);
    let language = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        Some(script) => matches!(script.as_str(), "arab" | "hebr" | "syrc" | "thaa" | "nkoo" | "adlm" | "aran"),
        None => matches!(
            language.as_str(),
            "ar" | "arz"
                | "ckb"
                | "dv"
                | "fa"
                | "he"
                | "iw"
                | "ji"
                | "nqo"
                | "prs"
                | "ps"
                | "sd"
                | "syr"
                | "ug"
                | "ur"
                | "yi"
        ),
    }
}

/// A length for CSS: a number with `%`, `px`, `em` or nothing, which means px.
pub(crate) fn length(value: &str) -> Option<String> {
    let value = value.trim();
    let number_end =
        value.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(value.len());
    let (number, unit) = value.split_at(number_end);
    let unit = match unit {
        "" => "px",
        "%" | "px" | "em" => unit,
        _ => return None,
    };
    let number: f32 = number.parse().ok().filter(|number: &f32| number.is_finite() && *number <= 10_000.0)?;
    Some(format!("{number}{unit}"))
}

/// A colour for CSS: `#hex`, a name, or a colour function of numbers.
pub(crate) fn color(value: &str) -> Option<&str> {
    let value = value.trim();
    let inside = |text: &str, more: &str| {
        text.chars().all(|character| character.is_ascii_alphanumeric() || more.contains(character))
    };
    let is_plain = inside(value.strip_prefix('#').unwrap_or(value), "");
    let is_function = ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab("].iter().any(|name| value.starts_with(name))
        && value.ends_with(')')
        && value.matches('(').count() == 1
        && inside(value, "(),.%/ -");
    (!value.is_empty() && value.len() <= 64 && (is_plain || is_function)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str) -> String {
        let mut out = String::new();
        attribute(&mut out, value);
        out
    }

    #[test]
    fn markup_and_quotes_are_escaped() {
        assert_eq!(shown("</script>\"'&amp;"), "&lt;/script&gt;&quot;'&amp;amp;");
        let mut out = String::new();
        text(&mut out, "a \"b\" < ü – 🎉");
        assert_eq!(out, "a \"b\" &lt; ü – 🎉");
    }

    #[test]
    fn characters_html_forbids_become_visible() {
        assert_eq!(
            shown("a\0b\u{1}c\u{7f}d\u{85}e\u{fdd0}f\u{ffff}g\u{1fffe}h\u{a0}i\u{feff}"),
            "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e\u{fffd}f\u{fffd}g\u{fffd}h\u{a0}i\u{feff}"
        );
        assert_eq!(shown("a\tb\nc\rd"), "a\tb\nc d");
    }

    #[test]
    fn only_addresses_without_power_pass() {
        for good in
            ["https://a.ch/x?y=1#z", "HTTP://a", "mailto:a@b.ch", "tel:+41", "#id", "a/b.html", "?a=b:c", "./a:b", ""]
        {
            assert_eq!(address(good).as_deref(), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            " JaVaScRiPt:x",
            "java\tscript:x",
            "\u{1}javascript:x",
            "data:text/html,x",
            "file:///etc",
            "vbscript:x",
            "//host/x",
            "\t//host",
            "x y:z",
        ] {
            assert_eq!(address(bad), None, "{bad}");
        }
        assert_eq!(address("a b\\c").as_deref(), Some("a%20b%5Cc"));
        assert_eq!(address("\\\\host\\x").as_deref(), Some("%5C%5Chost%5Cx"));
    }

    #[test]
    fn lengths_and_colours_are_numbers_and_names() {
        assert_eq!(length("50%").as_deref(), Some("50%"));
        assert_eq!(length("33.3").as_deref(), Some("33.3px"));
        assert_eq!(length("1;color:red"), None);
        assert_eq!(length("1e9px"), None);
        assert_eq!(length("NaN"), None);
        assert_eq!(color("#fff8e1"), Some("#fff8e1"));
        assert_eq!(color("rgb(0 0 0 / 50%)"), Some("rgb(0 0 0 / 50%)"));
        assert_eq!(color("url(x)"), None);
        assert_eq!(color("red;background:url(x)"), None);
    }
}
