//! What `deckle watch` is made of: messages that bring a page to what a clean build shows, and a server that lets nobody else in.
//! Manual page: `tests/spec/watch.md`.

#[path = "live/client.rs"]
mod client;
#[path = "live/crowd.rs"]
mod crowd;
#[path = "live/edits.rs"]
mod edits;
#[path = "live/program.rs"]
mod program;
#[path = "support/random.rs"]
mod random;
#[path = "live/remote.rs"]
mod remote;
#[path = "live/server.rs"]
mod server;

use deckle::bundle::Apart;
use deckle::render::draw;
use deckle::source::{Files, Source};
use deckle::{Options, build_apart};
use std::path::Path;
use std::sync::Arc;

/// A talk in memory, built for a server.
fn built(text: &str, notes: bool) -> (Option<Apart>, Vec<Arc<Source>>) {
    let files = Files::from_text(Path::new("/nowhere"), "talk.md", text);
    let draw = draw::Options {
        cache: None,
        workers: 1,
        program: env!("CARGO_BIN_EXE_deckle").into(),
        patience: Default::default(),
        memory: None,
    };
    let options = Options {
        theme: None,
        aspect: None,
        color: None,
        notes,
        media_folder: String::new(),
        places: false,
        draw,
        look: false,
    };
    let report = build_apart(&files, &options);
    (report.value, files.sources())
}
