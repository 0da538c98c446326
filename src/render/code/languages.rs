//! The names people write after a fence, and which syntax definition they mean. Manual page: `tests/spec/code.md`.

/// What a language name asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// No highlighting.
    Plain,
    /// A terminal session: prompts, commands and output.
    Session,
    /// The definition with exactly this name.
    Named(&'static str),
    /// The definition that knows this name or file extension, if there is one.
    Unlisted(&'a str),
}

/// Names that mean no highlighting.
const PLAIN: &[&str] =
    &["", "none", "output", "plain", "plaintext", "raw", "text", "txt", "prompt", "ascii", "nohighlight"];

/// Names of terminal sessions.
const SESSIONS: &[&str] = &[
    "console",
    "doscon",
    "pycon",
    "python-console",
    "session",
    "sh-session",
    "shell-session",
    "shellsession",
    "terminal",
];

/// Names that the definitions do not know themselves, or know as something else.
const ALIASES: &[(&str, &str)] = &[
    ("asm", "x86_64 Assembly"),
    ("apache", "Apache Conf"),
    ("assembly", "x86_64 Assembly"),
    ("babel", "JavaScript (Babel)"),
    ("batch", "Batch File"),
    ("bibtex", "BibTeX"),
    ("c#", "C#"),
    ("cjs", "JavaScript (Babel)"),
    ("conf", "INI"),
    ("config", "INI"),
    ("containerfile", "Dockerfile (with bash)"),
    ("csharp", "C#"),
    ("cu", "C++"),
    ("cuda", "C++"),
    ("cuh", "C++"),
    ("delphi", "Pascal"),
    ("docker", "Dockerfile (with bash)"),
    ("dockerfile", "Dockerfile (with bash)"),
    ("dotenv", "DotENV"),
    ("dosini", "INI"),
    ("elisp", "Lisp"),
    ("emacs-lisp", "Lisp"),
    ("f#", "F#"),
    ("fortran", "Fortran (Modern)"),
    ("fsharp", "F#"),
    ("gas", "x86_64 Assembly"),
    ("gitcommit", "Git Commit"),
    ("golang", "Go"),
    ("hip", "C++"),
    ("hpp", "C++"),
    ("html5", "HTML"),
    ("htm", "HTML"),
    ("html+jinja", "HTML (Jinja2)"),
    ("ipython", "Python"),
    ("ipython3", "Python"),
    ("javascript", "JavaScript (Babel)"),
    ("js", "JavaScript (Babel)"),
    ("json5", "JSON"),
    ("jsonc", "JSON"),
    ("jsonl", "JSON"),
    ("jsx", "JavaScript (Babel)"),
    ("ksh", "Bourne Again Shell (bash)"),
    ("kotlin", "Kotlin"),
    ("latex", "LaTeX"),
    ("lean4", "Lean 4"),
    ("llvm-ir", "LLVM"),
    ("makefile", "Makefile"),
    ("mojo", "Python"),
    ("matlab", "MATLAB"),
    ("mjs", "JavaScript (Babel)"),
    ("nasm", "x86_64 Assembly"),
    ("node", "JavaScript (Babel)"),
    ("obj-c", "Objective-C"),
    ("objc", "Objective-C"),
    ("objcpp", "Objective-C++"),
    ("objective-c", "Objective-C"),
    ("octave", "MATLAB"),
    ("patch", "Diff"),
    ("pbs", "Bourne Again Shell (bash)"),
    ("posh", "PowerShell"),
    ("postgres", "SQL"),
    ("postgresql", "SQL"),
    ("proto3", "Protocol Buffer"),
    ("ps", "PowerShell"),
    ("ps1", "PowerShell"),
    ("pwsh", "PowerShell"),
    ("py", "Python"),
    ("python", "Python"),
    ("python2", "Python"),
    ("python3", "Python"),
    ("pytorch", "Python"),
    ("rlang", "R"),
    ("rs", "Rust"),
    ("sbatch", "Bourne Again Shell (bash)"),
    ("scheme", "Lisp"),
    ("sh", "Bourne Again Shell (bash)"),
    ("shell", "Bourne Again Shell (bash)"),
    ("slurm", "Bourne Again Shell (bash)"),
    ("bash", "Bourne Again Shell (bash)"),
    ("zsh", "Bourne Again Shell (bash)"),
    ("sqlite", "SQL"),
    ("mysql", "SQL"),
    ("plsql", "SQL"),
    ("tex", "LaTeX"),
    ("triton", "Python"),
    ("typescript", "TypeScript"),
    ("typst", "Typst"),
    ("vb", "ASP"),
    ("verilog", "Verilog"),
    ("vimscript", "VimL"),
    ("wasm", "Lisp"),
    ("wat", "Lisp"),
    ("xhtml", "HTML"),
    ("yml", "YAML"),
    ("zshrc", "Bourne Again Shell (bash)"),
];

/// The definition of shell commands.
pub const SHELL: &str = "Bourne Again Shell (bash)";

/// The definition of Python.
pub const PYTHON: &str = "Python";

/// What a name, in lower case, asks for.
pub fn wanted(name: &str) -> Wanted<'_> {
    if PLAIN.contains(&name) {
        return Wanted::Plain;
    }
    if SESSIONS.contains(&name) {
        return Wanted::Session;
    }
    match ALIASES.iter().find(|(alias, _)| *alias == name) {
        Some((_, definition)) => Wanted::Named(definition),
        None => Wanted::Unlisted(name),
    }
}

/// Every name this table knows, for hints.
pub fn names() -> impl Iterator<Item = &'static str> {
    let aliases = ALIASES.iter().map(|(alias, _)| *alias);
    PLAIN.iter().chain(SESSIONS).copied().filter(|name| !name.is_empty()).chain(aliases)
}

/// Every definition this table leads to.
pub fn definitions() -> impl Iterator<Item = &'static str> {
    ALIASES.iter().map(|(_, definition)| *definition).chain([SHELL, PYTHON])
}
