//! The licences of everything that is built into the program, gathered from the sources it is built
//! of: each text once, with the parts it is for.

use crate::command::{cargo, output, root};
use crate::setup::{self, SYSTEMS};
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
/// The packages of the window that go into the program: all that `dependencies` in ui/package.json
/// brings there.
const WINDOW: [&str; 18] = [
    "vue",
    "@vue/reactivity",
    "@vue/runtime-core",
    "@vue/runtime-dom",
    "@vue/shared",
    "@tauri-apps/api",
    "@codemirror/commands",
    "@codemirror/language",
    "@codemirror/state",
    "@codemirror/streamparser",
    "@codemirror/view",
    "@lezer/common",
    "@lezer/highlight",
    "@lezer/lr",
    "@marijn/find-cluster-break",
    "crelt",
    "style-mod",
    "w3c-keyname",
];

/// A part of the program: name with version, licence, and the folder of its sources.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    name: String,
    licence: String,
    folder: PathBuf,
}

/// One text: this program, its fonts, the list of parts, then each licence under a line of its own.
/// The window cuts it at these lines (`ui/src/help.ts`).
///
/// # Errors
/// When a part, or its licence, is not where it should be: a sentence that names it.
pub fn gather() -> Result<String, String> {
    setup::crates()?;
    let mut parts = BTreeMap::new();
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for part in crates()?.into_iter().chain(window_packages(&root().join("ui/node_modules"))?) {
        for text in texts_in(&part.folder)? {
            texts.entry(text).or_default().push(part.name.clone());
        }
        parts.insert(part.name, part.licence);
    }
    for (name, licence) in BESIDES {
        parts.insert(name.to_owned(), licence.to_owned());
    }
    texts.insert(WEBVIEW_LOADER.to_owned(), vec![BESIDES[2].0.to_owned()]);
    let mut out = String::from("本程序使用了下列软件和字体，谨此致谢。\n\n");
    for (name, licence) in &parts {
        out.push_str(&format!("{name}　{licence}\n"));
    }
    let fonts = fonts(&root().join("fonts"))?.into_iter().map(|(name, text)| (text, vec![name]));
    for (text, names) in fonts.chain(texts) {
        out.push_str(&format!("\n{}\n{}\n\n{}\n", "─".repeat(40), names.join("、"), text));
    }
    Ok(out)
}

/// The licences of the shipped fonts, as they lie beside them.
fn fonts(folder: &Path) -> Result<Vec<(String, String)>, String> {
    let mut licences = Vec::new();
    for file in files_in(folder)? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        if let Some(name) = name.strip_prefix("LICENSE-") {
            licences.push((format!("字体 {}", name.replace('-', " ")), text_of(&file)?));
        }
    }
    if licences.is_empty() {
        return Err(format!("{} 里没有字体的许可证：先运行 cargo xtask fonts。", folder.display()));
    }
    Ok(licences)
}

/// Each crate in the program.
fn crates() -> Result<Vec<Part>, String> {
    let sources = registry_sources()?;
    let mut crates = Vec::new();
    for system in SYSTEMS {
        let tree = output(cargo().args([
            "tree",
            "--locked",
            "--prefix=none",
            "--edges=normal",
            &format!("--target={system}"),
            "--features=custom-protocol",
            "--format={p}|{l}",
            "--package=gongkai",
            "--package=gongkai-cli",
        ]))?;
        let tree = String::from_utf8_lossy(&tree);
        for line in tree.lines().filter(|line| !line.is_empty()) {
            crates.extend(crate_of(line, &sources)?);
        }
    }
    crates.sort();
    crates.dedup();
    Ok(crates)
}

