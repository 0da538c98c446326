//! Layer 7: one verb a file. Everything that prints is here.
