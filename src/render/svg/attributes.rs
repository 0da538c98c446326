//! The attributes of one element of a drawing: which stay, rewritten. Manual page: `tests/spec/pictures.md`.

use super::lists::{PLAIN, PROPERTIES, is_chatter};
use super::measure;
use super::rules::Rules;
use super::values::{self, PREFIX, Removed, escape, shortened};
use quick_xml::events::BytesStart;

/// What stays of an element.
pub struct Kept {
    /// Its name.
    pub name: &'static str,
    /// Its attributes as HTML, with a space before each.
    pub written: String,
    /// Its id, without prefix.
    pub id: Option<String>,
    /// Ids it points to.
    pub used: Vec<String>,
}

/// What stays of the root element.
pub struct Root {
    /// Its attributes.
    pub kept: Kept,
    /// Width in px.
    pub width: f64,
    /// Height in px.
    pub height: f64,
}

/// The attributes of an element inside the drawing; `None` when the whole element must go.
pub fn element(
    name: &'static str,
    element: &BytesStart<'_>,
    rules: &Rules,
    removed: &mut Removed,
) -> Result<Option<Kept>, String> {
    let pairs = pairs(element, removed)?;
    if matches!(name, "animate" | "animateTransform" | "set") && !is_harmless_animation(&pairs) {
        removed.note(format!("`<{name}>`"));
        return Ok(None);
    }
    Ok(Some(write(name, &pairs, rules, removed)))
}

/// The attributes of the root: its size and view box are always written, its role comes from the slide.
pub fn root(element: &BytesStart<'_>, rules: &Rules, removed: &mut Removed) -> Result<Root, String> {
    let mut pairs = pairs(element, removed)?;
    let find = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let (width, height, view) = measure::size(find("width"), find("height"), find("viewBox"));
    pairs.retain(|(name, _)| {
        !matches!(name.as_str(), "width" | "height" | "viewBox" | "x" | "y") && !name.starts_with("aria-")
    });
    let mut kept = write("svg", &pairs, rules, removed);
    let view = view.map(measure::number).join(" ");
    kept.written = format!(
        " viewBox=\"{view}\" width=\"{}\" height=\"{}\"{}",
        measure::number(width),
        measure::number(height),
        kept.written
    );
    Ok(Root { kept, width, height })
}

/// Names and decoded values. A value that needs an entity of the file's own is dropped.
fn pairs(element: &BytesStart<'_>, removed: &mut Removed) -> Result<Vec<(String, String)>, String> {
    let mut out = Vec::new();
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        match attribute.unescape_value() {
            Ok(value) => out.push((name, value.replace(PREFIX, ""))),
            Err(_) if is_chatter(&name) || name.contains(':') => {}
            Err(_) => removed.note(format!("the attribute `{}`", shortened(&name))),
        }
    }
    Ok(out)
}

/// An animation may move geometry and style, never an address or an event.
fn is_harmless_animation(pairs: &[(String, String)]) -> bool {
    let target = pairs.iter().find(|(name, _)| name == "attributeName").map(|(_, value)| value.trim());
    target.is_some_and(|name| {
        PROPERTIES.contains(&name) || matches!(name, "points" | "offset" | "viewBox" | "stdDeviation")
    }) || target.is_some_and(|name| {
        name.ends_with("Transform") || matches!(name, "x1" | "x2" | "y1" | "y2" | "fx" | "fy" | "fr")
    })
}

fn write(name: &'static str, pairs: &[(String, String)], rules: &Rules, removed: &mut Removed) -> Kept {
    let mut kept = Kept { name, written: String::new(), id: None, used: Vec::new() };
    for (key, value) in pairs {
        let local = key.rsplit(':').next().unwrap_or(key);
        if key == "id" {
            if values::is_id(value) && kept.id.is_none() {
                kept.id = Some(value.clone());
                push(&mut kept.written, "id", &format!("{PREFIX}{value}"));
            }
        } else if local.eq_ignore_ascii_case("href") || local.eq_ignore_ascii_case("src") {
            address(&mut kept, value, removed);
        } else if local.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) {
            removed.note(format!("`{}`", shortened(key)));
        } else if key == "font-family" {
            values::font_family(value).into_iter().for_each(|family| push(&mut kept.written, "font-family", family));
        } else if PROPERTIES.contains(&key.as_str()) && !is_geometry(key) {
            match values::style_value(value.trim(), &mut kept.used) {
                Some(value) => push(&mut kept.written, key, &value),
                None => removed.note(format!("`{key}=\"{}\"`", shortened(value))),
            }
        } else if PLAIN.contains(&key.as_str()) {
            if is_harmless(key, value) {
                push(&mut kept.written, key, value);
            } else {
                removed.note(format!("`{key}=\"{}\"`", shortened(value)));
            }
        } else if !is_chatter(key) && !key.contains(':') && (value.contains("script") || value.contains("url(")) {
            removed.note(format!("`{}=\"{}\"`", shortened(key), shortened(value)));
        }
    }
    style(&mut kept, pairs, rules, removed);
    kept
}

/// `cx`, `d`, `width` … are attributes first and style properties second.
fn is_geometry(key: &str) -> bool {
    PLAIN.contains(&key)
}

/// Rules of the file and its own `style`, later ones winning.
fn style(kept: &mut Kept, pairs: &[(String, String)], rules: &Rules, removed: &mut Removed) {
    let find = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let mut all: Vec<values::Declaration> =
        rules.matching(kept.name, kept.id.as_deref(), find("class")).into_iter().cloned().collect();
    for (_, value) in &all {
        let ids = value.split("url(#\u{1}").skip(1).filter_map(|part| part.split(')').next());
        kept.used.extend(ids.map(str::to_owned));
    }
    all.extend(values::declarations(find("style"), &mut kept.used, removed));
    if all.is_empty() {
        return;
    }
    let mut text = String::new();
    for (at, (name, value)) in all.iter().enumerate() {
        if all[at + 1..].iter().any(|(later, _)| later == name) {
            continue;
        }
        if !text.is_empty() {
            text.push(';');
        }
        text.push_str(name);
        text.push(':');
        text.push_str(value);
    }
    push(&mut kept.written, "style", &text);
}

/// `href`: a place in the same file, or, for an image, a raster picture inside the file.
fn address(kept: &mut Kept, value: &str, removed: &mut Removed) {
    let value = value.trim();
    // A link drawn as a plain group keeps nothing of its target.
    if kept.name == "g" {
        return;
    }
    if let Some(id) = value.strip_prefix('#').filter(|id| values::is_id(id)) {
        push(&mut kept.written, "href", &format!("#{PREFIX}{id}"));
        kept.used.push(id.to_owned());
    } else if kept.name == "image" && values::is_inner_picture(value) {
        push(&mut kept.written, "href", &value.split_whitespace().collect::<String>());
    } else {
        removed.note(format!("`href=\"{}\"`", shortened(value)));
    }
}

fn is_harmless(key: &str, value: &str) -> bool {
    match key {
        "begin" | "end" => values::is_clock(value),
        // The values of an animation may be style values; each of a list is looked at.
        "from" | "to" | "by" | "values" => {
            value.split(';').all(|part| !part.contains("url") && values::style_value(part, &mut Vec::new()).is_some())
        }
        _ => !value.contains("script:") && !value.contains("url("),
    }
}

fn push(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(value, out);
    out.push('"');
}
