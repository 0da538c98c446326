//! Style sheets of strangers: what asks the network, leaves the folder or breaks out is refused with a place, pictures are
//! taken in, and the rest is written anew, so that every brace is closed. Manual page: `tests/spec/themes.md`.

use super::sheet::{self, Item, Kind, parts, without_comments};
use crate::parse::nearest;
use crate::source::{Diagnostic, Report, Span};
use std::ops::Range;

/// At-rules with a block that may stand in a sheet.
const BLOCKS: [&str; 14] = [
    "media",
    "supports",
    "container",
    "layer",
    "scope",
    "starting-style",
    "keyframes",
    "-webkit-keyframes",
    "property",
    "counter-style",
    "page",
    "font-feature-values",
    "position-try",
    "view-transition",
];

/// Functions that load something, besides `url()`.
const LOADING: [&str; 6] = ["src(", "image(", "image-set(", "expression(", "element(", "cross-fade("];

/// Where a sheet stands and how its pictures come in.
pub struct Guard<'a> {
    /// The sheet.
    pub css: &'a str,
    /// The place of a part of it.
    pub span: &'a dyn Fn(Range<usize>) -> Span,
    /// A picture of the folder by its path, as a `data:` address.
    pub embed: &'a mut dyn FnMut(&str, Span) -> Result<String, Diagnostic>,
    /// Code of the findings.
    pub code: &'static str,
    /// The layer that everything is put into.
    pub layer: &'static str,
    /// A selector that all rules are under; empty for the whole deck.
    pub scope: String,
}

