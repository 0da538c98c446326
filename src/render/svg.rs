//! Makes an SVG file inert, so that it can be inlined.
