//! Terminal sessions: which lines are prompts and commands, which are output. Manual page: `tests/spec/code.md`.

/// What a line of a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// A prompt and the command after it.
    Shell {
        /// With the space after it.
        prompt: &'a str,
        /// May be empty.
        command: &'a str,
    },
    /// The same at Python's prompt.
    Python {
        /// `>>> ` or `... `
        prompt: &'a str,
        /// May be empty.
        command: &'a str,
    },
    /// More of the command above, which ended with a backslash.
    More(&'a str),
    /// A remark between commands.
    Remark(&'a str),
    /// What the machine wrote.
    Output(&'a str),
}

/// Reads the lines of a session. `None` if no line has a prompt: then all of it is commands.
///
/// `# ` is a prompt only where nothing else is: beside `$ ` it opens a remark.
pub fn read(text: &str) -> Option<Vec<Line<'_>>> {
    let root = !text.split('\n').any(|line| prompt_length(line).is_some());
    let mut lines = Vec::new();
    let mut unfinished = false;
    let mut python = false;
    for line in text.split('\n') {
        let read = read_line(line, root, python, unfinished);
        python = matches!(read, Line::Python { .. });
        unfinished = match read {
            Line::Shell { command, .. } | Line::More(command) => command.ends_with('\\'),
            _ => false,
        };
        lines.push(read);
    }
    let prompts = lines.iter().any(|line| matches!(line, Line::Shell { .. } | Line::Python { .. }));
    prompts.then_some(lines)
}

fn read_line(line: &str, root: bool, python: bool, unfinished: bool) -> Line<'_> {
    if unfinished {
        return match line.strip_prefix("> ") {
            Some(command) => Line::Shell { prompt: &line[..2], command },
            None => Line::More(line),
        };
    }
    let python_mark =
        line == ">>>" || line.starts_with(">>> ") || (python && (line == "..." || line.starts_with("... ")));
    if python_mark {
        let (prompt, command) = line.split_at(line.len().min(4));
        return Line::Python { prompt, command };
    }
    let hash = line == "#" || line.starts_with("# ");
    let length = if hash && root { Some(line.len().min(2)) } else { prompt_length(line) };
    match length {
        Some(length) => Line::Shell { prompt: &line[..length], command: &line[length..] },
        None if hash => Line::Remark(line),
        None => Line::Output(line),
    }
}

/// The length of a shell's prompt at the start of a line, `# ` alone left out.
fn prompt_length(line: &str) -> Option<usize> {
    let start = environment_length(line);
    let rest = &line[start..];
    if rest == ">>>" || rest.starts_with(">>> ") {
        return (start == 0).then_some(rest.len().min(4));
    }
    let mark = match rest.as_bytes().first()? {
        b'$' | b'%' => 0,
        b'[' => bracketed(rest)?,
        b'P' if rest.starts_with("PS ") => rest.find('>')?,
        _ => host_length(rest)?,
    };
    let after = mark + 1;
    match rest.as_bytes().get(after) {
        Some(b' ') => Some(start + after + 1),
        None if rest.is_char_boundary(after) => Some(start + after),
        _ => None,
    }
}

/// `(env) ` before a prompt.
fn environment_length(line: &str) -> usize {
    let Some(close) = line.starts_with('(').then(|| line.find(") ")).flatten() else { return 0 };
    if line[1..close].contains([' ', '(']) { 0 } else { close + 2 }
}

/// `[user@host dir]$`: where the mark stands.
fn bracketed(rest: &str) -> Option<usize> {
    let close = rest.find(']')?;
    let inside = &rest[1..close];
    let mark = matches!(rest.as_bytes().get(close + 1), Some(b'$' | b'#' | b'%'));
    (mark && inside.contains('@')).then_some(close + 1)
}

/// `user@host:~/dir$`: where the mark stands.
fn host_length(rest: &str) -> Option<usize> {
    let at = rest.find('@')?;
    let name = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    let mark = at + rest[at..].find(['$', '#', '%', '>'])?;
    let (host, path) = rest[at + 1..mark].split_once([':', ' ']).unwrap_or((&rest[at + 1..mark], ""));
    (name(&rest[..at]) && name(host) && !path.contains(' ')).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt(line: &str) -> &str {
        match read(line).as_deref() {
            Some([Line::Shell { prompt, .. } | Line::Python { prompt, .. }]) => prompt,
            _ => "",
        }
    }

    #[test]
    fn prompts_of_many_machines_are_known() {
        for (line, expected) in [
            ("$ ls", "$ "),
            ("$", "$"),
            ("% ls", "% "),
            ("# apt update", "# "),
            (">>> 1 + 1", ">>> "),
            ("user@host:~$ ls", "user@host:~$ "),
            ("user@host:~/a-b$ ls", "user@host:~/a-b$ "),
            ("[user@clariden-ln001 ~]$ sbatch run.sh", "[user@clariden-ln001 ~]$ "),
            ("(base) $ conda list", "(base) $ "),
            ("(venv) me@box:/tmp# ls", "(venv) me@box:/tmp# "),
            (r"PS C:\Users\me> dir", r"PS C:\Users\me> "),
            ("$HOME is set", ""),
            ("5% done", ""),
            ("mail me@host for $ 5", ""),
            ("#!/bin/sh", ""),
            ("(see below) text", ""),
        ] {
            assert_eq!(prompt(line), expected, "{line}");
        }
    }

    #[test]
    fn commands_go_on_after_a_backslash_and_the_rest_is_output() {
        let lines = read("$ make \\\n    all\n# a remark\nok\n>>> for x in y:\n...   x\n...\n... no").unwrap();
        assert_eq!(lines[1], Line::More("    all"));
        assert_eq!(lines[2], Line::Remark("# a remark"));
        assert_eq!(lines[3], Line::Output("ok"));
        assert_eq!(lines[5], Line::Python { prompt: "... ", command: "  x" });
        assert_eq!(lines[6], Line::Python { prompt: "...", command: "" });
    }

    #[test]
    fn a_session_without_a_prompt_is_all_commands() {
        assert_eq!(read("ls\nmake"), None);
    }
}