impl Guard<'_> {
    /// The sheet as it may go into a deck, in its layer.
    pub fn pass(mut self) -> Report<String> {
        let mut report = Report::new();
        let (items, faults) = sheet::parse(self.css);
        for fault in faults {
            let place = (self.span)(fault.range);
            report.say(Diagnostic::error(self.code, fault.message, place).hint(fault.hint));
        }
        if let Some(at) = self.css.to_ascii_lowercase().find("</style") {
            let place = (self.span)(at..at + "</style".len());
            report.say(
                Diagnostic::error(self.code, "a sheet cannot hold `</style`", place).hint("write it in another way"),
            );
        }
        let mut out = String::with_capacity(self.css.len() + 32);
        let mut in_layer = String::new();
        for item in &items {
            match self.own_layer(item) {
                Some(inner) => self.items(inner, 0, &mut in_layer, &mut report),
                None => self.items(std::slice::from_ref(item), 0, &mut in_layer, &mut report),
            }
        }
        if !in_layer.trim().is_empty() {
            out.push_str("@layer ");
            out.push_str(self.layer);
            out.push_str(" {\n");
            out.push_str(&in_layer);
            out.push_str("}\n");
        }
        report.with(out)
    }

    /// What stands in `@layer NAME { … }`, when it is the layer that everything is put into anyway.
    fn own_layer<'i>(&self, item: &'i Item) -> Option<&'i [Item]> {
        let Kind::Block { prelude, items } = &item.kind else { return None };
        let prelude = without_comments(&self.css[prelude.clone()]);
        let name = prelude.trim().strip_prefix("@layer")?.trim();
        (name == self.layer).then_some(items.as_slice())
    }

    fn items(&mut self, items: &[Item], depth: usize, out: &mut String, report: &mut Report<()>) {
        for item in items {
            let written = match &item.kind {
                Kind::Declaration { name, value } => self.declaration(name, value, depth),
                Kind::Statement => self.statement(item).map(|()| None),
                Kind::Block { prelude, items } => match self.block(prelude, depth) {
                    Ok(None) => continue,
                    Ok(Some((head, is_rule))) => {
                        out.push_str(&head);
                        out.push_str(" {\n");
                        self.items(items, depth + usize::from(is_rule), out, report);
                        out.push_str("}\n");
                        continue;
                    }
                    Err(refused) => Err(refused),
                },
            };
            match written {
                Ok(Some(text)) => out.push_str(&text),
                Ok(None) => {}
                Err(refused) => report.say(*refused),
            }
        }
    }

    /// What stands before the brace, and whether it is a rule; `Ok(None)` for a block that goes without a word.
    #[allow(clippy::type_complexity, reason = "a text and a flag, or nothing")]
    fn block(&self, prelude: &Range<usize>, depth: usize) -> Result<Option<(String, bool)>, Box<Diagnostic>> {
        let text = without_comments(&self.css[prelude.clone()]);
        let text = text.trim();
        let Some(rest) = text.strip_prefix('@') else {
            self.check_value(text, prelude.start)?;
            let is_inner = depth > 0 || self.scope.is_empty();
            return Ok(Some((if is_inner { text.to_owned() } else { scoped(text, &self.scope) }, true)));
        };
        let name = at_name(rest);
        let place = prelude.start..prelude.start + name.len() + 1;
        if !BLOCKS.contains(&name.as_str()) {
            return Err(self.refused_rule(&name, place));
        }
        // Steps of an animation and the like are no selectors of slides.
        let inner = matches!(name.as_str(), "media" | "supports" | "container" | "layer" | "scope" | "starting-style");
        Ok(Some((text.to_owned(), !inner)))
    }

    fn statement(&self, item: &Item) -> Result<(), Box<Diagnostic>> {
        let text = without_comments(&self.css[item.range.clone()]);
        let name = at_name(text.trim().trim_start_matches('@'));
        // The layers of a deck are in order already.
        if matches!(name.as_str(), "layer" | "charset") {
            return Ok(());
        }
        Err(self.refused_rule(&name, item.range.clone()))
    }

    fn refused_rule(&self, name: &str, place: Range<usize>) -> Box<Diagnostic> {
        let (message, hint) = match name {
            "import" => ("`@import` is refused: a deck asks for nothing".to_owned(), "write the rules here".to_owned()),
            "font-face" => (
                "`@font-face` is refused: fonts are cut to what a deck uses and embedded by deckle".to_owned(),
                "name the family in `[fonts]` of a theme's `theme.toml`".to_owned(),
            ),
            name => {
                let hint = match nearest(name, BLOCKS) {
                    Some(near) => format!("did you mean `@{near}`?"),
                    None => "take it out".to_owned(),
                };
                (format!("unknown rule `@{name}`"), hint)
            }
        };
        Box::new(Diagnostic::error(self.code, message, (self.span)(place)).hint(hint))
    }

    fn declaration(
        &mut self,
        name: &Range<usize>,
        value: &Range<usize>,
        depth: usize,
    ) -> Result<Option<String>, Box<Diagnostic>> {
        let property = without_comments(&self.css[name.clone()]).trim().to_ascii_lowercase();
        let refused = |message: String, hint: &str| {
            Err(Box::new(Diagnostic::error(self.code, message, (self.span)(name.start..value.end)).hint(hint)))
        };
        if depth == 0 {
            return refused(format!("`{property}` stands in no rule"), "write `:root { … }` around it");
        }
        if matches!(property.as_str(), "behavior" | "-moz-binding") {
            return refused(format!("`{property}` is refused: it ran code once"), "take it out");
        }
        let text = &self.css[value.clone()];
        self.check_value(text, value.start)?;
        let value = self.with_pictures(text, value.start)?;
        Ok(Some(format!("{}: {value};\n", self.css[name.clone()].trim())))
    }

    /// Refuses functions that load something.
    fn check_value(&self, text: &str, start: usize) -> Result<(), Box<Diagnostic>> {
        let folded = text.to_ascii_lowercase();
        for function in LOADING {
            for (at, _) in folded.match_indices(function) {
                let before = folded[..at].chars().next_back();
                let is_whole = before.is_none_or(|c| !(c.is_alphanumeric() || c == '_'));
                if is_whole {
                    let place = (self.span)(start + at..start + at + function.len());
                    let message = format!("`{function}…)` is refused: pictures come with `url(…)`");
                    return Err(Box::new(
                        Diagnostic::error(self.code, message, place).hint("write `url(picture.png)`"),
                    ));
                }
            }
        }
        Ok(())
    }

    /// The value with its pictures taken in.
    fn with_pictures(&mut self, text: &str, start: usize) -> Result<String, Box<Diagnostic>> {
        let folded = text.to_ascii_lowercase();
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for (at, _) in folded.match_indices("url(") {
            let Some((address, length)) = address(&text[at + 4..]) else { continue };
            if at < copied {
                continue;
            }
            let inside = start + at + 4..start + at + 4 + length;
            let place = (self.span)(trimmed(self.css, inside));
            out.push_str(&text[copied..at]);
            copied = at + 4 + length + 1;
            out.push_str("url(\"");
            out.push_str(&self.address(&address, place)?);
            out.push_str("\")");
        }
        out.push_str(text.get(copied..).unwrap_or(""));
        Ok(out)
    }

    fn address(&mut self, address: &str, place: Span) -> Result<String, Box<Diagnostic>> {
        let folded = address.trim().to_ascii_lowercase();
        let plain = !address.contains(['"', '\\', '\n', '<']);
        if plain && (folded.starts_with('#') || folded.starts_with("data:image/") || folded.starts_with("data:font/")) {
            return Ok(address.trim().to_owned());
        }
        let is_web = folded.starts_with("//") || folded.split(['/', '?', '#']).next().unwrap_or("").contains(':');
        if is_web || !plain {
            let message = "this address is refused: a deck asks for nothing".to_owned();
            return Err(Box::new(
                Diagnostic::error(self.code, message, place)
                    .hint("save the picture beside the sheet and name the file"),
            ));
        }
        (self.embed)(address.trim(), place).map_err(Box::new)
    }
}

