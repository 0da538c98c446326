//! The document around the slides: fills assets/page/deck.html, puts pictures where slides say `asset:HASH`.
//! Manual page: `tests/spec/output.md`.

use super::beside;
use crate::render::assets::Asset;
use std::collections::BTreeMap;

/// The document with its gaps.
pub const TEMPLATE: &str = include_str!("../../assets/page/deck.html");

/// What `asset:` is followed by: the digits of a content's name.
const DIGITS: usize = 32;

/// A value for one `{{ name }}` of the template.
pub enum Fill<'a> {
    /// Written as it is.
    Raw(&'a str),
    /// Plain words, escaped.
    Words(&'a str),
    /// Slides, one after the other, their pictures put in.
    Slides(Vec<&'a str>),
    /// Finished slides, one after the other.
    Finished(Vec<&'a str>),
}

/// Fills the template in one pass, into one buffer. Values are never read again, so a talk about `{{ title }}` stays one.
pub fn write(fills: &BTreeMap<&str, Fill<'_>>, assets: &BTreeMap<String, Asset>, folder: &str) -> Vec<u8> {
    let mut out = String::with_capacity(estimate(fills, assets));
    let mut rest = TEMPLATE;
    while let Some((before, after)) = rest.split_once("{{ ") {
        out.push_str(before);
        let Some((name, after)) = after.split_once(" }}") else { break };
        match fills.get(name) {
            Some(Fill::Raw(text)) => out.push_str(text),
            Some(Fill::Words(words)) => escape(words, &mut out),
            Some(Fill::Slides(slides)) => slides.iter().for_each(|html| {
                add_slide(html, assets, folder, &mut out);
                out.push('\n');
            }),
            Some(Fill::Finished(slides)) => slides.iter().for_each(|html| {
                out.push_str(html);
                out.push('\n');
            }),
            None => {}
        }
        rest = after;
    }
    out.push_str(rest);
    out.into_bytes()
}

/// A little more than will be written, so that the buffer is never moved.
fn estimate(fills: &BTreeMap<&str, Fill<'_>>, assets: &BTreeMap<String, Asset>) -> usize {
    let texts: usize = fills
        .values()
        .map(|fill| match fill {
            Fill::Raw(text) | Fill::Words(text) => text.len(),
            Fill::Slides(slides) | Fill::Finished(slides) => slides.iter().map(|html| html.len() + 1).sum(),
        })
        .sum();
    let pictures: usize = assets.values().map(|asset| asset.bytes.len() / 3 * 4 + 64).sum();
    TEMPLATE.len() + texts + pictures + 1024
}

/// Copies a slide, each `="asset:HASH"` as a `data:` address, or that of a clip beside the deck. A picture used several times is written several times:
/// HTML has no way to name it once that works without a script in every browser.
fn add_slide(html: &str, assets: &BTreeMap<String, Asset>, folder: &str, out: &mut String) {
    add_pictures(html, assets, out, &|asset, out| {
        if let Some(beside) = &asset.beside {
            out.push_str(&beside::address(folder, &beside.name));
        } else {
            out.push_str("data:");
            out.push_str(asset.mime);
            out.push_str(";base64,");
            base64_simd::STANDARD.encode_append(&asset.bytes, out);
        }
    });
}

/// Copies a slide; `address` writes what stands for each `asset:HASH`.
pub fn add_pictures(
    html: &str,
    assets: &BTreeMap<String, Asset>,
    out: &mut String,
    address: &dyn Fn(&Asset, &mut String),
) {
    const MARK: &str = "=\"asset:";
    let mut rest = html;
    while let Some(at) = rest.find(MARK) {
        let after = &rest[at + MARK.len()..];
        let asset = after.get(..DIGITS).and_then(|hash| assets.get(hash)).filter(|_| after[DIGITS..].starts_with('"'));
        let Some(asset) = asset else {
            out.push_str(&rest[..at + MARK.len()]);
            rest = after;
            continue;
        };
        out.push_str(&rest[..at + 2]);
        address(asset, out);
        rest = &after[DIGITS..];
    }
    out.push_str(rest);
}

pub fn escape(words: &str, out: &mut String) {
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            _ if c.is_control() => {}
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_not_read_again_and_words_are_escaped() {
        let fills = BTreeMap::from([
            ("title", Fill::Words("</title>{{ script }}\"&")),
            ("slides", Fill::Slides(vec!["<section>{{ title }}</section>"])),
            ("script", Fill::Raw("1<2")),
        ]);
        let html = String::from_utf8(write(&fills, &BTreeMap::new(), "")).unwrap();
        assert!(html.contains("<title>&lt;/title&gt;{{ script }}&quot;&amp;</title>"), "{html}");
        assert!(html.contains("<section>{{ title }}</section>"));
        assert!(html.contains("<script>1<2</script>"));
    }

    #[test]
    fn pictures_are_put_in_where_slides_name_them() {
        let asset = Asset::new("image/png", b"png".as_slice().into(), (1, 1), None);
        let html = format!("<img src=\"asset:{0}\" alt=\"asset:{0}\"><p>=\"asset:none\" asset:{0}</p>", asset.hash);
        let assets = BTreeMap::from([(asset.hash.clone(), asset.clone())]);
        let mut out = String::new();
        add_slide(&html, &assets, "", &mut out);
        assert!(out.starts_with("<img src=\"data:image/png;base64,cG5n\""), "{out}");
        assert!(out.ends_with(&format!("<p>=\"asset:none\" asset:{}</p>", asset.hash)), "{out}");
    }
}
