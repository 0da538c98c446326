//! Diagnostics as SARIF 2.1.0, the form that code hosts show beside the lines of a change.

use super::findings::Findings;
use super::short::word;
use crate::source::{Place, Source, Span};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One log with one run, and a line end.
pub fn log(findings: &Findings) -> String {
    let codes: BTreeSet<&str> = findings.list.iter().map(|found| found.diagnostic.code).collect();
    let rules: Vec<Value> =
        codes.iter().map(|code| json!({ "id": code, "help": { "text": format!("deckle explain {code}") } })).collect();
    let index = |code: &str| codes.iter().position(|known| *known == code);
    let results = findings.list.iter().map(|found| {
        let diagnostic = &found.diagnostic;
        let message = match &diagnostic.hint {
            Some(hint) => format!("{} (hint: {hint})", diagnostic.message),
            None => diagnostic.message.clone(),
        };
        let mut result = json!({
            "ruleId": diagnostic.code,
            "ruleIndex": index(diagnostic.code),
            "level": word(diagnostic.level),
            "message": { "text": message },
        });
        if let (Some(source), Some((start, end))) = (findings.source(diagnostic.span), found.place) {
            result["locations"] = json!([{ "physicalLocation": physical(source, diagnostic.span, start, end) }]);
        }
        let also = diagnostic.also.iter().enumerate().filter_map(|(number, (span, words))| {
            let source = findings.source(*span)?;
            let place = physical(source, *span, source.place(span.start), source.place(span.end));
            Some(json!({ "id": number + 1, "physicalLocation": place, "message": { "text": words } }))
        });
        let also: Vec<Value> = also.collect();
        if !also.is_empty() {
            result["relatedLocations"] = Value::Array(also);
        }
        result
    });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "deckle", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<Value>>(),
        }],
    });
    format!("{log:#}\n")
}

fn physical(source: &Source, span: Span, start: Place, end: Place) -> Value {
    let mut region = json!({
        "startLine": start.line, "startColumn": start.column,
        "byteOffset": span.start, "byteLength": span.len(),
    });
    // An end at the first column of a line that the text does not have any more is left to the reader.
    if end.line as usize <= source.line_starts.len() {
        region["endLine"] = json!(end.line);
        region["endColumn"] = json!(end.column);
    }
    json!({ "artifactLocation": { "uri": uri(&source.shown) }, "region": region })
}

/// A relative path as a URI reference.
fn uri(path: &str) -> String {
    let mut out = String::new();
    // An absolute path gets the scheme that makes it a URI; a first part with a colon would look like a scheme.
    out.push_str(if path.starts_with('/') {
        "file://"
    } else if path.split('/').next().unwrap_or("").contains(':') {
        "./"
    } else {
        ""
    });
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
