//! Layer 2: Markdown to deck. Parsing never fails: every fault is a diagnostic and the rest of the talk still stands.
