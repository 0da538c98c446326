//! The `deckle` program.

fn main() {
    if std::env::args_os().nth(1).is_some_and(|word| word == deckle::render::worker::COMMAND) {
        let _ = deckle::render::worker::serve(std::io::stdin().lock(), std::io::stdout());
    }
}
