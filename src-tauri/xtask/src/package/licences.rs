//! The licences of everything that is built into the program, gathered from the sources it is built
//! of: each text once, with the parts it is for.

use crate::command::{cargo, output, root};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// One text: the list of parts, then the licences.
pub fn gather() -> Result<String, String> {
    let mut parts = BTreeMap::new();
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, licence, folder) in crates()?.into_iter().chain(window_packages()) {
        for text in texts_in(&folder) {
            texts.entry(text).or_default().push(name.clone());
        }
        parts.insert(name, licence);
    }
    let mut out = String::from("本程序使用了下列软件，谨此致谢。\n\n");
    for (name, licence) in &parts {
        out.push_str(&format!("{name}　{licence}\n"));
    }
    for (text, names) in &texts {
        out.push_str(&format!("\n{}\n{}\n\n{}\n", "─".repeat(40), names.join("、"), text));
    }
    Ok(out)
}

/// Name with version, licence and sources of each crate in the program.
fn crates() -> Result<Vec<(String, String, PathBuf)>, String> {
    let tree = output(cargo().args([
        "tree",
        "--prefix=none",
        "--edges=normal",
        "--target=all",
        "--features=custom-protocol",
        "--format={p}|{l}",
        "--package=gongkai",
        "--package=gongkai-cli",
    ]))?;
    let sources = registry_sources();
    let mut crates: Vec<_> = String::from_utf8_lossy(&tree)
        .lines()
        .filter_map(|line| {
            let (package, licence) = line.split_once('|')?;
            // `name v1.2.3`, and `(path)` behind our own
            let (name, version) = package.split_once(" v")?;
            let version = version.split(' ').next()?;
            if package.contains('(') && !package.ends_with("(proc-macro)") {
                return None;
            }
            let licence = licence.trim_end_matches(" (*)").to_owned();
            let folder = sources
                .iter()
                .map(|folder| folder.join(format!("{name}-{version}")))
                .find(|folder| folder.is_dir())?;
            Some((format!("{name} {version}"), licence, folder))
        })
        .collect();
    crates.sort();
    crates.dedup();
    if crates.is_empty() {
        Err("cargo tree 没有列出任何软件包".to_owned())
    } else {
        Ok(crates)
    }
}

/// Where cargo unpacks crates: one folder for each registry.
fn registry_sources() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"))?;
        Some(PathBuf::from(home).join(".cargo"))
    });
    let sources = home.map(|home| home.join("registry/src"));
    sources.map(|folder| folders_in(&folder)).unwrap_or_default()
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

/// The packages of the window that go into the program.
fn window_packages() -> Vec<(String, String, PathBuf)> {
    let modules = root().join("ui/node_modules");
    [modules.join("vue"), modules.join("@tauri-apps/api")]
        .into_iter()
        .chain(folders_in(&modules.join("@vue")))
        .filter_map(|folder| {
            let manifest = fs::read_to_string(folder.join("package.json")).ok()?;
            let field = |name: &str| {
                let (_, rest) = manifest.split_once(&format!("\"{name}\": \""))?;
                Some(rest.split_once('"')?.0.to_owned())
            };
            let name = format!("{} {}", field("name")?, field("version")?);
            Some((name, field("license")?, folder))
        })
        .collect()
}

fn texts_in(folder: &Path) -> Vec<String> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
            path.is_file()
                && ["LICENSE", "LICENCE", "COPYING", "NOTICE"].iter().any(|n| name.starts_with(n))
        })
        .collect();
    files.sort();
    let texts = files.iter().filter_map(|file| fs::read_to_string(file).ok());
    texts.map(|text| text.replace("\r\n", "\n").trim().to_owned()).collect()
}