/// The address at the start of `text`, up to the bracket that closes it, and the length before that bracket.
fn address(text: &str) -> Option<(String, usize)> {
    let start = text.len() - text.trim_start().len();
    match text[start..].chars().next()? {
        quote @ ('"' | '\'') => {
            let end = start + 1 + text[start + 1..].find(quote)?;
            let length = end + 1 + text[end + 1..].find(')')?;
            Some((text[start + 1..end].to_owned(), length))
        }
        _ => {
            let end = text.find(')')?;
            Some((text[start..end].trim().to_owned(), end))
        }
    }
}

fn trimmed(css: &str, range: Range<usize>) -> Range<usize> {
    let text = css.get(range.clone()).unwrap_or("");
    let start = range.start + text.len() - text.trim_start().len();
    start..(range.start + text.trim_end().len()).max(start)
}

fn at_name(rest: &str) -> String {
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
    rest[..end].to_ascii_lowercase()
}

/// The selectors under `scope`. `:root`, `:scope`, `section` and `.slide` at their start mean the slide itself.
fn scoped(selectors: &str, scope: &str) -> String {
    let one = |selector: &str| {
        for own in [":root", ":scope", "section", ".slide", "&"] {
            if let Some(rest) = selector.strip_prefix(own)
                && !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '('))
            {
                return format!("{scope}{rest}");
            }
        }
        format!("{scope} {selector}")
    };
    parts(selectors).into_iter().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn pass(css: &str, scope: &str) -> (String, Vec<String>) {
        let guard = Guard {
            css,
            span: &|range| Span::new(FileId(1), range.start, range.end),
            embed: &mut |path, _| Ok(format!("data:image/png;base64,{path}")),
            code: "theme-css",
            layer: "theme",
            scope: scope.to_owned(),
        };
        let report = guard.pass();
        let told = report.diagnostics.iter().map(|found| format!("{} {}", found.span.start, found.message));
        (report.value.replace('\n', " "), told.collect())
    }

    #[test]
    fn a_sheet_stands_in_its_layer_whatever_it_says() {
        let plain = "@layer theme { a { b: c; } } ";
        for css in ["a{b:c}", "@layer theme{a{b:c}}", "@layer x;a{b:c}", "@charset \"utf-8\";a{b:c}"] {
            assert_eq!(pass(css, "").0, plain, "{css}");
        }
        assert_eq!(pass("@layer x{a{b:c}}", "").0, "@layer theme { @layer x { a { b: c; } } } ");
        assert_eq!(pass("", "").0, "");
        assert_eq!(pass("a{b:c}}body{d:e}", "").0, "@layer theme { a { b: c; } body { d: e; } } ");
    }

    #[test]
    fn pictures_come_in_and_the_network_stays_out() {
        let (css, told) = pass("a{b:url( 'p q.png' ) url(#x);c:URL(d.svg)}", "");
        assert_eq!(told, [""; 0]);
        assert_eq!(
            css,
            "@layer theme { a { b: url(\"data:image/png;base64,p q.png\") url(\"#x\"); c: url(\"data:image/png;base64,d.svg\"); } } "
        );
        for (bad, at) in [
            ("a{b:url(http://x/y.png)}", 8),
            ("a{b:url(\"//x/y.png\")}", 8),
            ("a{--b:url(https://x)}", 10),
            ("a{b:image-set('x.png' 1x)}", 4),
            ("a{b:-webkit-image-set('x.png' 1x)}", 12),
            ("@import 'x.css';", 0),
            ("@import url(x.css);", 0),
            ("@font-face{font-family:x;src:url(x.woff)}", 0),
            ("@namespace url(x);", 0),
            ("@medai print{a{b:c}}", 0),
            ("a{behavior:url(x)}", 2),
            ("b:c", 0),
        ] {
            let (css, told) = pass(bad, "");
            assert_eq!(told.len(), 1, "{bad}: {told:?}");
            assert!(told[0].starts_with(&format!("{at} ")), "{bad}: {told:?}");
            assert!(
                !css.contains("http") && !css.contains("x.") && !css.contains('@')
                    || css.starts_with("@layer theme { a"),
                "{css}"
            );
        }
        assert!(!pass("a{content:'</style>'}", "").1.is_empty());
    }

    #[test]
    fn a_scoped_sheet_speaks_of_its_slide_only() {
        let (css, told) = pass(
            ":root{--accent:red}p,h1 a{b:c}section.x > p{d:e}@media print{.y{f:g;&:hover{h:i}}}@keyframes k{from{a:b}}",
            "[id=\"s\"]",
        );
        assert_eq!(told, [""; 0]);
        assert_eq!(
            css,
            "@layer theme { [id=\"s\"] { --accent: red; } [id=\"s\"] p, [id=\"s\"] h1 a { b: c; } [id=\"s\"].x > p { d: e; } \
             @media print { [id=\"s\"] .y { f: g; &:hover { h: i; } } } @keyframes k { from { a: b; } } } "
        );
    }
}
