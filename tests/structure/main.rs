//! The shape of the tree: no package takes one above it, no circle of modules, no dependency that
//! serves nothing, no test that is never run, no page for developers that names what is gone.
//! `docs/architecture.md` says what the shape is for.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod files;
mod finds;
mod modules;
mod packages;
mod sources;

use packages::packages;
use sources::{Crate, Tests};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The packages by floor, from the ground up. One may take those below its own floor, for itself and
/// for its tests: not those beside it.
const FLOORS: &[&[&str]] = &[
    &["gongkai-model"],
    &["gongkai-read", "gongkai-compare"],
    &["gongkai-check"],
    &["gongkai-compose"],
    &["gongkai-layout"],
    &["gongkai-store", "gongkai-platform"],
    &["gongkai-export"],
    &["gongkai-sign"],
    &["gongkai-app"],
    &["gongkai-cli", "gongkai"],
    &["xtask", "gongkai-fuzz", "gongkai-empty-window", "gongkai-ofd-engines"],
];

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("the repository").to_owned()
}

/// From the top of the repository.
fn shown(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).display().to_string()
}

#[test]
fn no_package_takes_one_above_it() {
    let floor = |name: &str| FLOORS.iter().position(|floor| floor.contains(&name));
    let mut upward = Vec::new();
    for package in packages() {
        let own = floor(&package.name);
        assert!(own.is_some(), "{} stands on no floor: name it in FLOORS", package.name);
        for taken in package.takes() {
            if floor(taken) >= own {
                upward.push(format!("{} takes {taken}", package.name));
            }
        }
    }
    assert!(upward.is_empty(), "upward or sideways:\n{}", upward.join("\n"));
}

#[test]
fn no_circle_of_modules() {
    let mut told = Vec::new();
    for package in packages() {
        for target in package.targets.iter().filter(|target| target.is(&["lib", "bin"])) {
            let source = Crate::load(&target.src_path, Tests::Without).expect("parsed");
            for circle in modules::circles(&source) {
                let steps = circle.steps.join("\n    ");
                let circle = circle.modules.join(" ⇄ ");
                told.push(format!("{}: {circle}\n    {steps}", package.name));
            }
        }
    }
    assert!(told.is_empty(), "{} circles\n{}", told.len(), told.join("\n"));
}

#[test]
fn every_dependency_is_used() {
    let mut unused = Vec::new();
    for package in packages() {
        for name in package.unused().expect("parsed") {
            unused.push(format!("{} takes {name}", package.name));
        }
    }
    assert!(unused.is_empty(), "for nothing:\n{}", unused.join("\n"));
}

/// The lints stand once, in the workspace; a workspace of its own repeats them.
#[test]
fn every_package_takes_the_lints() {
    let read = |manifest: &Path| fs::read_to_string(manifest).expect("a manifest");
    let lints = |manifest: &str, begin: &str| -> Vec<String> {
        let sections = manifest.split("\n[").filter_map(|section| section.strip_prefix(begin));
        let sections = sections.map(|section| section.split("\n#").next().unwrap_or(section));
        sections.map(|section| section.trim().to_owned()).collect()
    };
    let shared = lints(&read(&root().join("Cargo.toml")), "workspace.lints.");
    assert_eq!(shared.len(), 2, "{shared:?}");
    for package in packages() {
        let manifest = read(&package.manifest_path);
        let takes = manifest.contains("\n[lints]\nworkspace = true\n");
        assert!(takes || lints(&manifest, "lints.") == shared, "{}", package.name);
    }
}

#[test]
fn every_rust_file_belongs_to_a_target() {
    let mut reached = BTreeSet::new();
    for target in packages().iter().flat_map(|package| &package.targets) {
        let source = Crate::load(&target.src_path, Tests::With).expect("parsed");
        let files = source.modules.iter().map(|module| module.file.canonicalize().expect("there"));
        reached.extend(files);
    }
    let root = root().canonicalize().expect("the repository");
    let alone: Vec<String> = ["src-tauri", "tests"]
        .iter()
        .flat_map(|folder| files::below(&root.join(folder)))
        .filter(|file| file.extension().is_some_and(|ending| ending == "rs"))
        .filter(|file| !reached.contains(file))
        .map(|file| shown(&file))
        .collect();
    assert!(alone.is_empty(), "never compiled:\n{}", alone.join("\n"));
}

#[test]
fn the_pages_for_developers_name_what_is_there() {
    let all = files::below(&root());
    let mut missing = Vec::new();
    for page in ["CONTRIBUTING.md", "README.md", "docs/architecture.md"] {
        let text = fs::read_to_string(root().join(page)).expect("the page");
        assert!(!files::paths_named(&text).is_empty(), "{page} names no file");
        missing
            .extend(files::missing(&text, &all).into_iter().map(|path| format!("{page}: {path}")));
    }
    assert!(missing.is_empty(), "not there:\n{}", missing.join("\n"));
}
