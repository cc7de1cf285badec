//! How cargo is asked for the whole workspace: the same selection every time, so that nothing is built
//! twice.

use crate::command::cargo;
use std::process::Command;

/// What tests and window are built with.
pub const BUILD: [&str; 3] = ["--workspace", "--features", "gongkai/custom-protocol"];

/// The page that counts which of its functions run; what is shipped holds ui/dist.
const FLOWS_PAGE: (&str, &str) = ("GONGKAI_PAGE", "ui/dist-flows");

/// `cargo <command>` of everything, the program with the page that counts what runs.
pub fn on_flows_page(command: &str) -> Command {
    let mut cargo = cargo();
    cargo.arg(command).args(BUILD).env(FLOWS_PAGE.0, FLOWS_PAGE.1);
    cargo
}

/// Builds programs as they are shipped.
pub fn release(programs: &[&str]) -> Command {
    let mut build = cargo();
    build.args(["build", "--release"]).args(BUILD).args(programs);
    build
}
