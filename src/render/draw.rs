//! Draws all formulas and code blocks of a deck: cache, then workers.