/// The crate in a line of `cargo tree`: `name v1.2.3|licence`; none for our own, which have a path
/// behind the version.
fn crate_of(line: &str, sources: &[PathBuf]) -> Result<Option<Part>, String> {
    let (package, licence) = line
        .trim_end_matches(" (*)")
        .split_once('|')
        .ok_or_else(|| format!("cargo tree 的这一行看不懂：{line}"))?;
    let package = package.trim_end_matches(" (proc-macro)");
    if package.contains('(') {
        return Ok(None);
    }
    let name = package.replace(" v", " ");
    if licence.is_empty() {
        return Err(format!("{name} 没有写明许可证。"));
    }
    let folder = package.replace(" v", "-");
    let found = sources.iter().map(|source| source.join(&folder)).find(|folder| folder.is_dir());
    let found = found.ok_or_else(|| {
        let looked: Vec<_> = sources.iter().map(|source| source.display().to_string()).collect();
        format!("没有 {name} 的源代码（找过 {}）：先运行 cargo fetch --locked。", looked.join("、"))
    })?;
    Ok(Some(Part { name, licence: licence.to_owned(), folder: found }))
}

/// Where cargo unpacks crates: one folder for each registry.
fn registry_sources() -> Result<Vec<PathBuf>, String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"))?;
        Some(PathBuf::from(home).join(".cargo"))
    });
    let home = home.ok_or("不知道 cargo 的文件夹在哪里：请设置 CARGO_HOME。")?;
    entries(&home.join("registry/src"))
}

/// What is in a folder, sorted.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}：{error}", folder.display()))?;
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    Ok(entries)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, String> {
    Ok(entries(folder)?.into_iter().filter(|path| path.is_file()).collect())
}

fn text_of(file: &Path) -> Result<String, String> {
    let text = fs::read(file).map_err(|error| format!("{}：{error}", file.display()))?;
    Ok(String::from_utf8_lossy(&text).replace("\r\n", "\n").trim().to_owned())
}

/// The packages of the window that go into the program.
fn window_packages(modules: &Path) -> Result<Vec<Part>, String> {
    let part = |package: &&str| {
        let folder = modules.join(package);
        let manifest = text_of(&folder.join("package.json"))
            .map_err(|error| format!("没有 {package}：先在 ui 里运行 npm ci。{error}"))?;
        let field = |name: &str| {
            let (_, rest) = manifest.split_once(&format!("\"{name}\": \""))?;
            Some(rest.split_once('"')?.0.to_owned())
        };
        let said = |name: &str| {
            field(name).ok_or_else(|| format!("{package} 的 package.json 里没有 {name}。"))
        };
        let name = format!("{} {}", said("name")?, said("version")?);
        Ok(Part { name, licence: said("license")?, folder })
    };
    WINDOW.iter().map(part).collect()
}

/// The texts of licences in a folder; there may be none, where the licence's name is enough.
fn texts_in(folder: &Path) -> Result<Vec<String>, String> {
    let licence = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        ["LICENSE", "LICENCE", "COPYING", "NOTICE"].iter().any(|begin| name.starts_with(begin))
    };
    files_in(folder)?.iter().filter(|file| licence(file)).map(|file| text_of(file)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::target;

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

    #[test]
    fn a_part_that_is_not_there_is_named() {
        let sources = [target().join("no-registry")];
        let missing = crate_of("serde v1.0.2|MIT OR Apache-2.0", &sources).err().unwrap();
        assert!(missing.contains("serde 1.0.2") && missing.contains("no-registry"), "{missing}");
        let unlicensed = crate_of("serde v1.0.2 (proc-macro)| (*)", &sources).err().unwrap();
        assert!(
            unlicensed.contains("serde 1.0.2") && unlicensed.contains("许可证"),
            "{unlicensed}"
        );
        assert!(crate_of("gongkai-model v0.1.0 (/somewhere)|MIT", &sources).unwrap().is_none());
        let missing = window_packages(&sources[0]).err().unwrap();
        assert!(missing.contains("vue"), "{missing}");
        assert!(fonts(&sources[0]).is_err() && fonts(&root().join("icons")).is_err());
    }

    #[test]
    fn what_the_window_depends_on_is_listed() {
        let manifest = text_of(&root().join("ui/package.json")).unwrap();
        let (_, rest) = manifest.split_once("\"dependencies\": {").unwrap();
        let (list, _) = rest.split_once('}').unwrap();
        let names: Vec<&str> = list.lines().filter_map(|line| line.split('"').nth(1)).collect();
        assert!(!names.is_empty());
        assert!(names.iter().all(|name| WINDOW.contains(name)), "{names:?}");
    }
}
