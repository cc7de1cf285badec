use tauri_build::{Attributes, WindowsAttributes};

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/windows.manifest");
    let windows = WindowsAttributes::new().app_manifest(include_str!("windows.manifest"));
    if let Err(error) = tauri_build::try_build(Attributes::new().windows_attributes(windows)) {
        eprintln!("{error:#}");
        std::process::exit(1);
    }
}
