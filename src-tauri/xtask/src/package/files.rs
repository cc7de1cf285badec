//! What every package is made of: the version number, fonts and licences, and the folders and files
//! below `target/package/`.

use super::licences;
use crate::command::{output, program, root, say, target};
use std::fs;
use std::path::{Path, PathBuf};

/// The one version number of everything, from Cargo.toml.
pub fn version() -> Result<String, String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))
        .map_err(|error| format!("Cargo.toml 读不出来：{error}"))?;
    manifest
        .split_once("[workspace.package]")
        .and_then(|(_, part)| part.split_once("version = \""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(version, _)| version.to_owned())
        .ok_or_else(|| "Cargo.toml 里没有版本号".to_owned())
}

/// Where packages land.
pub fn packages_folder() -> Result<PathBuf, String> {
    let packages = target().join("package");
    fs::create_dir_all(&packages).map_err(|error| at(&packages, error))?;
    Ok(packages)
}

pub fn at(path: &Path, error: std::io::Error) -> String {
    format!("{}：{error}", path.display())
}

/// An empty folder of this name below `target/package/`.
pub fn empty_folder(name: &str) -> Result<PathBuf, String> {
    let folder = packages_folder()?.join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| at(&folder, error))?;
    }
    fs::create_dir_all(&folder).map_err(|error| at(&folder, error))?;
    Ok(folder)
}

/// Copies a file, making the folders on the way.
pub fn copy(from: &Path, to: &Path) -> Result<(), String> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
    }
    fs::copy(from, to).map(drop).map_err(|error| at(from, error))
}

/// Writes a text file, making the folders on the way.
pub fn write(to: &Path, text: &str) -> Result<(), String> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
    }
    fs::write(to, text).map_err(|error| at(to, error))
}

/// Puts fonts with their licences, and the licences of everything else, into `folder`.
pub fn put_fonts_and_licences(folder: &Path) -> Result<(), String> {
    let fonts = root().join("fonts");
    for entry in fs::read_dir(&fonts).map_err(|error| at(&fonts, error))?.flatten() {
        let name = entry.file_name();
        let into = if name.to_string_lossy().starts_with("LICENSE") { "licences" } else { "fonts" };
        copy(&entry.path(), &folder.join(into).join(name))?;
    }
    write(&folder.join("licences/THIRD-PARTY.txt"), &licences::gather()?)?;
    let own = root().join("LICENSE");
    if own.is_file() {
        copy(&own, &folder.join("licences/LICENSE-gongkai.txt"))?;
    }
    Ok(())
}

/// Prints what lies on the packages, with its size.
pub fn show(file: &Path) -> Result<(), String> {
    let size = fs::metadata(file).map_err(|error| at(file, error))?.len();
    say(&format!("{}　{:.1} MB", file.display(), size as f64 / 1e6));
    Ok(())
}

/// What takes the room in a folder, largest first.
pub fn show_room(folder: &Path) -> Result<(), String> {
    let list = output(program("du").args(["-a", "-b"]).arg(folder))?;
    let mut files: Vec<(u64, String)> = String::from_utf8_lossy(&list)
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(_, path)| Path::new(path).is_file())
        .filter_map(|(size, path)| Some((size.parse().ok()?, path.to_owned())))
        .collect();
    files.sort();
    for (size, path) in files.iter().rev().take(12) {
        let name = Path::new(path).strip_prefix(folder).unwrap_or(Path::new(path));
        say(&format!("{:>8.1} MB  {}", *size as f64 / 1e6, name.display()));
    }
    Ok(())
}

/// The packages for Windows, as they have been built.
pub struct WindowsPackage {
    /// The files as they are installed.
    pub files: PathBuf,
    pub installer: PathBuf,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_version_number() {
        let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
        let version = version().unwrap();
        assert_eq!(version, env!("CARGO_PKG_VERSION"));
        let own = format!("\"version\": \"{version}\"");
        let window = read("ui/package.json");
        assert_eq!(window.lines().filter(|line| line.contains("\"version\"")).count(), 1);
        assert!(window.contains(&own));
        let (head, _) = read("ui/package-lock.json")
            .split_once("node_modules/")
            .map(|(head, rest)| (head.to_owned(), rest.to_owned()))
            .unwrap();
        assert_eq!(head.matches(&own).count(), 2);
        // Without a number of its own it is Cargo.toml's.
        assert!(!read("tauri.conf.json").contains("\"version\""));
        let newest =
            read("CHANGELOG.md").lines().find(|line| line.starts_with("## ")).map(str::to_owned);
        assert!(newest.unwrap().starts_with(&format!("## {version}")));
        // The installer is told the number by `windows::pack`.
        let installer = read("src-tauri/xtask/windows/installer.nsi");
        assert!(
            installer.contains("\"FileVersion\" \"${VERSION}\"") && !installer.contains(&version)
        );
    }
}
