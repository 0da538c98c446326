//! Mermaid. The only door to mermaid-rs-renderer. Manual page: `tests/spec/diagrams.md`.
//!
//! Fonts of the machine must not decide where things stand, so the crate is asked for none that it could find, and measures by
//! its own table. Settings in the source (`%%{init: …}%%`) are left out: colours and faces are the theme's.

use super::SIZE;
use super::colors::recoloured;
use crate::parse::nearest;
use crate::render::worker::task::Undrawn;
use mermaid_rs_renderer::{LayoutConfig, ParseError, RenderOptions, Theme, render_strict};

/// What is drawn well enough to be shown, by the first word of the source.
const KNOWN: [&str; 8] =
    ["flowchart", "graph", "sequenceDiagram", "classDiagram", "pie", "gantt", "mindmap", "timeline"];

/// Kinds that the crate draws so that parts collide, or that are better written otherwise.
const REFUSED: [(&str, &str); 10] = [
    // It drops the types of attributes.
    ("erDiagram", "write the entities as a `classDiagram`, which is drawn well"),
    ("journey", "write the steps as a `timeline`"),
    ("gitGraph", "write the commits as a `flowchart LR`"),
    ("quadrantChart", "write the points in a `chart` block with `kind=scatter`"),
    ("stateDiagram", "write the states as a `flowchart`, which is drawn well"),
    ("stateDiagram-v2", "write the states as a `flowchart`, which is drawn well"),
    ("xychart", "write the numbers in a `chart` block"),
    ("xychart-beta", "write the numbers in a `chart` block"),
    ("sankey", "draw it as an SVG file"),
    ("sankey-beta", "draw it as an SVG file"),
];

/// Starts the crate, which looks for fonts once.
pub fn warm() {
    let _ = render_strict("flowchart LR\nä-->b", options());
}

/// Draws a diagram.
pub fn draw(text: &str) -> Result<String, Undrawn> {
    let (source, header) = prepared(text);
    let (line, word) = header.ok_or_else(|| Undrawn {
        message: "the diagram is empty".to_owned(),
        hint: "the first line says what it is, such as `flowchart LR`".to_owned(),
        line: None,
    })?;
    if let Some((_, hint)) = REFUSED.iter().find(|(name, _)| *name == word) {
        let message = format!("a `{word}` of Mermaid cannot be drawn well here");
        return Err(Undrawn { message, hint: (*hint).to_owned(), line: Some(line) });
    }
    if !KNOWN.contains(&word.as_str()) {
        let hint = match nearest(&word, KNOWN) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known are {}", KNOWN.map(|name| format!("`{name}`")).join(", ")),
        };
        return Err(Undrawn {
            message: format!("`{word}` is no diagram of Mermaid that is known here"),
            hint,
            line: Some(line),
        });
    }
    let svg = render_strict(&source, options()).map_err(|error| undrawn(error, line))?;
    let svg = recoloured(&svg);
    // The bars of a plan have the colour of its borders, and words in ink lie on them.
    Ok(match word.as_str() {
        "gantt" => {
            svg.replace("fill=\"var(--accent)\"", "fill=\"color-mix(in oklab,var(--accent) 32%,var(--ground))\"")
        }
        _ => svg,
    })
}

/// The source without settings and front matter, line for line, and its first word with its line.
fn prepared(text: &str) -> (String, Option<(u32, String)>) {
    let mut out = String::with_capacity(text.len());
    let mut header = None;
    let mut in_front = false;
    for (number, line) in (1..).zip(text.lines()) {
        let words = line.trim();
        let is_fence = words == "---" && header.is_none();
        if is_fence {
            in_front = !in_front;
        } else if !in_front && !words.starts_with("%%") {
            out.push_str(line);
            if header.is_none() && !words.is_empty() {
                let end = words
                    .find(|sign: char| sign.is_whitespace() || matches!(sign, ';' | ':' | '{'))
                    .unwrap_or(words.len());
                header = Some((number, words[..end].to_owned()));
            }
        }
        out.push('\n');
    }
    (out, header)
}

