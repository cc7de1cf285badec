//! The licences of everything that is built into the program, gathered from the sources it is built
//! of: each text once, with the parts it is for.

use crate::command::{cargo, output, root};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What is in the program without being a package of its own.
const BESIDES: [(&str, &str); 3] = [
    ("Rust 标准库", "MIT OR Apache-2.0"),
    ("SQLite", "公有领域"),
    ("WebView2Loader（Microsoft，仅 Windows）", "BSD-3-Clause"),
];
const WEBVIEW_LOADER: &str = "\
Copyright (C) Microsoft Corporation. All rights reserved.

Redistribution and use in source and binary forms, with or without modification, are permitted \
provided that the following conditions are met:

   * Redistributions of source code must retain the above copyright notice, this list of conditions \
and the following disclaimer.
   * Redistributions in binary form must reproduce the above copyright notice, this list of \
conditions and the following disclaimer in the documentation and/or other materials provided with \
the distribution.
   * The name of Microsoft Corporation, or the names of its contributors may not be used to endorse \
or promote products derived from this software without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS \"AS IS\" AND ANY EXPRESS OR \
IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND \
FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT OWNER OR \
CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL \
DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, \
DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN \
CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF \
THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.";
/// The systems the program is built for.
const SYSTEMS: [&str; 2] = ["x86_64-pc-windows-gnu", "x86_64-unknown-linux-gnu"];

/// One text: this program, its fonts, the list of parts, then each licence under a line of its own.
/// The window cuts it at these lines (`ui/src/licences.ts`).
pub fn gather() -> Result<String, String> {
    let mut parts = BTreeMap::new();
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, licence, folder) in crates()?.into_iter().chain(window_packages()) {
        for text in texts_in(&folder) {
            texts.entry(text).or_default().push(name.clone());
        }
        parts.insert(name, licence);
    }
    for (name, licence) in BESIDES {
        parts.insert(name.to_owned(), licence.to_owned());
    }
    texts.insert(WEBVIEW_LOADER.to_owned(), vec![BESIDES[2].0.to_owned()]);
    let mut out = String::from("本程序使用了下列软件和字体，谨此致谢。\n\n");
    for (name, licence) in &parts {
        out.push_str(&format!("{name}　{licence}\n"));
    }
    let fonts = fonts().into_iter().map(|(name, text)| (text, vec![name]));
    for (text, names) in fonts.chain(texts) {
        out.push_str(&format!("\n{}\n{}\n\n{}\n", "─".repeat(40), names.join("、"), text));
    }
    Ok(out)
}

/// The licences of the shipped fonts, as they lie beside them.
fn fonts() -> Vec<(String, String)> {
    let folder = root().join("fonts");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
        .iter()
        .filter_map(|file| {
            let name = file.file_stem()?.to_str()?.strip_prefix("LICENSE-")?.replace('-', " ");
            Some((format!("字体 {name}"), fs::read_to_string(file).ok()?.trim().to_owned()))
        })
        .collect()
}

/// Name with version, licence and sources of each crate in the program.
fn crates() -> Result<Vec<(String, String, PathBuf)>, String> {
    let sources = registry_sources();
    let mut crates = Vec::new();
    for system in SYSTEMS {
        let tree = output(cargo().args([
            "tree",
            "--prefix=none",
            "--edges=normal",
            &format!("--target={system}"),
            "--features=custom-protocol",
            "--format={p}|{l}",
            "--package=gongkai",
            "--package=gongkai-cli",
        ]))?;
        crates.extend(String::from_utf8_lossy(&tree).lines().filter_map(|line| {
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
        }));
    }
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
    [
        "vue",
        "@vue/reactivity",
        "@vue/runtime-core",
        "@vue/runtime-dom",
        "@vue/shared",
        "@tauri-apps/api",
    ]
    .into_iter()
    .map(|name| modules.join(name))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_named_with_its_licence() {
        let all = gather().unwrap();
        let (parts, texts) = all.split_once(&"─".repeat(40)).unwrap();
        for name in ["tauri ", "rusqlite ", "webview2-com ", "webkit2gtk ", "SQLite"] {
            let part = parts.lines().find(|line| line.starts_with(name));
            let licence = part.and_then(|part| part.split_once('　'));
            assert!(licence.is_some_and(|(_, licence)| !licence.is_empty()), "{name}: {part:?}");
        }
        assert!(texts.contains("Permission is hereby granted") && texts.contains("Apache License"));
    }
}
