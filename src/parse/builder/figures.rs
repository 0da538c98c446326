//! Code blocks that are drawn: charts and diagrams. Manual pages: `tests/spec/charts.md`, `tests/spec/diagrams.md`.

use super::super::chart::{self, Written};
use super::super::code_info::{FROM, Info};
use super::Builder;
use crate::deck::{Attributes, BlockKind, Code, Diagram, DiagramKind, Steps};
use crate::source::{Asked, Diagnostic, Span};

impl Builder<'_> {
    /// The chart or diagram of a block. What cannot be drawn is shown as the text that it is.
    pub(super) fn figure(&mut self, info: Info, text: String, span: Span) -> (BlockKind, Attributes) {
        if let Some(from) = info.from.as_ref().filter(|_| !text.trim().is_empty()) {
            let found = Diagnostic::warning("code-from-body", "the file's text is shown instead of this", span);
            let path = &from.value;
            self.say(found.hint(format!("leave the block empty, or take `from={path}` out")));
        }
        match DiagramKind::named(&info.language.value) {
            Some(kind) => self.diagram(kind, info, text, span),
            None => self.chart(info, text, span),
        }
    }

    fn chart(&mut self, info: Info, mut text: String, mut span: Span) -> (BlockKind, Attributes) {
        let mut verbatim = self.context.source.slice(span).trim_end() == text.trim_end();
        if let Some(from) = &info.from {
            match self.context.files.text(Asked { from: span.file, span: from.span }, &from.value) {
                Ok(source) => {
                    (text, span, verbatim) =
                        (source.text.to_string(), Span::new(source.id, 0, source.text.len()), true);
                }
                Err(found) => {
                    self.say(found);
                    return (BlockKind::Broken { what: format!("chart from {}", from.value) }, info.attributes);
                }
            }
        }
        let written = Written { text: &text, span, verbatim };
        let Some(mut read) = chart::read(&info.attributes, &written, self.findings) else {
            let language = crate::source::Spanned::new("text".to_owned(), info.language.span);
            let code =
                Code { language, title: None, text, text_span: span, line_numbers: None, stages: Default::default() };
            return (BlockKind::Code(code), info.attributes);
        };
        if read.series_by_series {
            // The first stands there when the slide opens, as the first column of a table does.
            for series in read.chart.series.iter_mut().skip(1) {
                series.steps = Steps::From(self.new_step());
            }
        }
        read.chart.stages = self.stages(info.stages);
        (BlockKind::Chart(Box::new(read.chart)), info.attributes)
    }

    fn diagram(&mut self, kind: DiagramKind, info: Info, text: String, span: Span) -> (BlockKind, Attributes) {
        let get = |key: &str| info.attributes.get(key).map(|value| value.value.clone()).unwrap_or_default();
        let (alt, caption, credit) = (get("alt"), get("caption"), get("credit"));
        for (key, value) in &info.attributes.pairs {
            let known = ["alt", "caption", "credit", "width", "height", "step", "when", "unless", "replace", "lang"];
            if !known.contains(&key.value.as_str()) {
                let message = format!("unknown setting `{}` of a diagram", key.value);
                let found = Diagnostic::warning("diagram-setting", message, key.span.to(value.span));
                self.findings.push(found.hint("known are `alt`, `caption`, `credit`, `from`, `width` and `height`"));
            }
        }
        if let Some(place) = (!info.stages.is_empty()).then_some(info.language.span) {
            let found = Diagnostic::warning("diagram-setting", "a diagram has no lines to step through", place);
            self.say(found.hint("show it with `{step=1}`, or draw several and let each `{replace}` the one before"));
        }
        let (text, span) = match &info.from {
            Some(from) => (format!("{FROM}{}", from.value), from.span),
            None => (text, span),
        };
        let diagram = Diagram { language: info.language, kind, text, text_span: span, alt, caption, credit };
        (BlockKind::Diagram(diagram), info.attributes)
    }
}
