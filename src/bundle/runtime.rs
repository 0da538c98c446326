//! The runtime as one inline script: modules in a fixed order, without their import and export words, in one scope.
//!
//! No bundler tool: the modules are plain ES modules that a browser and Node can load as they stand, with three habits that
//! make joining them a matter of lines: one-line imports, `export` only before a declaration, no name used twice.
//! Manual page: `tests/spec/output.md`.

use sha2::{Digest, Sha256};

/// What is used comes before what uses it.
const MODULES: [&str; 16] = [
    include_str!("../../assets/runtime/words.js"),
    include_str!("../../assets/runtime/position.js"),
    include_str!("../../assets/runtime/clock.js"),
    include_str!("../../assets/runtime/session.js"),
    include_str!("../../assets/runtime/input.js"),
    include_str!("../../assets/runtime/fit.js"),
    include_str!("../../assets/runtime/morph.js"),
    include_str!("../../assets/runtime/stage.js"),
    include_str!("../../assets/runtime/link.js"),
    include_str!("../../assets/runtime/help.js"),
    include_str!("../../assets/runtime/find.js"),
    include_str!("../../assets/runtime/overview.js"),
    include_str!("../../assets/runtime/presenter.js"),
    include_str!("../../assets/runtime/pointer.js"),
    include_str!("../../assets/runtime/print.js"),
    include_str!("../../assets/runtime/embed.js"),
    include_str!("../../assets/runtime/media.js"),
    include_str!("../../assets/runtime/start.js"),
];

/// The script that every deck carries.
pub fn script() -> String {
    joined(&MODULES)
}

/// The few lines that stand before the slides.
pub fn early() -> String {
    let mut out = String::new();
    add(include_str!("../../assets/runtime/early.js"), &mut out);
    out
}

fn joined(modules: &[&str]) -> String {
    let mut out = String::from("(()=>{'use strict';\n");
    for module in modules {
        add(module, &mut out);
    }
    out.push_str("})();");
    // Inside an inline script these would end it or change how it is read, even in a string.
    out.replace("</script", "<\\/script").replace("<!--", "<\\!--")
}

fn add(module: &str, out: &mut String) {
    let mut in_comment = false;
    for line in module.lines() {
        let line = without_types(line);
        let line = line.trim();
        if in_comment {
            in_comment = !line.ends_with("*/");
        } else if line.starts_with("/*") {
            in_comment = !line.contains("*/");
        } else if !(line.is_empty() || line.starts_with("//") || line.starts_with("import ")) {
            out.push_str(line.strip_prefix("export ").unwrap_or(line));
            out.push('\n');
        }
    }
}

/// Takes `/** @type {…} */` out of a line.
fn without_types(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, comment)) = rest.split_once("/** @") {
        let Some((_, after)) = comment.split_once("*/") else { break };
        out.push_str(before);
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
    out.push_str(rest);
    out
}

/// The hash by which the content security policy lets this script, and no other, run.
pub fn hash(script: &str) -> String {
    format!("sha256-{}", base64_simd::STANDARD.encode_to_string(Sha256::digest(script.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn modules_become_one_script_without_comments_and_types() {
        let one = "// @ts-check\n/** @typedef {number} A */\n\n/**\n * Long.\n */\nexport function one(a) {\n  return a; // kept\n}\n";
        let two = "import { one } from './one.js';\nconst x = /** @type {Element} */ (one(1));\nconst end = '</script><!--';\n";
        assert_eq!(
            joined(&[one, two]),
            "(()=>{'use strict';\nfunction one(a) {\nreturn a; // kept\n}\nconst x = (one(1));\nconst end = '<\\/script><\\!--';\n})();"
        );
    }

    #[test]
    fn the_runtime_keeps_the_habits_that_joining_needs() {
        let script = script();
        assert!(!script.contains("\nimport ") && !script.contains("\nexport "));
        let mut names = BTreeSet::new();
        for module in MODULES {
            for line in module.lines() {
                let line = line.strip_prefix("export ").unwrap_or(line);
                let Some((word, rest)) = line.split_once(' ') else { continue };
                if ["const", "let", "function", "class", "async"].contains(&word) {
                    let rest = rest.strip_prefix("function ").unwrap_or(rest);
                    let name: String =
                        rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '$').collect();
                    assert!(names.insert(name.clone()), "`{name}` is declared in two modules");
                }
            }
        }
        assert!(script.len() < 90_000);
    }

    #[test]
    fn the_hash_is_the_one_browsers_compute() {
        assert_eq!(hash("alert('Hello, world.');"), "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
    }
}
