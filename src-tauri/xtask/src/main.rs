//! The project's own commands: `cargo xtask <command>`.

mod fonts;

fn main() {
    let command = std::env::args().nth(1).unwrap_or_default();
    let done = match command.as_str() {
        "fonts" => fonts::fetch(),
        other => Err(format!("unknown command: {other:?}; there is: fonts")),
    };
    if let Err(error) = done {
        eprintln!("{error}");
        std::process::exit(1);
    }
}
