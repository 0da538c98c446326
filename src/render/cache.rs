//! Formulas and code drawn before, on disk.
