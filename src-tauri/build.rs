//! Tells the program's version, icon and manifest to what builds it.

use tauri_build::{Attributes, WindowsAttributes};

/// Names the folder of another built page than ui/dist: the one that counts what the flows run.
const PAGE: &str = "GONGKAI_PAGE";

fn main() {
    println!("cargo:rerun-if-env-changed={PAGE}");
    if let Ok(page) = std::env::var(PAGE) {
        // Laid over tauri.conf.json where the page is taken into the program.
        println!("cargo:rustc-env=TAURI_CONFIG={{\"build\":{{\"frontendDist\":\"{page}\"}}}}");
    }
    println!("cargo:rerun-if-changed=src-tauri/windows.manifest");
    let windows = WindowsAttributes::new().app_manifest(include_str!("windows.manifest"));
    if let Err(error) = tauri_build::try_build(Attributes::new().windows_attributes(windows)) {
        eprintln!("{error:#}");
        std::process::exit(1);
    }
}
