//! Code figures: size, numbers, lit lines. Manual page: `tests/spec/code.md`.

use super::Html;
use crate::deck::{Block, Code, Lit, Stages};
use crate::render::fit::{self, CodeFit, Room};
use crate::source::Diagnostic;
use std::fmt::Write;

/// Lines times stages that are drawn with stages; above it the block is lit as a whole.
const LIT: usize = 1_000_000;
/// Languages whose blocks are sessions, with a prompt and its answer.
const SESSIONS: [&str; 6] = ["console", "shell-session", "shellsession", "sh-session", "session", "terminal"];

impl Html<'_> {
    pub(super) fn code(&mut self, code: &Code, block: &Block, room: Room) {
        let fit = fit::code(code, room);
        if !self.here.in_notes && (fit.too_wide > 0 || fit.too_tall > 0) {
            self.found.push(overflow(fit, block));
        }
        self.sizes.insert(block.span, fit.size);
        let language = code.language.value.trim().to_lowercase();
        let is_session = SESSIONS.contains(&language.as_str());
        self.begin("figure", if is_session { "code console" } else { "code" }, &block.attributes, block.steps);
        let is_staged = code.stages.stages.iter().any(|lit| *lit != Lit::All)
            && fit.lines.saturating_mul(code.stages.stages.len()) <= LIT;
        if is_staged {
            let _ = write!(self.out, " data-stages=\"{}\"", code.stages.stages.len());
        }
        let _ =
            write!(self.out, " style=\"--columns:{};--lines:{};--code-size:{}px\">", fit.columns, fit.lines, fit.size);
        if let Some(title) = &code.title {
            self.markup("<figcaption class=\"code-title\">");
            self.text(title);
            self.markup("</figcaption>");
        }
        self.markup("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            let class: String = language.chars().map(|sign| if sign.is_whitespace() { '-' } else { sign }).collect();
            self.attribute("class", &format!("language-{class}"));
        }
        self.out.push('>');
        self.lines(code, is_staged);
        self.markup("</code></pre></figure>");
    }

    fn lines(&mut self, code: &Code, is_staged: bool) {
        let drawn = self.drawn;
        let drawn = drawn.code(code);
        for (index, line) in code.text.split('\n').enumerate() {
            if index > 0 {
                self.out.push('\n');
            }
            self.markup("<span class=\"line\"");
            let number = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1);
            if let Some(first) = code.line_numbers {
                let _ = write!(self.out, " data-number=\"{}\"", u64::from(first) + index as u64);
            }
            if is_staged {
                self.markup(&lit(&code.stages, number));
            }
            self.out.push('>');
            match drawn.get(index) {
                Some(html) => self.markup(html),
                None => self.text(line.trim_end_matches('\r')),
            }
            self.markup("</span>");
        }
    }
}

/// ` data-lit="…"`: the runs of steps at which a line or row is lit. Empty for one that always is.
pub(super) fn lit(stages: &Stages, line: u32) -> String {
    if stages.stages.iter().all(|lit| lit.has(line)) {
        return String::new();
    }
    let last = stages.stages.len() - 1;
    let step = |stage: usize| if stage == 0 { 0 } else { usize::from(stages.first) + stage - 1 };
    let mut runs = String::new();
    let mut stage = 0;
    while stage <= last {
        if !stages.stages[stage].has(line) {
            stage += 1;
            continue;
        }
        let begin = stage;
        while stage <= last && stages.stages[stage].has(line) {
            stage += 1;
        }
        let separator = if runs.is_empty() { "" } else { " " };
        let _ = write!(runs, "{separator}{}-", step(begin));
        if stage <= last {
            let _ = write!(runs, "{}", step(stage).saturating_sub(1));
        }
    }
    format!(" data-lit=\"{runs}\"")
}

fn overflow(fit: CodeFit, block: &Block) -> Diagnostic {
    let count = |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
    let mut amounts = Vec::new();
    let mut ways = Vec::new();
    if fit.too_tall > 0 {
        amounts.push(count(fit.too_tall, "line too many", "lines too many"));
        ways.push(format!(
            "split it after line {}, or show a part of it with `from=`",
            (fit.lines - fit.too_tall).max(1)
        ));
    }
    if fit.too_wide > 0 {
        amounts.push(count(fit.too_wide, "character too wide", "characters too wide"));
        ways.push(format!("break line {}, the longest", fit.longest));
    }
    let message = format!("this code does not fit its place at {} px: {}", fit::SIZES.0, amounts.join(" and "));
    Diagnostic::warning("code-overflow", message, block.span).label(amounts.join(", ")).hint(ways.join("; "))
}
