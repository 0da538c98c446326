//! A copy of a built-in theme with words for a designer who knows neither Rust nor Node. Manual page: `tests/spec/themes.md`.

/// `theme.toml` under its new name.
pub(super) fn manifest(text: &str, from: &str, name: &str) -> String {
    let mut out = format!(
        "# A theme of deckle, begun as a copy of {from}. A talk beside the folder themes/ uses it with `theme: {name}`.
# Look at it while you change it:  deckle watch TALK --theme {name}
# What is wrong with it:           deckle check --theme themes/{name}
#
# name         as the folder is called
# description  one sentence for people who choose
# extends      the theme underneath: what is not here comes from there. Take files away that you do not change
# color        auto, light or dark: what a talk has that does not say
# size         16:9, 16:10 or 4:3: the same
# fonts        families by use, text and code
# layouts      slots that a layout has besides body, takeaway, footnotes and backgrounds; may be left out
"
    );
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        match line.split_once('=') {
            Some((key, _)) if key.trim() == "name" => out.push_str(&format!("name = \"{name}\"\n")),
            _ => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}

/// `theme.css`
pub(super) fn css(text: &str, from: &str) -> String {
    format!(
        "/* Begun as a copy of {from}. Colours are tokens: `light-dark(IN LIGHT, IN DARK)`. Every other rule of a deck is drawn with them,
   so most themes change only these. `deckle check --theme` says where text cannot be read.
   Pictures: `url(picture.svg)` with the file in this folder; it is taken into the deck. Fonts are named in theme.toml.
   Nothing may come from the network. Rules for what stands on slides: `.title`, `.takeaway`, `.callout`, `.card`, … (themes.md). */
{text}"
    )
}

/// One layout, with a line that says what it is for.
pub(super) fn layout(file: &str, text: &str) -> String {
    let what = match file {
        "head.html" => "What begins every content slide.",
        "foot.html" => "What ends every content slide.",
        "title.html" => "The first slide.",
        "section.html" => "A slide that opens a section.",
        "default.html" => "A slide with text.",
        _ => return text.to_owned(),
    };
    format!(
        "{{#- {what} `{{{{ … }}}}` places something, `{{% if … %}}` asks whether it is there; the names are in themes.md. -#}}\n{text}"
    )
}
