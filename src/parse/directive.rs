//! What a comment says: a directive, a private remark, or a speaker note.
//! Manual page: `tests/spec/directives.md`.

use super::suggest::nearest;

/// A comment, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Directive<'a> {
    /// `pause`
    Pause,
    /// `agenda`
    Agenda,
    /// `contact`
    Contact,
    /// `include: path.md#id,id`
    Include(&'a str),
    /// `slide: {yaml}`
    Slide(&'a str),
    /// `// …`, in no output.
    Private,
    /// `TODO …`, in no output, and a finding.
    Todo(&'a str),
    /// Anything else: speaker notes in Markdown.
    Note(&'a str),
    /// Looks like a directive of ours and is none.
    Unknown {
        /// What was written.
        name: &'a str,
        /// What was probably meant.
        meant: Option<&'static str>,
    },
    /// Another tool's directive; the words say what to write instead.
    Foreign {
        /// What was written.
        name: &'a str,
        /// What to write instead.
        instead: &'static str,
    },
}

const KNOWN: [&str; 5] = ["pause", "agenda", "contact", "include", "slide"];

/// Directives of other tools, which read as notes would end up in front of nobody.
const FOREIGN: [(&str, &str); 14] = [
    ("end_slide", "a line `---`"),
    ("_class", "`{.class}` on the slide's heading"),
    ("class", "`{.class}` on the slide's heading"),
    ("_backgroundColor", "`![bg](picture.png)`"),
    ("_paginate", "nothing: pages are always numbered"),
    ("paginate", "nothing: pages are always numbered"),
    ("incremental_lists", "`::: steps` around the list"),
    ("column_layout", "`::: columns`"),
    ("column", "`::: column` inside `::: columns`"),
    ("reset_layout", "`:::` to close the columns"),
    ("speaker_note", "the note alone, in a comment"),
    ("jump_to_middle", "`{layout=statement}` on the heading"),
    (".slide", "`{#id .class key=value}` on the heading"),
    (".element", "`{step=1}` after the text in brackets"),
];

/// Whether it stands on the slide where a block may stand.
pub fn is_block(directive: &Directive<'_>) -> bool {
    matches!(directive, Directive::Pause | Directive::Agenda | Directive::Contact | Directive::Include(_))
}

/// Reads the inside of a comment.
pub fn read(inner: &str) -> Directive<'_> {
    let content = inner.trim();
    if content.starts_with("//") {
        return Directive::Private;
    }
    if let Some(rest) = content.strip_prefix("TODO") {
        return Directive::Todo(rest.trim_start_matches(':').trim());
    }
    let (name, value) = match content.split_once(':') {
        Some((name, value)) => (name.trim(), Some(value.trim())),
        None => (content, None),
    };
    match (name, value) {
        ("pause", None) => return Directive::Pause,
        ("agenda", None) => return Directive::Agenda,
        ("contact", None) => return Directive::Contact,
        ("include", Some(path)) => return Directive::Include(path),
        ("slide", Some(yaml)) if yaml.starts_with('{') || yaml.contains(':') => return Directive::Slide(yaml),
        _ => {}
    }
    let foreign = FOREIGN.iter().find(|(foreign, _)| *foreign == name).copied();
    let alone = matches!(name, "end_slide" | "reset_layout" | "jump_to_middle");
    if let Some((name, instead)) = foreign.filter(|_| value.is_some() || alone) {
        return Directive::Foreign { name, instead };
    }
    let one_word =
        name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '-') && (3..=20).contains(&name.len());
    let only_line = !content.contains('\n');
    if one_word && only_line {
        let meant = nearest(name, KNOWN);
        let like_key = value.is_some_and(|value| value.starts_with('{') || value.contains(".md"));
        if (value.is_none() && meant.is_some()) || (value.is_some() && (like_key || meant.is_some() && name != "slide"))
        {
            return Directive::Unknown { name, meant };
        }
    }
    Directive::Note(inner)
}
