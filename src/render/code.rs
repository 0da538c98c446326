//! Code to lines of HTML. The only door to syntect.
