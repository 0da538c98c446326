//! The program itself, run in folders of its own: exit codes, streams, files written and not written.
//! Manual pages: `tests/spec/command-line.md` and `tests/spec/files.md`.

#[path = "cli/desk.rs"]
mod desk;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/look.rs"]
mod look;
#[path = "cli/media.rs"]
mod media;
#[path = "cli/messages.rs"]
mod messages;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/time.rs"]
mod time;
#[path = "cli/verbs.rs"]
mod verbs;
