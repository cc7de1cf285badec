//! Each check finds what it is for, in a tree made up for it.

use crate::files;
use crate::modules::circles;
use crate::packages::Package;
use crate::sources::{Crate, Tests};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// A folder with these files.
fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, text) in files {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("written");
        fs::write(file, text).expect("written");
    }
    folder
}

/// The circles of a crate, by the names of their modules.
fn circles_in(files: &[(&str, &str)]) -> Vec<String> {
    let tree = tree(files);
    let source = Crate::load(&tree.path().join("lib.rs"), Tests::Without).expect("parsed");
    circles(&source).iter().map(|circle| circle.modules.join(" ")).collect()
}

#[test]
fn two_modules_that_name_each_other() {
    let found = circles_in(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use crate::b::B; pub struct A(B);"),
        ("b.rs", "pub struct B; impl B { fn a() -> super::a::A { todo() } }"),
    ]);
    assert_eq!(found, ["a b"]);
}

#[test]
fn a_circle_of_three_by_a_re_export_a_glob_and_a_macro() {
    let found = circles_in(&[
        ("lib.rs", "mod a; mod b; mod c; pub use c::C;"),
        ("a.rs", "pub fn a(c: crate::C) {}"),
        ("b.rs", "use crate::a::*; pub fn b() { a(1) }"),
        ("c.rs", "pub struct C; fn c() { println!(\"{}\", vec![crate::b::b()].len()) }"),
    ]);
    assert_eq!(found, ["a c b"]);
}

#[test]
fn folders_that_lead_to_each_other_though_no_two_files_do() {
    let found = circles_in(&[
        ("lib.rs", "mod a; mod b;"),
        ("a/mod.rs", "pub mod one; pub mod two;"),
        ("a/one.rs", "pub struct One;"),
        ("a/two.rs", "use crate::b::two::Two;"),
        ("b/mod.rs", "pub mod one; pub mod two;"),
        ("b/one.rs", "use crate::a::one::One;"),
        ("b/two.rs", "pub struct Two;"),
    ]);
    assert_eq!(found, ["a b"]);
}

#[test]
fn a_folder_that_drives_its_rooms_and_gives_them_their_types() {
    let rooms = "use super::Given; pub fn drive(given: Given) {}";
    let both = "mod room; pub struct Given; fn f() { room::drive(Given) }";
    assert_eq!(circles_in(&[("lib.rs", both), ("room.rs", rooms)]), ["crate room"]);

    let only_shown = "mod room; pub use room::drive; pub struct Given;";
    assert!(circles_in(&[("lib.rs", only_shown), ("room.rs", rooms)]).is_empty());
    let only_driven = "mod given; mod room; pub use given::Given; fn f() { room::drive(Given) }";
    let files = [("lib.rs", only_driven), ("room.rs", rooms), ("given.rs", "pub struct Given;")];
    assert!(circles_in(&files).is_empty());
}

#[test]
fn what_tests_use_is_no_circle() {
    let found = circles_in(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "pub struct A; #[cfg(test)] mod tests { use crate::b::B; }"),
        ("b.rs", "use crate::a::A; pub struct B(A);"),
    ]);
    assert!(found.is_empty(), "{found:?}");
}

/// The package of a tree with these dependencies, as cargo tells of it.
fn package(tree: &TempDir, dependencies: &str) -> Package {
    let path = |name: &str| tree.path().join(name).display().to_string().replace('\\', "/");
    let json = format!(
        r#"{{ "name": "p", "manifest_path": "", "dependencies": [{dependencies}], "targets": [
            {{ "name": "p", "kind": ["lib"], "src_path": "{}" }},
            {{ "name": "t", "kind": ["test"], "src_path": "{}" }},
            {{ "name": "b", "kind": ["custom-build"], "src_path": "{}" }} ] }}"#,
        path("lib.rs"),
        path("tests/t.rs"),
        path("build.rs")
    );
    serde_json::from_str(&json).expect("a package")
}

#[test]
fn a_dependency_that_nothing_names() {
    let tree = tree(&[
        (
            "lib.rs",
            "use named::X; use alone; #[derive(derived::D)] struct S { x: bool }
             #[serde(with = \"in_words::str\")] struct T;
             fn f(x: X) { x.called(); let untold = other::unmentioned::X; }
             #[cfg(test)] mod tests { use only_tests::T; }",
        ),
        ("tests/t.rs", "use for_tests::T;"),
        ("build.rs", "fn main() { built::build() }"),
    ]);
    let one = |name: &str, kind: &str| {
        format!(r#"{{ "name": "{name}", "rename": null, "kind": {kind}, "path": null }}"#)
    };
    let used = [
        ("named", "null"),
        ("alone", "null"),
        ("derived", "null"),
        ("in-words", "null"),
        ("other", "null"),
        ("for-tests", "\"dev\""),
        ("only-tests", "\"dev\""),
        ("built", "\"build\""),
    ];
    let unused = [
        ("called", "null"),
        ("untold", "null"),
        ("unmentioned", "null"),
        // For the tests alone: no dependency of the program.
        ("for_tests", "null"),
        ("only_tests", "null"),
        ("derived", "\"build\""),
        ("gone", "\"dev\""),
    ];
    let all: Vec<String> = used.iter().chain(&unused).map(|(name, kind)| one(name, kind)).collect();
    let found = package(&tree, &all.join(",")).unused().expect("parsed").join(" ");
    assert_eq!(found, unused.map(|(name, _)| name).join(" "));
}

#[test]
fn a_path_that_is_gone() {
    let page = "`src/a.rs`, `a.rs`, `src/`, `target/x`, `cargo run`, `a::b`, `src/<name>.rs`
`src/b.rs` and `b.rs`
```
src/c.rs `src/c.rs`
```
`/`";
    let files = [PathBuf::from("/tree/src"), PathBuf::from("/tree/src/a.rs")];
    assert_eq!(files::missing(page, &files), ["src/b.rs", "b.rs"]);
}
