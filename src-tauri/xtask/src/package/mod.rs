//! `cargo xtask package windows | linux`: what the clerk's office gets. Everything lands in
//! `target/package/`.

mod files;
mod licences;
mod linux;
mod toolchain;
pub mod windows;
mod wine;

pub use licences::gather as licences;

use files::packages_folder;

/// Builds the packages for a system; with `test`, installs and tries them too.
pub fn package(system: &str, test: bool) -> Result<(), String> {
    match system {
        "windows" => windows::package(test)?,
        "linux" => linux::package(test)?,
        other => return Err(format!("没有“{other}”的安装包；有 windows 和 linux。")),
    }
    println!("安装包在 {}", packages_folder()?.display());
    Ok(())
}
