//! Layer 5: everything one file needs: fonts, style sheets, runtime, pictures; written whole or not at all.
