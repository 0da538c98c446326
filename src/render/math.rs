//! Formulas to HTML and MathML. The only door to KaTeX.