fn options() -> RenderOptions {
    let token = |name: &str| format!("var(--{name})");
    let mut theme = Theme::modern();
    theme.font_family = "Deckle Text".to_owned();
    theme.font_size = SIZE as f32;
    theme.background = "none".to_owned();
    for (slot, name) in [
        (&mut theme.primary_color, "surface"),
        (&mut theme.primary_text_color, "ink"),
        (&mut theme.primary_border_color, "accent"),
        (&mut theme.line_color, "muted"),
        (&mut theme.secondary_color, "surface"),
        (&mut theme.tertiary_color, "ground"),
        (&mut theme.edge_label_background, "ground"),
        (&mut theme.cluster_background, "surface"),
        (&mut theme.cluster_border, "line"),
        (&mut theme.sequence_actor_fill, "surface"),
        (&mut theme.sequence_actor_border, "accent"),
        (&mut theme.sequence_actor_line, "line"),
        (&mut theme.sequence_note_fill, "mark"),
        (&mut theme.sequence_note_border, "line"),
        (&mut theme.sequence_activation_fill, "surface"),
        (&mut theme.sequence_activation_border, "accent"),
        (&mut theme.text_color, "ink"),
        (&mut theme.pie_title_text_color, "ink"),
        (&mut theme.pie_section_text_color, "ground"),
        (&mut theme.pie_legend_text_color, "ink"),
        (&mut theme.pie_stroke_color, "ground"),
        (&mut theme.pie_outer_stroke_color, "ground"),
        (&mut theme.git_commit_label_color, "ink"),
        (&mut theme.git_commit_label_background, "ground"),
        (&mut theme.git_tag_label_color, "ink"),
        (&mut theme.git_tag_label_background, "surface"),
        (&mut theme.git_tag_label_border, "line"),
    ] {
        *slot = token(name);
    }
    let series = ["accent", "second", "good", "code-function", "code-type", "muted"];
    for (number, slot) in theme.pie_colors.iter_mut().enumerate() {
        *slot = token(series[number % series.len()]);
    }
    for (number, slot) in theme.git_colors.iter_mut().enumerate() {
        *slot = token(series[number % series.len()]);
    }
    theme.git_inv_colors = std::array::from_fn(|_| token("ground"));
    theme.git_branch_label_colors = std::array::from_fn(|_| token("ground"));
    (theme.pie_title_text_size, theme.pie_section_text_size, theme.pie_legend_text_size) = (24.0, 20.0, 20.0);
    theme.pie_opacity = 1.0;
    RenderOptions { theme, layout: LayoutConfig { fast_text_metrics: true, ..LayoutConfig::default() } }
}

fn undrawn(error: ParseError, header: u32) -> Undrawn {
    let say = |message: String, hint: String, line: u32| Undrawn { message, hint, line: Some(line) };
    match error {
        ParseError::UnknownParticipant { name, line, candidates } => {
            let hint = match candidates.first() {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "declare it with `participant`".to_owned(),
            };
            say(format!("no participant has the name `{name}`"), hint, line)
        }
        ParseError::UnclosedSubgraph { opened_at } => {
            say("this part is never closed".to_owned(), "close it with a line `end`".to_owned(), opened_at)
        }
        ParseError::UnexpectedToken { line, found, expected, .. } => {
            // The crate gives line 1 where it does not know better; then the words name what it could not read.
            let known = if line > 1 { line } else { header };
            say(format!("`{}` cannot be read: {}", shortened(&found), shortened(&expected)), String::new(), known)
        }
        ParseError::InvalidDirective { line, reason, .. } => say(shortened(&reason), String::new(), line),
        other => Undrawn { message: shortened(&other.to_string()), hint: String::new(), line: None },
    }
}

fn shortened(words: &str) -> String {
    let words = words.trim().trim_end_matches('.').replace('`', "'");
    let mut out: String = words.chars().take(120).map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    if words.chars().nth(120).is_some() {
        out.push('…');
    }
    out
}
