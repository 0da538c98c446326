use deckle::source::*;
fn main() {
    let path = std::env::args().nth(1).unwrap_or_default();
    let start = std::time::Instant::now();
    let files = Files::open(path.as_ref(), vec![], Limits::default());
    let report = deckle::parse::talk(&files.value);
    let time = start.elapsed();
    for slide in &report.value.slides {
        println!(
            "{:>4} {:<13} {:<40} steps {} notes {} {:?}",
            slide.number,
            slide.layout.value.name(),
            slide.id,
            slide.last_step,
            slide.notes.len(),
            slide.title_text()
        );
        if std::env::args().nth(2).as_deref() == Some(&slide.id) {
            println!("{slide:#?}");
        }
    }
    for d in files.diagnostics.iter().chain(&report.diagnostics) {
        let s = files.value.source(d.span.file);
        let p = s.place(d.span.start);
        println!("{}:{}:{}: {:?}[{}] {} ({:?})", s.shown, p.line, p.column, d.level, d.code, d.message, d.hint);
    }
    println!("{} slides in {time:?}", report.value.slides.len());
}
