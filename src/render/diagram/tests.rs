//! Diagrams as the inert drawings that they become.

use super::*;
use crate::render::svg;

#[test]
fn the_version_is_that_of_the_lock_file() {
    let lock = include_str!("../../../Cargo.lock").replace("\r\n", "\n");
    for (name, version) in [("mermaid-rs-renderer", "0.3.1"), ("layout-rs", "0.1.3")] {
        assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n")), "{name}");
        assert!(VERSION.contains(&format!("{name} {version}")));
    }
}

#[test]
fn words_of_a_drawing_are_told_once() {
    let svg = "<svg><text x=\"1\"><tspan>One</tspan><tspan>two</tspan></text><text>a &lt; b</text><text>a &lt; b</text></svg>";
    assert_eq!(words(svg), "One two, a < b");
}

#[cfg(feature = "diagrams")]
mod with_engines {
    use super::*;

    fn drawn(kind: DiagramKind, text: &str) -> String {
        match outcome(kind, text) {
            Outcome::Picture(svg) => svg,
            other => panic!("{text}: {other:?}"),
        }
    }

    const MERMAID: [&str; 7] = [
        "flowchart LR\n  A[Start] --> B{Ready?}\n  B -->|no| A\n  style A fill:#f9f,stroke:#333",
        "sequenceDiagram\n  participant A\n  participant B\n  A->>B: hello\n  B-->>A: hello",
        "classDiagram\n  class A {\n    +int x\n  }\n  A <|-- B",
        "pie title T\n  \"one\" : 60\n  \"two\" : 40",
        "gantt\n  dateFormat YYYY-MM-DD\n  section S\n  T :a, 2025-01-01, 30d",
        "mindmap\n  root\n    one\n    two",
        "timeline\n  2020 : GPT-3\n  2025 : Apertus",
    ];

    #[test]
    fn every_kind_is_drawn_in_the_colours_of_the_theme_and_loses_nothing() {
        let dot = (DiagramKind::Dot, "digraph { a -> b [label=\"x\" color=red]; b [shape=record label=\"p|q\"] }");
        for (kind, text) in MERMAID.map(|text| (DiagramKind::Mermaid, text)).into_iter().chain([dot]) {
            let svg = drawn(kind, text);
            let cleaned = svg::clean(&svg).unwrap_or_else(|error| panic!("{text}: {error:?}"));
            assert_eq!(cleaned.removed, Vec::<String>::new(), "{text}");
            let inline = cleaned.drawing.inline("p", "x");
            for colour in ["=\"#", ":#", "rgb(", "hsl(", "\"white\"", "\"black\""] {
                assert!(!inline.contains(colour), "{text} has {colour}: {inline}");
            }
            assert_eq!(svg, drawn(kind, text), "the same source gives the same drawing");
        }
    }

    #[test]
    fn what_would_be_drawn_badly_is_refused_with_another_way() {
        let Outcome::Undrawn(undrawn) = outcome(DiagramKind::Mermaid, "\nstateDiagram-v2\n[*] --> A") else { panic!() };
        assert_eq!(undrawn.line, Some(2));
        assert!(undrawn.hint.contains("flowchart"));
        for (kind, text) in [
            (DiagramKind::Mermaid, "erDiagram\n  A ||--o{ B : has"),
            (DiagramKind::Mermaid, ""),
            (DiagramKind::Mermaid, "%%{init: {}}%%\n"),
            (DiagramKind::Mermaid, "flowchrt LR"),
            (DiagramKind::Dot, ""),
            (DiagramKind::Dot, "digraph {}"),
            (DiagramKind::Dot, "digraph { a -> }"),
        ] {
            assert!(matches!(outcome(kind, text), Outcome::Undrawn(_)), "{text}");
        }
    }
}
