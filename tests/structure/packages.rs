//! The packages of the workspace as cargo knows them: who takes whom, and what is taken for nothing.

use crate::root;
use crate::sources::{Crate, Tests};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
pub struct Package {
    pub name: String,
    pub manifest_path: PathBuf,
    pub dependencies: Vec<Dependency>,
    pub targets: Vec<Target>,
}

#[derive(Deserialize)]
pub struct Dependency {
    name: String,
    rename: Option<String>,
    /// None: an ordinary one; else `dev` or `build`.
    kind: Option<String>,
    /// Of one that lies in the repository.
    path: Option<PathBuf>,
}

#[derive(Deserialize)]
pub struct Target {
    pub kind: Vec<String>,
    pub src_path: PathBuf,
}

/// The packages of the workspace, and the fuzzer and the engines that judge OFD, each a workspace of
/// its own.
pub fn packages() -> Vec<Package> {
    let mut packages = metadata(&root().join("Cargo.toml"));
    let fuzzers: Vec<PathBuf> = packages
        .iter()
        .filter_map(|package| package.manifest_path.parent())
        .map(|folder| folder.join("fuzz/Cargo.toml"))
        .filter(|manifest| manifest.exists())
        .collect();
    assert_eq!(fuzzers.len(), 1, "there is one fuzzer");
    packages.extend(fuzzers.iter().flat_map(|manifest| metadata(manifest)));
    packages.extend(metadata(&root().join("tests/ofd_engines/Cargo.toml")));
    packages
}

fn metadata(manifest: &Path) -> Vec<Package> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"])
        .arg(manifest)
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Metadata = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    assert!(!metadata.packages.is_empty());
    metadata.packages
}

impl Target {
    pub fn is(&self, kinds: &[&str]) -> bool {
        self.kind.iter().any(|kind| kinds.contains(&kind.as_str()))
    }
}

impl Dependency {
    /// As the code names it.
    fn in_code(&self) -> String {
        self.rename.as_ref().unwrap_or(&self.name).replace('-', "_")
    }
}

impl Package {
    /// Whom of the repository it takes, for itself or for its tests.
    pub fn takes(&self) -> impl Iterator<Item = &str> {
        let here = self.dependencies.iter().filter(|dependency| dependency.path.is_some());
        here.map(|dependency| dependency.name.as_str())
    }

    /// The dependencies no code names: an ordinary one must serve the program itself, one for tests
    /// may be named anywhere.
    ///
    /// # Errors
    /// A file that can't be parsed.
    pub fn unused(&self) -> Result<Vec<&str>, String> {
        let targets = |kinds: &'static [&'static str]| {
            self.targets.iter().filter(move |target| target.is(kinds))
        };
        let programs = &["lib", "bin", "proc-macro", "rlib", "staticlib", "cdylib"];
        let mut named = [BTreeSet::new(), BTreeSet::new(), BTreeSet::new()];
        for target in targets(programs) {
            names_of(&target.src_path, Tests::Without, &mut named[0])?;
        }
        for target in &self.targets {
            names_of(&target.src_path, Tests::With, &mut named[1])?;
        }
        for target in targets(&["custom-build"]) {
            names_of(&target.src_path, Tests::Without, &mut named[2])?;
        }
        let [program, all, build] = &named;
        let unused = self.dependencies.iter().filter(|dependency| {
            let named = match dependency.kind.as_deref() {
                None => program,
                Some("build") => build,
                Some(_) => all,
            };
            !named.contains(&dependency.in_code())
        });
        Ok(unused.map(|dependency| dependency.name.as_str()).collect())
    }
}

/// Every name that a path begins with, in all modules of a target.
fn names_of(file: &Path, tests: Tests, names: &mut BTreeSet<String>) -> Result<(), String> {
    for module in &Crate::load(file, tests)?.modules {
        for item in &module.items {
            begins_of_paths(item.to_token_stream(), names);
        }
    }
    Ok(())
}

fn begins_of_paths(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |at: Option<usize>, mark: char| matches!(at.and_then(|at| tokens.get(at)), Some(TokenTree::Punct(punct)) if punct.as_char() == mark);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => begins_of_paths(group.stream(), names),
            TokenTree::Ident(name) => {
                let imported = matches!(
                    at.checked_sub(1).and_then(|at| tokens.get(at)),
                    Some(TokenTree::Ident(word)) if word == "use" || word == "crate"
                );
                let goes_on = is(Some(at + 1), ':') && is(Some(at + 2), ':');
                let goes_on_from = is(at.checked_sub(1), ':') && is(at.checked_sub(2), ':');
                if (goes_on && !goes_on_from) || imported {
                    names.insert(name.to_string());
                }
            }
            // As in `#[serde(with = "rust_decimal::serde::str")]`.
            TokenTree::Literal(text) => {
                let text = text.to_string();
                if let Some((first, _)) = text.trim_matches('"').split_once("::") {
                    names.insert(first.to_owned());
                }
            }
            TokenTree::Punct(_) => {}
        }
    }
}
