//! The roles a piece of code can have, and which scopes mean which role. Manual page: `tests/spec/code.md`.
//!
//! Syntax definitions name things by dotted scopes, from general to special; a role is what a theme gives a colour to.

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the classes', explained in the manual's page on code")]
pub enum Role {
    Keyword,
    String,
    Number,
    Comment,
    Function,
    Type,
    Constant,
    Variable,
    Operator,
    Punctuation,
    Tag,
    Attribute,
    Inserted,
    Deleted,
    Prompt,
    Output,
}

impl Role {
    /// The class in HTML.
    pub fn class(self) -> &'static str {
        match self {
            Role::Keyword => "t-keyword",
            Role::String => "t-string",
            Role::Number => "t-number",
            Role::Comment => "t-comment",
            Role::Function => "t-function",
            Role::Type => "t-type",
            Role::Constant => "t-constant",
            Role::Variable => "t-variable",
            Role::Operator => "t-operator",
            Role::Punctuation => "t-punctuation",
            Role::Tag => "t-tag",
            Role::Attribute => "t-attribute",
            Role::Inserted => "t-inserted",
            Role::Deleted => "t-deleted",
            Role::Prompt => "t-prompt",
            Role::Output => "t-output",
        }
    }
}

/// What a scope says about the text it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The text has this role.
    Is(Role),
    /// A keyword if the text is one of [`DECLARING`], else the name of a type: many definitions call both `storage.type`.
    KeywordOrType,
    /// Ordinary text, whatever the scopes around it say (code inside a string).
    Plain,
    /// This role unless a scope around says more (the quotes of a string belong to it).
    Weak(Role),
}

use Meaning::{Is, KeywordOrType, Plain, Weak};

/// Scope prefixes and their meaning. The longest prefix that fits decides; the innermost scope that has a meaning wins.
pub const MEANINGS: &[(&str, Meaning)] = &[
    ("comment", Is(Role::Comment)),
    ("constant", Is(Role::Constant)),
    ("constant.numeric", Is(Role::Number)),
    ("entity.name", Is(Role::Type)),
    ("entity.name.constant", Is(Role::Constant)),
    ("entity.name.function", Is(Role::Function)),
    ("entity.name.label", Is(Role::Constant)),
    ("entity.name.macro", Is(Role::Function)),
    ("entity.name.section", Is(Role::Keyword)),
    ("entity.name.tag", Is(Role::Tag)),
    ("entity.name.variable", Plain),
    ("entity.other.attribute-name", Is(Role::Attribute)),
    ("entity.other.inherited-class", Is(Role::Type)),
    ("invalid", Plain),
    ("keyword", Is(Role::Keyword)),
    ("keyword.operator", Is(Role::Operator)),
    ("keyword.operator.word", Is(Role::Keyword)),
    ("keyword.operator.logical.python", Is(Role::Keyword)),
    ("keyword.operator.new", Is(Role::Keyword)),
    ("keyword.other.unit", Is(Role::Number)),
    ("markup.deleted", Is(Role::Deleted)),
    ("markup.heading", Is(Role::Keyword)),
    ("markup.inserted", Is(Role::Inserted)),
    ("markup.raw", Is(Role::String)),
    ("markup.underline.link", Is(Role::String)),
    ("meta.annotation", Weak(Role::Attribute)),
    ("meta.diff.header", Is(Role::Comment)),
    ("meta.diff.range", Is(Role::Constant)),
    ("meta.interpolation", Plain),
    ("meta.template.expression", Plain),
    ("meta.toc-list.line-number", Is(Role::Constant)),
    ("punctuation", Weak(Role::Punctuation)),
    ("punctuation.definition.annotation", Is(Role::Attribute)),
    ("punctuation.definition.keyword", Is(Role::Keyword)),
    ("punctuation.definition.tag", Is(Role::Punctuation)),
    ("punctuation.definition.variable", Is(Role::Variable)),
    ("punctuation.section.interpolation", Is(Role::Punctuation)),
    ("source", Plain),
    ("storage", Is(Role::Keyword)),
    ("storage.type", KeywordOrType),
    ("storage.type.class", Is(Role::Keyword)),
    ("storage.type.enum", Is(Role::Keyword)),
    ("storage.type.function", Is(Role::Keyword)),
    ("storage.type.impl", Is(Role::Keyword)),
    ("storage.type.interface", Is(Role::Keyword)),
    ("storage.type.module", Is(Role::Keyword)),
    ("storage.type.namespace", Is(Role::Keyword)),
    ("storage.type.numeric", Is(Role::Number)),
    ("storage.type.string", Is(Role::String)),
    ("storage.type.struct", Is(Role::Keyword)),
    ("storage.type.trait", Is(Role::Keyword)),
    ("string", Is(Role::String)),
    ("support.class", Is(Role::Type)),
    ("support.constant", Is(Role::Constant)),
    ("support.function", Is(Role::Function)),
    ("support.macro", Is(Role::Function)),
    ("support.type", Is(Role::Type)),
    ("support.type.property-name", Is(Role::Attribute)),
    ("text", Plain),
    ("variable.annotation", Is(Role::Attribute)),
    ("variable.function", Is(Role::Function)),
    ("variable.language", Is(Role::Constant)),
    ("variable.other.constant", Is(Role::Constant)),
    ("variable.other.readwrite.shell", Is(Role::Variable)),
    ("variable.other.readwrite.assignment.shell", Is(Role::Variable)),
    ("variable.other.php", Is(Role::Variable)),
    ("variable.parameter", Is(Role::Variable)),
];

/// Words that open a declaration: keywords, although some definitions give them the scope of a type's name.
pub const DECLARING: &[&str] = &[
    "abstract",
    "async",
    "auto",
    "begin",
    "class",
    "const",
    "constexpr",
    "data",
    "declare",
    "def",
    "defmodule",
    "enum",
    "extends",
    "extern",
    "final",
    "fn",
    "for",
    "fun",
    "func",
    "function",
    "global",
    "impl",
    "implements",
    "import",
    "in",
    "inline",
    "instance",
    "interface",
    "lambda",
    "let",
    "local",
    "macro",
    "macro_rules!",
    "mod",
    "module",
    "mut",
    "namespace",
    "newtype",
    "object",
    "of",
    "package",
    "private",
    "program",
    "protected",
    "public",
    "record",
    "signature",
    "static",
    "struct",
    "subroutine",
    "template",
    "trait",
    "type",
    "typealias",
    "typedef",
    "typename",
    "union",
    "unsafe",
    "using",
    "val",
    "var",
    "virtual",
    "volatile",
    "where",
    "=>",
    "->",
    "\\",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_scope_has_two_meanings() {
        let mut scopes: Vec<&str> = MEANINGS.iter().map(|(scope, _)| *scope).collect();
        scopes.sort_unstable();
        scopes.dedup();
        assert_eq!(scopes.len(), MEANINGS.len());
    }
}
