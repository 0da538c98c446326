//! Layer 3: how a talk looks. Loads a theme (tokens, style sheet, layouts) and fills layouts with slots.
