//! Running other programs, never with our standard input. While a step runs (`steps`), what they
//! write goes to the step's log.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Where everything is written that is no result; none: to the terminal.
static LOG: Mutex<Option<File>> = Mutex::new(None);

/// From here on everything is written there.
pub fn write_into(log: Option<File>) {
    *log_now() = log;
}

fn log_now() -> MutexGuard<'static, Option<File>> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Another handle of the log.
fn log() -> Option<File> {
    log_now().as_ref().and_then(|log| log.try_clone().ok())
}

/// A line on what is being done.
pub fn say(line: &str) {
    match log_now().as_mut() {
        Some(log) => drop(writeln!(log, "{line}")),
        None => eprintln!("{line}"),
    }
}

/// The repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Where built things lie.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// A program to be started in the repository.
pub fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root()).stdin(Stdio::null());
    if let (Some(log), Some(same)) = (log(), log()) {
        command.stdout(log).stderr(same);
    }
    command
}

/// The cargo we were started by.
pub fn cargo() -> Command {
    program(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

/// npm in the window's folder; on Windows it is a script.
pub fn npm() -> Command {
    let mut npm = program(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(root().join("ui"));
    npm
}

/// Whether a program of this name can be started.
pub fn there_is(name: &str) -> bool {
    let mut command = program(name);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok()
}

/// Runs the command with its output where everything is written.
///
/// # Errors
/// One sentence when it can't be started or fails.
pub fn run(command: &mut Command) -> Result<(), String> {
    let shown = shown(command);
    say(&format!("$ {shown}"));
    let status = command.status().map_err(|error| format!("{shown}：无法启动（{error}）"))?;
    if status.success() { Ok(()) } else { Err(format!("{shown}：失败（{status}）")) }
}

/// Runs the command and hands each line of its standard output to `line`. The answer is whether it
/// succeeded.
pub fn follow(command: &mut Command, mut line: impl FnMut(&str)) -> Result<bool, String> {
    let shown = shown(command);
    say(&format!("$ {shown}"));
    let cannot = |error: std::io::Error| format!("{shown}：无法启动（{error}）");
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(cannot)?;
    if let Some(output) = child.stdout.take() {
        for bytes in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let text = String::from_utf8_lossy(&bytes);
            say(&text);
            line(&text);
        }
    }
    Ok(child.wait().map_err(cannot)?.success())
}

/// What the command writes; its last line of complaint when it fails.
pub fn output(command: &mut Command) -> Result<Vec<u8>, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output()
        .map_err(|error| format!("{name}：无法启动（{error}）"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{name}：{}", said.trim_end().lines().last().unwrap_or("失败，没有说明原因")))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
