//! A folder with a talk in it, and the program run there.

use std::path::{Path, PathBuf};

/// A talk without a fault.
pub const CLEAN: &str = "# A talk\n\nWords.\n\n---\n\n## Second\n\n- one\n- two\n";
/// A talk with one error, at line 3.
pub const FAULTY: &str = "# A talk\n\n<!-- pasue -->\n\n---\n\n## Second\n\nWords.\n";

/// A folder of its own, gone with the value.
pub struct Desk {
    folder: tempfile::TempDir,
}

/// What a run left behind.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    /// A folder with these files.
    pub fn with(files: &[(&str, &[u8])]) -> Desk {
        let desk = Desk { folder: tempfile::tempdir().unwrap() };
        for (name, bytes) in files {
            desk.put(name, bytes);
        }
        desk
    }

    /// A folder with this `talk.md`.
    pub fn talk(text: impl AsRef<[u8]>) -> Desk {
        Desk::with(&[("talk.md", text.as_ref())])
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn put(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// The program, in this folder, with nothing of this machine's settings.
    pub fn command(&self) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::new(program());
        command.current_dir(self.folder.path()).timeout(std::time::Duration::from_secs(60));
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI", "COLUMNS"] {
            command.env_remove(variable);
        }
        command
    }

    /// Runs it.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command().args(arguments))
    }
}

impl Ran {
    pub fn of(command: &mut assert_cmd::Command) -> Ran {
        let output = command.output().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Nothing was built, and this was said.
    #[track_caller]
    pub fn refused(&self, code: &str, words: &str) {
        assert_eq!(self.code, 2, "{}{}", self.out, self.err);
        self.says(code, words);
    }

    /// Standard error holds a message with this code, and these words.
    #[track_caller]
    pub fn says(&self, code: &str, words: &str) {
        assert!(self.err.contains(&format!("[{code}]")), "no `{code}` in:\n{}", self.err);
        assert!(self.err.contains(words), "no `{words}` in:\n{}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}

/// The program under test.
pub fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_deckle"))
}
