//! `cargo xtask handbook`: takes the handbook's pictures anew, from the real window, and makes them
//! small. The flow that takes them is `tests/e2e/handbook.rs`.

use crate::command::{cargo, program, root, run};
use crate::setup;
use std::fs;

/// In bytes; they lie in the repository and in the program.
const LARGEST: u64 = 60_000;

pub fn pictures() -> Result<(), String> {
    setup::prepared("handbook", setup::to_test)?;
    setup::packages(&["pngquant"])?;
    setup::page()?;
    run(cargo().args([
        "test",
        "--package=gongkai",
        "--features=custom-protocol",
        "--test=e2e",
        "handbook::",
    ]))?;
    let folder = root().join("docs/pictures");
    fs::create_dir_all(&folder).map_err(|error| format!("{}：{error}", folder.display()))?;
    let taken = root().join("target/screenshots");
    let entries = fs::read_dir(&taken).map_err(|error| format!("{}：{error}", taken.display()))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(name) = name.strip_prefix("handbook-") else { continue };
        let to = folder.join(name);
        let smaller = ["--force", "--strip", "--speed=1", "--quality=0-90", "48"];
        run(program("pngquant")
            .args(smaller)
            .arg("--output")
            .arg(&to)
            .arg("--")
            .arg(entry.path()))?;
        let size = fs::metadata(&to).map_err(|error| error.to_string())?.len();
        println!("{}　{:.1} KB", to.display(), size as f64 / 1e3);
        if size > LARGEST {
            return Err(format!("{} 超过 {} KB", to.display(), LARGEST / 1000));
        }
    }
    Ok(())
}
